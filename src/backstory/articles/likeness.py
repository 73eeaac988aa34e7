"""How titles are compared: by their letters and digits, in any script."""

from __future__ import annotations

import html
import re


def title_key(title: str) -> str:
    """The letters and digits of a title in lower case, one space between words."""
    return " ".join(re.findall(r"\w+", html.unescape(title).casefold()))


def letter_pairs(text: str) -> set[str]:
    """Neighbouring letters of a title: they compare also in scripts that put no spaces between words."""
    key = title_key(text)
    return {key[at : at + 2] for at in range(len(key) - 1)}


def alike(one: set[str], other: set[str]) -> float:
    """How much of two titles' letter pairs is in both (Jaccard's index), from 0 to 1."""
    return len(one & other) / len(one | other) if one or other else 0.0
