"""A page's words against the archive's: the events before a day that hold them, and how well each matches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backstory.columns import Columns, Holding, Keys

Numbers = NDArray[np.float64]

#: Saturation and length normalisation of BM25 (Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework",
#: section 3). A headline holds a word once or not at all, so only the length matters.
K1, B = 1.2, 0.4
#: A match in words counts as its share of the best one, to this power.
MATCH_POWER = 2.0


@dataclass(frozen=True, slots=True)
class Looked:
    """The words that are looked for, and where they stand."""

    #: How many different words the page has.
    said: int
    #: Those that are looked for, most telling first, each with its weight in the page.
    words: Mapping[str, float]
    #: How much each counts in the page, times how rare it is in the archive.
    weights: Numbers
    #: Whether it is a name.
    names: NDArray[np.bool_]
    #: The events before the day that hold it.
    postings: Sequence[Holding]
    #: How many events there are before the day.
    total: int
    #: The countries that the page names first.
    countries: frozenset[str]

    @classmethod
    def of(
        cls,
        words: Mapping[str, float],
        names: frozenset[str],
        held: Mapping[str, Holding],
        total: int,
        *,
        said: int,
        countries: frozenset[str],
    ) -> Looked:
        """The words of a query.

        Args:
            words: each with its weight in the page.
            names: those that are names.
            held: the events before the day that hold each.
            total: number of events before the day.
            said: how many different words the page has.
            countries: those that it names first.
        """
        counts = np.array([held[word].events for word in words], dtype=np.float64)
        rarity = np.log(1 + (total - counts + 0.5) / (counts + 0.5))
        return cls(
            said=said,
            words=words,
            weights=np.array(list(words.values()), dtype=np.float64) * rarity,
            names=np.array([word in names for word in words], dtype=np.bool_),
            postings=[held[word] for word in words],
            total=total,
            countries=countries,
        )


@dataclass(frozen=True, slots=True)
class Hits:
    """The events that hold enough of the words, ascending by key."""

    #: The page's own day, since 1970; where it has none, that after the last of the events.
    today: int
    keys: Keys
    #: Days from each to the page's own.
    ages: Numbers
    #: How well each matches by all words, and by the names alone, the best match being 1.
    match: Numbers
    name_match: Numbers
    #: The share of the words' weight that each holds.
    held: Numbers


def look(looked: Looked, columns: Columns, *, least: int, mean_length: float, today: int | None) -> Hits:
    """The events that hold at least so many of the words, weighed by BM25.

    Args:
        looked: the words.
        columns: of the archive.
        least: how many different words an event must hold.
        mean_length: of the events before the day.
        today: the page's day, since 1970, or None.
    """
    size = len(columns.days)
    matched = np.zeros(size, np.int16)
    for held in looked.postings:
        matched[held.keys] += 1
    found = np.flatnonzero(matched >= max(least, 1)).astype(np.int32)
    # Only the few that hold enough are added up: arrays of fractions for all events would be most of the work.
    place = np.empty(size, np.int32)
    place[found] = np.arange(len(found), dtype=np.int32)
    scores, names = np.zeros(len(found)), np.zeros(len(found))
    for weight, is_name, held in zip(looked.weights, looked.names, looked.postings, strict=True):
        at = place[held.keys[matched[held.keys] >= max(least, 1)]]
        scores[at] += weight
        if is_name:
            names[at] += weight
    length = (K1 + 1) / (1 + K1 * (1 - B + B * columns.lengths[found] / mean_length))
    days = columns.days[found]
    today = int(days.max(initial=0)) + 1 if today is None else today
    return Hits(
        today=today,
        keys=found,
        ages=(today - days).astype(np.float64),
        match=shares_of_best(scores * length),
        name_match=shares_of_best(names * length),
        held=scores / max(looked.weights.sum(), 1e-9),
    )


def shares_of_best(values: Numbers) -> Numbers:
    """Values that are not negative, each as its share of the greatest; 0 where all are."""
    return np.asarray(values / max(values.max(initial=0.0), 1e-9))


def fading(ages: Numbers, floor: float, days: float) -> Numbers:
    """What is left of the weight of what happened: it falls to a share of itself.

    Args:
        ages: days ago.
        floor: the share.
        days: in which the rest falls to 1/e.
    """
    return np.asarray(floor + (1 - floor) * np.exp(-np.maximum(ages, 0) / days))


def greatest(values: Numbers, count: int) -> NDArray[np.intp]:
    """Where the greatest values stand, the greatest first; of equals, all where any is."""
    if count < len(values):
        first = np.flatnonzero(values >= np.partition(values, -count)[-count])
    else:
        first = np.arange(len(values))
    return first[np.argsort(-values[first], kind="stable")]
