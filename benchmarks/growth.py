"""How a story's time grows with the archive: `growth.py EVENTS QUERIES.jsonl [--sizes N...] [--peer] [--work FOLDER]`.

EVENTS is a folder of event lists (*.jsonl.gz). Where more events are wanted than there are, copies are made: each moves
every event by some weeks, round the years that the lists span, and puts names for names of the same frequency. For each
size, in a process of its own: the time an added event takes, the first answer after opening, further answers, and peak
memory. With --peer, bm25s gives its exact best hundred to the same queries over the same events. With --work, the
archives are made in that folder and kept; those that are there are asked as they are.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import multiprocessing
import re
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import quantiles
from typing import Any

from backstory import Article, open_archive

#: Days that each copy is moved by, against the one before.
SHIFT = 37
#: Queries that are answered before the clock runs, and then.
WARM, TIMED = 50, 300

Event = dict[str, Any]
_NAME = re.compile(r"\b[A-Z][a-z]\w+")


def main() -> None:
    """Read the arguments, make the archives, measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("events", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 90_000, 1_000_000])
    parser.add_argument("--peer", action="store_true")
    parser.add_argument("--work", type=Path)
    options = parser.parse_args()
    queries = [json.loads(line) for line in options.queries.read_text(encoding="utf-8").splitlines()][: WARM + TIMED]
    with tempfile.TemporaryDirectory() as folder:
        for size in options.sizes:
            made = (options.work or Path(folder)) / f"{size}.jsonl"
            steps = [ask, *([ask_peer] if options.peer else [])]
            if not made.with_suffix(".db").exists():
                steps.insert(0, add)
                with made.open("w", encoding="utf-8") as out:
                    out.writelines(json.dumps(event) + "\n" for event in events(options.events, size))
            for step in steps:
                # A process of its own: its first answer is cold, and its memory is its own.
                process = multiprocessing.get_context("spawn").Process(target=step, args=(made, queries))
                process.start()
                process.join()


def events(folder: Path, size: int) -> Iterator[Event]:
    """So many events, the latest of the lists first, then their copies."""
    own: list[Event] = []
    for path in sorted(folder.glob("*.jsonl.gz"), reverse=True):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            own += map(json.loads, lines)
    first = min(dt.date.fromisoformat(event["date"]) for event in own)
    days = (max(dt.date.fromisoformat(event["date"]) for event in own) - first).days + 1
    counts = Counter(name for event in own for name in _NAME.findall(event["headline"]))
    names = [name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    places = {name: place for place, name in enumerate(names)}
    for number in range(size):
        copy, at = divmod(number, len(own))
        yield copied(own[at], copy, first, days, partial(_swapped, copy=copy, names=names, places=places))


def copied(event: Event, copy: int, first: dt.date, days: int, swap: Callable[[re.Match[str]], str]) -> Event:
    """A copy of an event, moved in time, its names swapped; the first is the event itself."""
    if not copy:
        return event
    moved = ((dt.date.fromisoformat(event["date"]) - first).days + copy * SHIFT) % days
    return event | {
        "id": f"{event['id']}-{copy}",
        "date": str(first + dt.timedelta(days=moved)),
        "headline": _NAME.sub(swap, event["headline"]),
        "topics": [_NAME.sub(swap, topic) for topic in event["topics"]],
    }


def _swapped(found: re.Match[str], *, copy: int, names: list[str], places: dict[str, int]) -> str:
    """A name about as frequent: among each sixteen neighbours in frequency, one for the other."""
    name = found[0]
    return names[min(places[name] ^ copy, len(names) - 1)] if name in places else name


def add(made: Path, queries: list[Event]) -> None:
    """Put the events into an archive beside their list."""
    start, begun = time.perf_counter(), time.process_time()
    with open_archive(made.with_suffix(".db")) as archive:
        for outcome in archive.add(made):
            if outcome.error:
                print(outcome.error)
        count = archive.info().events
    each, worked = ((end - since) / count * 1000 for end, since in zip(_clocks(), (start, begun), strict=True))
    print(f"{count:,} events: {each:.2f} ms each to add (processor {worked:.2f}), {peak()}", flush=True)


def ask(made: Path, queries: list[Event]) -> None:
    """Ask the archive."""
    start, begun = time.perf_counter(), time.process_time()
    with open_archive(made.with_suffix(".db"), create=False) as archive:

        def rank(query: Event) -> None:
            article = Article(source=query["query"], title=query["text"])
            archive.history(article, as_of=dt.date.fromisoformat(query["date"]))

        rank(queries[0])
        first, worked = (end - since for end, since in zip(_clocks(), (start, begun), strict=True))
        print(
            f"  history: first answer {first:.2f} s (processor {worked:.2f}), then {timed(rank, queries)}, {peak()}",
            flush=True,
        )


def ask_peer(made: Path, queries: list[Event]) -> None:
    """Ask bm25s."""
    import bm25s

    with made.open(encoding="utf-8") as lines:
        texts = [" ".join([event["headline"], *event["topics"]]) for event in map(json.loads, lines)]
    index = bm25s.BM25()
    index.index(bm25s.tokenize(texts, stopwords="en", show_progress=False), show_progress=False)

    def rank(query: Event) -> None:
        words = bm25s.tokenize([query["text"]], stopwords="en", show_progress=False)
        index.retrieve(words, k=100, show_progress=False)

    print(f"  bm25s: {timed(rank, queries)}, {peak()}", flush=True)


def timed(rank: Callable[[Event], None], queries: list[Event]) -> str:
    """How long answers take once some were given, by the clock and of the processor."""
    for query in queries[:WARM]:
        rank(query)
    seconds, worked = [], []
    for query in queries[WARM:]:
        start, begun = time.perf_counter(), time.process_time()
        rank(query)
        seconds.append(time.perf_counter() - start)
        worked.append(time.process_time() - begun)
    clock, processor = quantiles(seconds, n=20), quantiles(worked, n=20)
    return (
        f"p50 {clock[9] * 1000:.1f} ms, p95 {clock[18] * 1000:.1f} ms"
        f" (processor {processor[9] * 1000:.1f}, {processor[18] * 1000:.1f})"
    )


def _clocks() -> tuple[float, float]:
    """The time by the clock and of the processor."""
    return time.perf_counter(), time.process_time()


def peak() -> str:
    """The most memory that this process has had."""
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB"


if __name__ == "__main__":
    main()
