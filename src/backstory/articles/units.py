"""The runs of text of a page as it is laid out, each with the elements that it stands in.

A unit is what a reader sees as one paragraph, heading, entry of a list, cell or caption: the text between two
boundaries of block-level elements, or between two line breaks in a row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backstory.articles.conventions import HIDDEN, bits
from backstory.articles.tree import MARK, folded, is_hidden

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Elements that do not break a line (HTML Living Standard, 4.5 and 15.3.4); all others do.
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark meter nobr output picture"
    " progress q rp rt ruby s samp small source span strike strong sub sup time tt u var wbr".split()
)
#: Elements whose content is not text of the page.
_SILENT = frozenset(
    "applet area audio base canvas datalist embed frameset head iframe input link map math meta noembed noframes"
    " noscript object optgroup option param script select style svg template textarea title track video".split()
) | {MARK}
_BOLD = frozenset({"b", "strong"})


@dataclass(slots=True, eq=False)
class Container:
    """A block-level element that text stands in."""

    #: Its name.
    tag: str
    #: The element around it; None for the outermost.
    parent: Container | None
    #: What its class, id and the like say it is for: bits of `conventions`.
    purpose: int
    #: How many elements are around it.
    depth: int
    #: Number of its start in the page, so that those of one name can be told apart.
    order: int
    #: How it looks to a style sheet: its name and classes, and those of the two around it.
    style: tuple[str, ...]

    def around(self) -> Iterator[Container]:
        """It, and all elements around it, from the inside out."""
        each: Container | None = self
        while each is not None:
            yield each
            each = each.parent


@dataclass(slots=True, eq=False)
class Unit:
    """One run of text."""

    #: The words, white space folded, in NFC.
    text: str
    #: The innermost block-level element around it.
    container: Container
    #: Characters of it that lead elsewhere.
    linked: int
    #: Characters of it in bold.
    bold: int
    #: What the inline elements in it are for: bits of `conventions`.
    purpose: int
    #: The value of the first `time` element in it.
    time: str | None = None
    #: How many parts of the page that are all comments were taken out before it.
    comments: int = 0


@dataclass(slots=True)
class _Run:
    """The text since the last boundary."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0
    bold: int = 0
    purpose: int = 0
    time: str | None = None
    breaks: int = 0
    comments: int | None = None


def units(tree: _Element) -> list[Unit]:
    """All text of a page, in its order, each run once.

    Args:
        tree: the page's element tree; it is not changed.
    """
    return _Walk().through(tree)


class _Walk:
    """One pass over a tree, from start to end tag."""

    def __init__(self) -> None:
        self._units: list[Unit] = []
        self._run = _Run()
        self._here: Container | None = None
        self._links = self._bolds = self._order = self._comments = 0

    def through(self, tree: _Element) -> list[Unit]:
        from lxml.etree import iterwalk

        walk = iterwalk(tree, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if element.tag in _SILENT:
                    walk.skip_subtree()
                    if element.tag == MARK:
                        self._comments = int(element.get("n", 0)) + 1
                else:
                    self._start(element)
            else:
                if element.tag not in _SILENT:
                    self._end(element)
                if element.tail and element is not tree:
                    self._add(element.tail)
        return self._units

    def _start(self, element: _Element) -> None:
        tag = element.tag
        if tag == "a":
            self._links += 1
        elif tag in _BOLD:
            self._bolds += 1
        if tag not in _INLINE:
            if tag == "br":
                self._break()
            else:
                self._flush()
                self._open(element)
        elif element.attrib:
            self._run.purpose |= bits(element.get("class"), element.get("id"), element.get("itemprop"))
            if tag == "time" and self._run.time is None:
                self._run.time = element.get("datetime")
        if element.text:
            self._add(element.text)

    def _open(self, element: _Element) -> None:
        parent, get = self._here, element.get
        name = get("class", "")
        purpose = bits(name, get("id"), get("itemprop"), get("role"))
        if is_hidden(element) or get("aria-hidden") == "true":
            purpose |= HIDDEN
        style = (*parent.style[-2:], f"{element.tag}.{name}") if parent else (f"{element.tag}.{name}",)
        self._order += 1
        depth = parent.depth + 1 if parent else 0
        self._here = Container(element.tag, parent, purpose, depth, self._order, style)

    def _end(self, element: _Element) -> None:
        tag = element.tag
        if tag == "a":
            self._links -= 1
        elif tag in _BOLD:
            self._bolds -= 1
        if tag not in _INLINE and tag != "br":
            self._flush()
            self._here = self._here.parent if self._here else None

    def _add(self, text: str) -> None:
        run = self._run
        run.parts.append(text)
        if not text.isspace():
            run.breaks = 0
            if run.comments is None:
                run.comments = self._comments
            length = len(text.strip())
            if self._links:
                run.linked += length
            if self._bolds:
                run.bold += length

    def _break(self) -> None:
        self._run.parts.append("\n")
        self._run.breaks += 1
        if self._run.breaks > 1:
            self._flush()

    def _flush(self) -> None:
        run = self._run
        if run.parts or run.purpose:
            text = folded("".join(run.parts))
            if text and self._here is not None:
                self._units.append(
                    Unit(text, self._here, run.linked, run.bold, run.purpose, run.time, run.comments or 0)
                )
            self._run = _Run()
