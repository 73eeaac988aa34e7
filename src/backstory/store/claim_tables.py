"""`protocol.ClaimIndex` in SQL: what was read out of texts, so that no text is read twice by one reader."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from itertools import islice

import msgspec
from sqlalchemy import Column, Connection, LargeBinary, MetaData, Table, Text, delete, select

from backstory.model import Telling
from backstory.model_claims import Reading

#: Keys that one statement names.
_CHUNK = 2_000

METADATA = MetaData()

#: One row a text: JSON of the `model_claims.Reading`. It can be made again from the text.
claims = Table(
    "claims",
    METADATA,
    #: `words_key` of a telling, `capture_key` of an article.
    Column("key", Text, primary_key=True),
    Column("document", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

_reading = msgspec.json.Decoder(Reading)
_encode = msgspec.json.Encoder().encode


def create_claims(connection: Connection) -> None:
    """Make the table: a step of `schema.MIGRATIONS`."""
    METADATA.create_all(connection)


def own_words(telling: Telling) -> str:
    """The words of a telling as they are read: its headline, and its summary under it."""
    return f"{telling.headline}\n{telling.summary}" if telling.summary else telling.headline


def words_key(telling: Telling) -> str:
    """The key of what was read out of a telling's own words: the same for the same words."""
    return hashlib.sha256(own_words(telling).encode()).hexdigest()[:32]


def capture_key(number: int) -> str:
    """The key of what was read out of the article of a capture."""
    return f"capture {number}"


class ClaimTable:
    """A `protocol.ClaimIndex` over the table.

    Args:
        connection: to the archive.
        errors: gives what the driver reports its name.
    """

    def __init__(self, connection: Connection, errors: Callable[[], AbstractContextManager[None]]) -> None:
        self._connection = connection
        self._errors = errors

    def put_claims(self, read: Mapping[str, Reading]) -> None:
        """Keep what was read: see `ClaimIndex.put_claims`."""
        rows = [{"key": key, "document": _encode(reading)} for key, reading in read.items()]
        with self._errors():
            if rows:
                self._connection.execute(claims.insert().prefix_with("OR REPLACE"), rows)

    def claims(self, keys: Iterable[str] | None = None) -> Iterator[tuple[str, Reading]]:
        """What was read: see `ClaimIndex.claims`."""
        query = select(claims.c.key, claims.c.document)
        for part in _parts(keys):
            with self._errors():
                found = self._connection.execute(query if part is None else query.where(claims.c.key.in_(part)))
                for row in found:
                    yield row.key, _reading.decode(row.document)

    def known(self) -> set[str]:
        """The keys of all texts that were read: see `ClaimIndex.known`."""
        with self._errors():
            return set(self._connection.execute(select(claims.c.key)).scalars())

    def forget_claims(self, keys: Iterable[str] | None = None) -> None:
        """Let go of what was read: see `ClaimIndex.forget_claims`."""
        with self._errors():
            for part in _parts(keys):
                self._connection.execute(
                    delete(claims) if part is None else delete(claims).where(claims.c.key.in_(part))
                )


def _parts(keys: Iterable[str] | None) -> Iterator[list[str] | None]:
    """Keys, as many at a time as one statement names; None once for all."""
    if keys is None:
        yield None
        return
    left = iter(keys)
    while part := list(islice(left, _CHUNK)):
        yield part
