"""Deadly events as a table in the shape of UCDP's."""

from __future__ import annotations

import csv
import importlib.util
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from backstory import Archive
from backstory.cli import cli
from backstory.errors import ArchiveError
from backstory.ucdp import COLUMNS

ROWS = [
    {
        "date": "2021-05-03",
        "headline": "At least 12 people are killed and 30 injured in an attack in Aleppo, Syria.",
        "sources": [{"outlet": "Post", "url": "https://post.example/1"}, {"outlet": "Times"}],
    },
    {"date": "2021-05-04", "headline": "The army says that three people died; the mayor says that 19 people died."},
    {"date": "2021-05-05", "headline": "Nobody is killed as a bridge falls."},
    {"date": "2021-05-06", "headline": "Twenty people are injured as a bus overturns."},
]


@pytest.fixture
def deadly(archive: Archive, tmp_path: Path) -> Archive:
    path = tmp_path / "events.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    assert [each.error for each in archive.add(path)] == [None]
    return archive


def test_a_row_for_each_event_with_deaths(deadly: Archive, tmp_path: Path) -> None:
    assert deadly.export_ucdp(tmp_path / "ucdp.csv") == 2
    with (tmp_path / "ucdp.csv").open(newline="") as file:
        first, second = csv.DictReader(file)
    assert list(first) == list(COLUMNS)
    assert (first["low"], first["high"], first["best"], first["high_open"]) == ("12", "12", "12", "True")
    assert (first["injured_low"], first["date_start"], first["date_prec"]) == ("30", "2021-05-03", "1")
    assert (first["where_prec"], first["where_coordinates"], first["country_iso2"]) == ("2", "Aleppo", "SY")
    assert (first["number_of_sources"], first["source_article"]) == ("2", "Post https://post.example/1; Times")
    assert (second["low"], second["high"], second["contested"], second["where_prec"]) == ("3", "19", "True", "")


def test_the_command_writes_hashtags(deadly: Archive, tmp_path: Path) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli, ["--archive", str(tmp_path / "archive.db"), "export", *arguments])
        return done.exit_code, done.output

    path = str(tmp_path / "ucdp.csv")
    assert run("ucdp", path, "--hxl") == (0, f"{path}: 2 events\n")
    lines = (tmp_path / "ucdp.csv").read_text().splitlines()
    assert lines[0].startswith("id,year,")
    assert lines[1].startswith("#event+id,#date+year,")
    assert run("gdelt", path)[0] == 2
    assert run(str(tmp_path / "all.jsonl"), "--hxl")[0] == 2
    assert run("ucdp", str(tmp_path / "ucdp.parquet"), "--hxl")[0] == 2
    assert run(str(tmp_path / "all.jsonl"))[0] == 0


def test_parquet(deadly: Archive, tmp_path: Path) -> None:
    path = tmp_path / "ucdp.parquet"
    if importlib.util.find_spec("pyarrow") is None:
        with pytest.raises(ArchiveError, match="needs pyarrow"):
            deadly.export_ucdp(path)
        return
    parquet = importlib.import_module("pyarrow.parquet")
    assert deadly.export_ucdp(path) == 2
    assert [row["low"] for row in parquet.read_table(path).to_pylist()] == [12, 3]


def test_a_folder_that_is_not_there(deadly: Archive, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be written"):
        deadly.export_ucdp(tmp_path / "nowhere" / "ucdp.csv")
