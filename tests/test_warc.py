"""Web archives in: what warcio writes, what other tools leave behind, and files that are cut, damaged or hostile."""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import io
import random
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import brotli
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from backstory.errors import RowError, SourceNotFound, SourceUnreadable
from backstory.intake import members, pages
from backstory.intake.warc import is_warc, read_wacz, read_warc
from backstory.model import Page

URL = "https://news.example/story"
HTML = b"<!DOCTYPE html><html><body><p>Shells fell on the town, Agn\xc3\xa8s said.</p></body></html>"
TYPE = "text/html; charset=utf-8"
WHEN = "2022-04-03T12:30:00Z"


def written(*records: tuple[str, str, bytes, dict[str, str]], is_packed: bool = True) -> bytes:
    """A WARC file by warcio: kind, address, payload, header fields of the answer for each."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=is_packed, warc_version="WARC/1.1")
    for kind, url, payload, fields in records:
        stated = {"Content-Type": TYPE} | fields
        http = StatusAndHeaders(stated.pop(":status", "200 OK"), list(stated.items()), protocol="HTTP/1.1")
        if kind == "revisit":
            digest = writer.create_warc_record(url, "response", io.BytesIO(payload), len(payload), http_headers=http)
            record = writer.create_revisit_record(
                url,
                digest.rec_headers["WARC-Payload-Digest"],
                url,
                WHEN,
                warc_headers_dict={"WARC-Date": "2022-04-04T00:00:00Z"},
            )
        elif kind == "response":
            headers = {"WARC-Date": WHEN}
            record = writer.create_warc_record(
                url, kind, io.BytesIO(payload), len(payload), http_headers=http, warc_headers_dict=headers
            )
        else:
            headers = {"WARC-Date": WHEN, "Content-Type": stated["Content-Type"]}
            record = writer.create_warc_record(
                url,
                kind,
                io.BytesIO(payload),
                len(payload),
                warc_headers_dict=headers,
                warc_content_type=stated["Content-Type"],
            )
        writer.write_record(record)
    return out.getvalue()


def by_hand(fields: str, block: bytes, end: bytes = b"\r\n\r\n") -> bytes:
    """A record with these fields and its length."""
    return f"WARC/1.0\r\n{fields}Content-Length: {len(block)}\r\n\r\n".encode() + block + end


def response(body: bytes = HTML, fields: str = f"Content-Type: {TYPE}\r\n", url: str = URL) -> bytes:
    head = f"WARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {WHEN}\r\n"
    return by_hand(head, f"HTTP/1.1 200 OK\r\n{fields}\r\n".encode() + body)


def read(tmp_path: Path, data: bytes, name: str = "crawl.warc.gz") -> list[Page | RowError]:
    path = tmp_path / name
    path.write_bytes(data)
    return list(read_wacz(path) if name.endswith(".wacz") else read_warc(path))


def read_as_far(tmp_path: Path, data: bytes) -> tuple[list[Page | RowError], str | None]:
    """What is read before the file ends, and why it ends."""
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(data)
    found: list[Page | RowError] = []
    try:
        for item in read_warc(path):
            found.append(item)
    except SourceUnreadable as error:
        return found, error.reason
    return found, None


@pytest.mark.parametrize("is_packed", [True, False])
def test_pages(tmp_path: Path, is_packed: bool) -> None:
    data = written(
        ("response", URL, HTML, {"X-Name": "value"}),
        ("resource", "file:///notes.txt", b"Words.", {"Content-Type": "text/plain"}),
        ("request", URL, b"GET /story HTTP/1.1\r\n\r\n", {}),
        ("response", URL + "/gone", HTML, {":status": "404 Not Found"}),
        ("response", URL + "/image", b"\xff\xd8\xff", {"Content-Type": "image/jpeg"}),
        ("response", "https://news.example/robots.txt", b"User-agent: *", {"Content-Type": "text/plain"}),
        ("resource", "urn:text:" + URL, b"Words.", {"Content-Type": "text/plain"}),
        ("metadata", URL, b"fetchTimeMs: 3\r\n", {}),
        is_packed=is_packed,
    )
    page, notes = read(tmp_path, data)
    assert isinstance(page, Page)
    assert isinstance(notes, Page)
    assert (page.url, page.source, page.data, page.content_type) == (URL, URL, HTML, TYPE)
    assert page.captured == dt.datetime(2022, 4, 3, 12, 30, tzinfo=dt.UTC)
    assert page.archived_by == "crawl.warc.gz"
    assert page.exchange
    assert (page.exchange.status, page.exchange.reason) == (200, "OK")
    assert page.exchange.headers == (("Content-Type", TYPE), ("X-Name", "value"))
    assert (notes.url, notes.data, notes.exchange) == ("file:///notes.txt", b"Words.", None)


@pytest.mark.parametrize("is_packed", [True, False])
def test_revisits(tmp_path: Path, is_packed: bool) -> None:
    other = HTML + b"<!-- -->"
    data = written(
        ("response", URL, HTML, {}),
        ("response", URL + "/other", other, {}),
        ("revisit", URL, HTML, {}),
        ("revisit", URL + "/other", other, {}),
        ("revisit", URL, b"never seen", {}),
        is_packed=is_packed,
    )
    *found, lost = read(tmp_path, data)
    assert [each.data for each in found if isinstance(each, Page)] == [HTML, other, HTML, other]
    days = [each.captured.day for each in found if isinstance(each, Page) and each.captured]
    assert days == [3, 3, 4, 4]
    assert isinstance(lost, RowError)
    assert "same as a page that does not stand before it" in lost.reason


def test_not_modified(tmp_path: Path) -> None:
    fields = (
        f"WARC-Type: revisit\r\nWARC-Target-URI: <{URL}>\r\nWARC-Date: 2022-04-05T00:00:00Z\r\n"
        "WARC-Profile: http://netpreserve.org/warc/1.1/server-not-modified\r\n"
    )
    same = by_hand(fields, b"HTTP/1.1 304 Not Modified\r\n\r\n")
    first, again = read(tmp_path, response() + same)
    assert isinstance(again, Page)
    assert isinstance(first, Page)
    assert (again.data, again.url) == (HTML, URL)
    assert again.exchange == first.exchange


def chunked(data: bytes, size: int = 10) -> bytes:
    pieces = [data[at : at + size] for at in range(0, len(data), size)] + [b""]
    return b"".join(b"%x;a=b\r\n%b\r\n" % (len(piece), piece) for piece in pieces)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (chunked(HTML), "Transfer-Encoding: chunked\r\n"),
        (HTML, "Transfer-Encoding: chunked\r\n"),
        (chunked(HTML)[:-5], "transfer-encoding: Chunked\r\n"),
        (gzip.compress(HTML), "Content-Encoding: gzip\r\n"),
        (zlib.compress(HTML), "Content-Encoding: deflate\r\n"),
        (brotli.compress(HTML), "Content-Encoding: br\r\n"),
        (HTML, "Content-Encoding: gzip\r\n"),
        (HTML, "Content-Encoding: br\r\n"),
        (chunked(gzip.compress(HTML)), "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"),
    ],
)
def test_packed_bodies(tmp_path: Path, body: bytes, fields: str) -> None:
    [page] = read(tmp_path, response(body, f"Content-Type: {TYPE}\r\n{fields}"))
    assert isinstance(page, Page)
    assert page.data == HTML


@pytest.mark.parametrize(
    ("body", "fields", "reason"),
    [
        (gzip.compress(HTML)[:40], "Content-Encoding: gzip\r\n", "cannot be undone"),
        (b"5\r\nabcdefghi\r\n", "Transfer-Encoding: chunked\r\n", "cannot be undone"),
        (gzip.compress(bytes(60_000_000)), "Content-Encoding: gzip\r\n", "longer than 20,000,000 bytes"),
        (brotli.compress(bytes(60_000_000)), "Content-Encoding: br\r\n", "longer than 20,000,000 bytes"),
        (gzip.compress(gzip.compress(bytes(60_000_000))), "Content-Encoding: gzip, gzip\r\n", "longer than 20,000,000"),
    ],
)
def test_bodies_that_cannot_be_read(tmp_path: Path, body: bytes, fields: str, reason: str) -> None:
    bad, page = read(tmp_path, response(body, f"Content-Type: {TYPE}\r\n{fields}") + response())
    assert isinstance(bad, RowError)
    assert reason in bad.reason
    assert isinstance(page, Page)


def test_types_that_are_not_stated(tmp_path: Path) -> None:
    [page] = read(
        tmp_path, response(HTML, "") + response(b"neither", "") + response(b" ", "Content-Type: text/html\r\n")
    )
    assert isinstance(page, Page)
    assert page.content_type is None


@pytest.mark.parametrize(
    "data",
    [
        response().replace(b"\r\n", b"\n"),
        response().replace(b"WARC/1.0", b"WARC/0.18"),
        b"\r\n\r\n" + response(),
        response().replace(b"Content-Length", b"content-length"),
        response().replace(b"WARC-Target-URI: " + URL.encode(), b"WARC-Target-URI:\r\n " + URL.encode()),
        gzip.compress(response()) + bytes(512),
    ],
)
def test_odd_but_whole(tmp_path: Path, data: bytes) -> None:
    if data.startswith(b"WARC/1.0\n"):
        # The length counts line ends, of which there are fewer now.
        head, _, block = data.partition(b"\n\n")
        data = head[: head.rindex(b" ")] + b" %d" % (len(block) - 2) + b"\n\n" + block
    [page] = read(tmp_path, data)
    assert isinstance(page, Page)
    assert page.url == URL


def test_an_address_that_is_none(tmp_path: Path) -> None:
    [page] = read(tmp_path, response(url="http://[odd/a b"))
    assert isinstance(page, Page)
    assert page.url == "http://[odd/a b"


@pytest.mark.parametrize("date", ["", "WARC-Date: 2008-10-294T05:21:46-0700\r\n", "WARC-Date: 2016\r\n"])
def test_dates_that_are_none(tmp_path: Path, date: str) -> None:
    [page] = read(tmp_path, response().replace(f"WARC-Date: {WHEN}\r\n".encode(), date.encode()))
    assert isinstance(page, Page)
    assert page.captured is None


@pytest.mark.parametrize(
    ("date", "second"), [("2022-04-03T14:30:00.5+02:00", 500_000), ("2022-04-03T12:30:00.123456789Z", 123_456)]
)
def test_dates_finer_or_elsewhere(tmp_path: Path, date: str, second: int) -> None:
    [page] = read(tmp_path, response().replace(WHEN.encode(), date.encode()))
    assert isinstance(page, Page)
    assert page.captured == dt.datetime(2022, 4, 3, 12, 30, 0, second, tzinfo=dt.UTC)


def test_records_that_lie(tmp_path: Path) -> None:
    """A record of another length than it says costs itself, not those after it."""
    short = response().replace(b"Content-Length: ", b"Content-Length: 1")[:-4]
    nothing = response().replace(b"Content-Length: ", b"Content-Length: x")
    segment = response().replace(b"WARC-Date", b"WARC-Segment-Number: 1\r\nWARC-Date")
    damaged = response().replace(b"WARC-Date", b"WARC-Block-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\nWARC-Date")
    for bad, reason in [
        (nothing, "how long"),
        (segment, "segments"),
        (damaged, "damaged"),
        (response()[:-4] + b"more of it\r\n\r\n", "no record where"),
    ]:
        found = read(tmp_path, response() + bad + response(url=URL + "/2"))
        assert [each.url for each in found if isinstance(each, Page)][-1] == URL + "/2"
        assert [reason in each.reason for each in found if isinstance(each, RowError)] == [True]
    assert read_as_far(tmp_path, response() + short)[1] == "cut short: it ends inside a record"


def test_a_record_that_is_too_long(tmp_path: Path) -> None:
    large = response(b"<html>" + bytes(pages.PAGE_BYTES + 200_000))
    bad, page = read(tmp_path, gzip.compress(large) + gzip.compress(response()))
    assert isinstance(bad, RowError)
    assert "longer than" in bad.reason
    assert isinstance(page, Page)


def test_what_is_no_web_archive(tmp_path: Path) -> None:
    for data in (b"a text", gzip.compress(b"a text"), b"<html>\n", b"\r\n\r\n"):
        with pytest.raises(SourceUnreadable, match="not a WARC file"):
            read(tmp_path, data)
    with pytest.raises(SourceUnreadable, match="empty"):
        read(tmp_path, b"")
    with pytest.raises(SourceNotFound):
        list(read_warc(tmp_path / "none.warc"))
    assert is_warc(response())
    assert not is_warc(HTML)


def _beginnings(data: bytes) -> Iterator[int]:
    """Where the records of a file begin, or their members where it is packed."""
    if data.startswith(b"WARC"):
        yield from (match.start() for match in re.finditer(rb"WARC/1\.1\r\n", data))
        return
    rest = data
    while rest:
        yield len(data) - len(rest)
        inflate = zlib.decompressobj(31)
        inflate.decompress(rest)
        rest = inflate.unused_data


@pytest.mark.parametrize("is_packed", [True, False])
def test_cut_at_any_place(tmp_path: Path, is_packed: bool) -> None:
    """Of a file that is cut, the pages before the cut come whole, and then an error; never a part of a page."""
    stories = [("response", f"{URL}/{n}", HTML * (n + 1), dict[str, str]()) for n in range(3)]
    data = written(*stories, is_packed=is_packed)
    ends = [*_beginnings(data), len(data)]
    near = {end + by for end in ends for by in range(-9, 10)}
    for cut in sorted((near | set(range(1, len(data), 7))) & set(range(1, len(data)))):
        found, reason = read_as_far(tmp_path, data[:cut])
        assert [item.data for item in found if isinstance(item, Page)] == [HTML * (n + 1) for n in range(len(found))]
        whole = sum(end <= cut for end in ends[1:])
        if is_packed:
            assert (len(found), reason is None) == (whole, cut in ends)
        else:
            # Behind what a plain record holds stand two line ends, which nobody misses.
            assert len(found) == sum(end - 4 <= cut for end in ends[1:])
            assert reason or len(found) > whole or cut in ends


def test_a_file_packed_in_one_piece(tmp_path: Path) -> None:
    data = gzip.compress(written(("response", URL, HTML, {}), ("response", URL + "/2", HTML, {}), is_packed=False))
    assert [each.url for each in read(tmp_path, data) if isinstance(each, Page)] == [URL, URL + "/2"]
    again = gzip.compress(
        written(
            ("response", URL + "/1", b"<html>x", {}),
            ("response", URL, HTML, {}),
            ("revisit", URL, HTML, {}),
            is_packed=False,
        )
    )
    assert isinstance(read(tmp_path, again)[2], RowError)


def test_a_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that comes to hundreds of times its size is given up when it has come to a gigabyte (here a megabyte)."""
    monkeypatch.setattr(members, "FREE_BYTES", 1_000_000)
    _, reason = read_as_far(tmp_path, gzip.compress(response() + response(bytes(15_000_000)), mtime=0))
    assert reason == "comes to more than 200 times its size, unpacked"


def zipped(files: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_wacz(tmp_path: Path, method: int) -> None:
    one = written(("response", URL, HTML, {}), ("revisit", URL, HTML, {}))
    two = written(("response", URL + "/2", HTML, {}), is_packed=False)
    files = [
        ("datapackage.json", b"{}"),
        ("archive/1.warc.gz", one),
        ("archive/2.warc", two),
        ("archive/x/3.warc", two),
    ]
    found = read(tmp_path, zipped(files, method), "saved.wacz")
    assert [each.url for each in found if isinstance(each, Page)] == [URL, URL, URL + "/2"]
    assert {each.archived_by for each in found if isinstance(each, Page)} == {"saved.wacz"}


def test_a_damaged_wacz(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = written(("response", URL, HTML, {}))
    cut, two = one[:-30], written(("response", URL + "/2", HTML, {}))
    bad, page = read(tmp_path, zipped([("archive/1.warc.gz", cut), ("archive/2.warc.gz", two)]), "saved.wacz")
    assert isinstance(bad, RowError)
    assert (bad.subject.endswith("1.warc.gz"), bad.reason) == (True, "cut short: the gzip data ends too early")
    assert isinstance(page, Page)
    flipped = zipped([("archive/1.warc.gz", one)], zipfile.ZIP_DEFLATED)
    flipped = flipped[:300] + bytes([flipped[300] ^ 1]) + flipped[301:]
    [bad] = read(tmp_path, flipped, "saved.wacz")
    assert isinstance(bad, RowError)
    assert "cannot be taken out of the WACZ file" in bad.reason
    monkeypatch.setattr(members, "FREE_BYTES", 1_000_000)
    bomb = zipped([("archive/1.warc", bytes(15_000_000))], zipfile.ZIP_DEFLATED)
    [bad] = read(tmp_path, bomb, "saved.wacz")
    assert isinstance(bad, RowError)
    assert "200 times its size" in bad.reason
    for data, reason in ((one, "not a WACZ file"), (zipped([("a.txt", b"a")]), "no WARC file in it")):
        with pytest.raises(SourceUnreadable, match=reason):
            read(tmp_path, data, "saved.wacz")


SEED = written(
    ("response", URL, HTML, {}), ("resource", "file:///a.html", HTML, {}), ("revisit", URL, HTML, {}), is_packed=False
) + response(chunked(gzip.compress(HTML)), "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n")


def mangled(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few of them changed, taken out, doubled or put in elsewhere."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(changed)), chance.choice((1, 1, 2, 8, 60))
        piece = bytes(changed[at : at + length])
        elsewhere = chance.randrange(len(changed))
        changed[at : at + length] = chance.choice(
            (b"", piece * 2, chance.randbytes(length), b"\0", b"\r\n", b"9" * length)
        )
        if chance.random() < 0.3:
            changed[elsewhere:elsewhere] = piece
    return bytes(changed)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**64))
def test_mangled_files(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    data = mangled(SEED, chance)
    choices = (data, gzip.compress(data), mangled(gzip.compress(SEED), chance))
    found, _ = read_as_far(tmp_path, chance.choice(choices))
    assert all(isinstance(item, Page | RowError) for item in found)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**64))
def test_mangled_wacz(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    method = chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    path = tmp_path / "saved.wacz"
    path.write_bytes(
        mangled(zipped([("archive/1.warc", SEED), ("archive/2.warc.gz", gzip.compress(SEED))], method), chance)
    )
    with contextlib.suppress(SourceUnreadable):
        assert all(isinstance(item, Page | RowError) for item in read_wacz(path))


def test_files_of_other_tools(shared: Path) -> None:
    """Plain, packed, odd and cut: as many pages as they hold, and one line for what cannot be read."""
    folder = shared / "data" / "warc"
    counts: dict[str, int | str] = {}
    for path in sorted(folder.glob("*.warc*")):
        try:
            counts[path.name] = sum(isinstance(item, Page) for item in read_warc(path))
        except SourceUnreadable as error:
            counts[path.name] = error.reason
    assert counts["warcfile.warc"] == counts["warcfile.warc.gz"] == 16
    assert counts["clueweb-quirk.warc.gz"] == 29
    assert counts["clipped.warc.gz"] == "cut short: the gzip data ends too early"
    assert counts["warcfile.warc.lz4"] == "not a WARC file"
