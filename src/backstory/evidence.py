"""The way of a page: its bytes are kept as they came, then read, then tied to the events that cite its address.

Together with `ingest` and `recall`, the only place that knows both the stages and the store.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from backstory.articles.read import bounded, read_page
from backstory.corrections import told
from backstory.errors import SourceError
from backstory.events.digest import part_of
from backstory.intake.feeds import read_feed
from backstory.intake.items import Item
from backstory.intake.kinds import Kind, kind_of
from backstory.intake.sitemaps import read_sitemap
from backstory.model import Article, Capture, Dated, Event, Page, Quote, Role, Span, laid_out
from backstory.model_tellings import ArticleTelling
from backstory.processes import uncollected
from backstory.settle import Settler
from backstory.store.captures import Captures
from backstory.store.protocol import Store
from backstory.store.verify import Fault
from backstory.store.verify import verify as verify_captures
from backstory.ties import Pages
from backstory.urls import address_key

#: Gives the time, aware.
Clock = Callable[[], dt.datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of a page."""

    #: Its capture.
    capture: Capture
    #: What was read from it; None where nothing could be.
    article: Article | None = None
    #: Why nothing was read.
    error: SourceError | None = None
    #: The events that cite it.
    events: tuple[Event, ...] = ()
    #: Which event it, or each of its parts, was found to tell, and why; none where nothing was read, or was known.
    tellings: tuple[ArticleTelling, ...] = ()
    #: Whether the archive had this very page from this very source before, and so kept nothing.
    known: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page and what was read from it, before either is kept."""

    page: Page
    #: What was read from it; None where nothing could be.
    article: Article | None
    #: Why nothing was read.
    error: SourceError | None


def sheet(page: Page) -> Sheet:
    """Read a page."""
    try:
        return Sheet(page, read_page(page), None)
    except SourceError as error:
        return Sheet(page, None, error)


class Keeper:
    """Keeps pages in an archive.

    Args:
        store: the archive.
        captures: its captures.
        now: the clock.
    """

    def __init__(self, store: Store, captures: Captures, now: Clock) -> None:
        self._store = store
        self._captures = captures
        self._now = now

    def keep(self, sheets: Sequence[Sheet], *, pictures: Mapping[str, Page] | None = None) -> list[Kept]:
        """Keep pages and what was read from them, all or none.

        Args:
            sheets: the pages.
            pictures: lead pictures of their articles, by the address that the article gives.

        Raises:
            ArchiveError: the archive cannot be written.
        """
        with uncollected(), self._captures.write():
            for page in (pictures or {}).values():
                self._captures.keep(page, self._now())
            settler = Settler(self._store)
            kept = [self._keep(each, settler) for each in sheets]
            settler.settle()
            return self._told(kept)

    def _keep(self, sheet: Sheet, settler: Settler) -> tuple[Kept, str | None]:
        """A page once it is kept, and the key of what it tells."""
        if known := self._known(sheet.page):
            return Kept(capture=known, article=sheet.article, error=sheet.error, known=True), None
        capture = self._captures.keep(sheet.page, self._now())
        if sheet.article is None:
            return Kept(capture=capture, error=sheet.error), None
        article = bounded(sheet.article, capture.captured)
        self._store.readings.put_article(capture.number, capture.url, article)
        return Kept(capture=capture, article=article), settler.add(article, capture)

    def _told(self, kept: Sequence[tuple[Kept, str | None]]) -> list[Kept]:
        """The same once it is decided which event each page tells, given after it the key of what it tells."""
        pages = Pages(self._store)
        tellings: dict[str | None, list[ArticleTelling]] = defaultdict(list)
        for telling in self._store.tellings.of_keys(key for _, key in kept if key):
            tellings[telling.key].append(telling)
        named = {key: {url for each in found for url in pages.addresses(each)} for key, found in tellings.items()}
        events = self._store.readings.citing(url for urls in named.values() for url in urls)
        opened = self._store.tellings.opened(event.id for event in events)
        citing = {event.id: {address_key(source.url) for source in event.sources if source.url} for event in events}

        def cited(key: str) -> tuple[Event, ...]:
            keys = set(map(address_key, named.get(key, ())))
            return tuple(each for each in events if each.id not in opened and not keys.isdisjoint(citing[each.id]))

        return [replace(each, tellings=tuple(tellings[key]), events=cited(key)) if key else each for each, key in kept]

    def _known(self, page: Page) -> Capture | None:
        """The capture of a file, or of a record of somebody else's, that was added before.

        An address that answers the same as before is a new observation; a file that is added again is none.
        """
        holder = self._captures.index.holder(hashlib.sha256(page.data).hexdigest())
        if holder is None or (page.exchange and page.archived_by is None):
            return None
        if page.captured is None:
            return holder
        known = self._captures.index.captures(page.url or holder.url)
        return next((each for each in known if (each.captured, each.sha256) == (page.captured, holder.sha256)), None)

    def keep_words(self, items: Iterable[Item], capture: Capture, outlet: str | None) -> list[Article]:
        """Keep what a feed says of pages that cannot be had: partial records, in the feed's own words.

        Args:
            items: of the feed.
            capture: of the feed, in which the words stand.
            outlet: what the feed calls itself.
        """
        articles = [bounded(partial(item, outlet), capture.captured) for item in items if item.url and item.title]
        for article in articles:
            self._store.readings.put_article(capture.number, article.url, article)
        return articles


def partial(item: Item, outlet: str | None) -> Article:
    """What a feed says of a page, as an article."""
    words = [(Role.TITLE, item.title), (Role.PARAGRAPH, item.summary if item.summary != item.title else None)]
    return Article(
        source=item.url or item.key or "",
        title=item.title,
        blocks=laid_out([(role, " ".join(text.split())) for role, text in words if text]),
        published=item.published,
        modified=item.updated,
        authors=item.authors,
        outlet=item.outlet or outlet,
        url=item.url,
    )


def dated_by(article: Article, published: Dated | None) -> Article:
    """The article with a date that somebody else gives for it, where it gives none itself."""
    return replace(article, published=published, no_later_than=None) if published and not article.published else article


def verify(store: Store, captures: Captures, progress: Callable[[int, int], None]) -> Iterator[Fault]:
    """Check the captures (`store.verify`), then that what was read from each is still what its bytes say.

    Args:
        store: the archive.
        captures: its captures.
        progress: called after every capture, with its number and the number of the last.

    Yields:
        What is wrong: digests, the chain, text that does not stand in its page, quotes that do not stand at their span.
    """
    damaged: set[int] = set()
    for fault in verify_captures(captures, progress=progress):
        damaged.add(fault.number or 0)
        yield fault
    for number, article in store.readings.articles():
        capture = captures.index.capture(number)
        if capture and number not in damaged:
            yield from (_fault(capture, what) for what in _misread(captures, capture, article))
    for event_id, each in store.readings.all_reports():
        capture, told = captures.index.capture(each.capture), store.readings.article(each.capture)
        if capture is None or told is None:
            yield Fault("", 0, f"event {event_id} shows capture {each.capture}, which is not there", each.url)
        elif each.sha256 != capture.sha256 or not _stands(each.summary, told) or not _is_of(each.within, told):
            yield _fault(capture, f"what event {event_id} shows of it does not stand in it")
    for event_id in sorted(store.tellings.opened()):
        yield from _misnamed(store, captures, event_id)
        yield from _underived(store, event_id)


def _underived(store: Store, event_id: str) -> Iterator[Fault]:
    """What was derived of an event from words that do not stand where they should."""
    for each in store.tellings.derived(event_id):
        article = store.readings.article(each.capture) if each.capture else None
        if each.words and (article is None or not _stands(each.words, article)):
            yield Fault("", 0, f"the {each.about} of event {event_id} is derived from words that it lacks", event_id)


def _misnamed(store: Store, captures: Captures, event_id: str) -> Iterator[Fault]:
    """Whether an event that articles opened is called otherwise than the first of them, or the part that tells it."""
    event, first = told(store, event_id), next(iter(store.tellings.of_event(event_id)), None)
    capture = captures.index.capture(first.capture) if first else None
    article = store.readings.reading(first.capture, first.reading) if first else None
    if event is None or first is None or capture is None or article is None:
        yield Fault("", 0, f"event {event_id} is told by no article that is there", event_id)
    elif event.headline != part_of(article, first.blocks).article.title:
        yield _fault(capture, f"the headline of event {event_id} is not its title")


def _fault(capture: Capture, what: str) -> Fault:
    return Fault(capture.file, capture.start, what, capture.url, capture.number)


def _misread(captures: Captures, capture: Capture, article: Article) -> Iterator[str]:
    """What an article says that the bytes of its capture do not."""
    data = captures.payload(capture)
    if kind_of(data) is not Kind.PAGE:
        if not any(partial(item, None).text == article.text for item in _items(capture, data)):
            yield f"the feed does not say what is shown of {article.source}"
        return
    again = sheet(Page(source=article.source, data=data, url=capture.url, content_type=capture.content_type)).article
    text = again.text if again else ""
    lost = next((block for block in article.blocks if block.text not in text), None)
    if lost:
        yield f"words that were read from it do not stand in it: {lost.text[:60]!r}"
    if again and article.title and article.title not in f"{again.title}\n{text}":
        yield f"its title does not stand in it: {article.title[:60]!r}"


def _is_of(within: Sequence[Span], article: Article) -> bool:
    """Whether stretches of an article's text are blocks of it."""
    return {block.span for block in article.blocks}.issuperset(within)


def _items(capture: Capture, data: bytes) -> tuple[Item, ...]:
    """The items of a captured feed or sitemap."""
    if kind_of(data) is Kind.SITEMAP:
        return read_sitemap(data, source=capture.url, url=capture.url).items
    return read_feed(data, source=capture.url, url=capture.url, content_type=capture.content_type).items


def _stands(quote: Quote | None, article: Article) -> bool:
    if quote is None:
        return True
    whole = article.text if quote.part == "text" else article.description or ""
    return whole[quote.span.start : quote.span.end] == quote.text
