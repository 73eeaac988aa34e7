"""The title of a page: its headline, without the outlet's name, the section or a marker around it.

The head, the structured data and the heading that a reader sees are witnesses. Each loses what stands around the
headline in it; the headline that most of them then agree on is the title, and where none has more voices, the one
that a reader sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from backstory.articles.likeness import alike, letter_pairs, title_key
from backstory.articles.metadata import Metadata
from backstory.articles.outlet import outlet_keys
from backstory.articles.tree import text_of
from backstory.model import Method, Witness

#: What stands between a headline and a name after or before it.
_SEPARATOR = re.compile(r"\s+[|\-–—·•»›/~]{1,2}\s+|\s*[｜|ㅣ]\s*|：|\s:\s|:\s+")

#: What may follow a whole headline where something is added to it.
_ADDED = re.compile(r"\s*(?:[|｜ㅣ•»›：]|\s[-–—·:~]{1,2}\s|[-–—]{1,2}(?=\S+[|｜ㅣ]|\S+$))")

#: Words before a headline that say what kind of page it is.
_MARKER = re.compile(
    r"\W*\b(?:live(?:blog|ticker)?|breaking(?: news)?|watch|video|exclusive|updated?|blog|news|en direct|direct|"
    r"eilmeldung|newsblog|en vivo|ao vivo|in diretta)\b\s*[:|–—-]+\s+",
    re.IGNORECASE,
)

_OTHERS = ("twitter:title", "parsely-title", "dc.title", "sailthru.title")

#: A title of fewer characters may be a section's name.
_SHORTEST = 12
#: A title of more characters is none.
_LONGEST = 500
#: A heading that is less like all else that the page calls itself is that of something else.
_LEAST = 0.08

#: How much each witness counts. The `title` element counts against what it repeats: it is written for search engines,
#: and where heading and social title differ, the one that it does not repeat is the editors' (fitted on the
#: news and web pages of docs/benchmarks.md).
_HEADING, _HEADLINE, _SOCIAL, _OTHER, _PAGE = 1.0, 0.7, 1.5, 0.15, -0.5


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    method: Method
    weight: float


def title_of(page: Metadata) -> tuple[str | None, tuple[Witness, ...]]:
    """The page's headline, and everything that the page calls itself.

    Returns:
        the headline, None where the page has none; and its witnesses, in their own words.
    """
    outlets = outlet_keys(page)
    said = [each for each in _said(page, outlets) if 0 < len(each.text) <= _LONGEST]
    known = {each.text for each in said}
    bare = [_Candidate(_bare(each.text, outlets, known), each.method, each.weight) for each in said]
    bare = [each for each in bare if not _is_outlet(each.text, outlets)]
    votes: dict[str, float] = {}
    for each in bare:
        key = title_key(each.text)
        votes[key] = votes.get(key, 0) + each.weight
    witnesses = tuple(dict.fromkeys(Witness("title", each.text, each.method) for each in said))
    if not bare:
        return None, witnesses
    best = max(bare, key=lambda each: votes[title_key(each.text)])
    return best.text, witnesses


def _said(page: Metadata, outlets: frozenset[str]) -> list[_Candidate]:
    """What the page calls itself, what a reader sees first; `max` takes the first of equals."""
    others = [
        _Candidate(page.say("headline") or "", Method.JSON_LD, _HEADLINE),
        _Candidate(page.meta("og:title") or "", Method.META, _SOCIAL),
        _Candidate(page.meta(*_OTHERS) or "", Method.META, _OTHER),
        _Candidate(page.page_title or "", Method.META, _PAGE),
    ]
    heading = _heading([text_of(each) for each in page.headings], [each.text for each in others], outlets)
    return [_Candidate(heading, Method.VISIBLE, _HEADING), *others]


def _heading(headings: Sequence[str], others: Iterable[str], outlets: frozenset[str]) -> str:
    """The one of the page's headings that is its headline: the most like what else the page calls itself."""
    named = [letter_pairs(other) for other in others if other]
    best, most = "", _LEAST if named else -1.0
    for heading in (each for each in headings if len(each) <= _LONGEST):
        pairs = letter_pairs(heading)
        if not pairs or _is_outlet(heading, outlets):
            continue
        shared = max((alike(pairs, other) for other in named), default=0.0)
        if shared > most:
            best, most = heading, shared
    return best


def _bare(title: str, outlets: frozenset[str], known: Iterable[str]) -> str:
    """A title without what is put around it: marker, outlet, and whatever is added to a title that stands elsewhere."""
    if marker := _MARKER.match(title):
        title = title[marker.end() :]
    for other in known:
        if len(other) > _SHORTEST and title.startswith(other) and _ADDED.match(title, len(other)):
            return other
    cuts = list(_SEPARATOR.finditer(title))
    for cut in cuts:
        if cut[0].strip() != ":" and title[cut.end() :] in known and cut.end() < len(title) - _SHORTEST:
            return title[cut.end() :]
    for cut in reversed(cuts):
        if _is_outlet(title[cut.end() :], outlets, loosely=cut[0].strip() != ":"):
            return _bare(title[: cut.start()], outlets, known)
    if cuts and _is_outlet(title[: cuts[0].start()], outlets):
        return _bare(title[cuts[0].end() :], outlets, known)
    return title


def _is_outlet(text: str, outlets: frozenset[str], *, loosely: bool = False) -> bool:
    """Whether words are the outlet's name; loosely, also with a word more or less ("Mirror Online")."""
    key = title_key(text).replace(" ", "")
    if key in outlets or not key:
        return True
    return (
        loosely
        and len(key) > 3
        and any(key in name or (name in key and len(name) >= len(key) / 2) for name in outlets if len(name) > 3)
    )
