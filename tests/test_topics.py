"""Topics: which spellings are one, and what is told of a topic."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from backstory import Archive
from backstory.errors import EventNotFound
from backstory.model import Mention, Span
from backstory.stories.aliases import Spelling, aliases
from backstory.stories.topics import portrait
from backstory.testing import make_event
from backstory.topics import Topics
from backstory.urls import name_key


def spelling(name: str, events: int = 1, first: int = 2015, last: int = 2016) -> Spelling:
    return Spelling(name_key(name), name, events, dt.date(first, 1, 1), dt.date(last, 12, 31))


def found(*spellings: Spelling) -> dict[str, str]:
    return aliases(spellings, together=lambda one, other: False)


@pytest.mark.parametrize(
    ("main", "other"),
    [
        ("Norland general election, 2016", "2016 Norland general election"),
        ("2015–16 Norland floods", "2015 Norland floods"),
        ("2015–16 Norland floods", "2015–2016 Norland flood"),
        ("Siege of Port Anna", "Siege of Port Anna (2015–16)"),
        ("Norland insurgency (2011–present)", "Norland insurgency"),
        ("War in Donnelass", "War in Donnelas"),
        ("Norland–Sudland relations", "Sudland–Norland relations"),
        ("Trial of Ann Ode", "Ann Ode trial"),
        ("Port Anna in the Norland", "Port Anna in Norland"),
    ],
)
def test_spellings_of_one_topic(main: str, other: str) -> None:
    assert found(spelling(main, 9), spelling(other)) == {name_key(other): name_key(main)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2015 Norland election", "2016 Norland election"),
        ("2015 Norland election", "Norland election"),
        ("Port Anna offensive (May 2016)", "Port Anna offensive (November 2016)"),
        ("Norland (film)", "Norland (ship)"),
        ("Battle of Port Anna", "Siege of Port Anna"),
        ("Norland", "Sudland"),
        ("May 2016 Port Anna attack", "June 2016 Port Anna attack"),
    ],
)
def test_topics_that_are_two(one: str, other: str) -> None:
    assert found(spelling(one, 9), spelling(other)) == {}


def test_years_apart_or_side_by_side_they_are_two() -> None:
    assert found(spelling("Port Anna riots", 9, 2003, 2004), spelling("Port Anna riot", 1, 2015, 2016)) == {}
    pair = [spelling("Port Anna riots", 9), spelling("Port Anna riot")]
    assert aliases(pair, together=lambda one, other: True) == {}


def test_a_name_without_a_year_is_not_guessed_between_two() -> None:
    names = ["War in Norland (2001–2005)", "War in Norland (2015–present)", "War in Norland"]
    assert found(*(spelling(name, 3) for name in names)) == {}


def test_three_spellings_lead_to_the_most_used() -> None:
    names = [
        spelling("2015 Norland protests", 5),
        spelling("2015–16 Norland protests", 9),
        spelling("Norland protests (2015)"),
    ]
    assert set(found(*names).values()) == {"2015-16-norland-protests"}


@pytest.fixture
def told(archive: Archive) -> Archive:
    rows = [
        ("2015-01-01", "Ships gather off Port Anna", ["Norland crisis", "War in Norland"]),
        ("2015-02-01", "The war in Norland begins", ["War in Norland"]),
        ("2015-03-01", "Port Anna is besieged", ["War in Norland", "Siege of Port Anna"]),
        ("2015-04-01", "Port Anna is relieved", ["War in Norland (2015–present)", "Siege of Port Anna"]),
        ("2015-05-01", "Envoys meet", ["War in Norland", "Norland peace process"]),
        ("2015-06-01", "A truce is signed", ["Norland peace process", "War in Norland (2015–present)"]),
        ("2014-12-01", "Norland's parliament falls", ["Norland crisis", "War in Norland"]),
    ]
    with archive._store.write():
        archive._store.put([make_event(day, headline, topics=topics) for day, headline, topics in rows])
    return archive


def test_a_topic_in_any_spelling(told: Archive) -> None:
    row = told.topic("war in norland (2015–present)")
    assert (row.name, row.aliases, row.headed) == ("War in Norland", ("War in Norland (2015–present)",), 7)
    assert len(list(told.events(topic="War in Norland"))) == 7
    assert [hit.event.headline for hit in told.search("relieved", topic="War in Norland")] == ["Port Anna is relieved"]
    assert told.topics("norland")[0].name == "War in Norland"
    with pytest.raises(EventNotFound):
        told.topic("War in Sudland")


def test_what_is_told_of_a_topic(told: Archive) -> None:
    story = told.topic_story("War in Norland", limit=4)
    assert (story.first, story.last, story.events) == (dt.date(2014, 12, 1), dt.date(2015, 6, 1), 7)
    assert sum(count for _, count in story.months) == 7
    assert story.about.headline == "The war in Norland begins"
    assert [part.topic.name for part in story.chapters] == ["Siege of Port Anna"]
    assert [part.topic.name for part in story.before] == ["Norland crisis"]
    assert [part.topic.name for part in story.after] == ["Norland peace process"]
    assert sum(len(chapter.relations) for chapter in story.line) == 4


def test_spellings_follow_the_archive(told: Archive) -> None:
    topics = Topics(told._store)
    assert topics.aliases() == {"war-in-norland-2015-present": "war-in-norland"}
    with told._store.write():
        told._store.put([make_event("2016-01-01", "A second war", topics=["War in Norland (2016–present)"])])
    assert topics.aliases() == {}


def test_names_that_headlines_link() -> None:
    speaks = make_event("2015-01-01", "Ann Ode speaks", topics=["Talks"])
    linked = replace(speaks, mentions=(Mention(Span(0, 7), "Ann Ode"),))
    seen = portrait({"talks"}, [linked, linked])
    assert [(each.key, each.count) for each in seen.names] == [("ann-ode", 2)]
