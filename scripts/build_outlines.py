"""Make `src/backstory/site/outlines.json`: the countries of the map page.

From Natural Earth (public domain) as `world-atlas` of the npm registry packs it:

    npm pack world-atlas@2 && tar xf world-atlas-2.*.tgz
    python scripts/build_outlines.py package/countries-110m.json

TopoJSON is decoded by its specification (https://github.com/topojson/topojson-specification): arcs are runs of
whole-number steps, shared by neighbours. Points are put on the equirectangular grid of the map, in tenths of a degree;
what is smaller than a step is left out.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parent.parent / "src" / "backstory"

#: Grid steps to a degree.
STEPS = 10
#: A ring that is narrower than this in both directions, in steps, is a speck.
SPECK = 5

Ring = list[tuple[float, float]]


def arcs_of(topology: dict[str, Any]) -> list[Ring]:
    """The arcs of a TopoJSON file, as longitude and latitude in degrees."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for step in steps:
            x, y = x + step[0], y + step[1]
            arc.append((x * kx + dx, y * ky + dy))
        arcs.append(arc)
    return arcs


def ring(numbers: list[int], arcs: list[Ring]) -> Ring:
    """A ring of arcs: ~n is arc n backwards; where two meet, their common point stands once."""
    points: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def countries(path: Path) -> Iterator[tuple[str, str, list[Ring]]]:
    """The countries of a file of world-atlas: ISO 3166-1 number (empty where it has none), name, outer rings."""
    topology = json.loads(path.read_text("utf-8"))
    arcs = arcs_of(topology)
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        yield shape.get("id", ""), shape["properties"]["name"], [ring(polygon[0], arcs) for polygon in polygons]


def area(points: Ring) -> float:
    """Twice the signed area of a ring, in square degrees."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True))


def within(points: Ring) -> list[Ring]:
    """A ring that crosses 180 degrees east, as one on each side of it."""
    turned: Ring = []
    for x, y in points:
        before = turned[-1][0] if turned else x
        turned.append((x + 360 * round((before - x) / 360), y))
    west = clipped([(x - 360, y) for x, y in turned], lambda x: x + 180)
    east = clipped(turned, lambda x: 180 - x)
    return [clipped(each, side) for each, side in ((east, lambda x: x + 180), (west, lambda x: 180 - x)) if each]


def clipped(points: Ring, inside: Callable[[float], float]) -> Ring:
    """What of a ring lies where `inside` of the longitude is positive (Sutherland and Hodgman 1974)."""
    kept: Ring = []
    for (x, y), (before, high) in zip(points, points[-1:] + points[:-1], strict=True):
        here, there = inside(x), inside(before)
        if (here > 0) != (there > 0):
            share = there / (there - here)
            kept.append((before + share * (x - before), high + share * (y - high)))
        if here > 0:
            kept.append((x, y))
    return kept


def drawn(points: Ring) -> str:
    """A ring as an SVG path in grid steps; empty for a speck."""
    grid = [(round((x + 180) * STEPS), round((90 - y) * STEPS)) for x, y in points]
    if not grid:
        return ""
    xs, ys = [x for x, _ in grid], [y for _, y in grid]
    if max(xs) - min(xs) < SPECK and max(ys) - min(ys) < SPECK:
        return ""
    steps, at = [], grid[0]
    for point in grid[1:]:
        if point != at:
            steps.append(f"{point[0] - at[0]},{point[1] - at[1]}")
            at = point
    return f"M{grid[0][0]},{grid[0][1]}l{' '.join(steps)}z"


def codes() -> dict[str, str]:
    """ISO 3166-1 codes of two letters by the names that countries.tsv and Natural Earth share, or nearly."""
    with (PACKAGE / "events" / "countries.tsv").open(encoding="utf-8") as file:
        rows = csv.reader((line for line in file if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
        return {name: row[0] for row in rows for name in row[1].split("|")}


#: What Natural Earth shortens, or draws apart from the country that ISO 3166 counts it to.
NAMES = {
    "Bosnia and Herz.": "BA", "Central African Rep.": "CF", "Dem. Rep. Congo": "CD", "Congo": "CG",
    "Dominican Rep.": "DO", "Eq. Guinea": "GQ", "Falkland Is.": "FK", "Fr. S. Antarctic Lands": "TF", "N. Cyprus": "CY",
    "S. Sudan": "SS", "Solomon Is.": "SB", "Somaliland": "SO", "W. Sahara": "EH", "eSwatini": "SZ",
    "United States of America": "US", "Côte d'Ivoire": "CI",
}  # fmt: skip


def main(source: str) -> None:
    """Write the outlines."""
    known = codes() | NAMES
    shapes: dict[str, str] = {}
    for _, name, rings in countries(Path(source)):
        if name == "Antarctica":
            continue
        path = "".join(drawn(part) for each in rings for part in within(each))
        code = known[name]
        shapes[code] = shapes.get(code, "") + path
    lines = ",\n".join(f"{json.dumps(code)}:{json.dumps(path)}" for code, path in sorted(shapes.items()))
    (PACKAGE / "site" / "outlines.json").write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
