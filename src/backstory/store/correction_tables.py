"""`protocol.CorrectionIndex` in SQL: what editors decided, what sources say of what they decided on, and redirects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    bindparam,
    delete,
    insert,
    or_,
    select,
)

from backstory.model import Event
from backstory.model_corrections import Correction, Named, Redirect
from backstory.store.tables import Tables, among, packed

METADATA = MetaData()

#: The decisions of editors, in order: JSON of `model_corrections.Correction`. Triggers keep it from being changed.
corrections = Table(
    "corrections",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("document", LargeBinary, nullable=False),
)

#: What sources say of events that are shown otherwise, or not at all: JSON of the `model.Event`.
told = Table(
    "told",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("day", Date, nullable=False, index=True),
    Column("external_id", Text, index=True),
    Column("document", LargeBinary, nullable=False),
)

#: Names that lead to others.
redirects = Table(
    "redirects",
    METADATA,
    Column("kind", Text, primary_key=True),
    Column("old", Text, primary_key=True),
    Column("new", Text, nullable=False, index=True),
    #: Whether it was in use where others could see it.
    Column("public", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

_APPEND_ONLY = tuple(
    f"""
    CREATE TRIGGER corrections_{verb.lower()} BEFORE {verb} ON corrections BEGIN
        SELECT RAISE(ABORT, 'corrections are never changed');
    END
    """
    for verb in ("UPDATE", "DELETE")
)

_TOLD = select(told.c.document)
_TOLD_OF_IDS = _TOLD.where(among(told.c.id, "ids"))
_DROP_TOLD = delete(told).where(told.c.id == bindparam("of"))
_LEADS = select(redirects.c.new).where(redirects.c.kind == bindparam("of"), redirects.c.old == bindparam("name"))

_correction = msgspec.json.Decoder(Correction)
_event = msgspec.json.Decoder(Event)
_encode = msgspec.json.Encoder().encode

#: A name is followed over at most so many others.
_LONGEST = 1_000


def create_corrections(connection: Connection) -> None:
    """Make the tables: a step of `schema.MIGRATIONS`."""
    METADATA.create_all(connection, tables=[corrections, told, redirects])
    if connection.dialect.name == "sqlite":
        for statement in _APPEND_ONLY:
            connection.exec_driver_sql(statement)


class CorrectionTables(Tables):
    """A `protocol.CorrectionIndex` over the tables."""

    # -- the record

    def append(self, correction: Correction) -> None:
        """Add a decision: see `CorrectionIndex.append`."""
        row = {"number": correction.number, "document": _encode(correction)}
        with self._errors():
            self._connection.execute(insert(corrections).values(**row))

    def corrections(self) -> list[Correction]:
        """All decisions: see `CorrectionIndex.corrections`."""
        c = corrections.c
        return [_correction.decode(row.document) for row in self._all(select(c.document).order_by(c.number))]

    # -- what sources say

    def put_told(self, event: Event) -> None:
        """Keep what sources say of an event: see `CorrectionIndex.put_told`."""
        row = {"id": event.id, "day": event.day, "external_id": event.external_id, "document": _encode(event)}
        with self._errors():
            self._connection.execute(_DROP_TOLD, {"of": event.id})
            self._connection.execute(insert(told).values(**row))

    def drop_told(self, event_id: str) -> None:
        """Forget that an event was shown otherwise: see `CorrectionIndex.drop_told`."""
        with self._errors():
            self._connection.execute(_DROP_TOLD, {"of": event_id})

    def told(self, ids: Iterable[str]) -> dict[str, Event]:
        """What sources say of events that are shown otherwise: see `CorrectionIndex.told`."""
        found = (_event.decode(row.document) for row in self._all(_TOLD_OF_IDS, ids=packed(ids)))
        return {event.id: event for event in found}

    def told_of(self, days: Iterable[dt.date] = (), ids: Iterable[str] = ()) -> list[Event]:
        """The same for all of some days, or of some ids: see `CorrectionIndex.told_of`."""
        c, named = told.c, list(ids)
        wanted = or_(c.day.in_(list(days)), c.external_id.in_(named), c.id.in_(named))
        return [_event.decode(row.document) for row in self._all(_TOLD.where(wanted).order_by(c.id))]

    def all_told(self) -> Iterator[Event]:
        """The same for all events: see `CorrectionIndex.all_told`."""
        return (_event.decode(row.document) for row in self._all(_TOLD.order_by(told.c.id)))

    # -- redirects

    def put_redirect(self, redirect: Redirect) -> None:
        """Let a name lead to another: see `CorrectionIndex.put_redirect`."""
        self.drop_redirect(redirect.kind, redirect.old)
        row = {"kind": redirect.kind, "old": redirect.old, "new": redirect.new, "public": redirect.public}
        with self._errors():
            self._connection.execute(insert(redirects).values(**row))

    def drop_redirect(self, kind: Named, old: str) -> None:
        """Let a name lead nowhere: see `CorrectionIndex.drop_redirect`."""
        c = redirects.c
        with self._errors():
            self._connection.execute(delete(redirects).where(c.kind == kind, c.old == old))

    def leads_to(self, kind: Named, name: str) -> str:
        """What a name leads to at last: see `CorrectionIndex.leads_to`."""
        for _ in range(_LONGEST):
            with self._errors():
                found = self._connection.execute(_LEADS, {"of": kind, "name": name}).scalar()
            if found is None:
                break
            name = found
        return name

    def redirects(self) -> list[Redirect]:
        """Every name that leads to another: see `CorrectionIndex.redirects`."""
        c = redirects.c
        found = self._all(select(c.kind, c.old, c.public).order_by(c.kind, c.old))
        return [Redirect(row.kind, row.old, self.leads_to(row.kind, row.old), row.public) for row in list(found)]

    def _all(self, query: Any, **values: str) -> Iterator[Any]:
        with self._errors():
            yield from self._connection.execute(query, values).all()
