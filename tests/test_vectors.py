"""Vectors: what a text's is, that events have and keep theirs, and what is near by them."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from backstory import Article, open_archive
from backstory.cli import cli
from backstory.columns import Vector, Vectors, ordinal
from backstory.language import vectors
from backstory.meaning import make_vectors, near_to
from backstory.recall import history, looked_at
from backstory.store.protocol import VECTORS
from backstory.store.sqlite import SQLiteStore
from backstory.stories.topic_features import rows_for, topics_for
from backstory.testing import make_event

STRIKE = make_event("2020-02-20", "Sailors strike: vessels stay in harbour")
BOATS = make_event("2020-02-21", "Ships remain in port, crews on the picket line")
CUP = make_event("2020-02-22", "A cup is won in Peru")
PAGE = Article(source="page", title=BOATS.headline)


def toward(*numbers: int) -> Vector:
    return np.array(numbers, np.int8)


@pytest.fixture
def store() -> SQLiteStore:
    store = SQLiteStore(":memory:")
    with store.write():
        store.put([STRIKE, BOATS, CUP])
    return store


def make(store: SQLiteStore) -> int:
    return make_vectors(store, lambda done, total: None)


def keep(store: SQLiteStore, made: dict[str, Vector]) -> None:
    """Keep vectors of headlines, and say that all have theirs."""
    with store.write():
        wanting = store.vectors.wanting(-1)
        store.vectors.put({key: words for key, words in wanting.items() if words in made}, made)
        store.remember(VECTORS, f"{store.sequence()} {vectors.MODEL}")


def cosines(store: SQLiteStore, *to: int) -> list[float]:
    """How near every event's headline is, by key, from the first."""
    upto = int((store.recall(VECTORS) or "-1").partition(" ")[0])
    found = store.vectors.columns(upto).cosines(toward(*to), len(store.columns().days))
    return [round(float(each), 3) for each in found[1:]]


def test_an_archive_without_vectors(store: SQLiteStore) -> None:
    assert near_to(store, PAGE, ordinal(None)) is None
    assert (store.info().vectors, store.info().vector_model) == (0, None)
    assert cosines(store, 1, 0) == [0, 0, 0]


def test_events_without_vectors_are_near_none() -> None:
    keys = np.array([0, 1, 2], np.int32)
    none, one = np.zeros((0, 0), np.int8), np.array([[0, 0], [3, 4]], np.int8)
    assert Vectors.of(none).among(keys).tolist() == [[0, 0, 0]] * 3
    assert Vectors.of(one).among(keys).tolist() == [[0, 0, 0], [0, 1, 0], [0, 0, 0]]


def test_a_text_is_read_once(store: SQLiteStore) -> None:
    assert list(store.vectors.wanting(-1).values()) == [STRIKE.headline, BOATS.headline, CUP.headline]
    keep(store, {STRIKE.headline: toward(127, 0), CUP.headline: toward(0, 127)})
    assert list(store.vectors.wanting(-1).values()) == [BOATS.headline]
    assert not store.vectors.wanting(store.sequence())
    assert (store.info().vectors, store.info().vector_model) == (2, vectors.MODEL)


def test_vectors_keep_step_with_events(store: SQLiteStore) -> None:
    """With new vectors, new events, other headlines, and events that are taken out."""
    keep(store, {STRIKE.headline: toward(127, 0)})
    assert cosines(store, 1, 0) == [1, 0, 0]
    keep(store, {BOATS.headline: toward(127, 127), CUP.headline: toward(-3, 0)})
    assert cosines(store, 1, 0) == [1, 0.707, -1]
    with store.write():
        store.put([make_event("2020-02-23", CUP.headline)])
    assert cosines(store, 1, 0) == [1, 0.707, -1, 0]
    keep(store, {CUP.headline: toward(-3, 0)})
    assert cosines(store, 1, 0) == [1, 0.707, -1, -1]
    with store.write():
        store.put([replace(STRIKE, headline="Another headline")])
    assert cosines(store, 1, 0) == [0, 0.707, -1, -1]
    with store.write():
        store.put([STRIKE])
        store.remove([BOATS.id])
    assert cosines(store, 1, 0) == [1, 0.707, -1, -1]
    assert store.info().vectors == 3
    with store.write():
        store.vectors.forget()
    assert store.info().vectors == 0


def test_what_is_of_the_day_or_later_is_not_near(store: SQLiteStore) -> None:
    make(store)
    near = near_to(store, PAGE, ordinal(BOATS.day))
    assert near is not None
    assert near.cosines[1] > 0.5
    assert near.cosines[[0, 2, 3]].tolist() == [0, 0, 0]


def test_the_vectors_of_another_model_are_not_asked(store: SQLiteStore) -> None:
    make(store)
    with store.write():
        store.remember(VECTORS, f"{store.sequence()} another")
    assert near_to(store, PAGE, ordinal(None)) is None


def test_nor_are_those_of_a_run_that_was_stopped(store: SQLiteStore) -> None:
    make(store)
    with store.write():
        store.remember(VECTORS, f"-1 {vectors.MODEL}")
    assert near_to(store, PAGE, ordinal(None)) is None


def test_what_is_near_says_so_where_it_shares_no_word(store: SQLiteStore) -> None:
    make(store)
    found = history(store, PAGE, as_of=dt.date(2020, 3, 1), limit=10)
    reasons = {relation.event.headline: relation.because for relation in found.relations}
    assert reasons[STRIKE.headline] == "near in meaning, in other words"
    assert "picket line" in reasons[BOATS.headline]
    assert CUP.headline not in reasons


def test_what_is_near_brings_its_topic_in() -> None:
    """A topic that shares no word with the page, and has not run of late."""
    store = SQLiteStore(":memory:")
    old = make_event("2010-02-20", STRIKE.headline, topics=["Strike in Lunden"])
    with store.write():
        store.put(
            [old, make_event("2020-02-21", BOATS.headline), make_event("2020-02-22", CUP.headline, topics=["Cup"])]
        )
    make(store)
    columns, day = store.columns(), dt.date(2020, 3, 1)
    looked, hits = looked_at(store, PAGE, day)
    near = near_to(store, PAGE, ordinal(day))
    assert [columns.topics[topic] for topic in topics_for(looked, hits, columns, None)] == ["cup"]
    topics = topics_for(looked, hits, columns, near)
    names, rows = rows_for(topics, looked, hits, columns, near)
    best = dict(zip((columns.topics[topic] for topic in topics), rows[:, names.index("near best")], strict=True))
    assert best["strike-in-lunden"] > 0.5
    assert best["cup"] < 0.2
    assert history(store, PAGE, as_of=day, limit=10).relations[0].topics == old.topics
    store.close()


HEADLINES = st.lists(st.sampled_from("Ferries stop strike Peru cup won crews harbour".split()), min_size=1, max_size=4)
EVENTS = st.lists(st.tuples(st.integers(0, 50), HEADLINES), max_size=12)


@settings(max_examples=25)
@given(EVENTS, EVENTS, HEADLINES, st.booleans())
def test_the_future_changes_nothing(
    past: list[tuple[int, list[str]]], future: list[tuple[int, list[str]]], words: list[str], under: bool
) -> None:
    """Whatever is added from a day on, the history before that day is the same to the last digit."""
    day = dt.date(2020, 3, 1)
    topics = ["Strikes"] if under else []
    store = SQLiteStore(":memory:")
    page = Article(source="page", title=f"{' '.join(words)} 0")

    def add(rows: list[tuple[int, list[str]]], start: dt.date, number: int) -> None:
        days = [str(start + dt.timedelta(days=days)) for days, _ in rows]
        said = [f"{' '.join(words)} {number + at}" for at, (_, words) in enumerate(rows)]
        with store.write():
            store.put([make_event(*each, topics=topics) for each in zip(days, said, strict=True)])
        make(store)

    add([(0, words), *past], dt.date(2020, 1, 1), 0)
    before = history(store, page, as_of=day, limit=20)
    assert all(event.day < day for event in before.events)
    add(future, day, 1000)
    assert history(store, page, as_of=day, limit=20).relations == before.relations
    store.close()


@settings(max_examples=20)
@given(arrays(np.int8, (2100, 4), elements=st.integers(-127, 127)), st.integers(1, 2100))
def test_how_near_hangs_on_nothing_beside(matrix: Vector, size: int) -> None:
    to = matrix[0]
    assert (Vectors.of(matrix).cosines(to, size) == Vectors.of(matrix[:size]).cosines(to, size)).all()
    assert np.abs(Vectors.of(matrix).cosines(to, size)).max() <= 1.0001


@given(st.lists(st.sampled_from("Ferries strike harbour Kyiv war Украина zzqx 2014".split()), max_size=8))
def test_a_text_points_where_its_words_do(words: list[str]) -> None:
    """In any order, however often, and as if those that are not known were not there."""
    made = vectors.read([" ".join(words)])[0]
    assert made.tolist() == vectors.read([" ".join([*reversed(words), *words, "zzqx"]).upper()])[0].tolist()
    assert made.any() == any(word != "zzqx" for word in words)


def listed(folder: Path, name: str, *headlines: str) -> Path:
    """An event list of the last days of February 2020."""
    path = folder / name
    rows = [
        {"id": f"{name} {at}", "date": f"2020-02-{20 + at}", "headline": each, "topics": []}
        for at, each in enumerate(headlines)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_what_is_alike_points_alike() -> None:
    """In other words, and in other languages."""
    texts = [STRIKE.headline, BOATS.headline, CUP.headline, "Streik der Matrosen: die Schiffe bleiben im Hafen"]
    made = np.stack(vectors.read(texts))
    near = Vectors.of(made).cosines(made[0], len(made))
    assert near[1] > near[2] + 0.1
    assert near[3] > near[2] + 0.1


def test_how_alike_texts_are() -> None:
    same, strike, comet, unknown = vectors.alike(BOATS.headline, [BOATS.headline, STRIKE.headline, "A comet", "zzqx"])
    assert same > 0.99 > strike > 0.5 > comet
    assert unknown == 0
    assert vectors.alike(BOATS.headline, []) == []


def test_a_page_without_a_known_word_is_near_to_nothing(store: SQLiteStore) -> None:
    make(store)
    assert near_to(store, Article(source="page", title="罢工开始"), ordinal(None)) is None


def test_an_archive_keeps_its_vectors_up(tmp_path: Path) -> None:
    """`add` makes them; what is near in meaning says so where it shares no word."""
    path = tmp_path / "a.db"
    with open_archive(path) as archive:
        list(archive.add(listed(tmp_path, "one.jsonl", BOATS.headline, CUP.headline, "Sailors meet")))
        assert archive.info().vectors == 3
        list(archive.add(listed(tmp_path, "two.jsonl", STRIKE.headline)))
        assert archive.info().vectors == 4
        assert archive.make_vectors() == 0
        page = Article(source="page", title="Sailors walk out, vessels stay")
        found = archive.history(page, as_of=dt.date(2020, 3, 1))
    reasons = {relation.event.headline: relation.because for relation in found.relations}
    assert reasons[BOATS.headline] == "near in meaning, in other words"
    assert "Sailors" in reasons["Sailors meet"]
    info = CliRunner().invoke(cli, ["info", "--archive", str(path)]).output
    assert f"4 of the events have a vector by {vectors.MODEL}" in " ".join(info.split())


def test_an_archive_from_before_there_were_any(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    store = SQLiteStore(str(path))
    with store.write():
        store.put([STRIKE, BOATS, CUP])
    store.close()
    assert "no vectors, which" in CliRunner().invoke(cli, ["info", "--archive", str(path)]).output
    told = CliRunner().invoke(cli, ["vectors", "--archive", str(path)])
    assert "3 new vectors, 3 in all" in told.output


def test_a_run_that_was_stopped_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was kept is not read again, and nothing is asked before all is there."""
    store = SQLiteStore(str(tmp_path / "a.db"))
    with store.write():
        store.put([STRIKE, BOATS, CUP])
    monkeypatch.setattr("backstory.meaning._CHUNK", 1)

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_vectors(store, stop)
    assert store.info().vectors == 2
    assert near_to(store, PAGE, ordinal(None)) is None
    told: list[tuple[int, int]] = []
    assert make_vectors(store, lambda done, total: told.append((done, total))) == 1
    assert told == [(1, 1)]
    assert near_to(store, PAGE, ordinal(None)) is not None
    store.close()
