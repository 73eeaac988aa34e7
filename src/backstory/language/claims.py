"""Text to claims: who says what, and how many people were harmed by whose account."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from backstory.language.direct import all_statements
from backstory.language.figures import Harm, harms
from backstory.language.grammar import Sentence
from backstory.language.lexicon import words
from backstory.language.paragraphs import paragraph
from backstory.language.ties import tied
from backstory.language.tongues import is_english
from backstory.model import BODY, Article, Claims, Figure, Kind, Role, Span, Statement

#: A line longer than this is read in pieces: no paragraph is, and the time must not grow faster than the text.
LONGEST = 20_000

_LINE = re.compile(r"[^\s][^\n]*")
#: How many statements may stand around a figure, one within another.
_DEPTH = 20


def read_claims(source: Article | str) -> Claims:
    """What a text says that people say, and how many people it says were harmed: the rules of docs/claims.md.

    Args:
        source: an article, of which the title and the body are read and nothing else; or a text, of which all is.

    Returns:
        Statements and figures, whose spans are of the article's text, or of the text. What is not English is not read.
    """
    if isinstance(source, Article):
        text = source.text
        spans = [block.span for block in source.blocks if block.role in BODY | {Role.TITLE}]
    else:
        text, spans = source, [Span(0, len(source))]
    pieces = [piece for span in spans for piece in _pieces(text, span)]
    known = [is_english(text[piece.start : piece.end]) for piece in pieces]
    paragraphs = [paragraph(text, piece) for piece, read in zip(pieces, known, strict=True) if read]
    said = tied(paragraphs, all_statements(paragraphs))
    around = _Around(said)
    figures = [
        _figure(line.sentence, harm, around)
        for each in paragraphs
        for line in each.lines
        for harm in harms(line.sentence)
    ]
    return Claims(
        statements=tuple(said),
        figures=tuple(_parts(text, figures)),
        unread=tuple(piece for piece, read in zip(pieces, known, strict=True) if not read),
    )


def _pieces(text: str, span: Span) -> Iterator[Span]:
    """The lines of a part of a text, those that are too long cut between words."""
    for line in _LINE.finditer(text, span.start, span.end):
        start = line.start()
        while line.end() - start > LONGEST:
            cut = text.rfind(" ", start, start + LONGEST)
            end = cut if cut > start else start + LONGEST
            yield Span(start, end)
            start = end + (text[end] == " ")
        yield Span(start, start + len(text[start : line.end()].rstrip()))


def _figure(sentence: Sentence, harm: Harm, around: _Around) -> Figure:
    party = harm.party
    span = sentence.span(party.first, party.end)
    return Figure(
        kind=Kind(harm.kind),
        low=party.low,
        high=party.high,
        span=span,
        sentence=sentence.span(0, len(sentence.tokens)),
        counted=party.counted,
        approximate=party.approximate,
        of=sentence.span(*party.of) if party.of else None,
        subset=harm.subset,
        claimant=around.claimant(span),
    )


class _Around:
    """Finds the statement that words stand in."""

    def __init__(self, said: Sequence[Statement]) -> None:
        pieces = [(span.start, span.end, each.claimant) for each in said if each.claimant for span in each.content]
        self._pieces = sorted(pieces, key=lambda piece: piece[:2])
        self._starts = [start for start, _, _ in self._pieces]

    def claimant(self, span: Span) -> Span | None:
        """The claimant of the innermost statement that a span stands in."""
        at = bisect_right(self._starts, span.start)
        near = [piece for piece in self._pieces[max(at - _DEPTH, 0) : at] if span.end <= piece[1]]
        return min(near, key=lambda piece: piece[1] - piece[0])[2] if near else None


def _parts(text: str, figures: Sequence[Figure]) -> Iterator[Figure]:
    """The figures, those marked as parts that count some of the people of a larger one by their age or sex."""
    largest: dict[Kind, Figure] = {}
    for figure in figures:
        held = largest.get(figure.kind)
        who = text[figure.of.start : figure.of.end].lower().split() if figure.of else []
        further = held is not None and _least(held) > _least(figure) and held.sentence != figure.sentence
        part = figure.subset or (further and bool(words("some").intersection(who)))
        if not part and (held is None or _least(figure) >= _least(held)):
            largest[figure.kind] = figure
        yield replace(figure, subset=part)


def _least(figure: Figure) -> int:
    return figure.low if figure.low is not None else figure.high or 0
