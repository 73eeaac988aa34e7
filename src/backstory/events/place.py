"""Listings find the event they tell, or open one.

Pure: what the archive knows is given, what it should then say is returned, with the reason.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace

from backstory.model import Event, Listing, Revision, Source, Telling
from backstory.urls import ascii_words, event_id, longer_slug, topic_key

#: Least likeness (Dice over words) of a changed wording to the one that stood on the same page.
SAME_PAGE = 0.5
#: The same where the two cite one address.
SAME_CITATION = 0.25
#: The same where a page says all that a list does and more, or the other way round.
SAME_DAY = 0.85


@dataclass(frozen=True, slots=True)
class Opened:
    """A listing tells an event that the archive has not had."""

    #: The new event.
    event: Event
    #: Why it is taken for new.
    because: str = "no event of that day tells this"


@dataclass(frozen=True, slots=True)
class Joined:
    """A listing tells an event that the archive has."""

    #: The event as it is to stand.
    event: Event
    #: Whether that differs from how it stood.
    changed: bool
    #: Why the two are taken for one.
    because: str


Decision = Opened | Joined


def place(
    listings: Sequence[Listing], known: Iterable[Event], *, whole: bool, source: str, recorded: dt.datetime
) -> list[Decision]:
    """Decide for each listing which event it tells.

    Exact agreement goes first (permanent id, the list's own id, the same words on the same day), then likeness, the
    closest pair first, so that the answer does not depend on the order of the listings.

    Args:
        listings: what a source lists.
        known: the archive's events of their days, and those that have one of their permanent or external ids.
        whole: whether they are all that their source has of their days.
        source: name of the source, for the record of a change.
        recorded: now, aware.

    Returns:
        One decision for each event told; listings of one day in the same words tell one event.
    """
    once = _without_repeats(listings)
    events = {event.id: event for event in known}
    joined = _exact(once, events)
    found = {event_id for event_id, _ in joined.values()}
    left = [event for event in events.values() if event.id not in found]
    joined |= _alike([(at, listing) for at, listing in enumerate(once) if at not in joined], left, whole)
    taken = set(events)
    decisions: list[Decision] = []
    for at, listing in enumerate(once):
        if at in joined:
            event_id, because = joined[at]
            decisions.append(_join(events[event_id], listing, because, source, recorded))
        else:
            opened = _open(listing, taken)
            taken.add(opened.event.id)
            decisions.append(opened)
    return decisions


def _without_repeats(listings: Sequence[Listing]) -> list[Listing]:
    """Each event of a source once: one told twice in the same words has the topics and sources of both."""
    first: dict[tuple[dt.date, str], Listing] = {}
    for listing in listings:
        key = (listing.day, _words(listing))
        standing = first.setdefault(key, listing)
        if standing is not listing:
            topics = {topic_key(topic): topic for topic in (*listing.topics, *standing.topics)}
            order = dict.fromkeys(map(topic_key, (*standing.topics, *listing.topics)))
            first[key] = replace(
                standing,
                topics=tuple(topics[each] for each in order),
                sources=tuple(dict.fromkeys((*standing.sources, *listing.sources))),
            )
    return list(first.values())


def _exact(listings: Sequence[Listing], events: dict[str, Event]) -> dict[int, tuple[str, str]]:
    """For the number of a listing, the id of the event that it plainly tells, and why; each event once."""
    by_external = {(_origin(event), event.external_id): event.id for event in events.values() if event.external_id}
    by_words = {(event.day, _words(event)): event.id for event in events.values()}
    joined: dict[int, tuple[str, str]] = {}
    found: set[str] = set()

    def join(at: int, event_id: str | None, because: str) -> None:
        if event_id is not None and at not in joined and event_id not in found:
            joined[at] = (event_id, because)
            found.add(event_id)

    for at, listing in enumerate(listings):
        join(at, listing.id if listing.id in events else None, "same permanent id")
    for at, listing in enumerate(listings):
        join(at, by_words.get((listing.day, _words(listing))), "same words on the same day")
    for at, listing in enumerate(listings):
        if listing.external_id:
            join(at, by_external.get((_origin(listing), listing.external_id)), "same id in the same list")
    return joined


def _alike(listings: Sequence[tuple[int, Listing]], events: Sequence[Event], whole: bool) -> dict[int, tuple[str, str]]:
    """The same for listings whose words have changed, the closest pair first."""
    by_day: dict[dt.date, list[tuple[Event, Counter[str]]]] = defaultdict(list)
    for event in events:
        by_day[event.day].append((event, _bag(event)))
    pairs = [
        (-likeness, event.id, at, because)
        for at, listing in listings
        if listing.id is None
        for bag in [_bag(listing)]
        for event, theirs in by_day[listing.day]
        for likeness, because in _likeness(listing, event, bag, theirs, whole)
    ]
    joined: dict[int, tuple[str, str]] = {}
    found: set[str] = set()
    for _, known_id, at, because in sorted(pairs):
        if at not in joined and known_id not in found:
            joined[at] = (known_id, because)
            found.add(known_id)
    return joined


def _likeness(
    listing: Listing, event: Event, ours: Counter[str], theirs: Counter[str], whole: bool
) -> Iterator[tuple[float, str]]:
    """How alike two tellings of one day are, if that is enough to take them for one.

    Of a page that is the whole of its day, a wording that is gone from it and a like one that is new are one event
    corrected. A list that was made from such pages may say less or more of it, a citation left in the text
    say; where each has a word that the other lacks (a place, a number), they are two events, however alike the rest.
    """
    same_page = whole and _origin(listing) == _origin(event)
    if not same_page and _addressed(listing) == _addressed(event):
        return
    dice = 2 * (ours & theirs).total() / max(ours.total() + theirs.total(), 1)
    if same_page and dice >= SAME_CITATION and _addresses(listing.sources) & _addresses(event.sources):
        yield dice, "the same page cites the same report in nearly the same words"
    elif same_page and dice >= SAME_PAGE:
        yield dice, "nearly the same words on the same page"
    elif dice >= SAME_DAY and _addressed(listing) != _addressed(event) and not (ours - theirs and theirs - ours):
        yield dice, "the same words on the same day, and few more"


def _join(event: Event, listing: Listing, because: str, source: str, recorded: dt.datetime) -> Joined:
    """The event with what the listing brings, and its old telling kept if that changes it."""
    then = event.telling()
    now = _merged(event, listing)
    if now == then:
        return Joined(event, False, because)
    revision = Revision(recorded=recorded, because=source, telling=then)
    return Joined(_event(event.id, now, (*event.revisions, revision)), True, because)


def _merged(event: Event, listing: Listing) -> Telling:
    """What the event says once the listing is heard.

    The page that an event came from may correct it, and a page with an address outranks a list without one; any other
    source only adds what the event has no word of. So adding sources again, in any order, changes nothing.
    """
    ours, theirs = event.telling(), listing.telling()
    authority = (
        listing.id == event.id or _origin(listing) == _origin(event) or (_addressed(listing) and not _addressed(event))
    )
    top, base = (theirs, ours) if authority else (ours, theirs)
    return replace(
        top,
        summary=top.summary or base.summary,
        image=top.image or base.image,
        external_id=ours.external_id or theirs.external_id,
    )


def _open(listing: Listing, taken: set[str]) -> Opened:
    new_id = listing.id or event_id(listing.day, listing.headline)
    if new_id in taken:
        new_id = f"{listing.day.isoformat()}/{longer_slug(listing.headline)}"
    return Opened(_event(new_id, listing.telling(), listing.revisions))


_FIELDS = tuple(field.name for field in fields(Telling))


def _event(event_id: str, telling: Telling, revisions: tuple[Revision, ...]) -> Event:
    return Event(id=event_id, revisions=revisions, **{name: getattr(telling, name) for name in _FIELDS})


def _words(telling: Telling) -> str:
    return ascii_words(telling.headline) or telling.headline


def _bag(telling: Telling) -> Counter[str]:
    return Counter(ascii_words(telling.headline).split("-"))


def _origin(telling: Telling) -> str | None:
    return telling.origin.name if telling.origin else None


def _addressed(telling: Telling) -> bool:
    return telling.origin is not None and telling.origin.url is not None


def _addresses(sources: tuple[Source, ...]) -> set[str]:
    return {source.url for source in sources if source.url}
