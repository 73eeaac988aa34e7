"""Which events are shown as related."""

from __future__ import annotations

import datetime as dt
from bisect import insort

from hypothesis import given
from hypothesis import strategies as st

from backstory.model import Event
from backstory.site.reader import Catalogue, Snapshot
from backstory.site.relate import REACH, SHOWN, Related, Relater, around
from backstory.store.sqlite import SQLiteStore
from backstory.testing import make_event


def related(event: Event, *others: Event) -> tuple[list[Related], list[Related]]:
    store = SQLiteStore(":memory:")
    with store.write():
        store.put([event, *others])
    snapshot = Snapshot(store)
    found = Relater(snapshot, Catalogue.of(store)).related(event)
    store.close()
    return found


def headlines(found: list[Related]) -> list[str]:
    return [each.event.headline for each in found]


HERE = make_event("2015-06-15", "Here", topics=["War", "Rare talks"])


def test_sides_are_kept_apart_and_the_nearest_comes_first() -> None:
    others = [
        make_event(day, f"On {day}", topics=["War"]) for day in ("2015-06-16", "2015-06-14", "2015-06-15", "2014-06-15")
    ]
    earlier, later = related(HERE, *others)
    assert headlines(earlier) == ["On 2015-06-14", "On 2014-06-15"]
    assert headlines(later) == ["On 2015-06-15", "On 2015-06-16"]


def test_no_more_than_shown_and_the_nearest_of_those_alike() -> None:
    days = [dt.date(2015, 6, 15) + dt.timedelta(days=days) for days in range(-40, 40, 3)]
    others = [make_event(day.isoformat(), f"Word{day:%j} and words{day:%j}", topics=["War"]) for day in days]
    earlier, later = related(HERE, *others)
    assert len(earlier) == len(later) == SHOWN
    assert [each.event.day for each in earlier] == [day for day in reversed(days) if day < HERE.day][:SHOWN]
    assert [each.event.day for each in later] == [day for day in days if day >= HERE.day][:SHOWN]


def test_a_rare_topic_outweighs_a_common_one() -> None:
    common = [make_event("2015-06-14", f"Common{number} only{number}", topics=["War"]) for number in range(200)]
    rare = make_event("2015-03-15", "The rare one", topics=["Rare talks"])
    earlier, _ = related(HERE, rare, *common)
    assert earlier[-1] == Related(rare, ("rare-talks",))


def test_context_is_what_is_shared_the_rarest_first() -> None:
    both = make_event("2015-06-14", "Both", topics=["War", "Rare talks", "Another"])
    more = [make_event(f"2016-0{month}-01", "More", topics=["War"]) for month in range(1, 5)]
    earlier, _ = related(HERE, both, *more)
    assert earlier == [Related(both, ("rare-talks", "war"))]


def test_no_two_tellings_alike() -> None:
    told = "At least nine people die in a fire at a market in the old town of the port city overnight"
    first = make_event("2015-06-14", told, topics=["War"])
    again = make_event("2015-06-13", told.replace("nine", "ten"), topics=["War"])
    other = make_event("2015-06-12", "Talks go on", topics=["War"])
    same = make_event("2015-06-11", "here", topics=["War"])
    earlier, _ = related(HERE, first, again, other, same)
    assert headlines(earlier) == [told, "Talks go on"]


def test_an_event_without_a_topic_has_none() -> None:
    assert related(make_event("2015-06-15", "Alone"), make_event("2015-06-15", "Alone too")) == ([], [])


PLACES = st.tuples(st.dates(dt.date(2015, 1, 1), dt.date(2015, 1, 30)), st.text("abc", min_size=1, max_size=6))


def looked_at(line: list[tuple[dt.date, str]], day: dt.date) -> set[tuple[dt.date, str]]:
    """What an event of that day is compared with, said as simply as can be."""
    before = [place for place in line if place[0] < day]
    since = [place for place in line if place[0] >= day]
    return {*before[-REACH:], *since[: REACH + 1]}


@given(st.sets(PLACES, min_size=1, max_size=150), PLACES)
def test_around_finds_all_that_a_new_event_concerns(places: set[tuple[dt.date, str]], new: tuple[dt.date, str]) -> None:
    line = sorted(places - {new})
    longer = list(line)
    insort(longer, new)
    concerned = {place for place in line if looked_at(line, place[0]) != looked_at(longer, place[0])}
    assert concerned <= set(around(longer, new))
    assert concerned <= set(around(line, new))


def test_around_the_last_day_there_can_be() -> None:
    assert list(around([(dt.date.max, "a")], (dt.date.max, "a"))) == [(dt.date.max, "a")]
    assert list(around([], (dt.date(2015, 1, 1), "a"))) == []
