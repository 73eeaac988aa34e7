"""How topics look in the terminal: a list of them, and one with its months, chapters and turning points."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from backstory.model_story import Part, TopicStory
from backstory.store.protocol import TopicRow
from backstory.terminal import cited, console, counted, print_lines
from backstory.times import long_day

#: The longest bar, in characters.
_BAR = 40
#: A topic of more months has a bar a year.
_MONTHS = 36


def show_topics(rows: Sequence[TopicRow]) -> None:
    """Print topics, each with its number of events and its other spellings."""
    out = console()
    if not rows:
        out.print("No such topic.")
    for row in rows:
        line = Text(f"{row.headed + row.mentioned:>7,}  {row.name}")
        if row.aliases:
            line.append(f"  also {', '.join(row.aliases)}", style="dim")
        out.print(line)


def show_topic_story(story: TopicStory) -> None:
    """Print a topic: what it is, when it ran, its chapters, what is told with it, its turning points."""
    out = console()
    out.print(Text(f"{story.topic.name} · {counted(story.events, 'event')}", style="bold"))
    out.print(Text(f"{long_day(story.first)} to {long_day(story.last)}"))
    if story.aliases:
        out.print(Text(f"Also written: {', '.join(story.aliases)}", style="dim"))
    for each in story.taken:
        out.print(Text(f'The archive takes "{each.name}" for the same: {each.because}', style="dim"))
    out.print()
    out.print(Text(f"{long_day(story.about.day)}: {story.about.headline}"))
    out.print(Text(cited(story.about.sources), style="dim"))
    _bars(out, story.months)
    _parts(out, "Chapters", story.chapters)
    _parts(out, "Told with it at first", story.before)
    _parts(out, "Told with it of late", story.after)
    _parts(out, "People and places", story.names)
    out.print(Text("\nTurning points", style="bold"))
    for chapter in story.line:
        out.print()
        out.print(Text(chapter.topic.name if chapter.topic else "Under no topic", style="italic"))
        print_lines(
            out,
            [
                (each.event.day, Text.assemble(each.event.headline, (f"\n{each.event.id}", "dim")))
                for each in chapter.relations
            ],
        )


def _bars(out: Console, months: Sequence[tuple[str, int]]) -> None:
    """Events a month as bars, or a year where there are many months; the number stands after each."""
    counts: dict[str, int] = {}
    for month, count in months:
        label = month if len(months) <= _MONTHS else month[:4]
        counts[label] = counts.get(label, 0) + count
    most = max(counts.values())
    out.print(Text(f"\nEvents a {'month' if len(months) <= _MONTHS else 'year'}", style="bold"))
    for label, count in counts.items():
        out.print(Text(f"{label:>7}  {'█' * max(round(_BAR * count / most), 1)} {count:,}"))


def _parts(out: Console, title: str, parts: Sequence[Part]) -> None:
    if parts:
        out.print(Text(f"\n{title}", style="bold"))
    for part in parts:
        out.print(Text(f"{part.events:>7,}  {part.topic.name}, {part.first:%Y-%m} to {part.last:%Y-%m}"))
