"""What an event says once editors were heard: what its sources say, with the decisions that hold put on top.

Pure: the decisions and what sources say are given, what is to be shown comes back.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from backstory.model import Event, Mention, Span, Telling, Topic
from backstory.model_corrections import TOPIC_SEPARATOR, Correction, CorrectionKind
from backstory.urls import address_key, name_key, topic_key


class Standing:
    """The decisions that hold, by what they are about.

    Args:
        decisions: those in force, in the order in which they were made.
        moved: for events that are there no longer, as their articles tell others now, the event that they lead to.
    """

    def __init__(self, decisions: Iterable[Correction], moved: Mapping[str, str] = MappingProxyType({})) -> None:
        self._into: dict[str, str] = {}
        self._fields: dict[str, dict[str, str | None]] = defaultdict(dict)
        self._topics: dict[str, str] = {}
        #: For an event, the keys of the addresses that were split off.
        self._split: dict[str, set[str]] = defaultdict(set)
        #: The keys of the topics that are spellings of no other.
        self.apart: set[str] = set()
        for each in decisions:
            if each.kind is CorrectionKind.MERGE and each.into:
                self._into[each.subject] = each.into
            elif each.kind is CorrectionKind.MERGE_TOPICS and each.into:
                self._topics |= dict.fromkeys(map(name_key, (each.subject, *each.spellings)), each.into)
            elif each.kind is CorrectionKind.SPLIT_TOPIC:
                self.apart.add(name_key(each.subject))
            elif each.kind is CorrectionKind.SPLIT:
                self._split[each.subject].update(map(address_key, each.articles))
            elif each.field:
                self._fields[each.subject][each.field] = each.new
        decided = list(self._into)
        self._into |= {old: new for old, new in moved.items() if old not in self._into}
        self._decided = frozenset(decided)
        self._merged: dict[str, list[str]] = defaultdict(list)
        for old in decided:
            self._merged[self.root(old)].append(old)

    def root(self, event_id: str) -> str:
        """The event that an event is merged into at last; itself where it is not merged.

        Raises:
            ValueError: it would be merged into itself.
        """
        return _followed(self._into, event_id)

    def is_merged(self, event_id: str) -> bool:
        """Whether an editor merged an event into another."""
        return event_id in self._decided

    def topic(self, name: str) -> str:
        """The name that a topic goes by at last.

        Raises:
            ValueError: it would be merged into itself.
        """
        seen: set[str] = set()
        while (key := name_key(name)) in self._topics:
            if key in seen:
                raise ValueError(name)
            seen.add(key)
            name = self._topics[key]
        return name

    def merged(self, event_id: str) -> list[str]:
        """The events that are merged into an event, in the order in which that was decided."""
        return self._merged.get(event_id, [])

    def redirects(self) -> dict[tuple[str, str], str]:
        """What every merged name leads to: after its kind and the name, the event's id or the topic's key."""
        found = {("event", old): self.root(old) for old in self._decided}
        return found | {("topic", old): name_key(self.topic(old)) for old in self._topics}

    def touches(self, told: Event) -> bool:
        """Whether any decision is about an event or one of its topics."""
        names = [*(topic.name for topic in told.topics), *(mention.title for mention in told.mentions)]
        decided = any(told.id in each for each in (self._decided, self._fields, self._split, self._merged))
        return decided or not self._topics.keys().isdisjoint(map(name_key, names))

    def event(self, told: Event, merged: Sequence[Event]) -> Event:
        """What an event is to say.

        Args:
            told: what its sources say.
            merged: what the sources say of those merged into it.
        """
        shown = told
        for other in merged:
            shown = _with(shown, other)
        if split := self._split.get(told.id):
            left = (each for each in shown.sources if not each.url or address_key(each.url) not in split)
            shown = replace(shown, sources=tuple(left))
        for field, value in self._fields.get(told.id, {}).items():
            shown = replace(shown, **_changed(shown, field, value))
        return self._renamed(shown)

    def _renamed(self, event: Event) -> Event:
        if not self._topics:
            return event
        topics = {topic_key(each): each for each in map(self._topic, event.topics)}
        mentions = tuple(replace(each, title=self.topic(each.title)) for each in event.mentions)
        return replace(event, topics=tuple(topics.values()), mentions=mentions)

    def _topic(self, topic: Topic) -> Topic:
        name = self.topic(topic.name)
        return topic if name == topic.name else Topic(name)


def _followed(into: dict[str, str], name: str) -> str:
    seen: set[str] = set()
    while name in into:
        if name in seen:
            raise ValueError(name)
        seen.add(name)
        name = into[name]
    return name


def _with(event: Event, other: Event) -> Event:
    """The event with what another one brings that is merged into it: its own words stand."""
    ours = set(map(topic_key, event.topics))
    return replace(
        event,
        summary=event.summary or other.summary,
        category=event.category or other.category,
        image=event.image or other.image,
        topics=(*event.topics, *(each for each in other.topics if topic_key(each) not in ours)),
        sources=tuple(dict.fromkeys((*event.sources, *other.sources))),
    )


def _changed(event: Telling, field: str, value: str | None) -> dict[str, Any]:
    """What a corrected field of an event is replaced by."""
    match field:
        case "day":
            return {"day": dt.date.fromisoformat(value or "")}
        case "topics":
            names = [name for name in (value or "").split(TOPIC_SEPARATOR) if name]
            known = {topic_key(topic): topic for topic in event.topics}
            return {"topics": tuple(known.get(name_key(name), Topic(name)) for name in names)}
        case "headline":
            return {"headline": value, "mentions": tuple(_still_named(event, value or ""))}
        case _:
            return {field: value}


def _still_named(event: Telling, headline: str) -> Iterable[Mention]:
    """The linked names of an event's headline that another headline has too, where they stand there."""
    end = 0
    for mention in event.mentions:
        words = event.headline[mention.span.start : mention.span.end]
        start = headline.find(words, end)
        if words and start >= 0:
            end = start + len(words)
            yield Mention(Span(start, end), mention.title)


def field_text(event: Telling, field: str) -> str | None:
    """What a field of an event says, as text; None where it says nothing."""
    value = getattr(event, field)
    if field == "topics":
        return TOPIC_SEPARATOR.join(topic.name for topic in value) or None
    return str(value) if value is not None else None
