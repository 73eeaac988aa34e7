"""Topics in all their spellings: which names are one topic, and what is told of it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from backstory.errors import ArchiveReadOnly, EventNotFound
from backstory.model import Event, Relation, Topic
from backstory.model_story import Alias, Chapter, Part, Spelling, TopicStory
from backstory.spelled import decide_spellings
from backstory.store.protocol import Store, TopicRow
from backstory.stories.line import Candidate, chapters, topics_of, turning_points
from backstory.stories.topics import Sharing, portrait
from backstory.urls import ascii_words, name_key, topic_key

#: Events of a long topic among which its turning points are looked for, spread evenly over it.
LOOKED_AT = 600


class Topics:
    """Looks topics up, whatever they are called.

    Args:
        store: where they are kept.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def aliases(self) -> dict[str, Alias]:
        """Each key that is another spelling of a topic, with what it is a spelling of, and why.

        As far as it was decided before, in an archive that cannot be written.
        """
        with suppress(ArchiveReadOnly):
            decide_spellings(self._store)
        return self._store.spellings.aliases()

    def keys(self, name: str) -> list[str]:
        """The keys of a topic in all its spellings, the most used one first.

        Args:
            name: any of them, or a name that was merged into it.
        """
        key = self._store.corrections.leads_to("topic", name_key(name))
        aliases = self.aliases()
        main = aliases[key].topic if key in aliases else key
        return [main, *(each for each, alias in aliases.items() if alias.topic == main)]

    def row(self, name: str) -> TopicRow:
        """The topic of a name, in any spelling, with its events in all of them counted.

        Raises:
            EventNotFound: there is none.
        """
        keys = self.keys(name)
        rows = {row.key: row for row in self._store.topics(keys)}
        if not rows:
            raise EventNotFound(name, "no event, day or topic of that name")
        return TopicRow.joined([rows[key] for key in keys if key in rows])

    def rows(self, words: str = "") -> list[TopicRow]:
        """Topics, each once in all its spellings, those with most events first.

        Args:
            words: words that one of its names must hold; all topics by default.
        """
        wanted = set(ascii_words(words).split("-")) - {""}
        held = (row for row in self._all() if any(wanted <= set(ascii_words(name).split("-")) for name in _names(row)))
        return sorted(held, key=lambda row: (-row.headed - row.mentioned, row.key))

    def _all(self) -> list[TopicRow]:
        aliases = self.aliases()
        groups: dict[str, list[TopicRow]] = defaultdict(list)
        rows = self._store.topics()
        for row in sorted(rows, key=lambda row: row.key in aliases):
            groups[aliases[row.key].topic if row.key in aliases else row.key].append(row)
        return [TopicRow.joined(group) for group in groups.values()]

    def story(self, name: str, *, limit: int) -> TopicStory:
        """What is told of a topic.

        Args:
            name: its name, in any spelling.
            limit: turning points at most.

        Raises:
            EventNotFound: there is none.
        """
        row = self.row(name)
        aliases, keys = self.aliases(), self.keys(name)
        events = list(self._store.events(topics=keys))
        told = portrait(frozenset(keys), events, {key: alias.topic for key, alias in aliases.items()})
        shared = (*told.chapters, *told.before, *told.after, *told.names)
        names = {each.key: Topic(each.name, each.title) for each in self._store.topics(each.key for each in shared)}
        months: dict[str, int] = defaultdict(int)
        for event in events:
            months[f"{event.day:%Y-%m}"] += 1
        return TopicStory(
            topic=Topic(row.name, row.title),
            aliases=row.aliases,
            taken=tuple(Spelling(each.name, aliases[each.key].because) for each in self._store.topics(keys[1:])),
            first=events[0].day,
            last=events[-1].day,
            events=len(events),
            months=tuple(months.items()),
            about=told.about,
            chapters=_parts(told.chapters, names),
            before=_parts(told.before, names),
            after=_parts(told.after, names),
            names=_parts(told.names, names),
            line=_line(events, Topic(row.name, row.title), keys, told.chapters, limit),
        )


def _names(row: TopicRow) -> tuple[str, ...]:
    return (row.name, *row.aliases)


def _parts(shared: Iterable[Sharing], names: Mapping[str, Topic]) -> tuple[Part, ...]:
    return tuple(
        Part(topic=names[each.key], first=each.first.day, last=each.last.day, events=each.count) for each in shared
    )


def _line(
    events: Sequence[Event], topic: Topic, keys: Sequence[str], parts: Iterable[Sharing], limit: int
) -> tuple[Chapter, ...]:
    """The topic's turning points, in its chapters; what stands in none stands under the topic itself."""
    step = -(-len(events) // LOOKED_AT)
    kin = {part.key: 1.0 for part in parts} | dict.fromkeys(keys, 0.5)
    chosen = turning_points([Candidate(event, 1.0) for event in events[::step]], kin, limit)
    own: list[Event] = []
    told: list[tuple[Topic, list[Event]]] = []
    for chapter, group in chapters(chosen, kin):
        if chapter is None or topic_key(chapter) in keys:
            if not own:
                told.append((topic, own))
            own += group
        else:
            told.append((chapter, group))
    return tuple(
        Chapter(topic=each, relations=tuple(_carrying(event) for event in sorted(group, key=_place)))
        for each, group in told
    )


def _carrying(event: Event) -> Relation:
    return Relation(event=event, topics=tuple(topics_of(event).values()), because="carries much of the topic")


def _place(event: Event) -> tuple[dt.date, str]:
    return event.day, event.id
