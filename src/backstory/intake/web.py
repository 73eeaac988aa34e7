"""Asking the web: politely, with limits, and never inside the owner's own network.

One request at a time goes to a server, with a pause after each; its robots.txt is asked for first and obeyed. A request
has one connection and one deadline, which holds for all of it: a server that sends a byte a second is given up like one
that sends none. Proxies are not used.
"""

from __future__ import annotations

import datetime as dt
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from ssl import SSLContext

import httpcore
import httpx

from backstory.config import WebSettings
from backstory.errors import FetchError, FetchRefused, SourceError
from backstory.intake.hosts import Door, Resolve, resolved
from backstory.intake.parallel import by_host
from backstory.intake.responses import Headers, Hop, NotModified, Response, Tags
from backstory.intake.robots import Decision, Robots, read_robots
from backstory.intake.unpacking import ACCEPTED, LengthError, PackingError, unpacked
from backstory.intake.waiting import LONGEST_WAIT, BusyError, asked_wait, back_off

#: How many redirects are followed.
REDIRECTS = 10

#: Seconds for which a robots.txt is believed, and for which one that could not be had is not asked for again.
#: RFC 9309 (2.4) allows a day for the first.
ROBOTS_AGE, ROBOTS_PAUSE = 86_400.0, 300.0

#: Called with an answer; raises BusyError where its body asks to come back later.
Check = Callable[[Hop], object]


class Web:
    """The web, as far as it may be asked. Threads may share one.

    Args:
        settings: who asks, how often, and how much of an answer is taken.
        robots: whether robots.txt is obeyed; an interface made for programs has other manners.
        sleep: how to wait.
        resolve: how the IP addresses of a host are looked up.
    """

    def __init__(
        self,
        settings: WebSettings,
        *,
        robots: bool = True,
        sleep: Callable[[float], None] = time.sleep,
        resolve: Resolve = resolved,
    ) -> None:
        self.settings = settings
        self._obeys_robots, self._sleep, self._resolve = robots, sleep, resolve
        self._servers: dict[str, _Server] = {}
        self._lock = threading.Lock()

    def get(self, address: str, *, headers: Mapping[str, str] | None = None, check: Check | None = None) -> Response:
        """What is at an address.

        Args:
            address: an http or https address.
            headers: more lines for the header of the request.
            check: sees every answer before it counts.

        Raises:
            SourceNotFound: 404 or 410.
            FetchRefused: the server or its robots.txt does not give it, or the address, or one that it leads to, is
                private.
            FetchError: no connection, an answer that is too long, takes too long or makes no sense, or no success in
                all the tries.
        """
        response = self.ask(address, headers=headers, check=check)
        if response.error:
            raise response.error
        return response

    def renew(self, address: str, *, etag: str | None, modified: str | None) -> Response | NotModified:
        """What is at an address, if it is not what was there before (RFC 9110, 13.1).

        Args:
            address: an http or https address.
            etag: the tag that came with what was there before, if one came.
            modified: the `Last-Modified` that came with it, if one came.

        Raises:
            SourceError: as `get`.
        """
        answer = self._compared(address, etag, modified)
        if isinstance(answer, Response) and answer.error:
            raise answer.error
        return answer

    def _compared(self, address: str, etag: str | None, modified: str | None) -> Response | NotModified:
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        given = {name: value for name, value in conditions.items() if value}
        response = self.ask(address, headers=given)
        if given and response.last.status == 304:
            return NotModified(asked=address, at=response.captured)
        return response

    def ask(self, address: str, *, headers: Mapping[str, str] | None = None, check: Check | None = None) -> Response:
        """Ask for an address, and follow where it leads.

        Timeouts, broken connections, 429 and 5xx are tried again, after the time that the server asks for or one that
        grows with each try.

        Args:
            address: an http or https address.
            headers: more lines for the header of the request.
            check: sees every answer before it counts.

        Returns:
            The answer, also one that refuses: `Response.error`.

        Raises:
            FetchRefused, FetchError: as `get`, where there is no answer to return.
        """
        return self._followed(address, headers or {}, check, obeys=self._obeys_robots)

    def get_all(self, addresses: Iterable[str]) -> Iterator[tuple[str, Response | SourceError]]:
        """What is at each of the addresses, several servers at once, in the order in which it arrives.

        Args:
            addresses: any number of them, on any servers.

        Yields:
            Each address with what `get` returns or raises.
        """
        yield from by_host(addresses, str, self._gotten, workers=self.settings.hosts_at_once)

    def renew_all(self, known: Mapping[str, Tags]) -> Iterator[tuple[str, Response | NotModified | SourceError]]:
        """What is at each of the addresses, if it is not what was there before, several servers at once.

        Args:
            known: `ETag` and `Last-Modified` of what was there before, by address.

        Yields:
            Each address with its answer, also one that refuses, or with what `ask` raises.
        """
        yield from by_host(known, str, lambda url: self._renewed(url, *known[url]), workers=self.settings.hosts_at_once)

    def robots(self, address: str) -> Decision:
        """What robots.txt says of an address; where that cannot be had, it is not allowed for now."""
        try:
            url = _parsed(address, address)
            return self._rules(address, url).decision(str(url))
        except FetchError as error:
            return Decision(False, error.reason)

    def sitemaps(self, address: str) -> tuple[str, ...]:
        """The sitemaps that the robots.txt of an address's server names.

        Raises:
            FetchError: its robots.txt cannot be had.
        """
        return self._rules(address, _parsed(address, address)).sitemaps

    def _gotten(self, address: str) -> Response | SourceError:
        try:
            response = self.ask(address)
        except SourceError as error:
            return error
        return response.error or response

    def _renewed(self, address: str, etag: str | None, modified: str | None) -> Response | NotModified | SourceError:
        try:
            return self._compared(address, etag, modified)
        except SourceError as error:
            return error

    def _followed(self, address: str, headers: Mapping[str, str], check: Check | None, *, obeys: bool) -> Response:
        url, decision = _parsed(address, address), None
        hops: list[Hop] = []
        while len(hops) <= REDIRECTS:
            if obeys:
                decision = self._rules(address, url).decision(str(url))
                if not decision.allowed:
                    raise FetchRefused(address, decision.because)
            hops.append(self._tried(address, url, headers, check))
            location = hops[-1].location
            if location is None:
                return Response(asked=address, hops=tuple(hops), robots=decision)
            url = _parsed(address, location, url)
        raise FetchError(address, f"more than {REDIRECTS} redirects")

    # -- robots.txt

    def _rules(self, address: str, url: httpx.URL) -> Robots:
        """The rules of a server, from memory or from its robots.txt."""
        server = self._server(url)
        # Held by one request at a time; those that it makes take no such lock of another server.
        with server.robots_lock:
            if time.monotonic() >= server.robots_until:
                self._renew(server, str(url.copy_with(raw_path=b"/robots.txt")))
        if isinstance(server.robots, FetchError):
            raise type(server.robots)(address, server.robots.reason)
        return server.robots

    def _renew(self, server: _Server, address: str) -> None:
        age = ROBOTS_AGE
        try:
            response = self._followed(address, {}, None, obeys=False)
        except FetchRefused as error:
            server.robots, age = error, ROBOTS_PAUSE
        except FetchError as error:
            server.robots, age = FetchError(address, f"{error.reason}; asked for its robots.txt"), ROBOTS_PAUSE
        else:
            if response.error:
                server.robots = Robots(otherwise=f"there is no robots.txt: {response.last.answered}")
            else:
                server.robots = read_robots(response.body, self.settings.agent)
            server.spacing = max(self.settings.spacing, server.robots.delay)
        server.robots_until = time.monotonic() + age

    # -- one server

    def _server(self, url: httpx.URL) -> _Server:
        key = f"{url.scheme}://{url.netloc.decode('ascii')}"
        with self._lock:
            return self._servers.setdefault(key, _Server(spacing=self.settings.spacing))

    def _tried(self, address: str, url: httpx.URL, headers: Mapping[str, str], check: Check | None) -> Hop:
        """One hop, as often as it takes.

        Raises:
            FetchError: none of the tries gave an answer that counts, or the server asks to wait for too long.
        """
        server = self._server(url)
        for attempt in range(1, self.settings.tries + 1):
            with server.lock:
                self._wait(address, server)
                try:
                    return self._hop(address, url, headers, check)
                except BusyError as error:
                    asked = asked_wait(error.retry_after)
                    server.ready_at = time.monotonic() + max(asked, back_off(attempt))
                    if asked > LONGEST_WAIT:
                        raise FetchError(address, f"{error}, and asks to wait for {asked:,.0f} seconds") from error
                    if attempt == self.settings.tries:
                        tries = f", {attempt} times" if attempt > 1 else ""
                        raise FetchError(address, f"{error}{tries}") from error
                finally:
                    server.ready_at = max(server.ready_at, time.monotonic() + server.spacing)
        raise AssertionError("tries is at least 1")

    def _wait(self, address: str, server: _Server) -> None:
        remaining = server.ready_at - time.monotonic()
        if remaining > LONGEST_WAIT:
            raise FetchError(address, f"its server asks to be left alone for another {remaining:,.0f} seconds")
        if remaining > 0:
            self._sleep(remaining)
            server.ready_at = 0.0

    # -- one request

    def _hop(self, address: str, url: httpx.URL, headers: Mapping[str, str], check: Check | None) -> Hop:
        """Ask once.

        Raises:
            BusyError: it failed in a way that may pass.
            FetchError: it failed in a way that does not.
        """
        try:
            hop = self._received(address, url, self._header(url, headers))
        except httpcore.TimeoutException as error:
            raise BusyError(f"no whole answer within {self.settings.timeout:g} seconds") from error
        except httpcore.ConnectError as error:
            raise FetchError(address, f"no connection ({_plain(error)})") from error
        except (httpcore.NetworkError, httpcore.RemoteProtocolError) as error:
            raise BusyError("the connection broke off") from error
        except httpcore.LocalProtocolError as error:
            raise FetchError(address, "not an address that can be asked") from error
        except PackingError as error:
            raise FetchError(address, "the answer is packed in a way that cannot be undone") from error
        except LengthError as error:
            raise FetchError(address, f"the answer is longer than {self.settings.largest:,} bytes") from error
        if hop.status == 429 or hop.status >= 500:
            raise BusyError(hop.answered, hop.header("Retry-After"))
        if check:
            try:
                check(hop)
            except BusyError as error:
                raise BusyError(str(error), hop.header("Retry-After")) from error
        return hop

    def _header(self, url: httpx.URL, headers: Mapping[str, str]) -> Headers:
        return (
            ("Host", url.netloc.decode("ascii")),
            ("User-Agent", self.settings.agent),
            ("Accept", "*/*"),
            ("Accept-Encoding", ACCEPTED),
            ("Connection", "close"),
            *headers.items(),
        )

    def _received(self, address: str, url: httpx.URL, header: Headers) -> Hop:
        deadline = time.monotonic() + self.settings.timeout
        door = Door(address, allow_hosts=self.settings.allow_hosts, deadline=deadline, resolve=self._resolve)
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        at = dt.datetime.now(dt.UTC)
        with (
            httpcore.ConnectionPool(ssl_context=self._tls, network_backend=door) as pool,
            pool.stream("GET", target, headers=_encoded(header)) as answer,
        ):
            headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.headers)
            encoding = ",".join(value for name, value in headers if name.lower() == "content-encoding")
            return Hop(
                url=str(url),
                at=at,
                ip=door.ip or "",
                request=header,
                status=answer.status,
                reason=answer.extensions["reason_phrase"].decode("latin-1"),
                headers=headers,
                body=unpacked(answer.iter_stream(), encoding, self.settings.largest),
            )

    @cached_property
    def _tls(self) -> SSLContext:
        return httpx.create_ssl_context()


@dataclass(slots=True)
class _Server:
    """What is known of one server, and since when it may be asked again (`time.monotonic`)."""

    spacing: float
    ready_at: float = 0.0
    robots: Robots | FetchError = field(default_factory=Robots)
    robots_until: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)
    robots_lock: threading.Lock = field(default_factory=threading.Lock)


def _parsed(subject: str, text: str, base: httpx.URL | None = None) -> httpx.URL:
    """The address as it is asked for: whole, without a fragment, and without a name and password.

    Raises:
        FetchError: it is none of the web's.
    """
    try:
        url = base.join(text) if base else httpx.URL(text)
    except (httpx.InvalidURL, UnicodeError):
        url = httpx.URL()
    if url.scheme not in ("http", "https") or not url.raw_host:
        raise FetchError(subject, "not an address that can be asked")
    return url.copy_with(fragment=None, userinfo=b"")


def _encoded(header: Headers) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in header]


def _plain(error: Exception) -> str:
    """What a library says of a connection, without its numbers and the places in its code."""
    return _TECHNICAL.sub("", str(error)) or "it was refused"


_TECHNICAL = re.compile(r"^\[[^\]]*\] | \(_ssl\.c:\d+\)$")
