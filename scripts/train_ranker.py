#!/usr/bin/env python3
"""Train the model that tells which topic a page belongs to, and write `stories/topics.json`.

    train_ranker.py ARCHIVE QUERIES.jsonl [--check QUERIES.jsonl ...]

ARCHIVE is an archive file that holds the events of the queries and all before them; a query is
{"query": the event's own id in its list, "date", "text"}, as `benchmarks/stories.py` has it. A row is a topic that a
query may belong to, right if it is the innermost heading of the query's event. Needs lightgbm. With --check, prints
for each file of queries how often the surest topic is the right one.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from growing import written

from backstory.columns import NONE
from backstory.model import Article
from backstory.recall import looked_at
from backstory.store.protocol import Store
from backstory.store.sqlite import SQLiteStore
from backstory.stories.topic_features import rows_for, topics_for
from backstory.urls import topic_key

TARGET = Path(__file__).parent.parent / "src" / "backstory" / "stories" / "topics.json"

TREES = 200
SETTINGS = {
    "objective": "lambdarank",
    "lambdarank_truncation_level": 10,
    "num_leaves": 7,
    "learning_rate": 0.07,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "verbose": -1,
    "seed": 1,
    "deterministic": True,
    "force_col_wise": True,
    "num_threads": 1,
}


def main() -> None:
    """Read the arguments, measure, train, write."""
    import lightgbm

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive")
    parser.add_argument("queries", type=Path)
    parser.add_argument("--check", type=Path, nargs="*", default=[])
    options = parser.parse_args()
    store = SQLiteStore(options.archive, create=False)
    names, rows, truths, sizes = gathered(store, options.queries)
    data = lightgbm.Dataset(rows, truths, group=sizes)
    model = lightgbm.train(SETTINGS, data, TREES)
    TARGET.write_text(written(model, names), encoding="utf-8")
    print(f"{len(sizes):,} queries, {len(rows):,} rows, {TREES} trees, {TARGET.stat().st_size:,} bytes")
    for path in options.check:
        _, others, right, counts = gathered(store, path)
        odds = np.split(model.predict(others, num_threads=1), np.cumsum(counts)[:-1])
        first = [
            truth[np.argmax(each)] for each, truth in zip(odds, np.split(right, np.cumsum(counts)[:-1]), strict=True)
        ]
        print(f"{path}: {len(counts):,} queries, the surest topic is right in {np.mean(first):.3f}")


def gathered(store: Store, path: Path) -> tuple[Sequence[str], Any, Any, list[int]]:
    """The names of the measures; all rows for a file, whether each is right, and how many each query has."""
    found = list(measured(store, [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]))
    names, rows, truths = zip(*found, strict=True)
    return names[0], np.concatenate(rows), np.concatenate(truths).astype(int), [len(each) for each in truths]


def measured(store: Store, queries: Sequence[dict[str, Any]]) -> Iterator[tuple[Sequence[str], Any, Any]]:
    """The names of the measures, the rows and the truths of each query that finds a topic."""
    columns = store.columns()
    numbers = {key: number for number, key in enumerate(columns.topics)}
    for query in queries:
        (event,) = store.external([query["query"]])
        own = numbers.get(topic_key(event.topics[-1]), NONE) if event.topics else NONE
        article = Article(source=query["query"], title=query["text"])
        looked, hits = looked_at(store, article, dt.date.fromisoformat(query["date"]))
        topics = topics_for(looked, hits, columns)
        if len(topics):
            names, rows = rows_for(topics, looked, hits, columns)
            yield names, rows, topics == own


if __name__ == "__main__":
    main()
