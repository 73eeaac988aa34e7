"""What the map page says, and what an event's page says of its place: see `views`."""

from __future__ import annotations

from msgspec import Struct


class PlaceLine(Struct, frozen=True, kw_only=True):
    """Where an event happened, as far as its words say."""

    #: Its name with that of its country: "Aleppo, Syria".
    name: str
    #: ISO 3166-1 code of its country.
    country: str
    #: How closely it is known: `city`, `region` or `country`.
    precision: str
    #: Degrees north and east (WGS 84): of a town; of the middle of a region's people; of a country's land.
    latitude: float
    longitude: float
    #: The words that say so, and what they stand in: `headline` or `summary`.
    words: str
    within: str
    #: Why this place of those that are named.
    because: str
    #: What else the name may stand for.
    others: tuple[str, ...]


class YearCount(Struct, frozen=True, kw_only=True):
    """The events of a year at a place."""

    #: The year.
    label: str
    #: Number of events.
    count: int


class PlaceMark(Struct, frozen=True, kw_only=True):
    """A place on the map, with the events that happened there."""

    #: The page of the last of them.
    path: str
    #: Its name with that of its country.
    name: str
    #: The region that it is in.
    region: str | None
    #: ISO 3166-1 code of its country.
    country: str
    #: How closely the place of these events is known: `city`, `region` or `country`.
    precision: str
    #: Degrees north and east (WGS 84): of a town; of the middle of a region's people; of a country's land.
    latitude: float
    longitude: float
    #: Number of events.
    count: int
    #: The same for each year that has one.
    years: tuple[YearCount, ...]
    #: Day and headline of the last of them.
    day: str
    headline: str


class MapView(Struct, frozen=True, kw_only=True):
    """The map: where the archive's events happened."""

    path: str
    #: Number of events, and of those whose words say where they happened.
    events: int
    placed: int
    #: The years that have an event with a place.
    years: tuple[str, ...]
    #: The places with most events, most first.
    places: tuple[PlaceMark, ...]
    #: Number of places that have fewer events and are not among them, and of their events.
    left_out: int
    left_out_events: int
    #: Address of the same places as GeoJSON (RFC 7946), relative to the root.
    geojson: str
