from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_pages import ADDRESS, meta, page_of, script, tree_of

from backstory.articles.describe import Description, describe
from backstory.articles.metadata import absolute
from backstory.articles.outlet import outlet_keys, outlet_of
from backstory.model import Dated, Image, Method, Witness


def test_a_whole_page() -> None:
    own = {
        "@type": "NewsArticle",
        "headline": "Ferry strike ends",
        "author": {"@type": "Person", "name": "Ann Carter"},
        "publisher": {"@type": "Organization", "name": "The Harbour Post"},
        "datePublished": "2022-03-29T14:05:00+02:00",
    }
    head = (
        f"<title>Ferry strike ends | The Harbour Post</title><link rel='canonical' href='/ends'>{script(own)}"
        f"{meta('og:description', 'Captains &amp; crews return.')}"
    )
    body = "<h1>Ferry strike ends</h1><figure><img src='/quay.jpg'></figure><p>The ferries sail again.</p>"
    found = describe(tree_of(body, head, "en-GB"), url=ADDRESS)
    assert found == Description(
        title="Ferry strike ends",
        authors=("Ann Carter",),
        outlet="The Harbour Post",
        cover=Image("https://www.harbourpost.example/quay.jpg"),
        published=Dated("2022-03-29T14:05:00+02:00", Method.JSON_LD, words="2022-03-29T14:05:00+02:00"),
        description="Captains & crews return.",
        language="en-GB",
        canonical="https://www.harbourpost.example/ends",
        witnesses=found.witnesses,
        headline=0,
    )
    assert Witness("outlet", "The Harbour Post", Method.JSON_LD) in found.witnesses
    assert Witness("description", "Captains & crews return.", Method.META) in found.witnesses
    assert {each.about for each in found.witnesses} == {"title", "author", "outlet", "published", "description"}


def test_an_empty_page() -> None:
    assert describe(tree_of(lang="")) == Description(headline=0)


def test_the_page_is_not_changed() -> None:
    from lxml.etree import tostring

    tree = tree_of("<h1>Ends</h1><p class='author'>By Ann Carter</p>", meta("og:title", "Ends"))
    before = tostring(tree)
    describe(tree, url=ADDRESS)
    assert tostring(tree) == before


def test_outlets() -> None:
    head = meta("og:site_name", "The Harbour Post") + script({"@type": "WebSite", "name": "harbourpost.example"})
    assert outlet_of(page_of(head=head))[0] == "The Harbour Post"
    assert outlet_of(page_of(head=meta("og:site_name", "harbourpost.example")))[0] is None
    assert outlet_keys(page_of(head=head)) >= {"theharbourpost", "harbourpost"}


@pytest.mark.parametrize("address", [None, "", " ", "http://[broken", "data:image/png;base64,A"])
def test_what_is_no_address(address: str | None) -> None:
    assert absolute(address, ADDRESS) is None


ODD = json.dumps({"@type": "Article", "author": [[], {}], "image": 3})
MARKUP = st.lists(
    st.sampled_from(
        (
            *(
                "<h1>",
                "</h1>",
                "<p class='byline author'>",
                "</p>",
                "By Ann Carter",
                "29 March 2022",
                "<img src='a.jpg'>",
            ),
            *(
                "<a rel=author>",
                "<figure class=caption>",
                "<figcaption>",
                "Updated ",
                "© ",
                "</div>",
                "<article>",
                "&#0;",
            ),
            *("<time datetime='2022-03-29'>", "<meta name=author content='A and B, dpa'>", "<title>A - B</title>"),
            *("<link rel=canonical href='http://['>", f"<script type='application/ld+json'>{ODD}</script>"),
        )
    )
)


@given(MARKUP, st.sampled_from([None, ADDRESS, "http://[", "x"]))
def test_any_markup(markup: list[str], url: str | None) -> None:
    assert isinstance(describe(tree_of("".join(markup), "".join(reversed(markup))), url=url), Description)
