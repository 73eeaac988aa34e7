"""Which event an article was found to tell, and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from backstory.model import Method, Quote

#: The store's note that a site was built from the archive: what it held by then may have been seen by others.
PUBLISHED = "published"


class VerdictKind(StrEnum):
    """How an article came to its event."""

    #: The event cites the article's address.
    CITED = "cited"
    #: What the article says is what the event's other tellings say.
    JOINED = "joined"
    #: No event that was known tells it, so it opened one.
    OPENED = "opened"
    #: An editor split it off from another event.
    SPLIT = "split"
    #: An editor split others off, and left it.
    KEPT = "kept"
    #: It tells no event.
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Which event an article tells, and why."""

    #: How it came to that.
    kind: VerdictKind
    #: Id of the event; None where it tells none.
    event: str | None = None
    #: The probability that it tells that event, 0 to 1; None where nothing was weighed.
    score: float | None = None
    #: The reason in plain words.
    because: str


#: Why an article tells another event than it came to by itself.
ONE_EVENT = "with all that tells both, the event that it came to turned out to be this one"
#: Of an article that nobody has looked at yet.
UNDECIDED = Verdict(kind=VerdictKind.NONE, because="not decided yet")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleTelling:
    """An article, or a part of a page, as a telling of an event: where it stands among all, and what was decided."""

    #: `urls.address_key` of its address; an article is told once, however often its page was captured.
    key: str
    #: The address; None of a page from a file that does not say its address.
    url: str | None
    #: Number of the capture that it was read from, and the key under which the reading is kept.
    capture: int
    reading: str
    #: Its place in the order in which articles are decided on: by day, then instant, then content. Nothing about when
    #: it was added counts, so that the order of adding changes no decision.
    position: str
    #: The day of publication; None where it is not known.
    day: dt.date | None
    #: The numbers, from 0, of the page's blocks that it consists of; empty where the page tells one event.
    blocks: tuple[int, ...] = ()
    #: What was decided.
    verdict: Verdict = UNDECIDED
    #: What was decided on it alone, among what stands before it: the same, but where the event that it came to then
    #: turned out to be one with another.
    alone: Verdict = UNDECIDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Covering:
    """An article, or a part of a page, among those that tell an event."""

    #: Its outlet, headline and address, and when it was published (EDTF), as far as it says so itself.
    outlet: str
    title: str | None = None
    #: The headline of the page that it is a part of; None where the page tells this event alone.
    within: str | None = None
    url: str | None = None
    published: str | None = None
    #: How it came to the event, and why.
    kind: VerdictKind
    because: str
    #: Number of the account that it gives, from 1: articles of one account are copies of each other.
    origin: int
    #: Whether it was the first to give that account; None where nothing tells.
    is_first: bool | None = None
    #: Number of its capture, its sentences with a name or a number that no article before it has, and these.
    capture: int
    adds: tuple[Quote, ...] = ()
    new: tuple[str, ...] = ()


class Aspect(StrEnum):
    """What is derived of an event that articles opened."""

    DAY = "day"
    TOPIC = "topic"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """The day of an event, or a topic or category that it belongs to: derived, and said so by no source."""

    about: Aspect
    #: The topic's or category's name; of the day how far it is known, in the Extended Date/Time Format.
    name: str
    #: Title of the topic's Wikipedia page, where that is known.
    title: str | None = None
    #: How the day was found.
    method: Method | None = None
    #: The reason in plain words.
    because: str
    #: The words that say so in the event's first article, and the capture of that, where there are such.
    words: Quote | None = None
    capture: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Who tells an event, in the order of publication."""

    tellings: tuple[Covering, ...]
