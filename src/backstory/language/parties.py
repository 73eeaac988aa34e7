"""Phrases that stand for people, and how many people each stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from backstory.language.grammar import Phrase, Sentence
from backstory.language.lexicon import words
from backstory.language.numbers import Count
from backstory.language.subjects import Place

_ORDINAL = re.compile(r"\d{1,2}(?:st|nd|rd|th)")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


@dataclass(frozen=True, slots=True)
class Party:
    """People as a phrase of a sentence names them."""

    #: Place of the first token of the phrase.
    first: int
    #: One past the place of its last token, "of ..." behind its head included.
    end: int
    #: Place of its head.
    head: int
    #: The least they can be.
    low: int | None = 1
    #: The most they can be.
    high: int | None = 1
    #: Whether the phrase says that the number is not exact.
    approximate: bool = False
    #: Whether it gives a number; else it describes or names one person.
    counted: bool = False
    #: Places of the words that say who they are; None where the phrase does not.
    of: Place | None = None


def parties(sentence: Sentence) -> list[Party]:
    """The phrases of a sentence that stand for people, in order; "a woman and her child" is one.

    Args:
        sentence: a sentence.
    """
    out: list[Party] = []
    for phrase in sentence.phrases:
        counted = phrase.count is not None and not _is_age(sentence, phrase.count)
        party = _counted(sentence, phrase, phrase.count) if phrase.count and counted else _one(sentence, phrase)
        if party is None:
            continue
        last = out[-1] if out else None
        joined = last is not None and not last.counted and not party.counted
        if last is not None and joined and sentence.words(last.end, party.first) == ("and",):
            out[-1] = _both(last, party)
        else:
            out.append(party)
    return out


def _both(one: Party, other: Party) -> Party:
    total = (one.high or 0) + (other.high or 0)
    start = one.of[0] if one.of else one.first
    return replace(one, end=other.end, head=other.head, low=total, high=total, of=(start, other.end))


def _counted(sentence: Sentence, phrase: Phrase, count: Count) -> Party | None:
    """As many people as a phrase counts; None where it counts something else."""
    if sentence.word(phrase.first) == "no":
        return Party(phrase.first, phrase.end, phrase.head, 0, 0, counted=True)
    if not _counts_people(sentence, phrase, count):
        return None
    stated = phrase.end > count.end and sentence.word(phrase.head) in words("state")
    end, of = _of(sentence, replace(phrase, end=phrase.end - stated), count.end)
    if of is not None and sentence.word(of[1] - 1) in words("thing"):
        return None
    return Party(phrase.first, end, phrase.head, count.low, count.high, count.approximate, True, of)


def _is_age(sentence: Sentence, count: Count) -> bool:
    """Whether a number says how old somebody is: "a six year old girl", "Tom Reed, 18, was"."""
    after, following = sentence.word(count.end), sentence.word(count.end + 1)
    if after.endswith("-old") or (after.rstrip("s") in words("ages") and following == "old"):
        return True
    alone = sentence.word(count.first - 1) == "," and sentence.letter(count.first - 2) in {"R", "N"}
    return alone and after in {",", "."} and count.low == count.high and count.end - count.first == 1


def _counts_people(sentence: Sentence, phrase: Phrase, count: Count) -> bool:
    """Whether a number may be of people: no price, share, date or measure, and no thing as its noun."""
    if sentence.word(count.first - 1) == ":" and sentence.word(count.first - 2).isdigit():
        return False
    if sentence.word(count.first - 1) in words("priced") or sentence.word(phrase.end) in words("measured"):
        return False
    if phrase.end == count.end:
        return not _is_date(sentence, phrase, count)
    return sentence.word(phrase.head) not in words("thing") and "s" not in sentence.letters[count.first : phrase.end]


def _is_date(sentence: Sentence, phrase: Phrase, count: Count) -> bool:
    """Whether a number without a noun is a year, the day of a month, or an hour."""
    before, after = sentence.word(phrase.first - 1), sentence.word(phrase.end)
    if before.rstrip(".") in words("month") or after.rstrip(".") in words("month"):
        return True
    year = _YEAR.fullmatch(sentence.word(count.first))
    if year and _ORDINAL.fullmatch(before):
        return True
    if year and before in words("dated"):
        return before not in {"of", "and", "after"} or after in {"", ".", ","}
    return after in words("clock")


def _of(sentence: Sentence, phrase: Phrase, after: int) -> tuple[int, Place | None]:
    """Where a counted phrase ends, and the words that say who they are: "six | members of his security personnel"."""
    first, end = after, phrase.end
    while first < end and sentence.word(first) in words("further"):
        first += 1
    end += sentence.word(end) in {"more", "others"}
    inner = sentence.starting.get(end + 1) if sentence.word(end) == "of" else None
    if inner is not None and first >= phrase.end:
        start = inner.first + (sentence.letter(inner.first) in "DS")
        return inner.end, (start, inner.end) if sentence.letter(inner.first) != "r" else None
    end = inner.end if inner is not None else end
    idle = phrase.end - first == 1 and sentence.word(first) in words("nobody")
    return end, None if first >= phrase.end or idle else (first, end)


def _one(sentence: Sentence, phrase: Phrase) -> Party | None:
    """One person who is described or named; nobody, where a phrase says so."""
    letter, head = sentence.letter(phrase.head), sentence.word(phrase.head)
    if letter == "r" and head != "nobody":
        # "him and his wife": alone a pronoun counts nobody who is not counted already.
        joined = sentence.word(phrase.end) == "and" and sentence.letter(phrase.end + 1) == "S"
        return Party(phrase.first, phrase.end, phrase.head) if joined and head in {"he", "she", "him", "her"} else None
    if head == "nobody" or sentence.word(phrase.first) == "no":
        people = words("nobody") | words("harmless") | {"nobody"}
        none = head in people or is_person(head.removesuffix("s"))
        return Party(phrase.first, phrase.end, phrase.head, 0, 0, counted=True) if none else None
    if letter == "R" and head not in words("time") | words("month"):
        return _named(sentence, phrase)
    return _described(sentence, phrase) if letter == "N" and is_person(head) else None


def _described(sentence: Sentence, phrase: Phrase) -> Party | None:
    """One person by what they are: "the driver", "Nadia's brother", "former minister"."""
    owned = "s" in sentence.letters[phrase.first : phrase.end]
    if sentence.word(phrase.first) not in words("one") and not owned and sentence.letter(phrase.first) not in "JNC":
        return None
    start = phrase.first + (sentence.letter(phrase.first) in "DS")
    idle = sentence.word(phrase.head) in words("nobody")
    return Party(phrase.first, phrase.end, phrase.head, of=None if idle else (start, phrase.end))


def _named(sentence: Sentence, phrase: Phrase) -> Party | None:
    """A person by name: what a title stands before, or what the labeller does not take for a place."""
    start = phrase.first + (sentence.letter(phrase.first) in "DS")
    titles = [at for at in range(start, phrase.end - 1) if is_person(sentence.word(at))]
    kinds = {kind.partition("-")[2] for kind in sentence.kinds[phrase.first : phrase.end]}
    if not titles and "place" in kinds and "person" not in kinds:
        return None
    return Party(phrase.first, phrase.end, phrase.head, of=(start, titles[-1] + 1) if titles else None)


def is_person(word: str) -> bool:
    """Whether a noun in the singular stands for one person.

    Args:
        word: in lower case.
    """
    return word in words("person") or word.rpartition("-")[2] in words("person")
