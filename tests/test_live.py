"""Live blogs: which entry a line belongs to, and when that was written."""

from __future__ import annotations

import datetime as dt

from made_pages import tree_of

from backstory.articles.live import Entry, entries
from backstory.articles.units import units
from backstory.model import Method

DAY = dt.date(2022, 3, 29)
WORDS = "The harbour master says that the ferry will not leave before noon, and that nobody should wait at the quay."


def blog(*times: str, name: str = "live-entry", words: str = WORDS) -> str:
    return "<p>What we know so far.</p>" + "".join(
        f"<div class='{name}'><div>{time}</div><p>{words}</p></div>" for time in times
    )


def read(body: str, *, stated: bool = False, day: dt.date | None = DAY) -> list[Entry | None]:
    lines = units(tree_of(body))
    return entries(lines, [len(line.text) > 20 for line in lines], stated=stated, day=day)


def times(found: list[Entry | None]) -> list[str | None]:
    return [each.time.edtf if each.time else None for each in found if each and each.is_stamp]


def test_each_line_belongs_to_the_entry_around_it() -> None:
    found = read(blog("14:05", "13:40", "12:00"))
    assert [each and each.number for each in found] == [None, 0, 0, 1, 1, 2, 2]
    assert times(found) == ["2022-03-29T14:05", "2022-03-29T13:40", "2022-03-29T12:00"]
    assert found[2] is not None
    assert found[2].time is not None
    assert (found[2].is_stamp, found[2].time.words, found[2].time.method) == (False, "14:05", Method.VISIBLE)


def test_hours_of_two_halves_of_the_day() -> None:
    assert times(read(blog("2.30pm", "12:15 am", "9 a.m."))) == [
        "2022-03-29T14:30",
        "2022-03-29T00:15",
        "2022-03-29T09:00",
    ]


def test_a_time_element_says_the_day_itself() -> None:
    stamp = "<time datetime='2022-03-28T23:10:00Z'>23:10</time>"
    assert times(read(blog(stamp, stamp, stamp))) == ["2022-03-28T23:10:00Z"] * 3


def test_an_hour_of_an_unknown_day_is_no_time() -> None:
    found = read(blog("14:05", "13:40", "12:00"), day=None)
    assert [each and each.number for each in found][1:] == [0, 0, 1, 1, 2, 2]
    assert times(found) == [None] * 3


def test_a_list_with_times_is_a_live_blog_only_if_something_says_so() -> None:
    body = blog("14:05", "13:40", "12:00", name="row")
    assert not any(read(body))
    assert any(read(body, stated=True))


def test_two_entries_are_none_and_neither_are_many_that_say_little() -> None:
    assert not any(read(blog("14:05", "13:40")))
    assert not any(read(blog("14:05", "13:40", "12:00", words="See here, all of you.") + f"<p>{WORDS}</p>" * 3))
