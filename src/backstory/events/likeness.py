"""How alike an article and an event are, measure by measure: what a decision is made from.

Most measures compare the article with the one telling of the event that is nearest to it in words; they are the same
whichever of the two came first. The others compare it with all tellings, and with what the other candidates have.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from backstory.events.pointing import nearness
from backstory.events.profile import Profile
from backstory.events.rarity import UNKNOWN, rarities, rarity
from backstory.events.traits import Traits, part

#: What stands for a number of days that is not known, and for two tolls of which one is not: neither for nor against.
DAYS_APART, DAYS_BETWEEN, TOLLS = 5.5, 3.5, 0.4
#: The place, among candidates by cosine, of the one that says how usual such words are.
USUAL = 12
#: How much more a name says than another word of what two articles are about, and the rarity of the commonest word.
_NAME, _LEAST = 1.6, 0.1

_Weights = Mapping[str, float]


class Likeness(NamedTuple):
    """How an article compares with an event. Cosines and shares run from 0 to 1."""

    #: Cosine over all words.
    words: float
    #: Cosine over the words of the two headlines.
    title: float
    #: Cosine over those of headline and first sentences.
    lead: float
    #: Cosines over the names, the numbers, and all other words.
    names: float
    numbers: float
    others: float
    #: The share of the names of the one with fewer that the other has too, rare ones counting more.
    name_share: float
    #: Rarity of the rarest name that both have.
    rarest_name: float
    #: Rarity of the pairs of names that both have, added up; and 1 where both have some, and none in common.
    pairs: float
    pairs_differ: float
    #: Ages that both give; and 1 where both give some, and none in common.
    ages: float
    ages_differ: float
    #: The share of a headline that the other's text holds: the lesser of the two shares.
    title_told: float
    #: Days between publication.
    days_apart: float
    #: Days between the nearest two of those that they name, publication included.
    days_between: float
    #: Agreement on the number killed, and injured: see `agreement`.
    killed: float
    injured: float
    #: Logarithm of the words of the shorter one.
    length: float
    #: Mean of the cosines with all tellings of the event.
    mean_words: float
    #: The share that the article has of the names that at least half of the tellings have, and of their other words.
    core_names: float
    core_words: float
    #: The share of the article's names that any telling has.
    known_names: float
    #: Logarithm of the tellings of the event.
    told: float
    #: The cosine of the twelfth candidate, or of the last: how usual such words are in the archive.
    usual: float
    #: How much its cosine is above that of the nearest other candidate.
    ahead: float
    #: 1 where the telling that is nearest to it is what a list tells of the event.
    listed: float


#: The measures of two articles, without those of an event and of what else it may be.
MEASURES = Likeness._fields[: Likeness._fields.index("mean_words")]


def likenesses(article: Traits, candidates: Sequence[Profile]) -> list[Likeness]:
    """How an article compares with each of its candidates.

    Args:
        article: the article.
        candidates: the events it may tell.
    """
    return [measured for _, measured in compared(article, candidates, 0.0)]


def compared(article: Traits, candidates: Sequence[Profile], least: float) -> list[tuple[Profile, Likeness]]:
    """The same for those candidates alone that are like it in words.

    Args:
        article: the article.
        candidates: the events it may tell: what they have in common with it says how usual its words are.
        least: the least cosine with any telling of an event.
    """
    cosines = [[dot(article.words, telling.words) for telling in profile.tellings] for profile in candidates]
    best = sorted(map(max, cosines), reverse=True)
    usual = best[min(USUAL, len(best)) - 1] if len(best) > 1 else 0.0
    found = []
    for profile, each in zip(candidates, cosines, strict=True):
        own = max(each)
        if own >= least:
            next_best = 0.0 if len(best) < 2 else best[1] if own == best[0] else best[0]
            found.append((profile, _with_event(article, profile, each, usual, own - next_best)))
    return found


def alike(one: Traits, other: Traits) -> float:
    """How much two articles are about the same, from 0 to 1.

    The mean of two: the square root of a cosine, in which rarity counts half as much as in telling events apart and
    names count more; and how near they are in meaning. A graded judgement, where `likenesses` is for a yes or no.
    """
    names = one.names.keys() | other.names.keys()

    def product(a: _Weights, b: _Weights) -> float:
        shared = ((word, a[word] * b[word] / max(rarity(word), _LEAST)) for word in sorted(a.keys() & b.keys()))
        return sum(weight * (_NAME**2 if word in names else 1) for word, weight in shared)

    lengths = product(one.words, one.words) * product(other.words, other.words)
    in_words = math.sqrt(_over(product(one.words, other.words), math.sqrt(lengths)))
    in_meaning = nearness(one.words, other.words)
    return in_words if in_meaning is None else (in_words + in_meaning) / 2


def dot(one: _Weights, other: _Weights) -> float:
    """The cosine of two sets of words of length 1."""
    return sum(one[word] * other[word] for word in one.keys() & other.keys())


def agreement(one: Iterable[int], other: Iterable[int]) -> float:
    """How well two articles agree on a number of people: 1 exactly, 0.5 as a toll that rises, 0 not at all.

    A toll that rises at most doubles between two tellings of a day's news; `TOLLS` where one of them gives none.
    """
    mine, theirs = set(one), set(other)
    if not mine or not theirs:
        return TOLLS
    if mine & theirs:
        return 1.0
    low, high = sorted((max(mine), max(theirs)))
    return 0.5 if 2 * low >= high else 0.0


def _with_event(article: Traits, profile: Profile, cosines: Sequence[float], usual: float, ahead: float) -> Likeness:
    nearest = max(range(len(cosines)), key=cosines.__getitem__)
    telling = profile.tellings[nearest]
    two = measures(article, telling, cosines[nearest])
    mean = sum(cosines) / len(cosines)
    together = _with_all(article, profile)
    return Likeness._make((*two, mean, *together, math.log(profile.told), usual, ahead, float(telling.listed)))


def measures(a: Traits, b: Traits, cosine: float) -> tuple[float, ...]:
    """How two articles compare, by each of `MEASURES`; the same whichever comes first.

    Args:
        a: the one.
        b: the other.
        cosine: of their words (`dot`).
    """
    products = {"names": 0.0, "numbers": 0.0, "others": 0.0}
    either = a.names.keys() | b.names.keys()
    for word in a.words.keys() & b.words.keys():
        products[part(word, either)] += a.words[word] * b.words[word]
    names, pairs = a.names.keys() & b.names.keys(), a.pairs & b.pairs
    return (
        cosine,
        _over(sum(rarity(word) ** 2 for word in a.title & b.title), a.lengths.title * b.lengths.title),
        _over(sum(rarity(word) ** 2 for word in a.lead & b.lead), a.lengths.lead * b.lengths.lead),
        _over(products["names"], a.lengths.names * b.lengths.names),
        _over(products["numbers"], a.lengths.numbers * b.lengths.numbers),
        _over(products["others"], a.lengths.others * b.lengths.others),
        _over(_rarity(names), min(_rarity(a.names), _rarity(b.names))),
        max(map(rarity, names), default=0.0),
        sum(_rarity(pair.split(" ")) for pair in pairs),
        _differ(a.pairs, b.pairs),
        float(len(a.ages & b.ages)),
        _differ(a.ages, b.ages),
        min(_told(a.title, b.words), _told(b.title, a.words)),
        float(abs((a.day - b.day).days)) if a.day and b.day else DAYS_APART,
        min((float(abs((x - y).days)) for x in a.days for y in b.days), default=DAYS_BETWEEN),
        agreement(a.killed, b.killed),
        agreement(a.injured, b.injured),
        math.log(1 + min(len(a.words), len(b.words))),
    )


def _with_all(article: Traits, profile: Profile) -> tuple[float, float, float]:
    """What the article has of the names that most tellings have, of their other words, and they of its names."""
    held: Counter[str] = Counter()
    names = set(article.names)
    for telling in profile.tellings:
        held.update(telling.words.keys())
        names.update(telling.names)
    most = len(profile.tellings) / 2
    had, every = [0.0, 0.0], [0.0, 0.0]
    table = rarities()
    for word, count in held.items():
        if count >= most:
            weight = table.get(word, UNKNOWN) * count
            every[word in names] += weight
            had[word in names] += weight if word in article.words else 0.0
    own = [(word, weight**2) for word, weight in article.words.items() if word in names]
    known = sum(weight for word, weight in own if word in held)
    return _over(had[1], every[1]), _over(had[0], every[0]), _over(known, sum(weight for _, weight in own))


def _over(product: float, lengths: float) -> float:
    return product / lengths if lengths else 0.0


def _rarity(words: Iterable[str]) -> float:
    table = rarities()
    return sum(table.get(word, UNKNOWN) for word in words)


def _differ(a: frozenset[Any], b: frozenset[Any]) -> float:
    return float(bool(a and b) and not a & b)


def _told(title: frozenset[str], words: _Weights) -> float:
    return _over(_rarity(title & words.keys()), _rarity(title))
