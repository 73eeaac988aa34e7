"""What pages say of claims: who says what, in whose words, and how many people were harmed by whose account.

A text is known by the number of the event's source that it is of. 0 is the event's own text: its headline and, on a
line under it, its own summary. Any other is the text that was read from the source's capture.
"""

from __future__ import annotations

from msgspec import Struct


class QuoteSelector(Struct, frozen=True):
    """The words themselves: a TextQuoteSelector of the W3C's Web Annotation Data Model."""

    #: "TextQuoteSelector".
    type: str
    #: The words.
    exact: str


class Selector(Struct, frozen=True):
    """Where words stand in a text: a TextPositionSelector of the W3C's Web Annotation Data Model."""

    #: "TextPositionSelector".
    type: str
    #: First character, and one past the last.
    start: int
    end: int
    #: The words that stand there.
    refinedBy: QuoteSelector  # noqa: N815 (the model's own name)


class SaidLine(Struct, frozen=True, kw_only=True):
    """A statement."""

    #: Page of the claimant.
    path: str | None
    #: Who says it, as the phrase stands there.
    claimant: str
    #: Who that is, where the phrase is a pronoun.
    named: str | None
    #: What is done by saying it.
    stance: str
    #: The words that attribute it.
    cue: str
    #: What is said.
    content: tuple[str, ...]
    #: Whether words of it stand in quotation marks.
    quoted: bool
    #: Where what is said stands, in the first of its texts.
    selectors: tuple[Selector, ...]
    #: The texts that hold it, the first one first.
    sources: tuple[int, ...]
    #: Number, from 1, of the statement of its matter that it answers.
    answers: int | None
    #: Why it is taken for an answer to that.
    because: str | None
    #: Whether the same claimant says otherwise later.
    superseded: bool


class MatterLines(Struct, frozen=True):
    """Statements about one thing."""

    #: Whether one of them answers another.
    contested: bool
    statements: tuple[SaidLine, ...]


class AccountLine(Struct, frozen=True, kw_only=True):
    """How many people were harmed in one way, by one account."""

    #: Page of the claimant.
    path: str | None
    #: Who gives the number; None where the text says it itself.
    claimant: str | None
    #: The words that carry it.
    words: tuple[str, ...]
    #: The least and the most that they commit to.
    low: int | None
    high: int | None
    #: Whether they say that it is not exact.
    approximate: bool
    #: The text that it stands in, and the day of that.
    source: int
    day: str | None
    #: Whether the same claimant gives another number later.
    superseded: bool
    #: Where the words stand.
    selectors: tuple[Selector, ...]


class TollLines(Struct, frozen=True, kw_only=True):
    """How many people were harmed in one way, by all accounts."""

    #: killed, injured, missing, displaced, detained, abducted, infected.
    kind: str
    #: The least that any account commits to, the most that any speaks of, and whether one says that there may be more.
    low: int | None
    high: int
    open: bool
    #: Whether two accounts exclude each other.
    contested: bool
    #: Numbers, from 1, of the accounts that set the low and the high.
    lowest: tuple[int, ...]
    highest: tuple[int, ...]
    accounts: tuple[AccountLine, ...]


class StatedLine(Struct, frozen=True, kw_only=True):
    """A statement on the page of who made it, or of a topic."""

    #: The event's page.
    path: str
    #: Its day and headline.
    day: str
    headline: str
    said: SaidLine


class Exchange(Struct, frozen=True):
    """A statement, and the denials that answer it."""

    #: Whether one answers it.
    contested: bool
    #: The statement first; `said.answers` is 1 for what answers it.
    statements: tuple[StatedLine, ...]


class PeriodLine(Struct, frozen=True, kw_only=True):
    """How many people were harmed in one way in a month or a year. Events may tell of the same people."""

    #: The page of the event that sets the low.
    path: str | None
    #: `2015-12` or `2015`.
    label: str
    #: The most that one event alone commits to.
    low: int | None
    #: The sum over all events, reached only if no two tell of the same people; None where they give totals alone.
    high: int | None
    #: Whether an account says that there may be more.
    open: bool
    #: Number of events with a figure.
    events: int
    #: The largest total that grew ("brings the toll to 62"), which is in neither bound.
    total: int | None


class HarmLines(Struct, frozen=True):
    """How many people were harmed in one way, by period."""

    #: killed, injured, missing, displaced, detained, abducted, infected.
    kind: str
    #: The periods with a figure, in order.
    periods: tuple[PeriodLine, ...]
