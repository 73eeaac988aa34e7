"""Pages that show nothing until their scripts have run: the article is in the data that those would start from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from backstory.articles.tree import parse
from backstory.model import Page

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Fewer characters of text than this are no article.
LEAST = 200
_PARAGRAPH = re.compile(r"<p[\s>]", re.IGNORECASE)


def reveal(tree: _Element) -> bool:
    """Put the article that a page has only in the data of its scripts where a reader would see it.

    Content frameworks ship the state of a page as JSON; the longest piece of HTML in it that has paragraphs is taken.

    Args:
        tree: the page; where there is such a piece, it is added to the end of its body.

    Returns:
        Whether there was one.
    """
    body = tree.find("body")
    pieces = [text for text in _texts(tree) if len(text) >= LEAST and _PARAGRAPH.search(text)]
    if body is None or not pieces:
        return False
    html = f"<article>{max(pieces, key=len)}</article>"
    body.extend(parse(Page(source="the data of a script", data=html.encode("utf-8", "replace"))).iterfind("body/*"))
    return True


def _texts(tree: _Element) -> Iterator[str]:
    """The strings in a page's JSON."""
    for script in tree.iterfind(".//script[@type='application/json']"):
        try:
            waiting = [json.loads(script.text or "null")]
        except (ValueError, RecursionError):
            continue
        while waiting:
            value = waiting.pop()
            if isinstance(value, str):
                yield value
            elif isinstance(value, dict):
                waiting += value.values()
            elif isinstance(value, list):
                waiting += value
