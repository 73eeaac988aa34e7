"""Archives that Hypothesis makes, a batch of events at a time: few topics, outlets and days, so that much is shared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from hypothesis import strategies as st

from backstory.model import CATEGORIES, Event, Mention, Origin, Revision, Source, Span, Telling, Topic
from backstory.urls import event_id, portal_title, wikipedia_url

#: Some are spellings of one topic; of two of these, only the words say so.
NAMES = (
    "Harbour strike",
    "harbour Strike",
    "Harbour strikes",
    "Flood of 2015",
    "2015 flood",
    "Élan talks",
    "Elan talks",
    "Index",
    "2015",
    "Zebra",
)
OUTLETS = ("The Courier", "the courier", "Wire", "Ünder Radio", "9 News")
DAYS = tuple(dt.date(2014, 12, 30) + dt.timedelta(days=days) for days in (0, 1, 2, 3, 40, 41, 130, 390, 391, 1500))

_NAMES = st.sampled_from(NAMES)
_SOURCES = st.lists(
    st.builds(
        Source,
        st.none() | st.sampled_from(OUTLETS),
        st.none() | st.just("Wire"),
        st.none() | st.just("https://n.example/1"),
    ),
    max_size=3,
    unique=True,
)


@st.composite
def tellings(draw: st.DrawFn) -> Telling:
    """What one source says of an event; the names in its headline are linked."""
    day = draw(st.sampled_from(DAYS))
    linked = draw(st.lists(_NAMES, max_size=2))
    headline = f"Report {draw(st.integers(0, 99))}"
    mentions: list[Mention] = []
    for name in linked:
        start = len(headline) + len(" on ")
        mentions.append(Mention(Span(start, start + len(name)), name))
        headline += f" on {name}"
    title = portal_title(day)
    return Telling(
        day=day,
        headline=headline,
        summary=draw(st.none() | st.just("More of it & <so on>.")),
        category=draw(st.none() | st.sampled_from(CATEGORIES[:2])),
        topics=tuple(Topic(name, draw(st.none() | st.just(name))) for name in draw(st.lists(_NAMES, max_size=2))),
        mentions=tuple(mentions),
        sources=tuple(draw(_SOURCES)),
        origin=draw(st.none() | st.just(Origin(title, wikipedia_url(title), "CC BY-SA 4.0"))),
    )


#: Batches of tellings, each of a new event (None) or as the correction of one that is there, by its number.
BATCHES = st.lists(
    st.lists(st.tuples(st.none() | st.integers(0, 30), tellings()), min_size=1, max_size=6), min_size=2, max_size=4
)


def grown(events: Sequence[Event], batch: Sequence[tuple[int | None, Telling]]) -> list[Event]:
    """The events that a batch adds to an archive or changes in it, as they are then.

    Args:
        events: what the archive holds.
        batch: one of `BATCHES`.
    """
    known = {event.id: event for event in events}
    changed: dict[str, Event] = {}
    for number, telling in batch:
        if number is None or not known:
            event = Event(id=event_id(telling.day, telling.headline), **_fields(telling))
            if event.id in known:
                continue
        else:
            event = _corrected(list(known.values())[number % len(known)], telling)
        known[event.id] = changed[event.id] = event
    return list(changed.values())


def _corrected(event: Event, telling: Telling) -> Event:
    when = dt.datetime(2022, 4, 3, 12, len(event.revisions), tzinfo=dt.UTC)
    revision = Revision(recorded=when, because="a correction", telling=event.telling())
    return replace(event, revisions=(*event.revisions, revision), **_fields(telling))


def _fields(telling: Telling) -> dict[str, Any]:
    return {each.name: getattr(telling, each.name) for each in fields(Telling)}
