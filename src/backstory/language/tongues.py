"""Whether words are English, the one language that claims are read in."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from backstory.language.lexicon import table

_WORD = re.compile(r"[^\W\d_]+")
#: Words that a passage must have before it is called foreign for having no English word that holds it together.
_ENOUGH = 15


def is_english(text: str) -> bool:
    """Whether a passage may be English: written in Latin letters, and not held together by another language's words.

    Args:
        text: a sentence or more; of a few words, nothing but the letters can be told.
    """
    found = [word.lower() for word in _WORD.findall(text)]
    if not found:
        return True
    if not text.isascii() and sum(_is_latin(word) for word in found) * 2 < len(found):
        return False
    held = Counter(name for word in found for name in _languages().get(word, ()))
    english = held.pop("en", 0)
    other = max(held.values(), default=0)
    return english > 0 if len(found) >= _ENOUGH and other <= english else english >= other or other < 3


def _is_latin(word: str) -> bool:
    # Latin and its extensions end at U+024F; Vietnamese has its own block.
    return all(letter < "\u0250" or "\u1e00" <= letter <= "\u1eff" for letter in word)


@lru_cache(maxsize=1)
def _languages() -> dict[str, list[str]]:
    """The languages that a word holds together."""
    found: dict[str, list[str]] = {}
    for name, held in table("languages"):
        for word in frozenset(held.split()):
            found.setdefault(word, []).append(name)
    return found
