"""Files of every kind, and of kinds that cannot be read."""

from __future__ import annotations

import bz2
import datetime as dt
import gzip
import io
import json
import sqlite3
import tarfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import Read, drain
from sample_days import day_page, day_xml, export_xml

from backstory.errors import SourceNotFound, SourceUnreadable
from backstory.intake.batch import Feeds
from backstory.intake.files import read_file
from backstory.model import Page

DATA = Path(__file__).parents[2] / "shared" / "data"
DAY = dt.date(2015, 12, 23)
PAGE = day_page(DAY, "A dam breaks in Zürich.")
JSON_LINES = json.dumps({"date": str(DAY), "headline": "A dam breaks in Zürich."}) + "\n"
CSV = f"date;headline\n{DAY};A dam breaks in Zürich.\n"
XML = export_xml(day_xml(DAY, "A dam breaks in Zürich."))

Reading = Callable[[str, str | bytes], Read]


@pytest.fixture
def read_bytes(tmp_path: Path) -> Reading:
    """Reads content under a name."""

    def reading(name: str, content: str | bytes) -> Read:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return drain(read_file(path))

    return reading


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("2015-12-23.wiki", PAGE),
        ("page.txt", PAGE),
        ("Portal page", PAGE),
        ("events.jsonl", JSON_LINES),
        ("events.ndjson", JSON_LINES),
        ("events.json", JSON_LINES),
        ("events", JSON_LINES),
        ("page.wiki", JSON_LINES),
        ("events.csv", CSV),
        ("events.tsv", CSV.replace(";", "\t")),
        ("events.txt", CSV),
        ("export.xml", XML),
        ("export", '<?xml version="1.0"?>\n<?style none?><!-- an export -->\n' + XML),
    ],
)
def test_every_kind_under_every_name(
    read_bytes: Reading, name: str, content: str, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    read = read_bytes(name, pack(content.encode(encoding)))
    assert (read.headlines, read.errors, read.failure) == (["A dam breaks in Zürich."], [], None)
    assert read.listings[0].day == DAY
    assert read.batches[-1].done == read.batches[-1].total


@pytest.mark.parametrize("name", ["events.jsonl", "events.jsonl.gz", "events.ndjson.bz2"])
def test_a_list_whose_first_line_is_broken_is_known_by_its_name(read_bytes: Reading, name: str) -> None:
    read = read_bytes(name, "date headline\n" + JSON_LINES)
    assert len(read.errors) == len(read.listings) == 1


BULLETS = "*[[Floods]]\n**A dam breaks. [https://news.example/1 (The Example)]\n"


def test_the_name_gives_the_day_where_the_page_does_not(read_bytes: Reading) -> None:
    assert [each.day for each in read_bytes("2015-12-23.wiki", BULLETS).listings] == [DAY]
    assert [each.day for each in read_bytes("2001-01-01.wiki", PAGE).listings] == [DAY]


@pytest.mark.parametrize("name", ["page.wiki", "2015-02-30.wiki", "12015-12-23.wiki"])
def test_no_day(read_bytes: Reading, name: str) -> None:
    assert isinstance(read_bytes(name, BULLETS).failure, SourceUnreadable)


def test_windows_1252_is_read_and_said(read_bytes: Reading) -> None:
    read = read_bytes("2015-12-23.wiki", PAGE.encode("cp1252"))
    assert read.headlines == ["A dam breaks in Zürich."]
    assert [remark.partition(".wiki ")[2] for remark in read.remarks] == ["is not UTF-8, and was read as Windows-1252"]


@pytest.mark.parametrize(
    "content",
    [
        day_page(DAY, "Прорвало плотину, затоплена долина, пострадавших нет, сообщают власти.").encode("cp1251"),
        day_page(DAY, "ダムが決壊し、谷が浸水した。けが人はいない。地元当局が発表した。").encode("shift_jis"),
        PAGE.encode() + b"\x81",
    ],
)
def test_characters_are_never_guessed_at(read_bytes: Reading, content: bytes) -> None:
    failure = read_bytes("2015-12-23.wiki", content).failure
    assert failure
    assert failure.reason == "neither UTF-8 nor Windows-1252; save it as UTF-8"


def packed(make: Callable[[io.BytesIO], object]) -> bytes:
    out = io.BytesIO()
    make(out)
    return out.getvalue()


def database() -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE t (x)")
    content = connection.serialize()
    connection.close()
    return content


def tar(out: io.BytesIO) -> None:
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("events.jsonl"))


def zipped(out: io.BytesIO) -> None:
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("events.jsonl", JSON_LINES)


UNKNOWN = "neither a page, nor a feed, nor a day page, event list or MediaWiki export"
NAMELESS = "a feed or sitemap that does not say its address; add that instead"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (gzip.compress(b""), "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG image"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG image"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "a WebP image"),
        (b"%PDF-1.7\n%\xe2", "a PDF document"),
        (packed(zipped), "a ZIP archive or an office document"),
        (packed(tar), "an archive of files; unpack it first"),
        (gzip.compress(packed(tar)), "an archive of files; unpack it first"),
        (gzip.compress(gzip.compress(JSON_LINES.encode())), "packed twice; unpack it first"),
        (b"\x28\xb5\x2f\xfd\0", "packed by xz, zstd or lz4; unpack it first"),
        (database(), "an SQLite database"),
        (b"\x7fELF\x02\x01", "a program"),
        (b"some text\0\0", "binary data"),
        (b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", "cut short: it ends inside the head of a record"),
        (b'<?xml version="1.0"?><rss version="2.0">', NAMELESS),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', NAMELESS),
        (b"<urlset/>", NAMELESS),
        (b"<opml/>", "names no feed"),
        (b'[{"date": "2015-12-23"}]', "a JSON document; an event list has one object on each line"),
        (b'{\n  "date": "2015-12-23"\n}', "a JSON document; an event list has one object on each line"),
        (b"A dam breaks. It rains.", UNKNOWN),
        (b"<!----><?x?>" * 300, UNKNOWN),
        (gzip.compress(PAGE.encode())[:-20], "cut short: the gzip data ends too early"),
        (bz2.compress(PAGE.encode())[:-20], "cut short: the bzip2 data ends too early"),
        (b"\x1f\x8b not gzip", "damaged gzip data (Unknown compression method)"),
    ],
)
def test_what_cannot_be_read_is_called_by_its_name(read_bytes: Reading, content: bytes, reason: str) -> None:
    started = time.monotonic()
    read = read_bytes("something", content)
    assert isinstance(read.failure, SourceUnreadable)
    assert (read.items, read.failure.reason) == ((), reason)
    assert time.monotonic() - started < 1


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("map.xml", "<map/>", "XML, but no MediaWiki export (it starts with <map>)"),
        ("events.csv", "day,title\n", "the first line does not name the columns date and headline"),
        ("events.jsonl", "\n\n", "no row in it"),
        ("page.wiki", "x" * 4_000_001, "longer than 4,000,000 bytes, and so no day page"),
    ],
)
def test_what_a_name_promises_and_the_content_does_not_hold(
    read_bytes: Reading, name: str, content: str, reason: str
) -> None:
    failure = read_bytes(name, content).failure
    assert isinstance(failure, SourceUnreadable)
    assert failure.reason == reason


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("something", "<!DOCTYPE html><title>Dam</title>"),
        ("something", "\n<!-- saved -->\n<HTML lang=en>"),
        ("page.html", "<p>A dam breaks."),
        ("page.txt", "A dam breaks\n\nIt rains."),
        ("2015-12-23-dam.txt", "A dam breaks\n\nIt rains."),
    ],
)
def test_pages(read_bytes: Reading, name: str, content: str) -> None:
    read = read_bytes(name, content)
    assert read.failure is None
    (page,) = read.items
    assert isinstance(page, Page)
    assert page.data == content.encode()


def test_feeds_that_say_where_they_are(read_bytes: Reading) -> None:
    atom = '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="https://a.example/feed"/></feed>'
    opml = '<opml version="2.0"><body><outline type="rss" xmlUrl="https://b.example/rss" text="B"/></body></opml>'
    for name, content, address in (("a.atom", atom, "https://a.example/feed"), ("b", opml, "https://b.example/rss")):
        (feeds,) = read_bytes(name, content).items
        assert isinstance(feeds, Feeds)
        assert [link.url for link in feeds.links] == [address]


def test_text_in_an_unknown_layout(read_bytes: Reading) -> None:
    failure = read_bytes("2015-12-23.wiki", "A dam breaks.\n\nIt rains.").failure
    assert isinstance(failure, SourceUnreadable)
    assert "unknown layout" in failure.reason


def test_no_file(tmp_path: Path) -> None:
    assert isinstance(drain(read_file(tmp_path / "none.wiki")).failure, SourceNotFound)


def test_a_folder(tmp_path: Path) -> None:
    failure = drain(read_file(tmp_path)).failure
    assert str(failure) == f"{tmp_path}: a folder, not a file"


@settings(max_examples=300)
@given(
    st.sampled_from(["a", "a.wiki", "a.jsonl", "a.csv", "a.xml", "a.txt.gz"]),
    st.binary(max_size=200) | st.text(alphabet='<!->{["|}=*\n date,hlin').map(str.encode),
)
def test_no_bytes_raise_anything_else(tmp_path_factory: pytest.TempPathFactory, name: str, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(content)
    failure = drain(read_file(path)).failure
    assert failure is None or isinstance(failure, SourceUnreadable)


@settings(max_examples=100)
@given(content=st.sampled_from([PAGE, JSON_LINES * 3, CSV, XML]), data=st.data())
def test_mangled_files_raise_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, content: str, data: st.DataObject
) -> None:
    mangled = bytearray(content.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(mangled)))
        mangled[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=5))
    path = tmp_path_factory.getbasetemp() / "mangled.txt"
    path.write_bytes(mangled)
    failure = drain(read_file(path)).failure
    assert failure is None or isinstance(failure, SourceUnreadable)


@pytest.mark.skipif(not DATA.is_dir(), reason="the shared data is not beside this checkout")
def test_real_files() -> None:
    pages = sorted((DATA / "portal-wikitext").glob("*.wiki"))
    for path in [*pages, DATA / "current-events" / "2002.jsonl.gz"]:
        read = drain(read_file(path))
        assert read.listings
        assert (read.errors, read.remarks, read.failure) == ([], [], None)
    for folder in ("feeds", "warc", "portal-html", "archive-sample", "pages"):
        for path in (DATA / folder).iterdir():
            failure = drain(read_file(path)).failure
            assert failure is None or isinstance(failure, SourceUnreadable), path
