"""How fast pages are kept and checked, beside warcio writing and checking the same pages.

    python benchmarks/captures.py [FOLDER]

FOLDER holds saved pages (`*.html`); without it, pages of made-up words are used. A page is kept with its request and
response; the disk is asked to be sure once in a hundred pages. warcio writes the same records into one file, asks the
disk once, and checks their digests.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from backstory.model import Exchange, Page
from backstory.store.captures import Captures
from backstory.store.sqlite import SQLiteStore
from backstory.store.verify import verify

_PAGES = 1_000
_BATCH = 100
_NOW = dt.datetime(2022, 4, 3, tzinfo=dt.UTC)
_HEADERS = (("Content-Type", "text/html; charset=utf-8"), ("Server", "news"), ("Cache-Control", "max-age=60"))
_REQUEST = (("Host", "news.example"), ("User-Agent", "Backstory"), ("Accept", "text/html"))


def saved(folder: Path | None) -> list[bytes]:
    """Bytes of pages, no two of them the same."""
    if folder:
        files = sorted(folder.glob("*.html"))
        return [files[n % len(files)].read_bytes() + b"<!-- %d -->" % n for n in range(_PAGES)]
    chance = random.Random(1)
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(2, 11))) for _ in range(20_000)]
    return [("<html><p>" + " ".join(chance.choices(words, k=10_000))).encode() for _ in range(_PAGES)]


def ours(data: list[bytes], folder: Path) -> tuple[float, float, int]:
    """Seconds of keeping and of checking, and bytes on disk."""
    store = SQLiteStore(str(folder / "archive.db"))
    captures = Captures(store, str(folder / "archive.db"))
    started = time.perf_counter()
    for first in range(0, len(data), _BATCH):
        with captures.write():
            for n, body in enumerate(data[first : first + _BATCH], first):
                url = f"https://news.example/{n}"
                exchange = Exchange(status=200, reason="OK", headers=_HEADERS, request=_REQUEST)
                captures.keep(Page(source=url, url=url, data=body, captured=_NOW, exchange=exchange), _NOW)
    kept = time.perf_counter()
    assert list(verify(captures)) == []
    checked = time.perf_counter()
    store.close()
    size = sum(file.stat().st_size for file in captures.folder.glob("*.warc.gz"))
    return kept - started, checked - kept, size


def theirs(data: list[bytes], folder: Path) -> tuple[float, float, int]:
    """The same by warcio."""
    path = folder / "peer.warc.gz"
    started = time.perf_counter()
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version="WARC/1.1")
        for n, body in enumerate(data):
            url = f"https://news.example/{n}"
            head = StatusAndHeaders("200 OK", list(_HEADERS), protocol="HTTP/1.1")
            asked = StatusAndHeaders(f"GET /{n} HTTP/1.1", list(_REQUEST), is_http_request=True)
            response = writer.create_warc_record(url, "response", io.BytesIO(body), len(body), http_headers=head)
            request = writer.create_warc_record(url, "request", http_headers=asked)
            writer.write_request_response_pair(request, response)
        file.flush()
        os.fsync(file.fileno())
    kept = time.perf_counter()
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            while record.raw_stream.read(65_536):
                pass
    return kept - started, time.perf_counter() - kept, path.stat().st_size


def main() -> None:
    """Print a line for each."""
    data = saved(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    megabytes = sum(map(len, data)) / 1e6
    print(f"{len(data):,} pages, {megabytes:,.0f} MB")
    for name, run in (("backstory", ours), ("warcio", theirs)):
        with tempfile.TemporaryDirectory() as folder:
            keep, check, size = run(data, Path(folder))
        rates = f"{len(data) / keep:7,.0f} kept/s  {megabytes / check:7,.0f} MB/s checked"
        print(f"{name:10} {rates}  {size / 1e6:7,.1f} MB on disk")


if __name__ == "__main__":
    main()
