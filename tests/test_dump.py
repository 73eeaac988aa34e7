"""MediaWiki exports and dumps."""

from __future__ import annotations

import bz2
import datetime as dt
import gzip
import tracemalloc
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import Read, drain, read_stream
from sample_days import day_page, day_xml, export_xml, page_xml

from backstory.errors import SourceUnreadable
from backstory.intake.batch import Batch
from backstory.intake.dump import PAGE_LENGTH, read_dump

DAY = dt.date(2015, 12, 23)
TITLE = "Portal:Current events/2015 December 23"


def read(path: Path) -> Read:
    return drain(read_stream(path, read_dump))


Reading = Callable[[str | bytes], Read]


@pytest.fixture
def read_xml(tmp_path: Path) -> Reading:
    def reading(xml: str | bytes) -> Read:
        path = tmp_path / "export.xml"
        path.write_bytes(xml if isinstance(xml, bytes) else xml.encode())
        return read(path)

    return reading


@pytest.mark.parametrize("version", ["0.3", "0.10", "0.11"])
def test_day_pages_are_read_and_others_counted(read_xml: Reading, version: str) -> None:
    items = read_xml(
        export_xml(
            page_xml("Dam", ("2015-01-01T00:00:00Z", 1, "A dam holds water back.")),
            day_xml(DAY, "A dam breaks & floods a valley.", "It rains."),
            page_xml("Portal:Current events", ("2015-01-01T00:00:00Z", 2, "{{Days}}")),
            day_xml(dt.date(2015, 12, 24), "The rain ends."),
            version=version,
        )
    )
    first, second, last = items.batches
    assert [each.headline for each in first.listings] == ["A dam breaks & floods a valley.", "It rains."]
    assert [each.headline for each in second.listings] == ["The rain ends."]
    assert {each.day for each in first.listings} == {DAY}
    assert last == Batch(listings=(), done=second.total or 0, total=second.total, remark="other pages, passed over: 2")


@pytest.mark.parametrize(
    ("base", "address"),
    [
        ("https://en.wikipedia.org/wiki/Main_Page", "https://en.wikipedia.org/wiki/"),
        ("http://en.wikipedia.org/wiki/Main_Page", "https://en.wikipedia.org/wiki/"),
        ("http://wiki.example/index.php/Start", "http://wiki.example/index.php/"),
        ("", "https://en.wikipedia.org/wiki/"),
    ],
)
def test_the_origin_is_the_page_of_the_wiki_that_was_exported(read_xml: Reading, base: str, address: str) -> None:
    origin = read_xml(export_xml(day_xml(DAY, "It rains."), base=base)).listings[0].origin
    assert origin
    assert (origin.name, origin.url) == (TITLE, f"{address}Portal:Current_events/2015_December_23")
    assert origin.licence == "CC BY-SA 4.0"


@pytest.mark.parametrize(
    "order", [("2015-12-23", "2015-12-24", "2016-01-01"), ("2016-01-01", "2015-12-24", "2015-12-23")]
)
def test_the_latest_revision_counts_in_whatever_order_they_come(read_xml: Reading, order: tuple[str, ...]) -> None:
    revisions = [(f"{day}T00:00:00Z", n, day_page(DAY, f"As of {day} it rains.")) for n, day in enumerate(order)]
    assert read_xml(export_xml(page_xml(TITLE, *revisions))).headlines == ["As of 2016-01-01 it rains."]


def test_of_revisions_of_one_second_the_one_with_the_higher_number_counts(read_xml: Reading) -> None:
    revisions = [("2015-12-23T00:00:00Z", n, day_page(DAY, f"Revision {n} is read.")) for n in (10, 9)]
    assert read_xml(export_xml(page_xml(TITLE, *revisions))).headlines == ["Revision 10 is read."]


def test_a_page_that_cannot_be_read_is_reported_and_the_rest_goes_on(read_xml: Reading) -> None:
    time = "2015-12-23T00:00:00Z"
    items = read_xml(
        export_xml(
            page_xml("Portal:Current events/2015 February 30", (time, 1, day_page(DAY, "x"))),
            page_xml("Portal:Current events/2015 March 1", (time, 1, "Nothing of the kind.")),
            page_xml("Portal:Current events/2015 March 2", (time, 1, "x" * (PAGE_LENGTH + 1))),
            page_xml("Portal:Current events/2015 March 3"),
            day_xml(DAY, "It rains."),
        )
    )
    reported = [(error.subject.rpartition(", ")[2], error.reason) for error in items.errors]
    assert reported[0] == ("Portal:Current events/2015 February 30", "there is no such day")
    assert reported[1][0] == "Portal:Current events/2015 March 1"
    assert reported[2] == ("Portal:Current events/2015 March 2", "longer than 4,000,000 characters")
    assert reported[3][0] == "Portal:Current events/2015 March 3"
    assert items.errors[0].subject.endswith("export.xml, Portal:Current events/2015 February 30")
    assert items.headlines == ["It rains."]


def test_a_redirect_is_no_day_page(read_xml: Reading) -> None:
    redirect = page_xml(
        "Portal:Current events/2015 March 1", ("2015", 1, "#REDIRECT [[March]]"), more='<redirect title="March" />'
    )
    items = read_xml(export_xml(redirect, day_xml(DAY, "It rains.")))
    assert items.errors == []
    assert items.remarks == ["other pages, passed over: 1"]


def test_a_header_of_another_day_is_remarked(read_xml: Reading) -> None:
    items = read_xml(export_xml(page_xml(TITLE, ("2015", 1, day_page(dt.date(2015, 12, 22), "It rains.")))))
    assert items.remarks == [f"{TITLE} has the header of 2015-12-22, and was read as that day"]


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (export_xml(page_xml("Dam", ("2015", 1, "x"))), "no day page of Portal:Current events in it; pages: 1"),
        ("<urlset><url/></urlset>", "XML, but no MediaWiki export (it starts with <urlset>)"),
        ("<mediawiki><page></mediawiki>", "not XML from line 1 on (mismatched tag)"),
        ('<!DOCTYPE mediawiki [<!ENTITY a "aaaa">]><mediawiki>&a;</mediawiki>', "a document type declaration"),
        ("<mediawiki>&a;</mediawiki>", "not XML from line 1 on (undefined entity)"),
        (b"<mediawiki>\xff</mediawiki>", "not XML from line 1 on (not well-formed (invalid token))"),
    ],
)
def test_no_export(read_xml: Reading, xml: str | bytes, reason: str) -> None:
    failure = read_xml(xml).failure
    assert isinstance(failure, SourceUnreadable)
    assert reason in failure.reason


def test_utf_16(read_xml: Reading) -> None:
    xml = '<?xml version="1.0" encoding="UTF-16"?>' + export_xml(day_xml(DAY, "Überall regnet es."))
    assert read_xml(xml.encode("utf-16")).headlines == ["Überall regnet es."]


DAYS = [DAY + dt.timedelta(n) for n in range(40)]


def multistream(pack: Callable[[bytes], bytes]) -> bytes:
    """A dump as Wikimedia packs it: head, pages and end in streams of their own, one after another."""
    head, end = export_xml("@").split("@")
    return b"".join(pack(part.encode()) for part in (head, *(day_xml(day, f"{day} ends.") for day in DAYS), end))


@pytest.mark.parametrize("pack", [bz2.compress, gzip.compress])
def test_packed_in_many_streams(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "dump.xml.packed"
    path.write_bytes(multistream(pack))
    items = read(path)
    assert items.headlines == [f"{day} ends." for day in DAYS]
    done = [batch.done for batch in items.batches]
    assert done == sorted(done)
    assert done[-1] == path.stat().st_size


@pytest.mark.parametrize("pack", [bz2.compress, gzip.compress, bytes])
@pytest.mark.parametrize("at", [0.5, 0.9])
def test_a_truncated_dump_gives_its_whole_pages_and_then_fails(
    tmp_path: Path, pack: Callable[[bytes], bytes], at: float
) -> None:
    whole = multistream(pack)
    path = tmp_path / "dump.xml"
    path.write_bytes(whole[: int(len(whole) * at)])
    part = read(path)
    assert "cut short" in str(part.failure)
    read_days = part.headlines
    assert read_days == [f"{day} ends." for day in DAYS][: len(read_days)]
    assert abs(len(read_days) - at * len(DAYS)) <= 2


def test_an_interrupted_reader_lets_go_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "dump.xml.bz2"
    path.write_bytes(multistream(bz2.compress))
    items = read_stream(path, read_dump)
    next(items)
    with pytest.raises(KeyboardInterrupt):
        items.throw(KeyboardInterrupt())  # type: ignore[attr-defined]
    assert next(items, None) is None


def test_memory_does_not_grow_with_the_dump(tmp_path: Path) -> None:
    def peak(pages: int) -> int:
        path = tmp_path / f"{pages}.xml.gz"
        filler = page_xml("Dam", *((f"2015-01-0{n}T00:00:00Z", n, "A dam holds water. " * 500) for n in (1, 2, 3)))
        with gzip.open(path, "wt", compresslevel=1) as out:
            head, end = export_xml("@").split("@")
            out.write(head)
            for day, _ in zip((DAY + dt.timedelta(n) for n in count()), range(pages), strict=False):
                out.write(filler + day_xml(day, f"{day} ends."))
            out.write(end)
        tracemalloc.start()
        assert sum(1 for _ in read_stream(path, read_dump)) == pages + 1
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    small, large = peak(50), peak(500)
    assert large < small * 1.5 + 200_000


@settings(max_examples=200)
@given(data=st.data())
def test_mangled_exports_raise_nothing_else(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    pages = page_xml("Dam", ("2015", 1, "x")), day_xml(DAY, "It rains."), day_xml(DAY, "It still rains.")
    xml = bytearray(export_xml(*pages).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(xml)))
        xml[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=5))
    path = tmp_path_factory.getbasetemp() / "any.xml"
    path.write_bytes(xml or b" ")
    failure = read(path).failure
    assert failure is None or isinstance(failure, SourceUnreadable)
