"""What nearness in meaning says for a page belonging to a topic, where an archive has vectors."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from backstory.columns import NONE, Columns, Line, Vector
from backstory.language.vectors import read
from backstory.stories.matching import Numbers, fading, greatest, shares_of_best
from backstory.stories.near import CHANCE, Near

#: Days in which an event that is near speaks less for its topic, to 1/e; it speaks by its cosine to this power.
DECAYS, POWER = (30, 365, 3650), 4
#: Events that speak for their topics, and topics that they bring in, at each decay.
SPEAKING, SPOKEN_FOR = 60, 12
#: Events of a topic that are nearest, its last, and its later ones.
NEAREST, LAST, LATER = 5, 5, 30
#: Days in which a topic's nearest event counts less, to 1/e.
LATELY = 60.0
#: Stands for the cosine of what is not there.
FAR = -0.5


def topics_near(near: Near, columns: Columns, today: int) -> list[NDArray[np.intp]]:
    """For each decay the topics for which most is spoken by the events that are nearest.

    Args:
        near: how near events are.
        columns: of the archive.
        today: the page's day, since 1970.
    """
    found = []
    for votes in _votes(near, columns, today):
        best = greatest(votes, SPOKEN_FOR)
        found.append(best[votes[best] > 0])
    return found


def near_measures(
    near: Near, topics: NDArray[np.intp], lines: Sequence[Line], columns: Columns, today: int
) -> dict[str, Numbers]:
    """What nearness in meaning says for topics.

    Args:
        near: how near events are.
        topics: by number.
        lines: the events of each before the day.
        columns: of the archive.
        today: the page's day, since 1970.
    """
    cosines = [near.of(line.keys) if len(line.keys) else np.array([FAR]) for line in lines]
    faded = [fading((today - line.days).astype(np.float64), 0.0, LATELY) for line in lines]
    found = {
        "near best": [each.max() for each in cosines],
        "near five": [np.sort(each)[-NEAREST:].mean() for each in cosines],
        "near last": [each[-LAST:].mean() for each in cosines],
        "near later": [each[-LATER:].mean() for each in cosines],
        "near all": [each.mean() for each in cosines],
        "near name": near.to([_name(columns.topics[topic]) for topic in topics.tolist()]).tolist(),
        "near lately": [(each * fade).max() if len(fade) else FAR for each, fade in zip(cosines, faded, strict=True)],
    }
    measures = {name: np.array(values, dtype=np.float64) for name, values in found.items()}
    measures |= {f"{name}, led": values - values.max(initial=FAR) for name, values in measures.items()}
    for decay, votes in zip(DECAYS, _votes(near, columns, today), strict=True):
        measures[f"near votes {decay}"] = shares_of_best(votes)[topics]
    return measures


@lru_cache(maxsize=100_000)
def _name(key: str) -> Vector:
    """Where the name of a topic points."""
    return read([key.replace("-", " ")])[0]


def _votes(near: Near, columns: Columns, today: int) -> list[Numbers]:
    """For each decay, how much is spoken for each topic of the archive by the events that are nearest."""
    keys = near.nearer(CHANCE)
    keys = keys[columns.innermost[keys] != NONE]
    weights = near.of(keys) ** POWER
    ages = (today - columns.days[keys]).astype(np.float64)
    found = []
    for decay in DECAYS:
        faded = weights * fading(ages, 0.0, decay)
        best = greatest(faded, SPEAKING)
        votes = np.bincount(columns.innermost[keys[best]], faded[best], minlength=len(columns.topics))
        found.append(votes.astype(np.float64))
    return found
