"""Pages of Markdown, read back by another's reader."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from made_views import TEXT, VIEWS
from markdown_it import MarkdownIt
from markdown_it.token import Token
from sample_views import EVENT, INFO, UNSOURCED

from backstory.site.controls import without_controls
from backstory.site.markdown import MarkdownPages, block, inline, outward
from backstory.site.paths import FORMATS
from backstory.site.views import View

PAGES = MarkdownPages(INFO, FORMATS)
READER = MarkdownIt("commonmark")


def text_of(token: Token) -> str:
    """The words of a block; any mark-up among them fails the test."""
    assert token.type == "inline"
    assert {child.type for child in token.children or ()} <= {"text"}
    return "".join(child.content for child in token.children or ())


def folded(text: str) -> str:
    return without_controls(text.replace("\r", " ").replace("\n", " ").strip())


@given(TEXT)
def test_a_headline_is_read_as_it_is(text: str) -> None:
    tokens = READER.parse(without_controls(f"# {inline(text)}\n"))
    assert [token.type for token in tokens] == ["heading_open", "inline", "heading_close"]
    assert text_of(tokens[1]) == folded(text)


@given(TEXT.filter(folded))
def test_a_paragraph_is_read_as_it_is(text: str) -> None:
    tokens = READER.parse(without_controls(f"{block(text)}\n"))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert text_of(tokens[1]) == folded(text)


@given(TEXT.filter(folded))
def test_a_link_and_a_context_are_read_as_they_are(text: str) -> None:
    (_, line, _) = READER.parse(without_controls(f"[{inline(text)}](a.md) _Context: {inline(text)}_\n"))
    kinds = [child.type for child in line.children or ()]
    assert kinds == ["link_open", "text", "link_close", "text", "em_open", "text", "em_close"]
    words = [child.content for child in line.children or () if child.type == "text"]
    assert words == [folded(text), " ", f"Context: {folded(text)}"]


@pytest.mark.parametrize(
    "url",
    [
        "http://www.bbc.com/news/world-middle-east-35162523",
        "https://en.wikipedia.org/wiki/Homs_(city)_(Syria)",
        "https://news.example/a?b=c&copy;=d&amp;e=*_f_*#g",
        "https://news.example/a b\\c<d>`e`[f](g",
        "https://news.example/" + "(" * 40,
    ],
)
def test_an_address_is_read_as_it_is(url: str) -> None:
    (_, line, _) = READER.parse(outward("BBC", url))
    first = (line.children or [])[0]
    assert first.type == "link_open"
    assert unquote(str(first.attrs["href"])) == url


def test_an_address_of_another_kind_is_no_link() -> None:
    assert outward("BBC", "javascript:alert(1)") == "BBC"


def test_an_event_has_the_form_of_the_archive_it_comes_from() -> None:
    page = PAGES.render(EVENT).decode().splitlines()
    assert page[0] == "### [2015-12-23](../../../2015/12/23/index.md)"
    assert page[2] == f"# {EVENT.headline}"
    assert page[4] == EVENT.summary
    sources = page.index("### Source:")
    assert page[sources + 2] == (
        "1. [BBC](http://www.bbc.com/news/world-middle-east-35162523), Strikes hit homes, report says "
        "(By Ada Example, Ben Sample. Published 23 December 2015. Captured 3 April 2022 as a copy in a web archive, "
        f"sha256 {'1f3a' * 16})"
    )
    assert page[6] == "_Source 1, characters 120–285._"
    assert page[8] == "![A street in Homs & what is left of it](../../../2015/12/23/ruins.jpg)"
    assert page[10] == "_Photo: Cara \\<Example>. From source 1._"
    assert page[sources + 4] == "3. Amnesty International"
    earlier, later = page.index("#### Earlier"), page.index("#### Later")
    assert page.index("### Related:") < earlier < later
    assert page[earlier + 2].startswith("1. 2015-12-18: [The United Nations Security Council backs")
    assert page[earlier + 2].endswith(".md) _Context: Syrian Civil War, Russia_")
    assert page[later + 2].startswith("1. 2015-12-25: [Zahran Alloush")


def test_an_event_without_a_source_says_so() -> None:
    assert "### Source:\n\nNo source is cited for this.\n" in PAGES.render(UNSOURCED).decode()


def test_whose_words_they_are() -> None:
    page = PAGES.render(EVENT).decode()
    assert "Text from Wikipedia, [Portal:Current events/2015 December 23](https://en.wikipedia.org/" in page
    assert "under [CC BY-SA 4.0](https://creativecommons.org/licenses/by-sa/4.0/)." in page
    assert page.endswith(f"{INFO.notice}\n")


@settings(max_examples=150)
@given(VIEWS)
def test_any_page_is_text_with_one_title_and_no_html(view: View) -> None:
    tokens = READER.parse(PAGES.render(view).decode())
    assert sum(token.type == "heading_open" and token.tag == "h1" for token in tokens) == 1
    inner = {child.type for token in tokens for child in token.children or ()}
    assert inner <= {"text", "link_open", "link_close", "em_open", "em_close", "image"}
    assert {token.type for token in tokens} <= {
        *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "hr"),
        *("ordered_list_open", "ordered_list_close", "bullet_list_open", "bullet_list_close"),
        *("list_item_open", "list_item_close"),
    }
