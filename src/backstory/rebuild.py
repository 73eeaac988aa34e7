"""The archive made again from its captures: every page read anew, every decision about it taken anew.

What is decided by editors stands, as it is put on top of what comes out (`corrections`). Where neither the readers nor
the rules have changed, nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from backstory.articles.read import bounded
from backstory.deriving import derive
from backstory.evidence import dated_by, sheet
from backstory.intake.kinds import Kind, kind_of
from backstory.model import Article, Capture, Method, Page
from backstory.settle import Settler
from backstory.store.captures import Captures
from backstory.store.protocol import Store
from backstory.urls import address_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What came of making an archive again."""

    #: Articles that were read, and those of them that say something else than before.
    articles: int = 0
    changed: int = 0


def rebuild(store: Store, captures: Captures, progress: Callable[[int, int], None]) -> Rebuilt:
    """Read every captured page anew and decide anew which event each tells; all of it or nothing.

    Args:
        store: the archive.
        captures: its captures.
        progress: called after every capture, with its number and the number of the last.

    Raises:
        ArchiveError: the archive cannot be written, or a capture is damaged.
    """
    last = store.capture_index.last_capture()
    read: list[tuple[Article, Capture]] = []
    changed = 0
    with store.write():
        for capture in list(store.capture_index.captures_after(0)):
            key = address_key(capture.url)
            before = store.readings.reading(capture.number, key)
            for article in _articles(captures, capture, before):
                if article != before:
                    changed += 1
                    store.readings.put_article(capture.number, capture.url, article)
                read.append((article, capture))
            progress(capture.number, last.number if last else 0)
        Settler(store).restart(read)
    derive(store)
    return Rebuilt(articles=len(read), changed=changed)


def _articles(captures: Captures, capture: Capture, before: Article | None) -> Iterator[Article]:
    """What a capture says as an article, as far as it is a page."""
    if capture.status not in (200, None):
        return
    data = captures.payload(capture)
    if kind_of(data) is not Kind.PAGE:
        return
    page = Page(
        source=before.source if before else capture.asked or capture.url,
        data=data,
        url=capture.url if capture.url.startswith(("http://", "https://")) else None,
        content_type=capture.content_type,
        captured=capture.captured if capture.captured != capture.added else None,
    )
    article = sheet(page).article
    if article and before and before.published and before.published.method is Method.FEED:
        article = dated_by(article, before.published)
    if article:
        yield bounded(article, capture.captured)
