"""Which names of topics are spellings of one topic: years and brackets that moved, a plural, a letter.

Pure, and careful rather than complete: two names are one topic when their words say the same, nothing in their years
speaks against it, and their events do not. Names that a page of Wikipedia had before it was called otherwise, and that
share no words, are for people to merge.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from backstory.urls import ascii_words

#: The longest time between the events of two spellings of one topic.
GAP = dt.timedelta(days=550)
#: A word in which one letter may differ is at least so long.
LONG = 6

_YEARS = re.compile(r"\b(?:1[89]|20)\d\d(?:-(?:(?:1[89]|20)\d\d|\d\d|present))?\b")
_SMALL = frozenset("a an and at by de for from in of on the to".split())


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name under which events stand."""

    #: `urls.name_key` of the name.
    key: str
    #: The name.
    name: str
    #: Number of events.
    events: int
    #: The first and the last day of one.
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class _Read:
    """A spelling taken apart."""

    spelling: Spelling
    #: Its words without years, in order of the alphabet.
    words: tuple[str, ...]
    #: The first year that it names; None where it names none.
    year: str | None
    #: Whether its years stand in brackets, where they only tell it from a namesake.
    bracketed: bool
    #: What else stands in brackets: "film", "November".
    note: str


def aliases(spellings: Iterable[Spelling], *, together: Callable[[str, str], bool]) -> dict[str, str]:
    """For each key that is another spelling of a topic, the key of its most used spelling.

    Args:
        spellings: all names, each key once.
        together: tells whether one event stands under two keys: nobody heads an event twice by one topic.
    """
    groups: dict[tuple[str, ...], list[_Read]] = defaultdict(list)
    for spelling in spellings:
        read = _read(spelling)
        if read.words:
            groups[read.words].append(read)
    found = _Sets()
    for one, other in [*_within(groups.values()), *_across(groups)]:
        if _adjoin(one.spelling, other.spelling) and not together(one.spelling.key, other.spelling.key):
            found.join(one.spelling, other.spelling)
    return found.aliases()


def _read(spelling: Spelling) -> _Read:
    plain = spelling.name.replace("–", "-").replace("—", "-")
    inside = " ".join(re.findall(r"\(([^)]*)\)", plain))
    outside = re.sub(r"\([^)]*\)", " ", plain)
    years = _YEARS.findall(outside) or _YEARS.findall(inside)
    words = ascii_words(_YEARS.sub(" ", outside)).split("-")
    return _Read(
        spelling=spelling,
        words=tuple(sorted(_singular(word) for word in words if word and word not in _SMALL)),
        year=years[0][:4] if years else None,
        bracketed=bool(_YEARS.search(inside)) and not _YEARS.search(outside),
        note=ascii_words(_YEARS.sub(" ", inside)).removesuffix("present").strip("-"),
    )


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is", "as")) else word


def _within(groups: Iterable[Sequence[_Read]]) -> Iterator[tuple[_Read, _Read]]:
    """Pairs of the same words, of which the years say the same or one says none."""
    for group in groups:
        years = {each.year for each in group if each.year}
        for one, other in combinations(group, 2):
            if one.note != other.note:
                continue
            if one.year == other.year or (len(years) == 1 and (one.bracketed or other.bracketed)):
                yield one, other


def _across(groups: dict[tuple[str, ...], list[_Read]]) -> Iterator[tuple[_Read, _Read]]:
    """Pairs of which one long word differs by one letter, all else being the same."""
    holes: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for words in groups:
        for at, word in enumerate(words):
            if len(word) >= LONG:
                holes[(*words[:at], "", *words[at + 1 :], word[:3])].append(words)
    for alike in holes.values():
        for one, other in combinations(alike, 2):
            different = [set(one) - set(other), set(other) - set(one)]
            if all(len(each) == 1 for each in different) and _one_letter(different[0].pop(), different[1].pop()):
                yield from ((a, b) for a in groups[one] for b in groups[other] if (a.year, a.note) == (b.year, b.note))


def _one_letter(one: str, other: str) -> bool:
    """Whether a letter is left out of one word or stands for another in it, not at its start."""
    short, long = sorted((one, other), key=len)
    at = next((place for place, letter in enumerate(short) if letter != long[place]), len(short))
    return at >= 3 and (short[at:] == long[at + 1 :] or (len(short) == len(long) and short[at + 1 :] == long[at + 1 :]))


def _adjoin(one: Spelling, other: Spelling) -> bool:
    """Whether the times of two spellings overlap or nearly touch."""
    return max(one.first, other.first) - min(one.last, other.last) <= GAP


class _Sets:
    """Spellings that are one topic, as they are found to be."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}
        self._known: dict[str, Spelling] = {}

    def join(self, one: Spelling, other: Spelling) -> None:
        """Two spellings are of one topic."""
        self._known |= {one.key: one, other.key: other}
        tops = [self._known[self._top(each.key)] for each in (one, other)]
        tops.sort(key=lambda each: (-each.events, each.key))
        if tops[0].key != tops[1].key:
            self._above[tops[1].key] = tops[0].key

    def aliases(self) -> dict[str, str]:
        """For each spelling that is not the most used one of its topic, that one."""
        return {key: self._top(key) for key in sorted(self._above)}

    def _top(self, key: str) -> str:
        while key in self._above:
            key = self._above[key]
        return key
