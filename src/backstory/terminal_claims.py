"""How claims look in the terminal: who says what, then how many, by whose account."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from backstory.model import Article, Claims, Event, Figure, Span, Statement
from backstory.model_claims import Account, Entry, Ledger, Matter, PeriodToll, Toll, people
from backstory.terminal import console

_STANCES = {"claims_responsibility": "claims it", "asserts": "says"}


def show_claims(article: Article, claims: Claims) -> None:
    """Print what an article says that people say, and how many it says were harmed."""
    out = console()
    text = article.text
    out.print(Text(article.title or article.source, style="bold"))
    if claims.unread:
        out.print("Parts that are not in English were not read.")
    if not claims.statements and not claims.figures:
        out.print("No statement and no figure found.")
    for heading, rows in (
        ("Who says what", [_said(text, each) for each in claims.statements]),
        ("How many, by whose account", [_harmed(text, each) for each in claims.figures]),
    ):
        _print(heading, rows)


def _print(heading: str, rows: Sequence[tuple[str, str, str]]) -> None:
    if not rows:
        return
    table = Table.grid(padding=(0, 2))
    table.add_column(max_width=32)
    table.add_column(no_wrap=True, style="dim")
    table.add_column()
    for row in rows:
        table.add_row(*map(Text, row))
    out = console()
    out.print(Text(f"\n{heading}", style="bold"))
    out.print(table)


def show_ledger(event: Event, ledger: Ledger) -> None:
    """Print who says what of an event, who answers whom, and how many were harmed by whose account."""
    out = console()
    out.print(Text(f"\n{event.day}  {event.headline}", style="bold"))
    if not ledger.matters and not ledger.tolls:
        out.print("No statement and no figure found.")
    _print("Who says what", [row for matter in ledger.matters for row in _matter(matter)])
    for toll in ledger.tolls:
        contested = ", contested" if toll.contested else ""
        bounds = _bounds(toll.low, toll.high, about=False, more=toll.open)
        title = f"{people(toll.kind).capitalize()}: {bounds}{contested}"
        _print(title, [_account(toll, each) for each in toll.accounts])


def _matter(matter: Matter) -> list[tuple[str, str, str]]:
    return [_entry(matter, each) for each in matter.entries]


def _entry(matter: Matter, entry: Entry) -> tuple[str, str, str]:
    said = entry.said
    who = (said.claimant or "nobody named") + (f" ({said.named})" if said.named else "")
    content = " … ".join(said.content)
    if entry.answers is not None:
        content += f" (answers {matter.entries[entry.answers].said.claimant}: {entry.because})"
    if entry.elsewhere:
        other = entry.elsewhere
        content += f" (answers {other.said.claimant}, {other.day}, {other.event}: {other.because})"
    if entry.superseded_by is not None:
        content += " (said otherwise later)"
    where = [f"source {voice.source}" for voice in entry.voices if voice.source]
    content += f" [{', '.join(where)}]" if where else ""
    return who, _STANCES.get(said.statement.stance, said.statement.stance), content


def _account(toll: Toll, account: Account) -> tuple[str, str, str]:
    who = account.claimant or "nobody named"
    where = f"source {account.voice.source}, {account.voice.name}" if account.voice.source else account.voice.name
    ends = [name for name, by in (("lowest", toll.low_by), ("highest", toll.high_by)) if account in by]
    notes = [*(ends if toll.low != toll.high else []), *(["given up later"] if account.superseded else [])]
    about = any(each.figure.approximate for each in account.counted)
    words = "; ".join(each.words for each in account.counted)
    told = f"{words} [{where}]" + (f" ({', '.join(notes)})" if notes else "")
    return who, _bounds(account.low, account.high, about=about), told


def show_figures(name: str, found: Sequence[PeriodToll]) -> None:
    """Print how many were harmed over the events of a topic, by period."""
    out = console()
    out.print(Text(name, style="bold"))
    if not found:
        out.print("No figure found in its events.")
        return
    table = Table.grid(padding=(0, 2))
    for column in range(5):
        table.add_column(justify="right" if column == 2 else "left")
    for each in found:
        count = f"{each.events:,} {'event' if each.events == 1 else 'events'}"
        total = f"a total of {each.total:,} was given" if each.total is not None else ""
        bounds = _bounds(each.low, each.high, about=False, more=each.open) if each.high is not None else ""
        table.add_row(each.period, people(each.kind), bounds, count, total)
    out.print(table)
    out.print(
        "\nLow: the most that one event alone commits to. High: the sum over all events, reached only if no two tell of"
        " the same people. Totals that grew (“brings the toll to”) are in neither."
    )


def _said(text: str, said: Statement) -> tuple[str, str, str]:
    who = _words(text, said.claimant) or "nobody named"
    if said.named:
        who += f" ({_words(text, said.named)})"
    return who, _STANCES.get(said.stance, said.stance), " … ".join(_words(text, span) for span in said.content)


def _harmed(text: str, figure: Figure) -> tuple[str, str, str]:
    account = f"by {_within(_words(text, figure.claimant))}'s account" if figure.claimant else "nobody is named for it"
    part = ", part of another" if figure.subset else ""
    return _range(figure), people(figure.kind), f"{_words(text, figure.span)} ({account}{part})"


def _within(name: str) -> str:
    """A name within a sentence: "the minister" for "The minister"."""
    return name[:1].lower() + name[1:] if name.startswith(("The ", "A ", "An ")) else name


def _range(figure: Figure) -> str:
    return _bounds(figure.low, figure.high, about=figure.approximate)


def _bounds(low: int | None, high: int | None, *, about: bool, more: bool = False) -> str:
    words = "about " if about else ""
    if low is None:
        return f"{words}up to {high:,}" + (" or more" if more else "")
    if high is None or (low == high and more):
        return f"{words}at least {low:,}"
    return words + (f"{low:,}" if low == high else f"{low:,} to {high:,}{' or more' if more else ''}")


def _words(text: str, span: Span | None) -> str:
    return text[span.start : span.end] if span else ""
