#!/usr/bin/env python3
"""Grow the trees that say whether an article tells an event, and whether two events are one.

Writes `events/same_event.json` and `events/one_event.json`.

    train_same_event.py LABELLED.jsonl... [--pairs PAIRS.csv] [--half even|odd]

A row of LABELLED.jsonl is a document of benchmarks/events.py (`id`, `title`, `text`, `published`), in order of time,
with its `event` and its `group`: the events that are held out together. PAIRS.csv has the columns of SemEval-2022 task
8. Half of the groups and of the pairs (by CRC-32 of the name) can be left out, to be measured on. Needs lightgbm. The
same rows give the same trees.

Each file counts alike. One article in five is cut to its first sentences and one in ten is undated, since an archive
holds events of one sentence and pages without a date. Articles are compared as they come, with the events so far; one
that joins is also compared, for less, as if its event were new: the first article of an event must not join another
because nothing nearer is there.

Whether two events are one is learned from events as they come out: each half of what is learned from is resolved with
trees of the first kind that were grown from the other half, and the tellings of events in doubt are compared.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from growing import written

from backstory.articles.days import find_days
from backstory.events import Joined, odds, second, take_in
from backstory.events.index import MemoryIndex, candidates
from backstory.events.likeness import Likeness, likenesses
from backstory.events.profile import Profile
from backstory.events.traits import Traits, traits
from backstory.model import Article, Dated, Method, Role, laid_out

EVENTS = Path(__file__).parent.parent / "src" / "backstory" / "events"
TABLE, SECOND = EVENTS / "same_event.json", EVENTS / "one_event.json"
#: The measures that speak against one event as they grow; those that may do both. All others speak for it.
AGAINST = {"pairs_differ", "ages_differ", "days_apart", "days_between", "usual"}
EITHER = {"length", "told"}
#: Events an article is compared with that it does not tell: its nearest in words.
OTHERS = 6
TREES = 100
SETTINGS = {
    "objective": "binary",
    "num_leaves": 15,
    "learning_rate": 0.06,
    "min_data_in_leaf": 40,
    "lambda_l2": 2,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "verbose": -1,
    "deterministic": True,
    "num_threads": 1,
    "seed": 1,
}
#: What the pairs count, where each file counts 1.
PAIRS = 0.5
#: Judged 1 (the same) to 4, a pair tells one event below this.
ONE_EVENT = 2.0
#: What an article counts for that is compared as if its event were new.
AS_NEW = 0.25

Row = tuple[tuple[float, ...], bool, float]


@dataclass(frozen=True)
class Labelled:
    """An article with the event that it tells."""

    article: Article
    event: str
    group: str


def main() -> None:
    """Read, compare, grow, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path, nargs="+")
    parser.add_argument("--pairs", type=Path)
    parser.add_argument("--half", choices=["even", "odd"])
    options = parser.parse_args()
    sets = [[each for each in load(path) if is_learned(each.group, options.half)] for path in options.labelled]
    pairs = weighed(list(pair_comparisons(options.pairs, options.half)), PAIRS) if options.pairs else []
    again: list[Row] = []
    for fold in (0, 1):
        learned = [[each for each in one if in_fold(each.group, fold)] for one in sets]
        grow([row for one in learned for row in weighed(list(comparisons(one)), 1.0)] + pairs, Likeness._fields, TABLE)
        odds._forest.cache_clear()
        resolved = ([each for each in one if not in_fold(each.group, fold)] for one in sets)
        again += [row for one in resolved for row in weighed(list(second_comparisons(one)), 1.0)]
    grow(again, second.FIELDS, SECOND)
    grow([row for one in sets for row in weighed(list(comparisons(one)), 1.0)] + pairs, Likeness._fields, TABLE)


def grow(rows: list[Row], names: tuple[str, ...], path: Path) -> None:
    """Grow trees from rows of some measures, and write them."""
    import lightgbm

    measured, same, weights = zip(*rows, strict=True)
    data = lightgbm.Dataset(
        np.array(measured, dtype=np.float32), np.array(same, dtype=float), weight=np.array(weights) / np.mean(weights)
    )
    constraints = [-1 if name in AGAINST else 0 if name in EITHER else 1 for name in names]
    model = lightgbm.train({**SETTINGS, "monotone_constraints": constraints}, data, TREES)
    path.write_text(written(model, names), encoding="utf-8")
    print(f"{path.name}: {len(rows):,} rows, {TREES} trees, {path.stat().st_size:,} bytes")


def in_fold(name: str, fold: int) -> bool:
    """Whether a group is in one of two halves of what is learned from."""
    return zlib.crc32(name.encode()) // 2 % 2 == fold


def is_learned(name: str, half: str | None) -> bool:
    """Whether a group is learned from."""
    return half is None or zlib.crc32(name.encode()) % 2 == (half == "odd")


def weighed(rows: list[Row], weight: float) -> list[Row]:
    """Rows whose weights add up to one number."""
    whole = sum(each for *_, each in rows)
    return [(measures, same, weight * each / whole) for measures, same, each in rows]


def load(path: Path) -> Iterator[Labelled]:
    """The labelled articles of a file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield Labelled(article(row), row["event"], row["group"])


def article(row: dict[str, Any]) -> Article:
    """A document of the benchmark as an article."""
    words = [re.sub(r"\s+", " ", part).strip() for part in (row["title"] or "", *row["text"].split("\n"))]
    blocks = [(Role.PARAGRAPH, part) for part in words[1:] if part and part != words[0]]
    made = Article(
        source=row["id"],
        title=words[0],
        blocks=laid_out([(Role.TITLE, words[0]), *blocks]),
        published=Dated(row["published"][:10], Method.GIVEN) if row["published"] else None,
    )
    return replace(made, dates=find_days(made.text, made.published))


def known_by(article: Article) -> Traits:
    """The traits of an article: of one in five cut to its first sentences, of one in ten without its dates."""
    number = zlib.crc32(article.source.encode())
    if number % 10 < 2:
        sentences = re.split(r"(?<=[.!?])\s", " ".join(article.paragraphs))
        paragraph = " ".join(sentences[: 1 + number // 10 % 3])
        blocks = laid_out([(Role.TITLE, article.title or ""), (Role.PARAGRAPH, paragraph)])
        return traits(replace(article, blocks=blocks, dates=()))
    return traits(replace(article, published=None, dates=()) if number % 10 == 2 else article)


def comparisons(labelled: list[Labelled]) -> Iterator[Row]:
    """How every article compares with the events before it, whether it tells them, and what that counts."""
    index, profiles = MemoryIndex(), dict[str, Profile]()
    for each in labelled:
        own = known_by(each.article)
        found = candidates(own, index)
        others = [profile for profile in found if profile.event != each.event]
        if len(others) < len(found):
            yield from compared(own, found, each.event, 1.0)
        yield from compared(own, others, each.event, AS_NEW if len(others) < len(found) else 1.0)
        old = profiles.get(each.event)
        profiles[each.event] = old.joined_by(own) if old else Profile.opened(each.event, own)
        index.keep(profiles[each.event])


def second_comparisons(labelled: list[Labelled]) -> Iterator[Row]:
    """How the tellings of events compare that are in doubt, and whether they tell one."""
    index, doubts, told = MemoryIndex(), list[second.Doubt](), dict[int, str]()
    for each in labelled:
        own = known_by(each.article)
        told[id(own)] = each.event
        decision = take_in(own, index, each.article.source)
        event = decision.event if isinstance(decision, Joined) else each.article.source
        doubts += second.doubts_of(event, decision)
    for group in second.linked(doubts):
        tellings, _, pairs = second.side_by_side(index.profiles(group))
        for (a, b), row in zip(pairs, second.compared(tellings, pairs), strict=True):
            yield row, told[id(tellings[a])] == told[id(tellings[b])], 1.0


def compared(article: Traits, found: list[Profile], event: str, weight: float) -> Iterator[Row]:
    """How an article compares with its own event and with its nearest other candidates."""
    measured = list(zip(likenesses(article, found), found, strict=True))
    measured.sort(key=lambda pair: -pair[0].words)
    yield from ((measures, True, weight) for measures, profile in measured if profile.event == event)
    wrong = [measures for measures, profile in measured if profile.event != event]
    yield from ((measures, False, weight) for measures in wrong[:OTHERS])


def pair_comparisons(path: Path, half: str | None) -> Iterator[Row]:
    """How the second article of each pair compares with the first, among the first ones of all pairs.

    Pairs in two languages, and in Chinese, whose words are not told apart, are left out.
    """
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8", newline="") as lines:
        pairs = [
            row
            for row in csv.DictReader(lines)
            if row["lang1"] == row["lang2"] != "zh" and is_learned(row["pair_id"], half)
        ]
    index = MemoryIndex()
    firsts = {row["pair_id"]: Profile.opened(row["pair_id"], traits(untitled(row["text1"]))) for row in pairs}
    for profile in firsts.values():
        index.keep(profile)
    for row in pairs:
        second, first = traits(untitled(row["text2"])), firsts[row["pair_id"]]
        found = candidates(second, index)
        if first not in found:
            found.append(first)
        yield likenesses(second, found)[found.index(first)], float(row["Overall"]) < ONE_EVENT, 1.0


def untitled(text: str) -> Article:
    """A text of a pair as an article."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    made = Article(source="pair", blocks=laid_out([(Role.PARAGRAPH, line) for line in lines if line]))
    return replace(made, dates=find_days(made.text, None))


if __name__ == "__main__":
    main()
