"""The labellers: what they are asked for, and that the best path is the best."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backstory.language.chain import best_path, labels_of, rows_of
from backstory.language.tokens import sentences


def test_parts_of_speech() -> None:
    cut = list(sentences("The old ferry sank quickly. She denies it."))
    assert labels_of(["words"], cut) == [[["DT", "JJ", "NN", "VBD", "RB", "."], ["PRP", "VBZ", "PRP", "."]]]


@given(st.lists(st.lists(st.integers(-50, 50), min_size=3, max_size=3), min_size=1, max_size=5), st.integers(0, 99))
def test_no_path_scores_more(scores: list[list[int]], seed: int) -> None:
    rows = np.array(scores)
    steps = np.random.default_rng(seed).integers(-50, 50, size=(4, 3))

    def score(path: tuple[int, ...]) -> int:
        total, before = 0, 3
        for at, label in enumerate(path):
            total += int(rows[at, label] + steps[before, label])
            before = label
        return total

    best = max(score(path) for path in product(range(3), repeat=len(scores)))
    assert score(tuple(best_path(rows, steps))) == best


def test_features_do_not_reach_over_a_sentence() -> None:
    one = rows_of([["a", "b"]], 1 << 16)
    two = rows_of([["a", "b"], ["c"]], 1 << 16)
    assert (two[:2] == one).all()
