"""Quotations: where the words stand that a text gives as somebody's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from backstory.model import Span

_MARK = re.compile(r"[\"“”„«»]|''|``|(?<![^\W_])‘(?!\d\d\b)|’(?![^\W_])")
#: What closes each mark; straight and curly marks are mixed up often enough to be taken for each other.
_CLOSING = {
    "“": ("”", '"'),
    '"': ('"', "”"),
    "„": ("“", "”"),
    "«": ("»",),
    "»": ("«",),
    "‘": ("’",),
    "''": ("''",),
    "``": ("''",),
}
#: Marks that open; » opens in some languages and closes in others, and is told by what is around it.
_OPENS = frozenset(("``", *"“„«‘"))
#: How many marks a quotation may hold.
_REACH = 200
#: Marks that look the same where they open and where they close.
_ALIKE = frozenset(('"', "''", "»"))


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks, the marks included."""

    #: Where they stand.
    span: Span
    #: Whether no mark closes them: they go on in the next paragraph.
    open: bool = False


def quotations(text: str, start: int = 0, end: int | None = None) -> list[Quotation]:
    """The outermost quotations of a paragraph, in order.

    A mark that opens and is never closed counts only where the words after it end the paragraph: then they go on in the
    next one, as long quotations do, each paragraph opening anew and the last one closing.

    Args:
        text: the text that the paragraph stands in.
        start: where the paragraph starts.
        end: where it ends; at the end of the text by default.
    """
    end = len(text) if end is None else end
    marks = list(_MARK.finditer(text, start, end))
    found: list[Quotation] = []
    at = 0
    while at < len(marks):
        mark = marks[at].group()
        if not _opens(text, marks[at], start):
            at += 1
            continue
        near = range(at + 1, min(at + _REACH, len(marks)))
        close = next(
            (each for each in near if _closes(text, mark, marks[each], end) and not _inner(marks, at, each)), None
        )
        if close is None:
            if mark != "‘" and _MARK.match(text, _next_start(text, end)):
                found.append(Quotation(Span(marks[at].start(), end), open=True))
                return found
            at += 1
            continue
        found.append(Quotation(Span(marks[at].start(), marks[close].end())))
        at = close + 1
    return found


def _inner(marks: Sequence[re.Match[str]], opening: int, closing: int) -> bool:
    """Whether a curly mark closes curly marks that opened within straight ones."""
    if marks[opening].group() != '"' or marks[closing].group() != "”":
        return False
    between = [each.group() for each in marks[opening + 1 : closing]]
    return between.count("“") > between.count("”")


def _next_start(text: str, end: int) -> int:
    """Where the words after a paragraph begin."""
    while end < len(text) and text[end].isspace():
        end += 1
    return end


def _opens(text: str, mark: re.Match[str], start: int) -> bool:
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end() : mark.end() + 1]
    if mark.group() in _OPENS:
        return not after.isspace()
    return (
        mark.group() in _ALIKE
        and not before.isalnum()
        and bool(after)
        and not after.isspace()
        and after not in ".,;:!?)"
    )


def _closes(text: str, opening: str, mark: re.Match[str], end: int) -> bool:
    if mark.group() == "“" and opening in {"“", '"'}:
        # A mark that is turned the wrong way: it opens nothing where no word follows it.
        return not text[mark.end() : mark.end() + 1].strip() and not text[mark.start() - 1].isspace()
    if mark.group() not in _CLOSING[opening]:
        return False
    if mark.group() in _ALIKE or mark.group() == "’":
        return mark.end() >= end or not text[mark.end()].isalnum()
    return True
