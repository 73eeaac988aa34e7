"""Web archives: the pages of a WARC file (ISO 28500), plain or packed, and of a WACZ file, which holds WARC files."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path, PurePath
from typing import BinaryIO

from backstory.errors import RowError, SourceUnreadable
from backstory.intake.members import Part, Readable, check_size
from backstory.intake.pages import PAGE_BYTES
from backstory.intake.streams import open_stream
from backstory.intake.unpacking import LengthError, PackingError, unpacked
from backstory.intake.warcrecords import HEAD_BYTES, Record, head_fields, records
from backstory.model import Exchange, Page

#: Media types of what can be an article.
PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})

#: Files and places in them, by the digest that a record states and by its address.
_Places = dict[str, tuple[Readable, int]]

#: Bytes of a record: a page, packed or not, its chunks, and the head of the answer.
_MOST = PAGE_BYTES + 2 * HEAD_BYTES
_PAGE_SCHEMES = ("http://", "https://", "file:", "ni:")
_ROBOTS = re.compile(r"https?://[^/]+/robots\.txt")
_STATUS = re.compile(rb"HTTP/[0-9.]+\s+(\d{3})(?:\s+(.*?))?\s*")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHUNK_LINE = 1_000
_CHUNK_SIZE = re.compile(rb"([0-9a-fA-F]{1,8})\s*(?:;.*)?")
#: Bytes by which it is told what something is.
_HEAD = 4096
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MEMBER = re.compile(r"archive/[^/]+\.warc(?:\.gz)?")


def read_warc(path: Path) -> Iterator[Page | RowError]:
    """Read a WARC file: its HTML and plain-text pages that were delivered (status 200), and files of these types.

    A record that says that a page was the same as before gives that page once more, as of its own time. Memory grows
    by a few hundred bytes a page.

    Args:
        path: the file, plain or packed by gzip, whatever its name says.

    Yields:
        Each page, and an error for each record that should be one and cannot be read.

    Raises:
        SourceNotFound: there is no such file.
        SourceUnreadable: it is no WARC file, is damaged or is cut short. The pages before that place were yielded.
    """
    with _opened(path) as file:
        yield from _Reader(str(path), path.name, file, {}).pages()


def read_wacz(path: Path) -> Iterator[Page | RowError]:
    """Read a WACZ file: the pages of all WARC files in it, as `read_warc` does.

    Yields:
        As `read_warc`; a WARC file that is damaged gives an error, and the next one follows.

    Raises:
        SourceNotFound: there is no such file.
        SourceUnreadable: it is no ZIP file, or has no WARC file in it.
    """
    with _opened(path) as file:
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise SourceUnreadable(str(path), f"not a WACZ file ({_first_line(error)})") from error
        members = [member for member in archive.infolist() if _MEMBER.fullmatch(member.filename)]
        if not members:
            raise SourceUnreadable(str(path), "no WARC file in it, and so not a WACZ file")
        places: _Places = {}
        with ExitStack() as copies:
            for member in members:
                name = f"{path}, {PurePath(member.filename).name}"
                try:
                    part = _part(name, file, archive, member, copies)
                    yield from _Reader(name, path.name, part, places).pages()
                except SourceUnreadable as error:
                    yield RowError(error.subject, error.reason)


def is_warc(head: bytes) -> bool:
    """Whether these are the first bytes of a WARC file, unpacked."""
    return re.match(rb"\s*WARC/\d", head) is not None


class _Reader:
    """Reads one WARC file.

    Args:
        name: what to call it in messages.
        archive: who is said to have captured its pages.
        file: open for reading, seekable.
        places: where pages stand that were read before, to be added to.
    """

    def __init__(self, name: str, archive: str, file: Readable, places: _Places) -> None:
        self._name, self._archive, self._file, self._places = name, archive, file, places
        self._readers = {"response": self._response, "resource": self._resource, "revisit": self._revisit}

    def pages(self) -> Iterator[Page | RowError]:
        for record in records(self._name, self._file, _MOST):
            if isinstance(record, RowError):
                yield record
            elif page := self._page(record):
                self._remember(record)
                yield page

    def _page(self, record: Record) -> Page | RowError | None:
        """The page of a record; None where it is of something else."""
        url = record.fields.get("warc-target-uri", "").strip("<> ")
        read = self._readers.get(record.fields.get("warc-type", ""))
        if read is None or not url.startswith(_PAGE_SCHEMES) or _ROBOTS.fullmatch(url):
            return None
        if "warc-segment-number" in record.fields:
            return RowError(self._name, f"{url} is split into segments, which cannot be put together")
        try:
            return read(record, url)
        except PackingError:
            return RowError(self._name, f"{url} is packed in a way that cannot be undone")
        except LengthError:
            return RowError(self._name, f"{url} is longer than {PAGE_BYTES:,} bytes, and so no news page")

    def _resource(self, record: Record, url: str) -> Page | None:
        return self._made(record, url, record.block, record.fields.get("content-type"), None)

    def _response(self, record: Record, url: str) -> Page | None:
        exchange, body = _answer(record.block)
        if exchange is None or exchange.status != 200:
            return None
        fields = {name.lower(): value for name, value in exchange.headers}
        content_type = fields.get("content-type")
        if not _may_be_page(content_type, body):
            return None
        if "chunked" in fields.get("transfer-encoding", "").lower():
            body = _unchunked(body)
        data = _unpacked(body, fields.get("content-encoding", ""))
        return self._made(record, url, data, content_type, exchange)

    def _revisit(self, record: Record, url: str) -> Page | RowError | None:
        """The page that a record refers back to, as of the record's own time; None of what was not delivered."""
        fields = record.fields
        exchange, _ = _answer(record.block)
        if exchange and exchange.status not in (200, 304):
            return None
        if fields.get("warc-profile", "").endswith("server-not-modified"):
            key = fields.get("warc-refers-to-target-uri", "").strip("<> ") or url
        else:
            key = fields.get("warc-payload-digest", "")
        if key not in self._places:
            return RowError(self._name, f"{url} is said to be the same as a page that does not stand before it")
        file, place = self._places[key]
        earlier = next(records(self._name, file, _MOST, start=place))
        page = self._page(earlier) if isinstance(earlier, Record) else None
        if not isinstance(page, Page):
            return RowError(self._name, f"{url} is said to be the same as a page that cannot be read")
        if exchange is None or exchange.status == 304:
            exchange = page.exchange
        return replace(page, source=url, url=url, captured=_instant(fields.get("warc-date")), exchange=exchange)

    def _made(
        self, record: Record, url: str, data: bytes, content_type: str | None, exchange: Exchange | None
    ) -> Page | None:
        if len(data) > PAGE_BYTES:
            raise LengthError
        if not data.strip() or not _may_be_page(content_type, data):
            return None
        return Page(
            source=url,
            data=data,
            url=None if url.startswith("ni:") else url,
            content_type=content_type,
            captured=_instant(record.fields.get("warc-date")),
            exchange=exchange,
            archived_by=self._archive,
        )

    def _remember(self, record: Record) -> None:
        if record.place is not None and record.fields["warc-type"] != "revisit":
            for name in ("warc-payload-digest", "warc-target-uri"):
                if name in record.fields:
                    self._places[record.fields[name].strip("<> ")] = (self._file, record.place)


def _answer(block: bytes) -> tuple[Exchange | None, bytes]:
    """The head of an answer over HTTP and what follows it; None and nothing where it is no answer."""
    end = _HEAD_END.search(block)
    lines = (block[: end.start()] if end else block).splitlines()
    status = _STATUS.fullmatch(lines[0]) if lines else None
    if not status:
        return None, b""
    headers = tuple(head_fields(lines[1:], "latin-1"))
    reason = (status[2] or b"").decode("latin-1")
    return Exchange(status=int(status[1]), reason=reason, headers=headers), block[end.end() :] if end else b""


def _may_be_page(content_type: str | None, data: bytes) -> bool:
    """Whether it can be an article, by its type, or where that is not stated by how it begins."""
    media_type = (content_type or "").partition(";")[0].strip().lower()
    return media_type in PAGE_TYPES if media_type else _HTML.search(data[:_HEAD]) is not None


def _unchunked(body: bytes) -> bytes:
    """A body without its chunks (RFC 9112, 7.1), or as it is where it has none: some archives take them out.

    Of a body that is cut short, what there is is taken.

    Raises:
        PackingError: no chunk begins where one should.
    """
    pieces: list[bytes] = []
    at = 0
    while at < len(body):
        end = body.find(b"\n", at, at + _CHUNK_LINE)
        size = _CHUNK_SIZE.fullmatch(body[at:end].rstrip()) if end >= 0 else None
        if size is None and not at:
            return body
        if end < 0 and len(body) - at < _CHUNK_LINE:
            break
        if size is None:
            raise PackingError
        start, length = end + 1, int(size[1], 16)
        pieces.append(body[start : start + length])
        if not length:
            break
        at = start + length
        at += len(body[at : at + 2]) - len(body[at : at + 2].lstrip(b"\r\n"))
    return b"".join(pieces)


def _unpacked(body: bytes, encoding: str) -> bytes:
    """A body as it was before it was packed, or as it is where it was not: some archives unpack it and leave the head.

    Raises:
        PackingError: it is packed in a way that cannot be undone.
        LengthError: it is longer than a page may be.
    """
    try:
        return unpacked([body], encoding, PAGE_BYTES)
    except PackingError:
        if _BINARY.search(body[:_HEAD]):
            raise
        return body


def _instant(text: str | None) -> dt.datetime | None:
    """A WARC-Date (W3C-DTF in UTC) to the second or finer; None where it is none."""
    try:
        moment = dt.datetime.fromisoformat(text or "")
        return moment.replace(tzinfo=moment.tzinfo or dt.UTC).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    with open_stream(path) as stream:
        yield stream.file


def _part(name: str, file: BinaryIO, archive: zipfile.ZipFile, member: zipfile.ZipInfo, copies: ExitStack) -> Readable:
    """A member of a ZIP file as a file: where it stands, or where it is packed, a copy.

    Raises:
        SourceUnreadable: it is damaged, locked, or packed in an unusual way or too much.
    """
    check_size(name, member.file_size, member.compress_size)
    try:
        with archive.open(member) as packed:
            if member.compress_type == zipfile.ZIP_STORED:
                # Before it stands a head with a name and an extra field (PKWARE APPNOTE.TXT, 4.3.7).
                file.seek(member.header_offset + 26)
                start = member.header_offset + 30 + sum(struct.unpack("<HH", file.read(4)))
                return Part(file, start, member.compress_size)
            copy = copies.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - `copies` closes it
            shutil.copyfileobj(packed, copy)
            return copy
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise SourceUnreadable(name, f"cannot be taken out of the WACZ file ({_first_line(error)})") from error


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0] or type(error).__name__
