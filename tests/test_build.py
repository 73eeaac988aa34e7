"""Whole builds: every link leads somewhere, every page is there in every format, the bytes are the same each time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from backstory import Archive
from backstory.errors import SiteError
from backstory.site.build import BuildReport, build_site
from backstory.site.paths import FORMATS
from backstory.site.publish import MARKER
from backstory.site.views import SiteInfo
from backstory.store.protocol import OutletRow
from backstory.store.sqlite import SQLiteStore
from backstory.testing import ALL, make_event

INFO = SiteInfo(base_url="https://archive.example")


@pytest.fixture
def store() -> Iterator[SQLiteStore]:
    opened = SQLiteStore(":memory:")
    with opened.write():
        opened.put(list(ALL))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def example_site(example_archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, BuildReport]:
    site = tmp_path_factory.mktemp("example") / "site"
    return site, example_archive.build(site)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_every_page_in_every_format(example_site: tuple[Path, BuildReport]) -> None:
    site, report = example_site
    pages = {str(path.relative_to(site).with_suffix("")) for path in site.rglob("*.html")}
    assert len(pages) == report.pages == report.written
    for format in FORMATS:
        assert all((site / f"{page}.{format}").is_file() for page in pages)
    assert (site / "style.css").is_file()


def test_every_link_leads_to_a_file(example_site: tuple[Path, BuildReport]) -> None:
    site, _ = example_site
    followed = 0
    for path in site.rglob("*.html"):
        for link in re.findall(r'(?:href|src)="([^"#]*)[^"]*"', path.read_text("utf-8")):
            if link and not re.match(r"\w+:", link):
                assert (path.parent / unquote(link)).resolve().is_file(), (path, link)
                followed += 1
    for path in site.rglob("*.md"):
        for link in re.findall(r"\]\((?!\w+:)([^)#\s]+)\)", path.read_text("utf-8")):
            assert (path.parent / link).resolve().is_file(), (path, link)
            followed += 1
    assert followed > 1_000


def test_no_two_pages_for_one_event(example_site: tuple[Path, BuildReport], example_archive: Archive) -> None:
    site, _ = example_site
    slugs = [path for path in site.glob("????/??/??/*.html") if path.name != "index.html"]
    assert len(slugs) == example_archive.info().events


def test_the_same_bytes_each_time_and_by_each_number_of_processes(store: SQLiteStore, tmp_path: Path) -> None:
    for name, workers in (("one", 1), ("again", 1), ("two", 2)):
        assert build_site(store, tmp_path / name, info=INFO, workers=workers).full
    assert files(tmp_path / "one") == files(tmp_path / "again") == files(tmp_path / "two")


def test_spawned_processes(store: SQLiteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no fork."""
    build_site(store, tmp_path / "one", info=INFO, workers=1)
    monkeypatch.setattr("multiprocessing.get_all_start_methods", lambda: ["spawn"])
    build_site(store, tmp_path / "spawned", info=INFO, workers=2)
    assert files(tmp_path / "one") == files(tmp_path / "spawned")


def test_an_empty_archive(tmp_path: Path) -> None:
    store = SQLiteStore(":memory:")
    report = build_site(store, tmp_path / "site", info=INFO)
    assert report == BuildReport(pages=3, written=3, unchanged=0, removed=0, full=True)
    assert "empty" in (tmp_path / "site/index.html").read_text("utf-8")
    store.close()


def test_only_some_formats(store: SQLiteStore, tmp_path: Path) -> None:
    build_site(store, tmp_path / "site", info=INFO, formats=["json", "md"])
    suffixes = {path.suffix for path in (tmp_path / "site/2015").rglob("*") if path.is_file()}
    assert suffixes == {".json", ".md"}
    with pytest.raises(SiteError, match="no format"):
        build_site(store, tmp_path / "site", info=INFO, formats=[])


@pytest.mark.parametrize("change", ["title", "formats", "archive"])
def test_other_settings_mean_a_build_anew(store: SQLiteStore, tmp_path: Path, change: str) -> None:
    build_site(store, tmp_path / "site", info=INFO, formats=["md"])
    assert not build_site(store, tmp_path / "site", info=INFO, formats=["md"]).full
    other = SQLiteStore(":memory:") if change == "archive" else store
    info = SiteInfo(title="Another") if change == "title" else INFO
    report = build_site(other, tmp_path / "site", info=info, formats=["json"] if change == "formats" else ["md"])
    assert report.full
    if change == "archive":
        assert not (tmp_path / "site/2015").exists()
        other.close()


class Forgetful(SQLiteStore):
    """A store that has lost sight of an outlet."""

    def outlets(self, keys: object = None) -> list[OutletRow]:
        return [row for row in super().outlets() if row.key != "ap"]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_dead_link_publishes_nothing(tmp_path: Path, workers: int) -> None:
    store = Forgetful(":memory:")
    with store.write():
        store.put([event for event in ALL if "AP" not in {source.outlet for source in event.sources}][:1])
    build_site(store, tmp_path / "site", info=INFO, workers=workers)
    standing = files(tmp_path / "site")
    with store.write():
        store.put(list(ALL))
    with pytest.raises(SiteError, match=r"2015/01/03/peace-talks-open-in-geneva: links to outlets/ap,"):
        build_site(store, tmp_path / "site", info=INFO, workers=workers)
    with pytest.raises(SiteError, match="links to outlets/ap"):
        build_site(store, tmp_path / "site", info=SiteInfo(title="Another"), workers=workers)
    assert files(tmp_path / "site") == standing
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    store.close()


def test_progress(store: SQLiteStore, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    report = build_site(store, tmp_path / "site", info=INFO, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (report.pages, report.pages)
    with store.write():
        store.put([make_event("2015-01-03", "Something new")])
    told.clear()
    report = build_site(store, tmp_path / "site", info=INFO, progress=lambda done, total: told.append((done, total)))
    assert [done for done, _ in told] == list(range(1, told[-1][1] + 1))
    assert report.written <= told[-1][1]


def test_the_marker_says_what_the_site_was_built_from(store: SQLiteStore, tmp_path: Path) -> None:
    build_site(store, tmp_path / "site", info=INFO)
    marker = (tmp_path / "site" / MARKER).read_text("utf-8")
    assert store.info().archive_id in marker
    assert f'"sequence":{store.sequence()}' in marker
