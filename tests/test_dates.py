from __future__ import annotations

import datetime as dt

import pytest
from made_pages import ADDRESS, meta, script, tree_of

from backstory.articles.dates import Dates, dates_of, no_later_than, url_day
from backstory.articles.headline import headline_of
from backstory.articles.metadata import metadata
from backstory.articles.units import units
from backstory.model import Dated, Method, Witness

CAPTURED = dt.datetime(2022, 4, 3, 12, tzinfo=dt.UTC)


def dates(body: str = "", head: str = "", lang: str = "en", url: str = "https://harbourpost.example/a") -> Dates:
    tree = tree_of(f"<main><h1>Ferry strike ends</h1>{body}</main>", head, lang)
    page, lines = metadata(tree, url=url), units(tree)
    headline = headline_of(page, lines, "Ferry strike ends").line
    return dates_of(page, lines, headline=headline, captured=CAPTURED)


def test_structured_data_comes_first() -> None:
    own = {"@type": "NewsArticle", "datePublished": "2022-03-29T14:05:00+02:00", "dateModified": "2022-03-30T09:00:00Z"}
    found = dates(head=script(own) + meta("article:published_time", "2022-03-29T12:05:00Z"))
    assert found.published == Dated("2022-03-29T14:05:00+02:00", Method.JSON_LD, words="2022-03-29T14:05:00+02:00")
    assert found.modified == Dated("2022-03-30T09:00:00Z", Method.JSON_LD, words="2022-03-30T09:00:00Z")
    instant = "2022-03-29T12:05:00Z"
    assert Witness("published", instant, Method.META, instant) in found.witnesses


@pytest.mark.parametrize(
    ("body", "lang", "edtf"),
    [
        ("<p>29 March 2022</p>", "en", "2022-03-29"),
        ("<p>By Ann Carter • March 29, 2022 • 5 min read</p>", "en", "2022-03-29"),
        ("<p>Published: 29 March 2022 14:05</p>", "en", "2022-03-29T14:05"),
        ("<p>Stand: 29.03.2022, 14:05 Uhr</p>", "de", "2022-03-29T14:05"),
        ("<p>Publié le 29 mars 2022</p>", "fr", "2022-03-29"),
        ("<p>29 марта 2022, 14:05</p>", "ru", "2022-03-29T14:05"),
        ("<p>2022年3月29日 14:05</p>", "ja", "2022-03-29T14:05"),
        ("<p><time datetime='2022-03-29'>Tuesday</time></p>", "en", "2022-03-29"),
        ("<p>Published 29 March 2022 Updated 30 March 2022</p>", "en", "2022-03-29"),
    ],
)
def test_what_a_reader_sees(body: str, lang: str, edtf: str) -> None:
    published = dates(body, lang=lang).published
    assert published is not None
    assert (published.edtf, published.method) == (edtf, Method.VISIBLE)


@pytest.mark.parametrize(
    "body",
    [
        "<p>Updated: 30 March 2022</p>",
        "<p>© 29 March 2022 The Harbour Post</p>",
        '<div class="comment"><p>Posted on 29 March 2022</p></div>',
        '<div class="related-stories"><p>29 March 2022</p></div>',
        f"<p>{'The captains said again that they would sail. ' * 5} It was 29 March 2022.</p>",
        "<p>On Tuesday</p>",
        "<p>29 March 2023</p>",
    ],
)
def test_days_that_are_not_that_of_publication(body: str) -> None:
    assert dates(body).published is None


def test_the_last_change_is_kept_apart() -> None:
    found = dates("<p>Updated: 30 March 2022</p>")
    assert found.modified == Dated("2022-03-30", Method.VISIBLE, words="Updated: 30 March 2022")


def test_an_earlier_day_that_a_reader_sees_wins_over_a_new_edition() -> None:
    head = meta("article:published_time", "2022-03-30T01:00:00Z")
    found = dates("<p>29 March 2022</p>", head)
    assert found.published == Dated("2022-03-29", Method.VISIBLE, words="29 March 2022")


def test_labels_far_from_the_headline_must_agree() -> None:
    text = "<p>The ferries sail again.</p>" * 30
    assert dates(f"{text}<p>Posted on 29 March 2022</p>").published is not None
    assert dates(f"{text}<p>Posted on 29 March 2022</p><p>Posted on 3 May 2021</p>").published is None


def test_who_reviewed_a_page_says_nothing_of_the_day_below() -> None:
    found = dates("<p>Reviewed by Ann Carter</p><p>29 March 2022</p>")
    assert found.published is not None
    assert found.modified is None
    assert dates("<p>Last reviewed</p><p>29 March 2022</p>").published is None


def test_the_address_is_a_witness_of_the_day() -> None:
    assert dates(url=ADDRESS).published == Dated("2022-03-29", Method.URL, words="2022/03/29")


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://harbourpost.example/2022/03/29/ends", "2022-03-29"),
        ("https://harbourpost.example/2022/mar/29/ends", "2022-03-29"),
        ("https://harbourpost.example/ends-2022-03-29.html", "2022-03-29"),
        ("https://harbourpost.example/news-20220329-ends", "2022-03-29"),
        ("https://harbourpost.example/n1/2022/0329/c1-1.html", "2022-03-29"),
        ("https://harbourpost.example/2022/03/ends", None),
        ("https://harbourpost.example/article-20223945", None),
        ("https://harbourpost.example/a?date=2022-03-29", None),
        (None, None),
    ],
)
def test_days_in_addresses(address: str | None, day: str | None) -> None:
    found = url_day(address)
    assert (found.edtf if found else None) == day


def test_nothing_is_dated_by_its_capture_unless_that_is_asked() -> None:
    assert dates("<p>The ferries sail again.</p>").published is None
    bound = no_later_than(None, CAPTURED)
    assert bound == Dated("../2022-04-03", Method.CAPTURE)
    assert (bound.precision, bound.day) == ("bound", None)
    assert no_later_than(None, None) is None


def test_what_was_changed_was_there() -> None:
    changed = dates("<p>Updated: 30 March 2022</p>").modified
    assert changed
    assert no_later_than(changed, CAPTURED) == Dated("../2022-03-30", Method.VISIBLE, words="Updated: 30 March 2022")
    later = Dated("2022-04-04T01:00:00+09:00", Method.META)
    assert no_later_than(later, CAPTURED) == Dated("../2022-04-03", Method.CAPTURE)
    assert no_later_than(Dated("2022-03", Method.META), None) is None
