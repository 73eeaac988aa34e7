"""What the line of a story tells beside the nearest events: `line.py EVENTS_FOLDER QUERIES.jsonl [COUNT]`.

EVENTS_FOLDER holds event lists (*.jsonl.gz); a query is {"query", "date", "text"}: an event's words and its day. Of the
first COUNT of them, prints for the ten nearest events and for the ten on the line: distinct days and months, the words
that two of them share on average (Jaccard), and the part that stands under a topic of the query's own.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from statistics import mean

from backstory import Archive, Event, open_archive


def main(folder: Path, queries: Path, count: int) -> None:
    """Measure, and print a line for the nearest events and one for the line."""
    with open_archive(":memory:") as archive:
        for outcome in archive.add(*sorted(folder.glob("*.jsonl.gz"))):
            print(outcome.source, outcome.added, file=sys.stderr)
        rows = [json.loads(line) for line in queries.read_text(encoding="utf-8").splitlines()[:count]]
        measured: dict[str, list[tuple[float, ...]]] = {"nearest": [], "line": []}
        for row in rows:
            history = archive.history(row["text"], as_of=dt.date.fromisoformat(row["date"]))
            told = [relation.event for chapter in history.line for relation in chapter.relations]
            for name, events in (("nearest", list(history.events)), ("line", told)):
                if len(events) > 1:
                    measured[name].append(_figures(archive, row, events))
    for name, figures in measured.items():
        days, months, alike, own = (mean(each) for each in zip(*figures, strict=True))
        print(
            f"{name:8} {len(figures)} stories  days {days:.1f}  months {months:.1f}  alike {alike:.3f}  own {own:.2f}"
        )


def _figures(archive: Archive, row: dict[str, str], events: Sequence[Event]) -> tuple[float, ...]:
    held = [frozenset(event.headline.lower().split()) for event in events]
    alike = mean(len(one & other) / len(one | other) for one, other in combinations(held, 2))
    day = dt.date.fromisoformat(row["date"])
    (query,) = (event for event in archive.events(day=day) if event.external_id == row["query"])
    own = {topic.name for topic in query.topics}
    shared = mean(any(topic.name in own for topic in event.topics) for event in events)
    days = {event.day for event in events}
    return len(days), len({(each.year, each.month) for each in days}), alike, shared


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 100)
