"""What the names of topics say for a page belonging to them.

A topic may have few events and still be known by its name: "pandemic in Belgium" by all that ever stood under a name
with "Belgium" in it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import numpy as np
from numpy.typing import NDArray

from backstory.columns import NEVER, NONE, Columns
from backstory.language.terms import COMMON, stem
from backstory.stories.countries import countries_of
from backstory.stories.matching import Looked, Numbers, shares_of_best

#: Events under no such name that every word is taken to have beside its own.
SMOOTH = 2.0
#: Stands for what a name without words says.
WORDLESS = -1.0


@dataclass(frozen=True, slots=True)
class Names:
    """The words of the names of all topics, as numbers: each word beside the topic whose name holds it."""

    words: NDArray[np.int32]
    topics: NDArray[np.int32]
    #: How many different words there are.
    count: int

    @classmethod
    def of(cls, keys: Sequence[str]) -> Self:
        """The words of the names of topics.

        Args:
            keys: of the topics.
        """
        numbers: dict[str, int] = {}
        held = [
            (at, numbers.setdefault(word, len(numbers))) for at, key in enumerate(keys) for word in name_words(key)[0]
        ]
        topics, words = np.array(held, dtype=np.int32).reshape(-1, 2).T
        return cls(words, topics, len(numbers))


def vote_measures(topics: NDArray[np.intp], looked: Looked, columns: Columns, today: int) -> dict[str, Numbers]:
    """How likely the page's words make the words of each topic's name, by the names that their events stand under.

    Args:
        topics: by number.
        looked: the page's words.
        columns: of the archive.
        today: the page's day, since 1970.
    """
    names = columns.once(Names.of)
    place = np.full(len(columns.topics) + 1, NONE)
    place[topics] = np.arange(len(topics))
    own = place[names.topics] != NONE
    wanted = np.zeros(names.count, np.bool_)
    wanted[names.words[own]] = True
    some = wanted[names.words]
    votes = _Votes(columns, names.words[some], names.topics[some], names.count, today)
    best, whole, lift = votes.by(looked)
    return _of_names(names.words[own], place[names.topics[own]], len(topics), votes.rarity, best, whole, lift)


class _Votes:
    """Counts how many events stand under names with each of some words."""

    def __init__(
        self, columns: Columns, words: NDArray[np.int32], topics: NDArray[np.int32], count: int, today: int
    ) -> None:
        self._inner = columns.innermost
        self._size = len(columns.topics) - NONE
        self._words, self._topics, self._count = words, topics, count
        counts = self._counts(self._inner[columns.between(-NEVER, today)])
        total = max(float(counts[:-1].sum()), 1.0)
        self.share = self._under(counts) / total
        self.rarity = -np.log(np.maximum(self.share, 1 / total))

    def by(self, looked: Looked) -> tuple[Numbers, Numbers, Numbers]:
        """For each word of names: the greatest share of a page's word, their mean, how much greater than by chance."""
        best, whole, lift = np.zeros((3, self._count))
        for weight, keys in zip(looked.weights, looked.postings, strict=True):
            counts = self._counts(self._inner[keys])
            under, size = self._under(counts), counts[:-1].sum() + SMOOTH
            share = under / size
            best = np.maximum(best, share)
            whole += weight * share
            chance = np.log((under + SMOOTH * self.share) / size / np.maximum(self.share, 1e-7) + 1e-9)
            lift = np.maximum(lift, np.where(under > 0, chance, 0.0))
        return best, whole / max(looked.weights.sum(), 1e-9), lift

    def _counts(self, topics: NDArray[np.int32]) -> Numbers:
        # `NONE` is counted last.
        return np.bincount(np.where(topics == NONE, self._size - 1, topics), minlength=self._size).astype(np.float64)

    def _under(self, counts: Numbers) -> Numbers:
        return np.bincount(self._words, counts[self._topics], minlength=self._count).astype(np.float64)


def _of_names(
    words: NDArray[np.int32],
    at: NDArray[np.intp],
    size: int,
    rarity: Numbers,
    best: Numbers,
    whole: Numbers,
    lift: Numbers,
) -> dict[str, Numbers]:
    """What is known of words, of the names that they stand in."""

    def mean(values: Numbers) -> Numbers:
        return np.bincount(at, values, minlength=size) / np.maximum(count, 1e-9)

    def least(values: Numbers) -> Numbers:
        found = np.full(size, np.inf)
        np.minimum.at(found, at, values)
        return found

    rare = rarity[words]
    count = np.bincount(at, rare, minlength=size)
    rarest = np.zeros(size)
    np.maximum.at(rarest, at, rare)
    most = np.zeros(size)
    np.maximum.at(most, at, best[words])
    by_rarest = np.zeros(size)
    np.maximum.at(by_rarest, at, np.where(rare == rarest[at], best[words], 0.0))
    found = {"likely": mean(rare * best[words]), "held": mean(rare * whole[words]), "weakest": least(best[words])}
    led = {
        f"named {name}, led": shares_of_best(np.where(np.isfinite(values), values, 0.0))
        for name, values in found.items()
    }
    count = np.bincount(at, minlength=size).astype(np.float64)
    found |= {"best": most, "rarest": by_rarest, "lift": mean(lift[words]), "weakest lift": least(lift[words])}
    return {f"named {name}": np.where(count > 0, values, WORDLESS) for name, values in found.items()} | led


def country_measures(keys: Sequence[str], own: frozenset[str]) -> dict[str, Numbers]:
    """Which countries the names of topics and the page share, and which only one of them names.

    Args:
        keys: of the topics.
        own: the countries of the page.
    """
    named = [countries_of(key.replace("-", " ").title()) for key in keys]
    shared = np.array([len(each & own) for each in named], dtype=np.float64)
    sizes = np.array([len(each) for each in named], dtype=np.float64)
    return {
        "countries shared": shared,
        "countries of the name": sizes - shared,
        "countries of the page": len(own) - shared,
        "countries named": np.full(len(keys), float(len(own))),
    }


def name_measures(keys: Sequence[str], looked: Looked, year: int) -> dict[str, Numbers]:
    """How much of each topic's name is in the page; words that few of these topics have tell them apart.

    Args:
        keys: of the topics.
        looked: the page's words.
        year: the page's year.
    """
    weights = {stem(word): weight for word, weight in zip(looked.words, looked.weights.tolist(), strict=True)}
    whole = max(math.fsum(weights.values()), 1e-9)
    names = [name_words(key) for key in keys]
    spread = Counter(word for words, _ in names for word in words)
    rows = []
    for words, named in names:
        rarity = {word: math.log(1 + len(keys) / spread[word]) for word in words}
        kept = [rarity[word] for word in words if word in weights]
        rows.append(
            (
                len(kept) / max(len(words), 1),
                len(words),
                math.fsum(weights[word] for word in words if word in weights) / whole,
                max(min(year - named, 9), -2) if named else -3,
                math.fsum(kept),
                math.fsum(rarity.values()) - math.fsum(kept),
                math.fsum(kept) / max(math.fsum(rarity.values()), 1e-9),
                max(kept, default=0.0),
            )
        )
    labels = ("held", "words", "said", "year", "kept", "lost", "share", "best")
    table = np.array(rows, dtype=np.float64).reshape(-1, len(labels))
    found = {f"name {label}": table[:, at] for at, label in enumerate(labels)}
    return found | {f"name {each}, led": shares_of_best(found[f"name {each}"]) for each in ("kept", "said", "share")}


@lru_cache(maxsize=100_000)
def name_words(key: str) -> tuple[tuple[str, ...], int]:
    """The words of a topic's name that tell something, as `terms.stem` has them, and the latest year in it, or 0."""
    parts = key.split("-")
    years = [int(part) for part in parts if part.isdigit() and part[:2] in {"19", "20"} and len(part) == 4]
    words = (stem(part) for part in parts if part not in COMMON and len(part) > 1 and not part.isdigit())
    return tuple(dict.fromkeys(words)), max(years, default=0)
