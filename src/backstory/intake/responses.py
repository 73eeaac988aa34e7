"""Requests and their answers, as evidence keeps them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from backstory.errors import FetchError, FetchRefused, SourceError, SourceNotFound
from backstory.intake.robots import Decision
from backstory.model import MOVED, Exchange, Page

#: Names and values of a header, in order, as they were sent: a name may stand there twice.
Headers = tuple[tuple[str, str], ...]

#: `ETag` and `Last-Modified` of an answer, as far as it had them.
Tags = tuple[str | None, str | None]

#: Answers that say that there is nothing at an address.
GONE = frozenset({404, 410})

#: Answers that say that it is not given: not without leave, not without money, not here (RFC 9110, 15.5; RFC 7725).
REFUSED = frozenset({401, 402, 403, 451})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One request and its answer, on the way to what was asked for."""

    #: The address that was asked for.
    url: str
    #: When the request was sent.
    at: dt.datetime
    #: IP address of the server.
    ip: str
    #: Header of the request, which has no body; its first line is `GET path HTTP/1.1`.
    request: Headers
    #: Status of the answer.
    status: int
    #: The words behind the status; may be empty.
    reason: str
    #: Header of the answer as it was received, `Content-Encoding` among it.
    headers: Headers
    #: Body of the answer, without any transfer or content encoding.
    body: bytes

    def header(self, name: str) -> str | None:
        """The value of a header of the answer, its lines joined by commas (RFC 9110, 5.3); None where it has none."""
        values = [value for each, value in self.headers if each.lower() == name.lower()]
        return ", ".join(values) if values else None

    @property
    def answered(self) -> str:
        """The status in words: "answered 404 Not Found"."""
        return f"answered {self.status} {self.reason}".rstrip()

    @property
    def location(self) -> str | None:
        """Where the answer sends us, as it says it; None where it does not."""
        location = self.header("Location") if self.status in MOVED else None
        # Bytes beyond ASCII are against the rules and UTF-8 in practice; browsers take them for that.
        return location.encode("latin-1").decode("utf-8", "replace") if location else None

    @property
    def page(self) -> Page:
        """The bytes as a page, with all that evidence keeps of how they came."""
        return Page(
            source=self.url,
            data=self.body,
            url=self.url,
            content_type=self.header("Content-Type"),
            captured=self.at,
            exchange=Exchange(status=self.status, reason=self.reason, headers=self.headers, request=self.request),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What came of asking for an address, redirects followed."""

    #: The address that was asked for.
    asked: str
    #: Every request that was made and its answer, redirects first.
    hops: tuple[Hop, ...]
    #: What robots.txt says of the last address; None where it was not asked.
    robots: Decision | None

    @property
    def last(self) -> Hop:
        """The hop that is no redirect."""
        return self.hops[-1]

    @property
    def url(self) -> str:
        """The address that answered."""
        return self.last.url

    @property
    def redirects(self) -> tuple[str, ...]:
        """The addresses that sent us on, in order."""
        return tuple(hop.url for hop in self.hops[:-1])

    @property
    def moved_to(self) -> str | None:
        """The address that took the place of the one that was asked for, for good: all redirects say so."""
        is_permanent = all(hop.status in (301, 308) for hop in self.hops[:-1])
        return self.url if is_permanent and self.redirects else None

    @property
    def body(self) -> bytes:
        """The bytes, without any transfer or content encoding."""
        return self.last.body

    @property
    def captured(self) -> dt.datetime:
        """When the address that answered was asked."""
        return self.last.at

    @property
    def content_type(self) -> str | None:
        """Media type as the server states it, with its parameters."""
        return self.last.header("Content-Type")

    @property
    def etag(self) -> str | None:
        """Tag of this version, for the next request."""
        return self.last.header("ETag")

    @property
    def modified(self) -> str | None:
        """When the server says that it was changed, in its own words, for the next request."""
        return self.last.header("Last-Modified")

    @property
    def page(self) -> Page:
        """The bytes as a page, with all that evidence keeps of how they came, and of the redirects that led to them."""
        return replace(self.last.page, source=self.asked, hops=tuple(hop.page for hop in self.hops[:-1]))

    @property
    def error(self) -> SourceError | None:
        """Why this is not what was asked for; None where it is."""
        status = self.last.status
        if status == 200:
            return None
        kind = SourceNotFound if status in GONE else FetchRefused if status in REFUSED else FetchError
        return kind(self.asked, self.last.answered)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The address has what it had when it was last asked."""

    #: The address that was asked for.
    asked: str
    #: When it was asked.
    at: dt.datetime
