"""Threads of forums: the posts after the first, which answer it as comments answer an article.

Each kind of forum software prints its posts in one documented structure, whatever the theme: phpBB 3
(`viewtopic_body.html`), vBulletin 3 and 4 (`postbit`), XenForo 1 and 2 (`post_macros`), Simple Machines Forum
(`Display.template.php`). Discourse states its posts as comments of schema.org, and Invision names them so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

#: The id of a post: of phpBB, vBulletin, XenForo 1 and 2.
_POST = re.compile(r"(?:p|post_?|(?:js-)?post-)\d+")
#: That of phpBB, which names what was written in it by a class.
_BOARD = re.compile(r"p\d+")
#: The id of what was written in it: of vBulletin and Simple Machines.
_WRITTEN = re.compile(r"(?:post_message|msg)_\d+")


def replies(elements: Iterable[_Element]) -> tuple[_Element, ...]:
    """The posts of a thread but its first, in order; none where the page is no thread.

    Args:
        elements: those of the page, in order.
    """
    posts: dict[_Element, None] = {}
    for each in elements:
        if _may_be_post(each) and _is_post(each) and not any(around in posts for around in each.iterancestors()):
            posts[each] = None
    return tuple(posts)[1:]


def _may_be_post(element: _Element) -> bool:
    """Whether an element is named as a post is; so are others, those of blogs among them."""
    id, name = element.get("id"), element.get("class")
    return (id is not None and _POST.fullmatch(id) is not None) or (name is not None and "post_wrapper" in name)


def _is_post(element: _Element) -> bool:
    """Whether an element holds what only a post of a forum does."""
    if element.get("data-author"):
        return True
    if _BOARD.fullmatch(element.get("id") or ""):
        return any("postbody" in (each.get("class") or "").split() for each in element.iter("div"))
    return any(_WRITTEN.fullmatch(each.get("id") or "") for each in element.iter("*"))
