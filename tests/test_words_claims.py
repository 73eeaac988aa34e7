"""How the site words tolls: how they moved, and which accounts exclude each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from backstory.site.views_claims import AccountLine, TollLines
from backstory.site.words_claims import accounts, apart_sentence, moved_sentence, texts, toll_days


def account(low: int | None, high: int | None, day: str | None, *, superseded: bool = False) -> AccountLine:
    return AccountLine(
        path=None,
        claimant=None,
        words=(str(low),),
        low=low,
        high=high,
        approximate=False,
        source=1,
        day=day,
        superseded=superseded,
        selectors=(),
    )


def toll(*accounts: AccountLine) -> TollLines:
    return TollLines(
        kind="killed", low=0, high=0, open=False, contested=False, lowest=(), highest=(), accounts=accounts
    )


RISING = toll(
    account(12, 12, "2031-03-05"), account(12, None, "2031-03-06"), account(17, 17, "2031-03-06"), account(9, 9, None)
)


def test_a_toll_moves_by_the_day_of_its_accounts() -> None:
    days = toll_days(RISING)
    assert moved_sentence(days) == ("The largest account of each day: 5 March 2031: 12; 6 March 2031: 17.")
    assert [each.x for each in days] == [3.0, 97.0]
    assert days[0].height < days[1].height
    assert toll_days(toll(account(12, 12, "2031-03-05"), account(13, 13, "2031-03-05"))) == []


def test_accounts_of_one_claimant_in_the_same_words_are_told_once() -> None:
    lines = [replace(account(9, 9, f"2031-03-0{1 + n // 5}"), source=n) for n in range(1, 8)]
    (first, notes), (other, _) = accounts(toll(*lines, account(12, 12, "2031-03-03")))
    assert (first, other.low) == (lines[0], 12)
    assert notes == "Sources 1–7, from 1 March 2031 to 2 March 2031"
    assert texts((1, 2, 3, 5, 9)) == "Sources 1–3, 5, 9"
    assert texts((0, 1, 2)) == "Source 1, source 2"


def test_accounts_that_exclude_each_other_are_named() -> None:
    assert apart_sentence(RISING) == (
        "These exclude each other: 9 (source 1) and 12 (source 1); 9 (source 1) and at least 12 (source 1); "
        "9 (source 1) and 17 (source 1)."
    )
    given_up = toll(account(12, 12, "2031-03-05", superseded=True), account(17, 17, "2031-03-06"))
    assert apart_sentence(given_up) is None


ends = st.none() | st.integers(0, 10**6)
days = st.none() | st.dates().map(lambda day: day.isoformat())


@given(st.lists(st.builds(account, ends, ends, days), max_size=6).map(lambda found: toll(*found)))
def test_any_toll_is_drawn_within_its_chart(found: TollLines) -> None:
    for each in toll_days(found):
        assert 0 <= each.x <= 100
        assert 0 <= each.height <= 72
    apart_sentence(found)
