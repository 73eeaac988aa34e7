"""The statements of paragraphs that follow each other, with the quotations that no sentence of their own attributes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from backstory.language.paragraphs import Line, Paragraph
from backstory.language.quotes import Quotation
from backstory.language.speakers import speaker_of
from backstory.language.statements import overlap, statement, statements
from backstory.language.subjects import Place, subject_after, subject_before
from backstory.model import Span, Stance, Statement

#: How many words may name who speaks, in a line that opens with that; and the small ones among them.
_LONGEST = 8
_LINKS = frozenset({"of", "the", "and", "for", ".", "-", "'s", "("})
_MARKS = " \"“”„«»'`"


def all_statements(paragraphs: Sequence[Paragraph]) -> list[Statement]:
    """The statements of a text, in the order of its paragraphs.

    Args:
        paragraphs: those of the text that are to be read, in order.
    """
    out: list[Statement] = []
    going_on, previous = False, None
    for each in paragraphs:
        found = _introduced(each, previous) or _spoken(each) or _found(each)
        if going_on and not found and _is_quotation(each):
            out[-1] = replace(out[-1], content=(*out[-1].content, each.quotations[0].span))
        else:
            out.extend(found)
            going_on = bool(found) and found[-1].quoted
        previous = each
    return out


def _found(each: Paragraph) -> list[Statement]:
    """The statements of a paragraph's sentences and quotations."""
    found = [one for line in each.lines for one in statements(line)]
    _run_on(each, found)
    found += _orphans(each, found)
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
    """Give quotations that open a sentence to the words that attribute the one before: "..." she said. "..."."""
    starts = {line.sentence.tokens[0].start: number for number, line in enumerate(each.lines)}
    for quote in each.quotations:
        number = starts.get(quote.span.start)
        if not number or _is_taken(quote, found) or not _is_sentence(each.text, quote):
            continue
        previous = each.lines[number - 1].sentence.tokens[0].start
        earlier = [at for at, one in enumerate(found) if one.cue.end <= quote.span.start and one.claimant]
        if not earlier:
            continue
        held = found[earlier[-1]]
        alone = len({each.text[one.start : one.end] for at in earlier if (one := found[at].claimant)}) == 1
        if alone or max(held.cue.end, held.content[-1].end) > previous:
            found[earlier[-1]] = replace(held, content=(*held.content, quote.span), quoted=True)


def _is_taken(quote: Quotation, found: Sequence[Statement]) -> bool:
    return any(overlap(span, quote.span) for one in found for span in one.content)


def _orphans(each: Paragraph, found: Sequence[Statement]) -> list[Statement]:
    """Whole quotations that no known cue takes: whatever verb stands right beside one attributes it."""
    left = [quote for quote in each.quotations if _is_sentence(each.text, quote) and not _is_taken(quote, found)]
    beside = ((line, quote, _beside(line, quote)) for quote in left for line in each.lines)
    out: dict[Quotation, Statement] = {}
    for line, quote, place in beside:
        if place is not None and quote not in out:
            speaker, verb = place
            out[quote] = statement(line, speaker, (verb, verb + 1), Stance.ASSERTS, [quote.span])
    return list(out.values())


def _is_sentence(text: str, quote: Quotation) -> bool:
    """Whether a quotation is of a sentence and not of a word or two."""
    inside = text[quote.span.start : quote.span.end].strip(_MARKS)
    return inside[:1].isupper() and len(inside.split()) > 2 and inside[-1:] in ".,!?…"


def _beside(line: Line, quote: Quotation) -> tuple[Place, int] | None:
    """The subject and the place of a verb that stands right before a quotation or right behind it."""
    sentence = line.sentence
    for at, token in enumerate(sentence.tokens):
        if token.start == quote.span.start and sentence.letter(at - 1) in {",", ":"}:
            verb = at - 2
            while verb > 0 and sentence.letters[verb] not in "Vmbh:.UWq":
                verb -= 1
            speaker = subject_before(sentence, verb, line.floor(verb)) if sentence.letter(verb) == "V" else None
            if speaker:
                return speaker, verb
        if token.end == quote.span.end:
            return _behind(line, at + 1)
    start = sentence.tokens[0].start
    return _behind(line, 0) if 0 <= start - quote.span.end <= 1 else None


def _behind(line: Line, start: int) -> tuple[Place, int] | None:
    """The subject and the place of the verb of words that start behind a quotation."""
    sentence = line.sentence
    if sentence.letter(start) == "V":
        speaker, verb = subject_after(sentence, start + 1), start
    else:
        phrase = sentence.starting.get(start)
        verb = phrase.end if phrase else start
        while sentence.letter(verb) == "a":
            verb += 1
        speaker = subject_before(sentence, verb, start) if sentence.letter(verb) == "V" else None
    return (speaker, verb) if speaker else None
