"""Denials tied to what other events of their topic tell, over texts written for these tests."""

from __future__ import annotations

import datetime as dt

import pytest

from backstory.events.across import tied
from backstory.events.ledger import ledger
from backstory.language.reading import reading
from backstory.model import Event
from backstory.model_claims import Elsewhere, Told, Voice

ALLEGED = "Rights Watch says that Norlandic shells killed 40 villagers in Selm."
DENIED = "Norland's defence ministry denies that its guns killed villagers."


def answered(*events: tuple[int, str], about: str = "War in the valley") -> list[Elsewhere | None]:
    """What each statement of some events answers in another one, a day after May 1 and a text each."""
    found = []
    for number, (later, text) in enumerate(events):
        day = dt.date(2019, 5, 1) + dt.timedelta(days=later)
        told = Told(Voice(source=0, name="its own words", day=day), reading(text))
        found.append((Event(id=f"{day}/{number}", day=day, headline=text), ledger([told])))
    return [entry.elsewhere for _, held in tied(found, about) for matter in held.matters for entry in matter.entries]


def test_a_denial_answers_another_event() -> None:
    alleged, denied = answered((0, ALLEGED), (1, DENIED))
    assert alleged is None
    assert denied is not None
    assert (denied.event, denied.said.claimant) == ("2019-05-01/0", "Rights Watch")
    assert denied.because == "both speak of: killed, villager; it names who denies"


def test_of_events_of_one_day_the_order_does_not_count() -> None:
    denied, alleged = answered((0, DENIED), (0, ALLEGED))
    assert denied is not None
    assert alleged is None


@pytest.mark.parametrize(
    "events",
    [
        ((0, ALLEGED), (15, DENIED)),
        ((1, DENIED), (2, ALLEGED)),
        ((0, "Rights Watch says that rebels killed 40 people in Selm."), (1, DENIED)),
        ((0, "Rights Watch denies that Norland's guns killed villagers."), (1, DENIED)),
        ((0, "Norland's ministry says that its guns killed villagers."), (1, DENIED)),
    ],
    ids=["too late", "told before", "too little in common", "another denial", "the same claimant"],
)
def test_what_is_no_answer_is_tied_to_nothing(events: tuple[tuple[int, str], ...]) -> None:
    assert not any(answered(*events))


def test_words_of_the_topics_name_tie_nothing() -> None:
    assert not any(answered((0, ALLEGED), (1, DENIED), about="Villagers killed in Selm"))


def test_what_its_own_event_tells_goes_before() -> None:
    assert not any(answered((0, ALLEGED), (1, f"{ALLEGED} {DENIED}")))
