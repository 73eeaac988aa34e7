"""How the site words things."""

from __future__ import annotations

import pytest
from sample_views import CREDIT, EMPTY_HOME, HOME, INDEX, OUTLET, TOPIC, TOPIC_YEAR

from backstory.site import words
from backstory.site.views import Bar, Credit


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2015-12-23", "23 December 2015"),
        ("0009-01-02", "2 January 0009"),
        ("December 2015", "December 2015"),
        ("2015", "2015"),
        ("Tit-for-tat", "Tit-for-tat"),
    ],
)
def test_days(day: str, expected: str) -> None:
    assert words.day_words(day) == expected


def test_periods() -> None:
    assert words.period_words("2015-02") == "February 2015"
    assert words.period_words("2015") == "2015"


def test_numbers_carry_their_nouns() -> None:
    assert words.counted(1, "event") == "1 event"
    assert words.counted(0, "event") == "0 events"
    assert words.counted(90412, "event") == "90,412 events"


def test_sentences() -> None:
    assert words.home_sentence(EMPTY_HOME) == "This archive is empty."
    assert words.home_sentence(HOME) == (
        "90,412 events, 18,230 topics and 4,120 outlets, from 1 January 2002 to 30 March 2022."
    )
    assert words.timeline_sentence(OUTLET) == "1 event, on 23 December 2015."
    assert words.events_title(TOPIC) == "Latest events"
    assert words.events_title(TOPIC_YEAR) == "Events"
    assert words.index_title(INDEX) == "Topics: S"


def test_a_chart_in_a_sentence() -> None:
    bars = (Bar("2015-01", 3), Bar("2015-02", 1204), Bar("2015-03", 1204))
    assert words.chart_title(bars) == "Events a month"
    assert words.chart_sentence(bars) == "Most in February 2015, with 1,204."


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (CREDIT.url, "Text from Wikipedia, "),
        ("https://wikipedia.org/", "Text from Wikipedia, "),
        ("https://notwikipedia.org/", "Text from "),
        (None, "Text from "),
    ],
)
def test_wikipedia_is_named(url: str | None, expected: str) -> None:
    assert words.credit_source(Credit("a list", url, None, None)) == expected
