"""The events of a page's story, best first: its topics by a trained model, then events by words, topic and age."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from backstory.columns import NONE, Columns, Keys
from backstory.stories import topic_features
from backstory.stories.matching import MATCH_POWER, Hits, Looked, Numbers, fading, greatest
from backstory.stories.near import Near
from backstory.stories.rank import Regime
from backstory.trees import Forest

#: Topics that bring their events in.
TOPICS = 8
#: What the share of an outer heading counts for an event, against that of its innermost.
OUTER_SHARE = 0.25
#: Under its topic, an event keeps this share of its weight whatever its age; days in which the rest falls to 1/e.
TOPIC_FLOOR, TOPIC_DAYS = 0.8, 365.0
#: The share of what its topic says for an event that it keeps if no word speaks for it.
WORDLESS = 0.35
#: A match in words votes by its share of the best one, to this power.
VOTE_POWER = 6.0


def topic_shares(
    looked: Looked, hits: Hits, columns: Columns, rule: Regime, near: Near | None = None
) -> dict[int, float]:
    """How likely each topic is to be the page's own, surest first, by number; together they are 1.

    The trees of `topics.json`, or of `topics_near.json`, say how much speaks for each topic, in the logarithm of odds
    (scripts/train_ranker.py).

    Args:
        looked: the page's words.
        hits: what they found, at least one event.
        columns: of the archive.
        rule: how far the model is believed, against votes.
        near: what is near in meaning, where that is known.
    """
    topics = topic_features.topics_for(looked, hits, columns, near)
    if not len(topics):
        return {}
    names, rows = topic_features.rows_for(topics, looked, hits, columns, near)
    odds = _forest(names).sums(rows)
    believed = np.exp(odds - odds.max())
    votes = _votes(topics, hits, columns, rule)
    shares = (1 - rule.votes) * believed / math.fsum(believed) + rule.votes * votes / max(math.fsum(votes), 1e-9)
    surest = sorted(range(len(topics)), key=lambda at: (-shares[at], columns.topics[int(topics[at])]))
    return {int(topics[at]): float(shares[at]) for at in surest}


def order(
    hits: Hits, shares: Mapping[int, float], columns: Columns, rule: Regime, limit: int
) -> list[tuple[int, float]]:
    """The keys of the events that come first, with their weights, best first; of equals, all where any is.

    Args:
        hits: what words found.
        shares: of the topics, surest first.
        columns: of the archive.
        rule: how far words are trusted.
        limit: how many are wanted.
    """
    lines = [columns.line(topic).before(hits.today).keys[-limit:] for topic in list(shares)[:TOPICS]]
    keys = np.unique(np.concatenate([hits.keys, *lines]))
    ages = (hits.today - columns.days[keys]).astype(np.float64)
    words = np.zeros(len(keys))
    words[np.searchsorted(keys, hits.keys)] = hits.match**MATCH_POWER * fading(hits.ages, rule.age_floor, rule.age_days)
    under = _of_topics(keys, shares, columns) * fading(ages, TOPIC_FLOOR, TOPIC_DAYS)
    weights = rule.words * words + under * (WORDLESS + (1 - WORDLESS) * words)
    return [(int(keys[at]), float(weights[at])) for at in greatest(weights, limit)]


def _votes(topics: NDArray[np.intp], hits: Hits, columns: Columns, rule: Regime) -> Numbers:
    """How the events that words found vote for the topics they stand under, outer headings included."""
    place = np.full(len(columns.topics) - NONE, len(topics))
    place[topics] = np.arange(len(topics))
    at = place[columns.headings[hits.keys]]
    votes = hits.match**VOTE_POWER * fading(hits.ages, rule.age_floor, rule.age_days) ** (VOTE_POWER / MATCH_POWER)
    return np.bincount(at.ravel(), np.repeat(votes, at.shape[1]), minlength=len(topics) + 1)[:-1].astype(np.float64)


def _of_topics(keys: Keys, shares: Mapping[int, float], columns: Columns) -> Numbers:
    """What each event's headings say for it."""
    # One more at the end: there `NONE` leads.
    share = np.zeros(len(columns.topics) - NONE)
    share[list(shares)] = list(shares.values())
    of = share[columns.headings[keys]]
    return np.asarray(of[:, -1] + OUTER_SHARE * of[:, :-1].max(axis=1))


@cache
def _forest(names: tuple[str, ...]) -> Forest:
    model = "topics_near.json" if "near best" in names else "topics.json"
    return Forest((files("backstory.stories") / model).read_text(encoding="utf-8"), names)
