"""Which of a page's units are its article: what several accounts of it say, weighed by a small trained model.

trafilatura's extraction is one voice among the measures of `features`; the model (scripts/train_body.py) has learned
when it is wrong: a teaser between two paragraphs, the next article appended, a first paragraph that is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from backstory.articles.features import NAMES, Hints, Matrix, measured
from backstory.articles.metadata import elements_at
from backstory.articles.tree import MARK
from backstory.articles.units import Unit
from backstory.trees import Forest

if TYPE_CHECKING:
    from lxml.etree import _Element

#: A unit that is less likely than this to be the article's is none of it, whatever else is.
LEAST = 0.2

#: Most elements of a page that trafilatura is given, three times those of the longest of the web. It counts the
#: children of an element again and again, so that of many alike each costs more than the last.
_VOTED = 15_000

#: Tables in more than so many others: for each table, trafilatura walks through all tables in each of those in it.
_INNER_TABLES = "descendant::table[count(ancestor::table) > 4]"

#: Elements that hold none of a page's article, and that trafilatura leaves out too.
_ELSEWHERE = (
    "aside canvas embed footer form frame frameset iframe link map math menu meta nav noscript object script select"
    " style svg template"
).split()


def voted(tree: _Element) -> str:
    """What trafilatura takes for the article, its paragraphs on lines of their own; empty where it finds none.

    A page of more elements than `_VOTED` is not shown to it.

    Args:
        tree: the page, without its comments; afterwards it is without all that holds no article.
    """
    from lxml.etree import strip_elements
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    # It would copy the tree several times before it does so itself.
    strip_elements(tree, *_ELSEWHERE, MARK, with_tail=False)
    if sum(1 for _ in tree.iter()) > _VOTED:
        return ""
    for table in elements_at(tree, _INNER_TABLES):
        table.tag = "div"
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

    Args:
        rows: a row of `features.measured` for each unit.
    """
    return np.asarray(1 / (1 + np.exp(-_forest().sums(rows))))


@cache
def _forest() -> Forest:
    return Forest((files("backstory.articles") / "body.json").read_text(encoding="utf-8"), NAMES)
