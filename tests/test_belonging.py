from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from made_articles import FIRE, article

from backstory.events.belonging import belonging
from backstory.model import Article, Event, Relation, Shared, Span, Topic
from backstory.model_story import Chapter, Echo, History, Offer


def history(made: Article, topics: dict[str, float], categories: dict[str | None, float]) -> History:
    relations = tuple(
        Relation(event=Event(id=f"2031-01-01/{at}", day=dt.date(2031, 1, 1), headline="It", category=name), score=score)
        for at, (name, score) in enumerate(categories.items())
    )
    shared = tuple(Shared(Topic(name), weight) for name, weight in topics.items())
    return History(article=made, as_of=None, relations=relations, topics=shared)


def test_topics_come_from_the_story() -> None:
    found = belonging(history(FIRE, {"Fires in Lindmark": 0.5, "Tarvo": 0.2, "Sarrovia": 0.3}, {}))
    assert [topic.name for topic in found.topics] == ["Fires in Lindmark", "Tarvo"]
    assert found.because == "earlier events of its story stand under them"


def test_a_category_comes_from_the_story_where_most_of_it_agrees() -> None:
    fire, crime = "Disasters and accidents", "Law and crime"
    assert belonging(history(FIRE, {}, {fire: 2.0, crime: 1.0})).category == fire
    assert belonging(history(FIRE, {}, {fire: 1.0, crime: 1.0, None: 1.0})).category is None
    assert belonging(history(FIRE, {}, {None: 1.0})).category is None


@dataclass(frozen=True)
class Named:
    """What a story offers where no topic of the archive fits."""

    offers: tuple[Offer, ...]
    line: tuple[Chapter, ...] = ()
    after: tuple[Chapter, ...] = ()
    echoes: tuple[Echo, ...] = ()


def test_without_a_topic_of_the_story_names_in_the_text_are_topics() -> None:
    named = Named((Offer(name="Tarvo", span=Span(30, 35), count=4),))
    found = belonging(replace(history(FIRE, {"Sarrovia": 0.3}, {}), told=named))
    assert found.topics == (Topic("Tarvo"),)
    assert found.because == "the names that its text has most"


def test_nothing_tells() -> None:
    found = belonging(history(article("Weather"), {}, {}))
    assert found.topics == ()
    assert found.category is None
    assert found.because == "nothing tells what it belongs to"
