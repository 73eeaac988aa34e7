"""Ties between events and the articles that tell them: what each brings to the page of its event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import msgspec

from backstory.events.coverage import coverage
from backstory.events.reports import report
from backstory.events.standing import Standing
from backstory.model import Event, Report
from backstory.model_tellings import ArticleTelling
from backstory.store.protocol import Store
from backstory.urls import address_key

_encode = msgspec.json.Encoder().encode


def tie(store: Store, decided: Standing, event_id: str) -> None:
    """Tie to an event the articles that tell it or that it cites, also those of the events merged into it.

    Args:
        store: the archive, in a transaction.
        decided: what editors decided.
        event_id: the event, or one that is merged into it.
    """
    root = decided.root(event_id)
    event = store.event(root)
    if event is None:
        return
    cited = {address_key(source.url): source.url for source in event.sources if source.url}
    urls: dict[str, str] = {}
    found: dict[str, list[ArticleTelling]] = defaultdict(list)
    for name in (root, *decided.merged(root)):
        for telling in store.tellings.of_event(name):
            under = [url for url in addresses(store, telling) if address_key(url) in cited]
            for url in under or [telling.url or telling.reading]:
                urls[address_key(url)] = cited.get(address_key(url), url)
                found[address_key(url)].append(telling)
    for key, url in cited.items():
        if key not in found and (read := _read_from(store, url)):
            urls[key], found[key] = url, [read]
    made = {key: made for key, url in urls.items() if (made := _report(store, event, url, found[key]))}
    known = store.readings.reports(root)
    if made and {address_key(each.url): each for each in known} != made:
        store.readings.drop_reports(root)
        store.readings.put_reports(root, list(made.values()))
        store.touch([root])


def cover(store: Store, decided: Standing, event_id: str) -> None:
    """Keep who tells an event, and what each adds.

    Args:
        store: the archive, in a transaction.
        decided: what editors decided.
        event_id: the event, or one that is merged into it.
    """
    root = decided.root(event_id)
    names = (root, *decided.merged(root))
    tellings = sorted((each for name in names for each in store.tellings.of_event(name)), key=lambda at: at.position)
    articles = [(each, store.readings.reading(each.capture, each.reading)) for each in tellings]
    found = [(each, article) for each, article in articles if article]
    made = _encode(coverage(found)) if found else None
    if made != store.tellings.coverage(root):
        store.tellings.put_coverage(root, made)
        store.touch([root])


def addresses(store: Store, telling: ArticleTelling) -> list[str]:
    """Every address that an article is known by: its own, and those that led to it."""
    capture = store.capture_index.capture(telling.capture)
    named = [telling.url, *((capture.url, capture.asked, *capture.redirects) if capture else ())]
    return list(dict.fromkeys(url for url in named if url))


def _read_from(store: Store, url: str) -> ArticleTelling | None:
    """The telling that was read from an address, or from where it led to; of a page in parts, the whole page."""
    if found := store.tellings.of_keys([address_key(url)]):
        return replace(found[0], blocks=())
    captures = store.capture_index.captures(url)[::-1]
    read = next((telling for each in captures for telling in store.tellings.of_capture(each.number)), None)
    return replace(read, blocks=()) if read else None


def _report(store: Store, event: Event, url: str, tellings: Sequence[ArticleTelling]) -> Report | None:
    """What a page, or those parts of it that tell an event, brings to the event."""
    telling = tellings[0]
    article = store.readings.reading(telling.capture, telling.reading)
    capture = store.capture_index.capture(telling.capture)
    if article is None or capture is None:
        return None
    pictures = store.capture_index.captures(article.cover.url) if article.cover else []
    blocks = sorted({number for each in tellings for number in each.blocks})
    return report(event, article, capture, url=url, picture=pictures[-1].number if pictures else None, blocks=blocks)
