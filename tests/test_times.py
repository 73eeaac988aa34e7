"""Days in words, and the day after."""

from __future__ import annotations

import datetime as dt

from backstory.times import day_after, long_day


def test_a_day_in_words() -> None:
    assert long_day(dt.date(2015, 12, 3)) == "3 December 2015"


def test_the_day_after() -> None:
    assert day_after(dt.date(2015, 12, 31)) == dt.date(2016, 1, 1)
    assert day_after(dt.date.max) is None
