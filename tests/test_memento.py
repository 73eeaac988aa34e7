"""Copies in web archives: a TimeGate on this machine, and what real ones say in their headers."""

from __future__ import annotations

import datetime as dt
import email.utils

import pytest
from hypothesis import given
from hypothesis import strategies as st
from local_server import Answer, Request
from small_web import Shown, Site, a_web, moved, page, site

from backstory.errors import FetchError, FetchRefused, SourceNotFound
from backstory.intake.memento import Link, find_memento, parse_links

GONE = "http://gone.example/a?b=1"
EVENT = dt.datetime(2015, 12, 23, tzinfo=dt.UTC)


def http_date(day: str) -> str:
    return email.utils.format_datetime(dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC), usegmt=True)


def copy(words: str, day: str, links: str = "") -> Answer:
    """A copy in an archive."""
    return page(words, Memento_Datetime=http_date(day), Link=links)


def an_archive(small: Site, days: list[str]) -> None:
    """Make the site an archive with a TimeGate at `/web/` and copies of these days."""
    stamps = {day: f"/web/{day.replace('-', '')}120000" for day in days}

    def gate(request: Request) -> Answer:
        asked = email.utils.parsedate_to_datetime(request.headers["Accept-Datetime"])
        nearest = min(days, key=lambda day: abs(dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC) - asked))
        return moved(f"{stamps[nearest]}/{GONE}", 302)

    small.pages[f"/web/{GONE.partition('?')[0]}"] = gate
    for day, stamp in stamps.items():
        small.pages[f"{stamp}/{GONE.partition('?')[0]}"] = copy(f"Banner. Words of {day}", day)
        small.pages[f"{stamp}id_/{GONE.partition('?')[0]}"] = copy(f"Words of {day}", day)


def test_the_nearest_copy_is_the_archives_own() -> None:
    with site() as small:
        an_archive(small, ["2014-01-01", "2015-12-20", "2016-05-05"])
        found = find_memento(a_web(), f"{small.address}/web/", GONE, EVENT)
    assert (found.original, found.archive) == (GONE, "127.0.0.1")
    assert found.moment == dt.datetime(2015, 12, 20, tzinfo=dt.UTC)
    assert b"Banner. Words of 2015-12-20" in found.page.data
    assert (found.page.url, found.page.captured, found.page.archived_by) == (GONE, found.moment, "127.0.0.1")
    assert found.response.redirects == (f"{small.address}/web/{GONE}",)
    gate = next(request for request in small.requests if request.path.startswith("/web/http"))
    assert gate.headers["Accept-Datetime"] == "Wed, 23 Dec 2015 00:00:00 GMT"
    assert gate.params == {"b": "1"}


def test_copies_as_they_were_archived_are_asked_for_where_the_address_says_so() -> None:
    with site() as small:
        an_archive(small, ["2015-12-20"])
        found = find_memento(a_web(), f"{small.address}/web/id_/", GONE, EVENT)
    assert b"<p>Words of 2015-12-20" in found.page.data
    assert found.response.url == f"{small.address}/web/20151220120000id_/{GONE}"


def test_a_nearer_copy_that_the_answer_names_is_taken() -> None:
    with site() as small:
        links = ", ".join(
            f'<{small.address}/{day}>; rel="{relation} memento"; datetime="{http_date(day)}"'
            for relation, day in (("first", "2001-01-01"), ("next", "2015-12-24"), ("last", "2020-01-01"))
        )
        small.pages["/gate/http://gone.example/"] = copy("Far", "2013-01-01", links)
        small.pages["/2015-12-24"] = copy("Near", "2015-12-24")
        found = find_memento(a_web(), f"{small.address}/gate/", "http://gone.example/", EVENT)
        assert b"Near" in found.page.data
        assert found.moment.day == 24


@pytest.mark.parametrize(
    ("shown", "kind", "reason"),
    [
        (Answer(status=404), SourceNotFound, "127.0.0.1 has no copy of it"),
        (Answer(status=403), FetchRefused, "127.0.0.1: answered 403 Forbidden"),
        (Answer(status=500), FetchError, "127.0.0.1: answered 500 Internal Server Error, 3 times"),
        (page("No copy"), FetchError, "127.0.0.1 does not say when its copy is from, and so is no TimeGate"),
        (page("x", Memento_Datetime="soon"), FetchError, "127.0.0.1 does not say when its copy is from"),
    ],
)
def test_archives_without_a_copy(shown: Shown, kind: type[Exception], reason: str) -> None:
    with site({"/gate/http://gone.example/": shown}) as small, pytest.raises(kind, match=reason) as caught:
        find_memento(a_web(), f"{small.address}/gate/", "http://gone.example/", EVENT)
    assert str(caught.value).startswith("http://gone.example/: ")


def test_links() -> None:
    header = (
        '<http://a.example/?x=1,2;3>; rel="original", <http://t.example/map>;rel=timemap;type="application/link-format"'
        ' ; from="Tue, 15 Sep 2009 11:28:26 GMT", <http://m.example/1> ; rel="first memento" ; '
        'datetime="Tue, 15 Sep 2009 11:28:26 GMT", <broken, </relative>; REL=Next'
    )
    assert list(parse_links(header)) == [
        Link("http://a.example/?x=1,2;3", frozenset({"original"}), None),
        Link("http://t.example/map", frozenset({"timemap"}), None),
        Link(
            "http://m.example/1",
            frozenset({"first", "memento"}),
            dt.datetime(2009, 9, 15, 11, 28, 26, tzinfo=dt.UTC),
        ),
        Link("/relative", frozenset({"next"}), None),
    ]


@given(st.text("<>;,=\"a relmtdy\\' ", max_size=60))
def test_any_header_has_links_or_none(header: str) -> None:
    list(parse_links(header))
