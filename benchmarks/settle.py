#!/usr/bin/env python3
"""How many articles a second are decided on, in archives of so many listed events; reading them is not counted.

    python benchmarks/settle.py DOCUMENTS.jsonl.gz LISTS --sizes 10000 1000000 --limit 384 [--skip N] [--work FOLDER]

A line of DOCUMENTS is an article: `id`, `title`, `content`, `dct` (its day). LISTS is a folder of event lists, whose
events, and copies of them with other days and names where more are wanted, fill the archives (`growth.events`); of no
more than 20,000, those up to the last article. The articles of each size are kept and decided on in batches, one
transaction a batch, and in the end it is derived what the events belong to that they opened, and their vectors are
made, as `backstory add` does.
Told is processor time: of deciding alone in memory (traits and all), with the events of those days; through the
store, from a page that was read to what is told of it and what its event belongs to; of each stage of that; and, in
the same archive, of SQLite's own full text (FTS5, ranked by `bm25`) for the events nearest to each article's words,
as many of both as a decision asks for. With --work the archives are made in that folder and kept, and copies of them
are measured.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import shutil
import sqlite3
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path

from growth import events as copies

from backstory.articles.read import article_of
from backstory.deriving import derive
from backstory.events.decide import take_in
from backstory.events.index import ASKED, CANDIDATES, MemoryIndex, keys
from backstory.events.profile import Profile
from backstory.events.traits import told, traits
from backstory.evidence import Keeper, Sheet
from backstory.meaning import make_vectors
from backstory.model import Article, Dated, Event, Method, Page, Source, Topic
from backstory.settle import LISTED_AFTER, LISTED_BEFORE, Settler
from backstory.store.captures import Captures
from backstory.store.sqlite import SQLiteStore

#: Pages of a transaction, as `ingest` takes them together.
BATCH = 64
#: Keeping the pages; what they are known by; deciding; bringing events up to date; what is left for the end.
STAGES = ("keep", "know", "decide", "events", "commit")
#: Up to so many events are real ones of the days of the articles.
REAL = 20_000

Articles = Sequence[tuple[str, Article]]


class Timed(Settler):
    """A `Settler` that tells how long bringing events up to date takes, in seconds of the processor."""

    spent = 0.0

    def _compose(self, names: Sequence[str]) -> list[str]:
        start = time.process_time()
        gone = super()._compose(names)
        self.spent += time.process_time() - start
        return gone


def articles(path: Path, skip: int, limit: int) -> Iterator[tuple[str, Article]]:
    """So many articles of a file by date, each after its address."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = sorted(map(json.loads, lines), key=lambda row: (row["dct"], row["id"]))
    for row in rows[skip : skip + limit]:
        made = article_of(f"{row['title']}\n\n{row['content']}", source=row["id"])
        url = f"https://articles.example/{row['id']}"
        yield url, replace(made, title=row["title"], url=url, published=Dated(row["dct"][:10], Method.GIVEN))


def listed(folder: Path, size: int, until: dt.date) -> Iterator[Event]:
    """The events of an archive of that size."""
    real = (row for row in copies(folder, REAL * 10) if row["date"] <= until.isoformat())
    for row in islice(real, size) if size <= REAL else copies(folder, size):
        yield Event(
            id=f"{row['date']}/{row['id']}",
            day=dt.date.fromisoformat(row["date"]),
            headline=row["headline"],
            category=row.get("category"),
            topics=tuple(map(Topic, row["topics"])),
            sources=tuple(Source(outlet=name) for name in row["sources"]),
        )


def fill(path: Path, events: Iterable[Event]) -> None:
    """Make an archive of events."""
    store = SQLiteStore(str(path))
    remaining = iter(events)
    while batch := list(islice(remaining, 20_000)):
        with store.write():
            store.put(list({event.id: event for event in batch}.values()))
    make_vectors(store, lambda done, total: None)
    store.close()


def pure(read: Articles, events: Iterable[Event]) -> float:
    """Seconds of deciding in memory, with some events listed."""
    index = MemoryIndex()
    for event in events:
        index.keep(Profile.opened(event.id, told(event)))
    start = time.process_time()
    for url, article in read:
        take_in(traits(article), index, url)
    return time.process_time() - start


def added(read: Articles, path: Path) -> tuple[float, float, int]:
    """What it takes to add pages that are read.

    Returns:
        Seconds of all of it; of that, seconds to derive what the events belong to that they opened, and to make their
        vectors; how many those are.
    """
    with opened(path) as (store, captures):
        keeper, remaining = Keeper(store, captures, _now), iter(read)
        start = time.process_time()
        while some := list(islice(remaining, BATCH)):
            keeper.keep([Sheet(_page(url, article), article, None) for url, article in some])
        kept = time.process_time()
        derive(store)
        make_vectors(store, lambda done, total: None)
        end = time.process_time()
        return end - start, end - kept, len(store.tellings.opened())


def stages(read: Articles, path: Path) -> dict[str, float]:
    """Seconds of each stage of the same, without what is told of each page in the end."""
    spent: dict[str, float] = defaultdict(float)
    with opened(path) as (store, captures):
        remaining = iter(read)
        while some := list(islice(remaining, BATCH)):
            clock = [time.process_time()]
            with captures.write():
                kept = [(article, captures.keep(_page(url, article), _now())) for url, article in some]
                for article, capture in kept:
                    store.readings.put_article(capture.number, capture.url, article)
                clock.append(time.process_time())
                settler = Timed(store)
                for article, capture in kept:
                    settler.add(article, capture)
                clock.append(time.process_time())
                settler.settle()
                clock.append(time.process_time() - settler.spent)
            clock += [clock[-1] + settler.spent, time.process_time()]
            for stage, (start, end) in zip(STAGES, pairwise(clock), strict=True):
                spent[stage] += end - start
    return spent


@contextmanager
def opened(path: Path) -> Iterator[tuple[SQLiteStore, Captures]]:
    """A copy of an archive."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        store = SQLiteStore(shutil.copy(path, folder))
        captures = Captures(store, store.location)
        yield store, captures
        captures.close()
        store.close()


def _page(url: str, article: Article) -> Page:
    return Page(source=url, data=article.text.encode(), url=url)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def full_text(read: Articles, path: Path) -> float:
    """Seconds that FTS5 takes for the events nearest to each article's heaviest words; the words are given."""
    words = [keys(traits(article))[:ASKED] for _, article in read]
    database = sqlite3.connect(path)
    start = time.process_time()
    for each in words:
        asked = " OR ".join(f'"{word}"' for word in each)
        query = "SELECT rowid FROM events_text WHERE events_text MATCH ? ORDER BY rank LIMIT ?"
        database.execute(query, (asked, CANDIDATES)).fetchall()
    spent = time.process_time() - start
    database.close()
    return spent


def measure(made: Path, read: Articles) -> None:
    """Print what an archive takes for articles."""
    days = [article.published.day for _, article in read if article.published and article.published.day]
    first, last = min(days) - LISTED_BEFORE, max(days) + LISTED_AFTER + dt.timedelta(days=1)
    with opened(made) as (store, _):
        events = sum(count for _, count in store.days())
        alone = pure(read, store.events(since=first, until=last))
    asked = full_text(read[:BATCH], made)
    whole, belonging, fresh = added(read, made)
    each = 1000 / len(read)
    print(f"{events:,} events, and {fresh:,} that {len(read):,} articles open")
    print(f"  decided in memory: {len(read) / alone:.0f} articles a second")
    print(f"  through the store: {len(read) / whole:.0f} articles a second")
    print(f"  of that, what the opened belong to, and their vectors: {belonging * each:.1f} ms an article")
    told = ", ".join(f"{stage} {spent * each:.1f}" for stage, spent in stages(read, made).items())
    print(f"  stages, in a run of their own, ms an article: {told}")
    print(f"  of the first {BATCH}, FTS5: {1000 * asked / BATCH:.1f} ms an article", flush=True)


def main() -> None:
    """Read the arguments, make the archives, measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("lists", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--skip", type=int, default=2_300)
    parser.add_argument("--limit", type=int, default=384)
    parser.add_argument("--work", type=Path)
    chosen = parser.parse_args()
    read = list(articles(chosen.articles, chosen.skip, chosen.limit))
    last = max(article.published.day for _, article in read if article.published and article.published.day)
    with tempfile.TemporaryDirectory() as folder:
        for size in chosen.sizes:
            made = (chosen.work or Path(folder)) / f"{size}.db"
            if not made.exists():
                fill(made, listed(chosen.lists, size, last))
            measure(made, read)


if __name__ == "__main__":
    main()
