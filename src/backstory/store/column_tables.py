"""The columns of `backstory.columns`, read from the store and kept in step with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from backstory.columns import HEADINGS, NEVER, NONE, Columns
from backstory.model import CATEGORIES
from backstory.urls import name_key

#: What stands between the names in `events.context`.
SEPARATOR = " · "

_CHANGED = """
    SELECT key, CAST(julianday(day) - 2440587.5 AS INT), length(headline) + length(context), category, context
    FROM events WHERE sequence > ?
    """
_COUNT = text("SELECT count(*) FROM events")
#: Rows turned into numbers at a time.
_CHUNK = 20_000
_CATEGORIES = {name: number for number, name in enumerate(CATEGORIES)}


class ColumnTable:
    """Reads the columns once, and from then on what has changed.

    Args:
        connection: to the archive.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._seen = -1
        self._days = np.zeros(0, np.int32)
        self._lengths = np.zeros(0, np.int32)
        self._categories = np.zeros(0, np.int8)
        self._headings = np.zeros((0, HEADINGS), np.int32)
        self._numbers: dict[str, int] = {}
        self._columns: Columns | None = None

    def columns(self, sequence: int) -> Columns:
        """The columns as of the store's present sequence."""
        if self._columns is None or sequence != self._seen:
            self._read()
            if self._connection.execute(_COUNT).scalar_one() != np.count_nonzero(self._days != NEVER):
                # Something was taken out, which leaves no row to tell of it.
                self._days[:] = NEVER
                self._seen = -1
                self._read()
            self._seen = sequence
            self._columns = Columns(self._days, self._lengths, self._categories, self._headings, list(self._numbers))
        return self._columns

    def _read(self) -> None:
        # Past SQLAlchemy: its rows take as long to make as all else that is done with them.
        cursor = self._connection.connection.cursor()
        cursor.execute(_CHANGED, (self._seen,))
        while rows := cursor.fetchmany(_CHUNK):
            self._take(rows)

    def _take(self, rows: Sequence[Any]) -> None:
        keys = np.array([row[0] for row in rows], np.int64)
        self._grow(int(keys.max()) + 1)
        self._days[keys] = [row[1] for row in rows]
        self._lengths[keys] = [row[2] for row in rows]
        self._categories[keys] = [_CATEGORIES.get(row[3], NONE) for row in rows]
        known = {context: self._topics(context) for context in dict.fromkeys(row[4] for row in rows)}
        self._headings[keys] = [known[row[4]] for row in rows]

    def _topics(self, context: str) -> list[int]:
        if not context:
            return [NONE] * HEADINGS
        numbers = [self._number(name) for name in context.split(SEPARATOR)[-HEADINGS:]]
        return [NONE] * (HEADINGS - len(numbers)) + numbers

    def _number(self, name: str) -> int:
        return self._numbers.setdefault(name_key(name), len(self._numbers))

    def _grow(self, size: int) -> None:
        """Make room for more keys. What was handed out stays as it was: new arrays take the place of the old."""
        size = max(size, len(self._days))
        self._days = _grown(self._days, size, NEVER)
        self._lengths = _grown(self._lengths, size, 0)
        self._categories = _grown(self._categories, size, NONE)
        self._headings = _grown(self._headings, size, NONE)


def _grown(column: NDArray[Any], size: int, missing: int) -> NDArray[Any]:
    grown = np.full((size, *column.shape[1:]), missing, column.dtype)
    grown[: len(column)] = column
    return grown
