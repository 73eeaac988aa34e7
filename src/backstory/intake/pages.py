"""News pages from files: the bytes and what kind of text they hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from backstory.errors import SourceNotFound, SourceUnreadable

#: The longest page that is read, in bytes: fifty times the median of saved news pages.
PAGE_BYTES = 20_000_000

_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|p|div|h1)\b", re.IGNORECASE)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_KINDS = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x1f\x8b": "packed by gzip",
    b"SQLite format 3": "an SQLite database",
}


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as it was found."""

    #: Path or name.
    source: str
    #: What is in it.
    data: bytes
    #: Whether that is HTML; plain text otherwise.
    html: bool


def load_page(path: Path) -> RawPage:
    """Read a news page from a file.

    Raises:
        SourceNotFound: there is no such file.
        SourceUnreadable: it is a folder, empty, too long, or holds neither HTML nor text.
    """
    try:
        with path.open("rb") as file:
            data = file.read(PAGE_BYTES + 1)
    except FileNotFoundError:
        raise SourceNotFound(str(path), "no such file") from None
    except OSError as error:
        raise SourceUnreadable(str(path), (error.strerror or "cannot be read").lower()) from error
    return raw_page(str(path), data)


def raw_page(source: str, data: bytes) -> RawPage:
    """A page of these bytes.

    Raises:
        SourceUnreadable: they are none, too many, or neither HTML nor text.
    """
    if not data.strip():
        raise SourceUnreadable(source, "empty")
    if len(data) > PAGE_BYTES:
        raise SourceUnreadable(source, f"longer than {PAGE_BYTES:,} bytes, and so no news page")
    kind = next((kind for magic, kind in _KINDS.items() if data.startswith(magic)), None)
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if kind is None and not wide and _BINARY.search(data[:4096]):
        kind = "binary data"
    if kind:
        raise SourceUnreadable(source, f"not a page I can read ({kind})")
    return RawPage(source, data, _HTML.search(data[:4096]) is not None)
