from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_articles import FIRE, FIRE_LATER, OTHER_FIRE, article

from backstory.events.likeness import DAYS_APART, TOLLS, Likeness, agreement, alike, likenesses
from backstory.events.pointing import nearness
from backstory.events.profile import Profile
from backstory.events.tolls import injured, killed
from backstory.events.traits import Traits, traits
from backstory.model import Article


def compared(one: Article, *others: Article) -> list[Likeness]:
    profiles = [Profile.opened(str(at), traits(other)) for at, other in enumerate(others)]
    return likenesses(traits(one), profiles)


def test_the_same_event_is_more_alike_in_each_part() -> None:
    same, other = compared(FIRE_LATER, FIRE, OTHER_FIRE)
    for name in ("words", "names", "name_share", "pairs", "core_names", "known_names", "mean_words"):
        assert getattr(same, name) > getattr(other, name), name
    assert same.ahead == pytest.approx(same.words - other.words) == -other.ahead
    assert same.usual == other.usual == other.words


def test_a_rising_toll_agrees_by_half_and_another_toll_not_at_all() -> None:
    assert agreement([12], [12, 3]) == 1
    assert agreement([12], [17]) == 0.5
    assert agreement([2], [17]) == 0
    assert agreement([], [17]) == TOLLS


def test_what_is_not_known_speaks_neither_for_nor_against() -> None:
    (undated,) = compared(article("Fire in Tarvo", "A fire in Tarvo."), FIRE)
    assert undated.days_apart == DAYS_APART
    assert undated.killed == TOLLS


WORDS = st.lists(st.sampled_from("Tarvo fire market Bellin killed 12 port Ostergate paint chief".split()), max_size=12)


@given(WORDS, WORDS)
def test_being_about_the_same_is_mutual(one: list[str], other: list[str]) -> None:
    a, b = (traits(article("Fire in a port", " ".join(words))) for words in (one, other))
    assert alike(a, b) == pytest.approx(alike(b, a))
    assert 0 <= alike(a, b) <= 1.000001
    assert alike(a, a) == pytest.approx(1)


def test_the_same_in_other_words_is_near_and_what_is_known_of_no_word_is_not_asked() -> None:
    quake, tremor, vote = (
        traits(article("", text)).words
        for text in ("An earthquake wrecks houses.", "A tremor destroys homes.", "Parliament elects a premier.")
    )
    near, far = nearness(quake, tremor), nearness(quake, vote)
    assert near is not None
    assert far is not None
    assert near > far
    assert nearness(quake, traits(article("", "Qwzx vbnq.")).words) is None
    assert nearness({}, {}) is None


def test_nothing_is_about_nothing() -> None:
    empty: Traits = traits(article(""))
    assert alike(empty, empty) == 0
    assert alike(traits(FIRE), traits(FIRE_LATER)) > alike(traits(FIRE), traits(OTHER_FIRE))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("At least 12 people were killed.", (12,)),
        ("killing seven people and three others", (7,)),
        ("The death toll has risen to 1,204.", (1204,)),
        ("Two women and nine children died.", (9,)),
        ("He was shot dead at 20.15 on the A12.", ()),
    ],
)
def test_how_many_were_killed(text: str, numbers: tuple[int, ...]) -> None:
    assert killed(text) == numbers
    assert injured("12 people were hurt, police wounded 3 more") == (12, 3)
