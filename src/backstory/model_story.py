"""The records of a story: what led to a page, in chapters, what it compares with, what followed.

Offsets are of the article's text, as in `model`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from backstory.model import Article, Event, Relation, Shared, Span, Topic
from backstory.times import long_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A part of a story: events that stand under one topic, in order of time."""

    #: The topic; None for events of the story that stand under none.
    topic: Topic | None
    #: Its turning points, each with context and reason.
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Likening:
    """Words of a page that compare what it tells with something else."""

    #: The words: from those that compare to the name.
    words: Span
    #: The name that they compare with.
    name: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """Another story, that the page itself compares with."""

    #: What the page calls it.
    name: str
    #: Other names of it that the page compares with: "Aleppo" beside "Syria".
    also: tuple[str, ...] = ()
    #: The words that compare, in order.
    likenings: tuple[Likening, ...]
    #: The archive's topics that the story runs under, surest first; none where its events stand under none.
    topics: tuple[Topic, ...] = ()
    #: That story's events that are closest to the page, best first.
    relations: tuple[Relation, ...]

    @property
    def title(self) -> str:
        """Its names and topics in one line: "Syria, Aleppo: Syrian Civil War"."""
        topics = ", ".join(topic.name for topic in self.topics)
        return ", ".join((self.name, *self.also)) + (f": {topics}" if topics else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A name that the page speaks of most and that is no topic of the archive yet."""

    #: The name, as the page writes it.
    name: str
    #: Where it stands first.
    span: Span
    #: How often the page names it.
    count: int


@dataclass(frozen=True, slots=True)
class Alias:
    """A name that the archive takes for another spelling of a topic."""

    #: `urls.name_key` of the topic's most used spelling.
    topic: str
    #: Why.
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A topic or name that shares events with another topic."""

    #: The topic.
    topic: Topic
    #: The days of the first and the last event that they share.
    first: date
    last: date
    #: Number of events that they share.
    events: int


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name under which events stand, that the archive takes for another spelling of their topic."""

    #: The name.
    name: str
    #: Why.
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicStory:
    """A topic as people meet it, all in the archive's own words."""

    #: The topic, under its most used name.
    topic: Topic
    #: Its other spellings, most used first.
    aliases: tuple[str, ...]
    #: Those of them that the archive took for spellings of it.
    taken: tuple[Spelling, ...]
    #: First and last day of an event, and their number.
    first: date
    last: date
    events: int
    #: Every month (`2015-12`) with events, in order, and their number.
    months: tuple[tuple[str, int], ...]
    #: What it is: the first event whose headline bears its name; its first event where none does.
    about: Event
    #: Topics that stand under it, in the order in which they begin.
    chapters: tuple[Part, ...]
    #: Topics that its first events were told together with, and its last ones, most shared first.
    before: tuple[Part, ...]
    after: tuple[Part, ...]
    #: Names that its headlines link, most linked first.
    names: tuple[Part, ...]
    #: Its turning points.
    line: tuple[Chapter, ...]


class Told(Protocol):
    """Works out what a history tells beyond the nearest events, when it is first asked for."""

    @property
    def line(self) -> tuple[Chapter, ...]: ...
    @property
    def after(self) -> tuple[Chapter, ...]: ...
    @property
    def echoes(self) -> tuple[Echo, ...]: ...
    @property
    def offers(self) -> tuple[Offer, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The story behind a page: what the archive holds of it before a day, and why.

    The nearest events are there at once. The line, what followed, the echoes and the offers take longer: each is worked
    out when it is first asked for, which must be while the archive is open.
    """

    #: The page it is the history of.
    article: Article
    #: Only events before this day were looked at; None where there was no such limit.
    as_of: date | None
    #: The earlier events that are nearest to the page, best first, each with context and reason.
    relations: tuple[Relation, ...] = ()
    #: The archive's topics that the page belongs to, surest first.
    topics: tuple[Shared, ...] = ()
    #: What works out the rest; None where nothing was found.
    told: Told | None = field(default=None, repr=False, compare=False)

    @property
    def events(self) -> tuple[Event, ...]:
        """The nearest earlier events alone, best first."""
        return tuple(relation.event for relation in self.relations)

    @property
    def beside(self) -> tuple[Relation, ...]:
        """The nearest earlier events that stand neither on the line nor in an echo, best first."""
        parts = [part.relations for part in self.line] + [part.relations for part in self.echoes]
        told = {relation.event.id for part in parts for relation in part}
        return tuple(relation for relation in self.relations if relation.event.id not in told)

    @property
    def line(self) -> tuple[Chapter, ...]:
        """The turning points of the story, in chapters, both in order of time."""
        return self.told.line if self.told else ()

    @property
    def line_title(self) -> str:
        """What the line tells: what led here, or what is near in words and stands under no topic together."""
        before = f" before {long_day(self.as_of)}" if self.as_of else ""
        if any(chapter.topic for chapter in self.line):
            return f"What led here{before}"
        return f"Near in words{before}, with no topic in common"

    @property
    def after(self) -> tuple[Chapter, ...]:
        """What followed from `as_of` on, told like the line; nothing where there is no such day."""
        return self.told.after if self.told else ()

    @property
    def echoes(self) -> tuple[Echo, ...]:
        """The other stories that the page compares with, in the order in which it does."""
        return self.told.echoes if self.told else ()

    @property
    def offers(self) -> tuple[Offer, ...]:
        """Names that the page speaks of often and that are no topics of the archive yet, most named first."""
        return self.told.offers if self.told else ()
