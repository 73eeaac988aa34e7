"""How near in meaning the events of an archive are to a page, where the archive has vectors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backstory.columns import Keys, Vectors
from backstory.stories.matching import Numbers

#: A cosine up to this is chance; above this, an event that shares a topic is said to be near in meaning too.
CHANCE, NEAR = 0.2, 0.5


@dataclass(frozen=True, slots=True)
class Near:
    """How near in meaning the events before a page's day are to it.

    Args:
        cosines: of every event, by its row in `Columns`; 0 for those of that day and later, and without a vector.
        vectors: of the archive.
    """

    cosines: NDArray[np.float32]
    vectors: Vectors

    def of(self, keys: Keys) -> Numbers:
        """The cosines of some events."""
        return self.cosines[keys].astype(np.float64)

    def nearer(self) -> Keys:
        """The events that are nearer than by chance, ascending."""
        return np.flatnonzero(self.cosines > CHANCE).astype(np.int32)

    def among(self, keys: Keys) -> Numbers:
        """The cosine of each of some events to each of them, 0 to itself."""
        found = self.vectors.among(keys).astype(np.float64)
        np.fill_diagonal(found, 0.0)
        return found
