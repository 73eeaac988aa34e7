"""The public door: an archive, and all that can be done with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

from backstory.articles.read import article_of, read_page
from backstory.config import Settings, load_settings
from backstory.errors import EventNotFound, SourceNotFound
from backstory.ingest import Progress, ingest
from backstory.intake.pages import load_page, raw_page
from backstory.intake.sources import PORTAL, SourceReader
from backstory.language.terms import phrases
from backstory.model import ArchiveInfo, Article, Event, History, Outcome
from backstory.recall import history
from backstory.store.protocol import Change, Hit, OutletRow, Store, TopicRow
from backstory.times import day_after
from backstory.urls import name_key

if TYPE_CHECKING:
    from backstory.site.build import BuildReport
    from backstory.site.build import Progress as BuildProgress
    from backstory.site.paths import Format

#: What a history is asked for by default.
HISTORY_LIMIT = 10

_PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".txt", ".md")


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


def read(source: str | Path) -> Article:
    """Read a news page from a file, without an archive.

    Args:
        source: an HTML or plain-text file.

    Raises:
        SourceNotFound: there is no such file.
        SourceUnreadable: there is no article in it.
    """
    return read_page(load_page(Path(source)))


def read_bytes(data: bytes, *, source: str) -> Article:
    """Read a news page that is in memory.

    Args:
        data: HTML or plain text.
        source: what to call it.

    Raises:
        SourceUnreadable: there is no article in it.
    """
    return read_page(raw_page(source, data))


class Archive:
    """An archive of events. Use it in a `with` block, or close it.

    Any method may raise `ArchiveError` or one of its kinds.

    Args:
        store: where it is kept.
        settings: what its owner has chosen.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        self.settings = settings
        self._store = store

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; closing twice is allowed."""
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
        reader = SourceReader(self.settings.mediawiki, self._store.recall)
        return ingest(
            self._store,
            map(str, sources),
            reader,
            now=lambda: dt.datetime.now(dt.UTC),
            progress=progress or (lambda source, done, total: None),
        )

    def add_portal(self, since: dt.date, until: dt.date, *, progress: Progress | None = None) -> Iterator[Outcome]:
        """Fetch the portal's day pages from `since` to `until`, both included: see `add`."""
        return self.add(f"{PORTAL}{since}..{until}", progress=progress)

    # -- events

    def event(self, event_id: str) -> Event:
        """The event of that id.

        Raises:
            EventNotFound: there is none.
        """
        event = self._store.event(event_id)
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
            newest_first: latest day first.
            limit: at most so many.
        """
        if day is not None:
            since, until = day, day_after(day)
        return self._store.events(
            since=since,
            until=until,
            topics=None if topic is None else [name_key(topic)],
            outlet=None if outlet is None else name_key(outlet),
            newest_first=newest_first,
            limit=limit,
        )

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
        under = None if topic is None else {event_id for _, event_id in self._store.places(topic=name_key(topic))}
        most = limit if under is None else self._store.info().events
        for least in range(len(terms), len(terms) - 1 if every else 0, -1):
            hits = self._store.search(terms, least=least, since=since, until=end, limit=most)
            kept = [hit for hit in hits if under is None or hit.event.id in under]
            if kept:
                return kept[:limit]
        return []

    def topic(self, name: str) -> TopicRow:
        """The topic of that name, in any spelling.

        Raises:
            EventNotFound: there is none.
        """
        found = self._store.topics([name_key(name)])
        if not found:
            raise EventNotFound(name, "no event, day or topic of that name")
        return found[0]

    def topics(self) -> list[TopicRow]:
        """All topics, in the order of their keys."""
        return self._store.topics()

    def outlets(self) -> list[OutletRow]:
        """All outlets and agencies, in the order of their keys."""
        return self._store.outlets()

    def days(self) -> list[tuple[dt.date, int]]:
        """Every day that has an event, with their number, in order."""
        return self._store.days()

    def info(self) -> ArchiveInfo:
        """What is in the archive."""
        return self._store.info()

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
        if isinstance(page, Event):
            as_of = min(as_of or page.day, page.day)
            words = "\n".join(filter(None, (page.headline, page.summary)))
            page = article_of(words, source=page.id)
        article = page if isinstance(page, Article) else _article_at(page)
        published = article.published.day if article.published else None
        return history(self._store, article, as_of=as_of or published, limit=limit)

    # -- out

    def export(self, path: str | Path) -> int:
        """Write all events as a list that `add` reads back to the same archive.

        Args:
            path: `events.jsonl`, or `events.jsonl.gz` to pack it.

        Returns:
            The number of events.
        """
        from backstory.intake.table import write_events

        return write_events(self._store.events(), Path(path))

    def build(
        self,
        target: str | Path,
        *,
        formats: Sequence[Format] | None = None,
        workers: int | None = None,
        progress: BuildProgress | None = None,
    ) -> BuildReport:
        """Build the site of the archive, or bring it up to date: see `site.build.build_site`.

        Args:
            target: the site's folder.
            formats: some of "html", "md", "json", "xml"; all by default.
            workers: processes of a full build.
            progress: called as pages are made.

        Raises:
            SiteError: it cannot be built; what was there is untouched.
        """
        from backstory.site.build import build_site
        from backstory.site.paths import FORMATS
        from backstory.site.views import SiteInfo

        site = self.settings.site
        info = SiteInfo(
            title=site.title,
            tagline=site.tagline,
            base_url=site.base_url,
            notice=site.notice,
            language=site.language,
        )
        return build_site(
            self._store, Path(target), info=info, formats=formats or FORMATS, workers=workers, progress=progress
        )

    def changes(self, since: int = 0) -> list[Change]:
        """What was added or changed after a point of the archive's `sequence`."""
        return self._store.changes(since)

    def sequence(self) -> int:
        """A number that grows whenever an event is added or changed."""
        return self._store.sequence()


def _article_at(page: str | Path) -> Article:
    """The article of a file, or of plain words."""
    if isinstance(page, Path) or _is_file(page):
        return read(page)
    if page.lower().endswith(_PAGE_SUFFIXES) or not page.strip():
        raise SourceNotFound(page or "page", "no such file")
    return article_of(page, source="words")


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):
        return False
