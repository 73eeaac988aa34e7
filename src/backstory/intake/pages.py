"""News pages from files: the bytes, once it is sure that they may be a page."""

from __future__ import annotations

import re
from pathlib import Path

from backstory.errors import SourceNotFound, SourceUnreadable
from backstory.model import Page

#: The longest page that is read, in bytes: fifty times the median of saved news pages.
PAGE_BYTES = 20_000_000

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


def load_page(path: Path) -> Page:
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


def raw_page(source: str, data: bytes) -> Page:
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
    return Page(source=source, data=data)
