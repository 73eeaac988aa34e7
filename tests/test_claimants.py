"""Those who are quoted: their pages, their list, and both kept in step with the archive."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace
from sample_views import CLAIMANT

from backstory import Archive, Settings, open_archive
from backstory.site.words_claims import bounds, claimant_sentence

FIRST = [
    ("2021-05-03", "Ada Lind says that Norland's guns killed at least 12 villagers in Selm."),
    (
        "2021-05-04",
        "Norland denies that its guns killed villagers in Selm. The mayor of Brod, Tom Reed, condemns the attack.",
    ),
    ("2021-05-05", "Norland says that the road to Brod is open."),
]
SECOND = [
    ("2021-05-06", "Ada Lind says that 19 people were killed in Selm."),
    ("2021-05-07", "A bridge opens in Brod."),
]


def add(archive: Archive, folder: Path, rows: list[tuple[str, str]], name: str) -> None:
    path = folder / f"{name}.jsonl"
    path.write_text(
        "".join(
            json.dumps({"date": day, "headline": headline, "topics": ["Flood of Selm"]}) + "\n"
            for day, headline in rows
        )
    )
    assert [each.error for each in archive.add(path)] == [None]


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.*"))}


def test_whoever_is_quoted_twice_has_a_page(archive: Archive, tmp_path: Path) -> None:
    add(archive, tmp_path, FIRST, "first")
    archive.build(tmp_path / "site")
    pages = {path.name for path in (tmp_path / "site" / "claimants").iterdir()}
    assert pages == {f"norland.{each}" for each in ("html", "md", "json", "xml")} | {"index", *_index()}
    page = json.loads((tmp_path / "site" / "claimants" / "norland.json").read_text())
    assert (page["name"], page["count"], page["events"]) == ("Norland", 2, 2)
    assert [(line["day"], line["said"]["stance"]) for line in page["statements"]] == [
        ("2021-05-05", "asserts"),
        ("2021-05-04", "denies"),
    ]
    (selector,) = page["statements"][0]["said"]["selectors"]
    assert selector["type"] == "TextPositionSelector"
    assert FIRST[2][1][selector["start"] : selector["end"]] == selector["refinedBy"]["exact"]


def _index() -> set[str]:
    return {f"index.{each}" for each in ("html", "md", "json", "xml")}


@pytest.mark.parametrize("formats", [None, ("html",)])
def test_an_update_gives_the_bytes_of_a_whole_build(
    archive: Archive, tmp_path: Path, formats: tuple[str] | None
) -> None:
    add(archive, tmp_path, FIRST, "first")
    archive.build(tmp_path / "site", formats=formats)  # type: ignore[arg-type]
    assert not (tmp_path / "site" / "claimants" / "ada-lind.html").exists()
    add(archive, tmp_path, SECOND, "second")
    report = archive.build(tmp_path / "site", formats=formats)  # type: ignore[arg-type]
    assert not report.full
    archive.build(tmp_path / "whole", formats=formats)  # type: ignore[arg-type]
    assert files(tmp_path / "site") == files(tmp_path / "whole")
    event = next(archive.events())
    topic = (tmp_path / "site" / "topics" / "flood-of-selm.html").read_text()
    assert "Answers Ada Lind: both speak of: gun, killed, villager; it names who denies" in topic
    assert "claimants/ada-lind" in topic
    assert "claimants/ada-lind" in (tmp_path / "site" / f"{event.id.replace('-', '/', 2)}.html").read_text()


def test_an_archive_that_cannot_be_written_is_built_with_what_was_read(archive: Archive, tmp_path: Path) -> None:
    add(archive, tmp_path, FIRST, "first")
    archive.build(tmp_path / "site")
    archive.close()
    (tmp_path / "archive.db").chmod(0o444)
    with open_archive(tmp_path / "archive.db", create=False, settings=Settings()) as read_only:
        read_only.build(tmp_path / "again")
    assert files(tmp_path / "site") == files(tmp_path / "again")


@pytest.mark.parametrize(
    ("low", "high", "more", "expected"),
    [
        (3, 12, False, "3 to 12"),
        (3, 12, True, "3 to 12 or more"),
        (200, 200, True, "at least 200"),
        (200, None, False, "at least 200"),
        (None, 1200, False, "up to 1,200"),
        (5, 5, False, "5"),
    ],
)
def test_bounds_in_words(low: int | None, high: int | None, more: bool, expected: str) -> None:
    assert bounds(low, high, more=more) == expected


def test_a_page_that_shows_the_latest_says_so() -> None:
    view = replace(CLAIMANT, statements=CLAIMANT.statements * 100)
    held = "230 statements in 212 events, from 28 May 2003 to 23 December 2015."
    assert claimant_sentence(view) == f"{held} The latest 100 stand here, the others with their events."
    assert claimant_sentence(replace(view, count=100)) == held.replace("230", "100")
