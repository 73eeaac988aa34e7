"""Where the readers' comments of a page stand: the elements around all of them, and those of each."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backstory.articles.comment_names import Part, number, parts
from backstory.articles.comment_parts import is_dated, names_of
from backstory.articles.forums import replies
from backstory.articles.reaction_words import ASKING, OPENING
from backstory.articles.tree import lines_of, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

Marks = Mapping["_Element", frozenset[Part]]

_ITEM_TYPES = re.compile(r"schema\.org/(?:User)?Comments?$", re.IGNORECASE)
_STATED = frozenset({"comment", "commentText"})
_NONE: frozenset[Part] = frozenset()
_LISTS = frozenset({"ul", "ol", "dl"})
_ENTRIES = frozenset({"li", "article", "dd", "tr"})
_REPLIES = re.compile(r"child|repl(?:y|ies)|nested|indent|thread|answers|responses", re.IGNORECASE)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LINKED = frozenset({"a", "nav", "button", "li", "label"})
_ENDS = frozenset({"footer", "nav", "aside"})

#: Text in paragraphs outside of the comments that a section may hold at any rate: rules of the house, mostly.
_RULES = 400
#: How much of an element's words the link of a teaser is.
_SHARE = 0.6
#: Most words of a link that is a name, a date or a label.
_LABEL = 6
#: How many lines that may open comments are followed.
_OPENINGS = 20


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page that is all comments, or the form for them."""

    #: The elements that it consists of, siblings where there are several.
    elements: tuple[_Element, ...]
    #: The elements of each comment in it, in order.
    items: tuple[tuple[_Element, ...], ...]


def find_sections(tree: _Element, *, language: str | None) -> tuple[Section, ...]:
    """The comments of a page, section by section.

    Args:
        tree: the page.
        language: its BCP 47 tag, for dates.
    """
    elements = list(tree.iter())
    thread = replies(elements)
    if thread:
        return (Section(thread, tuple((each,) for each in thread)),)
    return tuple(_Finder(tree, elements, language).sections())


class _Finder:
    def __init__(self, tree: _Element, elements: list[_Element], language: str | None) -> None:
        self._tree, self._elements, self._language = tree, elements, language
        self._marks = _marks_of(self._elements)
        self._kept = _kept(tree, self._marks)

    def sections(self) -> Iterator[Section]:
        """The named sections, then those that only a line above them opens."""
        taken: set[_Element] = set()
        for element, mark in self._marks.items():
            if element in self._kept or any(each in taken for each in element.iterancestors()):
                continue
            section = self._named(element, mark)
            if section:
                taken.add(element)
                yield section
        for heading in itertools.islice(self._openings(), _OPENINGS):
            if not any(each in taken for each in (heading, *heading.iterancestors())):
                section = self._opened(heading)
                if section:
                    taken.update(section.elements)
                    yield section

    def _named(self, element: _Element, mark: frozenset[Part]) -> Section | None:
        """The section that this element is by its name; None where it is none, or more than one."""
        if Part.FORM in mark and _asks(element):
            return Section((element,), ())
        if not mark & {Part.SECTION, Part.ITEM, Part.WRAP}:
            return None
        items = self._items(element)
        if Part.SECTION not in mark and not self._is_sure(element, items):
            return None
        if self._holds_the_article(element, items) or not (items or _is_small(element)):
            return None
        return Section((element,), items)

    def _is_sure(self, element: _Element, items: tuple[tuple[_Element, ...], ...]) -> bool:
        """Whether comments that stand in no section are comments: they are numbered, stated, or have date and body."""
        for item in items:
            first = item[0]
            if number(first.get("id")) or is_stated(first):
                return True
            if not _is_teaser(first) and is_dated(first, language=self._language):
                return True
        return False

    def _items(self, section: _Element) -> tuple[tuple[_Element, ...], ...]:
        named = [each for each in section.iter() if Part.ITEM in self._marks.get(each, ())]
        items = tuple((each,) for each in _resolved(named, self._marks))
        if items and (items != ((section,),) or number(section.get("id")) or is_stated(section)):
            return items
        inside = _by_bodies(section, self._marks) or _repeated(section, self._language)
        return items if items and len(inside) < 2 else tuple(inside)

    def _holds_the_article(self, element: _Element, items: tuple[tuple[_Element, ...], ...]) -> bool:
        """Whether most of the page's prose stands in this element, and not in the comments in it."""
        own = {each for item in items for each in item}
        inside = _prose(element, own)
        return inside > _RULES and 2 * inside > _prose(self._tree, own)

    def _openings(self) -> Iterator[_Element]:
        """The elements whose words open comments, and that are no link to them."""
        for element in self._elements:
            text = (element.text or "").strip() or (text_of(element) if element.tag in _HEADINGS else "")
            if (
                0 < len(text) <= 200
                and element.tag not in _LINKED
                and OPENING.fullmatch(text)
                and not any(each.tag in _LINKED for each in element.iterancestors())
            ):
                yield element

    def _opened(self, heading: _Element) -> Section | None:
        """The comments that follow a line which opens them; None where what follows are none."""
        first = heading
        while next(_following(first), None) is None:
            around = first.getparent()
            if around is None or around in self._kept:
                break
            first = around
        elements: list[_Element] = [first]
        items: list[tuple[_Element, ...]] = []
        for each in _following(first):
            found = [] if self._ends(each, heading) else self._plain(each)
            if not found and not (items and self._asks_for_more(each)):
                break
            items += found
            elements.append(each)
        return Section(tuple(elements), tuple(items)) if items else None

    def _plain(self, element: _Element) -> list[tuple[_Element, ...]]:
        """The comments that an element is or lists, by its looks alone."""
        inner = element
        while len(inner) == 1 and not (inner.text or "").strip():
            inner = inner[0]
        alike = [each for each in inner if each.tag == inner[0].tag and self._is_plain(each)]
        if len(alike) > 1 and 2 * len(alike) >= len(inner):
            return [(each,) for each in alike]
        return [(element,)] if self._is_plain(element) else []

    def _is_plain(self, element: _Element) -> bool:
        """Whether an element is dated and, unlike what announces another page, has no link as long as a headline."""
        leads = any(len(text_of(each).split()) > _LABEL for each in element.iter("a"))
        return not leads and not _is_teaser(element) and is_dated(element, language=self._language)

    def _asks_for_more(self, element: _Element) -> bool:
        return element.tag == "form" or any(map(ASKING.fullmatch, lines_of(element)[:2]))

    def _ends(self, element: _Element, heading: _Element) -> bool:
        """Whether an element after the line that opens the comments is no longer of them."""
        if element in self._kept or element.tag in _ENDS or element.find(".//h1") is not None:
            return True
        is_heading = element.tag in _HEADINGS or (element.tag, element.get("class")) == (
            heading.tag,
            heading.get("class"),
        )
        return is_heading and not ASKING.fullmatch(text_of(element))


def _marks_of(elements: list[_Element]) -> dict[_Element, frozenset[Part]]:
    """The parts that elements are named for, of those that are."""
    marks: dict[_Element, frozenset[Part]] = {}
    for each in elements:
        names, id, stated = each.get("class"), each.get("id"), each.get("itemprop") or each.get("itemtype")
        mark = parts(f"{names or ''} {id or ''}") if names or id else _NONE
        if stated and is_stated(each):
            mark |= {Part.ITEM}
        elif stated in _STATED:
            mark |= {Part.BODY}
        if mark:
            marks[each] = mark
    return marks


def is_stated(element: _Element) -> bool:
    """Whether microdata say that it is a comment."""
    return _ITEM_TYPES.search(element.get("itemtype") or "") is not None


def _kept(tree: _Element, marks: Marks) -> frozenset[_Element]:
    """The elements that no section may hold: the article's landmarks, and what is around them."""
    landmarks = [tree, *tree.iter("body", "main"), *_first(each for each in tree.iter("h1") if text_of(each))]
    landmarks += _first(each for each in tree.iter("*") if "articleBody" in (each.get("itemprop") or ""))
    landmarks += _first(each for each in tree.iter("article") if _nearest(each, marks) is None and each not in marks)
    return frozenset(each for landmark in landmarks for each in (landmark, *landmark.iterancestors()))


def _first(elements: Iterator[_Element]) -> list[_Element]:
    return [each for each in (next(elements, None),) if each is not None]


def _asks(element: _Element) -> bool:
    """Whether an element asks for comments: it has a field for one, or says so."""
    return element.find(".//textarea") is not None or any(map(ASKING.fullmatch, lines_of(element, unseen=True)[:3]))


def _is_small(element: _Element) -> bool:
    """Whether an element that is named for comments and has none holds nothing else either."""
    lines = lines_of(element, unseen=True)
    return sum(map(len, lines)) <= _RULES or any(
        OPENING.fullmatch(line) or ASKING.fullmatch(line) for line in lines[:2]
    )


def _is_teaser(element: _Element) -> bool:
    """Whether it leads to another page: nearly all its words are one link, or its heading is."""
    links = [each for each in element.iter("a") if "#" not in (each.get("href") or "#")]
    longest = max(map(_length, links), default=0)
    return longest > 0 and (
        longest > _SHARE * _length(element)
        or any(next(each.iter(*_HEADINGS), None) is not None or _nearest_heading(each) is not None for each in links)
    )


def _nearest_heading(element: _Element) -> _Element | None:
    return next(element.iterancestors(*_HEADINGS), None)


def _length(element: _Element) -> int:
    """How many characters stand in an element, seen or not."""
    return sum(map(len, element.itertext()))


def _prose(element: _Element, without: set[_Element]) -> int:
    """How many characters of paragraphs stand in an element, those of comments left out."""
    return sum(
        _length(each) for each in element.iter("p") if not any(one in without for one in (each, *each.iterancestors()))
    )


def _resolved(named: list[_Element], marks: Marks) -> list[_Element]:
    """One element for each comment: themes name several around the same one, or one around all."""
    all_named = set(named)
    direct: Counter[_Element] = Counter()
    for each in named:
        around = _nearest(each, all_named)
        if around is not None and not _is_reply(each, around, marks):
            direct[around] += 1
    whole = {each for each in direct if number(each.get("id")) or _has_own_body(each, all_named, marks)}
    chosen: dict[_Element, None] = {}
    for each in named:
        around = _nearest(each, chosen)
        if around is None or _is_reply(each, around, marks):
            chosen[each] = None
        elif number(each.get("id")) == number(around.get("id")) is not None:
            continue
        elif direct[around] > 1:
            if around not in whole:
                del chosen[around]
            chosen[each] = None
        elif number(each.get("id")) and not number(around.get("id")) and around.tag not in _ENTRIES:
            del chosen[around]
            chosen[each] = None
    return list(chosen)


def _nearest(element: _Element, among: Mapping[_Element, object] | set[_Element]) -> _Element | None:
    return next((each for each in element.iterancestors() if each in among), None)


def _is_reply(element: _Element, around: _Element, marks: Marks) -> bool:
    """Whether a comment inside another's element is another comment."""
    numbers = number(element.get("id")), number(around.get("id"))
    if all(numbers):
        return numbers[0] != numbers[1]
    for each in element.iterancestors():
        if each is around:
            return False
        if each.tag in _LISTS or Part.SECTION in marks.get(each, ()) or _REPLIES.search(names_of(each)):
            return True
    return False


def _has_own_body(element: _Element, named: set[_Element], marks: Marks) -> bool:
    return any(Part.BODY in marks.get(each, ()) and _nearest(each, named) is element for each in element.iter())


def _by_bodies(section: _Element, marks: Marks) -> list[tuple[_Element, ...]]:
    """The comments of a section in which only what was written is named: each with what stands beside it."""
    named = {each for each in section.iter() if Part.BODY in marks.get(each, ()) and each is not section}
    bodies = [each for each in section.iter() if each in named and _nearest(each, named) is None]
    holding = Counter(each for body in bodies for each in body.iterancestors())
    taken: set[_Element] = set()
    items: list[tuple[_Element, ...]] = []
    for body in bodies:
        whole = body
        for each in body.iterancestors():
            if each is section or holding[each] > 1:
                break
            whole = each
        before = _marked(whole.itersiblings(preceding=True), marks, {Part.AUTHOR, Part.TIME, Part.META}, taken)
        after = _marked(
            whole.itersiblings(), marks, {Part.TIME, Part.META} | (set() if before else {Part.AUTHOR}), taken
        )
        items.append((*reversed(before), whole, *after))
        taken.update(items[-1])
    return items


def _marked(siblings: Iterator[_Element], marks: Marks, wanted: set[Part], taken: set[_Element]) -> list[_Element]:
    """The siblings next to an element that are marked as parts of a comment, and not yet of another."""
    near = itertools.takewhile(lambda each: wanted.intersection(marks.get(each, ())) and each not in taken, siblings)
    return list(near)


def _repeated(section: _Element, language: str | None) -> list[tuple[_Element, ...]]:
    """The children of the first element with several alike that each say when they were written."""
    for parent in section.iter():
        kinds: dict[tuple[object, str], list[_Element]] = {}
        for child in parent:
            kinds.setdefault((child.tag, (child.get("class") or "").split(" ")[0]), []).append(child)
        for alike in kinds.values():
            if len(alike) > 1 or alike[0].tag in _ENTRIES:
                dated = [each for each in alike if not _is_teaser(each) and is_dated(each, language=language)]
                if dated and 2 * len(dated) >= len(alike):
                    return [(each,) for each in dated]
    return []


def _following(element: _Element) -> Iterator[_Element]:
    """The elements after one that have words."""
    return (each for each in element.itersiblings() if text_of(each))
