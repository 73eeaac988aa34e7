"""Day pages of Wikipedia's Portal:Current events, as wikitext, into listings.

A page is a header with the date, section heads, and bullets nested up to five deep. Bullets that name a topic head
those below them; the others tell an event. Pages differ widely since 2002, so what a line is, is told by what it holds
and by what stands below it, and a line that cannot be placed leaves its citations to the event next to it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from backstory.errors import SourceUnreadable
from backstory.intake.categories import fold_category
from backstory.intake.citations import merged
from backstory.intake.wikitext import SOFT_END, Prose, read_prose, without_comments
from backstory.model import Listing, Origin, Source, Topic
from backstory.times import MONTHS
from backstory.urls import portal_title, wikipedia_url

#: The licence that Wikipedia states for its text (https://en.wikipedia.org/wiki/Wikipedia:Copyrights).
LICENCE = "CC BY-SA 4.0"


@dataclass(frozen=True, slots=True)
class DayPage:
    """What a day page holds."""

    #: The day that its events are listed under.
    day: dt.date
    #: Its events, in order.
    listings: tuple[Listing, ...]


def is_day_page(text: str) -> bool:
    """Whether the text has the header of a day page."""
    return _HEADER.search(text) is not None


def has_bullets(text: str) -> bool:
    """Whether the text has a line that may tell an event."""
    return _BULLET.search(text) is not None


def read_day(text: str, *, source: str, day: dt.date | None = None) -> DayPage:
    """Read a day page.

    Every citation of the page is in one of its listings. A section that has one of the ten categories' names, or an
    older one, gives its events that category; the head of any other section is their outermost topic.

    Its words are taken for Wikipedia's, unless a comment says whose they are: `<!-- origin: NAME | URL | LICENCE -->`,
    of which only the name is needed.

    Args:
        text: the page's wikitext.
        source: what it was read from; errors name it.
        day: the day it is about, where that is known from elsewhere; a date in the page's header goes before it.

    Returns:
        The page; without listings where it has a header and no events yet.

    Raises:
        SourceUnreadable: the page has neither a header nor a list of events, says no day while none is given, or says
            one that does not exist.
    """
    stated = _ORIGIN.search(text)
    text = without_comments(_LINE_END.sub("\n", text.removeprefix("\ufeff").replace(SOFT_END, " ")))
    headers = [header["arguments"] for header in _HEADER.finditer(text)]
    if _REDIRECT.match(text):
        raise SourceUnreadable(source, "only redirects to another page")
    if not (headers or has_bullets(text)):
        raise SourceUnreadable(source, "in an unknown layout: no header of a day page and no list of events")
    day = next(filter(None, (_header_day(arguments, source) for arguments in headers)), day)
    if day is None:
        raise SourceUnreadable(source, "says no day: it has no header with a date")
    outline = _Outline()
    for number, line in _lines(text):
        outline.add(number, line)
    name = portal_title(day)
    origin = Origin(**stated.groupdict()) if stated else Origin(name, wikipedia_url(name), LICENCE)
    frame = Listing(day=day, headline="", origin=origin)
    return DayPage(day, tuple(_listings(outline.sections, frame)))


# -- the header and the lines ----------------------------------------------------------------------------------------

#: `{{Current events header|2005|01|08}}`, `{{Current events|year=2013|month=02|day=15|content=`, their kin and footers.
_HEADER = re.compile(
    r"\{\{\s*(?:Portal:\s*)?Current[ _]+events(?:[ _]+(?:header|footer))?\s*(?=[|}])"
    r"(?P<arguments>(?:\|(?!\s*content\s*=)(?:[^|{}\[\]*;\n]|\n(?=\s*[|}]))*)*)"
    r"(?:\|\s*content\s*=|\}\})?",
    re.IGNORECASE,
)
_ORIGIN = re.compile(
    r"<!--\s*origin:\s*(?P<name>[^|\n]*[^|\s])\s*?(?:\|[ \t]*(?P<url>https?://[^|\s]+)[ \t]*)?"
    r"(?:\|[ \t]*(?P<licence>[^|\n]*[^|\s])\s*)?-->",
    re.IGNORECASE,
)
_LINE_END = re.compile(r"\r\n?")
_REDIRECT = re.compile(r"\s*#REDIRECT\b", re.IGNORECASE)
_BULLET = re.compile(r"^[^\S\n]*[*#:]*\*[*#:]*[^\S\n]*[^\s*#:]", re.MULTILINE)
_MONTHS = {name: number for number, month in enumerate(MONTHS, 1) for name in (month.lower(), month[:3].lower())}
_NUMBER = re.compile(r"\d{1,4}")

#: Templates, references and links that go on after a line's end, as long as no bullet or head begins in them.
_OVER_LINES = re.compile(
    r"\{\{(?:[^{}\n]|\n(?![*#:;=])|\{\{[^{}]*\}\})*\}\}"
    r"|<ref\b[^<>\n]*(?<!/)>(?:(?!</?ref\b|\n[*#:;=]).)*</ref>"
    r"|\[\[[^\[\]\n]*\n(?![*#:;=])[^\[\]\n]*\]\]",
    re.IGNORECASE | re.DOTALL,
)


def _header_day(arguments: str, source: str) -> dt.date | None:
    """The date in a header's arguments; None where it has none."""
    values: dict[str, str] = {}
    unnamed = iter(("year", "month", "day"))
    for argument in arguments.split("|")[1:]:
        name, equals, value = argument.partition("=")
        if equals:
            values[name.strip().lower()] = value.strip()
        elif place := next(unnamed, None):
            values.setdefault(place, name.strip())
    year, month, day = (values.get(name, "") for name in ("year", "month", "day"))
    number = int(month) if _NUMBER.fullmatch(month) else _MONTHS.get(month.lower())
    if number is None or not (_NUMBER.fullmatch(year) and _NUMBER.fullmatch(day)):
        return None
    try:
        return dt.date(int(year), number, int(day))
    except ValueError as error:
        raise SourceUnreadable(source, f"its date does not exist: {year}-{month}-{day}") from error


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a page without its headers and what wraps its content, each with its number from 1."""
    text = _HEADER.sub(lambda header: "\n" * header[0].count("\n"), text)
    text = _OVER_LINES.sub(lambda found: found[0].replace("\n", SOFT_END), text)
    number = 1
    for line in text.split("\n"):
        end = line.rstrip()
        while end.endswith("}}") and end.count("}}") > end.count("{{"):
            end = end[:-2].rstrip().removesuffix("|")
        yield number, end
        number += 1 + line.count(SOFT_END)


# -- lines into an outline -------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Item:
    """A bullet or a paragraph, with the bullets below it."""

    depth: int
    line: int
    wikitext: str
    prose: Prose
    is_bullet: bool = True
    items: list[_Item] = field(default_factory=list)


@dataclass(slots=True)
class _Section:
    """What stands under a head."""

    level: int
    category: str | None = None
    topics: tuple[Topic, ...] = ()
    items: list[_Item] = field(default_factory=list)


#: Heads by bold letters and by `;` are of one level, below all of those by `=`.
_LOWEST = 7
_HEADING = re.compile(r"\s*(={1,6})(.+?)\1\s*")
_PREFIXED = re.compile(r"\s*([*#:;]+)\s*(.*)", re.DOTALL)
_BOLD = re.compile(r"\s*'''(?!')((?:(?!''').)+)'''\s*:?\s*(?:<br\s*/?>)?\s*")
#: A rule across the page, or the frame of a table; what stands behind it is no sentence.
_FRAME = re.compile(r"\s*(?:-{4,}|\{\||\|[-+}])")
_CELL = re.compile(r"\s*(?:\||!(?=\s))\s*")


class _Outline:
    """Builds sections and items from lines, one after the other."""

    def __init__(self) -> None:
        self.sections = [_Section(0)]
        #: The item that a next bullet may stand below, outermost first.
        self._open: list[_Item] = []
        #: The bullet right above, if no blank line or head stands between.
        self._above: _Item | None = None

    def add(self, number: int, line: str) -> None:
        """Put the next line in its place."""
        if not line.strip():
            self._above = None
        elif heading := _HEADING.fullmatch(line):
            self._head(number, heading[2], len(heading[1]))
        elif prefixed := _PREFIXED.fullmatch(line):
            prefix, text = prefixed.groups()
            if prefix.endswith(";") and "*" not in prefix:
                self._head(number, text, _LOWEST)
            else:
                self._bullet(len(prefix), number, text, read_prose(text))
        elif bold := _BOLD.fullmatch(line):
            self._head(number, bold[1], _LOWEST)
        elif _FRAME.match(line):
            self._above = None
            self._paragraph(number, "", Prose("", (), read_prose(line).sources))
        else:
            text = _CELL.sub("", line, count=1)
            self._paragraph(number, text, read_prose(text))

    def _head(self, number: int, text: str, level: int) -> None:
        prose = read_prose(text)
        category = fold_category(prose.text)
        if category is None and (prose.sources or _is_sentence(prose.text)):
            self._bullet(1, number, text, prose)
            return
        above = next((section for section in reversed(self.sections) if section.level < level), self.sections[0])
        if category:
            self._begin(_Section(level, category))
        elif prose.text:
            self._begin(_Section(level, above.category, (*above.topics, *_names(prose))))
        if prose.sources:
            self._bullet(1, number, "", Prose("", (), prose.sources))

    def _begin(self, section: _Section) -> None:
        self.sections.append(section)
        self._open.clear()
        self._above = None

    def _bullet(self, depth: int, number: int, text: str, prose: Prose) -> None:
        item = _Item(depth, number, text, prose)
        self._place(item)
        self._open.append(item)
        self._above = item

    def _paragraph(self, number: int, text: str, prose: Prose) -> None:
        """A line without a bullet: a head, the rest of the bullet right above it, or an item of its own."""
        if fold_category(prose.text):
            self._head(number, text, _LOWEST)
        elif self._above and text[:1].islower():
            self._above.wikitext += f" {text}"
            self._above.prose = read_prose(self._above.wikitext)
        else:
            self._place(_Item(self._above.depth + 1 if self._above else 1, number, text, prose, is_bullet=False))

    def _place(self, item: _Item) -> None:
        """Put an item below the last one that is less deep."""
        while self._open and self._open[-1].depth >= item.depth:
            self._open.pop()
        (self._open[-1] if self._open else self.sections[-1]).items.append(item)


# -- the outline into listings ---------------------------------------------------------------------------------------

_BETWEEN_NAMES = re.compile(r"\s*(?:[,;/&–—-]|\band\b|\bor\b)\s*")
_COLON = re.compile(r"\s?:\s*")
#: Pointers to other pages of the encyclopedia that some lines are.
_POINTER = re.compile(
    r"(?:see also|main articles?|further information|for (?:more|further|other|details))\b", re.IGNORECASE
)
_NO_WORDS = re.compile(r"(?:[\W_]|\b(?:and|or|the)\b)*", re.IGNORECASE)
#: A word that ends a sentence; "D.C." and "Jr." end names as well.
_LAST_WORD = re.compile(r"(?!(?:\w\.)+$|(?:Co|Corp|Inc|Jr|Ltd|Sr|St)\.$).*[.!?…][\"”’')\]]*")
#: A name has at most so many words.
_LONG_NAME = 11
#: Words besides links that make a text with a citation more than the name of a topic.
_OWN_WORDS = 3


def _listings(sections: Iterable[_Section], frame: Listing) -> list[Listing]:
    """The events of a page, each made from `frame`."""
    listings: list[Listing] = []
    waiting: list[Source] = []
    for section in sections:
        told, left = _told_by_all(section.items, replace(frame, category=section.category, topics=section.topics))
        waiting = _append(listings, told, left, waiting)
    if waiting:
        listings.append(replace(frame, headline=waiting[0].name, sources=merged(waiting)))
    return listings


def _told_by_all(items: Iterable[_Item], frame: Listing) -> tuple[list[Listing], list[Source]]:
    """The events of several items, and the citations that belong to none of them."""
    listings: list[Listing] = []
    waiting: list[Source] = []
    for item in items:
        waiting = _append(listings, *_told_by(item, frame), waiting)
    return listings, waiting


def _append(listings: list[Listing], told: list[Listing], left: list[Source], waiting: list[Source]) -> list[Source]:
    """Add events to those before them; citations without an event go to the one before, or wait for the one after.

    Args:
        listings: the events so far, to which is added.
        told: the next events.
        left: citations that stand after the events so far, if there are no next ones.
        waiting: citations that no event stands before.

    Returns:
        The citations that still wait.
    """
    if told and waiting:
        told[0] = _citing(told[0], waiting, told[0].sources)
        waiting = []
    listings.extend(told)
    if listings and left:
        listings[-1] = _citing(listings[-1], listings[-1].sources, left)
        left = []
    return [*waiting, *left]


def _citing(listing: Listing, *sources: Iterable[Source]) -> Listing:
    return replace(listing, sources=merged(source for some in sources for source in some))


def _told_by(item: _Item, frame: Listing) -> tuple[list[Listing], list[Source]]:
    """The events of an item and of those below it, and its citations where there are none."""
    lead, rest = _lead(item.prose)
    inner = replace(frame, line=item.line, topics=_once(*frame.topics, *lead))
    if item.items and _tells_above_others(rest):
        below, left = _told_by_all(item.items, inner)
        return [_event(inner, rest, [*rest.sources, *left]), *below], []
    names = _names(rest) if rest.text else ()
    below, left = _told_by_all(item.items, replace(inner, topics=_once(*inner.topics, *names)))
    citations = [*item.prose.sources, *left]
    if below:
        return [_citing(below[0], citations, below[0].sources), *below[1:]], []
    if rest.text and (citations or _tells(rest, item.is_bullet)):
        return [_event(inner, rest, citations)], []
    if item.prose.text and citations:
        return [_event(replace(inner, topics=frame.topics), item.prose, citations)], []
    return [], citations


def _event(frame: Listing, prose: Prose, citations: Iterable[Source]) -> Listing:
    return replace(frame, headline=prose.text, mentions=prose.links, sources=merged(citations))


def _tells_above_others(prose: Prose) -> bool:
    """Whether a text with bullets below it tells an event itself, and does not only name their topic."""
    own = _own_words(prose)
    if _NO_WORDS.fullmatch(own):
        return False
    return _is_sentence(prose.text) or bool(prose.sources and len(own.split()) >= _OWN_WORDS)


def _tells(prose: Prose, is_bullet: bool) -> bool:
    """Whether a text without citations, and with no event below it, tells one."""
    if _NO_WORDS.fullmatch(_own_words(prose)) or _POINTER.match(prose.text):
        return False
    return _is_sentence(prose.text) or (is_bullet and not prose.text.endswith(":"))


def _is_sentence(text: str) -> bool:
    words = text.split()
    if len(words) > _LONG_NAME:
        return not text.endswith(":")
    return len(words) > 1 and _LAST_WORD.fullmatch(words[-1]) is not None


def _own_words(prose: Prose) -> str:
    """The text without the words of its links."""
    parts: list[str] = []
    end = 0
    for link in prose.links:
        parts.append(prose.text[end : link.span.start])
        end = link.span.end
    return " ".join([*parts, prose.text[end:]])


def _lead(prose: Prose) -> tuple[tuple[Topic, ...], Prose]:
    """The topics that a text opens with, as links before a colon, and the rest of it."""
    topics: list[Topic] = []
    while found := _linked_lead(prose):
        names, end = found
        topics += names
        prose = prose.after(end)
    return tuple(topics), prose


def _linked_lead(prose: Prose) -> tuple[list[Topic], int] | None:
    """The links that the text opens with, if a colon follows them, and where the text goes on after it."""
    names: list[Topic] = []
    position = 0
    for link in prose.links:
        if link.span.start != position:
            return None
        names.append(Topic(prose.words(link), link.title))
        if colon := _COLON.match(prose.text, link.span.end):
            return names, colon.end()
        between = _BETWEEN_NAMES.match(prose.text, link.span.end)
        position = between.end() if between else -1
    return None


def _names(prose: Prose) -> tuple[Topic, ...]:
    """The topics that a text names: each of its links, or all of its words where they are not all linked."""
    if prose.links and _NO_WORDS.fullmatch(_own_words(prose)):
        return tuple(Topic(prose.words(link), link.title) for link in prose.links)
    return (Topic(prose.text.rstrip(" :;–—-")),)


def _once(*topics: Topic) -> tuple[Topic, ...]:
    return tuple(dict.fromkeys(topics))
