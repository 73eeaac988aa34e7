"""How decisions and their reasons look on the command line."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from backstory.model import Article, Event
from backstory.model_corrections import Correction, CorrectionKind, in_force
from backstory.model_tellings import ArticleTelling, Aspect, Derived, VerdictKind
from backstory.terminal import console
from backstory.times import long_day


def show_correction(made: Correction) -> None:
    """Print a decision that was just taken, and how to take it back."""
    out = console()
    out.print(Text(f"{made.number}. {correction_words(made)}"))
    out.print(Text(f"`backstory undo {made.number}` takes it back.", style="dim"))


def show_corrections(record: Sequence[Correction]) -> None:
    """Print the record, the latest decision first."""
    out = console()
    if not record:
        out.print("Nothing was corrected so far.")
    holding = {each.number for each in in_force(record)}
    for each in reversed(record):
        undone = "" if each.number in holding or each.kind is CorrectionKind.UNDO else " (undone)"
        out.print(Text(f"{each.number}. {correction_words(each)}{undone}"))
        why = f": {each.because}" if each.because else ", without a reason given"
        out.print(Text(f"   {long_day(each.made.date())}, {each.by}{why}", style="dim"))


def show_decided(corrections: Sequence[Correction]) -> None:
    """Print what was decided about an event, under the event."""
    out = console()
    for each in corrections:
        out.print(Text(f"\nCorrected on {long_day(each.made.date())} by {each.by}: {correction_words(each)}"))
        if each.because:
            out.print(Text(each.because, style="dim"))


def show_derived(found: Sequence[Derived]) -> None:
    """Print what no source says of an event, and how it was derived."""
    for each in found:
        what = "Its day is derived" if each.about is Aspect.DAY else f"That it belongs to “{each.name}” is derived"
        by = f" from “{each.words.text}”" if each.words else ""
        console().print(Text(f"\n{what}{by}: {each.because}.", style="dim"))


def correction_words(made: Correction) -> str:
    """What was decided, in one line."""
    match made.kind:
        case CorrectionKind.MERGE:
            return f"{made.subject} merged into {made.into}"
        case CorrectionKind.MERGE_TOPICS:
            also = "".join(f', "{each}"' for each in made.spellings)
            return f'topic "{made.subject}"{also} merged into "{made.into}"'
        case CorrectionKind.SPLIT_TOPIC:
            return f'"{made.subject}" is a topic of its own'
        case CorrectionKind.SPLIT:
            return f"{', '.join(made.articles)} split off from {made.subject} to {made.into}"
        case CorrectionKind.UNDO:
            return f"{made.undoes} undone, on {made.subject}"
        case CorrectionKind.CORRECT:
            return f"{made.field} of {made.subject}: {_change(made.old, made.new)}"


#: How an article came to its event, in a few words.
_HOW = {
    VerdictKind.CITED: "Cited by",
    VerdictKind.JOINED: "Tells",
    VerdictKind.OPENED: "Opened",
    VerdictKind.SPLIT: "Split off to",
    VerdictKind.KEPT: "Left at",
    VerdictKind.NONE: "Tells no event",
}


def show_telling(telling: ArticleTelling, event: Event | None, page: Article | None) -> None:
    """Print which event an article, or a part of a page, tells, and why."""
    out = console()
    verdict = telling.verdict
    part = ""
    if page and telling.blocks:
        spans = [page.blocks[number].span for number in telling.blocks]
        part = f" · {len(spans)} of its blocks, characters {spans[0].start:,} to {spans[-1].end:,}"
    if page and page.title:
        out.print(Text(page.title, style="bold"))
    where = telling.url or (page.source if page else telling.key)
    out.print(Text(f"{where} · capture {telling.capture}{part}", style="dim"))
    out.print(Text(f"{_HOW[verdict.kind]} {event.id}" if event else f"{_HOW[verdict.kind]}."))
    if event:
        out.print(Text(event.headline))
    score = f" ({verdict.score:.2f} of 1)" if verdict.score is not None else ""
    out.print(Text(f"Because: {verdict.because}{score}", style="dim"))


def _change(old: str | None, new: str | None) -> str:
    if not old:
        return f'"{new}" where nothing stood'
    return f'"{old}" is now "{new}"' if new else f'"{old}" was taken away'
