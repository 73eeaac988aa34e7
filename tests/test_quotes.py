"""Where quotations stand."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstory.language.quotes import quotations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “no” and “never”.", ["“no”", "“never”"]),
        ('He said "no" and "never".', ['"no"', '"never"']),
        ("''It's over,'' he said.", ["''It's over,''"]),
        ("‘It’s the workers’ day,’ he said.", ["‘It’s the workers’"]),
        ("Er sagte „nein“.", ["„nein“"]),
        ("Il dit «non».", ["«non»"]),
        ('She said "it is over.”', ['"it is over.”']),
        ('She said "it is over.“', ['"it is over.“']),
        ("“He said ‘no’ to me,” she said.", ["“He said ‘no’ to me,”"]),
        ("A 6' 2\" man, it's said", []),
        ("“Never closed", []),
    ],
)
def test_quotations(text: str, expected: list[str]) -> None:
    assert [text[each.span.start : each.span.end] for each in quotations(text)] == expected


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    text = "She said: “It began at noon.\n\n“It ended at one.”"
    (first,) = quotations(text, 0, 28)
    assert first.open
    assert text[first.span.start : first.span.end] == "“It began at noon."


@given(st.text(alphabet="ab \"“”„«»'’‘.,\n"))
def test_any_marks(text: str) -> None:
    held = [each.span for each in quotations(text)]
    assert all(0 <= span.start < span.end <= len(text) for span in held)
    assert all(one.end <= other.start for one, other in pairwise(held))
