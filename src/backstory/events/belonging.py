"""What a new event belongs to: topics and a category, from the story that it goes on with or from names in its text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from backstory.model import Event, Topic
from backstory.model_story import History
from backstory.urls import ascii_words

#: Topics that an event is put under.
TOPICS = 3
#: A topic of the story belongs where it has the one share of the votes, or the other and the text says its name.
SURE, NAMED = 0.4, 0.1
#: A category belongs where events with this share of the scores have it.
MOST = 0.5


@dataclass(frozen=True, slots=True)
class Belonging:
    """What an event belongs to."""

    #: The topics, surest first.
    topics: tuple[Topic, ...]
    #: One of `model.CATEGORIES`; None where nothing tells.
    category: str | None
    #: The reason in plain words.
    because: str


def belonging(history: History) -> Belonging:
    """What the event belongs to that an article opens.

    Args:
        history: the story behind the article, as of its day. Where no topic of it fits, the names that the article
            has most are topics.
    """
    said = f"-{ascii_words(history.article.text)}-"
    topics = tuple(
        each.topic
        for each in history.topics
        if each.weight >= SURE or (each.weight >= NAMED and f"-{ascii_words(each.topic.name)}-" in said)
    )
    because = "earlier events of its story stand under them"
    if not topics:
        topics = tuple(Topic(offer.name) for offer in history.offers)
        because = "the names that its text has most" if topics else "nothing tells what it belongs to"
    category = _category([(relation.event, relation.score) for relation in history.relations])
    return Belonging(topics[:TOPICS], category, because)


def _category(earlier: Sequence[tuple[Event, float]]) -> str | None:
    scores: dict[str | None, float] = defaultdict(float)
    for event, score in earlier:
        scores[event.category] += score
    likeliest = max(scores, key=lambda name: (scores[name], name or ""), default=None)
    return likeliest if likeliest and scores[likeliest] >= MOST * sum(scores.values()) else None
