"""Where an article points: which way its words do together, so that two about the same in other words are near."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from backstory.events.rarity import root

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def nearness(one: Mapping[str, float], other: Mapping[str, float]) -> float | None:
    """The cosine between where two articles point, 0 where it is less; None where of one no word is known.

    Args:
        one: the words of the one by weight: roots, as `Traits.words` has them.
        other: those of the other.
    """
    a, b = _direction(one), _direction(other)
    length = float((a @ a) * (b @ b)) ** 0.5
    return max(float(a @ b) / length, 0.0) if length else None


def _direction(words: Mapping[str, float]) -> NDArray[np.float64]:
    import numpy as np

    rows, directions = _roots()
    known = [word for word in sorted(words) if word in rows]
    # By the square of its weight, as in a cosine of the article with itself: the heaviest words say what it is about.
    return np.square([words[word] for word in known]) @ directions[[rows[word] for word in known]]


@cache
def _roots() -> tuple[Mapping[str, int], NDArray[np.float64]]:
    """The row of every root, and where each points: the mean of the words that have it."""
    import numpy as np

    from backstory.language import vectors

    words, directions = vectors.words()
    rows: dict[str, int] = {}
    at = [rows.setdefault(root(word), len(rows)) for word in words]
    sums = np.zeros((len(rows), directions.shape[1]))
    np.add.at(sums, at, directions)
    return rows, sums / np.bincount(at)[:, None]
