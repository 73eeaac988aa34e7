"""Where the archive's events happened: the store's table of places, brought up to the events.

With `ingest`, `evidence`, `follow` and `recall`, a place that knows both the stages and the store.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from backstory.events.digest import part_of
from backstory.events.gazetteer import country_named, folded, gazetteer
from backstory.events.where import RULES, place_of_article, place_of_event
from backstory.forms_places import write_geojson
from backstory.model import Event
from backstory.model_places import EventPlace
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
        found = [(event.id, place_of(store, event)) for event in events]
        with store.write():
            store.placed.put_places(found)


def place_of(store: Store, event: Event) -> EventPlace | None:
    """Where an event happened; by the text of its first article, where articles opened it, else by its own words.

    Args:
        store: the archive.
        event: the event.
    """
    first = next(iter(store.tellings.of_event(event.id)), None) if store.tellings.opened([event.id]) else None
    page = store.readings.reading(first.capture, first.reading) if first else None
    if first and page:
        part = part_of(page, first.blocks)
        if found := place_of_article(part.article):
            return replace(found, span=part.span(found.span))
    return place_of_event(event)


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
