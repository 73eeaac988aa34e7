"""How long a busy server is left alone before it is asked again."""

from __future__ import annotations

import datetime as dt
import email.utils
import random

#: Longest time in seconds that a server may ask to be left alone before it is given up.
LONGEST_WAIT = 300.0

#: Longest time in seconds between two tries that the server did not ask for.
LONGEST_BACK_OFF = 60.0


class BusyError(Exception):
    """A request failed in a way that may pass; the message says how, the header how long the server asks to wait."""

    def __init__(self, reason: str, retry_after: str | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


def asked_wait(retry_after: str | None) -> float:
    """Seconds that a Retry-After header asks for, a number or a date (RFC 9110, 10.2.3); 0 where it is neither."""
    if not retry_after:
        return 0.0
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        until = email.utils.parsedate_to_datetime(retry_after)
    except ValueError:
        return 0.0
    return max(0.0, (until.replace(tzinfo=until.tzinfo or dt.UTC) - dt.datetime.now(dt.UTC)).total_seconds())


def back_off(attempt: int) -> float:
    """Seconds to wait after that many tries: from a second on, doubled each time, with chance in it.

    By the chance in it, clients that were turned away together do not come back together.
    """
    return float(min(2.0 ** (attempt - 1), LONGEST_BACK_OFF) * random.uniform(0.5, 1.0))
