"""From sources to events in the store, on the examples and on files made here."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import EXAMPLES

from backstory import Archive, Outcome, Settings, open_archive
from backstory.errors import ArchiveBusy, ArchiveFull, RowError, SourceNotFound, SourceUnreadable
from backstory.intake.sources import portal_days
from backstory.store.sqlite import SQLiteStore
from backstory.testing import make_event

PAGE = """{{{{Current events|year=2015|month=12|day=23|content=
;Armed conflicts and attacks
*[[Syrian Civil War]]
**[[Amnesty International]] says that air strikes have killed at least {} civilians. [https://news.example/1 (BBC)]
**A convoy reaches the town of Madaya. [https://news.example/2 (AP via ABC News)]
}}}}"""


def total(outcomes: list[Outcome]) -> tuple[int, int, int]:
    return (
        sum(outcome.added for outcome in outcomes),
        sum(outcome.changed for outcome in outcomes),
        sum(outcome.unchanged for outcome in outcomes),
    )


def test_adding_twice_changes_nothing(archive: Archive) -> None:
    sources = [*sorted((EXAMPLES / "days").glob("*.wiki")), EXAMPLES / "events.jsonl"]
    first = list(archive.add(*sources))
    assert [outcome.source for outcome in first] == [str(source) for source in sources]
    added = total(first)[0]
    assert added >= 60
    before, sequence = list(archive.events()), archive.sequence()
    assert total(list(archive.add(*sources))) == (0, 0, added)
    assert list(archive.events()) == before
    assert archive.sequence() == sequence
    assert archive.info().events == added


def test_a_corrected_page(archive: Archive, tmp_path: Path) -> None:
    page = tmp_path / "2015-12-23.wiki"
    page.write_text(PAGE.format(200))
    assert total(list(archive.add(page))) == (2, 0, 0)
    (before,) = archive.events(topic="Amnesty International")
    page.write_text(PAGE.format(220))
    assert total(list(archive.add(page))) == (0, 1, 1)
    after = archive.event(before.id)
    assert "220" in after.headline
    assert [revision.telling for revision in after.revisions] == [before.telling()]
    assert after.revisions[0].because == str(page)


def test_one_bad_source_stops_nothing(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(b'{"date": "2015-01-01", "headline": "A"}\n' * 5000)[:-20])
    good = EXAMPLES / "days" / "2015-12-23.wiki"
    bad = [tmp_path / name for name in ("missing.wiki", "empty.jsonl", "picture.png", ".", "cut.jsonl.gz")]
    outcomes = list(archive.add(*bad, good))
    assert [type(outcome.error) for outcome in outcomes] == [SourceNotFound] + 4 * [SourceUnreadable] + [type(None)]
    for outcome in outcomes[:-1]:
        assert str(outcome.error).startswith(outcome.source)
        assert "\n" not in str(outcome.error)
    assert outcomes[-1].added == sum(1 for event in archive.events() if event.day.isoformat() == "2015-12-23")


def test_rows_that_do_not_fit(archive: Archive, tmp_path: Path) -> None:
    rows = ['{"date": "2015-02-30", "headline": "No such day"}', '{"date": "2015-02-28", "headline": "A day"}', "{"]
    path = tmp_path / "list.jsonl"
    path.write_text("\n".join(rows) + "\n")
    outcomes = list(archive.add(path))
    assert [type(outcome.error) for outcome in outcomes] == [RowError, RowError, type(None)]
    assert [outcome.line for outcome in outcomes] == [1, 3, None]
    assert outcomes[-1].added == 1


@pytest.mark.parametrize("name", ["events.jsonl", "events.jsonl.gz"])
def test_an_export_makes_the_same_archive(archive: Archive, tmp_path: Path, name: str) -> None:
    page = tmp_path / "2015-12-23.wiki"
    for number in (200, 220):
        page.write_text(PAGE.format(number))
        list(archive.add(page))
    list(archive.add(*sorted((EXAMPLES / "days").glob("201*.wiki")), EXAMPLES / "events.jsonl"))
    events = list(archive.events())
    path = tmp_path / name
    assert archive.export(path) == len(events)
    with open_archive(tmp_path / "copy.db", settings=Settings()) as copy:
        assert total(list(copy.add(path))) == (len(events), 0, 0)
        assert list(copy.events()) == events
        assert total(list(copy.add(path))) == (0, 0, len(events))
        assert copy.export(tmp_path / ("again" + name)) == len(events)
    assert (tmp_path / ("again" + name)).read_bytes() == path.read_bytes()
    assert total(list(archive.add(path))) == (0, 0, len(events))


def test_order_of_adding_makes_no_difference_to_ids(tmp_path: Path) -> None:
    sources = [*sorted((EXAMPLES / "days").glob("*.wiki")), EXAMPLES / "events.jsonl"]
    ids = []
    for number, order in enumerate((sources, sources[::-1])):
        with open_archive(tmp_path / f"{number}.db", settings=Settings()) as archive:
            list(archive.add(*order))
            ids.append([event.id for event in archive.events()])
    assert ids[0] == ids[1]


def test_progress_is_told(archive: Archive) -> None:
    told: list[tuple[str, int, int | None]] = []
    source = EXAMPLES / "events.jsonl"
    list(archive.add(source, progress=lambda name, done, of: told.append((name, done, of))))
    size = source.stat().st_size
    assert [each for each in told if each[0] == str(source)][-1] == (str(source), size, size)
    assert told[-1] == ("vectors", 12, 12)


def test_a_busy_or_full_archive_ends_the_run_with_one_line(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    page = EXAMPLES / "days" / "2015-12-23.wiki"
    with open_archive(path, settings=Settings(), timeout=0.05) as archive:
        other = SQLiteStore(str(path))
        with other.write(), pytest.raises(ArchiveBusy):
            list(archive.add(page))
        other.close()
        store = archive._store
        assert isinstance(store, SQLiteStore)
        store._connection.exec_driver_sql(f"PRAGMA max_page_count = {store._pragma('page_count') + 8}")
        rows = tmp_path / "long.jsonl"
        row = '{"date": "2015-01-01", "headline": "%d ' + "word " * 99 + '"}\n'
        rows.write_text("".join(row % n for n in range(900)))
        with pytest.raises(ArchiveFull):
            list(archive.add(rows))
        assert archive.info().events == 0
        store._connection.exec_driver_sql("PRAGMA max_page_count = 100000")
        assert total(list(archive.add(page)))[0] > 0


def test_killed_while_adding(tmp_path: Path) -> None:
    """Adding again after a kill ends where an undisturbed run ends."""
    rows = tmp_path / "events.jsonl"
    events = [make_event(f"2015-01-{n % 28 + 1:02}", f"Event number {n} happens", topics=["T"]) for n in range(20_000)]
    events.sort(key=lambda event: event.day)
    row = '{"date": "%s", "headline": "%s", "topics": ["T"]}\n'
    rows.write_text("".join(row % (event.day, event.headline) for event in events))
    path = tmp_path / "archive.db"
    command = [sys.executable, "-m", "backstory", "--archive", str(path), "add", str(rows)]
    with subprocess.Popen(command, env={**os.environ, "BACKSTORY_ARCHIVE": ""}) as process:
        while not path.exists() or path.stat().st_size + _size(tmp_path / "archive.db-wal") < 1_000_000:
            time.sleep(0.01)
        process.kill()
    with open_archive(path, settings=Settings()) as archive:
        kept = archive.info().events
        assert 0 < kept < len(events)
        assert kept == len(list(archive.events(topic="T")))
        assert total(list(archive.add(rows))) == (len(events) - kept, 0, kept)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


NO_RANGES = ["", "2015", "2015-13-01", "2015-12-31..2015-12-01", "1900-01-01..2000-01-01", "..", "a..b"]


@pytest.mark.parametrize("text", NO_RANGES)
def test_ranges_that_are_none(text: str) -> None:
    with pytest.raises(SourceUnreadable) as caught:
        portal_days(text)
    assert "\n" not in str(caught.value)


def test_ranges() -> None:
    assert len(portal_days("2015-12-01..2015-12-31")) == 31
    assert len(portal_days("2016-02-29")) == 1


def test_real_lists(shared: Path, tmp_path: Path) -> None:
    source = shared / "data" / "current-events" / "2015.jsonl.gz"
    with open_archive(tmp_path / "archive.db", settings=Settings()) as archive:
        (outcome,) = archive.add(source)
        with gzip.open(source, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        assert (outcome.added, outcome.error) == (len(rows), None)
        assert {event.external_id for event in archive.events()} == {row["id"] for row in rows}
