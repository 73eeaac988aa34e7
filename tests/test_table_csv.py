"""Event lists as CSV."""

from __future__ import annotations

import codecs
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import Read, drain, read_stream

from backstory.errors import SourceUnreadable
from backstory.intake.table import LINE_LENGTH
from backstory.intake.table_csv import header_separator, read_csv
from backstory.model import Listing, Origin, Source, Topic

Reading = Callable[[str | bytes], Read]


def read(path: Path) -> Read:
    return drain(read_stream(path, read_csv))


@pytest.fixture
def read_text(tmp_path: Path) -> Reading:
    def reading(text: str | bytes) -> Read:
        path = tmp_path / "events.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read(path)

    return reading


def test_all_columns(read_text: Reading) -> None:
    text = (
        "Id,DATE, Headline ,category,topics,sources,urls,summary,image,external_id,colour\n"
        '2015-12-23/a-dam-breaks,2015-12-23,"A dam, old,\n breaks.",Disasters,Dams; Floods of 2015,'
        "AP via ABC News;BBC,https://news.example/a;https://news.example/b?x=1;y=2,Nobody is hurt.,"
        "https://news.example/dam.jpg,x7,red\n"
    )
    assert read_text(text).listings == [
        Listing(
            id="2015-12-23/a-dam-breaks",
            day=dt.date(2015, 12, 23),
            headline="A dam, old, breaks.",
            summary="Nobody is hurt.",
            category="Disasters and accidents",
            topics=(Topic("Dams"), Topic("Floods of 2015")),
            sources=(
                Source("ABC News", "AP", "https://news.example/a"),
                Source("BBC", None, "https://news.example/b?x=1;y=2"),
            ),
            image="https://news.example/dam.jpg",
            origin=Origin("events.csv"),
            external_id="x7",
            line=2,
        )
    ]


@pytest.mark.parametrize(
    ("sources", "urls", "expected"),
    [
        ("BBC", "", [Source("BBC")]),
        ("", "https://a.example", [Source(url="https://a.example")]),
        ("BBC|CNN", "https://a.example|https://b.example", [("BBC", "a"), ("CNN", "b")]),
        ("BBC;;CNN", "https://a.example;;https://b.example", [("BBC", "a"), ("CNN", "b")]),
        ("BBC;CNN", ";https://b.example", [Source("BBC"), ("CNN", "b")]),
        ("BBC;CNN", "https://a.example", [("BBC", "a"), Source("CNN")]),
        ("BBC", "https://a.example; https://b.example", [("BBC", "a"), Source(url="https://b.example")]),
        ("Smith; Sons & Co|BBC", "", [Source("Smith; Sons & Co"), Source("BBC")]),
    ],
)
def test_sources_and_addresses(
    read_text: Reading, sources: str, urls: str, expected: list[Source | tuple[str, str]]
) -> None:
    (listed,) = read_text(f'date,headline,source,url\n2015-12-23,A dam breaks,"{sources}","{urls}"\n').listings
    wanted = [it if isinstance(it, Source) else Source(it[0], url=f"https://{it[1]}.example") for it in expected]
    assert list(listed.sources) == wanted


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_separators_and_line_endings(read_text: Reading, separator: str, ending: str) -> None:
    lines = [("headline", "date"), ("A dam breaks", "2015-12-23"), ("It rains", "2015-12-24")]
    read = read_text(ending.join(separator.join(line) for line in lines))
    assert [(each.headline, each.line) for each in read.listings] == [("A dam breaks", 2), ("It rains", 3)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks(read_text: Reading, encoding: str) -> None:
    read = read_text("date;headline\n2015-12-23;Überschwemmung in Zürich\n".encode(encoding))
    assert read.headlines == ["Überschwemmung in Zürich"]


def test_lines_are_counted_as_an_editor_does(read_text: Reading) -> None:
    text = 'date,headline\n\n2015-12-23,"one\ntwo\n\nthree"\n,,\n2015-12-23,four\n2015-12-99,five\n2015-12-24,six\n'
    read = read_text(text)
    assert [(each.headline, each.line) for each in read.listings] == [("one two three", 3), ("four", 8), ("six", 10)]
    assert [error.line for error in read.errors] == [9]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"2015-12-23", "no headline"),
        (b",A dam breaks", "no date"),
        (b"2015-02-30,A dam breaks", "there is no day 2015-02-30"),
        (b"2015-12-23,A dam, old, breaks", "4 cells for 2 columns"),
        (b'2015-12-23,"A dam" breaks', "not CSV ("),
        (b"2015-12-23,caf\xe9", "not UTF-8"),
        (b"2015-12-23," + b"x" * LINE_LENGTH, "longer than 1,000,000 characters"),
        (b"2015-12-23," + b"x" * 200_000, "not CSV (field larger than field limit"),
    ],
)
def test_a_row_that_does_not_fit_is_reported_and_the_rest_goes_on(read_text: Reading, row: bytes, reason: str) -> None:
    read = read_text(b"date,headline\n2015-12-22,one\n" + row + b"\n2015-12-24,two\n")
    (error,) = read.errors
    assert error.line == 3
    assert error.subject.endswith("events.csv, line 3")
    assert reason in error.reason
    assert [(each.headline, each.line) for each in read.listings] == [("one", 2), ("two", 4)]


def test_a_quotation_that_never_ends(read_text: Reading) -> None:
    read = read_text('date,headline\n2015-12-23,one\n2015-12-23,"two\n2015-12-23,three\n')
    assert read.headlines == ["one"]
    assert [str(error).partition(", ")[2] for error in read.errors] == ["line 3: not CSV (unexpected end of data)"]


def test_no_such_columns(read_text: Reading) -> None:
    failure = read_text("day,title\n2015-12-23,one\n").failure
    assert isinstance(failure, SourceUnreadable)
    assert failure.reason == "the first line does not name the columns date and headline"


def test_no_rows(read_text: Reading) -> None:
    failure = read_text("date,headline\n").failure
    assert isinstance(failure, SourceUnreadable)
    assert failure.reason == "no row in it"


def test_header_separator() -> None:
    assert header_separator('"Headline"\t"Date"\r\n') == "\t"
    assert header_separator("a headline, of no date") is None
    assert header_separator("") is None


@settings(max_examples=300)
@given(st.binary(max_size=200) | st.text(alphabet='",;\n\r2015-12 3ab').map(str.encode))
def test_no_bytes_raise_anything_else(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(codecs.BOM_UTF8 + b"date,headline,sources,url\n" + data)
    failure = read(path).failure
    assert failure is None or failure.reason == "no row in it"
