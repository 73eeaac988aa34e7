"""Where the archive's events happened, kept in step with them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backstory import placing
from backstory.archive import Archive
from backstory.config import Settings
from backstory.errors import ArchiveError
from backstory.model_places import Precision
from backstory.placing import place_events
from backstory.store.sqlite import SQLiteStore
from backstory.testing import make_event

BRIDGE = make_event("2018-08-14", "A bridge collapses in Genoa, Italy.")
TRIPOLI = make_event("2019-04-04", "Fighting breaks out near Tripoli.")
QUAKE = make_event("2019-05-01", "A quake of magnitude 6.1 shakes the island of Sicily in Italy.")
COMET = make_event("2019-06-01", "A comet passes the Sun.")


@pytest.fixture
def store() -> SQLiteStore:
    store = SQLiteStore(":memory:")
    with store.write():
        store.put([BRIDGE, TRIPOLI, QUAKE, COMET])
    return store


def test_events_by_place(store: SQLiteStore) -> None:
    archive = Archive(store, Settings())
    assert list(archive.events(place="IT")) == [BRIDGE, QUAKE]
    assert list(archive.events(place="Italy", limit=1)) == [BRIDGE]
    assert list(archive.events(place="genova")) == [BRIDGE]
    assert list(archive.events(place="Tripoli")) == [TRIPOLI]
    assert list(archive.events(place="Nowhere at all")) == []


def test_an_event_says_where_and_why(store: SQLiteStore) -> None:
    archive = Archive(store, Settings())
    found = archive.place(TRIPOLI)
    assert found is not None
    assert (found.place.country, found.words, found.place.precision) == ("LY", "Tripoli", Precision.CITY)
    assert [each.country for each in found.others][:1] == ["LB"]
    assert archive.place(COMET) is None


def test_what_changed_is_looked_at_again(store: SQLiteStore) -> None:
    place_events(store)
    moved = make_event("2018-08-14", "A bridge collapses in Lyon, France.")
    with store.write():
        store.put([type(BRIDGE)(id=BRIDGE.id, day=BRIDGE.day, headline=moved.headline)])
    place_events(store)
    found = store.placed.place(BRIDGE.id)
    assert found is not None
    assert found.place.country == "FR"


def test_other_rules_look_at_everything_again(store: SQLiteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    place_events(store)
    with store.write():
        store.placed.put_places([(BRIDGE.id, None)])
    place_events(store)
    assert store.placed.place(BRIDGE.id) is None
    monkeypatch.setattr(placing, "RULES", "other")
    place_events(store)
    assert store.placed.place(BRIDGE.id) is not None


def test_events_as_geojson(store: SQLiteStore, tmp_path: Path) -> None:
    path = tmp_path / "places.geojson"
    assert Archive(store, Settings()).export(path) == 3
    features = json.loads(path.read_text("utf-8"))["features"]
    assert [feature["id"] for feature in features] == [BRIDGE.id, TRIPOLI.id, QUAKE.id]
    longitude, latitude = features[0]["geometry"]["coordinates"]
    assert (round(longitude), round(latitude)) == (9, 44)
    assert features[1]["properties"]["place"]["others"][0]["country"] == "LB"


def test_a_file_that_cannot_be_written(store: SQLiteStore, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be written"):
        Archive(store, Settings()).export(tmp_path / "none" / "places.geojson")
