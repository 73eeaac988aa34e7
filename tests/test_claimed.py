"""Claims of an archive: read once, kept, tied together, checked, and at the command line."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from backstory import Archive, Settings, open_archive
from backstory.cli import cli
from backstory.errors import EventNotFound
from backstory.forms_ledger import COLUMNS
from backstory.model import Kind

ADDRESS = "https://gazette.example/2021/05/03/market"
PAGE = f"""<!doctype html><html lang="en"><head><title>Market shelled | The Gazette</title>
<link rel="canonical" href="{ADDRESS}"><meta property="og:title" content="Market shelled in Selm">
<meta property="og:site_name" content="The Gazette">
<meta property="article:published_time" content="2021-05-04T08:00:00+02:00"></head><body><article>
<h1>Market shelled in Selm</h1>
<p>Norland's army denied on Tuesday that the market in Selm was shelled, and said that only three people had died.</p>
<p>“We heard two planes,” said Ada Lind, who sells fish there. “Then the roof came down on the stalls.”</p></article>
<section id="comments"><h2>1 Comment</h2><ol class="comment-list"><li class="comment"><b>Tom</b> <time>4 May 2021</time>
<p>In the old war 900 people were killed there, my uncle says.</p></li></ol></section></body></html>"""

EVENT = {
    "date": "2021-05-03",
    "headline": "Rights Watch says that Norland shelled the market in Selm, and that at least 12 people were killed",
    "topics": ["War in Norland"],
    "sources": [{"outlet": "The Gazette", "url": ADDRESS}],
}


@pytest.fixture
def told(archive: Archive, tmp_path: Path) -> Archive:
    """An archive with an event and the page that it cites."""
    other = {"date": "2021-06-01", "headline": "A raid kills three people in Brod", "topics": ["War in Norland"]}
    (tmp_path / "events.jsonl").write_text(f"{json.dumps(EVENT)}\n{json.dumps(other)}\n")
    (tmp_path / "page.html").write_text(PAGE)
    assert [each.error for each in archive.add(tmp_path / "events.jsonl", tmp_path / "page.html")] == [None, None]
    return archive


def event_id(archive: Archive) -> str:
    return next(archive.events()).id


def test_a_ledger_ties_the_event_and_the_pages_of_its_sources(told: Archive) -> None:
    ledger = told.ledger(event_id(told))
    assert [(voice.source, voice.name) for voice in ledger.voices] == [(0, "its own words"), (1, "The Gazette")]
    (matter,) = [matter for matter in ledger.matters if matter.contested]
    assert [entry.said.statement.stance.value for entry in matter.entries] == ["asserts", "denies"]
    assert matter.entries[1].answers == 0
    (toll,) = ledger.tolls
    assert (toll.kind, toll.low, toll.high, toll.open, toll.contested) == (Kind.KILLED, 3, 12, True, True)
    assert "900" not in " ".join(each.words for account in toll.accounts for each in account.counted)


def test_figures_by_month(told: Archive) -> None:
    found = [(each.period, each.low, each.high, each.events) for each in told.figures("war in norland")]
    assert found == [("2021-05", 12, 12, 1), ("2021-06", 3, 3, 1)] or found[0][:2] == ("2021-05", 3)
    assert [each.period for each in told.figures("War in Norland", by="year")] == ["2021"]
    with pytest.raises(EventNotFound):
        told.figures("Nobody's war")


def test_what_was_read_is_kept_and_every_word_of_it_checked(told: Archive, tmp_path: Path) -> None:
    ledger = told.ledger(event_id(told))
    assert list(told.verify()) == []
    assert told.ledger(event_id(told)) == ledger
    with sqlite3.connect(tmp_path / "archive.db") as database:
        for key, document in list(database.execute("SELECT key, document FROM claims")):
            changed = document.replace(b"Norland", b"Sudland")
            database.execute("UPDATE claims SET document = ? WHERE key = ?", (changed, key))
    faults = [fault.what for fault in told.verify()]
    assert len(faults) == 2
    assert all("what was read out of it" in what for what in faults)


def test_a_page_that_was_changed_no_longer_says_it(told: Archive, tmp_path: Path) -> None:
    told.ledger(event_id(told))
    with sqlite3.connect(tmp_path / "archive.db") as database:
        database.execute("UPDATE articles SET document = replace(CAST(document AS TEXT), 'three people', 'seven men')")
    assert any("its article does not say" in fault.what for fault in told.verify())


def test_claims_are_read_again_by_another_reader(told: Archive, tmp_path: Path) -> None:
    ledger = told.ledger(event_id(told))
    with sqlite3.connect(tmp_path / "archive.db") as database:
        database.execute("UPDATE claims SET document = replace(CAST(document AS TEXT), 'Norland', 'Sudland')")
        database.execute("UPDATE notes SET value = 'an older one' WHERE key = 'claims_reader'")
    assert told.ledger(event_id(told)) == ledger
    assert list(told.verify()) == []


def test_an_archive_that_cannot_be_written_is_read_all_the_same(told: Archive, tmp_path: Path) -> None:
    expected = told.ledger(event_id(told))
    told.close()
    (tmp_path / "archive.db").chmod(0o444)
    with open_archive(tmp_path / "archive.db", create=False, settings=Settings()) as archive:
        assert archive.ledger(event_id(archive)) == expected


def run(folder: Path, *arguments: str) -> str:
    done = CliRunner().invoke(cli, ["--archive", str(folder / "archive.db"), *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_command_prints_an_event_and_a_topic(told: Archive, tmp_path: Path) -> None:
    shown = run(tmp_path, "claims", event_id(told))
    assert "answers Rights Watch: both speak of" in " ".join(shown.split())
    assert "Dead: 3 to 12 or more, contested" in shown
    rows = list(csv.DictReader(io.StringIO(run(tmp_path, "claims", "War in Norland", "--csv"))))
    assert list(rows[0]) == COLUMNS
    assert {row["event"] for row in rows} == {event.id for event in told.events()}
    assert {row["what"] for row in rows} == {"statement", "figure"}
    documents = [json.loads(line) for line in run(tmp_path, "claims", "War in Norland", "--json").splitlines()]
    assert [len(document["figures"]) for document in documents] == [1, 1]
    assert run(tmp_path, "figures", "War in Norland", "--by", "year", "--csv").startswith("period,kind,low,high")
    assert "2021-06" in run(tmp_path, "figures", "War in Norland")
    assert json.loads(run(tmp_path, "figures", "War in Norland", "--json").splitlines()[0])["kind"] == "killed"


def test_several_processes_read_what_one_reads(told: Archive, tmp_path: Path) -> None:
    from backstory.claimed import Claimed

    store = told._store
    done: list[tuple[int, int]] = []
    Claimed(store, workers=2).read_all(lambda *each: done.append(each))
    kept = dict(store.claim_index.claims())
    with store.write():
        store.claim_index.forget_claims()
    Claimed(store, workers=1).read_all(lambda *each: None)
    assert dict(store.claim_index.claims()) == kept
    assert done == [(0, 3), (2, 3), (3, 3)]


def test_what_another_reader_let_go_is_read_again(told: Archive, tmp_path: Path) -> None:
    from backstory.claimed import NOTE

    store = told._store
    told.build(tmp_path / "site")
    kept = dict(store.claim_index.claims())
    with store.write():
        store.remember(NOTE, "another reader")
    told.ledger(event_id(told))
    assert len(store.claim_index.known()) < len(kept)
    told.build(tmp_path / "site")
    assert dict(store.claim_index.claims()) == kept


def test_an_event_of_no_claims(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").write_text(json.dumps({"date": "2021-05-03", "headline": "A bridge opens in Selm"}))
    list(archive.add(tmp_path / "events.jsonl"))
    assert replace(archive.ledger(event_id(archive)), voices=()).matters == ()
    assert "No statement and no figure found." in run(tmp_path, "claims", event_id(archive))
