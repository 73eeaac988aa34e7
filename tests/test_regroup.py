from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from made_articles import FIRE, FIRE_LATER, OTHER_FIRE

from backstory import Settings, open_archive
from backstory.events.profile import Profile
from backstory.events.second import MOST
from backstory.events.traits import traits
from backstory.model_tellings import ArticleTelling, Verdict, VerdictKind
from backstory.regroup import regrouped

KNOWN = [traits(each) for each in (FIRE, FIRE_LATER, OTHER_FIRE)]


def chained(count: int, seed: int) -> dict[str, str]:
    """Where so many events lead of which each left a doubt about the one before, when one of them has changed."""
    with open_archive(":memory:", settings=Settings()) as archive:
        store = archive._store
        with store.write():
            for number in range(count):
                telling = ArticleTelling(
                    key=f"{number}",
                    url=None,
                    capture=1,
                    reading="page",
                    position=f"2031-03-05||{number:03}",
                    day=dt.date(2031, 3, 5),
                )
                store.tellings.put(telling, b"", [])
                verdict = Verdict(kind=VerdictKind.OPENED, event=f"{number:03}", because="new")
                store.tellings.decide(telling.position, verdict, {f"{number - 1:03}": 0.4} if number else {})
        return regrouped(store.tellings, {f"{seed:03}"}, profiles, lambda event: (False, event))


def profiles(events: Sequence[str]) -> list[Profile]:
    return [Profile.opened(event, KNOWN[int(event) % len(KNOWN)]) for event in events]


@pytest.mark.parametrize("seed", range(3))
def test_what_doubts_lead_to_is_looked_at_from_either_end(seed: int) -> None:
    assert chained(3, seed) == {"000": "000", "001": "000", "002": "002"}


def test_of_too_many_in_doubt_each_is_told_alone() -> None:
    found = chained(MOST + 1, 3)
    assert found == {f"{number:03}": f"{number:03}" for number in range(MOST + 1)}
