"""`protocol.VectorIndex` in SQL: what a model makes of the headlines of events, so that it reads no text twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

import numpy as np
from sqlalchemy import Connection, delete, func, select, text

from backstory.columns import Vector, Vectors
from backstory.store.schema import event_vectors, events
from backstory.store.tables import Tables

#: Texts that one statement names, and vectors read at a time.
_CHUNK = 2_000

_E, _V = events.c, event_vectors.c
#: Every event, beside its vector if it has one.
_BESIDE = select(_E.key, _E.headline, _V.text_key, _V.vector).select_from(
    events.outerjoin(event_vectors, _E.key == _V.event_key)
)
_PUT = text(
    """
    INSERT OR REPLACE INTO event_vectors (event_key, text_key, vector)
    SELECT key, :text_key, :vector FROM events WHERE key = :event_key
    """
)


def text_key(words: str) -> bytes:
    """The key of a text: the same for the same words."""
    return hashlib.blake2b(words.encode(), digest_size=16).digest()


class VectorTable(Tables):
    """A `protocol.VectorIndex` over the table.

    Args:
        connection: to the archive.
        errors: gives what the driver reports its name.
        sequence: tells the store's sequence.
    """

    def __init__(
        self,
        connection: Connection,
        errors: Callable[[], AbstractContextManager[None]],
        sequence: Callable[[], int],
    ) -> None:
        super().__init__(connection, errors)
        self._sequence = sequence
        self._matrix = np.zeros((0, 0), np.int8)
        #: What of the archive is in the matrix: its last vector; its sequence, and up to which of it all have theirs.
        self._number = 0
        self._seen: tuple[int, int] | None = None
        self._vectors = Vectors.of(self._matrix)

    def forget(self) -> None:
        """Let all go: see `VectorIndex.forget`."""
        with self._errors():
            self._connection.execute(delete(event_vectors))

    def wanting(self, since: int) -> dict[int, str]:
        """The headlines that have no vector: see `VectorIndex.wanting`."""
        query = _BESIDE.with_only_columns(_E.key, _E.headline, _V.text_key).where(_E.sequence > since)
        with self._errors():
            rows = self._connection.execute(query)
            return {row.key: row.headline for row in rows if row.text_key != text_key(row.headline)}

    def put(self, keys: Mapping[int, str], made: Mapping[str, Vector]) -> None:
        """Keep vectors: see `VectorIndex.put`."""
        rows = [
            {"event_key": key, "text_key": text_key(words), "vector": made[words].tobytes()}
            for key, words in keys.items()
        ]
        with self._errors():
            if rows:
                self._connection.execute(_PUT, rows)

    def columns(self, since: int) -> Vectors:
        """The vectors of all events: see `VectorIndex.columns`."""
        seen = (self._sequence(), since)
        with self._errors():
            fresh = self._read_fresh()
            if fresh or seen != self._seen:
                self._read_late(min(since, self._seen[1]) if self._seen else since)
                self._seen = seen
                self._vectors = Vectors.of(self._matrix)
        return self._vectors

    def _read_fresh(self) -> bool:
        """Read the vectors that were made since; whether there are any."""
        query = select(_V.number, _V.event_key, _V.vector).where(_V.number > self._number).order_by(_V.number)
        before = self._number
        for rows in self._connection.execute(query).partitions(_CHUNK):
            self._take({row.event_key: row.vector for row in rows})
            self._number = rows[-1].number
        return self._number > before

    def _read_late(self, since: int) -> None:
        """Look at the events that changed after a sequence: one whose headline is another now has no vector."""
        for rows in self._connection.execute(_BESIDE.where(_E.sequence > since)).partitions(_CHUNK):
            good = {row.key: row.vector for row in rows if row.text_key == text_key(row.headline)}
            self._take(good)
            self._matrix[[row.key for row in rows if row.key not in good and row.key < len(self._matrix)]] = 0

    def _take(self, made: Mapping[int, bytes]) -> None:
        if not made:
            return
        keys = list(made)
        found = np.frombuffer(b"".join(made.values()), np.int8).reshape(len(keys), -1)
        if max(keys) >= len(self._matrix):
            last = self._connection.execute(select(func.max(_E.key))).scalar_one()
            grown = np.zeros((last + 1, found.shape[1]), np.int8)
            grown[: len(self._matrix), : self._matrix.shape[1]] = self._matrix
            self._matrix = grown
        self._matrix[keys] = found
