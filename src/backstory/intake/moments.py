"""Dates as feeds and sitemaps write them, kept as precise as they are given and in the zone that they are given in."""

from __future__ import annotations

import datetime as dt
import email.utils
import re

from backstory.model import Dated, Method

#: Dates up to the end of this year are taken for a clock that was never set: zero of Unix is 1970, of .NET year 1.
UNSET_YEAR = 1970

#: Longest date, in characters; of a longer text the rest is not looked at.
LONGEST = 100


def dated(words: str | None) -> Dated | None:
    """The date that a field of a feed or sitemap gives.

    Both forms in use are read: that of mail (RFC 5322, 3.3, with the older zones of RFC 822 and years of two digits)
    and that of ISO 8601 as W3C-DTF and RFC 3339 have it, with or without a time or zone. In the first, months may have
    their names of other languages.

    Args:
        words: the field, or nothing.

    Returns:
        The date, found by `Method.FEED`; None where there is none or it makes no sense.
    """
    text = " ".join((words or "")[:LONGEST].split())
    edtf = _from_iso(text) or _from_mail(text)
    if edtf is None or int(edtf[:4]) <= UNSET_YEAR:
        return None
    return Dated(edtf, Method.FEED, words=text)


def _from_iso(text: str) -> str | None:
    found = _ISO.fullmatch(text)
    if not found:
        return None
    date, minute, second, zone = found.group("date", "minute", "second", "zone")
    return _checked(date, minute and minute + (second or ""), zone)


def _from_mail(text: str) -> str | None:
    time = _TIME.search(text)
    # The library reads no date without a time, and takes the year 0001 for 2001.
    parts = email.utils.parsedate_tz(text if time else f"{text} 00:00")
    if parts is None:
        return _from_other_languages(text)
    if _UNSET.search(text):
        return None
    day = f"{parts[0]:04d}-{parts[1]:02d}-{parts[2]:02d}"
    if not time:
        return _checked(day, None, None)
    clock = f"{parts[3]:02d}:{parts[4]:02d}" + (f":{parts[5]:02d}" if time["second"] else "")
    # Only the zones of RFC 822 are the same everywhere; the library takes any other for UTC.
    return _checked(day, clock, _zone(parts[9]) if _ZONE.search(text) else None)


def _from_other_languages(text: str) -> str | None:
    """A date whose day of the week and month have other names: "Seg, 24 Set 2018 19:42:40 -0300"."""
    found = _FOREIGN.fullmatch(text)
    if not found:
        return None
    # Imported when needed: it knows the months of two hundred languages, and takes its time to learn them.
    from dateparser import parse

    day = parse(found["day"], settings={"STRICT_PARSING": True, "DATE_ORDER": "DMY"})
    if day is None:
        return None
    return _checked(f"{day:%Y-%m-%d}", found["clock"], _iso_zone(found["zone"]))


def _checked(date: str, clock: str | None, zone: str | None) -> str | None:
    """The date in EDTF, if there is such a one."""
    edtf = f"{date}T{clock}{_iso_zone(zone) or ''}" if clock else date
    try:
        dt.datetime.fromisoformat(f"{date}{'-01-01'[len(date) - 4 :]}" + edtf[len(date) :])
    except ValueError:
        return None
    return edtf


def _zone(seconds: int | None) -> str:
    """An offset from UTC in EDTF; that of RFC 5322's -0000 is not known but to be read as UTC."""
    if not seconds:
        return "Z"
    minutes = abs(seconds) // 60
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}"


def _iso_zone(zone: str | None) -> str | None:
    if not zone or zone.upper() in ("Z", "UTC", "GMT"):
        return zone and "Z"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"


_ISO = re.compile(
    r"(?P<date>\d{4}(?:-\d\d(?:-\d\d)?)?)"
    r"(?:[Tt ](?P<minute>\d\d:\d\d)(?P<second>:\d\d)?(?:[.,]\d+)? ?(?P<zone>[Zz]|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)
_TIME = re.compile(r"\b\d\d?:\d\d(?P<second>:\d\d)?", re.ASCII)
_ZONE = re.compile(r":\d\d ?(?:[+-]\d{4}|UTC?|GMT|Z|[ECMP][SD]T)\b", re.ASCII | re.IGNORECASE)
_UNSET = re.compile(r"(?<![+-])\b0\d{3}\b", re.ASCII)
_FOREIGN = re.compile(
    r"(?:[^\W\d]+\.?, ?)?(?P<day>\d\d? [^\W\d]+\.? \d{4}) (?P<clock>\d\d:\d\d(?::\d\d)?)"
    r"(?: ?(?P<zone>UTC|GMT|[+-]\d{4}))?"
)
