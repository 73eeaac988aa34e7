"""The text of a page, run by run, each run once and in the order of the page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from made_pages import tree_of

from backstory.articles.conventions import HIDDEN, PURPOSES, bits
from backstory.articles.units import Unit, units


def texts(body: str) -> list[str]:
    return [unit.text for unit in units(tree_of(body))]


def one(body: str) -> Unit:
    (unit,) = units(tree_of(body))
    return unit


def test_blocks_break_and_inline_elements_do_not() -> None:
    body = "<p>The <b>ferry</b> is <a href='/x'>late</a>.</p><div>Again<p>and again</p>it is.</div>"
    assert texts(body) == ["The ferry is late.", "Again", "and again", "it is."]


def test_one_line_break_folds_and_two_part() -> None:
    assert texts("<p>one<br>two<br><br>three<br> <br>four</p>") == ["one two", "three", "four"]


def test_what_no_reader_sees_is_no_text() -> None:
    assert texts("<script>a()</script><style>b{}</style><p>c<svg><text>d</text></svg></p><noscript>e</noscript>f") == [
        "c",
        "f",
    ]


def test_links_and_bold_are_counted() -> None:
    unit = one("<p><a href='/x'>12345</a> and <strong>678</strong></p>")
    assert (unit.linked, unit.bold) == (5, 3)


def test_a_link_around_blocks_counts_in_each() -> None:
    first, second = units(tree_of("<a href='/x'><h3>Title</h3><p>Lead</p></a>"))
    assert (first.linked, second.linked) == (5, 4)
    assert (first.container.tag, second.container.tag) == ("h3", "p")


def test_a_time_element_is_kept() -> None:
    assert one("<p><time datetime='2022-03-29T09:00'>nine</time> sharp</p>").time == "2022-03-29T09:00"


def test_containers_say_where_a_run_stands() -> None:
    unit = one("<article class='story'><div id='articleBody'><p>Words</p></div></article>")
    assert [each.tag for each in unit.container.around()] == ["p", "div", "article", "body", "html"]
    _, box, story, *_ = unit.container.around()
    body, content = (1 << list(PURPOSES).index(name) for name in ("body", "content"))
    assert box.purpose & body
    assert story.purpose & content
    assert not story.purpose & body


def test_hidden_elements_are_marked() -> None:
    for attribute in ("hidden", "style='display: none'", "aria-hidden='true'"):
        assert one(f"<div {attribute}>Words</div>").container.purpose & HIDDEN


def test_names_are_read_by_their_words() -> None:
    def purposes(*names: str) -> set[str]:
        return {purpose for at, purpose in enumerate(PURPOSES) if bits(*names) >> at & 1}

    assert "body" in purposes("article-body")
    assert "body" in purposes("articleBody")
    assert "body" not in purposes("bodyguard")
    assert purposes("ad") == {"advert"}
    assert "advert" not in purposes("shadow")
    assert purposes("", "x9z") == set()


@given(st.lists(st.text(st.characters(categories=["L", "N", "Zs"]), min_size=1), max_size=8))
def test_every_word_once_and_in_order(paragraphs: list[str]) -> None:
    body = "".join(f"<div><p>{text}</p></div>" for text in paragraphs)
    assert " ".join(texts(body)).split() == units_words(paragraphs)


def units_words(paragraphs: list[str]) -> list[str]:
    from backstory.articles.tree import folded

    return " ".join(map(folded, paragraphs)).split()
