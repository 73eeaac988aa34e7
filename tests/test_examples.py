"""The examples hold what their README says, and no address in them pretends to be a report that it is not."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from backstory.intake.batch import Batch
from backstory.intake.portal import read_day
from backstory.intake.streams import open_stream
from backstory.intake.table import read_json_lines
from backstory.model import CATEGORIES, Listing

EXAMPLES = Path(__file__).parents[1] / "examples"
DAYS = sorted((EXAMPLES / "days").glob("*.wiki"))

#: The real addresses, each of a page that says what it is cited for.
REAL = {
    "http://en.kremlin.ru/events/president/news/67843",
    "http://www.bbc.com/news/world-middle-east-35162523",
    "https://earthquake.usgs.gov/earthquakes/eventpage/official20110311054624120_30",
    "https://undocs.org/A/RES/68/262",
    "https://undocs.org/A/RES/ES-11/1",
    "https://www.amnesty.org/en/documents/mde24/3113/2015/en/",
    "https://www.icj-cij.org/case/182",
}


def listings(path: Path) -> tuple[Listing, ...]:
    """The events of a day page."""
    return read_day(path.read_text(encoding="utf-8"), source=path.name).listings


@pytest.mark.parametrize("path", DAYS, ids=lambda path: path.stem)
def test_a_day_page_is_read_whole(path: Path) -> None:
    found = listings(path)
    text = path.read_text(encoding="utf-8")
    assert {one.day for one in found} == {dt.date.fromisoformat(path.stem)}
    assert {one.category for one in found} <= set(CATEGORIES)
    assert [source.url for one in found for source in one.sources] == re.findall(r"\[(https?://\S+) \(", text)
    assert all(source.outlet for one in found for source in one.sources)


def test_the_day_pages_hold_enough_to_relate() -> None:
    events = [one for path in DAYS for one in listings(path)]
    assert len(DAYS) == 14
    assert len(events) == 125
    assert [one.day.isoformat() for one in events if one.unsourced] == ["2015-09-30"]


@pytest.mark.parametrize(
    ("topic", "days"),
    [
        ("Syrian Civil War", {"2014-03-18", "2014-07-17", "2015-09-30", "2015-12-23", "2016-12-13"}),
        (
            "Russian military intervention in the Syrian Civil War",
            {"2015-09-30", "2015-11-24", "2015-12-23", "2016-12-13"},
        ),
        ("Russo-Ukrainian War", {"2015-12-23", "2017-03-29", "2021-12-03", "2022-02-24", "2022-03-09", "2022-03-16"}),
        ("Fukushima Daiichi nuclear disaster", {"2011-03-11", "2011-03-12"}),
        ("Brexit", {"2016-06-24", "2017-03-29"}),
    ],
)
def test_each_story_has_several_days(topic: str, days: set[str]) -> None:
    events = [one for path in DAYS for one in listings(path)]
    assert {one.day.isoformat() for one in events if topic in {each.name for each in one.topics}} == days


def test_the_event_list_is_read_whole() -> None:
    with open_stream(EXAMPLES / "events.jsonl") as stream:
        batches = list(read_json_lines(stream))
    events = [one for batch in batches if isinstance(batch, Batch) for one in batch.listings]
    assert all(isinstance(batch, Batch) for batch in batches)
    assert len(events) == 12
    assert not any(one.unsourced for one in events)


def test_every_address_is_real_or_plainly_invented() -> None:
    files = [path for path in EXAMPLES.rglob("*") if path.suffix in {".wiki", ".jsonl"}]
    found = {url for path in files for url in re.findall(r"https?://[^\s\"\]]+", path.read_text(encoding="utf-8"))}
    assert {url for url in found if not (urlsplit(url).hostname or "").endswith(".example")} == REAL


def test_the_readme_names_every_file() -> None:
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    files = [path for path in EXAMPLES.rglob("*") if path.is_file() and path.name != "README.md"]
    assert [path.name for path in files if f"`{path.name}`" not in readme] == []
