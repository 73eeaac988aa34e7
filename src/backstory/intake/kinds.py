"""What an address or file gave, told by its first bytes."""

from __future__ import annotations

import re
from enum import StrEnum

from backstory.intake.unpacking import head_of_gzip

#: How much is looked at, in bytes.
HEAD_BYTES = 16_384
#: What the name of a page in a file ends with.
PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".txt", ".md")


class Kind(StrEnum):
    """What there is to be read."""

    #: A page of HTML or text.
    PAGE = "page"
    #: RSS, Atom or JSON Feed.
    FEED = "feed"
    #: A sitemap, or an index of sitemaps.
    SITEMAP = "sitemap"
    #: A list of feeds.
    OPML = "opml"


def kind_of(data: bytes) -> Kind:
    """What the bytes are, whatever their server calls them: feeds are served as HTML, pages as XML."""
    head = data[:HEAD_BYTES]
    if head.startswith(b"\x1f\x8b"):
        head = head_of_gzip(head, HEAD_BYTES)
    # Text of two bytes a character, as far as it is ASCII.
    head = head.replace(b"\0", b"")
    if _JSON_FEED.match(head):
        return Kind.FEED
    root = _ROOT.match(head)
    return _BY_ROOT.get(root[1].lower(), Kind.PAGE) if root else Kind.PAGE


_JSON_FEED = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{.*?https?:\\?/\\?/jsonfeed\.org\\?/version", re.DOTALL)
# Atomic: a comment or an instruction ends at its first mark, which the search must not try to move.
_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?"
    rb"(?>(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE\b[^>\[]*(?:\[.*?\]\s*)?>)*)<(?:[\w.-]+:)?(\w+)",
    re.DOTALL | re.IGNORECASE,
)
_BY_ROOT = {
    b"rss": Kind.FEED,
    b"feed": Kind.FEED,
    b"rdf": Kind.FEED,
    b"urlset": Kind.SITEMAP,
    b"sitemapindex": Kind.SITEMAP,
    b"opml": Kind.OPML,
}
