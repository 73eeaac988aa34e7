"""Quotations that no rule attributes: whether they are somebody's words, and how much around them is.

Small trees (`backstory.trees`) give each candidate its chance that people who label by hand would have taken it;
scripts/train_stray.py makes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from backstory.language.orphans import is_epithet, is_sentence, is_taken, is_title
from backstory.language.paragraphs import Paragraph
from backstory.language.quotes import Quotation
from backstory.language.statements import statement
from backstory.language.stretches import MEASURES, Stretch, candidates, measures, stretch
from backstory.language.subjects import Place
from backstory.model import Stance, Statement

if TYPE_CHECKING:
    from backstory.trees import Forest

#: From this sum of the trees on, words are somebody's: a chance of a quarter.
LEAST = -1.1


def stray(each: Paragraph, free: Sequence[Quotation]) -> list[Statement]:
    """The statements of quotations that no rule attributes, with no claimant: of those that the trees take for speech.

    Args:
        each: a paragraph.
        free: quotations of it that no statement holds.
    """
    held = stretch(each)
    out: list[Statement] = []
    for quote in free:
        if not is_taken(quote, out) and (places := choices(each, held, quote)):
            place = _best(held, quote, places)
            if place is not None:
                out.append(_made(held, quote, place))
    return out


def choices(each: Paragraph, held: Stretch, quote: Quotation) -> list[Place]:
    """What may be somebody's words: of a sentence the quotation alone, of less what stands around it as well.

    Args:
        each: a paragraph.
        held: the same, ready to be measured.
        quote: a quotation of it.

    Returns:
        Places of its tokens; none for a title, a nickname and a word that stands before its noun.
    """
    if quote not in held.quoted:
        return []
    at, _ = held.quoted[quote]
    line, start = held.lines[at]
    whole = is_sentence(each.text, quote)
    # What is shouted may have capitals: "Lock Them Out!"
    shouted = whole and held.tokens[held.quoted[quote][1] - 2].text in {"!", "?"}
    if is_epithet(line, at - start) or (is_title(line, quote) and not shouted):
        return []
    return [held.quoted[quote]] if whole else candidates(held, quote)


def _best(held: Stretch, quote: Quotation, places: list[Place]) -> Place | None:
    """The candidate with the best chance; None where none is good enough."""
    import numpy as np

    sums = _forest().sums(np.array(measures(held, quote, places), dtype=np.float32))
    best = int(sums.argmax())
    return places[best] if sums[best] >= LEAST else None


def _made(held: Stretch, quote: Quotation, place: Place) -> Statement:
    at = held.quoted[quote][0]
    line, start = held.lines[at]
    said = statement(line, None, (at - start, at - start + 1), Stance.ASSERTS, [held.span(place)])
    return replace(said, quoted=True)


@lru_cache(maxsize=1)
def _forest() -> Forest:
    from backstory.trees import Forest

    return Forest(files("backstory.language").joinpath("stray.json").read_text(encoding="utf-8"), MEASURES)
