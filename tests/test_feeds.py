"""Feeds: valid Atom and JSON Feed, with ids that last."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from backstory.model import Event
from backstory.site.feeds import ENTRIES, Feeds
from backstory.site.gather import Gatherer
from backstory.site.pages import Page
from backstory.site.reader import Catalogue, Snapshot
from backstory.site.views import SiteInfo
from backstory.store.sqlite import SQLiteStore
from backstory.testing import ALL, BOMB, FULL, TALKS, corrected, make_event

HOME, TOPIC = Page("home"), Page("topic", "syrian-civil-war")
PUBLIC = SiteInfo(title="An archive & more", base_url="https://archive.example/news")
ATOM = "{http://www.w3.org/2005/Atom}"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def feeds_of(*events: Event, info: SiteInfo = PUBLIC) -> Feeds:
    store = SQLiteStore(":memory:")
    with store.write():
        store.put(events)
    snapshot, catalogue = Snapshot(store), Catalogue.of(store)
    store.close()
    return Feeds(Gatherer(snapshot, catalogue), catalogue, info, "0a1b2c", "html")


def atom(feeds: Feeds, page: Page, name: str) -> etree._Element:
    """The Atom feed of a page, once it keeps what RFC 4287 asks for (sections 4.1.1, 4.1.2 and 4.2.7.2)."""
    feed = etree.fromstring(feeds.files(page)[name])
    assert feed.tag == f"{ATOM}feed"
    ids = [element.text or "" for element in feed.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"tag:0a1b2c\.invalid,2026:[a-z0-9/-]+", each) for each in ids)
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for required in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{required}")) == 1
        assert INSTANT.fullmatch(element.findtext(f"{ATOM}updated", ""))
        assert len(element.findall(f"{ATOM}link[@rel='alternate']")) == 1
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    return feed


def links(feed: etree._Element, rel: str) -> list[str]:
    return [element.get("href", "") for element in feed.iter(f"{ATOM}link") if element.get("rel") == rel]


def test_which_pages_have_feeds() -> None:
    feeds = feeds_of(*ALL)
    assert set(feeds.files(HOME)) == {"feed.atom", "feed.json"}
    assert set(feeds.files(TOPIC)) == {"topics/syrian-civil-war.atom", "topics/syrian-civil-war.feed.json"}
    for page in (TOPIC._replace(part="2015"), Page("outlet", "bbc"), Page("day", "2015-12-23"), Page("topics")):
        assert feeds.files(page) == {}


def test_the_latest_come_first_and_are_so_many() -> None:
    days = [dt.date(2015, 1, 1) + dt.timedelta(days=number // 3) for number in range(50)]
    events = [make_event(day.isoformat(), f"Report {number}", topics=["War"]) for number, day in enumerate(days)]
    for page, name in ((HOME, "feed.atom"), (Page("topic", "war"), "topics/war.atom")):
        feed = atom(feeds_of(*events), page, name)
        told = [element.text for element in feed.iter(f"{ATOM}published")]
        assert len(told) == ENTRIES
        assert told == sorted(told, key=str, reverse=True)
        assert told[0] == "2015-01-17T00:00:00Z"


def test_an_entry() -> None:
    feed = atom(feeds_of(FULL), HOME, "feed.atom")
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == FULL.headline
    assert entry.findtext(f"{ATOM}id") == "tag:0a1b2c.invalid,2026:2015-12-23/amnesty-reports"
    assert entry.findtext(f"{ATOM}summary") == (
        "It says more.\n\nReported by AP via ABC News, https://news.example/2.\n\nText from a list, under CC BY-SA 4.0."
    )
    assert [element.get("label") for element in entry.iter(f"{ATOM}category")] == [
        "Syrian Civil War", "Air strikes", "Amnesty International", "Syria",
    ]  # fmt: skip


def test_a_corrected_event_is_updated() -> None:
    feed = atom(feeds_of(corrected(BOMB, "A bomb kills five")), HOME, "feed.atom")
    assert feed.findtext(f"{ATOM}updated") == "2022-04-03T12:00:00Z"
    assert feed.findtext(f"{ATOM}entry/{ATOM}published") == "2015-01-02T00:00:00Z"


@pytest.mark.parametrize("page", [HOME, TOPIC])
def test_addresses_with_and_without_a_public_one(page: Page) -> None:
    stem = "feed" if page is HOME else page.path
    public = atom(feeds_of(*ALL), page, f"{stem}.atom")
    bare = atom(feeds_of(*ALL, info=SiteInfo()), page, f"{stem}.atom")
    assert links(public, "self") == [f"https://archive.example/news/{stem}.atom"]
    assert links(public, "alternate")[0] == f"https://archive.example/news/{page.path}.html"
    assert f"https://archive.example/news/2015/01/03/{TALKS.slug}.html" in links(public, "alternate")
    for rel in ("self", "alternate"):
        whole = [urljoin(f"https://archive.example/news/{stem}.atom", link) for link in links(bare, rel)]
        assert whole == links(public, rel)


def test_json_feed() -> None:
    feed = json.loads(feeds_of(*ALL).files(TOPIC)["topics/syrian-civil-war.feed.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "Syrian Civil War · An archive & more"
    assert feed["home_page_url"] == "https://archive.example/news/topics/syrian-civil-war.html"
    assert feed["feed_url"] == "https://archive.example/news/topics/syrian-civil-war.feed.json"
    assert [item["title"] for item in feed["items"]] == [FULL.headline, TALKS.headline, BOMB.headline]
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item["url"].startswith("https://archive.example/news/2015/")
        assert item["content_text"].startswith(item["title"])
        assert INSTANT.fullmatch(item["date_published"])
        assert INSTANT.fullmatch(item["date_modified"])
        assert all(isinstance(tag, str) for tag in item["tags"])


def test_an_unsourced_event_says_so() -> None:
    feed = json.loads(feeds_of(make_event("2015-01-01", "Unheard of")).files(HOME)["feed.json"])
    assert feed["items"][0]["content_text"] == "Unheard of\n\nNo source is cited for this."


def test_an_empty_archive() -> None:
    feed = atom(feeds_of(), HOME, "feed.atom")
    assert feed.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"
    assert json.loads(feeds_of().files(HOME)["feed.json"])["items"] == []


@given(st.text(min_size=1, max_size=40), st.text(max_size=40))
def test_any_words(headline: str, summary: str) -> None:
    event = replace(make_event("2015-01-01", "Any"), headline=headline, summary=summary)
    feeds = feeds_of(event)
    atom(feeds, HOME, "feed.atom")
    assert json.loads(feeds.files(HOME)["feed.json"])["items"][0]["title"] == headline
