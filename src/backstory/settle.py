"""Which event each article tells, in the store: decided as articles and events come, the same in whatever order.

Articles are decided on in the order of their positions (`ArticleTelling.position`): each among the events that are
listed around its day and those that articles before it tell. When one comes in between, those after it that could find
it, or an event that it changes, are decided on again. Then events between which an article was in doubt are looked at
together (`regroup`). So the archive holds at every time what it would hold had everything been there from the start.
"""

from __future__ import annotations

import datetime as dt
from bisect import insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from heapq import heappop, heappush
from itertools import chain

import msgspec

from backstory.arrival import tellings_of
from backstory.corrections import put_told, standing, told, told_all
from backstory.errors import ArchiveError
from backstory.events.decide import Joined, resolve
from backstory.events.digest import part_of
from backstory.events.index import Entry, candidates, keys
from backstory.events.likeness import dot
from backstory.events.profile import FIRST, LATEST, Profile
from backstory.events.standing import Standing
from backstory.events.traits import Traits
from backstory.events.traits import told as told_traits
from backstory.events.when import happened
from backstory.listed import ListedEvents
from backstory.model import Article, Capture, Event, Origin, Revision, Source
from backstory.model_corrections import CorrectionKind, Redirect, in_force
from backstory.model_tellings import PUBLISHED, UNDECIDED, ArticleTelling, Verdict, VerdictKind
from backstory.regroup import regrouped
from backstory.store.protocol import Store, Under
from backstory.stories.belonging import with_derived
from backstory.ties import Pages, tie
from backstory.urls import address_key, event_id, longer_slug

#: A page with fewer words of its own is taken for no report.
LEAST_WORDS = 20
#: Listed events are looked for from so many days before an article's day to so many after it.
LISTED_BEFORE, LISTED_AFTER = dt.timedelta(days=14), dt.timedelta(days=2)
#: Tellings under one word that are looked at: the last before the article.
NEIGHBOURS = 60
#: Tellings of which is kept in memory what they are known by.
KNOWN = 4_000

#: The verdicts that make an event of an article.
_OPENING = (VerdictKind.OPENED, VerdictKind.SPLIT)
#: Those of an editor who keeps an event apart from another.
_PARTING = (VerdictKind.SPLIT, VerdictKind.KEPT)

_traits = msgspec.msgpack.Decoder(Traits)
_encode = msgspec.msgpack.Encoder().encode


class Settler:
    """Decides which event each article tells. Works within a transaction of the store.

    Args:
        store: the archive.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._index = store.tellings
        self._listed = ListedEvents(store)
        self._pages = Pages(store)
        self._known: dict[str, Traits] = {}
        self._bases: dict[str, tuple[Traits, ...]] = {}
        #: What the tables say of events: asked again for every article that may tell them.
        self._told_by: dict[str, list[ArticleTelling]] = {}
        self._openings: dict[str, bool] = {}
        #: Positions to be decided on, the first first; those that must be, whatever they said.
        self._due: list[str] = []
        self._queued: set[str] = set()
        #: Events of which something has changed; those that may be one with others than before.
        self._changed: set[str] = set()
        self._parted: set[str] = set()
        #: Listed events that say something else than when they were last tied.
        self._retold: set[str] = set()
        #: The tellings that had opened events which they tell no longer.
        self._leaders: dict[str, ArticleTelling] = {}
        self._pins: dict[str, tuple[str, Verdict]] | None = None
        self._decided: Standing | None = None

    def add(self, article: Article, capture: Capture) -> str:
        """Take an article in, to be decided on. A newer capture of its address takes the place of an older one.

        Args:
            article: what was read.
            capture: from which capture.

        Returns:
            The key that its tellings are found by.
        """
        made = tellings_of(article, capture)
        key = made[0][0].key
        held = self._index.of_keys([key])
        if held:
            same = {each.position for each in held} == {each.position for each, _ in made}
            if same or self._captured(held[0].capture) > capture.captured:
                return key
        for each in held:
            self._forget(each)
        for each, known in made:
            if len(self._known) < KNOWN:
                self._known[each.position] = known
            self._index.put(each, _encode(known), keys(known))
        self._push(each.position for each, _ in made)
        return key

    def listed(self, events: Iterable[Event]) -> None:
        """Hear that listed events are new or say something else: articles that may tell them are decided on again."""
        last = self._index.last()
        if last is None:
            return
        found = list(events)
        for each in self._index.opened(event.id for event in found):
            self._close(each)
        for event in found:
            self._listed.forget(event.day)
            self._bases.pop(event.id, None)
            self._retold.add(event.id)
            if self._index.coverage(event.id):
                self._changed.add(event.id)
            cited = [address_key(source.url) for source in event.sources if source.url]
            self._push(each.position for each in self._index.of_keys(cited))
            self._push(each.position for each in self._members(event.id))
            self._parted.add(event.id)
            first, final = event.day - LISTED_AFTER, event.day + LISTED_BEFORE
            until = f"{final.isoformat()}|~"
            self._push(self._index.sharing(keys(told_traits(event)), first.isoformat(), until))

    def again(self, keys_: Iterable[str]) -> None:
        """Decide again on the articles of some addresses (`urls.address_key`)."""
        self._push(each.position for each in self._index.of_keys(keys_))

    def restart(self, articles: Iterable[tuple[Article, Capture]]) -> None:
        """Decide on everything anew.

        Args:
            articles: all that were read, with their captures.
        """
        leaders = {name: found[0] for name in self._index.opened() if (found := self._index.of_event(name))}
        self._index.clear()
        self._told_by.clear()
        for article, capture in articles:
            self.add(article, capture)
        self.settle()
        for name in sorted(self._index.opened()):
            if not self._index.of_event(name):
                self._vanish(name, leaders.get(name))

    def _captured(self, number: int) -> dt.datetime:
        found = self._pages.capture(number)
        if found is None:
            raise ArchiveError(self._store.location, f"capture {number} is not in it")
        return found.captured

    def _forget(self, telling: ArticleTelling) -> None:
        self._spread(telling, [telling.alone.event])
        self._parted.update(self._index.perhaps(telling.position))
        self._index.drop(telling.position)
        self._leave(telling)

    def _leave(self, telling: ArticleTelling) -> None:
        """Take down that a telling may tell its event no longer."""
        if event := telling.verdict.event:
            self._changed.add(event)
            if telling.verdict.kind in _OPENING:
                self._leaders.setdefault(event, telling)
        if strand := telling.alone.event:
            self._told_by.pop(strand, None)
            self._parted.add(strand)

    def _push(self, positions: Iterable[str]) -> None:
        for position in positions:
            if position not in self._queued:
                self._queued.add(position)
                heappush(self._due, position)

    # -- deciding

    def settle(self) -> None:
        """Decide on all that is due, and bring the events up to date with what was decided."""
        while self._due:
            position = heappop(self._due)
            self._queued.discard(position)
            telling = self._index.at(position)
            if telling is None:
                continue
            verdict, perhaps = self._verdict(telling)
            before = telling.alone
            doubted = self._index.perhaps(position) if before != UNDECIDED else {}
            if (verdict, perhaps) == (before, doubted):
                continue
            self._leave(telling)
            self._index.decide(position, verdict, perhaps)
            self._parted |= doubted.keys() | perhaps.keys()
            if verdict.event:
                if (members := self._told_by.get(verdict.event)) is not None:
                    insort(members, replace(telling, verdict=verdict, alone=verdict), key=_position)
                self._changed.add(verdict.event)
                self._parted.add(verdict.event)
            opens = verdict != before and VerdictKind.OPENED in (verdict.kind, before.kind)
            if opens or verdict.event != before.event:
                self._spread(telling, [before.event, verdict.event])
        self._regroup()
        changed, self._changed = sorted(self._changed), set()
        leaders, self._leaders = self._leaders, {}
        # What goes leaves its words with what it leads to, which has to be there.
        for gone in self._compose(changed):
            self._vanish(gone, leaders.get(gone))

    def _regroup(self) -> None:
        """Let what turned out to be one event be told as one."""
        parted, self._parted = self._parted, set()
        leads = regrouped(self._index, parted, self._whole, self._rank)
        self._read(list(leads))
        for strand, lead in leads.items():
            moved = [each for each in self._members(strand) if each.verdict.event != lead]
            for each in moved:
                self._leave(each)
            if moved:
                self._index.tell(strand, lead)
                self._changed.add(lead)
        self._parted.clear()

    def _whole(self, events: Sequence[str]) -> list[Profile]:
        """What events are known by, to what comes after everything."""
        self._read(events)
        return [self._profile(event, self._members(event)) for event in events]

    def _rank(self, event: str) -> tuple[bool, str]:
        """Whether an event is never one with others like it, being listed or kept apart; where it begins."""
        members = self._members(event)
        apart = bool(self._base(event)) or any(each.alone.kind in _PARTING for each in members)
        return apart, members[0].position if members else ""

    def _spread(self, telling: ArticleTelling, events: Iterable[str | None]) -> None:
        """Let those be decided on again that stand later and may find a telling, or an event that it changes."""
        last = self._index.last()
        if last is None or last <= telling.position:
            return
        words = set(keys(self._traits([telling.position])[0]))
        for event in events:
            if event:
                members = self._members(event)
                self._push(each.position for each in members if each.position > telling.position)
                for known in self._traits([each.position for each in _kept(members)]):
                    words.update(keys(known))
        self._push(self._index.sharing(words, telling.position, f"{last}~"))

    def _verdict(self, telling: ArticleTelling) -> tuple[Verdict, dict[str, float]]:
        """Which event an article tells among what stands before it, and what others it may tell."""
        subject, pinned = self._pinned().get(telling.key, (None, None))
        if pinned and not telling.blocks:
            return pinned, {}
        verdict, perhaps = self._told_of(telling)
        # Of a page that tells several events, editors decide about the part that tells the one in question.
        return (pinned, {}) if pinned and verdict.event == subject else (verdict, perhaps)

    def _told_of(self, telling: ArticleTelling) -> tuple[Verdict, dict[str, float]]:
        """Which event an article tells, whatever editors decided."""
        if cited := self._citing(telling):
            self._changed |= {event.id for event in cited}
            if telling.blocks:
                cited = [event for event in cited if self._is_nearest(telling, event)]
        if cited:
            nearest = min(cited, key=lambda event: (_apart(event.day, telling.day), event.id))
            return Verdict(kind=VerdictKind.CITED, event=nearest.id, because="the event cites its address"), {}
        article = self._article(telling)
        words = sum(len(paragraph.split()) for paragraph in article.paragraphs)
        if not article.title or words < LEAST_WORDS:
            what = "has no headline" if not article.title else f"has {words} words of its own"
            return Verdict(kind=VerdictKind.NONE, because=f"it {what}, and is taken for no report"), {}
        (known,) = self._traits([telling.position])
        decision = resolve(known, candidates(known, _Before(self, telling)))
        perhaps = dict(decision.perhaps)
        if isinstance(decision, Joined):
            kind, event = VerdictKind.JOINED, decision.event
            return Verdict(kind=kind, event=event, score=decision.score, because=decision.because), perhaps
        if telling.day is None:
            because = f"nothing dates it, so it opens no event; {decision.because}"
            return Verdict(kind=VerdictKind.NONE, because=because), {}
        day, how = happened(article, telling.day)
        opened = self._opened_id(telling, day, article.title)
        return Verdict(kind=VerdictKind.OPENED, event=opened, because=f"{decision.because}; {how}"), perhaps

    def _pinned(self) -> dict[str, tuple[str, Verdict]]:
        """What editors decided about articles, after the event that it is about, by the keys of their addresses."""
        if self._pins is None:
            self._pins = {}
            for each in in_force(self._store.corrections.corrections()):
                if each.kind is CorrectionKind.SPLIT:
                    off = Verdict(kind=VerdictKind.SPLIT, event=each.into, because=f"{each.by} split it off")
                    left = Verdict(kind=VerdictKind.KEPT, event=each.subject, because=f"{each.by} left it there")
                    self._pins |= {address_key(url): (each.subject, left) for url in each.kept}
                    self._pins |= {address_key(url): (each.subject, off) for url in each.articles}
        return self._pins

    def _citing(self, telling: ArticleTelling) -> list[Event]:
        """The listed events that cite an article."""
        events = self._store.readings.citing(self._pages.addresses(telling))
        opened = self._index.opened(event.id for event in events) if events else ()
        return [event for event in events if event.id not in opened]

    def _is_nearest(self, telling: ArticleTelling, event: Event) -> bool:
        """Whether a part is the one, of all parts of its page, that is most like an event which cites the page."""
        positions = [each.position for each in self._index.of_keys([telling.key])]
        alike = [dot(known.words, told_traits(event).words) for known in self._traits(positions)]
        return positions[alike.index(max(alike))] == telling.position

    def _opened_id(self, telling: ArticleTelling, day: dt.date, title: str) -> str:
        longer = (f"{day.isoformat()}/{longer_slug(words)}" for words in (title, f"{title} {telling.key}"))
        return next(each for each in (event_id(day, title), *longer) if self._is_free(each, telling))

    def _is_free(self, name: str, telling: ArticleTelling) -> bool:
        """Whether no listed event has that id, and none that an article before this one has opened."""
        openers = [each for each in self._members(name) if each.alone.kind is VerdictKind.OPENED]
        if openers:
            return openers[0].position >= telling.position
        return self._is_opened(name) or told(self._store, name) is None

    # -- candidates

    def under(self, words: Sequence[str], telling: ArticleTelling) -> Iterator[Entry | Under]:
        """The tellings before an article, and the listed events around its day, under some words."""
        day = telling.day
        listed = self._listed.under(words, day - LISTED_BEFORE, day + LISTED_AFTER) if day else ()
        return chain(self._index.under(words, telling.position, NEIGHBOURS), listed)

    def profiles(self, events: Sequence[str], telling: ArticleTelling) -> list[Profile]:
        """What events are known by to an article: their listings, and what told them before that article."""
        self._read(events)
        before = telling.position
        members = {each: [one for one in self._members(each) if one.position < before] for each in events}
        self._traits([telling.position for each in members.values() for telling in _kept(each)])
        return [self._profile(each, members[each]) for each in events]

    def _read(self, events: Sequence[str]) -> None:
        """Ask the tables at once for what is not known yet of some events."""
        unknown = [each for each in events if each not in self._openings]
        if unknown:
            opened = self._index.opened(unknown)
            self._openings |= {each: each in opened for each in unknown}
        if unheard := [each for each in events if each not in self._bases and not self._openings[each]]:
            listed = told_all(self._store, unheard)
            self._bases |= {each: (told_traits(listed[each]),) if each in listed else () for each in unheard}
        if unread := [each for each in events if each not in self._told_by]:
            self._told_by |= self._index.of_strands(unread)

    def _profile(self, event: str, members: Sequence[ArticleTelling]) -> Profile:
        base = self._base(event)
        kept = self._traits([each.position for each in _kept(members)])
        return Profile(event, (*base, *kept), len(base) + len(members))

    def _base(self, event: str) -> tuple[Traits, ...]:
        if event not in self._bases:
            found = None if self._is_opened(event) else told(self._store, event)
            self._bases[event] = (told_traits(found),) if found else ()
        return self._bases[event]

    def _members(self, event: str) -> list[ArticleTelling]:
        """The tellings that came to an event by themselves."""
        if event not in self._told_by:
            self._told_by |= self._index.of_strands([event])
        return self._told_by[event]

    def _is_opened(self, event: str) -> bool:
        if event not in self._openings:
            self._openings[event] = bool(self._index.opened([event]))
        return self._openings[event]

    def _open(self, event: str) -> None:
        if not self._is_opened(event):
            self._index.open(event)
            self._openings[event] = True
            self._bases.pop(event, None)

    def _close(self, event: str) -> None:
        self._index.close(event)
        self._openings[event] = False
        self._bases.pop(event, None)

    def _traits(self, positions: Sequence[str]) -> list[Traits]:
        if len(self._known) > KNOWN:
            self._known.clear()
        missing = [each for each in positions if each not in self._known]
        if missing:
            self._known |= {at: _traits.decode(data) for at, data in self._index.traits(missing).items()}
        return [self._known[each] for each in positions]

    def _article(self, telling: ArticleTelling) -> Article:
        found = self._pages.article(telling)
        if found is None:
            raise ArchiveError(self._store.location, f"what was read from capture {telling.capture} is not in it")
        return part_of(found, telling.blocks).article

    # -- events

    def _compose(self, names: Sequence[str]) -> list[str]:
        """Bring events up to date with the articles that tell them; those come back that none does, and no source."""
        if not names:
            return []
        members = self._index.of_events(names)
        self._read(names)
        for name in names:
            if any(each.verdict.kind in _OPENING for each in members[name]):
                self._open(name)
        gone = [name for name in names if self._is_opened(name) and not members[name]]
        opened = [name for name in names if self._is_opened(name) and members[name]]
        for name in opened:
            self._come_back(name)
        before = told_all(self._store, opened)
        made = [self._event(name, members[name], before.get(name)) for name in opened]
        put_told(self._store, [event for event in made if event != before.get(event.id)], self._standing())
        same = {event.id for event in made if event.id in before and event.headline == before[event.id].headline}
        same.update({*names} - {*opened} - self._retold)
        left = sorted({*names} - {*gone})
        tie(self._store, self._pages, self._standing(), left, members=members, same=same)
        return gone

    def _standing(self) -> Standing:
        """What editors decided, and where the events lead that are gone: the same until a name leads elsewhere."""
        self._decided = self._decided or standing(self._store)
        return self._decided

    def _vanish(self, name: str, leader: ArticleTelling | None) -> None:
        """An event that no article tells any longer is taken out; its id leads to where its first article went."""
        gone = told(self._store, name)
        self._close(name)
        self._index.put_coverage(name, None)
        self._store.corrections.drop_told(name)
        self._store.remove([name])
        found = self._index.of_keys([leader.key]) if leader else []
        # Of several parts of its page, the one that it was.
        found.sort(key=lambda each: (leader is None or each.position != leader.position, each.position))
        now = next((each.verdict.event for each in found if each.verdict.event), None)
        if now and self._standing().root(name) == name:
            published = self._store.recall(PUBLISHED) is not None
            self._store.corrections.put_redirect(Redirect("event", name, now, published))
            self._decided = None
            heir = told(self._store, now)
            if gone and heir and self._is_opened(now):
                put_told(self._store, [self._revised(heir, gone, self._index.of_event(now))], self._standing())

    def _come_back(self, name: str) -> None:
        """An event that was gone is there again: its id leads to no other any longer, unless an editor decided so."""
        if not self._standing().is_merged(name) and self._store.corrections.leads_to("event", name) != name:
            self._store.corrections.drop_redirect("event", name)
            self._decided = None

    def _revised(self, event: Event, before: Event, members: Sequence[ArticleTelling]) -> Event:
        """An event with what was told in its place until now, if that was called otherwise and others may have seen it.

        Args:
            event: as it is told now.
            before: as it was told under its id or under one that leads here now.
            members: the articles that tell it.
        """
        kept = tuple(dict.fromkeys((*before.revisions, *event.revisions)))
        if before.headline != event.headline and self._store.recall(PUBLISHED):
            captures = [self._pages.capture(each.capture) for each in members]
            recorded = max(each.added for each in captures if each)
            because = members[0].url or members[0].key
            kept += (Revision(recorded=recorded, because=because, telling=before.telling()),)
        return replace(event, revisions=kept)

    def _event(self, name: str, members: Sequence[ArticleTelling], before: Event | None) -> Event:
        """The event that articles tell: in the words of the first, citing all; with what was told in its place."""
        first = self._article(members[0])
        published = members[0].day
        sources: dict[str | None, Source] = {}
        for each, known in self._pages.imprints(members):
            sources.setdefault(each.url, Source(outlet=known.outlet, agency=known.agency, url=each.url))
        outlet = first.outlet or members[0].key.partition("/")[0]
        event = Event(
            id=name,
            day=happened(first, published)[0] if published else dt.date.fromisoformat(name[:10]),
            headline=first.title or "",
            sources=tuple(sources.values()),
            origin=Origin(name=outlet, url=members[0].url),
        )
        event = with_derived(event, self._index.derived(name))
        return self._revised(event, before, members) if before else event


class _Before:
    """What an article is compared with: an `events.index.Lookup`."""

    def __init__(self, settler: Settler, telling: ArticleTelling) -> None:
        self._settler = settler
        self._telling = telling

    def near(self, words: Sequence[str], day: dt.date | None, limit: int) -> Iterator[Entry | Under]:
        """See `Lookup.near`."""
        return self._settler.under(words, self._telling)

    def profiles(self, events: Sequence[str]) -> list[Profile]:
        """See `Lookup.profiles`."""
        return self._settler.profiles(events, self._telling)


def _position(telling: ArticleTelling) -> str:
    return telling.position


def _kept(members: Sequence[ArticleTelling]) -> list[ArticleTelling]:
    """Those tellings of an event that it is known by."""
    return [*members[:FIRST], *members[FIRST:][-LATEST:]]


def _apart(one: dt.date, other: dt.date | None) -> int:
    return abs((one - other).days) if other else 0
