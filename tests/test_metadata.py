from __future__ import annotations

import pytest
from made_pages import ADDRESS, meta, page_of, script

from backstory.articles.metadata import metadata
from backstory.articles.tree import parse
from backstory.model import Page


def test_contents_by_name_property_and_itemprop() -> None:
    head = (
        f"{meta('og:title', 'One')}<meta name='OG:Title' content='Two'><meta itemprop='author' content=' Ann  Carter '>"
    )
    page = page_of(head=head)
    assert page.metas["og:title"] == ("One", "Two")
    assert page.meta("dc.creator", "author") == "Ann Carter"
    assert list(page.all_metas("author", "og:title")) == [
        ("author", "Ann Carter"),
        ("og:title", "One"),
        ("og:title", "Two"),
    ]


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ("<html lang='en-GB'><body>x", "en-GB"),
        ("<html lang='pt_BR'><body>x", "pt-BR"),
        ("<html xml:lang='de'><body>x", "de"),
        ("<html><meta property='og:locale' content='fr_FR'><body>x", "fr-FR"),
        ("<html><body>x", None),
        ("<html lang=' '><body>x", None),
    ],
)
def test_language(html: str, language: str | None) -> None:
    assert metadata(parse(Page(source="made", data=html.encode())), url=None).language == language


def test_canonical_address_is_absolute() -> None:
    page = page_of(head="<link rel='shortlink' href='/x'><link rel='canonical' href='/ends?a=1'>")
    assert (page.canonical, page.host) == ("https://www.harbourpost.example/ends?a=1", "harbourpost.example")
    assert page_of(url="http://[broken").host == ""


def test_properties_and_the_page_s_title() -> None:
    body = "<p itemprop='author name'>Ann Carter</p><svg><title>Drawing</title></svg>"
    page = page_of(body, "<title>Ferry strike\n ends</title>")
    assert [each.text for each in page.properties["name"]] == ["Ann Carter"]
    assert page.page_title == "Ferry strike ends"


def test_comments_and_entries_are_left_out_of_structured_data() -> None:
    own = {
        "@type": "LiveBlogPosting",
        "headline": "Ends",
        "liveBlogUpdate": [{"@type": "BlogPosting", "headline": "9 am"}],
    }
    page = page_of(head=script(own), url=ADDRESS)
    assert page.say("headline") == "Ends"
    assert len(page.data.things) == 1
