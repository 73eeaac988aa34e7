"""A paragraph with all that the rules for statements ask of it: sentences, cues, quotations."""

from __future__ import annotations

from dataclasses import dataclass

from backstory.language.cues import Cue, cues
from backstory.language.grammar import Sentence, parsed
from backstory.language.quotes import Quotation, quotations
from backstory.language.subjects import Place
from backstory.model import Span


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A sentence and the quotations of its paragraph."""

    #: The sentence.
    sentence: Sentence
    #: The quotations of the paragraph, in order.
    quotations: tuple[Quotation, ...]
    #: For each token the quotation that it is in.
    within: tuple[Quotation | None, ...]
    #: The verbs that may attribute, in order.
    cues: tuple[Cue, ...]

    @property
    def last(self) -> int:
        """One past the last token that is not a stop."""
        end = len(self.sentence.tokens)
        while end and self.sentence.tokens[end - 1].text in ".;":
            end -= 1
        return end

    def opens(self, at: int) -> bool:
        """Whether a quotation opens at a place."""
        quote = self.within[at] if 0 <= at < len(self.within) else None
        return quote is not None and quote.span.start == self.sentence.tokens[at].start

    def quotation_end(self, at: int) -> int:
        """One past the last token of the quotation at a place."""
        quote, end = self.within[at], at
        while end < len(self.within) and self.within[end] is quote:
            end += 1
        return end

    def quoted_sentence(self, at: int) -> int:
        """One past the last token of the quotation at a place, if it closes like (a part of) a sentence; else 0."""
        end = self.quotation_end(at)
        return end if end - at > 2 and self.sentence.word(end - 2) in {",", ".", "!", "?"} else 0

    def floor(self, at: int) -> int:
        """The first place before a place from which on nothing is quoted."""
        while at > 0 and self.within[at - 1] is None:
            at -= 1
        return at

    def whole(self, place: Place) -> Span:
        """Where words stand, with all of a quotation that they begin or end in."""
        span = self.sentence.span(*place)
        opened, closed = self.within[place[0]], self.within[place[1] - 1]
        start = min(span.start, opened.span.start) if opened else span.start
        return Span(start, max(span.end, closed.span.end) if closed else span.end)


@dataclass(frozen=True, slots=True, eq=False)
class Paragraph:
    """A paragraph of a text."""

    #: The text that it stands in.
    text: str
    #: Where it stands.
    span: Span
    #: Its sentences.
    lines: tuple[Line, ...]
    #: Its quotations.
    quotations: tuple[Quotation, ...]


def paragraph(text: str, span: Span) -> Paragraph:
    """The paragraph that stands at a place of a text.

    Args:
        text: any text.
        span: where the paragraph stands.
    """
    quoted = tuple(quotations(text, span.start, span.end))
    lines = tuple(_line(sentence, quoted) for sentence in parsed(text, span.start, span.end))
    return Paragraph(text, span, lines, quoted)


def _line(sentence: Sentence, quoted: tuple[Quotation, ...]) -> Line:
    within = tuple(
        next((quote for quote in quoted if quote.span.start <= token.start < quote.span.end), None)
        for token in sentence.tokens
    )
    return Line(sentence, quoted, within, tuple(cues(sentence)))
