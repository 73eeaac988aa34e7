"""The way back: from a page to the events of its story, through the store.

Together with `ingest`, the only place that knows both the stages and the store.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from backstory.model import Article, Shared, Topic
from backstory.model_story import History
from backstory.store.protocol import Store
from backstory.stories import explain
from backstory.stories.rank import (
    KNOWN_WORDS,
    TOPIC_EVENTS,
    TOPICS,
    Found,
    least,
    query,
    quieten,
    rank,
    regime,
    vote,
    weigh_words,
)
from backstory.times import day_after

#: Events that words are to find.
CANDIDATES = 300

#: Topics shown for a page, and the least share of the votes that one must have.
SHOWN_TOPICS, SHOWN_SHARE = 8, 0.05


def history(store: Store, article: Article, *, as_of: dt.date | None, limit: int) -> History:
    """The story behind a page.

    Args:
        store: where to look.
        article: the page.
        as_of: only events before this day are looked at, in every step; None for all.
        limit: at most so many events.

    Raises:
        ArchiveError: the archive cannot be read.
    """
    weights = weigh_words(article)
    frequency, total = store.frequencies(list(weights)[:KNOWN_WORDS], until=as_of)
    words = query(weights, frequency, total)
    hits = store.search(words, least=least(len(words)), until=as_of, limit=CANDIDATES)
    found = [Found(hit.event, hit.score) for hit in hits]
    if not found:
        return History(article=article, as_of=as_of)
    rule = regime(len(weights))
    last = max(each.event.day for each in found)
    today = as_of or day_after(last) or last
    votes = vote(found, rule, today)
    shares = quieten(votes, store.last_days(votes, until=as_of), today)
    lines = store.lines(list(shares)[:TOPICS], until=as_of, limit=TOPIC_EVENTS)
    ranked = rank(found, lines, shares, rule, today)[:limit]
    page = explain.Page.of(article, words, shares)
    relations = tuple(explain.relation(page, each.event, each.score) for each in ranked)
    return History(article=article, as_of=as_of, relations=relations, topics=_topics(store, shares))


def _topics(store: Store, shares: Mapping[str, float]) -> tuple[Shared, ...]:
    """The topics that won votes, surest first, under the names they go by in the archive."""
    sure = {key: share for key, share in list(shares.items())[:SHOWN_TOPICS] if share >= SHOWN_SHARE}
    names = {row.key: Topic(row.name, row.title) for row in store.topics(sure)}
    return tuple(Shared(names[key], share) for key, share in sure.items())
