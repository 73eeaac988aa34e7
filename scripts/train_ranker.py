#!/usr/bin/env python3
"""Train the model that tells which topic a page belongs to, and write `stories/topics.json`.

    train_ranker.py ARCHIVE QUERIES.jsonl [--check QUERIES.jsonl ...] [--ablate]

ARCHIVE is an archive file that holds the events of the queries and all before them; a query is
{"query": the event's own id in its list, "date", "text"}, as `benchmarks/stories.py` has it. A row is a topic that a
query may belong to, right if it is the innermost heading of the query's event. Where the archive has vectors, they are
measured too, and `stories/topics_near.json` is written. Needs lightgbm. With --check, prints for each file of queries
how often the surest topic is the right one; with --ablate too, nothing is written, and it is printed for models that
are trained without each group of measures.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from growing import RANKING, written

from backstory.columns import NONE, ordinal
from backstory.meaning import near_to
from backstory.model import Article
from backstory.recall import looked_at
from backstory.store.protocol import Store
from backstory.store.sqlite import SQLiteStore
from backstory.stories.topic_features import rows_for, topics_for
from backstory.urls import topic_key

FOLDER = Path(__file__).parent.parent / "src" / "backstory" / "stories"

#: What the names of the measures of each group begin with.
GROUPS = {
    "votes": ("votes", "name votes", "vote share", "best", "hits"),
    "words of its events": ("cover", "odds"),
    "words that no other has": ("claim",),
    "when it ran": ("size", "silent", "last", "begun", "pace"),
    "its name": (
        "name held",
        "name words",
        "name said",
        "name year",
        "name kept",
        "name lost",
        "name share",
        "name best",
    ),
    "names that its words stand under": ("named",),
    "countries": ("countries",),
    "category": ("category",),
    "nearness in meaning": ("near",),
}

TREES = 200
SETTINGS = RANKING | {
    "lambdarank_truncation_level": 10,
    "learning_rate": 0.07,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.3,
}


def main() -> None:
    """Read the arguments, measure, train, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive")
    parser.add_argument("queries", type=Path)
    parser.add_argument("--check", type=Path, nargs="*", default=[])
    parser.add_argument("--ablate", action="store_true")
    options = parser.parse_args()
    store = SQLiteStore(options.archive, create=False)
    learned = gathered(store, options.queries)
    others = {path: gathered(store, path) for path in options.check}
    if not options.ablate:
        model = trained(learned, ())
        target = FOLDER / ("topics_near.json" if "near best" in learned.names else "topics.json")
        target.write_text(written(model, learned.names), encoding="utf-8")
        print(f"{len(learned.sizes):,} queries, {len(learned.rows):,} rows, {TREES} trees, {target.stat().st_size:,} B")
        report("all", model, (), others)
        return
    for group, starts in {"all": (), **{f"without {name}": starts for name, starts in GROUPS.items()}}.items():
        report(group, trained(learned, starts), starts, others)


@dataclass(frozen=True)
class Gathered:
    """The rows for a file of queries."""

    names: Sequence[str]
    rows: Any
    #: Whether each row is right.
    truths: Any
    #: How many rows each query has.
    sizes: list[int]

    def without(self, starts: tuple[str, ...]) -> Any:
        """The rows without the measures whose names begin so."""
        return self.rows[:, [at for at, name in enumerate(self.names) if not starts or not name.startswith(starts)]]


def trained(learned: Gathered, starts: tuple[str, ...]) -> Any:
    """A model of all measures but those whose names begin so."""
    import lightgbm

    return lightgbm.train(
        SETTINGS, lightgbm.Dataset(learned.without(starts), learned.truths, group=learned.sizes), TREES
    )


def report(label: str, model: Any, starts: tuple[str, ...], others: dict[Path, Gathered]) -> None:
    """Print how often the surest topic is the right one."""
    for path, other in others.items():
        cuts = np.cumsum(other.sizes)[:-1]
        odds = np.split(model.predict(other.without(starts), num_threads=1), cuts)
        first = [truth[np.argmax(each)] for each, truth in zip(odds, np.split(other.truths, cuts), strict=True)]
        print(f"{label}, {path.name}: {len(first):,} queries, right in {np.mean(first):.3f}", flush=True)


def gathered(store: Store, path: Path) -> Gathered:
    """The rows for all queries of a file."""
    found = list(measured(store, [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]))
    names, rows, truths = zip(*found, strict=True)
    return Gathered(names[0], np.concatenate(rows), np.concatenate(truths).astype(int), [len(each) for each in truths])


def measured(store: Store, queries: Sequence[dict[str, Any]]) -> Iterator[tuple[Sequence[str], Any, Any]]:
    """The names of the measures, the rows and the truths of each query that finds a topic."""
    columns = store.columns()
    numbers = {key: number for number, key in enumerate(columns.topics)}
    for query in queries:
        (event,) = store.external([query["query"]])
        own = numbers.get(topic_key(event.topics[-1]), NONE) if event.topics else NONE
        article = Article(source=query["query"], title=query["text"])
        day = dt.date.fromisoformat(query["date"])
        looked, hits = looked_at(store, article, day)
        near = near_to(store, article, ordinal(day))
        topics = topics_for(looked, hits, columns, near)
        if len(topics):
            names, rows = rows_for(topics, looked, hits, columns, near)
            yield names, rows, topics == own


if __name__ == "__main__":
    main()
