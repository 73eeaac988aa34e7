"""What a text compares with: on sentences made with the cues, and on sentences that they were never fitted to."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstory.language.comparisons import comparisons

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "comparisons.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def named(text: str) -> set[str]:
    """The names that a text compares with."""
    return {text[each.name.start : each.name.end] for found in comparisons(text) for each in found.named}


@pytest.mark.parametrize(("wanted", "text"), [row[1:] for row in ROWS if row[0] == "made"])
def test_the_cues(wanted: str, text: str) -> None:
    assert named(text) == (set() if wanted == "-" else set(wanted.split(";")))


def test_sentences_that_the_cues_were_not_fitted_to() -> None:
    """18 of 20 names are found; 5 more are given, which an archive may know or not (docs/benchmarks.md)."""
    pairs = [(named(text), set(wanted.split(";")) - {"-"}) for kind, wanted, text in ROWS if kind == "held"]
    right = sum(len(found & wanted) for found, wanted in pairs)
    assert right / sum(len(wanted) for _, wanted in pairs) >= 0.9
    assert right / sum(len(found) for found, _ in pairs) >= 0.78


def test_the_longest_reading_first() -> None:
    (found,) = comparisons("It is reminiscent of the Chernobyl nuclear disaster of long ago.")
    text = "It is reminiscent of the Chernobyl nuclear disaster of long ago."
    assert [text[span.start : span.end] for span in found.named[0].readings] == [
        "Chernobyl nuclear disaster",
        "Chernobyl nuclear",
        "Chernobyl",
    ]
    assert text[found.cue.start : found.cue.end] == "reminiscent of"


@given(st.text(max_size=80), st.sampled_from([row[2] for row in ROWS]), st.text(max_size=80))
def test_spans_stand_in_the_text(before: str, sentence: str, after: str) -> None:
    text = f"{before}\n{sentence}\n{after}"
    for found in comparisons(text):
        assert 0 <= found.cue.start < found.cue.end <= len(text)
        for each in found.named:
            assert each.readings[-1] == each.name
            assert all(span.start == each.name.start and span.end <= len(text) for span in each.readings)
