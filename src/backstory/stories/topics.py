"""A topic as people meet it: what it is, its parts, what it came from and led to, who and what it names.

Pure, and a function of the topic's own events alone, so that nothing that happens elsewhere changes it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from types import MappingProxyType

from backstory.language.terms import COMMON
from backstory.model import Event
from backstory.stories.subjects import plain_words
from backstory.urls import name_key, topic_key

#: Events that a topic must share with another for the other to be shown, and how many are shown of each sort.
LEAST, SHOWN = 2, 12
#: Another topic came first when half of what they share lies within this part of the topic's events, and led on when it
#: lies as far from their end.
EDGE = 1 / 3


@dataclass(frozen=True, slots=True)
class Sharing:
    """Another topic, and the events that it shares with the one that is told."""

    #: Its key.
    key: str
    #: The first and the last of those events.
    first: Event
    last: Event
    #: Their number.
    count: int


@dataclass(frozen=True, slots=True)
class Portrait:
    """What a topic's events say of it."""

    #: The first event whose headline bears its name; the first of all where none does.
    about: Event
    #: Topics that stand under it, in the order in which they begin: its chapters.
    chapters: tuple[Sharing, ...]
    #: Topics that it shares events with at its beginning, and of late, most shared first.
    before: tuple[Sharing, ...]
    after: tuple[Sharing, ...]
    #: Names that its events' headlines link, most linked first: its people and places.
    names: tuple[Sharing, ...]


def portrait(keys: Set[str], events: Sequence[Event], aliases: Mapping[str, str] = MappingProxyType({})) -> Portrait:
    """What the events of a topic say of it.

    Args:
        keys: the topic's, in all spellings.
        events: all of them, at least one, in order of time.
        aliases: for each key that is another spelling of a topic, that of the topic.
    """
    under: dict[str, list[int]] = defaultdict(list)
    beside: dict[str, list[int]] = defaultdict(list)
    linked: dict[str, list[int]] = defaultdict(list)
    for at, event in enumerate(events):
        headings = list(dict.fromkeys(aliases.get(key, key) for key in map(topic_key, event.topics)))
        own = next((place for place, key in enumerate(headings) if key in keys), len(headings))
        for place, key in enumerate(headings):
            if key not in keys:
                (under if place > own else beside)[key].append(at)
        named = [name_key(mention.title) for mention in event.mentions]
        for key in dict.fromkeys(aliases.get(key, key) for key in named):
            if key not in keys and key not in headings:
                linked[key].append(at)
    both = {key: sorted(under.get(key, []) + beside.get(key, [])) for key in under.keys() | beside.keys()}
    last = len(events) - 1
    chapters = [key for key in _most(under) if len(under[key]) >= len(beside.get(key, []))]
    others = [key for key in _most(both) if key not in chapters]
    middle = {key: both[key][len(both[key]) // 2] for key in others}
    return Portrait(
        about=_about(events, keys),
        chapters=tuple(
            sorted(
                (_sharing(key, under[key], events) for key in chapters[:SHOWN]),
                key=lambda each: (each.first.day, each.first.id, each.key),
            )
        ),
        before=tuple(_sharing(key, both[key], events) for key in others if middle[key] <= EDGE * last)[:SHOWN],
        after=tuple(_sharing(key, both[key], events) for key in others if middle[key] >= (1 - EDGE) * last)[:SHOWN],
        names=tuple(_sharing(key, linked[key], events) for key in _most(linked)[:SHOWN]),
    )


def _most(shared: dict[str, list[int]]) -> list[str]:
    """The keys that share events enough, most first."""
    return sorted((key for key in shared if len(shared[key]) >= LEAST), key=lambda key: (-len(shared[key]), key))


def _sharing(key: str, places: Sequence[int], events: Sequence[Event]) -> Sharing:
    return Sharing(key, events[places[0]], events[places[-1]], len(places))


def _about(events: Sequence[Event], keys: Set[str]) -> Event:
    """The first event whose headline holds all words of a topic's name, its years left out; the first where none is."""
    names = [_telling(key) for key in keys]
    return next((event for event in events if any(_bears(event.headline, name) for name in names)), events[0])


def _bears(headline: str, name: Set[str]) -> bool:
    # Most bear none of its words, which is seen in a tenth of the time; words are joined only over apostrophes.
    if headline.isascii() and "'" not in headline and "`" not in headline:
        small = headline.lower()
        if not all(word in small for word in name):
            return False
    return name <= set(plain_words(headline).split("-"))


def _telling(key: str) -> set[str]:
    words = set(key.split("-"))
    return {word for word in words if not word.isdigit()} - COMMON or words
