"""Small cases of what reporting is like, each of one question: which of these texts tell one event?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from made_articles import article

from backstory.events.second import resolve_all
from backstory.events.traits import Traits, told, traits
from backstory.model import Telling

CASES = Path(__file__).parent / "sample_cases.txt"
#: Cases of which another answer is given: two acts of one story, told in the same names within days.
WRONG = {
    "two matches of the same clubs in one week",
    "an analysis that mentions three events",
    "one head of government in two stories",
    "two mergers in one trade",
    "a first round and a run-off",
    "marches in one city on two Saturdays",
    "an anniversary of an old event",
}


@dataclass(frozen=True)
class Case:
    """Texts, and the event that each tells."""

    name: str
    articles: dict[str, Traits]
    listed: dict[str, Traits]
    #: By the id of each text.
    events: dict[str, str]


def cases() -> Iterator[Case]:
    """The cases of the file, in which each text is headed by its event and its day."""
    for part in CASES.read_text(encoding="utf-8").split("== ")[1:]:
        name, *texts = part.strip().split("\n-- ")
        case = Case(name.strip(), {}, {}, {})
        for text in texts:
            head, title, *paragraphs = text.strip().split("\n")
            event, *listed, day = head.split()
            key = event if listed else f"{event} {len(case.articles)}"
            case.events[key] = event
            if listed:
                case.listed[key] = told(Telling(day=dt.date.fromisoformat(day), headline=title))
            else:
                case.articles[key] = traits(article(title, *paragraphs, day=day))
        yield case


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.name)
def test_texts_of_one_event_and_of_several(case: Case) -> None:
    found = resolve_all(case.articles.items(), case.listed)
    expected = {key: next(each for each in case.events if case.events[each] == case.events[key]) for key in found}
    assert (found == expected) is (case.name not in WRONG)
