"""What a store must do, whatever engine keeps it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from backstory.model import ArchiveInfo, Article, Capture, Citation, Event, Finding, Report, Telling
from backstory.model_claims import Reading
from backstory.model_corrections import Correction, Named, Redirect
from backstory.model_feeds import FeedState
from backstory.model_places import EventPlace, Place
from backstory.model_story import Alias
from backstory.model_tellings import ArticleTelling, Derived, Verdict

if TYPE_CHECKING:
    from backstory.columns import Columns, Holding, Vector, Vectors


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

    @classmethod
    def joined(cls, rows: Sequence[TopicRow]) -> TopicRow:
        """Names that are spellings of one topic as that topic, which is called by the first."""
        names = [name for row in rows for name in (row.name, *row.aliases)]
        return cls(
            key=rows[0].key,
            name=rows[0].name,
            aliases=tuple(dict.fromkeys(name for name in names if name != rows[0].name)),
            title=next((row.title for row in rows if row.title), None),
            headed=sum(row.headed for row in rows),
            mentioned=sum(row.mentioned for row in rows),
        )


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
class PlaceCount:
    """The events of a year at a place."""

    #: The place.
    place: Place
    #: The year, as `2015`.
    year: str
    #: Their number.
    events: int
    #: Id of the last of them.
    latest: str


@dataclass(frozen=True, slots=True)
class ClaimantRow:
    """Somebody who is quoted, as the store keeps it."""

    #: `claim_tables.claimant_key` of the name.
    key: str
    #: The most used spelling.
    name: str
    #: Statements, and the events that they are of.
    statements: int
    events: int
    #: What changes when one of the statements does.
    mark: int


@dataclass(frozen=True, slots=True)
class Change:
    """An event that was added, changed or taken out."""

    #: Its id.
    id: str
    #: As it stands now; None where it is there no longer.
    event: Event | None
    #: As it stood at the point asked about; None where it is new since then, or says the same.
    before: Telling | None
    #: Whether it was added since then.
    is_new: bool = False


class CaptureIndex(Protocol):
    """Keeps where captures stand in the WARC files, one row each, in the order of their chain. Rows are never changed.

    Writing happens inside the store's `write()`. Any method may raise `ArchiveError` or one of its kinds.
    """

    def put_captures(self, captures: Sequence[Capture]) -> None:
        """Add captures, which are the next of the chain."""

    def capture(self, number: int) -> Capture | None:
        """The capture of that number, or None."""

    def captures(self, url: str) -> list[Capture]:
        """All captures of an address, those that were asked for under it included, by the time they were captured.

        Args:
            url: in any spelling that `urls.address_key` takes for the same.
        """

    def captures_after(self, number: int) -> Iterator[Capture]:
        """The captures that follow that number in the chain, streamed."""

    def last_capture(self) -> Capture | None:
        """The end of the chain; its link is the head. None where there is no capture."""

    def holder(self, sha256: str) -> Capture | None:
        """The capture whose record holds the bytes of that digest, or None."""


class ReadingIndex(Protocol):
    """Keeps what was read from captures, what it brings to events, and what is known of the addresses that they cite.

    Writing happens inside the store's `write()`. Any method may raise `ArchiveError` or one of its kinds.
    """

    def citing(self, urls: Iterable[str]) -> list[Event]:
        """The events that cite one of some addresses (`urls.address_key` compares them), in order."""

    def put_article(self, capture: int, url: str | None, article: Article) -> None:
        """Keep what was read from a capture, replacing what was read from it under that address before."""

    def article(self, capture: int) -> Article | None:
        """What was read from a capture, or None; of a feed, what it says of the first of its pages."""

    def reading(self, capture: int, key: str) -> Article | None:
        """What was read from a capture under a key (`ArticleTelling.reading`), or None."""

    def read_from(self, url: str) -> tuple[int, Article] | None:
        """What was read last from an address, after the number of its capture; None where nothing was."""

    def has_article(self, url: str) -> bool:
        """Whether anything was read from an address (`urls.address_key` compares them)."""

    def articles(self) -> Iterator[tuple[int, Article]]:
        """Everything that was read, after the number of its capture, in the order of those."""

    def put_reports(self, event_id: str, reports: Sequence[Report]) -> None:
        """Tie pages to an event, each replacing what the event had from the same address."""

    def reports(self, event_id: str) -> list[Report]:
        """The pages tied to an event, in the order of their addresses."""

    def drop_reports(self, event_id: str) -> None:
        """Tie no page to an event any longer."""

    def all_reports(self, event_ids: Sequence[str] | None = None) -> Iterator[tuple[str, Report]]:
        """Every tie, or those of some events, after the id of its event, in no order that counts, streamed."""

    def put_citation(self, citation: Citation) -> None:
        """Keep what came of asking for an address."""

    def citations(
        self,
        *,
        since: dt.date | None = None,
        until: dt.date | None = None,
        topics: Iterable[str] | None = None,
        open_before: dt.datetime | None = None,
        limit: int | None = None,
    ) -> list[Citation]:
        """The addresses that events cite, by the first day of an event that does, each once.

        Args:
            since: first day of the event, inclusive.
            until: first day that is out: exclusive.
            topics: keys of topics of which the event must have one.
            open_before: only those that nobody asked for yet, or that failed when they were last asked for before then.
            limit: at most so many.
        """

    def findings(self) -> dict[Finding | None, int]:
        """How many of the addresses that events cite came to what; None for those that nobody asked for yet."""

    def put_feed(self, feed: FeedState) -> None:
        """Keep what is known of a feed or sitemap, replacing what was known before."""

    def drop_feed(self, address: str) -> None:
        """Follow a feed or sitemap no longer."""

    def feeds(self) -> list[FeedState]:
        """Every feed and sitemap that is followed, by address."""


class PlaceIndex(Protocol):
    """Keeps where events happened. Derived from what they say: whoever asks sees to it that it is up to date.

    Writing happens inside the store's `write()`. Any method may raise `ArchiveError` or one of its kinds.
    """

    def unplaced(self, limit: int) -> list[Event]:
        """At most so many of the events that have changed since their place was kept, or that are new, in order."""

    def put_places(self, places: Sequence[tuple[str, EventPlace | None]]) -> None:
        """Keep where events happened, each after its id; None for one whose words do not say."""

    def forget_places(self) -> None:
        """Take every event for one whose place nobody looked for."""

    def place(self, event_id: str) -> EventPlace | None:
        """Where an event happened, as far as it was kept."""

    def all_places(self) -> Iterator[tuple[str, EventPlace]]:
        """Every event that has a place, by its id, with the place; in the order of the events, streamed."""

    def counts(self) -> list[PlaceCount]:
        """The events of every place, a year at a time, in an order that stays."""


class CorrectionIndex(Protocol):
    """Keeps what editors decided, what sources say of the events that are shown otherwise, and which names lead on.

    Writing happens inside the store's `write()`. Any method may raise `ArchiveError` or one of its kinds.
    """

    def append(self, correction: Correction) -> None:
        """Add a decision, which is the next of the record. None is ever changed or taken away."""

    def corrections(self) -> list[Correction]:
        """All decisions, in order."""

    def put_told(self, event: Event) -> None:
        """Keep what sources say of an event that is shown otherwise, or not at all."""

    def drop_told(self, event_id: str) -> None:
        """The event is shown as its sources tell it, from now on."""

    def told(self, ids: Iterable[str]) -> dict[str, Event]:
        """What sources say of those of some events that are shown otherwise, or not at all, by id."""

    def told_of(self, days: Iterable[dt.date] = (), ids: Iterable[str] = ()) -> list[Event]:
        """The same for all that sources tell under one of some days, or that they or the archive call by some ids."""

    def all_told(self) -> Iterator[Event]:
        """The same for all events, in the order of their ids."""

    def put_redirect(self, redirect: Redirect) -> None:
        """Let a name lead to another, whatever it led to before."""

    def drop_redirect(self, kind: Named, old: str) -> None:
        """Let a name lead nowhere."""

    def leads_to(self, kind: Named, name: str) -> str:
        """What a name leads to at last: itself where it leads nowhere."""

    def redirects(self) -> list[Redirect]:
        """Every name that leads to another, with what it leads to at last, by kind and name."""


class SpellingIndex(Protocol):
    """Keeps which names of topics are other spellings of one, as the archive decided. Names go by `urls.name_key`.

    Writing happens inside the store's `write()`. Any method may raise `ArchiveError` or one of its kinds.
    """

    def due(self) -> set[str]:
        """The topics whose events have changed since it was decided what they are spellings of."""

    def again(self, keys: Iterable[str]) -> None:
        """Count some topics among those."""

    def marks(self, keys: Iterable[str]) -> set[str]:
        """What some topics are found by."""

    def marked(self, marks: Iterable[str]) -> set[str]:
        """The topics that are found by one of some marks."""

    def decide(self, marks: Mapping[str, Iterable[str]], aliases: Mapping[str, Alias]) -> None:
        """Keep what was decided of some topics, replacing what was decided of them before; they are due no longer.

        Args:
            marks: of each topic that was decided on, what it is found by; nothing where it is there no longer.
            aliases: those of them that are other spellings.
        """

    def aliases(self) -> dict[str, Alias]:
        """Every topic that is another spelling, with what it is a spelling of, in the order of the keys."""

    def aliases_of(self, keys: Iterable[str]) -> dict[str, Alias]:
        """The same of some topics; what is not asked for costs nothing."""


class ClaimIndex(Protocol):
    """Keeps what was read out of texts, by the keys of `claim_tables`. Writing happens inside the store's `write()`."""

    def put_claims(self, read: Mapping[str, Reading]) -> None:
        """Keep what was read out of some texts, by their keys, replacing what was read out of them before."""

    def claims(self, keys: Iterable[str] | None = None) -> Iterator[tuple[str, Reading]]:
        """What was read out of the texts of some keys, or of all, with the key, in no order that counts."""

    def known(self, keys: Iterable[str] | None = None) -> set[str]:
        """Those of some keys, or of all, whose texts were read."""

    def put_claimants(self, event_ids: Sequence[str], rows: Iterable[Mapping[str, str | int]]) -> None:
        """Keep who is quoted in the texts of some events, replacing what was kept of those; rows of the table."""

    def claimants(self) -> list[ClaimantRow]:
        """Everybody who is quoted, in the order of the keys."""

    def quoting(self, key: str) -> list[str]:
        """The ids of the events that quote somebody, in order."""

    def all_quoting(self) -> dict[str, list[str]]:
        """The same for everybody, by key."""

    def forget_claims(self, keys: Iterable[str] | None = None) -> None:
        """Let go of what was read out of the texts of some keys, or of all."""


class Under(NamedTuple):
    """A telling under one of its words."""

    #: The word.
    word: str
    #: Id of the event that it came to by itself, and its day.
    event: str
    day: dt.date | None


class TellingIndex(Protocol):
    """Keeps which event each article tells, and the words that tellings are found by.

    Positions (`ArticleTelling.position`) are compared as text. Writing happens inside the store's `write()`. Any method
    may raise `ArchiveError` or one of its kinds.
    """

    def put(self, telling: ArticleTelling, traits: bytes, words: Sequence[str]) -> None:
        """Keep a telling that is new.

        Args:
            telling: the telling.
            traits: what it is known by, as `traits` is to give it back.
            words: what it is to be found under, each once.
        """

    def drop(self, position: str) -> None:
        """Forget a telling."""

    def clear(self) -> None:
        """Forget all tellings, and what they say together."""

    def decide(self, position: str, verdict: Verdict, perhaps: Mapping[str, float]) -> None:
        """Keep which event a telling came to by itself, and tells until `tell` says otherwise.

        Args:
            position: where it stands.
            verdict: what was decided on it alone.
            perhaps: the other events that it may tell, each with how probable that is.
        """

    def tell(self, strand: str, event_id: str) -> None:
        """All tellings that came to an event by themselves tell another from now on, or that one again."""

    def at(self, position: str) -> ArticleTelling | None:
        """The telling at a position, or None."""

    def of_keys(self, keys: Iterable[str]) -> list[ArticleTelling]:
        """The tellings of some addresses (`urls.address_key`), in order."""

    def of_capture(self, capture: int) -> list[ArticleTelling]:
        """The tellings read from a capture, in order."""

    def of_event(self, event_id: str) -> list[ArticleTelling]:
        """The tellings of an event, in order."""

    def of_events(self, ids: Sequence[str]) -> dict[str, list[ArticleTelling]]:
        """The same for each of some events."""

    def of_strands(self, ids: Sequence[str]) -> dict[str, list[ArticleTelling]]:
        """The tellings that came to each of some events by themselves, in order."""

    def perhaps(self, position: str) -> dict[str, float]:
        """The other events that a telling may tell, each with how probable that is."""

    def doubts(self, ids: Sequence[str]) -> list[tuple[str, str, float]]:
        """What is in doubt about some events.

        Args:
            ids: of events.

        Returns:
            An event that a telling came to, another that it may tell, and how probable that is at most; in order. One
            of the two is among the ids.
        """

    def all(self) -> list[ArticleTelling]:
        """All tellings, in order."""

    def open(self, event_id: str) -> None:
        """An event is one that articles opened."""

    def close(self, event_id: str) -> None:
        """An event is none that articles opened, from now on; what was derived of it is forgotten."""

    def opened(self, ids: Iterable[str] | None = None, *, since: dt.date | None = None) -> set[str]:
        """The events that articles opened, or those of some ids that are such, or that are shown from some day on."""

    def under(self, words: Sequence[str], before: str, limit: int) -> Iterable[Under]:
        """The tellings of events under each of some words that stand last before a position, at most so many a word."""

    def listed(self, first: dt.date, last: dt.date) -> list[tuple[str, dt.date, str]]:
        """The events that sources list under some days, the last itself included, and that are shown as they are told.

        Returns:
            Id, day and words of each, in no order that counts: headline, summary and the names of its topics.
        """

    def latest(self, since: dt.date | None, until: dt.date, most: int) -> list[str]:
        """The ids of the latest events that sources list, in no order that counts.

        Args:
            since: the first day that they may be of; None for all.
            until: the first day that is out: exclusive.
            most: so many if there are, and with them all of the first of their days.
        """

    def headed(self, keys: Iterable[str], until: dt.date) -> set[str]:
        """Those of some topics, by their keys, that an event which sources list stands under before a day."""

    def sharing(self, words: Iterable[str], after: str, until: str) -> set[str]:
        """The positions between two others of all tellings that stand under one of some words."""

    def last(self) -> str | None:
        """The last position; None where there is no telling."""

    def traits(self, positions: Sequence[str]) -> dict[str, bytes]:
        """What tellings are known by, by their positions."""

    def put_imprints(self, made: Mapping[str, bytes]) -> None:
        """Keep what is kept of tellings that tell events, of each once, by their positions."""

    def imprints(self, positions: Sequence[str]) -> dict[str, bytes]:
        """The same of those of some positions of which anything is kept."""

    def put_coverage(self, event_id: str, document: bytes | None) -> None:
        """Keep what the pages of an event say together; None where it has none."""

    def coverage(self, event_id: str) -> bytes | None:
        """What the pages of an event say together; None where it has none."""

    def all_coverage(self) -> Iterator[tuple[str, bytes]]:
        """The same of every event after the id of its event, in no order that counts."""

    def put_derived(self, event_id: str, found: Sequence[Derived]) -> None:
        """Keep what was derived of an event that articles opened, replacing what was kept before."""

    def derived(self, event_id: str) -> tuple[Derived, ...]:
        """What was derived of an event, as it was kept."""

    def all_derived(self) -> Iterator[tuple[str, tuple[Derived, ...]]]:
        """The same of every event after its id, in no order that counts."""


#: The note of what made the vectors, after the `sequence` up to which every event has that of its headline, or -1.
VECTORS = "vectors"


class VectorIndex(Protocol):
    """Keeps where the meaning of the headlines of events points, as one model has it.

    Writing happens inside the store's `write()`. Any method may raise `ArchiveError` or one of its kinds.
    """

    def forget(self) -> None:
        """Let all vectors go."""

    def wanting(self, since: int) -> dict[int, str]:
        """The headlines of the events changed after that `sequence` that have no vector, by the keys of the events."""

    def put(self, keys: Mapping[int, str], made: Mapping[str, Vector]) -> None:
        """Keep the vectors of headlines, for events by their keys; what is no event any more is passed over."""

    def columns(self, since: int) -> Vectors:
        """The vectors of all events.

        Args:
            since: the `sequence` up to which every event is known to have the vector of its headline.
        """


class Store(Protocol):
    """Keeps events, with their topics, sources and earlier tellings, and finds them again.

    Reading needs no transaction. Writing happens inside `write()`: all of it is kept or none, also when the process
    is killed, and nothing is kept before the block ends. One thread uses a store; several processes may read one
    archive while one writes. Orders are total: events go by day, then id.

    Any method may raise `ArchiveError` or one of its kinds.
    """

    def close(self) -> None:
        """Let go of the file or connection; closing twice is allowed."""

    @property
    def location(self) -> str:
        """Its path or address, ":memory:" where it has none."""

    @property
    def capture_index(self) -> CaptureIndex:
        """Where the captures stand in their files."""

    @property
    def readings(self) -> ReadingIndex:
        """What was read from the captures."""

    @property
    def placed(self) -> PlaceIndex:
        """Where events happened."""

    @property
    def tellings(self) -> TellingIndex:
        """Which event each article tells."""

    @property
    def corrections(self) -> CorrectionIndex:
        """What editors decided."""

    @property
    def spellings(self) -> SpellingIndex:
        """Which names of topics are other spellings of one."""

    @property
    def vectors(self) -> VectorIndex:
        """Where the meaning of headlines points."""

    def remove(self, ids: Sequence[str]) -> None:
        """Take events out, with all that hangs on them."""

    @property
    def claim_index(self) -> ClaimIndex:
        """What was read out of the texts."""

    def touch(self, ids: Sequence[str]) -> None:
        """Count some events as changed though they say the same: what hangs on them has changed."""

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

    def of_ids(self, ids: Iterable[str]) -> dict[str, Event]:
        """The events of some ids that are there, by id."""

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
        """Events in order, streamed; all filters must hold.

        Args:
            since: first day, inclusive.
            until: first day that is out: exclusive.
            topics: keys (`urls.name_key`) of which one must be a heading above the event or a linked name in it.
            outlet: key of an outlet or agency that it cites.
            places: codes of countries (ISO 3166-1), or keys of names of countries, regions and towns, at one of which
                it happened, as far as `placed` knows.
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

    def columns(self) -> Columns:
        """What is known of every event, as columns of numbers."""

    def holding(self, terms: Sequence[str], *, until: dt.date | None = None) -> list[Holding]:
        """For each term, how many events before a day hold it, and the rows of `columns` of the latest of them."""

    def of_keys(self, keys: Sequence[int]) -> dict[int, Event]:
        """The events of some rows of `columns`, by row."""

    def headlines(self, keys: Sequence[int]) -> dict[int, str]:
        """The headlines of some rows of `columns`, by row."""

    def stretches(self, keys: Iterable[str] | None = None) -> dict[str, tuple[dt.date, dt.date]]:
        """For each topic that is a heading, or those of some keys, the first and the last day of an event under it."""

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
        """A number that grows whenever an event is added, changed or taken out."""

    def changes(self, since: int) -> list[Change]:
        """What was added or changed after that `sequence`, each event once, in order; then what was taken out."""

    def remember(self, key: str, value: str) -> None:
        """Keep a note beside the events, replacing the one of that key: how far a long fetch came, say."""

    def recall(self, key: str) -> str | None:
        """The note of that key, or None."""
