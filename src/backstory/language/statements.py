"""Who says what: the statements of a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from backstory.language.contents import clause_end, finite, object_at, resumed, said_after, said_before
from backstory.language.cues import Cue, noun_stance
from backstory.language.grammar import Sentence
from backstory.language.lexicon import words
from backstory.language.paragraphs import Line
from backstory.language.speakers import follows_speech, inverted, is_act, is_unreal, quoted_before, speaker_of
from backstory.language.subjects import Place, antecedent, group_start, subject_after, subject_before
from backstory.model import Span, Stance, Statement

_HEARSAY_ADVERBS = frozenset("reportedly allegedly purportedly supposedly".split())
_HEARSAY = frozenset("said believed thought reported alleged understood rumored rumoured".split())


def statements(line: Line) -> Iterator[Statement]:
    """The statements of a sentence: by verbs, by nouns that say whose they are, by "according to".

    Args:
        line: a sentence.
    """
    for cue in line.cues:
        if line.within[cue.at] is None and not _is_name(line.sentence, cue.at):
            statement = _by_verb(line, cue)
            if statement is not None:
                yield statement
    yield from _by_nouns(line)
    yield from _by_nobody(line)
    for at in range(len(line.sentence.tokens) - 2):
        if line.sentence.words(at, at + 2) == ("according", "to") and line.within[at] is None:
            yield from _according(line, at)


def statement(line: Line, speaker: Place | None, cue: Place, stance: Stance, spans: Iterable[Span]) -> Statement:
    """A statement, from places of a sentence and the spans of what is said.

    Args:
        line: the sentence that attributes.
        speaker: who says it.
        cue: the words that attribute.
        stance: what is done by saying it.
        spans: what is said.
    """
    sentence, content = line.sentence, tuple(spans)
    named = antecedent(sentence, speaker[0]) if speaker and sentence.letter(speaker[0]) == "W" else None
    return Statement(
        claimant=sentence.span(*speaker) if speaker else None,
        cue=sentence.span(*cue),
        stance=stance,
        content=content,
        quoted=any(overlap(quote.span, span) for quote in line.quotations for span in content),
        named=sentence.span(*named) if named else None,
    )


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one.start < other.end and other.start < one.end


def _is_name(sentence: Sentence, at: int) -> bool:
    """Whether a word with a capital is a name and no verb, in a sentence that is not all capitals."""
    if not at or not sentence.tokens[at].text[0].isupper():
        return False
    long = [token.text[0].isupper() for token in sentence.tokens if len(token.text) > 3]
    return sum(long) * 2 < len(long)


def _by_verb(line: Line, cue: Cue) -> Statement | None:
    """The statement that a verb attributes, if it does."""
    sentence, place = line.sentence, (cue.at, cue.end)
    if is_unreal(sentence, cue):
        return None
    if sentence.letter(cue.at) == "n" and "b" in sentence.letters[group_start(sentence, cue.at) : cue.at]:
        return _by_passive(line, cue)
    speaker = inverted(line, cue)
    if speaker is not None and (before := said_before(line, cue.at)):
        spans = map(line.whole, [before, *resumed(line, speaker[1], quoted=_is_quoted(line, before))])
        return statement(line, speaker, place, _stance(sentence, cue, "c", before), spans)
    speaker = speaker_of(line, cue)
    if speaker is None:
        return _leading(line, cue)
    if cue.verb == "claim" and (taken := _responsibility(sentence, cue.end)):
        cue_end = taken[0] if sentence.word(taken[0]) == "responsibility" else taken[0] - 1
        return statement(line, speaker, (cue.at, cue_end), Stance.CLAIMS_RESPONSIBILITY, [line.whole(taken)])
    return _with_speaker(line, cue, speaker)


def _leading(line: Line, cue: Cue) -> Statement | None:
    """The statement of a verb before its subject, that leads to what is said: 'But, said the mayor, "..."'."""
    sentence = line.sentence
    if "c" not in cue.frames or sentence.letter(cue.at) != "V" or sentence.letter(cue.at - 1) not in {"", ","}:
        return None
    speaker = subject_after(sentence, cue.end)
    if speaker is None or sentence.letter(speaker[1]) not in {",", ":"} or not line.opens(speaker[1] + 1):
        return None
    return statement(
        line, speaker, (cue.at, cue.end), Stance(cue.frames["c"]), [line.whole((speaker[1] + 1, line.last))]
    )


def _with_speaker(line: Line, cue: Cue, speaker: Place) -> Statement | None:
    """The statement of a verb whose subject stands before it."""
    sentence, place = line.sentence, (cue.at, cue.end)
    said = said_after(line, cue)
    own = follows_speech(sentence, speaker[0])
    # '"...," he said after he had ...': what is said stands before, and when it was said after.
    quoted = quoted_before(sentence, speaker[0]) if own else speaker[0] == 0 and quotation_before(line) is not None
    when = quoted and sentence.letter(cue.end) == "U" and sentence.word(cue.end) != "that"
    if said is not None and not when:
        if is_act(line, cue, said, speaker):
            return None
        pieces = [said.place]
        adjacent = own and speaker[1] >= group_start(sentence, cue.at) and quoted_before(sentence, speaker[0])
        lead = said_before(line, speaker[0]) if said.frame == "c" and adjacent else None
        spans = map(line.whole, [lead, *pieces] if lead else pieces)
        return statement(line, speaker, place, _stance(sentence, cue, said.frame, said.place), spans)
    if "c" not in cue.frames:
        return None
    if speaker[0] == 0 and (quote := quotation_before(line)):
        return statement(line, speaker, place, Stance(cue.frames["c"]), [quote])
    # "..., she told reporters, and had found none": what stands before was told, not found.
    second = any(speaker[1] <= each.at < cue.at for each in line.cues)
    before = said_before(line, speaker[0]) if own and not second else None
    if before is None:
        return None
    spans = map(line.whole, [before, *resumed(line, cue.end, quoted=_is_quoted(line, before))])
    return statement(line, speaker, place, _stance(sentence, cue, "c", before), spans)


def _is_quoted(line: Line, place: Place) -> bool:
    """Whether words end in a quotation of a clause."""
    letters = line.sentence.letters[slice(*place)]
    return line.within[place[1] - 1] is not None and not set("Vmbhd").isdisjoint(letters)


def quotation_before(line: Line) -> Span | None:
    """The quotation that ends where a sentence starts: "Who cares?" | she asked."""
    start = line.sentence.tokens[0].start
    return next((quote.span for quote in line.quotations if 0 <= start - quote.span.end <= 1), None)


def _responsibility(sentence: Sentence, at: int) -> Place | None:
    """What is claimed by who claims responsibility; the word itself where the sentence does not say."""
    while sentence.letter(at) in {"D", "J", "a"}:
        at += 1
    if sentence.word(at) != "responsibility":
        return None
    after = sentence.starting.get(at + 2) if sentence.word(at + 1) == "for" else None
    return (after.first, after.end) if after else (at, at + 1)


def _by_passive(line: Line, cue: Cue) -> Statement | None:
    """A passive whose speaker is named: "responsibility for the raid was claimed by X"."""
    sentence = line.sentence
    if cue.verb != "claim" or sentence.word(cue.end) != "by":
        return None
    subject = subject_before(sentence, cue.at) or (0, 0)
    speaker = subject_after(sentence, cue.end + 1)
    at = next((at for at in range(*subject) if sentence.word(at) == "responsibility"), None)
    if at is None or speaker is None:
        return None
    taken = (at + 2, subject[1]) if sentence.word(at + 1) == "for" else (at, at + 1)
    return statement(line, speaker, (at, cue.end + 1), Stance.CLAIMS_RESPONSIBILITY, [line.whole(taken)])


def _stance(sentence: Sentence, cue: Cue, frame: str, place: Place) -> Stance:
    """What a verb does; "must" demands and hard words condemn, whatever the verb."""
    stance = Stance(cue.frames.get(frame) or next(iter(cue.frames.values())))
    if stance is not Stance.ASSERTS:
        return stance
    if frame == "c":
        verb = finite(sentence, place[0])
        return Stance.DEMANDS if verb is not None and sentence.word(verb) == "must" else stance
    hard = frame == "m" and words("blame").intersection(sentence.words(*place))
    return Stance.CONDEMNS if hard else stance


def _by_nouns(line: Line) -> Iterator[Statement]:
    """What nouns attribute that say whose they are: "an actress' allegation of ...", "her claim that ..."."""
    sentence = line.sentence
    for phrase in sentence.phrases:
        stance = noun_stance(sentence.word(phrase.head))
        if stance is None or line.within[phrase.head] is not None:
            continue
        owner = sentence.letters.rfind("s", phrase.first, phrase.end)
        if owner < 0 and sentence.letter(phrase.first) != "S":
            continue
        place: Place | None = None
        if sentence.word(phrase.end) == "that" and line.last > phrase.end + 1:
            noun = Cue(phrase.head, phrase.end + 1, sentence.word(phrase.head), {"c": stance})
            place = (phrase.end + 1, clause_end(line, noun, phrase.end + 1))
        elif sentence.word(phrase.end) in {"of", "for"}:
            place = object_at(line, phrase.end + 1)
        if place is not None:
            whose = (phrase.first, owner if owner > 0 else phrase.first + 1)
            yield statement(line, whose, (phrase.head, phrase.end), stance, [line.whole(place)])


def _by_nobody(line: Line) -> Iterator[Statement]:
    """What is told without saying by whom: "is said to have fled", "reportedly"."""
    sentence = line.sentence
    for at, token in enumerate(sentence.tokens):
        if line.within[at] is not None:
            continue
        if token.lower in _HEARSAY_ADVERBS and line.last > 1:
            start = line.floor(at)
            yield statement(line, None, (at, at + 1), Stance.ASSERTS, [line.whole((start, line.last))])
        elif token.lower in _HEARSAY and sentence.word(at + 1) == "to" and sentence.letter(at - 1) in {"b", "a"}:
            subject = subject_before(sentence, at, line.floor(at))
            if subject and sentence.letter(subject[0]) != "W" and line.last > at + 1:
                spans = [sentence.span(*subject), line.whole((at + 1, line.last))]
                yield statement(line, None, (at, at + 1), Stance.ASSERTS, spans)


def _according(line: Line, at: int) -> Iterator[Statement]:
    """What is told according to somebody, before those words or after them."""
    sentence = line.sentence
    speaker = subject_after(sentence, at + 2)
    if speaker is None:
        return
    if at == 0 or (at < 3 and sentence.letter(at - 1) in {"q", "c", "("}):
        pieces = [(speaker[1] + (sentence.letter(speaker[1]) in {",", ":"}), line.last)]
    else:
        pieces = [(0, at - (sentence.letter(at - 1) == ",")), *resumed(line, speaker[1])]
    spans = [line.whole(place) for place in pieces if place[0] < place[1]]
    if spans:
        yield statement(line, speaker, (at, at + 2), Stance.ASSERTS, spans)
