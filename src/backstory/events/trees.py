"""Whether an article tells an event, from how alike the two are: a small sum of decision trees.

Gradient boosting (Friedman 2001). The trees are same_event.tsv, grown by scripts/train_same_event.py; each measure may
only speak the way it should, so that nothing is taken for one event because fewer of its names agree.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from backstory.events.likeness import Likeness

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def probabilities(measured: Sequence[Likeness]) -> list[float]:
    """The probability that an article tells an event, for each event that it was compared with."""
    import numpy as np

    if not measured:
        return []
    odds = _forest().sums(np.array(measured, dtype=np.float64))
    return [1 / (1 + math.exp(-each)) for each in odds.tolist()]


@dataclass(frozen=True, slots=True)
class _Forest:
    """All nodes of all trees under running numbers; a leaf leads to itself."""

    #: What the sum starts at.
    base: float
    #: The first node of each tree.
    roots: NDArray[np.int64]
    #: The measure that a node asks for, by its place in `Likeness`.
    measures: NDArray[np.int64]
    #: The most that goes left.
    limits: NDArray[np.float64]
    #: Whether what is not known goes left.
    unknown_left: NDArray[np.bool_]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    #: What a leaf adds.
    values: NDArray[np.float64]
    #: Steps from a root to its farthest leaf.
    depth: int

    def sums(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """What the leaves that each row falls into add up to."""
        import numpy as np

        at = np.broadcast_to(self.roots, (len(rows), len(self.roots)))
        own = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            asked = rows[own, self.measures[at]]
            left = np.where(np.isnan(asked), self.unknown_left[at], asked <= self.limits[at])
            at = np.where(left, self.left[at], self.right[at])
        sums: NDArray[np.float64] = self.base + self.values[at].sum(axis=1)
        return sums


@cache
def _forest() -> _Forest:
    """The trees of same_event.tsv.

    Its first line says what the sum starts at and how deep the trees are. Then every node has a line, the nodes of each
    tree in a row and its root first: `measure, most that goes left, L or R for what is not known, left, right`, where
    the last two count lines from the root; or of a leaf `=, what it adds`.
    """
    import numpy as np

    head, *lines = files("backstory.events").joinpath("same_event.tsv").read_text("utf-8").splitlines()
    base, depth = head.split("\t")
    places = {name: place for place, name in enumerate(Likeness._fields)}
    roots: list[int] = []
    nodes: list[tuple[int, float, bool, int, int, float]] = []
    for line in lines:
        name, *rest = line.split("\t")
        if name == "tree":
            roots.append(len(nodes))
        elif name == "=":
            nodes.append((0, 0.0, False, len(nodes), len(nodes), float(rest[0])))
        else:
            left, right = (roots[-1] + int(step) for step in rest[2:])
            nodes.append((places[name], float(rest[0]), rest[1] == "L", left, right, 0.0))
    measures, limits, unknown_left, left_, right_, values = zip(*nodes, strict=True)
    return _Forest(
        base=float(base),
        roots=np.array(roots, dtype=np.int64),
        measures=np.array(measures, dtype=np.int64),
        limits=np.array(limits, dtype=np.float64),
        unknown_left=np.array(unknown_left, dtype=np.bool_),
        left=np.array(left_, dtype=np.int64),
        right=np.array(right_, dtype=np.int64),
        values=np.array(values, dtype=np.float64),
        depth=int(depth),
    )
