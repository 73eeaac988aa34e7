"""Files as streams: packing, byte order marks, damage."""

from __future__ import annotations

import bz2
import codecs
import gzip
import os
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstory.errors import SourceNotFound, SourceUnreadable
from backstory.intake.streams import open_stream

TEXT = "Ein Satz mit Umlauten: größer, schöner, übler.\n"


def content(path: Path) -> bytes:
    with open_stream(path) as stream:
        return stream.content.read()


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        gzip.compress(TEXT.encode()),
        gzip.compress(TEXT[:9].encode()) + gzip.compress(TEXT[9:].encode()),
        bz2.compress(TEXT.encode()),
        bz2.compress(TEXT[:9].encode()) + bz2.compress(TEXT[9:].encode()),
        gzip.compress(TEXT.encode("utf-16")),
    ],
)
def test_content_is_unpacked_utf_8_without_a_mark(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a name that says nothing"
    path.write_bytes(data)
    assert content(path).decode() == TEXT


def test_head_leaves_the_content_whole_and_done_counts_bytes_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(gzip.compress(os.urandom(100_000)))
    with open_stream(path) as stream:
        head = stream.head
        assert stream.total == path.stat().st_size
        assert stream.content.read().startswith(head)
        assert stream.done == stream.total


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_all_that_stands_before_the_damage_is_delivered(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    lines = [b"%d\n" % random.Random(line).getrandbits(200) for line in range(40_000)]
    packed = pack(b"".join(lines))
    path = tmp_path / "cut"
    path.write_bytes(packed[: len(packed) // 2])
    read: list[bytes] = []
    with open_stream(path) as stream, pytest.raises(SourceUnreadable, match="cut short"):
        read.extend(iter(stream.content.readline, b""))
    assert read == lines[: len(read)]
    assert len(read) > 10_000


def test_damaged_packing(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(os.urandom(1000)))
    packed[-8:-4] = b"\0\0\0\0"
    path = tmp_path / "a.gz"
    path.write_bytes(packed)
    with open_stream(path) as stream, pytest.raises(SourceUnreadable, match="damaged gzip data"):
        stream.content.readlines()


def test_damaged_utf_16(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("abc".encode("utf-16") + b"\x00")
    with open_stream(path) as stream, pytest.raises(SourceUnreadable, match="damaged UTF-16"):
        stream.content.read()


@pytest.mark.parametrize("name", ["none", "file/none", "no\0ne", "no\udc80ne"])
def test_missing(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    path = tmp_path / name
    with pytest.raises(SourceNotFound) as caught:
        content(path)
    assert str(caught.value) == f"{path}: no such file"


def test_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="a folder"):
        content(tmp_path)


def test_pipe(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(SourceUnreadable, match="not a regular file"):
        content(path)


@pytest.mark.parametrize("data", [b"", gzip.compress(b""), bz2.compress(b""), codecs.BOM_UTF8])
def test_empty(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(data)
    with pytest.raises(SourceUnreadable, match="empty"):
        content(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("x")
    path.chmod(0)
    with pytest.raises(SourceUnreadable, match="cannot be opened"):
        content(path)


def test_a_path_that_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="cannot be opened"):
        content(tmp_path / ("x" * 5000))


@given(data=st.binary(max_size=200), magic=st.sampled_from([b"", b"\x1f\x8b\x08", b"BZh9", codecs.BOM_UTF16_LE]))
def test_no_bytes_raise_anything_else(tmp_path_factory: pytest.TempPathFactory, data: bytes, magic: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(magic + data)
    with suppress(SourceUnreadable):
        content(path)
