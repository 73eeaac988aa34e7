"""From the archive to views: what each page of the site says."""

from __future__ import annotations

import calendar
import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, groupby
from typing import TypeVar

from msgspec.structs import replace

from backstory.model import Event, Image, Report, Source
from backstory.model_places import EventPlace
from backstory.site.claimants import Claimants
from backstory.site.days import DayGroups
from backstory.site.decisions import Decisions
from backstory.site.exchanges import Exchanges
from backstory.site.lines import Lines, credits_of, silence
from backstory.site.pages import MOST, Kind, Page, day_link, month_link, year_link
from backstory.site.pictures import made
from backstory.site.reader import Catalogue, Records
from backstory.site.relate import Related, Relater
from backstory.site.timelines import Timelines, counted, most_shared, parts_of
from backstory.site.views import (
    DayCell,
    DayLines,
    DayView,
    EventLine,
    EventView,
    HomeView,
    IndexView,
    Link,
    MonthCalendar,
    MonthView,
    Named,
    Picture,
    RevisionLine,
    Run,
    SourceLine,
    Standing,
    TopicCount,
    View,
    YearView,
)
from backstory.site.views_map import PlaceLine
from backstory.site.words import period_words
from backstory.site.world import map_view
from backstory.times import day_after
from backstory.urls import address_key, name_key

Ordered = TypeVar("Ordered", dt.date, str)

#: Days on the first page of the site.
HOME_DAYS = 7
#: Entries on the first page of a list of topics or outlets.
LIST_MOST = 100

#: Topics named on the page of a month, of a year, and on the first page.
_TOPICAL = 20
#: The latest year: up to the last day with an event.
_LATEST_YEAR = dt.timedelta(days=364)


class Gatherer:
    """Gathers the pages of a site, one at a time.

    Args:
        records: the archive.
        catalogue: its days, topics and outlets.
    """

    def __init__(self, records: Records, catalogue: Catalogue) -> None:
        self._records = records
        self._catalogue = catalogue
        self._lines = Lines(catalogue)
        self._groups = DayGroups(catalogue, self._lines)
        self._relater = Relater(records, catalogue)
        self._claimants = Claimants(records, catalogue)
        self._timelines = Timelines(records, catalogue, self._lines, Exchanges(records, self._claimants))
        self._days = list(catalogue.days)
        self._years = list(catalogue.years)
        self.decisions = Decisions(records, catalogue)
        self._views: dict[Kind, Callable[[Page], View]] = {
            "home": self._home,
            "year": self._year,
            "month": self._month,
            "day": self._day,
            "event": self._event,
            "topic": self._timelines.view,
            "outlet": self._timelines.view,
            "topics": self._list,
            "outlets": self._list,
            "map": lambda _: map_view(records, catalogue),
            "claimant": self._claimants.view,
            "claimants": self._list,
            "moved": self.decisions.moved_view,
            "corrections": self.decisions.record,
        }

    def pages(self) -> Iterator[Page]:
        """Every page of the site, each once."""
        catalogue = self._catalogue
        yield Page("home")
        yield Page("map")
        yield from self.decisions.pages()
        yield from (Page("year", year) for year in self._years)
        yield from (Page("month", month) for month in catalogue.months)
        yield from (Page("day", day.isoformat()) for day in self._days)
        yield from self.list_pages("topics")
        yield from self.list_pages("outlets")
        yield from self.list_pages("claimants")
        for key in catalogue.shown_topics:
            yield from self.parts(Page("topic", key))
        for key in catalogue.shown_outlets:
            yield from self.parts(Page("outlet", key))
        yield from (Page("claimant", key) for key in catalogue.shown_claimants)
        yield from (Page("event", event.id) for event in self._records.events())

    def list_pages(self, kind: Kind) -> list[Page]:
        """The pages of the list of topics or of outlets, the first page first; none where the list is empty."""
        letters = self._letters(kind)
        return [Page(kind, letter) for letter in ("", *letters)] if letters else []

    def parts(self, page: Page) -> list[Page]:
        """The pages of a topic or outlet, the first page first; none where it has none."""
        shown = self._catalogue.shown_topics if page.kind == "topic" else self._catalogue.shown_outlets
        if page.key not in shown:
            return []
        return [page._replace(part=label) for label in parts_of(self._timelines.line(page))]

    def view(self, page: Page) -> View:
        """What a page says."""
        return self._views[page.kind](page)

    def latest(self, page: Page, most: int) -> list[Event]:
        """The last events of the site's first page, or of a topic or outlet, the latest first."""
        if page.kind != "home":
            return self._timelines.latest(page, most)[::-1]
        days, count = 0, 0
        while count < most and days < len(self._days):
            days += 1
            count += self._catalogue.days[self._days[-days]]
        return list(self._records.events(since=self._days[-days]))[::-1][:most] if days else []

    # -- an event

    def _event(self, page: Page) -> EventView:
        event = self._records.event(page.key)
        assert event is not None, page
        earlier, later = self._relater.related(event)
        reports = _by_number(event, self._records.reports(event.id))
        summary, standing = _summary(event, reports)
        ledger = self._records.ledger(event)
        return EventView(
            path=page.path,
            id=event.id,
            day=day_link(event.day),
            headline=event.headline,
            runs=self._runs(event),
            summary=summary,
            summary_from=standing,
            category=event.category,
            place=_place(self._records.place(event.id)),
            topics=tuple([self._catalogue.named[key] for key in self._catalogue.topics_of(event)]),
            sources=tuple(
                [_source(number, source, reports.get(number)) for number, source in enumerate(event.sources, 1)]
            ),
            image=event.image,
            cover=self._cover(page, reports),
            earlier=self._related(event, earlier),
            later=self._related(event, later),
            revisions=_revisions(event),
            corrections=self.decisions.about(event.id),
            coverage=self.decisions.coverage(event.id),
            derived=self.decisions.derived(event),
            credits=credits_of([event]),
            says=self._claimants.says(ledger),
            harmed=self._claimants.harmed(ledger),
        )

    def picture(self, page: Page) -> bytes | None:
        """The file of an event's cover picture; None where it has none."""
        event = self._records.event(page.key) if page.kind == "event" else None
        found = self._pictured(_by_number(event, self._records.reports(event.id))) if event else None
        return found[2][0] if found else None

    def _cover(self, page: Page, reports: Mapping[int, Report]) -> Picture | None:
        found = self._pictured(reports)
        if not found:
            return None
        number, image, (_, width, height) = found
        return Picture(
            file=f"{page.path}.jpg",
            width=width,
            height=height,
            caption=image.caption,
            credit=image.credit,
            source=number,
        )

    def _pictured(self, reports: Mapping[int, Report]) -> tuple[int, Image, tuple[bytes, int, int]] | None:
        """The first report with a picture that can be shown: the number of its source, the image, and the file."""
        for number, report in reports.items():
            data = self._records.picture(report.picture) if report.picture else None
            if data and report.cover and (file := made(data)):
                return number, report.cover, file
        return None

    def _runs(self, event: Event) -> tuple[Run, ...]:
        """The headline with its linked names, as far as they have pages."""
        runs: list[Run] = []
        told = 0
        for mention in event.mentions:
            named = self._catalogue.topic_named(mention.title)
            start, end = mention.span.start, mention.span.end
            if named and named.path and told <= start < end <= len(event.headline):
                if told < start:
                    runs.append(Run(event.headline[told:start]))
                runs.append(Run(event.headline[start:end], named.path))
                told = end
        if told < len(event.headline):
            runs.append(Run(event.headline[told:]))
        return tuple(runs)

    def _related(self, event: Event, related: Iterable[Related]) -> tuple[EventLine, ...]:
        made: list[EventLine] = []
        before = event.day
        for other, topics in related:
            made.append(self._lines.line(other, topics, silence(before, other.day)))
            before = other.day
        return tuple(made)

    # -- days, months, years

    def _day(self, page: Page) -> DayView:
        day = dt.date.fromisoformat(page.key)
        events = self._of_period(day, day)
        previous, following = beside(self._days, day)
        stories, sections = self._groups.of(events)
        return DayView(
            path=page.path,
            day=page.key,
            month=month_link(page.key[:7]),
            year=year_link(page.key[:4]),
            previous=day_link(previous) if previous else None,
            next=day_link(following) if following else None,
            count=len(events),
            stories=stories,
            categories=sections,
            credits=credits_of(events),
        )

    def _month(self, page: Page) -> MonthView:
        events = self._of_month(page.key)
        previous, following = beside(self._catalogue.months, page.key)
        days = groupby(events, key=lambda event: event.day)
        return MonthView(
            path=page.path,
            month=page.key,
            name=period_words(page.key),
            year=year_link(page.key[:4]),
            previous=month_link(previous) if previous else None,
            next=month_link(following) if following else None,
            count=len(events),
            calendar=self._calendar(page.key),
            topics=most_shared(self._catalogue, counted(self._catalogue, events), _TOPICAL),
            days=tuple(DayLines(day_link(day), self._lines.of_day(group)) for day, group in days),
            credits=credits_of(events),
        )

    def _year(self, page: Page) -> YearView:
        year = int(page.key)
        previous, following = beside(self._years, page.key)
        return YearView(
            path=page.path,
            year=page.key,
            previous=year_link(previous) if previous else None,
            next=year_link(following) if following else None,
            count=self._catalogue.years[page.key],
            months=tuple(self._calendar(f"{page.key}-{month:02}") for month in range(1, 13)),
            topics=self._topical(dt.date(year, 1, 1), day_after(dt.date(year, 12, 31))),
        )

    def _calendar(self, month: str) -> MonthCalendar:
        year, number = int(month[:4]), int(month[5:])
        weeks = tuple(
            tuple(self._cell(dt.date(year, number, day)) if day else None for day in week)
            for week in calendar.Calendar().monthdayscalendar(year, number)
        )
        count = sum(cell.count for week in weeks for cell in week if cell)
        return MonthCalendar(month_link(month) if count else None, period_words(month), count, weeks)

    def _cell(self, day: dt.date) -> DayCell:
        count = self._catalogue.days.get(day, 0)
        return DayCell(day.isoformat(), count, day_link(day).path if count else None)

    def _of_month(self, month: str) -> list[Event]:
        year, number = int(month[:4]), int(month[5:])
        return self._of_period(dt.date(year, number, 1), dt.date(year, number, calendar.monthrange(year, number)[1]))

    def _of_period(self, first: dt.date, last: dt.date) -> list[Event]:
        return list(self._records.events(since=first, until=day_after(last)))

    # -- lists and the first page

    def _letters(self, kind: Kind) -> dict[str, list[str]]:
        catalogue = self._catalogue
        letters = {"topics": catalogue.topic_letters, "outlets": catalogue.outlet_letters}
        return letters.get(kind, catalogue.claimant_letters)

    def _list(self, page: Page) -> IndexView:
        letters = self._letters(page.kind)
        entries = self._entries(page.kind, letters[page.key] if page.key else chain.from_iterable(letters.values()))
        if not page.key:
            entries = sorted(entries, key=lambda entry: (-entry.count, entry.topic.path))[:LIST_MOST]
        return IndexView(
            path=page.path,
            kind=page.kind,
            letter=_letter(page.key),
            letters=tuple(Link(each.path, _letter(each.key)) for each in self.list_pages(page.kind)),
            entries=tuple(entries),
        )

    def _entries(self, kind: Kind, keys: Iterable[str]) -> list[TopicCount]:
        catalogue = self._catalogue
        if kind == "topics":
            return [TopicCount(catalogue.named[key], catalogue.size(key)) for key in keys]
        if kind == "claimants":
            quoted = [catalogue.claimants[key] for key in keys]
            return [TopicCount(Named(row.name, Page("claimant", row.key).path), row.statements) for row in quoted]
        rows = [catalogue.outlets[key] for key in keys]
        return [TopicCount(Named(row.name, Page("outlet", row.key).path), row.events) for row in rows]

    def _home(self, page: Page) -> HomeView:
        catalogue, days = self._catalogue, self._days
        latest = list(self._records.events(since=days[-HOME_DAYS:][0])) if days else []
        by_day = [(day, list(group)) for day, group in groupby(latest, key=lambda event: event.day)]
        kinds: tuple[Kind, ...] = ("topics", "outlets", "claimants")
        lists = {kind: self.list_pages(kind) for kind in kinds}
        return HomeView(
            path=page.path,
            events=sum(catalogue.days.values()),
            topics=sum(map(len, catalogue.topic_letters.values())),
            outlets=len(catalogue.outlets),
            first=days[0].isoformat() if days else None,
            last=days[-1].isoformat() if days else None,
            days=tuple(DayLines(day_link(day), self._lines.of_day(events)) for day, events in reversed(by_day)),
            years=tuple(TopicCount(Named(year, year_link(year).path), n) for year, n in catalogue.years.items()),
            topical=self._latest_year(),
            topics_index=_first("Topics", lists["topics"]),
            outlets_index=_first("Outlets", lists["outlets"]),
            claimants_index=_first("Claimants", lists["claimants"]),
            credits=credits_of(latest),
            feed="feed.atom",
        )

    def _latest_year(self) -> tuple[TopicCount, ...]:
        """The topics with most events in the latest year."""
        if not self._days:
            return ()
        last = self._days[-1]
        return self._topical(last - min(_LATEST_YEAR, last - dt.date.min), None)

    def _topical(self, since: dt.date, until: dt.date | None) -> tuple[TopicCount, ...]:
        return most_shared(self._catalogue, self._records.tally(since, until), _TOPICAL)


def _by_number(event: Event, reports: Iterable[Report]) -> dict[int, Report]:
    """The reports of an event by the number of the source that they are of, in that order."""
    by_address = {address_key(report.url): report for report in reports}
    if not by_address:
        return {}
    numbered = ((number, source.url) for number, source in enumerate(event.sources, 1) if source.url)
    return {number: by_address[key] for number, url in numbered if (key := address_key(url)) in by_address}


def _summary(event: Event, reports: Mapping[int, Report]) -> tuple[str | None, Standing | None]:
    """The event's own summary, or the first that a report has, with where that stands."""
    if event.summary:
        return event.summary, None
    for number, report in reports.items():
        if quote := report.summary:
            span = quote.span
            return quote.text, Standing(source=number, part=quote.part, start=span.start, end=span.end)
    return None, None


def _source(number: int, source: Source, report: Report | None) -> SourceLine:
    line = SourceLine(
        number=number,
        name=source.name,
        outlet=_outlet(source.outlet),
        agency=_outlet(source.agency),
        url=source.url,
    )
    if report is None:
        return line
    return replace(
        line,
        title=report.title,
        authors=report.authors,
        published=report.published.edtf if report.published else None,
        captured=report.captured.strftime("%Y-%m-%dT%H:%M:%SZ"),
        sha256=report.sha256,
        archived_by=report.archived_by,
    )


def _place(found: EventPlace | None) -> PlaceLine | None:
    if found is None:
        return None
    place = found.place
    return PlaceLine(
        name=place.full_name,
        country=place.country,
        precision=place.precision,
        latitude=place.latitude,
        longitude=place.longitude,
        words=found.words,
        within=found.part,
        because=found.because,
        others=tuple(dict.fromkeys(other.full_name for other in found.others)),
    )


@lru_cache(maxsize=10_000)
def _outlet(name: str | None) -> Named | None:
    return Named(name, Page("outlet", name_key(name)).path) if name else None


def _revisions(event: Event) -> tuple[RevisionLine, ...]:
    """What an event's headline was before; changes of other things have no line."""
    headlines = [*(revision.telling.headline for revision in event.revisions), event.headline]
    return tuple(
        RevisionLine(revision.recorded.date().isoformat(), revision.telling.headline, revision.because)
        for revision, following in zip(event.revisions, headlines[1:], strict=True)
        if revision.telling.headline != following
    )


def _letter(key: str) -> str:
    return key.upper() or MOST


def _first(text: str, pages: Sequence[Page]) -> Link | None:
    return Link(pages[0].path, text) if pages else None


def beside(ordered: Sequence[Ordered], item: Ordered) -> tuple[Ordered | None, Ordered | None]:
    """What stands before and after an item, or before and after its place where it is gone."""
    before, after = bisect_left(ordered, item), bisect_right(ordered, item)
    return ordered[before - 1] if before else None, ordered[after] if after < len(ordered) else None
