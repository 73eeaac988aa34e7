"""Captures: kept before anything else, read back only as they were, whatever happens to the writer or the files."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import io
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from backstory import errors
from backstory.model import Capture, CaptureKind, Exchange, Page
from backstory.store.captures import Captures
from backstory.store.sqlite import SQLiteStore
from backstory.store.verify import Fault, verify

NOW = dt.datetime(2022, 4, 3, 12, 30, 0, 250_000, tzinfo=dt.UTC)
HTML = "text/html; charset=utf-8"


def page_of(words: str, url: str = "https://news.example/a?b=1", *, status: int = 200) -> Page:
    """A page as it comes over HTTP."""
    exchange = Exchange(
        status=status,
        reason="OK",
        headers=(("Content-Type", HTML), ("Content-Encoding", "gzip"), ("Content-Length", "7"), ("X-Name", "Agnès")),
        request=(("Host", "news.example"), ("User-Agent", "Backstory")),
    )
    data = f"<html><body><p>{words}</p></body></html>".encode()
    return Page(source=url, data=data, url=url, content_type=HTML, captured=NOW, exchange=exchange)


def redirect(url: str, to: str) -> Page:
    """An answer without a body that sends its reader on."""
    exchange = Exchange(status=301, headers=(("Location", to),), request=(("Host", "news.example"),))
    return Page(source=url, data=b"", url=url, captured=NOW, exchange=exchange)


FILE = Page(source="saved/page.txt", data="Shells fell on Árbol.".encode(), content_type="text/plain")


class Opened:
    """An archive's store and captures."""

    def __init__(self, path: Path, **options: int) -> None:
        self.store = SQLiteStore(str(path))
        self.captures = Captures(self.store, str(path), **options)

    def keep(self, *pages: Page) -> list[Capture]:
        with self.captures.write():
            return [self.captures.keep(page, NOW) for page in pages]

    def faults(self) -> list[Fault]:
        return list(verify(self.captures))

    def close(self) -> None:
        self.captures.close()
        self.store.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


@pytest.fixture
def opened(path: Path) -> Iterator[Opened]:
    each = Opened(path)
    yield each
    each.close()


def read_back(folder: Path) -> list[tuple[str, dict[str, str], bytes]]:
    """The records of all files as warcio reads them, which checks their digests: type, fields, content."""
    found = []
    for file in sorted(folder.glob("*.warc.gz")):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                fields = dict(record.rec_headers.headers)
                found.append((record.rec_type, fields, record.raw_stream.read()))
    return found


def test_a_page_is_kept_as_it_came(opened: Opened) -> None:
    page = page_of("Shells fell.")
    [capture] = opened.keep(page)
    assert (capture.number, capture.url, capture.status, capture.kind) == (1, page.url, 200, CaptureKind.RESPONSE)
    assert capture.sha256 == hashlib.sha256(page.data).hexdigest()
    assert opened.captures.payload(capture) == page.data
    assert opened.captures.page(capture) == replace(page, exchange=None)
    assert opened.captures.index.capture(1) == capture
    assert opened.faults() == []


def test_records_are_those_of_the_standard(opened: Opened) -> None:
    page = page_of("Shells fell.")
    opened.keep(page, FILE, replace(page, captured=NOW + dt.timedelta(days=1)))
    info, request, response, resource, again_asked, again = read_back(opened.captures.folder)
    assert [each[0] for each in (info, request, response)] == ["warcinfo", "request", "response"]
    assert [each[0] for each in (resource, again_asked, again)] == ["resource", "request", "revisit"]
    assert response[1]["WARC-Date"] == "2022-04-03T12:30:00.250000Z"
    assert response[1]["WARC-Payload-Digest"] == f"sha256:{hashlib.sha256(page.data).hexdigest()}"
    assert request[1]["WARC-Concurrent-To"] == response[1]["WARC-Record-ID"]
    assert response[2] == page.data
    assert resource[1]["WARC-Target-URI"].startswith("ni:///sha-256;")
    assert resource[2] == FILE.data
    assert again[1]["WARC-Refers-To"] == response[1]["WARC-Record-ID"]
    assert again[1]["WARC-Refers-To-Target-URI"] == page.url
    assert again[1]["WARC-Refers-To-Date"] == response[1]["WARC-Date"]
    assert again[1]["WARC-Profile"].endswith("/1.1/revisit/identical-payload-digest")
    assert again[2] == b""
    names = [fields["WARC-Record-ID"] for _, fields, _ in read_back(opened.captures.folder)]
    assert len(set(names)) == len(names)


def test_the_head_tells_how_the_bytes_were_packed(opened: Opened) -> None:
    [capture] = opened.keep(page_of("Shells fell."))
    with (opened.captures.folder / capture.file).open("rb") as stream:
        stream.seek(capture.offset)
        head, _, payload = gzip.decompress(stream.read(capture.length)).partition(b"\r\n\r\n")[2].partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    assert lines[0] == "HTTP/1.1 200 OK"
    assert {"X-Archive-Orig-Content-Encoding: gzip", "X-Archive-Orig-Content-Length: 7"} < set(lines)
    assert f"Content-Length: {capture.size}" in lines
    assert "X-Name: Agnès" in lines
    assert payload.rstrip() == page_of("Shells fell.").data


def test_the_same_bytes_are_stored_once(opened: Opened) -> None:
    page = Page(source="a.html", data=os.urandom(200_000))
    opened.keep(page)
    size = (opened.captures.folder / "00000.warc.gz").stat().st_size
    [again] = opened.keep(replace(page, source="b.html"))
    assert again.kind is CaptureKind.REVISIT
    assert (opened.captures.folder / "00000.warc.gz").stat().st_size - size < 1_000
    assert opened.captures.payload(again) == page.data
    assert opened.faults() == []


def test_captures_of_an_address(opened: Opened) -> None:
    moved = page_of("Moved.", "https://news.example/new")
    hops = (
        redirect("https://news.example/old", "/older"),
        redirect("https://news.example/older", "//news.example/new"),
    )
    later = replace(moved, captured=NOW + dt.timedelta(days=2), hops=hops)
    gone = replace(page_of("Gone.", "https://news.example/old", status=404), captured=NOW + dt.timedelta(days=1))
    kept = opened.keep(later, gone, page_of("Other."))
    index = opened.captures.index
    old, older = index.capture(1), index.capture(2)
    assert index.captures("https://news.example/old") == [old, kept[1], kept[0]]
    assert kept[0].redirects == ("https://news.example/older",)
    assert index.captures("https://news.example/older") == [older]
    assert index.captures("https://news.example/new") == [kept[0]]
    assert old
    assert older
    assert [opened.captures.location(each) for each in (old, older, *kept)] == [
        "https://news.example/older",
        "https://news.example/new",
        *[None] * 3,
    ]
    assert (old.kind, older.kind, old.size) == (CaptureKind.RESPONSE, CaptureKind.RESPONSE, 0)
    assert opened.faults() == []
    assert opened.captures.index.captures("https://nobody.example/") == []


def test_a_file_has_no_address(opened: Opened) -> None:
    [capture] = opened.keep(FILE)
    assert capture.asked == "saved/page.txt"
    assert opened.captures.page(capture) == replace(FILE, captured=NOW)
    assert "saved" not in gzip.decompress((opened.captures.folder / capture.file).read_bytes()).decode()
    [odd] = opened.keep(replace(FILE, source="caf\udce9.txt", data=b"x"))
    assert odd.asked == "caf?.txt"


def test_files_roll(path: Path) -> None:
    each = Opened(path, file_bytes=3_000)
    kept = [capture for n in range(12) for capture in each.keep(page_of(f"Page {n} " + os.urandom(400).hex()))]
    files = sorted(file.name for file in each.captures.folder.glob("*.warc.gz"))
    assert files == sorted({capture.file for capture in kept})
    assert len(files) > 2
    assert all(capture.offset > 0 for capture in kept)
    assert [kind for kind, _, _ in read_back(each.captures.folder)].count("warcinfo") == len(files)
    assert [each.captures.payload(capture) for capture in kept] == [
        each.captures.payload(capture) for capture in each.captures.index.captures_after(0)
    ]
    assert each.faults() == []
    each.close()


def test_in_memory() -> None:
    store = SQLiteStore(":memory:")
    captures = Captures(store, ":memory:")
    with captures.write():
        capture = captures.keep(FILE, NOW)
    assert captures.payload(capture) == FILE.data
    folder = captures.folder
    captures.close()
    captures.close()
    store.close()
    assert not folder.exists()


def test_what_fails_is_taken_back(path: Path) -> None:
    each = Opened(path, file_bytes=2_000)
    each.keep(page_of("Kept."))
    before = {file.name: file.read_bytes() for file in each.captures.folder.glob("*.gz")}
    with pytest.raises(KeyboardInterrupt):
        _break_off(each)
    assert {file.name: file.read_bytes() for file in each.captures.folder.glob("*.gz")} == before
    assert each.captures.left_over() == ()
    each.keep(page_of("And more."))
    assert each.faults() == []
    each.close()


def _break_off(each: Opened) -> None:
    with each.captures.write():
        for n in range(5):
            each.captures.keep(page_of(os.urandom(500).hex() + str(n)), NOW)
        raise KeyboardInterrupt


def test_nothing_is_written_where_nothing_is_kept(opened: Opened) -> None:
    assert opened.captures.recover() == ()
    with opened.captures.write() as moved:
        assert moved == ()
    assert list(opened.captures.folder.glob("*.gz")) == []
    assert opened.faults() == []


def test_left_overs_are_set_aside(path: Path) -> None:
    each = Opened(path)
    [kept] = each.keep(page_of("Kept."))
    with (each.captures.folder / kept.file).open("ab") as file:
        file.write(b"\x1f\x8bhalf a record")
    (each.captures.folder / "00001.warc.gz").write_bytes(b"a file that was begun")
    assert [fault.what for fault in each.faults()] == [
        "15 bytes that belong to no capture",
        "21 bytes that belong to no capture",
    ]
    each.close()
    again = Opened(path)
    moved = again.captures.recover()
    assert [(left.file, left.start, left.length) for left in moved] == [
        (kept.file, kept.end, 15),
        ("00001.warc.gz", 0, 21),
    ]
    assert [left.moved.read_bytes()[:4] for left in moved if left.moved] == [b"\x1f\x8bha", b"a fi"]
    assert all(left.moved and left.moved.name.endswith(".damaged") for left in moved)
    assert again.captures.recover() == ()
    assert again.faults() == []
    again.keep(page_of("And more."))
    assert again.faults() == []
    again.close()


def test_missing_bytes_are_not_written_over(path: Path) -> None:
    each = Opened(path)
    kept = each.keep(page_of("One."), page_of("Two."))
    os.truncate(each.captures.folder / kept[1].file, kept[1].end - 10)
    assert [(fault.number, fault.what) for fault in each.faults()] == [(2, "10 bytes of its records are missing")]
    with (
        pytest.raises(errors.ArchiveUnreadable, match="10 bytes that were kept in it are missing"),
        each.captures.write(),
    ):
        pytest.fail("a writer was let in")
    (each.captures.folder / kept[1].file).unlink()
    assert [fault.number for fault in each.faults()] == [1, 2]
    with pytest.raises(errors.ArchiveUnreadable, match="is missing"):
        each.captures.payload(kept[0])
    each.close()


def test_two_writers(path: Path) -> None:
    one, other = Opened(path), Opened(path)
    other.captures = Captures(other.store, str(path), timeout=0.05)
    with one.captures.write():
        one.captures.keep(page_of("From the first."), NOW)
        assert other.captures.recover() == ()
        with pytest.raises(errors.ArchiveBusy, match="another process is writing"), other.captures.write():
            pytest.fail("the second writer was let in")
    other.keep(page_of("From the second."))
    one.keep(page_of("And again."))
    assert [capture.number for capture in one.captures.index.captures_after(0)] == [1, 2, 3]
    assert one.faults() == []
    one.close()
    other.close()


def test_the_files_of_another_archive_are_left_alone(path: Path) -> None:
    each = Opened(path)
    each.keep(page_of("Kept."))
    other = SQLiteStore(str(path.with_name("other.db")))
    captures = Captures(other, str(path))
    for use in (captures.recover, captures.write().__enter__):
        with pytest.raises(errors.ArchiveUnreadable, match="captures of another archive"):
            use()
    other.close()
    assert each.faults() == []
    each.close()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs to give up the right to write (root only)")
def test_read_only(path: Path) -> None:
    each = Opened(path)
    [capture] = each.keep(page_of("Kept."))
    each.close()
    for folder in path.parents:
        if folder.stat().st_uid == 0 and not folder.stat().st_mode & 0o001:
            folder.chmod(0o755)
    for file in (path, *each.captures.folder.iterdir()):
        file.chmod(0o444)
    for folder in (each.captures.folder, path.parent):
        folder.chmod(0o555)
    reader = multiprocessing.get_context("fork").Process(target=_read_as_nobody, args=(path, capture))
    reader.start()
    reader.join()
    assert reader.exitcode == 0


def _read_as_nobody(path: Path, capture: Capture) -> None:
    os.setgid(65534)
    os.setuid(65534)
    each = Opened(path)
    assert each.captures.recover() == ()
    assert each.captures.payload(capture) == page_of("Kept.").data
    assert each.faults() == []
    with pytest.raises(errors.ArchiveReadOnly, match="cannot be written"), each.captures.write():
        pytest.fail("a writer was let in")


def test_writers_at_once(path: Path) -> None:
    """Several processes that write wait for one another, and the chain has no gap."""
    Opened(path).close()
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(n), "10"]) for n in range(3)]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    each = Opened(path)
    assert len(list(each.captures.index.captures_after(0))) == 30 * 5
    assert each.faults() == []
    each.close()


WRITER = """
import datetime as dt, os, sys
from pathlib import Path
from backstory.model import Page
from backstory.store.captures import Captures
from backstory.store.sqlite import SQLiteStore
path, name, batches = sys.argv[1], sys.argv[2], int(sys.argv[3])
store = SQLiteStore(path)
captures = Captures(store, path, file_bytes=100_000)
captures.recover()
for batch in range(batches):
    with captures.write():
        for n in range(5):
            page = Page(source=f"{name}-{batch}-{n}", data=os.urandom(10_000))
            captures.keep(page, dt.datetime(2022, 4, 3, tzinfo=dt.UTC))
    print(batch, flush=True)
"""


def test_kill_at_any_moment(path: Path) -> None:
    """A killed writer leaves whole transactions: all that it reported, perhaps one more, nothing damaged."""
    for round_, pause in enumerate((0.01, 0.03, 0.06, 0.1)):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(round_), "100000"], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            before = 0
            writer.stdout.readline()
            time.sleep(pause)
            writer.send_signal(signal.SIGKILL)
            reported = len(writer.stdout.read().split()) + 1
        each = Opened(path)
        each.captures.recover()
        kept = [
            capture
            for capture in each.captures.index.captures_after(0)
            if (capture.asked or "").startswith(f"{round_}-")
        ]
        assert before + len(kept) in (reported * 5, (reported + 1) * 5)
        assert each.faults() == []
        each.keep(page_of(f"After round {round_}."))
        assert each.faults() == []
        each.close()


def test_a_full_disk_loses_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    each = Opened(path)
    each.keep(page_of("Kept."))
    import resource

    size = (each.captures.folder / "00000.warc.gz").stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100_000, hard))
    try:
        with pytest.raises(errors.ArchiveError, match="File too large"):
            each.keep(Page(source="large", data=os.urandom(300_000)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert (each.captures.folder / "00000.warc.gz").stat().st_size == size
    each.keep(page_of("And more."))
    assert each.faults() == []
    each.close()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small archive of captures, some of them of the same bytes, in two files."""
    folder = tmp_path_factory.mktemp("small")
    each = Opened(folder / "archive.db", file_bytes=2_500)
    each.keep(page_of("One."), FILE, page_of("Two."), page_of("One."))
    each.keep(*(page_of(f"Number {n}.", f"https://news.example/{n}") for n in range(3)))
    each.close()
    return folder


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_flipped_bit_is_found(small: Path, tmp_path: Path, data: st.DataObject) -> None:
    shutil.copytree(small, tmp_path, dirs_exist_ok=True)
    file = data.draw(st.sampled_from(sorted((tmp_path / "archive.captures").glob("*.gz"))))
    content = bytearray(file.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= 1 << data.draw(st.integers(0, 7))
    file.write_bytes(content)
    each = Opened(tmp_path / "archive.db")
    [fault] = each.faults()
    assert fault.number
    capture = each.captures.index.capture(fault.number)
    assert capture
    assert (fault.file, fault.url) == (file.name, capture.url)
    assert capture.start <= at < capture.end
    for other in each.captures.index.captures_after(0):
        try:
            served = each.captures.payload(other)
        except errors.ArchiveUnreadable:
            continue
        assert hashlib.sha256(served).hexdigest() == other.sha256
    each.close()


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE captures SET url = 'https://other.example/' WHERE number = 2", "what the archive says"),
        ("UPDATE captures SET captured = '2021-01-01 00:00:00.000000' WHERE number = 2", "what the archive says"),
        ("UPDATE captures SET archived_by = 'somebody' WHERE number = 2", "what the archive says"),
        ("UPDATE captures SET link = '00' WHERE number = 2", "what the archive says"),
        ("DELETE FROM captures WHERE number = 2", "are gone"),
        ("DELETE FROM captures WHERE number = (SELECT max(number) FROM captures)", "belong to no capture"),
        ("UPDATE captures SET start = start - 1 WHERE number = 2", "do not begin where"),
    ],
)
def test_a_changed_row_is_found(small: Path, tmp_path: Path, change: str, what: str) -> None:
    shutil.copytree(small, tmp_path, dirs_exist_ok=True)
    each = Opened(tmp_path / "archive.db")
    each.store._connection.exec_driver_sql(change)
    assert any(what in fault.what for fault in each.faults())
    each.close()


def test_bytes_between_files_are_found(small: Path, tmp_path: Path) -> None:
    shutil.copytree(small, tmp_path, dirs_exist_ok=True)
    with (tmp_path / "archive.captures" / "00000.warc.gz").open("ab") as file:
        file.write(gzip.compress(b"put in"))
    each = Opened(tmp_path / "archive.db")
    [fault] = each.faults()
    assert (fault.file, fault.what, fault.number) == ("00000.warc.gz", "bytes that belong to no capture", None)
    each.close()


words = st.text(st.characters(codec="utf-8"), max_size=30)
field_names = st.from_regex(r"[A-Za-z-]{1,12}", fullmatch=True)
hops = st.builds(redirect, words.map(lambda text: f"https://news.example/{text}"), words)
pages = st.builds(
    Page,
    source=words,
    data=st.binary(max_size=2_000),
    url=st.none() | words.map(lambda text: f"https://news.example/{text}"),
    content_type=st.none() | words,
    captured=st.none() | st.datetimes(timezones=st.just(dt.UTC), min_value=dt.datetime(1000, 1, 1)),
    exchange=st.none()
    | st.builds(
        Exchange,
        status=st.integers(100, 599),
        reason=words,
        headers=st.lists(st.tuples(field_names, words), max_size=4).map(tuple),
        request=st.lists(st.tuples(field_names, words), max_size=2).map(tuple),
    ),
    archived_by=st.none() | words,
    hops=st.just(()) | st.lists(hops, max_size=2).map(tuple),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(batch=st.lists(pages, max_size=6))
def test_whatever_comes_is_kept(tmp_path: Path, batch: list[Page]) -> None:
    shutil.rmtree(tmp_path)
    tmp_path.mkdir()
    each = Opened(tmp_path / "archive.db", file_bytes=3_000)
    kept = each.keep(*batch)
    assert [each.captures.payload(capture) for capture in kept] == [page.data for page in batch]
    found = list(each.captures.index.captures_after(0))
    assert [capture.number for capture in found] == list(range(1, len(found) + 1))
    assert [capture for capture in found if capture in kept] == kept
    assert len(found) == len(batch) + sum(len(page.hops) for page in batch)
    assert each.faults() == []
    files = b"".join(file.read_bytes() for file in sorted(each.captures.folder.glob("*.warc.gz")))
    assert len(list(ArchiveIterator(io.BytesIO(files)))) >= len(batch)
    each.close()
