"""The events of an archive as columns of numbers, one row an event, for what looks at very many of them at once.

An event's row is its key in the store; a topic's number is its place in `Columns.topics`. Neither means anything
outside one `Columns`. Keys of no event have a day after every other, so that asking for what was before a day leaves
them out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int32]
#: Where the meaning of a text points, in whole numbers of which the greatest is 127 or -127.
Vector = NDArray[np.int8]
Made = TypeVar("Made")

#: Innermost headings that a row holds.
HEADINGS = 4
#: Stands where there is no topic, no category.
NONE = -1
#: The day of what is no event.
NEVER = int(np.iinfo(np.int32).max)

#: Vectors compared at once: they then stay near the processor.
_BLOCK = 2048

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


class Holding(NamedTuple):
    """Where a term stands before a day."""

    #: How many events hold it.
    events: int
    #: Those of them that are looked at, ascending: the latest.
    keys: Keys


@dataclass(frozen=True, slots=True)
class _Ordered:
    """All rows by day, then key."""

    line: Line
    #: For each, and for the end, the length of those before together.
    lengths: NDArray[np.int64]
    #: The place of each row.
    places: Keys


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
    #: What is worked out when it is first asked for; of topics their events, and where those of each begin.
    _innermost: list[NDArray[np.int32]] = field(default_factory=list, repr=False)
    _by_day: list[_Ordered] = field(default_factory=list, repr=False)
    _lines: list[tuple[Keys, NDArray[np.int64]]] = field(default_factory=list, repr=False)
    _made: dict[Callable[[Columns], Any], Any] = field(default_factory=dict, repr=False)

    @property
    def innermost(self) -> NDArray[np.int32]:
        """The last heading above each event, or `NONE`."""
        if not self._innermost:
            # Together, so that what is looked up at random stays near the processor.
            self._innermost.append(np.ascontiguousarray(self.headings[:, -1]))
        return self._innermost[0]

    def once(self, make: Callable[[Columns], Made]) -> Made:
        """What a function makes of the columns, made when it is first asked for."""
        if make not in self._made:
            self._made[make] = make(self)
        made: Made = self._made[make]
        return made

    def before(self, day: int) -> tuple[int, float]:
        """How many events there are before a day, and their mean length."""
        ordered = self._ordered()
        count = int(np.searchsorted(ordered.line.days, day))
        # Whole numbers add up to the same in any order.
        return count, float(ordered.lengths[count]) / max(count, 1)

    def between(self, since: int, until: int) -> Keys:
        """The events of some days, by day, then key."""
        line = self._ordered().line
        start, end = np.searchsorted(line.days, [since, until])
        return line.keys[start:end]

    def places(self, keys: Keys) -> Keys:
        """Where some events stand among all by day, then key: ascending, those before a day before its `before`."""
        return np.sort(self._ordered().places[keys])

    def latest(self, places: Keys, most: int) -> Keys:
        """The last of some events, with all of the first of their days.

        Args:
            places: theirs, as `places` has them.
            most: so many, if there are, beside those of that day.

        Returns:
            Their rows, ascending.
        """
        line = self._ordered().line
        if most < len(places):
            places = places[np.searchsorted(places, np.searchsorted(line.days, line.days[places[-most]])) :]
        return np.sort(line.keys[places])

    def _ordered(self) -> _Ordered:
        if not self._by_day:
            order = np.argsort(self.days, kind="stable").astype(np.int32)
            places = np.empty_like(order)
            places[order] = np.arange(len(order), dtype=np.int32)
            lengths = np.concatenate([np.zeros(1, np.int64), np.cumsum(self.lengths[order], dtype=np.int64)])
            self._by_day.append(_Ordered(Line(order, self.days[order]), lengths, places))
        return self._by_day[0]

    def line(self, topic: int) -> Line:
        """The events whose innermost heading is a topic."""
        if not self._lines:
            order = self._ordered().line.keys
            of = self.innermost[order]
            grouped = np.argsort(of, kind="stable")
            self._lines.append((order[grouped], np.searchsorted(of[grouped], np.arange(len(self.topics) + 1))))
        ((keys, starts),) = self._lines
        own = keys[starts[topic] : starts[topic + 1]]
        return Line(own, self.days[own])


@dataclass(frozen=True, slots=True)
class Vectors:
    """Where the headline of every event points.

    Args:
        matrix: a `Vector` a row, by key; zeros for one that has none.
        lengths: of the rows, at least 1.
    """

    matrix: NDArray[np.int8]
    lengths: NDArray[np.float32]

    @classmethod
    def of(cls, matrix: NDArray[np.int8]) -> Vectors:
        """The vectors, with their lengths."""
        squares = [np.einsum("ij,ij->i", part, part) for part in map(_floats, _parts(matrix))]
        return cls(matrix, np.sqrt(np.maximum(np.concatenate([np.zeros(0, np.float32), *squares]), 1.0)))

    def cosines(self, to: Vector, size: int) -> NDArray[np.float32]:
        """How near headlines point to where a vector points: the cosine of the angle, 0 for those that have none.

        Whole numbers below 2^24 add up to the same in any order, so that later events change no earlier answer.

        Args:
            to: the vector.
            size: how many keys are asked for, from the first.
        """
        wanted = _floats(to)
        found = np.zeros(size, np.float32)
        rows = self.matrix[:size]
        if rows.size:
            floats = np.empty((_BLOCK, len(wanted)), np.float32)
            for part, cosines in zip(_parts(rows), _parts(found[: len(rows)]), strict=True):
                np.copyto(floats[: len(part)], part)
                np.matmul(floats[: len(part)], wanted, out=cosines)
            found[: len(rows)] /= self.lengths[: len(rows)] * max(float(np.sqrt(wanted @ wanted)), 1.0)
        return found

    def among(self, keys: Keys) -> NDArray[np.float32]:
        """The cosine between each two of some events that have vectors, or none.

        Args:
            keys: of the events.
        """
        known = keys < len(self.matrix)
        rows = np.zeros((len(keys), self.matrix.shape[1]), np.float32)
        rows[known] = self.matrix[keys[known]]
        lengths = np.ones(len(keys), np.float32)
        lengths[known] = self.lengths[keys[known]]
        return np.asarray((rows @ rows.T) / (lengths[:, None] * lengths))


def _parts(matrix: NDArray[Any]) -> Iterator[NDArray[Any]]:
    return (matrix[at : at + _BLOCK] for at in range(0, len(matrix), _BLOCK))


def _floats(numbers: NDArray[np.int8]) -> NDArray[np.float32]:
    return numbers.astype(np.float32)


def ordinal(day: dt.date | None) -> int:
    """Days since 1970; for None, one that is after every event's but not after a key's that no event has."""
    return day.toordinal() - _EPOCH if day else NEVER


def date_of(day: int) -> dt.date:
    """The day of a number of days since 1970."""
    return dt.date.fromordinal(day + _EPOCH)
