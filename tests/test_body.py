"""Which of a page's units are its article."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_pages import tree_of

from backstory.articles.body import chosen, likely, voted
from backstory.articles.features import NAMES, Hints, coverage, measured
from backstory.articles.units import units

STORY = [
    "The ferry between the two harbours was stopped on Tuesday, the port authority said, after a crack was found.",
    "Divers will look at the hull on Wednesday, and no ship will leave before their report is read, it said.",
    "Some 300 passengers spent the night in a school, where the town gave them blankets, soup and dry socks.",
    "The company that runs the line said that it was sorry, and that it would pay for the nights in hotels.",
]
PAGE = (
    "<header><nav><ul><li><a href='/'>Home</a></li><li><a href='/news'>News</a></li></ul></nav></header>"
    "<main><article class='story'><h1>Ferry stopped by a crack</h1><div class='article-body'>"
    + "".join(f"<p>{paragraph}</p>" for paragraph in STORY[:2])
    + "<aside class='related'><h3>Read more</h3><ul><li><a href='/a'>The bridge that nobody wanted to build</a></li>"
    "</ul></aside>" + "".join(f"<p>{paragraph}</p>" for paragraph in STORY[2:]) + "</div></article></main>"
    "<footer><p>Imprint, privacy, and all that stands under every page of this paper.</p></footer>"
)


def taken(body: str, hints: Hints | None = None) -> list[str]:
    tree = tree_of(body)
    found = units(tree)
    hints = hints or Hints(vote=voted(tree), title="Ferry stopped by a crack")
    return [unit.text for unit, is_told in zip(found, chosen(found, hints), strict=True) if is_told]


def test_the_story_is_taken_and_what_stands_around_it_is_not() -> None:
    text = taken(PAGE)
    assert [line for line in text if line in STORY] == STORY
    assert not {"Home", "News", "The bridge that nobody wanted to build"} & set(text)
    assert not any(line.startswith("Imprint") for line in text)


def test_the_story_is_found_without_the_other_extractor() -> None:
    assert [line for line in taken(PAGE, Hints()) if line in STORY] == STORY


def test_no_text_is_no_article() -> None:
    assert chosen([], Hints()) == []
    assert voted(tree_of("")) == ""


def test_a_row_for_each_unit_and_a_column_for_each_name() -> None:
    found = units(tree_of(PAGE))
    rows = measured(found, Hints(vote=STORY[0], body="\n".join(STORY), title="Ferry", description=STORY[0]))
    assert rows.shape == (len(found), len(NAMES))
    assert len(set(NAMES)) == len(NAMES)
    assert np.isfinite(rows).all()


def column(body: str, name: str, hints: Hints | None = None) -> list[float]:
    return [float(value) for value in measured(units(tree_of(body)), hints or Hints())[:, NAMES.index(name)]]


@pytest.mark.parametrize(
    ("body", "name", "values"),
    [
        ("<p>ab <a href='/'>cdefg</a></p>", "link density", [5 / 8]),
        ("<h1>T</h1><p>a</p><h2>Read more</h2><p>b</p>", "since h1", [0, 1, 2, 3]),
        ("<p>a</p><h2>Read more</h2><p>b</p><h2>Then</h2><p>c</p>", "furniture heading", [0, 1, 1, 0, 0]),
        ("<p>a</p><footer>b</footer><div>c</div>", "since footer", [-1, 0, 1]),
        ("<article><p>a</p></article><p>b</p><article><p>c</p></article>", "article order", [0, -1, 1]),
        ("<p>a</p><p>a</p><p>b</p>", "repeated", [2, 2, 1]),
        ("<p>a</p><p>bc</p>", "chars -1", [0, 1]),
        ("<p>a</p><p>bc</p>", "chars +1", [2, 0]),
        ("<nav><ul><li>a</li></ul></nav>", "to <nav>", [2]),
    ],
)  # fmt: skip
def test_measures(body: str, name: str, values: list[float]) -> None:
    assert column(body, name) == pytest.approx(values)


def test_a_measure_of_the_vote() -> None:
    assert column(PAGE, "vote", Hints(vote=STORY[0]))[2:4] == [0, 1]


def test_coverage_counts_runs_of_words() -> None:
    text = "the ferry is late again\nshort line"
    units_ = [["the", "ferry", "is", "late"], ["the", "ferry", "was", "late"], ["short", "line"], ["ferry", "is"], []]
    assert coverage(units_, text) == [1, 0, 1, 0, 0]
    assert coverage(units_, "") == [0] * 5


def test_chances_are_chances_and_do_not_depend_on_other_rows() -> None:
    rows = measured(units(tree_of(PAGE)), Hints())
    chances = likely(rows)
    assert ((chances > 0) & (chances < 1)).all()
    assert likely(rows[3:4]) == pytest.approx(chances[3:4])
    many = np.tile(rows, (200, 1))
    assert likely(many) == pytest.approx(np.tile(chances, 200))


@settings(max_examples=30)
@given(
    st.lists(st.sampled_from(["<p>", "</p>", "<div>", "</div>", "<li>", "<a href='/'>", "</a>", "<br>", "words ", "1"]))
)
def test_any_markup_is_measured(parts: list[str]) -> None:
    found = units(tree_of("".join(parts)))
    assert len(chosen(found, Hints(vote="words words words"))) == len(found)


def test_vast_pages_are_read_without_the_vote() -> None:
    said = "<p>The mayor of the town said on Tuesday that the bridge would be closed until the end of the year.</p>"
    page = f"<article>{said * 20}{'<p>' * 20_000}</article>"
    assert voted(tree_of(page)) == ""
    assert "the bridge would be closed" in voted(tree_of(page.replace("<p>" * 20_000, "")))


def test_tables_in_tables_are_read_once() -> None:
    tables = "<table>" * 40 + "<tr><td>x" + "</table>" * 40
    tree = tree_of(f"<article>{tables * 20}{''.join(f'<p>{paragraph}</p>' for paragraph in STORY)}</article>")
    assert STORY[0] in voted(tree)
    assert max(len(list(each.iterancestors("table"))) for each in tree.iter("table")) == 4
