"""The map: its places gathered, drawn on the outlines of countries, and as GeoJSON.

The outlines are Natural Earth's 1:110m countries (public domain), made by scripts/build_outlines.py: an equirectangular
grid of tenths of a degree, from 180 degrees west and 90 degrees north.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby

import msgspec

from backstory.model_places import Precision
from backstory.site.pages import Page, event_path
from backstory.site.reader import Catalogue, Records
from backstory.site.views_map import MapView, PlaceMark, YearCount
from backstory.store.protocol import PlaceCount

#: Places that are drawn and listed; a page with more would take long to load.
MOST_PLACES = 500
#: Name of the file with the places as GeoJSON, from the root.
GEOJSON = "map.geojson"

#: Grid steps to a degree.
_STEPS = 10
#: Radius of a mark of one event and of the place with most, in grid steps.
_LEAST, _MOST = 9.0, 70.0
#: Steps of the hatch over countries, from the palest to the darkest.
_SHADES = 5


def map_view(records: Records, catalogue: Catalogue) -> MapView:
    """What the map page says.

    Args:
        records: the archive.
        catalogue: its days, topics and outlets.
    """
    counts = records.place_counts()
    grouped = [list(group) for _, group in groupby(counts, key=lambda each: each.place)]
    grouped.sort(key=lambda group: (-_events(group), group[0].place.full_name, group[0].place.latitude))
    shown, left = grouped[:MOST_PLACES], grouped[MOST_PLACES:]
    return MapView(
        path=Page("map").path,
        events=sum(catalogue.days.values()),
        placed=_events(counts),
        years=tuple(sorted({each.year for each in counts})),
        places=tuple(_mark(records, group) for group in shown),
        left_out=len(left),
        left_out_events=sum(map(_events, left)),
        geojson=GEOJSON,
    )


def _mark(records: Records, counts: Sequence[PlaceCount]) -> PlaceMark:
    place = counts[0].place
    latest = records.event(max(each.latest for each in counts))
    assert latest is not None, place
    return PlaceMark(
        path=event_path(latest.id),
        name=place.full_name,
        region=place.region,
        country=place.country,
        precision=place.precision,
        latitude=place.latitude,
        longitude=place.longitude,
        count=_events(counts),
        years=tuple(YearCount(label=each.year, count=each.events) for each in counts),
        day=latest.day.isoformat(),
        headline=latest.headline,
    )


def _events(counts: Sequence[PlaceCount]) -> int:
    return sum(each.events for each in counts)


@dataclass(frozen=True, slots=True)
class Shape:
    """A country as it is drawn."""

    #: ISO 3166-1 code.
    code: str
    #: SVG path data.
    path: str
    #: How dark its hatch is, 1 to 5; 0 where no event is known to be there and no closer.
    shade: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A place as it is drawn: in grid steps."""

    #: Number of its row in the table, from 1.
    number: int
    precision: str
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class World:
    """The map as it is drawn."""

    shapes: tuple[Shape, ...]
    #: The largest first, so that small ones lie on them.
    marks: tuple[Mark, ...]


def world(view: MapView) -> World:
    """Lays out a map: a town is a dot, a region a ring, a country a hatch, or a ring where it is too small to draw.

    Args:
        view: what the map page says.
    """
    most = max([1, *(place.count for place in view.places)])
    by_country = {each.country: each.count for each in view.places if each.precision == Precision.COUNTRY}
    fullest = max([1, *by_country.values()])
    shapes = tuple(
        Shape(code, path, _shade(by_country.get(code, 0), fullest)) for code, path in _outlines().items() if path
    )
    drawn = {shape.code for shape in shapes}
    marks = tuple(
        Mark(
            number=number,
            precision=place.precision,
            x=round((place.longitude + 180) * _STEPS, 1),
            y=round((90 - place.latitude) * _STEPS, 1),
            radius=round(max(_LEAST, _MOST * math.sqrt(place.count / most)), 1),
        )
        for number, place in enumerate(view.places, 1)
        if place.precision != Precision.COUNTRY or place.country not in drawn
    )
    return World(shapes, marks)


def _shade(count: int, fullest: int) -> int:
    """Steps of the logarithm: the fullest country has thousands of times the events of most."""
    return math.ceil(_SHADES * math.log1p(count) / math.log1p(fullest)) if count else 0


def geojson(view: MapView) -> bytes:
    """The places as GeoJSON (RFC 7946): a point each, with what the view says of it.

    Args:
        view: what the map page says.
    """
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]},
            "properties": {
                "name": place.name,
                "country": place.country,
                "precision": place.precision,
                "events": place.count,
                "years": {each.label: each.count for each in place.years},
                "latest": place.path,
            },
        }
        for place in view.places
    ]
    return msgspec.json.encode({"type": "FeatureCollection", "features": features}) + b"\n"


@cache
def _outlines() -> dict[str, str]:
    data = files("backstory.site").joinpath("outlines.json").read_bytes()
    return msgspec.json.decode(data, type=dict[str, str])
