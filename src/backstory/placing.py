"""Where the archive's events happened: the store's table of places, brought up to the events.

With `ingest`, `evidence`, `follow` and `recall`, a place that knows both the stages and the store.
"""

from __future__ import annotations

from pathlib import Path

from backstory.events.gazetteer import country_named, folded, gazetteer
from backstory.events.where import RULES, place_of_event
from backstory.forms_places import write_geojson
from backstory.store.protocol import Store
from backstory.urls import name_key

#: Events of one transaction: about a second's work.
_CHUNK = 2_000

_NOTE = "place_rules"


def place_events(store: Store) -> None:
    """Find the place of every event that is new or has changed; of all, where the rules have.

    Args:
        store: the archive.

    Raises:
        ArchiveReadOnly: there is something to find, and the archive cannot be written.
    """
    if store.recall(_NOTE) != RULES:
        with store.write():
            store.placed.forget_places()
            store.remember(_NOTE, RULES)
    while events := store.placed.unplaced(_CHUNK):
        found = [(event.id, place_of_event(event)) for event in events]
        with store.write():
            store.placed.put_places(found)


def write_places(store: Store, path: Path) -> int:
    """Write the events whose words say where they happened as GeoJSON: see `forms_places.write_geojson`.

    Args:
        store: the archive.
        path: where to.

    Raises:
        ArchiveError: the file cannot be written.
    """
    place_events(store)
    where = dict(store.placed.all_places())
    return write_geojson(((event, where[event.id]) for event in store.events() if event.id in where), path)


def place_names(name: str) -> list[str]:
    """What the store's table of places may call a place.

    Args:
        name: code of a country ("SY"), or a name of a country, region or town in any spelling of the gazetteer.
    """
    if country_named(name) == name:
        return [name]
    country = country_named(name)
    own = [each.place.name for each in gazetteer().entries(folded(name)) if not each.people]
    keys = dict.fromkeys(name_key(each) for each in (name, *own))
    return [country, *keys] if country else list(keys)
