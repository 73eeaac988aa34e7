"""Plain text cut into paragraphs, lists and lines as its author laid them out.

Texts come with a paragraph on a line, with blank lines between paragraphs or without, or wrapped at a width.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby, pairwise

from backstory.articles.tree import folded

#: A number or a bullet at the start of a line, with what is after it.
_MARK = re.compile(r"(?:(?P<number>\d{1,4})[.)]|[-*•‣◦·–—])\s+(?=\S)")
_HEADING = re.compile(r"#{1,6}\s+(?=\S)|={2,6}\s*(?=.*\S\s*={2,6}\s*$)")
_RULE = re.compile(r"\s*(?:[-=_*~]\s*){3,}")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\(((?:https?:|mailto:|/|#)[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"[^\"]*\")?\)")
_EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1(?!\w)")
_ENDED = re.compile(r"[.!?…:;”\"’'»)\]]\s*$")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")

#: Widest line of a text that is wrapped at a width, and narrowest.
_WIDEST, _NARROWEST = 120, 40
#: Fewest lines that break off within a sentence, for a text to be taken for wrapped.
_FEWEST = 2
#: How much longer than the width a line has to be to speak against it.
_LONGER = 1.2
_FIELD = re.compile(r"[A-Z][A-Za-z-]{1,20}:\s")


@dataclass(frozen=True, slots=True)
class Line:
    """A run of words that stands for itself: a paragraph, a heading, an entry of a list."""

    #: The words, white space folded, without marks of headings, lists and links.
    text: str
    #: Number of white space characters before it.
    indent: int = 0
    #: How many blank lines stand before it.
    blanks: int = 0
    #: Its number in a list; 0 for a bullet; None where it is no entry.
    number: int | None = None
    #: The addresses that its words are linked to.
    links: tuple[str, ...] = ()
    #: Whether it is the words of a picture.
    is_image: bool = False
    #: Whether a mark says that it is a heading.
    is_heading: bool = False
    #: Whether a mark says that it is quoted, as in mail and in Markdown.
    is_quoted: bool = False


def lines_in(text: str) -> tuple[Line, ...]:
    """The lines of a text that have words; wrapped ones are joined."""
    raw = _CONTROL.sub("", text).expandtabs(4).splitlines()
    width = _width(raw)
    found: list[Line] = []
    blanks = 0
    for empty, group in groupby(raw, key=lambda line: not line.strip() or _RULE.fullmatch(line) is not None):
        lines = list(group)
        if empty:
            blanks = len(lines)
            continue
        for each in _joined(lines, width) if width else lines:
            line = _line(each, blanks)
            if line.text:
                found.append(line)
            blanks = 0
    return tuple(found)


def _line(raw: str, blanks: int) -> Line:
    words = raw.strip()
    indent = len(raw) - len(raw.lstrip())
    is_quoted = words.startswith((">", "|"))
    words = words.lstrip(">| ") if is_quoted else words
    heading = _HEADING.match(words)
    if heading:
        words = words[heading.end() :].rstrip("#= ")
    mark = _MARK.match(words)
    number = int(mark["number"] or 0) if mark else None
    words = words[mark.end() :] if mark else words
    is_image = words.startswith("![")
    links = tuple(link[2] for link in _LINK.finditer(words))
    words = _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", words))
    return Line(
        text=folded(words),
        indent=indent,
        blanks=blanks,
        number=number,
        links=links,
        is_image=is_image,
        is_heading=heading is not None,
        is_quoted=is_quoted,
    )


def _width(raw: list[str]) -> int:
    """The width at which a text is wrapped; 0 where it is not.

    It is where lines break off within sentences: where the next begins with a small letter.
    """
    lines = [line.strip() for line in raw]
    broken = [
        len(line)
        for line, after in pairwise(lines)
        if len(line) >= _NARROWEST and after[:1].islower() and not _ENDED.search(line)
    ]
    width = max(broken, default=0)
    longer = sum(1 for line in lines if len(line) > _LONGER * width)
    return width if len(broken) >= _FEWEST and width <= _WIDEST and longer <= len(lines) / 20 else 0


def _joined(lines: list[str], width: int) -> list[str]:
    """The paragraphs of wrapped lines: one ends where a line stops short of the width, or an entry begins."""
    paragraphs: list[str] = []
    ended = True
    for line in lines:
        words = line.strip()
        if ended or any(begins.match(words) for begins in (_MARK, _HEADING, _FIELD)):
            paragraphs.append(line)
        else:
            paragraphs[-1] += " " + words
        ended = len(words) < (0.75 if _ENDED.search(words) else 0.5) * width
    return paragraphs
