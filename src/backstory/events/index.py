"""Which events an article may tell: found by its weightiest words, never by a scan.

Every telling stands under its weightiest words, and there under its day. An article is looked up under its own
weightiest words, nearest to its own day first, so that what one look-up costs does not grow with the archive.
"""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from backstory.events.profile import Profile
from backstory.events.traits import Traits

#: Words under which a telling stands, and words that an article is looked up under.
KEYS, ASKED = 40, 24
#: Tellings under one word that are looked at: so many from the article's day on, as many before it, and of no day.
NEIGHBOURS = 200
#: Events that an article is compared with.
CANDIDATES = 24

#: How much less a telling counts for being days away.
_DISTANCE = 0.3


class Entry(NamedTuple):
    """A telling under one of its words."""

    #: The word.
    word: str
    #: Id of the event that is told.
    event: str
    #: The day of the telling; None where it is not known.
    day: dt.date | None


class Lookup(Protocol):
    """Where events are found by the words of their tellings: in memory here, in tables in a store."""

    def near(self, words: Sequence[str], day: dt.date | None, limit: int) -> Iterable[tuple[str, str, dt.date | None]]:
        """The tellings under each of some words that are nearest to a day, in any order, each as an `Entry` has it.

        Args:
            words: roots, as `keys` gives them.
            day: the day; None where it is not known, and then the latest tellings are asked for.
            limit: under each word at most so many from the day on, as many before it, and as many without a day. Of
                those of one day the first by the id of their event are nearest; of those without, the last.
        """

    def profiles(self, events: Sequence[str]) -> Sequence[Profile]:
        """What events are known by, in any order.

        Args:
            events: their ids.
        """


class Index(Lookup, Protocol):
    """A `Lookup` that is kept up, one decision at a time."""

    def keep(self, profile: Profile) -> None:
        """Keep what an event is known by, and put its last telling under the words that `keys` gives for it.

        Args:
            profile: of an event that was opened or joined just now.
        """


def keys(article: Traits) -> list[str]:
    """The words that a telling stands under, weightiest first."""
    return sorted(article.words, key=lambda word: (-article.words[word], word))[:KEYS]


def candidates(article: Traits, index: Lookup) -> list[Profile]:
    """The events that an article most likely tells: those that share its weightiest words, near its day first.

    Args:
        article: the article.
        index: the events so far.

    Returns:
        At most `CANDIDATES`, the likeliest first; the same whatever order the index gives its entries in.
    """
    asked = keys(article)[:ASKED]
    nearest: dict[str, dict[str, int]] = defaultdict(dict)
    for word, event, day in index.near(asked, article.day, NEIGHBOURS):
        days = abs((day - article.day).days) if day and article.day else 0
        under = nearest[event]
        under[word] = min(days, under.get(word, days))
    votes: dict[str, float] = defaultdict(float)
    for event, under in nearest.items():
        # In one order, since floating-point numbers add up to something else in another.
        for word, days in sorted(under.items()):
            votes[event] += article.words[word] / (1 + _DISTANCE * math.log1p(days))
    best = sorted(votes, key=lambda event: (-votes[event], event))[:CANDIDATES]
    found = {profile.event: profile for profile in index.profiles(best)}
    return [found[event] for event in best]


class MemoryIndex:
    """An index in memory."""

    def __init__(self) -> None:
        self._profiles: dict[str, Profile] = {}
        #: Under each word the tellings that hold it, as day and event, in order; without a day, the day is 0.
        self._under: dict[str, list[tuple[int, str]]] = defaultdict(list)

    def near(self, words: Sequence[str], day: dt.date | None, limit: int) -> Iterator[Entry]:
        """See `Index`."""
        for word in words:
            told = self._under.get(word, [])
            dated = bisect_left(told, (1, ""))
            at = bisect_left(told, (day.toordinal(), "")) if day else len(told)
            for ordinal, event in told[max(at - limit, dated) : at + limit]:
                yield Entry(word, event, dt.date.fromordinal(ordinal))
            for _, event in told[max(dated - limit, 0) : dated]:
                yield Entry(word, event, None)

    def profiles(self, events: Sequence[str]) -> list[Profile]:
        """See `Index`."""
        return [self._profiles[event] for event in events]

    def keep(self, profile: Profile) -> None:
        """See `Index`."""
        self._profiles[profile.event] = profile
        last = profile.tellings[-1]
        for word in keys(last):
            entry = (last.day.toordinal() if last.day else 0, profile.event)
            told = self._under[word]
            at = bisect_left(told, entry)
            if told[at : at + 1] != [entry]:
                told.insert(at, entry)
