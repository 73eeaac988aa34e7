"""A small web on this machine: sites of a few addresses each, and what was asked of them."""

from __future__ import annotations

import gzip
import itertools
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from local_server import Answer, Request, serve

from backstory.config import WebSettings
from backstory.intake.hosts import Resolve, resolved
from backstory.intake.web import Web

#: What stands at an address: an answer, one for each time that it is asked (the last one again and again), or a rule.
Shown = Answer | list[Answer | None] | Callable[[Request], Answer | None]

HTML = "text/html; charset=utf-8"


@dataclass
class Site:
    """One server: what it shows at which path, and what it was asked."""

    #: Without a last slash; has the port.
    address: str = ""
    pages: dict[str, Shown] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def asked(self, *, robots: bool = False) -> list[str]:
        """The paths that were asked for, in order; that of robots.txt only if so wished."""
        return [request.path for request in self.requests if robots or request.path != "/robots.txt"]

    def answer(self, request: Request) -> Answer | None:
        """What it shows for a request."""
        with self._lock:
            self.requests.append(request)
            shown = self.pages.get(request.path, Answer(b"nothing here", status=404))
            if isinstance(shown, list):
                return shown.pop(0) if len(shown) > 1 else shown[0]
        return shown(request) if callable(shown) else shown


@contextmanager
def site(pages: Mapping[str, Shown] | None = None) -> Iterator[Site]:
    """A site with these pages."""
    made = Site(pages=dict(pages or {}))
    with serve(made.answer) as address:
        made.address = address
        yield made


class Waits(list[float]):
    """Notes for how long it was asked to sleep, and does not."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def a_web(
    *, robots: bool = True, sleep: Callable[[float], None] | None = None, resolve: Resolve = resolved, **settings: Any
) -> Web:
    """The web as tests ask it: at once, and also on this machine."""
    chosen = WebSettings(agent="Backstory-Tests (ours)", spacing=0.0, timeout=5.0, allow_hosts=("127.0.0.1",))
    return Web(replace(chosen, **settings), robots=robots, sleep=Waits() if sleep is None else sleep, resolve=resolve)


def page(words: str, *, status: int = 200, **headers: str) -> Answer:
    """A page of HTML with these words in its body."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(f"<html><body><p>{words}</p></body></html>".encode(), status, {"Content-Type": HTML, **named})


def moved(to: str, status: int = 301) -> Answer:
    """A redirect."""
    return Answer(b"moved", status, {"Location": to})


def versioned(words: str, *, etag: str | None = None, modified: str | None = None) -> Callable[[Request], Answer]:
    """A page that answers 304 to those who have it."""

    def answering(request: Request) -> Answer:
        has = request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")
        tags = {name: value for name, value in (("ETag", etag), ("Last-Modified", modified)) if value}
        if (etag and has[0] == etag) or (not etag and modified and has[1] == modified):
            return Answer(b"", 304, tags)
        return Answer(words.encode(), headers=tags)

    return answering


def bomb(megabytes: int = 200) -> bytes:
    """Gzip that unpacks to so many megabytes of nothing."""
    return gzip.compress(bytes(1_000_000) * megabytes, compresslevel=1)


def endless() -> Answer:
    """A body that never ends."""
    return Answer(itertools.repeat(b"x" * 100_000))
