from __future__ import annotations

import pytest
from made_pages import meta, page_of, script, tree_of

from backstory.articles.authors import authors_of, names_in
from backstory.articles.headline import headline_of
from backstory.articles.units import units


def authors(body: str = "", head: str = "", lang: str = "en") -> tuple[str, ...]:
    tree = tree_of(f"<main><h1>Ferry strike ends</h1>{body}</main>", head, lang)
    page = page_of("<h1>Ferry strike ends</h1>", head, lang)
    lines = units(tree)
    return authors_of(page, tree, lines, headline=headline_of(page, lines, "Ferry strike ends").line)[0]


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Ann Carter", ["Ann Carter"]),
        ("By Ann Carter, Tom Diaz and Zoë de la Cruz in Kyiv", ["Ann Carter", "Tom Diaz", "Zoë de la Cruz"]),
        ("Von Ann Carter, Hamburg", ["Ann Carter"]),
        ("Written by: Ann Carter, Senior Correspondent", ["Ann Carter"]),
        ("Ann Carter, MD, PhD", ["Ann Carter, MD, PhD"]),
        ("By Ann Carter | 29 March 2022", ["Ann Carter"]),
        ("Ann Carter (ann@harbourpost.example)", ["Ann Carter"]),
        ("By Ann Carter & dpa", ["Ann Carter", "dpa"]),
        ("Par Ann Carter et Tom Diaz", ["Ann Carter", "Tom Diaz"]),
        ("By the editors of this page and others", []),
        ("5 min read", []),
        ("", []),
    ],
)
def test_bylines(byline: str, names: list[str]) -> None:
    assert names_in(byline) == names


def test_structured_data() -> None:
    people = [
        {"@type": "Person", "givenName": "Ann", "familyName": "Carter"},
        {"@type": "Person", "name": "Tom Diaz"},
    ]
    desk = {"@type": "Organization", "name": "The Harbour Post"}
    assert authors(head=script({"@type": "NewsArticle", "author": [*people, desk]})) == ("Ann Carter", "Tom Diaz")


def test_a_person_is_named_before_the_outlet() -> None:
    own = script({"@type": "NewsArticle", "author": {"@type": "Organization", "name": "The Harbour Post"}})
    head = f"{meta('og:site_name', 'The Harbour Post')}{own}"
    assert authors('<p class="byline">By Ann Carter</p>', head) == ("Ann Carter",)
    assert authors("", head) == ("The Harbour Post",)


@pytest.mark.parametrize(
    "head",
    [
        meta("author", "Ann Carter"),
        meta("article:author", "https://social.example/ann") + meta("byl", "By Ann Carter"),
        meta("citation_author", "Carter, Ann"),
        meta("twitter:label1", "Written by") + meta("twitter:data1", "Ann Carter"),
        meta("author", "ann@harbourpost.example") + meta("dc.creator", "Ann Carter"),
    ],
)
def test_the_head(head: str) -> None:
    assert authors(head=head) == ("Ann Carter",)


@pytest.mark.parametrize(
    "body",
    [
        '<div class="post-author"><span class="label">By</span> <a href="/ann">Ann Carter</a>, Reporter</div>',
        '<p>Posted on 29 March 2022 by <a rel="author" href="/ann">Ann Carter</a></p>',
        "<p>By Ann Carter</p><p>The ferries sail again.</p>",
        "<p>Ann Carter • 29 March 2022 • 5 min read</p>",
        f'<div class="author-bio"><h4>Ann Carter</h4><p>{"She writes about ferries. " * 9}</p></div>',
        '<div class="comment"><b class="author">Tom Reader</b></div><p class="byline">Ann Carter</p>',
        '<aside class="related"><i class="author">Tom Diaz</i></aside><i class="author">Ann Carter</i>',
    ],
)
def test_what_a_reader_sees(body: str) -> None:
    assert authors(body) == ("Ann Carter",)


def test_a_list_of_authors() -> None:
    body = '<ul><li class="author">Ann Carter</li><li class="author">Tom Diaz</li></ul>'
    assert authors(body) == ("Ann Carter", "Tom Diaz")


def test_nobody() -> None:
    assert authors("<p>The ferries sail again.</p>") == ()
