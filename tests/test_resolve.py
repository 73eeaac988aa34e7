from __future__ import annotations

from itertools import permutations

import pytest
from made_articles import FIRE, FIRE_LATER, OTHER_FIRE, article, portal_event

from backstory.events import Joined, Opened, resolve, take_in
from backstory.events.index import MemoryIndex, candidates
from backstory.events.profile import FIRST, LATEST, Profile
from backstory.events.traits import told, traits
from backstory.model import Article


def known(*articles: Article) -> list[Profile]:
    return [Profile.opened(each.source, traits(each)) for each in articles]


def test_a_rising_toll_is_the_same_event() -> None:
    decision = resolve(FIRE_LATER, known(OTHER_FIRE, FIRE))
    assert isinstance(decision, Joined)
    assert decision.event == "fire"
    assert 0.5 <= decision.score <= 1
    assert "both name" in decision.because
    assert "Ostergate" in decision.because


def test_a_look_alike_opens_an_event() -> None:
    decision = resolve(OTHER_FIRE, known(FIRE, FIRE_LATER))
    assert isinstance(decision, Opened)
    assert decision.because


def test_an_article_joins_an_event_of_a_day_page() -> None:
    fire = portal_event(
        "At least 12 people are killed in a fire at the Ostergate market in Tarvo, Lindmark.", "2031-03-05"
    )
    decision = resolve(FIRE, [Profile.opened(fire.id, told(fire))])
    assert isinstance(decision, Joined)
    assert decision.event == fire.id


@pytest.mark.parametrize(
    ("listed", "title", "text"),
    [
        (
            "Boeing reports a quarterly loss of three billion dollars.",
            "Boeing moves its headquarters to Virginia",
            "Boeing said on Saturday that it would leave Chicago for Arlington, to be nearer to its regulators.",
        ),
        (
            "Kazakhstan reach the final of the ice hockey world championship.",
            "Kazakhstan devalues its currency",
            "The central bank of Kazakhstan let the tenge fall by a tenth on Saturday. Shops in Almaty closed early.",
        ),
        (
            "President Volodymyr Zelensky dismisses his defence minister.",
            "Zelensky visits Paris for talks on grain",
            "Zelensky arrived in Paris on Saturday for talks about grain exports through the Black Sea.",
        ),
    ],
)
def test_one_name_is_no_event(listed: str, title: str, text: str) -> None:
    """However rare the name: whoever is in the news is there for several things in one week."""
    event = portal_event(listed, "2031-05-02")
    decision = resolve(article(title, text, day="2031-05-03"), [Profile.opened(event.id, told(event))])
    assert isinstance(decision, Opened)
    assert not decision.perhaps


def test_the_first_article_of_all_opens_an_event() -> None:
    assert resolve(FIRE, []) == Opened("no event shares its words")


def test_an_article_without_words_opens_an_event() -> None:
    assert isinstance(resolve(article(""), known(FIRE, article("", source="empty"))), Opened)


@pytest.mark.parametrize("order", list(permutations([FIRE, FIRE_LATER, OTHER_FIRE])))
def test_the_order_of_candidates_and_of_arrival_makes_no_difference(order: tuple[Article, ...]) -> None:
    assert resolve(FIRE_LATER, known(*order)) == resolve(FIRE_LATER, known(FIRE, OTHER_FIRE, FIRE_LATER))
    index = MemoryIndex()
    decisions = {each.source: take_in(traits(each), index, each.source) for each in order}
    joined = {source: each.event for source, each in decisions.items() if isinstance(each, Joined)}
    assert {*joined.items()} <= {("fire", "fire-later"), ("fire-later", "fire")}
    assert len(joined) == 1


def test_a_profile_is_the_same_after_it_was_kept() -> None:
    profile = Profile.opened("fire", traits(FIRE)).joined_by(traits(FIRE_LATER))
    assert Profile.unpacked(profile.packed()) == profile


def test_a_profile_keeps_its_first_and_its_latest_tellings() -> None:
    tellings = [traits(article(f"Fire number {number}")) for number in range(20)]
    profile = Profile.opened("fire", tellings[0])
    for telling in tellings[1:]:
        profile = profile.joined_by(telling)
    assert profile.tellings == (*tellings[:FIRST], *tellings[-LATEST:])
    assert profile.told == 20


def test_candidates_are_found_by_words_and_nearness_in_time() -> None:
    index = MemoryIndex()
    for each in (
        OTHER_FIRE,
        FIRE,
        article("Parliament of Lindmark passes the budget", day="2031-03-05", source="budget"),
    ):
        index.keep(Profile.opened(each.source, traits(each)))
    assert candidates(traits(FIRE_LATER), index)[0].event == "fire"
    assert candidates(traits(article("Comet seen over the southern sea")), index) == []


def test_candidates_do_not_depend_on_the_order_in_which_events_were_kept() -> None:
    everything = [
        FIRE,
        OTHER_FIRE,
        *(article("Fire in Tarvo", day=f"2031-03-{day:02}", source=f"{day}") for day in range(1, 30)),
    ]
    found = []
    for order in (everything, everything[::-1]):
        index = MemoryIndex()
        for each in order:
            index.keep(Profile.opened(each.source, traits(each)))
        found.append(candidates(traits(FIRE_LATER), index))
    assert found[0] == found[1]


def test_what_an_article_is_known_by() -> None:
    found = traits(FIRE)
    assert found.day is not None
    assert found.killed == (12,)
    assert found.names["tarvo"] == "Tarvo"
    assert "maro bellin" in found.pairs
    assert sum(weight**2 for weight in found.words.values()) == pytest.approx(1)
