"""Sentences and tokens: every token stands in the text, and stops end sentences only where they do."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstory.language.tokens import LONGEST, sentences, tokens


def words(text: str) -> list[str]:
    return [token.text for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Moscow's men didn't go.", ["Moscow", "'s", "men", "did", "n't", "go", "."]),
        ("It isn’t al-Barad’s 27-year-old.", ["It", "is", "n’t", "al-Barad", "’s", "27-year-old", "."]),
        ("1,204 of 3.5 million, 20-30", ["1,204", "of", "3.5", "million", ",", "20-30"]),
        ("the U.S. and AT&T", ["the", "U.S.", "and", "AT&T"]),
        ("''Go,'' he said.", ["''", "Go", ",", "''", "he", "said", "."]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One ends here. Another follows.", 2),
        ("Mr. Vale met Dr. J. Moss at 5 p.m. on Monday.", 1),
        ("He left the U.S. The rest stayed.", 2),
        ("He left the U.S. Army.", 1),
        ("“Is it over?” she asked. “No.”", 2),
        ("A line\nAnother line", 2),
        ("Version 2.0 is out! Really?", 2),
        ("终于结束了。他走了。", 2),
        ("", 0),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(list(sentences(text))) == count


def test_a_text_without_stops_is_cut() -> None:
    cut = list(sentences("word " * (3 * LONGEST)))
    assert len(cut) == 3
    assert max(map(len, cut)) == LONGEST


@given(st.text())
def test_every_character_that_is_no_space_is_in_one_token(text: str) -> None:
    held = [token for sentence in sentences(text) for token in sentence]
    assert [text[token.start : token.end] for token in held] == [token.text for token in held]
    assert all(one.end <= other.start for one, other in pairwise(held))
    assert "".join(token.text for token in held) == "".join(text.split())
