"""The events of an archive as columns of numbers, one row an event, for what looks at very many of them at once.

An event's row is its key in the store; a topic's number is its place in `Columns.topics`. Neither means anything
outside one `Columns`. Keys of no event have a day after every other, so that asking for what was before a day leaves
them out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int32]

#: Innermost headings that a row holds.
HEADINGS = 4
#: Stands where there is no topic, no category.
NONE = -1
#: The day of what is no event.
NEVER = int(np.iinfo(np.int32).max)

_EPOCH = dt.date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Line:
    """The events under a topic, by day, then key."""

    keys: Keys
    days: NDArray[np.int32]

    def before(self, day: int) -> Line:
        """Those of them before a day."""
        end = int(np.searchsorted(self.days, day))
        return Line(self.keys[:end], self.days[:end])


@dataclass(frozen=True, slots=True)
class Columns:
    """What is known of every event.

    Args:
        days: since 1970, `NEVER` for keys of no event.
        lengths: characters of headline and topics.
        categories: number of the category, or `NONE`.
        headings: the topics it stands under, innermost last, `NONE` before the first.
        topics: key (`urls.topic_key`) of each topic.
    """

    days: NDArray[np.int32]
    lengths: NDArray[np.int32]
    categories: NDArray[np.int8]
    headings: NDArray[np.int32]
    topics: Sequence[str]
    #: What is worked out when it is first asked for: the events by day; by topic, with where each topic begins.
    _by_day: list[Keys] = field(default_factory=list, repr=False)
    _lines: list[tuple[Keys, NDArray[np.int64]]] = field(default_factory=list, repr=False)

    @property
    def innermost(self) -> NDArray[np.int32]:
        """The last heading above each event, or `NONE`."""
        return self.headings[:, -1]

    def before(self, day: int) -> tuple[int, float]:
        """How many events there are before a day, and their mean length."""
        keys = self.between(-NEVER, day)
        # Whole numbers add up to the same in any order.
        return len(keys), float(self.lengths[keys].sum(dtype=np.int64)) / max(len(keys), 1)

    def between(self, since: int, until: int) -> Keys:
        """The events of some days, by day, then key."""
        if not self._by_day:
            self._by_day.append(np.argsort(self.days, kind="stable").astype(np.int32))
        (order,) = self._by_day
        start, end = np.searchsorted(self.days, [since, until], sorter=order)
        return order[start:end]

    def line(self, topic: int) -> Line:
        """The events whose innermost heading is a topic."""
        if not self._lines:
            self.between(0, 0)
            (order,) = self._by_day
            of = self.innermost[order]
            grouped = np.argsort(of, kind="stable")
            self._lines.append((order[grouped], np.searchsorted(of[grouped], np.arange(len(self.topics) + 1))))
        ((keys, starts),) = self._lines
        own = keys[starts[topic] : starts[topic + 1]]
        return Line(own, self.days[own])


def ordinal(day: dt.date | None) -> int:
    """Days since 1970; for None, one that is after every event's but not after a key's that no event has."""
    return day.toordinal() - _EPOCH if day else NEVER


def date_of(day: int) -> dt.date:
    """The day of a number of days since 1970."""
    return dt.date.fromordinal(day + _EPOCH)
