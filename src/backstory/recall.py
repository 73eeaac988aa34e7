"""The way back: from a page to the events of its story, through the store.

Together with `ingest`, the only place that knows both the stages and the store.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backstory.columns import ordinal
from backstory.meaning import near_to
from backstory.model import Article, Event, Shared, Topic
from backstory.model_story import History
from backstory.store.protocol import Store
from backstory.stories import explain, kin
from backstory.stories.countries import countries_of
from backstory.stories.matching import Hits, Looked, look
from backstory.stories.near import Near
from backstory.stories.order import order, topic_shares
from backstory.stories.rank import KNOWN_WORDS, is_foreign, least, names_among, query, regime, weigh_words

#: Topics shown for a page, and the least share that one must have.
SHOWN_TOPICS, SHOWN_SHARE = 8, 0.05
#: Paragraphs of a page that say, under its title, which countries it is about.
LEAD = 2


@dataclass(frozen=True, slots=True)
class Ranked:
    """The events that are nearest to a page."""

    #: The words of the page that were looked for.
    words: Mapping[str, float]
    #: How likely each topic is to be the page's own, by key, surest first.
    shares: Mapping[str, float]
    #: The events, best first, each with its weight and how near it is in meaning (0 where that is not known).
    events: Sequence[tuple[Event, float, float]]


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
    found = ranked(store, article, as_of=as_of, limit=limit)
    page = explain.Page.of(article, found.words, found.shares)
    relations = tuple(explain.relation(page, event, score, cosine) for event, score, cosine in found.events)
    return History(article=article, as_of=as_of, relations=relations, topics=_topics(store, found.shares))


def ranked(store: Store, article: Article, *, as_of: dt.date | None, limit: int) -> Ranked:
    """The events that are nearest to a page, with no reasons: see `history`."""
    columns = store.columns()
    looked, hits = looked_at(store, article, as_of)
    if not len(hits.keys):
        # What means the same is of one kind; without a word in common nothing says that it is of one story.
        return Ranked(looked.words, {}, ())
    near = near_to(store, article, ordinal(as_of))
    numbered = topic_shares(looked, hits, columns, regime(looked.said), near)
    if numbered:
        rows = order(hits, numbered, columns, regime(looked.said), limit)
    else:
        rows = _alone(store, laid_beside(store, article, as_of, near), limit)
    shares = {columns.topics[topic]: share for topic, share in numbered.items()}
    events = [
        (event, score, float(near.cosines[key]) if near else 0.0) for key, event, score in _events(store, rows, limit)
    ]
    return Ranked(looked.words, shares, events)


def looked_at(store: Store, article: Article, as_of: dt.date | None, *, held: int | None = None) -> tuple[Looked, Hits]:
    """The words of a page that are looked for, and the events that hold them.

    Args:
        store: where to look.
        article: the page.
        as_of: only events before this day are looked at; None for all.
        held: how many of the words an event must hold; by default more than one of many.
    """
    columns = store.columns()
    total, mean_length = columns.before(ordinal(as_of))
    weights = weigh_words(article)
    known = list(weights)[:KNOWN_WORDS]
    where = dict(zip(known, store.holding(known, until=as_of), strict=True))
    frequency = {word: found.events for word, found in where.items()}
    words = query(weights, frequency, total)
    names, foreign = names_among(words, article), is_foreign(frequency, total)
    if foreign:
        words = {word: weight for word, weight in words.items() if word in names}
    looked = Looked.of(words, names, where, total, said=len(weights), countries=_countries(article))
    today = ordinal(as_of) if as_of else None
    enough = held or least(len(words), foreign=foreign)
    return looked, look(looked, columns, least=enough, mean_length=mean_length, today=today)


def laid_beside(store: Store, article: Article, as_of: dt.date | None, near: Near | None) -> kin.Beside:
    """The page, laid beside the archive, where no topic says what belongs together: one word in common is enough.

    Args:
        store: where to look.
        article: the page.
        as_of: only events before this day are looked at; None for all.
        near: what is near in meaning, where that is known.
    """
    looked, hits = looked_at(store, article, as_of, held=1)
    return kin.Beside(store.columns(), looked, hits, near)


def _countries(article: Article) -> frozenset[str]:
    return countries_of("\n".join(filter(None, (article.title, *article.paragraphs[:LEAD]))))


def _alone(store: Store, page: kin.Beside, limit: int) -> list[tuple[int, float]]:
    keys = kin.candidates(page)
    return kin.order(keys, store.headlines(keys.tolist()), page, regime(page.looked.said, topics=False), limit)


def _events(store: Store, ranked: Sequence[tuple[int, float]], limit: int) -> list[tuple[int, Event, float]]:
    """Some rows with their events and weights, best first; of equals the latest, then by id."""
    found = store.of_keys([key for key, _ in ranked])
    weighed = [(key, found[key], weight) for key, weight in ranked]
    return sorted(weighed, key=lambda each: (-each[2], -each[1].day.toordinal(), each[1].id))[:limit]


def _topics(store: Store, shares: Mapping[str, float]) -> tuple[Shared, ...]:
    """The topics that are likeliest the page's, surest first, under the names they go by in the archive."""
    sure = {key: share for key, share in list(shares.items())[:SHOWN_TOPICS] if share >= SHOWN_SHARE}
    names = {row.key: Topic(row.name, row.title) for row in store.topics(sure)}
    return tuple(Shared(names[key], share) for key, share in sure.items() if key in names)
