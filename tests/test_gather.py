"""What each page of the site says."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from backstory import Archive
from backstory.model import Event, Mention, Origin, Source, Span, Topic
from backstory.site.gather import Gatherer
from backstory.site.links import links
from backstory.site.pages import Kind, Page
from backstory.site.reader import Catalogue, Snapshot
from backstory.site.views import (
    Credit,
    DayView,
    EventView,
    HomeView,
    IndexView,
    Link,
    MonthView,
    Named,
    RevisionLine,
    SourceLine,
    TopicCount,
    YearView,
)
from backstory.store.sqlite import SQLiteStore
from backstory.testing import ALL, BOMB, FULL, QUAKE, TALKS, corrected, make_event


def gatherer_of(*events: Event) -> Gatherer:
    store = SQLiteStore(":memory:")
    with store.write():
        store.put(events)
    snapshot, catalogue = Snapshot(store), Catalogue.of(store)
    store.close()
    return Gatherer(snapshot, catalogue)


def event_view(event: Event, *others: Event) -> EventView:
    view = gatherer_of(event, *others).view(Page("event", event.id))
    assert isinstance(view, EventView)
    return view


def day_view(*events: Event) -> DayView:
    view = gatherer_of(*events).view(Page("day", events[0].day.isoformat()))
    assert isinstance(view, DayView)
    return view


def test_an_event() -> None:
    view = event_view(FULL, BOMB, TALKS)
    assert view.path == "2015/12/23/amnesty-reports"
    assert view.day == Link("2015/12/23/index", "2015-12-23")
    assert (view.headline, view.summary, view.category, view.image) == (
        FULL.headline, FULL.summary, FULL.category, FULL.image,
    )  # fmt: skip
    assert view.topics == (
        Named("Syrian Civil War", "topics/syrian-civil-war"),
        Named("Air strikes", "topics/air-strikes"),
        Named("Amnesty International"),
        Named("Syria"),
    )
    assert view.sources == (
        SourceLine(
            number=1,
            name="AP via ABC News",
            outlet=Named("ABC News", "outlets/abc-news"),
            agency=Named("AP", "outlets/ap"),
            url="https://news.example/1",
        ),
        SourceLine(number=2, name="https://news.example/2", url="https://news.example/2"),
    )
    assert [line.id for line in view.earlier] == [TALKS.id, BOMB.id]
    assert view.earlier[0].context == (Named("Syrian Civil War", "topics/syrian-civil-war"),)
    assert (view.earlier[0].gap, view.earlier[1].gap) == ("12 months", None)
    assert view.credits == (
        Credit(
            "a list", "https://news.example/list", "CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"
        ),
    )


@pytest.mark.parametrize(
    ("mentions", "runs"),
    [
        ([(0, 5, "Amman")], [("Amman", True), (" and Beirut agree", False)]),
        ([(10, 16, "Beirut")], [("Amman and ", False), ("Beirut", True), (" agree", False)]),
        ([(0, 5, "Amman"), (10, 22, "Beirut")], [("Amman", True), (" and ", False), ("Beirut agree", True)]),
        ([(0, 9, "Amman"), (6, 16, "Beirut")], [("Amman and", True), (" Beirut agree", False)]),
        ([(10, 99, "Beirut"), (0, 5, "Nowhere else")], [("Amman and Beirut agree", False)]),
        ([(0, 22, "Amman")], [("Amman and Beirut agree", True)]),
    ],
)
def test_names_in_a_headline(mentions: list[tuple[int, int, str]], runs: list[tuple[str, bool]]) -> None:
    """Those whose topic has a page are linked; those that overlap or end beyond the headline are plain."""
    event = make_event("2015-01-01", "Amman and Beirut agree")
    event = replace(event, mentions=tuple(Mention(Span(start, end), title) for start, end, title in mentions))
    others = [make_event("2015-01-02", f"On {name}", topics=[name]) for name in ("Amman", "Beirut")]
    view = event_view(event, *others)
    assert [(run.text, run.path is not None) for run in view.runs] == runs
    assert "".join(run.text for run in view.runs) == event.headline


def test_what_it_said_before() -> None:
    again = corrected(corrected(BOMB, BOMB.headline), "A bomb kills five in Aleppo")
    view = event_view(again)
    assert view.revisions == (RevisionLine("2022-04-03", BOMB.headline, "a test"),)


def test_a_topic_without_a_page() -> None:
    """One that a single event links has none; a second event gives it one."""
    assert event_view(FULL).topics[-1] == Named("Syria")
    linking = replace(QUAKE, mentions=(Mention(Span(0, 2), "Syria"),))
    assert event_view(FULL, linking).topics[-1] == Named("Syria", "topics/syria")


def test_a_day_stands_in_stories_then_sections_and_under_headings() -> None:
    day = "2015-01-01"
    view = day_view(
        make_event(day, "One", category="Sports"),
        make_event(day, "Two", category="Arts and culture", topics=["War", "Battle"]),
        make_event(day, "Three", category="Arts and culture", topics=["War"]),
        make_event(day, "Four", category="Arts and culture"),
        make_event(day, "Five", topics=["War"]),
        make_event(day, "Six", category="Arts and culture", topics=["War", "Battle"]),
        make_event(day, "Seven", category="Arts and culture", topics=["Peace"]),
    )
    assert [
        (section.category, [([topic.name for topic in group.topics], [line.headline for line in group.events])])
        for section in view.categories
        for group in section.groups
    ] == [
        ("Arts and culture", [([], ["Four"])]),
        ("Arts and culture", [(["Peace"], ["Seven"])]),
        ("Sports", [([], ["One"])]),
    ]
    assert [
        ([topic.name for topic in story.topics], [line.headline for line in story.events]) for story in view.stories
    ] == [(["War"], ["Five", "Six", "Three", "Two"])]
    assert [topic.name for topic in view.stories[0].events[1].context] == ["Battle"]
    assert view.count == 7


def test_previous_and_next_skip_what_is_empty() -> None:
    gatherer = gatherer_of(*ALL)
    day = gatherer.view(Page("day", "2015-12-23"))
    month = gatherer.view(Page("month", "2015-12"))
    year = gatherer.view(Page("year", "2015"))
    assert isinstance(day, DayView)
    assert isinstance(month, MonthView)
    assert isinstance(year, YearView)
    assert (day.previous, day.next) == (Link("2015/01/03/index", "2015-01-03"), Link("2016/04/16/index", "2016-04-16"))
    assert (month.previous, month.next) == (Link("2015/01/index", "January 2015"), Link("2016/04/index", "April 2016"))
    assert (year.previous, year.next) == (None, Link("2016/index", "2016"))


def test_a_month() -> None:
    view = gatherer_of(*ALL).view(Page("month", "2015-01"))
    assert isinstance(view, MonthView)
    assert (view.name, view.count, view.calendar.count) == ("January 2015", 2, 2)
    assert [(day.day.text, [line.id for line in day.events]) for day in view.days] == [
        ("2015-01-02", [BOMB.id]),
        ("2015-01-03", [TALKS.id]),
    ]
    cells = [cell for week in view.calendar.weeks for cell in week if cell]
    assert len(cells) == 31
    assert [(cell.day, cell.path) for cell in cells if cell.count] == [
        ("2015-01-02", "2015/01/02/index"),
        ("2015-01-03", "2015/01/03/index"),
    ]
    assert view.calendar.weeks[0][:3] == (None, None, None)
    assert [(count.topic.name, count.count) for count in view.topics] == [("Syrian Civil War", 2), ("Talks", 1)]


def test_a_year_has_twelve_months() -> None:
    view = gatherer_of(*ALL).view(Page("year", "2015"))
    assert isinstance(view, YearView)
    assert [month.name[:3] for month in view.months] == "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    assert [month.count for month in view.months] == [2, *[0] * 10, 1]
    assert [month.month is None for month in view.months] == [False, *[True] * 10, False]


@pytest.mark.parametrize("day", [dt.date.min, dt.date.max])
def test_the_first_and_the_last_day_there_can_be(day: dt.date) -> None:
    event = replace(make_event("2015-01-01", "At the end", topics=["End"]), day=day)
    gatherer = gatherer_of(event)
    for page in gatherer.pages():
        assert gatherer.view(page).path == page.path


def test_lists() -> None:
    gatherer = gatherer_of(*ALL, make_event("2015-02-02", "A report", topics=["2015 floods"]))
    first, numbers, last = (gatherer.view(Page("topics", letter)) for letter in ("", "0-9", "t"))
    assert isinstance(first, IndexView)
    assert isinstance(numbers, IndexView)
    assert isinstance(last, IndexView)
    assert [(link.path, link.text) for link in first.letters] == [
        ("topics/index", "most events"),
        ("topics/index/0-9", "0-9"),
        ("topics/index/a", "A"),
        ("topics/index/s", "S"),
        ("topics/index/t", "T"),
    ]
    assert first.entries[0] == TopicCount(Named("Syrian Civil War", "topics/syrian-civil-war"), 3)
    assert [entry.topic.name for entry in numbers.entries] == ["2015 floods"]
    assert (last.letter, last.entries) == ("T", (TopicCount(Named("Talks", "topics/talks"), 1),))


def test_home() -> None:
    view = gatherer_of(*ALL).view(Page("home"))
    assert isinstance(view, HomeView)
    assert (view.events, view.topics, view.outlets) == (4, 3, 4)
    assert (view.first, view.last) == ("2015-01-02", "2016-04-16")
    assert [day.day.text for day in view.days] == ["2016-04-16", "2015-12-23", "2015-01-03", "2015-01-02"]
    assert [(count.topic, count.count) for count in view.years] == [
        (Named("2015", "2015/index"), 3),
        (Named("2016", "2016/index"), 1),
    ]
    assert [count.topic.name for count in view.topical] == ["Air strikes", "Syrian Civil War"]
    assert view.topics_index == Link("topics/index", "Topics")
    assert view.outlets_index == Link("outlets/index", "Outlets")


def test_an_empty_archive_has_the_pages_that_every_archive_has() -> None:
    gatherer = gatherer_of()
    assert list(gatherer.pages()) == [Page("home"), Page("map"), Page("corrections")]
    view = gatherer.view(Page("home"))
    assert isinstance(view, HomeView)
    assert (view.events, view.first, view.days, view.topics_index) == (0, None, (), None)


def test_days_of_one_portal_are_credited_together() -> None:
    def told(day: str, name: str) -> Event:
        page = f"Portal:Current events/{name}"
        address = f"https://en.wikipedia.org/wiki/{page.replace(' ', '_')}"
        return replace(make_event(day, f"On {name}", topics=["War"]), origin=Origin(page, address, "CC BY-SA 4.0"))

    days = [told("2015-12-23", "2015 December 23"), told("2015-12-24", "2015 December 24")]
    gatherer = gatherer_of(*days, replace(make_event("2015-12-24", "Else", topics=["War"]), origin=Origin("a/list")))
    month = gatherer.view(Page("month", "2015-12"))
    day = gatherer.view(Page("day", "2015-12-23"))
    assert isinstance(month, MonthView)
    assert isinstance(day, DayView)
    licence = "https://creativecommons.org/licenses/by-sa/4.0/"
    portal = "https://en.wikipedia.org/wiki/Portal:Current_events"
    assert month.credits == (
        Credit("Portal:Current events", portal, "CC BY-SA 4.0", licence),
        Credit("a/list", None, None, None),
    )
    assert day.credits == (
        Credit("Portal:Current events/2015 December 23", f"{portal}/2015_December_23", "CC BY-SA 4.0", licence),
    )


def test_an_outlet_and_a_topic_of_one_name_and_a_topic_called_index() -> None:
    event = replace(make_event("2015-01-01", "A report", topics=["BBC", "Index", "Index A", "2015"]))
    event = replace(event, sources=(Source("BBC"), Source("Index")), topics=(*event.topics, Topic("Index")))
    gatherer = gatherer_of(event)
    paths = [page.path for page in gatherer.pages()]
    assert len(paths) == len(set(paths))
    assert {"topics/bbc", "outlets/bbc", "topics/2015", "topics/index-a", "topics/index/i"} <= set(paths)


KINDS: tuple[Kind, ...] = (
    *("home", "year", "month", "day", "event", "topic", "outlet", "topics", "outlets", "map"),
    "corrections",
)


def test_every_link_leads_to_a_page(example_archive: Archive) -> None:
    gatherer = gatherer_of(*example_archive.events())
    pages = list(gatherer.pages())
    paths = {page.path for page in pages}
    assert len(paths) == len(pages)
    assert {page.kind for page in pages} == set(KINDS)
    for page in pages:
        view = gatherer.view(page)
        assert view.path == page.path
        assert links(view) <= paths
