"""Who "he" and "she" are, where the text makes it certain."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from backstory.language.names import names
from backstory.language.paragraphs import Paragraph
from backstory.model import Name, Span, Statement

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_PRONOUNS = frozenset({"he", "she"})


def tied(paragraphs: Sequence[Paragraph], said: Sequence[Statement]) -> list[Statement]:
    """Statements whose "he" or "she" is tied to the person who spoke last, or whom a paragraph opens with.

    That is certain only where it is the same paragraph or the one before it, and nobody else is named from there on,
    outside quotations.

    Args:
        paragraphs: those that the statements were read from, in order.
        said: their statements, in order.
    """
    cast = _Cast(paragraphs)
    out: list[Statement] = []
    speaker: Span | None = None
    for one in said:
        if one.claimant is None:
            out.append(one)
        elif cast.words(one.claimant).lower() in _PRONOUNS:
            near = [
                span for span in (*cast.openings(one.claimant), speaker) if span and span.start < one.claimant.start
            ]
            latest = max(near, key=lambda span: span.start, default=None)
            speaker = latest if latest and cast.is_certain(latest, one.claimant) else None
            out.append(replace(one, named=speaker))
        else:
            speaker = one.claimant if cast.is_person(one.claimant) else None
            out.append(one)
    return out


class _Cast:
    """The people whom a text names outside quotations."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._text = paragraphs[0].text if paragraphs else ""
        self._starts = [each.span.start for each in paragraphs]
        self._people = [name.span for each in paragraphs for name in _people(each)]
        self._surnames = {self.words(span).split()[-1] for span in self._people}

    def words(self, span: Span) -> str:
        """What stands at a place."""
        return self._text[span.start : span.end]

    def is_person(self, span: Span) -> bool:
        """Whether a phrase ends in a person's name."""
        return self.words(span).split()[-1] in self._surnames

    def openings(self, pronoun: Span) -> Iterator[Span]:
        """The person that the paragraph of a pronoun opens with, and the one that the paragraph before opens with."""
        here = bisect_right(self._starts, pronoun.start)
        for start in self._starts[max(here - 2, 0) : here]:
            word = _WORD.match(self._text, start)
            if word and word.group() in self._surnames:
                yield Span(*word.span())

    def is_certain(self, speaker: Span, pronoun: Span) -> bool:
        """Whether nobody else is named between a speaker and a pronoun, and at most one paragraph ends there."""
        if bisect_right(self._starts, pronoun.start) - bisect_right(self._starts, speaker.start) > 1:
            return False
        own = self.words(speaker).split()
        first = bisect_left(self._people, speaker.end, key=lambda span: span.start)
        last = bisect_left(self._people, pronoun.start, key=lambda span: span.start)
        return all(self.words(span).split()[-1] in own for span in self._people[first:last])


def _people(each: Paragraph) -> list[Name]:
    found = [name for line in each.lines for name in names(line.sentence) if name.kind == "person"]
    return [name for name in found if not any(_inside(name.span, quote.span) for quote in each.quotations)]


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
