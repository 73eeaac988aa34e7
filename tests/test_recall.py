"""The story behind a page: on the examples, on the two seeds, and what must hold for any archive."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from conftest import EXAMPLES
from hypothesis import given, settings
from hypothesis import strategies as st

from backstory import Archive, Article, Event, read
from backstory.articles.read import article_of
from backstory.recall import history
from backstory.store import fulltext
from backstory.store.sqlite import SQLiteStore
from backstory.stories import topic_names
from backstory.stories.rank import PAGE, SENTENCE, SENTENCE_ALONE, query, regime, weigh_words
from backstory.testing import make_event

AS_OF = dt.date(2022, 3, 30)

# One process runs them, and so reads the event lists of twenty years once.
pytestmark = pytest.mark.xdist_group("twenty years")


def test_the_seed(twenty_years: Archive, shared: Path) -> None:
    """Seed 004, read against 2002-2021, gets seed 000's event first or second."""
    (seed,) = (shared / "seeds").glob("004_*.txt")
    found = twenty_years.history(seed, as_of=AS_OF, limit=10)
    assert len(found.events) == 10
    assert "2015-12-23-01" in [event.external_id for event in found.events[:2]]
    assert all(event.day < AS_OF for event in found.events)
    first = next(each for each in found.relations if each.event.external_id == "2015-12-23-01")
    assert "Syrian Civil War" in [topic.name for topic in first.topics]
    words = [first.event.headline[span.start : span.end] for span in first.words]
    assert "Amnesty International" in words
    assert "Amnesty International" in first.because


def test_readers_comments_do_not_count(twenty_years: Archive, shared: Path) -> None:
    """The reader's comment under seed 004 speaks of Iraq and Libya; the story does not."""
    (seed,) = (shared / "seeds").glob("004_*.txt")
    article = read(seed)
    assert "Lancet" in article.text
    assert not any("Lancet" in paragraph for paragraph in article.paragraphs)
    assert article.title == "Amnesty: Russia is committing war crimes in Ukraine"
    text = seed.read_text(encoding="utf-8")
    assert twenty_years.history(text, as_of=AS_OF).events == twenty_years.history(seed, as_of=AS_OF).events


def test_an_event_and_its_own_history(twenty_years: Archive) -> None:
    (event,) = (each for each in twenty_years.events(day=dt.date(2015, 12, 23)) if each.external_id == "2015-12-23-01")
    found = twenty_years.history(event)
    assert found.as_of == event.day
    assert all(each.day < event.day for each in found.events)
    named = [" ".join(topic.name for topic in each.topics) + each.headline for each in found.events]
    assert sum("Syria" in text and "Russia" in text for text in named) >= 6


def test_a_page_in_another_language_is_found_by_its_names_alone(twenty_years: Archive) -> None:
    """German "die" and "war" are words of English, too, and tell nothing of the page."""
    fire = (
        "Brand in Lagerhalle\n\nAm Freitag ist in einer Lagerhalle am Hafen ein Feuer ausgebrochen, bei dem drei "
        "Menschen verletzt wurden. Die Ursache war zunächst unklar, die Feuerwehr war mit vielen Kräften im Einsatz.\n"
    )
    assert twenty_years.history(fire, as_of=AS_OF).events == ()
    crisis = (
        "Neue Proteste in Caracas\n\nIn Caracas sind am Freitag viele Menschen auf die Straße gegangen, um gegen die "
        "Politik von Nicolás Maduro zu protestieren. Die Opposition in Venezuela war lange zerstritten.\n"
    )
    found = twenty_years.history(crisis, as_of=AS_OF).events
    named = [" ".join(topic.name for topic in event.topics) + event.headline for event in found]
    assert sum("Venezuela" in text or "Maduro" in text for text in named) >= 8


def test_the_example_page(example_archive: Archive) -> None:
    page = EXAMPLES / "pages" / "2022-03-29-same-war-amnesty.html"
    found = example_archive.history(page)
    assert found.as_of == dt.date(2022, 3, 29)
    assert "Syrian Civil War" in [shared.topic.name for shared in found.topics]
    amnesty = [event for event in found.events if "Amnesty International" in event.headline]
    assert amnesty
    assert amnesty[0].day == dt.date(2015, 12, 23)
    for relation in found.relations:
        assert relation.because
        for span in relation.words:
            assert relation.event.headline[span.start : span.end].strip()


def test_another_story_gets_other_events(example_archive: Archive) -> None:
    found = example_archive.history(EXAMPLES / "pages" / "2020-01-31-britain-leaves.html")
    assert found.events
    assert {event.day.year for event in found.events[:3]} <= {2016, 2017}


@pytest.mark.parametrize(
    "text",
    [
        "Übermorgen entscheidet der Gemeinderat von Kleinkleckersdorf über den Radweg.",
        "今日は天気がいいですね。",
        "1234 5678",
        "the of and",
        "a b",
    ],
)
def test_a_page_without_a_history(example_archive: Archive, text: str) -> None:
    assert example_archive.history(text).relations == ()


def test_signs_of_the_query_language_are_words_or_nothing(example_archive: Archive) -> None:
    wild = example_archive.history('"; Aleppo -- NEAR( * ^ {headline}:')
    assert "Aleppo" in wild.relations[0].because
    assert example_archive.search('NEAR( * ^ "') == example_archive.search("near") != []


def test_an_empty_archive(archive: Archive) -> None:
    assert archive.history("War crimes in Aleppo").relations == ()


def test_a_huge_page(example_archive: Archive) -> None:
    article = article_of("Syria\n" + "Aleppo was bombed again. " * 30_000, source="huge")
    assert example_archive.history(article, as_of=AS_OF).events


WORDS = ["Aleppo", "Moscow", "bomb", "talks", "siege", "vote", "Homs", "strike", "truce", "aid"]
HEADLINES = st.lists(st.sampled_from(WORDS), min_size=2, max_size=6)
EVENTS = st.lists(
    st.tuples(st.integers(0, 60), HEADLINES, st.sampled_from(["War", "Talks", "War in Homs"])), min_size=1, max_size=30
)


def events_of(
    rows: list[tuple[int, list[str], str]], start: dt.date, number: int, *, under: bool = True
) -> list[Event]:
    return [
        make_event(
            str(start + dt.timedelta(days=days)), " ".join(words) + f" {number + at}", topics=[topic] if under else []
        )
        for at, (days, words, topic) in enumerate(rows)
    ]


@settings(max_examples=40)
@given(EVENTS, EVENTS, HEADLINES, st.booleans(), st.sampled_from([3, 10_000]))
def test_the_future_changes_nothing(
    past: list[tuple[int, list[str], str]],
    future: list[tuple[int, list[str], str]],
    words: list[str],
    under: bool,
    most: int,
) -> None:
    """Whatever is added from a day on, the history before that day is the same to the last digit."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fulltext, "HELD", most)
        patch.setattr(topic_names, "STEP", most)
        same_before_and_after(past, future, words, under)


def same_before_and_after(
    past: list[tuple[int, list[str], str]], future: list[tuple[int, list[str], str]], words: list[str], under: bool
) -> None:
    day = dt.date(2020, 3, 1)
    store = SQLiteStore(":memory:")
    article = Article(source="page", title=" ".join(words))
    with store.write():
        store.put(events_of(past, dt.date(2020, 1, 1), 0, under=under))
    before = history(store, article, as_of=day, limit=20)
    assert all(event.day < day for event in before.events)
    with store.write():
        store.put(events_of(future, day, 1000, under=under))
    after = history(store, article, as_of=day, limit=20)
    assert after.relations == before.relations
    # Names of topics are those in use now; which topics, and how sure, is not.
    assert [shared.weight for shared in after.topics] == [shared.weight for shared in before.topics]
    store.close()


def test_names_weigh_more_than_other_words() -> None:
    page = article_of("Bombs fall\nToday bombs fall on Aleppo and Homs.", source="page")
    weights = weigh_words(page)
    assert weights["aleppo"] > weights["fall"] / 2
    assert list(weights.values()) == sorted(weights.values(), reverse=True)
    assert "bombs" in weights
    assert not {"on", "and", "today"} & weights.keys()


def test_words_that_are_everywhere_are_not_looked_for() -> None:
    frequency = {"war": 900, "aleppo": 4, "never": 0}
    assert list(query({"war": 5.0, "aleppo": 1.0, "never": 9.0}, frequency, 1_000)) == ["aleppo"]


def test_a_page_in_another_script_shares_nothing_by_chance() -> None:
    cyrillic = dict.fromkeys(
        ("при", "обстреле", "города", "погибли", "не", "менее", "человек", "сообщили", "власти"), 1.0
    )
    frequency = {"12": 3, "bbc": 5}
    assert query(cyrillic | {"12": 1.0}, frequency, 1_000) == {}
    assert query(cyrillic | {"12": 1.0, "bbc": 1.0, "там": 1.0}, frequency, 1_000) == {}
    assert list(query(cyrillic | {"12": 1.0, "bbc": 1.0}, frequency | {"города": 2}, 1_000)) == ["города", "12"]


def test_a_sentence_and_a_page_are_weighed_differently() -> None:
    assert regime(5) == SENTENCE
    assert regime(500) == PAGE
    assert regime(5, topics=False) == SENTENCE_ALONE
    between = regime(65)
    assert SENTENCE.words < between.words < PAGE.words


def test_an_archive_without_topics() -> None:
    """Words and age rank alone."""
    store = SQLiteStore(":memory:")
    told = ["2019-12-01 Ferries stop in Lunden", "2010-12-01 Ferries stop in Lunden", "2019-12-02 A cup is won"]
    with store.write():
        store.put([make_event(each[:10], each[11:]) for each in told])
    article = Article(source="page", title="Ferries stop again in Lunden")
    found = history(store, article, as_of=dt.date(2020, 1, 1), limit=10)
    assert [str(event.day) for event in found.events] == ["2019-12-01", "2010-12-01"]
    assert found.topics == ()
    store.close()


def test_what_was_taken_out_is_in_no_story() -> None:
    store = SQLiteStore(":memory:")
    event = make_event("2019-12-01", "Ferries stop in Lunden", topics=["Strike"])
    article = Article(source="page", title="Ferries stop again in Lunden")
    with store.write():
        store.put([event, make_event("2019-12-02", "Ferries sail from Lunden", topics=["Strike"])])
    assert event in history(store, article, as_of=None, limit=10).events
    with store.write():
        store.remove([event.id])
    assert event not in history(store, article, as_of=None, limit=10).events
    store.close()
