"""How probable it is that an article tells an event, from how alike the two are: a sum of decision trees.

The trees are same_event.json, grown by scripts/train_same_event.py. Each measure may only speak the way it should, so
that nothing is ever taken for one event because fewer of its names agree. docs/events.md is the model's card.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from backstory.events.likeness import Likeness

if TYPE_CHECKING:
    from backstory.trees import Forest


def probabilities(measured: Sequence[Likeness]) -> list[float]:
    """The probability that an article tells an event, for each event that it was compared with."""
    import numpy as np

    if not measured:
        return []
    sums = _forest().sums(np.array(measured, dtype=np.float32))
    return [1 / (1 + math.exp(-each)) for each in sums.tolist()]


@cache
def _forest() -> Forest:
    from backstory.trees import Forest

    return Forest((files("backstory.events") / "same_event.json").read_text(encoding="utf-8"), Likeness._fields)
