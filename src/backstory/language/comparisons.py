"""What a text compares with: the words that compare, and the names that stand after them.

The grammar is a table of cues (comparisons.tsv). What it gives is what the words say; whether a name stands for a
story that an archive knows is for others to ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from backstory.language.lexicon import table
from backstory.language.terms import COMMON
from backstory.language.tokens import Token, sentences
from backstory.model import Span

#: Tokens after a cue in which names are looked for.
_REACH = 16
#: Lower-case words that a name may go on with: "Chernobyl disaster", "Iraq War logs".
_TAIL = 2

#: A sentence with more than this part of its words in capitals is a title, where capitals say nothing.
_TITLE = 0.6

_GAP = r"(?:(?![,;:] )[^ ]+ ){0,16}?"
_ADJECTIVE = r"(?:[\w-]+ )?"
_LIKE = re.compile(r"(?P<name>[^\W\d_].*?)[-‑–](?:style|like|esque|type|scale)", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
#: What ends the stretch in which the compared thing is named.
_STOPS = frozenset(
    """
    ; : ! ? . — – - ( ) but which who whom whose that where when while although because if so like such including
    """.split()
)
_QUOTES = frozenset(("''", "``", *'"“”„«»'))
_POSSESSIVE = frozenset(("'s", "’s", "'", "’"))
#: Who does something after "since": it tells why and not since when.
_WHO = frozenset("he i it she they we you".split())
_BETWEEN = frozenset("of de del la el al bin".split())
#: Words that stand between a name and what goes on after it; none of them is a noun.
_SMALL = frozenset(
    """
    a about after against all also an and are as at because been before being but by can could did do does during for
    from had has have he her his how if in into is it its more most not of on or our over said says she should since so
    than that the their then there these they this those to told under until up was we were what when where which while
    who will with would you
    """.split()
)


@dataclass(frozen=True, slots=True)
class Named:
    """Something named: a name with the words that may belong to it, or a year."""

    #: Where the name stands: "Chernobyl".
    name: Span
    #: The name with what follows it, the longest first: "Chernobyl nuclear disaster", "Chernobyl nuclear", "Chernobyl".
    readings: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Words that compare, and what they may compare with."""

    #: The words that compare: "reminiscent of".
    cue: Span
    #: All that is named after them, in order.
    named: tuple[Named, ...]
    #: The kind of the cue, as comparisons.tsv calls it; `kind` of a comparison within a word, "an Aleppo-style siege".
    kind: str


def comparisons(text: str, start: int = 0, end: int | None = None) -> Iterator[Comparison]:
    """The comparisons of a part of a text, in order; of cues that overlap, the first.

    Args:
        text: any text.
        start: where the part starts.
        end: where it ends; at the end of the text by default.
    """
    for sentence in sentences(text, start, end):
        yield from _of_sentence(sentence)


def _of_sentence(sentence: Sequence[Token]) -> Iterator[Comparison]:
    words = [
        token.text
        for token in sentence[1:]
        if token.text[0].isalnum() and (len(token.text) > 3 or token.text[0].isdigit())
    ]
    named = sum(not word[0].islower() for word in words)
    if not named or named > _TITLE * len(words) + 2:
        return
    starts: dict[int, int] = {}
    at = 0
    for place, token in enumerate(sentence):
        starts[at] = place
        at += len(token.lower) + 1
    line = "".join(f"{token.lower} " for token in sentence)
    found = [*_worded(sentence, line, starts), *_styled(sentence)]
    yield from sorted(found, key=lambda each: each.cue.start)


def _worded(sentence: Sequence[Token], line: str, starts: dict[int, int]) -> Iterator[Comparison]:
    """Comparisons by cues of the table."""
    taken = 0
    for cue in _cues().finditer(line):
        first, after = starts[cue.start()], starts.get(cue.end(), len(sentence))
        kind = (cue.lastgroup or "").partition("_")[0]
        if first < taken or (kind == "next" and _is_titled(sentence, first, after)):
            continue
        named = tuple(_named(sentence, after, kind))
        if named:
            taken = after
            yield Comparison(Span(sentence[first].start, sentence[after - 1].end), named, kind)


def _is_titled(sentence: Sequence[Token], first: int, after: int) -> bool:
    """Whether words that compare are part of a name: "The New York Times"."""
    return any(token.text[0].isupper() for token in sentence[max(first, 1) : after])


def _styled(sentence: Sequence[Token]) -> Iterator[Comparison]:
    """Comparisons within a word: "an Aleppo-style siege"."""
    for token in sentence:
        found = _LIKE.fullmatch(token.text)
        if found and found["name"][0].isupper():
            name = Span(token.start, token.start + found.end("name"))
            yield Comparison(Span(name.end, token.end), (Named(name, (name,)),), "kind")


@cache
def _cues() -> re.Pattern[str]:
    """All cues as one expression; the name of the group that matched begins with the kind."""
    patterns = [
        f"(?P<{kind}_{number}>{pattern.replace('{adj}', _ADJECTIVE).replace('{} ', _GAP)})"
        for number, (kind, pattern) in enumerate(table("comparisons"))
    ]
    return re.compile(rf"(?<![^ ])(?:{'|'.join(patterns)}) ")


def _named(sentence: Sequence[Token], after: int, kind: str) -> Iterator[Named]:
    """What is named from a place on, up to the end of the clause."""
    at = after
    while at < min(len(sentence), after + _REACH):
        token = sentence[at]
        if _stops(sentence, at) or (token.text in _QUOTES and at > after) or (kind == "since" and token.lower in _WHO):
            return
        if kind in {"time", "since"} and _YEAR.fullmatch(token.text) and not _is_name(sentence, at + 1):
            yield _with_tail(sentence, at, at + 1)
        elif _is_name(sentence, at):
            end = _end(sentence, at)
            named = _with_tail(sentence, at, end)
            alone = at == after and len(named.readings) == 1 and not _is_of(sentence, end)
            if alone if kind == "next" else not _is_part(sentence, at, end, after):
                yield named
            at = end - 1
        elif token.text[0].isdigit() and not _YEAR.fullmatch(token.text):
            return  # "compared with 11 percent": numbers are compared, and not what happened.
        if kind == "next":
            return
        at += 1


def _stops(sentence: Sequence[Token], at: int) -> bool:
    """Whether the clause ends at a place."""
    word = sentence[at].lower
    if word == ",":
        return not _goes_on(sentence, at + 1)
    # "that of Aleppo" stands for what is compared.
    return word in _STOPS and not (word == "that" and at + 1 < len(sentence) and sentence[at + 1].lower == "of")


def _goes_on(sentence: Sequence[Token], at: int) -> bool:
    """Whether after a comma the same list or place goes on: "Aleppo, Syria", and not "Aleppo, Moscow denies"."""
    if not _is_name(sentence, at):
        return False
    end = _end(sentence, at)
    return end == len(sentence) or sentence[end].text in {",", ".", "and", "or"} or sentence[end].text in _QUOTES


def _is_name(sentence: Sequence[Token], at: int) -> bool:
    """Whether a name starts at a place: a capital letter, a year before one, or a day that stands for what it saw."""
    if at >= len(sentence):
        return False
    text = sentence[at].text
    if _YEAR.fullmatch(text):
        return at + 1 < len(sentence) and sentence[at + 1].text[0].isupper()
    return (text[0].isupper() and text != "I") or _is_day(sentence, at)


def _is_day(sentence: Sequence[Token], at: int) -> bool:
    """Whether a day stands at a place that is written as the name of what happened on it: "9/11"."""
    day = [token.text for token in sentence[at : at + 3]]
    return len(day) == 3 and day[1] == "/" and day[0].isdigit() and day[2].isdigit()


def _end(sentence: Sequence[Token], at: int) -> int:
    """One past the last token of the name that starts at a place."""
    end = at + (3 if _is_day(sentence, at) else 1)
    while end < len(sentence):
        text = sentence[end].text
        if text[0].isupper() or (text[0].isdigit() and not _YEAR.fullmatch(text)):
            end += 1
        elif text in _BETWEEN and end + 1 < len(sentence) and sentence[end + 1].text[0].isupper():
            end += 2
        else:
            break
    return end


def _with_tail(sentence: Sequence[Token], first: int, end: int) -> Named:
    last = end
    while last < len(sentence) and last - end < _TAIL and _may_follow(sentence[last]):
        last += 1
    readings = [Span(sentence[first].start, sentence[at - 1].end) for at in range(last, end - 1, -1)]
    return Named(readings[-1], tuple(readings))


def _is_of(sentence: Sequence[Token], at: int) -> bool:
    """Whether a name goes on with what it is of: "the next President of the senate"."""
    return at < len(sentence) and sentence[at].lower == "of"


def _is_part(sentence: Sequence[Token], at: int, end: int, after: int) -> bool:
    """Whether the words around a name tell of a part of it: "medieval Europe", "Europe's", "what Europe does"."""
    if end < len(sentence) and sentence[end].lower in _POSSESSIVE:
        return True
    before = sentence[at - 1]
    qualifies = before.text[0].isalnum() and before.text.islower() and before.lower not in COMMON
    return at > after and (qualifies or before.lower == "what")


def _may_follow(token: Token) -> bool:
    return token.text.isalpha() and token.text.islower() and token.text not in _SMALL
