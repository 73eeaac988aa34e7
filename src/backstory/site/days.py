"""The events of a day by story: those that share a topic together, whatever their sections, then the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, groupby

from backstory.model import Event
from backstory.site.lines import Lines
from backstory.site.reader import Catalogue
from backstory.site.views import CategoryGroup, TopicGroup
from backstory.urls import topic_key


class DayGroups:
    """Groups the events of a day.

    Args:
        catalogue: the archive's topics.
        lines: makes lines of events.
    """

    def __init__(self, catalogue: Catalogue, lines: Lines) -> None:
        self._catalogue = catalogue
        self._lines = lines

    def of(self, events: Sequence[Event]) -> tuple[tuple[TopicGroup, ...], tuple[CategoryGroup, ...]]:
        """The stories of a day, the longest first, then the sections of the events that are in none.

        Two events or more are a story that stand under one topic; one that stands under several is of that which most
        events of the day do, of equals the outermost.
        """
        headings = {event.id: self._headings(event) for event in events}
        shared = Counter(chain.from_iterable(headings.values()))
        told: dict[str, list[Event]] = defaultdict(list)
        for event in events:
            if keys := headings[event.id]:
                told[max(keys, key=lambda key: (shared[key], -keys.index(key)))].append(event)
        stories = {key: group for key, group in told.items() if len(group) > 1}
        in_stories = {event.id for group in stories.values() for event in group}
        ordered = sorted(stories, key=lambda key: (-len(stories[key]), key))
        return (
            tuple(self._group((key,), sorted(stories[key], key=lambda event: event.id)) for key in ordered),
            self._sections([event for event in events if event.id not in in_stories], headings),
        )

    def _sections(self, events: Iterable[Event], headings: Mapping[str, tuple[str, ...]]) -> tuple[CategoryGroup, ...]:
        """Events by section and headings; those without a section stand last."""

        def place(event: Event) -> tuple[bool, tuple[str, ...]]:
            # Events under no heading go first: after one, they would seem to stand under it.
            keys = headings[event.id]
            return bool(keys), keys

        ordered = sorted(events, key=lambda event: (_section(event), place(event), event.id))
        return tuple(
            CategoryGroup(
                category or None,
                tuple(self._group(keys, group) for (_, keys), group in groupby(section, place)),
            )
            for (_, category), section in groupby(ordered, _section)
        )

    def _headings(self, event: Event) -> tuple[str, ...]:
        topic = self._catalogue.spellings.topic
        return tuple(dict.fromkeys([topic(topic_key(each)) for each in event.topics]))

    def _group(self, headings: tuple[str, ...], events: Iterable[Event]) -> TopicGroup:
        lines = tuple(
            self._lines.line(event, [key for key in self._catalogue.topics_of(event) if key not in headings])
            for event in events
        )
        return TopicGroup(self._lines.context(headings), lines)


def _section(event: Event) -> tuple[bool, str]:
    return event.category is None, event.category or ""
