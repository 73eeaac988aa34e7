"""How the site words things, the same in every format that people read."""

from __future__ import annotations

import re
from functools import lru_cache

from backstory.site.paths import host
from backstory.site.views import Bar, Chapter, Credit, HomeView, IndexView, Picture, SourceLine, Standing, TimelineView
from backstory.site.views_map import MapView, PlaceLine, PlaceMark

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Not `calendar.month_name`, which speaks the language of the machine that builds the site.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@lru_cache(maxsize=4096)
def day_words(day: str) -> str:
    """A day as people write it: "23 December 2015"; other words, such as those of a month, as they are."""
    return f"{day_and_month(day)} {day[:-6]}" if _DAY.fullmatch(day) else day


@lru_cache(maxsize=4096)
def day_and_month(day: str) -> str:
    """A day without its year: "23 December"."""
    return f"{int(day[-2:])} {_MONTHS[int(day[-5:-3]) - 1]}"


def period_words(label: str) -> str:
    """A month or year as people write it: "December 2015", "2015"."""
    year, _, month = label.partition("-")
    return f"{_MONTHS[int(month) - 1]} {year}" if month else year


def number(count: int) -> str:
    """A number with its thousands apart: "90,412"."""
    return f"{count:,}"


def counted(count: int, noun: str) -> str:
    """A number with its noun: "1 event", "90,412 events"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def from_to(first: str, last: str) -> str:
    """A stretch of days: "from 1 January 2002 to 30 March 2022", "on 30 March 2022"."""
    return f"on {day_words(first)}" if first == last else f"from {day_words(first)} to {day_words(last)}"


def home_sentence(view: HomeView) -> str:
    """What the archive holds."""
    if view.first is None or view.last is None:
        return "This archive is empty."
    held = f"{counted(view.events, 'event')}, {counted(view.topics, 'topic')} and {counted(view.outlets, 'outlet')}"
    return f"{held}, {from_to(view.first, view.last)}."


#: How closely a place is known, in words.
PRECISIONS = {"city": "town", "region": "region", "country": "country"}


def map_sentence(view: MapView) -> str:
    """What the map shows, and what it cannot."""
    if not view.placed:
        return f"None of {counted(view.events, 'event')} says where it happened."
    say = "says where it" if view.placed == 1 else "say where they"
    of = f"{number(view.placed)} of {counted(view.events, 'event')} {say} happened"
    if not view.left_out:
        return f"{of}: {counted(len(view.places), 'place')}."
    more = f"{counted(view.left_out, 'place')} with fewer events ({number(view.left_out_events)} in all) are left out"
    return f"{of}. These are the {number(len(view.places))} places with most; {more}."


def place_sentence(place: PlaceLine) -> str:
    """By which words an event's place is known, how closely, and why."""
    where = "text of its first article" if place.within == "text" else place.within
    known = f"Known to the {PRECISIONS[place.precision]}, by “{place.words}” in the {where}: {place.because}."
    return f"{known} The name may also stand for {'; '.join(place.others)}." if place.others else known


def coordinates(place: PlaceLine | PlaceMark) -> str:
    """Where a place lies: "36.2° N, 37.2° E"."""
    north = f"{abs(place.latitude):.1f}° {'N' if place.latitude >= 0 else 'S'}"
    return f"{north}, {abs(place.longitude):.1f}° {'E' if place.longitude >= 0 else 'W'}"


def timeline_sentence(view: TimelineView) -> str:
    """How many events a topic or outlet has, and from when to when."""
    return f"{counted(view.count, 'event')}, {from_to(view.first, view.last)}."


def chart_sentence(bars: tuple[Bar, ...]) -> str:
    """What a reader sees first in a chart: its fullest period, the earliest one where several are."""
    most = max(bars, key=lambda bar: bar.count)
    return f"Most in {period_words(most.label)}, with {number(most.count)}."


def chart_title(bars: tuple[Bar, ...]) -> str:
    """What the bars of a chart are."""
    return "Events a month" if "-" in bars[0].label else "Events a year"


def credit_source(credit: Credit) -> str:
    """Where a page's words come from, up to the name that follows: "Text from Wikipedia, "."""
    place = host(credit.url)
    wikipedia = place is not None and (place == "wikipedia.org" or place.endswith(".wikipedia.org"))
    return "Text from Wikipedia, " if wikipedia else "Text from "


def edtf_words(date: str) -> str:
    """A date in the Extended Date/Time Format as people read it: "29 March 2022", "March 2022", "no later than ..."."""
    if date.startswith("../"):
        return f"no later than {edtf_words(date[3:])}"
    known = date[:10].partition("-XX")[0]
    if "X" in known:
        return "on a day that is not known"
    return day_words(known) if len(known) == 10 else period_words(known)


def report_sentence(source: SourceLine) -> str:
    """What a captured report says of itself, and what is known of its capture."""
    by = f"By {', '.join(source.authors)}. " if source.authors else ""
    published = f"Published {edtf_words(source.published)}. " if source.published else "Undated. "
    copy = f" as a copy in {source.archived_by}" if source.archived_by else ""
    return f"{by}{published}Captured {day_words((source.captured or '')[:10])}{copy},"


def summary_from(standing: Standing) -> str:
    """Whose words a summary is: "Source 1, its own description"."""
    part = "its own description" if standing.part == "description" else f"characters {standing.start}–{standing.end}"
    return f"Source {standing.source}, {part}"


def cover_credit(picture: Picture) -> str:
    """Who took a picture, and which source showed it: "Photo: ... From source 1."."""
    credit = f"{picture.credit.rstrip('.')}. " if picture.credit else ""
    return f"{credit}From source {picture.source}."


#: What was done to the words of a source, as its licence may ask to be told.
CHANGES = "Its markup is left out; its words are unchanged."

#: What an event without a source says, on its page and in a line of another.
UNSOURCED = "No source is cited for this."
UNSOURCED_LINE = "No source is cited."

#: The heading of a day's events that stand in no section.
UNCATEGORIZED = "Other events"
#: The heading of topics that a month or a year is most about.
MOST_EVENTS = "Topics with most events"
#: The heading of topics that share events with a topic or an outlet.
RELATED = "Told together with"


#: The headings of what is told of a topic.
CHAPTERS = "Chapters"
BEFORE = "Came from"
AFTER = "Led to"
NAMES = "People and places"
#: How those of `BEFORE` and `AFTER` were found.
BEFORE_NOTE = "Told together with its first events."
AFTER_NOTE = "Told together with its last events."


def chapter_words(chapter: Chapter) -> str:
    """When a chapter ran, and how long it is: "March 2014 to May 2015, 38 events"."""
    first, last = period_words(chapter.first[:7]), period_words(chapter.last[:7])
    when = first if first == last else f"{first} to {last}"
    return f"{when}, {counted(chapter.count, 'event')}"


def events_title(view: TimelineView) -> str:
    """The heading of the events of a topic or an outlet."""
    return "Latest events" if view.pages else "Events"


def index_title(view: IndexView) -> str:
    """The title of a list of topics or outlets."""
    return f"{view.kind.capitalize()}: {view.letter}"
