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
from itertools import chain
from typing import Self

import numpy as np
from numpy.typing import NDArray

from backstory.columns import NEVER, NONE, Columns, Keys
from backstory.language.terms import COMMON, stem
from backstory.stories.countries import countries_of
from backstory.stories.matching import Looked, Numbers, shares_of_best

#: Events under no such name that every word is taken to have beside its own.
SMOOTH = 2.0
#: How many events stand under names with each word is known before every so manieth, and counted on from there.
STEP = 8_192
#: Stands for what a name without words says.
WORDLESS = -1.0


@dataclass(frozen=True, slots=True)
class Names:
    """The words of the names of all topics, as numbers, topic by topic."""

    words: NDArray[np.int32]
    #: Where those of each topic begin, and where the last end.
    starts: NDArray[np.int64]
    #: How many different words there are.
    count: int
    #: Of the events by day before every `STEP`-th, how many stand under a name with each word, and how many under any.
    under_words: list[NDArray[np.int32]]
    under_any: list[int]

    @classmethod
    def of(cls, columns: Columns) -> Self:
        """The words of the names of the topics of an archive."""
        numbers: dict[str, int] = {}
        held = [[numbers.setdefault(word, len(numbers)) for word in name_words(key)[0]] for key in columns.topics]
        words = np.fromiter(chain.from_iterable(held), np.int32)
        made = cls(words, np.cumsum([0, *map(len, held)]), len(numbers), [np.zeros(len(numbers), np.int32)], [0])
        keys = columns.between(-NEVER, NEVER)
        for at in range(STEP, len(keys) + 1, STEP):
            counts, events = made.headed(columns, keys[:at])
            made.under_words.append(counts.astype(np.int32))
            made.under_any.append(events)
        return made

    def headed(self, columns: Columns, keys: Keys) -> tuple[NDArray[np.int64], int]:
        """Under names with each word, and under any, how many events stand.

        Args:
            columns: of the archive.
            keys: of the events: the first by day.
        """
        step = min(len(keys) // STEP, len(self.under_any) - 1)
        rest = columns.innermost[keys[step * STEP :]]
        rest = rest[rest != NONE]
        words, _ = self.under(rest)
        return self.under_words[step] + np.bincount(words, minlength=self.count), self.under_any[step] + len(rest)

    def under(self, topics: NDArray[np.integer]) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
        """The words of the names of some topics, and to which of them each belongs."""
        sizes = self.starts[topics + 1] - self.starts[topics]
        return self.words[_stretches(self.starts[topics], sizes)], np.repeat(np.arange(len(topics)), sizes)


def vote_measures(topics: NDArray[np.intp], looked: Looked, columns: Columns, today: int) -> dict[str, Numbers]:
    """How likely the page's words make the words of each topic's name, by the names that their events stand under.

    Args:
        topics: by number.
        looked: the page's words.
        columns: of the archive.
        today: the page's day, since 1970.
    """
    names = columns.once(Names.of)
    words, at = names.under(topics)
    # The words that are wanted are numbered anew, so that what is counted stays small.
    wanted = np.full(names.count, NONE)
    distinct = np.unique(words)
    wanted[distinct] = np.arange(len(distinct))
    headed, events = names.headed(columns, columns.between(-NEVER, today))
    votes = _Votes(names, wanted, headed[distinct] / max(events, 1), looked, columns)
    rarity = -np.log(np.maximum(votes.share, 1 / max(events, 1)))
    return _of_names(wanted[words], at, len(topics), rarity, *votes.by(looked))


class _Votes:
    """Counts how many of the events that hold a page's words stand under names with each of some words.

    Args:
        names: of all topics.
        wanted: the number of each of those words, `NONE` for others.
        share: of all events, how many stand under a name with each.
        looked: the page's words.
        columns: of the archive.
    """

    def __init__(
        self, names: Names, wanted: NDArray[np.intp], share: Numbers, looked: Looked, columns: Columns
    ) -> None:
        self.share, self._count = share, len(share)
        self._found = [topics[topics != NONE] for topics in (columns.innermost[held.keys] for held in looked.postings)]
        voting = np.zeros(len(columns.topics), np.bool_)
        for topics in self._found:
            voting[topics] = True
        named = np.flatnonzero(voting)
        words, at = names.under(named)
        numbers = wanted[words]
        self._words = numbers[numbers != NONE]
        #: How many of the words are in each topic's name, and where they begin: topics ascend.
        self._sizes = np.bincount(named[at[numbers != NONE]], minlength=len(columns.topics))
        self._starts = np.cumsum(self._sizes) - self._sizes

    def by(self, looked: Looked) -> tuple[Numbers, Numbers, Numbers]:
        """For each word of names: the greatest share of a page's word, their mean, how much greater than by chance."""
        found = self._found
        size = np.array([len(each) for each in found])
        topics, of = np.concatenate([np.zeros(0, np.int32), *found]), np.repeat(np.arange(len(found)), size)
        held = self._sizes[topics]
        words = self._words[_stretches(self._starts[topics], held)]
        counts = np.bincount(np.repeat(of, held) * self._count + words, minlength=len(found) * self._count)
        under, taken = counts.reshape(len(found), self._count), (size + SMOOTH)[:, None]
        share = under / taken
        chance = np.log((under + SMOOTH * self.share) / taken / np.maximum(self.share, 1e-7) + 1e-9)
        whole = (looked.weights[:, None] * share).sum(axis=0) / max(looked.weights.sum(), 1e-9)
        return share.max(axis=0, initial=0.0), whole, (chance * (under > 0)).max(axis=0, initial=0.0)


def _stretches(starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers from each start on, so many, one stretch after another."""
    first = np.repeat(starts - np.cumsum(sizes) + sizes, sizes)
    return first + np.arange(len(first))


def _of_names(
    words: NDArray[np.intp],
    at: NDArray[np.intp],
    size: int,
    rarity: Numbers,
    best: Numbers,
    whole: Numbers,
    lift: Numbers,
) -> dict[str, Numbers]:
    """What is known of words, of the names that they stand in."""
    rare = rarity[words]
    heavy = np.maximum(np.bincount(at, rare, minlength=size), 1e-9)
    held = np.bincount(at, minlength=size)

    def mean(values: Numbers) -> Numbers:
        return np.bincount(at, values, minlength=size) / heavy

    def least(values: Numbers) -> Numbers:
        found = np.where(held > 0, np.inf, 0.0)
        np.minimum.at(found, at, values)
        return found

    def most(values: Numbers) -> Numbers:
        found = np.zeros(size)
        np.maximum.at(found, at, values)
        return found

    found = {
        "likely": mean(rare * best[words]),
        "held": mean(rare * whole[words]),
        "weakest": least(best[words]),
    }
    led = {f"named {name}, led": shares_of_best(values) for name, values in found.items()}
    found |= {
        "best": most(best[words]),
        "rarest": most(np.where(rare == most(rare)[at], best[words], 0.0)),
        "lift": np.bincount(at, lift[words], minlength=size) / np.maximum(held, 1),
        "weakest lift": least(lift[words]),
    }
    return {f"named {name}": np.where(held > 0, values, WORDLESS) for name, values in found.items()} | led


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
