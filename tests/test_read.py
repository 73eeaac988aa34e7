"""Pages to articles, whole: roles, spans, what is kept apart, and what is read from structured data."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import EXAMPLES
from hypothesis import given, settings
from hypothesis import strategies as st
from made_pages import ADDRESS, meta, script

from backstory.articles.read import article_of, is_html, read_page
from backstory.errors import SourceUnreadable
from backstory.model import BODY, Article, Dated, Method, Page, Role

STORY = [
    "The ferry between the two harbours was stopped on Tuesday, the port authority said, after a crack was found.",
    "Divers will look at the hull on Wednesday, and no ship will leave before their report is read, it said.",
    "Some 300 passengers spent the night in a school, where the town gave them blankets, soup and dry socks.",
]
TITLE = "Ferry stopped by a crack"


def page(body: str, head: str = "", *, url: str | None = ADDRESS) -> Page:
    html = f"<!doctype html><html lang='en'><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    return Page(source="page.html", data=html.encode(), url=url)


def story(paragraphs: list[str] = STORY, *, after: str = "") -> str:
    told = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<main><article><h1>{TITLE}</h1><div class='article-body'>{told}</div>{after}</article></main>"


def of_role(article: Article, role: Role) -> list[str]:
    return [block.text for block in article.blocks if block.role is role]


def holds(article: Article) -> bool:
    """Whether every block is what its span says."""
    return all(article.text[block.start : block.span.end] == block.text for block in article.blocks)


def test_the_page_with_the_traps_of_the_seed() -> None:
    article = read_page(
        Page(source="page", data=(EXAMPLES / "pages" / "2022-03-29-same-war-amnesty.html").read_bytes())
    )
    assert of_role(article, Role.TITLE) == ["Russia repeats its Syrian war in Ukraine, Amnesty says"]
    assert of_role(article, Role.BYLINE) == ["By Vera Example in Johannesburg"]
    assert of_role(article, Role.HEADING) == ["Mariupol and Aleppo", "Reproach to the Security Council"]
    assert of_role(article, Role.CREDIT)[0] == "With material from Example News Agency"
    assert of_role(article, Role.CORRECTION)[0].startswith("Correction, 30 March")
    assert "Read also: What we know of the theatre of Mariupol" in of_role(article, Role.TEASER)
    assert "Our best stories, every Friday in your mailbox." in of_role(article, Role.TIP)
    assert [comment.depth for comment in article.comments] == [0, 1, 0]
    assert article.agency == "Example News Agency"
    text = "\n".join(article.paragraphs)
    for kept_apart in ("Amiriyah", "Grozny", "mailbox", "theatre of Mariupol", "Ten soups", "Photo:", "Correction"):
        assert kept_apart not in text
    assert holds(article)


def test_comments_stand_where_the_page_has_them() -> None:
    comments = "".join(
        f'<li class="comment" id="comment-{n}"><cite>{who}</cite><div class="comment-text"><p>{words}</p></div></li>'
        for n, (who, words) in enumerate((("Ada", "It was fine."), ("Bob", "It was not.")))
    )
    story = "".join(
        f"<p>{'The ferry came late again, and nobody on the quay was told why. ' * 3}{n}</p>" for n in "123"
    )
    page = f"""<html lang="en"><body><article><h1>Ferry late again</h1>{story}</article>
        <div id="comments"><h3>2 comments</h3><ol class="comment-list">{comments}</ol></div>
        <div class="related"><h3>More news</h3><ul><li><a href="/1">Harbour to be dredged</a></li>
        <li><a href="/2">Bridge closed</a></li></ul></div></body></html>"""
    article = read_page(Page(source="page", data=page.encode()))
    told = [(block.role, block.text) for block in article.blocks if block.role is not Role.PARAGRAPH]
    assert told[:4] == [
        (Role.TITLE, "Ferry late again"),
        (Role.NAVIGATION, "2 comments"),
        (Role.COMMENT, "It was fine."),
        (Role.COMMENT, "It was not."),
    ]
    assert [text for _, text in told[4:]] == ["More news", "Harbour to be dredged", "Bridge closed"]
    assert [block.role for block in article.blocks[:4]] == [Role.TITLE, *[Role.PARAGRAPH] * 3]
    assert holds(article)


def test_the_seed_itself(shared: Path) -> None:
    (seed,) = (shared / "seeds").glob("004_*")
    article = read_page(Page(source="seed", data=seed.read_bytes()))
    assert article.published is None
    assert len(article.comments) == 1
    assert "Lancet" not in "\n".join(article.paragraphs)
    assert article.agency == "NTB Scanpix"


def test_the_days_of_the_text_have_their_place_in_it() -> None:
    article = read_page(page(story()), published=Dated("2022-03-30", Method.GIVEN))
    first = article.dates[0]
    assert (first.edtf, first.words) == ("2022-03-29", "on Tuesday")
    assert first.span is not None
    assert article.text[first.span.start : first.span.end] == first.words


def test_a_date_that_is_given_stands_before_that_of_the_page() -> None:
    head = meta("article:published_time", "2022-03-29T09:00:00Z")
    assert read_page(page(story(), head)).published == Dated(
        "2022-03-29T09:00:00Z", Method.META, words="2022-03-29T09:00:00Z"
    )
    given_ = read_page(page(story(), head), published=Dated("2022-03-28", Method.GIVEN))
    assert given_.published == Dated("2022-03-28", Method.GIVEN)
    assert any(witness.value.startswith("2022-03-29") for witness in given_.witnesses)


def test_a_page_without_a_date_is_undated() -> None:
    article = read_page(page(story(), url=None))
    assert article.published is None


def test_the_place_before_the_first_sentence_is_a_dateline() -> None:
    article = read_page(page(story([f"OSLO, March 29 (Reuters) - {STORY[0]}", *STORY[1:]])))
    assert of_role(article, Role.DATELINE)[0] == "OSLO, March 29 (Reuters) -"
    assert article.paragraphs[0] == STORY[0]
    assert article.agency == "Reuters"


def test_structured_data_completes_a_page_that_shows_only_the_start() -> None:
    thing = {
        "@type": "NewsArticle",
        "headline": TITLE,
        "url": ADDRESS,
        "articleBody": "<p>" + "</p><p>".join(STORY) + "</p>",
    }
    article = read_page(page(story(STORY[:1], after="<p>Subscribe to read on.</p>"), script(thing)))
    assert [line for line in article.paragraphs if line in STORY] == STORY
    assert holds(article)


def test_structured_data_does_not_repeat_what_the_page_shows() -> None:
    thing = {"@type": "NewsArticle", "headline": TITLE, "url": ADDRESS, "articleBody": "\n".join(STORY)}
    article = read_page(page(story(), script(thing)))
    assert list(article.paragraphs) == STORY


def test_a_paragraph_that_is_shown_twice_is_told_once() -> None:
    article = read_page(page(story([*STORY, STORY[1]])))
    assert list(article.paragraphs) == STORY


def test_a_title_that_stands_only_in_the_head_is_a_block_too() -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
    article = read_page(page(f"<article>{body}</article>", meta("og:title", TITLE)))
    assert of_role(article, Role.TITLE) == [TITLE]
    assert holds(article)


def test_entries_of_a_live_blog_have_their_time() -> None:
    entry = "<div class='live-entry'><div>{}</div><p>{}</p></div>"
    body = "".join(entry.format(f"{hour}:05", text) for hour, text in zip((14, 13, 12), STORY, strict=True))
    article = read_page(page(f"<main><h1>{TITLE}</h1>{body}</main>", meta("article:published_time", "2022-03-29")))
    told = [block for block in article.blocks if block.text in STORY]
    assert [block.entry for block in told] == [0, 1, 2]
    assert [block.time and block.time.edtf for block in told] == [f"2022-03-29T{hour}:05" for hour in (14, 13, 12)]
    assert "14:05" in of_role(article, Role.DATELINE)


def test_nothing_to_read() -> None:
    with pytest.raises(SourceUnreadable, match="no article found in this page"):
        read_page(page(""))
    with pytest.raises(SourceUnreadable, match="empty"):
        article_of(" \n ", source="words")


def test_html_is_told_from_text() -> None:
    assert is_html(page(""))
    assert is_html(Page(source="fragment", data=b"<p>words"))
    assert not is_html(Page(source="text", data=b"1 < 2, and 3 > 2"))


@settings(max_examples=25)
@given(
    st.lists(
        st.sampled_from([*STORY, "<p>", "</p>", "<div class='teaser'>", "</div>", "<h1>", "</h1>", "<li>", "<b>", "x"]),
        min_size=1,
    )
)
def test_any_page_has_its_spans(parts: list[str]) -> None:
    try:
        article = read_page(page("".join(parts)))
    except SourceUnreadable:
        return
    assert holds(article)
    assert all(block.text == " ".join(block.text.split()) for block in article.blocks if block.role in BODY)
