"""The entries of a live blog: a page that is added to as things happen, each entry under its own time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from backstory.articles.conventions import PURPOSES
from backstory.articles.instants import edtf_of
from backstory.articles.units import Container, Unit
from backstory.model import Dated, Method

#: A line that gives an hour and little else: "14:05", "2.30pm", "Update, 9 a.m.", "14:05 Uhr".
_HOUR = re.compile(
    r"\b([01]?\d|2[0-3])(?=[:.h][0-5]\d|\s*[ap]\.?m\b)(?:[:.h]([0-5]\d))?(?::[0-5]\d)?(?:\s*(?P<half>[ap])\.?m\b)?",
    re.IGNORECASE,
)
#: Most characters of a line that says when an entry was written.
_LINE = 40
#: Fewer entries are none: other lists have a time here and there.
_LEAST = 3
#: How many elements outward from its time an entry may reach.
_REACH = 8
_LIVE = 1 << list(PURPOSES).index("live")


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a line of a live blog belongs."""

    #: Number of its entry, from 0 as the page has them.
    number: int
    #: When that was written, where it says so.
    time: Dated | None
    #: Whether the line is the one that says when, and little else.
    is_stamp: bool = False


def entries(
    lines: Sequence[Unit], chosen: Sequence[bool], *, stated: bool, day: dt.date | None, language: str | None = None
) -> list[Entry | None]:
    """The entry that each line of a page belongs to; None for each where the page is no live blog.

    Entries are elements beside each other that look alike, at least three, which each have a time and together most of
    the article.

    Args:
        lines: the text of the page.
        chosen: for each line whether it is part of the article.
        stated: whether the page calls itself a live blog; else its elements must.
        day: the one day that it is of: that of an entry which gives its hour alone; None where there are several.
        language: BCP 47 tag of the page.
    """
    parts = _parts(lines, chosen, stated=stated)
    if not parts:
        return [None] * len(lines)
    numbers = {part: number for number, part in enumerate(parts)}
    inside = [next((each for each in line.container.around() if each in numbers), None) for line in lines]
    times: dict[Container, Dated] = {}
    for line, part in zip(lines, inside, strict=True):
        if part is not None and part not in times and (time := _time(line, day, language)):
            times[part] = time
    return [
        None if part is None else Entry(numbers[part], times.get(part), is_stamp=_is_stamp(line))
        for line, part in zip(lines, inside, strict=True)
    ]


def _parts(lines: Sequence[Unit], chosen: Sequence[bool], *, stated: bool) -> list[Container]:
    """The elements of the entries, in order; none where the page is no live blog."""
    told: dict[Container, int] = {}
    for line, is_told in zip(lines, chosen, strict=True):
        for each in line.container.around() if is_told else ():
            told[each] = told.get(each, 0) + len(line.text)
    alike: dict[tuple[Container | None, str], list[Container]] = {}
    for line in lines:
        if line.time is not None or _is_stamp(line):
            for _, each in zip(range(_REACH), line.container.around(), strict=False):
                group = alike.setdefault((each.parent, each.style[-1]), [])
                if each in told and each not in group:
                    group.append(each)
    whole = sum(len(line.text) for line, is_told in zip(lines, chosen, strict=True) if is_told)
    live = [
        group
        for group in alike.values()
        if len(group) >= _LEAST
        and sum(told[each] for each in group) * 2 > whole
        and (stated or any(each.purpose & _LIVE for each in group[0].around()))
    ]
    return max(live, key=len, default=[])


def _is_stamp(line: Unit) -> bool:
    return len(line.text) <= _LINE and _HOUR.search(line.text) is not None


def _time(line: Unit, day: dt.date | None, language: str | None) -> Dated | None:
    """When a line says that something was written; None where it does not."""
    for value in filter(None, (line.time, line.text if len(line.text) <= _LINE else None)):
        if edtf := edtf_of(value, language=language):
            return Dated(edtf, Method.VISIBLE, words=value)
    hour = _HOUR.search(line.text) if _is_stamp(line) else None
    if hour is None or day is None:
        return None
    clock = int(hour[1])
    if hour["half"]:
        clock = clock % 12 + 12 * (hour["half"].lower() == "p")
    return Dated(f"{day}T{clock:02}:{hour[2] or '00'}", Method.VISIBLE, words=hour[0])
