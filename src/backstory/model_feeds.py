"""What is known of the feeds and sitemaps that are followed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapState:
    """What is known of one of the sitemaps of an index that is followed."""

    #: Its address.
    address: str
    #: When it was last read, or was said to be as it was; aware and in UTC.
    read: dt.datetime
    #: When the index says that it was last changed, in EDTF; None where it does not say.
    changed: str | None = None
    #: `ETag` and `Last-Modified` of its last answer, for the next request.
    etag: str | None = None
    modified: str | None = None
    #: Short hashes of the pages that it named, and of what it said of each.
    seen: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What is known of a feed or sitemap that is followed. Instants are aware and in UTC."""

    #: Its address now.
    address: str
    #: Why it is in the archive, in plain words: who added it, which list or page names it.
    because: str
    #: When it is to be looked at next.
    due: dt.datetime
    #: Its title; None before it was read.
    title: str | None = None
    #: `ETag` and `Last-Modified` of its last answer, for the next request.
    etag: str | None = None
    modified: str | None = None
    #: When it was last looked at, and when that last succeeded.
    checked: dt.datetime | None = None
    succeeded: dt.datetime | None = None
    #: When its newest item was published, or was first seen where it does not say.
    newest: dt.datetime | None = None
    #: Usual time between two items, and the longest, as far as its items tell.
    rhythm: dt.timedelta | None = None
    pause: dt.timedelta | None = None
    #: Failures since it last succeeded.
    failures: int = 0
    #: Why the last look failed; None where it did not.
    error: str | None = None
    #: What its server's robots.txt says of it; None where it was never asked.
    robots: str | None = None
    #: Since when it has brought nothing new, once that is far longer than usual; None before.
    silent_since: dt.datetime | None = None
    #: Short hashes of the items that it had when it was last read.
    seen: frozenset[str] = frozenset()
    #: Short hashes of what it said of each of them; None where an older version read it.
    told: frozenset[str] | None = None
    #: Of an index of sitemaps, those that are read.
    sitemaps: tuple[SitemapState, ...] = ()
