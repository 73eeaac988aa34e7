#!/usr/bin/env python3
"""How many articles a second are decided on, in an archive of so many listed events; reading them is not counted.

    python benchmarks/settle.py ../shared/data/same-event/longtail/documents.jsonl.gz --events 10000 --limit 500

A line of the file is an article: `id`, `title`, `content`, `dct` (its day). The archive is filled with made-up events
of random words over the days of the articles; then the articles are decided on in batches of 16, one
transaction a batch, as `backstory add` does.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from backstory.articles.read import article_of
from backstory.model import Article, Dated, Event, Method, Page
from backstory.settle import Settler
from backstory.store.captures import Captures
from backstory.store.sqlite import SQLiteStore
from backstory.urls import event_id

BATCH = 16
_WORDS = ("attack", "election", "flood", "minister", "court", "strike", "talks", "border", "crash", "protest")


def articles(path: Path, limit: int) -> Iterator[tuple[str, Article]]:
    """The first so many articles of a file by date, each after its address."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = sorted(map(json.loads, lines), key=lambda row: (row["dct"], row["id"]))
    for row in rows[:limit]:
        made = article_of(f"{row['title']}\n\n{row['content']}", source=row["id"])
        url = f"https://articles.example/{row['id']}"
        yield url, replace(made, title=row["title"], url=url, published=Dated(row["dct"][:10], Method.GIVEN))


def made_up(count: int, first: dt.date, last: dt.date) -> Iterator[Event]:
    """Events of words that mean nothing, spread over some days."""
    chance = random.Random(1)
    days = (last - first).days + 1
    for number in range(count):
        names = " ".join(f"{chance.choice('BDFGKLM')}{chance.choice('aeiou')}{chance.randrange(9999)}" for _ in "ab")
        headline = f"{chance.choice(_WORDS).capitalize()} in {names} {chance.choice(_WORDS)} number {number}"
        day = first + dt.timedelta(days=number % days)
        yield Event(id=event_id(day, headline), day=day, headline=headline)


def main() -> None:
    """Print articles a second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--limit", type=int, default=500)
    chosen = parser.parse_args()
    read = list(articles(chosen.articles, chosen.limit))
    days = [article.published.day for _, article in read if article.published and article.published.day]
    with tempfile.TemporaryDirectory() as folder:
        store = SQLiteStore(str(Path(folder, "a.db")))
        captures = Captures(store, store.location)
        events = made_up(chosen.events, min(days), max(days))
        while batch := list(islice(events, 5_000)):
            with store.write():
                store.put(batch)
        decided, taken = iter(read), 0.0
        while some := list(islice(decided, BATCH)):
            with captures.write():
                now = dt.datetime.now(dt.UTC)
                kept = [
                    captures.keep(Page(source=url, data=article.text.encode(), url=url), now) for url, article in some
                ]
                for (_, article), capture in zip(some, kept, strict=True):
                    store.readings.put_article(capture.number, capture.url, article)
                start = time.process_time()
                settler = Settler(store)
                for (_, article), capture in zip(some, kept, strict=True):
                    settler.add(article, capture)
                settler.settle()
                taken += time.process_time() - start
        opened = len(store.tellings.opened())
        captures.close()
        store.close()
    print(f"{len(read):,} articles, {chosen.events:,} listed events, {opened:,} events opened")
    print(f"{len(read) / taken:,.1f} articles a second of processor time")


if __name__ == "__main__":
    main()
