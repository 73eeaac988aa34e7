"""What is passed over at a glance holds nothing that the rules would find, in headlines of events as they are."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from backstory.language import figures, numbers
from backstory.language.grammar import Sentence, parsed
from backstory.language.targets import Targets

#: Every so manieth headline of a year is read.
_STEP = 40


@pytest.fixture(scope="module")
def told(shared: Path) -> list[Sentence]:
    """The sentences of headlines of three years."""
    found: list[Sentence] = []
    for year in (2003, 2011, 2019):
        with gzip.open(shared / "data" / "current-events" / f"{year}.jsonl.gz", "rt", encoding="utf-8") as file:
            for line in list(file)[::_STEP]:
                found += parsed(json.loads(line)["headline"])
    return found


def test_words_that_start_no_rule_tell_of_no_harm(told: list[Sentence]) -> None:
    passed = 0
    for sentence in told:
        targets = Targets.of(sentence)
        quiet = [at for at, token in enumerate(sentence.tokens) if token.lower not in figures.triggers()]
        assert [harm for at in quiet for harm in figures._at(targets, at)] == []
        passed += len(quiet)
    assert passed > len(told)


def test_words_that_may_start_no_count_start_none(told: list[Sentence]) -> None:
    for sentence in told:
        words = [token.lower for token in sentence.tokens]
        for at, word in enumerate(words):
            assert numbers.may_start(word) or numbers._ranged(words, at) is None
