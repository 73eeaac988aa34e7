"""Every link of a page to another page of the site."""

from __future__ import annotations

from collections.abc import Iterable
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
            found |= _cells(view.calendar) | _counts(view.topics) | _days(view.days)
        case YearView():
            found = _paths([view.previous, view.next, *(month.month for month in view.months)])
            found = found.union(_counts(view.topics), *map(_cells, view.months))
        case TimelineView():
            found = _paths([view.parent, *view.pages]) | _lines(view.events) | _counts(view.related)
            found |= _portrait(view.portrait) if view.portrait else set()
            stated = [entry for exchange in view.says for entry in exchange.statements]
            found |= _paths(stated) | _paths([entry.said for entry in stated])
            found |= _paths([line for harm in view.harmed for line in harm.periods])
        case ClaimantView():
            found = _paths(view.statements) | _paths([line.said for line in view.statements])
        case IndexView():
            found = _paths(view.letters) | _counts(view.entries)
        case MovedView():
            found = _paths([view.to])
        case CorrectionsView():
            found = _corrections(view.corrections)
        case MapView():
            found = _paths(view.places)
        case HomeView():
            found = _paths([view.topics_index, view.outlets_index, view.claimants_index])
            found |= _days(view.days) | _counts(view.years) | _counts(view.topical)
    return {path for path in found if path is not None}


def _event(view: EventView) -> set[str | None]:
    found = _paths(view.runs) | _paths(view.topics) | _lines(view.earlier) | _lines(view.later)
    found |= _paths([named for source in view.sources for named in (source.outlet, source.agency)])
    found |= _paths([line for matter in view.says for line in matter.statements])
    found |= _paths([line for toll in view.harmed for line in toll.accounts])
    return found | _corrections(view.corrections) | {view.day.path}


def _corrections(lines: Iterable[CorrectionLine]) -> set[str | None]:
    return _paths([target for line in lines for target in (line.subject, line.into)])


def _day(view: DayView) -> set[str | None]:
    groups = [*view.stories, *(group for category in view.categories for group in category.groups)]
    found = _paths([view.month, view.year, view.previous, view.next])
    return found.union(*(_paths(group.topics) | _lines(group.events) for group in groups))


def _portrait(told: Portrait) -> set[str | None]:
    found = _lines([told.about]) | _counts(told.before) | _counts(told.after) | _counts(told.names)
    return found | _paths([chapter.topic for chapter in told.chapters])


def _paths(items: Iterable[_Linked | None]) -> set[str | None]:
    return {item.path for item in items if item}


def _lines(lines: Iterable[EventLine]) -> set[str | None]:
    return {named.path for line in lines for named in line.context}.union(line.path for line in lines)


def _days(days: Iterable[DayLines]) -> set[str | None]:
    return _paths([day.day for day in days]).union(*(_lines(day.events) for day in days))


def _counts(counts: Iterable[TopicCount]) -> set[str | None]:
    return {count.topic.path for count in counts}


def _cells(month: MonthCalendar) -> set[str | None]:
    return {cell.path for week in month.weeks for cell in week if cell}
