#!/usr/bin/env python3
"""Train the model that tells an article's text from the rest of its page, and write `articles/body.json`.

    train_body.py FOLDER... [--half even|odd] [--seed N]

Each FOLDER holds pages as `benchmarks/pages.py` reads them, with `gold.jsonl`: rows with `file` and the text as `body`
or `main_content`, or snippets that are part of it (`with`) or not (`without`, `comments`). Needs lightgbm. A row is a
unit of a page; it is learned twice, once without the other extractor's vote, so that the model also knows pages on
which that fails.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from growing import written

from backstory.articles.body import voted
from backstory.articles.comments import take_comments
from backstory.articles.features import NAMES, coverage, measured
from backstory.articles.metadata import metadata
from backstory.articles.read import hints_of
from backstory.articles.tree import parse
from backstory.articles.units import Unit, units
from backstory.model import Page

TARGET = Path(__file__).parent.parent / "src" / "backstory" / "articles" / "body.json"

TREES = 300
#: At most 64 leaves a tree, as many as `trees` has bits for.
SETTINGS = {
    "objective": "cross_entropy",
    "num_leaves": 20,
    "learning_rate": 0.04,
    "min_data_in_leaf": 30,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.6,
    "bagging_freq": 1,
    "lambda_l2": 10,
    "verbose": -1,
    "deterministic": True,
    "num_threads": 2,
}
#: What a page of snippets counts as, in words.
SNIPPET_WORDS = 400
#: What a row without the vote weighs against the same one with it.
UNVOTED = 0.3

_WORD = re.compile(r"\w+")


def main() -> None:
    """Read the arguments and the pages, train, write."""
    import lightgbm

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--half", choices=["even", "odd"])
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    learned = [page for folder in options.folders for page in pages(folder, options.half)]
    rows, truths, weights = (np.concatenate(parts) for parts in zip(*learned, strict=True))
    data = lightgbm.Dataset(rows, truths, weight=weights / weights.mean())
    model = lightgbm.train({**SETTINGS, "seed": options.seed}, data, TREES)
    TARGET.write_text(written(model, NAMES), encoding="utf-8")
    print(f"{len(rows):,} rows, {TREES} trees, {TARGET.stat().st_size:,} bytes")


def pages(folder: Path, half: str | None) -> Iterator[tuple[Any, Any, Any]]:
    """Rows, truths and weights of each page of a folder that has units."""
    lines = (folder / "gold.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n")
    for gold in map(json.loads, lines[half == "odd" :: 2 if half else 1]):
        page = Page(source=gold["file"], data=(folder / gold["file"]).read_bytes(), url=gold.get("url"))
        tree = parse(page)
        take_comments(tree, url=page.url)
        found = units(tree)
        if not found:
            continue
        hints = hints_of(metadata(tree, url=page.url), vote=voted(tree))
        truth = truth_of(found, gold)
        known = ~np.isnan(truth)
        words = np.array([len(_WORD.findall(unit.text)) for unit in found])
        whole = max(len(_WORD.findall(text_of(gold))), 50) if text_of(gold) else SNIPPET_WORDS
        weight = (words + 2) / whole
        both = np.vstack([measured(found, hints)[known], measured(found, replace(hints, vote=""))[known]])
        yield both, np.tile(truth[known], 2), np.concatenate([weight[known], UNVOTED * weight[known]])


def text_of(gold: dict[str, Any]) -> str:
    """The article as the gold has it, a paragraph on each line; empty where it has snippets only."""
    body = gold.get("body") or {}
    sections = [*body.get("summary", [])]
    for section in body.get("sections", []):
        sections += [*section.get("headline", []), *section.get("paragraphs", [])]
    return gold.get("main_content") or "\n".join(sections)


def truth_of(found: Sequence[Unit], gold: dict[str, Any]) -> np.ndarray:
    """How much of each unit is the article's, 0 to 1; NaN where the gold does not say."""
    text = text_of(gold)
    if not text:
        return np.array([snippet_truth(unit.text, gold) for unit in found])
    words = [_WORD.findall(unit.text.lower()) for unit in found]
    whole = f" {' '.join(_WORD.findall(text.lower()))} "
    truth = np.array(coverage(words, text, run=4))
    for at, own in enumerate(words):
        if truth[at] == 0 and 0 < len(own) < 4:
            truth[at] = (0, 0.5, 0.8, 0.8)[len(own)] if f" {' '.join(own)} " in whole else 0
    around = [truth[max(at - 4, 0) : at + 5].sum() for at in range(len(found))]
    for at in range(len(found)):
        # A short line that is only part of a sentence of the article stands elsewhere, unless the article is around it.
        if truth[at] in {0.5, 0.8} and around[at] - truth[at] < 2.5:
            truth[at] = 0
    places: dict[str, list[int]] = {}
    for at, unit in enumerate(found):
        if truth[at] > 0.3:
            places.setdefault(unit.text, []).append(at)
    for same in places.values():
        # Of words that stand in the page several times, those are the article's that stand in its midst.
        for at in set(same) - {max(same, key=lambda at: around[at])}:
            truth[at] = 0
    return truth


def snippet_truth(text: str, gold: dict[str, Any]) -> float:
    """Whether a text holds one of the gold's snippets, of the article (1) or of the rest (0)."""
    folded = " ".join(text.split()).casefold()
    for names, truth in ((("without", "comments"), 0.0), (("with",), 1.0)):
        for name in names:
            if any(" ".join(snippet.split()).casefold() in folded for snippet in gold.get(name) or []):
                return truth
    return float("nan")


if __name__ == "__main__":
    main()
