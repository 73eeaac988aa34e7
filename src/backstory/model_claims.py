"""The records of claims: what texts say, in their own words, and how that stands together for an event."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from backstory.model import Figure, Kind, Span, Statement


def people(kind: str) -> str:
    """What people are whom that kind of harm befell; who dies of old age is counted as killed, but was not.

    Args:
        kind: a `model.Kind`.
    """
    return "dead" if kind == Kind.KILLED else kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement, with the words that its spans point to."""

    #: Where its parts stand.
    statement: Statement
    #: Who says it, as the phrase stands there, and who that is where the phrase is a pronoun.
    claimant: str | None = None
    named: str | None = None
    #: The name in that phrase, of a person, an organisation, a place or a group; None where it names none.
    who: str | None = None
    #: The words that attribute it.
    cue: str
    #: What is said.
    content: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A figure, with the words that its spans point to."""

    #: The count, and where its parts stand.
    figure: Figure
    #: The words that carry the number.
    words: str
    #: Who they are.
    of: str | None = None
    #: Who gives the number, and the name in that phrase.
    claimant: str | None = None
    who: str | None = None
    #: Whether its sentence calls it a total that grew: "brings the toll to 62".
    total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read out of a text."""

    #: What is said, and by whom.
    said: tuple[Said, ...] = ()
    #: How many were harmed.
    counted: tuple[Counted, ...] = ()
    #: The parts that were not read, as their language is not one that can be read.
    unread: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A text that tells of an event."""

    #: Number of the event's source that it is of; 0 for the event's own words, its headline with the summary under it.
    source: int
    #: What it is called: an outlet, an address.
    name: str
    #: Its day: that of the event for the event's own words, else when it was published; None where that is not known.
    day: dt.date | None = None
    #: Its address.
    url: str | None = None
    #: Number of the capture that it was read from.
    capture: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A text that tells of an event, and what was read out of it."""

    voice: Voice
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A statement of another event, which a denial answers."""

    #: The event's id, its day, its headline.
    event: str
    day: dt.date
    headline: str
    said: Said
    #: Why it is taken for what is answered, in plain words.
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A statement in a ledger."""

    said: Said
    #: The texts that hold it in these words, the first one first.
    voices: tuple[Voice, ...]
    #: Place in the matter of the entry that it answers; None where it answers none.
    answers: int | None = None
    #: Why it is taken for an answer to that, in plain words.
    because: str | None = None
    #: Place in the matter of a later entry in which the same claimant says otherwise.
    superseded_by: int | None = None
    #: What it answers in another event: looked for in the ledgers of a topic.
    elsewhere: Elsewhere | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """What several statements are about."""

    #: They, in order of time.
    entries: tuple[Entry, ...]

    @property
    def contested(self) -> bool:
        """Whether somebody answers somebody."""
        return any(entry.answers is not None for entry in self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How many people were harmed in one way, by one text's account."""

    voice: Voice
    #: The figures of one sentence, of different people; parts of them are left out.
    counted: tuple[Counted, ...]
    #: The least and the most that they commit to together; None for no bound.
    low: int | None
    high: int | None
    #: Whether a later account of the same claimant gives another number.
    superseded: bool = False

    @property
    def claimant(self) -> str | None:
        """Who gives the number, where the text says so."""
        return next((each.claimant for each in self.counted if each.claimant), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """How many people were harmed in one way, by all accounts of an event."""

    kind: Kind
    #: The least that any text commits to; None where none gives a lower bound.
    low: int | None
    #: The most that any speaks of.
    high: int
    #: Whether one says that there may be more: "at least".
    open: bool
    #: The accounts that set the low and the high.
    low_by: tuple[Account, ...]
    high_by: tuple[Account, ...]
    #: All accounts, in order of time.
    accounts: tuple[Account, ...]
    #: Whether two accounts exclude each other: the most of one is less than the least of the other.
    contested: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Who says what of an event, and how many people were harmed by whose account."""

    matters: tuple[Matter, ...] = ()
    tolls: tuple[Toll, ...] = ()
    #: The texts that were read for it.
    voices: tuple[Voice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodToll:
    """How many people were harmed in one way in a period, over several events.

    Two events may tell of the same people. So the low is what one event alone commits to, the most of those, and the
    high is reached only if no two events tell of the same people.
    """

    #: `2015`, `2015-12` or `2015-12-23`.
    period: str
    kind: Kind
    low: int | None
    #: None where the period's events give running totals alone.
    high: int | None
    #: Whether an account says that there may be more.
    open: bool
    #: Number of events with a figure of that kind.
    events: int
    #: The event that sets the low.
    low_from: str | None = None
    #: The largest running total that an event of the period gives ("brings the toll to 62"), and that event. It counts
    #: people of earlier periods too, and so is in neither bound.
    total: int | None = None
    total_from: str | None = None
    #: The ids of its events.
    ids: tuple[str, ...] = field(default=(), repr=False)
