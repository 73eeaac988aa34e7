"""The pages of topics and outlets: which there are, and what they say."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from backstory.model import Event
from backstory.site.exchanges import Exchanges
from backstory.site.lines import Lines, credits_of
from backstory.site.pages import Page
from backstory.site.reader import Catalogue, Place, Records
from backstory.site.views import Bar, Chapter, Link, Portrait, TimelineView, TopicCount
from backstory.site.words import period_words
from backstory.stories import topics as stories
from backstory.stories.topics import Sharing, portrait
from backstory.times import day_after
from backstory.urls import wikipedia_url

#: A topic or outlet with more events is told a year a page.
LONG = 300
#: A year with more events is told a month a page.
LONG_YEAR = 500
#: Events on a page that leaves the rest to others.
LATEST = 50

#: Topics named beside a timeline.
_RELATED = 12
#: A chart of fewer days has a bar a month.
_SHORT = dt.timedelta(days=8 * 365)


class Part(NamedTuple):
    """A page of a line of time: the whole, a year, or a month of a year."""

    #: Empty, `2015` or `2015-03`.
    label: str
    #: Where it begins and ends in the line.
    start: int
    end: int
    #: The labels of the pages that it leaves its events to.
    below: tuple[str, ...]


def parts_of(line: Sequence[Place]) -> dict[str, Part]:
    """The pages that a line of time is told on, by label, the first page first."""
    if len(line) <= LONG:
        return {"": Part("", 0, len(line), ())}
    years = _split(line, 0, len(line), _years(line[0][0], line[-1][0]))
    parts = {"": Part("", 0, len(line), tuple(label for label, _, _ in years))}
    for year, start, end in years:
        months = _split(line, start, end, _months(line[start][0], line[end - 1][0])) if end - start > LONG_YEAR else []
        parts[year] = Part(year, start, end, tuple(label for label, _, _ in months))
        parts |= {label: Part(label, first, last, ()) for label, first, last in months}
    return parts


def _split(line: Sequence[Place], start: int, end: int, periods: Iterable[str]) -> list[tuple[str, int, int]]:
    """The periods that have events, with where each begins and ends between `start` and `end`."""
    found: list[tuple[str, int, int]] = []
    for label in periods:
        place = _end(label)
        after = bisect_left(line, place, start, end) if place else end
        if after > start:
            found.append((label, start, after))
        start = after
    return found


def bars_of(line: Sequence[Place], start: int, end: int) -> tuple[Bar, ...]:
    """Events a period between two places of a line."""
    first, last = line[start][0], line[end - 1][0]
    periods = _months(first, last) if last - first < _SHORT else _years(first, last)
    counts = {label: after - before for label, before, after in _split(line, start, end, periods)}
    return tuple(Bar(label, counts.get(label, 0)) for label in periods)


def _years(first: dt.date, last: dt.date) -> list[str]:
    return [f"{year:04}" for year in range(first.year, last.year + 1)]


def _months(first: dt.date, last: dt.date) -> list[str]:
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in numbers]


def _end(label: str) -> Place | None:
    """The first place after a year or month; None after the last that a date can be in."""
    year, month = int(label[:4]), int(label[5:] or 12)
    year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return (dt.date(year, month, 1), "") if year <= dt.MAXYEAR else None


class Timelines:
    """Gathers the pages of topics and outlets.

    Args:
        records: the archive.
        catalogue: its topics and outlets.
        lines: makes lines of events.
        exchanges: who says what in the events of a topic.
    """

    def __init__(self, records: Records, catalogue: Catalogue, lines: Lines, exchanges: Exchanges) -> None:
        self._records = records
        self._catalogue = catalogue
        self._lines = lines
        self._exchanges = exchanges

    def line(self, page: Page) -> Sequence[Place]:
        """The line of time of a topic or an outlet."""
        topic, outlet = _owner(page)
        return self._records.places(topic=topic, outlet=outlet)

    def view(self, page: Page) -> TimelineView:
        """One page of a topic or an outlet."""
        line = self.line(page)
        part = parts_of(line)[page.part]
        topic, outlet = _owner(page)
        row = self._catalogue.topics[topic] if topic else self._catalogue.outlets[outlet or ""]
        title = self._catalogue.topics[topic].title if topic else None
        start = max(part.start, part.end - LATEST) if part.below else part.start
        events = self._events(page, line, start, part.end)
        # What is summed up is that of all events of the page's time, also of those that it leaves to others.
        whole = self._events(page, line, part.start, part.end) if topic and start > part.start else events
        if topic:
            self._records.read_ahead(event.id for event in whole)
        told = self._portrayed(page, whole) if topic and not page.part else None
        counts = counted(self._catalogue, events)
        for each in (*told.chapters, *told.before, *told.after, *told.names) if told else ():
            counts.pop(each.key, None)
        return TimelineView(
            path=page.path,
            kind=page.kind,
            name=row.name,
            aliases=() if page.part else row.aliases,
            reference=wikipedia_url(title) if title and not page.part else None,
            year=page.part or None,
            parent=_parent(page, row.name),
            first=line[part.start][0].isoformat(),
            last=line[part.end - 1][0].isoformat(),
            count=part.end - part.start,
            bars=bars_of(line, part.start, part.end) if len(page.part) < 7 else (),
            pages=tuple(Link(page._replace(part=label).path, period_words(label)) for label in part.below),
            events=self._lines.of_time(reversed(events) if part.below else events, topic=topic),
            related=most_shared(self._catalogue, counts, _RELATED, without=topic),
            portrait=self._portrait(told) if told else None,
            feed=f"{page.path}.atom" if topic and not page.part else None,
            credits=credits_of(events),
            says=self._exchanges.says(row.name, events) if topic else (),
            harmed=self._exchanges.harmed(whole) if topic else (),
        )

    def _portrayed(self, page: Page, events: Sequence[Event]) -> stories.Portrait:
        spellings = self._catalogue.spellings
        return portrait(set(spellings.names(page.key)), events, spellings.aliases)

    def _portrait(self, told: stories.Portrait) -> Portrait:
        """What a topic's events say of it, with the pages of what they name."""
        return Portrait(
            about=self._lines.line(told.about, ()),
            chapters=tuple(
                Chapter(named, each.first.day.isoformat(), each.last.day.isoformat(), each.count)
                for each in told.chapters
                if (named := self._catalogue.named[each.key]).path
            ),
            before=self._shared(told.before),
            after=self._shared(told.after),
            names=self._shared(told.names),
        )

    def _shared(self, parts: Iterable[Sharing]) -> tuple[TopicCount, ...]:
        named = self._catalogue.named
        return tuple(TopicCount(named[each.key], each.count) for each in parts if named[each.key].path)

    def latest(self, page: Page, most: int) -> list[Event]:
        """The last events of a topic or outlet, in order of time."""
        line = self.line(page)
        return self._events(page, line, max(len(line) - most, 0), len(line))

    def _events(self, page: Page, line: Sequence[Place], start: int, end: int) -> list[Event]:
        """The events between two places of a line."""
        topic, outlet = _owner(page)
        topics = [topic] if topic else None
        first, last = line[start], line[end - 1]
        found = self._records.events(since=first[0], until=day_after(last[0]), topics=topics, outlet=outlet)
        return [event for event in found if first <= (event.day, event.id) <= last]


def most_shared(
    catalogue: Catalogue, counts: Mapping[str, int], most: int, *, without: str | None = None
) -> tuple[TopicCount, ...]:
    """The topics with a page that most events share, most first, then in order of their keys.

    Args:
        catalogue: the archive's topics.
        counts: by the topic's key, how many events share it.
        most: at most so many.
        without: a topic that is left out.
    """
    named = catalogue.named
    kept = [(count, key) for key, count in counts.items() if key != without and named[key].path]
    kept.sort(key=lambda item: (-item[0], item[1]))
    return tuple(TopicCount(named[key], count) for count, key in kept[:most])


def counted(catalogue: Catalogue, events: Iterable[Event]) -> Counter[str]:
    """By the topic's key, how many of the events share it."""
    return Counter(key for event in events for key in catalogue.topics_of(event))


def _owner(page: Page) -> tuple[str | None, str | None]:
    """The topic that a page is about, or the outlet."""
    return (page.key, None) if page.kind == "topic" else (None, page.key)


def _parent(page: Page, name: str) -> Link | None:
    """The page that leaves this part of its events to it."""
    if not page.part:
        return None
    year = page.part[:4] if len(page.part) > 4 else ""
    return Link(page._replace(part=year).path, f"{name}, {year}" if year else name)
