"""The records that travel through Backstory: plain, frozen, compared by value.

Offsets count Unicode code points of the text they point into, from 0, end exclusive.
Days are calendar days as the source gives them, without a zone; instants are aware and in UTC.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from enum import StrEnum

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
    #: How much it says: comparable only within one list.
    weight: float
    #: Why a page is taken to belong to the topic, in plain words; empty where two events share it.
    because: str = ""


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


class Role(StrEnum):
    """What a block of a page is: the article's own words, or something kept apart from them."""

    TITLE = "title"
    BYLINE = "byline"
    DATELINE = "dateline"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTATION = "quotation"
    LIST = "list"
    CAPTION = "caption"
    #: Who took the picture, which agency the words are from.
    CREDIT = "credit"
    #: A note that says what was changed in the article since.
    CORRECTION = "correction"
    #: A line that leads to another article.
    TEASER = "teaser"
    #: What asks the reader for something: a news tip, a subscription.
    TIP = "tip"
    NAVIGATION = "navigation"
    #: What one reader wrote, whole, with what that reader quotes.
    COMMENT = "comment"
    #: The form that asks for comments.
    FORM = "form"


#: The roles whose words are the article's text; everything that is read out of an article is read from these.
BODY = frozenset({Role.PARAGRAPH, Role.HEADING, Role.QUOTATION, Role.LIST})


class Method(StrEnum):
    """What a date, a title or a name was found by."""

    #: The user said so.
    GIVEN = "given"
    #: Structured data in the page (schema.org).
    JSON_LD = "json-ld"
    #: `meta` elements of the page's head, OpenGraph's among them.
    META = "meta"
    #: Words and elements that a reader sees.
    VISIBLE = "visible text"
    #: The page's address.
    URL = "url"
    #: The feed or sitemap that led to the page.
    FEED = "feed"
    #: Words like "on Tuesday", resolved against the day of publication.
    RELATIVE = "relative"
    #: The instant of the capture: it bounds a date and never gives one.
    CAPTURE = "capture"


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as far as it is known, and how it is known.

    `edtf` is in the Extended Date/Time Format (ISO 8601-2:2019, level 1): `2022-03-29T14:05:00+02:00`, `2022-03-29`,
    `2022-03`, `../2022-04-03` (no later than that day), `2022-03-21/2022-03-27` (within those days), `XXXX-XX-XX` (a
    day, which one is unknown).
    """

    #: The date, as precise as it is known and not more.
    edtf: str
    #: What it was found by.
    method: Method
    #: The words, or the value of the field, that it was read from.
    words: str | None = None
    #: Where those words stand in the article's text; None where they are not part of it.
    span: Span | None = None

    @property
    def day(self) -> dt.date | None:
        """The calendar day, in the zone that the date is given in; None where it is not known to the day."""
        if "/" in self.edtf:
            return None
        try:
            return dt.date.fromisoformat(self.edtf[:10])
        except ValueError:
            return None

    @property
    def precision(self) -> str:
        """How precise it is: `second`, `minute`, `day`, `month`, `year`, `bound` or `unknown`."""
        if "/" in self.edtf:
            return "bound"
        date, _, time = self.edtf.partition("T")
        if time:
            return "second" if len(time) >= 8 and time[5] == ":" else "minute"
        known = [part for part in date.split("-") if "X" not in part]
        return ("unknown", "year", "month", "day")[len(known)]

    @property
    def zone(self) -> str | None:
        """Its offset from UTC as given, `Z` or `+02:00`; None where none is given."""
        match = re.search(r"T.*?(Z|[+-]\d\d:\d\d)$", self.edtf)
        return match[1] if match else None


@dataclass(frozen=True, slots=True)
class Witness:
    """What one part of a page says of the whole, kept also where another part says otherwise."""

    #: What it is about: `title`, `published`, `modified`, `author`, `outlet`, `cover`, `description`.
    about: str
    #: What it says, in its own words.
    value: str
    #: What it was found by.
    method: Method
    #: The date that it names, in the Extended Date/Time Format; None where it is about something else.
    edtf: str | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """An article's own lead picture."""

    #: Its address, absolute where the page's address is known.
    url: str
    #: What is written under it.
    caption: str | None = None
    #: Photographer and agency.
    credit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A run of a page's own words that plays one part in it."""

    #: The part it plays.
    role: Role
    #: The words, white space folded; the paragraphs of a comment stand on lines of their own.
    text: str
    #: Where it starts in the article's text.
    start: int
    #: Who wrote it, where that is not the article's author: of a comment, a live-blog entry.
    author: str | None = None
    #: When it was written, where it says so itself: a comment, a live-blog entry.
    time: Dated | None = None
    #: How deep a comment stands: 0 for one on the article, 1 for a reply to that.
    depth: int = 0
    #: Number of the live-blog entry that it belongs to, from 0 as the page has them; None in any other article.
    entry: int | None = None

    @property
    def span(self) -> Span:
        """Where it stands in the article's text."""
        return Span(self.start, self.start + len(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """How a page came over HTTP: what was asked, and the head of the answer, header fields in the order they came."""

    #: The number in the answer's status line.
    status: int
    #: The words after that number.
    reason: str = ""
    #: The answer's header fields.
    headers: tuple[tuple[str, str], ...] = ()
    #: The request's header fields; none where they are not known.
    request: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Bytes as they came from an address or a file: the evidence, kept before anything is read from it."""

    #: What it is called in messages: the path or address that was asked for.
    source: str
    #: The bytes, without any transfer or content encoding.
    data: bytes
    #: Address that the bytes came from, after redirects; None for a file whose address is not known.
    url: str | None = None
    #: Media type as the server or the record states it, with its parameters ("text/html; charset=utf-8").
    content_type: str | None = None
    #: When it was captured; None for a file that does not say.
    captured: dt.datetime | None = None
    #: How it came over HTTP; None for a file.
    exchange: Exchange | None = None
    #: Who captured it, where that was somebody else: a web archive, the maker of a WARC file.
    archived_by: str | None = None
    #: The redirects that led to it, in order: the first is the answer of the address that was wanted.
    hops: tuple[Page, ...] = ()


#: Statuses of answers that send the reader on to another address (RFC 9110, 15.4).
MOVED = frozenset({301, 302, 303, 307, 308})


class CaptureKind(StrEnum):
    """What record a capture is in its WARC file (ISO 28500:2017, section 6)."""

    #: An answer over HTTP, its head and its bytes.
    RESPONSE = "response"
    #: Bytes alone: a file.
    RESOURCE = "resource"
    #: A statement that the bytes were those of an earlier capture, which holds them.
    REVISIT = "revisit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A page as it was kept: what was got from where and when, and the place of its records in the WARC files.

    Its records are one run of bytes, `start` to `end`; where one run in a file ends, the next begins.
    """

    #: Place in the archive's chain of captures, from 1.
    number: int
    #: Address that the bytes came from, after redirects; of a file without one, its name by RFC 6920 (`ni:///sha-256;...`).
    url: str
    #: When they were got from there, as the page says; when they were kept, where it does not say.
    captured: dt.datetime
    #: When this archive kept them.
    added: dt.datetime
    #: SHA-256 of the page's bytes, in hexadecimal.
    sha256: str
    #: Number of those bytes.
    size: int
    #: The record that it is.
    kind: CaptureKind
    #: HTTP status of the answer; None for a file.
    status: int | None = None
    #: Media type as the server or the record stated it.
    content_type: str | None = None
    #: Address or path that was asked for, where it is not `url`.
    asked: str | None = None
    #: The addresses between `asked` and `url`, in order.
    redirects: tuple[str, ...] = ()
    #: Who captured it, where that was somebody else: a web archive, the maker of a WARC file.
    archived_by: str | None = None
    #: Name of the WARC file that it is in.
    file: str
    #: Where its run of bytes begins: at its request, if there is one; of the first, at the description of the file.
    start: int
    #: Where its own record begins.
    offset: int
    #: Bytes of its own record, as packed.
    length: int
    #: SHA-256 of the bytes from `start` to `end`, as packed.
    run_sha256: str
    #: What ties it to all captures before it: see `store.chain`.
    link: str

    @property
    def end(self) -> int:
        """One past the last byte of its record."""
        return self.offset + self.length


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a page reports: blocks of its own words in order, each with its role, and what it says of itself.

    `text` is the blocks one under the other; every span of the article, its dates and all that is read from it later
    counts in it. It is made once, white space folded and in NFC, and never changed.
    """

    #: Path, address or name of what was read.
    source: str
    #: The headline, without the outlet's name.
    title: str | None = None
    #: The page's words in the order of the page, furniture and comments among them, each under its role.
    blocks: tuple[Block, ...] = ()
    #: When it was first published; None where nothing says so.
    published: Dated | None = None
    #: When it was last changed, where the page says so.
    modified: Dated | None = None
    #: By when it was published, where nothing says when: it was there when it was changed, and when it was captured.
    no_later_than: Dated | None = None
    #: Days named in its text, each with its words: "On Tuesday", "March 17".
    dates: tuple[Dated, ...] = ()
    #: People or desks that wrote it.
    authors: tuple[str, ...] = ()
    #: Who published it, as the page calls itself.
    outlet: str | None = None
    #: The agency that the words are from, where the page credits one.
    agency: str | None = None
    #: The page's own description of itself, verbatim from its head.
    description: str | None = None
    #: Its lead picture.
    cover: Image | None = None
    #: BCP 47 tag of its language, as the page states it.
    language: str | None = None
    #: Address of the page: the canonical one, where it states one.
    url: str | None = None
    #: Everything that the page says of itself, also where its parts disagree.
    witnesses: tuple[Witness, ...] = ()

    @property
    def text(self) -> str:
        """All blocks, one under the other: what spans count in."""
        return "\n".join(block.text for block in self.blocks)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """What is reported, block by block: without title, captions, furniture or comments."""
        return tuple(block.text for block in self.blocks if block.role in BODY)

    @property
    def comments(self) -> tuple[Block, ...]:
        """What readers wrote under it."""
        return tuple(block for block in self.blocks if block.role is Role.COMMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of a page, verbatim, and where they stand."""

    #: The words.
    text: str
    #: What they stand in: the article's `text`, or the `description` of the page in its head.
    part: str
    #: Where in that.
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a captured page brings to an event that cites it."""

    #: The address that the event cites.
    url: str
    #: Number of the capture that this was read from, the SHA-256 of its bytes, and its instant.
    capture: int
    sha256: str
    captured: dt.datetime
    #: The web archive that the capture is a copy of; None where it came from its own address.
    archived_by: str | None = None
    #: Where the words that tell the event stand in the article's text; empty where all of them do.
    within: tuple[Span, ...] = ()
    #: What the page, or that part of it, says of itself.
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: Dated | None = None
    modified: Dated | None = None
    #: Words that sum it up: its description of itself or its first sentences.
    summary: Quote | None = None
    #: Its lead picture, and the number of the picture's capture; None where it was not captured.
    cover: Image | None = None
    picture: int | None = None


class Finding(StrEnum):
    """What came of asking for an address that events cite."""

    #: The page was there.
    FOUND = "found"
    #: It was there, under another address.
    MOVED = "moved"
    #: The server or its robots.txt does not give it.
    REFUSED = "refused"
    #: There is no such page any more.
    GONE = "gone"
    #: It is gone, and a web archive had a copy.
    ARCHIVED = "archived"
    #: The server did not answer as it should; to be tried again.
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """An address that events cite, and what is known of the page there."""

    #: The address, as the first event cites it.
    url: str
    #: The first day of an event that cites it.
    day: dt.date
    #: What came of asking for it; None where nobody has asked yet.
    finding: Finding | None = None
    #: The server's or our own words for it.
    reason: str | None = None
    #: When it was last asked for.
    asked: dt.datetime | None = None
    #: The capture of the page; None where there is none.
    capture: int | None = None


def laid_out(blocks: Iterable[tuple[Role, str]]) -> tuple[Block, ...]:
    """Blocks with their places, one under the other as `Article.text` has them.

    Args:
        blocks: role and words of each, in order; the words are folded already.
    """
    placed: list[Block] = []
    start = 0
    for role, text in blocks:
        placed.append(Block(role=role, text=text, start=start))
        start += len(text) + 1
    return tuple(placed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one source ended, or one row of it that did not fit."""

    #: What was given to `add`: a path, an address, a day.
    source: str
    #: Events that are new in the archive.
    added: int = 0
    #: Events that were there and now say something else; the old words are kept.
    changed: int = 0
    #: Events that were there already, word for word, and pages that were added before.
    unchanged: int = 0
    #: Pages that were kept.
    pages: int = 0
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
    #: Pages that were captured, and those of them that something was read from.
    captures: int = 0
    articles: int = 0
    #: Feeds and sitemaps that are followed.
    feeds: int = 0
    #: Events whose headline has a vector, and the model that made them; None where none did.
    vectors: int = 0
    vector_model: str | None = None
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


class Stance(StrEnum):
    """What somebody does by saying something."""

    ASSERTS = "asserts"
    CONFIRMS = "confirms"
    DENIES = "denies"
    ACCUSES = "accuses"
    CLAIMS_RESPONSIBILITY = "claims_responsibility"
    CONDEMNS = "condemns"
    DEMANDS = "demands"
    WARNS = "warns"
    PROMISES = "promises"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What somebody is reported to have said. Every span is of the text that it was read from."""

    #: Who says it, as the phrase stands at that place; None where the text names nobody ("reportedly").
    claimant: Span | None
    #: The words that attribute it; where there are none, the mark that opens the quotation.
    cue: Span
    #: What is done by saying it.
    stance: Stance
    #: What is said, in order; more than one where the words that attribute it stand between.
    content: tuple[Span, ...]
    #: Whether words of it stand in quotation marks.
    quoted: bool = False
    #: Where the text names who "he", "she" or "who" is, if that is certain.
    named: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """Somebody or something that a text names."""

    #: What it names: `person`, `organisation`, `place` or `group` (a nation, a faith, a party's people).
    kind: str
    #: Where it stands.
    span: Span
    #: The office or trade that stands before a person's name.
    office: Span | None = None


class Kind(StrEnum):
    """What happened to people."""

    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    DISPLACED = "displaced"
    DETAINED = "detained"
    ABDUCTED = "abducted"
    INFECTED = "infected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A count of people harmed. Every span is of the text that it was read from."""

    #: What happened to them.
    kind: Kind
    #: The least that the words commit to; None where they do not say.
    low: int | None
    #: The most that the words commit to; None where they do not say.
    high: int | None
    #: The words that carry the number.
    span: Span
    #: The sentence that they stand in.
    sentence: Span
    #: Whether a number stands there; else one person is described or named.
    counted: bool = True
    #: Whether the words say that it is not exact: "about", "nearly".
    approximate: bool = False
    #: Who they are, where the words say more than "people".
    of: Span | None = None
    #: Whether they are counted already within another figure of the same kind.
    subset: bool = False
    #: Who gives the number, where the text says so.
    claimant: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a text says that people say, and how many people it says were harmed, in the order of the text."""

    #: What is said, and by whom.
    statements: tuple[Statement, ...] = ()
    #: How many were harmed.
    figures: tuple[Figure, ...] = ()
    #: The parts that were not read, as their language is not one that can be read.
    unread: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """How many people were harmed in one way, by all accounts."""

    #: What happened to them.
    kind: Kind
    #: The least that any account commits to; None where none gives a lower bound.
    low: int | None
    #: The most that any account speaks of.
    high: int
    #: Whether an account says that there may be more: "at least".
    open: bool
    #: The figures that set the low, added up where they are of different people.
    low_from: tuple[Figure, ...]
    #: The figures that set the high, added up where they are of different people.
    high_from: tuple[Figure, ...]
