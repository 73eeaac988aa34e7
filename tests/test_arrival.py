"""That articles of one day may come in any order."""

from __future__ import annotations

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest
from made_articles import article

from backstory.events.second import resolve_all
from backstory.events.traits import Traits, traits

#: Documents that are resolved: neighbours in time, so that events have several.
READ = 400


def test_the_order_of_arrival_within_a_day_hardly_matters(shared: Path) -> None:
    path = shared / "data" / "same-event" / "longtail" / "documents.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = sorted(map(json.loads, lines), key=lambda row: (row["dct"], row["id"]))[-READ:]
    known = [
        (
            row["dct"],
            row["id"],
            str(row["incident"]),
            traits(article(row["title"] or "", row["content"], day=row["dct"][:10])),
        )
        for row in rows
    ]
    shuffled = sorted(known, key=lambda each: (each[0], random.Random(each[1]).random()))
    assert shuffled != known
    assert bcubed(known) == pytest.approx(bcubed(shuffled), abs=0.01)


def bcubed(known: Sequence[tuple[str, str, str, Traits]]) -> float:
    """How well articles are resolved in that order (B-cubed F1: Bagga and Baldwin 1998)."""
    resolved = resolve_all((name, each) for _, name, _, each in known)
    pairs = {name: (resolved[name], event) for _, name, event, _ in known}
    found, gold = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for name, (mine, event) in pairs.items():
        found[mine].add(name)
        gold[event].add(name)
    both = {name: len(found[mine] & gold[event]) for name, (mine, event) in pairs.items()}
    precision = sum(both[name] / len(found[mine]) for name, (mine, _) in pairs.items()) / len(pairs)
    recall = sum(both[name] / len(gold[event]) for name, (_, event) in pairs.items()) / len(pairs)
    return 2 * precision * recall / (precision + recall)
