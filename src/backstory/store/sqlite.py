"""The store in one SQLite file (or in memory)."""

from __future__ import annotations

import datetime as dt
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property, lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    create_engine,
    func,
    select,
    text,
)
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from backstory import errors
from backstory.model import ArchiveInfo, Event, Revision
from backstory.store import capture_tables, rows, schema
from backstory.store.capture_tables import CaptureTable
from backstory.store.claim_tables import ClaimTable
from backstory.store.correction_tables import CorrectionTables
from backstory.store.past import Gone, give_way, said_at
from backstory.store.place_tables import PlaceTable, of_places
from backstory.store.protocol import VECTORS, Change, Hit, OutletRow, TopicRow
from backstory.store.reading_tables import ReadingTables
from backstory.store.spelling_tables import SpellingTables
from backstory.store.tables import among, packed
from backstory.store.telling_tables import TellingTables

if TYPE_CHECKING:
    from backstory.columns import Columns, Holding
    from backstory.store.fulltext import FullText
    from backstory.store.vector_tables import VectorTable

#: Marks the file as an archive of Backstory in its SQLite header ("BkSt").
APPLICATION_ID = 0x426B5374

#: Rows a read fetches at a time; also how many ids one statement names (SQLite allows 32,766 parameters).
_CHUNK = 2_000

_COLUMNS = [each for each in schema.events.columns if each.name != "context"]

# What is asked thousands of times in one run is put together once.
_OF_ID = select(*_COLUMNS).where(schema.events.c.id == bindparam("id"))
_OF_IDS = select(*_COLUMNS, schema.events.c.created).where(among(schema.events.c.id, "ids"))
_REMOVE = schema.events.delete().where(among(schema.events.c.id, "ids"))
_LAST_KEY = select(func.max(schema.events.c.key))
_TOUCH = schema.events.update().where(among(schema.events.c.id, "ids")).values(sequence=bindparam("now"))
_NOTE = select(schema.notes.c.value).where(schema.notes.c.key == bindparam("of"))
_REMEMBER = insert(schema.notes)
_REMEMBER = _REMEMBER.on_conflict_do_update(index_elements=["key"], set_={"value": _REMEMBER.excluded.value})
_UPDATE = schema.events.update().where(schema.events.c.key == bindparam("at"))
_UNLINK = tuple(
    table.delete().where(table.c.event_key == bindparam("at"))
    for table in (schema.event_topics, schema.event_outlets, schema.event_addresses)
)
_REVISE = insert(schema.revisions).on_conflict_do_nothing()
_PLACES = select(schema.events.c.day, schema.events.c.id).order_by(schema.events.c.day, schema.events.c.id)
_OF_TOPIC = _PLACES.join(schema.event_topics).where(schema.event_topics.c.topic_key == bindparam("name"))
_OF_OUTLET = _PLACES.join(schema.event_outlets).where(schema.event_outlets.c.outlet_key == bindparam("name"))


class SQLiteStore:
    """A `store.Store` over SQLite 3.37 or later with FTS5.

    Args:
        path: a file, made if it is not there and `create` holds, or ":memory:".
        create: whether to make an archive where there is none.
        timeout: seconds to wait for another process that is writing.

    Raises:
        ArchiveNotFound: there is no such file and `create` does not hold, or no folder to make it in.
        ArchiveUnreadable: the file is something else, or damaged.
        ArchiveTooNew: a later version wrote it.
    """

    def __init__(self, path: str, *, create: bool = True, timeout: float = 30.0) -> None:
        self.location = path
        self._read_only = False
        with self._errors():
            self._driver = self._connect(Path(path), create, timeout) if path != ":memory:" else _memory()
            engine = create_engine("sqlite://", creator=lambda: self._driver, poolclass=StaticPool)
            # SQLAlchemy is to send no BEGIN or COMMIT of its own: `write` does.
            self._connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            self.capture_index = CaptureTable(self._connection, self._errors)
            self.claim_index = ClaimTable(self._connection, self._errors)
            self.readings = ReadingTables(self._connection, self._errors, self._of_keys)
            self.placed = PlaceTable(self._connection, self._errors, self._of_keys)
            self.corrections = CorrectionTables(self._connection, self._errors)
            self.tellings = TellingTables(self._connection, self._errors)
            self.spellings = SpellingTables(self._connection, self._errors)
            try:
                self._prepare()
            except BaseException:
                self.close()
                raise

    def close(self) -> None:
        """Let go of the file; closing twice is allowed."""
        self._connection.close()
        self._connection.engine.dispose()

    # -- opening

    def _connect(self, path: Path, create: bool, timeout: float) -> sqlite3.Connection:
        if path.is_dir():
            raise errors.ArchiveUnreadable(self.location, "is a folder, not an archive")
        if not path.exists():
            if not create:
                raise errors.ArchiveNotFound(self.location, "no archive here; `backstory add` makes one")
            if not path.absolute().parent.is_dir():
                raise errors.ArchiveNotFound(self.location, "there is no such folder to make an archive in")
        elif not _writable(path):
            self._read_only = True
            # Without the right to write, WAL's shared memory cannot be made; a file nobody can change is immutable.
            address = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
            return sqlite3.connect(address, uri=True, isolation_level=None, timeout=timeout)
        return sqlite3.connect(path, isolation_level=None, timeout=timeout)

    def _prepare(self) -> None:
        """Check that the file is an archive, make its tables, bring them up to date."""
        version = self._pragma("user_version")
        if version and self._pragma("application_id") != APPLICATION_ID:
            raise errors.ArchiveUnreadable(self.location, "is a database of another program, not an archive")
        if version > len(schema.MIGRATIONS):
            raise errors.ArchiveTooNew(
                self.location,
                f"was written by a later version (layout {version}, this one knows {len(schema.MIGRATIONS)})",
            )
        if not version and self._connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one():
            raise errors.ArchiveUnreadable(self.location, "is a database of another program, not an archive")
        if not self._read_only:
            self._connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            # FULL: what was reported added survives a power cut too, for one sync a transaction.
            self._connection.exec_driver_sql("PRAGMA synchronous = FULL")
        self._connection.exec_driver_sql("PRAGMA foreign_keys = ON")
        self._connection.exec_driver_sql("PRAGMA cache_size = -65536")
        if version < len(schema.MIGRATIONS):
            self.migrate(schema.MIGRATIONS)

    def migrate(self, migrations: Sequence[Callable[[Connection], None]]) -> None:
        """Run the steps that this archive has not seen, each in one transaction with the record that it ran."""
        with self.write():
            for number in range(self._pragma("user_version"), len(migrations)):
                migrations[number](self._connection)
                if not number:
                    self._connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
                    self.remember("archive_id", secrets.token_hex(8))
                self._connection.exec_driver_sql(f"PRAGMA user_version = {number + 1}")

    # -- writing

    @contextmanager
    def write(self) -> Iterator[None]:
        """A transaction: see `Store.write`."""
        if self._read_only:
            raise errors.ArchiveReadOnly(self.location, "cannot be written (no right to)")
        with self._errors():
            self._connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.exec_driver_sql("COMMIT")
            except BaseException:
                # A full disk has rolled back already; Ctrl-C within a statement makes SQLAlchemy drop the connection.
                if not self._connection.invalidated and self._driver.in_transaction:
                    self._driver.rollback()
                raise

    def put(self, events: Sequence[Event]) -> None:
        """Add or replace: see `Store.put`."""
        if not events:
            return
        with self._errors():
            sequence = self.sequence() + 1
            known = self._give_way(events, sequence)
            following = (self._connection.execute(_LAST_KEY).scalar() or 0) + 1
            inserts, updates, links = [], [], []
            for event in events:
                row = rows.event_row(event) | {"sequence": sequence}
                if event.id in known:
                    key, created = known[event.id]
                    updates.append(row | {"at": key, "created": created})
                else:
                    key, following = following, following + 1
                    inserts.append(row | {"key": key, "created": sequence})
                links.append((key, event))
            self._unlink([row["at"] for row in updates])
            self._run(schema.events.insert(), inserts)
            self._run(_UPDATE, updates)
            self._link(links, sequence)
            self.remember("sequence", str(sequence))

    def remove(self, ids: Sequence[str]) -> None:
        """Take events out: see `Store.remove`."""
        if not ids:
            return
        sequence = self.sequence() + 1
        with self._errors():
            rows_ = self._connection.execute(_OF_IDS, {"ids": packed(ids)})
            gone = [Gone(row.id, rows.event_of(row, ()).telling(), row.created) for row in rows_]
            give_way(self._connection, gone, sequence)
            self._connection.execute(_REMOVE, {"ids": packed(ids)})
            self.remember("sequence", str(sequence))

    def _give_way(self, events: Sequence[Event], sequence: int) -> dict[str, tuple[int, int]]:
        """Keep what known events say now that are to say something else, and have no revision that would tell.

        Returns:
            The key of each known event, and the sequence when it was added.
        """
        now = {event.id: event for event in events}
        known: dict[str, tuple[int, int]] = {}
        gone: list[Gone] = []
        for row in self._connection.execute(_OF_IDS, {"ids": packed(now)}):
            known[row.id] = (row.key, row.created)
            telling = rows.event_of(row, ()).telling()
            if row.revised >= len(now[row.id].revisions) and telling != now[row.id].telling():
                gone.append(Gone(row.id, telling, row.created))
        give_way(self._connection, gone, sequence)
        return known

    def touch(self, ids: Sequence[str]) -> None:
        """Count events as changed: see `Store.touch`."""
        sequence = self.sequence() + 1
        with self._errors():
            self._connection.execute(_TOUCH, {"ids": packed(ids), "now": sequence})
            self.remember("sequence", str(sequence))

    def _unlink(self, keys: list[int]) -> None:
        for statement in _UNLINK:
            self._run(statement, [{"at": key} for key in keys])

    def _link(self, links: list[tuple[int, Event]], sequence: int) -> None:
        """The rows that hang on events; earlier tellings that are kept already stay with their sequence."""
        self._run(schema.event_topics.insert(), [row for key, event in links for row in rows.topic_rows(key, event)])
        self._run(schema.event_outlets.insert(), [row for key, event in links for row in rows.outlet_rows(key, event)])
        cited = [row for key, event in links for row in rows.address_rows(key, event.sources)]
        self._run(schema.event_addresses.insert(), cited)
        told = [
            rows.revision_row(key, position, revision, sequence)
            for key, event in links
            for position, revision in enumerate(event.revisions)
        ]
        self._run(_REVISE, told)

    def _run(self, statement: Any, parameters: list[rows.Row]) -> None:
        if parameters:
            self._connection.execute(statement, parameters)

    def remember(self, key: str, value: str) -> None:
        """Keep a note: see `Store.remember`."""
        with self._errors():
            self._connection.execute(_REMEMBER, {"key": key, "value": value})

    def recall(self, key: str) -> str | None:
        """The note of that key, or None."""
        with self._errors():
            return self._connection.execute(_NOTE, {"of": key}).scalar()

    # -- reading

    @contextmanager
    def read(self) -> Iterator[None]:
        """One view of the archive: see `Store.read`."""
        with self._errors():
            self._connection.exec_driver_sql("BEGIN")
            try:
                yield
            finally:
                if not self._connection.invalidated:
                    self._driver.rollback()

    def event(self, event_id: str) -> Event | None:
        """The event of that id, or None."""
        return next(self._events(_OF_ID, id=event_id), None)

    def of_ids(self, ids: Iterable[str]) -> dict[str, Event]:
        """The events of some ids: see `Store.of_ids`."""
        return {event.id: event for event in self._events(_OF_IDS, ids=packed(ids))}

    def events(
        self,
        *,
        since: dt.date | None = None,
        until: dt.date | None = None,
        topics: Iterable[str] | None = None,
        outlet: str | None = None,
        places: Iterable[str] | None = None,
        newest_first: bool = False,
        limit: int | None = None,
    ) -> Iterator[Event]:
        """Events in order: see `Store.events`."""
        c = schema.events.c
        query = select(*_COLUMNS).where(*_between(c.day, since, until)).limit(limit)
        if topics is not None:
            shared = schema.event_topics.c
            query = query.where(c.key.in_(select(shared.event_key).where(shared.topic_key.in_(list(topics)))))
        if outlet is not None:
            cited = schema.event_outlets.c
            query = query.where(c.key.in_(select(cited.event_key).where(cited.outlet_key == outlet)))
        if places is not None:
            query = query.where(c.key.in_(of_places(list(places))))
        order = (c.day.desc(), c.id.desc()) if newest_first else (c.day, c.id)
        return self._events(query.order_by(*order))

    def external(self, external_ids: Sequence[str]) -> list[Event]:
        """The events that their sources call by these ids, in order."""
        c = schema.events.c
        found: list[Event] = []
        for start in range(0, len(external_ids), _CHUNK):
            found += self._events(select(*_COLUMNS).where(c.external_id.in_(external_ids[start : start + _CHUNK])))
        return sorted(found, key=lambda event: (event.day, event.id))

    def _of_keys(self, keys: Select[Any], **values: str) -> list[Event]:
        """The events whose keys a query gives, in order."""
        return list(self._events(_with_keys(keys), **values))

    def _events(self, query: Select[Any], **values: str) -> Iterator[Event]:
        return (event for _, event in self._pairs(query, values))

    @cached_property
    def vectors(self) -> VectorTable:
        """Where the meaning of headlines points."""
        # As for full text: numpy is slow to load.
        from backstory.store.vector_tables import VectorTable

        return VectorTable(self._connection, self._errors, self.sequence)

    @cached_property
    def _full_text(self) -> FullText:
        # Imported when needed: numpy takes a tenth of a second, and building a site weighs no words.
        from backstory.store.fulltext import FullText

        return FullText(self._connection, self.sequence)

    def _pairs(self, query: Select[Any], values: dict[str, str] | None = None) -> Iterator[tuple[int, Event]]:
        """Each event of a query over `_COLUMNS`, after its key."""
        with self._errors():
            result = self._connection.execute(query, values)
            while page := result.fetchmany(_CHUNK):
                told = self._revisions([row.key for row in page if row.revised])
                for row in page:
                    yield row.key, rows.event_of(row, told.get(row.key, ()))

    def _revisions(self, keys: list[int]) -> dict[int, tuple[Revision, ...]]:
        if not keys:
            return {}
        c = schema.revisions.c
        query = select(schema.revisions).where(c.event_key.in_(keys)).order_by(c.event_key, c.position)
        grouped = groupby(self._connection.execute(query), key=lambda row: row.event_key)
        return {key: tuple(rows.revision_of(row) for row in group) for key, group in grouped}

    def search(
        self,
        terms: Mapping[str, float],
        *,
        least: int = 1,
        since: dt.date | None = None,
        until: dt.date | None = None,
        limit: int = 100,
    ) -> list[Hit]:
        """Events that hold the terms: see `Store.search`."""
        with self._errors():
            scores = dict(self._full_text.search(terms, least, since, until, limit))
        found = self.of_keys(list(scores))
        return [Hit(found[key], score) for key, score in scores.items()]

    def columns(self) -> Columns:
        """The events as columns of numbers: see `Store.columns`."""
        with self._errors():
            return self._full_text.columns()

    def holding(self, terms: Sequence[str], *, until: dt.date | None = None) -> list[Holding]:
        """Where terms stand: see `Store.holding`."""
        with self._errors():
            return self._full_text.holding(terms, until)

    def of_keys(self, keys: Sequence[int]) -> dict[int, Event]:
        """The events of some rows of `columns`, by row."""
        found: dict[int, Event] = {}
        for start in range(0, len(keys), _CHUNK):
            chunk = schema.events.c.key.in_(keys[start : start + _CHUNK])
            found |= dict(self._pairs(select(*_COLUMNS).where(chunk)))
        return found

    def headlines(self, keys: Sequence[int]) -> dict[int, str]:
        """The headlines of some rows of `columns`, by row."""
        c = schema.events.c
        found: dict[int, str] = {}
        with self._errors():
            for start in range(0, len(keys), _CHUNK):
                rows = self._connection.execute(
                    select(c.key, c.headline).where(c.key.in_(keys[start : start + _CHUNK]))
                )
                found |= {row.key: row.headline for row in rows}
        return found

    def frequencies(self, terms: Sequence[str], *, until: dt.date | None = None) -> tuple[dict[str, int], int]:
        """How often terms occur: see `Store.frequencies`."""
        with self._errors():
            return self._full_text.frequencies(terms, until)

    def stretches(self, keys: Iterable[str] | None = None) -> dict[str, tuple[dt.date, dt.date]]:
        """When topics ran: see `Store.stretches`."""
        shared, c = schema.event_topics.c, schema.events.c
        query = (
            select(shared.topic_key, func.min(c.day), func.max(c.day))
            .join_from(schema.event_topics, schema.events)
            .where(shared.heading == 1)
            .group_by(shared.topic_key)
        )
        wanted = [query] if keys is None else [query.where(shared.topic_key.in_(each)) for each in _chunks(list(keys))]
        with self._errors():
            return {row[0]: (row[1], row[2]) for each in wanted for row in self._connection.execute(each)}

    def days(self) -> list[tuple[dt.date, int]]:
        """Every day that has an event, with their number, in order."""
        c = schema.events.c
        with self._errors():
            found = self._connection.execute(select(c.day, func.count()).group_by(c.day).order_by(c.day))
            return [(day, count) for day, count in found]

    def places(self, *, topic: str | None = None, outlet: str | None = None) -> Sequence[tuple[dt.date, str]]:
        """Where the events of a topic or an outlet stand: see `Store.places`."""
        query, name = (_OF_TOPIC, topic) if topic is not None else (_OF_OUTLET, outlet)
        with self._errors():
            return [(day, event_id) for day, event_id in self._connection.execute(query, {"name": name})]

    def tally(self, since: dt.date, until: dt.date | None) -> dict[str, int]:
        """How many events of some days share each topic: see `Store.tally`."""
        shared = schema.event_topics.c.topic_key
        of_days = select(schema.events.c.key).where(*_between(schema.events.c.day, since, until))
        query = select(shared, func.count()).where(schema.event_topics.c.event_key.in_(of_days)).group_by(shared)
        with self._errors():
            return {row[0]: row[1] for row in self._connection.execute(query)}

    def topics(self, keys: Iterable[str] | None = None) -> list[TopicRow]:
        """All topics, or those of the keys: see `Store.topics`."""
        c = schema.event_topics.c
        query = select(
            c.topic_key,
            c.name,
            func.max(c.title).label("title"),
            func.count().label("uses"),
            func.sum(c.heading).label("headed"),
        ).group_by(c.topic_key, c.name)
        found: list[TopicRow] = []
        for key, group in self._spellings(query, c.topic_key, keys):
            headed = sum(row.headed for row in group)
            title = next((row.title for row in group if row.title), None)
            mentioned = sum(row.uses for row in group) - headed
            found.append(TopicRow(key, group[0].name, _others(group), title, headed, mentioned))
        return found

    def outlets(self, keys: Iterable[str] | None = None) -> list[OutletRow]:
        """All outlets and agencies, or those of the keys: see `Store.outlets`."""
        c = schema.event_outlets.c
        query = select(c.outlet_key, c.name, func.count().label("uses")).group_by(c.outlet_key, c.name)
        return [
            OutletRow(key, group[0].name, _others(group), sum(row.uses for row in group))
            for key, group in self._spellings(query, c.outlet_key, keys)
        ]

    def _spellings(
        self, query: Select[Any], key: ColumnElement[str], keys: Iterable[str] | None
    ) -> Iterator[tuple[str, list[Any]]]:
        """The rows of each key together, most used spelling first, in the order of the keys."""
        wanted = [None] if keys is None else _chunks(sorted(set(keys)))
        with self._errors():
            for chunk in wanted:
                narrowed = query if chunk is None else query.where(key.in_(chunk))
                found = self._connection.execute(narrowed.order_by(key, text("uses DESC"), text("name"))).all()
                for value, group in groupby(found, key=lambda row: row[0]):
                    yield value, list(group)

    def sequence(self) -> int:
        """A number that grows whenever an event is added, changed or taken out."""
        return int(self.recall("sequence") or 0)

    def changes(self, since: int) -> list[Change]:
        """What was added, changed or taken out after that sequence: see `Store.changes`."""
        c = schema.events.c
        with self._errors():
            said = said_at(self._connection, since, self._revised(since))
            query = select(*_COLUMNS).where(c.sequence > since).order_by(c.day, c.id)
            new = set(self._connection.execute(select(c.id).where(c.sequence > since, c.created > since)).scalars())
            changes = [Change(event.id, event, said.get(event.id), event.id in new) for event in self._events(query)]
            here = {change.id for change in changes}
            return changes + [Change(each, None, telling) for each, telling in said.items() if each not in here]

    def _revised(self, since: int) -> Iterator[tuple[int, Gone]]:
        """What gave way to revisions after that sequence, each after the sequence when it did."""
        c, r = schema.events.c, schema.revisions.c
        query = (
            select(c.id, c.created, schema.revisions)
            .join_from(schema.revisions, schema.events)
            .where(c.sequence > since, r.sequence > since)
            .order_by(r.event_key, r.position)
        )
        for row in self._connection.execute(query):
            yield row.sequence, Gone(row.id, rows.revision_of(row).telling, row.created)

    def archive_id(self) -> str:
        """The random name that it got at its making."""
        return self.recall("archive_id") or ""

    def info(self) -> ArchiveInfo:
        """What is in it."""
        c = schema.events.c
        unsourced = ~c.key.in_(select(schema.event_outlets.c.event_key))
        with self._errors():
            one = self._connection.execute(
                select(func.count(), func.min(c.day), func.max(c.day), func.sum(c.revised))
            ).one()
            categories = self._connection.execute(
                select(c.category, func.count()).where(c.category.is_not(None)).group_by(c.category)
            ).all()
            topics, outlets = schema.event_topics.c, schema.event_outlets.c
            return ArchiveInfo(
                location=self.location,
                archive_id=self.archive_id(),
                version=self._pragma("user_version"),
                events=one[0],
                unsourced=sum(event.unsourced for event in self._events(select(*_COLUMNS).where(unsourced))),
                topics=self._count(select(func.count(topics.topic_key.distinct())).where(topics.heading == 1)),
                outlets=self._count(select(func.count(outlets.outlet_key.distinct()))),
                revisions=one[3] or 0,
                captures=self._count(select(func.count()).select_from(capture_tables.captures)),
                articles=self._count(select(func.count(schema.articles.c.capture.distinct()))),
                feeds=self._count(select(func.count()).select_from(schema.feeds)),
                vectors=self._count(select(func.count()).select_from(schema.event_vectors)),
                vector_model=(self.recall(VECTORS) or "").partition(" ")[2] or None,
                first=one[1],
                last=one[2],
                categories=tuple(sorted(((row[0], row[1]) for row in categories), key=lambda row: (-row[1], row[0]))),
                size=None if self.location == ":memory:" else Path(self.location).stat().st_size,
            )

    def _count(self, query: Select[int]) -> int:
        return self._connection.execute(query).scalar_one()

    def _pragma(self, name: str) -> int:
        return int(self._connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Give what the driver reports its name; programming errors are let through."""
        try:
            yield
        except DBAPIError as error:
            if isinstance(error.orig, sqlite3.DatabaseError) and (named := _named(self.location, error.orig)):
                raise named from error
            raise
        except sqlite3.DatabaseError as error:
            if named := _named(self.location, error):
                raise named from error
            raise


#: What SQLite's result codes (https://www.sqlite.org/rescode.html) mean to a user.
_MEANING: dict[str, tuple[type[errors.ArchiveError], str]] = {
    "SQLITE_BUSY": (errors.ArchiveBusy, "another process is writing to it; try again when it is done"),
    "SQLITE_LOCKED": (errors.ArchiveBusy, "another process is writing to it; try again when it is done"),
    "SQLITE_FULL": (errors.ArchiveFull, "the disk is full; what was reported added is safe"),
    "SQLITE_READONLY": (errors.ArchiveReadOnly, "cannot be written (no right to)"),
    "SQLITE_NOTADB": (errors.ArchiveUnreadable, "is not an archive of Backstory"),
    "SQLITE_CORRUPT": (errors.ArchiveUnreadable, "is damaged"),
    "SQLITE_CANTOPEN": (errors.ArchiveUnreadable, "cannot be opened"),
    "SQLITE_IOERR": (errors.ArchiveError, "the disk refuses to read or write it"),
}


def _named(location: str, error: sqlite3.DatabaseError) -> errors.ArchiveError | None:
    name = getattr(error, "sqlite_errorname", "")
    for code, (kind, reason) in _MEANING.items():
        if name == code or name.startswith(code + "_"):
            return kind(location, reason)
    return None


def _memory() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", isolation_level=None)


def _writable(path: Path) -> bool:
    try:
        with path.open("r+b"):
            return True
    except OSError:
        return False


@lru_cache(maxsize=16)
def _with_keys(keys: Select[Any]) -> Select[Any]:
    """The events whose keys a query gives, in order; the same queries are put again and again."""
    c = schema.events.c
    return select(*_COLUMNS).where(c.key.in_(keys)).order_by(c.day, c.id)


def _between(day: ColumnElement[dt.date], since: dt.date | None, until: dt.date | None) -> list[ColumnElement[bool]]:
    bounds = [day >= since] if since else []
    return [*bounds, day < until] if until else bounds


def _others(group: list[Any]) -> tuple[str, ...]:
    return tuple(row.name for row in group[1:])


def _chunks(keys: list[str]) -> Iterator[list[str]]:
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))
