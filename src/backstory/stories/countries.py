"""The countries that a text names, by their names and by what is theirs: "Belgian" is of Belgium."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

_CAPITAL = re.compile(r"(?<![^\W_])[^\W\d_a-z]\w*")
_GOES_ON = re.compile(r"[^\W_]")


@lru_cache(maxsize=100_000)
def countries_of(text: str) -> frozenset[str]:
    """The ISO 3166-1 codes of the countries that a text names; of a name that several share, of all.

    Args:
        text: a headline, or a few sentences.
    """
    found: set[str] = set()
    names, end = _names(), 0
    for capital in _CAPITAL.finditer(text):
        start = capital.start()
        for name, codes in names.get(capital.group(), ()) if start >= end else ():
            if text.startswith(name, start) and not _GOES_ON.match(text, start + len(name)):
                found.update(codes)
                end = start + len(name)
                break
    return frozenset(found)


@cache
def _names() -> Mapping[str, list[tuple[str, frozenset[str]]]]:
    """The names in `events/countries.tsv` and their countries by the name's first word, longest names first."""
    codes: dict[str, set[str]] = defaultdict(set)
    for line in (files("backstory.events") / "countries.tsv").read_text(encoding="utf-8").splitlines():
        code, *columns = line.split("\t")
        for name in "|".join(columns).split("|") if not line.startswith("#") else ():
            codes[name].add(code)
    found: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for name in sorted(codes.keys() - {""}, key=len, reverse=True):
        if first := _CAPITAL.match(name):
            found[first.group()].append((name, frozenset(codes[name])))
    return found
