"""Which of the places of one name a text means: by the places beside it, in the text and of the outlet.

Where nothing says so, the one with most people is meant. All are kept, with the reason for the first.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from backstory.events.gazetteer import Entry
from backstory.language.tokens import Token
from backstory.model import Span
from backstory.model_places import Place, PlaceMention, Precision, Standing

#: What the reasons for one of several namesakes count, against the logarithm of their people.
BESIDE, SAME_REGION, SAME_COUNTRY, HOME, OWN_NAME = 6.0, 2.5, 2.5, 1.0, 1.0
#: What a country or a region of a name counts more than a town of it.
_WIDER = {Precision.COUNTRY: 2.0, Precision.REGION: -0.4, Precision.CITY: 0.0}
#: A region whose name its town shares is left aside where the town has this share of its people.
CHIEF = 0.25
#: A town or region with fewer people is only taken where words say that it is a place, or others name its country.
KNOWN = 300_000


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A run of tokens that the gazetteer knows."""

    line: Sequence[Token]
    #: Places of its first token and one past its last.
    first: int
    end: int
    entries: tuple[Entry, ...]

    @property
    def span(self) -> Span:
        return Span(self.line[self.first].start, self.line[self.end - 1].end)

    @property
    def words(self) -> str:
        return " ".join([token.text for token in self.line[self.first : self.end]])

    @property
    def people(self) -> bool:
        return self.entries[0].people

    @property
    def acts(self) -> bool:
        """Whether it may be a country or a seat of government, which act."""
        return any(each.capital or each.place.precision is Precision.COUNTRY for each in self.entries)

    @property
    def wide(self) -> bool:
        """Whether it may be more than a town that governs nothing."""
        return self.acts or any(each.place.precision is Precision.REGION for each in self.entries)

    @property
    def large(self) -> bool:
        return any(each.place.population >= KNOWN for each in self.entries)


@dataclass(frozen=True, slots=True)
class _Support:
    """What a text names beyond doubt."""

    #: How often it names each country, or its people.
    countries: Counter[str] = field(default_factory=Counter)
    #: The same for regions, and for towns of one region.
    regions: Counter[tuple[str, str]] = field(default_factory=Counter)
    #: What stands behind a name somewhere in it: in "Palm Springs, Fla." the state, in "Soho, London, UK" the town.
    beside: dict[str, Place] = field(default_factory=dict)


def chosen(found: Sequence[tuple[Found, Standing]], home: str | None) -> Iterator[PlaceMention]:
    """The names of a text with the place that each is taken for.

    Args:
        found: the names in order, with what they do.
        home: ISO 3166-1 code of the country that the text was written in or for, where that is known.
    """
    support = _support(found)
    for each, standing in found:
        if not _is_part_unknown(each, support.beside.get(each.words.casefold())):
            yield _mention(each, standing, support, home)


def _is_part_unknown(each: Found, beside: Place | None) -> bool:
    """Whether a name is that of a part of the town behind it, which the gazetteer does not have.

    Of cities that follow each other in a list, each is large.
    """
    inside = beside is None or any(_within(entry.place, beside) for entry in each.entries)
    return not inside and beside is not None and beside.precision is Precision.CITY and not each.large


def _support(found: Sequence[tuple[Found, Standing]]) -> _Support:
    support = _Support()
    for at, (each, _) in enumerate(found):
        countries = {entry.place.country for entry in each.entries}
        if len(countries) == 1:
            support.countries.update(countries)
        regions = {_region(entry.place) for entry in each.entries}
        region = regions.pop() if len(regions) == 1 else None
        if region:
            support.regions[region] += 1
        beside = _beside(found, at)
        if beside:
            support.beside.setdefault(each.words.casefold(), beside)
    return support


def _region(place: Place) -> tuple[str, str] | None:
    name = place.name if place.precision is Precision.REGION else place.region
    return (place.country, name) if name else None


def _mention(each: Found, standing: Standing, support: _Support, home: str | None) -> PlaceMention:
    chief = {
        (one.place.country, one.place.region): one.place.population
        for one in each.entries
        if one.place.precision is Precision.CITY
    }
    scored = [
        (*_scored(entry, each, support, home), entry.place)
        for entry in each.entries
        if entry.place.precision is not Precision.REGION
        or chief.get((entry.place.country, entry.place.name), 0) < CHIEF * entry.place.population
    ]
    ranked = sorted(scored, key=lambda one: (-one[0], one[2].country, one[2].name, one[2].latitude))
    _, because, best = ranked[0]
    different = _different([place for _, _, place in ranked])
    known = best.precision is Precision.COUNTRY or best.population >= KNOWN
    return PlaceMention(
        span=each.span,
        place=best,
        candidates=different,
        because=because or ("the one with most people" if len(different) > 1 else "nothing else has this name"),
        standing=standing,
        supported=known or because is not None,
    )


def _different(places: Sequence[Place]) -> tuple[Place, ...]:
    """Places without those that are the same again: a region after its chief town, a town after its region."""
    kept: list[Place] = []
    for place in places:
        if all(place.country != other.country or not _same(place, other) for other in kept):
            kept.append(place)
    return tuple(kept)


def _same(one: Place, other: Place) -> bool:
    return (other.name in {one.region, one.name} and one.precision is not other.precision) or one.name == other.region


def _scored(entry: Entry, each: Found, support: _Support, home: str | None) -> tuple[float, str | None]:
    """How likely a namesake is, and the weightiest reason for it beside its size; None where there is no other."""
    place, score = entry.place, 0.0
    score += math.log10(place.population + 1) + _WIDER[place.precision]
    score += OWN_NAME * (not entry.alias) + OWN_NAME * entry.capital
    beside = support.beside.get(each.words.casefold())
    alone = len({one.place.country for one in each.entries}) == 1
    region = _region(place)
    own = len({_region(one.place) for one in each.entries}) == 1
    reasons: list[tuple[float, str]] = []
    if beside and _within(place, beside):
        reasons.append((BESIDE, f"{beside.name} is named beside it"))
    if region and support.regions[region] > own and place.precision is Precision.CITY:
        reasons.append((SAME_REGION, f"the text names {region[1]} elsewhere"))
    if support.countries[place.country] > alone:
        reasons.append((SAME_COUNTRY, f"the text names {place.country_name} elsewhere"))
    if home == place.country:
        reasons.append((HOME, f"the outlet is in {place.country_name}"))
    because = max(reasons)[1] if reasons else None
    return score + sum(value for value, _ in reasons), because


def _beside(found: Sequence[tuple[Found, Standing]], at: int) -> Place | None:
    """The region or country that stands behind a name and a comma, or before it with "'s": "Syria's Idlib".

    The town, where that stands behind the name and has its own region or country behind it.
    """
    each = found[at][0]
    for other, _ in found[at + 1 : at + 2]:
        joined = other.line is each.line and [token.text for token in each.line[each.end : other.first]] == [","]
        wide = [entry.place for entry in other.entries if entry.place.precision is not Precision.CITY]
        if joined and wide:
            fitting = [place for place in wide if any(_within(one.place, place) for one in each.entries)]
            return fitting[0] if fitting else wide[0]
        if joined and (wider := _beside(found, at + 1)):
            return next((entry.place for entry in other.entries if _within(entry.place, wider)), None)
    if at:
        other = found[at - 1][0]
        if other.line is each.line and [token.lower for token in each.line[other.end : each.first]] == ["'s"]:
            return other.entries[0].place
    return None


def _within(place: Place, wider: Place) -> bool:
    if place.country != wider.country:
        return False
    region = wider.region if wider.precision is Precision.CITY else wider.name
    return wider.precision is Precision.COUNTRY or place.region == region
