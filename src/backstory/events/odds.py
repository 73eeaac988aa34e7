"""How probable it is that an article tells an event, from how alike the two are: a sum of decision trees.

Where another article is what the event is nearest by, the trees are same_event.json, grown by
scripts/train_same_event.py; where it is the sentence of a list, listed_event.json by scripts/train_listed_event.py: a
sentence shares fewer words with a report that tells the same, and its names with all that is in the news of them. Each
measure may only speak the way it should, so that nothing is ever taken for one event because fewer of its names agree.
docs/events.md is the card of both.
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

    odds = dict[int, float]()
    for name, listed in (("same_event.json", 0.0), ("listed_event.json", 1.0)):
        at = [place for place, each in enumerate(measured) if each.listed == listed]
        if at:
            rows = np.array([measured[place] for place in at], dtype=np.float32)
            odds.update(zip(at, _forest(name).sums(rows).tolist(), strict=True))
    return [1 / (1 + math.exp(-odds[place])) for place in range(len(measured))]


@cache
def _forest(name: str) -> Forest:
    from backstory.trees import Forest

    return Forest((files("backstory.events") / name).read_text(encoding="utf-8"), Likeness._fields)
