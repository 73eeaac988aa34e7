"""How many were harmed, against records that others made of the same event, half by half.

    python benchmarks/casualties.py airwars ../shared/data/casualties/airwars.jsonl.gz
    python benchmarks/casualties.py longtail ../shared/data/same-event/longtail [--limit 400]

Airwars: an assessment of some paragraphs against the low and the high that its authors graded. Longtail: all articles
of a shooting against the killed and injured on record. The peer, in the same run, is a number and the nearest word of
harm within six words: its first number of a kind, or the one that it finds most often. --errors: a file for the errors.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from claims import Row, nearest_verb, rows

from backstory import read_claims
from backstory.language.ranges import range_of, settled
from backstory.model import Kind

_KINDS = (Kind.KILLED, Kind.INJURED)
#: The least and the most that are said to be harmed.
Bounds = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Case:
    """What a record and each reader say of one event."""

    #: The words that the readers read.
    text: str
    #: For each kind: on record, read by Backstory, read by the peer.
    bounds: dict[Kind, tuple[Bounds, Bounds, Bounds]]


def main() -> None:
    """Read the arguments, read the texts, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=["airwars", "longtail"])
    parser.add_argument("data", type=Path)
    parser.add_argument("--limit", type=int, default=400, help="Incidents of a half, for longtail.")
    parser.add_argument("--half", type=int, choices=[0, 1])
    parser.add_argument("--errors", type=Path)
    options = parser.parse_args()
    for half in (0, 1) if options.half is None else (options.half,):
        read = airwars(options.data, half) if options.kind == "airwars" else longtail(options.data, half, options.limit)
        cases = list(read)
        report(half, cases)
        if options.errors:
            options.errors.write_text("".join(f"{line}\n" for case in cases for line in wrong(case)), encoding="utf-8")


def airwars(path: Path, half: int) -> Iterator[Case]:
    """The assessments of a half that give a number."""
    for at, row in enumerate(rows(path)):
        graded = {Kind.KILLED: row["civ_killed"], Kind.INJURED: row["civ_injured"]}
        if at % 2 != half or not any(graded.values()):
            continue
        text = row["assessment"]
        ranges = range_of([read_claims(text).figures])
        peer = nearest_verb({"id": "", "text": text})["figures"]
        bounds: dict[Kind, tuple[Bounds, Bounds, Bounds]] = {}
        for kind, grade in graded.items():
            first = next((each["low"] for each in peer if each["kind"] == kind.value), None)
            found = ranges.get(kind)
            if grade:
                bounds[kind] = (
                    (grade[0], grade[1]),
                    (found.low, found.high) if found else (None, None),
                    (first, first),
                )
        yield Case(text, bounds)


def longtail(folder: Path, half: int, limit: int) -> Iterator[Case]:
    """The first incidents of a half, each with all articles that tell of it."""
    articles: dict[str, list[Row]] = defaultdict(list)
    for row in rows(folder / "documents.jsonl.gz"):
        articles[row["incident"]].append(row)
    told = [row for row in rows(folder / "incidents.jsonl.gz") if row["incident_uri"] in articles]
    for row in told[half : 2 * limit : 2]:
        texts = [f"{each['title']}\n{each['content']}" for each in articles[row["incident_uri"]]]
        read = settled(chain.from_iterable(read_claims(text).figures for text in texts))
        peer = [each for text in texts for each in nearest_verb({"id": "", "text": text})["figures"]]
        bounds: dict[Kind, tuple[Bounds, Bounds, Bounds]] = {}
        for kind in _KINDS:
            often = Counter(each["low"] for each in peer if each["kind"] == kind.value).most_common(1)
            numbers = (row[f"num_{kind.value}"], read.get(kind, 0), often[0][0] if often else 0)
            record, ours, theirs = ((number, number) for number in numbers)
            bounds[kind] = (record, ours, theirs)
        yield Case("\n\n".join(texts), bounds)


def report(half: int, cases: list[Case]) -> None:
    """Print the shares that are right: the low, the high, both."""
    for kind in _KINDS:
        told = [case.bounds[kind] for case in cases if kind in case.bounds]
        for name, at in (("backstory", 1), ("peer", 2)):
            low = sum(each[at][0] == each[0][0] for each in told) / len(told)
            high = sum(each[at][1] == each[0][1] for each in told) / len(told)
            both = sum(each[at] == each[0] for each in told) / len(told)
            print(f"half {half} {kind.value:8} {name:9} low {low:.3f} high {high:.3f} both {both:.3f} of {len(told)}")


def wrong(case: Case) -> Iterator[str]:
    """A line of JSON for each kind that is read otherwise than it stands on record."""
    for kind, (record, ours, _) in case.bounds.items():
        if ours != record:
            yield json.dumps({"kind": kind.value, "record": record, "read": ours, "text": case.text})


if __name__ == "__main__":
    main()
