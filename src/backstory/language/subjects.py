"""Who does what a verb says: the whole noun phrase before it or after it."""

from __future__ import annotations

import re

from backstory.language.grammar import Sentence
from backstory.language.lexicon import words

Place = tuple[int, int]

#: A verb that is finite, told from a participle by its letter alone.
_FINITE = frozenset("Vmbd")
#: What may stand between a noun phrase and the next within one longer phrase.
_LINK = re.compile(r"c|s|,c|i{1,2}g?|[ng]a?i?g?|[ng]?tv")


def subject_before(sentence: Sentence, verb: int, floor: int = 0) -> Place | None:
    """The subject of a verb that follows it; None where the words before the verb are none.

    Args:
        sentence: a sentence.
        verb: place of the verb.
        floor: the first place that may belong to it.
    """
    at = group_start(sentence, verb)
    if at <= floor:
        return None
    if sentence.letter(at - 1) == ",":
        # "Jane Roe (Greens), said": a comma after brackets explains nothing.
        closed = sentence.letter(at - 2) == ")"
        return _whole_before(sentence, at - 1, floor) if closed else _apposed(sentence, at - 1, floor)
    if sentence.letter(at - 1) == "W":
        return (at - 1, at)
    return _whole_before(sentence, at, floor)


def group_start(sentence: Sentence, verb: int) -> int:
    """Where the verb group begins: adverbs and auxiliaries before a verb belong to it, also set off by commas."""
    at = verb
    while at > 0:
        letter = sentence.letter(at - 1)
        if letter in "abhdm" and letter:
            at -= 1
        elif letter == "," and sentence.letter(at - 2) == "a" and sentence.letter(at - 3) in {",", "h", "b"}:
            at -= 2
            at -= sentence.letter(at - 1) == ","
        else:
            return at
    return at


def antecedent(sentence: Sentence, pronoun: int, floor: int = 0) -> Place | None:
    """What a relative pronoun stands for: the noun phrase before it."""
    at = pronoun - (sentence.letter(pronoun - 1) in {",", ":"})
    return _whole_before(sentence, at, floor)


def _whole_before(sentence: Sentence, end: int, floor: int) -> Place | None:
    """The longest noun phrase that ends at a place: "officials with the ministry in Kabul"."""
    if sentence.letter(end - 1) == ")" and (opened := sentence.letters.rfind("(", floor, end)) > floor:
        place = _whole_before(sentence, opened, floor)
        return (place[0], end) if place else None
    last = _ending(sentence, end)
    if last is not None and sentence.word(end - 1) in words("time") and _ending(sentence, last[0]):
        # "A witness the previous week said": when it was said is not part of who says it.
        end = last[0]
        last = _ending(sentence, end)
    if last is None or last[0] < floor:
        return None
    first, listed = last[0], False
    if sentence.letter(first) == "r" and last[1] - first == 1:
        return last
    while True:
        before = _linked(sentence, first, floor, listed=listed)
        if before is None:
            break
        listed = listed or "c" in sentence.letters[before:first]
        first = before
    if sentence.letter(first - 1) in "vg" and first > floor:
        # What an infinitive leads to is no subject: "men who plotted to kidnap the governor | discussed".
        pronoun = sentence.letters.rfind("W", floor, first)
        return _whole_before(sentence, pronoun - (sentence.letter(pronoun - 1) == ","), floor) if pronoun > 0 else None
    if sentence.letter(first - 1) == "i" and first - 1 >= floor and _opening(sentence, first - 1, floor):
        # "In Paris officials said": what follows the first of the linked phrases is the subject.
        return _after_adverbial(sentence, first, end)
    return (first, end)


def _opening(sentence: Sentence, at: int, floor: int) -> bool:
    return at <= floor or sentence.letter(at - 1) in {",", "c", ":", "q", "V", "U", "g", "n", "v"}


def _after_adverbial(sentence: Sentence, first: int, end: int) -> Place | None:
    """The last of the linked phrases that no preposition governs."""
    found = [(each.first, each.end) for each in sentence.phrases if first <= each.first and each.end <= end]
    free = [place for place in found if sentence.letter(place[0] - 1) not in {"i", "c", "s"}]
    return (free[-1][0], end) if free else (first, end)


def _linked(sentence: Sentence, first: int, floor: int, *, listed: bool) -> int | None:
    """Where the phrase starts that a phrase hangs on by a preposition, a participle or "and"."""
    for size in (1, 2, 3, 4):
        end = first - size
        place = _ending(sentence, end)
        if place is None or place[0] < floor or sentence.letter(place[0]) == "r":
            continue
        link = sentence.letters[end:first]
        if link == "," and listed and sentence.letter(end - 1) == "R":
            return place[0]
        if not _LINK.fullmatch(link) or (link in {"c", ",c"} and not _joins(sentence, place, first)):
            continue
        if link[-1] in "ng" and sentence.letter(end - 1) == "r":
            continue
        return place[0]
    return None


def _joins(sentence: Sentence, before: Place, first: int) -> bool:
    """Whether "and" before a place joins two phrases and not two clauses."""
    if sentence.word(first - 1) not in {"and", "or", "&"}:
        return False
    at = before[0] - 1
    while at >= 0 and sentence.letters[at] not in ":U.q":
        if sentence.letters[at] in _FINITE:
            return False
        at -= 1
    return True


def _apposed(sentence: Sentence, comma: int, floor: int) -> Place | None:
    """The phrase that an apposition or a relative clause explains: "The spokesman, Zabiullah Mujahid, | said"."""
    best: Place | None = None
    at = comma - 1
    while at > floor:
        letter = sentence.letters[at]
        if letter == ",":
            segment = sentence.letters[at + 1 : comma]
            relative = sentence.letter(at + 1) == "W" or sentence.letter(at + 2) == "W"
            if any(each in "Vm" for each in segment) and not relative and best is None and not _has_relative(segment):
                return None
            place = _whole_before(sentence, at, floor)
            if place is not None and sentence.letter(place[0] - 1) not in {"i"}:
                best = place
                if sentence.letter(place[0] - 1) != ",":
                    break
        elif letter in ":.qU":
            break
        at -= 1
    return (best[0], comma) if best else None


def _has_relative(segment: str) -> bool:
    return "W" in segment


def subject_after(sentence: Sentence, start: int) -> Place | None:
    """The subject of a verb before it: "..., said | the head of the union, Jane Roe, on Tuesday".

    Args:
        sentence: a sentence.
        start: the place after the verb.
    """
    place = _starting(sentence, start)
    if place is None:
        return None
    end = place[1]
    while True:
        further = _further(sentence, end)
        if further is None:
            break
        end = further
    return (start, end)


def _further(sentence: Sentence, end: int) -> int | None:
    """Where a phrase goes on to that ends at a place: "of ...", "and ...", ", the head of ...,"."""
    starts = sentence.starting
    if (
        sentence.letter(end) == "i"
        and sentence.word(end) in {"of", "for", "from", "with", "at", "in"}
        and end + 1 in starts
    ):
        return starts[end + 1].end
    if (
        sentence.letter(end) == "c"
        and end + 1 in starts
        and sentence.letter(starts[end + 1].end) not in _FINITE | {"h"}
    ):
        return starts[end + 1].end
    if sentence.letter(end) == "," and end + 1 in starts and sentence.letter(end + 1) in "DNJRC":
        inner = subject_after_plain(sentence, end + 1)
        if sentence.letter(inner) in {",", ".", "", "W", "i", "n", "g"}:
            return inner
    return None


def subject_after_plain(sentence: Sentence, start: int) -> int:
    """Where the phrase that starts at a place ends, "of ..." included."""
    starts = sentence.starting
    end = starts[start].end
    while sentence.letter(end) in {"i"} and end + 1 in starts:
        end = starts[end + 1].end
    return end


def _starting(sentence: Sentence, at: int) -> Place | None:
    phrase = sentence.starting.get(at)
    return (phrase.first, phrase.end) if phrase else None


def _ending(sentence: Sentence, at: int) -> Place | None:
    phrase = sentence.ending.get(at)
    return (phrase.first, phrase.end) if phrase else None
