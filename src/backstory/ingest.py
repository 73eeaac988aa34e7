"""The way in: from a source to events in the store, one Outcome at a time.

Together with `evidence`, `follow` and `recall`, the only place that knows both the stages and the store.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from backstory.corrections import put_told, standing
from backstory.deriving import derive
from backstory.errors import RowError, SourceError
from backstory.events.place import Decision, Joined, place
from backstory.intake.batch import Batch, Feeds, Found
from backstory.intake.responses import Response
from backstory.model import Event, Listing, Outcome, Page
from backstory.model_tellings import Verdict, VerdictKind
from backstory.spelled import decide_spellings
from backstory.store.protocol import Store
from backstory.times import day_after

if TYPE_CHECKING:
    from backstory.evidence import Kept
    from backstory.follow import Follower, Look

#: Told how far a source is: its name, what is done, of how much (None where that is not known).
Progress = Callable[[str, int, int | None], None]

#: Reads one source: yields what is in it, raises `SourceError` where it cannot go on.
Reader = Callable[[str], Iterator[Found]]

#: How it is told which event a page was found to tell.
_VERDICTS = {
    VerdictKind.CITED: "cited by {event}",
    VerdictKind.JOINED: "tells {event}",
    VerdictKind.OPENED: "opens {event}",
    VerdictKind.SPLIT: "tells {event}, as an editor decided",
    VerdictKind.KEPT: "tells {event}, as an editor decided",
    VerdictKind.NONE: "tells no event: {because}",
}

#: The same of several pages, after their number.
_TOLD = {
    VerdictKind.JOINED: "tell known events",
    VerdictKind.SPLIT: "split off by an editor",
    VerdictKind.KEPT: "left by an editor",
    VerdictKind.OPENED: "open events",
    VerdictKind.NONE: "tell no event",
}

#: Pages of a file that are kept together: what many articles tell is looked up and written once for all of them. More
#: than of those that are asked for (`follow.BATCH`): a file can be read again, and answers would be lost.
_PAGES = 64


def ingest(
    store: Store,
    sources: Iterable[str],
    read: Reader,
    *,
    follower: Callable[[], Follower],
    now: Callable[[], dt.datetime],
    progress: Progress,
) -> Iterator[Outcome]:
    """Add sources, one after another.

    Each batch of a source, and each run of pages, is one transaction: it is kept whole or not at all, and what an
    Outcome reports is kept.

    Args:
        store: where to.
        sources: paths, addresses, ranges of days.
        read: how a source is read.
        follower: gives what keeps pages and follows feeds.
        now: the time, aware, recorded with every change.
        progress: called after every batch.

    Yields:
        An Outcome with an error for each row that does not fit, and one for each source at its end.

    Raises:
        ArchiveError: the archive cannot be written; what was reported is kept.
    """
    for source in sources:
        tally = _Tally(source)
        try:
            for item in _together(read(source)):
                if isinstance(item, RowError):
                    yield Outcome(source=source, error=item, line=item.line)
                elif isinstance(item, Batch):
                    tally.count(_keep(store, source, item, now()), item.remark)
                    progress(source, item.done, item.total)
                else:
                    _follow(follower(), item, tally)
                    progress(source, tally.pages, None)
        except SourceError as error:
            tally.error = error
        decide_spellings(store)
        yield tally.outcome(tally.error)
    derive(store)
    decide_spellings(store)


def _together(found: Iterable[Found]) -> Iterator[Batch | RowError | Response | Feeds | list[Page]]:
    """What a reader yields, with pages that follow each other taken together."""
    pages: list[Page] = []
    for item in found:
        if isinstance(item, Page):
            pages.append(item)
        if pages and (not isinstance(item, Page) or len(pages) == _PAGES):
            yield pages
            pages = []
        if not isinstance(item, Page):
            yield item
    if pages:
        yield pages


def _follow(follower: Follower, item: Response | Feeds | list[Page], tally: _Tally) -> None:
    """Keep pages, or follow feeds."""
    # Imported when needed: event lists need none of it.
    from backstory.intake.feeds import find_feeds
    from backstory.intake.kinds import Kind, kind_of
    from backstory.intake.opml import read_opml

    if isinstance(item, list):
        tally.keep(follower.pages(item))
    elif isinstance(item, Feeds):
        tally.notes.append(f"{_counted(follower.follow(item), 'new feed')} to follow; `backstory watch` reads them")
    elif item.error:
        follower.missing([item])
        raise item.error
    elif kind_of(item.body) is Kind.PAGE:
        tally.keep([follower.page(item)])
        for link in find_feeds(item.body, url=item.url)[:1]:
            tally.notes.append(f"it names a feed, {link.url}, which can be added too")
    elif kind_of(item.body) is Kind.OPML:
        links = read_opml(item.body, source=item.asked)
        tally.notes.append(
            f"{_counted(follower.follow(Feeds(links, f'listed at {item.asked}')), 'new feed')} to follow"
        )
    else:
        tally.look(follower.feed(item, because="added by its address"))


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


class _Tally:
    """What came of a source so far."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.added = self.changed = self.unchanged = self.pages = 0
        self.notes: list[str] = []
        #: Why the source as a whole failed though it could be read.
        self.error: SourceError | None = None
        self._wordless: list[SourceError] = []
        self._cited: dict[str, None] = {}
        self._verdicts: list[Verdict] = []
        #: Days by which pages were published that do not say when.
        self._bounds: list[str] = []

    def count(self, decisions: Sequence[Decision], remark: str | None) -> None:
        for decision in decisions:
            if not isinstance(decision, Joined):
                self.added += 1
            elif decision.changed:
                self.changed += 1
            else:
                self.unchanged += 1
        if remark:
            self.notes.append(remark)

    def keep(self, kept: Iterable[Kept]) -> None:
        """Count pages."""
        for each in kept:
            self.pages += not each.known
            self.unchanged += each.known
            self._cited |= dict.fromkeys(event.id for event in each.events)
            for telling in each.tellings:
                if telling.blocks or not each.events:
                    self._tells(telling.verdict)
            if each.error:
                self._wordless.append(each.error)
            if each.article and each.article.no_later_than:
                self._bounds.append(each.article.no_later_than.edtf.removeprefix("../"))

    def _tells(self, verdict: Verdict) -> None:
        """Count which events pages were found to tell."""
        self._verdicts.append(verdict)
        self.added += verdict.kind is VerdictKind.OPENED

    def _told(self) -> Iterator[str]:
        if len(self._verdicts) == 1:
            (one,) = self._verdicts
            yield _VERDICTS[one.kind].format(event=one.event, because=one.because)
        elif self._verdicts:
            counted = Counter(each.kind for each in self._verdicts)
            words = {
                VerdictKind.JOINED: "joined events",
                VerdictKind.OPENED: "opened one",
                VerdictKind.NONE: "tell none",
            }
            yield ", ".join(f"{counted[kind]:,} {said}" for kind, said in words.items() if counted[kind])

    def look(self, look: Look) -> None:
        """Count what a feed brought."""
        self.pages += look.pages
        self.error = look.error
        told = [f"{_counted(look.partial, 'page')} in the feed's words alone"] if look.partial else []
        told += [f"{len(look.failed):,} failed, the first: {look.failed[0]}"] if look.failed else []
        self.notes += [*told, *([look.note] if look.note else []), "followed from now on"]

    def outcome(self, error: SourceError | None) -> Outcome:
        if self._wordless and self.pages + self.unchanged == 1:
            # Of one page, what is wrong with the page is wrong with the source.
            error = error or self._wordless[0]
        elif self._wordless:
            self.notes.append(f"{_counted(len(self._wordless), 'page')} without an article")
        if self._cited:
            first, *others = self._cited
            self.notes.append(f"cited by {first}" + (f" and {_counted(len(others), 'other event')}" if others else ""))
        self.notes += self._told()
        if self._bounds:
            by = f"published no later than {self._bounds[0]}" if len(self._bounds) == 1 else "known only by when"
            self.notes.append(f"{_counted(len(self._bounds), 'page')} undated, {by}")
        return Outcome(
            source=self.source,
            added=self.added,
            changed=self.changed,
            unchanged=self.unchanged,
            pages=self.pages,
            error=error,
            note="; ".join(self.notes) or None,
        )


def _keep(store: Store, source: str, batch: Batch, recorded: dt.datetime) -> list[Decision]:
    """Place the listings of a batch among the events of their days, and store what is new, in one transaction."""
    with store.write():
        known = _known(store, batch.listings)
        decisions = place(batch.listings, known, whole=batch.whole, source=source, recorded=recorded)
        new = [each.event for each in decisions if not isinstance(each, Joined) or each.changed]
        put_told(store, new, standing(store))
        _settle(store, new)
        if batch.note:
            store.remember(*batch.note)
    return decisions


def _settle(store: Store, events: Sequence[Event]) -> None:
    """Let articles that are there already find events that are new or say something else."""
    if events and store.tellings.last() is not None:
        # Imported when needed: an archive of lists alone decides nothing about articles.
        from backstory.settle import Settler

        settler = Settler(store)
        settler.listed(events)
        settler.settle()


def _known(store: Store, listings: Sequence[Listing]) -> list[Event]:
    """The events that the listings may tell: those of their days, and those of their permanent and external ids.

    Each as its sources tell it, whatever editors made of it. What articles opened is none of them: a listing of the
    same event takes their articles along (`settle`).
    """
    known: dict[str, Event] = {}
    days = {listing.day for listing in listings}
    for first, last in _runs(days):
        known |= {event.id: event for event in store.events(since=first, until=day_after(last))}
    external = [listing.external_id for listing in listings if listing.external_id]
    known |= {event.id: event for event in store.external(external)}
    named = [listing.id for listing in listings if listing.id]
    known |= {each: event for each in named if each not in known and (event := store.event(each))}
    known |= {event.id: event for event in store.corrections.told_of(ids=[*known, *named, *external])}
    known |= {event.id: event for event in store.corrections.told_of(days)}
    opened = store.tellings.opened(known)
    return [event for event in known.values() if event.id not in opened]


def _runs(days: Iterable[dt.date]) -> Iterator[tuple[dt.date, dt.date]]:
    """First and last of each run of days without a hole."""
    ordered = sorted(days)
    start = 0
    for at in range(1, len(ordered) + 1):
        if at == len(ordered) or ordered[at] - ordered[at - 1] > dt.timedelta(days=1):
            yield ordered[start], ordered[at - 1]
            start = at
