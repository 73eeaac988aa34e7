"""An article tells an event that is known, or opens one.

Pure, and one article at a time: what an article is compared with is given, what is decided comes back with its reason,
and with the other events that it may tell: `events.second` looks at those again. docs/events.md says what is compared
and what keeps two events apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backstory.events.index import Index, candidates
from backstory.events.likeness import compared
from backstory.events.odds import probabilities
from backstory.events.profile import Profile
from backstory.events.reasons import APART, because_of, one_word, veto
from backstory.events.traits import Traits, traits
from backstory.model import Article

#: The least probability at which an article is taken to tell an event, and at which it may tell it.
LEAST, PERHAPS = 0.8, 0.2


@dataclass(frozen=True, slots=True)
class Joined:
    """An article tells an event that is known."""

    #: Id of the event.
    event: str
    #: The probability that it does, 0 to 1.
    score: float
    #: The reason in plain words.
    because: str
    #: The other events that it may tell, each with how probable that is, the likeliest first.
    perhaps: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """An article tells an event that is not known yet."""

    #: The reason in plain words.
    because: str
    #: The events that it may tell all the same, each with how probable that is, the likeliest first.
    perhaps: tuple[tuple[str, float], ...] = ()


Decision = Joined | Opened


def resolve(article: Article | Traits, candidates: Sequence[Profile]) -> Decision:
    """Decide which event an article tells.

    Args:
        article: the article, or its traits where they are known already.
        candidates: events that it may tell, as `index.candidates` finds them; their order does not matter.

    Returns:
        The likeliest event, if it is likely enough and no fact speaks against it; else why it is none of them.
    """
    known = article if isinstance(article, Traits) else traits(article)
    if not candidates:
        return Opened("no event shares its words")
    near = compared(known, candidates, APART)
    if not near:
        return Opened("hardly a word in common with any event")
    odds = probabilities([measures for _, measures in near])
    ranked = sorted(
        ((score, *each) for score, each in zip(odds, near, strict=True)), key=lambda each: (-each[0], each[1].event)
    )
    likely = [each for each in ranked if each[0] >= PERHAPS]
    facts = {
        profile.event: fact for _, profile, measures in likely if (fact := veto(measures) or one_word(known, profile))
    }
    open_to = [each for each in likely if each[1].event not in facts]
    perhaps = tuple((profile.event, score) for score, profile, _ in open_to)
    if open_to and open_to[0][0] >= LEAST:
        score, profile, measures = open_to[0]
        return Joined(profile.event, score, because_of(known, profile, measures), perhaps[1:])
    against = [f"not {profile.event}: {facts[profile.event]}" for score, profile, _ in likely if profile.event in facts]
    nearest, likeliest = ranked[0][1].event, ranked[0][0]
    return Opened("; ".join(against) or f"the nearest event is {nearest}, at {likeliest:.2f} of 1", perhaps)


def take_in(article: Traits, index: Index, event: str) -> Decision:
    """Decide which event an article tells, and keep what the event is known by from then on.

    Args:
        article: what the article is known by.
        index: the events so far; the article is put into it.
        event: id of the event that the article opens, if it opens one.
    """
    found = candidates(article, index)
    decision = resolve(article, found)
    if isinstance(decision, Joined):
        (joined,) = (profile for profile in found if profile.event == decision.event)
        index.keep(joined.joined_by(article))
    else:
        index.keep(Profile.opened(event, article))
    return decision
