"""Editors' decisions: put on top of what sources say, kept there, taken back."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstory import Archive, Settings, open_archive
from backstory.errors import CorrectionError, EventNotFound
from backstory.model import Event
from backstory.model_corrections import CorrectionKind

ROWS = [
    {
        "date": "2015-12-23",
        "headline": "A report accuses Russia of bombing homes",
        "topics": ["Syrian civil war"],
        "sources": [{"outlet": "BBC", "url": "https://bbc.example/1"}],
    },
    {
        "date": "2015-12-23",
        "headline": "Rights group says homes were bombed in Syria",
        "summary": "At least 200 were killed.",
        "category": "Armed conflicts and attacks",
        "topics": ["Syrian War", "Air strikes"],
        "sources": [{"outlet": "Reuters", "url": "https://reuters.example/1"}],
    },
    {"date": "2015-12-24", "headline": "Talks open in Geneva", "topics": ["Syrian War"], "sources": [{"outlet": "AP"}]},
]


def add(archive: Archive, folder: Path, rows: list[dict[str, Any]], name: str = "events") -> None:
    path = folder / f"{name}.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert [outcome.error for outcome in archive.add(path)] == [None]


@pytest.fixture
def three(archive: Archive, tmp_path: Path) -> tuple[Archive, list[str]]:
    """An archive of three events, and their ids."""
    add(archive, tmp_path, ROWS)
    return archive, [event.id for event in archive.events()]


def headlines(archive: Archive) -> list[str]:
    return [event.headline for event in archive.events()]


def test_merged_events_are_one(three: tuple[Archive, list[str]]) -> None:
    archive, (first, second, third) = three
    made = archive.merge(second, first, by="Ana", because="one report")
    assert (made.number, made.kind, made.by, made.because) == (1, CorrectionKind.MERGE, "Ana", "one report")
    event = archive.event(second)
    assert event.id == first
    assert event.headline == ROWS[0]["headline"]
    assert event.summary == ROWS[1]["summary"]
    assert event.category == ROWS[1]["category"]
    assert [source.outlet for source in event.sources] == ["BBC", "Reuters"]
    assert [topic.name for topic in event.topics] == ["Syrian civil war", "Syrian War", "Air strikes"]
    assert [each.id for each in archive.events()] == [first, third]
    assert [hit.event.id for hit in archive.search("bombing", limit=5)] == [first]
    archive.undo(1)
    assert archive.event(second).id == second
    assert [event.id for event in archive.events()] == [first, second, third]
    assert archive.event(first).sources[0].outlet == "BBC"
    assert len(archive.event(first).sources) == 1


def test_merges_follow_each_other(three: tuple[Archive, list[str]]) -> None:
    archive, (first, second, third) = three
    archive.merge(first, second)
    archive.merge(second, third)
    assert {archive.event(each).id for each in (first, second, third)} == {third}
    assert len(archive.event(third).sources) == 3
    archive.undo(1)
    assert archive.event(first).id == first
    assert archive.event(second).id == third
    with pytest.raises(CorrectionError, match="is undone already"):
        archive.undo(1)
    archive.merge(third, first)
    assert archive.event(second).id == first
    with pytest.raises(CorrectionError, match="would be merged into itself"):
        archive.undo(3)
    assert len(archive.corrections()) == 4


def test_what_is_merged_stays_so_when_its_source_is_added_again(
    three: tuple[Archive, list[str]], tmp_path: Path
) -> None:
    archive, (first, second, _) = three
    archive.merge(second, first)
    archive.correct(first, "headline", "A report accuses Russia", because="too long")
    before = list(archive.events())
    (outcome,) = archive.add(tmp_path / "events.jsonl")
    assert (outcome.added, outcome.changed, outcome.unchanged) == (0, 0, 3)
    assert list(archive.events()) == before
    # A source that says more is heard, under the decisions.
    add(archive, tmp_path, [ROWS[0] | {"summary": "It names 25 strikes.", "id": first}])
    event = archive.event(first)
    assert (event.headline, event.summary) == ("A report accuses Russia", "It names 25 strikes.")
    archive.undo(2)
    assert archive.event(first).headline == ROWS[0]["headline"]
    archive.undo(1)
    assert archive.event(second).summary == ROWS[1]["summary"]


@pytest.mark.parametrize(
    ("field", "value", "old"),
    [
        ("headline", "Talks  open\n in Geneva at last", "Talks open in Geneva"),
        ("summary", "They last a week.", None),
        ("day", "2015-12-25", "2015-12-24"),
        ("category", "Politics and elections", None),
        ("topics", "Syrian War; Talks", "Syrian War"),
        ("topics", "", "Syrian War"),
        ("image", "https://ap.example/1.jpg", None),
    ],
)
def test_every_field_can_be_corrected(
    three: tuple[Archive, list[str]], field: str, value: str, old: str | None
) -> None:
    archive, (*_, third) = three
    before = archive.event(third)
    made = archive.correct(third, field, value, because="the source errs", by="Ana")
    assert (made.field, made.old, made.new) == (field, old, " ".join(value.split()) or None)
    after = archive.event(third)
    assert after != before
    assert after.id == third
    assert archive.corrections() == [made]
    archive.undo(made.number)
    assert archive.event(third) == before


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("colour", "red", "is no field"),
        ("headline", " ", "cannot be empty"),
        ("day", "Tuesday", "is not a day"),
        ("category", "Weather", "is no category"),
        ("headline", "Talks open in Geneva", "says so already"),
    ],
)
def test_what_does_not_fit_is_refused(three: tuple[Archive, list[str]], field: str, value: str, reason: str) -> None:
    archive, (*_, third) = three
    with pytest.raises(CorrectionError, match=reason):
        archive.correct(third, field, value, because="a test")
    assert archive.corrections() == []


def test_what_is_not_there_cannot_be_decided_on(three: tuple[Archive, list[str]]) -> None:
    archive, (first, *_) = three
    with pytest.raises(EventNotFound):
        archive.merge("2015-01-01/none", first)
    with pytest.raises(CorrectionError, match="already"):
        archive.merge(first, first)
    with pytest.raises(CorrectionError, match="no correction of that number"):
        archive.undo(1)
    with pytest.raises(EventNotFound, match="no topic"):
        archive.merge_topics("Syrian War", "Nothing")


def test_merged_topics_are_one(three: tuple[Archive, list[str]], tmp_path: Path) -> None:
    archive, (first, second, third) = three
    archive.merge_topics("Syrian war", "Syrian civil war")
    assert [event.id for event in archive.events(topic="Syrian civil war")] == [first, second, third]
    assert archive.topic("Syrian War").name == "Syrian civil war"
    assert [topic.name for topic in archive.event(second).topics] == ["Syrian civil war", "Air strikes"]
    add(archive, tmp_path, [{"date": "2016-01-01", "headline": "A truce", "topics": ["Syrian War"]}], "more")
    assert archive.topic("Syrian War").headed == 4
    archive.undo(1)
    assert archive.topic("Syrian War").headed == 3
    assert archive.topic("Syrian civil war").headed == 1


def test_an_undoing_can_be_undone(three: tuple[Archive, list[str]]) -> None:
    archive, (*_, third) = three
    archive.correct(third, "headline", "Talks begin", because="a test")
    archive.undo(1)
    archive.undo(2)
    assert archive.event(third).headline == "Talks begin"
    assert [each.kind for each in archive.corrections()] == ["correct", "undo", "undo"]


def test_decisions_outlive_the_process(tmp_path: Path) -> None:
    with open_archive(tmp_path / "a.db", settings=Settings(editor="Bea")) as archive:
        add(archive, tmp_path, ROWS)
        first, second, _ = (event.id for event in archive.events())
        archive.merge(second, first)
    with open_archive(tmp_path / "a.db", settings=Settings()) as archive:
        assert archive.event(second).id == first
        assert [each.by for each in archive.corrections()] == ["Bea"]
        assert archive.corrections()[0].made.tzinfo == dt.UTC


STEPS = st.lists(
    st.tuples(st.sampled_from(["merge", "correct", "topics", "undo", "add"]), st.integers(0, 5), st.integers(0, 5)),
    max_size=8,
)


def _step(archive: Archive, folder: Path, ids: list[str], step: tuple[str, int, int]) -> None:
    what, one, other = step
    names = ["Syrian War", "Syrian civil war", "Air strikes"]
    try:
        match what:
            case "merge":
                archive.merge(ids[one % 3], ids[other % 3])
            case "correct":
                archive.correct(ids[one % 3], "headline", f"Corrected {other}", because="a test")
            case "topics":
                archive.merge_topics(names[one % 3], names[other % 3])
            case "undo":
                archive.undo(one + 1)
            case _:
                assert [outcome.added for outcome in archive.add(folder / "events.jsonl")] == [0]
    except (CorrectionError, EventNotFound):
        pass


@settings(max_examples=25)
@given(STEPS)
def test_whatever_is_decided_can_be_taken_back(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("steps")
    with open_archive(folder / "a.db", settings=Settings()) as archive:
        add(archive, folder, ROWS)
        before: list[Event] = list(archive.events())
        for step in steps:
            _step(archive, folder, [event.id for event in before], step)
        for each in before:
            assert archive.event(each.id)
        for made in reversed(archive.corrections()):
            try:
                archive.undo(made.number)
            except CorrectionError:
                continue
            if list(archive.events()) == before:
                break
        assert list(archive.events()) == before
