"""How the site words claims, the same in every format that people read, and where the bars of a toll stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backstory.site.views import ClaimantView
from backstory.site.views_claims import AccountLine, HarmLines, PeriodLine, SaidLine, TollLines
from backstory.site.words import counted, day_words, from_to, number

#: Headings.
SAYS, HARMED = "Who says what", "How many, by whose account"
OVER_TIME = "How many, over time"
OVER_TIME_NOTE = (
    "Events may tell of the same people. The low is what one event alone commits to; the high is the sum over all"
    " events, reached only if no two tell of the same people."
)

_STANCES = {"asserts": "says", "claims_responsibility": "claims responsibility"}

#: The least width of a bar, in per cent of the chart.
_LEAST = 1.0


def stance(line: SaidLine) -> str:
    """What is done by saying it."""
    return _STANCES.get(line.stance, line.stance)


def content(line: SaidLine) -> str:
    """What is said; where words that attribute it stand between, an ellipsis does."""
    return " … ".join(line.content)


def notes(line: SaidLine, statements: Sequence[SaidLine] = ()) -> str:
    """What is known of a statement beside its words: whom it answers and why, that it was taken back.

    Args:
        line: the statement.
        statements: those among which the one is that it answers.
    """
    found = []
    if statements and line.answers:
        found.append(f"Answers {statements[line.answers - 1].claimant}: {line.because}.")
    if line.superseded:
        found.append("Said otherwise later.")
    return " ".join(found)


def texts(sources: tuple[int, ...]) -> str:
    """The texts that hold a statement: "Source 1, source 2"; the event's own words go without saying."""
    named = ", ".join(f"source {each}" for each in sources if each)
    return f"{named[:1].upper()}{named[1:]}" if named else ""


def bounds(low: int | None, high: int | None, *, about: bool = False, more: bool = False) -> str:
    """A range as people write it: "3 to 12", "at least 200", "up to 40", "about 60", "3 to 12 or more"."""
    words = "about " if about else ""
    if low is None:
        return f"{words}up to {number(high or 0)}" + (" or more" if more else "")
    if high is None or (low == high and more):
        return f"{words}at least {number(low)}"
    return words + (number(low) if low == high else f"{number(low)} to {number(high)}{' or more' if more else ''}")


def toll_title(toll: TollLines) -> str:
    """A toll in a line: "Killed: 3 to 12 or more"."""
    return f"{toll.kind.capitalize()}: {bounds(toll.low, toll.high, more=toll.open)}"


def account_bounds(line: AccountLine) -> str:
    """The number of an account."""
    return bounds(line.low, line.high, about=line.approximate)


def account_words(line: AccountLine) -> str:
    """The words that carry the number."""
    return "; ".join(line.words)


def account_notes(line: AccountLine) -> str:
    """Where an account stands, its day, and whether it was given up."""
    parts = [texts((line.source,)) or "Its own words"]
    if line.source and line.day:
        parts.append(day_words(line.day))
    return ", ".join(parts) + (", given up later" if line.superseded else "")


def claimant_sentence(view: ClaimantView) -> str:
    """How many statements the archive holds of somebody, and from when to when."""
    held = f"{counted(view.count, 'statement')} in {counted(view.events, 'event')}, {from_to(view.first, view.last)}."
    left = "" if len(view.statements) >= view.count else " The latest are shown."
    return held + left


@dataclass(frozen=True, slots=True)
class Bar:
    """A range as it is drawn, in per cent of the chart's width; zero stands at its left."""

    x: float
    width: float
    #: Whether the account says that there may be more.
    open: bool


def toll_bars(toll: TollLines) -> list[Bar]:
    """A bar for each account of a toll, from its low to its high."""
    most = max([toll.high, *(each.low or 0 for each in toll.accounts), 1])
    return [_bar(each, most) for each in toll.accounts]


def period_words(line: PeriodLine) -> str:
    """The range of a period, and the largest total that was given in it, which is in neither end of the range."""
    held = bounds(line.low, line.high, more=line.open) if line.high is not None or line.low is not None else ""
    total = f"a total of {number(line.total)} was given" if line.total is not None else ""
    return "; ".join(filter(None, (held, total)))


def harm_bars(harm: HarmLines) -> list[Bar]:
    """A bar for each period of a kind of harm, from its low to its high."""
    most = max([1, *(end for each in harm.periods for end in (each.low, each.high) if end is not None)])
    return [_bar(each, most) for each in harm.periods]


def _bar(line: AccountLine | PeriodLine, most: int) -> Bar:
    low = line.low if line.low is not None else 0
    high = line.high if line.high is not None else low
    start, end = 100 * low / most, 100 * high / most
    width = max(end - start, _LEAST)
    return Bar(round(min(start, 100 - width), 2), round(width, 2), line.high is None)
