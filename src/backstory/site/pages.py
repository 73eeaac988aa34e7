"""The pages of a site: what each is about, and where it stands."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Literal, NamedTuple

from backstory.site.views import Link
from backstory.site.words import period_words

#: What a page can be about: `topics`, `outlets` and `claimants` are the lists of them.
Kind = Literal[
    "home",
    "year",
    "month",
    "day",
    "event",
    "topic",
    "outlet",
    "claimant",
    "topics",
    "outlets",
    "claimants",
    "map",
    "moved",
    "corrections",
]

#: What the first page of a list of topics or outlets is called among its letters.
MOST = "most events"


class Page(NamedTuple):
    """One page of the site, whatever its formats."""

    kind: Kind
    #: What it is about: the event's id, the day, month or year in ISO 8601, the key of the topic or outlet, the letter
    #: of a list, the path of what has moved; empty for the first page of the site or of a list.
    key: str = ""
    #: The year (`2015`) or month (`2015-03`) of a long line of time; empty for its first page.
    part: str = ""

    @property
    def path(self) -> str:
        """Where it stands: from the root, without an extension."""
        match self.kind:
            case "home":
                return "index"
            case "map" | "corrections" | "moved":
                return self.key or self.kind
            case "event":
                return event_path(self.key)
            case "day" | "month" | "year":
                return f"{self.key.replace('-', '/')}/index"
            case "topic" | "outlet" | "claimant":
                below = f"/{self.part.replace('-', '/')}" if self.part else ""
                return f"{self.kind}s/{self.key}{below}"
            case "topics" | "outlets" | "claimants":
                # No key of a topic is "index", so nothing else stands in that folder.
                return f"{self.kind}/index/{self.key}" if self.key else f"{self.kind}/index"


def event_path(event_id: str) -> str:
    """The page of an event: `2015/12/23/slug` for `2015-12-23/slug`."""
    return event_id[:10].replace("-", "/") + event_id[10:]


@lru_cache(maxsize=4096)
def day_link(day: dt.date) -> Link:
    """The link to the page of a day: "2015-12-23"."""
    return _link("day", day.isoformat(), day.isoformat())


def month_link(month: str) -> Link:
    """The link to the page of a month (`2015-12`): "December 2015"."""
    return _link("month", month, period_words(month))


def year_link(year: str) -> Link:
    """The link to the page of a year: "2015"."""
    return _link("year", year, year)


def letter_of(key: str) -> str:
    """The page of a list on which a topic or outlet stands: its first letter in lower case, or `0-9`."""
    return key[0] if key[0].isalpha() else "0-9"


def _link(kind: Kind, key: str, text: str) -> Link:
    return Link(Page(kind, key).path, text)
