"""Events as lines of other pages, and the credit that a page owes for its words."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote

from backstory.model import Event, Origin
from backstory.site.pages import event_path
from backstory.site.reader import Catalogue
from backstory.site.views import Credit, EventLine, Named

#: The shortest silence that is shown.
SILENCE = dt.timedelta(days=60)

#: Days of a mean month and a mean year of the Gregorian calendar.
_MONTH, _YEAR = 30.44, 365.25

_CREATIVE_COMMONS = re.compile(r"CC (BY(?:-NC)?(?:-ND|-SA)?) (\d\.\d)")


def silence(one: dt.date, other: dt.date) -> str | None:
    """The time between two days in words ("14 months", "2 years"), where it is long enough to show."""
    days = abs((other - one).days)
    if days < SILENCE.days:
        return None
    months = round(days / _MONTH)
    return f"{months} months" if months < 24 else f"{round(days / _YEAR)} years"


class Lines:
    """Makes lines of events.

    Args:
        catalogue: the archive's topics.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._named = catalogue.named
        self._topics = catalogue.topics_of
        self._same: dict[str, tuple[str, str, tuple[str, ...]]] = {}

    def line(self, event: Event, context: Iterable[str], gap: str | None = None) -> EventLine:
        """An event as one line.

        Args:
            event: the event.
            context: the topics to show, by key; those without a page are left out.
            gap: the silence before it.
        """
        if event.id not in self._same:
            names = tuple(dict.fromkeys([source.name for source in event.sources]))
            self._same[event.id] = event_path(event.id), event.day.isoformat(), names
        path, day, sources = self._same[event.id]
        return EventLine(
            id=event.id,
            path=path,
            day=day,
            headline=event.headline,
            context=self.context(context),
            sources=sources,
            gap=gap,
        )

    def context(self, keys: Iterable[str]) -> tuple[Named, ...]:
        """The topics of these keys that have a page."""
        return tuple([named for key in keys if (named := self._named[key]).path])

    def of_day(self, events: Iterable[Event]) -> tuple[EventLine, ...]:
        """Lines under a day's name, each with its own topics."""
        return tuple(self.line(event, self._topics(event)) for event in events)

    def of_time(self, events: Iterable[Event], *, topic: str | None) -> tuple[EventLine, ...]:
        """Lines along a line of time, with the silences between them.

        Args:
            events: in order of time, one way or the other.
            topic: the topic that the page is about, which its lines need not name.
        """
        made: list[EventLine] = []
        before: dt.date | None = None
        for event in events:
            gap = silence(before, event.day) if before else None
            made.append(self.line(event, [key for key in self._topics(event) if key != topic], gap))
            before = event.day
        return tuple(made)


def credits_of(events: Iterable[Event]) -> tuple[Credit, ...]:
    """Whose words a page with these events shows, each once; several subpages of one page are named by that page."""
    origins = list(dict.fromkeys([event.origin for event in events if event.origin]))
    if len(origins) > 1:
        sharing = Counter(_parent(origin) for origin in origins)
        parents = [parent if (parent := _parent(origin)) and sharing[parent] > 1 else origin for origin in origins]
        origins = list(dict.fromkeys(parents))
    return tuple([_credit(origin) for origin in origins])


@lru_cache(maxsize=10_000)
def _credit(origin: Origin) -> Credit:
    return Credit(origin.name, origin.url, origin.licence, licence_url(origin.licence))


@lru_cache(maxsize=10_000)
def _parent(origin: Origin) -> Origin | None:
    """The page that a wiki's subpage stands under: "Portal:Current events" for one of its days."""
    above, slash, title = origin.name.rpartition("/")
    address, _, last = (origin.url or "").rpartition("/")
    if not slash or unquote(last).replace("_", " ") != title:
        return None
    return Origin(above, address, origin.licence)


def licence_url(licence: str | None) -> str | None:
    """The address of a Creative Commons licence by its short name ("CC BY-SA 4.0"); None for any other."""
    if licence == "CC0 1.0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    found = _CREATIVE_COMMONS.fullmatch(licence or "")
    return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/" if found else None
