"""The records of places: where something is, and where a text says so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from backstory.model import Span


class Precision(StrEnum):
    """How closely a place is known."""

    CITY = "city"
    REGION = "region"
    COUNTRY = "country"


class Standing(StrEnum):
    """What a name of a place does in its sentence."""

    #: Something is or happens there: "in Aleppo", "Aleppo's airport".
    LOCATED = "located"
    #: The place where a report was written: "PARIS (AFP) —".
    DATELINE = "dateline"
    #: It acts: "Israel launches", "Moscow denies".
    ACTOR = "actor"
    #: People of it, or something of theirs: "Iraqi".
    PEOPLE = "people"
    #: Only named.
    NAMED = "named"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place of the gazetteer."""

    #: Its name there.
    name: str
    #: ISO 3166-1 code of its country, two letters.
    country: str
    #: Its country's name in English.
    country_name: str = ""
    #: The first-level region that it is in; None for regions and countries.
    region: str | None = None
    #: What kind of place it is.
    precision: Precision
    #: In degrees north, WGS 84: of a town; of the middle of a region's people; of the middle of a country's land.
    latitude: float
    #: In degrees east, WGS 84.
    longitude: float
    #: People who live there.
    population: int = 0

    @property
    def full_name(self) -> str:
        """Its name with that of its country: "Aleppo, Syria"."""
        return self.name if self.precision is Precision.COUNTRY else f"{self.name}, {self.country_name or self.country}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """A name of a place in a text."""

    #: Where it stands.
    span: Span
    #: The place that it is taken for.
    place: Place
    #: All that it may stand for, likeliest first; the first is `place`.
    candidates: tuple[Place, ...]
    #: Why the first: "Syria is named beside it".
    because: str
    #: What it does in its sentence.
    standing: Standing
    #: Whether anything but its own name speaks for the place: its size, or what else the text names.
    supported: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPlace:
    """Where an event happened, as far as its words say."""

    #: The place.
    place: Place
    #: The words that name it, and where they stand in the event's headline or its summary.
    words: str
    span: Span
    #: "headline" or "summary".
    part: str
    #: Why this place of those that are named.
    because: str
    #: What else the name may stand for, likeliest first.
    others: tuple[Place, ...] = ()
