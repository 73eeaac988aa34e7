"""`protocol.TellingIndex` in SQL: which event each article tells, and the words that tellings are found by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import (
    Column,
    Connection,
    Date,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
    update,
)

from backstory.model_tellings import ONE_EVENT, ArticleTelling, Derived, Verdict, VerdictKind
from backstory.store.protocol import Under
from backstory.store.tables import Tables, among, packed

METADATA = MetaData()

#: One row an article, or a part of a page, that may tell an event.
tellings = Table(
    "tellings",
    METADATA,
    Column("position", Text, primary_key=True),
    Column("key", Text, nullable=False, index=True),
    Column("url", Text),
    Column("capture", Integer, nullable=False, index=True),
    Column("reading", Text, nullable=False),
    Column("day", Date, index=True),
    #: The numbers of the page's blocks that it consists of, with blanks between; none where it is all of them.
    Column("blocks", Text, nullable=False),
    Column("kind", Text, nullable=False),
    #: The event that it tells; and the one that it came to by itself, before any turned out to be one.
    Column("event", Text),
    Column("strand", Text),
    Column("score", Float),
    Column("because", Text, nullable=False),
    #: What it is known by: packed by who decides.
    Column("traits", LargeBinary, nullable=False),
)

#: The words under which tellings are looked for.
telling_words = Table(
    "telling_words",
    METADATA,
    Column("word", Text, primary_key=True),
    Column("position", Text, primary_key=True),
    sqlite_with_rowid=False,
)

#: The other events that a telling may tell.
doubts = Table(
    "doubts",
    METADATA,
    Column("position", Text, primary_key=True),
    Column("event", Text, primary_key=True, index=True),
    Column("score", Float, nullable=False),
    sqlite_with_rowid=False,
)

#: The events that articles opened.
openings = Table("openings", METADATA, Column("event", Text, primary_key=True))

#: What the pages of an event say together: JSON that the site shows.
coverage = Table(
    "coverage",
    METADATA,
    Column("event", Text, primary_key=True),
    Column("document", LargeBinary, nullable=False),
)

#: What is kept of an article that tells an event: packed by who tells of coverage.
imprints = Table(
    "imprints",
    METADATA,
    Column("position", Text, primary_key=True),
    Column("document", LargeBinary, nullable=False),
)

#: What was derived of an event that articles opened: JSON of `model_tellings.Derived`s.
derivations = Table(
    "derivations",
    METADATA,
    Column("event", Text, primary_key=True),
    Column("document", LargeBinary, nullable=False),
)

_derived = msgspec.json.Decoder(tuple[Derived, ...])
_T, _WORDS = tellings.c, telling_words.c
_ROW = select(*(column for column in tellings.columns if column.name != "traits"))

# One for each of some twenty words of every article, put together to one statement that the driver keeps.
_BEFORE = """SELECT * FROM (
    SELECT word, strand, day FROM telling_words JOIN tellings USING (position)
    WHERE word = ? AND position < ? AND strand IS NOT NULL ORDER BY position DESC LIMIT ?)"""

# Asked anew with every batch of articles, for some weeks of events: their words alone, and no events made of them.
_LISTED = """SELECT id, day, headline || char(10) || coalesce(summary, '') || char(10) || context FROM events
    WHERE day BETWEEN ? AND ? AND id NOT IN (SELECT event FROM openings) AND id NOT IN (SELECT id FROM told)"""

# Two walks along the index of days, of which the first ends after so many events.
_LATEST = text(
    """SELECT id FROM events WHERE day < :until AND NOT EXISTS (SELECT 1 FROM openings WHERE event = id)
    AND day >= max(:since, coalesce((
        SELECT day FROM events WHERE day < :until AND NOT EXISTS (SELECT 1 FROM openings WHERE event = id)
        ORDER BY day DESC LIMIT 1 OFFSET :most - 1), ''))"""
)

_HEADED = """SELECT value FROM json_each(?) WHERE EXISTS (
    SELECT 1 FROM event_topics JOIN events ON key = event_key WHERE topic_key = value AND heading = 1 AND day < ?
    AND NOT EXISTS (SELECT 1 FROM openings WHERE event = id))"""

_OPENED_SINCE = "SELECT event FROM openings JOIN events ON event = id WHERE day >= ?"

# Asked for every article: put together once.
_PUT, _PUT_WORDS, _PUT_DOUBTS = insert(tellings), insert(telling_words), insert(doubts)
_AT = _ROW.where(_T.position == bindparam("position"))
_OF_KEYS = _ROW.where(among(_T.key, "keys")).order_by(_T.position)
_OF_CAPTURE = _ROW.where(_T.capture == bindparam("capture")).order_by(_T.position)
_MEMBERS = _ROW.where(among(_T.event, "events")).order_by(_T.position)
_STRANDS = _ROW.where(among(_T.strand, "events")).order_by(_T.position)
_LAST = select(func.max(_T.position))
_TRAITS = select(_T.position, _T.traits).where(among(_T.position, "positions"))
_SHARING = (
    select(_WORDS.position)
    .distinct()
    .where(among(_WORDS.word, "words"), _WORDS.position > bindparam("after"), _WORDS.position < bindparam("until"))
)
_DECIDE = update(tellings).where(_T.position == bindparam("at"))
_TELL = update(tellings).where(_T.strand == bindparam("from")).values(event=bindparam("to"))
_CERTAIN = delete(doubts).where(doubts.c.position == bindparam("at"))
_PERHAPS = select(doubts.c.event, doubts.c.score).where(doubts.c.position == bindparam("at"))
_DOUBTS = select(_T.strand, doubts.c.event, doubts.c.score).join_from(
    doubts, tellings, doubts.c.position == _T.position
)
_DOUBTS_ABOUT = tuple(
    _DOUBTS.where(among(column, "events"), _T.strand.is_not(None)) for column in (_T.strand, doubts.c.event)
)
_OPENED = select(openings).where(among(openings.c.event, "events"))
_OPEN = insert(openings).prefix_with("OR IGNORE")
_COVER = insert(coverage).prefix_with("OR REPLACE")
_UNCOVER = delete(coverage).where(coverage.c.event == bindparam("of"))
_IMPRINTS = select(imprints).where(among(imprints.c.position, "positions"))
_PUT_IMPRINTS = insert(imprints)
_COVERAGE = select(coverage.c.document).where(coverage.c.event == bindparam("event"))
_DERIVE = insert(derivations).prefix_with("OR REPLACE")
_DERIVED = select(derivations.c.document).where(derivations.c.event == bindparam("event"))


def create_tellings(connection: Connection) -> None:
    """Make the tables: a step of `schema.MIGRATIONS`."""
    made = [tellings, telling_words, doubts, openings, coverage, derivations]
    METADATA.create_all(connection, tables=made)
    connection.exec_driver_sql("CREATE INDEX tellings_event ON tellings (event, position)")
    connection.exec_driver_sql("CREATE INDEX tellings_strand ON tellings (strand, position)")


def create_imprints(connection: Connection) -> None:
    """Make their table: a step of `schema.MIGRATIONS`."""
    METADATA.create_all(connection, tables=[imprints])


class TellingTables(Tables):
    """A `protocol.TellingIndex` over the tables."""

    def put(self, telling: ArticleTelling, traits: bytes, words: Sequence[str]) -> None:
        """Keep a telling: see `TellingIndex.put`."""
        row = {
            "position": telling.position,
            "key": telling.key,
            "url": telling.url,
            "capture": telling.capture,
            "reading": telling.reading,
            "day": telling.day,
            "blocks": " ".join(map(str, telling.blocks)),
            "traits": traits,
            **_of_verdict(telling.verdict),
        }
        with self._errors():
            self._connection.execute(_PUT, row)
            if words:
                found = [{"word": word, "position": telling.position} for word in words]
                self._connection.execute(_PUT_WORDS, found)

    def drop(self, position: str) -> None:
        """Forget a telling: see `TellingIndex.drop`."""
        with self._errors():
            for table in (telling_words, doubts, imprints, tellings):
                self._connection.execute(delete(table).where(table.c.position == position))

    def clear(self) -> None:
        """Forget all tellings: see `TellingIndex.clear`."""
        with self._errors():
            for table in (telling_words, doubts, imprints, tellings, coverage):
                self._connection.execute(delete(table))

    def decide(self, position: str, verdict: Verdict, perhaps: Mapping[str, float]) -> None:
        """Keep what was decided: see `TellingIndex.decide`."""
        with self._errors():
            self._connection.execute(_DECIDE, {"at": position, **_of_verdict(verdict)})
            self._connection.execute(_CERTAIN, {"at": position})
            if perhaps:
                rows = [{"position": position, "event": event, "score": score} for event, score in perhaps.items()]
                self._connection.execute(_PUT_DOUBTS, rows)

    def tell(self, strand: str, event_id: str) -> None:
        """The tellings that came to one event tell another: see `TellingIndex.tell`."""
        with self._errors():
            self._connection.execute(_TELL, {"from": strand, "to": event_id})

    # -- finding

    def at(self, position: str) -> ArticleTelling | None:
        """The telling at a position, or None."""
        return next(self._rows(_AT, position=position), None)

    def of_keys(self, keys: Iterable[str]) -> list[ArticleTelling]:
        """The tellings of some addresses: see `TellingIndex.of_keys`."""
        return list(self._rows(_OF_KEYS, keys=packed(keys)))

    def of_capture(self, capture: int) -> list[ArticleTelling]:
        """The tellings read from a capture, in order."""
        return list(self._rows(_OF_CAPTURE, capture=capture))

    def of_event(self, event_id: str) -> list[ArticleTelling]:
        """The tellings of an event, in order."""
        return self.of_events([event_id])[event_id]

    def of_events(self, ids: Sequence[str]) -> dict[str, list[ArticleTelling]]:
        """The same for each of some events: see `TellingIndex.of_events`."""
        found: dict[str, list[ArticleTelling]] = {each: [] for each in ids}
        for telling in self._rows(_MEMBERS, events=packed(ids)):
            found[telling.verdict.event or ""].append(telling)
        return found

    def of_strands(self, ids: Sequence[str]) -> dict[str, list[ArticleTelling]]:
        """The tellings that came to each of some events by themselves: see `TellingIndex.of_strands`."""
        found: dict[str, list[ArticleTelling]] = {each: [] for each in ids}
        for telling in self._rows(_STRANDS, events=packed(ids)):
            found[telling.alone.event or ""].append(telling)
        return found

    def perhaps(self, position: str) -> dict[str, float]:
        """The other events that a telling may tell: see `TellingIndex.perhaps`."""
        return {row.event: row.score for row in self._all(_PERHAPS, at=position)}

    def doubts(self, ids: Sequence[str]) -> list[tuple[str, str, float]]:
        """What is in doubt about some events: see `TellingIndex.doubts`."""
        found: dict[tuple[str, str], float] = {}
        for query in _DOUBTS_ABOUT:
            for row in self._all(query, events=packed(ids)):
                found[row.strand, row.event] = max(row.score, found.get((row.strand, row.event), 0.0))
        return [(strand, event, score) for (strand, event), score in sorted(found.items())]

    def all(self) -> list[ArticleTelling]:
        """All tellings, in order."""
        return list(self._rows(_ROW.order_by(_T.position)))

    def open(self, event_id: str) -> None:
        """An event is one that articles opened: see `TellingIndex.open`."""
        with self._errors():
            self._connection.execute(_OPEN, {"event": event_id})

    def close(self, event_id: str) -> None:
        """An event is none that articles opened, from now on: see `TellingIndex.close`."""
        with self._errors():
            for table in (openings, derivations):
                self._connection.execute(delete(table).where(table.c.event == event_id))

    def opened(self, ids: Iterable[str] | None = None, *, since: dt.date | None = None) -> set[str]:
        """The events that articles opened: see `TellingIndex.opened`."""
        if since:
            with self._errors():
                return {row[0] for row in self._connection.exec_driver_sql(_OPENED_SINCE, (since.isoformat(),))}
        found = self._all(select(openings)) if ids is None else self._all(_OPENED, events=packed(ids))
        return {row.event for row in found}

    def under(self, words: Sequence[str], before: str, limit: int) -> list[Under]:
        """The tellings under words that stand before a position: see `TellingIndex.under`."""
        if not words:
            return []
        values = tuple(value for word in words for value in (word, before, limit))
        with self._errors():
            rows = self._connection.exec_driver_sql(" UNION ALL ".join([_BEFORE] * len(words)), values).all()
        return [Under(word, strand, _day(day)) for word, strand, day in rows]

    def listed(self, first: dt.date, last: dt.date) -> list[tuple[str, dt.date, str]]:
        """The listed events of some days: see `TellingIndex.listed`."""
        with self._errors():
            rows = self._connection.exec_driver_sql(_LISTED, (first.isoformat(), last.isoformat())).all()
        return [(name, dt.date.fromisoformat(day), words) for name, day, words in rows]

    def latest(self, since: dt.date | None, until: dt.date, most: int) -> list[str]:
        """The latest listed events of some days: see `TellingIndex.latest`."""
        days = {"since": since.isoformat() if since else "", "until": until.isoformat()}
        with self._errors():
            return list(self._connection.execute(_LATEST, {**days, "most": most}).scalars())

    def headed(self, keys: Iterable[str], until: dt.date) -> set[str]:
        """The topics that listed events stand under: see `TellingIndex.headed`."""
        with self._errors():
            found = self._connection.exec_driver_sql(_HEADED, (packed(keys), until.isoformat()))
            return {key for (key,) in found}

    def sharing(self, words: Iterable[str], after: str, until: str) -> set[str]:
        """The positions of tellings under words, within a stretch: see `TellingIndex.sharing`."""
        return {row.position for row in self._all(_SHARING, words=packed(words), after=after, until=until)}

    def last(self) -> str | None:
        """The last position; None where there is no telling."""
        with self._errors():
            return self._connection.execute(_LAST).scalar()

    def traits(self, positions: Sequence[str]) -> dict[str, bytes]:
        """What tellings are known by, packed, by position."""
        return {row.position: row.traits for row in self._all(_TRAITS, positions=packed(positions))}

    # -- coverage

    def put_imprints(self, made: Mapping[str, bytes]) -> None:
        """Keep what is kept of tellings: see `TellingIndex.put_imprints`."""
        if made:
            with self._errors():
                rows = [{"position": position, "document": document} for position, document in made.items()]
                self._connection.execute(_PUT_IMPRINTS, rows)

    def imprints(self, positions: Sequence[str]) -> dict[str, bytes]:
        """What is kept of tellings: see `TellingIndex.imprints`."""
        return {row.position: row.document for row in self._all(_IMPRINTS, positions=packed(positions))}

    def put_coverage(self, event_id: str, document: bytes | None) -> None:
        """Keep what the pages of an event say together: see `TellingIndex.put_coverage`."""
        with self._errors():
            if document is None:
                self._connection.execute(_UNCOVER, {"of": event_id})
            else:
                self._connection.execute(_COVER, {"event": event_id, "document": document})

    def coverage(self, event_id: str) -> bytes | None:
        """What the pages of an event say together: see `TellingIndex.coverage`."""
        with self._errors():
            return self._connection.execute(_COVERAGE, {"event": event_id}).scalar()

    def all_coverage(self) -> Iterator[tuple[str, bytes]]:
        """The same for all events that have pages: see `TellingIndex.all_coverage`."""
        return ((row.event, row.document) for row in self._all(select(coverage)))

    # -- what is derived

    def put_derived(self, event_id: str, found: Sequence[Derived]) -> None:
        """Keep what was derived of an event: see `TellingIndex.put_derived`."""
        with self._errors():
            if found:
                self._connection.execute(_DERIVE, {"event": event_id, "document": msgspec.json.encode(found)})
            else:
                self._connection.execute(delete(derivations).where(derivations.c.event == event_id))

    def derived(self, event_id: str) -> tuple[Derived, ...]:
        """What was derived of an event: see `TellingIndex.derived`."""
        with self._errors():
            found = self._connection.execute(_DERIVED, {"event": event_id}).scalar()
        return _derived.decode(found) if found else ()

    def all_derived(self) -> Iterator[tuple[str, tuple[Derived, ...]]]:
        """The same of every event: see `TellingIndex.all_derived`."""
        return ((row.event, _derived.decode(row.document)) for row in self._all(select(derivations)))

    def _rows(self, query: Any, **values: str | int) -> Iterator[ArticleTelling]:
        return map(_telling, self._all(query, **values))

    def _all(self, query: Any, **values: str | int) -> Sequence[Any]:
        with self._errors():
            found: Sequence[Any] = self._connection.execute(query, values).all()
        return found


@lru_cache(maxsize=1_000)
def _day(text: str | None) -> dt.date | None:
    """A day as SQLite keeps it; the same are read again and again."""
    return dt.date.fromisoformat(text) if text else None


def _of_verdict(verdict: Verdict) -> dict[str, Any]:
    """What was decided on a telling alone, as columns."""
    event = verdict.event
    return {"kind": verdict.kind, "event": event, "strand": event, "score": verdict.score, "because": verdict.because}


def _telling(row: Any) -> ArticleTelling:
    alone = Verdict(kind=VerdictKind(row.kind), event=row.strand, score=row.score, because=row.because)
    verdict = alone
    if row.event != row.strand:
        because = f"{row.because}; {ONE_EVENT}"
        verdict = Verdict(kind=VerdictKind.JOINED, event=row.event, score=row.score, because=because)
    return ArticleTelling(
        key=row.key,
        url=row.url,
        capture=row.capture,
        reading=row.reading,
        position=row.position,
        day=row.day,
        blocks=tuple(map(int, row.blocks.split())),
        verdict=verdict,
        alone=alone,
    )
