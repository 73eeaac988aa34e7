"""The captures of an archive as one WACZ file (version 1.1.1, https://specs.webrecorder.net/wacz/1.1.1/).

The same captures give the same bytes: nothing in the file depends on when or where it is made.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from backstory.errors import ArchiveError, ArchiveUnreadable
from backstory.model import Capture, CaptureKind
from backstory.store.captures import Captures
from backstory.store.chain import instant
from backstory.store.records import address

#: Lines of the index that are packed together, as `cdxj-indexer` has it.
_BLOCK_LINES = 300

_PIECE = 1 << 20
#: The earliest time that a ZIP file can state.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
_WWW = re.compile(r"www\d*\.")


def write_wacz(
    captures: Captures, path: Path, *, title: str, title_of: Callable[[Capture], str | None] = lambda capture: None
) -> int:
    """Write all captures.

    Args:
        captures: of the archive.
        path: the file, replaced when the new one is whole.
        title: of the collection.
        title_of: the title of a captured page, or None.

    Returns:
        The number of captures.

    Raises:
        ArchiveError: there are none, or their files are not whole.
    """
    kept = list(captures.index.captures_after(0))
    if not kept:
        raise ArchiveError(str(captures.folder), "no page was captured yet, so there is nothing to write")
    new = path.with_name(f".{path.name}.new")
    try:
        with zipfile.ZipFile(new, "w") as archive:
            _write(_Package(archive), captures, kept, title, title_of)
        new.replace(path)
    except OSError as error:
        raise ArchiveError(str(path), f"cannot be written ({error.strerror})") from error
    finally:
        new.unlink(missing_ok=True)
    return len(kept)


def surt(url: str) -> str:
    """An address as indexes of web archives sort it: `https://www.news.example/A?b=1` is `example,news)/a?b=1`.

    In small letters, the host's parts in reverse, without scheme and `www.`, parameters in order (CDXJ 0.1.0; in what
    that leaves open as `wabac.js` does it, which reads what is written here).
    """
    try:
        parts = urlsplit(url.lower())
    except ValueError:
        return url
    if parts.scheme not in ("http", "https"):
        return url
    host, _, port = _WWW.sub("", parts.netloc.rpartition("@")[2], count=1).partition(":")
    port = "" if port in ("", "80", "443") else f":{port}"
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return f"{','.join(reversed(host.split('.')))}{port}){parts.path or '/'}{query and '?'}{query}"


class _Package:
    """Writes the parts of a WACZ file and lists them."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.resources: list[dict[str, object]] = []

    def add(self, path: str, pieces: Iterable[bytes]) -> None:
        digest, length = hashlib.sha256(), 0
        # What is large is packed already, and what is not packed can be read from the middle.
        info = zipfile.ZipInfo(path, _NO_TIME)
        info.create_system, info.external_attr = 3, 0o644 << 16
        with self._archive.open(info, "w", force_zip64=True) as part:
            for piece in pieces:
                digest.update(piece)
                length += part.write(piece)
        name = path.rpartition("/")[2]
        self.resources.append({"name": name, "path": path, "hash": f"sha256:{digest.hexdigest()}", "bytes": length})


def _write(
    package: _Package, captures: Captures, kept: list[Capture], title: str, title_of: Callable[[Capture], str | None]
) -> None:
    # The last of each file says how far it counts: behind it stands what another process is writing.
    for file, end in {capture.file: capture.end for capture in kept}.items():
        package.add(f"archive/{file}", _pieces(captures, file, end))
    blocks = list(_index_blocks(kept))
    package.add("indexes/index.cdx.gz", (packed for _, packed in blocks))
    package.add("indexes/index.idx", _secondary(blocks))
    package.add("pages/pages.jsonl", _pages(kept, title_of))
    last = kept[-1]
    described = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": title,
        "created": instant(last.added),
        "software": "Backstory",
        "chainHead": last.link,
        "resources": list(package.resources),
    }
    data = json.dumps(described, ensure_ascii=False, indent=2).encode()
    package.add("datapackage.json", [data])
    digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    package.add("datapackage-digest.json", [_line(digest)])


def _pieces(captures: Captures, file: str, end: int) -> Iterator[bytes]:
    """The first bytes of a file, so many of them."""
    for start in range(0, end, _PIECE):
        wanted = min(end - start, _PIECE)
        piece = captures.stored(file, start, wanted)
        if len(piece) < wanted:
            raise ArchiveUnreadable(file, "bytes that were kept in it are missing; `backstory verify` says which")
        yield piece


def _index_blocks(kept: list[Capture]) -> Iterator[tuple[str, bytes]]:
    """The index in blocks that are packed each for itself, after the key and time of their first line."""
    lines = sorted(_index_line(capture) for capture in kept)
    for start in range(0, len(lines), _BLOCK_LINES):
        block = lines[start : start + _BLOCK_LINES]
        packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
        yield block[0].partition(b" {")[0].decode(), packer.compress(b"".join(block)) + packer.flush()


def _index_line(capture: Capture) -> bytes:
    media_type = (capture.content_type or "application/octet-stream").partition(";")[0].strip()
    place = {
        "url": address(capture.url),
        "digest": f"sha256:{capture.sha256}",
        "mime": "warc/revisit" if capture.kind is CaptureKind.REVISIT else media_type,
        "offset": capture.offset,
        "length": capture.length,
        # Of a record that is no answer, readers ask for this all the same.
        "status": capture.status or 200,
        "filename": capture.file,
    }
    time = capture.captured.astimezone(dt.UTC).strftime("%Y%m%d%H%M%S")
    return f"{surt(address(capture.url))} {time} ".encode() + _line(place)


def _secondary(blocks: list[tuple[str, bytes]]) -> Iterator[bytes]:
    """The index of the blocks."""
    yield b"!meta 0 " + _line({"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"})
    offset = 0
    for first, packed in blocks:
        digest = f"sha256:{hashlib.sha256(packed).hexdigest()}"
        yield f"{first} ".encode() + _line({"offset": offset, "length": len(packed), "digest": digest})
        offset += len(packed)


def _pages(kept: list[Capture], title_of: Callable[[Capture], str | None]) -> Iterator[bytes]:
    yield _line({"format": "json-pages-1.0", "id": "pages", "title": "All Pages"})
    for capture in kept:
        media_type = (capture.content_type or "").partition(";")[0].strip().lower()
        if capture.status in (None, 200) and media_type in _PAGE_TYPES:
            page = {"id": str(capture.number), "url": address(capture.url), "ts": instant(capture.captured)}
            title = title_of(capture)
            yield _line(page | ({"title": title} if title else {}))


def _line(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
