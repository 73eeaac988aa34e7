"""Text with marks among its words, for reading wikitext in steps.

A mark is a character of Unicode's private use areas. It stands where a link begins or ends and where a citation was
taken out, so that white space can be folded and gaps can be closed before it is counted where each link stands. The
marks of links and citations carry a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from backstory.model import Mention, Span

#: Ends the words of a link, ends the label of a citation, and stands where something else was left out.
LINK_END, LABEL_END, GAP = "\ue000", "\ue001", "\ue002"

#: More marks of a kind are not made: no line that somebody wrote has so many.
MOST = 0xFFF0
_LINK, _CITATION = 0xF0000, 0x100000

#: For regular expressions: the beginning of any link, any citation, and anything that was left out.
LINK, CITATION = "[\U000f0000-\U000ffffd]", "[\U00100000-\U0010fffd]"
CUT = f"[{GAP}{CITATION[1:-1]}]"

#: What may stand between citations, and what may lead to them.
_COMMAS = r"[\s,;:/&|•·–—-]*"
SEPARATORS = r"(?:[\s,;:/&|•·–—-]|\band\b|\bor\b)*"
POINTER = r"(?:see also|see|sources?|links?|more|more at|read more|via|from)"

_MARKS = re.compile("[\ue000-\ue002\U000f0000-\U0010ffff]")
#: Characters that would be taken for marks, and others that no text has.
_NO_TEXT = re.compile("[\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff\x00-\x08\x0e-\x1b\x7f]")
#: Characters without a shape; joiners have a meaning between letters of scripts other than Latin.
_SHAPELESS = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]|(?<![^\x00-\x7f])[\u200c\u200d]")

_FOLDS = (
    # A link without words is none.
    (re.compile(rf"{LINK}(\s*){LINK_END}"), r"\1"),
    (re.compile(rf"({LINK})(\s+)"), r"\2\1"),
    (re.compile(rf"(\s+)({LINK_END})"), r"\2\1"),
    (re.compile(r"\s+"), " "),
)
_CLOSINGS = (
    # Brackets, and a "see" before them, that hold nothing else; commas between two, and "and" between the last.
    (re.compile(rf"[(\[]\s*(?:{POINTER}\b)?(?:{SEPARATORS}{CUT})+{SEPARATORS}[)\]]", re.IGNORECASE), GAP),
    (re.compile(rf"(^|(?<=[.!?] )){POINTER}\s?:?\s?(?={CUT})", re.IGNORECASE), ""),
    (re.compile(rf"{CUT}(?:{SEPARATORS}{CUT})+{SEPARATORS}(?=[\s.]*$)"), GAP),
    (re.compile(rf"{CUT}(?:{_COMMAS}{CUT})+"), GAP),
    # The stop after one that stands behind the sentence's own.
    (re.compile(rf"([.!?][\"”’')]*)\s?{CUT}\s?[.,;]"), r"\1" + GAP),
    # What would be left at either end, and blanks that would be left before a closing or after an opening sign.
    (re.compile(rf"[\s,;–—-]*{CUT}[\s,;–—-]*$"), ""),
    (re.compile(rf"^[\s,;:.–—-]*{CUT}[\s,;:.–—-]*"), ""),
    (re.compile(rf"[\s,;:]*{CUT}\s?(?=[.!?])"), ""),
    (re.compile(rf"\s?{CUT}\s?(?=[,;:)\]”’])"), ""),
    (re.compile(rf"(?<=[(\[“‘])\s?{CUT}\s?"), ""),
    (re.compile(rf"\s?{CUT}\s?"), " "),
    (re.compile(r"\s+"), " "),
)


def link_mark(number: int) -> str:
    """The mark before the words of the link of that number, less than `MOST`."""
    return chr(_LINK + number)


def citation_mark(number: int) -> str:
    """The mark of the citation of that number, less than `MOST`."""
    return chr(_CITATION + number)


def citation_number(mark: str) -> int:
    """The number of a citation's mark."""
    return ord(mark) - _CITATION


def clean(words: str) -> str:
    """The words without any character that would be taken for a mark."""
    return _NO_TEXT.sub("", words)


def without_marks(marked: str) -> str:
    """The words alone."""
    return _MARKS.sub("", marked)


def closed(marked: str) -> str:
    """The text with white space folded, and without the marks and the gaps of what was left out."""
    marked = _SHAPELESS.sub("", marked)
    for pattern, replacement in (*_FOLDS, *_CLOSINGS):
        marked = pattern.sub(replacement, marked)
    return marked.strip()


def unmarked(marked: str, titles: Sequence[str]) -> tuple[str, tuple[Mention, ...]]:
    """The words, and where among them the links stand.

    Args:
        marked: a text that has no marks but those of links.
        titles: the pages that its links lead to, by number.
    """
    parts: list[str] = []
    links: list[Mention] = []
    length = start = 0
    title: str | None = None
    for part in re.split(f"({LINK}|{LINK_END})", marked):
        if part == LINK_END:
            if title is not None and start < length:
                links.append(Mention(Span(start, length), title))
            title = None
        elif part and _LINK <= ord(part[0]) < _CITATION:
            start, title = length, titles[ord(part) - _LINK]
        else:
            parts.append(part)
            length += len(part)
    return "".join(parts), tuple(links)
