"""The public door: an archive, and all that can be done with it."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Self

from backstory.archive_decisions import Deciding
from backstory.config import Settings, load_settings
from backstory.errors import ArchiveError, ArchiveReadOnly, EventNotFound, SourceNotFound, SourceUnreadable
from backstory.ingest import Progress, ingest
from backstory.intake.kinds import PAGE_SUFFIXES
from backstory.intake.pages import load_page, raw_page
from backstory.intake.sources import PORTAL, SourceReader
from backstory.language.terms import phrases
from backstory.model import (
    ArchiveInfo,
    Article,
    Capture,
    Citation,
    Claims,
    Dated,
    Event,
    Finding,
    Method,
    Outcome,
    Page,
)
from backstory.model_claims import Ledger, PeriodToll
from backstory.model_feeds import FeedState
from backstory.model_places import EventPlace
from backstory.model_story import History, TopicStory
from backstory.store.protocol import Change, Hit, OutletRow, Store, TopicRow
from backstory.times import day_after
from backstory.urls import name_key

if TYPE_CHECKING:
    from backstory.claimed import Claimed
    from backstory.follow import Follower, Look
    from backstory.intake.web import Web
    from backstory.site.build import BuildReport
    from backstory.site.build import Progress as BuildProgress
    from backstory.site.paths import Format
    from backstory.store.captures import Captures
    from backstory.store.observed import Observation
    from backstory.store.rolling import LeftOver
    from backstory.store.verify import Fault
    from backstory.topics import Topics

#: An address that failed is asked for again after this time.
AGAIN = dt.timedelta(hours=12)

#: What a history is asked for by default.
HISTORY_LIMIT = 10


def open_archive(
    location: str | Path | None = None,
    *,
    create: bool = True,
    settings: Settings | None = None,
    timeout: float = 30.0,
) -> Archive:
    """Open an archive, or make one.

    Args:
        location: a file or ":memory:"; by default what the settings name.
        create: whether to make an archive where there is none.
        settings: by default those of the environment and of `backstory.toml` in the current folder.
        timeout: seconds to wait for another process that is writing.

    Raises:
        ArchiveNotFound: there is none there, and none is to be made.
        ArchiveUnreadable: the file is something else, or damaged.
        ArchiveTooNew: a later version wrote it.
        ConfigError: the settings do not fit.
    """
    from backstory.store.sqlite import SQLiteStore

    chosen = settings or load_settings()
    store = SQLiteStore(str(location or chosen.archive), create=create, timeout=timeout)
    return Archive(store, chosen)


def read(source: str | Path, *, url: str | None = None, published: str | None = None) -> Article:
    """Read a news page from a file, without an archive.

    Args:
        source: an HTML or plain-text file.
        url: address that it is from, where that is known.
        published: when it was published, where that is known: an EDTF date such as "2022-03-29" or "2022-03".

    Raises:
        SourceNotFound: there is no such file.
        SourceUnreadable: there is no article in it, or `published` is no date.
    """
    return _read(load_page(Path(source)), url, published)


def read_bytes(
    data: bytes,
    *,
    source: str,
    url: str | None = None,
    published: str | None = None,
    captured: dt.datetime | None = None,
) -> Article:
    """Read a news page that is in memory.

    Args:
        data: HTML or plain text.
        source: what to call it.
        url: address that it is from, where that is known.
        published: when it was published, where that is known: an EDTF date such as "2022-03-29" or "2022-03".
        captured: when it was captured, aware, where that is known; the page was not published later.

    Raises:
        SourceUnreadable: there is no article in it, or `published` is no date.
    """
    return _read(replace(raw_page(source, data), captured=captured), url, published)


def _given(text: str) -> Dated:
    """A date that the user gives.

    Raises:
        SourceUnreadable: it is none.
    """
    from backstory.articles.instants import edtf_of

    edtf = edtf_of(text)
    if edtf is None:
        raise SourceUnreadable(text, "not a date like 2022-03-29, 2022-03 or 2022-03-29T14:05:00Z")
    return Dated(edtf, Method.GIVEN, words=text)


def _read(page: Page, url: str | None, published: str | None) -> Article:
    # Imported when needed, here and below: reading pages takes half a second to get ready, building a site reads none.
    from backstory.articles.read import read_page

    return read_page(replace(page, url=url or page.url), published=_given(published) if published else None)


def read_claims(source: Article | str) -> Claims:
    """What a text says that people say, and how many people it says were harmed: the rules of docs/claims.md.

    Args:
        source: an article, of which the title and the body are read and nothing else; or a text, of which all is.

    Returns:
        Statements and figures, whose spans are of the article's text, or of the text. What is not English is not read.
    """
    from backstory.language import claims

    return claims.read_claims(source)


class Archive(Deciding):
    """An archive of events. Use it in a `with` block, or close it.

    Any method may raise `ArchiveError` or one of its kinds.

    Args:
        store: where it is kept.
        settings: what its owner has chosen.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        self.settings = settings
        self._store = store

    @cached_property
    def _captures(self) -> Captures:
        from backstory.store.captures import Captures

        return Captures(self._store, self._store.location)

    @cached_property
    def _topics(self) -> Topics:
        from backstory.topics import Topics

        return Topics(self._store)

    @cached_property
    def _web(self) -> Web:
        from backstory.intake.web import Web

        return Web(self.settings.web)

    @cached_property
    def _follower(self) -> Follower:
        from backstory.follow import Follower

        return Follower(self._store, self._captures, self._web, _now)

    @cached_property
    def _claimed(self) -> Claimed:
        from backstory.claimed import Claimed

        return Claimed(self._store)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files; closing twice is allowed."""
        if "_captures" in vars(self):
            self._captures.close()
        self._store.close()

    # -- in

    def add(self, *sources: str | Path, progress: Progress | None = None) -> Iterator[Outcome]:
        """Add sources, one after another, as they are iterated over.

        Args:
            sources: a wikitext day page, an event list (JSON Lines or CSV, also gzipped), a MediaWiki export or dump,
                the address of a portal day page, or `portal:2015-12-01..2015-12-31` to fetch those days.
            progress: called as a source is read, with its name, what is done, and of how much if that is known.

        Yields:
            One Outcome for each source at its end, and before it one for each of its rows that did not fit. What an
            Outcome reports is kept, whatever happens next.
        """
        from backstory.meaning import make_vectors

        report = progress or (lambda source, done, total: None)
        yield from ingest(
            self._store,
            map(str, sources),
            SourceReader(self.settings.mediawiki, self._store.recall, lambda: self._web),
            follower=lambda: self._follower,
            now=_now,
            progress=report,
        )
        make_vectors(self._store, lambda done, total: report("vectors", done, total))

    def make_vectors(self, *, progress: Callable[[int, int], None] | None = None) -> int:
        """Make vectors of the headlines that have none, by which stories are found by meaning too.

        `add` does, so only an archive from before there were any needs it. A run that is stopped goes on where it was.

        Args:
            progress: told how many are made, of how many.

        Returns:
            How many were made.

        Raises:
            ArchiveReadOnly: the archive cannot be written.
        """
        from backstory.meaning import make_vectors

        return make_vectors(self._store, progress or (lambda done, total: None))

    def add_portal(self, since: dt.date, until: dt.date, *, progress: Progress | None = None) -> Iterator[Outcome]:
        """Fetch the portal's day pages from `since` to `until`, both included: see `add`."""
        return self.add(f"{PORTAL}{since}..{until}", progress=progress)

    # -- the web

    def follow(
        self,
        *,
        since: dt.date | None = None,
        until: dt.date | None = None,
        topic: str | None = None,
        limit: int | None = None,
    ) -> Iterator[Citation]:
        """Fetch the pages that events cite and that nobody asked for yet, and tie each to the events that cite it.

        Args:
            since: only what events from this day on cite.
            until: the first day that is out.
            topic: only what events of this topic cite, in any spelling.
            limit: at most so many pages.

        Yields:
            Each address with what came of it, once that is kept. A run that is stopped goes on where it was.
        """
        wanted = self._store.readings.citations(
            since=since,
            until=until,
            topics=None if topic is None else self._topics.keys(topic),
            open_before=_now() - AGAIN,
            limit=limit,
        )
        return self._follower.cited(wanted)

    def citations(self) -> dict[Finding | None, int]:
        """How many of the addresses that events cite came to what; None for those that nobody asked for yet."""
        return self._store.readings.findings()

    def watch(self, *, due: bool = True) -> Iterator[Look]:
        """Look at the feeds and sitemaps that are due, and keep the pages of their new items.

        Args:
            due: whether only those that are due; else all that are followed.

        Yields:
            What each brought, once it is kept.
        """
        from backstory.deriving import derive
        from backstory.meaning import make_vectors

        feeds = self._store.readings.feeds()
        yield from self._follower.watch(feeds if due else [replace(feed, due=_now()) for feed in feeds])
        derive(self._store)
        make_vectors(self._store, lambda done, total: None)

    def watch_on(self, *, sleep: Callable[[float], None] = time.sleep) -> Iterator[Look]:
        """Go on looking at feeds as each falls due; ends when none is followed.

        Args:
            sleep: how to wait.
        """
        while self._store.readings.feeds():
            yield from self.watch()
            first = min(feed.due for feed in self._store.readings.feeds())
            sleep(max((first - _now()).total_seconds(), 1.0))

    def sources(self) -> list[FeedState]:
        """The feeds and sitemaps that are followed, with what is known of each."""
        return self._store.readings.feeds()

    # -- the evidence

    def captures(self, url: str) -> list[Observation]:
        """Every capture of an address, in order of time, and what it shows.

        Raises:
            SourceNotFound: there is none.
        """
        from backstory.store.observed import observed

        found = self._store.capture_index.captures(url)
        if not found:
            raise SourceNotFound(url, "no capture of that address")
        return list(observed(found, self._text_of, self._captures.location))

    def changes_between(self, observations: Sequence[Observation]) -> Iterator[list[str]]:
        """For each capture of an address, what its text says otherwise than that of the last one with a text.

        Args:
            observations: as `captures` gives them.

        Yields:
            Lines of a unified diff; none where nothing changed, or there is no text.
        """
        from backstory.store.observed import difference

        before: tuple[str, str] | None = None
        for observation in observations:
            text = self.capture_text(observation.capture.number)
            name = f"capture {observation.capture.number}"
            yield difference(before[1], text, names=(before[0], name)) if before and text is not None else []
            before = (name, text) if text is not None else before

    def article(self, capture: int) -> Article | None:
        """What was read from the capture of that number; None where nothing was."""
        return self._store.readings.article(capture)

    def capture_text(self, number: int) -> str | None:
        """The text that was read from a capture: the title and paragraphs of its article; None where it has none."""
        article = self.article(number)
        return "\n".join(filter(None, (article.title, *article.paragraphs))) if article else None

    def _text_of(self, capture: Capture) -> str | None:
        return self.capture_text(capture.number)

    def recover(self) -> tuple[LeftOver, ...]:
        """Set aside what a process that was stopped had half written; to be asked for before captures are added.

        Returns:
            What was set aside; it was never reported as kept.
        """
        return self._captures.recover()

    def head(self) -> str | None:
        """The end of the chain of captures: whoever wrote it down can tell later whether the last ones were cut off."""
        last = self._store.capture_index.last_capture()
        return last.link if last else None

    def verify(self, *, progress: Callable[[int, int], None] | None = None) -> Iterator[Fault]:
        """Check every captured byte, the chain, every quote that is shown, and every claim that was read.

        Args:
            progress: called after every capture, with its number and the number of the last.

        Yields:
            What is not as it was kept; nothing where all is.
        """
        from backstory.evidence import verify

        return chain(
            verify(self._store, self._captures, progress or (lambda done, total: None)), self._claimed.verify()
        )

    # -- events

    def event(self, event_id: str) -> Event:
        """The event of that id, or the one that it has become part of.

        Raises:
            EventNotFound: there is none.
        """
        event = self._store.event(self._store.corrections.leads_to("event", event_id))
        if event is None:
            raise EventNotFound(event_id, "no event of that id")
        return event

    def events(
        self,
        *,
        day: dt.date | None = None,
        since: dt.date | None = None,
        until: dt.date | None = None,
        topic: str | None = None,
        outlet: str | None = None,
        place: str | None = None,
        newest_first: bool = False,
        limit: int | None = None,
    ) -> Iterator[Event]:
        """Events in order of day, then id; all filters must hold.

        Args:
            day: events of this day alone.
            since: first day.
            until: the first day that is out.
            topic: name of a topic, in any spelling: a heading above the event, or a linked name in it.
            outlet: name of an outlet or agency that it cites.
            place: code of the country (ISO 3166-1) that it happened in, or name of a country, region or town, in any
                spelling of the gazetteer, of which all namesakes are meant.
            newest_first: latest day first.
            limit: at most so many.
        """
        if day is not None:
            since, until = day, day_after(day)
        return self._store.events(
            since=since,
            until=until,
            topics=None if topic is None else self._topics.keys(topic),
            outlet=None if outlet is None else name_key(outlet),
            places=None if place is None else self._places(place),
            newest_first=newest_first,
            limit=limit,
        )

    def _places(self, name: str) -> list[str]:
        from backstory.placing import place_events, place_names

        place_events(self._store)
        return place_names(name)

    def place(self, event: Event) -> EventPlace | None:
        """Where an event happened, with the words that say so; None where its text does not."""
        from backstory.placing import place_of

        return place_of(self._store, event)

    def search(
        self,
        words: str,
        *,
        since: dt.date | None = None,
        until: dt.date | None = None,
        as_of: dt.date | None = None,
        topic: str | None = None,
        every: bool = True,
        limit: int = 20,
    ) -> list[Hit]:
        """Events that hold the words, best first.

        Args:
            words: words; those in double quotes stand together.
            since: first day.
            until: the first day that is out.
            as_of: as `until`, and what happened from that day on does not count in the ranking either.
            topic: name of a topic that they must share.
            every: whether they must hold all of the words; else those are found that hold most of them.
            limit: at most so many.
        """
        end = min((day for day in (until, as_of) if day is not None), default=None)
        terms = dict.fromkeys(phrases(words), 1.0)
        keys = [] if topic is None else self._topics.keys(topic)
        under = None if topic is None else {event_id for key in keys for _, event_id in self._store.places(topic=key)}
        most = limit if under is None else self._store.info().events
        for least in range(len(terms), len(terms) - 1 if every else 0, -1):
            hits = self._store.search(terms, least=least, since=since, until=end, limit=most)
            kept = [hit for hit in hits if under is None or hit.event.id in under]
            if kept:
                return kept[:limit]
        return []

    def topic(self, name: str) -> TopicRow:
        """The topic of that name, in any spelling, or the one that it was merged into.

        Raises:
            EventNotFound: there is none.
        """
        return self._topics.row(name)

    def topics(self, words: str = "") -> list[TopicRow]:
        """Topics, each once in all its spellings, those with most events first.

        Args:
            words: words that one of its names must hold; all topics by default.
        """
        return self._topics.rows(words)

    def topic_story(self, name: str, *, limit: int = HISTORY_LIMIT) -> TopicStory:
        """What is told of a topic: when it ran, its chapters, what it came from and led to, its turning points.

        Args:
            name: its name, in any spelling.
            limit: turning points at most.

        Raises:
            EventNotFound: there is none.
        """
        return self._topics.story(name, limit=limit)

    def outlets(self) -> list[OutletRow]:
        """All outlets and agencies, in the order of their keys."""
        return self._store.outlets()

    def days(self) -> list[tuple[dt.date, int]]:
        """Every day that has an event, with their number, in order."""
        return self._store.days()

    def info(self) -> ArchiveInfo:
        """What is in the archive."""
        return self._store.info()

    # -- claims

    def ledger(self, event_id: str) -> Ledger:
        """Who says what of an event, who answers whom, and how many people were harmed by whose account.

        Args:
            event_id: of the event, whose own words are read, and the captured pages of its sources.

        Raises:
            EventNotFound: there is none of that id.
        """
        return self._claimed.ledger(self.event(event_id))

    def ledgers(
        self, *, topic: str | None = None, since: dt.date | None = None, until: dt.date | None = None
    ) -> Iterator[tuple[Event, Ledger]]:
        """The ledgers of events, in order of day, then id: see `events` and `ledger`.

        Those of a topic also tell which of its other events a denial answers: `Entry.elsewhere`.

        Raises:
            EventNotFound: there is no such topic.
        """
        events = self.events(topic=topic, since=since, until=until)
        return self._claimed.topic_ledgers(events, self.topic(topic).name) if topic else self._claimed.ledgers(events)

    def figures(self, topic: str, *, by: str = "month") -> list[PeriodToll]:
        """How many people were harmed over the events of a topic, in each period, as ranges.

        Args:
            topic: name of the topic, in any spelling.
            by: `day`, `month` or `year`.

        Raises:
            EventNotFound: there is no topic of that name.
        """
        return self._claimed.figures(self.events(topic=self.topic(topic).key), by)

    # -- the story

    def history(
        self, page: str | Path | Article | Event, *, as_of: dt.date | None = None, limit: int = HISTORY_LIMIT
    ) -> History:
        """The story behind a page: earlier events, best first, each with its sources, context and reason.

        Args:
            page: an HTML or text file, an Article, an Event, or plain words.
            as_of: only events before this day are looked at, in every step; by default the day of the Event, or the
                day that the page itself says it was published on, or no limit.
            limit: at most so many events.

        Raises:
            SourceNotFound: `page` is a path, and there is no such file.
            SourceUnreadable: there is no article in it.
        """
        from backstory.storyline import history

        if isinstance(page, Event):
            as_of = min(as_of or page.day, page.day)
            from backstory.articles.read import article_of

            words = "\n".join(filter(None, (page.headline, page.summary)))
            page = article_of(words, source=page.id)
        article = page if isinstance(page, Article) else _article_at(page)
        published = article.published.day if article.published else None
        return history(self._store, article, as_of=as_of or published, limit=limit)

    # -- out

    def export(self, path: str | Path) -> int:
        """Write what is in the archive to a file, of the kind that its name says.

        Args:
            path: `events.jsonl` (or `.jsonl.gz`) for all events, as a list that `add` reads back to the same archive;
                `captures.wacz` for all captures; `feeds.opml` for the feeds that are followed;
                `places.geojson` for the events whose words say where they happened.

        Returns:
            The number of events, captures or feeds.

        Raises:
            ArchiveError: there is nothing to write, the file cannot be written, or its name says no kind.
        """
        target = Path(path)
        if target.suffix == ".wacz":
            from backstory.store.wacz import write_wacz

            return write_wacz(self._captures, target, title=self.settings.site.title, title_of=self._title_of)
        if target.suffix == ".opml":
            return self._write_opml(target)
        if target.suffix == ".geojson":
            from backstory.placing import write_places

            return write_places(self._store, target)
        if Path(target.name.removesuffix(".gz")).suffix not in (".jsonl", ".ndjson"):
            raise ArchiveError(str(path), "its name says no kind: .jsonl, .jsonl.gz, .wacz, .opml or .geojson")
        from backstory.intake.table import write_events

        return write_events(self._store.events(), target)

    def export_ucdp(self, path: str | Path, *, hxl: bool = False) -> int:
        """Write the events in which people are said to have been killed as a table in the shape of UCDP's.

        Args:
            path: a CSV file, or a Parquet file (`.parquet`).
            hxl: whether a row of HXL hashtags stands under the heads of a CSV.

        Returns:
            The number of rows.

        Raises:
            ArchiveError: the file cannot be written, or Parquet is asked for and pyarrow is not installed.
        """
        from backstory.ucdp import rows, write_table

        places = self._placed()
        found = ((event, ledger, places.get(event.id)) for event, ledger in self.ledgers())
        return write_table(rows(found), Path(path), hxl=hxl)

    def _placed(self) -> dict[str, EventPlace]:
        """Where events happened; as far as it was found before, in an archive that cannot be written."""
        from backstory.placing import place_events

        with suppress(ArchiveReadOnly):
            place_events(self._store)
        return dict(self._store.placed.all_places())

    def _title_of(self, capture: Capture) -> str | None:
        article = self._store.readings.article(capture.number)
        return article.title if article else None

    def _write_opml(self, path: Path) -> int:
        from backstory.intake.items import FeedLink
        from backstory.intake.opml import write_opml

        links = [FeedLink(url=feed.address, title=feed.title) for feed in self.sources()]
        try:
            path.write_bytes(write_opml(links, title=self.settings.site.title))
        except OSError as error:
            raise ArchiveError(str(path), f"cannot be written ({error.strerror})") from error
        return len(links)

    def build(
        self,
        target: str | Path,
        *,
        formats: Sequence[Format] | None = None,
        workers: int | None = None,
        progress: BuildProgress | None = None,
        reading: BuildProgress | None = None,
    ) -> BuildReport:
        """Build the site of the archive, or bring it up to date: see `site.build.build_site`.

        Args:
            target: the site's folder.
            formats: some of "html", "md", "json", "xml"; all by default.
            workers: processes of a full build.
            progress: called as pages are made.
            reading: called before that with how many texts are read, of how many, where some were not read yet by this
                version. What is read is kept, also when the build is stopped.

        Raises:
            SiteError: it cannot be built; what was there is untouched.
        """
        from backstory.deriving import derive
        from backstory.events.ledger import ledger
        from backstory.placing import place_events
        from backstory.site.build import build_site
        from backstory.site.paths import FORMATS
        from backstory.site.views import SiteInfo
        from backstory.spelled import decide_spellings

        with suppress(ArchiveReadOnly):
            derive(self._store)
            place_events(self._store)
            decide_spellings(self._store)
        self._claimed.bring_up_to_date(reading or (lambda done, total: None))
        site = self.settings.site
        info = SiteInfo(
            title=site.title,
            tagline=site.tagline,
            base_url=site.base_url,
            notice=site.notice,
            language=site.language,
        )
        report = build_site(
            self._store,
            Path(target),
            info=info,
            formats=formats or FORMATS,
            workers=workers,
            progress=progress,
            pictures=self._picture,
            ledgers=ledger,
        )
        self._note_published()
        return report

    def _note_published(self) -> None:
        """What was in the archive may have been seen by others from now on, and its addresses are to stay."""
        from backstory.model_tellings import PUBLISHED

        if self._store.recall(PUBLISHED) is None and self._store.tellings.last() is not None:
            with self._store.write():
                self._store.remember(PUBLISHED, "yes")

    def _picture(self, number: int) -> bytes | None:
        """The bytes of a captured picture; None where they are gone or damaged, which `verify` tells."""
        capture = self._store.capture_index.capture(number)
        try:
            return self._captures.payload(capture) if capture else None
        except ArchiveError:
            return None

    def changes(self, since: int = 0) -> list[Change]:
        """What was added, changed or taken out after a point of the archive's `sequence`."""
        return self._store.changes(since)

    def sequence(self) -> int:
        """A number that grows whenever an event is added, changed or taken out."""
        return self._store.sequence()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _article_at(page: str | Path) -> Article:
    """The article of a file, or of plain words."""
    if isinstance(page, Path) or _is_file(page):
        return read(page)
    if page.lower().endswith(PAGE_SUFFIXES) or not page.strip():
        raise SourceNotFound(page or "page", "no such file")
    from backstory.articles.read import article_of

    return article_of(page, source="words")


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):
        return False
