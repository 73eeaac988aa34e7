"""Counts, as docs/claims.md has them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstory.language.numbers import Count, counts
from backstory.language.tokens import tokens


def found(text: str) -> list[Count]:
    return counts(list(tokens(text)))


@pytest.mark.parametrize(
    ("text", "low", "high", "approximate"),
    [
        ("36", 36, 36, False),
        ("1,204", 1204, 1204, False),
        ("thirty-seven", 37, 37, False),
        ("one hundred and twenty", 120, 120, False),
        ("two thousand three hundred", 2300, 2300, False),
        ("3.5 million", 3_500_000, 3_500_000, False),
        ("a dozen", 12, 12, False),
        ("half a dozen", 6, 6, False),
        ("three dozen", 36, 36, False),
        ("at least 36", 36, None, False),
        ("36 or more", 36, None, False),
        ("more than 670", 671, None, False),
        ("over 670", 671, None, False),
        ("up to 20", None, 20, False),
        ("as many as 20", None, 20, False),
        ("fewer than 20", None, 19, False),
        ("about 40", 40, 40, True),
        ("an estimated 40", 40, 40, True),
        ("nearly 40", None, 40, True),
        ("close to forty", None, 40, True),
        ("between 20 and 30", 20, 30, False),
        ("20 to 30", 20, 30, False),
        ("20-30", 20, 30, False),
        ("about 60 to 70", 60, 70, True),
        ("20 to 30 thousand", 20_000, 30_000, False),
        ("a couple", 2, 2, False),
        ("both", 2, 2, False),
        ("a few", 3, 9, False),
        ("several", 3, 9, False),
        ("several thousand", 3000, 9999, False),
        ("dozens", 24, 99, False),
        ("at least dozens", 24, None, False),
        ("scores", 40, 199, False),
        ("hundreds", 200, 999, False),
        ("tens of thousands", 20_000, 99_999, False),
        ("hundreds of thousands", 200_000, 999_999, False),
    ],
)
def test_what_words_commit_to(text: str, low: int | None, high: int | None, approximate: bool) -> None:
    (count,) = found(text)
    assert (count.low, count.high, count.approximate) == (low, high, approximate)
    assert (count.first, count.end) == (0, len(list(tokens(text))))


@pytest.mark.parametrize("text", ["the third", "a 27-year-old", "a 6.5 quake", "few came", "a couple's car"])
def test_no_count(text: str) -> None:
    assert [count for count in found(text) if count.low != 2] == []


def test_a_change_is_no_range() -> None:
    assert [count.low for count in found("rises from 12 to 15")] == [12, 15]


@given(st.integers(0, 10**9), st.sampled_from(["", "at least ", "nearly ", "up to ", "more than ", "fewer than "]))
def test_digits_are_read_back(number: int, bound: str) -> None:
    (count,) = found(f"{bound}{number:,} people")
    bounds = [each for each in (count.low, count.high) if each is not None]
    assert number in {each + step for each in bounds for step in (-1, 0, 1)}


@given(
    st.lists(st.sampled_from("a to and or of dozen 20 three hundred thousand million several tens both - few".split()))
)
def test_any_words(words: list[str]) -> None:
    held = found(" ".join(words))
    assert all(one.end <= other.first for one, other in pairwise(held))
    assert all(count.low is None or count.high is None or count.low <= count.high for count in held)
