"""Where the bars of a chart stand, and how dark the days of a calendar are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backstory.site.views import Bar, MonthCalendar

#: Height of the tallest bar, in pixels.
HEIGHT = 120
#: Steps of ink, from the palest to the darkest.
INKS = 5

#: Width of the chart at desk width and of one digit of its labels, in pixels.
_WIDTH = 600
_DIGIT = 8


@dataclass(frozen=True, slots=True)
class Column:
    """A bar as it is drawn: places and widths across in per cent of the chart, heights in pixels."""

    x: float
    width: float
    #: The middle of the bar.
    middle: float
    height: float
    label: str
    count: int
    #: The year that begins here, where it is written under the bar.
    tick: str | None
    #: Whether the number stands over the bar on a narrow screen too.
    lasting: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart."""

    columns: tuple[Column, ...]
    #: Whether there is room for the number over every bar at desk width.
    numbered: bool


def chart(bars: Sequence[Bar]) -> Chart:
    """Lays out a bar a period, from zero, as high as its number of events.

    Args:
        bars: at least one, in order of time.
    """
    most = max(bar.count for bar in bars)
    pitch = 100 / len(bars)
    fullest = next(place for place, bar in enumerate(bars) if bar.count == most)
    columns = tuple(
        Column(
            x=round(place * pitch + pitch * 0.1, 3),
            width=round(pitch * 0.8, 3),
            middle=round(place * pitch + pitch / 2, 3),
            height=round(HEIGHT * bar.count / max(most, 1), 1),
            label=bar.label,
            count=bar.count,
            tick=tick,
            lasting=place == fullest,
        )
        for place, (bar, tick) in enumerate(zip(bars, _ticks(bars), strict=True))
    )
    return Chart(columns, numbered=len(bars) * _DIGIT * (len(str(most)) + 1) <= _WIDTH)


def ink(count: int, most: int) -> int:
    """How dark a day with `count` events is where the fullest day has `most`: 1 to `INKS`, 0 for a day without any."""
    return -(-count * INKS // most) if count else 0


def most(months: Sequence[MonthCalendar]) -> int:
    """Events on the fullest day of some months."""
    return max((cell.count for month in months for week in month.weeks for cell in week if cell), default=0)


def _ticks(bars: Sequence[Bar]) -> list[str | None]:
    """The years under a chart, as many as fit on a narrow screen: about six."""
    years = [bar.label.removesuffix("-01") for bar in bars]
    starts = [place for place, year in enumerate(years) if "-" not in year]
    if not starts:
        return [years[0][:-3], *[None] * (len(bars) - 1)]
    step = -(-len(starts) // 6)
    shown = set(starts[::step])
    return [year if place in shown else None for place, year in enumerate(years)]
