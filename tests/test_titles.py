from __future__ import annotations

import pytest
from made_pages import meta, page_of, script

from backstory.articles.titles import title_of
from backstory.model import Method, Witness

NAME = meta("og:site_name", "The Harbour Post")


@pytest.mark.parametrize(
    ("page_title", "headline"),
    [
        ("Ferry strike ends | The Harbour Post", "Ferry strike ends"),
        ("Ferry strike ends - Harbour Post Online", "Ferry strike ends"),
        ("Ferry strike ends – World – The Harbour Post", "Ferry strike ends – World"),
        ("The Harbour Post: Ferry strike ends", "Ferry strike ends"),
        ("Ferry strike ends｜The Harbour Post", "Ferry strike ends"),
        ("LIVE: Ferry strike ends", "Ferry strike ends"),
        ("Ferry strike: captains return", "Ferry strike: captains return"),
        ("Strike ends - captains return", "Strike ends - captains return"),
        ("Ferry strike ends | harbourpost.example", "Ferry strike ends"),
    ],
)
def test_what_stands_around_a_headline(page_title: str, headline: str) -> None:
    assert title_of(page_of(head=f"<title>{page_title}</title>{NAME}"))[0] == headline


def test_a_section_comes_off_where_the_headline_stands_elsewhere() -> None:
    head = f"<title>Ferry strike ends – World – The Harbour Post</title>{NAME}"
    assert title_of(page_of("<h1>Ferry strike ends</h1>", head))[0] == "Ferry strike ends"


def test_the_outlet_s_name_is_no_headline() -> None:
    head = f"{meta('og:title', 'Ferry strike ends')}{NAME}"
    assert title_of(page_of("<h1>The Harbour Post</h1><h1>Ferry strike ends</h1>", head))[0] == "Ferry strike ends"


def test_a_heading_of_something_else_is_no_headline() -> None:
    assert title_of(page_of("<h1>Subscribe!</h1>", "<title>Ferry strike ends</title>"))[0] == "Ferry strike ends"


def test_the_reader_s_headline_wins_over_the_search_engine_s() -> None:
    head = f"<title>Best ferries 2022</title>{meta('og:title', 'Best ferries 2022')}"
    assert (
        title_of(page_of("<h1>The best ferries we took this year</h1>", head))[0]
        == "The best ferries we took this year"
    )


def test_the_majority_wins() -> None:
    head = (
        f"{meta('og:title', 'Ferries sail again')}{script({'@type': 'NewsArticle', 'headline': 'Ferries sail again'})}"
    )
    title, witnesses = title_of(page_of("<h1>Strike over, ferries sail</h1>", head))
    assert title == "Ferries sail again"
    assert Witness("title", "Strike over, ferries sail", Method.VISIBLE) in witnesses
    assert Witness("title", "Ferries sail again", Method.JSON_LD) in witnesses


def test_words_broken_over_lines() -> None:
    assert title_of(page_of("<h1>Ferry<br>strike <em>e</em>nds<script>x</script></h1>"))[0] == "Ferry strike ends"


@pytest.mark.parametrize("head", ["", "<title></title>", f"<title>The Harbour Post</title>{NAME}"])
def test_no_title(head: str) -> None:
    assert title_of(page_of(head=head))[0] is None


def test_many_names_in_a_row() -> None:
    assert title_of(page_of(head=f"<title>Ends{' - The Harbour Post' * 2000}</title>{NAME}"))[0] is None
