"""The table of captures, and the index over it, in any SQL engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    DateTime,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    bindparam,
    or_,
    select,
)

from backstory.model import Capture, CaptureKind
from backstory.store.tables import Tables
from backstory.urls import address_key

#: Rows fetched at a time.
_CHUNK = 1_000

METADATA = MetaData()

#: One row a capture, in the order of the chain; never changed, never taken out. Instants are in UTC.
captures = Table(
    "captures",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("url", Text, nullable=False),
    Column("captured", DateTime, nullable=False),
    Column("added", DateTime, nullable=False),
    Column("sha256", Text, nullable=False, index=True),
    Column("size", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("status", Integer),
    Column("content_type", Text),
    Column("asked", Text),
    Column("redirects", JSON, nullable=False),
    Column("archived_by", Text),
    Column("file", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("offset", Integer, nullable=False),
    Column("length", Integer, nullable=False),
    Column("run_sha256", Text, nullable=False),
    Column("link", Text, nullable=False),
    #: `urls.address_key` of `url` and of `asked`, for look-up.
    Column("url_key", Text, nullable=False, index=True),
    Column("asked_key", Text, index=True),
)

_ROWS = select(*(captures.c[field.name] for field in fields(Capture)))
_NUMBERED = _ROWS.where(captures.c.number == bindparam("number"))
_OF_ADDRESS = _ROWS.where(
    or_(captures.c.url_key == bindparam("key"), captures.c.asked_key == bindparam("key"))
).order_by(captures.c.captured, captures.c.number)
_HOLDING = _ROWS.where(captures.c.sha256 == bindparam("sha256"), captures.c.kind != CaptureKind.REVISIT)
_HOLDING = _HOLDING.order_by(captures.c.number).limit(1)
_LAST = _ROWS.order_by(captures.c.number.desc()).limit(1)

_INSTANTS = ("captured", "added")


def create_captures(connection: Connection) -> None:
    """Make the table: a step of `schema.MIGRATIONS`."""
    METADATA.create_all(connection)


class CaptureTable(Tables):
    """A `protocol.CaptureIndex` over the table."""

    def put_captures(self, captures_: Sequence[Capture]) -> None:
        """Add captures: see `CaptureIndex.put_captures`."""
        if captures_:
            with self._errors():
                self._connection.execute(captures.insert(), [_row(capture) for capture in captures_])

    def capture(self, number: int) -> Capture | None:
        """The capture of that number, or None."""
        with self._errors():
            row = self._connection.execute(_NUMBERED, {"number": number}).first()
        return _capture(row) if row else None

    def captures(self, url: str) -> list[Capture]:
        """All captures of an address: see `CaptureIndex.captures`."""
        return list(self._all(_OF_ADDRESS, key=address_key(url)))

    def captures_after(self, number: int) -> Iterator[Capture]:
        """The captures that follow that number: see `CaptureIndex.captures_after`."""
        return self._all(_ROWS.where(captures.c.number > number).order_by(captures.c.number))

    def last_capture(self) -> Capture | None:
        """The end of the chain, or None."""
        return next(self._all(_LAST), None)

    def holder(self, sha256: str) -> Capture | None:
        """The capture that holds the bytes of that digest: see `CaptureIndex.holder`."""
        return next(self._all(_HOLDING, sha256=sha256), None)

    def _all(self, query: Select[Any], **values: str | int) -> Iterator[Capture]:
        with self._errors():
            result = self._connection.execute(query, values)
            while page := result.fetchmany(_CHUNK):
                yield from map(_capture, page)


def _row(capture: Capture) -> dict[str, Any]:
    row = {field.name: getattr(capture, field.name) for field in fields(Capture)}
    row |= {name: row[name].astimezone(dt.UTC).replace(tzinfo=None) for name in _INSTANTS}
    asked_key = address_key(capture.asked) if capture.asked else None
    return row | {"url_key": address_key(capture.url), "asked_key": asked_key}


def _capture(row: Any) -> Capture:
    values = row._asdict()
    values |= {name: values[name].replace(tzinfo=dt.UTC) for name in _INSTANTS}
    values |= {"kind": CaptureKind(values["kind"]), "redirects": tuple(values["redirects"])}
    return Capture(**values)
