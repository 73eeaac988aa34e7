"""Topics on the site: one page in all spellings, and addresses that lead to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_site_decisions import built

from backstory import Archive
from backstory.site import timelines
from backstory.testing import make_event


@pytest.fixture
def spelled(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """An archive of one topic in two spellings, and of another; topics of more than two events have pages of years."""
    monkeypatch.setattr(timelines, "LONG", 2)
    days = {
        "War in Norland": ["2014-12-01", "2015-01-01", "2015-02-01", "2016-01-01"],
        "War in Norland (2014–present)": ["2014-12-05", "2015-03-01", "2016-02-01"],
        "Norland crisis": ["2013-01-01", "2014-01-01", "2015-05-01"],
    }
    put(archive, *((day, topic) for topic, each in days.items() for day in each))
    return archive


def put(archive: Archive, *events: tuple[str, str]) -> None:
    with archive._store.write():
        archive._store.put([make_event(day, f"{topic} on {day}", topics=[topic]) for day, topic in events])


def moved(site: dict[str, bytes]) -> dict[str, str]:
    """The pages of topics that lead to others, with those."""
    pages = {path[:-5]: json.loads(data) for path, data in site.items() if path.endswith(".json")}
    topics = {path: page for path, page in pages.items() if path.startswith("topics/") and "to" in page}
    return {path: page["to"]["path"] for path, page in topics.items()}


def test_one_page_in_all_spellings(spelled: Archive, tmp_path: Path) -> None:
    site = built(spelled, tmp_path, full=True)
    page = json.loads(site["topics/war-in-norland.json"])
    assert (page["name"], page["count"]) == ("War in Norland", 7)
    assert page["aliases"] == ["War in Norland (2014–present)"]
    variant = "topics/war-in-norland-2014-present"
    assert moved(site) == {
        variant: "topics/war-in-norland",
        **{f"{variant}/{year}": f"topics/war-in-norland/{year}" for year in (2014, 2015, 2016)},
    }
    because = "the same words; its years stand in brackets in one alone"
    assert json.loads(site[f"{variant}.json"])["because"] == because
    assert because in site[f"{variant}.html"].decode()
    event = json.loads(site["2016/02/01/war-in-norland-2014-present-on-2016-02-01.json"])
    assert [topic["path"] for topic in event["topics"]] == ["topics/war-in-norland"]


def test_spellings_that_come_and_go(spelled: Archive, tmp_path: Path) -> None:
    """Each update is as good as a site built anew, whichever way a name goes."""
    built(spelled, tmp_path, full=True)
    split = spelled.split_topic("War in Norland (2014–present)")
    site = built(spelled, tmp_path)
    assert moved(site) == {}
    assert json.loads(site["topics/war-in-norland-2014-present.json"])["count"] == 3
    assert "topics/war-in-norland-2014-present/2015.json" in site
    spelled.undo(split.number)
    # The other spelling is used more now, and the topic is called by it.
    put(spelled, *((f"2016-03-{day:02}", "War in Norland (2014–present)") for day in range(1, 5)))
    site = built(spelled, tmp_path)
    assert moved(site)["topics/war-in-norland/2015"] == "topics/war-in-norland-2014-present/2015"
    put(spelled, ("2021-01-01", "War in Norland (2020–present)"))
    assert moved(built(spelled, tmp_path)) == {}


def test_a_topic_is_merged_in_all_its_spellings(spelled: Archive, tmp_path: Path) -> None:
    built(spelled, tmp_path, full=True)
    made = spelled.merge_topics("War in Norland (2014–present)", "Norland crisis")
    assert made.spellings == ("War in Norland",)
    assert spelled.topic("War in Norland").headed == spelled.topic("Norland crisis").headed == 10
    site = built(spelled, tmp_path)
    assert {path: to for path, to in moved(site).items() if path.count("/") == 1} == {
        "topics/war-in-norland": "topics/norland-crisis",
        "topics/war-in-norland-2014-present": "topics/norland-crisis",
    }
    spelled.undo(made.number)
    assert spelled.topic("War in Norland").headed == 7


def test_a_long_topic_counts_all_its_events(archive: Archive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(timelines, "LONG", 2)
    monkeypatch.setattr(timelines, "LATEST", 1)
    days = ["2015-01-01", "2015-06-01", "2016-02-01"]
    with archive._store.write():
        archive._store.put(
            [make_event(day, f"{n} people die in a raid", topics=["War"]) for n, day in enumerate(days, 3)]
        )
    page = json.loads(built(archive, tmp_path, full=True)["topics/war.json"])
    assert len(page["events"]) == 1
    assert [each["label"] for each in page["harmed"][0]["periods"]] == ["2015-01", "2015-06", "2016-02"]


def test_years_of_a_topic_that_was_merged(spelled: Archive, tmp_path: Path) -> None:
    built(spelled, tmp_path, full=True)
    spelled.merge_topics("Norland crisis", "War in Norland")
    found = moved(built(spelled, tmp_path))
    assert found["topics/norland-crisis"] == "topics/war-in-norland"
    assert found["topics/norland-crisis/2013"] == "topics/war-in-norland/2013"
    assert found["topics/norland-crisis/2015"] == "topics/war-in-norland/2015"
