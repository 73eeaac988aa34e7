"""Articles that a page has only in the data of its scripts."""

from __future__ import annotations

import json

from made_pages import tree_of

from backstory.articles.read import read_page
from backstory.articles.state import reveal
from backstory.articles.tree import text_of
from backstory.model import Page

STORY = [
    "The ferry between the two harbours was stopped on Tuesday, the port authority said, after a crack was found.",
    "Divers will look at the hull on Wednesday, and no ship will leave before their report is read, it said.",
]
HTML = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)


def script(value: object) -> str:
    return f"<script type='application/json'>{json.dumps(value).replace('<', chr(92) + 'u003c')}</script>"


def test_the_longest_html_with_paragraphs_is_revealed() -> None:
    tree = tree_of("<div id='app'></div>" + script({"a": [{"short": "<p>x</p>", "content": HTML}, HTML[:-20]]}))
    assert reveal(tree)
    assert text_of(tree) == " ".join(STORY)


def test_nothing_to_reveal() -> None:
    for value in ("<script type='application/json'>{</script>", script({"note": "words " * 100}), script(None), ""):
        assert not reveal(tree_of(value))
    assert not reveal(tree_of(f"<script type='application/json'>{'[' * 100_000}</script>"))


def test_such_a_page_is_read() -> None:
    body = f"<div id='app'></div>{script({'content': HTML})}"
    data = f"<html><head><title>Ferry stopped</title></head><body>{body}</body></html>".encode()
    assert list(read_page(Page(source="page", data=data)).paragraphs) == STORY
