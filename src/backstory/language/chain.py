"""Label every token of a sentence: a linear chain over hashed features, trained as a structured perceptron.

Collins (2002), "Discriminative Training Methods for Hidden Markov Models", with averaged weights; features are hashed
into a table of fixed size (Weinberger et al. 2009) and kept as whole numbers of one byte. Only numpy is needed to run
it. The weights are data beside this module, made by scripts/train_language.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zlib import crc32

from backstory.language.tokens import Token

if TYPE_CHECKING:
    from numpy import ndarray

    Array = ndarray[Any, Any]

#: What stands before the first and after the last token of a sentence.
_EDGE = "\n"
#: Words on each side of a token that its features look at.
_REACH = 2
#: (column, offset) of what each feature joins; the columns are those of `_columns`.
_FEATURES: tuple[tuple[tuple[int, int], ...], ...] = (
    ((0, 0),),
    ((1, 0),),
    ((2, 0),),
    ((3, 0),),
    ((4, 0),),
    ((0, -1),),
    ((0, 1),),
    ((0, -2),),
    ((0, 2),),
    ((1, -1),),
    ((1, 1),),
    ((3, -1),),
    ((3, 1),),
    ((0, -1), (0, 0)),
    ((0, 0), (0, 1)),
    ((1, -1), (1, 0)),
    ((1, 0), (1, 1)),
    ((3, -1), (3, 0), (3, 1)),
    ((3, 0), (1, 0), (0, -1)),
)
_ODD = 0x9E3779B1
_WORD = 0xFFFFFFFF


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """A trained labeller."""

    #: Its labels.
    labels: tuple[str, ...]
    #: What each hashed feature says for each label; a power of two of rows.
    weights: Array
    #: What one label says for the next; the last row is for the first of a sentence.
    steps: Array

    def label(self, rows: Array, lengths: Sequence[int]) -> list[list[str]]:
        """The labels of each sentence's tokens.

        Args:
            rows: those of the table of weights that the tokens' features stand in, as `rows_of` gives them.
            lengths: tokens of each sentence, none of them empty.
        """
        scores = self.weights[rows].sum(axis=1, dtype="int32")
        found, at = [], 0
        for length in lengths:
            best = best_path(scores[at : at + length], self.steps)
            found.append([self.labels[each] for each in best])
            at += length
        return found


def labels_of(names: Sequence[str], sentences: Sequence[Sequence[Token]]) -> list[list[list[str]]]:
    """What each of some labellers calls each sentence's tokens; features are worked out once for all of them.

    Args:
        names: of the labellers, as `load_chain` is given them.
        sentences: some sentences, none of them empty.
    """
    chains = [load_chain(name) for name in names]
    words = [[token.text for token in sentence] for sentence in sentences]
    rows = {size: rows_of(words, size) for size in {len(chain.weights) for chain in chains}}
    lengths = list(map(len, sentences))
    return [chain.label(rows[len(chain.weights)], lengths) for chain in chains]


@lru_cache(maxsize=4)
def load_chain(name: str) -> Chain:
    """The labeller whose weights ship under that name: `words` for parts of speech, `names` for names."""
    import numpy as np

    data = files("backstory.language").joinpath(f"{name}.npz").read_bytes()
    with np.load(BytesIO(data), allow_pickle=False) as held:
        return Chain(tuple(map(str, held["labels"])), held["weights"], held["steps"])


def best_path(scores: Array, steps: Array) -> list[int]:
    """The labels that score most together (Viterbi 1967).

    Args:
        scores: a row for each token, a column for each label.
        steps: a row for each label before and one for the start, a column for each label.
    """
    import numpy as np

    count = scores.shape[1]
    # A row for each label after: numpy looks for the most in a row faster than in a column.
    inner = np.ascontiguousarray(steps[:count].T)
    best = scores[0] + steps[count]
    back = []
    for score in scores[1:]:
        reached = inner + best
        back.append(reached.argmax(axis=1).tolist())
        best = reached.max(axis=1) + score
    path = [int(best.argmax())]
    for before in reversed(back):
        path.append(before[path[-1]])
    return path[::-1]


def rows_of(sentences: Sequence[Sequence[str]], size: int) -> Array:
    """The rows of the table of weights that each token's features stand in.

    Args:
        sentences: the words of some sentences.
        size: rows of the table, a power of two.

    Returns:
        A row for each token of all sentences together, a column for each feature.
    """
    import numpy as np

    edge = [_columns(_EDGE)] * _REACH
    held: list[tuple[int, ...]] = [*edge]
    keep: list[int] = []
    for sentence in sentences:
        keep.extend(range(len(held), len(held) + len(sentence)))
        held.extend(map(_columns, sentence))
        held.extend(edge)
    columns = np.array(held, dtype=np.uint64)
    places = np.array(keep, dtype=np.int64)[:, None]
    odd, word = np.uint64(_ODD), np.uint64(_WORD)
    mixed = np.tile(np.arange(1, len(_FEATURES) + 1, dtype=np.uint64), (len(keep), 1))
    # The first parts of all features, then the second parts of those that have one, and so on.
    for depth in range(max(map(len, _FEATURES))):
        numbers = [number for number, parts in enumerate(_FEATURES) if len(parts) > depth]
        column, offset = np.array([_FEATURES[number][depth] for number in numbers]).T
        mixed[:, numbers] = ((mixed[:, numbers] * odd) & word) ^ columns[places + offset, column]
    mixed = (mixed * odd) & word
    rows: Array = ((mixed ^ (mixed >> np.uint64(15))) & np.uint64(size - 1)).astype(np.int64)
    return rows


@lru_cache(maxsize=50_000)
def _columns(word: str) -> tuple[int, ...]:
    """What features know of a word: itself, its ending of three and of two letters, its shape, its beginning."""
    lower = word.lower().replace("’", "'")
    if lower[:1].isdigit():
        lower = "".join("0" if each.isdigit() else each for each in lower)
    return tuple(crc32(each.encode()) for each in (lower, lower[-3:], lower[-2:], _shape(word), lower[:3] + "_"))


def _shape(word: str) -> str:
    """Capitals, small letters, digits and marks, each run once."""
    kinds = ["X" if c.isupper() else "x" if c.isalpha() else "0" if c.isdigit() else c for c in word]
    runs = "".join(kind for at, kind in enumerate(kinds) if not at or kind != kinds[at - 1])
    return runs + ("1" if len(word) == 1 else "")
