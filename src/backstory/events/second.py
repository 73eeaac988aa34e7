"""Second thoughts: events that were opened one by one are looked at together, and some turn out to be one.

An article is decided on among what came before it. What came after it says more: two first reports of few words are
bridged by a full one, and what looked like one match is two once each has its own reports. So events between which an
article was in doubt are grouped again, by how each of their tellings compares with each of the others: average linkage
(Sokal and Michener 1958) over the odds that two articles tell one event, by trees as in `events.odds`.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import TYPE_CHECKING

from backstory.events.decide import Decision, Joined, take_in
from backstory.events.index import MemoryIndex
from backstory.events.likeness import MEASURES, dot, measures
from backstory.events.profile import Profile
from backstory.events.reasons import others
from backstory.events.traits import Traits

if TYPE_CHECKING:
    from backstory.trees import Forest

#: The least mean of the logarithms of the odds at which two groups are one event.
LEAST = -0.5
#: Events that are looked at together; where doubts link more, only the stronger ones are heard.
MOST = 24
#: How much stronger a doubt has to be, of 1, for each time that too many are linked.
STRONGER = 0.15
#: Articles of an event that are looked at: so many of the first, and so many of the last.
TELLINGS = 3
#: The nearest tellings of a telling that are looked at for how many two have in common.
NEAREST = 5
#: What the logarithm of the odds of two articles is at most that are about other people.
AGAINST = -3.0
#: What two articles are compared by: as `Likeness` has it, then what the others beside them say.
FIELDS = (*MEASURES, "best", "second", "shared")


@dataclass(frozen=True, slots=True)
class Doubt:
    """An article that was decided on told one event, and perhaps another."""

    #: Ids of the event that it was found to tell, and of the other.
    one: str
    other: str
    #: How probable it was that it told the other, 0 to 1.
    score: float


_OTHERS = [FIELDS.index(name) for name in ("pairs_differ", "name_share", "ages_differ", "killed")]

_Odds = dict[tuple[int, int], float]


def doubts_of(event: str, decision: Decision) -> list[Doubt]:
    """What a decision leaves in doubt.

    Args:
        event: id of the event that the article was found to tell, or has opened.
        decision: the decision.
    """
    return [Doubt(event, other, score) for other, score in decision.perhaps]


def resolve_all(articles: Iterable[tuple[str, Traits]], listed: Mapping[str, Traits] | None = None) -> dict[str, str]:
    """The event of each of some articles: decided on one by one, then together.

    Args:
        articles: each with its id, in the order in which they come.
        listed: events that a list tells, by their ids, which no article has: known to all articles, and never one.

    Returns:
        By the id of each, that of the listed event that it tells, else of the first article that tells its event.
    """
    index, lines = MemoryIndex(), listed or {}
    for event, line in lines.items():
        index.keep(Profile.opened(event, line))
    events: dict[str, str] = {}
    doubts: list[Doubt] = []
    for name, known in articles:
        decision = take_in(known, index, name)
        events[name] = decision.event if isinstance(decision, Joined) else name
        doubts += doubts_of(events[name], decision)
    place = {name: at for at, name in enumerate((*lines, *events))}
    firsts: dict[str, str] = {}
    for group in linked(doubts):
        for one in together(index.profiles(group), frozenset(lines)):
            firsts |= dict.fromkeys(one, min(one, key=place.__getitem__))
    return {name: firsts.get(event, event) for name, event in events.items()}


def linked(doubts: Iterable[Doubt], least: float = 0.0) -> list[tuple[str, ...]]:
    """The events that doubts link, at most `MOST` together, in order.

    Args:
        doubts: between events.
        least: doubts that are less are not heard.
    """
    heard = [each for each in doubts if each.score >= least]
    leader: dict[str, str] = {}

    def root(event: str) -> str:
        while leader.setdefault(event, event) != event:
            event = leader[event]
        return event

    for each in heard:
        first, second = sorted((root(each.one), root(each.other)))
        leader[second] = first
    groups: dict[str, list[str]] = {}
    for event in sorted(leader):
        groups.setdefault(root(event), []).append(event)
    found: list[tuple[str, ...]] = []
    for name, group in groups.items():
        if len(group) <= MOST:
            found.append(tuple(group))
        else:
            inside = [each for each in heard if root(each.one) == name]
            found += linked(inside, least + STRONGER)
    return found


def together(profiles: Sequence[Profile], apart: frozenset[str] = frozenset()) -> list[tuple[str, ...]]:
    """Which events of some are one.

    Args:
        profiles: what each is known by, in any order.
        apart: ids of those of which no two are one, whatever they say.

    Returns:
        Ids of events in groups, those of one group in order.
    """
    named = sorted((each for each in profiles if _looked_at(each)), key=lambda each: each.event)
    odds = _between(named)
    groups = {at: [at] for at in range(len(named))}
    sizes = {at: len(_looked_at(each)) for at, each in enumerate(named)}
    held = {at for at, each in enumerate(named) if each.event in apart}
    while found := _nearest_two(groups, odds, sizes, held):
        first, second = found
        groups[first] += groups.pop(second)
        sizes[first] += sizes.pop(second)
        held |= {first} if second in held else set()
        for at in groups:
            if at != first:
                odds[_pair(first, at)] += odds[_pair(second, at)]
    alone = [(each.event,) for each in profiles if not _looked_at(each)]
    return sorted([*alone, *(tuple(sorted(named[at].event for at in group)) for group in groups.values())])


def _nearest_two(
    groups: Iterable[int], odds: _Odds, sizes: Mapping[int, int], held: Container[int]
) -> tuple[int, int] | None:
    """The two groups with the highest mean of their odds, if that is enough to be one event."""
    means = (
        (odds[one, other] / (sizes[one] * sizes[other]), -one, -other)
        for one, other in combinations(groups, 2)
        if not (one in held and other in held)
    )
    mean, first, second = max(means, default=(LEAST, 0, 0))
    return (-first, -second) if mean > LEAST else None


def _between(profiles: Sequence[Profile]) -> _Odds:
    """For each two events the logarithms of the odds of their tellings, added up."""
    import numpy as np

    tellings, owners, pairs = side_by_side(profiles)
    odds = dict.fromkeys(combinations(range(len(profiles)), 2), 0.0)
    rows = compared(tellings, pairs)
    sums = _forest().sums(np.array(rows, dtype=np.float32)).tolist()
    for (a, b), row, value in zip(pairs, rows, sums, strict=True):
        odds[owners[a], owners[b]] += min(value, AGAINST) if others(*[row[at] for at in _OTHERS]) else value
    return odds


def side_by_side(profiles: Sequence[Profile]) -> tuple[list[Traits], list[int], list[tuple[int, int]]]:
    """The tellings of some events that are looked at; for each the place of its event; the pairs to be compared."""
    found = [(telling, at) for at, profile in enumerate(profiles) for telling in _looked_at(profile)]
    owners = [at for _, at in found]
    pairs = [(a, b) for a, b in combinations(range(len(found)), 2) if owners[a] != owners[b]]
    return [telling for telling, _ in found], owners, pairs


def _looked_at(profile: Profile) -> tuple[Traits, ...]:
    """The tellings that have a say: one sentence of a list says too little of what else it may be about."""
    reports = [telling for telling in profile.tellings if not telling.listed]
    return (*reports[:TELLINGS], *reports[TELLINGS:][-TELLINGS:])


def compared(tellings: Sequence[Traits], pairs: Sequence[tuple[int, int]]) -> list[tuple[float, ...]]:
    """How some articles compare, two by two: a row of `FIELDS` for each pair.

    Args:
        tellings: the articles that are looked at together.
        pairs: places of those that are compared.
    """
    cosines = [[0.0] * len(tellings) for _ in tellings]
    for a, b in combinations(range(len(tellings)), 2):
        cosines[a][b] = cosines[b][a] = dot(tellings[a].words, tellings[b].words)
    near = [{at, *_nearest(row, at)} for at, row in enumerate(cosines)]
    best = [max(row) for row in cosines]
    rows = []
    for a, b in pairs:
        cosine = cosines[a][b]
        low, high = sorted((best[a], best[b]))
        shared = len(near[a] & near[b]) / (NEAREST + 1)
        rows.append((*measures(tellings[a], tellings[b], cosine), cosine - high, cosine - low, shared))
    return rows


def _nearest(row: Sequence[float], at: int) -> list[int]:
    return sorted((other for other in range(len(row)) if other != at), key=lambda other: (-row[other], other))[:NEAREST]


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


@cache
def _forest() -> Forest:
    from backstory.trees import Forest

    return Forest((files("backstory.events") / "one_event.json").read_text(encoding="utf-8"), FIELDS)
