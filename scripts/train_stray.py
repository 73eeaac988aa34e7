#!/usr/bin/env python3
"""Train the trees that judge quotations which no rule attributes, and write `language/stray.json`.

    train_stray.py POLNEAR-TRAIN.jsonl.gz

The even texts are learned from, the odd ones checked. A row is a candidate, right if it shares half of its words with a
label that no statement of the rules shares half of its words with. Needs lightgbm.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from growing import SMALL, written

from backstory.language.direct import ruled
from backstory.language.paragraphs import Paragraph, paragraph
from backstory.language.quotes import Quotation
from backstory.language.statements import overlap
from backstory.language.stray import LEAST, choices
from backstory.language.stretches import MEASURES, Stretch, measures, stretch
from backstory.language.subjects import Place
from backstory.model import Span, Statement

TARGET = Path(__file__).parent.parent / "src" / "backstory" / "language" / "stray.json"
TREES = 100
SETTINGS = SMALL | {"objective": "binary", "learning_rate": 0.06, "min_data_in_leaf": 30, "feature_fraction": 0.4}
WORD = re.compile(r"\w+")


def main() -> None:
    """Read the arguments, measure, train, write, check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path)
    options = parser.parse_args()
    with gzip.open(options.labelled, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line) for line in lines]
    learned, check = gathered(texts[::2]), gathered(texts[1::2])
    import lightgbm

    data = lightgbm.Dataset(np.array(learned.rows), np.array(learned.right), weight=np.array(learned.weights))
    model = lightgbm.train(SETTINGS, data, TREES)
    TARGET.write_text(written(model, MEASURES), encoding="utf-8")
    print(f"{len(learned.sizes):,} quotations, {len(learned.rows):,} rows, {TARGET.stat().st_size:,} B")
    sums = model.predict(np.array(check.rows), raw_score=True, num_threads=1)
    taken = right = at = 0
    for size in check.sizes:
        best = at + int(np.argmax(sums[at : at + size]))
        taken += sums[best] >= LEAST
        right += sums[best] >= LEAST and check.right[best]
        at += size
    print(f"check: {len(check.sizes):,} quotations, {taken:,} taken, {right:,} of them right")


@dataclass
class Gathered:
    """The candidates of some texts."""

    rows: list[list[float]] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    #: Candidates of a quotation count the less the more it has.
    weights: list[float] = field(default_factory=list)
    #: How many candidates each quotation has.
    sizes: list[int] = field(default_factory=list)


def gathered(texts: Sequence[dict[str, Any]]) -> Gathered:
    """The candidates for all quotations of texts that no rule attributes."""
    found = Gathered()
    for each in texts:
        text = each["text"]
        paragraphs = [paragraph(text, Span(*line.span())) for line in re.finditer(r"\S[^\n]*", text)]
        said = ruled(paragraphs)
        labels = list(unmatched(text, each["annotations"][0]["attributions"], said))
        for held, quote, places in free(paragraphs, said):
            spans = [held.span(place) for place in places]
            found.rows += measures(held, quote, places)
            found.right += [any(alike(words(text[span.start : span.end]), label) for label in labels) for span in spans]
            found.weights += [len(places) ** -0.5] * len(places)
            found.sizes.append(len(places))
    return found


def free(
    paragraphs: Sequence[Paragraph], said: Sequence[Statement]
) -> Iterator[tuple[Stretch, Quotation, list[Place]]]:
    """The quotations that no statement holds, each with its paragraph and the candidates."""
    spans = [span for one in said for span in one.content]
    for each in paragraphs:
        held = stretch(each)
        for quote in each.quotations:
            places = choices(each, held, quote)
            if places and not any(overlap(quote.span, span) for span in spans):
                yield held, quote, places


def unmatched(text: str, labels: Sequence[dict[str, Any]], said: Sequence[Statement]) -> Iterator[set[str]]:
    """The words of each label that no statement matches."""
    found = [words(" ".join(text[span.start : span.end] for span in one.content)) for one in said]
    for label in labels:
        held = words(" ".join(text[start:end] for start, end in label.get("Content") or []))
        if held and not any(alike(held, one) for one in found):
            yield held


def words(text: str) -> set[str]:
    """The words of a text."""
    return set(WORD.findall(text.lower()))


def alike(one: set[str], other: set[str]) -> bool:
    """Whether they share half of their words."""
    return len(one & other) * 2 >= len(one | other) > 0


if __name__ == "__main__":
    main()
