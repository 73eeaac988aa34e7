"""Places for programs: an event's in its JSON, and events with a place as GeoJSON (RFC 7946)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from backstory.errors import ArchiveError
from backstory.forms import event_record
from backstory.model import Event
from backstory.model_places import EventPlace, Place

_encode = msgspec.json.Encoder().encode


def place_record(found: EventPlace | None) -> dict[str, Any] | None:
    """Where an event happened as the fields of its JSON; None where its words do not say."""
    if found is None:
        return None
    return {
        **_place(found.place),
        "words": found.words,
        "within": found.part,
        "span": {"start": found.span.start, "end": found.span.end},
        "because": found.because,
        "others": [_place(other) for other in found.others],
    }


def placed_event_json(event: Event, found: EventPlace | None) -> str:
    """An event with its place as one JSON object on one line."""
    return _encode({**event_record(event), "place": place_record(found)}).decode()


def write_geojson(placed: Iterable[tuple[Event, EventPlace]], path: Path) -> int:
    """Write events as a FeatureCollection: a point each, with what is known of its place.

    Args:
        placed: events, each with its place.
        path: where to.

    Returns:
        The number of events.

    Raises:
        ArchiveError: the file cannot be written.
    """
    count = 0
    try:
        with path.open("wb") as file:
            file.write(b'{"type":"FeatureCollection","features":[')
            for event, found in placed:
                file.write(b",\n" if count else b"\n")
                file.write(_encode(_feature(event, found)))
                count += 1
            file.write(b"\n]}\n")
    except OSError as error:
        raise ArchiveError(str(path), f"cannot be written ({error.strerror})") from error
    return count


def _feature(event: Event, found: EventPlace) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": event.id,
        "geometry": {"type": "Point", "coordinates": [found.place.longitude, found.place.latitude]},
        "properties": {"date": event.day, "headline": event.headline, "place": place_record(found)},
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "name": place.name,
        "region": place.region,
        "country": place.country,
        "country_name": place.country_name,
        "precision": place.precision,
        "latitude": place.latitude,
        "longitude": place.longitude,
    }
