"""Sentences with the parts of speech of their words, and the phrases that rules ask for.

Each token has one letter for its part of speech, so that a shape of words is a regular expression over a string: see
`LETTERS`. Letters and tokens have the same places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from backstory.language.chain import labels_of
from backstory.language.lexicon import table, verb_forms
from backstory.language.numbers import Count, counts
from backstory.language.tokens import Token, sentences
from backstory.model import Span

#: The letter of each part of speech (Penn Treebank tags, Santorini 1990, some of them merged). `C` is any word of a
#: count, `b h d` are forms of be, have and do, `U` is a subordinating conjunction, `-` anything else.
LETTERS = {
    "DT": "D", "PRP$": "S", "JJ": "J", "NN": "N", "NNS": "P", "NNP": "R", "POS": "s", "PRP": "r", "WP": "W", "WP$": "W",
    "WRB": "w", "VBD": "V", "VBZ": "V", "VBP": "V", "VB": "v", "VBN": "n", "VBG": "g", "MD": "m", "RB": "a", "RP": "a",
    "IN": "i", "TO": "t", "CC": "c", "CD": "C", ",": ",", ":": ":", ".": ".", "Q": "q", "(": "(", ")": ")",
}  # fmt: skip
_FORMS = {
    **dict.fromkeys("be is are was were been being am 's 're 'm".split(), "b"),
    **dict.fromkeys("have has had having 've".split(), "h"),
    **dict.fromkeys("do does did".split(), "d"),
}
_SUBORDINATORS = frozenset(
    "after although as because before despite if once since that though unless until when whereas whether while".split()
)
#: The forms of the verb that "dead" goes with.
SHOOTS = frozenset(verb_forms("shoot(shot)"))
_QUOTES = frozenset(("''", "``", *'"“”„«»'))

#: A noun phrase without what follows its head: "at least six U.S. soldiers", "the Taliban's spokesman".
_CORE = r"(?:[DS]|D?(?=C))?(?:a?[JC]|J,(?=J)|(?<=[DSCJs])[ng](?=[NPRJ])|(?:(?<=i)|^)n(?=[NPRJ])|J-J)*"
NOUN_PHRASE = re.compile(
    rf"(?:{_CORE}[NPRJ]*[NPR]s)*(?:{_CORE}(?:[NPRC]|q[NPR]+q(?=[NPR])|q(?=[NPR]+q)|J(?=[NPR]))*[NPR]|[DS]?C+|D?[JC]*[NPR]|r|D(?=[bhdmVa,.]|$)|DJ|Dn(?![NPR]))"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: its head with what stands before it."""

    #: Place of its first token.
    first: int
    #: One past the place of its last token, which is its head.
    end: int
    #: The count in it, if there is one.
    count: Count | None = None

    @property
    def head(self) -> int:
        """Place of its head."""
        return self.end - 1


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A sentence, ready for rules."""

    #: Its tokens.
    tokens: tuple[Token, ...]
    #: A letter for each token: see `LETTERS`.
    letters: str
    #: For each token the kind of name that it begins or goes on with ("B-person", "I-place"), or "O".
    kinds: tuple[str, ...]
    #: Its noun phrases in order, none within another.
    phrases: tuple[Phrase, ...]
    #: The same by the place where they start.
    starting: dict[int, Phrase] = field(repr=False)
    #: The same by the place where they end.
    ending: dict[int, Phrase] = field(repr=False)

    def word(self, at: int) -> str:
        """The word at a place in lower case; empty outside the sentence."""
        return self.tokens[at].lower if 0 <= at < len(self.tokens) else ""

    def letter(self, at: int) -> str:
        """The letter at a place; empty outside the sentence."""
        return self.letters[at] if 0 <= at < len(self.letters) else ""

    def words(self, first: int, end: int) -> tuple[str, ...]:
        """The words from one place to another in lower case."""
        return tuple(token.lower for token in self.tokens[max(first, 0) : max(end, 0)])

    def span(self, first: int, end: int) -> Span:
        """Where the tokens from one place to another stand in the text."""
        return Span(self.tokens[first].start, self.tokens[end - 1].end)


def parsed(text: str, start: int = 0, end: int | None = None) -> list[Sentence]:
    """The sentences of a part of a text.

    Args:
        text: any text.
        start: where the part starts.
        end: where it ends; at the end of the text by default.
    """
    cut = list(sentences(text, start, end))
    if not cut:
        return []
    tagged = zip(cut, *labels_of(("words", "names"), cut), strict=True)
    return [_sentence(each, tags, kinds) for each, tags, kinds in tagged]


def _sentence(held: tuple[Token, ...], tags: Sequence[str], kinds: Sequence[str]) -> Sentence:
    letters = [_letter(token, tag) for token, tag in zip(held, tags, strict=True)]
    _name(held, letters, kinds)
    found = counts(held)
    for count in found:
        letters[count.first : count.end] = "C" * (count.end - count.first)
    _apostrophes(held, letters)
    _repair(held, letters)
    _attribute(held, letters)
    _shot_dead(held, letters)
    joined = "".join(letters)
    whole = tuple(_phrases(joined, found))
    return Sentence(
        held, joined, tuple(kinds), whole, {each.first: each for each in whole}, {each.end: each for each in whole}
    )


def _name(held: Sequence[Token], letters: list[str], kinds: Sequence[str]) -> None:
    """Make names of what stands in one: "Will Doyle", "David E. Kendall", "Rep. Cummings"."""
    for at, token in enumerate(held):
        # A capital may also stand within: "al-Assad".
        if letters[at] in "mvVgna" and kinds[at] != "O" and token.text != token.lower:
            letters[at] = "R"
        unknown = letters[at] == "-" or (letters[at] == "a" and _is_unknown(token.lower))
        if unknown and token.text[0].isupper() and (at or letters[at] == "a" or _is_unknown(token.lower)):
            letters[at] = "R"
        inside = token.text == "." and 0 < at < len(held) - 1 and held[at - 1].end == token.start
        if inside and held[at - 1].text[0].isupper() and letters[at - 1] in "RNJP":
            letters[at - 1] = letters[at] = "R"


def _is_unknown(word: str) -> bool:
    """Whether an adverb is none: "Callamard sharply criticizes"."""
    return len(word) > 4 and not word.endswith("ly") and word not in _ADVERBS


_ADVERBS = frozenset(
    """
    about abroad afterward afterwards again ahead almost alone along already also always anyway anywhere apart around
    aside away before besides earlier either elsewhere enough ever everywhere first forward further furthermore hence
    hereafter however indeed instead later least likewise longer maybe meantime meanwhile moreover never nevertheless
    nonetheless nowhere often otherwise outside overall overnight perhaps quite rather second seldom sometime sometimes
    somewhat somewhere sooner still straight there thereafter therefore third though thus today together tomorrow
    tonight twice upward worldwide yesterday
    """.split()
)


def _repair(held: Sequence[Token], letters: list[str]) -> None:
    """Mend what the tagger takes for a noun and is none, or is one: "ISIL claims responsibility", "wounds over 14"."""
    finite = quoted = False
    for at in range(len(letters) - 1):
        before = letters[at - 1] if at else ""
        if (
            before == "P"
            and held[at + 1].lower == "that"
            and _verbs()[1].issuperset((held[at - 1].lower, held[at].lower))
        ):
            # "Norland rejects claims that ...": the first of the two is the verb.
            letters[at - 1 : at + 1] = "VP"
            if at > 1 and letters[at - 2] == "J":
                letters[at - 2] = "R"
            finite = True
        elif letters[at] == "V" and before == "h" and held[at].lower in _verbs()[1]:
            # "It has reports that ...".
            letters[at] = "P"
        elif letters[at] == "N" and held[at].lower in _ADVERBS and before == "R" and letters[at + 1] in "Vbhdm":
            # "The United Kingdom likewise said".
            letters[at] = "a"
        elif letters[at] in "NP" and held[at].lower in _verbs()[letters[at] == "P"]:
            noun = before != "" and before in "RNP"
            if held[at + 1].lower in {"that", "responsibility"}:
                verb = noun and (letters[at] == "P" or not finite)
            elif letters[at + 1] in ".," and quoted and letters[at] == "P":
                verb = noun and not finite
            else:
                led = (noun and not finite) or (before == "c" and finite)
                several = letters[at] == "P" or (noun and "P" in letters[:at] and letters[at + 1] == "C")
                verb = several and led and letters[at + 1] in "CDSr"
            letters[at] = "V" if verb else letters[at]
        finite = (finite or letters[at] in "Vmb") and letters[at] not in ":.Uq"
        quoted = quoted or letters[at] == "q"


def _apostrophes(held: Sequence[Token], letters: list[str]) -> None:
    """Tell apostrophes from quotation marks: "the farmers’ union", "in ‘08"."""
    opened = False
    for at, token in enumerate(held[:-1]):
        year = held[at + 1].text.isdigit() and held[at + 1].start == token.end
        if token.text in {"‘", "'", "’"} and year and len(held[at + 1].text) == 2:
            letters[at] = "C"
        elif at and token.text in {"’", "'"} and held[at - 1].end == token.start and held[at - 1].lower[-1] == "s":
            letters[at] = letters[at] if opened else "s"
        opened = opened or (token.text in {"‘", "'"} and letters[at] == "q")


def _attribute(held: Sequence[Token], letters: list[str]) -> None:
    """Mend the words that attribute, which taggers misread beside quotations: '..." Shook | said', "alleged | that"."""
    for at, token in enumerate(held[:-1]):
        behind = at > 1 and letters[at - 1] == "q" and letters[at - 2] in {",", "."}
        told = held[at + 1].lower in _past() and letters[at + 1] in "VNJnP"
        if (behind or not at) and told and token.text[0].isupper() and letters[at] in "VJNvn":
            letters[at], letters[at + 1] = "R", "V"
        elif behind and letters[at] == "v":
            letters[at] = "N" if letters[at + 1] in "RN" else "V" if token.lower in _past() else "v"
        elif (
            token.lower in _past()
            and letters[at] in "JN"
            and letters[at - 1] not in "DSJs"
            and _leads(held, letters, at)
        ):
            letters[at] = "V"
        elif letters[at] in "NJ" and letters[at - 1] in ",q:" and _goes_on(held, letters, at):
            letters[at] = "g"
        elif token.lower in {"'s", "'d"} and letters[at - 1 : at] == ["r"] and _has_said(held, at + 1):
            letters[at] = "h"
        elif not at and token.lower in _past() and held[1].text[0].isupper() and letters[2:3] in ([":"], [","]):
            letters[0], letters[1] = "V", "R"


def _shot_dead(held: Sequence[Token], letters: list[str]) -> None:
    """Take "dead" out of the phrase behind it: "shoots dead | two guards"."""
    for at in range(1, len(held)):
        if held[at].lower == "dead" and held[at - 1].lower in SHOOTS:
            letters[at] = "-"


def _leads(held: Sequence[Token], letters: Sequence[str], at: int) -> bool:
    """Whether a quotation or "that" follows a word."""
    after = letters[at + 1 : at + 3]
    return after[:1] == ["q"] or after in ([",", "q"], [":", "q"]) or held[at + 1].lower == "that"


def _goes_on(held: Sequence[Token], letters: Sequence[str], at: int) -> bool:
    """Whether a word in -ing goes on with what somebody does: '"...," drawing laughter', ", telling reporters"."""
    if letters[at - 1] == "q" and letters[at - 2] == "," and held[at].lower.endswith("ing"):
        return True
    telling = held[at].lower in _telling()
    return telling and (letters[at + 1] in "NPrDRi" or _leads(held, letters, at))


def _has_said(held: Sequence[Token], at: int) -> bool:
    """Whether a past form of a verb that attributes stands at a place, and no infinitive after it: "she 's | said"."""
    return held[at].lower in _past() and (held[at + 1].lower if at + 1 < len(held) else "") not in {
        "to",
        "by",
        ",",
        ".",
    }


@lru_cache(maxsize=1)
def _past() -> frozenset[str]:
    """The past forms of the verbs that attribute a clause."""
    entries = [entry for row in table("cues") if "c" in row[1] for entry in row[2].split()]
    return frozenset(form for entry in entries for form in list(verb_forms(entry.partition("_")[0]))[3:])


@lru_cache(maxsize=1)
def _telling() -> frozenset[str]:
    """The gerunds of the verbs that attribute a clause, or that say first whom it is said to."""
    entries = [entry for row in table("cues") if set("cp").intersection(row[1]) for entry in row[2].split()]
    return frozenset(list(verb_forms(entry.partition("_")[0]))[2] for entry in entries)


@lru_cache(maxsize=1)
def _verbs() -> tuple[frozenset[str], frozenset[str]]:
    """The verbs of the tables in their base form and after "he": words that may also be nouns."""
    entries = [entry for row in table("cues") if row[1] != "n" for entry in row[2].split()]
    entries += [entry for row in table("harms") if row[1] == "does" for entry in row[2].split()]
    forms = [list(verb_forms(entry.partition("_")[0])) for entry in entries]
    return frozenset(each[0] for each in forms), frozenset(each[1] for each in forms)


def _letter(token: Token, tag: str) -> str:
    if token.text in _QUOTES:
        return "q"
    if tag == "POS":
        return "s"
    if token.lower in _FORMS and tag in {"VBD", "VBZ", "VBP", "VB", "VBN", "VBG"}:
        return _FORMS[token.lower]
    if tag in {"IN", "WRB"} and token.lower in _SUBORDINATORS:
        return "U"
    if token.text in {"—", "–", ";", "--", ":"}:
        return ":"
    return LETTERS.get(tag, "-")


def _phrases(letters: str, found: Sequence[Count]) -> Iterator[Phrase]:
    for shape in NOUN_PHRASE.finditer(letters):
        inside = [each for each in found if shape.start() <= each.first and each.end <= shape.end()]
        yield Phrase(shape.start(), shape.end(), inside[0] if inside else None)
