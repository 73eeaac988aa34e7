"""Captures: every page that was added, kept as it came before anything is read from it.

Beside the archive `backstory.db` stands the folder `backstory.captures`:

    00000.warc.gz               WARC records, one gzip member each; a file of a gigabyte is followed by the next
    00000.warc.gz.812.1.damaged what a writer that was stopped had written from byte 812 on; never served
    .lock                       held by the process that writes; names the archive

A capture counts when its row is committed, and that is done after its bytes are safe on the disk. Bytes that were
captured before are not written again: the capture is then a record that refers to the one that holds them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

from backstory.errors import ArchiveBusy, ArchiveReadOnly, ArchiveUnreadable
from backstory.model import MOVED, Capture, CaptureKind, Page
from backstory.store import chain, records
from backstory.store.protocol import Store
from backstory.store.rolling import LeftOver, RollingFiles

#: Bytes after which a file is followed by the next: what the WARC standard recommends (ISO 28500:2017, annex C).
FILE_BYTES = 1_000_000_000

_SOFTWARE = "Backstory"


class Captures:
    """The captures of an archive. Close it when done.

    Any method may raise `ArchiveError` or one of its kinds.

    Args:
        store: holds the rows.
        location: where the store is, a file or ":memory:"; the captures of the latter go when they are closed.
        file_bytes: bytes after which a file is followed by the next.
        timeout: seconds to wait for another process that is writing.
    """

    def __init__(self, store: Store, location: str, *, file_bytes: int = FILE_BYTES, timeout: float = 30.0) -> None:
        self.index = store.capture_index
        self._store = store
        self._timeout = timeout
        self._temporary = tempfile.TemporaryDirectory(prefix="backstory-") if location == ":memory:" else None
        self.folder = Path(self._temporary.name if self._temporary else f"{location.removesuffix('.db')}.captures")
        self._files = RollingFiles(self.folder, store.archive_id(), file_bytes)
        self._last: Capture | None = None

    def close(self) -> None:
        """Let go of the files; closing twice is allowed."""
        if self._temporary:
            self._temporary.cleanup()

    # -- writing

    @contextmanager
    def write(self) -> Iterator[tuple[LeftOver, ...]]:
        """A transaction of the store in which pages can be kept: all of it counts or nothing.

        Gives what a writer that was stopped had left, which is set aside by now.

        Raises:
            ArchiveBusy: another process is writing and did not finish in the time allowed.
            ArchiveUnreadable: bytes that were kept are missing, so that nothing can be put after them.
        """
        with self._files.held(self._timeout), self._store.write():
            self._last = self.index.last_capture()
            moved = self._files.begin(*_end(self._last))
            try:
                yield moved
                # Rows may only be committed when what they point to is safe.
                self._files.sync()
            except BaseException:
                self._files.undo()
                raise
            finally:
                self._files.close()

    def keep(self, page: Page, added: dt.datetime) -> Capture:
        """Keep a page, and before it each redirect that led to it as a capture of its own; only inside `write`.

        Args:
            page: as it came.
            added: now, aware.

        Returns:
            The capture of the page.
        """
        for hop in page.hops:
            self._keep(hop, added)
        return self._keep(page, added)

    def _keep(self, page: Page, added: dt.datetime) -> Capture:
        digest = hashlib.sha256(page.data).hexdigest()
        # Of a redirect without a body there is nothing that could be stored once.
        holder = self.index.holder(digest) if page.data else None
        capture = self._placed(page, _draft(page, digest, added, holder), holder)
        self.index.put_captures([capture])
        self._last = capture
        return capture

    def _placed(self, page: Page, draft: Capture, holder: Capture | None) -> Capture:
        """The capture with its number, its place and its link, its records written."""
        file, start = self._files.place()
        number, before = (self._last.number + 1, self._last.link) if self._last else (1, chain.GENESIS)
        draft = replace(draft, number=number)
        ahead = b"" if start else records.file_record(file, draft.added, _SOFTWARE)
        ahead += records.request_record(draft, page.exchange) if page.exchange else b""
        record = records.capture_record(draft, page, holder)
        placed = replace(
            draft,
            file=file,
            start=start,
            offset=start + len(ahead),
            length=len(record),
            run_sha256=hashlib.sha256(ahead + record).hexdigest(),
        )
        self._files.append(ahead + record)
        return replace(placed, link=chain.link(before, placed))

    def recover(self) -> tuple[LeftOver, ...]:
        """Set aside what a writer that was stopped had left; to be asked for when an archive is opened to be written.

        Returns:
            What was set aside; nothing while another process is writing, which will do it.
        """
        if not self.left_over():
            return ()
        with self.write() as moved:
            return moved

    def left_over(self) -> tuple[LeftOver, ...]:
        """What a writer that was stopped had left; nothing while another process is writing."""
        if not self.folder.exists():
            return ()
        try:
            with self._files.held(0):
                return self._behind_the_last()
        except ArchiveBusy:
            return ()
        except ArchiveReadOnly:
            # Nobody writes where nobody may.
            return self._behind_the_last()

    def _behind_the_last(self) -> tuple[LeftOver, ...]:
        return tuple(self._files.left_over(*_end(self.index.last_capture())))

    # -- reading

    def payload(self, capture: Capture) -> bytes:
        """The bytes of the page, which are checked against their digest whenever they are asked for.

        Raises:
            ArchiveUnreadable: they are gone, or no longer the bytes that were captured.
        """
        holder = self.index.holder(capture.sha256) if capture.kind is CaptureKind.REVISIT else capture
        if holder is None:
            raise ArchiveUnreadable(f"capture {capture.number}", f"no capture holds the bytes of {capture.url}")
        return records.payload_of(self.stored(holder.file, holder.offset, holder.length), holder)

    def location(self, capture: Capture) -> str | None:
        """The address that a redirect leads to, as its own record says; None where it is none, or says none.

        Raises:
            ArchiveUnreadable: its file is gone.
        """
        stated = self.header(capture, "Location") if capture.status in MOVED else None
        try:
            return urljoin(capture.url, stated) if stated else None
        except ValueError:
            return None

    def header(self, capture: Capture, name: str) -> str | None:
        """A field of the head of the answer that was captured; None where it has none, or was no answer.

        Raises:
            ArchiveUnreadable: its file is gone.
        """
        if capture.status is None:
            return None
        return records.header_of(self.stored(capture.file, capture.offset, capture.length), name)

    def page(self, capture: Capture) -> Page:
        """The page as it was captured, without its HTTP head.

        Raises:
            ArchiveUnreadable: as for `payload`.
        """
        return Page(
            source=capture.asked or capture.url,
            data=self.payload(capture),
            url=None if capture.url.startswith("ni:") else capture.url,
            content_type=capture.content_type,
            captured=capture.captured,
            archived_by=capture.archived_by,
        )

    def stored(self, file: str, start: int, length: int) -> bytes:
        """Bytes of a file as they stand there; fewer where it ends.

        Raises:
            ArchiveUnreadable: the file is not there, or cannot be read.
        """
        try:
            with (self.folder / file).open("rb") as opened:
                opened.seek(start)
                return opened.read(length)
        except FileNotFoundError:
            raise ArchiveUnreadable(str(self.folder / file), "is missing; captures are in it") from None
        except OSError as error:
            raise ArchiveUnreadable(str(self.folder / file), f"cannot be read ({error.strerror})") from error

    def has_more(self, file: str, end: int) -> bool:
        """Whether a file goes on after a place; no where there is no such file."""
        path = self.folder / file
        return path.exists() and path.stat().st_size > end


def _end(last: Capture | None) -> tuple[str | None, int]:
    return (last.file, last.end) if last else (None, 0)


def _draft(page: Page, digest: str, added: dt.datetime, holder: Capture | None) -> Capture:
    """What a page says, before it has a place."""
    exchange = page.exchange
    wanted = (page.hops[0].url if page.hops else None) or page.source
    url = _encodable(page.url or records.content_name(digest))
    kind = CaptureKind.RESPONSE if exchange else CaptureKind.RESOURCE
    return Capture(
        number=0,
        url=url,
        captured=page.captured or added,
        added=added,
        sha256=digest,
        size=len(page.data),
        kind=CaptureKind.REVISIT if holder else kind,
        status=exchange.status if exchange else None,
        content_type=page.content_type,
        asked=None if wanted == url else _encodable(wanted),
        redirects=tuple(hop.url or hop.source for hop in page.hops[1:]),
        archived_by=page.archived_by,
        file="",
        start=0,
        offset=0,
        length=0,
        run_sha256="",
        link="",
    )


def _encodable(text: str) -> str:
    """A path may have bytes that are no text, which Python keeps as surrogates (PEP 383) and no database takes."""
    return text.encode("utf-8", "replace").decode("utf-8")
