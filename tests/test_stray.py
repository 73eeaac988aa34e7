"""Quotations that no rule attributes, in sentences written for these tests."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_claims import said

from backstory.language.paragraphs import paragraph
from backstory.language.stretches import MEASURES, candidates, measures, stretch
from backstory.model import Span

PIECES = [
    "“We left at dawn.”",
    "the “old, slow” ferry",
    ", which",
    "“so far",
    "Reed said",
    "and",
    ":",
    "it sank.",
    "“Go”",
]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "There was talk in the port of “a winter with no ferry and no heat, and nobody to pay for it.”",
            "“a winter with no ferry and no heat, and nobody to pay for it.”",
        ),
        ("On the wall of the mill: “We were never asked about the dam, and we never will be.”", "never asked"),
    ],
)
def test_words_whose_speaker_no_rule_tells_are_a_statement_of_nobody(text: str, words: str) -> None:
    found = said(text)
    assert len(found) == 1
    assert found[0][0] is None
    assert words in found[0][3]


@pytest.mark.parametrize(
    "text",
    [
        "The man was sentenced to life for “arson and theft” on Monday.",
        'The Harbour Union expels its treasurer following "grave doubts" about the accounts.',
    ],
)
def test_what_narrated_acts_quote_is_never_said_by_who_acts(text: str) -> None:
    assert {claimant for claimant, *_ in said(text)} <= {None}


@pytest.mark.parametrize(
    "text",
    [
        "The prize went to “Rivers of Salt” this year.",
        "Ann “Nan” Reed runs the ferry.",
        "The border is open to 19 “trusted” countries.",
    ],
)
def test_titles_nicknames_and_epithets_are_nobodys_statement(text: str) -> None:
    assert said(text) == []


@settings(max_examples=60)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map(" ".join))
def test_every_candidate_holds_its_quotation_and_has_every_measure(text: str) -> None:
    each = paragraph(text, Span(0, len(text)))
    held = stretch(each)
    for quote in held.quoted:
        places = candidates(held, quote)
        opened, closed = held.quoted[quote]
        assert (opened, closed) in places
        assert all(0 <= start <= opened and closed <= end <= len(held.tokens) for start, end in places)
        assert {len(row) for row in measures(held, quote, places)} == {len(MEASURES)}
