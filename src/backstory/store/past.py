"""What events said before, for those who knew them then: a site that was built at an earlier point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import Column, Connection, Index, Integer, LargeBinary, MetaData, Table, Text, insert, select

from backstory.model import Telling
from backstory.store import rows

METADATA = MetaData()

#: What events said until they gave way to what is no revision of theirs: to an editor's decision, or to nothing.
past = Table(
    "past",
    METADATA,
    Column("id", Text, nullable=False),
    #: JSON of the `model.Telling`.
    Column("telling", LargeBinary, nullable=False),
    #: The store's sequence when the event was added, and when this gave way.
    Column("created", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    Index("past_sequence", "sequence"),
)

_telling = msgspec.json.Decoder(Telling)
_encode = msgspec.json.Encoder().encode


class Gone(NamedTuple):
    """What an event said until it gave way."""

    id: str
    telling: Telling
    #: The store's sequence when the event was added.
    created: int


def create_past(connection: Connection) -> None:
    """Make the table: part of a step of `schema.MIGRATIONS`."""
    METADATA.create_all(connection, tables=[past])


def give_way(connection: Connection, gone: Sequence[Gone], sequence: int) -> None:
    """Keep what events said until now."""
    made: list[rows.Row] = [
        {"id": each.id, "telling": _encode(each.telling), "created": each.created, "sequence": sequence}
        for each in gone
    ]
    if made:
        connection.execute(insert(past), made)


def said_at(connection: Connection, since: int, revised: Iterator[tuple[int, Gone]]) -> dict[str, Telling]:
    """What the events that were there at a sequence said then, of those that say something else since.

    Args:
        connection: to the archive.
        since: that sequence.
        revised: what gave way to revisions since, each after the sequence when it did.
    """
    c = past.c
    found: list[tuple[int, Gone]] = list(revised)
    for row in connection.execute(select(past).where(c.sequence > since, c.created <= since)):
        found.append((row.sequence, Gone(row.id, _telling.decode(row.telling), row.created)))
    said: dict[str, Telling] = {}
    for _, gone in sorted(found, key=lambda each: each[0]):
        if gone.created <= since:
            said.setdefault(gone.id, gone.telling)
    return said
