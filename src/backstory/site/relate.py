"""Which events are shown as related to another: those that share its topics, the rarer and the nearer the better.

An event is compared with few others: in the line of time of each of its topics, the nearest ones before its day and
from its day on. A topic's rarity counts only by the power of two of its size. So an event that comes or goes can
change what is shown only near its place in the lines of its topics, or in the whole of a topic whose size passes a
power of two: that is what `around` tells, and what makes a site cheap to bring up to date.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

from backstory.model import Event
from backstory.site.reader import Catalogue, Place, Records
from backstory.times import day_after

#: Events shown on each side.
SHOWN = 5
#: Events looked at on each side in the line of each topic.
REACH = 30
#: Two tellings that share this part of their words (Jaccard) tell the same.
ALIKE = 0.8

#: A topic of so many events, as a power of two, or more is as good as none.
_LARGEST = 20
#: Days after which nearness has fallen to a half.
_HALF = 180


class Related(NamedTuple):
    """An event that is shown with another, and why."""

    event: Event
    #: The keys of the topics that they share, rarest first.
    topics: tuple[str, ...]


class Relater:
    """Finds related events.

    Args:
        records: the archive.
        catalogue: its topics.
    """

    def __init__(self, records: Records, catalogue: Catalogue) -> None:
        self._records = records
        self._catalogue = catalogue
        self._members: dict[str, frozenset[Place]] = {}

    def related(self, event: Event) -> tuple[list[Related], list[Related]]:
        """The events before its day, then those on its day and after it; each side nearest in time first.

        An event that has no topic has none: there is nothing yet to say that it shares.
        """
        topics = sorted(self._catalogue.topics_of(event), key=self._catalogue.magnitude)
        weights = self._weights(event, topics)
        if not weights:
            return [], []
        earlier = self._best(event, topics, {place: weights[place] for place in weights if place[0] < event.day})
        later = self._best(event, topics, {place: weights[place] for place in weights if place[0] >= event.day})
        return sorted(earlier, key=_place, reverse=True), sorted(later, key=_place)

    def _weights(self, event: Event, topics: Sequence[str]) -> dict[Place, int]:
        """The places near an event in the lines of its topics, with the weight of all topics that they share with it.

        A topic weighs the square of a coarse inverse document frequency, which is what a shared term adds to the
        product of two tf-idf vectors (Salton and Buckley, "Term-weighting approaches in automatic text retrieval",
        1988).
        """
        near: set[Place] = set()
        for topic in topics:
            line = self._records.places(topic=topic)
            at = bisect_left(line, (event.day, ""))
            near.update(line[max(at - REACH, 0) : at + REACH + 1])
        near.discard((event.day, event.id))
        weights = dict.fromkeys(near, 0)
        for topic in topics:
            weight = max(_LARGEST - self._catalogue.magnitude(topic), 1) ** 2
            for place in near & self._line(topic):
                weights[place] += weight
        return weights

    def _line(self, topic: str) -> frozenset[Place]:
        """The places of a topic's line."""
        if topic not in self._members:
            self._members[topic] = frozenset(self._records.places(topic=topic))
        return self._members[topic]

    def _best(self, event: Event, topics: Sequence[str], weights: dict[Place, int]) -> list[Related]:
        """The best of some places, without tellings that say the same as the event or as a better one."""
        best: list[Related] = []
        told = [_words(event.headline)]
        for place in _ranked(event.day, weights):
            other = self._records.event(place[1])
            assert other is not None, place
            words = _words(other.headline)
            if not _told_before(words, told):
                told.append(words)
                best.append(Related(other, tuple(topic for topic in topics if place in self._line(topic))))
                if len(best) == SHOWN:
                    break
        return best


def around(line: Sequence[Place], place: Place) -> Iterable[Place]:
    """The places in a topic's line whose related events may change when an event comes to `place` or leaves it."""
    at = bisect_left(line, place)
    last = line[min(at + REACH + 1, len(line) - 1)] if line else place
    end = day_after(last[0])
    return line[max(at - REACH - 1, 0) : bisect_left(line, (end, "")) if end else len(line)]


def _ranked(day: dt.date, weights: dict[Place, int]) -> list[Place]:
    """Best first: weight times nearness, then the nearer, then in the order of the ids."""
    at = day.toordinal()
    ranks = [
        (-weight / (1 + sqrt(days / _HALF)), days, place[1], place)
        for place, weight in weights.items()
        for days in [abs(place[0].toordinal() - at)]
    ]
    return [rank[3] for rank in sorted(ranks)]


def _place(related: Related) -> Place:
    return related.event.day, related.event.id


@lru_cache(maxsize=4096)
def _words(headline: str) -> frozenset[str]:
    return frozenset(headline.casefold().split())


def _told_before(words: frozenset[str], told: Iterable[frozenset[str]]) -> bool:
    """Whether one of some tellings has nearly the same words."""
    size = len(words)
    least, most = ALIKE * size, size / ALIKE
    for others in told:
        # Sets of very different sizes cannot share enough; most pairs are told apart by that.
        if least <= len(others) <= most:
            shared = len(words & others)
            if shared >= ALIKE * (size + len(others) - shared):
                return True
    return False
