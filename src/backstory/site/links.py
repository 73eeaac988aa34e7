"""Every link of a page to another page of the site."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Protocol

from backstory.site.views import (
    ClaimantView,
    DayLines,
    DayView,
    EventLine,
    EventView,
    HomeView,
    IndexView,
    MonthCalendar,
    MonthView,
    Portrait,
    TimelineView,
    TopicCount,
    View,
    YearView,
)
from backstory.site.views_decisions import CorrectionLine, CorrectionsView, MovedView
from backstory.site.views_map import MapView


class _Linked(Protocol):
    @property
    def path(self) -> str | None: ...


def links(view: View) -> set[str]:
    """The paths that a page links to."""
    match view:
        case EventView():
            found = _event(view)
        case DayView():
            found = _day(view)
        case MonthView():
            found = _paths([view.year, view.previous, view.next, view.calendar.month])
            found += _cells(view.calendar) + _counts(view.topics) + _days(view.days)
        case YearView():
            found = _paths([view.previous, view.next, *(month.month for month in view.months)])
            found += [*_counts(view.topics), *chain.from_iterable(map(_cells, view.months))]
        case TimelineView():
            found = _timeline(view)
        case ClaimantView():
            found = _paths(view.statements) + _paths([line.said for line in view.statements])
        case IndexView():
            found = _paths(view.letters) + _counts(view.entries)
        case MovedView():
            found = _paths([view.to])
        case CorrectionsView():
            found = _corrections(view.corrections)
        case MapView():
            found = _paths(view.places)
        case HomeView():
            found = _paths([view.topics_index, view.outlets_index, view.claimants_index])
            found += _days(view.days) + _counts(view.years) + _counts(view.topical)
    return {path for path in found if path is not None}


def _event(view: EventView) -> list[str | None]:
    found = [view.day.path, *_paths(view.runs), *_paths(view.topics), *_lines(view.earlier), *_lines(view.later)]
    for source in view.sources:
        found += _paths((source.outlet, source.agency))
    for matter in view.says:
        found += _paths(matter.statements)
    for toll in view.harmed:
        found += _paths(toll.accounts)
    return found + _corrections(view.corrections)


def _corrections(lines: Iterable[CorrectionLine]) -> list[str | None]:
    return _paths([target for line in lines for target in (line.subject, line.into)])


def _day(view: DayView) -> list[str | None]:
    found = _paths([view.month, view.year, view.previous, view.next])
    for group in chain(view.stories, *(category.groups for category in view.categories)):
        found += _paths(group.topics) + _lines(group.events)
    return found


def _timeline(view: TimelineView) -> list[str | None]:
    stated = [entry for exchange in view.says for entry in exchange.statements]
    said = _paths(stated) + _paths([entry.said for entry in stated])
    found = [*_paths([view.parent, *view.pages]), *_lines(view.events), *_counts(view.related), *said]
    found += _paths([line for harm in view.harmed for line in harm.periods])
    return found + _portrait(view.portrait) if view.portrait else found


def _portrait(told: Portrait) -> list[str | None]:
    counts = [*told.before, *told.after, *told.names]
    return [*_lines([told.about]), *_counts(counts), *_paths([chapter.topic for chapter in told.chapters])]


def _paths(items: Iterable[_Linked | None]) -> list[str | None]:
    return [item.path for item in items if item]


def _lines(lines: Iterable[EventLine]) -> list[str | None]:
    found: list[str | None] = []
    for line in lines:
        found.append(line.path)
        found += [named.path for named in line.context]
    return found


def _days(days: Iterable[DayLines]) -> list[str | None]:
    return [path for day in days for path in (day.day.path, *_lines(day.events))]


def _counts(counts: Iterable[TopicCount]) -> list[str | None]:
    return [count.topic.path for count in counts]


def _cells(month: MonthCalendar) -> list[str | None]:
    return [cell.path for week in month.weeks for cell in week if cell]
