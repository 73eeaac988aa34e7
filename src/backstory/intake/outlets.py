"""Who a citation names: "(AP via ''ABC News'')" is the agency AP and the outlet ABC News."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from backstory.model import Source

#: News agencies whose work other outlets publish, as citations name them, case and a leading "the" aside. Only they
#: are split off by a word weaker than "via": "AFP by The Indian Express", but not "Report by Human Rights Watch".
AGENCIES = frozenset(
    name.casefold()
    for name in (
        "AAP", "AFP", "AGI", "ANI", "ANP", "ANSA", "AP", "Agence France-Presse", "Anadolu", "Anadolu Agency", "Antara",
        "Associated Press", "Australian Associated Press", "Belga", "Bernama", "CP", "Canadian Press", "DPA", "EFE",
        "IANS", "IRNA", "Interfax", "ITAR-TASS", "KUNA", "Kyodo", "Kyodo News", "Lusa", "MENA", "NTB", "PA", "PTI",
        "PA Media", "Press Association", "Press Trust of India", "RIA Novosti", "Reuters", "Ritzau", "SAPA", "TASS",
        "UPI", "United Press International", "Xinhua", "Yonhap",
    )
)  # fmt: skip

_WIKI_QUOTES = re.compile(r"'{2,}")
_EDGES = " :;,'‘’"
_PAIRS = {"(": ")", "[": "]", "{": "}", "“": "”", "«": "»"}
_VIA = re.compile(r"(.+) via (.+)", re.IGNORECASE)
_AGENCY_VIA = re.compile(r"(.+?) (?:via|by|through|on|at) (.+)", re.IGNORECASE)


@lru_cache(maxsize=50_000)
def parse_outlet(label: str) -> Source:
    """Whom the label of a citation names, without an address.

    Brackets, quotation marks and italics around the names and punctuation after them are taken off. The label is split
    into agency and outlet at "via" where both sides look like names; where one of `AGENCIES` stands before it, also at
    "by", "through", "on" or "at". A label that holds no name gives a source without one.
    """
    text = _bare(" ".join(_WIKI_QUOTES.sub("", label).split()))
    found = _VIA.fullmatch(text)
    if not (found and all(_is_name(side.split()) for side in found.groups())):
        found = _AGENCY_VIA.fullmatch(text)
        if not (found and _is_agency(found[1])):
            return Source(outlet=text or None)
    agency, outlet = map(_bare, found.groups())
    if agency and outlet:
        return Source(outlet=outlet, agency=agency)
    return Source(outlet=agency or outlet or None)


def _bare(text: str) -> str:
    """The text without the punctuation, quotation marks and brackets at its ends that are no part of a name."""
    while True:
        shorter = _unquoted(_unbracketed(text.strip(_EDGES)))
        if shorter == text:
            return text
        text = shorter


def _unbracketed(text: str) -> str:
    """The text without one pair of brackets around it, or without one at an end that has no partner."""
    for opening, closing in _PAIRS.items():
        surplus = text.count(opening) - text.count(closing)
        if text.startswith(opening) and (surplus > 0 or _partner(text, opening, closing) == len(text) - 1):
            return text[1:] if surplus > 0 else text[1:-1]
        if text.endswith(closing) and surplus < 0:
            return text[:-1]
    return text


def _partner(text: str, opening: str, closing: str) -> int:
    """Where the bracket that `text` starts with is closed; -1 where it is not."""
    depth = 0
    for index, character in enumerate(text):
        depth += (character == opening) - (character == closing)
        if depth == 0:
            return index
    return -1


def _unquoted(text: str) -> str:
    """The text without the straight quotation marks around it, or without one at an end that has no partner."""
    if text.count('"') % 2:
        return text[1:] if text.startswith('"') else text.removesuffix('"')
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' and text.count('"') == 2 else text


def _is_agency(text: str) -> bool:
    return text.casefold().removeprefix("the ") in AGENCIES


def _is_name(words: Sequence[str]) -> bool:
    """Whether they can be a name: one word, or a few of which every long one has a capital, a digit or a dot in it."""
    return len(words) == 1 or (
        len(words) <= 8 and all(len(word) <= 4 or word != word.lower() or not word.isalpha() for word in words)
    )
