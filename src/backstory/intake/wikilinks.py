"""Where the links of wikitext lead."""

from __future__ import annotations

import html
import re
from typing import NamedTuple
from urllib.parse import unquote

#: Prefixes of other projects and of files themselves: a link to one shows its words, and is no page of this wiki.
_ELSEWHERE = frozenset({
    "b", "c", "commons", "d", "foundation", "m", "media", "meta", "metawikipedia", "mw", "n", "q", "s", "species",
    "v", "voy", "w", "wikibooks", "wikidata", "wikinews", "wikipedia", "wikiquote", "wikisource", "wikispecies",
    "wikiversity", "wikivoyage", "wikt", "wiktionary", "wmf",
})  # fmt: skip
_HIDDEN = frozenset({"category", "file", "image"})
#: A language's prefix is written in small letters and without a blank after it; "CSI: Miami" is a title.
_LANGUAGE = re.compile(r"(?:[a-z]{2,3}(?:-[a-z-]+)?|simple):(?=\S)")
_ENTITY = re.compile(r"&(?:#\d+|#x[\da-f]+|[a-z]\w*);", re.IGNORECASE)
_NO_TITLE = re.compile(r"[\[\]{}<>|\n]")


class Page(NamedTuple):
    """Where a wikilink leads."""

    #: Title of a page of this wiki; None for any other target.
    title: str | None
    #: Whether the link shows nothing where it stands: a picture, a category, a page in another language.
    hidden: bool = False


def page(target: str) -> Page:
    """Where a wikilink with that target leads.

    The title is as the wiki has it: percent-encoding and entities decoded, blanks for underscores, the first letter
    large, no section. The rules are those of https://en.wikipedia.org/wiki/Help:Link.
    """
    name = " ".join(decoded(target).replace("_", " ").split())
    shown_anyway = name.startswith(":")
    name = name.removeprefix(":").strip()
    prefix = name.partition(":")[0].strip().lower() if ":" in name else ""
    if prefix in _ELSEWHERE:
        return Page(None)
    if prefix in _HIDDEN or _LANGUAGE.match(name):
        return Page(None, hidden=not shown_anyway)
    title = name.partition("#")[0].strip()
    if not title or _NO_TITLE.search(title):
        return Page(None)
    return Page(title[0].upper() + title[1:])


def decoded(target: str) -> str:
    """A target without percent-encoding and entities; one that is no UTF-8 when decoded stays encoded."""
    target = decoded_entities(target)
    if "%" not in target:
        return target
    plain = unquote(target, errors="replace")
    return target if "\ufffd" in plain else plain


def decoded_entities(text: str) -> str:
    """The text with the characters that entities stand for; as in wikitext, one ends in a semicolon."""
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
