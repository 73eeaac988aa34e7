from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_articles import FIRE, FIRE_LATER, OTHER_FIRE

from backstory.articles.days import find_days
from backstory.events.digest import parts
from backstory.model import Article, Block, Dated, Method, Role, Span, laid_out

PUBLISHED = Dated("2031-03-07", Method.GIVEN)
ELECTION = (
    "Voters in Sarrovia chose a parliament on Sunday for the first time since the treaty, and the greens of Una Keld "
    "won most seats, the electoral commission said after counting through the night."
)
FINAL = (
    "Lindmark's rowers took the eights by a length on the lake of Orlo, ahead of Norvale, who lost an oar in the "
    "last stretch and was overhauled by three crews before the line."
)


def page(*blocks: tuple[Role, str]) -> Article:
    made = Article(source="digest", title="World in brief", blocks=laid_out(blocks), published=PUBLISHED)
    return replace(made, dates=find_days(made.text, made.published))


DIGEST = page(
    (Role.TITLE, "World in brief"),
    (Role.PARAGRAPH, "What happened while you slept."),
    (Role.HEADING, "Fire in Tarvo"),
    *((Role.PARAGRAPH, words) for words in FIRE.paragraphs),
    (Role.HEADING, "Sarrovia votes"),
    (Role.PARAGRAPH, ELECTION),
    (Role.HEADING, "Rowing"),
    (Role.PARAGRAPH, FINAL),
    (Role.HEADING, "More"),
    (Role.PARAGRAPH, "That is all."),
)


def test_a_digest_gives_a_part_for_each_section_that_tells_something() -> None:
    found = parts(DIGEST)
    assert [part.article.title for part in found] == ["Fire in Tarvo", "Sarrovia votes", "Rowing"]
    assert found[1].article.paragraphs == (ELECTION,)
    assert found[1].article.published == PUBLISHED


def test_words_of_a_part_stand_in_the_page() -> None:
    for part in parts(DIGEST):
        for block in part.article.blocks:
            there = part.span(block.span)
            assert DIGEST.text[there.start : there.end] == block.text
        for dated in part.article.dates:
            assert dated.span is not None
            assert part.article.text[dated.span.start : dated.span.end] == dated.words
    assert [each.words for each in parts(DIGEST)[0].article.dates] == ["on Tuesday"]
    with pytest.raises(ValueError, match="not within one block"):
        parts(DIGEST)[0].span(Span(0, 100))


def test_sections_of_one_report_are_no_digest() -> None:
    sections = [
        (heading, words) for each in (FIRE, FIRE_LATER, FIRE) for heading, words in [("More", each.paragraphs[0])]
    ]
    blocks = [block for heading, words in sections for block in ((Role.HEADING, heading), (Role.PARAGRAPH, words))]
    assert parts(page((Role.TITLE, "Fire"), *blocks)) == ()
    assert parts(OTHER_FIRE) == ()


def test_each_entry_of_a_live_blog_is_a_part_with_its_own_time() -> None:
    time = Dated("2031-03-07T14:05:00Z", Method.VISIBLE)
    entries = [ELECTION, FINAL, "Just a line.", FIRE.paragraphs[0]]
    laid = laid_out([(Role.TITLE, "Live"), *((Role.PARAGRAPH, words) for words in entries)])
    blocks = [laid[0], *(replace(block, entry=at, time=time) for at, block in enumerate(laid[1:]))]
    found = parts(Article(source="live", title="Live", blocks=tuple(blocks), published=PUBLISHED))
    assert [part.article.paragraphs for part in found] == [(ELECTION,), (FINAL,), (FIRE.paragraphs[0],)]
    assert {part.article.published for part in found} == {time}


@given(
    st.lists(
        st.tuples(st.sampled_from(Role), st.sampled_from([ELECTION, FINAL, *FIRE.paragraphs, "Short"])), max_size=12
    )
)
def test_no_page_breaks_it(blocks: list[tuple[Role, str]]) -> None:
    made = Article(source="any", blocks=laid_out(blocks))
    for part in parts(made):
        assert [made.text[span.start : span.end] for span in part.spans] == [each.text for each in part.article.blocks]


def test_a_comment_is_no_part() -> None:
    comment = Block(role=Role.COMMENT, text=ELECTION, start=0, entry=0)
    assert parts(Article(source="live", blocks=(comment,))) == ()
