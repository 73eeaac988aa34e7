"""What each page of the site says: one documented record a page, from which every format is made.

Paths are relative to the site's root and carry no extension: `2015/12/23/slug`, `topics/syrian-civil-war`. They are
made of slugs, and so hold nothing that any format would have to escape. A format adds its own extension (`.html`,
`.md`, `.json`, `.xml`), and makes links relative to the page they stand on. A path of None means that the thing has no
page of its own. Days are ISO 8601 (`2015-12-23`), also as the words of a link to a day; a link to
a month says "December 2015", one to a year "2015". A format writes days as its readers expect them.
"""

from __future__ import annotations

from dataclasses import dataclass

from msgspec import Struct

from backstory.site.views_claims import Exchange, HarmLines, MatterLines, StatedLine, TollLines
from backstory.site.views_decisions import CorrectionLine, CorrectionsView, CoverageLines, DerivedLine, MovedView
from backstory.site.views_map import MapView, PlaceLine


class Link(Struct, frozen=True):
    """A link to another page of the site."""

    #: The page.
    path: str
    #: The words that stand for it.
    text: str


class Named(Struct, frozen=True):
    """A topic or an outlet, with its page where it has one."""

    #: Its name.
    name: str
    #: Its page.
    path: str | None = None


class Run(Struct, frozen=True):
    """A stretch of a headline: plain words, or a linked name."""

    #: The words, verbatim; all runs together are the headline.
    text: str
    #: Page of the topic that the words name.
    path: str | None = None


class EventLine(Struct, frozen=True, kw_only=True):
    """An event as one line of another page."""

    #: Its permanent id.
    id: str
    #: Its page.
    path: str
    #: Its day.
    day: str
    #: Its headline, whole.
    headline: str
    #: The topics that tie it to the page it stands on, or its own, weightiest or outermost first.
    context: tuple[Named, ...] = ()
    #: Its sources' names, in order.
    sources: tuple[str, ...] = ()
    #: The silence in words ("14 months") between it and the line listed before it, or for the first line of an event's
    #: page the event itself, where it is long enough to show; None elsewhere.
    gap: str | None = None


class SourceLine(Struct, frozen=True, kw_only=True):
    """One numbered source of an event."""

    #: From 1, in the order of citing, each number once.
    number: int
    #: Outlet and agency as a reader would cite them.
    name: str
    #: The outlet and its page; None where the citation names none.
    outlet: Named | None = None
    #: The agency and its page.
    agency: Named | None = None
    #: Address of the report.
    url: str | None = None
    #: What the report calls itself, once it was captured.
    title: str | None = None
    #: People or desks that wrote it, as it says.
    authors: tuple[str, ...] = ()
    #: When it was published, as it says: in the Extended Date/Time Format (ISO 8601-2:2019).
    published: str | None = None
    #: The capture that this was read from: its instant (ISO 8601, UTC) and the SHA-256 of its bytes.
    captured: str | None = None
    sha256: str | None = None
    #: The web archive that the capture is a copy of; None where it came from its own address.
    archived_by: str | None = None


class Standing(Struct, frozen=True, kw_only=True):
    """Where words of a page stand in a captured report."""

    #: Number of the source that the report is of.
    source: int
    #: What they stand in: the report's `text`, or the `description` in its head.
    part: str
    #: First character in that, and one past the last.
    start: int
    end: int


class Picture(Struct, frozen=True, kw_only=True):
    """A report's lead picture, kept with the site."""

    #: Its file, a JPEG, from the root.
    file: str
    #: In pixels.
    width: int
    height: int
    #: What is written under it there.
    caption: str | None
    #: Photographer and agency.
    credit: str | None
    #: Number of the source that the report is of.
    source: int


class Credit(Struct, frozen=True):
    """Whose words a page shows, and under which terms."""

    #: Name of the page or list they are taken from.
    name: str
    #: Its address.
    url: str | None
    #: The licence's short name.
    licence: str | None
    #: The licence's address.
    licence_url: str | None


class RevisionLine(Struct, frozen=True):
    """What an event said before."""

    #: Day on which the change was recorded.
    until: str
    #: The headline until then.
    headline: str
    #: What brought the change.
    because: str


class EventView(Struct, frozen=True, kw_only=True):
    """The page of one event."""

    path: str
    #: Permanent id.
    id: str
    #: The day, linked to its page.
    day: Link
    #: What happened, whole.
    headline: str
    #: The headline in stretches, the linked names among them.
    runs: tuple[Run, ...]
    #: More of the source's words, or words of a report that sum it up.
    summary: str | None
    #: Where the summary stands in a report; None where it is the words of the list that the event is from.
    summary_from: Standing | None
    #: Section.
    category: str | None
    #: Where it happened; None where its words do not say.
    place: PlaceLine | None
    #: Its topics, outermost first.
    topics: tuple[Named, ...]
    #: Its numbered sources; none means unsourced, and the page says so.
    sources: tuple[SourceLine, ...]
    #: Address of the cover image.
    image: str | None
    #: The cover image, where a report's was captured.
    cover: Picture | None
    #: Related events before it, the nearest in time first.
    earlier: tuple[EventLine, ...]
    #: Related events on its day or after it, the nearest in time first.
    later: tuple[EventLine, ...]
    #: What it said before, oldest first.
    revisions: tuple[RevisionLine, ...]
    #: What editors decided about it, in order.
    corrections: tuple[CorrectionLine, ...]
    #: Who tells it; None where no article was found to.
    coverage: CoverageLines | None
    #: What of the above no source says, and how it was derived.
    derived: tuple[DerivedLine, ...]
    #: Whose words these are.
    credits: tuple[Credit, ...]
    #: Who says what, grouped by what it is about.
    says: tuple[MatterLines, ...] = ()
    #: How many people were harmed, by whose account.
    harmed: tuple[TollLines, ...] = ()


class TopicGroup(Struct, frozen=True):
    """The events of a day that stand under the same headings, or under one that makes them a story."""

    #: The headings, outermost first; empty for events without any.
    topics: tuple[Named, ...]
    events: tuple[EventLine, ...]


class CategoryGroup(Struct, frozen=True):
    """The events of a day in one section."""

    #: The section; None for events without one.
    category: str | None
    groups: tuple[TopicGroup, ...]


class DayView(Struct, frozen=True, kw_only=True):
    """The page of one day."""

    path: str
    day: str
    month: Link
    year: Link
    #: The nearest earlier day that has an event.
    previous: Link | None
    #: The nearest later day that has an event.
    next: Link | None
    #: Number of events.
    count: int
    #: The stories of the day, the longest first: two events or more under one topic.
    stories: tuple[TopicGroup, ...]
    #: The other events, by section.
    categories: tuple[CategoryGroup, ...]
    credits: tuple[Credit, ...]


class DayCell(Struct, frozen=True):
    """One day of a calendar."""

    #: The day.
    day: str
    #: Number of events.
    count: int
    #: Its page; None for a day without events.
    path: str | None


class MonthCalendar(Struct, frozen=True):
    """A month as weeks, Monday first."""

    #: The month's page; None where it has no event.
    month: Link | None
    #: "December 2015".
    name: str
    #: Number of events.
    count: int
    #: Rows of seven; None where the cell belongs to another month.
    weeks: tuple[tuple[DayCell | None, ...], ...]


class MonthView(Struct, frozen=True, kw_only=True):
    """The page of one month."""

    path: str
    #: `2015-12`.
    month: str
    #: "December 2015".
    name: str
    year: Link
    previous: Link | None
    next: Link | None
    count: int
    calendar: MonthCalendar
    #: The topics with most events in it, most first.
    topics: tuple[TopicCount, ...]
    #: Its days that have an event, in order, each with its events' lines.
    days: tuple[DayLines, ...]
    credits: tuple[Credit, ...] = ()


class DayLines(Struct, frozen=True):
    """A day with its events, as a part of another page."""

    day: Link
    events: tuple[EventLine, ...]


class YearView(Struct, frozen=True, kw_only=True):
    """The page of one year: a calendar."""

    path: str
    #: `2015`.
    year: str
    previous: Link | None
    next: Link | None
    count: int
    #: Its twelve months.
    months: tuple[MonthCalendar, ...]
    #: The topics with most events in it, most first.
    topics: tuple[TopicCount, ...]


class TopicCount(Struct, frozen=True):
    """A topic or outlet with a number of events."""

    topic: Named
    count: int


class Bar(Struct, frozen=True):
    """One bar of a chart."""

    #: What it stands for: `2015-12` or `2015`.
    label: str
    #: Number of events.
    count: int


class Chapter(Struct, frozen=True):
    """A topic that stands under another: a part of it."""

    topic: Named
    #: Days of the first and the last event that the two share, and their number.
    first: str
    last: str
    count: int


class Portrait(Struct, frozen=True, kw_only=True):
    """What a topic's own events say of it."""

    #: What it is: the first event whose headline bears its name; its first event where none does.
    about: EventLine
    #: Topics that stand under it, in the order in which they begin.
    chapters: tuple[Chapter, ...]
    #: Topics that its first events were told together with: what it came from.
    before: tuple[TopicCount, ...]
    #: Topics that its last events were told together with: what it led to.
    after: tuple[TopicCount, ...]
    #: Names that its headlines link, most linked first: its people and places.
    names: tuple[TopicCount, ...]


class TimelineView(Struct, frozen=True, kw_only=True):
    """The page of a topic or an outlet: its events on a line of time.

    One with many events is told a year a page: its first page shows the latest, and `pages` links the years. A year
    with very many is told a month a page in the same way.
    """

    path: str
    #: "topic" or "outlet".
    kind: str
    #: Its name.
    name: str
    #: Other spellings of the name that sources use.
    aliases: tuple[str, ...]
    #: Address of its Wikipedia page, where a source links one.
    reference: str | None
    #: The year (`2015`) or the month (`2015-03`) that this page is about; None on the first page.
    year: str | None
    #: The first page, on the page of a year; that year's page, on the page of a month; None on the first page.
    parent: Link | None
    #: First and last day with an event of it, and their number: of all, or of the year or month.
    first: str
    last: str
    count: int
    #: Events a year, or a month where they span less than eight years; no period left out; none for a month's page.
    bars: tuple[Bar, ...]
    #: The pages of single years, or on a year's page of single months, where it is told so.
    pages: tuple[Link, ...]
    #: The events of this page: the latest ones, latest first, where `pages` links the rest, else all in order of time.
    events: tuple[EventLine, ...]
    #: Topics that share most of this page's events with it, most first, but for those of `portrait`.
    related: tuple[TopicCount, ...]
    #: What is told of a topic on its first page; None on any other.
    portrait: Portrait | None
    #: Address of its feed (Atom), relative to the root; None where it has none.
    feed: str | None
    credits: tuple[Credit, ...]
    #: Who says what in the events of a topic's page, the latest first, with the denials that answer it.
    says: tuple[Exchange, ...] = ()
    #: How many people were harmed in those events, a month or, where they span more than two years, a year.
    harmed: tuple[HarmLines, ...] = ()


class ClaimantView(Struct, frozen=True, kw_only=True):
    """The page of somebody who is quoted: what the archive's texts have them say."""

    path: str
    #: The name.
    name: str
    #: Number of statements, and of the events that they are of.
    count: int
    events: int
    #: First and last day of those events.
    first: str
    last: str
    #: The latest statements, latest first.
    statements: tuple[StatedLine, ...]
    credits: tuple[Credit, ...]


class IndexView(Struct, frozen=True, kw_only=True):
    """A list of all topics, outlets or claimants that start with a letter."""

    path: str
    #: "topics", "outlets" or "claimants".
    kind: str
    #: The letter, "0-9", or "most events" for the first page, which lists the entries with most events.
    letter: str
    #: The letters that have a page.
    letters: tuple[Link, ...]
    entries: tuple[TopicCount, ...]


class HomeView(Struct, frozen=True, kw_only=True):
    """The first page."""

    path: str
    #: Number of events, topics with a page, outlets.
    events: int
    topics: int
    outlets: int
    #: First and last day; None in an empty archive.
    first: str | None
    last: str | None
    #: The latest days, latest first.
    days: tuple[DayLines, ...]
    #: Every year that has an event, with its number.
    years: tuple[TopicCount, ...]
    #: Topics with most events in the last year of the archive.
    topical: tuple[TopicCount, ...]
    #: First pages of the lists of topics, outlets and claimants; None where there are none.
    topics_index: Link | None
    outlets_index: Link | None
    claimants_index: Link | None = None
    credits: tuple[Credit, ...]
    #: Address of the site's feed (Atom), relative to the root; None where it has none.
    feed: str | None = None


#: Any page.
View = (
    EventView
    | DayView
    | MonthView
    | YearView
    | TimelineView
    | ClaimantView
    | IndexView
    | HomeView
    | MapView
    | MovedView
    | CorrectionsView
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteInfo:
    """What all pages share."""

    #: The archive's name, from its settings.
    title: str = "Backstory"
    #: One sentence under it.
    tagline: str = "The sourced history behind the news."
    #: Public address of the site, without a last slash; None while it has none (feeds and sitemaps then use paths).
    base_url: str | None = None
    #: The owner's notice for the archive's own text.
    notice: str | None = None
    #: Language of the archive's text (BCP 47).
    language: str = "en"
