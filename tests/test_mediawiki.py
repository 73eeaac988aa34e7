"""Fetching day pages from a wiki, and finding the wiki of an address."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from local_server import Answer, Request, serve
from reading import Read, drain
from sample_days import day_page

from backstory.config import MediaWikiConfig
from backstory.errors import FetchError, SourceNotFound
from backstory.intake.batch import Batch
from backstory.intake.mediawiki import day_of_address, fetch_days
from backstory.urls import portal_title, wikipedia_url

DAY = dt.date(2015, 12, 23)
TITLE = portal_title(DAY)


def days(count: int) -> list[dt.date]:
    return [DAY + dt.timedelta(n) for n in range(count)]


@dataclass
class Wiki:
    """A wiki with a few pages, which answers as MediaWiki's API does (formatversion 2)."""

    #: Revision and text by title.
    pages: dict[str, tuple[int, str]] = field(default_factory=dict)
    #: What goes wrong first, one request each; None for a request that is answered.
    troubles: list[Answer | None] = field(default_factory=list)
    #: Pages whose text fits into one answer.
    fitting: int = 50
    rights: dict[str, str] | None = None
    requests: list[Request] = field(default_factory=list)

    def edit(self, day: dt.date, revision: int, *headlines: str) -> None:
        self.pages[portal_title(day)] = revision, day_page(day, *headlines)

    def answer(self, request: Request) -> Answer:
        self.requests.append(request)
        if self.troubles and (trouble := self.troubles.pop(0)):
            return trouble
        query: dict[str, Any] = {"pages": list(self.answered(request.params))}
        if self.rights and request.params.get("siprop") == "rightsinfo":
            query["rightsinfo"] = self.rights
        return answer_of({"batchcomplete": True, "query": query})

    def answered(self, params: Any) -> Iterator[dict[str, Any]]:
        for number, title in enumerate(params["titles"].split("|")):
            if title not in self.pages:
                yield {"ns": 100, "title": title, "missing": True}
                continue
            revision, text = self.pages[title]
            page: dict[str, Any] = {"pageid": 7, "ns": 100, "title": title}
            if "info" in params["prop"]:
                page["canonicalurl"] = wikipedia_url(title, "https://wiki.example")
            if "content" not in params["rvprop"]:
                page["revisions"] = [{"revid": revision, "parentid": 1}]
            elif number < self.fitting:
                slot = {"contentmodel": "wikitext", "content": text}
                page["revisions"] = [{"revid": revision, "parentid": 1, "slots": {"main": slot}}]
            yield page


def answer_of(value: object, **headers: str) -> Answer:
    return Answer(json.dumps(value).encode(), headers={"Content-Type": "application/json"} | headers)


MAXLAG = {"error": {"code": "maxlag", "info": "Waiting for db1: 6 seconds lagged.", "lag": 6}}


class Fetching:
    """Fetches from one wiki again and again, and remembers what an archive would."""

    def __init__(self, wiki: Wiki, api: str) -> None:
        self.wiki, self.api = wiki, api
        self.notes: dict[str, str] = {}
        self.waits: list[float] = []

    def __call__(self, *wanted: dt.date, tries: int = 3) -> Read:
        settings = MediaWikiConfig(api=self.api, agent="Tests (ours)", pause=0.5, timeout=5, tries=tries)
        self.wiki.requests.clear()
        read = drain(fetch_days(wanted, settings=settings, known=self.notes.get, sleep=self.waits.append))
        self.notes |= dict(batch.note for batch in read.batches if batch.note)
        return read


@contextmanager
def fetching(wiki: Wiki) -> Iterator[Fetching]:
    with serve(wiki.answer) as address:
        yield Fetching(wiki, f"{address}/w/api.php")


def test_a_page_is_fetched_with_its_note_and_origin() -> None:
    wiki = Wiki()
    wiki.edit(DAY, 1001, "A dam breaks.", "It rains.")
    with fetching(wiki) as fetch:
        read = fetch(DAY)
    (batch,) = read.batches
    assert read.headlines == ["A dam breaks.", "It rains."]
    assert batch.note == (f"mediawiki:{fetch.api}:{TITLE}", "1001")
    assert (batch.done, batch.total) == (1, 1)
    origin = batch.listings[0].origin
    assert origin
    assert origin.name == TITLE
    assert origin.url == "https://wiki.example/wiki/Portal:Current_events/2015_December_23"
    assert origin.licence == "CC BY-SA 4.0"


def test_the_manners() -> None:
    wiki = Wiki()
    wiki.edit(DAY, 1001, "A dam breaks.")
    with fetching(wiki) as fetch:
        fetch(DAY)
    first, second = wiki.requests
    assert first.path == "/w/api.php"
    assert first.headers["User-Agent"] == "Tests (ours)"
    assert first.params["maxlag"] == second.params["maxlag"] == "5"
    assert first.params["rvprop"] == "ids"
    assert second.params["rvprop"] == "ids|content"
    assert second.params["rvslots"] == "main"
    assert len(fetch.waits) == 1
    assert 0 < fetch.waits[0] <= 0.5


@pytest.mark.parametrize(
    ("rights", "licence"),
    [
        ({"url": "https://creativecommons.org/licenses/by-sa/3.0/deed.en", "text": "Share alike"}, "CC BY-SA 3.0"),
        ({"url": "https://wiki.example/rights", "text": "All rights reserved"}, "All rights reserved"),
        ({"url": "", "text": ""}, "CC BY-SA 4.0"),
    ],
)
def test_the_licence_is_what_the_wiki_states(rights: dict[str, str], licence: str) -> None:
    wiki = Wiki(rights=rights)
    wiki.edit(DAY, 1001, "A dam breaks.")
    with fetching(wiki) as fetch:
        (listing,) = fetch(DAY).listings
    assert listing.origin
    assert listing.origin.licence == licence


def test_revisions_are_asked_for_by_fifty_and_texts_by_ten() -> None:
    wiki = Wiki()
    for day in days(61):
        wiki.edit(day, 1, f"{day} ends.")
    with fetching(wiki) as fetch:
        read = fetch(*days(61), *days(3))
    assert read.headlines == [f"{day} ends." for day in days(61)]
    assert [batch.done for batch in read.batches] == list(range(1, 62))
    asked = [(request.params["rvprop"], request.params["titles"].count("|") + 1) for request in wiki.requests]
    text = "ids|content"
    assert asked == [("ids", 50), *[(text, 10)] * 5, ("ids", 11), (text, 10), (text, 1)]


def test_fetching_again_fetches_nothing() -> None:
    wiki = Wiki()
    for day in days(3):
        wiki.edit(day, 1, f"{day} ends.")
    with fetching(wiki) as fetch:
        fetch(*days(3))
        again = fetch(*days(3))
        assert [request.params["rvprop"] for request in wiki.requests] == ["ids"]
        assert again.listings == []
        assert again.remarks == ["pages as they were when they were last fetched: 3 of 3"]
        wiki.edit(days(3)[1], 2, "It was otherwise.")
        changed = fetch(*days(3))
        assert wiki.requests[1].params["titles"] == portal_title(days(3)[1])
    assert changed.headlines == ["It was otherwise."]
    assert changed.remarks == ["pages as they were when they were last fetched: 2 of 3"]
    assert [batch.done for batch in changed.batches] == [1, 2, 3, 3]


def test_a_run_that_failed_goes_on_where_it_stopped() -> None:
    wiki = Wiki(troubles=[None, None, *[Answer(status=500)] * 3])
    for day in days(25):
        wiki.edit(day, 1, f"{day} ends.")
    with fetching(wiki) as fetch:
        first = fetch(*days(25))
        assert isinstance(first.failure, FetchError)
        assert "answered 500" in first.failure.reason
        assert first.headlines == [f"{day} ends." for day in days(10)]
        second = fetch(*days(25))
    assert second.failure is None
    assert second.headlines == [f"{day} ends." for day in days(25)[10:]]


def test_what_does_not_fit_into_an_answer_is_asked_for_again() -> None:
    wiki = Wiki(fitting=3)
    for day in days(10):
        wiki.edit(day, 1, f"{day} ends.")
    with fetching(wiki) as fetch:
        assert fetch(*days(10)).headlines == [f"{day} ends." for day in days(10)]
    assert len(wiki.requests) == 1 + 4


def test_pages_that_are_missing_or_cannot_be_read_are_reported_and_the_rest_goes_on() -> None:
    wiki = Wiki()
    wiki.edit(DAY, 1, "A dam breaks.")
    wiki.pages[portal_title(days(3)[1])] = 5, "Nothing of the kind."
    with fetching(wiki) as fetch:
        read = fetch(*days(3))
        assert [error.subject for error in read.errors] == [portal_title(days(3)[2]), portal_title(days(3)[1])]
        assert read.errors[0].reason == f"there is no such page at {fetch.api}"
        assert read.headlines == ["A dam breaks."]
        assert list(fetch.notes) == [f"mediawiki:{fetch.api}:{TITLE}"]


def test_a_text_that_is_hidden() -> None:
    wiki = Wiki()
    hidden = {"pages": [{"title": TITLE, "revisions": [{"revid": 1, "slots": {"main": {"texthidden": True}}}]}]}
    wiki.troubles = [answer_of({"query": hidden}), answer_of({"query": hidden})]
    with fetching(wiki) as fetch:
        (error,) = fetch(DAY).errors
    assert error.reason == f"{fetch.api} does not give its text"


def test_a_wiki_that_calls_the_page_by_another_name() -> None:
    wiki = Wiki()
    slots = {"main": {"content": day_page(DAY, "A dam breaks.")}}
    renamed = {
        "normalized": [{"fromencoded": False, "from": TITLE, "to": "Portail:Current events/2015 December 23"}],
        "pages": [{"title": "Portail:Current events/2015 December 23", "revisions": [{"revid": 1, "slots": slots}]}],
    }
    wiki.troubles = [answer_of({"query": renamed}), answer_of({"query": renamed})]
    with fetching(wiki) as fetch:
        assert fetch(DAY).headlines == ["A dam breaks."]


@pytest.mark.parametrize(
    "trouble",
    [
        answer_of(MAXLAG, **{"Retry-After": "5"}),
        answer_of({"error": {"code": "ratelimited", "info": "Too often."}}, **{"Retry-After": "5"}),
        Answer(status=429, headers={"Retry-After": "5"}),
        Answer(status=503, headers={"Retry-After": "5"}),
    ],
)
def test_a_busy_wiki_is_given_the_time_it_asks_for(trouble: Answer) -> None:
    wiki = Wiki(troubles=[trouble, None, trouble])
    wiki.edit(DAY, 1, "A dam breaks.")
    with fetching(wiki) as fetch:
        assert fetch(DAY).headlines == ["A dam breaks."]
    assert [wait for wait in fetch.waits if wait > 0.5] == pytest.approx([5.0, 5.0], abs=0.5)


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (answer_of(MAXLAG), "the wiki says: Waiting for db1: 6 seconds lagged, 3 times"),
        (answer_of({"error": {"code": "readapidenied", "info": "You need\nto log in."}}), "You need to log in"),
        (answer_of({"query": {}}), "the answer leaves out the pages that were asked for"),
        (answer_of({"query": {"pages": {"7": {"title": TITLE}}}}), "the answer is not that of a MediaWiki API"),
        (answer_of({"batchcomplete": True}), "the answer is not that of a MediaWiki API"),
        (answer_of([]), "the answer is not that of a MediaWiki API"),
        (Answer(b"<!doctype html><p>Hello"), "the answer is not that of a MediaWiki API"),
        (Answer(b'{"query": "\xff"}'), "the answer is not that of a MediaWiki API"),
        (Answer(b'{"x": ' + b"[" * 50_000 + b"]" * 50_000 + b"}"), "the answer is not that of a MediaWiki API"),
        (Answer(), "the answer is not that of a MediaWiki API"),
        (Answer(status=403), "answered 403 Forbidden"),
    ],
)
def test_an_api_that_does_not_deliver(trouble: Answer, reason: str) -> None:
    with fetching(Wiki(troubles=[trouble] * 3)) as fetch:
        read = fetch(DAY)
    assert isinstance(read.failure, FetchError)
    assert read.failure.subject == fetch.api
    assert reason in read.failure.reason
    assert read.items == ()


def test_no_api_there() -> None:
    with fetching(Wiki(troubles=[Answer(status=404)])) as fetch:
        assert isinstance(fetch(DAY).failure, SourceNotFound)


def test_no_days_ask_nothing() -> None:
    with fetching(Wiki()) as fetch:
        assert fetch() == Read((), None)
        assert fetch.wiki.requests == []


@settings(max_examples=25)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=2)
            | st.dictionaries(
                st.sampled_from(["query", "pages", "title", "revisions", "error", "code", "missing", "normalized"]),
                inner,
            )
        ),
    )
)
def test_no_answer_raises_anything_else(wild: Any) -> None:
    with fetching(Wiki(troubles=[answer_of(wild)] * 9)) as fetch:
        assert isinstance(fetch(DAY, tries=1).failure, FetchError)


@pytest.mark.parametrize(
    ("address", "api"),
    [
        ("https://en.wikipedia.org/wiki/Portal:Current_events/2015_December_23", "https://en.wikipedia.org/w/api.php"),
        ("http://en.wikipedia.org/wiki/Portal:Current_events/2015_December_23", "https://en.wikipedia.org/w/api.php"),
        ("https://en.m.wikipedia.org/wiki/Portal:Current_events/2015_December_23#Law", "https://en.wikipedia.org/w/api.php"),
        ("https://EN.wikipedia.org/wiki/Portal%3ACurrent_events%2F2015_December_23?action=raw", "https://en.wikipedia.org/w/api.php"),
        ("https://en.wikipedia.org/wiki/Portal:Current%20events/2015%20December%2023", "https://en.wikipedia.org/w/api.php"),
        ("https://en.wikipedia.org/w/index.php?title=Portal:Current_events/2015_December_23&action=edit", "https://en.wikipedia.org/w/api.php"),
        ("https://wiki.example/index.php?title=Portal%3ACurrent_events/2015_December_23", "https://wiki.example/api.php"),
        ("https://wiki.example/index.php/Portal:Current_events/2015_December_23", "https://wiki.example/api.php"),
        ("https://wiki.example/wiki/index.php?title=Portal:Current_events/2015_December_23", "https://wiki.example/wiki/api.php"),
        ("http://127.0.0.1:8080/wiki/Portal:Current_events/2015_December_23", "http://127.0.0.1:8080/w/api.php"),
        ("http://me:secret@[::1]:8080/wiki/Portal:Current_events/2015_December_23", "http://[::1]:8080/w/api.php"),
    ],
)  # fmt: skip
def test_addresses_of_day_pages(address: str, api: str) -> None:
    assert day_of_address(address) == (DAY, api)


@pytest.mark.parametrize(
    "address",
    [
        "https://en.wikipedia.org/wiki/Portal:Current_events",
        "https://en.wikipedia.org/wiki/Portal:Current_events/December_2015",
        "https://en.wikipedia.org/wiki/Aleppo",
        "https://en.wikipedia.org/w/index.php?title=Portal:Current_events/2015_December_23&oldid=5",
        "https://en.wikipedia.org/Portal:Current_events/2015_December_23",
        "ftp://en.wikipedia.org/wiki/Portal:Current_events/2015_December_23",
        "https:///wiki/Portal:Current_events/2015_December_23",
        "https://[::1/wiki/Portal:Current_events/2015_December_23",
        "Portal:Current_events/2015_December_23",
        "",
    ],
)
def test_other_addresses(address: str) -> None:
    assert day_of_address(address) is None


def test_the_address_of_a_day_that_does_not_exist() -> None:
    with pytest.raises(SourceNotFound, match="there is no such day"):
        day_of_address("https://en.wikipedia.org/wiki/Portal:Current_events/2015_February_30")


@given(st.text() | st.text(alphabet="/:%[]@?#=&wikndexphtl.2015_D").map("https://".__add__))
def test_no_text_raises(text: str) -> None:
    assert day_of_address(text) is None


def test_a_batch_of_a_page_that_is_as_it_was_is_empty() -> None:
    wiki = Wiki()
    wiki.edit(DAY, 1, "A dam breaks.")
    with fetching(wiki) as fetch:
        fetch(DAY)
        assert fetch(DAY).batches[0] == Batch(listings=(), done=1, total=1)
