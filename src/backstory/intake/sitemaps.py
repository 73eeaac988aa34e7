"""Sitemaps, indexes of them, and news sitemaps.

The formats are those of https://www.sitemaps.org/protocol.html and
https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from lxml import etree

from backstory.errors import SourceUnreadable
from backstory.intake.items import Item, plain, whole_address
from backstory.intake.moments import dated
from backstory.intake.unpacking import LengthError, PackingError, unpacked

#: What sitemaps.org allows: bytes, unpacked, and entries.
SITEMAP_BYTES, MOST_ENTRIES = 52_428_800, 50_000

_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """A sitemap as it was read: one of pages, or an index of other sitemaps."""

    #: The pages that it names, in order.
    items: tuple[Item, ...] = ()
    #: The sitemaps that it names, in order, each with its address and last change.
    sitemaps: tuple[Item, ...] = ()


def read_sitemap(data: bytes, *, source: str, url: str | None = None) -> Sitemap:
    """Read a sitemap, also one that is packed by gzip.

    Args:
        data: its bytes.
        source: what to call it.
        url: its address, by which relative addresses are resolved.

    Raises:
        SourceUnreadable: it is no sitemap, longer than the protocol allows, or damaged before the first entry.
    """
    items: list[Item] = []
    sitemaps: list[Item] = []
    parser = etree.iterparse(
        io.BytesIO(_opened(data, source)),
        events=("start", "end"),
        tag=("{*}urlset", "{*}sitemapindex", "{*}url", "{*}sitemap"),
        resolve_entities=False,
        no_network=True,
        recover=True,
    )
    is_sitemap = False
    try:
        for event, element in parser:
            name = _name(element)
            is_sitemap |= name in ("urlset", "sitemapindex")
            if event == "end" and name in ("url", "sitemap"):
                (items if name == "url" else sitemaps).append(_item(element, url))
                # What was read is let go of, so that a long sitemap is never whole in memory as a tree.
                element.clear()
                if len(items) + len(sitemaps) == MOST_ENTRIES:
                    break
    except etree.XMLSyntaxError as error:
        if not items and not sitemaps:
            raise SourceUnreadable(source, "not a sitemap") from error
    if not is_sitemap:
        raise SourceUnreadable(source, "not a sitemap")
    return Sitemap(
        items=tuple(item for item in items if item.url), sitemaps=tuple(item for item in sitemaps if item.url)
    )


def _opened(data: bytes, source: str) -> bytes:
    encoding = "gzip" if data.startswith(_GZIP) else ""
    try:
        return unpacked([data], encoding, SITEMAP_BYTES)
    except LengthError as error:
        raise SourceUnreadable(source, f"longer than {SITEMAP_BYTES:,} bytes, which no sitemap may be") from error
    except PackingError as error:
        raise SourceUnreadable(source, "damaged, or cut off") from error


def _item(entry: etree._Element, base: str | None) -> Item:
    """An entry: its own fields and those of the extension for news, not those of images and films in it."""
    fields: dict[str, str | None] = {}
    for element in entry.iterdescendants("{*}loc", "{*}lastmod", "{*}title", "{*}publication_date", "{*}name"):
        parent = element.getparent()
        if parent is entry or (parent is not None and _name(parent) in ("news", "publication")):
            fields.setdefault(_name(element), element.text)
    url = whole_address(base, fields.get("loc"))
    return Item(
        url=url,
        title=plain(fields.get("title")),
        published=dated(fields.get("publication_date")),
        updated=dated(fields.get("lastmod")),
        outlet=plain(fields.get("name")),
        id=url,
    )


def _name(element: etree._Element) -> str:
    """The name of an element without its namespace. Not `etree.QName`, which refuses names that a parser mended."""
    return str(element.tag).rpartition("}")[2]
