"""Asking a server over HTTP, politely: one request at a time, with pauses, and again when it is busy."""

from __future__ import annotations

import datetime as dt
import email.utils
import random
import re
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Self, TypeVar

import httpx

from backstory.errors import FetchError, SourceNotFound

#: Largest answer, in bytes, unpacked.
ANSWER_BYTES = 32_000_000

#: Longest time in seconds that a server may ask to be left alone before it is given up.
LONGEST_WAIT = 300.0

#: Longest time in seconds between two tries that the server did not ask for.
LONGEST_BACK_OFF = 60.0

_REDIRECTS = 5
_ERRNO = re.compile(r"^\[Errno -?\d+\] ")

_Read = TypeVar("_Read")


class BusyError(Exception):
    """A request failed in a way that may pass; the message says how, the header how long the server asks to wait."""

    def __init__(self, reason: str, retry_after: str | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class Fetcher:
    """Sends requests one after another; a context manager.

    Args:
        agent: how requests present themselves.
        pause: seconds from the end of a request to the next.
        timeout: seconds for a connection, for the first byte, between two pieces and, checked at each, for all of it.
        tries: how often a request is sent before a failure that may pass is taken for one that does not.
        sleep: how to wait.
    """

    def __init__(
        self, *, agent: str, pause: float, timeout: float, tries: int, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._pause, self._timeout, self._tries, self._sleep = pause, timeout, tries, sleep
        self._idle_since = -pause
        self._client = httpx.Client(
            headers={"User-Agent": agent}, timeout=timeout, follow_redirects=True, max_redirects=_REDIRECTS
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, address: str, params: Mapping[str, str], read: Callable[[bytes], _Read]) -> _Read:
        """Ask for an address.

        Timeouts, broken connections, 429 and 5xx are tried again, after the time that the server asks for or one that
        doubles from a second on, with chance in it so that clients do not come back together.

        Args:
            address: the address, without a query.
            params: the query.
            read: makes of the answer what is returned; raises BusyError where the answer asks to come back later.

        Raises:
            SourceNotFound: 404 or 410.
            FetchError: no connection, another refusal, an answer that is too long, or no success in all the tries.
        """
        for attempt in range(1, self._tries + 1):
            self._wait()
            try:
                return self._once(address, params, read)
            except BusyError as error:
                if attempt == self._tries:
                    tries = f", {attempt} times" if attempt > 1 else ""
                    raise FetchError(address, f"{error}{tries}") from error
                self._sleep(_delay(address, error, attempt))
            finally:
                self._idle_since = time.monotonic()
        raise AssertionError("tries is at least 1")

    def _wait(self) -> None:
        remaining = self._idle_since + self._pause - time.monotonic()
        if remaining > 0:
            self._sleep(remaining)

    def _once(self, address: str, params: Mapping[str, str], read: Callable[[bytes], _Read]) -> _Read:
        try:
            with self._client.stream("GET", address, params=params) as response:
                _check(address, response)
                body = self._body(address, response)
        except httpx.TimeoutException as error:
            raise BusyError(f"no answer within {self._timeout:g} seconds") from error
        except httpx.ConnectError as error:
            raise FetchError(address, f"no connection ({_ERRNO.sub('', str(error))})") from error
        except httpx.TooManyRedirects as error:
            raise FetchError(address, f"more than {_REDIRECTS} redirects") from error
        except httpx.DecodingError as error:
            raise FetchError(address, "the answer is packed in a way that cannot be undone") from error
        except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
            raise FetchError(address, "not an address that can be asked") from error
        except httpx.TransportError as error:
            raise BusyError("the connection broke off") from error
        try:
            return read(body)
        except BusyError as error:
            error.retry_after = response.headers.get("Retry-After")
            raise

    def _body(self, address: str, response: httpx.Response) -> bytes:
        started = time.monotonic()
        body = bytearray()
        for piece in response.iter_bytes():
            body += piece
            if len(body) > ANSWER_BYTES:
                raise FetchError(address, f"the answer is longer than {ANSWER_BYTES:,} bytes")
            if time.monotonic() - started > self._timeout:
                raise BusyError(f"no whole answer within {self._timeout:g} seconds")
        return bytes(body)


def _check(address: str, response: httpx.Response) -> None:
    status = response.status_code
    answered = f"answered {status} {response.reason_phrase}".rstrip()
    if status in (404, 410):
        raise SourceNotFound(address, answered)
    if status == 429 or status >= 500:
        raise BusyError(answered, response.headers.get("Retry-After"))
    if status != 200:
        raise FetchError(address, answered)


def _delay(address: str, error: BusyError, attempt: int) -> float:
    """Seconds to wait before the next try.

    Raises:
        FetchError: the server asks for more than `LONGEST_WAIT`.
    """
    asked = _seconds(error.retry_after)
    if asked > LONGEST_WAIT:
        raise FetchError(address, f"{error}, and asks to wait for {asked:,.0f} seconds") from error
    return max(asked, min(2.0 ** (attempt - 1), LONGEST_BACK_OFF) * random.uniform(0.5, 1.0))


def _seconds(retry_after: str | None) -> float:
    """What a Retry-After header asks for, a number or a date (RFC 9110, 10.2.3); 0 where it is neither."""
    if not retry_after:
        return 0.0
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        until = email.utils.parsedate_to_datetime(retry_after)
    except ValueError:
        return 0.0
    return max(0.0, (until.replace(tzinfo=until.tzinfo or dt.UTC) - dt.datetime.now(dt.UTC)).total_seconds())
