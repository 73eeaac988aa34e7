"""The day, topic and category of events that articles opened: derived, kept in the store, and brought up to its events.

With `ingest`, `evidence`, `follow`, `recall`, `placing` and `spelled`, it knows both the stages and the store.

Events are looked at in the order of their days, each with what the archive holds of the days before: so what is found
depends on what is in the archive, and not on the order in which it came.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from backstory.corrections import put_told, standing, told_all
from backstory.events.digest import Part, part_of
from backstory.events.when import day_of_event
from backstory.model import Event, Method, Quote, Telling
from backstory.model_tellings import Aspect, Derived
from backstory.store.protocol import Store
from backstory.stories.belonging import NEAREST, by_name, longest, names_in, of_story, with_derived
from backstory.times import day_after

#: To be changed with whatever changes what is found, so that archives look again.
RULES = "1"

_NOTE = "derived"


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
        decided = standing(store)
        changed: list[str] = []
        for _, group in groupby(_due(store), key=lambda event: event.day):
            belong = []
            for event in group:
                found = _found(store, event)
                if found != store.tellings.derived(event.id):
                    store.tellings.put_derived(event.id, found)
                    changed.append(decided.root(event.id))
                if (now := with_derived(event, found)) != event:
                    belong.append(now)
            # At once: what is of one day is no past of each other. And no more than these: the archive's columns are
            # read anew after every change.
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
        first = min((day for change in changes for day in _days(change.event, change.before)), default=None)
        later = store.tellings.opened(since=day_after(first)) if first else set()
        hidden = [event.id for event in store.corrections.all_told()]
        due = later | store.tellings.opened({*hidden, *(each.id for each in changes)})
    else:
        due = store.tellings.opened()
    return sorted(told_all(store, due).values(), key=lambda event: (event.day, event.id))


def _days(*tellings: Telling | None) -> Iterator[dt.date]:
    return (each.day for each in tellings if each)


def _found(store: Store, event: Event) -> tuple[Derived, ...]:
    """The day of an event and what it belongs to, by the words of the first article that tells it."""
    from backstory import recall

    first = next(iter(store.tellings.of_event(event.id)), None)
    page = store.readings.reading(first.capture, first.reading) if first else None
    if first is None or page is None:
        return ()
    part = part_of(page, first.blocks)
    found = [_day(event, part, first.capture)]
    # By words alone: what is derived is not to hang on whether vectors were made yet.
    nearest = recall.history(store, part.article, as_of=event.day, limit=NEAREST, by_meaning=False)
    found += list(of_story(nearest))
    if all(each.about is not Aspect.TOPIC for each in found):
        named = names_in(part.article)
        if words := longest(named, store.last_days(named, until=event.day)):
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
