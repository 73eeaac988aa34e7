"""Where bars stand, and how dark days are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstory.site.chart import HEIGHT, INKS, chart, ink, most
from backstory.site.views import Bar, DayCell, MonthCalendar


def bars(counts: list[int], start: int = 2011) -> list[Bar]:
    return [Bar(str(start + n), count) for n, count in enumerate(counts)]


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=60))
def test_bars_are_as_high_as_their_numbers_from_zero(counts: list[int]) -> None:
    drawn = chart(bars(counts))
    highest = max(counts)
    for column, count in zip(drawn.columns, counts, strict=True):
        assert column.count == count
        assert column.height == pytest.approx(HEIGHT * count / max(highest, 1), abs=0.06)
        assert 0 <= column.x < column.middle < column.x + column.width <= 100.01
    assert [column.count for column in drawn.columns if column.lasting] == [highest]


def test_years_are_written_where_there_is_room() -> None:
    ticks = [column.tick for column in chart(bars([1] * 13)).columns]
    assert ticks == ["2011", None, None, "2014", None, None, "2017", None, None, "2020", None, None, "2023"]


def test_years_of_months_stand_at_january() -> None:
    months = [Bar(f"{2014 + n // 12}-{n % 12 + 1:02}", 1) for n in range(10, 28)]
    ticks = [column.tick for column in chart(months).columns]
    assert {place: tick for place, tick in enumerate(ticks) if tick} == {2: "2015", 14: "2016"}


def test_months_without_a_january_say_their_year() -> None:
    assert [column.tick for column in chart([Bar("2015-03", 1), Bar("2015-04", 2)]).columns] == ["2015", None]


def test_numbers_stand_over_every_bar_only_where_there_is_room() -> None:
    assert chart(bars([10] * 20)).numbered
    assert not chart(bars([1000] * 20)).numbered


def test_ink() -> None:
    assert [ink(count, 10) for count in (0, 1, 2, 3, 9, 10)] == [0, 1, 1, 2, 5, INKS]
    assert ink(1, 1) == INKS


def test_the_fullest_day() -> None:
    month = MonthCalendar(None, "May 2015", 5, ((None, DayCell("2015-05-01", 5, "2015/05/01/index")),))
    assert most((month,)) == 5
    assert most(()) == 0
