"""What speaks for a page belonging to a topic."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from backstory.model import Article
from backstory.recall import looked_at
from backstory.store.sqlite import SQLiteStore
from backstory.stories.matching import Looked
from backstory.stories.order import topic_shares
from backstory.stories.rank import SENTENCE
from backstory.stories.topic_features import rows_for, topics_for
from backstory.stories.topic_names import country_measures, name_measures, name_words
from backstory.testing import make_event

AS_OF = dt.date(2020, 3, 1)
EVENTS = [
    *(make_event(f"2020-02-{day:02}", f"Ferries stop in Lunden, strike {day}", topics=["Strike in Lunden"])
      for day in range(10, 20)),
    *(make_event(f"2020-02-{day:02}", f"Ferries stop in Marsk, strike {day}", topics=["Strike in Marsk"])
      for day in range(10, 20)),
    make_event("2010-01-01", "Ferries stop in Lunden", topics=["Strike of 2010"]),
    make_event("2020-02-20", "A cup is won", topics=["Cup"]),
]  # fmt: skip


@pytest.fixture(scope="module")
def store() -> SQLiteStore:
    store = SQLiteStore(":memory:")
    with store.write():
        store.put(EVENTS)
    return store


def measures(store: SQLiteStore, text: str) -> dict[str, dict[str, float]]:
    """The measures of each topic that a text may belong to."""
    columns = store.columns()
    looked, hits = looked_at(store, Article(source="page", title=text), AS_OF)
    topics = topics_for(looked, hits, columns, None)
    names, rows = rows_for(topics, looked, hits, columns, None)
    assert np.isfinite(rows).all()
    return {
        columns.topics[topic]: dict(zip(names, map(float, row), strict=True))
        for topic, row in zip(topics.tolist(), rows, strict=True)
    }


def test_topics_come_by_words_and_by_running(store: SQLiteStore) -> None:
    assert set(measures(store, "Ferries stop in Lunden again")) == {
        "strike-in-lunden", "strike-in-marsk", "strike-of-2010", "cup",
    }  # fmt: skip


def test_the_name_that_tells_topics_apart(store: SQLiteStore) -> None:
    found = measures(store, "Ferries stop in Lunden again")
    assert found["strike-in-lunden"]["claim best name"] > found["strike-in-marsk"]["claim best name"] == 0
    assert found["strike-in-lunden"]["name kept, led"] == 1
    assert found["strike-in-lunden"]["odds names, led"] == 0 > found["strike-in-marsk"]["odds names, led"]


def test_when_a_topic_ran(store: SQLiteStore) -> None:
    found = measures(store, "Ferries stop in Lunden again")
    assert found["cup"]["silent 1"] == 10
    assert found["cup"]["silent 3"] == 9999
    assert found["strike-in-lunden"]["last 30"] == 10
    assert found["strike-of-2010"]["last 365"] == 0
    assert found["strike-of-2010"]["name year"] == 9


def test_the_surest_topic(store: SQLiteStore) -> None:
    columns = store.columns()
    looked, hits = looked_at(store, Article(source="page", title="Ferries stop in Lunden again"), AS_OF)
    shares = topic_shares(looked, hits, columns, SENTENCE)
    assert columns.topics[next(iter(shares))] == "strike-in-lunden"
    assert sum(shares.values()) == pytest.approx(1)


def test_words_of_a_name() -> None:
    assert name_words("2022-siege-of-mariupol") == (("sieg", "mariupol"), 2022)
    assert name_words("covid-19-pandemic-in-the-philippines") == (("covid", "pandemic", "philippin"), 0)
    assert name_words("") == ((), 0)


def test_no_word_of_a_name() -> None:
    looked = Looked.of({}, frozenset(), {}, 10, said=0, countries=frozenset())
    assert name_measures(["cup"], looked, 2020)["name held"].tolist() == [0.0]


def test_a_name_is_known_by_other_topics_that_share_its_words() -> None:
    """Wallonians have only stood under elections in Belgium, and yet speak for what else is named after Belgium."""
    store = SQLiteStore(":memory:")
    told = [
        *((f"2020-01-{day:02}", f"Wallonians vote, part {day}", "Elections in Belgium") for day in range(1, 20)),
        *((f"2020-01-{day:02}", f"Limeans vote, part {day}", "Elections in Peru") for day in range(1, 20)),
        ("2020-02-01", "The ferries stop", "Strikes in Belgium"),
        ("2020-02-01", "The ferries stop too", "Strikes in Peru"),
        ("2020-02-02", "The ferries stop thrice", "2020"),
    ]
    with store.write():
        store.put([make_event(day, headline, topics=[topic]) for day, headline, topic in told])
    found = measures(store, "Wallonians stop their ferries")
    assert found["strikes-in-belgium"]["named weakest"] > found["strikes-in-peru"]["named weakest"]
    assert found["strikes-in-belgium"]["named likely, led"] > found["strikes-in-peru"]["named likely, led"]
    assert found["2020"]["named likely"] == -1
    store.close()


def test_countries_of_names() -> None:
    found = country_measures(["strikes-in-the-united-states", "strikes-in-peru", "strikes"], frozenset({"US"}))
    assert found["countries shared"].tolist() == [1, 0, 0]
    assert found["countries of the name"].tolist() == [0, 1, 0]
    assert found["countries of the page"].tolist() == [0, 1, 1]
