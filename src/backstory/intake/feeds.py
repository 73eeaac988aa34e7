"""Feeds: RSS of all versions, Atom and JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/), also broken ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

import msgspec
from lxml import etree

from backstory.errors import SourceUnreadable
from backstory.intake.feedxml import read_xml
from backstory.intake.items import Feed, FeedLink, Item, distinct, plain, whole_address
from backstory.intake.moments import dated

#: The longest feed that is read, in bytes: a hundred times the usual.
FEED_BYTES = 20_000_000

#: The most items of a feed that are taken, its first ones.
MOST_ITEMS = 5_000


def read_feed(data: bytes, *, source: str, url: str | None = None, content_type: str | None = None) -> Feed:
    """Read a feed.

    Args:
        data: its bytes.
        source: what to call it.
        url: its address, by which relative addresses are resolved.
        content_type: media type as the server states it; its charset counts where the feed states none that fits.

    Raises:
        SourceUnreadable: it is no feed, or too long.
    """
    if len(data) > FEED_BYTES:
        raise SourceUnreadable(source, f"longer than {FEED_BYTES:,} bytes, and so no feed")
    is_json = data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    feed = _read_json(data, url) if is_json else read_xml(data, url=url, content_type=content_type, most=MOST_ITEMS)
    if feed is None:
        raise SourceUnreadable(source, "not a feed")
    return feed


def find_feeds(data: bytes, *, url: str | None = None) -> tuple[FeedLink, ...]:
    """The feeds that an HTML page names in its head, in order, each once.

    They stand there as `<link rel="alternate" type="application/rss+xml" href=...>`
    (https://html.spec.whatwg.org/multipage/links.html#rel-alternate, https://www.rssboard.org/rss-autodiscovery).

    Args:
        data: the page.
        url: its address, by which relative addresses are resolved.
    """
    found: dict[str, FeedLink] = {}
    base = url or ""
    tree = etree.fromstring(data, etree.HTMLParser()) if data.strip() else None
    for element in () if tree is None else tree.iter("base", "link"):
        href = (element.get("href") or "").strip()
        if element.tag == "base" and href:
            base = urljoin(url or "", href)
        elif href and _is_feed_link(element):
            address = whole_address(base, href) or href
            found.setdefault(address, FeedLink(url=address, title=plain(element.get("title"))))
    return tuple(found.values())


def _is_feed_link(element: etree._Element) -> bool:
    relations = (element.get("rel") or "").lower().split()
    kind = (element.get("type") or "").partition(";")[0].strip().lower()
    return element.tag == "link" and "alternate" in relations and kind in _LINK_TYPES


_LINK_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")


# -- JSON Feed


def _read_json(data: bytes, url: str | None) -> Feed | None:
    try:
        read = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if not isinstance(read, dict) or not str(read.get("version")).startswith("https://jsonfeed.org/version/"):
        return None
    home = whole_address(url, read.get("home_page_url"))
    items = _list(read.get("items"))[:MOST_ITEMS]
    return Feed(
        title=plain(read.get("title")),
        url=url or whole_address(None, read.get("feed_url")),
        home=home,
        items=tuple(_json_item(item, home or url) for item in items if isinstance(item, Mapping)),
    )


def _json_item(item: Mapping[str, object], base: str | None) -> Item:
    url = whole_address(base, item.get("url"))
    # Version 1 had one author, version 1.1 has a list.
    authors = _list(item.get("authors")) or [item.get("author")]
    names = (plain(author.get("name")) for author in authors if isinstance(author, Mapping))
    id = item.get("id")
    return Item(
        url=url,
        title=plain(item.get("title")),
        summary=plain(item.get("summary")) or plain(item.get("content_text")) or plain(item.get("content_html")),
        published=dated(_text(item.get("date_published"))),
        updated=dated(_text(item.get("date_modified"))),
        authors=distinct(names),
        id=_text(id) if isinstance(id, str) else str(id) if isinstance(id, int | float) else url,
    )


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
