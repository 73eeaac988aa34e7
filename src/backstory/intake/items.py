"""What feeds, sitemaps and lists of feeds say, whatever they are written in."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from backstory.model import Dated


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a feed or sitemap says of one page."""

    #: Address of the page; None where it says none.
    url: str | None = None
    #: Its title, without markup.
    title: str | None = None
    #: What it says, without markup.
    summary: str | None = None
    #: When it was published.
    published: Dated | None = None
    #: When it was last changed.
    updated: Dated | None = None
    #: Names of those who wrote it.
    authors: tuple[str, ...] = ()
    #: Who published it, where that is said for each page.
    outlet: str | None = None
    #: What the feed calls it; its address where it does not say.
    id: str | None = None

    @property
    def key(self) -> str | None:
        """By what it is known again when the feed is next read."""
        return self.id or self.url or self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed as it was read."""

    #: Its title, without markup.
    title: str | None = None
    #: Its address: the one that it was read from, or else the one that it gives as its own.
    url: str | None = None
    #: Address of the site that it belongs to.
    home: str | None = None
    #: Its items, in order.
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """A feed as a page or a list of feeds names it."""

    #: Its address, absolute where that of the page is known.
    url: str
    #: What it is called there.
    title: str | None = None
    #: Address of the site that it belongs to.
    home: str | None = None
    #: The folders of the list that it stands in, outermost first.
    folders: tuple[str, ...] = ()


def plain(words: object) -> str | None:
    """Text without markup, white space folded; None where nothing is left or it is no text.

    Text without tags stays as it is, but for entities: feeds often escape what is escaped already.

    Args:
        words: text or HTML.
    """
    if not isinstance(words, str):
        return None
    text = _TAG.sub(" ", _BREAK.sub("\n", _HIDDEN.sub(" ", words))) if "<" in words else words
    return " ".join(html.unescape(text).split()) or None


def whole_address(base: str | None, address: object) -> str | None:
    """The whole address that a field gives; None where it is none of the web's.

    Args:
        base: the address that it is relative to.
        address: the field.
    """
    if not isinstance(address, str) or not address.strip():
        return None
    try:
        whole = urljoin(base or "", address.strip())
        parts = urlsplit(whole)
    except ValueError:
        return None
    return whole if parts.scheme in ("http", "https") and parts.netloc else None


def distinct(names: Iterable[str | None]) -> tuple[str, ...]:
    """The names in order, each once."""
    return tuple(dict.fromkeys(name for name in names if name))


# What is not closed ends with the text: a search that gave up there would begin anew at every opening.
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?(?:-->|\Z)", re.DOTALL)
_BREAK = re.compile(r"<(?:br|/?p|/?div|/?li|/?h\d)\b[^<>]*>", re.IGNORECASE)
_HIDDEN = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
