"""How the site words claims, the same in every format that people read, and where the bars of a toll stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backstory.events.accounts import rose
from backstory.model_claims import people
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

#: Up to so many texts are told one by one.
_SPELLED = 3
#: The least width of a bar, in per cent of the chart.
_LEAST = 1.0
#: The chart of how a toll moved: the height of its tallest bar in pixels, its margins in per cent.
_HEIGHT, _EDGE = 72, 3


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
    """The texts that hold a statement: "Source 1, source 2", "Sources 1–9, 12"; an event's own words go unsaid."""
    numbers = sorted(each for each in sources if each)
    if len(numbers) > _SPELLED:
        return f"Sources {', '.join(_runs(numbers))}"
    named = ", ".join(f"source {each}" for each in numbers)
    return f"{named[:1].upper()}{named[1:]}" if named else ""


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    """Numbers, those that follow each other as "1–9"."""
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            yield str(numbers[start]) if at == start + 1 else f"{numbers[start]}–{numbers[at - 1]}"
            start = at


def bounds(low: int | None, high: int | None, *, about: bool = False, more: bool = False) -> str:
    """A range as people write it: "3 to 12", "at least 200", "up to 40", "about 60", "3 to 12 or more"."""
    words = "about " if about else ""
    if low is None:
        return f"{words}up to {number(high or 0)}" + (" or more" if more else "")
    if high is None or (low == high and more):
        return f"{words}at least {number(low)}"
    return words + (number(low) if low == high else f"{number(low)} to {number(high)}{' or more' if more else ''}")


def harm_title(kind: str) -> str:
    """The heading over a kind of harm."""
    return people(kind).capitalize()


def toll_title(toll: TollLines) -> str:
    """A toll in a line: "Dead: 3 to 12 or more"."""
    return f"{harm_title(toll.kind)}: {bounds(toll.low, toll.high, more=toll.open)}"


def account_bounds(line: AccountLine) -> str:
    """The number of an account."""
    return bounds(line.low, line.high, about=line.approximate)


def account_words(line: AccountLine) -> str:
    """The words that carry the number."""
    return "; ".join(line.words)


def accounts(toll: TollLines) -> list[tuple[AccountLine, str]]:
    """The accounts of a toll, those of one claimant in the same words once, each with the texts that hold it."""
    alike: dict[tuple[object, ...], list[AccountLine]] = {}
    for line in toll.accounts:
        words = account_words(line).casefold()
        key = (line.claimant and line.claimant.casefold(), line.low, line.high, words, line.superseded, not line.source)
        alike.setdefault(key, []).append(line)
    return [(lines[0], _account_notes(lines)) for lines in alike.values()]


def _account_notes(lines: Sequence[AccountLine]) -> str:
    """Where an account stands, its days, and whether it was given up."""
    parts = [texts(tuple(line.source for line in lines)) or "Its own words"]
    days = sorted({line.day for line in lines if line.source and line.day})
    if days:
        parts.append(day_words(days[0]) if len(days) == 1 else from_to(days[0], days[-1]))
    return ", ".join(parts) + (", given up later" if lines[0].superseded else "")


def claimant_sentence(view: ClaimantView) -> str:
    """How many statements the archive holds of somebody, and from when to when."""
    held = f"{counted(view.count, 'statement')} in {counted(view.events, 'event')}, {from_to(view.first, view.last)}."
    shown = len(view.statements)
    return (
        held if shown >= view.count else f"{held} The latest {number(shown)} stand here, the others with their events."
    )


@dataclass(frozen=True, slots=True)
class TollDay:
    """The largest account of a day, in words and as it is drawn: across in per cent, up in pixels."""

    day: str
    words: str
    x: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A range as it is drawn, in per cent of the chart's width; zero stands at its left."""

    x: float
    width: float
    #: Whether the account says that there may be more.
    open: bool


def toll_bars(toll: TollLines, shown: Sequence[tuple[AccountLine, str]]) -> list[Bar]:
    """A bar for each account of a toll that is shown, from its low to its high.

    Args:
        toll: the toll.
        shown: its `accounts`.
    """
    most = max([toll.high, *(each.low or 0 for each in toll.accounts), 1])
    return [_bar(each, most) for each, _ in shown]


def toll_days(toll: TollLines) -> list[TollDay]:
    """How a toll moved: the largest account of each day; none where all are of one day."""
    largest: dict[str, AccountLine] = {}
    for line in toll.accounts:
        if line.day and _size(line) > _size(largest.get(line.day)):
            largest[line.day] = line
    days = sorted(largest)
    if len(days) < 2:
        return []
    most = max(1, *(_size(line)[0] for line in largest.values()))
    start, *_, end = (dt.date.fromisoformat(day).toordinal() for day in days)
    made = []
    for day in days:
        at = (dt.date.fromisoformat(day).toordinal() - start) / (end - start)
        height = round(_HEIGHT * _size(largest[day])[0] / most, 1)
        made.append(TollDay(day, account_bounds(largest[day]), round(_EDGE + (100 - 2 * _EDGE) * at, 2), height))
    return made


def _size(line: AccountLine | None) -> tuple[int, int]:
    """By what the largest account is found: the most that it speaks of, then the least that it commits to."""
    low, high = (line.low, line.high) if line else (None, None)
    return max(low or 0, high or 0) if line and (low, high) != (None, None) else -1, low or 0


def moved_sentence(days: Sequence[TollDay]) -> str:
    """How a toll moved, in words."""
    told = "; ".join(f"{day_words(each.day)}: {each.words}" for each in days)
    return f"The largest account of each day: {told}."


def apart_sentence(toll: TollLines) -> str | None:
    """Which accounts exclude each other, of those that nobody gave up, with their texts; None where none do."""
    alike: dict[tuple[int | None, int | None], list[AccountLine]] = {}
    for line in toll.accounts:
        if not line.superseded:
            alike.setdefault((line.low, line.high), []).append(line)
    pairs = [
        f"{_held(fewer)} and {_held(more)}"
        for (_, high), fewer in alike.items()
        for (low, _), more in alike.items()
        if high is not None and low is not None and high < low and not _rose(fewer, more)
    ]
    return f"These exclude each other: {'; '.join(pairs)}." if pairs else None


def _rose(fewer: Sequence[AccountLine], more: Sequence[AccountLine]) -> bool:
    """Whether a toll rose from some accounts to others: no two of them exclude each other."""
    return all(rose((one.claimant, other.claimant), (one.day, other.day)) for one in fewer for other in more)


def _held(lines: Sequence[AccountLine]) -> str:
    """A number with the texts that give it."""
    named = texts(tuple(sorted({line.source for line in lines})))
    return f"{account_bounds(lines[0])} ({named.lower() or 'its own words'})"


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
