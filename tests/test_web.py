"""Asking the web: limits, manners, and what is never asked, against servers on this machine."""

from __future__ import annotations

import datetime as dt
import email.utils
import gzip
import ipaddress
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from local_server import Answer, Request
from small_web import HTML, Waits, a_web, bomb, endless, moved, page, site, versioned

from backstory.errors import FetchError, FetchRefused, SourceError, SourceNotFound
from backstory.intake.hosts import is_public
from backstory.intake.responses import Hop, NotModified, Response
from backstory.intake.robots import Decision
from backstory.intake.waiting import BusyError
from backstory.intake.web import REDIRECTS


def got(address: str, **settings: Any) -> Response:
    """The response of a web without robots.txt."""
    return a_web(robots=False, **settings).get(address)


def refusal(address: str, **settings: Any) -> SourceError:
    """The error that the address ends in."""
    with pytest.raises(SourceError) as caught:
        got(address, **settings)
    assert caught.value.subject == address
    assert "\n" not in str(caught.value)
    return caught.value


@contextmanager
def raw_server(*pieces: bytes, pause: float) -> Iterator[str]:
    """A server that sends these pieces with pauses, whatever it is asked, again and again."""
    end = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serving() -> None:
            while not end.is_set():
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    try:
                        connection.recv(10_000)
                        for piece in pieces:
                            if end.wait(pause):
                                break
                            connection.sendall(piece)
                    except OSError:
                        pass

        thread = threading.Thread(target=serving)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        finally:
            end.set()
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


# -- what comes back


def test_a_response_is_all_that_evidence_needs() -> None:
    before = dt.datetime.now(dt.UTC)
    with site({"/a": moved("/b?q=1#top"), "/b": page("Well", ETag='"1"', Last_Modified="yesterday")}) as small:
        response = got(f"{small.address}/a#end")
        host = small.address.removeprefix("http://")
        assert [(each.url, each.status, each.reason) for each in response.hops] == [
            (f"{small.address}/a", 301, "Moved Permanently"),
            (f"{small.address}/b?q=1", 200, "OK"),
        ]
        assert response.hops[0].body == b"moved"
        assert ("Host", host) in response.last.request
        assert ("User-Agent", "Backstory-Tests (ours)") in response.last.request
        assert ("ETag", '"1"') in response.last.headers
        assert response.last.ip == "127.0.0.1"
        assert (response.asked, response.url) == (f"{small.address}/a#end", f"{small.address}/b?q=1")
        assert response.redirects == (f"{small.address}/a",)
        assert response.moved_to == response.url
        assert (response.etag, response.modified, response.content_type) == ('"1"', "yesterday", HTML)
        assert before <= response.captured <= dt.datetime.now(dt.UTC)
        assert b"Well" in response.page.data
        assert (response.page.url, response.page.captured) == (response.url, response.captured)
        assert dict(small.requests[0].headers)["User-Agent"] == "Backstory-Tests (ours)"


def test_a_redirect_that_is_not_for_good_moves_nothing() -> None:
    with site({"/a": moved("/b", 302), "/b": page("Well")}) as small:
        assert got(f"{small.address}/a").moved_to is None
        assert got(f"{small.address}/b").moved_to is None


@pytest.mark.parametrize("coding", ["gzip", "deflate", "raw deflate", "br", "zstd", "gzip, br", "identity"])
def test_packed_answers_are_unpacked(coding: str) -> None:
    import brotli
    from backports import zstd

    words = "Fünfzehn Worte. ".encode() * 1000
    bare = zlib.compressobj(wbits=-15)
    packed = {
        "gzip": gzip.compress(words),
        "deflate": zlib.compress(words),
        "raw deflate": bare.compress(words) + bare.flush(),
        "br": brotli.compress(words),
        "zstd": zstd.compress(words),
        "gzip, br": brotli.compress(gzip.compress(words)),
        "identity": words,
    }[coding]
    header = {"Content-Encoding": coding.removeprefix("raw ")}
    with site({"/": Answer(packed, headers=header)}) as small:
        assert got(f"{small.address}/").body == words
        assert "zstd" in small.requests[0].headers["Accept-Encoding"]
    with site({"/": Answer(packed[: len(packed) // 2], headers=header)}) as small:
        if coding != "identity":
            assert "packed in a way" in refusal(f"{small.address}/").reason


def test_not_modified() -> None:
    day = "Mon, 01 Jan 2001 00:00:00 GMT"
    with site({"/": versioned("one", etag='"1"'), "/m": versioned("two", modified=day)}) as small:
        web = a_web(robots=False)
        first = web.renew(f"{small.address}/", etag=None, modified=None)
        assert isinstance(first, Response)
        again = web.renew(f"{small.address}/", etag=first.etag, modified=first.modified)
        assert isinstance(again, NotModified)
        assert again.asked == f"{small.address}/"
        assert isinstance(web.renew(f"{small.address}/m", etag=None, modified=day), NotModified)
        assert isinstance(web.renew(f"{small.address}/", etag='"0"', modified=None), Response)
        with pytest.raises(SourceNotFound):
            web.renew(f"{small.address}/gone", etag='"1"', modified=None)


def test_an_answer_that_refuses_can_be_kept() -> None:
    with site({"/": page("Pay first", status=403)}) as small:
        response = a_web(robots=False).ask(f"{small.address}/")
        assert b"Pay first" in response.body
        assert isinstance(response.error, FetchRefused)


def test_headers_beyond_ascii() -> None:
    with site({"/a": moved("/caf\u00c3\u00a9"), "/caf%C3%A9": versioned("Well", etag='"\u00e9"')}) as small:
        response = got(f"{small.address}/a")
        assert (response.url, response.etag) == (f"{small.address}/caf%C3%A9", '"\u00e9"')
        again = a_web(robots=False).renew(response.url, etag=response.etag, modified=None)
        assert isinstance(again, NotModified)


# -- failures


@pytest.mark.parametrize(
    ("answer", "asked", "kind", "reason"),
    [
        (Answer(status=404), 1, SourceNotFound, "answered 404 Not Found"),
        (Answer(status=410), 1, SourceNotFound, "answered 410 Gone"),
        (Answer(status=401), 1, FetchRefused, "answered 401 Unauthorized"),
        (Answer(status=403), 1, FetchRefused, "answered 403 Forbidden"),
        (Answer(status=451), 1, FetchRefused, "answered 451 Unavailable For Legal Reasons"),
        (Answer(status=400), 1, FetchError, "answered 400 Bad Request"),
        (Answer(status=304), 1, FetchError, "answered 304 Not Modified"),
        (Answer(status=500), 3, FetchError, "answered 500 Internal Server Error, 3 times"),
        (None, 3, FetchError, "the connection broke off, 3 times"),
        (Answer(b"12345", headers={"Content-Length": "9"}), 3, FetchError, "the connection broke off, 3 times"),
        (
            Answer(b"short", headers={"Content-Encoding": "gzip"}),
            1,
            FetchError,
            "packed in a way that cannot be undone",
        ),
        (
            Answer(b"short", headers={"Content-Encoding": "rot13"}),
            1,
            FetchError,
            "packed in a way that cannot be undone",
        ),
        (Answer(status=429, headers={"Retry-After": "3600"}), 1, FetchError, "asks to wait for 3,600 seconds"),
        (moved("/"), REDIRECTS + 1, FetchError, f"more than {REDIRECTS} redirects"),
        (moved("ftp://x/"), 1, FetchError, "not an address that can be asked"),
        (moved("http://[::1"), 1, FetchError, "not an address that can be asked"),
        (Answer(status=301), 1, FetchError, "answered 301 Moved Permanently"),
    ],
)
def test_failures(answer: Answer | None, asked: int, kind: type[SourceError], reason: str) -> None:
    with site({"/": lambda _: answer}) as small:
        error = refusal(f"{small.address}/")
        assert type(error) is kind
        assert reason in error.reason
        assert len(small.asked()) == asked


@pytest.mark.parametrize(
    "address",
    [
        "",
        "api",
        "ftp://x/api",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://",
        "http:///x",
        "http://[::1/api",
        "http://a b/",
        "http://x:99999/",
        f"http://{'a' * 70}.example/",
        "http://x/\x00",
        "http://..",
        "http://xn--/",
        "http://☃.☃☃\ud800/",
        "http://0177.0.0.1/",
    ],
)
def test_addresses_that_cannot_be_asked(address: str) -> None:
    assert type(refusal(address)) is FetchError


def test_no_connection() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/"
    waits = Waits()
    assert refusal(address, sleep=waits).reason == "no connection (Connection refused)"
    assert waits == []
    assert "no connection (" in refusal("http://no-such-host.invalid/").reason


def test_a_server_that_does_not_speak_tls() -> None:
    with site() as small:
        assert "no connection (" in refusal(small.address.replace("http:", "https:")).reason


# -- time


def test_what_may_pass_is_tried_again_with_growing_waits() -> None:
    waits = Waits()
    with site({"/": [Answer(status=503), None, Answer(status=429), page("Well")]}) as small:
        assert got(f"{small.address}/", tries=4, sleep=waits)
    assert len(waits) == 3
    assert all(0.4 * 2**n < wait <= 2**n for n, wait in enumerate(waits))


@pytest.mark.parametrize(
    ("asked", "low", "high"),
    [
        ("17", 16.5, 17.0),
        ("soon", 0.4, 1.0),
        ("-5", 0.4, 1.0),
    ],
)
def test_retry_after_is_honoured(asked: str, low: float, high: float) -> None:
    waits = Waits()
    with site({"/": [Answer(status=429, headers={"Retry-After": asked}), page("Well")]}) as small:
        got(f"{small.address}/", sleep=waits)
    assert len(waits) == 1
    assert low <= waits[0] <= high


def test_a_moment_to_come_back_is_honoured() -> None:
    later = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=90)
    answer = Answer(status=429, headers={"Retry-After": email.utils.format_datetime(later, usegmt=True)})
    waits = Waits()
    with site({"/": [answer, page("Well")]}) as small:
        got(f"{small.address}/", sleep=waits)
    assert len(waits) == 1
    assert 1 < waits[0] <= 91


def test_a_server_that_asks_for_an_hour_is_left_alone() -> None:
    with site({"/": Answer(status=429, headers={"Retry-After": "3600"}), "/b": page("Well")}) as small:
        web = a_web(robots=False)
        with pytest.raises(FetchError, match="asks to wait for 3,600 seconds"):
            web.get(f"{small.address}/")
        with pytest.raises(FetchError, match=r"its server asks to be left alone for another 3,\d+ seconds"):
            web.get(f"{small.address}/b")
        assert small.asked() == ["/"]


def test_a_pause_is_kept_between_requests_to_one_server() -> None:
    waits = Waits()
    with site({"/": page("Well")}) as one, site({"/": page("Well")}) as other:
        web = a_web(robots=False, sleep=waits, spacing=30.0)
        web.get(f"{one.address}/")
        web.get(f"{other.address}/")
        assert waits == []
        web.get(f"{one.address}/")
    assert len(waits) == 1
    assert 29 < waits[0] <= 30


def test_bodies_and_headers_that_drip_are_given_up() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
    for pieces in ([b""] * 50, [b"H"] * 50, [head[:20], *[b"X: y\r\n"] * 50], [head, *[b"."] * 50]):
        started = time.monotonic()
        with raw_server(*pieces, pause=0.05) as address:
            error = refusal(address, timeout=0.3, tries=1)
        assert error.reason == "no whole answer within 0.3 seconds"
        assert time.monotonic() - started < 2


def test_a_resolver_that_hangs_is_given_up() -> None:
    asleep = threading.Event()

    def resolve(host: str) -> list[str]:
        asleep.wait()
        return ["127.0.0.1"]

    try:
        error = refusal("http://sleepy.invalid/", timeout=0.2, tries=2, resolve=resolve)
        assert error.reason == "no whole answer within 0.2 seconds, 2 times"
    finally:
        asleep.set()


def test_an_answer_that_is_no_http() -> None:
    with raw_server(b"SSH-2.0-OpenSSH_9.2\r\n", pause=0) as address:
        assert refusal(address, tries=1).reason == "the connection broke off"


# -- size


def test_an_answer_without_end() -> None:
    with site({"/": lambda _: endless()}) as small:
        assert refusal(f"{small.address}/", largest=1_000_000).reason == "the answer is longer than 1,000,000 bytes"


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "gzip, gzip"])
def test_bombs_are_not_unpacked(coding: str) -> None:
    import brotli
    from backports import zstd

    packed = bomb()
    if coding == "br":
        packed = brotli.compress(bytes(200_000_000), quality=1)
    if coding == "zstd":
        packed = zstd.compress(bytes(200_000_000))
    if coding == "gzip, gzip":
        packed = gzip.compress(packed)
    with site({"/": Answer(packed, headers={"Content-Encoding": coding})}) as small:
        assert refusal(f"{small.address}/", largest=2_000_000).reason == "the answer is longer than 2,000,000 bytes"


# -- private addresses


@pytest.mark.parametrize(
    "host",
    (
        "127.0.0.1 localhost 10.1.2.3 192.168.0.1 172.16.9.9 169.254.169.254 0.0.0.0 224.0.0.1 "
        "255.255.255.255 100.64.0.1 [::1] [::] [fe80::1] [fc00::1] "
        "[ff02::1] [::ffff:127.0.0.1] [::ffff:10.0.0.1] [64:ff9b::7f00:1] "
        "[2002:7f00:1::] 2130706433 0x7f.1 127.1"
    ).split(),
)
def test_private_addresses_are_refused(host: str) -> None:
    error = refusal(f"http://{host}/", allow_hosts=())
    assert type(error) is FetchRefused
    assert "its address is private (" in error.reason


def test_private_addresses_are_refused_after_a_redirect() -> None:
    with site({"/": page("Secret")}) as inner:
        port = inner.address.rpartition(":")[2]
        with site({"/": moved(f"http://localhost:{port}/")}) as small:
            assert "its address is private (" in refusal(f"{small.address}/").reason
        assert inner.requests == []


def test_a_name_is_looked_up_once_and_the_connection_goes_where_it_was_looked_up() -> None:
    """A name whose owner gives a public address to who checks, and a private one to who connects."""
    looked_up: list[str] = []

    def resolve(host: str) -> list[str]:
        looked_up.append(host)
        return ["127.0.0.1"]

    with site({"/": page("Secret")}) as small:
        address = f"http://turning.invalid:{small.address.rpartition(':')[2]}/"
        response = got(address, allow_hosts=("turning.invalid",), resolve=resolve)
        assert response.last.ip == "127.0.0.1"
        assert ("Host", address.removeprefix("http://").rstrip("/")) in response.last.request
        assert looked_up == ["turning.invalid"]
        assert "its address is private (127.0.0.1)" in refusal(address, allow_hosts=(), resolve=resolve).reason
        assert len(small.requests) == 1


def test_one_private_address_among_public_ones_is_enough() -> None:
    error = refusal("http://both.invalid/", allow_hosts=(), resolve=lambda _: ["93.184.215.14", "::ffff:10.0.0.1"])
    assert error.reason == "its address is private (::ffff:10.0.0.1)"


def test_the_next_address_is_tried_where_the_first_does_not_answer() -> None:
    with site({"/": page("Well")}) as small:
        port = small.address.rpartition(":")[2]
        response = got(
            f"http://many.invalid:{port}/",
            allow_hosts=("many.invalid",),
            resolve=lambda _: ["127.0.0.2", "::1", "127.0.0.1"],
        )
        assert response.last.ip == "127.0.0.1"


def test_ports_of_other_services_are_not_asked() -> None:
    error = refusal("http://mail.invalid:25/", allow_hosts=(), resolve=lambda _: ["93.184.215.14"])
    assert error.reason == "port 25 is not one of the web's"


@pytest.mark.parametrize("ip", ["93.184.215.14", "2606:4700::6810:84e5", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses(ip: str) -> None:
    assert is_public(ip)


@given(st.ip_addresses())
def test_any_address_is_public_or_not(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if is_public(str(ip)):
        assert ip.is_global
        assert not ip.is_multicast


# -- robots.txt


def test_robots_is_asked_for_once_and_obeyed() -> None:
    rules = Answer(b"User-agent: *\nDisallow: /private # please\nAllow: /private/open\nCrawl-delay: 3\n")
    waits = Waits()
    with site({"/robots.txt": rules, "/private/open": page("Well"), "/": page("Well")}) as small:
        web = a_web(sleep=waits)
        response = web.get(f"{small.address}/private/open")
        assert response.robots == Decision(True, "robots.txt says Allow: /private/open", 3.0)
        with pytest.raises(FetchRefused) as caught:
            web.get(f"{small.address}/private")
        assert str(caught.value) == f"{small.address}/private: robots.txt says Disallow: /private"
        web.get(f"{small.address}/")
        assert small.asked(robots=True) == ["/robots.txt", "/private/open", "/"]
        assert web.robots(f"{small.address}/").because == "robots.txt says nothing of it"
    assert len(waits) == 1
    assert 2 < waits[0] <= 3


def test_a_redirect_must_be_allowed_where_it_leads() -> None:
    with (
        site({"/robots.txt": Answer(b"User-agent: *\nDisallow: /")}) as closed,
        site({"/a": moved(f"{closed.address}/b"), "/c": moved("/d")}) as small,
    ):
        web = a_web()
        with pytest.raises(FetchRefused, match=r"robots\.txt says Disallow: /"):
            web.get(f"{small.address}/a")
        assert closed.asked() == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_without_a_robots_txt_all_is_allowed(status: int) -> None:
    with site({"/robots.txt": Answer(status=status), "/": page("Well")}) as small:
        response = a_web().get(f"{small.address}/")
        assert response.robots
        assert response.robots.because.startswith(f"there is no robots.txt: answered {status} ")


def test_a_robots_txt_that_cannot_be_had_forbids_all_for_now() -> None:
    with site({"/robots.txt": Answer(status=503), "/": page("Well")}) as small:
        web = a_web(tries=2)
        for _ in range(2):
            with pytest.raises(FetchError, match=r"answered 503 .*, 2 times; asked for its robots\.txt"):
                web.get(f"{small.address}/")
        assert small.asked(robots=True) == ["/robots.txt", "/robots.txt"]
        assert not web.robots(f"{small.address}/").allowed
        assert "asked for its robots.txt" in web.robots(f"{small.address}/").because


def test_a_robots_txt_may_be_elsewhere() -> None:
    with (
        site({"/rules": Answer(b"User-agent: backstory-tests\nDisallow: /\nSitemap: https://x.org/map.xml")}) as other,
        site({"/robots.txt": moved(f"{other.address}/rules"), "/": page("Well")}) as small,
    ):
        web = a_web()
        with pytest.raises(FetchRefused):
            web.get(f"{small.address}/")
        assert web.sitemaps(f"{small.address}/") == ("https://x.org/map.xml",)


def test_an_interface_for_programs_is_asked_without_robots() -> None:
    with site({"/": page("Well")}) as small:
        got(f"{small.address}/")
        assert small.asked(robots=True) == ["/"]


def test_a_private_server_is_refused_before_its_robots_txt() -> None:
    with pytest.raises(FetchRefused) as caught:
        a_web(allow_hosts=()).get("http://127.0.0.1/a")
    assert str(caught.value) == "http://127.0.0.1/a: its address is private (127.0.0.1)"


# -- many


def test_many_servers_at_once_and_one_request_at_a_time_for_each() -> None:
    at_once: dict[str, int] = {}
    most: dict[str, int] = {}
    lock = threading.Lock()

    def answering(request: Request) -> Answer:
        host = request.headers["Host"]
        with lock:
            at_once[host] = at_once.get(host, 0) + 1
            most[host] = max(most.get(host, 0), at_once[host])
            most["all"] = max(most.get("all", 0), sum(at_once.values()))
        time.sleep(0.02)
        with lock:
            at_once[host] -= 1
        return page("Well") if request.path != "/3" else Answer(status=404)

    pages = {f"/{number}": answering for number in range(4)}
    with ExitStack() as stack:
        sites = [stack.enter_context(site(pages)) for _ in range(3)]
        hosts = {each.address: f"site{number}.invalid" for number, each in enumerate(sites)}
        named = [each.address.replace("127.0.0.1", hosts[each.address]) for each in sites]
        web = a_web(robots=False, allow_hosts=tuple(hosts.values()), resolve=lambda _: ["127.0.0.1"])
        addresses = [f"{address}/{number}" for number in range(4) for address in named]
        results = dict(web.get_all(addresses))
    assert sorted(results) == sorted(addresses)
    assert sum(isinstance(result, SourceNotFound) for result in results.values()) == 3
    assert sum(isinstance(result, Response) for result in results.values()) == 9
    assert max(most[host] for host in most if host != "all") == 1
    assert most["all"] > 1
    assert [each.asked() for each in sites] == [["/0", "/1", "/2", "/3"]] * 3


def test_a_check_may_find_an_answer_too_busy() -> None:
    def check(hop: Hop) -> None:
        if hop.body == b"busy":
            raise BusyError("it says so")

    waits = Waits()
    answers = [Answer(b"busy", headers={"Retry-After": "9"}), Answer(b"well"), Answer(b"busy")]
    with site({"/": [*answers]}) as small:
        web = a_web(robots=False, sleep=waits, tries=2)
        web.get(f"{small.address}/", check=check)
        with pytest.raises(FetchError, match="it says so, 2 times"):
            web.get(f"{small.address}/", check=check)
    assert 8 < waits[0] <= 9
