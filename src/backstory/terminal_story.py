"""How a story looks in the terminal: its line in chapters, what the page compares with, what is near beside that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from backstory.model import Relation
from backstory.model_story import Chapter, Echo, History
from backstory.terminal import cited, console, names, print_lines
from backstory.times import long_day

#: Topics of the page that are named at its head.
_TOPICS = 4


def show_history(history: History, *, after: bool = False) -> None:
    """Print a history: the page and its context, the line, the echoes, the nearest events beside those.

    Args:
        history: the history.
        after: whether what followed is told too.
    """
    out = console()
    article = history.article
    before = f" before {long_day(history.as_of)}" if history.as_of else ""
    out.print(Text(article.title or article.source, style="bold"))
    for shared in history.topics[:_TOPICS]:
        out.print(Text(f"{shared.topic.name}: {shared.weight:.0%} sure, as {shared.because}", style="dim"))
    for offer in history.offers[:1] if not history.topics else ():
        out.print(Text(f"New to the archive: {offer.name}", style="dim"))
    if history.relations:
        _chapters(out, history.line_title, history.line)
        if history.echoes:
            _heading(out, "What the page compares this with")
        for echo in history.echoes:
            _echo(out, article.text, echo)
        if history.beside:
            _heading(out, "Also near")
            _relations(out, history.beside)
    else:
        out.print(f"No earlier event found{before}.")
    if after and history.as_of:
        _chapters(out, f"What followed from {long_day(history.as_of)} on", history.after)


def _chapters(out: Console, title: str, chapters: Iterable[Chapter]) -> None:
    _heading(out, title)
    for chapter in chapters:
        out.print(Text(chapter.topic.name if chapter.topic else "Under no topic", style="italic"))
        _relations(out, chapter.relations)


def _echo(out: Console, text: str, echo: Echo) -> None:
    """A story that the page compares with, and the words that do so."""
    out.print(Text(echo.title, style="italic"))
    for likening in echo.likenings:
        words, name = likening.words, likening.name
        line = Text(f"“{text[words.start : words.end]}” (characters {words.start}–{words.end})", style="dim")
        line.stylize("underline", 1 + name.start - words.start, 1 + name.end - words.start)
        out.print(line)
    _relations(out, echo.relations)


def _heading(out: Console, words: str) -> None:
    out.print()
    out.print(Text(words, style="bold"))
    out.print()


def _relations(out: Console, relations: Iterable[Relation]) -> None:
    print_lines(out, [relation_row(relation, marked=out.is_terminal) for relation in relations])


def relation_row(relation: Relation, *, marked: bool) -> tuple[dt.date, Text]:
    """A related event: its headline, what it shares with the page, its sources and id.

    Args:
        relation: the event and its reason.
        marked: whether underlining shows the shared words, which the reason need then not repeat.
    """
    event = relation.event
    body = Text(event.headline)
    if marked:
        for span in relation.words:
            body.stylize("underline", span.start, span.end)
    if relation.topics:
        body.append(f"\nContext: {names(relation.topics)}", style="dim")
    if not marked or not (relation.topics or relation.words):
        body.append(f"\nBecause: {relation.because}", style="dim")
    body.append(f"\n{cited(event.sources)}\n{event.id}", style="dim")
    return event.day, body
