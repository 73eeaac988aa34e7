"""The sections of the portal's day pages, under all the names they have had, as ten categories."""

from __future__ import annotations

import re
from functools import lru_cache

from backstory.model import CATEGORIES

#: Words of section names since 2002, by category. A name is a section's if it has no other words than these; its
#: first word that belongs to a category decides: "Science and health" is science. "Armed" and "incidents" belong to
#: none, as they stand in the names of several.
SECTION_WORDS = {
    "Armed conflicts and attacks": "conflict conflicts attack attacks terrorism insurgency insurgencies military",
    "Arts and culture": "art arts culture cultural entertainment religion religions literature media",
    "Business and economy": "business businesses economy economic economics economies finance finances financial",
    "Disasters and accidents": "disaster disasters accident accidents",
    "Health and environment": "health medicine medical environment environmental",
    "International relations": "international relations diplomacy diplomatic",
    "Law and crime": "law laws legal crime crimes justice",
    "Politics and elections": "politic politics political election elections government governments",
    "Science and technology": "science sciences technology technologies",
    "Sports": "sport sports sporting",
}

#: Words that a section's name may have besides.
_OTHER_WORDS = frozenset({"and", "armed", "incident", "incidents", "the"})
_CATEGORY_OF = {word: category for category in CATEGORIES for word in SECTION_WORDS[category].split()}
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=1_000)
def fold_category(name: str | None) -> str | None:
    """The one of `CATEGORIES` that a section's name stands for.

    Case, number, order and the marks between the words make no difference: "Law & Crimes", "Crime, law" and "law and
    crime" are one. Older names ("Disasters", "Business and economics", "Religion") go to the section that took their
    events over.

    Args:
        name: a section's name as a page or list has it, or nothing.

    Returns:
        The category; None where the name is no section's.
    """
    words = _WORD.findall((name or "").lower())
    if not all(word in _CATEGORY_OF or word in _OTHER_WORDS for word in words):
        return None
    return next((_CATEGORY_OF[word] for word in words if word in _CATEGORY_OF), None)
