from __future__ import annotations

import pytest
from made_pages import page_of, tree_of

from backstory.articles.headline import headline_of
from backstory.articles.units import units


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("<p>Menu</p><h1>Ferry strike ends</h1><p>The ferries sail again.</p>", 1),
        ("<h1>The Harbour Post</h1><h2><a href='/'>Ferry strike ends</a></h2>", 1),
        ("<p>Menu</p><p>Ferry strike ends</p><p>The ferries sail again.</p>", 1),
        ("<h1>Quite another thing</h1><p>Menu</p>", 0),
        ("", 0),
    ],
)
def test_the_line_most_like_the_title(body: str, line: int) -> None:
    assert headline_of(page_of(body), units(tree_of(body)), "Ferry strike ends").line == line


def test_its_heading() -> None:
    page = page_of("<h1>The Harbour Post</h1><h1>Ferry strike ends</h1>")
    assert headline_of(page, [], "Ferry strike ends").element is page.headings[1]
    assert headline_of(page_of(), [], None).element is None
