"""The gazetteer: countries, regions and towns by name, from GeoNames (CC BY 4.0; see GEONAMES.txt beside this module).

Made by scripts/build_places.py: every country, its first-level regions, and the towns of at least 5,000 people, with
their names in the Latin script. Two packed files: the places, a line each; and their names in order, each with the
numbers of the places that it may stand for.
"""

from __future__ import annotations

import gzip
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import takewhile

from backstory.model_places import Place, Precision

_KINDS = {
    "country": Precision.COUNTRY,
    "region": Precision.REGION,
    "city": Precision.CITY,
    "capital": Precision.CITY,
}
_PLAIN = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "-": " ", "–": " ", **dict.fromkeys("'’‘ʻʼ`")})
#: No name in it has more words.
LONGEST = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """A place that a name may stand for."""

    #: The place.
    place: Place
    #: Whether the name is one that it also goes by, and not its own.
    alias: bool
    #: Whether the name is a word for a country's people or for what is theirs: "Iraqi".
    people: bool
    #: Whether it is the seat of a country's government, which news calls by its name.
    capital: bool
    #: Whether the name is short for it only behind the name of a town: "Raleigh, N.C."
    short: bool


@lru_cache(maxsize=100_000)
def folded(name: str) -> str:
    """A name as the gazetteer looks it up: lower case, without accents, hyphens and apostrophes.

    Args:
        name: as a text has it.
    """
    lower = name.lower()
    if not lower.isascii():
        plain = unicodedata.normalize("NFKD", lower)
        lower = "".join([each for each in plain if not unicodedata.combining(each)])
    return lower.translate(_PLAIN).strip()


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """Places by their names."""

    rows: list[str]
    names: list[str]
    #: The name of each country by its ISO 3166-1 code.
    countries: dict[str, str]

    def has_prefix(self, start: str) -> bool:
        """Whether some name starts with these words.

        Args:
            start: folded.
        """
        at = bisect_left(self.names, start)
        return at < len(self.names) and self.names[at].startswith(start)

    def entries(self, name: str) -> tuple[Entry, ...]:
        """What a name may stand for; nothing where no place has it.

        Args:
            name: folded.
        """
        at = bisect_left(self.names, f"{name}\t")
        if at == len(self.names) or not self.names[at].startswith(f"{name}\t"):
            return ()
        return _entries(self, self.names[at].partition("\t")[2].lstrip("!"))

    def is_word(self, name: str) -> bool:
        """Whether a name is also a common word of English: "Reading", "Nice".

        Args:
            name: folded.
        """
        at = bisect_left(self.names, f"{name}\t")
        return at < len(self.names) and self.names[at].startswith(f"{name}\t!")


@lru_cache(maxsize=20_000)
def _entries(gazetteer: Gazetteer, numbers: str) -> tuple[Entry, ...]:
    return tuple(_read(gazetteer, numbers))


def _read(gazetteer: Gazetteer, numbers: str) -> Iterator[Entry]:
    for each in numbers.split(";"):
        kind, name, country, region, latitude, longitude, people = gazetteer.rows[int(each.rstrip("~*,"))].split("\t")
        place = Place(
            name=name,
            country=country,
            country_name=gazetteer.countries[country],
            region=region or None,
            precision=_KINDS[kind],
            latitude=float(latitude),
            longitude=float(longitude),
            population=int(people),
        )
        mark = each[-1]
        yield Entry(place, alias=mark == "~", people=mark == "*", capital=kind == "capital", short=mark == ",")


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer that ships, unpacked once."""
    rows = _lines("places")
    fields = (row.split("\t", 3) for row in takewhile(lambda row: row.startswith("country"), rows))
    return Gazetteer(rows, _lines("place_names"), {code: name for _, name, code, _ in fields})


def country_named(name: str) -> str | None:
    """The ISO 3166-1 code of a country by that code or by its name; None where it is no country's.

    Args:
        name: "SY", "Syria".
    """
    if len(name) == 2 and name.isupper():
        return name
    found = [each.place for each in gazetteer().entries(folded(name)) if each.place.precision is Precision.COUNTRY]
    return found[0].country if found else None


def _lines(name: str) -> list[str]:
    data = files("backstory.events").joinpath(f"{name}.gz").read_bytes()
    return gzip.decompress(data).decode().splitlines()
