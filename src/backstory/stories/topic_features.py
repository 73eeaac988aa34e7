"""What speaks for a page belonging to a topic: the topics it may belong to, and a row of measures for each.

Everything is counted over the events before the page's day. A topic's events are those of which it is the innermost
heading.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backstory.columns import NONE, Columns, Keys, Line, date_of
from backstory.model import CATEGORIES
from backstory.stories.matching import Hits, Looked, Numbers, shares_of_best
from backstory.stories.near import Near
from backstory.stories.topic_names import country_measures, name_measures, vote_measures
from backstory.stories.topic_near import near_measures, topics_near
from backstory.trees import Rows

Measures = dict[str, Numbers]

#: Days in which a vote falls to 1/e; a match in words votes by each of the powers.
DECAYS, POWERS = (30, 365, 3650), (1, 3, 6)
#: Topics that each way of voting, each name and what has been running bring in.
VOTED, CLAIMED, RUNNING = 20, 5, 25
#: Days that what has been running ran in.
RUNNING_DAYS = 14
#: Days in which what a topic's events say of it falls to 1/e.
RECENT = 120.0
#: Events without the word that every topic is taken to have beside its own.
SMOOTH = 2.0
#: Days in which a topic's events are counted.
WINDOWS = (3, 7, 30, 90, 365)
#: A topic is silent since its last event, its third last, its tenth last.
LASTS = (1, 3, 10)
#: Stands for the days since what never was.
LONG_AGO = 9999.0
#: A topic's last events whose categories are looked at.
KINDS = 10


def topics_for(looked: Looked, hits: Hits, columns: Columns, near: Near | None) -> NDArray[np.intp]:
    """The topics that a page may belong to, by number.

    They are those of the events that match it best or are nearest in meaning, lately or ever; those under which one of
    its names stands; and those that have been running.
    """
    today = hits.today
    voters = _Voters(columns, hits.keys)
    matches = [hits.match**power for power in POWERS[1:]]
    fades = [np.exp(-hits.ages / decay) for decay in DECAYS]
    chosen = [voters.most(match * fade, VOTED) for fade in fades for match in matches]
    for keys in (held.keys for held, is_name in zip(looked.postings, looked.names, strict=True) if is_name):
        fade = np.exp((columns.days[keys] - today) / DECAYS[1]) + np.exp((columns.days[keys] - today) / DECAYS[2])
        chosen.append(_Voters(columns, keys).most(fade, CLAIMED))
    if near:
        chosen += topics_near(near, columns, today)
    running = columns.between(today - RUNNING_DAYS, today)
    chosen.append(_Voters(columns, running).most(np.ones(len(running)), RUNNING))
    return np.unique(np.concatenate(chosen))


class _Voters:
    """Events that vote for the topics they stand under.

    Args:
        columns: of the archive.
        keys: of the events.
    """

    def __init__(self, columns: Columns, keys: Keys) -> None:
        topics = columns.innermost[keys]
        self._own = topics != NONE
        topics = topics[self._own]
        voted = np.zeros(len(columns.topics), np.bool_)
        voted[topics] = True
        self._topics = np.flatnonzero(voted)
        # Numbered anew, so that what is counted stays small.
        place = np.zeros(len(columns.topics), np.intp)
        place[self._topics] = np.arange(len(self._topics))
        self._at = place[topics]

    def most(self, votes: Numbers, count: int) -> NDArray[np.intp]:
        """The topics with the most votes, at most so many; an event's vote for no topic does not count."""
        won = np.bincount(self._at, votes[self._own], minlength=len(self._topics))
        topics = self._topics
        if count < len(topics):
            ahead = won >= np.partition(won, -count)[-count]
            topics, won = topics[ahead], won[ahead]
        return topics[np.argsort(-won, kind="stable")[:count]]


def rows_for(
    topics: NDArray[np.intp], looked: Looked, hits: Hits, columns: Columns, near: Near | None
) -> tuple[tuple[str, ...], Rows]:
    """A row of measures for each topic, and the names of the measures.

    Args:
        topics: by number, ascending.
        looked: the page's words.
        hits: what they found.
        columns: of the archive.
        near: what is near in meaning, where that is known.
    """
    chosen = _Chosen.of(topics, columns, hits.today)
    keys = [columns.topics[topic] for topic in topics.tolist()]
    year = date_of(hits.today).year
    measures = (
        _votes(chosen, hits)
        | _words(chosen, looked)
        | _times(chosen)
        | name_measures(keys, looked, year)
        | vote_measures(topics, looked, columns, hits.today)
        | country_measures(keys, looked.countries)
        | {"category": _category(chosen, hits)}
        | {"words": np.full(len(topics), float(len(looked.words)))}
        | {"names": np.full(len(topics), float(looked.names.sum()))}
        | {"found": np.full(len(topics), math.log1p(len(hits.keys)))}
    )
    if near:
        measures |= near_measures(near, topics, chosen.lines, columns, hits.today)
    return tuple(measures), np.stack(list(measures.values()), axis=1).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The topics that are measured."""

    columns: Columns
    today: int
    #: The place of each topic of the archive among those chosen; their number for one that is not, and for none.
    place: NDArray[np.int32]
    #: Their events before the day.
    lines: Sequence[Line]

    @classmethod
    def of(cls, topics: NDArray[np.intp], columns: Columns, today: int) -> _Chosen:
        # One more at the end: there `NONE` leads.
        place = np.full(len(columns.topics) + 1, len(topics), np.int32)
        place[topics] = np.arange(len(topics))
        return cls(columns, today, place, [columns.line(topic).before(today) for topic in topics.tolist()])

    def places(self, keys: Keys) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
        """Where the topics of events are among those chosen, for the events that have one; and which do."""
        found = self.place[self.columns.innermost[keys]]
        own = found < len(self.lines)
        return found[own], own

    def sums(self, at: NDArray[np.int32], values: Numbers | None = None) -> Numbers:
        return np.bincount(at, values, minlength=len(self.lines)).astype(np.float64)

    def sizes(self) -> Numbers:
        return np.array([len(line.days) for line in self.lines], dtype=np.float64)


def _votes(chosen: _Chosen, hits: Hits) -> Measures:
    """How the events that match vote for their topics."""
    at, own = chosen.places(hits.keys)
    match, names, ages = hits.match[own], hits.name_match[own], hits.ages[own]
    found: Measures = {}
    for decay in DECAYS:
        fade = np.exp(-ages / decay)
        for power in POWERS:
            found[f"votes {decay} {power}"] = shares_of_best(chosen.sums(at, match**power * fade))
        found[f"name votes {decay}"] = shares_of_best(chosen.sums(at, names**3 * fade))
    votes = chosen.sums(at, match**3 * np.exp(-ages / 90))
    found["vote share"] = votes / max(votes.sum(), 1e-9)
    values = {"best": match, "best name": names, "best held": hits.held[own], "best lately": match * np.exp(-ages / 60)}
    for name, each in values.items():
        found[name] = np.zeros(len(chosen.lines))
        np.maximum.at(found[name], at, each)
    return found | {"hits": np.log1p(chosen.sums(at))}


def _words(chosen: _Chosen, looked: Looked) -> Measures:
    """How much of the page's words a topic's events hold (*cover*), and how much of them no other's do (*claim*)."""
    sizes = chosen.sizes()
    fresh = np.array([np.exp((line.days[-200:] - chosen.today) / RECENT).sum() for line in chosen.lines])
    cover = {name: np.zeros(len(sizes)) for name in ("all", "lately", "any", "names", "names lately", "any name")}
    odds = {name: np.zeros(len(sizes)) for name in ("all", "lately", "names")}
    claim = {name: np.zeros(len(sizes)) for name in ("all", "lately", "best", "names", "best name")}
    for weight, is_name, (count, keys) in zip(looked.weights, looked.names, looked.postings, strict=True):
        at, own = chosen.places(keys)
        held = chosen.sums(at)
        lately = chosen.sums(at, np.exp((chosen.columns.days[keys[own]] - chosen.today) / RECENT))
        share = weight * held / (sizes + SMOOTH)
        share_lately = weight * lately / (fresh + SMOOTH / 2)
        rate = count / looked.total
        odd = np.log((held + SMOOTH * rate) / (sizes + SMOOTH) / rate)
        own_lately = lately / max(lately.sum(), 1.0)
        cover["all"] += share
        cover["lately"] += share_lately
        cover["any"] += weight * (held > 0)
        odds["all"] += odd
        odds["lately"] += np.log((lately + SMOOTH * rate) / (fresh + SMOOTH) / rate)
        claim["all"] += weight * held / max(held.sum(), 1.0)
        claim["lately"] += weight * own_lately
        claim["best"] = np.maximum(claim["best"], weight * own_lately)
        if is_name:
            cover["names"] += share
            cover["names lately"] += share_lately
            cover["any name"] += weight * (held > 0)
            odds["names"] += odd
            claim["names"] += weight * own_lately
            claim["best name"] = np.maximum(claim["best name"], own_lately)
    return _led(cover, odds, claim, looked)


def _led(cover: Measures, odds: Measures, claim: Measures, looked: Looked) -> Measures:
    """The measures of words, each also against the best topic's."""
    whole = max(looked.weights.sum(), 1e-9)
    of_names = max(looked.weights[looked.names].sum(), 1e-9)
    found: Measures = {}
    for name, values in cover.items():
        found[f"cover {name}"] = values / (of_names if "name" in name else whole)
        found[f"cover {name}, led"] = shares_of_best(values)
    for name, values in odds.items():
        found[f"odds {name}"] = values
        found[f"odds {name}, led"] = values - values.max(initial=-math.inf)
    for name, values in claim.items():
        found[f"claim {name}"] = values if name == "best name" else values / whole
        found[f"claim {name}, led"] = shares_of_best(values)
    return found


def _times(chosen: _Chosen) -> Measures:
    """When a topic ran."""
    days = [line.days for line in chosen.lines]
    today, sizes = chosen.today, chosen.sizes()
    found = {"size": np.log1p(sizes)}
    for last in LASTS:
        since = [float(today - each[-last]) if len(each) >= last else LONG_AGO for each in days]
        found[f"silent {last}"] = np.array(since)
    for window in WINDOWS:
        found[f"last {window}"] = np.array([float(len(each) - np.searchsorted(each, today - window)) for each in days])
    begun = np.array([float(today - each[0]) if len(each) else LONG_AGO for each in days])
    return found | {"begun": np.log1p(begun), "pace": sizes / (1 + begun)}


def _category(chosen: _Chosen, hits: Hits) -> Numbers:
    """How likely the events that match make the categories of a topic's last events; -1 where it has none."""
    columns = chosen.columns
    kinds = columns.categories[hits.keys]
    known = kinds != NONE
    votes = np.bincount(kinds[known], (hits.match**3 * np.exp(-hits.ages / 365))[known], minlength=len(CATEGORIES))
    votes = votes / max(votes.sum(), 1e-9)
    found = []
    for line in chosen.lines:
        last = columns.categories[line.keys[-KINDS:]]
        last = last[last != NONE]
        found.append(float(votes[last].mean()) if len(last) else -1.0)
    return np.array(found)
