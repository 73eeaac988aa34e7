"""The line of a story: which events carry it, and under which topics they are told."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from backstory.articles.read import article_of
from backstory.model import Event
from backstory.stories.line import Candidate, chapter_of, chapters, kinship, topics_of, turning_points, worthy
from backstory.stories.subjects import subjects
from backstory.testing import make_event

KIN = {"siege": 0.9, "talks": 0.5}


def event(day: str, headline: str, *topics: str) -> Event:
    return make_event(day, headline, topics=topics)


def test_a_heading_that_lists_topics_is_each_of_them() -> None:
    found = topics_of(event("2020-01-01", "A truce", "War in Donbass, Normandy Format", "Elections, 2019"))
    assert list(found) == [
        "war-in-donbass-normandy-format",
        "war-in-donbass",
        "normandy-format",
        "elections-2019",
    ]


def near(*found: tuple[float, str]) -> list[Candidate]:
    return [
        Candidate(event(f"2020-01-{day:02}", f"Told on {day}", topic), share)
        for day, (share, topic) in enumerate(found, 1)
    ]


def test_a_topic_is_of_the_story_when_several_near_events_stand_under_it() -> None:
    nearest = near((1.0, "Siege"), (0.9, "Siege"), (0.8, "Talks"), (0.7, "Talks"), (0.1, "World"), (0.1, "World"))
    assert list(kinship(nearest, {})) == ["siege", "talks"]


def test_one_event_under_a_heading_that_is_not_its_own_brings_no_topic_in() -> None:
    nearest = near((1.0, "Vaccines"), (0.8, "Siege"), (0.7, "Siege"), *[(0.05, "Vaccines")] * 20)
    kin = kinship(nearest, {})
    assert list(kin) == ["siege"]
    assert [each.near for each in worthy(nearest, kin)] == [1.0, 0.8, 0.7]


def test_spellings_of_a_topic_speak_for_it_together() -> None:
    nearest = near((1.0, "Siege of Anna"), (0.6, "The siege of Anna"))
    assert kinship(nearest, {}) == {}
    kin = kinship(nearest, {"the-siege-of-anna": "siege-of-anna"})
    assert set(kin) == {"siege-of-anna", "the-siege-of-anna"}
    assert len(set(kin.values())) == 1


def test_no_day_is_told_twice_and_none_is_missed() -> None:
    rows = [event("2020-01-01", f"Shells fall on the port, report {number}", "Siege") for number in range(30)]
    rows += [event("2020-06-01", "The port is relieved", "Siege"), event("2020-03-01", "Envoys meet", "Talks")]
    chosen = turning_points([Candidate(each, 0.5) for each in rows], KIN, 3)
    assert [str(each.day) for each in chosen] == ["2020-01-01", "2020-03-01", "2020-06-01"]
    told = chapters(chosen, KIN)
    assert [topic.name for topic, _ in told if topic] == ["Siege", "Talks"]
    assert [len(group) for _, group in told] == [2, 1]


def test_events_without_a_topic_of_the_story_stand_under_none() -> None:
    stray = event("2020-01-01", "A ship docks", "Shipping")
    assert chapter_of(stray, KIN) == ""
    assert chapters([stray], KIN) == [(None, [stray])]


HEADLINES = st.lists(st.sampled_from(["siege", "port", "truce", "envoy", "shells", "aid"]), min_size=1, max_size=5)
ROWS = st.lists(st.tuples(st.integers(0, 900), HEADLINES, st.sampled_from(["Siege", "Talks", "Else"])), max_size=25)


@settings(max_examples=30)
@given(ROWS, st.integers(1, 12))
def test_the_order_of_the_candidates_does_not_count(rows: list[tuple[int, list[str], str]], limit: int) -> None:
    start = dt.date(2020, 1, 1)
    events = [
        event(str(start + dt.timedelta(days=days)), f"{' '.join(words)} {number}", topic)
        for number, (days, words, topic) in enumerate(rows)
    ]
    candidates = [Candidate(each, 0.1 * (number % 7)) for number, each in enumerate(events)]
    chosen = turning_points(candidates, KIN, limit)
    assert chosen == turning_points(candidates[::-1], KIN, limit)
    days = [each.day for each in chosen]
    assert days == sorted(set(days))
    assert len(chosen) == min(limit, len({each.day for each in events}))


def test_what_a_page_is_about() -> None:
    article = article_of(
        "Harbour Watch accuses Norland of shelling Port Anna\n\nThe group Harbour Watch said on Tuesday that Norland "
        "had shelled the port.\n\n“Norland knew,” Harbour Watch wrote. Port Anna lies in Sudland.\n",
        source="page",
    )
    found = subjects(article, ["Sudland"])
    assert [each.name for each in found][:3] == ["harbour watch", "norland", "port anna"]
    assert "sudland" not in {each.name for each in found}
    text = article.text
    assert text[found[0].span.start : found[0].span.end] == "Harbour Watch"
