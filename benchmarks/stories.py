"""Rank earlier events for queries: `stories.py EVENTS_FOLDER QUERIES.jsonl RANKINGS.jsonl [options]`.

EVENTS_FOLDER holds event lists (*.jsonl.gz). A query is {"query", "date", "text"}: an event's words and its day. A
ranking is {"query", "ranked": [id, ...]}: earlier events by the lists' own ids, best first. With --peer, BM25 (bm25s,
the same events, words of headline and topics, only earlier events) ranks the same queries in the same run. With
--no-topics, the archive's events stand under none, as a user's own may. With --archive, the archive is made there, or
used where it is there from an earlier run with the same lists. With --by-words, the queries are ranked again as in an
archive that has no vectors. --depth is how many events are asked for: a hundred for recall@100, ten as a user does.
Prints the time each took.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from statistics import quantiles
from typing import Any

from backstory import Archive, Article, Event, open_archive
from backstory.store.protocol import VECTORS
from backstory.store.sqlite import SQLiteStore

Query = dict[str, Any]
Ranker = Callable[[Query], list[str]]


def main() -> None:
    """Read the arguments, rank, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("events", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("rankings", type=Path)
    parser.add_argument("--peer", type=Path)
    parser.add_argument("--no-topics", action="store_true")
    parser.add_argument("--archive", type=Path)
    parser.add_argument("--by-words", type=Path)
    parser.add_argument("--depth", type=int, default=100)
    options = parser.parse_args()
    queries = [json.loads(line) for line in options.queries.read_text(encoding="utf-8").splitlines()]
    lists = sorted(options.events.glob("*.jsonl.gz"))
    topical = frozenset(id_ for path in lists for id_ in under_topics(path))
    with (
        tempfile.TemporaryDirectory() as folder,
        open_archive(location := options.archive or Path(folder, "archive.db")) as archive,
    ):
        if not archive.info().events:
            fill(archive, (untitled(path, Path(folder)) if options.no_topics else path for path in lists))
        run("backstory", lambda query: history(archive, query, topical, options.depth), queries, options.rankings)
        if options.by_words:
            with open_archive(without_vectors(location, Path(folder))) as bare:
                run("by words", lambda query: history(bare, query, topical, options.depth), queries, options.by_words)
        if options.peer:
            run("bm25s", bm25(list(archive.events()), options.depth), queries, options.peer)


def fill(archive: Archive, lists: Iterable[Path]) -> None:
    """Add event lists."""
    for outcome in archive.add(*lists):
        if outcome.error:
            print(outcome.error)


def run(name: str, rank: Ranker, queries: Sequence[Query], path: Path) -> None:
    """Rank all queries, write the rankings, print how long one takes."""
    seconds = []
    with path.open("w", encoding="utf-8") as out:
        for query in queries:
            start = time.perf_counter()
            ranked = rank(query)
            seconds.append(time.perf_counter() - start)
            out.write(json.dumps({"query": query["query"], "ranked": ranked}) + "\n")
    cuts = quantiles(seconds, n=20)
    print(f"{name}: {len(queries)} queries, p50 {cuts[9] * 1000:.0f} ms, p95 {cuts[18] * 1000:.0f} ms")


def under_topics(path: Path) -> Iterator[str]:
    """The ids of the events of a list that stand under a topic."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from (event["id"] for event in map(json.loads, lines) if event["topics"])


def untitled(path: Path, folder: Path) -> Path:
    """A copy of a list whose events stand under no topic."""
    copy = folder / path.name
    with gzip.open(path, "rt", encoding="utf-8") as lines, gzip.open(copy, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(json.loads(line) | {"topics": []}) + "\n" for line in lines)
    return copy


def history(archive: Archive, query: Query, topical: frozenset[str], depth: int) -> list[str]:
    """What the archive answers. Events without a topic can be neither right nor wrong, and are left out."""
    found = archive.history(
        Article(source=query["query"], title=query["text"]), as_of=dt.date.fromisoformat(query["date"]), limit=depth
    )
    return [id_ for id_ in _ids(found.events) if id_ in topical]


def without_vectors(location: Path, folder: Path) -> Path:
    """A copy of an archive that has no vectors, and is asked as it is."""
    copy = folder / "without-vectors.db"
    with closing(sqlite3.connect(location)) as whole, closing(sqlite3.connect(copy)) as bare:
        whole.backup(bare)
    store = SQLiteStore(str(copy))
    with store.write():
        store.vectors.forget()
        store.remember(VECTORS, "")
    store.close()
    return copy


def bm25(events: Sequence[Event], depth: int) -> Ranker:
    """BM25 with the defaults of bm25s, over all events with a topic; what is not earlier is dropped from its answer."""
    import bm25s

    pool = [event for event in events if event.topics]
    texts = [" ".join([event.headline, *(topic.name for topic in event.topics)]) for event in pool]
    index = bm25s.BM25()
    index.index(bm25s.tokenize(texts, stopwords="en", show_progress=False), show_progress=False)

    def rank(query: Query) -> list[str]:
        words = bm25s.tokenize([query["text"]], stopwords="en", show_progress=False)
        scores = index.get_scores(list(words[0] if isinstance(words, list) else words.vocab))
        day = dt.date.fromisoformat(query["date"])
        ranked = (pool[at] for at in scores.argsort()[::-1] if scores[at] > 0)
        return list(_ids(event for event in ranked if event.day < day))[:depth]

    return rank


def _ids(events: Iterable[Event]) -> Iterator[str]:
    return (event.external_id for event in events if event.external_id)


if __name__ == "__main__":
    main()
