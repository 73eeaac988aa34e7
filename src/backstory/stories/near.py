"""How near in meaning the events of an archive are to a page, where the archive has vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backstory.columns import Keys, Vector, Vectors
from backstory.model import Article
from backstory.stories.matching import Numbers

#: A cosine up to this says nothing for a topic; up to that, nothing for an event with no word in common with the page.
#: What is near is of one kind, and not yet of one story: of a hundred such events one or two are.
CHANCE, ALIKE = 0.45, 0.5


@dataclass(frozen=True, slots=True)
class Near:
    """How near in meaning the events before a page's day are to it.

    Args:
        cosines: of every event, by its row in `Columns`; 0 for those of that day and later, and without a vector.
        vectors: of the archive.
        page: where the page itself points.
    """

    cosines: NDArray[np.float32]
    vectors: Vectors
    page: Vector

    def of(self, keys: Keys) -> Numbers:
        """The cosines of some events."""
        return self.cosines[keys].astype(np.float64)

    def nearer(self, than: float) -> Keys:
        """The events that are nearer than a cosine, ascending."""
        return np.flatnonzero(self.cosines > than).astype(np.int32)

    def among(self, keys: Keys) -> Numbers:
        """The cosine of each of some events to each of them, 0 to itself."""
        found = self.vectors.among(keys).astype(np.float64)
        np.fill_diagonal(found, 0.0)
        return found

    def to(self, directions: Sequence[Vector]) -> Numbers:
        """How near the page is to where each of some texts points: the cosine."""
        return Vectors.of(np.stack(directions)).cosines(self.page, len(directions)).astype(np.float64)


def says(article: Article) -> str:
    """What of a page tells what it means: its title and its first paragraph."""
    return " ".join(filter(None, (article.title, *article.paragraphs[:1])))
