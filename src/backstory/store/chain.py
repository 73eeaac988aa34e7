"""The chain of captures: each carries a digest over itself and over all that were kept before it.

Whoever holds the last link, the head, can tell whether any capture was changed, taken out or put in since. The digest
is SHA-256 over the link before, a line feed, and the capture as JSON: keys in order, no blanks, UTF-8, fields that are
empty left out (so that a field added later does not change older links), instants in UTC with six digits of a second.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import fields

from backstory.model import Capture

#: The link before the first capture.
GENESIS = "0" * 64

_LINKED = sorted(field.name for field in fields(Capture) if field.name != "link")


def link(before: str, capture: Capture) -> str:
    """The link of a capture, whatever stands in its own `link`.

    Args:
        before: the link of the capture before it, or `GENESIS`.
        capture: the capture, its place in the file included.
    """
    values = {name: _plain(getattr(capture, name)) for name in _LINKED}
    stated = {name: value for name, value in values.items() if value not in (None, [])}
    text = json.dumps(stated, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()


def instant(moment: dt.datetime) -> str:
    """An instant as RFC 3339 writes it, in UTC, always with six digits of a second."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return instant(value)
    return list(value) if isinstance(value, tuple) else value
