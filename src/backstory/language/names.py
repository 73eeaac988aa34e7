"""Names in a text: people, organisations, places and groups, and the offices before people's names."""

from __future__ import annotations

from collections.abc import Iterator

from backstory.language.grammar import Sentence
from backstory.language.parties import is_person
from backstory.model import Name


def names(sentence: Sentence) -> Iterator[Name]:
    """The names of a sentence, in order.

    Args:
        sentence: a sentence.
    """
    at = 0
    while at < len(sentence.kinds):
        kind = sentence.kinds[at].partition("-")[2]
        end = at + 1
        if kind:
            while end < len(sentence.kinds) and sentence.kinds[end] == f"I-{kind}":
                end += 1
            office = _office(sentence, at) if kind == "person" else None
            yield Name(kind=kind, span=sentence.span(at, end), office=sentence.span(*office) if office else None)
        at = end


def _office(sentence: Sentence, at: int) -> tuple[int, int] | None:
    """The title right before a person's name: "Prime Minister", "the head of the union's spokesman"."""
    first = at
    while first > 0 and sentence.letter(first - 1) in {"N", "R", "J"}:
        first -= 1
    return (first, at) if first < at and is_person(sentence.word(at - 1)) else None
