#!/usr/bin/env python3
"""Train the model that tells which events are of a page's story where none has a topic, and write `stories/kin.json`.

    train_kin.py ARCHIVE EVENTS_FOLDER QUERIES.jsonl [--check QUERIES.jsonl ...]

ARCHIVE is what `benchmarks/stories.py EVENTS_FOLDER ... --no-topics --archive ARCHIVE` leaves: the same events, under
no topics. A query is {"query": the event's own id in its list, "date", "text"}. A row is an event beside a query, right
if the lists have both under the same innermost heading; events under none are left out. Where the archive has vectors,
they are measured too, and `stories/kin_near.json` is written. Needs lightgbm. With --check, prints the nDCG@10 over
what is judged for each file of queries.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import math
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from growing import RANKING, written

from backstory.columns import NEVER, NONE, ordinal
from backstory.meaning import near_to
from backstory.model import Article
from backstory.recall import laid_beside
from backstory.store.protocol import Store
from backstory.store.sqlite import SQLiteStore
from backstory.stories.kin import candidates, rows_for
from backstory.urls import name_key

FOLDER = Path(__file__).parent.parent / "src" / "backstory" / "stories"
TREES = 100
SETTINGS = RANKING | {
    "lambdarank_truncation_level": 15,
    "learning_rate": 0.06,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.4,
}


def main() -> None:
    """Read the arguments, measure, train, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive")
    parser.add_argument("events", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--check", type=Path, nargs="*", default=[])
    options = parser.parse_args()
    store = SQLiteStore(options.archive, create=False)
    topics = innermost(options.archive, options.events)
    learned = gathered(store, topics, options.queries)
    import lightgbm

    data = lightgbm.Dataset(np.concatenate(learned.rows), np.concatenate(learned.truths), group=learned.sizes)
    model = lightgbm.train(SETTINGS, data, TREES)
    target = FOLDER / ("kin_near.json" if "near" in learned.names else "kin.json")
    target.write_text(written(model, learned.names), encoding="utf-8")
    print(f"{len(learned.sizes):,} queries, {sum(learned.sizes):,} rows, {TREES} trees, {target.stat().st_size:,} B")
    for path in options.check:
        check = gathered(store, topics, path)
        scores = [
            ndcg(truths[np.argsort(-model.predict(rows, num_threads=1), kind="stable")], right)
            for rows, truths, right in zip(check.rows, check.truths, check.right, strict=True)
        ]
        print(f"{path.name}: {len(scores):,} queries, nDCG@10 {np.mean(scores):.3f}", flush=True)


@dataclass
class Gathered:
    """The rows for a file of queries."""

    names: Sequence[str]
    #: For each query its rows, whether each is right, and how many events of the archive would be.
    rows: list[Any]
    truths: list[Any]
    right: list[int]

    @property
    def sizes(self) -> list[int]:
        """How many rows each query has."""
        return [len(each) for each in self.rows]


def innermost(archive: str, folder: Path) -> dict[str, tuple[int, int]]:
    """The key of every event by its own id, and its innermost heading in the lists as a number; `NONE` for none."""
    topics: dict[str, int] = {}
    numbers: dict[str, int] = {}
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for event in map(json.loads, lines):
                named = event["topics"][-1:]
                topics[event["id"]] = numbers.setdefault(name_key(named[0]), len(numbers)) if named else NONE
    with closing(sqlite3.connect(archive)) as connection:
        return {own: (key, topics[own]) for key, own in connection.execute("SELECT key, external_id FROM events")}


def gathered(store: Store, topics: dict[str, tuple[int, int]], path: Path) -> Gathered:
    """The rows for all queries of a file that find anything."""
    columns = store.columns()
    of = np.full(len(columns.days), NONE)
    for key, topic in topics.values():
        of[key] = topic
    found = Gathered((), [], [], [])
    for query in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        day = dt.date.fromisoformat(query["date"])
        article = Article(source=query["query"], title=query["text"])
        page = laid_beside(store, article, day, near_to(store, article, ordinal(day)))
        keys = candidates(page)
        keys = keys[of[keys] != NONE]
        if len(keys):
            _, own = topics[query["query"]]
            found.names, rows = rows_for(keys, store.headlines(keys.tolist()), page)
            found.rows.append(rows)
            found.truths.append(of[keys] == own)
            found.right.append(int((of[columns.between(-NEVER, ordinal(day))] == own).sum()))
    return found


def ndcg(hits: Any, right: int) -> float:
    """The nDCG@10 of an order: whether each is right, and how many there are."""
    gains = [1 / math.log2(rank + 2) for rank in range(10)]
    return sum(gain for gain, hit in zip(gains, hits, strict=False) if hit) / max(sum(gains[:right]), 1e-9)


if __name__ == "__main__":
    main()
