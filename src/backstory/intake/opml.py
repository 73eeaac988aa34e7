"""Lists of feeds in OPML 2.0 (http://opml.org/spec2.opml), in and out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from backstory.errors import SourceUnreadable
from backstory.intake.items import FeedLink, plain, whole_address

#: The longest list that is read, in bytes.
OPML_BYTES = 10_000_000


def read_opml(data: bytes, *, source: str) -> tuple[FeedLink, ...]:
    """Read a list of feeds.

    Args:
        data: its bytes.
        source: what to call it.

    Returns:
        Its feeds in order, those that stand there twice both times.

    Raises:
        SourceUnreadable: it is no OPML, or too long.
    """
    if len(data) > OPML_BYTES:
        raise SourceUnreadable(source, f"longer than {OPML_BYTES:,} bytes, and so no list of feeds")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise SourceUnreadable(source, "not OPML") from error
    if root is None or str(root.tag).lower() != "opml":
        raise SourceUnreadable(source, "not OPML")
    return tuple(_link(outline, url) for outline in root.iter("outline") if (url := _address(outline, "xmlUrl")))


def write_opml(feeds: Iterable[FeedLink], *, title: str) -> bytes:
    """A list of feeds that `read_opml` reads back.

    Args:
        feeds: the feeds, in order; those of one folder that follow each other stand in it together.
        title: what the list is called.
    """
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _allowed(title)
    path = [etree.SubElement(root, "body")]
    names: tuple[str, ...] = ()
    for feed in feeds:
        shared = next((at for at, (a, b) in enumerate(zip(names, feed.folders, strict=False)) if a != b), None)
        kept = min(len(names), len(feed.folders)) if shared is None else shared
        del path[kept + 1 :]
        for name in feed.folders[kept:]:
            path.append(etree.SubElement(path[-1], "outline", text=_allowed(name)))
        names = feed.folders
        outline = etree.SubElement(path[-1], "outline", type="rss", text=_allowed(feed.title or feed.url))
        outline.set("xmlUrl", _allowed(feed.url))
        for name, value in (("title", feed.title), ("htmlUrl", feed.home)):
            if value:
                outline.set(name, _allowed(value))
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _link(outline: etree._Element, url: str) -> FeedLink:
    title = plain(outline.get("title") or outline.get("text"))
    names = (plain(each.get("text") or each.get("title")) for each in outline.iterancestors("outline"))
    return FeedLink(
        url=url,
        title=None if title == url else title,
        home=_address(outline, "htmlUrl"),
        folders=tuple(name for name in reversed([*names]) if name),
    )


def _address(outline: etree._Element, name: str) -> str | None:
    """An address of an outline; some writers have the names of attributes in another case."""
    values = [value for key, value in outline.attrib.items() if str(key).lower() == name.lower()]
    return whole_address(None, values[0]) if values else None


def _allowed(text: str) -> str:
    """The text without characters that XML cannot have (https://www.w3.org/TR/xml/#charsets)."""
    return _FORBIDDEN.sub("", text)


_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
