"""The pages of topics and outlets."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from backstory.site.gather import Gatherer
from backstory.site.pages import Page
from backstory.site.reader import Catalogue, Place, Snapshot
from backstory.site.timelines import LATEST, LONG, LONG_YEAR, bars_of, parts_of
from backstory.site.views import Bar, TimelineView
from backstory.store.sqlite import SQLiteStore
from backstory.testing import make_event


def line_of(*runs: tuple[str, int]) -> list[Place]:
    """So many places a month."""
    return [
        (dt.date.fromisoformat(f"{month}-{number % 28 + 1:02}"), f"{number:05}")
        for month, count in runs
        for number in sorted(range(count), key=lambda number: number % 28)
    ]


def test_a_short_line_is_told_on_one_page() -> None:
    assert list(parts_of(line_of(("2015-01", LONG)))) == [""]


def test_a_long_line_is_told_a_year_a_page_and_a_long_year_a_month_a_page() -> None:
    line = line_of(("2013-05", 5), ("2015-01", LONG_YEAR), ("2015-03", 1), ("2016-12", 2))
    parts = parts_of(line)
    assert list(parts) == ["", "2013", "2015", "2015-01", "2015-03", "2016"]
    assert parts[""].below == ("2013", "2015", "2016")
    assert parts["2015"].below == ("2015-01", "2015-03")
    assert {label: part.end - part.start for label, part in parts.items()} == {
        "": len(line), "2013": 5, "2015": LONG_YEAR + 1, "2015-01": LONG_YEAR, "2015-03": 1, "2016": 2,
    }  # fmt: skip


@given(st.lists(st.dates(dt.date(1, 1, 1), dt.date.max), min_size=LONG + 1, max_size=LONG + 200))
def test_parts_hold_every_event_once(days: list[dt.date]) -> None:
    line = sorted((day, f"{number}") for number, day in enumerate(days))
    parts = parts_of(line)
    leaves = [part for part in parts.values() if not part.below]
    assert sorted(place for part in leaves for place in line[part.start : part.end]) == line
    assert all(place[0].isoformat().startswith(part.label) for part in leaves for place in line[part.start : part.end])


@given(st.lists(st.dates(), min_size=1, max_size=50))
def test_bars_count_every_event_and_leave_no_period_out(days: list[dt.date]) -> None:
    line = sorted((day, f"{number}") for number, day in enumerate(days))
    bars = bars_of(line, 0, len(line))
    assert sum(bar.count for bar in bars) == len(line)
    labels = [bar.label for bar in bars]
    assert labels == sorted(set(labels))
    assert line[0][0].isoformat().startswith(labels[0])
    assert line[-1][0].isoformat().startswith(labels[-1])


def test_bars_a_month_or_a_year() -> None:
    assert bars_of(line_of(("2015-11", 2), ("2016-01", 1)), 0, 3) == (
        Bar("2015-11", 2), Bar("2015-12", 0), Bar("2016-01", 1),
    )  # fmt: skip
    bars = bars_of(line_of(("2015-11", 2), ("2024-12", 1)), 0, 3)
    assert bars == (Bar("2015", 2), *(Bar(str(year), 0) for year in range(2016, 2024)), Bar("2024", 1))


def views(*pages: Page) -> list[TimelineView]:
    """Pages of an archive with a long topic, called Strike, which an outlet with a short line has reported on."""
    store = SQLiteStore(":memory:")
    days = [dt.date(2014, 1, 1) + dt.timedelta(days=number) for number in range(LONG + 100)]
    with store.write():
        store.put([make_event(day.isoformat(), f"Strike, day {day}", topics=["Strike"]) for day in days])
        store.put([make_event("2015-03-01", "Talks", topics=["strike", "Talks"], sources=["Courier"])])
        store.put([make_event("2016-03-01", "No talks", topics=["Talks"], sources=["Courier"])])
    snapshot, catalogue = Snapshot(store), Catalogue.of(store)
    store.close()
    gatherer = Gatherer(snapshot, catalogue)
    return [view for page in pages if isinstance(view := gatherer.view(page), TimelineView)]


def test_first_page_of_a_long_topic() -> None:
    (first,) = views(Page("topic", "strike"))
    assert (first.name, first.aliases, first.year, first.parent) == ("Strike", ("strike",), None, None)
    assert (first.first, first.last, first.count) == ("2014-01-01", "2015-03-01", LONG + 101)
    assert [link.text for link in first.pages] == ["2014", "2015"]
    assert [link.path for link in first.pages] == ["topics/strike/2014", "topics/strike/2015"]
    assert len(first.events) == LATEST
    assert [line.day for line in first.events] == sorted((line.day for line in first.events), reverse=True)
    assert first.feed == "topics/strike.atom"


def test_a_year_of_a_long_topic() -> None:
    (year,) = views(Page("topic", "strike", "2015"))
    assert (year.year, year.first[:4], year.last[:4], year.feed) == ("2015", "2015", "2015", None)
    assert year.parent is not None
    assert (year.parent.path, year.parent.text) == ("topics/strike", "Strike")
    assert len(year.events) == year.count == sum(bar.count for bar in year.bars)
    assert [line.day for line in year.events] == sorted(line.day for line in year.events)
    assert [(count.topic.name, count.count) for count in year.related] == [("Talks", 1)]


def test_an_outlet() -> None:
    (outlet,) = views(Page("outlet", "courier"))
    assert (outlet.kind, outlet.count, outlet.feed, outlet.pages) == ("outlet", 2, None, ())
    assert [line.gap for line in outlet.events] == [None, "12 months"]
    assert [named.name for named in outlet.events[0].context] == ["Strike", "Talks"]
    assert [(count.topic.name, count.count) for count in outlet.related] == [("Talks", 2), ("Strike", 1)]


def test_a_line_does_not_name_the_topic_it_stands_under() -> None:
    (topic,) = views(Page("topic", "talks"))
    assert [[named.name for named in line.context] for line in topic.events] == [["Strike"], []]
