"""How much of a sentence may be somebody's words, around a quotation: the candidates, and the measures of each."""

from __future__ import annotations

from dataclasses import dataclass

from backstory.language.paragraphs import Line, Paragraph
from backstory.language.quotes import Quotation
from backstory.language.subjects import Place
from backstory.language.tokens import Token
from backstory.model import Span

#: How many places that words may begin at are tried, and how many that they may end at: those nearest to the quotation.
_TRIED = 10
#: How many words behind a quotation any adjunct is tried as the end.
_NEAR = 8
#: How many words of a quotation are counted.
_LONG = 60
#: Letters in an order in which neighbours are alike, so that a tree can part them by a number.
_ORDER = ",:.q-()cUWwitDSJNPRrCsgnvVbhdma"
#: A finite verb, any verb, what stands before a noun, after what words may begin, before what they may end.
_FINITE, _VERB, _PHRASE, _BEGIN, _END, _ADJUNCT = "Vmbhd", "Vgvn", "DSJNPRCsa", ",:-cU(WV", ",:-cU(Wg", "iVbthm"
#: What stands for a quoted token among letters.
_QUOTED = '"'

#: What is measured of a candidate.
MEASURES = (
    *("quote words", "quote capitals", "quote opens with capital", "quote ends with stop", "before quote"),
    *("after quote", "verb", "verb attributes", "verb to start"),
    *("words", "quoted", "quoted share", "quotes", "verbs", "cues"),
    *("start to quote", "at start", "before start", "verbs before", "commas before"),
    *("quote to end", "at end", "before end", "commas", "clauses", "ends sentence", "rest", "verbs in rest"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """A paragraph as one run of tokens, ready to be measured around a quotation of it."""

    tokens: tuple[Token, ...]
    #: The letter of each token, as `grammar.LETTERS` has them.
    letters: str
    #: The same, but for what is quoted.
    outside: str
    #: For each token its line, and the place where that begins.
    lines: tuple[tuple[Line, int], ...]
    #: The places of verbs that may attribute.
    cues: frozenset[int]
    #: The tokens of each quotation.
    quoted: dict[Quotation, Place]

    def span(self, place: Place) -> Span:
        """Where tokens stand in the text."""
        return Span(self.tokens[place[0]].start, self.tokens[place[1] - 1].end)

    def sentence(self, at: int) -> Place:
        """The sentence that a token is of, without its stop."""
        line, start = self.lines[at]
        return start, start + line.last

    def verb(self, quote: Quotation) -> int | None:
        """The place of the verb before a quotation, within its sentence and not quoted; None where none is."""
        at = self.quoted[quote][0]
        start = self.sentence(at)[0]
        return next((near for near in range(at - 1, start - 1, -1) if self.outside[near] in _VERB), None)


def stretch(each: Paragraph) -> Stretch:
    """A paragraph, ready to be measured.

    Args:
        each: the paragraph.
    """
    lines: list[tuple[Line, int]] = []
    cues: set[int] = set()
    for line in each.lines:
        cues.update(len(lines) + cue.at for cue in line.cues)
        lines += [(line, len(lines))] * len(line.sentence.tokens)
    within = [quote for line in each.lines for quote in line.within]
    letters = "".join(line.sentence.letters for line in each.lines)
    quoted: dict[Quotation, Place] = {}
    for at, quote in enumerate(within):
        if quote is not None:
            quoted[quote] = (quoted.get(quote, (at, at))[0], at + 1)
    outside = "".join(_QUOTED if quote else letter for letter, quote in zip(letters, within, strict=True))
    tokens = tuple(token for line in each.lines for token in line.sentence.tokens)
    return Stretch(tokens, letters, outside, tuple(lines), frozenset(cues), quoted)


def candidates(held: Stretch, quote: Quotation) -> list[Place]:
    """What may be somebody's words: the quotation, and what stands around it.

    Args:
        held: a paragraph.
        quote: one of its quotations, of a token at least.
    """
    starts, ends = _starts(held, quote), _ends(held, quote)
    return [(start, end) for start in starts for end in ends]


def _starts(held: Stretch, quote: Quotation) -> list[int]:
    at = held.quoted[quote][0]
    first = held.sentence(at)[0]
    opened = {place[0] for place in held.quoted.values() if first < place[0] <= at}
    found = {first, at}
    for near in range(first + 1, at):
        letter, before = held.outside[near], held.outside[near - 1]
        begins = before in _BEGIN or letter in "Ut" or held.tokens[near - 1].lower == "that"
        if near in opened or (letter != _QUOTED and begins and letter not in ",.)"):
            found.add(near)
    phrase = at
    while phrase > first and held.outside[phrase - 1] in _PHRASE:
        phrase -= 1
    found.add(phrase)
    return sorted(sorted(found, key=lambda near: (near != first, at - near))[:_TRIED])


def _ends(held: Stretch, quote: Quotation) -> list[int]:
    end = held.quoted[quote][1]
    last = max(held.sentence(end - 1)[1], end)
    found = {end, last}
    for near in range(end, last):
        letter = held.outside[near]
        if letter in _END or (letter in _ADJUNCT and near - end < _NEAR):
            found.add(near)
    found.update(place[1] for place in held.quoted.values() if end < place[1] <= last)
    return sorted(sorted(found, key=lambda near: (near != last, near))[:_TRIED])


def measures(held: Stretch, quote: Quotation, places: list[Place]) -> list[list[float]]:
    """The measures of each candidate, in the order of `MEASURES`.

    Args:
        held: a paragraph.
        quote: one of its quotations.
        places: candidates for it.
    """
    fixed = _of_quote(held, quote)
    verb = held.verb(quote)
    starts = {start: _of_start(held, quote, start) for start, _ in places}
    ends = {end: _of_end(held, quote, end) for _, end in places}
    rows = []
    for start, end in places:
        behind = start - verb if verb is not None else -_LONG
        rows.append([*fixed, behind, *_of_all(held, start, end), *starts[start], *ends[end]])
    return rows


def _of_quote(held: Stretch, quote: Quotation) -> list[float]:
    at, end = held.quoted[quote]
    words = [token.text for token in held.tokens[at:end] if token.text[0].isalnum()]
    long = [word[0].isupper() for word in words if len(word) > 3]
    verb = held.verb(quote)
    return [
        min(len(words), _LONG),
        sum(long) / max(len(long), 1),
        bool(words) and words[0][0].isupper(),
        held.tokens[max(end - 2, 0)].text in ",.!?",
        _number(held, at - 1) if at > held.sentence(at)[0] else 0,
        _number(held, end),
        0 if verb is None else _number(held, verb),
        verb in held.cues,
    ]


def _of_all(held: Stretch, start: int, end: int) -> list[float]:
    outside = held.outside[start:end]
    quoted = outside.count(_QUOTED)
    return [
        sum(token.text[0].isalnum() for token in held.tokens[start:end]),
        quoted,
        quoted / (end - start),
        sum(start <= place[0] < end for place in held.quoted.values()),
        _count(held.letters[start:end], _FINITE),
        sum(start <= at < end for at in held.cues),
    ]


def _of_start(held: Stretch, quote: Quotation, start: int) -> list[float]:
    first = held.sentence(start)[0]
    before = held.outside[first:start]
    return [
        held.quoted[quote][0] - start,
        _number(held, start),
        _number(held, start - 1) if before else 0,
        _count(before, _FINITE),
        _count(before, ",:-"),
    ]


def _of_end(held: Stretch, quote: Quotation, end: int) -> list[float]:
    closed = held.quoted[quote][1]
    last = max(held.sentence(end - 1)[1], end)
    behind, rest = held.outside[closed:end], held.outside[end:last]
    return [
        end - closed,
        _number(held, end),
        _number(held, end - 1),
        _count(behind, ",:-"),
        _count(behind, "UW"),
        end == last,
        len(rest),
        _count(rest, _FINITE),
    ]


def _number(held: Stretch, at: int) -> int:
    """The place of a token's letter among letters that are alike; 0 outside the paragraph and for what is in none."""
    return _ORDER.find(held.letters[at]) + 1 if 0 <= at < len(held.letters) else 0


def _count(letters: str, wanted: str) -> int:
    return sum(letters.count(each) for each in wanted)
