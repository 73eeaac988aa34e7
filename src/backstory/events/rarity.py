"""How rare a word is in news: what tells one event from another.

The table is word_rarity.tsv.gz, written by scripts/write_word_rarity.py from public counts of words (its notice is
word_rarity.txt). It is the same for every archive, so that what an article is likened by depends on it alone.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from backstory.language.terms import stem

#: Rarity of a word that the table does not have: it is in fewer than one article of some tens of thousands.
UNKNOWN = 10.4
#: Steps of the table in one unit of rarity.
STEPS = 10


@lru_cache(maxsize=100_000)
def root(word: str) -> str:
    """What a folded word has in common with all its forms: the stem of its stem, since "shootings" has two endings."""
    return stem(stem(word))


def rarity(word: str) -> float:
    """The negative logarithm of the share of articles that hold a word: near 0 for "the", 5 for "sheriff".

    Args:
        word: the root of a word.
    """
    return rarities().get(word, UNKNOWN)


@cache
def rarities() -> Mapping[str, float]:
    """The whole table: rarity by root."""
    packed = files("backstory.events").joinpath("word_rarity.tsv.gz").read_bytes()
    rows = (line.split("\t") for line in gzip.decompress(packed).decode("utf-8").splitlines())
    return {word: int(steps) / STEPS for word, steps in rows}
