"""Full text over the events before a day, with the statistics of those events alone.

FTS5 finds which events hold a word; the weighing is done here, because FTS5's own `bm25()` counts the whole table, and
would let what happened later change what was found earlier.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

import msgspec
import numpy as np
from sqlalchemy import Connection, text

from backstory.columns import Columns, Holding, Keys, ordinal
from backstory.store.column_tables import ColumnTable

#: Saturation and length normalisation of BM25 (Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework",
#: section 3). A headline holds a word once or not at all, so only the length matters.
K1, B = 1.2, 0.4
#: Of the events that hold a term so many are looked at one by one, the latest. In an archive of up to ten times as many
#: that is all, since a story is looked for by no word that more hold (`rank.COMMON_SHARE`).
HELD = 10_000
#: Event numbers kept in memory for words asked for before.
_KEPT = 16_000_000


#: For each of some words, the numbers of the events that hold it. One string of numbers crosses from SQLite to numpy
#: five times faster than a row for each.
_HOLDING = text(
    """
    SELECT (SELECT group_concat(rowid) FROM events_text WHERE events_text MATCH word.value)
    FROM json_each(:words) AS word ORDER BY word.key
    """
)


class FullText:
    """Looks words up in `events_text`.

    Args:
        connection: to the archive.
        sequence: tells the store's sequence; what is kept in memory is dropped when it moves on.
    """

    def __init__(self, connection: Connection, sequence: Callable[[], int]) -> None:
        self._connection = connection
        self._sequence = sequence
        self._table = ColumnTable(connection)
        #: Where the events that hold a term stand by day (`Columns.places`).
        self._places: dict[str, Keys] = {}
        self._kept = 0
        self._columns: Columns | None = None

    def columns(self) -> Columns:
        """The columns of the archive as it stands."""
        columns = self._table.columns(self._sequence())
        if columns is not self._columns:
            self._columns = columns
            self._places.clear()
            self._kept = 0
        return columns

    def holding(self, terms: Sequence[str], until: dt.date | None) -> list[Holding]:
        """For each term, how many events before a day hold it, and the keys of the latest of them."""
        columns = self.columns()
        return [Holding(len(places), columns.latest(places, HELD)) for places in self._before(terms, until)]

    def frequencies(self, terms: Sequence[str], until: dt.date | None) -> tuple[dict[str, int], int]:
        """For each term that occurs before a day, in how many events; and how many events there are before it."""
        counted = zip(terms, self._before(terms, until), strict=True)
        total, _ = self.columns().before(ordinal(until))
        return {term: len(places) for term, places in counted if len(places)}, total

    def search(
        self, terms: Mapping[str, float], least: int, since: dt.date | None, until: dt.date | None, limit: int
    ) -> list[tuple[int, float]]:
        """Keys of events that hold at least so many of the terms, with their score, best first.

        The score of an event is the sum over its terms of weight * idf * length normalisation, idf and mean length
        taken from the events before `until`.
        """
        columns = self.columns()
        if not terms:
            return []
        total, mean = columns.before(ordinal(until))
        scores = np.zeros(len(columns.days))
        matched = np.zeros(len(columns.days), np.int32)
        for weight, places in zip(terms.values(), self._before(list(terms), until), strict=True):
            keys = columns.latest(places, len(places))
            scores[keys] += weight * np.log(1 + (total - len(keys) + 0.5) / (len(keys) + 0.5))
            matched[keys] += 1
        found = np.flatnonzero(matched >= max(least, 1))
        if since:
            found = found[columns.days[found] >= ordinal(since)]
        if not len(found):
            return []
        ranked = scores[found] * (K1 + 1) / (1 + K1 * (1 - B + B * columns.lengths[found] / mean))
        # Equal scores go by key, so that an answer never depends on chance.
        best = np.lexsort((found, -ranked))[:limit]
        return [(int(found[at]), float(ranked[at])) for at in best]

    def _before(self, terms: Sequence[str], until: dt.date | None) -> list[Keys]:
        """For each term, where the events before a day stand that hold it."""
        count, _ = self.columns().before(ordinal(until))
        self._find(terms)
        return [places[: np.searchsorted(places, count)] for places in map(self._places.__getitem__, terms)]

    def _find(self, terms: Sequence[str]) -> None:
        """Have in memory which events hold each of some terms."""
        if self._kept > _KEPT:
            self._places.clear()
            self._kept = 0
        new = [term for term in dict.fromkeys(terms) if term not in self._places]
        if not new:
            return
        words = msgspec.json.encode([quoted(term) for term in new]).decode()
        for term, (joined,) in zip(new, self._connection.execute(_HOLDING, {"words": words}), strict=True):
            self._places[term] = self.columns().places(np.fromstring(joined or "", dtype=np.int32, sep=","))
            self._kept += len(self._places[term])


def quoted(term: str) -> str:
    """A term as FTS5 takes it literally, a phrase where it has blanks (https://www.sqlite.org/fts5.html, 3.1)."""
    return '"' + term.replace('"', '""') + '"'
