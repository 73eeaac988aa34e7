"""What the site asks an archive for, and the copy of it in memory that a full build works on."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from itertools import groupby
from typing import Any, Protocol, TypeVar

import msgspec

from backstory.model import Event, Report, Telling
from backstory.model_claims import Ledger, Reading, Told
from backstory.model_corrections import Correction, Redirect
from backstory.model_places import EventPlace
from backstory.model_story import Alias
from backstory.model_tellings import Coverage, Derived
from backstory.site.pages import Page, letter_of
from backstory.site.spellings import Spellings
from backstory.site.views import Named
from backstory.store.claim_tables import capture_key, told_of, words_key
from backstory.store.protocol import Change, ClaimantRow, OutletRow, PlaceCount, TopicRow
from backstory.urls import address_key, name_key

Row = TypeVar("Row", TopicRow, OutletRow)

#: Where an event stands in time: its day and its id. Events are in this order everywhere.
Place = tuple[dt.date, str]


class Records(Protocol):
    """What pages are gathered from: a part of `store.Store`; see there what each does."""

    def event(self, event_id: str) -> Event | None: ...
    def events(
        self,
        *,
        since: dt.date | None = None,
        until: dt.date | None = None,
        topics: Iterable[str] | None = None,
        outlet: str | None = None,
    ) -> Iterator[Event]: ...
    def places(self, *, topic: str | None = None, outlet: str | None = None) -> Sequence[Place]: ...
    def tally(self, since: dt.date, until: dt.date | None) -> Mapping[str, int]: ...
    def reports(self, event_id: str) -> Sequence[Report]: ...
    def place(self, event_id: str) -> EventPlace | None: ...
    def place_counts(self) -> Sequence[PlaceCount]: ...
    def picture(self, capture: int) -> bytes | None: ...
    def read_ahead(self, ids: Iterable[str]) -> None: ...
    def told(self, event: Event) -> Sequence[Told]: ...
    def ledger(self, event: Event) -> Ledger: ...
    def quoting(self, key: str) -> Sequence[str]: ...
    def derived(self, event_id: str) -> tuple[Derived, ...]: ...
    def coverage(self, event_id: str) -> Coverage | None: ...
    @property
    def corrections(self) -> Sequence[Correction]: ...
    @property
    def redirects(self) -> Mapping[str, Redirect]: ...
    @property
    def retired(self) -> Mapping[str, Sequence[Place]]: ...


class ClaimReadings(Protocol):
    """A part of `store.ClaimIndex`; see there what each does."""

    def claims(self, keys: Iterable[str] | None = None) -> Iterator[tuple[str, Reading]]: ...
    def claimants(self) -> list[ClaimantRow]: ...
    def quoting(self, key: str) -> list[str]: ...
    def all_quoting(self) -> dict[str, list[str]]: ...


#: Ties together what the texts of an event say.
Ledgers = Callable[[Sequence[Told]], Ledger]


def no_ledgers(texts: Sequence[Told]) -> Ledger:
    """They are not tied together."""
    return Ledger()


class Decided(Protocol):
    """A part of `store.CorrectionIndex`; see there what each does."""

    def corrections(self) -> Sequence[Correction]: ...
    def redirects(self) -> Sequence[Redirect]: ...
    def all_told(self) -> Iterator[Event]: ...


class Spelled(Protocol):
    """A part of `store.SpellingIndex`; see there what it does."""

    def aliases(self) -> Mapping[str, Alias]: ...


class TellingsKept(Protocol):
    """A part of `store.TellingIndex`; see there what each does."""

    def coverage(self, event_id: str) -> bytes | None: ...
    def all_coverage(self) -> Iterator[tuple[str, bytes]]: ...
    def derived(self, event_id: str) -> tuple[Derived, ...]: ...
    def all_derived(self) -> Iterator[tuple[str, tuple[Derived, ...]]]: ...


class Readings(Protocol):
    """A part of `store.ReadingIndex`; see there what each does."""

    def reports(self, event_id: str) -> Sequence[Report]: ...
    def all_reports(self, event_ids: Sequence[str] | None = None) -> Iterator[tuple[str, Report]]: ...


class Placed(Protocol):
    """A part of `store.PlaceIndex`; see there what each does."""

    def place(self, event_id: str) -> EventPlace | None: ...
    def all_places(self) -> Iterator[tuple[str, EventPlace]]: ...
    def counts(self) -> Sequence[PlaceCount]: ...


#: Gives the bytes of a captured picture by the number of the capture; None where they are gone or damaged.
Pictures = Callable[[int], bytes | None]


def no_pictures(capture: int) -> None:
    """There are none."""


class Reader(Protocol):
    """What a site is built from: the archive, or its store; see `store.Store` what each does."""

    @property
    def readings(self) -> Readings: ...
    @property
    def claim_index(self) -> ClaimReadings: ...

    @property
    def placed(self) -> Placed: ...

    @property
    def corrections(self) -> Decided: ...

    @property
    def tellings(self) -> TellingsKept: ...

    @property
    def spellings(self) -> Spelled: ...

    def event(self, event_id: str) -> Event | None: ...
    def of_ids(self, ids: Iterable[str]) -> dict[str, Event]: ...
    def events(
        self,
        *,
        since: dt.date | None = None,
        until: dt.date | None = None,
        topics: Iterable[str] | None = None,
        outlet: str | None = None,
    ) -> Iterator[Event]: ...
    def places(self, *, topic: str | None = None, outlet: str | None = None) -> Sequence[Place]: ...
    def tally(self, since: dt.date, until: dt.date | None) -> Mapping[str, int]: ...
    def read(self) -> AbstractContextManager[None]: ...
    def archive_id(self) -> str: ...
    def sequence(self) -> int: ...
    def changes(self, since: int) -> list[Change]: ...
    def days(self) -> list[tuple[dt.date, int]]: ...
    def topics(self, keys: Iterable[str] | None = None) -> list[TopicRow]: ...
    def outlets(self, keys: Iterable[str] | None = None) -> list[OutletRow]: ...


def outlet_keys(telling: Telling) -> tuple[str, ...]:
    """The keys of the outlets and agencies that an event cites, each once."""
    named = [name for source in telling.sources for name in (source.outlet, source.agency) if name]
    return tuple(dict.fromkeys(map(name_key, named)))


#: Where no name is another spelling.
NO_SPELLINGS = Spellings({})
#: Events of which what their texts say is kept at a time.
MOST_KEPT = 10_000


def spellings_of(reader: Reader) -> Spellings:
    """Which names an archive takes for spellings of one topic."""
    return Spellings.of(reader.spellings.aliases())


class Catalogue:
    """What an archive holds, without its events: its days, topics and outlets, and which of them have a page.

    A topic has a page when it is a heading above an event, or when two events share it.

    Args:
        days: every day with events, and their number, in order.
        topics: their names, in the order of their keys.
        outlets: in the order of their keys.
        claimants: in the order of their keys.
        spellings: which names are of one topic.
    """

    def __init__(
        self,
        days: Iterable[tuple[dt.date, int]],
        topics: Iterable[TopicRow],
        outlets: Iterable[OutletRow],
        claimants: Iterable[ClaimantRow] = (),
        spellings: Spellings = NO_SPELLINGS,
    ) -> None:
        #: Every day with events, and their number, in order.
        self.days = dict(days)
        self.spellings = spellings
        #: By key, in the order of the keys: every name of a topic, and topics in all their spellings.
        self.names = {row.key: row for row in topics}
        self.topics = spellings.rows(self.names)
        self.outlets = {row.key: row for row in outlets}
        self.claimants = {row.key: row for row in claimants}
        #: Every topic with its page, where it has one.
        self.named = {
            row.key: Named(row.name, Page("topic", row.key).path if row.headed or row.mentioned > 1 else None)
            for row in self.topics.values()
        }
        self._topics_of: dict[str, tuple[str, ...]] = {}

    @classmethod
    def of(cls, reader: Reader) -> Catalogue:
        """The catalogue of an archive."""
        return cls(
            reader.days(), reader.topics(), reader.outlets(), reader.claim_index.claimants(), spellings_of(reader)
        )

    def after(self, changes: Iterable[Change], reader: Reader) -> Catalogue:
        """The catalogue of an archive as it is now, with nothing counted again but what the changes touch.

        Args:
            changes: all changes since this catalogue was that of the archive.
            reader: the archive.
        """
        tellings: list[Telling] = []
        for change in changes:
            tellings += [telling for telling in (change.event, change.before) if telling]
        topics = {key for telling in tellings for key in NO_SPELLINGS.topics(telling)}
        outlets = {key for telling in tellings for key in outlet_keys(telling)}
        return Catalogue(
            reader.days(),
            _replaced(self.names, topics, reader.topics(topics)),
            _replaced(self.outlets, outlets, reader.outlets(outlets)),
            reader.claim_index.claimants(),
            spellings_of(reader),
        )

    @cached_property
    def months(self) -> list[str]:
        """Every month (`2015-12`) with events, in order."""
        return list(dict.fromkeys(day.isoformat()[:7] for day in self.days))

    @cached_property
    def years(self) -> dict[str, int]:
        """Every year with events, and their number."""
        counted: dict[str, int] = defaultdict(int)
        for day, count in self.days.items():
            counted[day.isoformat()[:4]] += count
        return dict(counted)

    @cached_property
    def topic_letters(self) -> dict[str, list[str]]:
        """The keys of the topics with a page, by the letter of the list that they stand in."""
        return _by_letter(key for key, named in self.named.items() if named.path)

    @cached_property
    def outlet_letters(self) -> dict[str, list[str]]:
        """The keys of the outlets, by the letter of the list that they stand in."""
        return _by_letter(self.outlets)

    @cached_property
    def shown_topics(self) -> dict[str, tuple[str, int]]:
        """What pages show of each topic with a page: its name, and its magnitude in what is related."""
        return {key: (named.name, self.magnitude(key)) for key, named in self.named.items() if named.path}

    @cached_property
    def shown_outlets(self) -> dict[str, str]:
        """The name of each outlet."""
        return {key: row.name for key, row in self.outlets.items()}

    @cached_property
    def shown_claimants(self) -> dict[str, ClaimantRow]:
        """Those who are quoted more than once, and so have a page."""
        return {key: row for key, row in self.claimants.items() if row.statements > 1}

    @cached_property
    def claimant_letters(self) -> dict[str, list[str]]:
        """The keys of the claimants with a page, by the letter of the list that they stand in."""
        return _by_letter(self.shown_claimants)

    def topics_of(self, event: Event) -> tuple[str, ...]:
        """The topics of an event of the archive, by key: see `Spellings.topics`."""
        # Every line that tells of it asks for them.
        if event.id not in self._topics_of:
            self._topics_of[event.id] = self.spellings.topics(event)
        return self._topics_of[event.id]

    def topic_named(self, name: str) -> Named | None:
        """The topic of a name, in any spelling; None where there is none."""
        return self.named.get(self.spellings.topic(name_key(name)))

    def size(self, topic: str) -> int:
        """Number of events of a topic."""
        row = self.topics[topic]
        return row.headed + row.mentioned

    def magnitude(self, topic: str) -> int:
        """The power of two that the size of a topic stays below."""
        return self.size(topic).bit_length()


def _replaced(rows: Mapping[str, Row], keys: set[str], now: Iterable[Row]) -> list[Row]:
    """The rows with those of some keys as they are now, in the order of their keys."""
    found = {key: row for key, row in rows.items() if key not in keys} | {row.key: row for row in now}
    return [found[key] for key in sorted(found)]


def _by_letter(keys: Iterable[str]) -> dict[str, list[str]]:
    return {letter: list(group) for letter, group in groupby(sorted(keys), key=letter_of)}


class Snapshot:
    """Everything in memory: what a full build gathers its pages from.

    Args:
        reader: the archive.
        pictures: its captured pictures.
        ledgers: ties together what the texts of an event say.
    """

    def __init__(self, reader: Reader, pictures: Pictures = no_pictures, ledgers: Ledgers = no_ledgers) -> None:
        self.picture = pictures
        self._ledgers = ledgers
        self.corrections = reader.corrections.corrections()
        self.redirects = redirects_of(reader)
        self.retired = retired_of(reader, self.redirects.values())
        self._spellings = spellings_of(reader)
        self._coverage = {name: _coverage.decode(data) for name, data in reader.tellings.all_coverage()}
        self._derived = dict(reader.tellings.all_derived())
        self._claims = dict(reader.claim_index.claims())
        self._quoting = reader.claim_index.all_quoting()
        # What several pages of a topic and those of its claimants ask for.
        self._told: dict[str, Sequence[Told]] = {}
        self._tied: dict[str, Ledger] = {}
        self._by_id = {event.id: event for event in reader.events()}
        self._reports: dict[str, list[Report]] = defaultdict(list)
        for event_id, report in reader.readings.all_reports():
            self._reports[event_id].append(report)
        self._place_of = dict(reader.placed.all_places())
        self._place_counts = reader.placed.counts()
        self._places: list[Place] = [(event.day, event.id) for event in self._by_id.values()]
        self._topic_lines: dict[str, list[Place]] = defaultdict(list)
        self._outlet_lines: dict[str, list[Place]] = defaultdict(list)
        for place, event in zip(self._places, self._by_id.values(), strict=True):
            for key in self._spellings.topics(event):
                self._topic_lines[key].append(place)
            for key in outlet_keys(event):
                self._outlet_lines[key].append(place)

    def event(self, event_id: str) -> Event | None:
        """See `Store.event`."""
        return self._by_id.get(event_id)

    def events(
        self,
        *,
        since: dt.date | None = None,
        until: dt.date | None = None,
        topics: Iterable[str] | None = None,
        outlet: str | None = None,
    ) -> Iterator[Event]:
        """See `Store.events`."""
        places: Iterable[Place]
        if outlet is not None:
            places = _between(self._outlet_lines.get(outlet, []), since, until)
        elif topics is None:
            places = _between(self._places, since, until)
        else:
            lines = [_between(self._line(key), since, until) for key in topics]
            places = lines[0] if len(lines) == 1 else sorted(set().union(*lines))
        return (self._by_id[event_id] for _, event_id in places)

    def places(self, *, topic: str | None = None, outlet: str | None = None) -> Sequence[Place]:
        """See `Store.places`."""
        return self._line(topic) if topic is not None else self._outlet_lines.get(outlet or "", [])

    def _line(self, topic: str) -> list[Place]:
        return self._topic_lines.get(self._spellings.topic(topic), [])

    def tally(self, since: dt.date, until: dt.date | None) -> Mapping[str, int]:
        """See `Store.tally`."""
        events = self.events(since=since, until=until)
        return Counter(key for event in events for key in self._spellings.topics(event))

    def reports(self, event_id: str) -> Sequence[Report]:
        """See `ReadingIndex.reports`."""
        return self._reports.get(event_id, [])

    def place(self, event_id: str) -> EventPlace | None:
        """See `PlaceIndex.place`."""
        return self._place_of.get(event_id)

    def place_counts(self) -> Sequence[PlaceCount]:
        """See `PlaceIndex.counts`."""
        return self._place_counts

    def read_ahead(self, ids: Iterable[str]) -> None:
        """All is read."""

    def told(self, event: Event) -> Sequence[Told]:
        """The texts that tell of an event, with what was read out of each."""
        if event.id not in self._told:
            _make_room(self._told)
            self._told[event.id] = told_of(event, self.reports(event.id), self._claims)
        return self._told[event.id]

    def ledger(self, event: Event) -> Ledger:
        """Who says what of an event."""
        if event.id not in self._tied:
            _make_room(self._tied)
            self._tied[event.id] = self._ledgers(self.told(event))
        return self._tied[event.id]

    def quoting(self, key: str) -> Sequence[str]:
        """See `ClaimIndex.quoting`."""
        return self._quoting[key]

    def coverage(self, event_id: str) -> Coverage | None:
        """Who tells an event; None where no article does."""
        return self._coverage.get(event_id)

    def derived(self, event_id: str) -> tuple[Derived, ...]:
        """See `TellingIndex.derived`."""
        return self._derived.get(event_id, ())


class Memo:
    """Records that are asked for again and again, asked of the archive once.

    Args:
        reader: the archive, which does not change meanwhile.
        pictures: its captured pictures.
        ledgers: ties together what the texts of an event say.
    """

    def __init__(self, reader: Reader, pictures: Pictures = no_pictures, ledgers: Ledgers = no_ledgers) -> None:
        self.picture = pictures
        self._ledgers = ledgers
        self.corrections = reader.corrections.corrections()
        self.redirects = redirects_of(reader)
        self.retired = retired_of(reader, self.redirects.values())
        self._spellings = spellings_of(reader)
        self._reader = reader
        self._events: dict[str, Event | None] = {}
        self._reports: dict[str, Sequence[Report]] = {}
        self._told: dict[str, Sequence[Told]] = {}
        self._tied: dict[str, Ledger] = {}
        self._places: dict[tuple[str | None, str | None], Sequence[Place]] = {}

    def event(self, event_id: str) -> Event | None:
        """See `Store.event`."""
        if event_id not in self._events:
            self._events[event_id] = self._reader.event(event_id)
        return self._events[event_id]

    def events(
        self,
        *,
        since: dt.date | None = None,
        until: dt.date | None = None,
        topics: Iterable[str] | None = None,
        outlet: str | None = None,
    ) -> Iterator[Event]:
        """See `Store.events`."""
        names = None if topics is None else [name for key in topics for name in self._spellings.names(key)]
        for event in self._reader.events(since=since, until=until, topics=names, outlet=outlet):
            self._events[event.id] = event
            yield event

    def places(self, *, topic: str | None = None, outlet: str | None = None) -> Sequence[Place]:
        """See `Store.places`."""
        if (topic, outlet) not in self._places:
            names = [None] if topic is None else self._spellings.names(topic)
            lines = [self._reader.places(topic=name, outlet=outlet) for name in names]
            self._places[topic, outlet] = self._spellings.line(lines)
        return self._places[topic, outlet]

    def tally(self, since: dt.date, until: dt.date | None) -> Mapping[str, int]:
        """See `Store.tally`."""
        counts: Counter[str] = Counter()
        for name, count in self._reader.tally(since, until).items():
            counts[self._spellings.topic(name)] += count
        return counts

    def reports(self, event_id: str) -> Sequence[Report]:
        """See `ReadingIndex.reports`."""
        if event_id not in self._reports:
            self._reports[event_id] = self._reader.readings.reports(event_id)
        return self._reports[event_id]

    def place(self, event_id: str) -> EventPlace | None:
        """See `PlaceIndex.place`."""
        return self._reader.placed.place(event_id)

    def place_counts(self) -> Sequence[PlaceCount]:
        """See `PlaceIndex.counts`."""
        return self._reader.placed.counts()

    def read_ahead(self, ids: Iterable[str]) -> None:
        """Ask at once for some events and what their texts say, which takes a tenth of the time of asking for each."""
        wanted = [each for each in dict.fromkeys(ids) if each not in self._told]
        if missing := [each for each in wanted if each not in self._events]:
            self._events |= self._reader.of_ids(missing)
        asked = [event for each in wanted if (event := self._events.get(each))]
        if not asked:
            return
        reports: dict[str, list[Report]] = {event.id: [] for event in asked}
        for event_id, report in self._reader.readings.all_reports(list(reports)):
            reports[event_id].append(report)
        captures = {report.capture for held in reports.values() for report in held}
        keys = dict.fromkeys([*map(words_key, asked), *map(capture_key, sorted(captures))])
        read = dict(self._reader.claim_index.claims(keys))
        for event in asked:
            self._reports[event.id] = sorted(reports[event.id], key=lambda report: address_key(report.url))
            self._told[event.id] = told_of(event, self._reports[event.id], read)

    def told(self, event: Event) -> Sequence[Told]:
        """The texts that tell of an event, with what was read out of each."""
        if event.id not in self._told:
            self._events[event.id] = event
            self.read_ahead([event.id])
        return self._told[event.id]

    def ledger(self, event: Event) -> Ledger:
        """Who says what of an event."""
        if event.id not in self._tied:
            self._tied[event.id] = self._ledgers(self.told(event))
        return self._tied[event.id]

    def quoting(self, key: str) -> Sequence[str]:
        """See `ClaimIndex.quoting`."""
        return self._reader.claim_index.quoting(key)

    def coverage(self, event_id: str) -> Coverage | None:
        """Who tells an event; None where no article does."""
        found = self._reader.tellings.coverage(event_id)
        return _coverage.decode(found) if found else None

    def derived(self, event_id: str) -> tuple[Derived, ...]:
        """See `TellingIndex.derived`."""
        return self._reader.tellings.derived(event_id)


def _make_room(kept: dict[str, Any]) -> None:
    """Let go of what is kept of events where it is much: the pages that ask for it again stand near each other."""
    if len(kept) >= MOST_KEPT:
        kept.clear()


def redirects_of(reader: Reader) -> dict[str, Redirect]:
    """Names that lead to others, by where their pages stood: what editors decided, and other spellings of topics."""
    decided = [each for each in reader.corrections.redirects() if each.public]
    aliases = reader.spellings.aliases()
    spelled = [Redirect("topic", key, alias.topic, because=alias.because) for key, alias in aliases.items()]
    return {Page("event" if each.kind == "event" else "topic", each.old).path: each for each in (*decided, *spelled)}


def retired_of(reader: Reader, redirects: Iterable[Redirect]) -> dict[str, Sequence[Place]]:
    """For each name of a topic that leads to another, where the events stand that sources tell under it, in order."""
    names = {each.old: each.because for each in redirects if each.kind == "topic"}
    told: dict[str, list[Place]] = defaultdict(list)
    for event in reader.corrections.all_told() if names else ():
        for key in NO_SPELLINGS.topics(event):
            told[key].append((event.day, event.id))
    return {key: reader.places(topic=key) if because else sorted(told[key]) for key, because in names.items()}


_coverage = msgspec.json.Decoder(Coverage)


def _between(line: list[Place], since: dt.date | None, until: dt.date | None) -> list[Place]:
    start = bisect_left(line, (since, "")) if since else 0
    end = bisect_left(line, (until, "")) if until else len(line)
    return line[start:end]
