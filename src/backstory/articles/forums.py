"""Threads of forums: the posts after the first, which answer it as comments answer an article.

Each kind of forum software prints its posts in one documented structure, whatever the theme: phpBB 3
(`viewtopic_body.html`), vBulletin 3 and 4 (`postbit`), XenForo 1 and 2 (`post_macros`), Simple Machines Forum
(`Display.template.php`). Discourse states its posts as comments of schema.org, and Invision names them so.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from lxml.etree import XPath, _Element


def replies(tree: _Element) -> tuple[_Element, ...]:
    """The posts of a thread but its first, in order; none where the page is no thread."""
    for find in _finders():
        posts = cast("list[_Element]", find(tree))
        if len(posts) > 1:
            return tuple(posts[1:])
    return ()


@cache
def _finders() -> tuple[XPath, ...]:
    from lxml.etree import XPath

    def classed(name: str) -> str:
        return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"

    return tuple(
        XPath(path)
        for path in (
            f"//div[starts-with(@id, 'p') and number(substring(@id, 2)) > 0 and .//div[{classed('postbody')}]]",
            "//*[starts-with(@id, 'post') and number(translate(substring(@id, 5), '_', '')) > 0]"
            "[.//*[starts-with(@id, 'post_message_')]]",
            f"//*[self::article or self::li][{classed('message')} and @data-author]",
            f"//div[{classed('post_wrapper')} and .//*[starts-with(@id, 'msg_')]]",
        )
    )
