"""One reader's comment: who wrote it, when, and what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backstory.articles.comment_names import Part, inner_part, parts
from backstory.articles.instants import edtf_of
from backstory.articles.reaction_words import BY, LABEL, MOMENT, OPENING, SAYS
from backstory.articles.tree import lines_of, text_of
from backstory.model import Dated, Method

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Properties of schema.org's Comment and UserComments.
_PROPERTIES = {
    "author": Part.AUTHOR,
    "creator": Part.AUTHOR,
    "datecreated": Part.TIME,
    "datepublished": Part.TIME,
    "commenttime": Part.TIME,
    "text": Part.BODY,
    "commenttext": Part.BODY,
    "articlebody": Part.BODY,
    "reviewbody": Part.BODY,
    "comment": Part.BODY,
}
_TAGS = {
    "time": Part.TIME,
    "button": Part.FURNITURE,
    "form": Part.FORM,
    "nav": Part.FURNITURE,
    "select": Part.FURNITURE,
    "header": Part.META,
    "footer": Part.META,
}
#: What a reader can press.
_PRESSED = ("a", "button", "input", "label", "svg")
#: A day of which no more is known than that it was one (EDTF, level 1).
_UNKNOWN = "XXXX-XX-XX"
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
#: The parts of a comment that are not what was written, and how many characters they may have: longer, it is misnamed.
_ASIDE = {Part.AUTHOR: 100, Part.TIME: 80, Part.META: 250, Part.FURNITURE: 80, Part.FORM: 1_000}

#: Longest name of a reader.
_NAME = 60
_NAME_WORDS = 6
#: How much of an element's words an element in it has to have to stand for it.
_MOST = 0.6
_PROFILE = re.compile(r"/(?:users?|u|profiles?|profil|perfil|members?|people|mitglied(?:er)?)/[^/]+/?$", re.IGNORECASE)
_PUNCTUATION = " :,·•|–-"
_DIGIT = re.compile(r"\d")
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Written:
    """What one comment says."""

    #: The words, each paragraph on a line of its own.
    text: str
    #: Who wrote it.
    author: str | None
    #: When.
    time: Dated | None


@dataclass(slots=True)
class _Parts:
    """The elements of a comment by the part that they play, in the page's order."""

    of: dict[Part, list[_Element]] = field(default_factory=lambda: {part: [] for part in Part})
    headings: list[_Element] = field(default_factory=list)


def read_item(elements: tuple[_Element, ...], *, replies: Set[_Element], language: str | None) -> Written | None:
    """What stands in the elements of one comment.

    Args:
        elements: the elements, siblings where there are several.
        replies: elements of other comments, which are left out.
        language: BCP 47 tag of the page, for dates.

    Returns:
        None where nothing was written in it.
    """
    found = _parts(elements, replies)
    author = _author(found.of[Part.AUTHOR], replies | set(found.of[Part.TIME]))
    time = _time(found, language) or _told(elements, replies, language)
    body = _body(found.of[Part.BODY], replies)
    whole = (body,) if body is not None else elements
    aside = replies | {
        each for each in _asides(found, replies) if not any(each is one or _is_in(one, each) for one in whole)
    }
    lines = [line for element in whole for line in lines_of(element, without=aside, unseen=True)]
    if body is not None:
        titles = [
            each for each in found.headings if not _is_in(each, body) and not any(_is_in(each, one) for one in aside)
        ]
        lines = [line for each in titles for line in lines_of(each, without=aside, unseen=True)] + lines
    if not lines and body is None:
        lines = [line for element in elements for line in lines_of(element, without=replies, unseen=True)]
    if author is None and lines:
        author = name_in_line(lines[0])
    lines = _bare(lines, author, time, language)
    return Written("\n".join(lines), author, time) if lines else None


def is_dated(element: _Element, *, language: str | None) -> bool:
    """Whether an element says near its beginning, or in a part of its own, when it was written."""
    nothing: frozenset[_Element] = frozenset()
    return (_time(_parts((element,), nothing), language) or _told((element,), nothing, language)) is not None


def _told(elements: tuple[_Element, ...], replies: Set[_Element], language: str | None) -> Dated | None:
    """When a comment was written by a line of its words."""
    lines = tuple(line for each in elements for line in lines_of(each, without=replies, unseen=True))
    return next((date_in(line, language) for line in _outer(lines) if is_time_line(line, language)), None)


def _outer(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The lines among which the time of a comment stands."""
    return lines if len(lines) <= 6 else (*lines[:4], *lines[-2:])


def names_of(element: _Element) -> str:
    """Class and id of an element."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _parts(elements: tuple[_Element, ...], replies: Set[_Element]) -> _Parts:
    from lxml.etree import iterwalk

    found = _Parts()
    for element in elements:
        walker = iterwalk(element, events=("start",))
        for _, each in walker:
            if each in replies:
                walker.skip_subtree()
                continue
            if each.tag in _HEADINGS:
                found.headings.append(each)
            part = _part(each, whole=each in elements and len(elements) == 1)
            if part:
                found.of[part].append(each)
    return found


def _part(element: _Element, *, whole: bool) -> Part | None:
    """The part that an element plays in the comment.

    Args:
        element: the element.
        whole: whether it is all of the comment, and so no other part of it.
    """
    if whole:
        return None
    stated = _PROPERTIES.get((element.get("itemprop") or "").lower())
    if stated:
        return stated
    names = names_of(element)
    named = parts(names)
    if Part.ITEM in named and Part.BODY not in named:
        return None
    for part in (Part.BODY, Part.TIME, Part.AUTHOR, Part.META, Part.FORM, Part.FURNITURE):
        if part in named:
            return part
    if element.tag == "a":
        return _linked(element, names)
    return inner_part(names) or _TAGS.get(str(element.tag))


def _linked(link: _Element, names: str) -> Part | None:
    """The part that a link plays: the name of who has a profile or a page of their own, or something to press."""
    if "external nofollow" in (link.get("rel") or "") or _PROFILE.search(link.get("href") or ""):
        return Part.AUTHOR
    return Part.FURNITURE if LABEL.fullmatch(text_of(link)) else inner_part(names)


def _author(named: list[_Element], without: Set[_Element]) -> str | None:
    """The name in the first element for it that has one, and there in the innermost."""
    for element in named:
        inner = [element, *(each for each in named if each is not element and _is_in(each, element))]
        for each in reversed(inner):
            lines = lines_of(each, without=without, unseen=True)
            name = _cleaned(lines[0]) if lines else None
            if name:
                return name
    return None


def _cleaned(line: str) -> str | None:
    """A name without the words around it; None where there is none."""
    start = BY.match(line)
    name = line[start.end() :] if start else line
    name = SAYS.sub("", name.strip(_PUNCTUATION)).strip(_PUNCTUATION)
    if not name or len(name) > _NAME or LABEL.fullmatch(name) or (_DIGIT.search(name) and edtf_of(name)):
        return None
    return name


def name_in_line(line: str) -> str | None:
    """The name in a line that says of a comment who wrote it: "Ada says:", "#3 Comment by Ada"."""
    name = _cleaned(line)
    if name is None or len(name.split()) > _NAME_WORDS:
        return None
    says = SAYS.search(line.strip(_PUNCTUATION))
    if says and (line.rstrip().endswith((":", "...")) or _DIGIT.search(says[0])):
        return name
    start = BY.match(line)
    return name if start and _DIGIT.search(start[0]) and any(map(str.isalpha, start[0])) else None


def _time(found: _Parts, language: str | None) -> Dated | None:
    """When a comment was written, by the elements that are there to say it."""
    for element in found.of[Part.TIME]:
        for value in (element.get("datetime"), element.get("content"), element.get("title")):
            edtf = edtf_of(value, language=language) if value else None
            if edtf:
                return Dated(edtf, Method.VISIBLE, words=value)
    for element in (*found.of[Part.TIME], *found.of[Part.META], *found.of[Part.AUTHOR]):
        words = " ".join(lines_of(element, unseen=True))
        if len(words) <= _ASIDE[Part.META] and _DIGIT.search(words):
            dated = date_in(words, language)
            if dated:
                return dated
    return None


def date_in(words: str, language: str | None) -> Dated | None:
    """The date in these words; a day that is not known where only the moment of the capture would tell it."""
    edtf = edtf_of(words, language=language) or (_UNKNOWN if MOMENT.search(words) else None)
    return Dated(edtf, Method.VISIBLE, words=words) if edtf else None


def _body(bodies: list[_Element], replies: Set[_Element]) -> _Element | None:
    """The innermost of the elements for what was written that still has most of it.

    Elements that are named for comments, or that microdata name, come before those with names that may mean anything.
    """
    named = [each for each in bodies if Part.BODY in parts(names_of(each)) or each.get("itemprop")]
    best: _Element | None = None
    size = 0
    for each in named or bodies:
        length = sum(map(len, lines_of(each, without=replies, unseen=True)))
        inner = best is not None and _is_in(each, best)
        if (length > size and not inner) or (inner and length >= _MOST * size):
            best, size = each, length
    return best


def _asides(found: _Parts, replies: Set[_Element]) -> Iterator[_Element]:
    """The elements that are not what was written."""
    for part, longest in _ASIDE.items():
        for element in found.of[part]:
            if part is Part.FURNITURE and element.tag not in _PRESSED and next(element.iter(*_PRESSED), None) is None:
                continue
            if sum(map(len, lines_of(element, without=replies, unseen=True))) <= longest:
                yield element


def _bare(lines: list[str], author: str | None, time: Dated | None, language: str | None) -> list[str]:
    """The lines without labels and without what says who wrote them and when, which stand first or last."""

    def is_label(line: str) -> bool:
        if LABEL.fullmatch(line) or OPENING.fullmatch(line) or (author and _cleaned(line) == author):
            return True
        return is_time_line(line, language)

    start, end = 0, len(lines)
    while start < end and is_label(lines[start]):
        start += 1
    while end > start and LABEL.fullmatch(lines[end - 1]):
        end -= 1
    return lines[start:end]


def is_time_line(line: str, language: str | None) -> bool:
    """Whether a line says when, and nearly nothing else."""
    if len(line) > _ASIDE[Part.TIME] or not _DIGIT.search(line) or len(_LONG_WORD.findall(line)) > 5:
        return False
    return MOMENT.search(line) is not None or edtf_of(line, language=language) is not None


def _is_in(element: _Element, other: _Element) -> bool:
    return any(each is other for each in element.iterancestors())
