"""Indexes of sitemaps that are followed: which of their sitemaps must be asked again, and what they say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from backstory.errors import SourceError
from backstory.intake.items import Item
from backstory.intake.responses import NotModified, Response
from backstory.intake.sitemaps import read_sitemap
from backstory.intake.web import Web
from backstory.model_feeds import SitemapState

#: Sitemaps of an index that are followed, those that changed last.
MOST_SITEMAPS = 10

#: A day without a zone has passed everywhere so long after its beginning in UTC: zones reach from +14 to -12 hours.
_DAY_EVERYWHERE = dt.timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the sitemaps of an index after a look at it."""

    #: What is known of it, but for what its items say.
    state: SitemapState
    #: What it answered, and its items; None where it is as it was, or could not be had.
    response: Response | None = None
    items: tuple[Item, ...] = ()


def entries_of(states: Iterable[SitemapState]) -> list[tuple[str, str | None]]:
    """The sitemaps that an index named when it was last read, each with the time of its last change."""
    return [(state.address, state.changed) for state in states]


def latest(sitemaps: Sequence[Item]) -> list[tuple[str, str | None]]:
    """The sitemaps of an index that are followed, each with the time of its last change as the index says it."""
    entries = [(item.url, item.updated.edtf if item.updated else None) for item in sitemaps if item.url]
    return sorted(entries, key=lambda entry: entry[1] or "", reverse=True)[:MOST_SITEMAPS]


def look_at(
    web: Web, entries: Iterable[tuple[str, str | None]], states: Iterable[SitemapState], now: dt.datetime
) -> list[Part]:
    """Look at those sitemaps of an index that may have changed.

    One that could not be had stays as it was known, and is asked for again at the next look.

    Args:
        web: how they are asked.
        entries: address and last change of each.
        states: what is known of them.
        now: the instant.

    Returns:
        Each that is known now.

    Raises:
        SourceError: none of them can be had, and none was before.
    """
    known = {state.address: state for state in states}
    parts: list[Part] = []
    failure: SourceError | None = None
    for url, changed in entries:
        before = known.get(url)
        if before and _is_as_it_was(before, changed):
            parts.append(Part(before))
            continue
        try:
            parts.append(_asked(web, before or SitemapState(address=url, read=now), changed, now))
        except SourceError as error:
            failure = error
            parts += [Part(before)] if before else []
    if failure and not parts:
        raise failure
    return parts


def _is_as_it_was(state: SitemapState, changed: str | None) -> bool:
    """Whether the time of its last change tells that a sitemap has nothing new since it was read."""
    if changed is None or changed != state.changed:
        return False
    if "T" in changed:
        return True
    # It may have changed again on the same day.
    return len(changed) == len("2022-03-29") and state.read >= _midnight(changed) + _DAY_EVERYWHERE


def _midnight(day: str) -> dt.datetime:
    return dt.datetime.combine(dt.date.fromisoformat(day), dt.time(), dt.UTC)


def _asked(web: Web, state: SitemapState, changed: str | None, now: dt.datetime) -> Part:
    answer = web.renew(state.address, etag=state.etag, modified=state.modified)
    state = replace(state, changed=changed, read=now)
    if isinstance(answer, NotModified):
        return Part(state)
    sitemap = read_sitemap(answer.body, source=state.address, url=answer.url)
    return Part(replace(state, etag=answer.etag, modified=answer.modified), answer, sitemap.items)
