"""Claims as JSON, as CSV and at the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from click.testing import CliRunner

from backstory import read, read_claims
from backstory.cli import cli
from backstory.forms_claims import COLUMNS, claims_csv, claims_json

TEXT = "Two dead in Norland\n\nPolice say at least two people were killed. “It was dark,” Tom Reed said.\n"


def page(folder: Path) -> Path:
    path = folder / "page.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_json_points_into_the_text(tmp_path: Path) -> None:
    article = read(page(tmp_path))
    document = json.loads(claims_json(article, read_claims(article)))
    (said, quoted) = document["statements"]
    assert said["claimant"]["exact"] == "Police"
    assert quoted["content"][0]["exact"] == "“It was dark,”"
    assert quoted["quoted"] is True
    figures = [(each["kind"], each["low"], each["high"]) for each in document["figures"]]
    assert figures == [("killed", 2, 2), ("killed", 2, None)]
    for selector in (said["cue"], *said["content"], document["figures"][1]["words"]):
        assert article.text[selector["start"] : selector["end"]] == selector["exact"]


def test_csv_has_a_row_for_each(tmp_path: Path) -> None:
    article = read(page(tmp_path))
    rows = list(csv.DictReader(io.StringIO(claims_csv(article, read_claims(article)))))
    assert [row["what"] for row in rows] == ["statement", "statement", "figure", "figure"]
    assert tuple(rows[0]) == tuple(COLUMNS)
    assert rows[3]["quote"] == "at least two people"
    assert rows[3]["claimant"] == "Police"


def test_command_line(tmp_path: Path) -> None:
    path = str(page(tmp_path))
    shown = CliRunner().invoke(cli, ["claims", path]).output
    assert "Who says what" in shown
    assert "at least 2" in shown
    assert "by Police's account" in shown
    lines = CliRunner().invoke(cli, ["claims", path, path, "--csv"]).output.splitlines()
    assert len(lines) == 9
    assert (
        json.loads(CliRunner().invoke(cli, ["claims", "-", "--json"], input=TEXT).output)["title"]
        == "Two dead in Norland"
    )
