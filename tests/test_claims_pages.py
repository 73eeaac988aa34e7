"""Claims of many pages at once, each with its own outcome."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from backstory.claims_pages import claims_of_pages, pages_in
from backstory.cli import cli
from backstory.errors import BackstoryError, SourceNotFound, SourceUnreadable

LINE = "The harbour authority of Port Ada says that {n} ferries collided in fog near the old pier this week."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with pages, one of them within a folder, and a file that is none."""
    (tmp_path / "more").mkdir()
    for name, n in (("a.txt", 2), ("b.txt", 3), ("more/c.txt", 4)):
        (tmp_path / name).write_text(f"Ferries collide\n\n{LINE.format(n=n)}\n")
    (tmp_path / "notes.csv").write_text("not,a,page\n")
    return tmp_path


def test_a_folder_is_its_pages(folder: Path) -> None:
    assert [each.name for each in pages_in(folder)] == ["a.txt", "b.txt", "c.txt"]
    assert pages_in(folder / "none.txt") == [folder / "none.txt"]
    (folder / "empty").mkdir()
    with pytest.raises(SourceUnreadable):
        pages_in(folder / "empty")


def test_one_outcome_each_in_order_whatever_the_processes(folder: Path) -> None:
    paths = [*pages_in(folder), folder / "none.txt"]
    alone = list(claims_of_pages(paths, workers=1))
    assert isinstance(alone[-1], SourceNotFound)
    for one, other in zip(alone, claims_of_pages(paths, workers=2), strict=True):
        if isinstance(one, BackstoryError):
            assert str(one) == str(other)
        else:
            assert one == other


def test_pages_at_the_command_line(folder: Path) -> None:
    run = CliRunner().invoke(cli, ["claims", "--json", str(folder), str(folder / "none.txt"), str(folder / "a.txt")])
    rows = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.exit_code == 1
    assert [Path(row["source"]).name for row in rows] == ["a.txt", "b.txt", "c.txt", "none.txt", "a.txt"]
    assert rows[3] == {"source": str(folder / "none.txt"), "error": "no such file"}
    assert [row["statements"][0]["content"][0]["exact"].split()[0] for row in rows if "statements" in row] == list(
        "2342"
    )
    assert run.stderr == f"backstory: {folder / 'none.txt'}: no such file\n"
    table = CliRunner().invoke(cli, ["claims", "--csv", str(folder)]).stdout
    assert table.count("source,what") == 1
    assert table.count("ferries collided") == 3
