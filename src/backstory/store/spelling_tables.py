"""`protocol.SpellingIndex` in SQL: which names of topics are other spellings of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Column, Connection, MetaData, Row, Table, Text, delete, select
from sqlalchemy.dialects.sqlite import insert

from backstory.model_story import Alias
from backstory.store.tables import Tables, among, packed

METADATA = MetaData()

#: How many values one statement names; SQLite allows 32,766.
_CHUNK = 2_000

#: Names that the archive takes for other spellings of a topic.
aliases = Table(
    "topic_aliases",
    METADATA,
    Column("topic_key", Text, primary_key=True),
    #: The most used spelling, and why they are one.
    Column("alias_of", Text, nullable=False),
    Column("because", Text, nullable=False),
    sqlite_with_rowid=False,
)

_ALIASES = select(aliases).order_by(aliases.c.topic_key)
_ALIASES_OF = select(aliases).where(among(aliases.c.topic_key, "keys"))

#: What names are found by that may be spellings of one.
marks = Table(
    "topic_marks",
    METADATA,
    Column("mark", Text, primary_key=True),
    Column("topic_key", Text, primary_key=True, index=True),
    sqlite_with_rowid=False,
)

#: Topics whose events have changed since it was decided what they are spellings of.
due = Table(
    "topics_due",
    METADATA,
    Column("topic_key", Text, primary_key=True),
    sqlite_with_rowid=False,
)

#: Kept by triggers, so that no write can forget it.
_TRIGGERS = tuple(
    f"""
    CREATE TRIGGER topics_due_{verb.lower()} AFTER {verb} ON event_topics BEGIN
        INSERT OR IGNORE INTO topics_due VALUES ({row}.topic_key);
    END
    """
    for verb, row in (("INSERT", "new"), ("DELETE", "old"))
)


def create_spellings(connection: Connection) -> None:
    """Make the tables: a step of `schema.MIGRATIONS`."""
    METADATA.create_all(connection, tables=[aliases, marks, due])
    connection.exec_driver_sql("INSERT INTO topics_due SELECT DISTINCT topic_key FROM event_topics")
    if connection.dialect.name == "sqlite":
        for statement in _TRIGGERS:
            connection.exec_driver_sql(statement)


class SpellingTables(Tables):
    """A `protocol.SpellingIndex` over the tables."""

    def due(self) -> set[str]:
        """The topics to decide on: see `SpellingIndex.due`."""
        with self._errors():
            return set(self._connection.execute(select(due.c.topic_key)).scalars())

    def again(self, keys: Iterable[str]) -> None:
        """Decide on some topics again: see `SpellingIndex.again`."""
        made = [{"topic_key": key} for key in keys]
        with self._errors():
            if made:
                self._connection.execute(insert(due).on_conflict_do_nothing(), made)

    def marks(self, keys: Iterable[str]) -> set[str]:
        """What some topics are found by: see `SpellingIndex.marks`."""
        return self._looked_up(marks.c.mark, marks.c.topic_key, keys)

    def marked(self, found_by: Iterable[str]) -> set[str]:
        """The topics that are found by some marks: see `SpellingIndex.marked`."""
        return self._looked_up(marks.c.topic_key, marks.c.mark, found_by)

    def _looked_up(self, wanted: Column[str], by: Column[str], values: Iterable[str]) -> set[str]:
        with self._errors():
            chunks = (self._connection.execute(select(wanted).where(by.in_(chunk))) for chunk in _chunks(values))
            return {value for chunk in chunks for value in chunk.scalars()}

    def decide(self, found_by: Mapping[str, Iterable[str]], decided: Mapping[str, Alias]) -> None:
        """Keep what was decided of some topics: see `SpellingIndex.decide`."""
        marked = [{"mark": mark, "topic_key": key} for key, each in found_by.items() for mark in each]
        other = [
            {"topic_key": key, "alias_of": alias.topic, "because": alias.because} for key, alias in decided.items()
        ]
        with self._errors():
            for chunk in _chunks(found_by):
                for table in (aliases, marks, due):
                    self._connection.execute(delete(table).where(table.c.topic_key.in_(chunk)))
            for table, made in ((marks, marked), (aliases, other)):
                if made:
                    self._connection.execute(insert(table), made)

    def aliases(self) -> dict[str, Alias]:
        """Every other spelling: see `SpellingIndex.aliases`."""
        with self._errors():
            return _aliases(self._connection.execute(_ALIASES))

    def aliases_of(self, keys: Iterable[str]) -> dict[str, Alias]:
        """Those among some topics: see `SpellingIndex.aliases_of`."""
        with self._errors():
            return _aliases(self._connection.execute(_ALIASES_OF, {"keys": packed(keys)}))


def _aliases(rows: Iterable[Row[tuple[str, str, str]]]) -> dict[str, Alias]:
    return {row.topic_key: Alias(row.alias_of, row.because) for row in rows}


def _chunks(values: Iterable[str]) -> Iterator[list[str]]:
    found = list(values)
    return (found[start : start + _CHUNK] for start in range(0, len(found), _CHUNK))
