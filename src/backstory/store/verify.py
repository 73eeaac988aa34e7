"""Checking that the captures are still what was kept: every byte of their files, every digest, the chain."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from backstory.errors import ArchiveUnreadable
from backstory.model import Capture, CaptureKind
from backstory.store import chain, records
from backstory.store.captures import Captures


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was kept."""

    #: Name of the WARC file.
    file: str
    #: Byte of that file at which the records of the capture begin.
    offset: int
    #: What is wrong, one plain line without a final stop.
    what: str
    #: Address of the capture; None where the fault is not in a capture.
    url: str | None = None
    #: Number of the capture; None where the fault is not in a capture.
    number: int | None = None


def verify(captures: Captures, *, progress: Callable[[int, int], None] = lambda done, total: None) -> Iterator[Fault]:
    """Read every record again and check it, in the order of the chain.

    Args:
        captures: what is to be checked.
        progress: called after every capture, with its number and the number of the last.

    Yields:
        What is wrong; nothing where all is as it was kept.
    """
    last = captures.index.last_capture()
    before: Capture | None = None
    for capture in captures.index.captures_after(0):
        yield from _chain_faults(captures, capture, before)
        if what := _record_fault(captures, capture):
            yield _fault(capture, what)
        before = capture
        progress(capture.number, last.number if last else 0)
    yield from _end_faults(captures)


def _chain_faults(captures: Captures, capture: Capture, before: Capture | None) -> Iterator[Fault]:
    """What is wrong between a capture and the one before it."""
    number, link = (before.number, before.link) if before else (0, chain.GENESIS)
    if capture.number != number + 1:
        yield _fault(capture, f"the captures between number {number} and this one are gone")
    elif capture.link != chain.link(link, capture):
        yield _fault(capture, "what the archive says of this capture was changed")
    if before and before.file == capture.file:
        if capture.start != before.end:
            yield _fault(capture, "its records do not begin where those before it end")
    elif before and captures.has_more(before.file, before.end):
        yield Fault(before.file, before.end, "bytes that belong to no capture")


def _record_fault(captures: Captures, capture: Capture) -> str | None:
    """What is wrong with the bytes of a capture, or None."""
    try:
        run = captures.stored(capture.file, capture.start, capture.end - capture.start)
        if hashlib.sha256(run).hexdigest() != capture.run_sha256:
            missing = capture.end - capture.start - len(run)
            return (
                f"{missing:,} bytes of its records are missing" if missing else "the bytes of its records were changed"
            )
        if capture.kind is CaptureKind.REVISIT:
            held = captures.index.holder(capture.sha256)
            return None if held else "no capture holds its bytes"
        records.payload_of(run[capture.offset - capture.start :], capture)
    except ArchiveUnreadable as error:
        return error.reason
    return None


def _end_faults(captures: Captures) -> Iterator[Fault]:
    try:
        for left in captures.left_over():
            yield Fault(left.file, left.start, f"{left.length:,} bytes that belong to no capture")
    except ArchiveUnreadable:
        # The last file is shorter than what was kept in it: its captures have said so.
        return


def _fault(capture: Capture, what: str) -> Fault:
    return Fault(capture.file, capture.start, what, capture.url, capture.number)
