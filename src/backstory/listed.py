"""The listed events of a stretch of days, found by their words: candidates for what an article tells."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from backstory.events.index import Entry
from backstory.events.rarity import root
from backstory.language.terms import vocabulary
from backstory.model import Event
from backstory.store.protocol import Store

_DAY = dt.timedelta(days=1)


class ListedEvents:
    """The events that sources list, those that articles opened left out. Days are read once.

    Args:
        store: the archive.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        #: The ids of the events of each day under each of their words.
        self._days: dict[dt.date, dict[str, list[str]]] = {}

    def forget(self, day: dt.date) -> None:
        """Read a day anew when it is asked for again."""
        self._days.pop(day, None)

    def under(self, words: Sequence[str], first: dt.date, last: dt.date) -> Iterator[Entry]:
        """The events of some days under some words.

        Args:
            words: roots.
            first: the first day.
            last: the last day, itself included.
        """
        days = [first + _DAY * number for number in range((last - first).days + 1)]
        if missing := [day for day in days if day not in self._days]:
            self._read(missing)
        for day in days:
            for word in words:
                for event in self._days[day].get(word, ()):
                    yield Entry(word, event, day)

    def _read(self, days: Sequence[dt.date]) -> None:
        found: dict[dt.date, dict[str, list[str]]] = {day: defaultdict(list) for day in days}
        # As their sources tell them: what editors say of an event is no ground for what articles tell.
        corrected = {event.id: event for event in self._store.corrections.told_of(days)}
        opened = self._store.tellings.opened(corrected)
        listed = self._store.tellings.listed(days[0], days[-1])
        listed += [(name, event.day, _text(event)) for name, event in corrected.items() if name not in opened]
        for name, day, text in listed:
            if day in found:
                for word in _roots(text):
                    found[day][word].append(name)
        self._days |= found


def roots_of(event: Event) -> frozenset[str]:
    """The words of an event (`events.rarity.root`), as it is listed: those of its headline, summary and topics."""
    return _roots(_text(event))


def _text(event: Event) -> str:
    # As `TellingIndex.listed` puts it together, so that each is taken apart once.
    return "\n".join((event.headline, event.summary or "", " · ".join(topic.name for topic in event.topics)))


@lru_cache(maxsize=20_000)
def _roots(text: str) -> frozenset[str]:
    """The words under which an event is found; the same events are asked for again with every batch of articles."""
    return frozenset(map(root, vocabulary(text)))
