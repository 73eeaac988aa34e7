"""How the command line looks: a reading room at the width of the window."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from backstory.errors import RowError
from backstory.model import ArchiveInfo, Event, Outcome, Source, Topic
from backstory.store.protocol import Hit, TopicRow
from backstory.times import long_day

if TYPE_CHECKING:
    from backstory.site.build import BuildReport

#: The widest text: a date, two blanks and the longest id; beyond it, lines are hard to follow.
WIDTH = 104
#: Rows that did not fit are told one by one up to this number for each source.
_ROWS_TOLD = 10


def console(*, err: bool = False) -> Console:
    """The terminal, without guesses at what numbers and addresses in our text are."""
    out = Console(stderr=err, highlight=False, markup=False, emoji=False)
    if not out.is_terminal:
        # A file or a pipe gets whole lines; whoever reads them wraps them.
        out.soft_wrap = True
    elif out.width > WIDTH:
        out.width = WIDTH
    return out


def show_hits(words: str, hits: Sequence[Hit], close: Sequence[Hit]) -> None:
    """Print what a search found: the events that hold all of its words, or those that come close."""
    out = console()
    if not hits:
        most = "; these hold most of them:\n" if close else "."
        out.print(Text(f"No event holds all of {words}{most}"))
    print_lines(out, [(hit.event.day, brief(hit.event)) for hit in hits or close])


def show_day(day: dt.date, events: Sequence[Event]) -> None:
    """Print the events of a day by section and topic."""
    out = console()
    out.print(Text(f"{long_day(day)} · {counted(len(events), 'event')}", style="bold"))
    by_section = sorted(events, key=lambda event: (event.category is None, event.category or ""))
    for category, section in groupby(by_section, key=lambda event: event.category):
        out.print()
        out.print(Text(category or "Without a section", style="bold"))
        for event in section:
            out.print(Padding(brief(event), (0, 0, 0, 2)) if out.is_terminal else brief(event))


def show_topic(row: TopicRow, latest: Sequence[Event]) -> None:
    """Print a topic with its latest events, in order of time."""
    out = console()
    total = row.headed + row.mentioned
    out.print(Text(f"{row.name} · {counted(total, 'event')}", style="bold"))
    if row.aliases:
        out.print(Text(f"Also written: {', '.join(row.aliases)}", style="dim"))
    if len(latest) < total:
        out.print(Text(f"The latest {len(latest):,}; --limit shows more.", style="dim"))
    out.print()
    print_lines(out, [(event.day, brief(event)) for event in reversed(latest)])


def show_event(event: Event) -> None:
    """Print one event with all that is known of it."""
    out = console()
    out.print(Text(long_day(event.day) + (f" · {event.category}" if event.category else ""), style="dim"))
    out.print(Text(event.headline, style="bold"))
    if event.summary:
        out.print(Text(event.summary))
    if event.topics:
        out.print(Text(f"Context: {names(event.topics)}"))
    out.print()
    if event.unsourced:
        out.print("No source is cited for this.")
    for number, source in enumerate(event.sources, 1):
        address = f"  {source.url}" if source.url and source.url != source.name else ""
        out.print(Text(f"{number}. {source.name}{address}"))
    if event.origin:
        licence = f", {event.origin.licence}" if event.origin.licence else ""
        out.print(Text(f"\nWords from {event.origin.name}{licence}", style="dim"))
        if event.origin.url:
            out.print(Text(event.origin.url, style="dim"))
    for revision in event.revisions:
        until = long_day(revision.recorded.date())
        out.print(Text(f"\nUntil {until} it read: {revision.telling.headline}", style="dim"))
    out.print(Text(event.id, style="dim"))


def show_info(info: ArchiveInfo) -> None:
    """Print what is in an archive."""
    out = console()
    out.print(Text(info.location, style="bold"))
    if not (info.events or info.captures or info.feeds):
        out.print("Empty: `backstory add` puts events in.")
        return
    table = Table.grid(padding=(0, 2))
    rows = [
        ("Events", f"{info.events:,}{_stretch(info)}"),
        ("Unsourced", f"{info.unsourced:,}"),
        ("Topics", f"{info.topics:,}"),
        ("Outlets", f"{info.outlets:,}"),
        ("Earlier wordings", f"{info.revisions:,}"),
        ("Captures", f"{info.captures:,}, {info.articles:,} of them read"),
        ("Feeds followed", f"{info.feeds:,}"),
        ("Stories by", _ways(info)),
        ("Size", f"{info.size / 1e6:,.1f} MB" if info.size is not None else "in memory"),
    ]
    for name, value in rows:
        table.add_row(Text(name, style="dim"), value)
    for name, count in info.categories:
        table.add_row(Text(name, style="dim"), f"{count:,}")
    out.print(table)


def _ways(info: ArchiveInfo) -> str:
    """What stories are found by."""
    if not info.vector_model:
        return "words, names, topics and time; no vectors, which find more (`backstory vectors`)"
    return (
        f"words, names, topics, time and meaning: {info.vectors:,} of the events have a vector by {info.vector_model}"
    )


def _stretch(info: ArchiveInfo) -> str:
    return f", {long_day(info.first)} to {long_day(info.last)}" if info.first and info.last else ""


class AddReport:
    """Tells what became of each source, shows how far a long one is, and sums up at the end."""

    def __init__(self) -> None:
        self.failed = 0
        self._totals: Counter[str] = Counter()
        self._rows: Counter[str] = Counter()
        self._sources = 0
        self._out, self._err = console(), console(err=True)
        self._progress = _progress(self._err)
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *problem: object) -> None:
        self._progress.stop()
        if problem[0] is None or self._sources:
            self._out.print(self._summary())

    def progress(self, source: str, done: int, total: int | None) -> None:
        """Show how far a source is."""
        if self._task is None:
            self._task = self._progress.add_task(source, total=total)
        self._progress.update(self._task, description=source, completed=done, total=total)

    def outcome(self, outcome: Outcome) -> None:
        """Tell what became of a source, or of one row of it."""
        is_row = isinstance(outcome.error, RowError)
        if outcome.error:
            self.failed += 1
            self._rows[outcome.source] += is_row
            if not is_row or self._rows[outcome.source] <= _ROWS_TOLD:
                self._err.print(Text(f"backstory: {outcome.error}"))
        if is_row:
            return
        self._end(outcome)

    def _end(self, outcome: Outcome) -> None:
        if self._task is not None:
            self._progress.remove_task(self._task)
            self._task = None
        hidden = self._rows[outcome.source] - _ROWS_TOLD
        if hidden > 0:
            self._err.print(Text(f"backstory: {outcome.source}: {hidden:,} more rows do not fit"))
        self._sources += 1
        self._totals.update(_counts(outcome))
        if not outcome.error or _counts(outcome):
            told = [f"{number:,} {word}" for word, number in _counts(outcome).items()] or ["nothing new"]
            note = f" ({outcome.note})" if outcome.note else ""
            self._out.print(Text(f"{outcome.source}: {', '.join(told)}{note}"))

    def _summary(self) -> Text:
        told = [f"{self._totals[word]:,} {word}" for word in ("added", "changed", "unchanged")]
        pages = self._totals["page kept"] + self._totals["pages kept"]
        told += [f"{counted(pages, 'page')} kept"] if pages else []
        return Text(f"{counted(self._sources, 'source')}: {', '.join(told)}, {self.failed:,} failed", style="bold")


class Bar:
    """Shows how far something is that takes long.

    Args:
        label: what is done.
        forks: whether processes are forked while it is shown: then no thread draws it, and it moves with each step.
    """

    def __init__(self, label: str, *, forks: bool = False) -> None:
        self._label = label
        self._forks = forks
        self._progress = _progress(console(err=True), auto_refresh=not forks)
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Take the bar away."""
        self._progress.stop()

    def progress(self, done: int, total: int) -> None:
        """Show how much is done."""
        if self._task is None:
            # Not before: the thread that draws must not be there when processes are forked.
            self._progress.start()
            self._task = self._progress.add_task(self._label, total=total)
        self._progress.update(self._task, completed=done, total=total, refresh=self._forks)


class BuildReporter(Bar):
    """Shows how far a build is, and says at its end what it did."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"building {folder}")
        self._folder = folder
        self._texts = Bar("reading what texts say", forks=True)

    def reading(self, done: int, total: int) -> None:
        """Show how many texts are read: all of them after a change of the reader, else those that are new."""
        self._texts.progress(done, total)

    def progress(self, done: int, total: int) -> None:
        """Show how many pages are made."""
        self._texts.stop()
        super().progress(done, total)

    def stop(self) -> None:
        """Take the bars away."""
        self._texts.stop()
        super().stop()

    def done(self, report: BuildReport) -> None:
        """Say what the build did."""
        removed = f", {report.removed:,} removed" if report.removed else ""
        console().print(Text(f"{self._folder}: {counted(report.pages, 'page')}, {report.written:,} written{removed}"))


def _progress(err: Console, *, auto_refresh: bool = True) -> Progress:
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=err,
        transient=True,
        auto_refresh=auto_refresh,
        disable=not err.is_terminal,
    )


def print_lines(out: Console, rows: Sequence[tuple[dt.date, Text]]) -> None:
    """Print events as a column of dates and a column of words; in a pipe, each with its words indented under it."""
    if not out.is_terminal:
        for day, body in rows:
            first, *rest = body.plain.split("\n")
            out.print("\n".join([f"{day}  {first}", *(f"            {line}" for line in rest), ""]), soft_wrap=True)
        return
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for day, body in rows:
        table.add_row(str(day), body)
        table.add_row()
    out.print(table)


def brief(event: Event) -> Text:
    """An event as one entry of a list: its headline, its context, who reported it, its id."""
    body = Text(event.headline)
    if event.topics:
        body.append(f"\nContext: {names(event.topics)}", style="dim")
    body.append(f"\n{cited(event.sources)}\n{event.id}", style="dim")
    return body


def names(topics: Iterable[Topic]) -> str:
    """Topics by their names, in one line."""
    return ", ".join(topic.name for topic in topics)


def cited(sources: Sequence[Source]) -> str:
    """Who reported an event, in one line."""
    names = ", ".join(source.name for source in sources)
    return f"Sources: {names}" if names else "No source is cited for this."


def _counts(outcome: Outcome) -> dict[str, int]:
    kept = "page kept" if outcome.pages == 1 else "pages kept"
    counts = {"added": outcome.added, "changed": outcome.changed, "unchanged": outcome.unchanged, kept: outcome.pages}
    return {word: number for word, number in counts.items() if number}


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 event", "90,412 events"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
