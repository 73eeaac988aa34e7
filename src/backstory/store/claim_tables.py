"""`protocol.ClaimIndex` in SQL: what was read out of texts, so that no text is read twice by one reader."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice

import msgspec
from sqlalchemy import Column, Connection, Integer, LargeBinary, MetaData, Table, Text, delete, func, select

from backstory.model import Event, Report, Span, Telling
from backstory.model_claims import Reading, Told, Voice
from backstory.store.protocol import ClaimantRow
from backstory.store.tables import Tables
from backstory.urls import address_key, name_key

#: Keys that one statement names.
_CHUNK = 2_000
#: The bits of a mark: programs that read JSON hold 53 of a number.
_MARK = (1 << 53) - 1

_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)

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

#: Who is quoted in the texts of which event. Derived from what was read out of them, kept for look-up.
event_claimants = Table(
    "event_claimants",
    METADATA,
    #: `claimant_key` of the name.
    Column("claimant_key", Text, primary_key=True),
    Column("event_id", Text, primary_key=True, index=True),
    Column("name", Text, nullable=False),
    Column("statements", Integer, nullable=False),
    #: What changes when what the event has the claimant say does.
    Column("mark", Integer, nullable=False),
    sqlite_with_rowid=False,
)

_reading = msgspec.json.Decoder(Reading)
_encode = msgspec.json.Encoder().encode


def create_claims(connection: Connection) -> None:
    """Make the table: a step of `schema.MIGRATIONS`."""
    METADATA.create_all(connection, tables=[claims])


def create_claimants(connection: Connection) -> None:
    """Make the table: a step of `schema.MIGRATIONS`."""
    METADATA.create_all(connection, tables=[event_claimants])


def own_words(telling: Telling) -> str:
    """The words of a telling as they are read: its headline, and its summary under it."""
    return f"{telling.headline}\n{telling.summary}" if telling.summary else telling.headline


def words_key(telling: Telling) -> str:
    """The key of what was read out of a telling's own words: the same for the same words."""
    return hashlib.sha256(own_words(telling).encode()).hexdigest()[:32]


def capture_key(number: int) -> str:
    """The key of what was read out of the article of a capture."""
    return f"capture {number}"


def claimant_key(name: str) -> str:
    """The key of a claimant: of the name without an article before it."""
    return name_key(_ARTICLE.sub("", name, count=1) if _ARTICLE.match(name) else name)


def told_of(event: Event, reports: Sequence[Report], found: Mapping[str, Reading]) -> tuple[Told, ...]:
    """The texts that tell of an event, its own words first, the others in order of time.

    Args:
        event: the event.
        reports: the pages of its sources.
        found: what was read out of texts, by their keys.
    """
    own = Told(Voice(source=0, name="its own words", day=event.day), found.get(words_key(event), Reading()))
    if not reports:
        return (own,)
    cited = [(number, source.url) for number, source in enumerate(event.sources, 1) if source.url]
    numbers = {address_key(url): number for number, url in reversed(cited)}
    told = [
        Told(_voice(numbers[address_key(report.url)], report), _within(found[capture_key(report.capture)], report))
        for report in reports
        if capture_key(report.capture) in found and address_key(report.url) in numbers
    ]
    return (own, *sorted(told, key=lambda each: (each.voice.day or dt.date.max, each.voice.source)))


def _within(reading: Reading, report: Report) -> Reading:
    """What was read out of those parts of a page that tell the event."""
    if not report.within:
        return reading

    def tells(span: Span) -> bool:
        return any(part.start <= span.start and span.end <= part.end for part in report.within)

    return Reading(
        said=tuple(each for each in reading.said if tells(each.statement.content[0])),
        counted=tuple(each for each in reading.counted if tells(each.figure.span)),
        unread=tuple(each for each in reading.unread if tells(each)),
    )


def _voice(number: int, report: Report) -> Voice:
    return Voice(
        source=number,
        name=report.outlet or report.url,
        day=report.published.day if report.published else None,
        url=report.url,
        capture=report.capture,
    )


class ClaimTable(Tables):
    """A `protocol.ClaimIndex` over the table."""

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

    def known(self, keys: Iterable[str] | None = None) -> set[str]:
        """The keys of texts that were read: see `ClaimIndex.known`."""
        query = select(claims.c.key)
        with self._errors():
            parts = [query if part is None else query.where(claims.c.key.in_(part)) for part in _parts(keys)]
            return {key for part in parts for key in self._connection.execute(part).scalars()}

    def forget_claims(self, keys: Iterable[str] | None = None) -> None:
        """Let go of what was read: see `ClaimIndex.forget_claims`."""
        with self._errors():
            for part in _parts(keys):
                self._connection.execute(
                    delete(claims) if part is None else delete(claims).where(claims.c.key.in_(part))
                )

    def put_claimants(self, event_ids: Sequence[str], rows: Iterable[Mapping[str, str | int]]) -> None:
        """Keep who is quoted in the texts of some events: see `ClaimIndex.put_claimants`."""
        c = event_claimants.c
        held = list(rows)
        with self._errors():
            for part in _parts(event_ids):
                self._connection.execute(delete(event_claimants).where(c.event_id.in_(part or [])))
            if held:
                self._connection.execute(event_claimants.insert(), held)

    def claimants(self) -> list[ClaimantRow]:
        """Everybody who is quoted: see `ClaimIndex.claimants`."""
        c = event_claimants.c
        spelled = (
            select(c.claimant_key, c.name, func.sum(c.statements).label("said"), func.sum(c.mark).label("mark"))
            .add_columns(func.count().label("events"))
            .group_by(c.claimant_key, c.name)
            .order_by(c.claimant_key, func.sum(c.statements).desc(), c.name)
        )
        with self._errors():
            found = self._connection.execute(spelled).all()
        rows = []
        for key, group in groupby(found, key=lambda row: row.claimant_key):
            named = list(group)
            said, events = sum(row.said for row in named), sum(row.events for row in named)
            rows.append(ClaimantRow(key, named[0].name, said, events, sum(row.mark for row in named) & _MARK))
        return rows

    def quoting(self, key: str) -> list[str]:
        """The events that quote somebody: see `ClaimIndex.quoting`."""
        c = event_claimants.c
        with self._errors():
            ids = select(c.event_id).where(c.claimant_key == key).order_by(c.event_id)
            return list(self._connection.execute(ids).scalars())

    def all_quoting(self) -> dict[str, list[str]]:
        """The same for everybody: see `ClaimIndex.all_quoting`."""
        c = event_claimants.c
        found: dict[str, list[str]] = defaultdict(list)
        with self._errors():
            for key, event_id in self._connection.execute(
                select(c.claimant_key, c.event_id).order_by(c.claimant_key, c.event_id)
            ):
                found[key].append(event_id)
        return found


def _parts(keys: Iterable[str] | None) -> Iterator[list[str] | None]:
    """Keys, as many at a time as one statement names; None once for all."""
    if keys is None:
        yield None
        return
    left = iter(keys)
    while part := list(islice(left, _CHUNK)):
        yield part
