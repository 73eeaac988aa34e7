"""The records that travel through Backstory: plain, frozen, compared by value.

Offsets count Unicode code points of the text they point into, from 0, end exclusive.
Days are calendar days as the source gives them, without a zone; instants are aware and in UTC.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, fields

from backstory.errors import BackstoryError


@dataclass(frozen=True, slots=True)
class Span:
    """Where words stand in a text."""

    #: First character.
    start: int
    #: One past the last character.
    end: int


@dataclass(frozen=True, slots=True)
class Topic:
    """A named thing that events share: a conflict, an election, a person, an organisation, a place."""

    #: The name as the source shows it.
    name: str
    #: Title of its Wikipedia page, where the source links one.
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A name inside a headline that the source links, and so a candidate for a topic."""

    #: Where it stands in the headline.
    span: Span
    #: Title of the Wikipedia page that it links to.
    title: str


@dataclass(frozen=True, slots=True)
class Source:
    """Who reported an event, and where: one numbered source under it."""

    #: The outlet that published, as the citation names it ("ABC News").
    outlet: str | None = None
    #: The agency that the outlet took it from ("AP" in "AP via ABC News").
    agency: str | None = None
    #: Address of the report.
    url: str | None = None

    @property
    def name(self) -> str:
        """Outlet and agency as a reader would cite them; the address where neither is known."""
        if self.agency and self.outlet:
            return f"{self.agency} via {self.outlet}"
        return self.outlet or self.agency or self.url or "unnamed source"


@dataclass(frozen=True, slots=True)
class Origin:
    """The page or list that an event's words were taken from."""

    #: What it is called: "Portal:Current events/2015 December 23", "events.jsonl".
    name: str
    #: Its public address, where it has one.
    url: str | None = None
    #: Short name of the licence its words are under, as the source states it ("CC BY-SA 4.0").
    licence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """An event as one source tells it: what a listing, an event and a revision have in common."""

    #: The day it happened or was reported, as its source lists it.
    day: dt.date
    #: What happened, in the source's words, white space folded.
    headline: str
    #: More of the source's words, where it has them.
    summary: str | None = None
    #: One of `CATEGORIES`, or None where the source has no section.
    category: str | None = None
    #: The headings above it: the named things it belongs to, outermost first.
    topics: tuple[Topic, ...] = ()
    #: The linked names in its headline, in order.
    mentions: tuple[Mention, ...] = ()
    #: Its citations, in order, each once.
    sources: tuple[Source, ...] = ()
    #: Address of a picture that stands for it.
    image: str | None = None
    #: Where these words come from.
    origin: Origin | None = None
    #: What the source itself calls it.
    external_id: str | None = None

    @property
    def unsourced(self) -> bool:
        """Whether nobody is cited for it."""
        return not self.sources

    def telling(self) -> Telling:
        """The telling alone, without what only a listing or an event has."""
        return Telling(**{each.name: getattr(self, each.name) for each in fields(Telling)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What an event said before it was changed."""

    #: When the change was recorded.
    recorded: dt.datetime
    #: What brought the change: the source that was added.
    because: str
    #: The event as it stood until then.
    telling: Telling


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Telling):
    """One event as a source lists it, before the archive knows it."""

    #: The permanent id, only where the source is an export of an archive.
    id: str | None = None
    #: Earlier tellings, oldest first, only where the source is an export of an archive.
    revisions: tuple[Revision, ...] = ()
    #: Line of the source where it stands, from 1; None where lines mean nothing.
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Telling):
    """Something that happened, on a day, told in one headline, with its sources and topics."""

    #: Permanent: `2015-12-23/slug`, made once from the day and the first headline (`urls.event_id`).
    id: str
    #: Earlier tellings, oldest first.
    revisions: tuple[Revision, ...] = ()

    @property
    def slug(self) -> str:
        """The part of the id after the day."""
        return self.id.partition("/")[2]


@dataclass(frozen=True, slots=True)
class Shared:
    """A topic that two events share, or that a page shares with an event, and how much that says."""

    #: The topic, under its name in the archive.
    topic: Topic
    #: More for a rarer topic; comparable only within one list.
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """An event that belongs with a page or another event, and the reason."""

    #: The event that is tied in.
    event: Event
    #: The topics that it shares, weightiest first: its *context*.
    topics: tuple[Topic, ...] = ()
    #: Comparable only within one list; more is closer.
    score: float = 0.0
    #: The reason in plain words.
    because: str = ""
    #: The words of its headline that the page shares, in order.
    words: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a page reports: its own words, with comments and furniture left out."""

    #: Path, address or name of what was read.
    source: str
    #: The headline, without the outlet's name.
    title: str | None = None
    #: The paragraphs, in order.
    paragraphs: tuple[str, ...] = ()
    #: The day that the page itself states for its publication; None where it states none.
    published: dt.date | None = None
    #: Address of the page, where it is known.
    url: str | None = None

    @property
    def text(self) -> str:
        """The title and the paragraphs, a blank line between them."""
        return "\n\n".join(part for part in (self.title, *self.paragraphs) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The story behind a page: earlier events, the nearest first, each with its reason."""

    #: The page it is the history of.
    article: Article
    #: Only events before this day were looked at; None where there was no such limit.
    as_of: dt.date | None
    #: The earlier events, best first, each with context and reason.
    relations: tuple[Relation, ...] = ()
    #: The archive's topics that the page belongs to, surest first.
    topics: tuple[Shared, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        """The earlier events alone, best first."""
        return tuple(relation.event for relation in self.relations)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one source ended, or one row of it that did not fit."""

    #: What was given to `add`: a path, an address, a day.
    source: str
    #: Events that are new in the archive.
    added: int = 0
    #: Events that were there and now say something else; the old words are kept.
    changed: int = 0
    #: Events that were there already, word for word.
    unchanged: int = 0
    #: Why it failed; None where it did not.
    error: BackstoryError | None = None
    #: The line of the source that this is about, from 1; None where it is about the whole.
    line: int | None = None
    #: Something the user should know though nothing failed.
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveInfo:
    """What is in an archive."""

    #: Path or address of the store.
    location: str
    #: Random name given at its making.
    archive_id: str
    #: Version of the store's layout.
    version: int
    #: Events in it.
    events: int
    #: Events that cite nobody.
    unsourced: int
    #: Distinct topics, linked names left out.
    topics: int
    #: Distinct outlets.
    outlets: int
    #: Earlier wordings kept.
    revisions: int
    #: First day with an event; None in an empty archive.
    first: dt.date | None = None
    #: Last day with an event.
    last: dt.date | None = None
    #: Events in each category, largest first.
    categories: tuple[tuple[str, int], ...] = field(default=())
    #: Bytes of the store's file; None where there is no file.
    size: int | None = None


#: The ten sections that the portal's day pages have used since 2015; older names are folded into them.
CATEGORIES = (
    "Armed conflicts and attacks",
    "Arts and culture",
    "Business and economy",
    "Disasters and accidents",
    "Health and environment",
    "International relations",
    "Law and crime",
    "Politics and elections",
    "Science and technology",
    "Sports",
)
