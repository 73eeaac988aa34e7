"""Text to sentences and tokens, each with the place where it stands.

Tokens are cut as the Penn Treebank cuts them (Marcus, Santorini, Marcinkiewicz 1993): possessives and negations stand
alone ("Moscow" "'s", "did" "n't"), hyphenated words and abbreviations stay whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from backstory.model import Span

#: No sentence is longer than this many tokens: a text without any stop is read in runs of this length.
LONGEST = 250

_TOKEN = re.compile(
    r"""
    (?:[^\W\d_]\.){2,}                                  # U.S., a.m.
    | \d[\d,.]*(?:st|nd|rd|th)\b | \d+(?:[.,]\d+)*      # 4,029  3.5  17th (cut at hyphens below)
      (?:-[^\W_]+)*                                     # 27-year-old  20-30
    | [^\W\d_](?=n['’]t\b) | [^\W_]+?(?=n['’]t\b)       # did|n't
    | n['’]t\b
    | ['’](?:s|re|ve|ll|d|m)\b                          # Moscow|'s
    | [^\W_]+(?:[-–.&'’/][^\W_]+)*?(?=['’](?:s|re|ve|ll|d|m)\b)
    | [^\W_]+(?:(?:[-.&'’/]|(?<=[^\W\d_])–)[^\W_]+)*    # al-Barajneh, O'Neill, AT&T
    | \.\.\. | --+ | '' | `` | [^\w\s] | _+
    """,
    re.VERBOSE,
)
_STOP = frozenset(".!?…。！？؟।")
_CLOSERS = frozenset(("''", *"\"'”’»)]"))
#: Abbreviations that a stop follows inside a sentence; single letters and "U.S."-like ones are told by their form.
_ABBREVIATIONS = frozenset(
    """
    adm attorneys brig capt cmdr col corp cpl dept det dr ed est fig fr ft gen gov hon inc jr lt ltd maj messrs mr mrs
    ms mt no pfc pres prof pvt rep reps rev sen sens sgt sr st supt v vs approx ca dist
    jan feb mar apr jun jul aug sep sept oct nov dec
    ala ariz ark calif colo conn fla ga ill ind kan la mass mich minn miss mo mont neb nev okla ore pa tenn tex va vt
    wash wis wyo
    """.split()
)
_BREAK = re.compile(r"\n+")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark of a text."""

    #: As it stands.
    text: str
    #: In lower case, typographic apostrophes made plain.
    lower: str
    #: Where it starts in the text.
    start: int
    #: One past its last character.
    end: int

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The tokens of a part of a text, in order.

    Args:
        text: any text.
        start: where the part starts.
        end: where it ends; at the end of the text by default.
    """
    for found in _TOKEN.finditer(text, start, len(text) if end is None else end):
        word = found.group()
        yield Token(word, word.lower().replace("’", "'"), found.start(), found.end())


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[Token, ...]]:
    """The sentences of a part of a text, each as its tokens; a line end ends a sentence.

    Args:
        text: any text.
        start: where the part starts.
        end: where it ends; at the end of the text by default.
    """
    end = len(text) if end is None else end
    at = start
    for line in [*_BREAK.finditer(text, start, end), None]:
        stop = line.start() if line else end
        yield from _cut(text, list(tokens(text, at, stop)))
        at = line.end() if line else end


def _cut(text: str, line: list[Token]) -> Iterator[tuple[Token, ...]]:
    """The sentences of one line."""
    first = 0
    for at, token in enumerate(line):
        if at < first:
            continue
        end = _after_stop(line, at) if token.text[-1] in _STOP and _ends(text, line, at) else 0
        if not end and at - first + 1 >= LONGEST:
            end = at + 1
        if end:
            yield tuple(line[first:end])
            first = end
    if first < len(line):
        yield tuple(line[first:])


def _after_stop(line: list[Token], at: int) -> int:
    """One past the closing quotation marks and brackets, and further stops, that touch a stop."""
    at += 1
    while at < len(line) and line[at].start == line[at - 1].end and line[at].text in _STOP | _CLOSERS:
        at += 1
    return at


def _ends(text: str, line: list[Token], at: int) -> bool:
    """Whether the stop at that place ends a sentence."""
    token = line[at]
    after = _after_stop(line, at)
    if after >= len(line):
        return True
    following = line[after]
    if following.start == line[after - 1].end and token.text in ".!?":
        return False
    if following.text[0].islower() or following.text in ",;:":
        return False
    if token.text != ".":
        return len(token.text) == 1 or _opens(following)
    before = line[at - 1] if at and line[at - 1].end == token.start else None
    if before is None:
        return True
    return not (before.lower in _ABBREVIATIONS or (len(before.text) == 1 and before.text.isupper()))


def _opens(token: Token) -> bool:
    """Whether a token after an abbreviation opens a new sentence: words that do so far more often than names do."""
    return token.lower in _OPENERS


_OPENERS = frozenset(
    "the a an in on at it he she they we i this that these those but and however after according his her their".split()
)
