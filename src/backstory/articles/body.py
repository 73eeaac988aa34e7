"""Which of a page's units are its article: what several accounts of it say, weighed by a small trained model.

trafilatura's extraction is one voice among the measures of `features`; the model (scripts/train_body.py) has learned
when it is wrong: a teaser between two paragraphs, the next article appended, a first paragraph that is missing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from backstory.articles.features import NAMES, Hints, Matrix, measured
from backstory.articles.units import Unit

if TYPE_CHECKING:
    from lxml.etree import _Element

#: A unit that is less likely than this to be the article's is none of it, whatever else is.
LEAST = 0.2


#: How many units are judged at once: more would take much memory and save no time.
_AT_ONCE = 1_000

#: Elements that hold none of a page's article, and that trafilatura leaves out too.
_ELSEWHERE = (
    "aside canvas embed footer form frame frameset iframe link map math menu meta nav noscript object script select"
    " style svg template"
).split()


def voted(tree: _Element) -> str:
    """What trafilatura takes for the article, its paragraphs on lines of their own; empty where it finds none.

    Args:
        tree: the page, without its comments; afterwards it is without all that holds no article.
    """
    from lxml.etree import strip_elements
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    # It would copy the tree several times before it does so itself.
    strip_elements(tree, *_ELSEWHERE, with_tail=False)
    found = bare_extraction(tree, fast=True, include_comments=False)
    return found.text or "" if isinstance(found, Document) else ""


def chosen(units: Sequence[Unit], hints: Hints) -> list[bool]:
    """For each unit whether it is part of the article.

    Each is taken or left so that the harmonic mean of precision and recall, in words, is the highest that can be
    expected: where the page is plain, what is likelier than not; where all is doubtful, also what is somewhat less
    (Lipton, Elkan and Naryanaswamy, "Optimal Thresholding of Classifiers to Maximize F1 Measure", 2014).

    Args:
        units: the page's text, in order.
        hints: what else is known of the article.
    """
    if not units:
        return []
    chances = likely(measured(units, hints))
    order = np.argsort(-chances, kind="stable")
    size = np.array([len(unit.text) for unit in units])[order]
    hits = np.cumsum(chances[order] * size)
    best = 2 * hits / (np.cumsum(size) + hits[-1])
    least = max(chances[order][int(np.argmax(best))], LEAST)
    return [bool(chance >= least) for chance in chances]


def likely(rows: Matrix) -> NDArray[np.float64]:
    """How likely each unit is to be part of the article, 0 to 1.

    The trees are read all at once: a bit stands for each leaf, a comparison that fails takes away those that it would
    have led to, and the first that is left is the tree's answer (Lucchese et al., "QuickScorer", SIGIR 2015).

    Args:
        rows: a row of `features.measured` for each unit.
    """
    forest = _forest()
    parts = [forest.scores(rows[at : at + _AT_ONCE]) for at in range(0, len(rows), _AT_ONCE)]
    return np.asarray(1 / (1 + np.exp(-np.concatenate(parts))))


class _Forest:
    """The trained trees, laid out for `likely`."""

    def __init__(self, text: str) -> None:
        trees = json.loads(text)["trees"]
        splits = [split for tree in trees for split in tree["splits"]]
        place = {name: at for at, name in enumerate(NAMES)}
        self.feature = np.array([place[name] for name, _, _ in splits], dtype=np.intp)
        self.threshold = np.array([threshold for _, threshold, _ in splits], dtype=np.float32)
        self.mask = np.array([mask for _, _, mask in splits], dtype=np.uint16)
        self.start = np.cumsum([0, *(len(tree["splits"]) for tree in trees[:-1])])
        self.value = np.array([tree["leaves"] + [0.0] * (16 - len(tree["leaves"])) for tree in trees])

    def scores(self, rows: Matrix) -> NDArray[np.float64]:
        """The sum of the trees' answers for each row."""
        failed = rows[:, self.feature] > self.threshold
        masks = np.where(failed, self.mask, np.uint16(0xFFFF))
        left = np.bitwise_and.reduceat(masks, self.start, axis=1)
        leaf = np.log2(left & -left.astype(np.int32)).astype(np.intp)
        return np.asarray(self.value[np.arange(len(self.start)), leaf].sum(axis=1))


@cache
def _forest() -> _Forest:
    return _Forest((files("backstory.articles") / "body.json").read_text(encoding="utf-8"))
