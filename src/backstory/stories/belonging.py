"""What an event belongs to that no list tells of: the topic and the category of its story, or a topic that it names.

Pure, and only where it is sure. The least shares were chosen on half of the events of 2019-2021; docs/benchmarks.md.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from backstory.language.terms import Term, fold, terms
from backstory.language.tokens import Token, sentences
from backstory.model import BODY, Article, Event, Quote, Role, Span, Topic
from backstory.model_story import History
from backstory.model_tellings import Aspect, Derived
from backstory.urls import name_key, topic_key

#: The nearest events of a story that are heard.
NEAREST = 10
#: The least share of a story that its topic has, and how many of the first so many events stand under it.
SURE, UNDER, FIRST = 0.8, 3, 5
#: The first blocks of an article, in which a topic must be named twice, or once in its headline; most words of a name.
_BLOCKS, _LONGEST = 8, 8
#: A name and a word made of it share so many first letters: "Syria", "Syrian".
_ROOT = 4


def of_story(history: History) -> Iterator[Derived]:
    """The topic and the category of a story, each where it is sure.

    A topic is sure where it is by far the likeliest, most of the nearest events stand under it, and the article has a
    word of its name; a category where all of the nearest events are in it.

    Args:
        history: what the archive tells to the article's own words, of the days before.
    """
    if history.topics and (sure := _topic(history)):
        yield sure
    categories = {event.category for event in history.events[:NEAREST]}
    if len(history.events) >= NEAREST and len(categories) == 1 and (category := categories.pop()):
        because = f"the {NEAREST} nearest events before it do"
        yield Derived(about=Aspect.CATEGORY, name=category, because=because)


def _topic(history: History) -> Derived | None:
    likeliest = history.topics[0]
    key = topic_key(likeliest.topic)
    under = [found for event in history.events[:FIRST] if (found := _heading(event, key))]
    word = _shared(history.article, likeliest.topic.name)
    if likeliest.weight < SURE or len(under) < UNDER or word is None:
        return None
    nearest = next(event for event in history.events if _heading(event, key))
    because = f"its story does, at {likeliest.weight:.2f} of 1; both name “{word}”; the nearest event is {nearest.id}"
    # As the nearest event spells it: later events change nothing about what was known then.
    return Derived(about=Aspect.TOPIC, name=under[0].name, title=under[0].title, because=because)


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
    found: dict[str, list[tuple[Role, Span]]] = {}
    text = article.text
    told = (block for block in article.blocks if block.role in BODY or block.role is Role.TITLE)
    for block in islice(told, _BLOCKS):
        for line in sentences(text, block.span.start, block.span.end):
            for span in _runs(line):
                key = name_key(text[span.start : span.end])
                found.setdefault(key, []).append((block.role, span))
    return {
        key: Quote(text=text[places[0][1].start : places[0][1].end], part="text", span=places[0][1])
        for key, places in found.items()
        if len(places) > 1 or places[0][0] is Role.TITLE
    }


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
