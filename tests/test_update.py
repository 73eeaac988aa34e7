"""A site brought up to date is, byte for byte, the site that would be built anew."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from made_archives import BATCHES, grown

from backstory.model import Event, Telling
from backstory.placing import place_events
from backstory.site import feeds, gather, maps, relate, timelines
from backstory.site.build import BuildReport, build_site
from backstory.site.views import SiteInfo
from backstory.spelled import decide_spellings
from backstory.store.sqlite import SQLiteStore
from backstory.testing import corrected, make_event

INFO = SiteInfo(base_url="https://archive.example")


@contextmanager
def small_limits() -> Iterator[None]:
    """Limits that a few events reach."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(relate, "REACH", 2)
        patch.setattr(relate, "SHOWN", 2)
        patch.setattr(timelines, "LONG", 4)
        patch.setattr(timelines, "LONG_YEAR", 3)
        patch.setattr(timelines, "LATEST", 2)
        patch.setattr(feeds, "ENTRIES", 3)
        patch.setattr(maps, "MOST_ADDRESSES", 5)
        patch.setattr(gather, "HOME_DAYS", 2)
        patch.setattr(gather, "LIST_MOST", 2)
        yield


@pytest.fixture
def limits() -> Iterator[None]:
    with small_limits():
        yield


@pytest.fixture
def store() -> Iterator[SQLiteStore]:
    opened = SQLiteStore(":memory:")
    yield opened
    opened.close()


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def build(store: SQLiteStore, target: Path) -> BuildReport:
    return build_site(store, target, info=INFO, formats=("html", "json"), workers=1)


def put(store: SQLiteStore, *events: Event) -> None:
    with store.write():
        store.put(events)
    place_events(store)
    decide_spellings(store)


def updated(store: SQLiteStore, folder: Path, *events: Event) -> tuple[BuildReport, set[str]]:
    """What an update with these events did, once it is found to be as good as a build anew; the files that differ."""
    before = files(folder / "site")
    put(store, *events)
    report = build(store, folder / "site")
    anew = build(store, folder / "anew")
    after = files(folder / "site")
    assert not report.full
    assert after == files(folder / "anew")
    assert report.pages == anew.pages
    return report, {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


@settings(max_examples=32)
@given(BATCHES)
def test_updated_or_anew(batches: list[list[tuple[int | None, Telling]]]) -> None:
    store = SQLiteStore(":memory:")
    with small_limits(), tempfile.TemporaryDirectory() as folder:
        put(store, *grown([], batches[0]))
        build(store, Path(folder, "site"))
        for batch in batches[1:]:
            updated(store, Path(folder), *grown(list(store.events()), batch))
            Path(folder, "anew").rename(tempfile.mkdtemp(dir=folder))
    store.close()


def line(topic: str, days: Sequence[str], *others: str) -> list[Event]:
    """An event of a topic on each of some days."""
    return [make_event(day, f"{topic} on {day}", topics=[topic, *others], sources=["The Courier"]) for day in days]


def test_nothing_new(store: SQLiteStore, tmp_path: Path) -> None:
    put(store, *line("Strike", ["2015-01-01", "2015-01-02"]))
    first = build(store, tmp_path / "site")
    standing = files(tmp_path / "site")
    again = build(store, tmp_path / "site")
    assert (again.written, again.removed, again.unchanged, again.full) == (0, 0, first.pages, False)
    assert files(tmp_path / "site") == standing


def test_one_event_changes_few_pages(store: SQLiteStore, tmp_path: Path) -> None:
    put(store, *line("Strike", [f"2015-{month:02}-01" for month in range(1, 13)]))
    put(store, *line("Flood", [f"2013-{month:02}-01" for month in range(1, 13)]))
    build(store, tmp_path / "site")
    report, changed = updated(store, tmp_path, make_event("2015-12-02", "A late report"))
    assert report.pages == report.written + report.unchanged
    pages = {path for path in changed if path.endswith(".html")}
    assert pages == {
        "index.html",
        "map.html",
        "2015/index.html",
        "2015/12/index.html",
        "2015/12/01/index.html",
        "2015/12/02/index.html",
        "2015/12/02/a-late-report.html",
    }
    assert report.written == len(pages)


def test_a_topic_that_grows_past_a_power_of_two(
    limits: None, store: SQLiteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It weighs less then, also for events that are far from the new one."""
    monkeypatch.setattr(relate, "SHOWN", 1)
    days = [f"2015-{month:02}-01" for month in range(2, 8)]
    here = make_event("2015-01-01", "Here", topics=["Strike", "Flood"])
    put(store, here, *line("Strike", days), *line("Flood", [day.replace("-01", "-02") for day in days]))
    put(store, make_event("2015-02-01", "Another flood", topics=["Flood"]))
    build(store, tmp_path / "site")
    _, changed = updated(store, tmp_path, *line("Strike", ["2019-01-01", "2019-01-02"]))
    assert "2015/01/01/here.html" in changed


def test_a_name_that_is_written_otherwise(limits: None, store: SQLiteStore, tmp_path: Path) -> None:
    """The name of a topic or outlet is its most used spelling; every page that shows it follows."""
    years = ["2011-01-01", "2012-01-01", "2013-01-01", "2014-01-01", "2015-01-01"]
    put(store, *(make_event(year, "Strike", topics=["Strike"]) for year in years))
    put(store, *(make_event(year, "Flood", sources=["The Courier"]) for year in years))
    build(store, tmp_path / "site")
    louder = [
        make_event(f"2019-0{month}-01", "Louder", topics=["STRIKE"], sources=["THE COURIER"]) for month in range(1, 8)
    ]
    _, changed = updated(store, tmp_path, *louder)
    assert {"topics/strike/2011.html", "outlets/the-courier/2011.html", "2011/01/01/strike.html"} <= changed
    assert "2011/01/01/flood.html" not in changed


def test_a_day_that_is_corrected_takes_its_pages_along(store: SQLiteStore, tmp_path: Path) -> None:
    """What has no event any longer has no page any longer: day, month, year, topic, feed, outlet, letter."""
    put(store, *line("Strike", ["2015-01-01"]))
    moved = make_event("2012-12-31", "A flood", topics=["Flood"], sources=["Wire"])
    put(store, moved)
    build(store, tmp_path / "site")
    event = corrected(moved, "A flood")
    there = make_event("2015-01-01", "A flood", topics=["Strike"], sources=["The Courier"])
    moved_there = replace(there, id=event.id, revisions=event.revisions)
    report, changed = updated(store, tmp_path, moved_there)
    gone = {path for path in changed if not (tmp_path / "site" / path).exists()}
    stems = {"2012/index", "2012/12/index", "2012/12/31/index", "topics/flood", "outlets/wire"}
    stems |= {"topics/index/f", "outlets/index/w"}
    assert {path.removesuffix(".html") for path in gone if path.endswith(".html")} == stems
    assert report.removed == len(stems)
    assert {"topics/flood.atom", "topics/flood.feed.json", "sitemap-2012.xml"} <= gone
    assert not (tmp_path / "site/2012/12/31/index.html").exists()
    assert (tmp_path / "site/2012/12/31/a-flood.html").exists()


def test_too_much_has_changed(store: SQLiteStore, tmp_path: Path) -> None:
    put(store, *line("Strike", ["2015-01-01"]))
    build(store, tmp_path / "site")
    put(store, *(make_event("2015-01-02", f"Report {number}") for number in range(1_001)))
    assert build(store, tmp_path / "site").full


def test_an_event_that_moves_takes_its_mark_along(store: SQLiteStore, tmp_path: Path) -> None:
    event = make_event("2018-08-14", "A bridge collapses")
    put(store, *line("Strike", ["2018-08-01"]), replace(event, summary="It stood in Genoa, Italy."))
    build(store, tmp_path / "site")
    assert "Genoa, Italy" in (tmp_path / "site" / "map.html").read_text("utf-8")
    _, changed = updated(store, tmp_path, replace(event, summary="It stood in Lyon, France."))
    assert {"map.html", "map.json", "map.geojson", "2018/08/14/a-bridge-collapses.html"} <= changed
    assert "Genoa, Italy" not in (tmp_path / "site" / "map.html").read_text("utf-8")
