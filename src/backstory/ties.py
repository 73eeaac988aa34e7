"""Ties between events and the articles that tell them: what each brings to the page of its event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

import msgspec

from backstory.events.coverage import Imprint, coverage, imprint
from backstory.events.reports import report
from backstory.events.standing import Standing
from backstory.model import Article, Event, Report
from backstory.model_tellings import ArticleTelling, Coverage
from backstory.store.protocol import Store
from backstory.urls import address_key

#: Captures and articles that are kept in memory.
_KEPT = 500

_encode = msgspec.json.Encoder().encode
_pack = msgspec.msgpack.Encoder().encode
_coverage = msgspec.json.Decoder(Coverage)
_imprint = msgspec.msgpack.Decoder(Imprint)


class Pages:
    """What was captured and read, each asked for once. To be used within one transaction.

    Args:
        store: the archive.
    """

    def __init__(self, store: Store) -> None:
        #: The capture of a number, or None.
        self.capture = lru_cache(_KEPT)(store.capture_index.capture)
        self._reading = lru_cache(_KEPT)(store.readings.reading)
        self._tellings = store.tellings
        self._imprints: dict[tuple[str, int], Imprint] = {}

    def article(self, telling: ArticleTelling) -> Article | None:
        """The whole page that tells an event, or of which a part does."""
        return self._reading(telling.capture, telling.reading)

    def whole(self, telling: ArticleTelling) -> Article:
        """The same of one of which something is kept.

        Raises:
            KeyError: it is not there.
        """
        if (found := self.article(telling)) is None:
            raise KeyError(telling.reading)
        return found

    def addresses(self, telling: ArticleTelling) -> list[str]:
        """Every address that an article is known by: its own, and those that led to it."""
        capture = self.capture(telling.capture)
        named = [telling.url, *((capture.url, capture.asked, *capture.redirects) if capture else ())]
        return list(dict.fromkeys(url for url in named if url))

    def imprints(self, tellings: Sequence[ArticleTelling]) -> list[tuple[ArticleTelling, Imprint]]:
        """What is kept of articles, after each; of those that are new it is kept from now on."""
        held = self._imprints
        unread = [each for each in tellings if _at(each) not in held]
        kept = self._tellings.imprints([each.position for each in unread])
        held |= {_at(each): _imprint.decode(kept[each.position]) for each in unread if each.position in kept}
        fresh = {
            each: imprint(page, each.blocks, self.addresses(each))
            for each in unread
            if each.position not in kept and (page := self.article(each))
        }
        self._tellings.put_imprints({each.position: _pack(made) for each, made in fresh.items()})
        held |= {_at(each): made for each, made in fresh.items()}
        return [(each, held[_at(each)]) for each in tellings if _at(each) in held]


def tie(
    store: Store,
    pages: Pages,
    decided: Standing,
    ids: Iterable[str],
    *,
    members: Mapping[str, Sequence[ArticleTelling]] = MappingProxyType({}),
    same: Collection[str] = (),
) -> None:
    """Tie to events the articles that tell them or that they cite, and keep who tells each, and what each adds.

    Args:
        store: the archive, in a transaction.
        pages: what was captured and read.
        decided: what editors decided.
        ids: of events, or of such as are merged into one: their articles tell that.
        members: what tells some events, where that was asked for before.
        same: those of them that are called as they were when they were last tied: what was tied to them is left.
    """
    roots = sorted({decided.root(each) for each in ids})
    events = store.of_ids(roots)
    names = {root: (root, *decided.merged(root)) for root in roots}
    unread = [name for each in names.values() for name in each if name not in members]
    members = {**members, **store.tellings.of_events(unread)}
    changed = []
    for root in roots:
        tellings = sorted((telling for name in names[root] for telling in members[name]), key=lambda at: at.position)
        found = pages.imprints(tellings)
        tied = root in events and _tie(store, pages, events[root], found, root in same)
        if _cover(store, pages, root, found) or tied:
            changed.append(root)
    if changed:
        store.touch(changed)


def _tie(
    store: Store, pages: Pages, event: Event, tellings: Iterable[tuple[ArticleTelling, Imprint]], same: bool
) -> bool:
    """Tie articles to an event; whether that changes anything."""
    cited = {address_key(source.url): source.url for source in event.sources if source.url}
    urls: dict[str, str] = {}
    found: dict[str, list[ArticleTelling]] = defaultdict(list)
    for telling, known in tellings:
        under = [url for url in known.addresses if address_key(url) in cited]
        for url in under or [telling.url or telling.reading]:
            urls[address_key(url)] = cited.get(address_key(url), url)
            found[address_key(url)].append(telling)
    for key, url in cited.items():
        if key not in found and (read := _read_from(store, url)):
            urls[key], found[key] = url, [read]
    before = {address_key(each.url): each for each in store.readings.reports(event.id)}
    made: dict[str, Report] = {}
    for key, url in urls.items():
        stays = same and _is_of(before.get(key), url, found[key])
        if brought := before[key] if stays else _report(store, pages, event, url, found[key]):
            made[key] = brought
    if not made or made == before:
        return False
    if before.keys() - made.keys():
        store.readings.drop_reports(event.id)
        before = {}
    store.readings.put_reports(event.id, [each for key, each in made.items() if each != before.get(key)])
    return True


def _at(telling: ArticleTelling) -> tuple[str, int]:
    return telling.position, telling.capture


def _is_of(held: Report | None, url: str, tellings: Sequence[ArticleTelling]) -> bool:
    """Whether a report is what the whole page of some tellings brought to an event."""
    whole = held is not None and not held.within and not any(each.blocks for each in tellings)
    return held is not None and whole and (held.url, held.capture) == (url, tellings[0].capture)


def _cover(store: Store, pages: Pages, event_id: str, found: Sequence[tuple[ArticleTelling, Imprint]]) -> bool:
    """Keep who tells an event, and what each adds; whether that changes anything."""
    before = store.tellings.coverage(event_id)
    known = _coverage.decode(before) if before else None
    made = _encode(coverage(found, pages.whole, known)) if found else None
    if made == before:
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
