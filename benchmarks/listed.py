"""Articles, and events of which a list gives one sentence: how often the one is rightly said to tell the other.

    listed.py labelled LABELLED.jsonl [--half even|odd]
    listed.py pairs PAIRS.csv DAYS.jsonl.gz...

LABELLED.jsonl is as for scripts/train_listed_event.py. Of half of the events that several articles tell, a list knows
the headline, or as often the first sentence, of one of the first three articles, and the rest is resolved among these:
how many of the articles that joined a listed event tell it (precision), and how many of those that tell one joined it
(recall).

PAIRS.csv is as SemEval-2022 task 8 has it. Its English articles of New Year 2020, as their numbers say, which grow with
time, are resolved among the listed events of the two weeks before and the two days after. Nobody has said which
of them tell a listed event, so what joined is printed, to be judged by eye.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import gzip
import hashlib
import json
import re
import sys
import zlib
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

from events import article

from backstory.events.second import resolve_all
from backstory.events.traits import Traits, told, traits
from backstory.model import Telling, Topic

#: Numbers of articles up to which they are of a day.
DAYS = ((1_484_600_000, "2020-01-01"), (1_485_100_000, "2020-01-02"))
#: Words of an article that is looked at, at least, and of a sentence that a list might give.
WORDS, SENTENCE = 25, range(8, 46)
#: The listed events that are looked at.
FIRST, LAST = "2019-12-18", "2020-01-03"

Row = dict[str, Any]


def main() -> None:
    """Read the arguments, resolve, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(required=True, dest="verb")
    labelled = verbs.add_parser("labelled")
    labelled.add_argument("rows", type=Path)
    labelled.add_argument("--half", choices=["even", "odd"])
    pairs = verbs.add_parser("pairs")
    pairs.add_argument("pairs", type=Path)
    pairs.add_argument("days", type=Path, nargs="+")
    options = parser.parse_args()
    if options.verb == "labelled":
        score([json.loads(each) for each in options.rows.read_text(encoding="utf-8").splitlines()], options.half)
    else:
        show(articles_of(options.pairs), listed_of(options.days))


def score(rows: list[Row], half: str | None) -> None:
    """Print how well labelled articles join events that are listed."""
    held = [row for row in rows if half is None or zlib.crc32(row["group"].encode()) % 2 == (half == "odd")]
    tellings: dict[str, list[Row]] = defaultdict(list)
    for row in held:
        tellings[row["event"]].append(row)
    told_by = {event: each[number(event) % min(len(each), 3)] for event, each in tellings.items() if len(each) > 1}
    listed = {event: row for event, row in told_by.items() if number(f"listed {event}") % 2}
    taken = {row["id"] for row in listed.values()}
    rest = [row for row in held if row["id"] not in taken]
    found = resolve_all(
        ((row["id"], traits(article(row["title"] or "", row["text"], row["published"]))) for row in rest),
        {f"listed {event}": line(row) for event, row in listed.items()},
    )
    joined = [row for row in rest if found[row["id"]].startswith("listed ")]
    right = sum(found[row["id"]] == f"listed {row['event']}" for row in joined)
    due = sum(row["event"] in listed for row in rest)
    print(f"{len(rest)} articles, {due} of them of {len(listed)} listed events: {len(joined)} joined one")
    print(f"precision {right / max(len(joined), 1):.3f}, recall {right / due:.3f}")


def number(text: str) -> int:
    """A number that a text stands for."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4])


def line(row: Row) -> Traits:
    """What a list might say of the event that an article tells."""
    lines = [part for part in row["text"].split("\n") if part.strip() and part != row["title"]]
    sentence = re.split(r"(?<=[.!?])\s", lines[0])[0] if lines else ""
    fits = len(sentence.split()) in SENTENCE and number(f"line {row['id']}") % 2
    day = dt.date.fromisoformat((row["published"] or FIRST)[:10])
    known = told(Telling(day=day, headline=sentence if fits or not row["title"] else row["title"]))
    return known if row["published"] else replace(known, day=None, days=frozenset())


def articles_of(path: Path) -> dict[str, tuple[str, str, str]]:
    """The title, the text and the day of the English articles of New Year 2020, by their numbers."""
    csv.field_size_limit(sys.maxsize)
    found: dict[str, tuple[str, str, str]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for place, name in enumerate(re.findall(r"\d+", row["pair_id"]), 1):
                text = row[f"text{place}"].strip()
                day = next((day for last, day in DAYS if int(name) < last), None)
                if row[f"lang{place}"] == "en" and day and len(text.split()) >= WORDS:
                    title, _, rest = text.partition("\n")
                    found[name] = (title, rest or title, day)
    return dict(sorted(found.items()))


def listed_of(paths: list[Path]) -> dict[str, Row]:
    """The listed events of those days, by their ids."""
    found: dict[str, Row] = {}
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = [json.loads(each) for each in lines]
        found |= {row["id"]: row for row in rows if FIRST <= row["date"] <= LAST}
    return found


def show(articles: dict[str, tuple[str, str, str]], listed: dict[str, Row]) -> None:
    """Print which articles tell a listed event."""
    lines = {
        event: told(
            Telling(
                day=dt.date.fromisoformat(row["date"]),
                headline=row["headline"],
                topics=tuple(Topic(name=name) for name in row["topics"]),
            )
        )
        for event, row in listed.items()
    }
    found = resolve_all(((name, traits(article(*each))) for name, each in articles.items()), lines)
    joined = [(name, event) for name, event in found.items() if event in listed]
    print(f"{len(articles)} articles, {len(listed)} listed events: {len(joined)} joined one")
    for name, event in sorted(joined, key=lambda each: each[1]):
        print(f"{name} {articles[name][0][:110]}\n    {event} {listed[event]['headline'][:150]}")


if __name__ == "__main__":
    main()
