"""Following feeds and sitemaps: which are due, what is new in them, and which have fallen silent.

A feed is asked about as often as it publishes. What it has brought so far, and what it answered, is its state, a record
that the archive keeps; everything here makes a new state out of an old one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from backstory.errors import FetchRefused, SourceError, SourceNotFound, SourceUnreadable
from backstory.intake.feeds import read_feed
from backstory.intake.items import Item
from backstory.intake.kinds import Kind, kind_of
from backstory.intake.parallel import by_host
from backstory.intake.responses import NotModified, Response
from backstory.intake.sitemaps import read_sitemap
from backstory.intake.web import Web
from backstory.model import FeedState
from backstory.times import long_day

#: Shortest and longest time between two looks at a feed that answers, and the longest at one that does not.
SHORTEST, LONGEST = dt.timedelta(minutes=15), dt.timedelta(days=1)
LONGEST_AFTER_FAILURE = dt.timedelta(days=7)

#: A feed has fallen silent when nothing new came for so many times its rhythm, or for so many times the longest pause
#: that is seen in it, whichever is longer; and never before this much time.
SILENT_RHYTHMS, SILENT_PAUSES, SILENT_LEAST = 5, 2, dt.timedelta(days=2)

#: Sitemaps of an index that are read at each look, those that changed last.
MOST_SITEMAPS = 10


class Result(StrEnum):
    """How a look at a feed ended."""

    #: There are new items.
    NEW = "new"
    #: It was read, and has nothing new.
    NOTHING_NEW = "nothing new"
    #: Its server says that it is as it was.
    UNCHANGED = "unchanged"
    #: Its server or robots.txt does not give it.
    REFUSED = "refused"
    #: There is nothing at its address.
    GONE = "gone"
    #: It could not be had, or not be read.
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What a look at a feed brought."""

    #: The address that was looked at.
    asked: str
    #: How it ended.
    result: Result
    #: The state from now on.
    state: FeedState
    #: The items that are new, in the order of the feed.
    items: tuple[Item, ...] = ()
    #: Why it failed; None where it did not.
    error: SourceError | None = None
    #: What the owner should know: that it has fallen silent, speaks again, or has moved for good.
    note: str | None = None
    #: What was answered, to be kept as evidence; None where nothing was.
    response: Response | None = None


def followed(address: str, *, because: str, now: dt.datetime) -> FeedState:
    """The state of a feed or sitemap that is followed from now on; it is due at once.

    Args:
        address: its address.
        because: why it is in the archive, in plain words.
        now: the instant.
    """
    return FeedState(address=address, because=because, due=now)


def due(states: Iterable[FeedState], now: dt.datetime) -> list[FeedState]:
    """The feeds that are to be looked at, the longest overdue first."""
    return sorted((state for state in states if state.due <= now), key=lambda state: (state.due, state.address))


def poll_all(web: Web, states: Sequence[FeedState], now: Callable[[], dt.datetime]) -> Iterator[Polled]:
    """Look at feeds, several servers at once.

    Args:
        web: how they are asked.
        states: the feeds.
        now: the clock.

    Yields:
        What each brought, in the order in which they answer.
    """
    work = by_host(
        states, lambda each: each.address, lambda each: poll(web, each, now()), workers=web.settings.hosts_at_once
    )
    return (polled for _, polled in work)


def poll(web: Web, state: FeedState, now: dt.datetime) -> Polled:
    """Look at a feed or sitemap.

    At the first look, all of its items are new.

    Args:
        web: how it is asked.
        state: what is known of it.
        now: the instant.
    """
    try:
        answer = web.renew(state.address, etag=state.etag, modified=state.modified)
    except SourceError as error:
        return _failed(state, error, now, robots=web.robots(state.address).because)
    return take(web, state, answer, now)


def take(web: Web, state: FeedState, answer: Response | NotModified, now: dt.datetime) -> Polled:
    """What an answer says of a feed or sitemap.

    Args:
        web: how the sitemaps of an index are asked.
        state: what is known of it.
        answer: what came of asking for it.
        now: the instant.
    """
    try:
        title, items = (state.title, ()) if isinstance(answer, NotModified) else _read(web, answer)
    except SourceError as error:
        return _failed(state, error, now, robots=web.robots(state.address).because)
    checked = replace(
        state,
        checked=now,
        succeeded=now,
        failures=0,
        error=None,
        title=title or state.title,
        robots=web.robots(state.address).because,
    )
    if isinstance(answer, NotModified):
        known = replace(checked, newest=state.newest or now)
        return _settled(Polled(asked=state.address, result=Result.UNCHANGED, state=known), state, now)
    fresh = tuple(item for item in items if _hash(item) not in state.seen)
    known = replace(
        _timed(checked, items, fresh, now),
        address=answer.moved_to or state.address,
        etag=answer.etag,
        modified=answer.modified,
        seen=frozenset(map(_hash, items)),
    )
    result = Result.NEW if fresh else Result.NOTHING_NEW
    return _settled(Polled(asked=state.address, result=result, state=known, items=fresh, response=answer), state, now)


def again(state: FeedState, items: Iterable[Item]) -> FeedState:
    """The state with some items forgotten, so that the next look brings them as new ones.

    Args:
        state: the state that a look gave.
        items: items of that look of which the pages could not be had.
    """
    # Without the tags, as the server would say that nothing changed.
    return replace(state, seen=state.seen - set(map(_hash, items)), etag=None, modified=None)


# -- one look


def _read(web: Web, answer: Response) -> tuple[str | None, tuple[Item, ...]]:
    """Title and items of what was answered.

    Raises:
        SourceError: it is neither a feed nor a sitemap, or of an index none of the sitemaps can be had.
    """
    kind = kind_of(answer.body)
    if kind is Kind.FEED:
        feed = read_feed(answer.body, source=answer.asked, url=answer.url, content_type=answer.content_type)
        return feed.title, feed.items
    if kind is not Kind.SITEMAP:
        raise SourceUnreadable(answer.asked, "neither a feed nor a sitemap")
    sitemap = read_sitemap(answer.body, source=answer.asked, url=answer.url)
    items = list(sitemap.items)
    failure: SourceError | None = None
    latest = sorted(sitemap.sitemaps, key=lambda item: item.updated.edtf if item.updated else "", reverse=True)
    for url in [part.url for part in latest[:MOST_SITEMAPS] if part.url]:
        try:
            items += read_sitemap(web.get(url).body, source=url, url=url).items
        except SourceError as error:
            failure = error
    if failure and not items:
        raise failure
    return None, tuple(items)


def _failed(state: FeedState, error: SourceError, now: dt.datetime, *, robots: str) -> Polled:
    result = Result.GONE if isinstance(error, SourceNotFound) else Result.FAILED
    if isinstance(error, FetchRefused):
        result = Result.REFUSED
    failed = replace(state, checked=now, failures=state.failures + 1, error=error.reason, robots=robots)
    return _settled(Polled(asked=state.address, result=result, state=failed, error=error), state, now)


def _settled(polled: Polled, before: FeedState, now: dt.datetime) -> Polled:
    """The look with what follows from it: when the next one is due, and what there is to be said."""
    state = polled.state
    silent_since = state.newest if _is_silent(state, now) else None
    settled = replace(state, due=now + _interval(state, polled.result, now), silent_since=silent_since)
    notes = []
    if settled.address != before.address:
        notes.append(f"it has moved for good, to {settled.address}")
    if silent_since and not before.silent_since:
        notes.append(f"it has fallen silent: nothing new since {long_day(silent_since.date())}, {_usually(state)}")
    if before.silent_since and not silent_since:
        notes.append(f"it speaks again: it was silent since {long_day(before.silent_since.date())}")
    return replace(polled, state=settled, note="; ".join(notes) or None)


# -- time


def _timed(state: FeedState, items: Sequence[Item], fresh: Sequence[Item], now: dt.datetime) -> FeedState:
    """The state with what the dates of the items tell, or where they have none, the time at which they came."""
    # What is dated in the future says nothing of the past.
    moments = sorted({moment for item in items if (moment := _moment(item)) and moment <= now})
    gaps = sorted(later - earlier for earlier, later in pairwise(moments))
    newest = moments[-1] if moments else now if fresh else None
    rhythm, pause = state.rhythm, state.pause
    if len(gaps) > 1:
        rhythm, pause = gaps[len(gaps) // 2], gaps[-1]
    elif not moments and fresh and state.newest:
        gap = now - state.newest
        rhythm, pause = (3 * (rhythm or gap) + gap) / 4, max(pause or gap, gap)
    known = [moment for moment in (state.newest, newest) if moment]
    return replace(state, newest=max(known, default=now), rhythm=rhythm, pause=pause)


def _moment(item: Item) -> dt.datetime | None:
    """When an item was published or changed; without a zone, as if it were UTC."""
    date = item.published or item.updated
    if date is None or date.day is None:
        return None
    moment = dt.datetime.fromisoformat(date.edtf)
    try:
        return moment.replace(tzinfo=moment.tzinfo or dt.UTC).astimezone(dt.UTC)
    except OverflowError:
        return None


def _interval(state: FeedState, result: Result, now: dt.datetime) -> dt.timedelta:
    """How long to leave a feed alone."""
    if state.failures:
        first = LONGEST if result in (Result.GONE, Result.REFUSED) else SHORTEST
        return min(first * (1 << min(state.failures - 1, 16)), LONGEST_AFTER_FAILURE)
    # One that is quiet is asked less and less often.
    quiet = (now - (state.newest or now)) / _QUIET_LOOKS
    return min(max(state.rhythm or SHORTEST, quiet, SHORTEST), LONGEST)


def _is_silent(state: FeedState, now: dt.datetime) -> bool:
    if not state.newest or not state.rhythm:
        return False
    pause = state.pause or state.rhythm
    return now - state.newest > max(SILENT_RHYTHMS * state.rhythm, SILENT_PAUSES * pause, SILENT_LEAST)


def _usually(state: FeedState) -> str:
    hours = (state.rhythm or SILENT_LEAST) / dt.timedelta(hours=1)
    rhythm = (
        f"{hours / 24:.0f} days" if hours >= 48 else f"{hours:.0f} hours" if hours >= 2 else f"{hours * 60:.0f} minutes"
    )
    return f"and usually something comes every {rhythm}"


def _hash(item: Item) -> str:
    return hashlib.sha256((item.key or "").encode("utf-8", "replace")).hexdigest()[:16]


#: Looks at a feed in the time for which it has been quiet.
_QUIET_LOOKS = 10
