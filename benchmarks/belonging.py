#!/usr/bin/env python3
"""What events belong to, derived from their headlines alone: `belonging.py LISTS [--years 2019 2020 2021] [--limit N]`.

LISTS is a folder of event lists (*.jsonl.gz). Of the events of those years that stand under a topic, so many are drawn;
each is asked for by its headline, with nothing of its day or later, as what an article opens is. A topic is right that
stands above the event, letter for letter. Told for each half of the events, by the CRC-32 of their ids.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import random
import time
import zlib
from collections import Counter
from itertools import chain, groupby
from operator import attrgetter
from pathlib import Path

from backstory.events.traits import traits
from backstory.listed import roots_of
from backstory.model import Article, Dated, Event, Method, Role, Topic, laid_out
from backstory.model_tellings import Aspect
from backstory.stories.belonging import of_story
from backstory.stories.lately import Lately


def main() -> None:
    """Read the arguments and the lists, ask, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lists", type=Path)
    parser.add_argument("--years", type=int, nargs="+", default=[2019, 2020, 2021])
    parser.add_argument("--limit", type=int, default=2_400)
    options = parser.parse_args()
    listed = sorted(read(options.lists), key=attrgetter("day", "id"))
    topical = [event.id for event in listed if event.topics and event.day.year in options.years]
    drawn = set(random.Random(0).sample(topical, min(options.limit, len(topical))))
    lately, found = Lately(), (Counter[str](), Counter[str]())
    start = time.process_time()
    for day, group in groupby(listed, key=attrgetter("day")):
        events = list(group)
        for event in events:
            if event.id in drawn:
                found[zlib.crc32(event.id.encode()) % 2].update(asked(event, lately, day))
        lately.add((event, roots_of(event)) for event in events)
    spent = time.process_time() - start
    for name, half in zip(("even", "odd"), found, strict=True):
        shares = (
            f"{about} {half[about]}, right {half[f'{about} right'] / max(half[about], 1):.3f}"
            for about in (Aspect.TOPIC, Aspect.CATEGORY)
        )
        print(f"{name} half: {half['asked']} asked, {', '.join(shares)}")
    print(f"{spent:.0f} s of the processor, with {len(listed):,} events taken in")


def read(folder: Path) -> list[Event]:
    """The events of the lists."""
    lines = chain.from_iterable(gzip.decompress(path.read_bytes()).splitlines() for path in folder.glob("*.jsonl.gz"))
    return [
        Event(
            id=row["id"],
            day=dt.date.fromisoformat(row["date"]),
            headline=row["headline"],
            category=row.get("category"),
            topics=tuple(map(Topic, row["topics"])),
        )
        for row in map(json.loads, lines)
    ]


def asked(event: Event, lately: Lately, day: dt.date) -> list[str]:
    """What is derived of an event, and whether it is right."""
    article = Article(
        source="headline",
        title=event.headline,
        blocks=laid_out([(Role.TITLE, event.headline)]),
        published=Dated(day.isoformat(), Method.GIVEN),
    )
    found = ["asked"]
    for each in of_story(article, lately.nearest(traits(article).words, day)):
        said = {event.category} if each.about is Aspect.CATEGORY else {topic.name for topic in event.topics}
        found += [each.about, f"{each.about} right"] if each.name in said else [each.about]
    return found


if __name__ == "__main__":
    main()
