#!/usr/bin/env python3
"""What one more telling of an event costs that many articles tell already.

    python benchmarks/huge.py [--tellings 1024]

Articles about one earthquake are made of sentences that are drawn by a seed, a third of them copies of an agency's
report with an outlet's own first sentence, and added to an empty archive: so many at a time as `backstory add` takes
together, and after the 48th, the 496th and the last, 16 one by one, each in a transaction of its own, as a feed brings
them. Told is processor time an article, of keeping it, deciding, bringing the event up to date and deriving what it
belongs to; reading pages is not counted.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from settle import BATCH, opened

from backstory.articles.read import article_of
from backstory.deriving import derive
from backstory.evidence import Keeper, Sheet
from backstory.model import Article, Dated, Method, Page
from backstory.store.sqlite import SQLiteStore

#: Tellings after which some are added one by one, and how many.
MARKS, ALONE = (48, 496), 16
#: Of how many sentences a report is made, and of how many an agency's.
SENTENCES, AGENCY = 14, 24

_FIRST = dt.datetime(2021, 3, 4, 6, tzinfo=dt.UTC)
_TOWNS = ("Arnavik", "Belmora", "Castelrio", "Dunholt", "Esterwell", "Farrowby", "Gellmark", "Hollin", "Istermoor")
_PEOPLE = ("Marta Quell", "Jonas Ibben", "Lena Torvik", "Pavel Sorin", "Ada Brightwater", "Ruben Halloran")
_ROLES = ("mayor", "rescue chief", "hospital director", "seismologist", "shopkeeper", "school teacher")
_THINGS = ("the old bridge", "a row of houses", "the town hall", "a hospital wing", "the railway line", "two schools")
_FORMS = (
    "{person}, a {role} from {town}, said that {thing} had come down within {number} seconds.",
    "In {town} crews dug through the rubble of {thing} for {number} hours without a break.",
    "{number} families from {town} spent the night in tents beside {thing}, according to {person}.",
    "Power was cut to {number} homes around {town} after {thing} was hit, the {role} said.",
    "An aftershock of magnitude 4.{digit} was felt in {town}, where {person} had just inspected {thing}.",
    "{person} told reporters in {town} that {number} people had been pulled out from under {thing}.",
)


def main() -> None:
    """Read the arguments, make the articles, measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tellings", type=int, default=1_024)
    options = parser.parse_args()
    made = list(tellings(options.tellings))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        SQLiteStore(str(path)).close()
        with opened(path) as (store, captures):
            keeper, at = Keeper(store, captures, lambda: dt.datetime.now(dt.UTC)), 0
            for mark in (*MARKS, options.tellings - ALONE):
                while at < mark:
                    several = made[at : min(at + BATCH, mark)]
                    at += len(several)
                    spent = added(store, keeper, [several])
                    print(f"{at:5} tellings, {len(several)} at a time: {1000 * spent / len(several):6.1f} ms each")
                one_by_one = [[each] for each in made[at : at + ALONE]]
                at += ALONE
                spent = added(store, keeper, one_by_one)
                print(f"{at:5} tellings, one by one: {1000 * spent / ALONE:6.1f} ms each", flush=True)
            events = store.tellings.opened()
            print(f"{len(events)} event, told by {max(len(store.tellings.of_event(each)) for each in events)}")


def added(store: SQLiteStore, keeper: Keeper, parts: Sequence[Sequence[tuple[str, Article]]]) -> float:
    """Seconds that it takes to add articles, each part in a transaction of its own."""
    start = time.process_time()
    for part in parts:
        keeper.keep(
            [Sheet(Page(source=url, data=article.text.encode(), url=url), article, None) for url, article in part]
        )
        derive(store)
    return time.process_time() - start


def tellings(number: int) -> Iterator[tuple[str, Article]]:
    """So many articles about one event, each after its address."""
    draw = random.Random(7)
    agency = [_sentence(draw) for _ in range(AGENCY)]
    for at in range(number):
        town = draw.choice(_TOWNS)
        lead = (
            f"A strong earthquake struck {town} in the Velden valley on Thursday, killing 12 people, report {at} says."
        )
        body = agency if at % 3 == 0 else [_sentence(draw) for _ in range(SENTENCES)]
        title = f"Velden valley earthquake: {draw.choice(_PEOPLE)} speaks of {draw.choice(_THINGS)} in {town}"
        published = (_FIRST + dt.timedelta(minutes=7 * at)).isoformat()
        url = f"https://outlet{at}.example/velden-earthquake"
        text = "\n\n".join((title, lead, *body))
        yield url, replace(article_of(text, source=url), title=title, url=url, published=Dated(published, Method.GIVEN))


def _sentence(draw: random.Random) -> str:
    return draw.choice(_FORMS).format(
        person=draw.choice(_PEOPLE),
        role=draw.choice(_ROLES),
        town=draw.choice(_TOWNS),
        thing=draw.choice(_THINGS),
        number=draw.randrange(3, 400),
        digit=draw.randrange(10),
    )


if __name__ == "__main__":
    main()
