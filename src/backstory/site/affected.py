"""Which pages a change of the archive may have changed."""

from __future__ import annotations

import datetime as dt
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from backstory.model import Telling
from backstory.site.gather import Gatherer, beside
from backstory.site.pages import Kind, Page, letter_of
from backstory.site.paths import Format
from backstory.site.reader import Catalogue, Place, Records, outlet_keys
from backstory.site.relate import around
from backstory.store.protocol import Change

Shown = TypeVar("Shown")


class Standing:
    """The pages of a built site, as its folder shows them.

    Args:
        site: its folder.
        extension: one of its formats.
    """

    def __init__(self, site: Path, extension: Format) -> None:
        self._site = site
        self._extension = extension
        self._known: dict[str, bool] = {}

    def has(self, path: str) -> bool:
        """Whether there is a page at that path."""
        if path not in self._known:
            self._known[path] = os.path.isfile(f"{self._site}/{path}.{self._extension}")
        return self._known[path]

    def parts(self, page: Page) -> set[str]:
        """The labels of the years and months that a topic or outlet has pages of."""
        below = self._below(page.path)
        return {path.replace("/", "-") for path in below}

    def letters(self, kind: Kind) -> set[str]:
        """The letters that a list has pages of."""
        return self._below(Page(kind).path)

    def _below(self, path: str) -> set[str]:
        folder = self._site / path
        found = folder.rglob(f"*.{self._extension}") if folder.is_dir() else ()
        return {each.relative_to(folder).with_suffix("").as_posix() for each in found}


class _Told(NamedTuple):
    """Where an event is told, now or before."""

    place: Place
    topics: tuple[str, ...]
    outlets: tuple[str, ...]


def _told(catalogue: Catalogue, event_id: str, telling: Telling) -> _Told:
    return _Told((telling.day, event_id), catalogue.spellings.topics(telling), outlet_keys(telling))


class Affected:
    """Finds them: never too few, and as few as can be told without making them.

    What an event says is shown on its own page, on those of its day, month, year, topics and outlets, and where it is
    related. What a topic is called, and whether it has a page, is shown wherever one of its events is.

    Args:
        records: the archive.
        catalogue: its days, topics and outlets now.
        gatherer: knows the pages of a topic or outlet.
        before: its topics and outlets when the site was built.
        standing: the pages that the site has.
    """

    def __init__(
        self, records: Records, catalogue: Catalogue, gatherer: Gatherer, before: Catalogue, standing: Standing
    ) -> None:
        self._records = records
        self._catalogue = catalogue
        self._gatherer = gatherer
        self._before = before
        self._standing = standing

    def pages(self, changes: Sequence[Change]) -> tuple[set[Page], set[Page]]:
        """The pages to be made again, and those that the site has to lose.

        Args:
            changes: the events that were added or changed since the site was built.
        """
        moved = [_told(self._catalogue, change.id, change.event) for change in changes if change.event]
        moved += [_told(self._before, change.id, change.before) for change in changes if change.before]
        before, now = self._before.shown_topics, self._catalogue.shown_topics
        differing = _differing(before, now)
        resized = {key for key in differing if key in before and key in now and before[key][0] == now[key][0]}
        renamed = (differing - resized) | self._regrouped()
        shown = moved + self._of_topics(renamed)
        outlets = _differing(self._before.shown_outlets, self._catalogue.shown_outlets)

        found = {Page("event", event_id) for event_id in self._events(moved, shown, resized)}
        found |= self._periods(moved, shown)
        found |= self._timelines(shown + self._requoted(), renamed, outlets)
        found |= self._lists("topics", renamed.union(*(told.topics for told in moved)))
        found |= self._lists("outlets", outlets.union(*(told.outlets for told in moved)))
        found |= self._claimants()
        found |= {Page("home"), Page("map"), Page("corrections")}
        found |= {Page("event", each) for each in self._gatherer.decisions.beside({change.id for change in changes})}
        found |= self._moved(moved)
        kept = {page for page in found if self._exists(page)}
        return kept, {page for page in found - kept if self._standing.has(page.path)}

    def _moved(self, moved: Iterable[_Told]) -> set[Page]:
        """The addresses that lead to others, and those that did: of parts that a name of a topic no longer has."""
        names = {name for told in moved for key in told.topics for name in self._catalogue.spellings.names(key)[1:]}
        stood = {Page("topic", name, part).path for name in names for part in self._standing.parts(Page("topic", name))}
        return {Page("moved", path) for path in stood.union(self._gatherer.decisions.moved())}

    def _claimants(self) -> set[Page]:
        """The pages of those who are quoted otherwise than before, and what links to one that has come or gone."""
        before, now = self._before.shown_claimants, self._catalogue.shown_claimants
        differing = _differing(before, now)
        found = {Page("claimant", key) for key in differing}
        if differing:
            found |= self._lists("claimants", differing)
        return found | {Page("event", told.place[1]) for told in self._requoted()}

    def _requoted(self) -> list[_Told]:
        """Where the events are told that quote somebody whose page has come or gone."""
        come_or_gone = self._before.shown_claimants.keys() ^ self._catalogue.shown_claimants.keys()
        ids = {event_id for key in come_or_gone for event_id in self._records.quoting(key)}
        events = [self._records.event(event_id) for event_id in sorted(ids)]
        return [_told(self._catalogue, event.id, event) for event in events if event]

    def _regrouped(self) -> set[str]:
        """Names that are spellings of another topic than before, with both of these."""
        before, now = self._before.spellings, self._catalogue.spellings
        names = _differing(before.aliases, now.aliases)
        return names.union(*({before.topic(name), now.topic(name)} for name in names))

    def _of_topics(self, keys: Iterable[str]) -> list[_Told]:
        """Where the events of some topics are told."""
        ids = {event_id for key in keys for _, event_id in self._records.places(topic=key)}
        events = [self._records.event(event_id) for event_id in sorted(ids)]
        return [_told(self._catalogue, event.id, event) for event in events if event]

    def _events(self, moved: Iterable[_Told], shown: Iterable[_Told], resized: Iterable[str]) -> set[str]:
        found = {told.place for told in shown}
        for told in moved:
            for key in told.topics:
                found.update(around(self._records.places(topic=key), told.place))
        for key in resized:
            found.update(self._records.places(topic=key))
        return {event_id for _, event_id in found}

    def _periods(self, moved: Iterable[_Told], shown: Iterable[_Told]) -> set[Page]:
        """Days, months and years: where events are shown, and beside those that may have come or gone."""
        catalogue = self._catalogue
        days, years = list(catalogue.days), list(catalogue.years)
        found: set[Page] = set()
        for told in shown:
            day = told.place[0].isoformat()
            found |= {Page("day", day), Page("month", day[:7]), Page("year", day[:4])}
        for told in moved:
            day = told.place[0].isoformat()
            if self._comes_or_goes(Page("day", day)):
                found |= {Page("day", each.isoformat()) for each in beside(days, told.place[0]) if each}
            if self._comes_or_goes(Page("month", day[:7])):
                found |= {Page("month", each) for each in beside(catalogue.months, day[:7]) if each}
            if self._comes_or_goes(Page("year", day[:4])):
                found |= {Page("year", each) for each in beside(years, day[:4]) if each}
        return found

    def _comes_or_goes(self, page: Page) -> bool:
        return self._standing.has(page.path) != self._exists(page)

    def _timelines(self, shown: Iterable[_Told], topics: Iterable[str], outlets: Iterable[str]) -> set[Page]:
        """Pages of topics and outlets: the first ones, and those of the years and months where events are shown.

        Args:
            shown: those events.
            topics: topics that are called otherwise than before, or have come or gone.
            outlets: outlets that are called otherwise than before, or have come or gone: all of their pages.
        """
        periods: dict[Page, set[str]] = defaultdict(lambda: {""})
        for told in shown:
            owners = [Page("topic", key) for key in told.topics] + [Page("outlet", key) for key in told.outlets]
            month = told.place[0].isoformat()[:7]
            for page in owners:
                periods[page] |= {month, month[:4]}
        for key in topics:
            periods[Page("topic", key)] |= {""}
        for key in outlets:
            page = Page("outlet", key)
            periods[page] |= {each.part for each in self._gatherer.parts(page)}
        found: set[Page] = set()
        for page, labels in periods.items():
            now = {each.part for each in self._gatherer.parts(page)} - {""}
            found |= {page._replace(part=label) for label in labels | (self._standing.parts(page) ^ now)}
        return found

    def _lists(self, kind: Kind, keys: Iterable[str]) -> set[Page]:
        """The first page of a list, and those of the letters of some keys; all where there are other letters now."""
        letters = {letter_of(key) for key in keys}
        now = {page.key for page in self._gatherer.list_pages(kind)} - {""}
        standing = self._standing.letters(kind)
        return {Page(kind, letter) for letter in (letters if now == standing else now | standing) | {""}}

    def _exists(self, page: Page) -> bool:
        catalogue = self._catalogue
        there: dict[Kind, Callable[[], bool]] = {
            "home": lambda: True,
            "map": lambda: True,
            "corrections": lambda: True,
            "moved": lambda: page.key in self._gatherer.decisions.moved(),
            "event": lambda: self._records.event(page.key) is not None,
            "day": lambda: dt.date.fromisoformat(page.key) in catalogue.days,
            "month": lambda: page.key in catalogue.months,
            "year": lambda: page.key in catalogue.years,
            "topic": lambda: page in self._gatherer.parts(page),
            "outlet": lambda: page in self._gatherer.parts(page),
            "claimant": lambda: page.key in catalogue.shown_claimants,
            "topics": lambda: page in self._gatherer.list_pages(page.kind),
            "outlets": lambda: page in self._gatherer.list_pages(page.kind),
            "claimants": lambda: page in self._gatherer.list_pages(page.kind),
        }
        return there[page.kind]()


def _differing(one: Mapping[str, Shown], other: Mapping[str, Shown]) -> set[str]:
    """The keys that stand for different things, or that only one has."""
    both = one.keys() & other.keys()
    return (one.keys() ^ other.keys()) | {key for key in both if one[key] != other[key]}
