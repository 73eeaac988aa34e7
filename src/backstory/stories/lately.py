"""The latest listed events before a day, found by the words that they share with an article.

Pure. How many are looked at, and how age counts, was chosen on half of the events of 2019-2021; docs/benchmarks.md.
"""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple

from backstory.model import Event

#: So many events are looked at, with all of the first of their days.
LATEST = 2_000
#: Words that an event must share with an article: one is chance.
LEAST = 2
#: What each of its words takes from an event: a long telling shares more by chance.
LENGTH = 0.03
#: An event keeps this share of its weight whatever its age; days in which the rest falls to 1/e.
FLOOR, DAYS = 0.3, 60.0
#: Events that come back at most.
NEAREST = 20


class Near(NamedTuple):
    """An event that is near to an article."""

    #: How near it is: more is nearer.
    weight: float
    event: Event


class Lately:
    """Events in the order of their days, under their words."""

    def __init__(self) -> None:
        self._events: list[Event] = []
        self._days: list[dt.date] = []
        self._sizes: list[int] = []
        self._under: dict[str, list[int]] = defaultdict(list)

    def __len__(self) -> int:
        return len(self._events)

    def add(self, events: Iterable[tuple[Event, Set[str]]]) -> None:
        """Take in events, each with its words; in the order of their days, none before those that are there."""
        for event, words in events:
            for word in words:
                self._under[word].append(len(self._events))
            self._events.append(event)
            self._days.append(event.day)
            self._sizes.append(len(words))

    def nearest(self, words: Mapping[str, float], day: dt.date) -> list[Near]:
        """Those of the latest events that are nearest to an article, nearest first.

        Args:
            words: of the article, each with its weight.
            day: of the article; all events are of days before it.
        """
        first = self._first()
        weights: dict[int, float] = defaultdict(float)
        shared: Counter[int] = Counter()
        for word, weight in words.items():
            under = self._under.get(word, ())
            for at in under[bisect_left(under, first) :]:
                weights[at] += weight
                shared[at] += 1
        enough = [at for at in weights if shared[at] >= LEAST]
        found = [Near(weights[at] * self._kept(at, day), self._events[at]) for at in enough]
        return sorted(found, key=lambda near: (-near.weight, -near.event.day.toordinal(), near.event.id))[:NEAREST]

    def _first(self) -> int:
        """Where the latest events begin."""
        if len(self._days) <= LATEST:
            return 0
        return bisect_left(self._days, self._days[-LATEST])

    def _kept(self, at: int, day: dt.date) -> float:
        age = (day - self._days[at]).days
        return (FLOOR + (1 - FLOOR) * math.exp(-age / DAYS)) / (1 + LENGTH * self._sizes[at])
