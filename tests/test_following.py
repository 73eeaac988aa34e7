"""Following: what is due, what is new, what has fallen silent, against feeds that change on this machine."""

from __future__ import annotations

import datetime as dt
import email.utils
import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from local_server import Answer
from small_web import Site, a_web, moved, page, site, versioned

from backstory.errors import FetchRefused, SourceNotFound, SourceUnreadable
from backstory.intake.following import (
    LONGEST,
    LONGEST_AFTER_FAILURE,
    MANY,
    SHORTEST,
    Polled,
    Result,
    again,
    due,
    followed,
    poll,
    poll_all,
)
from backstory.intake.web import Web
from backstory.model_feeds import FeedState

NOW = dt.datetime(2022, 3, 29, 12, tzinfo=dt.UTC)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def a_feed(*moments: dt.datetime | None, first: int = 1) -> str:
    """A feed with an item for each moment, or for each None an item without a date."""
    items = "".join(
        f"<item><title>Item {number}</title><link>https://x.example/{number}</link>"
        + (f"<pubDate>{email.utils.format_datetime(moment)}</pubDate>" if moment else "")
        + "</item>"
        for number, moment in enumerate(moments, first)
    )
    return f'<rss version="2.0"><channel><title>Sheds</title>{items}</channel></rss>'


def hourly(count: int, last: dt.datetime = NOW) -> str:
    """A feed with an item each hour."""
    return a_feed(*(last - HOUR * at for at in range(count)))


def shown(text: str) -> Answer:
    return Answer(text.encode(), headers={"Content-Type": "text/html"})


def looked(web: Web, address: str, *, now: dt.datetime = NOW) -> Polled:
    """The first look at a feed."""
    return poll(web, followed(address, because="a test", now=now), now)


def test_the_first_look_brings_all_and_the_next_what_is_new() -> None:
    with site({"/feed": [shown(hourly(5)), shown(hourly(5)), shown(a_feed(NOW, NOW + HOUR, first=5))]}) as small:
        web = a_web()
        first = looked(web, f"{small.address}/feed")
        assert (first.result, len(first.new)) == (Result.NEW, 5)
        state = first.state
        assert (state.title, state.newest, state.rhythm) == ("Sheds", NOW, HOUR)
        assert (state.checked, state.succeeded, state.failures) == (NOW, NOW, 0)
        assert (state.because, state.due) == ("a test", NOW + HOUR)
        assert state.robots == "there is no robots.txt: answered 404 Not Found"
        assert [each.response.url for each in first.brought] == [f"{small.address}/feed"]
        second = poll(web, state, NOW + HOUR)
        assert (second.result, second.new) == (Result.NOTHING_NEW, ())
        third = poll(web, second.state, NOW + 2 * HOUR)
        assert [item.url for item in third.new] == ["https://x.example/6"]
        assert third.state.newest == NOW + HOUR


def test_a_feed_that_is_as_it_was_is_not_sent_again() -> None:
    with site({"/feed": versioned(hourly(3), etag='"1"')}) as small:
        web = a_web()
        first = looked(web, f"{small.address}/feed")
        assert first.state.etag == '"1"'
        second = poll(web, first.state, NOW + HOUR)
        assert (second.result, second.brought) == (Result.UNCHANGED, ())
        assert second.state.seen == first.state.seen
        assert (second.state.title, second.state.succeeded) == ("Sheds", NOW + HOUR)
        missed = poll(web, again(second.state, first.new[:1]), NOW + HOUR)
        assert missed.new == first.new[:1]


def test_a_sitemap_is_followed_and_so_is_an_index() -> None:
    map_ = b"<urlset><url><loc>https://x.example/%d</loc><lastmod>2022-03-29</lastmod></url></urlset>"
    with site({"/1.xml": Answer(map_ % 1), "/2.xml": Answer(map_ % 2), "/alone": Answer(map_ % 3)}) as small:
        parts = "".join(f"<sitemap><loc>{small.address}/{n}.xml</loc></sitemap>" for n in (1, 2, 3))
        small.pages["/index.xml"] = shown(f"<sitemapindex>{parts}</sitemapindex>")
        small.pages["/dead.xml"] = shown("<sitemapindex><sitemap><loc>/none.xml</loc></sitemap></sitemapindex>")
        web = a_web()
        assert [item.url for item in looked(web, f"{small.address}/alone").new] == ["https://x.example/3"]
        index = looked(web, f"{small.address}/index.xml")
        assert [item.url for item in index.new] == ["https://x.example/1", "https://x.example/2"]
        assert looked(web, f"{small.address}/dead.xml").result is Result.GONE


@pytest.mark.parametrize(
    ("answer", "result", "kind", "first"),
    [
        (Answer(status=404), Result.GONE, SourceNotFound, LONGEST),
        (Answer(status=403), Result.REFUSED, FetchRefused, LONGEST),
        (page("A page"), Result.FAILED, SourceUnreadable, SHORTEST),
    ],
)
def test_failures_are_states_and_are_looked_at_less_and_less(
    answer: Answer, result: Result, kind: type[Exception], first: dt.timedelta
) -> None:
    with site({"/feed": [answer]}) as small:
        web = a_web()
        polled = looked(web, f"{small.address}/feed")
        assert polled.result is result
        assert type(polled.error) is kind
        state = polled.state
        assert (state.failures, state.succeeded, state.due - NOW) == (1, None, first)
        assert state.error == polled.error.reason
        waits = []
        for _ in range(20):
            state = poll(web, state, NOW).state
            waits.append(state.due - NOW)
        assert waits == sorted(waits)
        assert waits[-1] == LONGEST_AFTER_FAILURE
        small.pages["/feed"] = shown(hourly(3))
        well = poll(web, state, NOW).state
        assert (well.failures, well.error, well.succeeded) == (0, None, NOW)


def test_a_feed_that_robots_txt_refuses() -> None:
    with site({"/robots.txt": Answer(b"User-agent: *\nDisallow: /feed"), "/feed": shown(hourly(3))}) as small:
        polled = looked(a_web(), f"{small.address}/feed")
        assert polled.result is Result.REFUSED
        assert polled.state.robots == polled.state.error == "robots.txt says Disallow: /feed"


def test_a_feed_that_moved_for_good_is_looked_for_there() -> None:
    with site({"/old": moved("/new", 301), "/for-now": moved("/new", 302), "/new": shown(hourly(3))}) as small:
        polled = looked(a_web(), f"{small.address}/old")
        assert polled.state.address == f"{small.address}/new"
        assert polled.note == f"it has moved for good, to {small.address}/new"
        assert looked(a_web(), f"{small.address}/for-now").state.address == f"{small.address}/for-now"


def test_silence_is_said_once_and_so_is_its_end() -> None:
    with site({"/feed": shown(hourly(10))}) as small:
        web = a_web()
        state = looked(web, f"{small.address}/feed").state
        notes = []
        for hours in (24, 47, 49, 50, 90):
            polled = poll(web, state, NOW + hours * HOUR)
            state = polled.state
            notes.append(polled.note)
        loud = "it has fallen silent: nothing new since 29 March 2022, and usually something comes every 60 minutes"
        assert notes == [None, None, loud, None, None]
        assert state.silent_since == NOW
        small.pages["/feed"] = shown(a_feed(*(NOW + 100 * HOUR - at * HOUR for at in range(3)), first=50))
        polled = poll(web, state, NOW + 100 * HOUR)
        assert polled.note == "it speaks again: it was silent since 29 March 2022"
        assert polled.state.silent_since is None


def test_a_feed_that_can_no_longer_be_had_falls_silent_too() -> None:
    with site({"/feed": [shown(hourly(10)), Answer(status=404)]}) as small:
        web = a_web()
        state = looked(web, f"{small.address}/feed").state
        polled = poll(web, state, NOW + 3 * DAY)
        assert polled.state.silent_since == NOW
        assert "fallen silent" in (polled.note or "")


def test_a_long_pause_that_was_there_before_is_no_silence() -> None:
    moments = [NOW - at * DAY for at in (0, 1, 2, 12, 13, 14)]
    with site({"/feed": shown(a_feed(*moments))}) as small:
        web = a_web()
        state = looked(web, f"{small.address}/feed").state
        assert state.pause == 10 * DAY
        assert poll(web, state, NOW + 15 * DAY).state.silent_since is None
        assert poll(web, state, NOW + 21 * DAY).state.silent_since == NOW


def test_a_feed_without_dates_tells_its_rhythm_by_what_comes() -> None:
    with site({"/feed": shown(a_feed(None))}) as small:
        web = a_web()
        state = looked(web, f"{small.address}/feed").state
        assert (state.newest, state.rhythm) == (NOW, None)
        small.pages["/feed"] = shown(a_feed(None, None))
        state = poll(web, state, NOW + 4 * HOUR).state
        assert (state.newest, state.rhythm) == (NOW + 4 * HOUR, 4 * HOUR)
        small.pages["/feed"] = shown(a_feed(None, None, None))
        state = poll(web, state, NOW + 12 * HOUR).state
        assert (state.rhythm, state.pause) == (5 * HOUR, 8 * HOUR)


def test_dates_in_the_future_say_nothing() -> None:
    with site({"/feed": shown(a_feed(NOW + DAY, NOW - HOUR))}) as small:
        assert looked(a_web(), f"{small.address}/feed").state.newest == NOW - HOUR


@settings(max_examples=30)
@given(
    st.lists(st.none() | st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2035, 1, 1)), max_size=6),
    st.integers(0, 400),
)
def test_any_feed_is_due_again_within_a_day(moments: list[dt.datetime | None], days: int) -> None:
    aware = [moment.replace(tzinfo=dt.UTC) if moment else None for moment in moments]
    with site({"/feed": shown(a_feed(*aware))}) as small:
        web = a_web(robots=False)
        state = looked(web, f"{small.address}/feed").state
        state = poll(web, state, NOW + days * DAY).state
    assert NOW + SHORTEST <= state.due - days * DAY <= NOW + LONGEST


def test_what_is_due() -> None:
    states = [
        FeedState(address=f"https://{n}.example/", because="x", due=NOW + at * HOUR) for n, at in enumerate((1, 0, -2))
    ]
    assert [state.address for state in due(states, NOW)] == ["https://2.example/", "https://1.example/"]


def test_many_feeds_are_looked_at() -> None:
    clock = itertools.count()
    with site({"/1": shown(hourly(2)), "/2": shown(hourly(3))}) as small:
        states = [followed(f"{small.address}/{n}", because="x", now=NOW) for n in (1, 2, 3)]
        polled = list(poll_all(a_web(), states, lambda: NOW + HOUR * next(clock)))
    assert [each.result for each in polled] == [Result.NEW, Result.NEW, Result.GONE]
    assert [each.state.checked for each in polled] == [NOW, NOW + HOUR, NOW + 2 * HOUR]


def an_item(number: int, title: str, updated: str) -> str:
    link = f'<link href="https://x.example/{number}"/>'
    return f"<entry><id>{number}</id><title>{title}</title>{link}<updated>{updated}</updated></entry>"


def an_atom(*entries: str) -> Answer:
    return shown(f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Sheds</title>{"".join(entries)}</feed>')


def test_an_item_that_says_something_else_is_changed_and_not_new() -> None:
    one, two = an_item(1, "One", "2022-03-29T08:00:00Z"), an_item(2, "Two", "2022-03-29T09:00:00Z")
    with site({"/feed": [an_atom(one, two), an_atom(one, two)]}) as small:
        web = a_web()
        first = looked(web, f"{small.address}/feed")
        assert (len(first.new), first.changed) == (2, ())
        again_ = poll(web, first.state, NOW + HOUR)
        assert (again_.result, again_.brought) == (Result.NOTHING_NEW, ())
        for words, when in (("Two", "2022-03-29T11:00:00Z"), ("Two, and more", "2022-03-29T11:00:00Z")):
            small.pages["/feed"] = an_atom(one, an_item(2, words, when))
            second = poll(web, again_.state, NOW + 2 * HOUR)
            assert (second.result, second.new) == (Result.CHANGED, ())
            assert [item.title for item in second.changed] == [words]
        assert poll(web, second.state, NOW + 3 * HOUR).result is Result.NOTHING_NEW
        missed = poll(web, again(second.state, (), second.changed), NOW + 3 * HOUR)
        assert missed.changed == second.changed
        older = replace(first.state, told=None)
        assert poll(web, older, NOW + HOUR).brought == (), "what an older version did not keep says nothing"


def test_a_feed_that_dates_all_its_items_anew_at_each_look_says_nothing_by_it() -> None:
    def dated(count: int, when: str) -> Answer:
        return an_atom(*(an_item(number, f"Item {number}", when) for number in range(count)))

    for count, changed in ((MANY, MANY), (MANY + 1, 0)):
        with site({"/feed": [dated(count, "2022-03-29T08:00:00Z"), dated(count, "2022-03-29T09:00:00Z")]}) as small:
            web = a_web(robots=False)
            polled = poll(web, looked(web, f"{small.address}/feed").state, NOW + HOUR)
            assert len(polled.changed) == changed


def map_of(*pages: tuple[int, str]) -> str:
    urls = "".join(
        f"<url><loc>https://x.example/{number}</loc><lastmod>{changed}</lastmod></url>" for number, changed in pages
    )
    return f"<urlset>{urls}</urlset>"


def index_of(small: Site, **changed: str | None) -> Answer:
    entries = (
        f"<sitemap><loc>{small.address}/{name}.xml</loc>" + (f"<lastmod>{at}</lastmod>" if at else "") + "</sitemap>"
        for name, at in changed.items()
    )
    return shown(f"<sitemapindex>{''.join(entries)}</sitemapindex>")


def test_of_an_index_only_what_may_have_changed_is_asked_again() -> None:
    with site() as small:
        small.pages |= {
            "/timed.xml": shown(map_of((1, "2022-03-29"))),
            "/daily.xml": shown(map_of((2, "2022-03-29"))),
            "/tagged.xml": versioned(map_of((3, "2022-03-29")), etag='"a"'),
            "/index.xml": index_of(small, timed="2022-03-29T08:00:00Z", daily="2022-03-29", tagged=None),
        }
        web = a_web(robots=False)
        state = looked(web, f"{small.address}/index.xml").state
        assert len(small.asked()) == 4

        def then(at: dt.timedelta) -> tuple[Polled, list[str]]:
            before = len(small.asked())
            polled = poll(web, state, NOW + at)
            return polled, small.asked()[before:]

        same, asked = then(HOUR)
        assert (same.result, asked) == (Result.NOTHING_NEW, ["/index.xml", "/daily.xml", "/tagged.xml"])
        assert same.state.sitemaps[0].seen == state.sitemaps[0].seen != frozenset()
        state = same.state
        settled, asked = then(3 * DAY)
        assert asked == ["/index.xml", "/daily.xml", "/tagged.xml"]
        state = settled.state
        _, asked = then(3 * DAY)
        assert asked == ["/index.xml", "/tagged.xml"], "the day of its last change was over when it was read"

        small.pages["/timed.xml"] = shown(map_of((1, "2022-04-01"), (4, "2022-04-01")))
        small.pages["/index.xml"] = index_of(small, timed="2022-04-01T08:00:00Z", daily="2022-03-29", tagged=None)
        more, asked = then(4 * DAY)
        assert asked == ["/index.xml", "/timed.xml", "/tagged.xml"]
        assert [[item.url for item in items] for items in (more.new, more.changed)] == [
            ["https://x.example/4"],
            ["https://x.example/1"],
        ]
        state = again(more.state, more.new, more.changed)
        missed, _ = then(4 * DAY)
        assert (missed.new, missed.changed) == (more.new, more.changed)


def test_the_sitemaps_of_an_index_that_is_as_it_was_are_asked_all_the_same() -> None:
    with site() as small:
        index = index_of(small, one=None).body
        assert isinstance(index, bytes)
        small.pages |= {
            "/index.xml": versioned(index.decode(), etag='"i"'),
            "/one.xml": [shown(map_of((1, "2022-03-29"))), shown(map_of((2, "2022-03-29"))), Answer(status=500)],
        }
        web = a_web(tries=1)
        first = looked(web, f"{small.address}/index.xml")
        second = poll(web, first.state, NOW + HOUR)
        assert [item.url for item in second.new] == ["https://x.example/2"]
        assert second.state.etag == '"i"'
        third = poll(web, second.state, NOW + 2 * HOUR)
        assert (third.result, third.state.sitemaps) == (Result.UNCHANGED, second.state.sitemaps)
