"""Names of the portal's sections, old and new, as ten categories."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstory.intake.categories import SECTION_WORDS, fold_category
from backstory.model import CATEGORIES


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_category_is_its_own(category: str) -> None:
    assert fold_category(category) == category
    assert fold_category(category.upper()) == category


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("Armed conflict", "Armed conflicts and attacks"),
        ("Armed conflicts and incidents", "Armed conflicts and attacks"),
        ("Attacks and armed conflicts", "Armed conflicts and attacks"),
        ("Arts and Entertainment", "Arts and culture"),
        ("Arts, culture & entertainment", "Arts and culture"),
        ("Religion", "Arts and culture"),
        ("Business & economics", "Business and economy"),
        ("Business and the economy", "Business and economy"),
        ("Disasters", "Disasters and accidents"),
        ("Disasters and incidents", "Disasters and accidents"),
        ("Accidents, disasters", "Disasters and accidents"),
        ("Environment", "Health and environment"),
        ("Environment and health", "Health and environment"),
        ("Health and medicine", "Health and environment"),
        ("International Relations:", "International relations"),
        ("Law", "Law and crime"),
        ("laws_and_crimes", "Law and crime"),
        ("Politics", "Politics and elections"),
        ("Politics and government", "Politics and elections"),
        ("Science", "Science and technology"),
        ("Science and health", "Science and technology"),
        ("Sport", "Sports"),
        ("  Sport : ", "Sports"),
    ],
)
def test_older_names_fold_into_the_ten(name: str, category: str) -> None:
    assert fold_category(name) == category


@pytest.mark.parametrize(
    "name", [None, "", "and", "Armed incidents", "Syrian civil war", "Deaths", "Crime in Brazil", "Sports car", "2010"]
)
def test_other_names_are_no_section(name: str | None) -> None:
    assert fold_category(name) is None


def test_the_table_has_a_row_for_each_category_and_each_word_once() -> None:
    words = [word for row in SECTION_WORDS.values() for word in row.split()]
    assert tuple(SECTION_WORDS) == CATEGORIES
    assert len(words) == len(set(words))


@given(st.permutations(["law", "Crime", "&", "and", ","]))
def test_the_order_and_the_marks_between_make_no_difference(words: list[str]) -> None:
    assert fold_category(" ".join(words)) == "Law and crime"


def test_every_category_of_the_event_list_folds(shared: Path) -> None:
    names = set()
    for path in sorted((shared / "data" / "current-events").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            names |= {json.loads(line)["category"] for line in lines}
    assert len(names) > len(CATEGORIES)
    assert {name for name in names - {None} if fold_category(name) is None} == set()
