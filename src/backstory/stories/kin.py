"""The events of a page's story, best first, where none stands under a topic: each is judged by itself beside the page.

What speaks for an event is measured, and weighed by trees that learned from events whose topics were kept from them
(scripts/train_kin.py). Everything is counted over the events before the page's day.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from backstory.columns import Columns, Keys
from backstory.stories.countries import countries_of
from backstory.stories.matching import MATCH_POWER, Hits, Looked, Numbers, fading, greatest, shares_of_best
from backstory.stories.near import ALIKE, Near
from backstory.stories.rank import SENTENCE_ALONE, Regime
from backstory.trees import Forest, Rows

#: Events that each way of looking brings in.
MOST = 120
#: Days in which what is wanted of late falls to 1/e.
LATELY = 20.0
#: The share of its weight that what is near in words and meaning keeps at any age; days in which the rest falls to 1/e.
BOTH_FLOOR, BOTH_DAYS = 0.15, 200.0
#: What is nearest so: how many events others are laid beside.
BEST = (5, 10, 15)


@dataclass(frozen=True, slots=True)
class Beside:
    """A page, and the archive beside which it is laid."""

    columns: Columns
    looked: Looked
    hits: Hits
    #: What is near in meaning, where that is known.
    near: Near | None = None

    def ages(self, keys: Keys) -> Numbers:
        """Days from some events to the page's own."""
        return np.asarray((self.hits.today - self.columns.days[keys]).astype(np.float64))


def candidates(page: Beside) -> Keys:
    """The events that are judged, ascending: those that match best in words or in names, or are nearest in meaning."""
    hits = page.hits
    wanted = (*_at_all_speeds(hits.match, hits.ages), _faded(hits.name_match, hits.ages))
    found = [hits.keys[_best(values)] for values in wanted]
    if page.near:
        keys = page.near.nearer(ALIKE)
        found += [keys[_best(values)] for values in _at_all_speeds(page.near.of(keys) ** 2, page.ages(keys))]
    return np.unique(np.concatenate(found))


def order(keys: Keys, headlines: Mapping[int, str], page: Beside, rule: Regime, limit: int) -> list[tuple[int, float]]:
    """The best of some events with their weights, best first; of equals, all where any is.

    Args:
        keys: of the events, ascending, as `candidates` gives them.
        headlines: of each.
        page: the page.
        rule: how far the trees, which learned from sentences, are believed against words and age.
        limit: how many are wanted.
    """
    names, rows = rows_for(keys, headlines, page)
    odds = _forest(names).sums(rows)
    believed = np.exp(odds - odds.max())
    match = _of(keys, page.hits, page.hits.match)
    matched = match**MATCH_POWER * fading(page.ages(keys), rule.age_floor, rule.age_days)
    weights = (1 - rule.votes) * believed + rule.votes * matched
    return [(int(keys[at]), float(weights[at])) for at in greatest(weights, limit)]


def rows_for(keys: Keys, headlines: Mapping[int, str], page: Beside) -> tuple[tuple[str, ...], Rows]:
    """A row of measures for each event, and the names of the measures.

    Args:
        keys: of the events, ascending.
        headlines: of each.
        page: the page.
    """
    match, ages = _of(keys, page.hits, page.hits.match), page.ages(keys)
    faded = _faded(match**MATCH_POWER, ages)
    measures = {
        "age": ages,
        "match": match,
        "name match": _of(keys, page.hits, page.hits.name_match),
        "held": _of(keys, page.hits, page.hits.held),
        "match rank": _ranks(match),
        "faded": faded,
        "faded rank": _ranks(_faded(match, ages)),
    }
    measures |= _words(keys, page.looked) | _countries([headlines[key] for key in keys.tolist()], page.looked.countries)
    if page.near:
        measures |= _meaning(keys, page.near, match, ages)
    return tuple(measures), np.stack(list(measures.values()), axis=1).astype(np.float32)


def _words(keys: Keys, looked: Looked) -> dict[str, Numbers]:
    """How many of the page's words an event holds, and how rare the rarest of them are."""
    words, names, rarest, second, rarest_name = np.zeros((5, len(keys)))
    for is_name, held in zip(looked.names, looked.postings, strict=True):
        holds = np.append(held.keys, -1)[np.searchsorted(held.keys, keys)] == keys
        rarity = holds * np.log(1 + looked.total / max(held.events, 1))
        words += holds
        second = np.maximum(second, np.minimum(rarity, rarest))
        rarest = np.maximum(rarest, rarity)
        if is_name:
            names += holds
            rarest_name = np.maximum(rarest_name, rarity)
    return {"words": words, "names": names, "rarest": rarest, "second": second, "rarest name": rarest_name}


def _countries(headlines: list[str], own: frozenset[str]) -> dict[str, Numbers]:
    """Which countries event and page share, and which only one of them names."""
    named = [countries_of(headline) for headline in headlines]
    shared = np.array([len(each & own) for each in named], dtype=np.float64)
    sizes = np.array([len(each) for each in named], dtype=np.float64)
    return {
        "countries shared": shared,
        "countries of the event": sizes - shared,
        "countries of the page": len(own) - shared,
        "countries named": np.full(len(headlines), float(len(own))),
        "countries alike": shared / np.maximum(np.sqrt(sizes * len(own)), 1),
    }


def _meaning(keys: Keys, near: Near, match: Numbers, ages: Numbers) -> dict[str, Numbers]:
    """How near in meaning an event is to the page, and to those that are nearest in words and meaning together."""
    cosines = near.of(keys)
    positive = np.maximum(cosines, 0.0)
    both = shares_of_best((match + shares_of_best(positive)) ** 2 * fading(ages, BOTH_FLOOR, BOTH_DAYS))
    among = near.among(keys)
    measures = {
        "near": cosines,
        "near, led": cosines - cosines.max(),
        "near rank": _ranks(cosines),
        "near faded rank": _ranks(_faded(positive**2, ages)),
        "both": both,
        "near one of the best": among[:, greatest(both, BEST[1])].max(axis=1),
    }
    for count in BEST:
        best = greatest(both, count)
        measures[f"near the best {count}"] = among[:, best] @ both[best] / max(math.fsum(both[best]), 1e-9)
    return measures


def _at_all_speeds(values: Numbers, ages: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    return values, _faded(values, ages), values * fading(ages, 0.0, LATELY)


def _faded(values: Numbers, ages: Numbers) -> Numbers:
    return np.asarray(values * fading(ages, SENTENCE_ALONE.age_floor, SENTENCE_ALONE.age_days))


def _best(values: Numbers) -> NDArray[np.intp]:
    """Where the greatest values stand that say anything."""
    best = greatest(values, MOST)
    return best[values[best] > 0]


def _of(keys: Keys, hits: Hits, values: Numbers) -> Numbers:
    """The values of events among the hits; 0 for those that words did not find."""
    found = np.zeros(len(keys))
    _, at, of = np.intersect1d(keys, hits.keys, assume_unique=True, return_indices=True)
    found[at] = values[of]
    return found


def _ranks(values: Numbers) -> Numbers:
    """The place of each among them, the greatest at 0; equals share the first of their places."""
    ordered = np.sort(-values)
    return np.searchsorted(ordered, -values).astype(np.float64)


@cache
def _forest(names: tuple[str, ...]) -> Forest:
    model = "kin_near.json" if "near" in names else "kin.json"
    return Forest((files("backstory.stories") / model).read_text(encoding="utf-8"), names)
