"""What the pages say of editors' decisions, of names that lead on, and of who tells an event: see `views`."""

from __future__ import annotations

from msgspec import Struct


class Target(Struct, frozen=True):
    """What a decision is about, or leads to: with its page, where it has one."""

    #: The words that stand for it: an event's headline, its id once it is gone, a topic's name.
    text: str
    #: Its page.
    path: str | None = None


class MovedView(Struct, frozen=True, kw_only=True):
    """The page at an address that leads to another, for ever."""

    path: str
    #: `event` or `topic`.
    kind: str
    #: What stood here: an event's id, a topic's key.
    old: str
    #: What it leads to: an event's id, a topic's key.
    new: str
    #: Why, where no editor decided it: what two spellings of a topic have in common.
    because: str | None = None
    #: The page of that, and its headline or name.
    to: Target


class CorrectionLine(Struct, frozen=True, kw_only=True):
    """One decision of an editor."""

    #: Its number in the record.
    number: int
    #: `merge`, `split`, `correct`, `merge-topics`, `split-topic` or `undo`.
    kind: str
    #: The day on which it was taken.
    day: str
    #: Who took it.
    by: str
    #: Why; None where no reason was given.
    because: str | None
    #: What it is about.
    subject: Target
    #: What the subject was merged into, or what was split off.
    into: Target | None
    #: Addresses of the articles that were split off.
    articles: tuple[str, ...]
    #: The field that was corrected, what it said, and what it says since.
    field: str | None
    old: str | None
    new: str | None
    #: Number of the decision that this one undid.
    undoes: int | None
    #: Whether it holds: `yes`; `no` where it was undone; None of an undoing.
    holds: str | None


class CorrectionsView(Struct, frozen=True, kw_only=True):
    """The record of all decisions."""

    path: str
    #: Number of decisions.
    count: int
    #: All of them, the latest first.
    corrections: tuple[CorrectionLine, ...]
    #: Address of its feed (Atom), relative to the root.
    feed: str


class AddedWords(Struct, frozen=True, kw_only=True):
    """Words that an article says and none before it, verbatim."""

    #: The words.
    words: str
    #: Where they stand in the article's text.
    start: int
    end: int


class TellingLine(Struct, frozen=True, kw_only=True):
    """An article, or a part of a page, that tells an event."""

    #: The outlet, as the article calls it; its host where it does not say.
    outlet: str
    #: Its headline.
    title: str | None
    #: The headline of the page that it is a part of; None where the page tells this event alone.
    within: str | None
    #: Its address; None of a page from a file that does not say it.
    url: str | None
    #: When it was published, in the Extended Date/Time Format (ISO 8601-2:2019).
    published: str | None
    #: How it came to the event: `cited`, `joined`, `opened`, `split` or `kept`; and why.
    kind: str
    because: str
    #: The number of its origin, from 1: articles of one origin are copies of one account.
    origin: int
    #: `yes` where it came first of its origin, `no` where another did; None where nothing tells.
    first: str | None
    #: What it says that none before it said: sentences with a name or a number that is new.
    adds: tuple[AddedWords, ...]
    #: Those names and numbers, in the order of its text.
    new: tuple[str, ...] = ()


class DerivedLine(Struct, frozen=True, kw_only=True):
    """What no source says of an event that articles opened, and how it was derived."""

    #: `day`, `topic` or `category`.
    about: str
    #: The topic's or category's name; of the day how far it is known (ISO 8601-2:2019).
    name: str
    #: Why it is taken to be that.
    because: str
    #: The words that say so in the event's first article, and where they stand in its text; None where none do.
    words: AddedWords | None


class CoverageLines(Struct, frozen=True, kw_only=True):
    """Who tells an event, in the order of publication."""

    #: Outlets, and origins: accounts that are not copies of each other.
    outlets: int
    origins: int
    tellings: tuple[TellingLine, ...]
