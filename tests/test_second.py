from __future__ import annotations

import random
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_articles import FIRE, FIRE_LATER, OTHER_FIRE, article, portal_event

from backstory.events import Joined, Opened
from backstory.events.profile import Profile
from backstory.events.second import FIELDS, MOST, Doubt, compared, doubts_of, linked, together
from backstory.events.traits import told, traits

FIRST_REPORT = article(
    "Fire at Tarvo furniture market", "A fire broke out at the Ostergate market in Tarvo.", day="2031-03-05"
)
OTHER_LATER = article(
    "Quillan factory fire: 12 named",
    "The twelve people killed in a fire at the Pellworth toy factory in Quillan, Sarrovia, were named on Friday.",
    "Governor Iven Cask said the blaze started in a store room and spread to a dormitory.",
    day="2031-03-07",
)
KNOWN = [
    Profile.opened("fire", traits(FIRE)),
    Profile.opened("later", traits(FIRE_LATER)),
    Profile.opened("first", traits(FIRST_REPORT)),
    Profile.opened("other", traits(OTHER_FIRE)),
    Profile.opened("other-later", traits(OTHER_LATER)),
]


@pytest.mark.parametrize("order", list(permutations(KNOWN))[::7])
def test_what_is_one_event_is_found_in_any_order(order: tuple[Profile, ...]) -> None:
    assert together(order) == [("fire", "first", "later"), ("other", "other-later")]


def test_what_stays_apart_is_never_one() -> None:
    found = together(KNOWN, frozenset({"fire", "later"}))
    assert all(not {"fire", "later"} <= set(group) for group in found)
    assert {event for group in found for event in group} == {each.event for each in KNOWN}


def test_what_a_list_tells_has_no_say() -> None:
    line = told(portal_event("A fire at the Ostergate furniture market in Tarvo kills 12 people.", "2031-03-05"))
    assert together([*KNOWN, Profile.opened("line", line)]) == [*together(KNOWN)[:1], ("line",), *together(KNOWN)[1:]]
    joined = Profile.opened("line", line).joined_by(traits(FIRE))
    assert together([KNOWN[1], joined]) == [("later", "line")]


def test_nothing_is_one_with_nothing() -> None:
    assert together([]) == []
    assert together(KNOWN[:1]) == [("fire",)]


def test_comparing_is_mutual() -> None:
    tellings = [profile.tellings[0] for profile in KNOWN]
    (row,), (back,) = compared(tellings, [(0, 1)]), compared(tellings, [(1, 0)])
    assert row == pytest.approx(back)
    assert len(row) == len(FIELDS)


def test_what_a_decision_leaves_in_doubt() -> None:
    assert doubts_of("a", Joined("a", 0.9, "", (("b", 0.3),))) == [Doubt("a", "b", 0.3)]
    assert doubts_of("c", Opened("")) == []


def test_doubts_link_events() -> None:
    doubts = [Doubt("d", "c", 0.3), Doubt("a", "b", 0.4), Doubt("e", "b", 0.5)]
    assert linked(doubts) == [("a", "b", "e"), ("c", "d")]


@given(st.integers(0, 60), st.randoms(use_true_random=False))
def test_too_many_are_linked_by_their_stronger_doubts_in_any_order(count: int, chance: random.Random) -> None:
    names = [f"{number:03}" for number in range(count)]
    doubts = [Doubt(one, other, chance.uniform(0.2, 0.8)) for one, other in pairwise(names)]
    found = linked(doubts)
    assert all(len(group) <= MOST for group in found)
    chance.shuffle(doubts)
    assert linked(doubts) == found
