"""Ties between events and the articles that tell them: what each brings to the page of its event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

import msgspec

from backstory.events.coverage import coverage
from backstory.events.reports import report
from backstory.events.standing import Standing
from backstory.model import Article, Event, Report
from backstory.model_tellings import ArticleTelling
from backstory.store.protocol import Store
from backstory.urls import address_key

#: Captures and articles that are kept in memory.
_KEPT = 500

_encode = msgspec.json.Encoder().encode


class Pages:
    """What was captured and read, each asked for once. To be used within one transaction.

    Args:
        store: the archive.
    """

    def __init__(self, store: Store) -> None:
        #: The capture of a number, or None.
        self.capture = lru_cache(_KEPT)(store.capture_index.capture)
        self._reading = lru_cache(_KEPT)(store.readings.reading)

    def article(self, telling: ArticleTelling) -> Article | None:
        """The whole page that tells an event, or of which a part does."""
        return self._reading(telling.capture, telling.reading)

    def addresses(self, telling: ArticleTelling) -> list[str]:
        """Every address that an article is known by: its own, and those that led to it."""
        capture = self.capture(telling.capture)
        named = [telling.url, *((capture.url, capture.asked, *capture.redirects) if capture else ())]
        return list(dict.fromkeys(url for url in named if url))


def tie(store: Store, pages: Pages, decided: Standing, ids: Iterable[str]) -> None:
    """Tie to events the articles that tell them or that they cite, and keep who tells each, and what each adds.

    Args:
        store: the archive, in a transaction.
        pages: what was captured and read.
        decided: what editors decided.
        ids: of events, or of such as are merged into one: their articles tell that.
    """
    roots = sorted({decided.root(each) for each in ids})
    events = store.of_ids(roots)
    names = {root: (root, *decided.merged(root)) for root in roots}
    members = store.tellings.of_events([name for each in names.values() for name in each])
    changed = []
    for root in roots:
        tellings = [telling for name in names[root] for telling in members[name]]
        tied = root in events and _tie(store, pages, events[root], tellings)
        if _cover(store, pages, root, tellings) or tied:
            changed.append(root)
    if changed:
        store.touch(changed)


def _tie(store: Store, pages: Pages, event: Event, tellings: Iterable[ArticleTelling]) -> bool:
    """Tie articles to an event; whether that changes anything."""
    cited = {address_key(source.url): source.url for source in event.sources if source.url}
    urls: dict[str, str] = {}
    found: dict[str, list[ArticleTelling]] = defaultdict(list)
    for telling in tellings:
        under = [url for url in pages.addresses(telling) if address_key(url) in cited]
        for url in under or [telling.url or telling.reading]:
            urls[address_key(url)] = cited.get(address_key(url), url)
            found[address_key(url)].append(telling)
    for key, url in cited.items():
        if key not in found and (read := _read_from(store, url)):
            urls[key], found[key] = url, [read]
    made = {key: made for key, url in urls.items() if (made := _report(store, pages, event, url, found[key]))}
    if not made or made == {address_key(each.url): each for each in store.readings.reports(event.id)}:
        return False
    store.readings.drop_reports(event.id)
    store.readings.put_reports(event.id, list(made.values()))
    return True


def _cover(store: Store, pages: Pages, event_id: str, tellings: Collection[ArticleTelling]) -> bool:
    """Keep who tells an event, and what each adds; whether that changes anything."""
    ordered = sorted(tellings, key=lambda at: at.position)
    found = [(each, article) for each in ordered if (article := pages.article(each))]
    made = _encode(coverage(found)) if found else None
    if made == store.tellings.coverage(event_id):
        return False
    store.tellings.put_coverage(event_id, made)
    return True


def _read_from(store: Store, url: str) -> ArticleTelling | None:
    """The telling that was read from an address, or from where it led to; of a page in parts, the whole page."""
    if found := store.tellings.of_keys([address_key(url)]):
        return replace(found[0], blocks=())
    captures = store.capture_index.captures(url)[::-1]
    read = next((telling for each in captures for telling in store.tellings.of_capture(each.number)), None)
    return replace(read, blocks=()) if read else None


def _report(store: Store, pages: Pages, event: Event, url: str, tellings: Sequence[ArticleTelling]) -> Report | None:
    """What a page, or those parts of it that tell an event, brings to the event."""
    telling = tellings[0]
    article, capture = pages.article(telling), pages.capture(telling.capture)
    if article is None or capture is None:
        return None
    pictures = store.capture_index.captures(article.cover.url) if article.cover else []
    blocks = sorted({number for each in tellings for number in each.blocks})
    return report(event, article, capture, url=url, picture=pictures[-1].number if pictures else None, blocks=blocks)
