"""Event lists as JSON Lines: reading, writing, and both together."""

from __future__ import annotations

import bz2
import datetime as dt
import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import Read, drain, read_stream

from backstory.errors import BackstoryError, SourceUnreadable
from backstory.intake.batch import Batch
from backstory.intake.table import BATCH_ROWS, LINE_LENGTH, read_json_lines, write_events
from backstory.model import CATEGORIES, Event, Listing, Mention, Origin, Revision, Source, Span, Telling, Topic
from backstory.urls import event_id

EVENTS = Path(__file__).parents[2] / "shared" / "data" / "current-events"

Reading = Callable[..., Read]

ROW = {"date": "2015-12-23", "headline": "A dam breaks above a town."}


def read(path: Path) -> Read:
    return drain(read_stream(path, read_json_lines))


@pytest.fixture
def read_rows(tmp_path: Path) -> Reading:
    """Reads rows, given as records or as the bytes of a line."""

    def reading(*rows: dict[str, Any] | bytes) -> Read:
        path = tmp_path / "events.jsonl"
        path.write_bytes(b"\n".join(row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows))
        return read(path)

    return reading


def test_plain_row(read_rows: Reading) -> None:
    row = ROW | {
        "id": "2015-12-23-07",
        "category": "Disasters",
        "topics": ["Floods of 2015", "Dams"],
        "sources": ["AP via ABC News", "https://news.example/dam", "BBC", "BBC", ""],
    }
    assert read_rows(row).listings == [
        Listing(
            day=dt.date(2015, 12, 23),
            headline="A dam breaks above a town.",
            category="Disasters and accidents",
            topics=(Topic("Floods of 2015"), Topic("Dams")),
            sources=(Source("ABC News", "AP"), Source(url="https://news.example/dam"), Source("BBC")),
            origin=Origin("events.jsonl"),
            external_id="2015-12-23-07",
            line=1,
        )
    ]


def test_rich_row(read_rows: Reading) -> None:
    row = ROW | {
        "id": "2015-12-23/a-dam-breaks-above-a-town",
        "topics": [{"name": "Floods  of\n2015", "title": "2015 floods"}, {"name": " "}],
        "sources": [{"outlet": "ABC News", "agency": "AP", "url": "https://news.example/1"}, {"outlet": ""}],
        "mentions": [{"start": 2, "end": 5, "title": "Dam"}],
        "summary": "Nobody is hurt.",
        "image": "https://news.example/dam.jpg",
        "origin": {"name": "A list", "url": "https://news.example/", "licence": "CC0"},
        "external_id": "x7",
        "revisions": [
            {
                "recorded": "2016-01-02T03:04:05+01:00",
                "because": "b.jsonl",
                "telling": {"date": "2015-12-22", "headline": "A dam\tcracks.", "external_id": "x6"},
            }
        ],
    }
    earlier = Telling(
        day=dt.date(2015, 12, 22), headline="A dam cracks.", origin=Origin("events.jsonl"), external_id="x6"
    )
    assert read_rows(row).listings == [
        Listing(
            id="2015-12-23/a-dam-breaks-above-a-town",
            day=dt.date(2015, 12, 23),
            headline="A dam breaks above a town.",
            summary="Nobody is hurt.",
            topics=(Topic("Floods of 2015", "2015 floods"),),
            mentions=(Mention(Span(2, 5), "Dam"),),
            sources=(Source("ABC News", "AP", "https://news.example/1"),),
            image="https://news.example/dam.jpg",
            origin=Origin("A list", "https://news.example/", "CC0"),
            external_id="x7",
            revisions=(
                Revision(recorded=dt.datetime(2016, 1, 2, 2, 4, 5, tzinfo=dt.UTC), because="b.jsonl", telling=earlier),
            ),
            line=1,
        )
    ]


def test_empty_texts_nulls_and_unknown_fields_are_the_same_as_nothing(read_rows: Reading) -> None:
    fields = ["id", "category", "summary", "image", "external_id"]
    bare, empty, null = read_rows(
        ROW,
        ROW | dict.fromkeys(fields, " ") | {"colour": {"any": ["thing", 1.5]}, "topics": [""]},
        ROW | dict.fromkeys([*fields, "topics", "sources", "mentions", "origin", "revisions"]),
    ).listings
    assert replace(empty, line=1) == replace(null, line=1) == bare


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"headline": "x"}, "no date"),
        (ROW | {"date": ""}, "no date"),
        (ROW | {"date": "2015-02-30"}, "there is no day 2015-02-30"),
        (ROW | {"date": "23 December 2015"}, "date should be YYYY-MM-DD, not '23 December 2015'"),
        (ROW | {"date": "20151223"}, "date should be YYYY-MM-DD, not '20151223'"),
        (ROW | {"date": "2015-W52-3"}, "date should be YYYY-MM-DD, not '2015-W52-3'"),
        ({"date": "2015-12-23"}, "no headline"),
        (ROW | {"headline": " \n"}, "no headline"),
        (ROW | {"headline": 7}, "headline should be text, not a number"),
        (ROW | {"topics": "Dams"}, "topics should be a list, not text"),
        (ROW | {"topics": ["Dams", None]}, "topics[1] should be text or an object, not null"),
        (ROW | {"sources": [{"outlet": ["BBC"]}]}, "sources[0].outlet should be text, not a list"),
        (ROW | {"topics": [{"title": "Dam"}]}, "Object missing required field name in topics[0]"),
        (ROW | {"mentions": [{"start": 2, "end": 99, "title": "Dam"}]}, "the mention at 2 to 99 is outside"),
        (ROW | {"mentions": [{"start": 5, "end": 5, "title": "Dam"}]}, "the mention at 5 to 5 is outside"),
        (ROW | {"mentions": [{"start": 2, "end": 5, "title": ""}]}, "the mention at 2 to 5 has no title"),
        (
            ROW | {"mentions": [{"start": 0, "end": 5, "title": "A dam"}, {"start": 2, "end": 5, "title": "Dam"}]},
            "the mention at 2 to 5 is outside of the headline or over another",
        ),
        (
            {"date": "2015-12-23", "headline": "A  dam", "mentions": [{"start": 3, "end": 6, "title": "Dam"}]},
            "mentions need a headline without",
        ),
        (ROW | {"revisions": [{"recorded": "2016-01-01T00:00:00", "because": "x", "telling": ROW}]}, "timezone"),
        (ROW | {"revisions": [{"recorded": "2016-01-01T00:00:00Z", "because": "x", "telling": {}}]}, "no headline"),
        (b"[1, 2]", "the line should be an object, not a list"),
        (b'{"date": "2015-12-23", "headl', "not JSON ("),
        (b'{"date": "2015-12-23", "headline": "caf\xe9"}', "not UTF-8"),
        (b'{"date": "2015-12-23", "headline": "\\ud800"}', "not JSON ("),
        (b'{"x": ' + b"[" * 50_000 + b"]" * 50_000 + b"}", "lists in lists too deep to be read"),
        (b'{"headline": "' + b"x" * LINE_LENGTH + b'"}', "longer than 1,000,000 bytes"),
    ],
)
def test_a_row_that_does_not_fit_is_reported_and_the_rest_goes_on(
    read_rows: Reading, row: dict[str, Any] | bytes, reason: str
) -> None:
    read = read_rows(ROW, b"", row, ROW)
    (error,) = read.errors
    assert error.line == 3
    assert error.subject.endswith("events.jsonl, line 3")
    assert reason in error.reason
    assert [each.line for each in read.listings] == [1, 4]


def test_a_line_of_the_longest_length_is_read(read_rows: Reading) -> None:
    row = json.dumps(ROW).encode().ljust(LINE_LENGTH)
    assert len(read_rows(row, row, ROW).listings) == 3


def test_unknown_categories_are_remarked(read_rows: Reading) -> None:
    read = read_rows(ROW | {"category": "Gossip"}, ROW | {"category": "Gossip"}, ROW | {"category": "Sport"})
    assert [each.category for each in read.listings] == [None, None, "Sports"]
    assert read.remarks == ['rows whose category is none of the ten, and was left out: 2 ("Gossip")']


def test_nothing_in_it(read_rows: Reading) -> None:
    failure = read_rows(b"\n \n\n").failure
    assert isinstance(failure, SourceUnreadable)
    assert failure.reason == "no row in it"


def many(days: int, a_day: int) -> bytes:
    first = dt.date(2015, 1, 1)
    rows = ({"date": str(first + dt.timedelta(day)), "headline": f"{n}"} for day in range(days) for n in range(a_day))
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def test_batches_end_with_a_day_and_tell_how_far_they_are(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl.gz"
    path.write_bytes(gzip.compress(many(days=40, a_day=70)))
    batches = read(path).batches
    assert [len(batch.listings) for batch in batches] == [1050, 1050, 700]
    done = [batch.done for batch in batches]
    assert done == sorted(done)
    assert done[-1] == batches[-1].total == path.stat().st_size


def test_a_day_without_end_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_bytes(many(days=1, a_day=2 * BATCH_ROWS + 1))
    assert [len(batch.listings) for batch in read(path).batches] == [2 * BATCH_ROWS, 1]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_a_truncated_file_gives_what_can_be_read_and_then_fails(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    packed = pack(many(days=400, a_day=100))
    path = tmp_path / "events.jsonl.packed"
    path.write_bytes(packed[: int(len(packed) * 0.9)])
    part = read(path)
    assert "cut short" in str(part.failure)
    assert part.errors == []
    assert [each.line for each in part.listings] == list(range(1, len(part.listings) + 1))
    assert len(part.listings) > 10_000


def test_reading_is_lazy_and_lets_go_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_bytes(many(days=400, a_day=100))

    batches = read_stream(path, read_json_lines)
    first = next(batches)
    assert isinstance(first, Batch)
    assert first.done < 300_000 < path.stat().st_size
    batches.close()  # type: ignore[attr-defined]


@settings(max_examples=300)
@given(st.binary(max_size=300) | st.text(alphabet='{}[]":,\\ \nadehilnst0-9u').map(str.encode))
def test_no_bytes_raise_anything_else(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.jsonl"
    path.write_bytes(data)
    failure = read(path).failure
    assert failure is None or isinstance(failure, SourceUnreadable)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
fields = st.sampled_from([*ROW, "id", "topics", "sources", "mentions", "origin", "revisions", "image"])


@given(st.dictionaries(fields, values))
def test_no_values_raise_anything_else(tmp_path_factory: pytest.TempPathFactory, row: dict[str, Any]) -> None:
    path = tmp_path_factory.getbasetemp() / "any.jsonl"
    path.write_text(json.dumps(ROW | row) + "\n")
    result = read(path)
    assert len(result.listings) + len(result.errors) == 1


# -- writing ---------------------------------------------------------------------------------------------------------

words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(lambda it: not it.isspace())
names = words.map(lambda text: " ".join(text.split()))
origins = st.builds(Origin, words, st.none() | words, st.none() | words)
sources = st.builds(Source, st.none() | words, st.none() | words, st.none() | words).filter(lambda it: it != Source())
instants = st.datetimes(timezones=st.just(dt.UTC))


@st.composite
def mentioning(draw: st.DrawFn, headline: str) -> tuple[Mention, ...]:
    ends = sorted(draw(st.sets(st.integers(0, len(headline)), max_size=6)))
    spans = zip(ends[::2], ends[1::2], strict=False)
    return tuple(Mention(Span(start, end), draw(words)) for start, end in spans)


@st.composite
def tellings(draw: st.DrawFn) -> Telling:
    headline = draw(names)
    return Telling(
        day=draw(st.dates()),
        headline=headline,
        summary=draw(st.none() | words),
        category=draw(st.none() | st.sampled_from(CATEGORIES)),
        topics=tuple(draw(st.lists(st.builds(Topic, names, st.none() | words), unique=True, max_size=3))),
        mentions=draw(mentioning(headline)),
        sources=tuple(draw(st.lists(sources, unique=True, max_size=3))),
        image=draw(st.none() | words),
        origin=draw(origins),
        external_id=draw(st.none() | words),
    )


def told(telling: Telling) -> dict[str, Any]:
    return {name: getattr(telling, name) for name in Telling.__dataclass_fields__}


@st.composite
def events(draw: st.DrawFn) -> Event:
    telling = draw(tellings())
    revisions = st.builds(Revision, recorded=instants, because=words, telling=tellings())
    earlier = tuple(draw(st.lists(revisions, max_size=2)))
    return Event(id=event_id(telling.day, telling.headline), revisions=earlier, **told(telling))


@given(st.lists(events(), min_size=1, max_size=4), st.sampled_from(["", ".gz", ".bz2"]))
def test_what_was_written_is_read_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, written: list[Event], packing: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"export.jsonl{packing}"
    assert write_events(written, path) == len(written)
    assert read(path).listings == [
        Listing(id=event.id, revisions=event.revisions, line=line, **told(event))
        for line, event in enumerate(written, start=1)
    ]


EVENT = Event(id="2015-12-23/a", day=dt.date(2015, 12, 23), headline="A", origin=Origin("list", None, "CC0"))


def test_the_same_events_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.jsonl", "a.jsonl.gz", "a.jsonl.bz2"):
        first = tmp_path / name
        again = tmp_path / "again" / name
        again.parent.mkdir(exist_ok=True)
        write_events([EVENT], first)
        write_events([EVENT], again)
        assert first.read_bytes() == again.read_bytes()
    assert (tmp_path / "a.jsonl").read_text() == (
        '{"date":"2015-12-23","headline":"A","origin":{"name":"list","licence":"CC0"},"id":"2015-12-23/a"}\n'
    )
    assert gzip.decompress((tmp_path / "a.jsonl.gz").read_bytes()) == (tmp_path / "a.jsonl").read_bytes()


def test_a_write_that_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text("before")

    def breaking() -> Iterator[Event]:
        yield EVENT
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_events(breaking(), path)
    assert [each.name for each in tmp_path.iterdir()] == ["events.jsonl"]
    assert path.read_text() == "before"


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(BackstoryError, match=r"events.jsonl: cannot be written \(No such file or directory\)"):
        write_events([EVENT], tmp_path / "no folder" / "events.jsonl")


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "events.jsonl"
    folder.mkdir()
    with pytest.raises(BackstoryError, match="cannot be written"):
        write_events([EVENT], folder)
    assert list(tmp_path.iterdir()) == [folder]


# -- the real lists --------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not EVENTS.is_dir(), reason="the lists of current events are not beside this checkout")
def test_every_real_row_is_read() -> None:
    rows = 0
    for path in sorted(EVENTS.glob("*.jsonl.gz")):
        year = read(path)
        assert (year.errors, year.remarks, year.failure) == ([], [], None)
        rows += len(year.listings)
    assert rows == 89_697
