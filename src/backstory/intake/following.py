"""Following feeds and sitemaps: which are due, what is new in them, and which have fallen silent.

A feed is asked about as often as it publishes. What it has brought so far, and what it answered, is its state, a record
that the archive keeps; everything here makes a new state out of an old one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise

from backstory.errors import FetchRefused, SourceError, SourceNotFound, SourceUnreadable
from backstory.intake.feeds import read_feed
from backstory.intake.indexes import Part, entries_of, latest, look_at
from backstory.intake.items import Item
from backstory.intake.kinds import Kind, kind_of
from backstory.intake.parallel import by_host
from backstory.intake.responses import NotModified, Response
from backstory.intake.sitemaps import read_sitemap
from backstory.intake.web import Web
from backstory.model_feeds import FeedState, SitemapState
from backstory.times import long_day

#: Shortest and longest time between two looks at a feed that answers, and the longest at one that does not.
SHORTEST, LONGEST = dt.timedelta(minutes=15), dt.timedelta(days=1)
LONGEST_AFTER_FAILURE = dt.timedelta(days=7)

#: A feed has fallen silent when nothing new came for so many times its rhythm, or for so many times the longest pause
#: that is seen in it, whichever is longer; and never before this much time.
SILENT_RHYTHMS, SILENT_PAUSES, SILENT_LEAST = 5, 2, dt.timedelta(days=2)

#: So many items of one answer may have changed at once, whatever part of it they are.
MANY = 10


class Result(StrEnum):
    """How a look at a feed ended."""

    #: There are new items.
    NEW = "new"
    #: Some of its items say something else than before, and none is new.
    CHANGED = "changed"
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
class Brought:
    """What one answer brought: a feed, a sitemap, or one of the sitemaps of an index."""

    #: What was answered, to be kept as evidence.
    response: Response
    #: The items that are new, and those that were there before and say something else now, in its order.
    new: tuple[Item, ...] = ()
    changed: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What a look at a feed brought."""

    #: The address that was looked at.
    asked: str
    #: How it ended.
    result: Result
    #: The state from now on.
    state: FeedState
    #: What each answer brought that brought anything.
    brought: tuple[Brought, ...] = ()
    #: Why it failed; None where it did not.
    error: SourceError | None = None
    #: What the owner should know: that it has fallen silent, speaks again, or has moved for good.
    note: str | None = None

    @property
    def new(self) -> tuple[Item, ...]:
        """All items that are new."""
        return tuple(item for each in self.brought for item in each.new)

    @property
    def changed(self) -> tuple[Item, ...]:
        """All items that were there before and say something else now."""
        return tuple(item for each in self.brought for item in each.changed)


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
        read = _unread(web, state, now) if isinstance(answer, NotModified) else _read(web, state, answer, now)
    except SourceError as error:
        return _failed(state, error, now, robots=web.robots(state.address).because)
    checked = replace(
        state,
        checked=now,
        succeeded=now,
        failures=0,
        error=None,
        title=read.title or state.title,
        robots=web.robots(state.address).because,
    )
    brought = tuple(_brought(state, response, items) for response, items in read.answers)
    polled = Polled(asked=state.address, result=Result.UNCHANGED, state=checked, brought=tuple(filter(_any, brought)))
    if not brought:
        known = replace(checked, newest=state.newest or now, sitemaps=_kept(read.parts))
        return _settled(replace(polled, state=known), state, now)
    items = [item for _, items in read.answers for item in items]
    known = replace(_timed(checked, items, polled.new, now), sitemaps=_kept(read.parts))
    if isinstance(answer, Response):
        known = replace(
            known,
            address=answer.moved_to or state.address,
            etag=answer.etag,
            modified=answer.modified,
            seen=_keys(read.own),
            told=_versions(read.own),
        )
    result = Result.NEW if polled.new else Result.CHANGED if polled.changed else Result.NOTHING_NEW
    return _settled(replace(polled, result=result, state=known), state, now)


def again(state: FeedState, new: Iterable[Item], changed: Iterable[Item] = ()) -> FeedState:
    """The state with some items forgotten, so that the next look brings them as it did before.

    Args:
        state: the state that a look gave.
        new: new items of that look of which the pages could not be had.
        changed: changed items of that look of which the pages could not be had.
    """
    keys, versions = _keys(new), _versions(changed)
    if not keys and not versions:
        return state
    sitemaps = [
        part if part.seen.isdisjoint(keys) and part.told.isdisjoint(versions) else _forgetting(part, keys, versions)
        for part in state.sitemaps
    ]
    told = None if state.told is None else state.told - versions
    # Without the tags, as the server would say that nothing changed.
    return replace(state, seen=state.seen - keys, told=told, etag=None, modified=None, sitemaps=tuple(sitemaps))


def _forgetting(part: SitemapState, keys: frozenset[str], versions: frozenset[str]) -> SitemapState:
    return replace(part, seen=part.seen - keys, told=part.told - versions, changed=None, etag=None, modified=None)


# -- one look


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What a look read."""

    #: Each answer with its items: that of the address itself first, if it was sent anew.
    answers: Sequence[tuple[Response, tuple[Item, ...]]] = ()
    title: str | None = None
    #: Items of the address itself.
    own: tuple[Item, ...] = ()
    #: Of an index, its sitemaps.
    parts: Sequence[Part] = field(default_factory=tuple)


def _read(web: Web, state: FeedState, answer: Response, now: dt.datetime) -> _Reading:
    """What was answered, and what the sitemaps say that it names.

    Raises:
        SourceError: it is neither a feed nor a sitemap, or of an index none of the sitemaps can be had.
    """
    kind = kind_of(answer.body)
    if kind is Kind.FEED:
        feed = read_feed(answer.body, source=answer.asked, url=answer.url, content_type=answer.content_type)
        return _Reading(answers=[(answer, feed.items)], title=feed.title, own=feed.items)
    if kind is not Kind.SITEMAP:
        raise SourceUnreadable(answer.asked, "neither a feed nor a sitemap")
    sitemap = read_sitemap(answer.body, source=answer.asked, url=answer.url)
    parts = look_at(web, latest(sitemap.sitemaps), state.sitemaps, now)
    return _Reading(answers=[(answer, sitemap.items), *_answers(parts)], own=sitemap.items, parts=parts)


def _unread(web: Web, state: FeedState, now: dt.datetime) -> _Reading:
    """What the sitemaps say of an index that is as it was: it need not say when they changed."""
    parts = look_at(web, entries_of(state.sitemaps), state.sitemaps, now)
    return _Reading(answers=_answers(parts), parts=parts)


def _answers(parts: Iterable[Part]) -> list[tuple[Response, tuple[Item, ...]]]:
    return [(part.response, part.items) for part in parts if part.response]


def _kept(parts: Iterable[Part]) -> tuple[SitemapState, ...]:
    """The states of sitemaps, with what those say that were read."""
    return tuple(
        replace(part.state, seen=_keys(part.items), told=_versions(part.items)) if part.response else part.state
        for part in parts
    )


def _brought(state: FeedState, response: Response, items: Sequence[Item]) -> Brought:
    """Which items of an answer are new, and which say something else than before.

    Where more than half do, and more than `MANY`, it is not the pages that changed: programs that date every entry by
    the moment at which they write the feed are common, most of all in sitemaps.
    """
    seen = state.seen.union(*(part.seen for part in state.sitemaps))
    told = None if state.told is None else state.told.union(*(part.told for part in state.sitemaps))
    new: list[Item] = []
    changed: list[Item] = []
    for item in items:
        if _hash(item.key) not in seen:
            new.append(item)
        elif told is not None and _version(item) not in told:
            changed.append(item)
    if len(changed) > MANY and 2 * len(changed) > len(items) - len(new):
        changed = []
    return Brought(response=response, new=tuple(new), changed=tuple(changed))


def _any(brought: Brought) -> bool:
    return bool(brought.new or brought.changed)


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


def _keys(items: Iterable[Item]) -> frozenset[str]:
    return frozenset(_hash(item.key) for item in items)


def _versions(items: Iterable[Item]) -> frozenset[str]:
    return frozenset(map(_version, items))


def _version(item: Item) -> str:
    """What an item says, as a short hash: another one where its words, its dates or its address are others."""
    dates = (date.edtf if date else "" for date in (item.published, item.updated))
    return _hash("\0".join((item.key or "", item.url or "", item.title or "", item.summary or "", *dates)))


def _hash(words: str | None) -> str:
    return hashlib.sha256((words or "").encode("utf-8", "replace")).hexdigest()[:16]


#: Looks at a feed in the time for which it has been quiet.
_QUIET_LOOKS = 10
