"""How many, by all accounts."""

from __future__ import annotations

from reading_claims import words

from backstory import read_claims
from backstory.language.ranges import range_of, settled
from backstory.model import Kind

FIRST = "At least 12 people were killed, doctors say. Two children were killed in one house."
SECOND = "Some 20 people died, the army says."


def test_a_range_says_which_source_set_it() -> None:
    figures = [read_claims(text).figures for text in (FIRST, SECOND)]
    found = range_of(figures)[Kind.KILLED]
    assert (found.low, found.high, found.open) == (12, 20, True)
    assert words(FIRST, found.low_from[0].span) == "At least 12 people"
    assert words(SECOND, found.high_from[0].span) == "Some 20 people"


def test_figures_of_one_sentence_are_added_and_parts_are_not() -> None:
    text = "Three soldiers and four rebels were killed. A blast killed 10 people, including six children."
    found = range_of([read_claims(text).figures])[Kind.KILLED]
    assert (found.low, found.high, found.open) == (7, 7, False)


def test_the_number_that_most_give() -> None:
    texts = ["Two people were killed.", "Two men were killed.", "A man was killed."]
    assert settled([figure for text in texts for figure in read_claims(text).figures]) == {Kind.KILLED: 2}


def test_nothing_is_said() -> None:
    assert range_of([()]) == {}
    assert settled([]) == {}
