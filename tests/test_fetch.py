"""Asking servers politely: what is tried again, what is not, and how long that takes."""

from __future__ import annotations

import datetime as dt
import email.utils
import gzip
import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from local_server import Answer, Answering, Request, serve

from backstory.errors import BackstoryError, FetchError, SourceNotFound
from backstory.intake.fetch import ANSWER_BYTES, BusyError, Fetcher

OK = Answer(b"well")


class Waits(list[float]):
    """Notes for how long it was asked to sleep, and does not."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@contextmanager
def fetching(
    answering: Answering, *, tries: int = 4, timeout: float = 5.0, pause: float = 0.0
) -> Iterator[tuple[Callable[[], bytes], Waits]]:
    """A function that fetches `/api` from a server, and the waits of the fetcher."""
    waits = Waits()
    fetcher = Fetcher(agent="Tests (ours)", pause=pause, timeout=timeout, tries=tries, sleep=waits)
    with serve(answering) as address, fetcher:
        yield lambda: fetcher.get(f"{address}/api", {"q": "a|b"}, bytes), waits


def one_after_another(*answers: Answer | None) -> Answering:
    remaining = iter(answers)
    return lambda _: next(remaining)


def test_the_request_says_who_asks_and_takes_gzip() -> None:
    asked: list[Request] = []

    def answering(request: Request) -> Answer:
        asked.append(request)
        return Answer(gzip.compress(b"packed"), headers={"Content-Encoding": "gzip"})

    with fetching(answering) as (fetch, _):
        assert fetch() == b"packed"
    assert (asked[0].path, asked[0].params) == ("/api", {"q": "a|b"})
    assert asked[0].headers["User-Agent"] == "Tests (ours)"
    assert "gzip" in asked[0].headers["Accept-Encoding"]


def test_a_pause_is_kept_between_requests() -> None:
    with fetching(lambda _: OK, pause=3.0) as (fetch, waits):
        fetch()
        assert waits == []
        fetch()
        fetch()
    assert len(waits) == 2
    assert all(2.5 < wait <= 3.0 for wait in waits)


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_what_may_pass_is_tried_again_with_growing_waits(status: int) -> None:
    with fetching(one_after_another(*[Answer(status=status)] * 3, OK)) as (fetch, waits):
        assert fetch() == b"well"
    assert [0.5 * 2**n <= wait <= 2**n for n, wait in enumerate(waits)] == [True, True, True]


def test_retry_after_in_seconds_is_honoured() -> None:
    busy = Answer(status=429, headers={"Retry-After": "17"})
    with fetching(one_after_another(busy, OK)) as (fetch, waits):
        fetch()
    assert waits == [17.0]


def test_retry_after_as_a_date_is_honoured() -> None:
    until = email.utils.format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=40), usegmt=True)
    with fetching(one_after_another(Answer(status=503, headers={"Retry-After": until}), OK)) as (fetch, waits):
        fetch()
    assert 35 < waits[0] <= 40


def test_retry_after_that_says_nothing() -> None:
    with fetching(one_after_another(Answer(status=503, headers={"Retry-After": "soon"}), OK)) as (fetch, waits):
        fetch()
    assert waits[0] <= 1.0


@pytest.mark.parametrize(
    ("answer", "tries", "kind", "reason"),
    [
        (Answer(status=404), 1, SourceNotFound, "answered 404 Not Found"),
        (Answer(status=410), 1, SourceNotFound, "answered 410 Gone"),
        (Answer(status=403), 1, FetchError, "answered 403 Forbidden"),
        (Answer(status=500), 4, FetchError, "answered 500 Internal Server Error, 4 times"),
        (None, 4, FetchError, "the connection broke off, 4 times"),
        (Answer(b"short", headers={"Content-Encoding": "gzip"}), 1, FetchError, "in a way that cannot be undone"),
        (Answer(status=429, headers={"Retry-After": "3600"}), 1, FetchError, "asks to wait for 3,600 seconds"),
        (Answer(status=302, headers={"Location": "/api"}), 6, FetchError, "more than 5 redirects"),
        (Answer(status=302, headers={"Location": "ftp://x/"}), 1, FetchError, "not an address that can be asked"),
    ],
)
def test_failures(answer: Answer | None, tries: int, kind: type[BackstoryError], reason: str) -> None:
    asked: list[Request] = []

    def answering(request: Request) -> Answer | None:
        asked.append(request)
        return answer

    with fetching(answering) as (fetch, _), pytest.raises(kind) as caught:
        fetch()
    assert reason in caught.value.reason
    assert "\n" not in str(caught.value)
    assert caught.value.subject.endswith("/api")
    assert len(asked) == tries


def test_redirects_are_followed() -> None:
    def answering(request: Request) -> Answer:
        return OK if request.path == "/moved" else Answer(status=301, headers={"Location": "/moved?q=1"})

    with fetching(answering) as (fetch, _):
        assert fetch() == b"well"


def test_a_server_that_never_answers() -> None:
    end = threading.Event()

    def answering(_: Request) -> None:
        end.wait(10)

    with fetching(answering, timeout=0.1, tries=2) as (fetch, waits):
        try:
            with pytest.raises(FetchError, match=r"no answer within 0\.1 seconds, 2 times"):
                fetch()
        finally:
            end.set()
    assert len(waits) == 1


def test_a_server_that_drips() -> None:
    def drops() -> Iterator[bytes]:
        for _ in range(100):
            time.sleep(0.05)
            yield b"."

    started = time.monotonic()
    with fetching(lambda _: Answer(drops()), timeout=0.2, tries=1) as (fetch, _):
        with pytest.raises(FetchError, match=r"no whole answer within 0\.2 seconds"):
            fetch()
        assert time.monotonic() - started < 2


def test_an_answer_without_end() -> None:
    def answering(_: Request) -> Answer:
        return Answer(itertools.repeat(b"x" * 1_000_000))

    with fetching(answering) as (fetch, _), pytest.raises(FetchError, match=f"longer than {ANSWER_BYTES:,} bytes"):
        fetch()


def test_no_connection() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/api"
    waits = Waits()
    fetcher = Fetcher(agent="x", pause=0, timeout=5, tries=3, sleep=waits)
    with fetcher, pytest.raises(FetchError) as caught:
        fetcher.get(address, {}, bytes)
    assert str(caught.value) == f"{address}: no connection (Connection refused)"
    assert waits == []


@pytest.mark.parametrize("address", ["http://no-such-host.invalid/api", "http://[::1/api", "ftp://x/api", "api", ""])
def test_addresses_that_lead_nowhere(address: str) -> None:
    with Fetcher(agent="x", pause=0, timeout=5, tries=1) as fetcher, pytest.raises(FetchError) as caught:
        fetcher.get(address, {}, bytes)
    assert "\n" not in str(caught.value)


def test_an_answer_may_itself_say_that_the_server_is_busy() -> None:
    def read(body: bytes) -> bytes:
        if body == b"busy":
            raise BusyError("it says so")
        return body

    answers = one_after_another(Answer(b"busy", headers={"Retry-After": "9"}), OK, Answer(b"busy"))
    waits = Waits()
    with serve(answers) as address, Fetcher(agent="x", pause=0, timeout=5, tries=2, sleep=waits) as fetcher:
        assert fetcher.get(address, {}, read) == b"well"
    assert waits == [9.0]
