"""What an event belongs to that no list tells of: the topic and the category of its story, or a topic that it names.

Pure, and only where it is sure. The least shares were chosen on half of the events of 2019-2021; docs/benchmarks.md.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from backstory.language.terms import Term, fold, terms
from backstory.language.tokens import Token, sentences
from backstory.model import BODY, Article, Event, Quote, Role, Span, Topic
from backstory.model_tellings import Aspect, Derived
from backstory.stories.lately import Near
from backstory.urls import name_key, topic_key

#: A topic is sure with this share of what the nearest events say, each by its share of the nearest one's weight to this
#: power, if so many of the first so many stand under it; a category if so many of the first are all in it.
SURE, POWER, UNDER, FIRST, ALIKE = 0.8, 8, 4, 5, 6
#: The first blocks of an article, in which a topic must be named twice, or once in its headline; most words of a name.
_BLOCKS, _LONGEST = 8, 8
#: A name and a word made of it share so many first letters: "Syria", "Syrian".
_ROOT = 4


def of_story(article: Article, nearest: Sequence[Near]) -> Iterator[Derived]:
    """The topic and the category of a story, each where it is sure.

    A topic is sure where it is by far the likeliest, most of the nearest events stand under it, and the article has a
    word of its name; a category where all of the nearest events are in it.

    Args:
        article: the article.
        nearest: the events of the days before that are nearest to it, nearest first.
    """
    if sure := _topic(article, nearest):
        yield sure
    categories = {near.event.category for near in nearest[:ALIKE]}
    if len(nearest) >= ALIKE and len(categories) == 1 and (category := categories.pop()):
        because = f"the {ALIKE} nearest events before it do"
        yield Derived(about=Aspect.CATEGORY, name=category, because=because)


def _topic(article: Article, nearest: Sequence[Near]) -> Derived | None:
    said: dict[str, float] = defaultdict(float)
    for near in nearest:
        if near.event.topics:
            said[topic_key(near.event.topics[-1])] += (near.weight / nearest[0].weight) ** POWER
    if not said:
        return None
    key = max(said, key=lambda each: (said[each], each))
    share = said[key] / math.fsum(said.values())
    under = [(near.event, topic) for near in nearest[:FIRST] if (topic := _heading(near.event, key))]
    if share < SURE or len(under) < UNDER:
        return None
    event, topic = under[0]
    word = _shared(article, topic.name)
    if word is None:
        return None
    because = f"its story does, at {share:.2f} of 1; both name “{word}”; the nearest event is {event.id}"
    # As the nearest event spells it: later events change nothing about what was known then.
    return Derived(about=Aspect.TOPIC, name=topic.name, title=topic.title, because=because)


def _heading(event: Event, key: str) -> Topic | None:
    return next((topic for topic in event.topics if topic_key(topic) == key), None)


def _shared(article: Article, name: str) -> str | None:
    """The last word of a name that is written as one, and that the article has so too, or one made of the same."""
    own = _capitals("\n".join((article.title or "", *article.paragraphs)))
    shared = [term.span for term in _capitals(name) if _is_among(term.text, own)]
    return name[shared[-1].start : shared[-1].end] if shared else None


def _capitals(text: str) -> list[Term]:
    return [term for term in terms(text) if text[term.span.start].isupper()]


def _is_among(word: str, own: Iterable[Term]) -> bool:
    def akin(other: str) -> bool:
        same = min(len(word), len(other)) >= _ROOT and (word.startswith(other) or other.startswith(word))
        return same or word == other

    return any(akin(term.text) for term in own)


def names_in(article: Article) -> Mapping[str, Quote]:
    """The names of two words or more that an article gives prominence, any of which may be a topic's.

    Args:
        article: its headline, and what stands twice in its first paragraphs, are looked at.

    Returns:
        Under the key of each name its words where they first stand, in the order of the text.
    """
    found: dict[str, list[tuple[Role, Span]]] = defaultdict(list)
    text = article.text
    told = (block for block in article.blocks if block.role in BODY or block.role is Role.TITLE)
    for block in islice(told, _BLOCKS):
        for line in sentences(text, block.span.start, block.span.end):
            for span in _runs(line):
                found[text[span.start : span.end].lower()].append((block.role, span))
    named: dict[str, Quote] = {}
    for places in found.values():
        role, span = places[0]
        if len(places) > 1 or role is Role.TITLE:
            words = text[span.start : span.end]
            named.setdefault(name_key(words), Quote(text=words, part="text", span=span))
    return named


def _runs(line: tuple[Token, ...]) -> Iterator[Span]:
    """The runs of words of a sentence that may be a name: they begin with a capital or a number."""
    for at, first in enumerate(line):
        if first.text[0].isupper() or first.text[0].isdecimal():
            for last in line[at + 1 : at + _LONGEST]:
                if fold(last.text)[:1].isalnum():
                    yield Span(first.start, last.end)


def longest(named: Mapping[str, Quote], known: Container[str]) -> Quote | None:
    """The words of the topic that an article names: the longest name, of equals the first.

    Args:
        named: the names that it gives prominence, by key.
        known: the keys of the topics that earlier events stand under.
    """
    keys = [key for key in named if key in known]
    return named[max(keys, key=lambda key: (len(key), -named[key].span.start))] if keys else None


def by_name(words: Quote, capture: int) -> Derived:
    """That an event belongs to the topic that its article names.

    Args:
        words: the name, as it stands in the article of a capture.
        capture: number of the capture.
    """
    because = "its name stands in the text"
    return Derived(about=Aspect.TOPIC, name=words.text, because=because, words=words, capture=capture)


def with_derived(event: Event, found: tuple[Derived, ...]) -> Event:
    """An event that articles opened, with what it was found to belong to."""
    topics = tuple(Topic(each.name, each.title) for each in found if each.about is Aspect.TOPIC)
    category = next((each.name for each in found if each.about is Aspect.CATEGORY), None)
    return replace(event, topics=topics, category=category)


def standing(event: Event, found: Iterable[Derived]) -> tuple[Derived, ...]:
    """What was derived of an event, without what editors decided otherwise.

    Args:
        event: as it is shown.
        found: what was derived.
    """
    shown = {event.day.isoformat(), event.category, *map(topic_key, event.topics)}
    return tuple(each for each in found if _said(each) in shown)


def _said(each: Derived) -> str:
    """What an event shows that has what was derived."""
    return {Aspect.DAY: each.name.removeprefix("../"), Aspect.TOPIC: name_key(each.name)}.get(each.about, each.name)
