"""Train the labellers under src/backstory/language: `train_language.py LABELLED.jsonl... [--only words|names]`.

A row of LABELLED is a sentence: {"w": [word, ...], "t": [part of speech, ...], "e": [name, ...]}, parts of speech by
the Penn Treebank, names as "B-ORG", "I-ORG", "O". The shipped weights learned from some 60,000 sentences of news that
spaCy 3.8 (en_core_web_sm, MIT) had labelled, cut into tokens by `backstory.language.tokens`. The order of the rows and
the number of rounds are fixed: the same rows give the same weights.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from typing import Any

import numpy as np

from backstory.language.chain import best_path, rows_of

FOLDER = Path(__file__).parent.parent / "src" / "backstory" / "language"
ROUNDS = 5
SIZES = {"words": 1 << 16, "names": 1 << 16}

#: Parts of speech that the rules of `language` do not tell apart.
SAME = {
    "NNPS": "NNP", "JJR": "JJ", "JJS": "JJ", "RBR": "RB", "RBS": "RB", "PDT": "DT", "AFX": "JJ", "ADD": "NN",
    "FW": "NN", "LS": "X", "UH": "X", "XX": "X", "SYM": "X", "NFP": "X", "_SP": "X", "WDT": "WP", "``": "Q", "''": "Q",
    "-LRB-": "(", "-RRB-": ")", "HYPH": ":", "EX": "PRP", "$": "$", "GW": "NN",
}  # fmt: skip
#: Kinds of names that are kept, under the names that `language.names` gives them.
KINDS = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "group"}


def main() -> None:
    """Read the rows, train, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path, nargs="+")
    parser.add_argument("--only", choices=sorted(SIZES))
    options = parser.parse_args()
    rows = [json.loads(line) for path in options.rows for line in path.read_text(encoding="utf-8").splitlines()]
    random.Random(0).shuffle(rows)
    for name in SIZES if options.only is None else [options.only]:
        labels = [words_labels(row) if name == "words" else names_labels(row) for row in rows]
        train(name, [row["w"] for row in rows], labels)


def words_labels(row: dict[str, Any]) -> list[str]:
    """Parts of speech of a row."""
    return [SAME.get(each, each) for each in row["t"]]


def names_labels(row: dict[str, Any]) -> list[str]:
    """Names of a row: `B-person`, `I-person`, ..., `O`."""
    parts = [each.partition("-") for each in row["e"]]
    return [f"{begin}-{KINDS[kind]}" if kind in KINDS else "O" for begin, _, kind in parts]


def train(name: str, words: list[list[str]], answers: list[list[str]]) -> None:
    """Train one labeller on nine tenths of the rows, print how many labels of the rest are right, and write it."""
    labels = sorted({each for answer in answers for each in answer})
    number = {label: at for at, label in enumerate(labels)}
    size, count = SIZES[name], len(labels)
    weights = np.zeros((size, count))
    steps = np.zeros((count + 1, count))
    sum_weights, sum_steps, clock = np.zeros_like(weights), np.zeros_like(steps), 1
    held = max(1, len(words) // 20)
    data = [
        (rows_of([each], size), np.array([number[x] for x in answer]))
        for each, answer in zip(words, answers, strict=True)
        if each
    ]
    for turn in range(ROUNDS):
        wrong = total = 0
        for rows, gold in data[held:]:
            found = np.array(best_path(weights[rows].sum(axis=1), steps))
            total += len(gold)
            if (found != gold).any():
                wrong += int((found != gold).sum())
                for at in np.flatnonzero(found != gold):
                    for table, change in ((weights, 1), (sum_weights, clock)):
                        np.add.at(table[:, gold[at]], rows[at], change)
                        np.add.at(table[:, found[at]], rows[at], -change)
                for path, sign in ((gold, 1), (found, -1)):
                    before = np.concatenate(([count], path[:-1]))
                    np.add.at(steps, (before, path), sign)
                    np.add.at(sum_steps, (before, path), sign * clock)
            clock += 1
        print(f"{name}: round {turn + 1}, right {1 - wrong / total:.4f}", flush=True)
    mean_weights, mean_steps = weights - sum_weights / clock, steps - sum_steps / clock
    scale = 127 / np.percentile(np.abs(mean_weights[mean_weights != 0]), 99.95)
    small = np.clip(np.rint(mean_weights * scale), -127, 127).astype(np.int8)
    whole = np.rint(mean_steps * scale).astype(np.int32)
    np.savez_compressed(FOLDER / f"{name}.npz", labels=np.array(labels), weights=small, steps=whole)
    right = [np.array(best_path(small[rows].sum(axis=1, dtype=np.int32), whole)) == gold for rows, gold in data[:held]]
    print(f"{name}: of {sum(map(len, right))} labels not learned from, right {np.concatenate(right).mean():.4f}")


if __name__ == "__main__":
    main()
