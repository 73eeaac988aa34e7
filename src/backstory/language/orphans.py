"""Quotations that no cue takes: whose they are is told by what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise

from backstory.language.cues import Cue
from backstory.language.paragraphs import Line, Paragraph
from backstory.language.parties import is_person
from backstory.language.quotes import Quotation
from backstory.language.speakers import speaker_of
from backstory.language.statements import overlap, statement
from backstory.language.subjects import Place, group_start, subject_after, subject_before
from backstory.model import Stance, Statement

_MARKS = " \"“”„«»'`"
_DASHES = frozenset({"-", "--", "–", "—", "―"})
#: Gerunds that attribute nothing, because they are used like prepositions.
_PREPOSITIONS = frozenset({"following", "including", "concerning", "regarding", "involving"})
#: What may open a quotation that was cut at its start: "[The union] has ...", "... and that was it."
_CUT = "[(.… "
#: From so many tokens on, quotation marks stand round somebody's words and not round a term.
_LONG = 6
#: How many words may stand between a verb and the quotation that it governs.
_REACH = 25
#: Where the phrase ends that a quotation stands in.
_ENDS = frozenset(",.:(UWVmbhdcqg")


def beside(each: Paragraph, found: Sequence[Statement]) -> list[Statement]:
    """The statements of quotations that no known cue takes: by the verb right beside them, or the name before a colon.

    Args:
        each: a paragraph.
        found: the statements that cues make of it.
    """
    return [one for quote in each.quotations if not is_taken(quote, found) for one in _spoken(each, quote)]


def orphans(each: Paragraph, found: Sequence[Statement]) -> list[Statement]:
    """The statements of quotations that nothing right beside them attributes.

    Words in the midst of a sentence are attributed by the verb that governs them, if somebody is its subject; a whole
    sentence to the subject of the sentence before it. Titles are nobody's words.

    Args:
        each: a paragraph.
        found: the statements that are made of it so far.
    """
    out: list[Statement] = []
    for quote in each.quotations:
        if not is_taken(quote, found) and not is_taken(quote, out):
            out += islice(_made(each, quote), 1)
    return out


def signed(each: Paragraph, following: Paragraph | None) -> list[Statement]:
    """A quotation with a paragraph of its own, under which its speaker's name stands: "-- Jane Roe, mayor".

    Args:
        each: the paragraph.
        following: the one after it.
    """
    if following is None or not following.lines or not is_sentence(each.text, each.quotations[0]):
        return []
    line = following.lines[0]
    speaker = subject_after(line.sentence, 1) if line.sentence.tokens[0].text in _DASHES else None
    if speaker is None or line.sentence.letter(speaker[0]) != "R":
        return []
    return [replace(statement(line, speaker, (0, 1), Stance.ASSERTS, [each.quotations[0].span]), quoted=True)]


def led(each: Paragraph, previous: Paragraph | None) -> list[Statement]:
    """A quotation with a paragraph of its own, whose speaker is the subject of the sentence before it.

    Args:
        each: the paragraph.
        previous: the one before it.
    """
    if previous is None or not previous.lines or not is_sentence(each.text, each.quotations[0]):
        return []
    return list(_before(previous.lines[-1], each.quotations[0]))


def _before(line: Line, quote: Quotation) -> Iterator[Statement]:
    """The statement whose speaker is the subject of a line, and its content the quotation that follows."""
    verb = next((at for at, letter in enumerate(line.sentence.letters) if letter == "V" and line.within[at] is None), 0)
    speaker = subject_before(line.sentence, verb, line.floor(verb)) if verb else None
    if speaker is not None and _is_somebody(line, speaker):
        said = statement(line, speaker, (verb, verb + 1), Stance.ASSERTS, [quote.span])
        yield replace(said, quoted=True)


def is_taken(quote: Quotation, found: Sequence[Statement]) -> bool:
    """Whether statements hold a quotation, or part of it."""
    return any(overlap(span, quote.span) for one in found for span in one.content)


def is_sentence(text: str, quote: Quotation) -> bool:
    """Whether a quotation is of a sentence and not of a word or two."""
    inside = text[quote.span.start : quote.span.end].strip(_MARKS)
    held = inside.split()
    if not inside.lstrip(_CUT)[:1].isupper() or len(held) < 3:
        return False
    return inside[-1:] in ".,!?…" or quote.open or sum(word[0].islower() for word in held) > _LONG


def _spoken(each: Paragraph, quote: Quotation) -> list[Statement]:
    """The statement of the verb beside a quotation, if the quotation is like speech."""
    # "Never," said the mayor: a comma within the marks stands for words that attribute.
    comma = each.text[quote.span.start : quote.span.end].strip(_MARKS).endswith(",")
    if not comma and not is_sentence(each.text, quote):
        return []
    found = ((line, _beside(line, quote)) for line in each.lines)
    made = [statement(line, *place, Stance.ASSERTS, [quote.span]) for line, place in found if place is not None]
    return made[:1]


def _made(each: Paragraph, quote: Quotation) -> Iterator[Statement]:
    whole = is_sentence(each.text, quote)
    for line in each.lines:
        if not whole or not _alone(line, quote):
            yield from _governed(line, quote)
    for line, following in pairwise(each.lines):
        if whole and following.sentence.tokens[0].start == quote.span.start:
            yield from _before(line, quote)


def _alone(line: Line, quote: Quotation) -> bool:
    """Whether a line is nothing but what a quotation holds."""
    return all(within is quote for within in line.within[:-1])


def _beside(line: Line, quote: Quotation) -> tuple[Place, Place] | None:
    """The subject and the verb that stand right before a quotation or right behind it."""
    sentence = line.sentence
    for at, token in enumerate(sentence.tokens):
        if token.start == quote.span.start and sentence.letter(at - 1) in {",", ":"}:
            verb = at - 2
            while verb > 0 and sentence.letters[verb] not in "Vmbh:.UWq":
                verb -= 1
            told = Cue(verb, verb + 1, sentence.word(verb), {"c": Stance.ASSERTS})
            speaker = speaker_of(line, told) if sentence.letter(verb) == "V" else None
            if speaker is None and _attributes(line, verb):
                speaker = _first(line, verb)
            if speaker:
                return speaker, (verb, verb + 1)
            return _named(line, at - 1) if sentence.letter(at - 1) == ":" else None
        if token.end == quote.span.end:
            return _behind(line, at + 1)
    start = sentence.tokens[0].start
    return _behind(line, 0) if 0 <= start - quote.span.end <= 1 else None


def _named(line: Line, colon: int) -> tuple[Place, Place] | None:
    """The name before a colon, and the colon: "More from the mayor, Jane Roe: ..."."""
    place = subject_before(line.sentence, colon, line.floor(colon))
    if place is None or line.sentence.letter(place[1] - 1) not in {"R", ")"}:
        return None
    return place, (colon, colon + 1)


def _behind(line: Line, start: int) -> tuple[Place, Place] | None:
    """The subject and the verb of words that start behind a quotation."""
    sentence = line.sentence
    if sentence.letter(start) == "V":
        speaker = subject_after(sentence, start + 1)
        return (speaker, (start, start + 1)) if speaker else None
    for verb in range(start + 1, len(sentence.tokens)):
        if sentence.letters[verb] in ":.Uq":
            return None
        if sentence.letters[verb] == "V":
            speaker = subject_before(sentence, verb, start)
            if speaker is not None and speaker[0] == start:
                return speaker, (verb, verb + 1)
            if _attributes(line, verb) and (speaker := subject_after(sentence, start)):
                return speaker, (verb, verb + 1)
    return None


def _attributes(line: Line, verb: int) -> bool:
    """Whether a verb is one that attributes what is quoted."""
    return any(cue.at == verb and "c" in cue.frames for cue in line.cues)


def _first(line: Line, verb: int) -> Place | None:
    """The phrase that a sentence begins with, if all up to a verb explains it: "Jane Roe, mayor since May, said"."""
    sentence = line.sentence
    speaker = subject_after(sentence, 0)
    if speaker is None or speaker[1] >= verb or sentence.letter(speaker[1]) != "," or sentence.letter(verb - 1) != ",":
        return None
    between = sentence.letters[speaker[1] : verb]
    return speaker if "W" in between or not set("Vmb").intersection(between) else None


def _governed(line: Line, quote: Quotation) -> Iterator[Statement]:
    """The statement of the verb in whose object or clause a quotation stands: "praised the "courage" of the crew"."""
    sentence = line.sentence
    at = next((at for at, token in enumerate(sentence.tokens) if token.start == quote.span.start), 0)
    if not at or is_title(line, quote) or is_epithet(line, at):
        return
    verb = _verb_before(line, at)
    speaker = speaker_of(line, Cue(verb, verb + 1, sentence.word(verb), {"c": Stance.ASSERTS})) if verb else None
    long = sum(within is quote for within in line.within) > _LONG
    if speaker is None or not (long or _is_somebody(line, speaker)):
        return
    end = next((near for near in range(at, len(line.within)) if line.within[near] is not quote), len(line.within))
    while end < line.last and sentence.letters[end] not in _ENDS:
        end += 1
    start = verb + 1
    while sentence.letter(start) in {"a", ",", ":"}:
        start += 1
    yield statement(line, speaker, (verb, verb + 1), Stance.ASSERTS, [line.whole((start, end))])


def _verb_before(line: Line, at: int) -> int:
    """The place of the verb that governs what stands at a place; 0 where none does."""
    sentence = line.sentence
    for near in range(at - 1, max(at - _REACH, 0), -1):
        letter = sentence.letters[near]
        if letter in ".:" or line.within[near] is not None or sentence.word(near) in _PREPOSITIONS:
            return 0
        if letter in "mbhd" and near == at - 1:
            return 0
        passive = letter == "n" and "b" in sentence.letters[group_start(sentence, near) : near]
        if letter in "Vgvn" and not passive:
            return near
    return 0


def is_title(line: Line, quote: Quotation) -> bool:
    """Whether what is quoted is written like a title, with capitals.

    Args:
        line: the sentence.
        quote: a quotation in it.
    """
    inside = [token for token, within in zip(line.sentence.tokens, line.within, strict=True) if within is quote]
    words = [token.text for token in inside if token.text[0].isalnum()]
    return all(word[0].isupper() for word in [word for word in words if len(word) > 3] or words)


def is_epithet(line: Line, at: int) -> bool:
    """Whether what is quoted is one word that stands before its noun: "19 "flagged" countries", "Ann "Nan" Reed".

    Args:
        line: the sentence.
        at: the place where the quotation opens.
    """
    letters = line.sentence.letters
    return letters[at + 2 : at + 3] == "q" and letters[at + 3 : at + 4] in set("NPR")


def _is_somebody(line: Line, speaker: Place) -> bool:
    """Whether a subject is a name, a pronoun or people."""
    sentence = line.sentence
    return bool(set("RrW").intersection(sentence.letters[slice(*speaker)])) or is_person(sentence.word(speaker[1] - 1))
