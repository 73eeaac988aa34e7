"""Feeds in XML: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, as they are found and not only as they should be.

Not feedparser, which raises a dozen kinds of error on damaged feeds and takes four times as long. What is damaged is
mended in the text, before it is parsed: the charset, characters that XML cannot have, `&` that stands for itself, the
entities of HTML. No entity is declared or unpacked, so that none can be a bomb.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from html.entities import html5
from xml.sax.saxutils import escape

from lxml import etree

from backstory.intake.items import Feed, Item, distinct, plain, whole_address
from backstory.intake.moments import dated

_Fields = Mapping[str, list[etree._Element]]


def read_xml(data: bytes, *, url: str | None, content_type: str | None, most: int) -> Feed | None:
    """Read a feed.

    Args:
        data: its bytes.
        url: its address, by which relative addresses are resolved.
        content_type: media type as the server states it.
        most: the most items that are taken.

    Returns:
        The feed; None where it is none.
    """
    text = _decoded(data, content_type)
    if text is None:
        return None
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(_mended(text).encode(), parser, base_url=url or "")
    if root is None:
        return None
    if _local(root) == "feed":
        return _atom(root, url, most)
    return _rss(root, url, most) if _local(root) in ("rss", "rdf") else None


# -- text


def _decoded(data: bytes, content_type: str | None) -> str | None:
    """The text in the first charset in which it is a feed; None where there is no such."""
    declared = _DECLARED.search(data[:1024].replace(b"\0", b""))
    stated = _CHARSET.search(content_type or "")
    names = [name for mark, name in _MARKS if data.startswith(mark)]
    # What is UTF-8 by its bytes is not by chance, whatever it is said to be.
    names += [] if data.isascii() else ["utf-8"]
    names += [declared[1].decode("ascii")] if declared else []
    names += [stated[1]] if stated else []
    for name in (*names, "utf-8", "cp1252", "latin-1"):
        try:
            codec = codecs.lookup(name).name
            # By the names of the web's own standard, Latin-1 is Windows-1252 (https://encoding.spec.whatwg.org/#names).
            text = "" if codec in _NO_CHARSETS else data.decode("cp1252" if codec in _LATIN else codec)
        except (LookupError, UnicodeError):
            continue
        if _ROOT.search(text, 0, 20_000):
            return text
    return None


def _mended(text: str) -> str:
    """The document from its root on, such that only what is written in it stands in it."""
    start = _ROOT.search(text)
    text = _FORBIDDEN.sub(" ", text[start.start() if start else 0 :])
    parts = _CDATA.split(text)
    parts[::2] = [_AMPERSAND.sub(_letter, part) for part in parts[::2]]
    return "".join(parts)


def _letter(found: re.Match[str]) -> str:
    """What stands for an ampersand and the name behind it."""
    name = found[1] or ""
    if name.startswith("#") or name in ("amp;", "lt;", "gt;", "quot;", "apos;"):
        return found[0]
    return escape(html5.get(name, found[0]))


_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._:-]+)")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]+)", re.IGNORECASE)
_LATIN = frozenset({"ascii", "iso8859-1"})
#: What Python calls a charset and the web does not.
_NO_CHARSETS = frozenset({"idna", "punycode", "raw_unicode_escape", "unicode_escape", "undefined", "utf-7"})
_ROOT = re.compile(r"<(?:[\w.-]+:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CDATA = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.DOTALL)
_AMPERSAND = re.compile(r"&(#\d+;|#[xX][0-9A-Fa-f]+;|[A-Za-z]\w*;)?")


# -- elements


def _name(element: etree._Element) -> tuple[str, str]:
    """Namespace and name of an element; of one that was mended, what stands before the colon is the namespace."""
    tag = str(element.tag)
    space, _, name = tag.rpartition("}") if "}" in tag else tag.rpartition(":")
    return space.removeprefix("{"), name.lower()


def _local(element: etree._Element) -> str:
    return _name(element)[1]


def _fields(element: etree._Element) -> _Fields:
    """Its children by their names; those of another namespace than its own have that of the namespace before them."""
    own, _ = _name(element)
    found: dict[str, list[etree._Element]] = {}
    for child in element.iterchildren(etree.Element):
        space, name = _name(child)
        found.setdefault(name if space == own else f"{_SPACES.get(space, space)}:{name}", []).append(child)
    return found


def _first(fields: _Fields, *names: str) -> str | None:
    """The text of the first of these fields that has one."""
    return next(filter(None, (plain(_source(each)) for name in names for each in fields.get(name, ()))), None)


def _source(element: etree._Element) -> str:
    """The text of an element, or its markup where it has elements in it (`type="xhtml"`)."""
    if len(element):
        return etree.tostring(element, encoding="unicode", with_tail=False)
    return element.text or ""


def _address(base: str | None, element: etree._Element, address: str | None) -> str | None:
    """The whole address in an element, by its `xml:base` or else that of the feed."""
    return whole_address(element.base, address) or whole_address(base, address)


def _own_address(fields: _Fields, name: str) -> str | None:
    """The address that a feed gives as its own (RFC 4287, 4.2.7.2)."""
    links = (each.get("href") for each in fields.get(name, ()) if each.get("rel") == "self")
    return next(filter(None, (whole_address(None, link) for link in links)), None)


_SPACES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.w3.org/2005/Atom": "atom",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
}


# -- RSS


def _rss(root: etree._Element, url: str | None, most: int) -> Feed:
    channel = next((each for each in root.iter(etree.Element) if _local(each) == "channel"), root)
    fields = _fields(channel)
    home = next(filter(None, (whole_address(url, each.text) for each in fields.get("link", ()))), None)
    space, _ = _name(channel)
    items = [each for each in root.iter(etree.Element) if _name(each) == (space, "item")]
    return Feed(
        title=_first(fields, "title"),
        url=url or _own_address(fields, "atom:link"),
        home=home,
        items=tuple(_rss_item(each, home) for each in items[:most]),
    )


def _rss_item(item: etree._Element, home: str | None) -> Item:
    fields = _fields(item)
    ids = [plain(each.text) for each in fields.get("guid", ())]
    url = next(filter(None, _rss_addresses(item, fields, home)), None)
    names = (plain(each.text) for each in (*fields.get("dc:creator", ()), *fields.get("author", ())))
    return Item(
        url=url,
        title=_first(fields, "title", "itunes:title"),
        summary=_first(fields, "description", "content:encoded", "itunes:summary"),
        # The only date of RSS 1.0 is `dc:date`.
        published=dated(_first(fields, "pubdate", "atom:published", "dcterms:issued", "dc:date")),
        updated=dated(_first(fields, "atom:updated", "dcterms:modified")),
        authors=distinct(map(_person, names)),
        id=next(filter(None, ids), url),
    )


def _rss_addresses(item: etree._Element, fields: _Fields, home: str | None) -> Iterator[str | None]:
    """What may be the address of an item's page, best first."""
    for each in fields.get("feedburner:origlink", ()):
        yield _address(home, each, each.text)
    for each in (*fields.get("link", ()), *fields.get("atom:link", ())):
        if each.get("rel", "alternate") == "alternate":
            yield _address(home, each, each.text or each.get("href"))
    for each in fields.get("guid", ()):
        if each.get("isPermaLink", "true") == "true":
            yield whole_address(None, each.text)
    yield whole_address(None, next((value for name, value in item.items() if str(name).endswith("}about")), None))


def _person(name: str | None) -> str | None:
    """The name in "desk@paper.example (Ada Stone)"; None for an address alone."""
    found = _MAIL.fullmatch(name or "")
    return plain(found[1]) if found else name


_MAIL = re.compile(r"\S+@\S+(?:\s*\(([^()]*)\))?")


# -- Atom


def _atom(root: etree._Element, url: str | None, most: int) -> Feed:
    fields = _fields(root)
    home = _atom_link(fields, url)
    return Feed(
        title=_first(fields, "title"),
        url=url or _own_address(fields, "link"),
        home=home,
        items=tuple(_atom_item(each, home or url) for each in fields.get("entry", [])[:most]),
    )


def _atom_item(entry: etree._Element, base: str | None) -> Item:
    fields = _fields(entry)
    id = _first(fields, "id")
    original = next((each.text for each in fields.get("feedburner:origlink", ())), None)
    url = whole_address(base, original) or _atom_link(fields, base) or whole_address(None, id)
    # Second come the names of Atom 0.3.
    return Item(
        url=url,
        title=_first(fields, "title"),
        summary=_first(fields, "summary", "content"),
        published=dated(_first(fields, "published", "issued")),
        updated=dated(_first(fields, "updated", "modified")),
        authors=distinct(_first(_fields(author), "name") for author in fields.get("author", ())),
        id=id or url,
    )


def _atom_link(fields: _Fields, base: str | None) -> str | None:
    """The page that an entry or feed stands for (RFC 4287, 4.2.7): HTML, where there are several."""
    links = [each for each in fields.get("link", ()) if each.get("rel", "alternate") == "alternate"]
    links.sort(key=lambda each: each.get("type", "text/html") != "text/html")
    return next(filter(None, (_address(base, each, each.get("href")) for each in links)), None)
