"""How alike an article and an event are, measure by measure: what a decision is made from.

All measures but two compare the article with the one telling of the event that is nearest to it in words. Each is the
same whichever of the two came first.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from backstory.events.profile import Profile
from backstory.events.rarity import rarity
from backstory.events.traits import Traits, part

_Weights = Mapping[str, float]


class Likeness(NamedTuple):
    """How an article compares with an event.

    Cosines run from 0 to 1. What cannot be told, since one of the two does not say, is NaN.
    """

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
    #: Whether both name one day as near.
    days_shared: float
    #: Agreement on the number killed, and injured: see `agreement`.
    killed: float
    injured: float
    #: Logarithm of the words of the shorter one.
    length: float
    #: Mean of the cosines with all tellings of the event.
    mean_words: float
    #: Cosine over all words in which those count less that other candidates have too.
    set_apart: float


def likenesses(article: Traits, candidates: Sequence[Profile]) -> list[Likeness]:
    """How an article compares with each of its candidates.

    Args:
        article: the article.
        candidates: the events it may tell; what they have in common tells none of them from the others.
    """
    apart = _setting_apart(article, candidates)
    return [_with_event(article, profile, apart) for profile in candidates]


def likeness(one: Traits, other: Traits) -> Likeness:
    """How two articles compare."""
    return _compare(one, other, cosine := dot(one.words, other.words), cosine, {})


def dot(one: _Weights, other: _Weights) -> float:
    """The cosine of two sets of words of length 1."""
    return sum(one[word] * other[word] for word in one.keys() & other.keys())


def agreement(one: Iterable[int], other: Iterable[int]) -> float:
    """How well two articles agree on a number of people: 1 exactly, 0.5 as a toll that rises, 0 not at all.

    A toll that rises at most doubles between two tellings of a day's news; NaN where one of them gives none.
    """
    mine, theirs = set(one), set(other)
    if not mine or not theirs:
        return math.nan
    if mine & theirs:
        return 1.0
    low, high = sorted((max(mine), max(theirs)))
    return 0.5 if 2 * low >= high else 0.0


def _with_event(article: Traits, profile: Profile, apart: _Weights) -> Likeness:
    cosines = [dot(article.words, telling.words) for telling in profile.tellings]
    nearest = max(range(len(cosines)), key=cosines.__getitem__)
    return _compare(article, profile.tellings[nearest], cosines[nearest], sum(cosines) / len(cosines), apart)


def _compare(a: Traits, b: Traits, cosine: float, mean: float, apart: _Weights) -> Likeness:
    products = {"names": 0.0, "numbers": 0.0, "others": 0.0}
    set_apart = 0.0
    either = a.names.keys() | b.names.keys()
    for word in a.words.keys() & b.words.keys():
        product = a.words[word] * b.words[word]
        products[part(word, either)] += product
        set_apart += product * apart.get(word, 1.0)
    names, pairs = a.names.keys() & b.names.keys(), a.pairs & b.pairs
    return Likeness(
        words=cosine,
        title=_over(sum(rarity(word) ** 2 for word in a.title & b.title), a.lengths.title * b.lengths.title),
        lead=_over(sum(rarity(word) ** 2 for word in a.lead & b.lead), a.lengths.lead * b.lengths.lead),
        names=_over(products["names"], a.lengths.names * b.lengths.names),
        numbers=_over(products["numbers"], a.lengths.numbers * b.lengths.numbers),
        others=_over(products["others"], a.lengths.others * b.lengths.others),
        name_share=_over(_rarity(names), min(_rarity(a.names), _rarity(b.names))),
        rarest_name=max(map(rarity, names), default=0.0),
        pairs=sum(_rarity(pair.split(" ")) for pair in pairs),
        pairs_differ=_differ(a.pairs, b.pairs),
        ages=float(len(a.ages & b.ages)),
        ages_differ=_differ(a.ages, b.ages),
        title_told=min(_told(a.title, b.words), _told(b.title, a.words)),
        days_apart=float(abs((a.day - b.day).days)) if a.day and b.day else math.nan,
        days_shared=float(bool(a.days & b.days)) if a.days and b.days else math.nan,
        killed=agreement(a.killed, b.killed),
        injured=agreement(a.injured, b.injured),
        length=math.log(1 + min(len(a.words), len(b.words))),
        mean_words=mean,
        set_apart=set_apart,
    )


def _setting_apart(article: Traits, candidates: Sequence[Profile]) -> dict[str, float]:
    """How well each word of the article tells its candidates apart: 1 where none has it, near 0 where all have."""
    counts = dict.fromkeys(article.words, 0)
    for profile in candidates:
        held = [telling.words.keys() & counts.keys() for telling in profile.tellings]
        for word in held[0].union(*held[1:]):
            counts[word] += 1
    every = len(candidates) + 2
    return {word: math.log(every / (count + 1)) / math.log(every) for word, count in counts.items()}


def _over(product: float, lengths: float) -> float:
    return product / lengths if lengths else 0.0


def _rarity(words: Iterable[str]) -> float:
    return sum(map(rarity, words))


def _differ(a: frozenset[Any], b: frozenset[Any]) -> float:
    return float(bool(a and b) and not a & b)


def _told(title: frozenset[str], words: _Weights) -> float:
    return _over(_rarity(title & words.keys()), _rarity(title))
