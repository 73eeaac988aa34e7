"""Topics in all their spellings: which names of topics have one page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import merge
from typing import TypeVar

from backstory.model import Telling
from backstory.model_story import Alias
from backstory.store.protocol import TopicRow
from backstory.urls import name_key

Item = TypeVar("Item", bound=tuple[object, ...])


@dataclass(frozen=True)
class Spellings:
    """The names that are spellings of one topic, by their keys."""

    #: For each name that is another spelling, the topic.
    aliases: Mapping[str, str]

    @classmethod
    def of(cls, aliases: Mapping[str, Alias]) -> Spellings:
        """Those that an archive has decided on."""
        return cls({key: alias.topic for key, alias in aliases.items()})

    @cached_property
    def _others(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for key, topic in self.aliases.items():
            found[topic].append(key)
        return dict(found)

    def topic(self, key: str) -> str:
        """The topic that a name is one of."""
        return self.aliases.get(key, key)

    def names(self, key: str) -> list[str]:
        """All names of the topic that a name is one of, the topic's own first."""
        topic = self.topic(key)
        return [topic, *self._others.get(topic, ())]

    def topics(self, telling: Telling) -> tuple[str, ...]:
        """An event's topics: its headings, outermost first, then the linked names, each once."""
        named = [topic.name for topic in telling.topics]
        named += [mention.title for mention in telling.mentions]
        keys = map(name_key, named)
        return tuple(dict.fromkeys(map(self.topic, keys) if self.aliases else keys))

    def rows(self, rows: Mapping[str, TopicRow]) -> dict[str, TopicRow]:
        """The topics of some names, in the order of these."""
        found = {key: row for key, row in rows.items() if key not in self.aliases}
        for key in self._others.keys() & found.keys():
            found[key] = TopicRow.joined([rows[each] for each in self.names(key) if each in rows])
        return found

    def line(self, lines: Iterable[Sequence[Item]]) -> Sequence[Item]:
        """The ordered lines of a topic's names as one, each item once."""
        found = list(lines)
        return found[0] if len(found) == 1 else list(dict.fromkeys(merge(*found)))
