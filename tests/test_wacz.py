"""WACZ out: what version 1.1.1 asks for, checked by hand always and by its own tool where that is installed."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from backstory import errors
from backstory.intake.warc import read_wacz
from backstory.model import Exchange, Page
from backstory.store.captures import Captures
from backstory.store.sqlite import SQLiteStore
from backstory.store.wacz import surt, write_wacz

NOW = dt.datetime(2022, 4, 3, 12, 30, tzinfo=dt.UTC)
HTML = "text/html; charset=utf-8"


def page_of(number: int, status: int = 200) -> Page:
    return Page(
        source=f"https://www.news.example/{number}",
        url=f"https://www.news.example/{number}",
        data=f"<html><title>Story {number}</title><p>Words of {number // 2}.</html>".encode(),
        content_type=HTML,
        captured=NOW + dt.timedelta(hours=number),
        exchange=Exchange(status=status, reason="OK", headers=(("Content-Type", HTML),), request=(("Host", "a"),)),
    )


@pytest.fixture
def captures(tmp_path: Path) -> Iterator[Captures]:
    """A thousand captures in several files: every second one of bytes that were captured before."""
    store = SQLiteStore(str(tmp_path / "archive.db"))
    opened = Captures(store, str(tmp_path / "archive.db"), file_bytes=100_000)
    with opened.write():
        for n in range(1_000):
            page = page_of(n)
            opened.keep(replace(page, data=page_of(n - n % 2).data), NOW)
        opened.keep(page_of(1_000, status=404), NOW)
        opened.keep(Page(source="a b.html", data=b"<html>A file.", content_type="text/html"), NOW)
        opened.keep(
            Page(source="x", url="https://news.example/a b\n?x=\u00fc", data=b"<html>Odd.", content_type=HTML), NOW
        )
    yield opened
    store.close()


def packed(captures: Captures, path: Path) -> zipfile.ZipFile:
    assert write_wacz(captures, path, title="A test") == 1_003
    return zipfile.ZipFile(path)


def lines(data: bytes) -> list[Any]:
    return [json.loads(line) for line in data.splitlines()]


def test_the_package_lists_its_parts(captures: Captures, tmp_path: Path) -> None:
    with packed(captures, tmp_path / "a.wacz") as archive:
        described = json.loads(archive.read("datapackage.json"))
        assert (described["profile"], described["wacz_version"]) == ("data-package", "1.1.1")
        assert described["title"] == "A test"
        listed = {each["path"]: each for each in described["resources"]}
        others = {"datapackage.json", "datapackage-digest.json"}
        assert set(archive.namelist()) == set(listed) | others
        for path, resource in listed.items():
            data = archive.read(path)
            assert resource["bytes"] == len(data)
            assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
            assert resource["name"] == Path(path).name
        digest = json.loads(archive.read("datapackage-digest.json"))
        assert digest["hash"] == f"sha256:{hashlib.sha256(archive.read('datapackage.json')).hexdigest()}"
        assert all(each.compress_type == zipfile.ZIP_STORED for each in archive.infolist())
        assert archive.testzip() is None


def test_the_index_leads_to_every_record(captures: Captures, tmp_path: Path) -> None:
    with packed(captures, tmp_path / "a.wacz") as archive:
        index = archive.read("indexes/index.cdx.gz")
        text = gzip.decompress(index)
        assert text.splitlines() == sorted(text.splitlines())
        files = {name: archive.read(name) for name in archive.namelist() if name.startswith("archive/")}
        assert len(files) > 2
        for line in text.decode().splitlines():
            key, time, block = line.split(" ", 2)
            place = json.loads(block)
            data = files[f"archive/{place['filename']}"][place["offset"] : place["offset"] + place["length"]]
            [record] = ArchiveIterator(io.BytesIO(data))
            assert record.rec_headers["WARC-Target-URI"] == place["url"]
            assert record.rec_headers["WARC-Payload-Digest"] == place["digest"]
            assert (record.rec_type == "revisit") == (place["mime"] == "warc/revisit")
            assert key == surt(place["url"])
            assert len(time) == 14
        meta, *blocks = archive.read("indexes/index.idx").decode().splitlines()
        assert meta == '!meta 0 {"format":"cdxj-gzip-1.0","filename":"index.cdx.gz"}'
        found = b""
        for line in blocks:
            key, time, block = line.split(" ", 2)
            place = json.loads(block)
            part = index[place["offset"] : place["offset"] + place["length"]]
            assert place["digest"] == f"sha256:{hashlib.sha256(part).hexdigest()}"
            found += gzip.decompress(part)
            assert gzip.decompress(part).startswith(f"{key} {time} {{".encode())
        assert found == text
        assert len(blocks) == 4


def test_pages(captures: Captures, tmp_path: Path) -> None:
    path = tmp_path / "a.wacz"
    write_wacz(captures, path, title="A test", title_of=lambda capture: f"Story {capture.number}")
    with zipfile.ZipFile(path) as archive:
        head, first, *rest = lines(archive.read("pages/pages.jsonl"))
    assert head == {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}
    assert first == {
        "id": "1",
        "url": "https://www.news.example/0",
        "ts": "2022-04-03T12:30:00.000000Z",
        "title": "Story 1",
    }
    assert len(rest) == 1_001
    assert not [each for each in rest if each["url"].endswith("/1000")]


def test_the_same_captures_give_the_same_bytes(captures: Captures, tmp_path: Path) -> None:
    for name in ("a.wacz", "b.wacz"):
        write_wacz(captures, tmp_path / name, title="A test")
    assert (tmp_path / "a.wacz").read_bytes() == (tmp_path / "b.wacz").read_bytes()


def test_it_comes_back(captures: Captures, tmp_path: Path) -> None:
    packed(captures, tmp_path / "a.wacz").close()
    found = list(read_wacz(tmp_path / "a.wacz"))
    kept = [capture for capture in captures.index.captures_after(0) if capture.status in (200, None)]
    assert len(found) == len(kept)
    for page, capture in zip(found, kept, strict=True):
        assert isinstance(page, Page)
        assert (page.data, page.captured) == (captures.payload(capture), capture.captured)


def test_bytes_that_do_not_count_stay_out(captures: Captures, tmp_path: Path) -> None:
    write_wacz(captures, tmp_path / "a.wacz", title="A test")
    last = captures.index.last_capture()
    assert last
    with (captures.folder / last.file).open("ab") as file:
        file.write(b"half a record")
    write_wacz(captures, tmp_path / "b.wacz", title="A test")
    assert (tmp_path / "a.wacz").read_bytes() == (tmp_path / "b.wacz").read_bytes()


def test_what_cannot_be_written(captures: Captures, tmp_path: Path) -> None:
    with pytest.raises(errors.ArchiveError, match="cannot be written"):
        write_wacz(captures, tmp_path / "none" / "a.wacz", title="A test")
    (captures.folder / "00001.warc.gz").unlink()
    with pytest.raises(errors.ArchiveUnreadable, match="is missing"):
        write_wacz(captures, tmp_path / "a.wacz", title="A test")
    assert not list(tmp_path.glob("*.wacz")) + list(tmp_path.glob(".*.new"))
    store = SQLiteStore(str(tmp_path / "empty.db"))
    with pytest.raises(errors.ArchiveError, match="no page was captured yet"):
        write_wacz(Captures(store, str(tmp_path / "empty.db")), tmp_path / "a.wacz", title="A test")
    store.close()


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.news.example/A/Story?b=2&a=1", "example,news)/a/story?a=1&b=2"),
        ("http://news.example", "example,news)/"),
        ("https://www2.news.example:8443/", "example,news:8443)/"),
        ("https://news.example:443/x#part", "example,news)/x"),
        ("ni:///sha-256;abc", "ni:///sha-256;abc"),
        ("https://[odd/", "https://[odd/"),
    ],
)
def test_surt(url: str, key: str) -> None:
    assert surt(url) == key


@pytest.mark.skipif(shutil.which("wacz") is None, reason="needs the tool `wacz` (pip install wacz) on the path")
def test_its_own_tool_finds_it_valid(captures: Captures, tmp_path: Path) -> None:
    packed(captures, tmp_path / "a.wacz").close()
    run = subprocess.run(
        ["wacz", "validate", "-f", str(tmp_path / "a.wacz")], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, ""), run.stdout
