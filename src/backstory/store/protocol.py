"""What a store must do, whatever engine keeps it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from backstory.model import ArchiveInfo, Event, Telling


@dataclass(frozen=True, slots=True)
class Hit:
    """An event that full text found."""

    #: The event.
    event: Event
    #: More is better; comparable only within one answer.
    score: float


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic as the store keeps it."""

    #: `urls.name_key` of its name.
    key: str
    #: Its most used spelling.
    name: str
    #: Other spellings, most used first.
    aliases: tuple[str, ...]
    #: Title of its Wikipedia page, where a source links one.
    title: str | None
    #: Events that stand under it as a heading.
    headed: int
    #: Events that link its name in their headline, and do not stand under it.
    mentioned: int


@dataclass(frozen=True, slots=True)
class OutletRow:
    """An outlet or agency as the store keeps it."""

    #: `urls.name_key` of its name.
    key: str
    #: Its most used spelling.
    name: str
    #: Other spellings, most used first.
    aliases: tuple[str, ...]
    #: Events that cite it.
    events: int


@dataclass(frozen=True, slots=True)
class Change:
    """An event that was added or changed."""

    #: As it stands now.
    event: Event
    #: As it stood at the point asked about; None where it is new since then.
    before: Telling | None


class Store(Protocol):
    """Keeps events, with their topics, sources and earlier tellings, and finds them again.

    Reading needs no transaction. Writing happens inside `write()`: all of it is kept or none, also when the process
    is killed, and nothing is kept before the block ends. One thread uses a store; several processes may read one
    archive while one writes. Orders are total: events go by day, then id.

    Any method may raise `ArchiveError` or one of its kinds.
    """

    def close(self) -> None:
        """Let go of the file or connection; closing twice is allowed."""

    def archive_id(self) -> str:
        """The random name that it got at its making."""

    def info(self) -> ArchiveInfo:
        """What is in it, counted."""

    def read(self) -> AbstractContextManager[None]:
        """One view of the archive: all that is read inside stands as it stood at the first read, whoever writes."""

    def write(self) -> AbstractContextManager[None]:
        """A transaction.

        Raises:
            ArchiveReadOnly: it cannot be written.
            ArchiveBusy: another process is writing and did not finish in the time allowed.
            ArchiveFull: there is no room; nothing of the block is kept.
        """

    def put(self, events: Sequence[Event]) -> None:
        """Add events, or replace those whose id is there already. `Event.revisions` is stored as given."""

    def event(self, event_id: str) -> Event | None:
        """The event of that id, or None."""

    def events(
        self,
        *,
        since: dt.date | None = None,
        until: dt.date | None = None,
        topics: Iterable[str] | None = None,
        outlet: str | None = None,
        newest_first: bool = False,
        limit: int | None = None,
    ) -> Iterator[Event]:
        """Events in order, streamed; all filters must hold.

        Args:
            since: first day, inclusive.
            until: first day that is out: exclusive.
            topics: keys (`urls.name_key`) of which one must be a heading above the event or a linked name in it.
            outlet: key of an outlet or agency that it cites.
            newest_first: latest day first.
            limit: at most so many.
        """

    def external(self, external_ids: Sequence[str]) -> list[Event]:
        """The events that their sources call by these ids, in order."""

    def search(
        self,
        terms: Mapping[str, float],
        *,
        least: int = 1,
        since: dt.date | None = None,
        until: dt.date | None = None,
        limit: int = 100,
    ) -> list[Hit]:
        """Events that hold at least so many of the terms, best first.

        The statistics behind the score are those of the events before `until` alone.

        Args:
            terms: words, each with its weight; one with blanks is a phrase.
            least: how many different terms an event must hold.
            since: first day, inclusive.
            until: first day that is out: exclusive.
            limit: at most so many.
        """

    def frequencies(self, terms: Sequence[str], *, until: dt.date | None = None) -> tuple[dict[str, int], int]:
        """For each term that occurs before a day, in how many events; and how many events there are before it."""

    def lines(self, keys: Sequence[str], *, until: dt.date | None = None, limit: int) -> dict[str, list[Event]]:
        """For each topic, the latest events before a day that stand under it as a heading, latest first."""

    def last_days(self, keys: Iterable[str], *, until: dt.date | None = None) -> dict[str, dt.date]:
        """For each topic with an event under it before a day, the last such event's day."""

    def days(self) -> list[tuple[dt.date, int]]:
        """Every day that has an event, with their number, in order."""

    def places(self, *, topic: str | None = None, outlet: str | None = None) -> Sequence[tuple[dt.date, str]]:
        """Day and id of every event of a topic, heading or linked name, or of an outlet, in order."""

    def tally(self, since: dt.date, until: dt.date | None) -> Mapping[str, int]:
        """How many events share each topic, by its key, from a day on and before another (None: no end)."""

    def topics(self, keys: Iterable[str] | None = None) -> list[TopicRow]:
        """All topics, or those of the keys that exist, in the order of their keys."""

    def outlets(self, keys: Iterable[str] | None = None) -> list[OutletRow]:
        """All outlets and agencies, or those of the keys that exist, in the order of their keys."""

    def sequence(self) -> int:
        """A number that grows whenever an event is added or changed."""

    def changes(self, since: int) -> list[Change]:
        """What was added or changed after that `sequence`, each event once, in order."""

    def remember(self, key: str, value: str) -> None:
        """Keep a note beside the events, replacing the one of that key: how far a long fetch came, say."""

    def recall(self, key: str) -> str | None:
        """The note of that key, or None."""
