"""`protocol.PlaceIndex` in SQL: where events happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import Select, Text, cast, delete, func, insert, or_, select

from backstory.model import Event
from backstory.model_places import EventPlace, Place
from backstory.store import schema
from backstory.store.protocol import PlaceCount
from backstory.store.tables import EventTables
from backstory.urls import name_key

_event_place = msgspec.json.Decoder(EventPlace)
_place = msgspec.json.Decoder(Place)
_encode = msgspec.json.Encoder().encode


class PlaceTable(EventTables):
    """A `protocol.PlaceIndex` over the table."""

    def unplaced(self, limit: int) -> list[Event]:
        """Events that nobody looked for a place of since they changed: see `PlaceIndex.unplaced`."""
        c, p = schema.events.c, schema.event_places.c
        joined = schema.events.outerjoin(schema.event_places, c.key == p.event_key)
        due = select(c.key).select_from(joined).where(or_(p.sequence.is_(None), p.sequence < c.sequence))
        with self._errors():
            return self._events(due.limit(limit))

    def put_places(self, places: Sequence[tuple[str, EventPlace | None]]) -> None:
        """Keep where events happened: see `PlaceIndex.put_places`."""
        c = schema.events.c
        ids = [event_id for event_id, _ in places]
        with self._errors():
            known = {
                row.id: row for row in self._connection.execute(select(c.id, c.key, c.sequence).where(c.id.in_(ids)))
            }
            rows = [_row(known[event_id].key, known[event_id].sequence, place) for event_id, place in places]
            keys = [row["event_key"] for row in rows]
            self._connection.execute(delete(schema.event_places).where(schema.event_places.c.event_key.in_(keys)))
            self._connection.execute(insert(schema.event_places), rows)

    def forget_places(self) -> None:
        """Look for every place anew: see `PlaceIndex.forget_places`."""
        with self._errors():
            self._connection.execute(delete(schema.event_places))

    def place(self, event_id: str) -> EventPlace | None:
        """Where an event happened: see `PlaceIndex.place`."""
        c, p = schema.events.c, schema.event_places.c
        query = select(p.document).join_from(schema.event_places, schema.events).where(c.id == event_id)
        with self._errors():
            found = self._connection.execute(query).scalar()
        return _event_place.decode(found) if found else None

    def all_places(self) -> Iterator[tuple[str, EventPlace]]:
        """Where all events happened: see `PlaceIndex.all_places`."""
        c, p = schema.events.c, schema.event_places.c
        query = (
            select(c.id, p.document)
            .join_from(schema.event_places, schema.events)
            .where(p.document.is_not(None))
            .order_by(c.day, c.id)
        )
        with self._errors():
            for row in self._connection.execute(query):
                yield row.id, _event_place.decode(row.document)

    def counts(self) -> list[PlaceCount]:
        """Events a place and year: see `PlaceIndex.counts`."""
        c, p = schema.events.c, schema.event_places.c
        year = func.substr(cast(c.day, Text), 1, 4)
        query = (
            select(p.place, year, func.count(), func.max(c.id))
            .join_from(schema.event_places, schema.events)
            .where(p.place.is_not(None))
            .group_by(p.place, year)
            .order_by(p.place, year)
        )
        with self._errors():
            by_place = groupby(self._connection.execute(query), key=lambda row: row[0])
            return [
                PlaceCount(place, *row[1:])
                for name, years in by_place
                for place in [_place.decode(name)]
                for row in years
            ]


def of_places(names: Sequence[str]) -> Select[Any]:
    """The keys of the events that happened at some places.

    Args:
        names: codes of countries (`SY`), or keys of names (`urls.name_key`) of countries, regions and towns.
    """
    c = schema.event_places.c
    return select(c.event_key).where(or_(c.country.in_(names), c.place_key.in_(names), c.region_key.in_(names)))


def _row(key: int, sequence: int, found: EventPlace | None) -> dict[str, Any]:
    if found is None:
        return dict(_NOWHERE, event_key=key, sequence=sequence)
    place = found.place
    return {
        "event_key": key,
        "sequence": sequence,
        "country": place.country,
        "region_key": name_key(place.region) if place.region else None,
        "place_key": name_key(place.name),
        "place": _encode(place),
        "document": _encode(found),
    }


_NOWHERE = dict.fromkeys(("country", "region_key", "place_key", "place", "document"))
