"""Fetched days all the way into an archive: by range, by address, again after a break, and through the command."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from local_server import Answer, serve
from test_mediawiki import Wiki

from backstory import Archive, Settings, open_archive
from backstory.config import MediaWikiConfig
from backstory.errors import FetchError, FetchRefused, RowError, SourceNotFound, SourceUnreadable

FIRST = dt.date(2015, 12, 22)


@pytest.fixture
def wiki() -> Wiki:
    made = Wiki()
    for number in range(3):
        told = (f"Talks enter their round number {number}.", f"Quake {number} in Peru.")
        made.edit(FIRST + dt.timedelta(number), 1, *told)
    return made


@pytest.fixture
def address(wiki: Wiki) -> Iterator[str]:
    with serve(wiki.answer) as served:
        yield served


@pytest.fixture
def fetching(tmp_path: Path, address: str) -> Iterator[Archive]:
    config = MediaWikiConfig(api=f"{address}/w/api.php", agent="tests", pause=0, timeout=2, tries=1)
    with open_archive(tmp_path / "archive.db", settings=Settings(mediawiki=config)) as archive:
        yield archive


def test_a_range_of_days(fetching: Archive, wiki: Wiki) -> None:
    last = FIRST + dt.timedelta(2)
    (outcome,) = fetching.add_portal(FIRST, last)
    assert (outcome.added, outcome.error) == (6, None)
    asked = len(wiki.requests)
    (outcome,) = fetching.add_portal(FIRST, last)
    assert (outcome.added, outcome.changed, outcome.error) == (0, 0, None)
    assert outcome.note == "pages as they were when they were last fetched: 3 of 3"
    assert len(wiki.requests) == asked + 1
    wiki.edit(FIRST, 2, "Talks enter their last round.", "Quake 0 in Peru.")
    (outcome,) = fetching.add_portal(FIRST, last)
    assert (outcome.added, outcome.changed, outcome.unchanged) == (0, 1, 1)


def test_an_address(fetching: Archive, address: str) -> None:
    page = f"{address}/wiki/Portal:Current_events/2015_December_23"
    (outcome,) = fetching.add(page)
    assert (outcome.source, outcome.added, outcome.error) == (page, 2, None)
    (event, _) = fetching.events(day=dt.date(2015, 12, 23))
    assert event.origin
    assert event.origin.url == "https://wiki.example/wiki/Portal:Current_events/2015_December_23"


def test_what_is_not_there(fetching: Archive, address: str) -> None:
    sources = [
        f"{address}/wiki/Portal:Current_events/2015_December_29",
        f"{address}/wiki/Portal:Current_events/2015_February_30",
        f"{address}/news/today.html",
        "http://127.0.0.1:9/wiki/Portal:Current_events/2015_December_23",
        "portal:2015-12-24..2015-12-25",
        "portal:2015-12-24..today",
    ]
    outcomes = list(fetching.add(*sources))
    kinds = [SourceUnreadable, SourceNotFound, FetchRefused, FetchError, RowError, type(None), SourceUnreadable]
    assert [type(outcome.error) for outcome in outcomes] == kinds
    assert outcomes[5].added == 2
    for outcome in outcomes:
        assert "\n" not in str(outcome.error)


def test_a_run_that_broke_off_goes_on(fetching: Archive, wiki: Wiki) -> None:
    wiki.fitting = 1
    wiki.troubles = [None, None, Answer(status=500)]
    (outcome,) = fetching.add_portal(FIRST, FIRST + dt.timedelta(2))
    assert isinstance(outcome.error, FetchError)
    kept = fetching.info().events
    (outcome,) = fetching.add_portal(FIRST, FIRST + dt.timedelta(2))
    assert outcome.error is None
    assert kept + outcome.added == fetching.info().events == 6


def test_through_the_command(address: str, tmp_path: Path) -> None:
    (tmp_path / "backstory.toml").write_text(f'[mediawiki]\napi = "{address}/w/api.php"\npause = 0\n')
    done = subprocess.run(
        [sys.executable, "-m", "backstory", "add", "--portal", "2015-12-22..2015-12-25"],
        cwd=tmp_path,
        env={**os.environ, "BACKSTORY_ARCHIVE": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "6 added, 0 changed, 0 unchanged, 1 failed" in done.stdout
    assert done.stderr.startswith("backstory: Portal:Current events/2015 December 25: there is no such page at ")
