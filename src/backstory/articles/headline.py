"""Where the headline of a page stands: what byline, date and lead picture are looked for at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backstory.articles.likeness import alike, letter_pairs
from backstory.articles.metadata import Metadata
from backstory.articles.tree import text_of
from backstory.articles.units import Unit

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADINGS = frozenset({"h1", "h2", "h3"})
#: Lines less like the title are not its headline.
_LEAST = 0.2
#: A heading that is more like it needs no other beside it.
_ENOUGH = 0.6


@dataclass(frozen=True, slots=True)
class Headline:
    """The place of a headline."""

    #: Number of its line; 0 where no line is like the title.
    line: int
    #: Its `h1` element; None where it is none.
    element: _Element | None


def headline_of(page: Metadata, lines: Sequence[Unit], title: str | None) -> Headline:
    """The line and the heading most like the title.

    Args:
        page: what the page says of itself.
        lines: its text, line by line.
        title: its title.
    """
    wanted = letter_pairs(title or "")
    element = max(page.headings, key=lambda each: alike(letter_pairs(text_of(each)), wanted), default=None)
    return Headline(_line_of(lines, title or "", wanted), element)


def _line_of(lines: Sequence[Unit], title: str, wanted: set[str]) -> int:
    """The number of the heading most like the title; of the line most like it, where no heading is like it enough."""
    best, most = 0, _LEAST
    for is_candidate in (_is_heading, _is_as_long(title)):
        for number, line in enumerate(lines):
            if is_candidate(line) and (likeness := alike(letter_pairs(line.text), wanted)) > most:
                best, most = number, likeness
        if most > _ENOUGH:
            break
    return best


def _is_heading(line: Unit) -> bool:
    around = (line.container, line.container.parent)
    return any(each is not None and each.tag in _HEADINGS for each in around)


def _is_as_long(title: str) -> Callable[[Unit], bool]:
    return lambda line: len(title) * 0.7 <= len(line.text) <= len(title) * 1.5
