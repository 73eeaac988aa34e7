"""Captures as WARC/1.1 records (ISO 28500:2017), one gzip member each.

A record is a few lines of text before bytes, and so is written here: warcio, with which the tests read every record
back, packs at level 9 only, names records by chance and signs them with SHA-1.

The payload is the page's bytes, without transfer or content encoding: these are what the SHA-256 that readers are shown
is of. The header fields that told how they were packed are kept under names that begin with `X-Archive-Orig-`, as
web archives do.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
import uuid
import zlib
from collections.abc import Iterable
from urllib.parse import quote

from backstory.errors import ArchiveUnreadable
from backstory.model import Capture, Exchange, Page
from backstory.store.chain import instant

#: What is read of a record beyond its payload, at most.
HEAD_BYTES = 1_000_000

_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_RENAMED = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_ORIGIN = re.compile(r"[^:/]+://[^/?#]*")
_BREAKS = re.compile(r"[\x00-\x1f\x7f]+")
#: Characters that an address may have as they are: those of RFC 3986, and the percent sign of what is quoted already.
_ADDRESS = "%:/?#[]@!$&'()*+,;=-._~"

_Fields = Iterable[tuple[str, str]]


def file_record(file: str, made: dt.datetime, software: str) -> bytes:
    """The record that describes the file that it stands at the beginning of."""
    block = f"software: {software}\r\nformat: WARC File Format 1.1\r\n".encode()
    fields = (
        ("WARC-Filename", file),
        ("WARC-Date", instant(made)),
        ("WARC-Record-ID", _id("warcinfo", file, instant(made))),
        ("Content-Type", "application/warc-fields"),
    )
    return _record("warcinfo", fields, block)


def request_record(capture: Capture, exchange: Exchange) -> bytes:
    """The record of what was asked; nothing where that is not known."""
    if not exchange.request:
        return b""
    target = _ORIGIN.sub("", address(capture.url)).partition("#")[0]
    fields = (
        *_place(capture),
        ("WARC-Record-ID", _record_id(capture, "request")),
        ("WARC-Concurrent-To", _record_id(capture)),
        ("Content-Type", "application/http;msgtype=request"),
    )
    return _record("request", fields, _http(f"GET /{target.removeprefix('/')} HTTP/1.1", exchange.request))


def capture_record(capture: Capture, page: Page, holder: Capture | None) -> bytes:
    """The record of a capture.

    Args:
        capture: the capture; its place in the file is not asked for.
        page: what was captured.
        holder: the earlier capture that holds the same bytes, of a revisit.
    """
    fields = [*_place(capture), ("WARC-Record-ID", _record_id(capture))]
    fields.append(("WARC-Payload-Digest", f"sha256:{capture.sha256}"))
    if holder:
        fields.append(("WARC-Profile", _PROFILE))
        fields.append(("WARC-Refers-To", _record_id(holder)))
        fields.append(("WARC-Refers-To-Target-URI", address(holder.url)))
        fields.append(("WARC-Refers-To-Date", instant(holder.captured)))
    payload = b"" if holder else page.data
    if page.exchange:
        fields.append(("Content-Type", "application/http;msgtype=response"))
        return _record(capture.kind, fields, _answer(page.exchange, capture.size) + payload)
    if capture.content_type:
        fields.append(("Content-Type", capture.content_type))
    return _record(capture.kind, fields, payload)


def payload_of(packed: bytes, capture: Capture) -> bytes:
    """The page's bytes out of the record that holds them.

    Args:
        packed: the record as it stands in the file.
        capture: the capture that the record is of.

    Raises:
        ArchiveUnreadable: they are not the bytes that were captured.
    """
    try:
        record = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(packed, capture.size + HEAD_BYTES)
    except zlib.error:
        record = b""
    # The record ends in its payload and two line ends (ISO 28500:2017, section 4).
    payload = record[-4 - capture.size : -4]
    if hashlib.sha256(payload).hexdigest() != capture.sha256:
        where = f"{capture.file} at {capture.offset}"
        raise ArchiveUnreadable(where, f"the record of {capture.url} no longer holds the bytes that were captured")
    return payload


def header_of(packed: bytes, name: str) -> str | None:
    """A field of the head of the answer in a record; None where it has none.

    Args:
        packed: the record as it stands in the file.
        name: of the field.
    """
    try:
        record = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(packed, HEAD_BYTES)
    except zlib.error:
        return None
    _, _, answer = record.partition(b"\r\n\r\n")
    fields = (line.partition(b":") for line in answer.partition(b"\r\n\r\n")[0].split(b"\r\n"))
    found = (value for field, _, value in fields if field.lower() == name.lower().encode())
    value = next(found, None)
    return value.decode("utf-8", "replace").strip() if value else None


def content_name(sha256: str) -> str:
    """The name of bytes that have no address (RFC 6920, section 3)."""
    return "ni:///sha-256;" + base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")


def address(url: str) -> str:
    """An address with nothing in it that an address may not have."""
    return quote(url, safe=_ADDRESS)


def _record(kind: str, fields: _Fields, block: bytes) -> bytes:
    stated = [
        ("WARC-Type", kind),
        *fields,
        ("WARC-Block-Digest", f"sha256:{hashlib.sha256(block).hexdigest()}"),
        ("Content-Length", str(len(block))),
    ]
    head = "".join(f"{name}: {_line(value)}\r\n" for name, value in stated)
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    return packer.compress(b"WARC/1.1\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n") + packer.flush()


def _place(capture: Capture) -> list[tuple[str, str]]:
    return [("WARC-Target-URI", address(capture.url)), ("WARC-Date", instant(capture.captured))]


def _answer(exchange: Exchange, size: int) -> bytes:
    """The head of an answer, as that of one that was not packed."""
    fields = [
        (f"X-Archive-Orig-{name}" if name.lower() in _RENAMED else name, value) for name, value in exchange.headers
    ]
    return _http(f"HTTP/1.1 {exchange.status} {exchange.reason}", [*fields, ("Content-Length", str(size))])


def _http(first: str, fields: _Fields) -> bytes:
    lines = [first, *(f"{name}: {value}" for name, value in fields)]
    return b"".join(_encoded(_line(line)) + b"\r\n" for line in lines) + b"\r\n"


def _encoded(line: str) -> bytes:
    """Header fields are bytes, and read as Latin-1 where nothing else is said (RFC 9110, section 5.5)."""
    try:
        return line.encode("latin-1")
    except UnicodeEncodeError:
        return line.encode("utf-8")


def _line(text: str) -> str:
    return _BREAKS.sub(" ", text).strip()


def _record_id(capture: Capture, what: str = "capture") -> str:
    return _id(
        what, str(capture.number), capture.url, instant(capture.captured), instant(capture.added), capture.sha256
    )


def _id(*parts: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, ' '.join(parts))}>"
