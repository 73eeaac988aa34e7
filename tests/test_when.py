"""The day of an event, of the days that an article names."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstory.articles.days import find_days
from backstory.articles.read import article_of
from backstory.events.when import day_of_event
from backstory.model import Article, Dated, Method

#: A Wednesday.
PUBLISHED = Dated("2022-03-30", Method.GIVEN)


def told(text: str, published: Dated | None = PUBLISHED) -> Article:
    article = replace(article_of(text, source="told"), published=published)
    return replace(article, dates=find_days(article.text, published))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("A bridge fell\n\nA bridge fell into the river on Monday, the mayor said Tuesday.", "2022-03-28"),
        ("Two die in fire\n\nPolice said Tuesday that two people died in a fire on Sunday night.", "2022-03-27"),
        ("A man was charged\n\nHe was charged on Tuesday over the March 9 shooting in the park.", "2022-03-09"),
        ("The town votes\n\nThe town will vote next Tuesday. A mayor was elected on 3 March 2022.", "2022-03-03"),
    ],
)
def test_the_day_that_something_happened_on(text: str, day: str) -> None:
    found = day_of_event(told(text))
    assert found is not None
    assert found.date.edtf == day
    assert found.date.span is not None
    assert told(text).text[found.date.span.start : found.date.span.end] == found.date.words
    assert found.because


def test_without_a_day_it_had_happened_when_it_was_published() -> None:
    found = day_of_event(told("A bridge fell\n\nA bridge fell into the river and nobody was hurt."))
    assert found is not None
    assert (found.date.edtf, found.date.precision, found.date.day) == ("../2022-03-30", "bound", None)


def test_undated_stays_undated() -> None:
    assert day_of_event(told("A bridge fell\n\nA bridge fell into the river on Monday.", None)) is None


def test_a_day_named_whole_needs_no_day_of_publication() -> None:
    found = day_of_event(told("A bridge fell\n\nA bridge fell into the river on 28 March 2022.", None))
    assert found is not None
    assert (found.date.edtf, found.date.method) == ("2022-03-28", Method.VISIBLE)


_PIECES = ("on Monday", "said", "died", ".", "\n\n", "3 March")


@given(st.text(max_size=300) | st.lists(st.sampled_from(_PIECES)).map(" ".join))
def test_never_after_publication(text: str) -> None:
    found = day_of_event(told("A title of words\n\n" + text))
    assert found is not None
    assert found.date.day is None or found.date.edtf <= PUBLISHED.edtf
