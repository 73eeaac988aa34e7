"""What the captures of one address show, in plain words, and nothing beyond it.

A page was there when it was captured. What it was in between nobody saw: it says "changed by", never "changed on".
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from backstory.model import MOVED, Capture
from backstory.times import long_day

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[.!?][\"'’”)])\s+")
_MISSING = frozenset({404, 410})


class Seen(StrEnum):
    """What a capture shows, held against those before it."""

    #: A page, the first one there.
    PRESENT = "present"
    #: The same bytes as in the last capture of a page.
    SAME = "same"
    #: Other bytes with the same text.
    SAME_TEXT = "same text"
    #: Another text; other bytes, where the texts are not known.
    CHANGED = "changed"
    #: A redirect to another address.
    MOVED = "moved"
    #: No page: 404 or 410.
    MISSING = "missing"
    #: Another answer of the server.
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Observation:
    """A capture and what it shows."""

    #: The capture.
    capture: Capture
    #: What it shows.
    seen: Seen
    #: The capture before it; None for the first.
    before: Capture | None
    #: The last one before it that shows a page, which it was held against; None where there is none.
    page: Capture | None
    #: Where it leads, of a redirect that says so; None for all others.
    location: str | None = None

    @property
    def sentence(self) -> str:
        """It in words, without a final stop: "not found (404) on 6 April 2022, 12:30 UTC; no capture between ..."."""
        capture = self.capture
        when = _moment(capture.captured)
        if capture.archived_by:
            when += f", in the copy of {capture.archived_by}"
        if capture.status is not None and capture.asked:
            when += f", at {capture.url}"
        where = f" to {self.location}" if self.location else ""
        words = _WORDS[self.seen].format(when=when, sha256=capture.sha256, status=capture.status, where=where)
        if self.page and self.seen in (Seen.SAME, Seen.SAME_TEXT):
            if self.page is self.before:
                return words
            words += f", as on {_moment(self.page.captured)}"
        if self.before is None or _moment(self.before.captured) == _moment(capture.captured):
            return words
        return f"{words}; no capture between {_moment(self.before.captured)} and then"


_WORDS = {
    Seen.PRESENT: "present on {when} (sha256 {sha256})",
    Seen.SAME: "the same on {when}",
    Seen.SAME_TEXT: "the same text in other bytes on {when} (sha256 {sha256})",
    Seen.CHANGED: "changed by {when} (sha256 {sha256})",
    Seen.MOVED: "moved{where} ({status}) on {when}",
    Seen.MISSING: "not found ({status}) on {when}",
    Seen.ANSWERED: "answered {status} on {when}",
}


def observed(
    captures: Iterable[Capture],
    text_of: Callable[[Capture], str | None] = lambda capture: None,
    location_of: Callable[[Capture], str | None] = lambda capture: None,
) -> Iterator[Observation]:
    """What the captures of one address show.

    Args:
        captures: in the order of the time at which they were captured.
        text_of: the text of the article that was read from a capture, or None.
        location_of: where a capture leads that is a redirect, or None.
    """
    before: Capture | None = None
    page: Capture | None = None
    for capture in captures:
        seen = _seen(capture, page, text_of)
        yield Observation(capture, seen, before, page, location_of(capture) if seen is Seen.MOVED else None)
        before = capture
        if seen not in (Seen.MOVED, Seen.MISSING, Seen.ANSWERED):
            page = capture


def difference(before: str, after: str, *, names: tuple[str, str]) -> list[str]:
    """What was changed in a text, as a unified diff with a sentence on each line.

    Args:
        before: paragraphs, one on each line.
        after: the same, later.
        names: what to call the two.

    Returns:
        Lines without their ends; none where the texts are the same.
    """
    lines = difflib.unified_diff(_sentences(before), _sentences(after), *names, n=1, lineterm="")
    return list(lines)


def _seen(capture: Capture, page: Capture | None, text_of: Callable[[Capture], str | None]) -> Seen:
    """What a capture shows, held against the last one of a page."""
    if capture.status in _MISSING:
        return Seen.MISSING
    if capture.status in MOVED:
        return Seen.MOVED
    if capture.status is not None and not 200 <= capture.status < 300:
        return Seen.ANSWERED
    if page is None:
        return Seen.PRESENT
    if capture.sha256 == page.sha256:
        return Seen.SAME
    text = text_of(capture)
    return Seen.SAME_TEXT if text is not None and text == text_of(page) else Seen.CHANGED


def _sentences(text: str) -> list[str]:
    return [sentence for line in text.splitlines() for sentence in _SENTENCE_END.split(line)]


def _moment(instant: dt.datetime) -> str:
    moment = instant.astimezone(dt.UTC)
    return f"{long_day(moment.date())}, {moment:%H:%M} UTC"
