"""Who answers whom, and how many by whose account, over texts written for these tests."""

from __future__ import annotations

import datetime as dt
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstory.events.accounts import by_period
from backstory.events.ledger import ledger
from backstory.language.reading import reading
from backstory.model import Kind
from backstory.model_claims import Ledger, Told, Toll, Voice

DAY = dt.date(2019, 5, 4)

ALLEGED = (
    "Rights Watch reports that at least 40 civilians have been killed in Norland's air strikes. Norland denies causing "
    "civilian deaths."
)


def told(text: str, *, source: int = 0, name: str = "its own words", later: int = 0) -> Told:
    """A text of an event, read."""
    day = DAY + dt.timedelta(days=later)
    return Told(Voice(source=source, name=name, day=day), reading(text))


def answers(found: Ledger) -> list[tuple[str | None, str | None]]:
    """Who answers whom."""
    return [
        (entry.said.claimant, matter.entries[entry.answers].said.claimant)
        for matter in found.matters
        for entry in matter.entries
        if entry.answers is not None
    ]


def toll(found: Ledger, kind: Kind = Kind.KILLED) -> Toll:
    """The toll of a kind."""
    return next(each for each in found.tolls if each.kind is kind)


def test_a_denial_answers_the_allegation() -> None:
    found = ledger([told(ALLEGED)])
    assert answers(found) == [("Norland", "Rights Watch")]
    (matter,) = found.matters
    assert matter.contested
    assert matter.entries[1].because == "both speak of: civilian, killed"


def test_a_denial_answers_across_sources() -> None:
    first = told("Rights Watch says that the army shelled the market in Selm.", source=1, name="Post")
    second = told("The mayor spoke. Officials deny that the market in Selm was shelled.", source=2, name="Times")
    assert answers(ledger([first, second])) == [("Officials", "Rights Watch")]


def test_a_denial_of_wrongdoing_answers_what_stands_before_it() -> None:
    found = ledger([told("The minister accuses the mill of poisoning the river. The mill denies the allegation.")])
    assert answers(found) == [("The mill", "The minister")]


@pytest.mark.parametrize(
    "text",
    [
        "The mayor says that the bank denied the teacher a loan for the house.",
        "The miners say that the pit is flooded. Malva denies any part in Norland's coalition.",
        "Norland denies causing civilian deaths.",
    ],
)
def test_what_is_no_answer_is_tied_to_nothing(text: str) -> None:
    assert answers(ledger([told(text)])) == []


def test_the_same_words_in_two_texts_are_one_statement() -> None:
    text = "Rights Watch says that the army shelled the market."
    (matter,) = ledger([told(text), told(text, source=1, name="Post")]).matters
    assert [voice.source for entry in matter.entries for voice in entry.voices] == [0, 1]


def test_a_later_retraction_stands_beside_what_it_takes_back() -> None:
    first = told("Rights Watch says that the army shelled the market in Selm.", source=1, name="Post")
    second = told("Rights Watch denies that the army shelled the market in Selm.", source=2, name="Times", later=1)
    (matter,) = ledger([first, second]).matters
    assert [entry.superseded_by for entry in matter.entries] == [1, None]


def test_sources_that_exclude_each_other_contest_a_toll() -> None:
    first = told("At least 12 people were killed, the mayor said.", source=1, name="Post")
    second = told("The army said that three people were killed.", source=2, name="Times")
    found = toll(ledger([first, second]))
    assert (found.low, found.high, found.open, found.contested) == (3, 12, True, True)
    assert [each.claimant for each in found.low_by] == ["The army"]
    assert [each.claimant for each in found.high_by] == ["the mayor"]


def test_a_new_number_of_one_claimant_takes_the_place_of_the_old() -> None:
    first = told("Rights Watch said that 12 people were killed.", source=1, name="Post")
    second = told("Rights Watch said that 19 people were killed.", source=2, name="Times", later=1)
    found = toll(ledger([first, second]))
    assert (found.low, found.high, found.contested) == (19, 19, False)
    assert [(each.low, each.superseded) for each in found.accounts] == [(12, True), (19, False)]


def test_parts_are_not_added_to_their_whole() -> None:
    found = toll(ledger([told("The blast killed 36 people, including 24 children.")]))
    assert (found.low, found.high) == (36, 36)


def test_periods_add_no_tolls_that_may_overlap() -> None:
    texts = [
        ("2019-05-04/a", DAY, [told("A raid killed 10 people in Selm.")]),
        ("2019-05-09/b", DAY + dt.timedelta(days=5), [told("A raid killed at least 4 people in Brod.")]),
        ("2019-05-10/c", DAY + dt.timedelta(days=6), [told("A raid killed two, bringing the death toll to 62.")]),
    ]
    (found,) = by_period(texts, "month")
    assert (found.period, found.kind, found.low, found.high, found.open) == ("2019-05", Kind.KILLED, 10, 14, True)
    assert (found.events, found.low_from, found.total, found.total_from) == (3, "2019-05-04/a", 62, "2019-05-10/c")


PIECES = (
    ALLEGED,
    "At least 12 people were killed, the mayor said.",
    "The army said that three people were killed and 20 wounded.",
    "Nine were injured.",
    "The mill denies the allegation.",
)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4))
def test_ranges_have_two_ends_in_order_and_answers_lead_somewhere(texts: list[str]) -> None:
    found = ledger([told(text, source=number, name=str(number)) for number, text in enumerate(texts)])
    for each in found.tolls:
        assert each.low is None or each.low <= each.high
        assert set(each.low_by) | set(each.high_by) <= set(each.accounts)
    for matter in found.matters:
        for at, entry in enumerate(matter.entries):
            assert entry.answers is None or (entry.answers != at and matter.entries[entry.answers])


def test_bounds_do_not_depend_on_the_order_of_texts() -> None:
    texts = [told(text, source=number, name=str(number)) for number, text in enumerate(PIECES)]
    found = {(each.low, each.high) for order in permutations(texts) for each in [toll(ledger(order))]}
    assert found == {(3, 40)}


@pytest.mark.parametrize(
    ("one", "other", "later", "contested"),
    [
        ("Officials say that 9 people were killed.", "Officials say that 17 people were killed.", 1, False),
        ("Officials say that 9 people were killed.", "Officials say that 17 people were killed.", 0, True),
        ("Officials say that 17 people were killed.", "Officials say that 9 people were killed.", 1, True),
        ("The army says that 9 people were killed.", "The rebels say that 17 people were killed.", 1, True),
        ("Nine people were killed.", "The rebels say that 17 people were killed.", 1, False),
    ],
)
def test_a_toll_that_rises_is_not_contested(one: str, other: str, later: int, contested: bool) -> None:
    texts = [told(one, source=1, name="The Post"), told(other, source=2, name="The Gazette", later=later)]
    (found,) = ledger(texts).tolls
    assert found.contested is contested
