from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstory.articles.jsonld import as_text, kinds, own_article, structured

ARTICLE = {"@type": "NewsArticle", "headline": "Ferry strike ends", "url": "https://harbourpost.example/a"}
OTHER = {"@type": "NewsArticle", "headline": "Harbour freezes over", "url": "https://harbourpost.example/b"}


def test_graphs_and_references() -> None:
    data = structured(
        [
            json.dumps(
                {
                    "@graph": [
                        {"@type": "Article", "author": {"@id": "#ann"}},
                        {"@type": ["Person", "https://schema.org/Author"], "@id": "#ann", "name": "Ann Carter"},
                    ]
                }
            )
        ]
    )
    article = own_article(data, urls=(), titles=())
    assert data.text(article, "author") == "Ann Carter"
    assert [kinds(thing) for thing in data.of_kind("Person")] == [{"Person", "Author"}]


@pytest.mark.parametrize(
    "text",
    [
        '{"@type": "Article", "headline": "Ferry strike ends",}',
        '<!-- {"@type": "Article", "headline": "Ferry strike ends"} -->',
        '//<![CDATA[\n{"@type": "Article", "headline": "Ferry strike ends"}\n//]]>',
        '{"@type": "Article", "headline": "Ferry\nstrike ends"};',
        '{"@type": "Article", "headline": "Ferry strike ends", "x": "\\&"}',
        "{&quot;@type&quot;: &quot;Article&quot;, &quot;headline&quot;: &quot;Ferry strike ends&quot;}",
        '{"@type": "Article", "headline": "Ferry strike ends"} {"a": 1}',
    ],
)
def test_modest_repairs(text: str) -> None:
    data = structured([text])
    assert data.text(own_article(data, urls=(), titles=()), "headline") == "Ferry strike ends"


def test_what_is_no_json_is_left_out() -> None:
    assert structured(["{", "var x = 1", ""]).things == ()


@pytest.mark.parametrize("things", [[ARTICLE, OTHER], [OTHER, ARTICLE]])
def test_the_page_s_own_object(things: list[object]) -> None:
    data = structured([json.dumps(things)])
    by_url = own_article(data, urls=["http://www.harbourpost.example/a/?utm=1"], titles=())
    by_title = own_article(data, urls=(), titles=["Ferry strike ends!"])
    assert by_url == by_title == ARTICLE


def test_a_list_of_other_articles_is_not_the_page_s_own() -> None:
    data = structured([json.dumps({"@type": "ItemList", "itemListElement": [OTHER]})])
    assert own_article(data, urls=["https://harbourpost.example/a"], titles=["Ferry strike ends"]) is None


def test_unwanted_parts() -> None:
    data = structured([json.dumps(ARTICLE | {"comment": [{"@type": "Comment", "text": "No."}]})], without={"comment"})
    assert list(data.of_kind("Comment")) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" Tom &amp;  Ann ", "Tom & Ann"),
        ({"name": "Ann"}, "Ann"),
        ({"@value": "Ann", "@language": "en"}, "Ann"),
        (["Ann", "Tom"], "Ann"),
        (3, None),
        ({"name": {}}, None),
        ([], None),
    ],
)
def test_words_of_values(value: object, text: str | None) -> None:
    assert as_text(value) == text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["@type", "@id", "@graph", "@list", "url", "author", "name"]), inner)
    ),
    max_leaves=20,
)


@given(JSON, st.text())
def test_any_json(value: object, noise: str) -> None:
    data = structured([json.dumps(value), noise])
    thing = own_article(data, urls=["https://harbourpost.example/a"], titles=["A"])
    assert thing is None or thing in data.things


def test_nested_deeply() -> None:
    deep = '{"@list":' * 300 + "1" + "}" * 300
    data = structured([f'{{"@type": "Article", "author": {deep}}}', "[" * 100_000])
    assert list(data.values(data.things[0], "author")) == [1]
