"""Which names of topics are spellings of one topic: years and brackets that moved, a plural, a letter.

Pure, and careful rather than complete: two names are one topic when their words say the same, nothing in their years
speaks against it, and their events do not. Names that a page of Wikipedia had before it was called otherwise, and that
share no words, are for people to merge.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from backstory.model_story import Alias
from backstory.urls import ascii_words

#: The longest time between the events of two spellings of one topic.
GAP = dt.timedelta(days=550)
#: A word in which one letter may differ is at least so long.
LONG = 6

#: The rules of this module: whoever changes them changes this, and all is decided anew.
RULES = "1"

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
    """A name taken apart."""

    #: Its words without years, in order of the alphabet.
    words: tuple[str, ...]
    #: The first year that it names; None where it names none.
    year: str | None
    #: Whether its years stand in brackets, where they only tell it from a namesake.
    bracketed: bool
    #: What else stands in brackets: "film", "November".
    note: str


class _Pair(NamedTuple):
    """Two spellings of one topic, in the order of their keys."""

    one: Spelling
    other: Spelling
    #: What they have in common.
    because: str


#: Names of the same words, each with its spelling.
_Group = list[tuple[_Read, Spelling]]


def marks(name: str) -> Iterator[str]:
    """What a name shares with every other that may be a spelling of the same topic: the first with those of its words.

    Args:
        name: a topic's.
    """
    words = _read(name).words
    if words:
        yield " ".join(words)
        yield from (" ".join(hole) for hole in _holes(words))


def aliases(
    spellings: Iterable[Spelling], *, together: Callable[[str, str], bool], apart: Set[str] = frozenset()
) -> dict[str, Alias]:
    """Each key that is another spelling of a topic, with the most used spelling of that topic.

    Args:
        spellings: names, each key once, in any order: all, or all that share words or a topic with one of them.
        together: tells whether one event stands under two keys: nobody heads an event twice by one topic.
        apart: keys that are spellings of no other.
    """
    groups: dict[tuple[str, ...], _Group] = defaultdict(list)
    for spelling in sorted(spellings, key=lambda each: each.key):
        read = _read(spelling.name)
        if read.words and spelling.key not in apart:
            groups[read.words].append((read, spelling))
    found = [pair for pair in (*_within(groups.values()), *_across(groups)) if _adjoin(pair.one, pair.other)]
    tops = _tops(found, together)
    return {key: Alias(tops[key], _reason(key, tops[key], found)) for key in sorted(tops) if tops[key] != key}


@lru_cache(maxsize=100_000)
def _read(name: str) -> _Read:
    plain = name.replace("–", "-").replace("—", "-")
    inside = " ".join(re.findall(r"\(([^)]*)\)", plain))
    outside = re.sub(r"\([^)]*\)", " ", plain)
    years = _YEARS.findall(outside) or _YEARS.findall(inside)
    words = ascii_words(_YEARS.sub(" ", outside)).split("-")
    return _Read(
        words=tuple(sorted(_singular(word) for word in words if word and word not in _SMALL)),
        year=years[0][:4] if years else None,
        bracketed=bool(_YEARS.search(inside)) and not _YEARS.search(outside),
        note=ascii_words(_YEARS.sub(" ", inside)).removesuffix("present").strip("-"),
    )


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is", "as")) else word


def _within(groups: Iterable[_Group]) -> Iterator[_Pair]:
    """Pairs of the same words, of which the years say the same or one says none."""
    for group in groups:
        years = {read.year for read, _ in group if read.year}
        for (one, first), (other, second) in combinations(group, 2):
            if one.note != other.note:
                continue
            if one.year == other.year:
                yield _pair(first, second, "the same words" + (f", from {one.year} on" if one.year else ""))
            elif len(years) == 1 and (one.bracketed or other.bracketed):
                yield _pair(first, second, "the same words; its years stand in brackets in one alone")


def _across(groups: dict[tuple[str, ...], _Group]) -> Iterator[_Pair]:
    """Pairs of which one long word differs by one letter, all else being the same."""
    alike: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for words in groups:
        for hole in _holes(words):
            alike[hole].append(words)
    for names in alike.values():
        for one, other in combinations(names, 2):
            different = [set(one) - set(other), set(other) - set(one)]
            if any(len(each) != 1 for each in different):
                continue
            first_word, second_word = sorted(word for each in different for word in each)
            if _one_letter(first_word, second_word):
                because = f"the same words but for a letter: {first_word}, {second_word}"
                yield from (
                    _pair(first, second, because)
                    for a, first in groups[one]
                    for b, second in groups[other]
                    if (a.year, a.note) == (b.year, b.note)
                )


def _pair(first: Spelling, second: Spelling, because: str) -> _Pair:
    one, other = sorted((first, second), key=lambda each: each.key)
    return _Pair(one, other, because)


def _holes(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The words without all but the start of each long one in turn."""
    for at, word in enumerate(words):
        if len(word) >= LONG:
            yield (*words[:at], "", *words[at + 1 :], word[:3])


def _one_letter(one: str, other: str) -> bool:
    """Whether a letter is left out of one word or stands for another in it, not at its start."""
    short, long = sorted((one, other), key=len)
    at = next((place for place, letter in enumerate(short) if letter != long[place]), len(short))
    return at >= 3 and (short[at:] == long[at + 1 :] or (len(short) == len(long) and short[at + 1 :] == long[at + 1 :]))


def _adjoin(one: Spelling, other: Spelling) -> bool:
    """Whether the times of two spellings overlap or nearly touch."""
    return max(one.first, other.first) - min(one.last, other.last) <= GAP


def _tops(pairs: Iterable[_Pair], together: Callable[[str, str], bool]) -> dict[str, str]:
    """For each key of some pairs, the most used spelling of its topic."""
    topics: dict[str, dict[str, Spelling]] = {}
    for pair in sorted(pairs, key=lambda each: (each.one.key, each.other.key)):
        one = topics.get(pair.one.key, {pair.one.key: pair.one})
        other = topics.get(pair.other.key, {pair.other.key: pair.other})
        if one is other or any(together(first, second) for first in one for second in other):
            continue
        topics |= dict.fromkeys([*one, *other], one | other)
    return {key: min(topic.values(), key=lambda each: (-each.events, each.key)).key for key, topic in topics.items()}


def _reason(key: str, top: str, pairs: Sequence[_Pair]) -> str:
    """What a spelling has in common with the most used one, or else with one that is of the same topic."""
    shared = {(pair.one.key, pair.other.key): pair.because for pair in pairs}
    if direct := shared.get((min(key, top), max(key, top))):
        return direct
    others = [
        (other.name, pair.because)
        for pair in pairs
        for own, other in ((pair.one, pair.other), (pair.other, pair.one))
        if own.key == key
    ]
    name, because = min(others)
    return f'{because}, as in "{name}"'
