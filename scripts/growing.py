"""Trees that LightGBM has grown, as `backstory.trees` reads them; used by the scripts that train."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

#: How small trees are grown, whatever they look at; the same rows give the same trees.
SMALL: dict[str, Any] = {
    "num_leaves": 7,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "verbose": -1,
    "seed": 1,
    "deterministic": True,
    "force_col_wise": True,
    "num_threads": 1,
}
#: The same for trees that order what belongs to a page.
RANKING = SMALL | {"objective": "lambdarank"}


def written(model: Any, names: Sequence[str]) -> str:
    """A LightGBM model as JSON, a tree on each line.

    Args:
        model: a `lightgbm.Booster`, trained on rows in which nothing is missing.
        names: the measures, in the order of its columns.
    """
    trees = [laid_out(tree["tree_structure"], names) for tree in model.dump_model()["tree_info"]]
    lines = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in trees if tree["splits"])
    return f'{{"trees": [\n{lines}\n]}}\n'


def laid_out(root: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """A tree: its splits, each with the leaves that are left if it fails, and its leaves."""
    splits: list[list[Any]] = []
    leaves: list[float] = []
    taken: list[int] = []

    def visit(node: dict[str, Any]) -> int:
        """The leaves under a node, one bit each, those of its left side first."""
        if "leaf_value" in node:
            leaves.append(float(f"{node['leaf_value']:.5g}"))
            return 1 << (len(leaves) - 1)
        at = len(splits)
        splits.append([names[node["split_feature"]], _rounded_down(node["threshold"])])
        taken.append(0)
        taken[at] = left = visit(node["left_child"])
        return left | visit(node["right_child"])

    every = visit(root)
    return {"splits": [[*split, every & ~left] for split, left in zip(splits, taken, strict=True)], "leaves": leaves}


def _rounded_down(threshold: float) -> float:
    """The greatest number of 32 bits that is not above a threshold: rows of 32 bits are split by both alike."""
    near = np.float32(threshold)
    return float(str(np.nextafter(near, np.float32(-np.inf)) if near > threshold else near))
