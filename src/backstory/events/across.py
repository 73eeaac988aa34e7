"""Denials that are events of their own, tied to what they answer in another event of the same topic."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from backstory.events.ledger import ANSWERS, UNANSWERED, Saying, same_root, signs_of
from backstory.language.lexicon import words
from backstory.model import Event, Stance
from backstory.model_claims import Elsewhere, Entry, Ledger, Matter

#: A denial answers what was told at most so long before it.
_NEAR = dt.timedelta(days=14)
#: Words, beside those of the topic's name, that a denial shares with what it answers: where that names who denies, and
#: where it does not.
_NAMED, _UNNAMED = 2, 3


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """A statement, with its event."""

    event: Event
    saying: Saying


def tied(ledgers: Iterable[tuple[Event, Ledger]], about: str) -> list[tuple[Event, Ledger]]:
    """The ledgers of a topic's events, with each denial that answers nothing in its own event tied to what it answers.

    That is a statement of somebody else in another event of the same day or of the two weeks before, which shares words
    with it that are not the topic's own.

    Args:
        ledgers: in order of day.
        about: the topic's name.
    """
    found = list(ledgers)
    if not any(_is_open(entry) for _, ledger in found for matter in ledger.matters for entry in matter.entries):
        return found
    told = [
        _Told(event, Saying(entry.said, entry.voices))
        for event, ledger in found
        for matter in ledger.matters
        for entry in matter.entries
    ]
    common = signs_of(about)
    return [(event, _tied(event, ledger, told, common)) for event, ledger in found]


def _tied(event: Event, ledger: Ledger, told: Sequence[_Told], common: frozenset[str]) -> Ledger:
    if not any(_is_open(entry) for matter in ledger.matters for entry in matter.entries):
        return ledger
    start = bisect_left(told, event.day - _NEAR, key=lambda each: each.event.day)
    end = bisect_right(told, event.day, key=lambda each: each.event.day)
    near = [each for each in told[start:end] if each.event.id != event.id]
    matters = tuple(
        Matter(tuple(_answering(each, near, common) for each in matter.entries)) for matter in ledger.matters
    )
    return replace(ledger, matters=matters)


def _is_open(entry: Entry) -> bool:
    """Whether an entry is a denial that answers nothing in its own event."""
    return entry.said.statement.stance is Stance.DENIES and entry.answers is None


def _answering(entry: Entry, near: Sequence[_Told], common: frozenset[str]) -> Entry:
    if not _is_open(entry):
        return entry
    denial = Saying(entry.said, entry.voices)
    fits = [
        (*fit, each.event.day, each.event.id, at)
        for at, each in enumerate(near)
        if (fit := _fit(denial, each.saying, common))
    ]
    if not fits:
        return entry
    named, _, _, _, at = max(fits)
    answered = near[at]
    shared = ", ".join(sorted(sign.removeprefix("#") for sign in _shared(denial, answered.saying, common)))
    because = f"both speak of: {shared}" + ("; it names who denies" if named else "")
    where = answered.event
    elsewhere = Elsewhere(
        event=where.id, day=where.day, headline=where.headline, said=answered.saying.said, because=because
    )
    return replace(entry, elsewhere=elsewhere)


def _fit(denial: Saying, saying: Saying, common: frozenset[str]) -> tuple[bool, int] | None:
    """Whether a statement names who denies it, and how many words both share; None where they are too few."""
    if saying.said.statement.stance in UNANSWERED or saying.whose & denial.whose:
        return None
    shared = len(_shared(denial, saying, common))
    named = any(same_root(one, other) for one in denial.whose for other in saying.signs)
    if shared < (_NAMED if named else _UNNAMED) or shared < ANSWERS * len(denial.signs - words("denied")):
        return None
    return named, shared


def _shared(denial: Saying, saying: Saying, common: frozenset[str]) -> frozenset[str]:
    """The words of a denial that a statement shares and that are not the topic's own."""
    return (denial.signs & saying.signs) - words("denied") - common
