"""Damaged pages: each is an article or one plain error, and what is taken for a comment was in the page."""

from __future__ import annotations

import gzip
from pathlib import Path
from random import Random

import pytest
from conftest import EXAMPLES, SHARED
from hypothesis import given, settings
from hypothesis import strategies as st
from mangling import DAMAGES, LAUGHS, Damage, mangled

from backstory.articles.comments import take_comments
from backstory.articles.read import read_page
from backstory.articles.tree import folded, parse
from backstory.errors import SourceUnreadable
from backstory.intake.pages import PAGE_BYTES, raw_page
from backstory.model import Article, Page, Role

PAGES = sorted((EXAMPLES / "pages").iterdir())


def outcome(data: bytes) -> Article | str:
    """The article of a page, or why there is none."""
    try:
        article = read_page(raw_page("page", data))
    except SourceUnreadable as error:
        line = str(error)
    else:
        text = article.text
        assert all(text[block.span.start : block.span.end] == block.text for block in article.blocks)
        assert not set(text) & {chr(code) for code in range(32) if code != ord("\n")}
        text.encode()
        return article
    assert len(line.splitlines()) == 1
    return line


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_each_damage(path: Path, damage: Damage) -> None:
    data = path.read_bytes()
    for seed in range(3):
        outcome(damage(data, Random(seed)))


@settings(max_examples=30)
@given(st.sampled_from(PAGES), st.integers(0, 2**32))
def test_several_damages(path: Path, seed: int) -> None:
    outcome(mangled(path.read_bytes(), Random(seed)))


def test_damaged_pages_of_the_web() -> None:
    archives = sorted((SHARED / "data" / "pages").glob("*.tar.gz"))
    if not archives:
        pytest.skip("no ../shared/data/pages here")
    random = Random(4)
    for path in archives:
        with gzip.open(path) as packed:
            data = packed.read(8_000_000)
        start = data.lower().find(b"<!doctype html", random.randrange(len(data) // 2))
        for _ in range(4):
            outcome(mangled(data[start : start + 200_000], random))


def test_comments_of_damaged_pages_are_words_of_them() -> None:
    data = (EXAMPLES / "pages" / "2022-03-29-same-war-amnesty.html").read_bytes()
    for seed in range(20):
        page = Page(source="page", data=mangled(data, Random(seed)))
        try:
            words = folded("".join(str(parse(page).xpath("string()")).split()))
            found = take_comments(parse(page))
        except SourceUnreadable:
            continue
        for one in found:
            assert one.text
            assert one.role in {Role.COMMENT, Role.FORM, Role.NAVIGATION}
            assert all(word in words for word in one.text.split())


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", "empty"),
        (b"<html><body></body></html>", "no article found in this page"),
        (b"\x00" * 100, "binary data"),
        (b"PK\x03\x04" + b"x" * 100, "a ZIP archive or an office document"),
        (gzip.compress(b"<p>words</p>" * 1_000_000), "packed by gzip"),
        (b"<p>x" * (50_000_000 // 4), f"longer than {PAGE_BYTES:,} bytes"),
        (b"<p>" * 600_000, "more than 100,000 tags"),
        (b"<p>" + b"He said so. " * 1_000_000, "more than 1,000,000 characters of text"),
        (b"He said so. " * 1_000_000, "more than 1,000,000 characters of text"),
        (b"x\n" * 200_000, "more than 100,000 lines of text"),
    ],
    ids=["empty", "bare", "null", "zip", "gzip bomb", "50 MB", "tags", "text", "plain text", "lines"],
)
def test_what_is_refused(data: bytes, error: str) -> None:
    found = outcome(data)
    assert isinstance(found, str)
    assert error in found


def test_a_page_behind_laughs_is_read() -> None:
    page = (EXAMPLES / "pages" / "2020-01-31-britain-leaves.html").read_bytes()
    found = outcome(LAUGHS + page)
    assert isinstance(found, Article)
    assert len(found.text) < len(page)


def test_a_page_in_5000_elements_is_read() -> None:
    page = (EXAMPLES / "pages" / "2020-01-31-britain-leaves.html").read_bytes()
    whole = outcome(page)
    found = outcome(page.replace(b"<body>", b"<body>" + b"<div>" * 5_000))
    assert isinstance(whole, Article)
    assert isinstance(found, Article)
    assert len(" ".join(found.paragraphs)) > len(" ".join(whole.paragraphs)) / 2


def test_a_comment_of_one_endless_line_is_read() -> None:
    """Each pattern that it is held against passes it once."""
    line = "(1) " * 100_000 + "so it is"
    page = f"<p>Some words.<div class=comment id=comment-1><b class=author>Ann</b><p>{line}</div>"
    (comment,) = take_comments(parse(Page(source="page", data=page.encode())))
    assert comment.text == line
