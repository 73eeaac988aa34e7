"""Views as Markdown: CommonMark, in the form in which archives of events have long been kept.

An event's page has its day as a link, its headline as the title, the summary, the numbered sources, and the related
events, each with the context it shares.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from msgspec.structs import replace

from backstory.site import words, words_claims, words_decisions
from backstory.site.controls import encoded
from backstory.site.paths import FORMAT_NAMES, Format, host, root, stem
from backstory.site.views import (
    ClaimantView,
    DayLines,
    DayView,
    EventLine,
    EventView,
    HomeView,
    IndexView,
    Link,
    MonthCalendar,
    MonthView,
    Named,
    Portrait,
    SiteInfo,
    SourceLine,
    TimelineView,
    TopicCount,
    View,
    YearView,
)
from backstory.site.views_claims import AccountLine, SaidLine, StatedLine
from backstory.site.views_decisions import CorrectionLine, CorrectionsView, CoverageLines, MovedView
from backstory.site.views_map import MapView

#: From a view and the way up to the root to the paragraphs of its page.
_Write = Callable[[Any, str], Iterator[str]]


class MarkdownPages:
    """Makes the Markdown of pages.

    Args:
        info: what all pages share.
        formats: those that the site is built in.
    """

    def __init__(self, info: SiteInfo, formats: Sequence[Format]) -> None:
        self._info = info
        self._others = [(name, FORMAT_NAMES[name]) for name in formats if name != "md"]
        self._writers: dict[type[View], _Write] = {
            HomeView: self._home,
            YearView: _year,
            MonthView: _month,
            DayView: _day,
            EventView: _event,
            TimelineView: _timeline,
            IndexView: _index,
            MapView: _map,
            ClaimantView: _claimant,
            MovedView: _moved,
            CorrectionsView: _record,
        }

    def render(self, view: View) -> bytes:
        """The page of `view`."""
        paragraphs = [*self._writers[type(view)](view, root(view.path)), *self._foot(view)]
        return encoded("\n\n".join(paragraphs) + "\n")

    def _home(self, view: HomeView, up: str) -> Iterator[str]:
        yield f"# {inline(self._info.title)}"
        yield block(self._info.tagline)
        yield words.home_sentence(view)
        if view.days:
            yield "## Latest days"
        yield from _days(view.days, up, "###")
        if view.years:
            yield "## Years"
            yield _tallies(view.years, up)
        if view.topical:
            yield "## Topics"
            yield _tallies(view.topical, up)
        yield f"[Map]({up}map.md): where events happened."
        indexes = [each for each in (view.topics_index, view.outlets_index, view.claimants_index) if each]
        if indexes:
            yield f"All of them: {', '.join(_link(each, up) for each in indexes)}"

    def _foot(self, view: View) -> Iterator[str]:
        """What stands under every page: the other formats, whose words these are, and the owner's notice."""
        yield "---"
        others = [f"[{title}]({stem(view.path)}.{name})" for name, title in self._others]
        if others:
            yield f"This page as {', '.join(others)}."
        up = root(view.path)
        yield f"From [{inline(self._info.title)}]({up}index.md). [Corrections]({up}corrections.md)."
        for credit in getattr(view, "credits", ()):
            licence = f", under {outward(credit.licence, credit.licence_url)}" if credit.licence else ""
            source = f"{words.credit_source(credit)}{outward(credit.name, credit.url)}"
            yield f"{source}{licence}. {words.CHANGES}"
        if self._info.notice:
            yield block(self._info.notice)


def _event(view: EventView, up: str) -> Iterator[str]:
    yield f"### [{view.day.text}]({up}{view.day.path}.md)"
    yield f"# {inline(view.headline)}"
    if view.summary:
        yield block(view.summary)
    if view.summary_from:
        yield f"_{words.summary_from(view.summary_from)}._"
    if view.cover:
        yield f"![{inline(view.cover.caption or '')}]({up}{view.cover.file})"
        yield f"_{inline(words.cover_credit(view.cover))}_"
    elif host(view.image):
        yield outward("Cover image", view.image)
    if view.category:
        yield f"_Category: {inline(view.category)}_"
    if view.place:
        yield f"_Place: {inline(view.place.name)} ({words.coordinates(view.place)})._"
        yield inline(words.place_sentence(view.place))
    if view.topics:
        yield _context(view.topics, up)
    yield from (block(words_decisions.derived_sentence(line)) for line in view.derived)
    yield "### Source:"
    yield "\n".join(_source(source) for source in view.sources) or words.UNSOURCED
    yield from _decided(view)
    yield from _claims(view, up)
    if view.earlier or view.later:
        yield "### Related:"
    for title, lines in (("Earlier", view.earlier), ("Later", view.later)):
        if lines:
            yield f"#### {title}"
            yield "\n".join(f"{n}. {_told(line, up, dated=True)}" for n, line in enumerate(lines, 1))


def _decided(view: EventView) -> Iterator[str]:
    """What was decided about an event, who tells it, and what it said before."""
    for line in view.corrections:
        yield _correction(line)
    if view.coverage:
        yield from _coverage(view.coverage)
    for revision in view.revisions:
        until = words.day_words(revision.until)
        yield f'Until {until} it read: "{inline(revision.headline)}" Changed with {inline(revision.because)}.'


def _day(view: DayView, up: str) -> Iterator[str]:
    yield f"# {words.day_words(view.day)}"
    yield f"{words.counted(view.count, 'event')}."
    yield _nearby(view, up, view.month, view.year)
    for story in view.stories:
        yield f"## {' › '.join(_named(topic, up) for topic in story.topics)}"
        yield _bullets(story.events, up)
    for part in view.categories:
        yield f"## {inline(part.category or words.UNCATEGORIZED)}"
        for group in part.groups:
            if group.topics:
                yield f"### {' › '.join(_named(topic, up) for topic in group.topics)}"
            yield _bullets(group.events, up)


def _month(view: MonthView, up: str) -> Iterator[str]:
    yield f"# {inline(view.name)}"
    yield f"{words.counted(view.count, 'event')}."
    yield _nearby(view, up, view.year)
    if view.topics:
        yield f"## {words.MOST_EVENTS}"
        yield _tallies(view.topics, up)
    yield from _days(view.days, up, "##")


def _year(view: YearView, up: str) -> Iterator[str]:
    yield f"# {view.year}"
    yield f"{words.counted(view.count, 'event')}."
    yield _nearby(view, up)
    for month in view.months:
        yield f"## {_link(month.month, up) if month.month else inline(month.name)}"
        yield _calendar(month, up)
    if view.topics:
        yield f"## {words.MOST_EVENTS}"
        yield _tallies(view.topics, up)


def _timeline(view: TimelineView, up: str) -> Iterator[str]:
    yield f"# {inline(view.name)}{', ' + words.period_words(view.year) if view.year else ''}"
    if view.parent:
        yield f"Part of {_link(view.parent, up)}"
    if view.aliases:
        yield f"Also written {', '.join(inline(alias) for alias in view.aliases)}."
    yield words.timeline_sentence(view)
    if view.portrait:
        yield _told(view.portrait.about, up, dated=True, sourced=True)
    if host(view.reference):
        yield outward(f"{view.name} on Wikipedia", view.reference)
    if view.bars:
        yield f"## {words.chart_title(view.bars)}"
        yield "\n".join(f"- {words.period_words(bar.label)}: {words.number(bar.count)}" for bar in view.bars)
    if view.pages:
        yield ", ".join(_link(page, up) for page in view.pages)
    if view.portrait:
        yield from _portrait(view.portrait, up)
    yield from _exchanges(view, up)
    yield f"## {words.events_title(view)}"
    yield _bullets(view.events, up, dated=True)
    if view.related:
        yield f"## {words.RELATED}"
        yield _tallies(view.related, up)


def _claims(view: EventView, up: str) -> Iterator[str]:
    if view.says:
        yield f"### {words_claims.SAYS}"
    for matter in view.says:
        yield "\n".join(
            f"- {_said(line, up, words_claims.notes(line, matter.statements))}" for line in matter.statements
        )
    if view.harmed:
        yield f"### {words_claims.HARMED}"
    for toll in view.harmed:
        contested = " (contested)" if toll.contested else ""
        yield f"#### {inline(words_claims.toll_title(toll))}{contested}"
        yield "\n".join(f"{n}. {_account(*each, up)}" for n, each in enumerate(words_claims.accounts(toll), 1))
        if apart := words_claims.apart_sentence(toll):
            yield apart
        if days := words_claims.toll_days(toll):
            yield words_claims.moved_sentence(days)


def _exchanges(view: TimelineView, up: str) -> Iterator[str]:
    """Who says what over the events of a topic, and how many were harmed by period."""
    if view.says:
        yield f"## {words_claims.SAYS}"
    for exchange in view.says:
        said = [each.said for each in exchange.statements]
        yield "\n".join(_stated(each, up, words_claims.notes(each.said, said)) for each in exchange.statements)
    if view.harmed:
        yield f"## {words_claims.OVER_TIME}"
        yield words_claims.OVER_TIME_NOTE
    for harm in view.harmed:
        yield f"### {inline(words_claims.harm_title(harm.kind))}"
        yield "\n".join(
            f"- {words.period_words(each.label)}: {words_claims.period_words(each)}"
            f" ({words.counted(each.events, 'event')})"
            for each in harm.periods
        )


def _stated(entry: StatedLine, up: str, notes: str) -> str:
    """A statement in one line, with its event."""
    return f"- {entry.day}: {_said(entry.said, up, notes)} ([{inline(entry.headline)}]({up}{entry.path}.md))"


def _said(line: SaidLine, up: str, notes: str) -> str:
    """A statement in one line."""
    who = _named(Named(line.claimant, line.path), up) + (f" ({inline(line.named)})" if line.named else "")
    beside = " ".join(filter(None, (notes, words_claims.texts(line.sources))))
    said = f"{who} {inline(words_claims.stance(line))} {inline(words_claims.content(line))}"
    return f"{said} _{inline(beside)}_" if beside else said


def _account(line: AccountLine, notes: str, up: str) -> str:
    who = _named(Named(line.claimant, line.path), up) if line.claimant else "No one named"
    number, told = words_claims.account_bounds(line), inline(words_claims.account_words(line))
    return f'{who}: {number}, "{told}" _{inline(notes)}_'


def _claimant(view: ClaimantView, up: str) -> Iterator[str]:
    yield f"# {inline(view.name)}"
    yield words_claims.claimant_sentence(view)
    unlinked = (replace(entry, said=replace(entry.said, path=None)) for entry in view.statements)
    yield "\n".join(_stated(entry, up, words_claims.notes(entry.said)) for entry in unlinked)


def _portrait(told: Portrait, up: str) -> Iterator[str]:
    if told.chapters:
        yield f"## {words.CHAPTERS}"
        yield "\n".join(f"- {_named(each.topic, up)}, {words.chapter_words(each)}" for each in told.chapters)
    shared = [(words.BEFORE, words.BEFORE_NOTE, told.before), (words.AFTER, words.AFTER_NOTE, told.after)]
    for title, note, topics in shared:
        if topics:
            yield f"## {title}"
            yield note
            yield _tallies(topics, up)
    if told.names:
        yield f"## {words.NAMES}"
        yield _tallies(told.names, up)


def _index(view: IndexView, up: str) -> Iterator[str]:
    yield f"# {inline(words.index_title(view))}"
    yield ", ".join(_link(letter, up) for letter in view.letters)
    yield _tallies(view.entries, up)


def _moved(view: MovedView, up: str) -> Iterator[str]:
    yield "# Moved"
    yield f"What stood here is now told in [{inline(view.to.text)}]({up}{view.to.path}.md)."
    if view.because:
        yield f"Both names are taken for spellings of one topic: {inline(view.because)}."


def _record(view: CorrectionsView, up: str) -> Iterator[str]:
    yield "# Corrections"
    yield words_decisions.RECORD
    if not view.corrections:
        yield words_decisions.NOTHING
    for line in view.corrections:
        yield f"{line.number}. {_correction(line)}"


def _correction(line: CorrectionLine) -> str:
    said = f"{words_decisions.correction_sentence(line)}. {words_decisions.correction_reason(line)}"
    return block(said)


def _coverage(coverage: CoverageLines) -> Iterator[str]:
    yield "### Told by:"
    yield words_decisions.coverage_sentence(coverage)
    for number, line in enumerate(coverage.tellings, 1):
        title = f", {inline(line.title)}" if line.title else ""
        notes = (words_decisions.telling_words, words_decisions.joined_words, words_decisions.new_words)
        why = inline(" ".join(filter(None, (note(line) for note in notes))))
        adds = "".join(f"\n   - {block(added.words)} ({added.start}–{added.end})" for added in line.adds)
        yield f"{number}. {outward(line.outlet, line.url)}{title}. {why}{adds}"


def _map(view: MapView, up: str) -> Iterator[str]:
    yield "# Map"
    yield words.map_sentence(view)
    if view.places:
        yield f"The same as [GeoJSON]({up}{view.geojson})."
    yield "\n".join(
        f"- {block(place.name)} ({words.PRECISIONS[place.precision]}, {words.coordinates(place)}):"
        f" {words.counted(place.count, 'event')}, the last on {words.day_words(place.day)}:"
        f" [{inline(place.headline)}]({up}{place.path}.md)"
        for place in view.places
    )


def _days(days: Sequence[DayLines], up: str, level: str) -> Iterator[str]:
    for part in days:
        yield f"{level} {_link(part.day, up)}"
        yield _bullets(part.events, up)


def _bullets(lines: Sequence[EventLine], up: str, *, dated: bool = False) -> str:
    return "\n".join(f"- {_told(line, up, dated=dated, sourced=True)}" for line in lines)


def _told(line: EventLine, up: str, *, dated: bool = False, sourced: bool = False) -> str:
    """An event in one line: its day, its headline, who reported it, the context."""
    day = f"{line.day}: " if dated else ""
    sources = f" ({inline(', '.join(line.sources)) or words.UNSOURCED_LINE})" if sourced else ""
    context = f" _Context: {inline(', '.join([topic.name for topic in line.context]))}_" if line.context else ""
    return f"{day}[{inline(line.headline)}]({up}{line.path}.md){sources}{context}"


def _source(source: SourceLine) -> str:
    line = f"{source.number}. {outward(source.name, source.url)}"
    if source.title:
        line += f", {inline(source.title)}"
    if source.captured:
        line += f" ({inline(words.report_sentence(source))} sha256 {source.sha256})"
    return line


def _nearby(view: DayView | MonthView | YearView, up: str, *wider: Link) -> str:
    """The pages before and after, and those that the page is a part of."""
    beside = [("Earlier", view.previous), ("Later", view.next)]
    links = [f"{title}: {_link(link, up)}" for title, link in beside if link]
    return " · ".join([*links, *(_link(link, up) for link in wider)])


def _calendar(month: MonthCalendar, up: str) -> str:
    days = [cell for week in month.weeks for cell in week if cell and cell.path]
    if not days:
        return "No events."
    return ", ".join(f"[{int(day.day[-2:])}]({up}{day.path}.md) ({day.count})" for day in days)


def _context(topics: Sequence[Named], up: str) -> str:
    return f"_Context: {', '.join(_named(topic, up) for topic in topics)}_"


def _tallies(tallies: Sequence[TopicCount], up: str) -> str:
    return "\n".join(f"- {_named(tally.topic, up)} ({words.number(tally.count)})" for tally in tallies)


def _named(named: Named, up: str) -> str:
    return f"[{inline(named.name)}]({up}{named.path}.md)" if named.path else block(named.name)


def _link(link: Link, up: str) -> str:
    return f"[{inline(words.day_words(link.text))}]({up}{link.path}.md)"


# -- escaping

_SPECIAL = [(each, f"\\{each}") for each in "\\`*_[]<~|"]
_ENTITY = re.compile(r"&(?=#?\w+;)")
_OPENING = re.compile(r"[-+=>#]|\d{1,9}(?=[.)])")
_NEVER_IN_ADDRESS = re.compile(r"[\s<>\\\x00-\x1f\x7f]")
_SPECIAL_IN_ADDRESS = re.compile(r"[()]|&(?=#?\w+;)")


def inline(text: str) -> str:
    """The text as it stands within a line, so that it is read as it is; blanks around it are left out."""
    plain = text.replace("\r", " ").replace("\n", " ").strip()
    # Three times as fast as one expression.
    for character, escaped in _SPECIAL:
        plain = plain.replace(character, escaped)
    if "&" in plain:
        plain = _ENTITY.sub(r"\\&", plain)
    # A heading may end in "#", which is then no part of it.
    return f"{plain[:-1]}\\#" if plain.endswith("#") else plain


def block(text: str) -> str:
    """The text as it stands at the start of a line, where it opens no heading, list or quotation."""
    plain = inline(text)
    opening = _OPENING.match(plain)
    if not opening:
        return plain
    # "1." opens a list; its digit cannot be escaped, its stop can.
    at = opening.end() if opening[0].isdecimal() else 0
    return f"{plain[:at]}\\{plain[at:]}"


def outward(text: str, url: str | None) -> str:
    """The text, linked where the address is one of the web."""
    if url is None or host(url) is None:
        return block(text)
    address = _NEVER_IN_ADDRESS.sub(lambda found: quote(found[0]), url)
    address = _SPECIAL_IN_ADDRESS.sub(r"\\\g<0>", address)
    return f"[{inline(text)}]({address})"
