"""Sums of decision trees."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backstory.trees import Forest

#: Measures that the trees under test ask for.
NAMES = ["a", "b", "c"]

#: A tree as people draw it: a leaf, or a split of a measure at a threshold with what stands left and right of it.
Drawn = float | tuple[str, float, Any, Any]

LEAVES = st.integers(-50, 50).map(float)
SPLITS = st.recursive(
    LEAVES,
    lambda below: st.tuples(st.sampled_from(NAMES), st.integers(-3, 3).map(float), below, below),
    max_leaves=20,
)
TREES = st.lists(st.tuples(st.sampled_from(NAMES), st.just(0.0), SPLITS, SPLITS), min_size=1, max_size=3)
#: A few rows, many times: more than are read at once.
ROWS = st.lists(st.tuples(*[st.integers(-4, 4)] * 3), max_size=8).map(lambda rows: rows * 20)


def written(trees: list[Drawn]) -> str:
    return json.dumps({"trees": [laid_out(tree) for tree in trees]})


def laid_out(tree: Drawn) -> dict[str, Any]:
    splits: list[list[Any]] = []
    leaves: list[float] = []

    def visit(node: Drawn) -> int:
        if isinstance(node, float):
            leaves.append(node)
            return 1 << (len(leaves) - 1)
        split: list[Any] = [node[0], node[1]]
        splits.append(split)
        left = visit(node[2])
        split.append(left)
        return left | visit(node[3])

    every = visit(tree)
    return {"splits": [[name, limit, every & ~left] for name, limit, left in splits], "leaves": leaves}


def walked(tree: Drawn, row: tuple[int, ...]) -> float:
    while not isinstance(tree, float):
        name, threshold, left, right = tree
        tree = left if row[NAMES.index(name)] <= threshold else right
    return tree


@given(TREES, ROWS)
def test_a_forest_says_what_its_trees_say(trees: list[Drawn], rows: list[tuple[int, ...]]) -> None:
    sums = Forest(written(trees), NAMES).sums(np.array(rows, dtype=np.float32).reshape(-1, len(NAMES)))
    assert sums.tolist() == [sum(walked(tree, row) for tree in trees) for row in rows]


@given(ROWS.filter(bool))
def test_a_row_is_judged_alone(rows: list[tuple[int, ...]]) -> None:
    """To the last digit: what else is judged beside it must not tip a close decision."""
    tree: Drawn = ("a", 0.0, 0.1, ("b", 1.0, 0.7, -0.3))
    forest = Forest(written([tree, ("c", -1.0, 0.123, 1e-9), tree]), NAMES)
    values = np.array(rows, dtype=np.float32)
    assert forest.sums(values).tolist() == [float(forest.sums(values[at : at + 1])[0]) for at in range(len(values))]
