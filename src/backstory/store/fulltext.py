"""Full text over the events before a day, with the statistics of those events alone.

FTS5 finds which events hold a word; the weighing is done here, because FTS5's own `bm25()` counts the whole table, and
would let what happened later change what was found earlier.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, text

Keys = NDArray[np.int64]

#: Saturation and length normalisation of BM25 (Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework",
#: section 3). A headline holds a word once or not at all, so only the length matters.
K1, B = 1.2, 0.4

#: Event numbers kept in memory for words asked for before.
_KEPT = 4_000_000

_EPOCH = dt.date(1970, 1, 1).toordinal()
_NEVER_BEFORE = int(np.iinfo(np.int32).min)
#: Stands where a key has no event.
_NO_EVENT = int(np.iinfo(np.int32).max)


class FullText:
    """Looks words up in `events_text`.

    Args:
        connection: to the archive.
        sequence: tells the store's sequence; what is kept in memory is dropped when it moves on.
    """

    def __init__(self, connection: Connection, sequence: Callable[[], int]) -> None:
        self._connection = connection
        self._sequence = sequence
        self._seen = -1
        self._postings: dict[str, Keys] = {}
        self._kept = 0
        self._days: NDArray[np.int32] = np.zeros(0, np.int32)
        self._lengths: NDArray[np.int32] = np.zeros(0, np.int32)

    def frequencies(self, terms: Sequence[str], until: dt.date | None) -> tuple[dict[str, int], int]:
        """For each term that occurs before a day, in how many events; and how many events there are before it."""
        self._refresh()
        counted = {term: len(self._within(self._find(term), None, until)) for term in terms}
        return {term: count for term, count in counted.items() if count}, self._total(until)

    def search(
        self, terms: Mapping[str, float], least: int, since: dt.date | None, until: dt.date | None, limit: int
    ) -> list[tuple[int, float]]:
        """Keys of events that hold at least so many of the terms, with their score, best first.

        The score of an event is the sum over its terms of weight * idf * length normalisation, idf and mean length
        taken from the events before `until`.
        """
        self._refresh()
        if not terms:
            return []
        total = self._total(until)
        before = {term: self._within(self._find(term), None, until) for term in terms}
        scores = np.zeros(len(self._days))
        matched = np.zeros(len(self._days), np.int32)
        for term, weight in terms.items():
            keys = before[term]
            scores[keys] += weight * np.log(1 + (total - len(keys) + 0.5) / (len(keys) + 0.5))
            matched[keys] += 1
        found = self._within(np.flatnonzero(matched >= max(least, 1)), since, None)
        if not len(found):
            return []
        mean = self._lengths[self._days < _ordinal(until)].mean()
        ranked = scores[found] * (K1 + 1) / (1 + K1 * (1 - B + B * self._lengths[found] / mean))
        # Equal scores go by key, so that an answer never depends on chance.
        best = np.lexsort((found, -ranked))[:limit]
        return [(int(found[at]), float(ranked[at])) for at in best]

    def _refresh(self) -> None:
        sequence = self._sequence()
        if sequence == self._seen:
            return
        self._postings.clear()
        self._kept = 0
        rows = self._connection.execute(
            text("SELECT key, CAST(julianday(day) - 2440587.5 AS INT), length(headline) + length(context) FROM events")
        ).all()
        table = np.array([tuple(row) for row in rows], dtype=np.int64).reshape(-1, 3)
        size = int(table[:, 0].max(initial=0)) + 1
        self._days = np.full(size, _NO_EVENT, np.int32)
        self._lengths = np.zeros(size, np.int32)
        self._days[table[:, 0]] = table[:, 1]
        self._lengths[table[:, 0]] = table[:, 2]
        self._seen = sequence

    def _find(self, term: str) -> Keys:
        if term not in self._postings:
            # One string of numbers crosses from SQLite to numpy five times faster than a row for each.
            query = text("SELECT group_concat(rowid) FROM events_text WHERE events_text MATCH :words")
            joined = self._connection.execute(query, {"words": quoted(term)}).scalar_one()
            found = np.fromstring(joined or "", dtype=np.int64, sep=",")
            if self._kept + len(found) > _KEPT:
                self._postings.clear()
                self._kept = 0
            self._postings[term] = found
            self._kept += len(found)
        return self._postings[term]

    def _within(self, keys: Keys, since: dt.date | None, until: dt.date | None) -> Keys:
        days = self._days[keys]
        return keys[(days >= (_ordinal(since) if since else _NEVER_BEFORE)) & (days < _ordinal(until))]

    def _total(self, until: dt.date | None) -> int:
        return int(np.count_nonzero(self._days < _ordinal(until)))


def quoted(term: str) -> str:
    """A term as FTS5 takes it literally, a phrase where it has blanks (https://www.sqlite.org/fts5.html, 3.1)."""
    return '"' + term.replace('"', '""') + '"'


def _ordinal(day: dt.date | None) -> int:
    """Days since 1970; for None, one that is after every event's but not after a key's that no event has."""
    return day.toordinal() - _EPOCH if day else _NO_EVENT
