"""The tables, and the steps that bring an older archive up to them."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import (
    Column,
    Connection,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    select,
)

from backstory.store import rows
from backstory.store.capture_tables import create_captures
from backstory.store.claim_tables import create_claimants, create_claims
from backstory.store.correction_tables import create_corrections
from backstory.store.past import create_past
from backstory.store.spelling_tables import create_spellings
from backstory.store.telling_tables import create_imprints, create_tellings

#: Rows that a step reads at a time.
_CHUNK = 2_000

METADATA = MetaData()

#: What is true of the archive as a whole, and notes that readers leave for their next run.
notes = Table(
    "notes",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

events = Table(
    "events",
    METADATA,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("day", Date, nullable=False),
    Column("headline", Text, nullable=False),
    Column("summary", Text),
    Column("category", Text),
    Column("external_id", Text, index=True),
    #: The names of its topics, for full text.
    Column("context", Text, nullable=False),
    #: Topics, mentions, sources, image and origin: JSON of `rows.Details`.
    Column("details", LargeBinary, nullable=False),
    #: Number of earlier tellings.
    Column("revised", Integer, nullable=False),
    #: The store's sequence when it was added, and when it was last changed.
    Column("created", Integer, nullable=False),
    Column("sequence", Integer, nullable=False, index=True),
    Index("events_day", "day", "id"),
)

revisions = Table(
    "revisions",
    METADATA,
    Column("event_key", ForeignKey("events.key", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("recorded", DateTime, nullable=False),
    Column("because", Text, nullable=False),
    #: JSON of the `model.Telling`.
    Column("telling", LargeBinary, nullable=False),
    #: The store's sequence when it gave way to the next.
    Column("sequence", Integer, nullable=False),
)

#: Which events share a name. Derived from `events.details`, kept for look-up.
event_topics = Table(
    "event_topics",
    METADATA,
    Column("topic_key", Text, primary_key=True),
    Column("event_key", ForeignKey("events.key", ondelete="CASCADE"), primary_key=True, index=True),
    #: Whether the name is a heading above the event, or only linked in its headline.
    Column("heading", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("title", Text),
    sqlite_with_rowid=False,
)

#: Which events cite an outlet or agency. Derived from `events.details`, kept for look-up.
event_outlets = Table(
    "event_outlets",
    METADATA,
    Column("outlet_key", Text, primary_key=True),
    Column("event_key", ForeignKey("events.key", ondelete="CASCADE"), primary_key=True, index=True),
    Column("name", Text, nullable=False),
    sqlite_with_rowid=False,
)

#: Which events cite an address. Derived from `events.details`, kept for look-up.
event_addresses = Table(
    "event_addresses",
    METADATA,
    #: `urls.address_key` of the address.
    Column("address_key", Text, primary_key=True),
    Column("event_key", ForeignKey("events.key", ondelete="CASCADE"), primary_key=True, index=True),
    Column("url", Text, nullable=False),
    sqlite_with_rowid=False,
)

#: What was read from captures: JSON of the `model.Article`. It can be made again from the capture.
articles = Table(
    "articles",
    METADATA,
    Column("capture", Integer, primary_key=True, autoincrement=False),
    Column("address_key", Text, primary_key=True, index=True),
    Column("document", LargeBinary, nullable=False),
)

#: What captured pages bring to the events that cite them: JSON of the `model.Report`.
reports = Table(
    "reports",
    METADATA,
    Column("event_key", ForeignKey("events.key", ondelete="CASCADE"), primary_key=True),
    Column("address_key", Text, primary_key=True),
    Column("document", LargeBinary, nullable=False),
)

#: What came of asking for the addresses that events cite.
citations = Table(
    "citations",
    METADATA,
    Column("address_key", Text, primary_key=True),
    Column("finding", Text, nullable=False, index=True),
    Column("reason", Text),
    Column("asked", DateTime, nullable=False),
    Column("capture", Integer),
)

#: Feeds and sitemaps that are followed: JSON of the `model.FeedState`.
feeds = Table(
    "feeds",
    METADATA,
    Column("address", Text, primary_key=True),
    Column("document", LargeBinary, nullable=False),
)

#: Where the meaning of headlines points, a signed byte a number; derived, and good for the headline of its key alone.
event_vectors = Table(
    "event_vectors",
    METADATA,
    #: Later ones have a higher number: whoever knows some need not read them again.
    Column("number", Integer, primary_key=True),
    Column("event_key", ForeignKey("events.key", ondelete="CASCADE"), nullable=False, unique=True),
    #: `vector_tables.text_key` of the headline.
    Column("text_key", LargeBinary, nullable=False, index=True),
    Column("vector", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)

#: Where events happened, as their words say; derived, and made again where an event's `sequence` is later.
event_places = Table(
    "event_places",
    METADATA,
    Column("event_key", ForeignKey("events.key", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("sequence", Integer, nullable=False),
    #: ISO 3166-1 code; None, with all that follows, where the words say no place.
    Column("country", Text, index=True),
    Column("region_key", Text, index=True),
    Column("place_key", Text, index=True),
    #: JSON of the `model_places.Place`, for counting, and of the `model_places.EventPlace`.
    Column("place", LargeBinary),
    Column("document", LargeBinary),
)

#: Full text of SQLite: an index beside `events`, kept in step by triggers, so that no write can forget it.
FULL_TEXT_SQLITE = (
    """
    CREATE VIRTUAL TABLE events_text USING fts5 (
        headline, summary, context, content = 'events', content_rowid = 'key', tokenize = 'porter unicode61'
    )
    """,
    """
    CREATE TRIGGER events_text_insert AFTER INSERT ON events BEGIN
        INSERT INTO events_text (rowid, headline, summary, context)
        VALUES (new.key, new.headline, new.summary, new.context);
    END
    """,
    """
    CREATE TRIGGER events_text_delete AFTER DELETE ON events BEGIN
        INSERT INTO events_text (events_text, rowid, headline, summary, context)
        VALUES ('delete', old.key, old.headline, old.summary, old.context);
    END
    """,
    """
    CREATE TRIGGER events_text_update AFTER UPDATE ON events BEGIN
        INSERT INTO events_text (events_text, rowid, headline, summary, context)
        VALUES ('delete', old.key, old.headline, old.summary, old.context);
        INSERT INTO events_text (rowid, headline, summary, context)
        VALUES (new.key, new.headline, new.summary, new.context);
    END
    """,
)

#: An event whose words are the same is not indexed anew: most changes are of something else.
UPDATED_FULL_TEXT_SQLITE = (
    "DROP TRIGGER events_text_update",
    """
    CREATE TRIGGER events_text_update AFTER UPDATE OF headline, summary, context ON events
    WHEN (old.headline, old.summary, old.context) IS NOT (new.headline, new.summary, new.context) BEGIN
        INSERT INTO events_text (events_text, rowid, headline, summary, context)
        VALUES ('delete', old.key, old.headline, old.summary, old.context);
        INSERT INTO events_text (rowid, headline, summary, context)
        VALUES (new.key, new.headline, new.summary, new.context);
    END
    """,
)


def _first(connection: Connection) -> None:
    METADATA.create_all(connection, tables=[notes, events, revisions, event_topics, event_outlets])
    if connection.dialect.name == "sqlite":
        for statement in FULL_TEXT_SQLITE:
            connection.exec_driver_sql(statement)


def _reading(connection: Connection) -> None:
    METADATA.create_all(connection, tables=[event_addresses, articles, reports, citations, feeds])
    told = connection.execute(select(events.c.key, events.c.details))
    for page in told.partitions(_CHUNK):
        found = [row for key, details in page for row in rows.address_rows(key, rows.sources_of(details))]
        if found:
            connection.execute(event_addresses.insert(), found)


def _places(connection: Connection) -> None:
    METADATA.create_all(connection, tables=[event_places])


def _quieter(connection: Connection) -> None:
    for statement in UPDATED_FULL_TEXT_SQLITE if connection.dialect.name == "sqlite" else ():
        connection.exec_driver_sql(statement)


def _vectors(connection: Connection) -> None:
    METADATA.create_all(connection, tables=[event_vectors])


def _deciding(connection: Connection) -> None:
    create_corrections(connection)
    create_past(connection)


#: Step n brings an archive of version n to version n + 1. A step that has been released is never edited: when a table
#: of `METADATA` changes, the step that made it gets a copy of the table as it was.
MIGRATIONS: tuple[Callable[[Connection], None], ...] = (
    _first,
    create_captures,
    _reading,
    _places,
    _deciding,
    create_claims,
    create_tellings,
    create_claimants,
    create_spellings,
    _quieter,
    _vectors,
    create_imprints,
)
