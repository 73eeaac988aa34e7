"""What an event that articles opened belongs to: its story's topic and category, or a topic that its words name."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import random
from pathlib import Path
from typing import Any

import pytest
from made_reports import FIRE, FIRE_LATER, VOTE, Report
from test_settle import FIRE_ID, state
from test_site_decisions import built

from backstory import Archive, Settings, deriving, open_archive
from backstory.model import Article, Method, Role, laid_out
from backstory.model_tellings import Aspect
from backstory.store.sqlite import SQLiteStore
from backstory.stories import lately
from backstory.stories.belonging import names_in
from backstory.testing import make_event

HEAD = "Ostergate market fire"
TOPIC = "Fires in Tarvo"


def past(folder: Path, name: str = "past", topic: str = TOPIC) -> Path:
    """A list of earlier events of the same story, and of another."""
    rows: list[dict[str, Any]] = [
        {
            "date": f"2031-02-{day:02}",
            "headline": f"A fire at the Ostergate furniture market in the port of Tarvo kills {day} people, fire chief "
            f"Maro Bellin says of the blaze near a paint store in warehouse {day}",
            "category": "Disasters and accidents",
            "topics": [topic],
        }
        for day in range(1, 15)
    ]
    rows += [
        {
            "date": f"2031-02-{day:02}",
            "headline": f"Rowers of club {day} win the eights on the lake of Orlo",
            "category": "Sports",
            "topics": ["Rowing at Orlo"],
        }
        for day in range(1, 15)
    ]
    path = folder / f"{name}.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_an_event_belongs_to_what_its_story_does(archive: Archive, tmp_path: Path) -> None:
    list(archive.add(past(tmp_path), FIRE.write(tmp_path), FIRE_LATER.write(tmp_path), VOTE.write(tmp_path)))
    event = archive.event(FIRE_ID)
    assert [topic.name for topic in event.topics] == [TOPIC]
    assert event.category == "Disasters and accidents"
    day, topic, category = archive.derived(FIRE_ID)
    assert (day.about, topic.about, category.about) == (Aspect.DAY, Aspect.TOPIC, Aspect.CATEGORY)
    assert (day.name, day.method, day.words and day.words.text) == ("2031-03-04", Method.RELATIVE, "on Tuesday")
    assert "its story does" in topic.because
    assert "Tarvo" in topic.because
    assert category.because == "the 6 nearest events before it do"
    assert FIRE_ID in {each.id for each in archive.events(topic=TOPIC)}
    vote = next(each for each in archive.events() if each.headline == VOTE.title)
    assert (vote.topics, vote.category, len(archive.derived(vote.id))) == ((), None, 1)
    assert list(archive.verify()) == []


def test_else_to_a_topic_that_its_words_name(archive: Archive, tmp_path: Path) -> None:
    lists = tmp_path / "one.jsonl"
    lists.write_text(json.dumps({"date": "2031-01-01", "headline": "A mine opens", "topics": ["Harrow mine"]}) + "\n")
    named = VOTE._replace(paragraphs=(*VOTE.paragraphs, "The Harrow mine is the last of Lindmark, and old."))
    list(archive.add(lists, named.write(tmp_path)))
    event = next(each for each in archive.events() if each.headline == VOTE.title)
    found = archive.derived(event.id)[-1]
    assert [topic.name for topic in event.topics] == ["Harrow mine"]
    assert found.words is not None
    assert found.capture is not None
    page = archive.article(found.capture)
    assert page is not None
    assert page.text[found.words.span.start : found.words.span.end] == "Harrow mine"
    assert list(archive.verify()) == []


def test_an_editor_has_the_last_word(archive: Archive, tmp_path: Path) -> None:
    list(archive.add(FIRE.write(tmp_path)))
    archive.correct(FIRE_ID, "topics", HEAD, because="its own name", by="Ana")
    list(archive.add(past(tmp_path), FIRE_LATER.write(tmp_path)))
    assert [topic.name for topic in archive.event(FIRE_ID).topics] == [HEAD]
    archive.rebuild()
    assert [topic.name for topic in archive.event(FIRE_ID).topics] == [HEAD]
    archive.undo(1)
    assert [topic.name for topic in archive.event(FIRE_ID).topics] == [TOPIC]


def test_only_the_latest_listed_events_are_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever days are asked for before, and however far apart they are; what articles opened is none of them."""
    monkeypatch.setattr(lately, "LATEST", 6)
    monkeypatch.setattr(deriving, "LATEST", 6)
    monkeypatch.setattr(deriving, "MOST", 20)
    monkeypatch.setattr(lately, "LEAST", 1)
    store = SQLiteStore(":memory:")
    draw = random.Random(7)
    first = dt.date(2031, 1, 1)
    events = [make_event(str(first + dt.timedelta(draw.randrange(60))), f"Fire {n}") for n in range(120)]
    listed, opened = events[:90], events[90:]
    with store.write():
        store.put(events)
        for event in opened:
            store.tellings.open(event.id)
    past = deriving._Past(store)
    for number in sorted(draw.sample(range(70), 25)):
        day = first + dt.timedelta(number)
        before = sorted((event.day for event in listed if event.day < day), reverse=True)
        oldest = before[5] if len(before) > 5 else first
        expected = {event.id for event in listed if oldest <= event.day < day}
        assert {near.event.id for near in past.before(day).nearest({"fire": 1.0}, day)} == expected


def test_it_happened_where_its_article_says(archive: Archive, tmp_path: Path) -> None:
    words = (
        "Twelve people died as a depot of fuel went up in flames in Aleppo in northern Syria on Tuesday, doctors say.",
        "The blaze could be seen from all over the city, and burned until the morning.",
    )
    depot = FIRE._replace(name="depot", title="Twelve die in a depot", paragraphs=words)
    list(archive.add(depot.write(tmp_path)))
    (event,) = archive.events(place="SY")
    found = archive.place(event)
    assert found is not None
    assert (found.place.name, found.part, found.words) == ("Aleppo", "text", "Aleppo")
    (capture,) = [each.capture for each in archive.why(depot.url)]
    page = archive.article(capture)
    assert page is not None
    assert page.text[found.span.start : found.span.end] == "Aleppo"


def test_a_site_tells_what_was_derived_and_keeps_up(archive: Archive, tmp_path: Path) -> None:
    list(archive.add(FIRE.write(tmp_path)))
    built(archive, tmp_path, full=True)
    list(archive.add(past(tmp_path)))
    site = built(archive, tmp_path)
    path = FIRE_ID.replace("-", "/", 2)
    shown = json.loads(site[f"{path}.json"])
    assert [each["about"] for each in shown["derived"]] == ["day", "topic", "category"]
    assert shown["derived"][0]["words"]["words"] == "on Tuesday"
    for name in (f"{path}.html", f"{path}.md"):
        assert f"That it belongs to “{TOPIC}” is derived: its story does, at" in site[name].decode()
    timeline = json.loads(site["topics/fires-in-tarvo.json"])
    assert FIRE_ID in {each["id"] for each in timeline["events"]}
    archive.correct(FIRE_ID, "topics", "", because="no such thing", by="Ana")
    shown = json.loads(built(archive, tmp_path)[f"{path}.json"])
    assert [each["about"] for each in shown["derived"]] == ["day", "category"]


def test_any_order_gives_the_same(tmp_path: Path) -> None:
    later = FIRE._replace(name="again", title="Market fire in Tarvo", published="2031-05-06T10:00:00+00:00")
    expected: Any = None
    for number, order in enumerate(list(itertools.permutations((None, FIRE, VOTE, later)))[::7]):
        folder = tmp_path / str(number)
        folder.mkdir()
        with open_archive(folder / "a.db", settings=Settings()) as archive:
            for report in order:
                list(archive.add(report.write(folder) if isinstance(report, Report) else past(folder)))
            found = state(archive)
            assert found == (expected := expected or found)
            archive.rebuild()
            assert state(archive) == expected
    assert {topic.name for event in expected[0] if not event.summary for topic in event.topics} >= {TOPIC}


@pytest.mark.parametrize(
    ("blocks", "names"),
    [
        ([(Role.TITLE, "Talks on Brexit Deal stall")], {"brexit-deal"}),
        ([(Role.PARAGRAPH, "The Brexit Deal is off.")], set()),
        ([(Role.PARAGRAPH, "The Brexit Deal is off."), (Role.PARAGRAPH, "No Brexit deal, then.")], {"brexit-deal"}),
        ([(Role.COMMENT, "Brexit Deal! Brexit Deal!")], set()),
    ],
)
def test_names_that_a_text_gives_prominence(blocks: list[tuple[Role, str]], names: set[str]) -> None:
    found = names_in(Article(source="a", blocks=laid_out(blocks)))
    assert names & found.keys() == names
    assert bool(found) == bool(names)
