"""Events that articles opened one by one, looked at together in the store: which of them are one.

What is one follows from what each article came to by itself and from what it left in doubt (`events.second`), and from
nothing else: so it is the same in whatever order articles came.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from backstory.events.profile import Profile
from backstory.events.second import Doubt, linked, together
from backstory.store.protocol import TellingIndex


def regrouped(
    index: TellingIndex,
    events: Collection[str],
    profiles: Callable[[Sequence[str]], Sequence[Profile]],
    rank: Callable[[str], tuple[bool, str]],
) -> dict[str, str]:
    """The event that each of some events is told under, and that of those which doubts link to them.

    Args:
        index: which article tells what.
        events: ids of those of which something has changed, as articles came to them by themselves.
        profiles: gives what events are known by.
        rank: says of an event whether it stays apart from others that do, then its place among all. The one that stays
            apart gives its name to what is one, else the first.
    """
    doubts = _about(index, events)
    # Also of those that are looked at with no other, as their doubts are too weak among so many.
    leads = {each: each for each in sorted({*events, *(event for each in doubts for event in (each.one, each.other))})}
    for group in linked(doubts):
        known = [each for each in profiles(group) if each.tellings]
        ranks = {each.event: rank(each.event) for each in known}
        for one in together(known, frozenset(event for event, (apart, _) in ranks.items() if apart)):
            lead = min(one, key=lambda event: (not ranks[event][0], ranks[event][1], event))
            leads |= dict.fromkeys(one, lead)
    return leads


def _about(index: TellingIndex, events: Iterable[str]) -> list[Doubt]:
    """Everything in doubt about some events, about those that this links to them, and so on."""
    found: dict[tuple[str, str], Doubt] = {}
    seen: set[str] = set()
    asked = set(events)
    while asked:
        seen |= asked
        fresh = [Doubt(*each) for each in index.doubts(sorted(asked))]
        found |= {(each.one, each.other): each for each in fresh}
        asked = {event for each in fresh for event in (each.one, each.other)} - seen
    return [found[each] for each in sorted(found)]
