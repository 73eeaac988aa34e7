"""Readers' comments in plain text: where one ends and the next begins, and what its first lines say of who wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backstory.articles.comment_parts import date_in, is_time_line, name_in_line
from backstory.articles.plain_lines import Line
from backstory.articles.reaction_words import LABEL
from backstory.model import Dated, Role

_SENTENCE_END = re.compile(r"[.!?…。！？:][”\"’'»)\]]*$")

#: Most words and characters of a reader's name that stands alone on a line.
_NAME_WORDS, _NAME = 4, 40
#: How many lines may say who wrote a comment and when.
_SIGNATURE = 3


@dataclass(slots=True)
class Piece:
    """A block before its place is known."""

    #: The part that it plays.
    role: Role
    #: Its words; a comment has a line for each paragraph.
    lines: list[str]
    #: Who wrote a comment.
    author: str | None = None
    #: When a comment was written.
    time: Dated | None = None

    @property
    def text(self) -> str:
        """The words as a block has them."""
        return "\n".join(self.lines)


@dataclass(slots=True)
class Thread:
    """The comments under one opening line.

    Numbered comments reach to the next number at the same indent, whatever stands between. Others are parted by lines
    that say who wrote the next one, or when, and by labels like "Reply"; where there are none, all is one comment.
    """

    #: BCP 47 tag of the page, for dates.
    language: str
    #: The pieces of the page; comments and the labels between them are added to it.
    pieces: list[Piece]
    #: How far the first comment is indented where they are numbered.
    indent: int = 0
    #: The number of the next comment; 0 where they are not numbered, None before the first.
    number: int | None = None

    def add(self, line: Line, after: Line | None) -> None:
        """Add a line.

        Args:
            line: the line.
            after: the one after it.
        """
        last = self.pieces[-1] if self.pieces[-1].role is Role.COMMENT else None
        if line.number is None and LABEL.fullmatch(line.text):
            if any(map(str.isalpha, line.text)):
                self.pieces.append(Piece(Role.NAVIGATION, [line.text]))
        elif self._is_next(line) or last is None or self._opens(line, after, last):
            self.number = self.number or 0
            self.pieces.append(Piece(Role.COMMENT, [line.text]))
        else:
            last.lines.append(line.text)

    def _is_next(self, line: Line) -> bool:
        """Whether the number of an entry is that of the next comment, and not of a list in the last one."""
        first = self.number is None
        if line.number is None or not (first or (line.number == self.number and line.indent <= self.indent)):
            return False
        self.indent, self.number = line.indent, line.number + 1
        return True

    def _opens(self, line: Line, after: Line | None, last: Piece) -> bool:
        """Whether a line says of the next comment who wrote it, or when, and is not of the signature that has begun."""
        if self.number or not (self._is_signature(line.text) or self._is_name_before(line, after)):
            return False
        begun = len(last.lines) < _SIGNATURE and all(self._is_signature(text) or _is_name(text) for text in last.lines)
        return not begun

    def _is_signature(self, text: str) -> bool:
        return is_time_line(text, self.language) or name_in_line(text) is not None

    def _is_name_before(self, line: Line, after: Line | None) -> bool:
        return _is_name(line.text) and after is not None and is_time_line(after.text, self.language)


def sign(comment: Piece, language: str) -> None:
    """Read off the first lines of a comment who wrote it and when; one line at least stays its words.

    Args:
        comment: the comment.
        language: BCP 47 tag of the page, for dates.
    """
    for _ in range(_SIGNATURE):
        if len(comment.lines) < 2:
            return
        first, second = comment.lines[:2]
        name = name_in_line(first)
        if comment.time is None and is_time_line(first, language):
            comment.time = date_in(first, language)
        elif comment.author is None and name is None and _is_name(first) and is_time_line(second, language):
            name = first
        elif comment.author is not None or name is None:
            return
        comment.author = comment.author or name
        comment.lines.pop(0)


def _is_name(text: str) -> bool:
    """Whether a line between comments may be a reader's name."""
    return len(text) <= _NAME and len(text.split()) <= _NAME_WORDS and not _SENTENCE_END.search(text)
