"""Dates and times as the fields of pages state them, read into EDTF.

ISO 8601 and its loose relatives, the forms of HTTP and of scripts ("Tue Mar 29 2022 14:05:00 GMT+0200"), epochs, and
the written forms of `days`.
"""

from __future__ import annotations

import datetime as dt
import re

from backstory.articles.days import named_days

_ISO = re.compile(
    r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})"
    r"(?:[T\s,]*(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,:]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}\b)?)?(?![:\d])",
    re.IGNORECASE,
)
_MONTH = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_TIME = re.compile(
    r"(?<![\d.:])(\d{1,2})[:h](\d{2})(?::(\d{2}))?\s*([ap]\.?m\b\.?)?\s*(?:(?:GMT|UTC)?\s*([+-]\d{2}:?\d{2})|(Z|GMT|UTC)\b)?",
    re.IGNORECASE,
)
#: 25.04.24: two digits of a year, which running text has too many other uses for.
_SHORT_YEAR = re.compile(r"(?<![\d./-])(\d{1,2}([./])\d{1,2}\2)(\d{2})(?![\d:]|[./-]\d)")

#: No page of the web is older.
_FIRST_YEAR = 1990
_LAST_YEAR = 2199


def edtf_of(value: str, *, language: str | None = None) -> str | None:
    """A stated date in EDTF, as precise as it is given.

    Args:
        value: the content of a field, or a line of text that holds one date.
        language: BCP 47 tag of the page, for names of months and the order of 3/4/2022.

    Returns:
        None where no day or month of the web's time is in it. Midnight to the second stands for the day alone: that is
        how content systems fill a time that nobody gave.
    """
    text = value.strip()
    if _MONTH.fullmatch(text):
        return text
    if _EPOCH.fullmatch(text):
        moment = dt.datetime.fromtimestamp(int(text[:10]), dt.UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    if iso := _ISO.match(text):
        year, month, day, hour, minute, second, zone = iso.groups()
        return _edtf(f"{year}-{month}-{day}", hour, minute, second, zone)
    text = _SHORT_YEAR.sub(r"\g<1>20\3", text)
    found = named_days(text, language)
    named = next((each for each in found if each.date and not each.until), None)
    if named is None or named.date is None:
        # A month alone says something only where nothing else is said.
        months = (
            each for each in found if each.year and each.month and not each.day and text == text[each.start : each.end]
        )
        return next((f"{each.year}-{each.month:02d}" for each in months), None)
    rest = text[: named.start] + " " + text[named.end :]
    time = _TIME.search(rest)
    if time is None:
        return _edtf(named.date.isoformat(), None, None, None, None)
    hour, minute, second, half, offset, universal = time.groups()
    if half:
        hour = str(int(hour) % 12 + (12 if half[0] in "pP" else 0))
    return _edtf(named.date.isoformat(), hour, minute, second, offset or universal)


def _edtf(day: str, hour: str | None, minute: str | None, second: str | None, zone: str | None) -> str | None:
    try:
        date = dt.date.fromisoformat(day)
        clock = dt.time(int(hour or 0), int(minute or 0), int(second or 0))
    except ValueError:
        return None
    if not _FIRST_YEAR <= date.year <= _LAST_YEAR:
        return None
    if hour is None or clock == dt.time():
        return day
    precise = clock.strftime("%H:%M:%S" if second is not None else "%H:%M")
    return f"{day}T{precise}{_zone(zone)}"


def _zone(zone: str | None) -> str:
    if not zone:
        return ""
    if zone[0] not in "+-":
        return "Z"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}" if digits[:2] < "24" and digits[2:] < "60" else ""
