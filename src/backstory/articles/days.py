"""Days named in running text: "17 March 2022", "on Tuesday", "last week", "in 2003".

What names a day whole is taken as it stands. What names it only from the day of writing is resolved against the day
of publication, and stays undated (`XXXX-XX-XX`) where that is not known.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from backstory.articles.day_forms import COUNTS, STARTS, DayForms, day_forms
from backstory.articles.daywords import LAST, NEXT, DayWords
from backstory.model import Dated, Method, Span

#: A date without a year is at most this far ahead of publication; further, it is the year before.
_AHEAD = dt.timedelta(days=120)
#: 29 February comes back within as many years.
_LEAP = 8
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_IN_SENTENCE = re.compile(r"[^\W_]\s?$")
_UNKNOWN = {"year": "XXXX", "month": "XXXX-XX"}
#: The year before the first of an era: of an emperor of Japan, of the Republic of China.
_ERAS = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}


@dataclass(frozen=True, slots=True)
class Named:
    """A date that a text names: what it says of it, and where."""

    #: Where the words start.
    start: int
    #: One past the last of them.
    end: int
    #: The year; None where the words leave it open.
    year: int | None
    #: The month, 1 to 12; None where the words leave it open.
    month: int | None = None
    #: The day of the month; None where the words leave it open.
    day: int | None = None
    #: The last day, of a range within the month.
    until: int | None = None

    @property
    def date(self) -> dt.date | None:
        """The day, where all of it is named."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return dt.date(self.year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class _Relative:
    start: int
    end: int
    unit: str
    offset: int


@dataclass(frozen=True, slots=True)
class _Weekday:
    start: int
    end: int
    weekday: int
    turn: int  # -1 the last one, 0 the latest, 1 the next one


_Found = Named | _Relative | _Weekday


def find_days(text: str, published: Dated | None, *, language: str | None = None) -> tuple[Dated, ...]:
    """The days that a text names, in order, none within another.

    "On Tuesday" is the last Tuesday on or before the day of publication, "next Tuesday" the first one after it; a date
    without a year is the latest one that is not far ahead of publication.

    Args:
        text: the text of an article; spans count in it.
        published: when it was published: what "on Tuesday" is resolved against.
        language: BCP 47 tag of the text; English names are known in every language.
    """
    forms = day_forms(language)
    day = published.day if published else None
    found = _without_overlaps(
        each for plain, at in _starts(text, forms) for each in (*_named(plain, at, forms), *_relative(plain, at, forms))
    )
    dated = ((each, *_resolved(each, day)) for each in found)
    return tuple(
        Dated(edtf, method, text[each.start : each.end], Span(each.start, each.end)) for each, edtf, method in dated
    )


def named_days(text: str, language: str | None) -> list[Named]:
    """The dates that a text names by number, month or year, in order, none within another.

    Args:
        text: the text; places count in it.
        language: its BCP 47 tag; English names are known in every language.
    """
    forms = day_forms(language)
    found = _without_overlaps(each for plain, at in _starts(text, forms) for each in _named(plain, at, forms))
    return [each for each in found if isinstance(each, Named)]


def _starts(text: str, forms: DayForms) -> Iterator[tuple[str, int]]:
    """The text with its digits as ours, and each place in it where a date may start."""
    plain = _FOREIGN_DIGIT.sub(_plain_digit, text)
    for token in STARTS.finditer(plain):
        if token[0][0].isdecimal() or token[0].lower() in forms.starts:
            yield plain, token.start()


def _plain_digit(digit: re.Match[str]) -> str:
    """A digit of any script as one of ours, so that offsets stand."""
    return str(unicodedata.decimal(digit[0]))


def _named(text: str, at: int, forms: DayForms) -> Iterator[Named]:
    for pattern in forms.named:
        if (match := pattern.match(text, at)) and (named := _read(match, forms.words)):
            yield named


def _read(match: re.Match[str], words: DayWords) -> Named | None:
    """What a match names; None where there is no such date."""
    found = match.groupdict()
    year = _year(found["year"], found.get("era"), words) if found.get("year") else None
    month, day = _month(found.get("month"), words), int(found.get("day") or 0) or None
    if "first" in found:
        order = _month_and_day(int(found["first"]), int(found["second"]), found["sep"], words)
        month, day = order or (None, None)
    until = int(found.get("until") or 0) or None
    # A leap year where none is named, so that 29 February stands.
    last = calendar.monthrange(year or 2000, month)[1] if month and 1 <= month <= 12 else 0
    impossible = (
        (found.get("year") and year is None)
        or (month is not None and not last)
        or any(each is not None and not 1 <= each <= last for each in (day, until))
        or (found.get("day") and day is None)
    )
    if impossible:
        return None
    start = match.start() + len(found.get("lead") or "")
    return Named(start, match.start() + len(match[0].rstrip(" ,")), year, month, day, until)


def _year(text: str, era: str | None, words: DayWords) -> int | None:
    """The year of our calendar; None where it is none that a text would name."""
    year = 1 if text == "元" else int(text)
    if era:
        year += _ERAS[era]
    elif words.ahead and year > 2400:
        year -= words.ahead
    return year if 1000 <= year <= 2199 else None


def _month(text: str | None, words: DayWords) -> int | None:
    if text is None:
        return None
    return int(text) if text.isdecimal() else words.months.get(" ".join(text.casefold().split()), 0)


def _month_and_day(first: int, second: int, separator: str, words: DayWords) -> tuple[int, int] | None:
    """Month and day of 3/4/2022: by their size, by the separator, by the language; None where nothing tells."""
    if first > 12 or first == second:
        return second, first
    if second > 12:
        return first, second
    if separator.startswith(".") or words.month_first is False:
        return second, first
    return (first, second) if words.month_first else None


def _relative(text: str, at: int, forms: DayForms) -> Iterator[_Found]:
    if match := forms.weekday.match(text, at):
        turn = (match["turn"] or match["after"] or "").casefold()
        way = 1 if turn in NEXT else -1 if turn in LAST else 0
        weekday = forms.words.weekdays.get(" ".join(match["name"].casefold().split()))
        if weekday is not None:
            yield _Weekday(match.start(), match.end(), weekday, way)
    if match := forms.near.match(text, at):
        near = forms.words.near.get(" ".join(match["name"].casefold().split()))
        # A capital within a sentence makes it part of a name: "The Harbour Today reported".
        is_name = match["name"][0].isupper() and _IN_SENTENCE.search(text, max(0, at - 2), at)
        if near is not None and not is_name:
            yield _Relative(match.start(), match.end(), *near)
    if match := forms.ago.match(text, at):
        count = COUNTS.get(match["count"].casefold()) or int(match["count"])
        yield _Relative(match.start(), match.end(), match["unit"].casefold(), -count)


def _without_overlaps(found: Iterable[_Found]) -> list[_Found]:
    """The finds in order; of two that overlap, the one that is named, else the earlier, else the longer."""
    kept: list[_Found] = []
    for each in sorted(found, key=lambda one: (not isinstance(one, Named), one.start, -one.end)):
        at = bisect(kept, each.start, key=lambda one: one.start)
        if (at == 0 or kept[at - 1].end <= each.start) and (at == len(kept) or each.end <= kept[at].start):
            kept.insert(at, each)
    return kept


def _resolved(found: _Found, published: dt.date | None) -> tuple[str, Method]:
    """The date in EDTF, and how it is known."""
    if isinstance(found, Named) and found.year is not None:
        return _edtf(found.year, found), Method.VISIBLE
    if published is None:
        return _UNKNOWN.get(_unit(found), "XXXX-XX-XX"), Method.RELATIVE
    if isinstance(found, Named):
        return _edtf(_nearest_year(found, published), found), Method.RELATIVE
    if isinstance(found, _Weekday):
        back = (published.weekday() - found.weekday) % 7
        days = 7 - back if found.turn > 0 else -(back or 7) if found.turn < 0 else -back
        return _moved(published, days), Method.RELATIVE
    return _shifted(published, found.unit, found.offset), Method.RELATIVE


def _unit(found: _Found) -> str:
    """How precise a date is meant that is not known."""
    if isinstance(found, _Relative):
        return found.unit
    return "month" if isinstance(found, Named) and found.day is None else "day"


def _edtf(year: int, named: Named) -> str:
    parts = [f"{year:04d}", *(f"{part:02d}" for part in (named.month, named.day) if part is not None)]
    edtf = "-".join(parts)
    return f"{edtf}/{edtf[:-2]}{named.until:02d}" if named.until and named.until > (named.day or 0) else edtf


def _nearest_year(named: Named, published: dt.date) -> int:
    """The year that a date without one is of: the latest in which it is not far ahead of publication."""
    month, day = named.month or 1, named.day or 1
    for year in range(min(published.year + 1, dt.MAXYEAR), max(published.year - _LEAP, 0), -1):
        if day <= calendar.monthrange(year, month)[1] and dt.date(year, month, day) - published <= _AHEAD:
            return year
    return published.year


def _moved(day: dt.date, days: int) -> str:
    return dt.date.fromordinal(min(max(day.toordinal() + days, 1), dt.date.max.toordinal())).isoformat()


def _shifted(published: dt.date, unit: str, offset: int) -> str:
    if unit == "year":
        return f"{min(max(published.year + offset, 1), dt.MAXYEAR):04d}"
    if unit == "month":
        months = min(max(published.year * 12 + published.month - 1 + offset, 12), dt.MAXYEAR * 12 + 11)
        return f"{months // 12:04d}-{months % 12 + 1:02d}"
    if unit == "week":
        monday = offset * 7 - published.weekday()
        return f"{_moved(published, monday)}/{_moved(published, monday + 6)}"
    return _moved(published, offset)
