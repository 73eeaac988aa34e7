"""Counts in words and digits, as the closed range that the words commit to.

The rules are those of docs/claims.md: "at least 36" is 36 and no upper bound, "dozens" is 24 to 99, "nearly 40" is at
most 40 and approximate.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from backstory.language.tokens import Token


@dataclass(frozen=True, slots=True)
class Count:
    """A number as a text gives it, with the words that bound it."""

    #: The least it can be; None where the words do not say.
    low: int | None
    #: The most it can be; None where the words do not say.
    high: int | None
    #: Whether the words say that it is not exact.
    approximate: bool
    #: Place of its first token in the sentence.
    first: int
    #: One past the place of its last token.
    end: int


_SMALL = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * number
    for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
#: Words that count without a number; what is above them is the next word's own ground.
_VAGUE = {
    "several": (3, 9),
    "dozens": (24, 99),
    "scores": (40, 199),
    "hundreds": (200, 999),
    "thousands": (2000, 9999),
    "millions": (2 * 10**6, 10**7 - 1),
    "both": (2, 2),
}
#: Words that a count may start with, beside digits and "twenty-one".
_STARTS = frozenset({*_SMALL, *_TENS, *_VAGUE, *"a an half tens few couple several".split()})
_DIGITS = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?")
_JOINED = re.compile(r"(\d[\d,]*)[-–](\d[\d,]*)")

#: What stands before a number and bounds it: how the range is made of the number's own.
_BEFORE = {
    "low": ("at least", "a minimum of", "no fewer than", "no less than", "not less than", "at the very least"),
    "above": ("more than", "greater than", "in excess of", "upwards of", "upward of", "over", "above", "exceeding"),
    "high": ("up to", "as many as", "at most", "no more than", "not more than", "a maximum of"),
    "below": ("fewer than", "less than", "under", "below"),
    "about": (
        "about", "around", "some", "an estimated", "estimated", "approximately", "roughly", "circa", "perhaps",
        "in the region of", "an approximate", "reportedly about",
    ),
    "nearly": ("nearly", "almost", "close to", "just under", "approaching", "virtually"),
}  # fmt: skip
_BOUNDS = sorted(
    ((tuple(words.split()), kind) for kind, each in _BEFORE.items() for words in each), key=lambda bound: -len(bound[0])
)
#: What may stand between the least and the most of one number.
_BETWEEN = frozenset({"and", "but", "or", "to", "possibly", "perhaps", "maybe", "even"})
#: What stands after a number and bounds it.
_AFTER = {"or more": "low", "or so": "about", "or fewer": "high", "or less": "high"}


def counts(sentence: Sequence[Token]) -> list[Count]:
    """The counts of a sentence in order, none within another.

    Ordinals ("third"), digits with a decimal fraction and no scale ("6.5"), and words joined to others by a hyphen
    ("27-year-old") are not counts. What a count is of, and whether it is a year, a share or a price, is not judged
    here.

    Args:
        sentence: its tokens.
    """
    words = [token.lower for token in sentence]
    found: list[Count] = []
    at = 0
    while at < len(words):
        count = _ranged(words, at) if may_start(words[at]) else None
        if count is None:
            at += 1
            continue
        found.append(_bounded(words, count, found[-1].end if found else 0))
        at = found[-1].end
        if len(found) > 1 and (both := _spanned(words, *found[-2:])):
            found[-2:] = [both]
    return found


def may_start(word: str) -> bool:
    """Whether a number, or a word that counts without one, may start with a word in lower case: most do not."""
    return word in _STARTS or word[0].isdigit() or word.partition("-")[0] in _TENS


def _spanned(words: Sequence[str], least: Count, most: Count) -> Count | None:
    """The range of two counts that bound one number: "at least six and possibly as many as ten"."""
    between = set(words[least.end : most.first])
    bounds = least.low is not None and least.high is None and most.high is not None and most.low is None
    if not bounds or not between or not between <= _BETWEEN or (least.low or 0) > (most.high or 0):
        return None
    return Count(least.low, most.high, most.approximate, least.first, most.end)


def number_at(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """The plain number that starts at a place, and where it ends; None where none does.

    Args:
        words: words in lower case.
        at: the place.
    """
    total, current, end, any_word = 0.0, None, at, False
    if words[at] in {"a", "an"} and at + 1 < len(words) and words[at + 1] in _SCALES:
        current, end = 1.0, at + 1
    elif words[at] == "half" and list(words[at + 1 : at + 3]) == ["a", "dozen"]:
        return 6, at + 3
    while end < len(words):
        word = words[end]
        value = _plain(word)
        if value is not None and (current is None or (any_word and _adds(current, value))):
            current, any_word = (current or 0.0) + value, not word[0].isdigit()
        elif word in _SCALES and current is not None:
            scale = _SCALES[word]
            if scale >= 1000:
                total, current = total + current * scale, None
            else:
                current *= scale
            any_word = True
        elif not (word == "and" and any_word and _goes_on(words, end + 1) and (current or 100) >= 100):
            break
        end += 1
    if end == at or (current is None and not total):
        return None
    value = total + (current or 0.0)
    return (int(value), end) if value == int(value) else None


def _plain(word: str) -> float | None:
    """The value of one word or run of digits."""
    if word in _SMALL:
        return _SMALL[word]
    if word in _TENS:
        return _TENS[word]
    tens, _, ones = word.partition("-")
    if tens in _TENS and 0 < _SMALL.get(ones, 0) < 10:
        return _TENS[tens] + _SMALL[ones]
    digits = _DIGITS.fullmatch(word)
    return float(digits[1].replace(",", "") + (digits[2] or "")) if digits else None


def _adds(current: float, value: float) -> bool:
    """Whether a number word goes on after another: "one hundred" "twenty", "twenty" "one"."""
    return (current % 100 == 0 and value < 100 and current >= 100) or (
        current % 10 == 0 and current % 100 >= 20 and value < 10
    )


def _goes_on(words: Sequence[str], at: int) -> bool:
    """Whether what follows "and" is the end of the same number: a small number word."""
    value = _plain(words[at]) if at < len(words) and words[at][0].isalpha() else None
    return value is not None and value < 100


def _single(words: Sequence[str], at: int) -> Count | None:
    """A number, or a word that counts without one."""
    vague = _vague(words, at)
    if vague is not None:
        return vague
    joined = _JOINED.fullmatch(words[at])
    if joined:
        low, high = (int(each.replace(",", "")) for each in joined.groups())
        return Count(low, high, False, at, at + 1) if low < high else None
    plain = number_at(words, at)
    return Count(plain[0], plain[0], False, at, plain[1]) if plain else None


def _vague(words: Sequence[str], at: int) -> Count | None:
    """A word that counts without a number: "dozens", "a few", "several thousand", "tens of thousands"."""
    word, before, after = words[at], words[at - 1] if at else "", list(words[at + 1 : at + 3])
    if word in {"tens", "hundreds"} and after == ["of", "thousands"]:
        low = 20_000 if word == "tens" else 200_000
        return Count(low, low * 5 - 1, False, at, at + 3)
    if word == "tens" and after[:1] == ["of"]:
        return Count(20, 99, False, at, at + 1)
    if word in {"few", "couple"}:
        return Count(*(3, 9) if word == "few" else (2, 2), False, at - 1, at + 1) if before == "a" else None
    if word == "several" and after[:1] and after[0] in _SCALES:
        scale = _SCALES[after[0]]
        return Count(3 * scale, 10 * scale - 1, False, at, at + 2)
    return Count(*_VAGUE[word], False, at, at + 1) if word in _VAGUE else None


def _ranged(words: Sequence[str], at: int) -> Count | None:
    """A number, or two that bound a range: "20 to 30", "between 20 and 30"."""
    first = _single(words, at)
    if first is None or first.low is None or first.end + 1 >= len(words):
        return first
    before = words[at - 1] if at else ""
    joint = words[first.end]
    links = {"to", "-", "–", "or"} | ({"and"} if before == "between" else set())
    if joint not in links or before in {"from"}:
        return first
    last = _single(words, first.end + 1)
    if last is None or last.high is None or last.high <= first.low or last.first != first.end + 1:
        return first
    low = first.low
    # "20 to 30 thousand" is 20 thousand to 30 thousand.
    for scale in (10**6, 1000, 100):
        if last.high % scale == 0 and words[last.end - 1] in _SCALES and low < scale <= last.high:
            low *= scale if low * scale < last.high else 1
    return Count(low, last.high, False, at - (before == "between"), last.end)


def _bounded(words: Sequence[str], count: Count, since: int) -> Count:
    """A count with what the words before and after it say of it."""
    for bound, kind in _BOUNDS:
        start = count.first - len(bound)
        if start >= since and tuple(words[start : count.first]) == bound:
            return _bounded(words, _by(kind, replace(count, first=start)), since)
    kind_after = _AFTER.get(" ".join(words[count.end : count.end + 2]))
    if kind_after:
        return _by(kind_after, replace(count, end=count.end + 2))
    return count


def _by(kind: str, count: Count) -> Count:
    """A count, bounded in one way."""
    low, high = count.low, count.high
    match kind:
        case "low":
            return replace(count, high=None)
        case "above":
            exact = low is not None and low == high
            return replace(count, low=low + 1 if exact and low is not None else low, high=None)
        case "high":
            return replace(count, low=None)
        case "below":
            return replace(count, low=None, high=None if high is None else high - 1)
        case "nearly":
            return replace(count, low=None, approximate=True)
    return replace(count, approximate=True)
