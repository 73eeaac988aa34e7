"""Following: the pages that the archive's events cite, and the feeds and sitemaps that it is to watch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import urlsplit

from backstory.errors import FetchRefused, SourceError, SourceNotFound
from backstory.evidence import Clock, Keeper, Kept, Sheet, dated_by, sheet
from backstory.intake.batch import Feeds
from backstory.intake.following import Brought, Polled, again, due, followed, poll_all, take
from backstory.intake.items import Item
from backstory.intake.memento import find_memento
from backstory.intake.pages import raw_page
from backstory.intake.responses import GONE, Response, Tags
from backstory.intake.web import Web
from backstory.model import Capture, Citation, Finding, Page
from backstory.model_feeds import FeedState
from backstory.store.captures import Captures
from backstory.store.protocol import Store
from backstory.urls import address_key

#: Pages that are asked for, read and kept together: what is lost at most when a run is stopped.
BATCH = 16

#: Media types of what can be a picture on a page of the site.
_PICTURES = ("image/jpeg", "image/png", "image/webp", "image/gif")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a look at a feed or sitemap brought to the archive."""

    #: What is known of it now.
    state: FeedState
    #: Pages of its items that were kept, and how many of those had been before and changed.
    pages: int = 0
    changed: int = 0
    #: Items that are there in its own words alone.
    partial: int = 0
    #: Items that failed, with the reason.
    failed: tuple[SourceError, ...] = ()
    #: Why the feed itself failed; None where it did not.
    error: SourceError | None = None
    #: What the owner should know: that it has fallen silent, speaks again, or has moved for good.
    note: str | None = None


class Follower:
    """Asks for pages and keeps them.

    Args:
        store: the archive.
        captures: its captures.
        web: how pages are asked for.
        now: the clock.
    """

    def __init__(self, store: Store, captures: Captures, web: Web, now: Clock) -> None:
        self._store = store
        self._captures = captures
        self._web = web
        self._now = now
        self._keeper = Keeper(store, captures, now)

    # -- citations

    def cited(self, citations: Iterable[Citation]) -> Iterator[Citation]:
        """Ask for addresses that events cite, and keep what is there.

        Args:
            citations: the addresses.

        Yields:
            Each with what came of it, once that is kept.

        Raises:
            ArchiveError: the archive cannot be written; what was yielded is kept.
        """
        remaining = iter(citations)
        while batch := list(islice(remaining, BATCH)):
            by_url = {citation.url: citation for citation in batch}
            answers = dict(self._web.get_all(by_url))
            found = [self._found(citation, answers[url]) for url, citation in by_url.items()]
            yield from self._settle(found)

    def _found(self, citation: Citation, answer: Response | SourceError) -> tuple[Citation, Sheet | None]:
        """What an answer says of a citation, and the page that is to be kept."""
        finding, reason = _finding(citation, answer)
        page = answer.page if isinstance(answer, Response) and finding in (Finding.FOUND, Finding.MOVED) else None
        if finding is Finding.GONE and self._web.settings.timegate:
            copy = self._copy(citation, self._web.settings.timegate)
            if isinstance(copy, Page):
                finding, reason, page = Finding.ARCHIVED, f"{reason}; {copy.archived_by} has a copy", copy
            else:
                reason = f"{reason}; {copy.reason}"
        settled = replace(citation, finding=finding, reason=reason, asked=self._now())
        return settled, sheet(page) if page else None

    def _copy(self, citation: Citation, timegate: str) -> Page | SourceError:
        """The copy of a page in a web archive that is nearest to the event's day."""
        noon = dt.datetime.combine(citation.day, dt.time(12), dt.UTC)
        try:
            return find_memento(self._web, timegate, citation.url, noon).page
        except SourceError as error:
            return error

    def _settle(self, found: Sequence[tuple[Citation, Sheet | None]]) -> Iterator[Citation]:
        """Keep the pages with their pictures, and what came of each citation."""
        sheets = [each for _, each in found if each]
        kept = iter(self._keeper.keep(sheets, pictures=self._pictures(sheets)))
        settled: list[Citation] = []
        for citation, page in found:
            became = next(kept) if page else None
            settled.append(replace(citation, capture=became.capture.number) if became else citation)
        with self._store.write():
            for citation in settled:
                self._store.readings.put_citation(citation)
        yield from settled

    def _pictures(self, sheets: Iterable[Sheet]) -> dict[str, Page]:
        """The lead pictures of articles that events cite, as far as they can be had."""
        wanted: dict[str, None] = {}
        for each in sheets:
            cover = each.article.cover if each.article else None
            addresses = [each.page.url, each.page.source]
            if cover and self._store.readings.citing(url for url in addresses if url):
                wanted[cover.url] = None
        answers = dict(self._web.get_all(url for url in wanted if url.startswith(("http://", "https://"))))
        return {
            url: answer.page
            for url, answer in answers.items()
            if isinstance(answer, Response) and (answer.content_type or "").lower().startswith(_PICTURES)
        }

    # -- pages

    def pages(self, pages: Iterable[Page]) -> list[Kept]:
        """Keep pages that came from files."""
        return self._keeper.keep([sheet(page) for page in pages])

    def page(self, response: Response) -> Kept:
        """Keep the page of an answer, with its picture where events cite it.

        Raises:
            SourceUnreadable: it is no page.
        """
        raw_page(response.asked, response.body)
        sheets = [sheet(response.page)]
        (kept,) = self._keeper.keep(sheets, pictures=self._pictures(sheets))
        return kept

    def missing(self, responses: Iterable[Response]) -> None:
        """Keep the answers that say that there is nothing any longer at an address that was captured before."""
        index = self._store.capture_index
        gone = [each for each in responses if each.last.status in GONE and index.captures(each.asked)]
        if gone:
            self._keeper.keep([Sheet(each.page, None, each.error) for each in gone])

    # -- feeds

    def feed(self, response: Response, *, because: str) -> Look:
        """Follow the feed or sitemap of an answer from now on, and keep the pages of its items.

        Args:
            response: the answer.
            because: why it is followed, in plain words.
        """
        now = self._now()
        known = {feed.address: feed for feed in self._store.readings.feeds()}
        state = known.get(response.asked) or followed(response.asked, because=because, now=now)
        return self.look(take(self._web, state, response, now))

    def follow(self, feeds: Feeds) -> int:
        """Follow feeds from now on; those that are followed already stay as they are.

        Returns:
            How many are new.
        """
        known = {feed.address for feed in self._store.readings.feeds()}
        new = [link for link in feeds.links if link.url not in known]
        with self._store.write():
            for link in new:
                state = followed(link.url, because=feeds.because, now=self._now())
                self._store.readings.put_feed(replace(state, title=link.title))
        return len(new)

    def watch(self, states: Iterable[FeedState]) -> Iterator[Look]:
        """Look at the feeds and sitemaps that are due, and keep the pages of their new items.

        Args:
            states: all that are followed.

        Yields:
            What each brought, once it is kept.
        """
        for polled in poll_all(self._web, due(states, self._now()), self._now):
            yield self.look(polled)

    def look(self, polled: Polled) -> Look:
        """Keep what a look at a feed brought: the feed as it came, the pages of its new items, its state."""
        look = Look(state=polled.state, error=polled.error, note=polled.note)
        for brought in polled.brought:
            look = self._brought(look, brought)
        with self._store.write():
            # Last, so that a run that is stopped finds the same items new again.
            self._store.readings.drop_feed(polled.asked)
            self._store.readings.put_feed(look.state)
        return look

    def _brought(self, look: Look, brought: Brought) -> Look:
        """Keep the pages of new items, and anew those of changed ones that are not as they were."""
        new = [item for item in brought.new if item.url and not self._store.readings.has_article(item.url)]
        changed = [item for item in brought.changed if item.url]
        if not new and not changed:
            return look
        (feed,) = self._keeper.keep([Sheet(brought.response.page, None, None)])
        look, missed = self._items(look, feed.capture, new)
        after, unsure = self._items(look, feed.capture, changed)
        anew = look.changed + after.pages - look.pages
        return replace(after, changed=anew, state=again(after.state, missed, unsure))

    def _items(self, look: Look, feed: Capture, items: Sequence[Item]) -> tuple[Look, list[Item]]:
        """Keep the pages of some items, or the feed's own words where a page never could be had.

        Returns:
            The look with what was kept, and the items that are to be brought again.
        """
        pages, refused = 0, 0
        failed: list[SourceError] = []
        missed: list[Item] = []
        remaining = iter(items)
        while batch := list(islice(remaining, BATCH)):
            by_url = {item.url: item for item in batch if item.url}
            sheets, words, answers = [], [], []
            for url, answer in self._web.renew_all({url: self._tags(url) for url in by_url}):
                error = answer if isinstance(answer, SourceError) else None
                if isinstance(answer, Response):
                    answers.append(answer)
                    error = answer.error
                    sheets += [] if error else [_dated(sheet(answer.page), by_url[url])]
                is_refused = isinstance(error, FetchRefused | SourceNotFound)
                if is_refused and not self._store.capture_index.captures(url):
                    words.append(by_url[url])
                elif error:
                    failed.append(error)
                    missed += [] if is_refused else [by_url[url]]
            self.missing(answers)
            pages += len(self._keeper.keep(sheets, pictures=self._pictures(sheets)))
            refused += len(self._keeper.keep_words(words, feed, look.state.title))
        counted = replace(
            look, pages=look.pages + pages, partial=look.partial + refused, failed=(*look.failed, *failed)
        )
        return counted, missed

    def _tags(self, url: str) -> Tags:
        """What an address answered when it was last captured, to ask whether it is still so."""
        answers = [each for each in self._store.capture_index.captures(url) if each.status == 200]
        if not answers or answers[-1].archived_by:
            return None, None
        return self._captures.header(answers[-1], "ETag"), self._captures.header(answers[-1], "Last-Modified")


def _dated(page: Sheet, item: Item) -> Sheet:
    """A page with the date that the feed gives, where it gives none itself."""
    return replace(page, article=dated_by(page.article, item.published)) if page.article else page


def _finding(citation: Citation, answer: Response | SourceError) -> tuple[Finding, str | None]:
    """What an answer says of a citation, and the words for it."""
    try:
        if isinstance(answer, SourceError):
            raise answer
        raw_page(answer.asked, answer.body)
    except SourceNotFound as error:
        return Finding.GONE, error.reason
    except FetchRefused as error:
        return Finding.REFUSED, error.reason
    except SourceError as error:
        return Finding.FAILED, error.reason
    if address_key(answer.url) == address_key(citation.url):
        return Finding.FOUND, None
    if urlsplit(answer.url).path.strip("/") == "" != urlsplit(citation.url).path.strip("/"):
        return Finding.GONE, "leads to the front page"
    return Finding.MOVED, f"to {answer.url}"
