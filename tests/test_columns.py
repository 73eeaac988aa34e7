"""Events as columns of numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backstory.columns import HEADINGS, NEVER, NONE, Columns, date_of, ordinal

#: Day and topic of each event; no day is no event.
EVENTS = st.lists(st.tuples(st.one_of(st.none(), st.integers(0, 9)), st.integers(NONE, 2)), max_size=30)


def columns_of(events: list[tuple[int | None, int]]) -> Columns:
    size = len(events)
    headings = np.full((size, HEADINGS), NONE, np.int32)
    headings[:, -1] = [topic for _, topic in events]
    return Columns(
        days=np.array([NEVER if day is None else day for day, _ in events], np.int32),
        lengths=np.full(size, 10, np.int32),
        categories=np.full(size, NONE, np.int8),
        headings=headings,
        topics=["a", "b", "c"],
    )


@given(EVENTS, st.integers(0, 10))
def test_what_was_before_a_day(events: list[tuple[int | None, int]], day: int) -> None:
    columns = columns_of(events)
    before = [at for at, (when, _) in enumerate(events) if when is not None and when < day]
    assert sorted(columns.between(-NEVER, day).tolist()) == before
    assert columns.before(day) == (len(before), 10.0 if before else 0.0)
    for topic in range(3):
        line = columns.line(topic).before(day)
        assert sorted(line.keys.tolist()) == [at for at in before if events[at][1] == topic]
        assert line.days.tolist() == sorted(line.days.tolist())


@given(EVENTS, st.integers(0, 10), st.integers(1, 6), st.data())
def test_the_latest_of_some(events: list[tuple[int | None, int]], day: int, most: int, data: st.DataObject) -> None:
    """So many, and all of the first of their days: where a day is cut, chance would say which of it are looked at."""
    columns = columns_of(events)
    some = [at for at in range(len(events)) if data.draw(st.booleans())]
    places = columns.places(np.array(some, np.int32))
    places = places[: np.searchsorted(places, columns.before(day)[0])]
    assert columns.latest(places, most).tolist() == latest(events, some, day, most)


def latest(events: list[tuple[int | None, int]], some: Iterable[int], day: int, most: int) -> list[int]:
    days = {at: when for at in some if (when := events[at][0]) is not None and when < day}
    first = sorted(days.values())[-most:][:1]
    return [at for at, when in days.items() if [when] >= first]


@given(st.dates())
def test_days_are_numbers_and_back(day: dt.date) -> None:
    assert date_of(ordinal(day)) == day


def test_no_day_is_after_every_day() -> None:
    assert ordinal(dt.date.max) < ordinal(None)
