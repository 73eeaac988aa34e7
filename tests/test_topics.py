"""Topics: which spellings are one, and what is told of a topic."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstory import Archive, model_story
from backstory.errors import CorrectionError, EventNotFound
from backstory.model import Mention, Span
from backstory.model_story import Alias
from backstory.spelled import decide_spellings
from backstory.store.sqlite import SQLiteStore
from backstory.stories.aliases import Spelling, aliases
from backstory.stories.topics import portrait
from backstory.testing import make_event
from backstory.topics import Topics
from backstory.urls import name_key


def spelling(name: str, events: int = 1, first: int = 2015, last: int = 2016) -> Spelling:
    return Spelling(name_key(name), name, events, dt.date(first, 1, 1), dt.date(last, 12, 31))


def found(*spellings: Spelling) -> dict[str, str]:
    decided = aliases(spellings, together=lambda one, other: False)
    return {key: alias.topic for key, alias in decided.items()}


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
    because = "the same words; its years stand in brackets in one alone"
    assert story.taken == (model_story.Spelling("War in Norland (2015–present)", because),)
    assert [part.topic.name for part in story.chapters] == ["Siege of Port Anna"]
    assert [part.topic.name for part in story.before] == ["Norland crisis"]
    assert [part.topic.name for part in story.after] == ["Norland peace process"]
    assert sum(len(chapter.relations) for chapter in story.line) == 4


def test_spellings_follow_the_archive(told: Archive) -> None:
    topics = Topics(told._store)
    because = "the same words; its years stand in brackets in one alone"
    assert topics.aliases() == {"war-in-norland-2015-present": Alias("war-in-norland", because)}
    with told._store.write():
        told._store.put([make_event("2016-01-01", "A second war", topics=["War in Norland (2016–present)"])])
    assert topics.aliases() == {}


def test_names_that_headlines_link() -> None:
    speaks = make_event("2015-01-01", "Ann Ode speaks", topics=["Talks"])
    linked = replace(speaks, mentions=(Mention(Span(0, 7), "Ann Ode"),))
    seen = portrait({"talks"}, [linked, linked])
    assert [(each.key, each.count) for each in seen.names] == [("ann-ode", 2)]


#: Names of which many are spellings of one, by years, brackets, a letter.
NAMES = st.sampled_from(
    [
        *("War in Norland", "War in Norland (2015–present)", "War in Norland (2016)", "2016 war in Norland"),
        *("War in Norlant", "Wars in Norland", "Norland war 2016", "Harbour talks", "Harbor talks", "Talks"),
    ]
)
DAYS = st.integers(0, 3_000).map(lambda days: dt.date(2012, 1, 1) + dt.timedelta(days=days))
#: Events that come, by day and topics, or go (None), a batch at a time.
BATCHES = st.lists(
    st.lists(st.tuples(DAYS, st.lists(NAMES, min_size=1, max_size=2)) | st.none(), max_size=6), max_size=5
)


@settings(max_examples=12)
@given(BATCHES)
def test_decided_bit_by_bit_or_at_once(batches: list[list[tuple[dt.date, list[str]] | None]]) -> None:
    store = SQLiteStore(":memory:")
    number = 0
    for batch in batches:
        with store.write():
            for each in batch:
                number += 1
                if each:
                    store.put([make_event(each[0].isoformat(), f"Event {number}", topics=each[1])])
                elif events := list(store.events()):
                    store.remove([events[number % len(events)].id])
        decide_spellings(store)
        bit_by_bit = store.spellings.aliases()
        rows = [Spelling(row.key, row.name, row.headed, *store.stretches([row.key])[row.key]) for row in store.topics()]
        assert bit_by_bit == aliases(rows, together=lambda one, other: together(store, one, other))
    store.close()


def together(store: SQLiteStore, one: str, other: str) -> bool:
    return not set(store.places(topic=one)).isdisjoint(store.places(topic=other))


def test_a_topic_of_its_own(told: Archive) -> None:
    name = "War in Norland (2015–present)"
    made = told.split_topic(name, by="Ana", because="another war")
    assert (made.kind, made.subject) == ("split-topic", name)
    assert (told.topic(name).headed, told.topic(name).aliases) == (2, ())
    with told._store.write():
        told._store.put([make_event("2015-07-01", "The truce breaks", topics=[name])])
    told.rebuild()
    assert told.topic(name).headed == 3
    with pytest.raises(CorrectionError, match="already"):
        told.split_topic(name)
    with pytest.raises(EventNotFound):
        told.split_topic("War in Sudland")
    told.undo(made.number)
    assert told.topic(name).headed == 8
    told.undo(2)
    assert told.topic(name).headed == 3
