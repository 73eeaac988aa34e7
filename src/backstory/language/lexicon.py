"""Word lists that ship as data beside this module, and the forms of English verbs and nouns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

_VOWELS = "aeiou"
_IRREGULAR = re.compile(r"(?P<word>[^()]+)(?:\((?P<forms>[^()]*)\))?")


def table(name: str) -> list[list[str]]:
    """The rows of a table of tab-separated columns; lines that start with # are notes.

    Args:
        name: its file name, without `.tsv`.
    """
    text = files("backstory.language").joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def verb_forms(entry: str) -> Iterator[str]:
    """The forms of a verb, its base form first.

    Args:
        entry: "kill", or with its irregular past forms "slay(slew,slain)".
    """
    found = _IRREGULAR.fullmatch(entry)
    assert found is not None, entry
    base, irregular = found["word"], found["forms"]
    yield base
    yield (
        base + ("es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else "s") if not _y(base) else base[:-1] + "ies"
    )
    stem = base + base[-1] if _doubles(base) else base[:-1] if base.endswith("e") and not base.endswith("ee") else base
    yield (base[:-2] + "ying" if base.endswith("ie") else stem + "ing")
    yield from irregular.split(",") if irregular else [base[:-1] + "ied" if _y(base) else stem + "ed"]


def plural(noun: str) -> str:
    """The regular plural of a noun."""
    if _y(noun):
        return noun[:-1] + "ies"
    if noun.endswith("fe"):
        return noun[:-2] + "ves"
    return noun + ("es" if noun.endswith(("s", "x", "z", "ch", "sh")) else "s")


@cache
def words(name: str) -> frozenset[str]:
    """The words of a list of lists.tsv.

    Args:
        name: what it is called there.
    """
    return frozenset(word for row in table("lists") if row[0] == name for word in row[1].split())


def _y(word: str) -> bool:
    return word.endswith("y") and word[-2] not in _VOWELS


def _doubles(word: str) -> bool:
    """Whether the last letter is doubled before an ending: short words of one vowel, and a few that end stressed."""
    if word[-1] in "wxy" + _VOWELS or word[-2] not in _VOWELS or (len(word) > 2 and word[-3] in _VOWELS):
        return False
    return sum(letter in _VOWELS for letter in word) == 1 or word in {"admit", "refer", "rebut", "kidnap", "concur"}
