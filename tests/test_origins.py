from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_articles import FIRE, FIRE_LATER, OTHER_FIRE, article

from backstory.events.origins import COPIED, KEPT, RUN, Printing, accounts, copied, sketch
from backstory.model import Article, Dated, Method


def printing(key: str, made: Article, published: str | None = None, agency: str | None = None) -> Printing:
    date = Dated(published, Method.META) if published else None
    return Printing(key=key, sketch=sketch(made), agency=agency, published=date)


def numbered(first: int, last: int) -> Article:
    """A text of words that are all different."""
    return article("Numbers", " ".join(f"w{number}" for number in range(first, last)))


WORDS = st.lists(st.sampled_from([f"w{number}" for number in range(400)]), min_size=0, max_size=400)


@given(WORDS, WORDS)
def test_short_texts_are_compared_exactly(one: Sequence[str], other: Sequence[str]) -> None:
    runs = [
        {tuple(words[at : at + RUN]) for at in range(max(len(words) - RUN, 0) + 1)} if words else set()
        for words in (one[: KEPT // 2], other[: KEPT // 2])
    ]
    share = len(runs[0] & runs[1]) / min(map(len, runs)) if all(runs) else 0.0
    made = [sketch(article("Words", " ".join(words[: KEPT // 2]))) for words in (one, other)]
    assert copied(*made) == pytest.approx(share)
    assert copied(*made) == copied(*reversed(made))


@pytest.mark.parametrize(("start", "share"), [(0, 1.0), (250, 0.75), (500, 0.5), (900, 0.1)])
def test_long_texts_are_compared_about(start: int, share: float) -> None:
    assert copied(sketch(numbered(0, 1_000)), sketch(numbered(start, start + 1_000))) == pytest.approx(share, abs=0.15)


def test_a_text_cut_short_is_a_copy() -> None:
    assert copied(sketch(numbered(0, 2_000)), sketch(numbered(0, 500))) > COPIED


def test_copies_and_what_one_agency_is_credited_for_are_one_account() -> None:
    copy = article("Blaze in Tarvo", *FIRE.paragraphs)
    found = accounts(
        [
            printing("b", copy, "2031-03-05T20:00:00+01:00"),
            printing("a", FIRE, "2031-03-05T18:30:00Z"),
            printing("d", OTHER_FIRE, "2031-03-06", agency="The Associated Press"),
            printing("c", FIRE_LATER, "2031-03-07", agency="AP"),
            printing("e", article("Other words", "Nothing that anybody else has said."), None),
        ]
    )
    assert [each.printings for each in found] == [("a", "b"), ("d", "c"), ("e",)]
    assert [each.first for each in found] == ["a", "d", "e"]
    assert [each.because for each in found] == [
        "the same words",
        "credited to The Associated Press",
        "one printing",
    ]


def test_which_came_first_is_left_open_where_nothing_tells() -> None:
    for dates in (("2031-03-05", "2031-03-05"), ("2031-03-05", None), ("2031-03", "2031-03-05")):
        (account,) = accounts([printing(str(at), FIRE, date) for at, date in enumerate(dates)])
        assert account.first is None


def test_a_day_tells_which_came_first_where_an_hour_is_not_known() -> None:
    (account,) = accounts([printing("a", FIRE, "2031-03-06T10:00:00Z"), printing("b", FIRE, "2031-03-05")])
    assert account.first == "b"


def test_the_order_of_printings_makes_no_difference() -> None:
    made = [printing("a", FIRE, "2031-03-05"), printing("b", FIRE), printing("c", OTHER_FIRE, "2031-03-04")]
    assert len({accounts(order) for order in permutations(made)}) == 1


TEXTS = [
    *(article("Chain", " ".join(f"w{n}" for n in range(at, at + 90))) for at in range(0, 180, 30)),
    FIRE,
    OTHER_FIRE,
]
CREDITS = st.tuples(
    st.integers(0, len(TEXTS) - 1), st.sampled_from([None, None, None, "AP", "Associated Press", "TASS"])
)


@given(st.lists(CREDITS, max_size=9), st.integers(0, 9))
def test_what_was_compared_before_is_not_compared_again(drawn: list[tuple[int, str | None]], number: int) -> None:
    made = [printing(str(key), TEXTS[at], agency=agency) for key, (at, agency) in enumerate(drawn)]
    known = [each.printings for each in accounts(made[:number])]
    assert accounts(made, known) == accounts(made)


def test_without_printings_there_is_no_account() -> None:
    assert accounts([]) == ()
    assert copied(sketch(article("Nothing")), sketch(article("Nothing"))) == 0
