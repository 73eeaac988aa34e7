"""Text to the words that full text is asked for, each with the place where it stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from backstory.model import Span

_WORD = re.compile(r"[^\W_]+(?:[.’'-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a text."""

    #: As full text looks it up: lower case, no accents, no possessive.
    text: str
    #: Where it stands.
    span: Span


def terms(text: str) -> Iterator[Term]:
    """The words of a text in order, those that say nothing alone left out."""
    return (Term(word, Span(start, end)) for word, start, end in words(text))


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """The same as plain values, for what looks at every word of every text: each word, where it starts and ends."""
    for found in _WORD.finditer(text):
        if word := _telling(found.group()):
            yield word, *found.span()


def vocabulary(text: str) -> set[str]:
    """Every word of a text once."""
    return {word for found in set(_WORD.findall(text)) if (word := _telling(found))}


@lru_cache(maxsize=100_000)
def _telling(word: str) -> str | None:
    """A word as full text looks it up; None where it says nothing alone."""
    plain = fold(word)
    return plain if len(plain) > 1 and plain not in COMMON else None


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """A word in lower case, without accents and without a possessive ending."""
    plain = word.lower()
    if not plain.isascii():
        plain = "".join(each for each in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(each))
    return _POSSESSIVE.sub("", plain)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """What a folded word has in common with its own plural, past and present forms, roughly."""
    for ending, least in (("ies", 3), ("ing", 4), ("ed", 4), ("es", 4), ("s", 3), ("e", 4)):
        if word.endswith(ending) and len(word) - len(ending) >= least and not word.endswith("ss"):
            return word[: -len(ending)] + ("i" if ending == "ies" else "")
    return word[:-1] + "i" if word.endswith("y") and len(word) > 4 else word


#: Words of English that tell no event from another: articles, pronouns, prepositions, auxiliaries, verbs of saying,
#: what news adds to every sentence, and the names of days and months, which say when and not what.
COMMON = frozenset(
    """
    a about across after again against all almost also although am among an and another any are around as at away back
    be became because become been before being below between both but by came can come could did do does doing done
    down due during each either else enough etc even ever every few first following for former from get give go going
    got had has have having he her here hers herself him himself his how however i if in include included including
    into is it its itself just last later least less like made make many may me might more most much must my near
    nearly new no nor not now of off often on one only onto or other others our out over own part per put rather said
    same say saying says second several she should since so some still such take taken than that the their them
    themselves then there these they third this those though three through thus to today together too took toward
    towards two under until up upon us used using very via was way we well went were what when where which while who
    whom whose why will with within without would yet you your

    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december
    """.split()
)


def phrases(text: str) -> list[str]:
    """What a search asks for: its words, and what stands in double quotes as one phrase, each once, in order."""
    found: list[str] = []
    for at, part in enumerate(re.split(r'["“”]', text)):
        words = [fold(each.group()) for each in _WORD.finditer(part)]
        found += [" ".join(words)] if at % 2 and words else words
    return list(dict.fromkeys(found))
