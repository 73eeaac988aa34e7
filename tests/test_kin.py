"""Which events are of a page's story where none stands under a topic, and the countries that a text names."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstory.model import Article
from backstory.recall import history, laid_beside
from backstory.store.sqlite import SQLiteStore
from backstory.stories.countries import countries_of
from backstory.stories.kin import candidates, rows_for
from backstory.testing import make_event

AS_OF = dt.date(2020, 3, 1)
EVENTS = [
    make_event("2020-02-20", "Ferries stop in Belgium as a strike begins"),
    make_event("2020-02-25", "Ferries stop in Peru as a strike begins"),
    make_event("2005-02-25", "Belgian ferries stop as a strike begins"),
    make_event("2020-02-26", "A cup is won in Peru"),
]


@pytest.fixture(scope="module")
def store() -> SQLiteStore:
    store = SQLiteStore(":memory:")
    with store.write():
        store.put(EVENTS)
    return store


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("The U.S. and Belgian troops in Côte d'Ivoire", {"US", "BE", "CI"}),
        ("Papua New Guinea's ferries", {"PG"}),
        ("Give us turkey, and china for the georgian table", set()),
        ("US-China talks", {"US", "CN"}),
        ("Perugia and Malians' friends", {"ML"}),
        ("", set()),
    ],
)
def test_the_countries_of_a_text(text: str, codes: set[str]) -> None:
    assert countries_of(text) == codes


@given(st.text())
def test_any_text_names_some_countries_or_none(text: str) -> None:
    assert all(len(code) == 2 for code in countries_of(text))
    assert countries_of(f"{text} Peru") >= {"PE"}


def measured(store: SQLiteStore, text: str) -> dict[str, dict[str, float]]:
    """The measures of each event that is judged beside a text, by its headline."""
    page = laid_beside(store, Article(source="page", title=text), AS_OF, None)
    keys = candidates(page)
    headlines = store.headlines(keys.tolist())
    names, rows = rows_for(keys, headlines, page)
    assert np.isfinite(rows).all()
    return {
        headlines[key]: dict(zip(names, map(float, row), strict=True))
        for key, row in zip(keys.tolist(), rows, strict=True)
    }


def test_a_country_counts_by_whatever_name(store: SQLiteStore) -> None:
    found = measured(store, "Strike of Belgians: ferries stop")
    shared = {headline: each["countries shared"] for headline, each in found.items()}
    assert shared == {
        "Ferries stop in Belgium as a strike begins": 1,
        "Belgian ferries stop as a strike begins": 1,
        "Ferries stop in Peru as a strike begins": 0,
    }
    assert found["Ferries stop in Peru as a strike begins"]["countries of the event"] == 1


def test_the_nearer_in_place_and_time_comes_first(store: SQLiteStore) -> None:
    found = history(store, Article(source="page", title="Strike of Belgians: ferries stop"), as_of=AS_OF, limit=10)
    assert found.events[0].headline == "Ferries stop in Belgium as a strike begins"
    assert found.topics == ()
    weights = [relation.score for relation in found.relations]
    assert weights == sorted(weights, reverse=True)
