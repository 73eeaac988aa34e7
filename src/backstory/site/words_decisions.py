"""How the site words decisions and who tells an event: see `words`."""

from __future__ import annotations

from backstory.site.views_decisions import CorrectionLine, CoverageLines, DerivedLine, TellingLine
from backstory.site.words import counted, day_words, edtf_words

#: What the record says before anything was decided.
NOTHING = "Nothing was corrected so far."
#: What the record is.
RECORD = (
    "Every merge, split and correction of this archive, with who decided it, when and why. None is ever taken away."
)


def correction_sentence(line: CorrectionLine) -> str:
    """What was decided, in one line."""
    into = line.into.text if line.into else ""
    match line.kind:
        case "merge":
            return f"“{line.subject.text}” merged into “{into}”"
        case "merge-topics":
            return f"Topic {line.subject.text} merged into {into}"
        case "split-topic":
            return f"{line.subject.text} is a topic of its own"
        case "split":
            return f"{', '.join(line.articles)} split off from “{line.subject.text}” to “{into}”"
        case "undo":
            return f"Correction {line.undoes} undone, on “{line.subject.text}”"
        case _:
            return f"{(line.field or '').capitalize()} of “{line.subject.text}” corrected: {change(line)}"


def change(line: CorrectionLine) -> str:
    """What a corrected field said, and what it says since."""
    if not line.old:
        return f'"{line.new}" where nothing stood'
    return f'"{line.old}" is now "{line.new}"' if line.new else f'"{line.old}" was taken away'


def correction_reason(line: CorrectionLine) -> str:
    """Who decided it, when, and why."""
    why = f": {line.because}" if line.because else ", without a reason given"
    undone = " Undone since." if line.holds == "no" else ""
    return f"By {line.by} on {day_words(line.day)}{why}.{undone}".replace("..", ".")


def coverage_sentence(coverage: CoverageLines) -> str:
    """How many outlets tell an event, and how many of them not as copies."""
    return f"{counted(coverage.outlets, 'outlet')}, {counted(coverage.origins, 'origin')}."


def telling_words(line: TellingLine) -> str:
    """Which page an article is a part of, when it was published, and whether it is a copy."""
    part = f"Part of “{line.within}”. " if line.within else ""
    published = part + (f"Published {edtf_words(line.published)}." if line.published else "Undated.")
    copy = {"no": f" A copy of origin {line.origin}.", "yes": f" Origin {line.origin}."}
    return published + copy.get(line.first or "", f" Origin {line.origin}; which copy came first is not known.")


def joined_words(line: TellingLine) -> str:
    """Why an article was taken to tell the event."""
    how = {"cited": "Here because", "joined": "Taken for the same event:", "opened": "It opened this event:"}
    return f"{how.get(line.kind, 'By decision:')} {line.because}."


def new_words(line: TellingLine) -> str:
    """The names and numbers that an article is the first to have; nothing where it has none."""
    return f"Names and numbers that none before it has (derived): {'; '.join(line.new)}." if line.new else ""


def derived_sentence(line: DerivedLine) -> str:
    """What no source says of an event, and how it was derived."""
    by = f" from “{line.words.words}” (characters {line.words.start}–{line.words.end})" if line.words else ""
    if line.about == "day":
        return f"The day is derived{by}, known as {line.name} (EDTF): {line.because}."
    return f"That it belongs to “{line.name}” is derived{by}: {line.because}."
