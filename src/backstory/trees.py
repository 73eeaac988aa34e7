"""Sums of small decision trees: grown by a script, kept as data, read here.

Gradient boosting (Friedman, "Greedy Function Approximation", 2001) as `scripts/growing.py` writes it: for each tree
its splits, `[measure, threshold, leaves]`, and its leaves. A value above the threshold fails the split, and then only
the leaves whose bit is set are left, the first leaf in the lowest bit. All trees are read at once, and the lowest bit
that no failed split has taken away is a tree's answer (Lucchese et al., "QuickScorer", SIGIR 2015).
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

#: A row for each thing to be judged, a column for each measure. A value that is not known has a number of its own.
Rows = NDArray[np.float32]

#: Rows read at once: what is compared then stays near the processor.
_AT_ONCE = 128


class Forest:
    """Trees whose answers are added up.

    Args:
        text: the trees, as JSON.
        names: the measures, in the order of the columns of the rows.
    """

    def __init__(self, text: str, names: Sequence[str]) -> None:
        trees = json.loads(text)["trees"]
        splits = [split for tree in trees for split in tree["splits"]]
        width = max(len(tree["leaves"]) for tree in trees)
        place = {name: at for at, name in enumerate(names)}
        self._measure = np.array([place[name] for name, _, _ in splits], dtype=np.intp)
        self._threshold = np.array([[threshold] for _, threshold, _ in splits], dtype=np.float32)
        self._left = np.array([[left] for _, _, left in splits], dtype=_word(width))
        self._start = np.cumsum([0, *(len(tree["splits"]) for tree in trees[:-1])])
        self._value = np.array([tree["leaves"] + [0.0] * (width - len(tree["leaves"])) for tree in trees])

    def sums(self, rows: Rows) -> NDArray[np.float64]:
        """What the trees' answers to each row add up to; it does not depend on the other rows."""
        parts = [self._sums(rows[at : at + _AT_ONCE]) for at in range(0, len(rows), _AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _sums(self, rows: Rows) -> NDArray[np.float64]:
        held = np.ascontiguousarray(rows.T)[self._measure] <= self._threshold
        # One held is all bits set, none of which its mask can take away.
        left = np.negative(held.astype(self._left.dtype)) | self._left
        left = np.bitwise_and.reduceat(left, self._start, axis=0)
        leaf = np.log2(left & np.negative(left)).astype(np.intp)
        # A sum over trees in one order, whatever rows stand beside.
        return np.asarray(self._value[np.arange(len(leaf))[:, None], leaf].cumsum(axis=0)[-1])


def _word(bits: int) -> type[np.unsignedinteger]:
    """The narrowest unsigned number of so many bits, up to 64."""
    return next(each for each in (np.uint8, np.uint16, np.uint32, np.uint64) if bits <= np.iinfo(each).bits)
