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
)

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


def _first(connection: Connection) -> None:
    METADATA.create_all(connection)
    if connection.dialect.name == "sqlite":
        for statement in FULL_TEXT_SQLITE:
            connection.exec_driver_sql(statement)


#: Step n brings an archive of version n to version n + 1. A step that has been released is never edited: when a table
#: of `METADATA` changes, the step that made it gets a copy of the table as it was.
MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_first,)
