"""Small pages of our own making, parsed, for the tests of what a page says of itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from backstory.articles.metadata import Metadata, metadata
from backstory.articles.tree import parse
from backstory.model import Page

if TYPE_CHECKING:
    from lxml.etree import _Element

ADDRESS = "https://www.harbourpost.example/world/2022/03/29/ferry-strike-ends"


def tree_of(body: str = "", head: str = "", lang: str = "en") -> _Element:
    """A parsed page."""
    html = f"<!doctype html><html lang='{lang}'><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    return parse(Page(source="made", data=html.encode()))


def page_of(body: str = "", head: str = "", lang: str = "en", url: str | None = ADDRESS) -> Metadata:
    """What a page says of itself outside its text."""
    return metadata(tree_of(body, head, lang), url=url)


def meta(name: str, content: str) -> str:
    """A `meta` element."""
    return f'<meta property="{name}" content="{content}">'


def script(thing: object) -> str:
    """A script of structured data."""
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'
