"""Where and when local news happened: `places.py DOCUMENTS.jsonl[.gz] INCIDENTS.jsonl[.gz] [--every N] [--home US]`.

A document is {"title", "content", "dct", "incident"}; an incident {"incident_uri", "date", "state", "city_or_county"},
the date in words ("April 9, 2017"). Read are the title, the text and the day of publication. Prints for each half of
the incidents the share of documents whose place and day are right, and the same for a peer in the same run: of the
place the first name that the gazetteer has, as its namesake with most people; of the day that of publication.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from zlib import crc32

from backstory.articles.days import find_days
from backstory.articles.read import article_of
from backstory.events.gazetteer import LONGEST, folded, gazetteer
from backstory.events.when import day_of_event
from backstory.events.where import place_of_article
from backstory.language.tokens import tokens
from backstory.model import Article, Dated, Method
from backstory.model_places import Place

Row = dict[str, Any]

#: Characters of an article that the peer looks at for a place.
_LEAD = 1_500


def main() -> None:
    """Read the arguments, find, compare, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path)
    parser.add_argument("incidents", type=Path)
    parser.add_argument("--every", type=int, default=1, help="only every n-th document")
    parser.add_argument("--home", help="country that the documents were written in (ISO 3166-1)")
    options = parser.parse_args()
    incidents = {row["incident_uri"]: row for row in rows(options.incidents)}
    told = [(row, incidents[row["incident"]]) for row in rows(options.documents) if row["incident"] in incidents]
    read = [(article(row), incident) for row, incident in told[:: options.every]]
    finders: dict[str, tuple[Callable[[Article], Place | None], Callable[[Article], dt.date | None]]] = {
        "backstory": (lambda each: where(each, options.home), when),
        "peer": (
            lambda each: first_name(each.text[:_LEAD]),
            lambda each: each.published.day if each.published else None,
        ),
    }
    where(read[0][0], None)  # The gazetteer is unpacked before the clock starts.
    for name, (place, day) in finders.items():
        for half in (0, 1):
            report(f"{name}, half {half}", [each for each in read if half_of(each[1]) == half], place, day)


def rows(path: Path) -> Iterator[Row]:
    """The rows of a file of JSON Lines, packed by gzip or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def half_of(incident: Row) -> int:
    """The half that an incident is in."""
    return crc32(incident["incident_uri"].encode()) % 2


def article(row: Row) -> Article:
    """A document as an article, with the days that it names."""
    published = Dated(row["dct"][:10], Method.GIVEN)
    read = replace(article_of(f"{row['title']}\n\n{row['content']}", source=row["incident"]), published=published)
    return replace(read, dates=find_days(read.text, published))


def where(read: Article, home: str | None) -> Place | None:
    """Where that happened which an article reports."""
    found = place_of_article(read, home=home)
    return found.place if found else None


def when(read: Article) -> dt.date | None:
    """On which day it happened; None where only a bound is known."""
    found = day_of_event(read)
    return found.date.day if found else None


def first_name(text: str) -> Place | None:
    """The first name of a place, the longest there, as its namesake with most people."""
    line = list(tokens(text))
    for at, token in enumerate(line):
        for end in range(min(at + LONGEST, len(line)), at, -1):
            entries = (
                gazetteer().entries(folded(text[token.start : line[end - 1].end])) if token.text[0].isupper() else ()
            )
            places = [each.place for each in entries if not each.people and not each.short]
            if places:
                return max(places, key=lambda each: each.population)
    return None


def report(
    name: str,
    told: list[tuple[Article, Row]],
    place: Callable[[Article], Place | None],
    day: Callable[[Article], dt.date | None],
) -> None:
    """Print how much of a half is right."""
    counts: Counter[str] = Counter()
    start = time.process_time()
    for read, incident in told:
        at, on = place(read), day(read)
        town = folded(incident["city_or_county"].partition(" (")[0])
        counts["placed"] += at is not None
        counts["right state"] += at is not None and incident["state"] in {at.region, at.name}
        counts["right town"] += at is not None and folded(at.name) == town
        counts["dated"] += on is not None
        counts["right day"] += on == dt.datetime.strptime(incident["date"], "%B %d, %Y").date()
    spent = (time.process_time() - start) / len(told)
    shares = ", ".join(f"{key} {count / len(told):.3f}" for key, count in counts.items())
    print(f"{name}: {len(told):,} documents, {shares}; {spent * 1000:.1f} ms a document")


if __name__ == "__main__":
    main()
