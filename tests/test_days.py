from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstory.articles.days import find_days, named_days
from backstory.model import Dated, Method

TUESDAY = Dated("2022-03-29", Method.META)


def said(text: str, language: str | None = "en", published: Dated | None = TUESDAY) -> list[tuple[str | None, str]]:
    return [(each.words, each.edtf) for each in find_days(text, published, language=language)]


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("It ended on 17 March 2022.", "17 March 2022", "2022-03-17"),
        ("It ended on March 17, 2022, at noon.", "March 17, 2022", "2022-03-17"),
        ("It ended on Thursday, March 17, 2022.", "Thursday, March 17, 2022", "2022-03-17"),
        ("the 1st of May, 2021", "1st of May, 2021", "2021-05-01"),
        ("from March 17-19, 2022", "March 17-19, 2022", "2022-03-17/2022-03-19"),
        ("dated 2022-03-17 and", "2022-03-17", "2022-03-17"),
        ("dated 17.03.2022 and", "17.03.2022", "2022-03-17"),
        ("dated 3/17/2022 and", "3/17/2022", "2022-03-17"),
        ("since March 2021", "March 2021", "2021-03"),
        ("The war in 2003 was", "2003", "2003"),
    ],
)
def test_named(text: str, words: str, edtf: str) -> None:
    (found,) = find_days(text, None)
    assert (found.words, found.edtf, found.method) == (words, edtf, Method.VISIBLE)


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("On Tuesday, she said", "On Tuesday", "2022-03-29"),
        ("on Wednesday", "on Wednesday", "2022-03-23"),
        ("last Tuesday", "last Tuesday", "2022-03-22"),
        ("next Tuesday", "next Tuesday", "2022-04-05"),
        ("next Friday", "next Friday", "2022-04-01"),
        ("yesterday", "yesterday", "2022-03-28"),
        ("last week", "last week", "2022-03-21/2022-03-27"),
        ("last month", "last month", "2022-02"),
        ("last year", "last year", "2021"),
        ("three days ago", "three days ago", "2022-03-26"),
        ("two months ago", "two months ago", "2022-01"),
        ("a March 17 strike", "March 17", "2022-03-17"),
        ("the May 9 parade", "May 9", "2022-05-09"),
        ("on December 12", "December 12", "2021-12-12"),
        ("born on February 29", "February 29", "2020-02-29"),
        ("back in January", "January", "2022-01"),
    ],
)
def test_from_the_day_of_publication(text: str, words: str, edtf: str) -> None:
    (found,) = find_days(text, TUESDAY)
    assert (found.words, found.edtf, found.method) == (words, edtf, Method.RELATIVE)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Am Dienstag, den 29. März 2022", [("Dienstag, den 29. März 2022", "2022-03-29")]),
        ("de", "gestern, letzte Woche", [("gestern", "2022-03-28"), ("letzte Woche", "2022-03-21/2022-03-27")]),
        ("de-AT", "im Jahr 2003", [("2003", "2003")]),
        ("fr", "le 1er avril 2022, mardi dernier", [("1er avril 2022", "2022-04-01"), ("mardi dernier", "2022-03-22")]),
        ("es", "el 29 de marzo de 2022", [("29 de marzo de 2022", "2022-03-29")]),
        ("no", "i går, 24. februar", [("i går", "2022-03-28"), ("24. februar", "2022-02-24")]),
        ("ru", "29 марта 2022 года, вчера", [("29 марта 2022", "2022-03-29"), ("вчера", "2022-03-28")]),
        ("hu", "2022. március 29-én", [("2022. március 29", "2022-03-29")]),
        ("ar", "يوم 29 مارس 2022", [("29 مارس 2022", "2022-03-29")]),
        ("ar", "في ٢٩ مارس ٢٠٢٢", [("٢٩ مارس ٢٠٢٢", "2022-03-29")]),
        ("hi", "29 मार्च 2022 को", [("29 मार्च 2022", "2022-03-29")]),
        ("th", "29 มีนาคม 2565", [("29 มีนาคม 2565", "2022-03-29")]),
        ("ja", "令和4年3月29日、昨日", [("令和4年3月29日", "2022-03-29"), ("昨日", "2022-03-28")]),
        ("ja", "彼は3月2日に", [("3月2日", "2022-03-02")]),
        ("ko", "2022년 3월 29일 어제", [("2022년 3월 29일", "2022-03-29"), ("어제", "2022-03-28")]),
    ],
)
def test_other_languages(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text, language) == expected


def test_undated_without_a_day_of_publication() -> None:
    assert said("On Tuesday, last month and March 17", published=None) == [
        ("On Tuesday", "XXXX-XX-XX"),
        ("last month", "XXXX-XX"),
        ("March 17", "XXXX-XX-XX"),
    ]
    assert said("On Tuesday", published=Dated("2022-03", Method.META)) == [("On Tuesday", "XXXX-XX-XX")]


@pytest.mark.parametrize(
    ("language", "edtf"), [("en", "2022"), ("en-US", "2022-03-04"), ("en-GB", "2022-04-03"), ("de", "2022-04-03")]
)
def test_day_and_month_are_told_by_the_language_or_not_at_all(language: str, edtf: str) -> None:
    assert said("on 3/4/2022", language) == [("3/4/2022", edtf)]
    assert said("on 03-04-2022", language) == [("03-04-2022", edtf)]
    assert said("on 3.4.2022", language) == [("3.4.2022", "2022-04-03")]


@pytest.mark.parametrize(
    "text", ["the Harbour Today reported", "version 1.2.2003.4", "Phone 555-2003", "30 February 2022", "2022-13-45"]
)
def test_what_names_no_day(text: str) -> None:
    assert not [each for each in find_days(text, TUESDAY) if each.day]


def test_a_week_is_no_day() -> None:
    (week,) = find_days("last week", TUESDAY)
    assert (week.day, week.precision) == (None, "bound")


PIECES = st.sampled_from(
    (
        *(
            "on ",
            "Tuesday",
            " last week",
            "March 17",
            ", ",
            "2022",
            " in ",
            "29 февраля",
            "٢٩",
            "令和9999年3月29日",
            "昨日",
        ),
        *("1/2/2022", "31 ", "Feb 29", "-", "a year ago", "999 years ago", "in 1999", "İ", " "),
    )
)


@given(
    st.one_of(st.text(), st.lists(PIECES).map("".join)),
    st.one_of(st.none(), st.dates().map(lambda day: Dated(day.isoformat(), Method.GIVEN))),
    st.sampled_from([None, "en", "en-US", "de", "ru", "ja", "th", "ar", "xx"]),
)
def test_spans_stand(text: str, published: Dated | None, language: str | None) -> None:
    end = 0
    for found in find_days(text, published, language=language):
        assert found.span is not None
        assert end <= found.span.start < found.span.end <= len(text)
        assert text[found.span.start : found.span.end] == found.words
        end = found.span.end


@given(st.dates(dt.date(1500, 1, 1), dt.date(2099, 12, 31)))
def test_any_day_is_found(day: dt.date) -> None:
    for text in (day.isoformat(), f"{day.day} {day:%B} {day.year}", f"{day:%B} {day.day}, {day.year}"):
        assert [each.date for each in named_days(f"It was {text}.", "en")] == [day]
