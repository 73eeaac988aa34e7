"""How claims look in the terminal: who says what, then how many, by whose account."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from backstory.model import Article, Claims, Figure, Span, Statement
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
        if not rows:
            continue
        out.print(Text(f"\n{heading}", style="bold"))
        table = Table.grid(padding=(0, 2))
        table.add_column(max_width=32)
        table.add_column(no_wrap=True, style="dim")
        table.add_column()
        for row in rows:
            table.add_row(*map(Text, row))
        out.print(table)


def _said(text: str, said: Statement) -> tuple[str, str, str]:
    who = _words(text, said.claimant) or "nobody named"
    if said.named:
        who += f" ({_words(text, said.named)})"
    return who, _STANCES.get(said.stance, said.stance), " … ".join(_words(text, span) for span in said.content)


def _harmed(text: str, figure: Figure) -> tuple[str, str, str]:
    account = f"by {_words(text, figure.claimant)}'s account" if figure.claimant else "by nobody's account named"
    part = ", part of another" if figure.subset else ""
    return _range(figure), figure.kind, f"{_words(text, figure.span)} ({account}{part})"


def _range(figure: Figure) -> str:
    about = "about " if figure.approximate else ""
    if figure.low is None:
        return f"{about}up to {figure.high:,}"
    if figure.high is None:
        return f"{about}at least {figure.low:,}"
    return about + (f"{figure.low:,}" if figure.low == figure.high else f"{figure.low:,} to {figure.high:,}")


def _words(text: str, span: Span | None) -> str:
    return text[span.start : span.end] if span else ""
