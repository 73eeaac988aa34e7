"""The statements of paragraphs that follow each other, with the quotations that no sentence of their own attributes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, chain, zip_longest

from backstory.language.orphans import beside, is_sentence, is_taken, led, orphans, signed
from backstory.language.paragraphs import Line, Paragraph
from backstory.language.quotes import Quotation
from backstory.language.speakers import speaker_of
from backstory.language.statements import statement, statements
from backstory.language.stray import stray
from backstory.language.subjects import subject_before
from backstory.model import Span, Stance, Statement

#: How many words may name who speaks, in a line that opens with that; and the small ones among them.
_LONGEST = 8
_LINKS = frozenset({"of", "the", "and", "for", ".", "-", "'s", "("})


def all_statements(paragraphs: Sequence[Paragraph]) -> list[Statement]:
    """The statements of a text, in the order of its paragraphs.

    Args:
        paragraphs: those of the text that are to be read, in order.
    """
    said = ruled(paragraphs)
    held = _Held(said)
    found = (stray(each, free) for each in paragraphs if (free := [one for one in each.quotations if one not in held]))
    return sorted([*said, *chain.from_iterable(found)], key=lambda one: one.cue.start)


def ruled(paragraphs: Sequence[Paragraph]) -> list[Statement]:
    """The statements that rules find in a text, in the order of its paragraphs.

    Args:
        paragraphs: those of the text that are to be read, in order.
    """
    out: list[Statement] = []
    going_on, previous = False, None
    for each, following in zip_longest(paragraphs, paragraphs[1:]):
        found = _introduced(each, previous) or _spoken(each) or _found(each)
        if going_on and not found and _is_quotation(each):
            out[-1] = replace(out[-1], content=(*out[-1].content, each.quotations[0].span))
        else:
            if not found and _is_quotation(each):
                found = signed(each, following) or led(each, previous)
            out.extend(found)
            going_on = bool(found) and found[-1].quoted
        previous = each
    return out


class _Held:
    """What statements hold of a text.

    Args:
        said: the statements.
    """

    def __init__(self, said: Sequence[Statement]) -> None:
        spans = sorted((span.start, span.end) for one in said for span in one.content)
        self._starts = [start for start, _ in spans]
        self._reached = list(accumulate((end for _, end in spans), max))

    def __contains__(self, quote: Quotation) -> bool:
        """Whether part of a quotation is held."""
        before = bisect_left(self._starts, quote.span.end)
        return before > 0 and self._reached[before - 1] > quote.span.start


def _found(each: Paragraph) -> list[Statement]:
    """The statements of a paragraph's sentences and quotations."""
    found = [one for line in each.lines for one in statements(line)]
    _run_on(each, found)
    found = sorted([*found, *beside(each, found)], key=lambda one: one.cue.start)
    _run_on(each, found)
    found += orphans(each, found)
    return sorted(found, key=lambda one: one.cue.start)


def _introduced(each: Paragraph, previous: Paragraph | None) -> list[Statement]:
    """Quotations with a paragraph of their own, which the one before leads up to: "She went on:"."""
    if previous is None or not previous.lines or previous.lines[-1].sentence.tokens[-1].text != ":":
        return []
    if not each.quotations or each.quotations[0].span.start != each.span.start:
        return []
    line = previous.lines[-1]
    for cue in reversed(line.cues):
        speaker = speaker_of(line, cue) if "c" in cue.frames and line.within[cue.at] is None else None
        if speaker:
            spans = [quote.span for quote in each.quotations]
            said = statement(line, speaker, (cue.at, cue.end), Stance(cue.frames["c"]), spans)
            return [replace(said, quoted=True)]
    verb = line.sentence.letters.rfind("V")
    speaker = subject_before(line.sentence, verb, line.floor(verb)) if verb > 0 else None
    if speaker is None or line.within[verb] is not None:
        return []
    said = statement(line, speaker, (verb, verb + 1), Stance.ASSERTS, [quote.span for quote in each.quotations])
    return [replace(said, quoted=True)]


def _is_named(each: Paragraph, line: Line, end: int) -> bool:
    """Whether what starts a line is a name: by its words, by its capitals, or by how the text uses it elsewhere."""
    sentence = line.sentence
    if "R" in sentence.letters[:end] or all(token.text.isupper() for token in sentence.tokens[:end]):
        return True
    name = each.text[sentence.tokens[0].start : sentence.tokens[end - 1].end]
    return re.search(rf"(?<=[\w,] ){re.escape(name)}\b", each.text) is not None


def _spoken(each: Paragraph) -> list[Statement]:
    """A line of a transcript or a headline that names who says it: "Amnesty: ..."."""
    line = each.lines[0]
    sentence = line.sentence
    colon = next((at for at in range(1, _LONGEST) if sentence.word(at) == ":"), 0)
    if not all(token.text[0].isupper() or token.lower in _LINKS for token in sentence.tokens[:colon]):
        return []
    start = colon + 1
    if not colon or start >= line.last or not set("Vmbhq").intersection(sentence.letters[start:]):
        return []
    if not _is_named(each, line, colon):
        return []
    last = each.lines[-1]
    content = Span(sentence.tokens[start].start, last.sentence.tokens[max(last.last - 1, 0)].end)
    return [statement(line, (0, colon), (colon, start), Stance.ASSERTS, [content])]


def _is_quotation(each: Paragraph) -> bool:
    """Whether a paragraph is one quotation and nothing else."""
    if len(each.quotations) != 1:
        return False
    span = each.quotations[0].span
    rest = each.text[each.span.start : span.start] + each.text[span.end : each.span.end]
    return not rest.strip(" .")


def _run_on(each: Paragraph, found: list[Statement]) -> None:
    """Give quotations to the words that attribute what stands before them: '"..." she said. "..."', '...: "..."'."""
    starts = {line.sentence.tokens[0].start: number for number, line in enumerate(each.lines)}
    for quote in each.quotations:
        number = starts.get(quote.span.start)
        if is_taken(quote, found) or not is_sentence(each.text, quote):
            continue
        if number:
            _give(each, found, quote, each.lines[number - 1])
        elif number is None and each.text[each.span.start : quote.span.start].rstrip().endswith(":"):
            line = next(line for line in each.lines if quote.span.start < line.sentence.tokens[-1].end)
            inside = [at for at, one in enumerate(found) if _is_in(one, line) and one.cue.end < quote.span.start]
            if inside and found[inside[-1]].claimant:
                _append(found, inside[-1], quote)


def _append(found: list[Statement], at: int, quote: Quotation) -> None:
    found[at] = replace(found[at], content=(*found[at].content, quote.span), quoted=True)


def _give(each: Paragraph, found: list[Statement], quote: Quotation, before: Line) -> None:
    """Give a quotation that opens a sentence to a statement of an earlier one, if it is clear to which."""
    earlier = [at for at, one in enumerate(found) if one.cue.end <= quote.span.start and one.claimant]
    if not earlier:
        return
    line = next(line for line in each.lines if _is_in(found[earlier[-1]], line))
    # '"...," she said, adding that ... "...": it is said the way the first quotation was.
    at = next((at for at in earlier if found[at].quoted and _is_in(found[at], line)), earlier[-1])
    held = found[at]
    alone = len({each.text[one.start : one.end] for at in earlier if (one := found[at].claimant)}) == 1
    if alone or line is before or held.content[-1].end > before.sentence.tokens[0].start:
        _append(found, at, quote)


def _is_in(one: Statement, line: Line) -> bool:
    return line.sentence.tokens[0].start <= one.cue.start < line.sentence.tokens[-1].end
