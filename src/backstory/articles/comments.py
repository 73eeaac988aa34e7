"""Readers' comments in a page of HTML: found by what content systems call them or by how they look, and taken out.

What is taken out of the tree cannot leak into the article. Live-blog entries, lists of articles, and reviews and
answers that are the page's subject are no comments: nothing calls them so, and no line opens them as such.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backstory.articles.comment_names import number
from backstory.articles.comment_parts import names_of, read_item
from backstory.articles.comment_sections import Section, find_sections, is_stated
from backstory.articles.instants import edtf_of
from backstory.articles.jsonld import structured
from backstory.articles.reaction_words import ASKING
from backstory.articles.tree import MARK, folded, lines_of, pieces_of
from backstory.model import Dated, Method, Role

if TYPE_CHECKING:
    from lxml.etree import _Element

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
#: Classes of lists of replies that stand beside the comment that they answer: of Drupal, and of Disqus without scripts.
_INDENTS = frozenset({"indented", "children"})
_LEVEL = re.compile(r"\b(?:depth|level|indent|lvl)[-_]?(\d{1,2})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A part of a page's comments: what one reader wrote, a line around it, or the form for more."""

    #: `COMMENT`; `NAVIGATION` for the heading and the furniture of the comments; `FORM` for what asks for them.
    role: Role
    #: The words, white space folded, each paragraph on a line of its own.
    text: str
    #: Who wrote it, where it says so.
    author: str | None = None
    #: When it was written, where it says so.
    time: Dated | None = None
    #: 0 for one on the article, 1 for a reply to that.
    depth: int = 0
    #: How many parts of the page that are all comments stand before the one that it is in.
    section: int = 0


def take_comments(tree: _Element, *, url: str | None = None) -> tuple[Comment, ...]:
    """Take the readers' comments out of a page, with the forms and the furniture around them.

    Args:
        tree: the page; afterwards it is without them, and a `MARK` stands where each part was that is all comments.
        url: its address.

    Returns:
        What was taken, in the order of the page. Comments that stand only in the page's structured data come last.
    """
    language = tree.get("lang") or None
    sections = find_sections(tree, language=language)
    places = {each: at for at, each in enumerate(tree.iter())} if sections else {}
    numbers = {section: n for n, section in enumerate(sorted(sections, key=lambda each: places[each.elements[0]]))}
    taken: list[Comment] = []
    for section in sections:
        taken += (replace(each, section=numbers[section]) for each in _read(section, language))
        section.elements[0].addprevious(tree.makeelement(MARK, n=str(numbers[section])))
        for element in section.elements:
            _drop(element)
    taken.sort(key=lambda each: each.section)
    if not any(each.role is Role.COMMENT for each in taken):
        taken += (replace(each, section=len(sections)) for each in _in_data(tree))
    return tuple(taken)


def _read(section: Section, language: str | None) -> list[Comment]:
    """The comments of a section, and the lines between them, in order."""
    comments = {each: item for item in section.items for each in item}
    forms = {each for element in section.elements for each in element.iter("form") if each not in comments}
    taken: list[Comment] = []
    for element in section.elements:
        words: list[str] = []
        for piece in pieces_of(element, without=comments.keys() | forms, unseen=True):
            if isinstance(piece, str):
                words.append(piece)
                continue
            taken += _around("".join(words))
            words = []
            if piece in forms:
                taken += [Comment(role=Role.FORM, text=line) for line in lines_of(piece, unseen=True)]
            for each in piece.iter():
                item = comments.get(each)
                if item and item[0] is each:
                    taken += _written(item, comments.keys(), language)
        taken += _around("".join(words))
    return taken


def _around(words: str) -> list[Comment]:
    """The lines between comments."""
    lines = filter(None, map(folded, words.split("\0")))
    return [Comment(role=Role.FORM if ASKING.fullmatch(line) else Role.NAVIGATION, text=line) for line in lines]


def _written(item: tuple[_Element, ...], comments: Set[_Element], language: str | None) -> list[Comment]:
    """What one reader wrote; mere lines where an element is named for a comment and nothing shows that it is one."""
    replies = {each for whole in item for each in whole.iter() if each in comments} - set(item)
    written = read_item(item, replies=replies, language=language)
    if written is None:
        return []
    if not (written.author or written.time or any(number(each.get("id")) or is_stated(each) for each in item)):
        return _around(written.text.replace("\n", "\0"))
    return [
        Comment(
            role=Role.COMMENT,
            text=written.text,
            author=written.author,
            time=written.time,
            depth=sum(1 for each in item[0].iterancestors() if each in comments) or _stated_depth(item[0]),
        )
    ]


def _stated_depth(element: _Element) -> int:
    """How deep a comment stands by its class, where themes show replies without nesting them."""
    level = _LEVEL.search(names_of(element))
    indents = sum(1 for each in element.iterancestors() if not _INDENTS.isdisjoint((each.get("class") or "").split()))
    return max(indents, int(level[1]) - 1 if level else 0)


def _in_data(tree: _Element) -> list[Comment]:
    """The comments that stand in the page's structured data."""
    scripts = [each.text or "" for each in tree.iter("script") if each.get("type") == "application/ld+json"]
    data = structured(script for script in scripts if "Comment" in script)
    taken: list[Comment] = []
    for thing in data.of_kind("Comment", "UserComments"):
        text = data.text(thing, "text", "commentText", "description")
        when = data.text(thing, "dateCreated", "datePublished", "commentTime")
        edtf = edtf_of(when) if when else None
        if text:
            author = _MARKUP.sub("", data.text(thing, "author", "creator") or "") or None
            time = Dated(edtf, Method.JSON_LD, words=when) if edtf else None
            taken.append(Comment(role=Role.COMMENT, text=folded(_MARKUP.sub(" ", text)), author=author, time=time))
    return taken


def _drop(element: _Element) -> None:
    """Take an element out of its tree; the text after it stays."""
    parent, tail = element.getparent(), element.tail
    if parent is None:
        return
    before = element.getprevious()
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail
    parent.remove(element)
