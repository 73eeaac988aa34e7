"""The day, topic and category of events that articles opened: derived, kept in the store, and brought up to its events.

With `ingest`, `evidence`, `follow`, `recall`, `placing` and `spelled`, it knows both the stages and the store.

Each event is laid beside what sources list of the days before it, and never beside what was derived of others: so what
is found depends on what is in the archive, and not on the order in which it came, and no guess rests on a guess.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

import msgspec

from backstory.corrections import put_told, standing, told_all
from backstory.events.digest import Part, part_of
from backstory.events.index import keys
from backstory.events.traits import Traits
from backstory.events.when import day_of_event
from backstory.listed import roots_of
from backstory.model import Event, Method, Quote, Telling
from backstory.model_tellings import ArticleTelling, Aspect, Derived
from backstory.store.protocol import Store
from backstory.stories.belonging import by_name, longest, names_in, of_story, with_derived
from backstory.stories.lately import LATEST, Lately
from backstory.times import day_after

#: To be changed with whatever changes what is found, so that archives look again.
RULES = "2"

#: Listed events that are kept in memory, about.
MOST = 10 * LATEST

#: Events whose articles are asked for at once.
_TOGETHER = 500

_NOTE = "derived"

_traits = msgspec.msgpack.Decoder(Traits)


def derive(store: Store) -> None:
    """Derive what no source says of events that articles opened: of new ones, and of those after what has changed.

    Args:
        store: the archive.

    Raises:
        ArchiveReadOnly: there is something to find, and the archive cannot be written.
    """
    if store.tellings.last() is None or store.recall(_NOTE) == _mark(store):
        return
    with store.write():
        past = _Past(store)
        belong: list[Event] = []
        changed: list[str] = []
        decided = standing(store)
        for event, first, known in _with_first(store, _due(store)):
            found = _found(store, past, event, first, known)
            if found != store.tellings.derived(event.id):
                store.tellings.put_derived(event.id, found)
                changed.append(decided.root(event.id))
            if (now := with_derived(event, found)) != event:
                belong.append(now)
        put_told(store, belong, decided)
        if changed:
            store.touch(changed)
        store.remember(_NOTE, _mark(store))


def _mark(store: Store) -> str:
    return f"{RULES} {store.sequence()}"


def _due(store: Store) -> list[Event]:
    """The events to be looked at, in the order of their days."""
    rules, _, sequence = (store.recall(_NOTE) or "").partition(" ")
    if rules == RULES:
        changes = store.changes(int(sequence))
        opened = store.tellings.opened(each.id for each in changes)
        # An event that was only touched says what it said: pages that it cites were added, say.
        said = (change for change in changes if change.is_new or change.before)
        listed = (change for change in said if change.id not in opened)
        first = min((day for change in listed for day in _days(change.event, change.before)), default=None)
        later = store.tellings.opened(since=day_after(first)) if first else set()
        hidden = {event.id for event in store.corrections.all_told()}
        due = later | opened | store.tellings.opened(hidden)
    else:
        due = store.tellings.opened()
    return sorted(told_all(store, due).values(), key=lambda event: (event.day, event.id))


def _days(*tellings: Telling | None) -> Iterator[dt.date]:
    return (each.day for each in tellings if each)


class _Past:
    """What the archive lists of the days before the days that are asked for, one after another."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lately = Lately()
        #: All of the latest events before this day are there.
        self._until: dt.date | None = None

    def before(self, day: dt.date) -> Lately:
        """The latest events before a day that is no earlier than the last that was asked for."""
        if self._until != day:
            added = self._read(day)
            if len(added) >= LATEST or len(self._lately) >= MOST:
                # What stands before them is looked at no longer, or is read again.
                self._lately, self._until = Lately(), None
                added = added if len(added) >= LATEST else self._read(day)
            self._lately.add((event, roots_of(event)) for event in added)
            self._until = day
        return self._lately

    def _read(self, day: dt.date) -> list[Event]:
        """The latest events that are not there yet, in order."""
        ids = self._store.tellings.latest(self._until, day, LATEST)
        return sorted(self._store.of_ids(ids).values(), key=lambda event: (event.day, event.id))


def _with_first(store: Store, events: Sequence[Event]) -> Iterator[tuple[Event, ArticleTelling, Traits]]:
    """Events with the first article that tells each, and what that is known by; without those that none tells."""
    for at in range(0, len(events), _TOGETHER):
        some = events[at : at + _TOGETHER]
        tellings = store.tellings.of_events([event.id for event in some])
        first = {name: each[0] for name, each in tellings.items() if each}
        known = store.tellings.traits([each.position for each in first.values()])
        for event in some:
            if event.id in first:
                yield event, first[event.id], _traits.decode(known[first[event.id].position])


def _found(store: Store, past: _Past, event: Event, first: ArticleTelling, known: Traits) -> tuple[Derived, ...]:
    """The day of an event and what it belongs to, by the words of the first article that tells it."""
    page = store.readings.reading(first.capture, first.reading)
    if page is None:
        return ()
    part = part_of(page, first.blocks)
    found = [_day(event, part, first.capture)]
    heaviest = {word: known.words[word] for word in keys(known)}
    found += of_story(part.article, past.before(event.day).nearest(heaviest, event.day))
    if all(each.about is not Aspect.TOPIC for each in found):
        named = names_in(part.article)
        if words := longest(named, store.tellings.headed(named, event.day)):
            found.append(by_name(replace(words, span=part.span(words.span)), first.capture))
    return tuple(found)


def _day(event: Event, part: Part, capture: int) -> Derived:
    """How the day of an event is known: by words of its first article, else as that of publication, which bounds it."""
    named = day_of_event(part.article)
    if named is None or named.date.span is None or named.date.day != event.day:
        because = "no day is named for what happened, and it had happened when it was published"
        return Derived(about=Aspect.DAY, name=f"../{event.day.isoformat()}", method=Method.RELATIVE, because=because)
    span = named.date.span
    words = Quote(text=part.article.text[span.start : span.end], part="text", span=part.span(span))
    date = named.date
    return Derived(
        about=Aspect.DAY, name=date.edtf, method=date.method, because=named.because, words=words, capture=capture
    )
