"""Texts as directions: what belongs to one story points nearly the same way, also in other words or languages.

A text points where its words do together. Where each word points is in `word_vectors.npz`, which
`scripts/train_word_vectors.py` learns from a sentence encoder and the headlines of stories; docs/ranker.md says how
well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backstory.columns import Vector, Vectors
from backstory.language.terms import vocabulary

#: What vectors are kept under: to be changed with the file.
MODEL = "words-1"


class _Words(NamedTuple):
    """Where every word points: its row, the whole numbers in it, and what one step of them is worth."""

    rows: Mapping[str, int]
    numbers: NDArray[np.int8]
    steps: NDArray[np.uint16]


def read(texts: Sequence[str]) -> list[Vector]:
    """The vectors of some texts; of one that holds no word that is known, zeros."""
    return [_read(text) for text in texts]


def alike(text: str, others: Sequence[str]) -> list[float]:
    """The cosine between where a text points and where each of some others does; 0 where no word of one is known."""
    if not others:
        return []
    (direction,) = read([text])
    return [float(each) for each in Vectors.of(np.stack(read(others))).cosines(direction, len(others))]


def words() -> tuple[Sequence[str], NDArray[np.float32]]:
    """Every word that is known, and where each points."""
    known = _words()
    return list(known.rows), known.numbers.astype(np.float32) * known.steps[:, None]


def _read(text: str) -> Vector:
    known = _words()
    rows = [known.rows[word] for word in vocabulary(text) if word in known.rows]
    # Whole numbers: their sum is the same in any order and on any machine, so that a text has one vector.
    direction = known.steps[rows].astype(np.int64) @ known.numbers[rows].astype(np.int64)
    return np.asarray(np.rint(direction / max(np.abs(direction).max(), 1) * 127), dtype=np.int8)


@cache
def _words() -> _Words:
    """The table, read once: a tenth of a second."""
    with (files("backstory.language") / "word_vectors.npz").open("rb") as file, np.load(file) as table:
        words = table["words"].tobytes().decode().split("\n")
        return _Words({word: row for row, word in enumerate(words)}, table["numbers"], table["steps"])
