"""Days as people read them."""

from __future__ import annotations

import datetime as dt

#: Names of the months, January first.
MONTHS = tuple("January February March April May June July August September October November December".split())


def long_day(day: dt.date) -> str:
    """A day as a sentence says it: "23 December 2015"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_after(day: dt.date) -> dt.date | None:
    """The next day; None after the last one that a date can be."""
    return day + dt.timedelta(days=1) if day < dt.date.max else None
