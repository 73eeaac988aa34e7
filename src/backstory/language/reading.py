"""Claims with the words that they point to, and the names in those who make them."""

from __future__ import annotations

import re
from functools import lru_cache

from backstory.language.claims import read_claims
from backstory.language.grammar import parsed
from backstory.language.lexicon import table, verb_forms, words
from backstory.language.names import names
from backstory.model import Article, Figure, Span, Statement
from backstory.model_claims import Counted, Reading, Said

#: The order in which the names of a claimant are taken for the claimant: a spokesman, before whom he speaks for.
_ORDER = ("person", "organisation", "place", "group")
#: Several words with capitals: a name that is not known for one.
_CAPITALS = re.compile(r"(?:[A-Z][\w’'-]+ ){1,5}[A-Z][\w’'-]+")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
#: What a statement may hang on beside words: quotations, and a colon after a name.
_MARKS = re.compile(r"[\"“”„«»:]|''|``|‘")


def reading(source: Article | str) -> Reading:
    """What a text says that people say, and how many it says were harmed, with the words themselves.

    Args:
        source: an article, of which the title and the body are read and nothing else; or a text, of which all is.
    """
    text = source if isinstance(source, str) else source.text
    if isinstance(source, str) and not _may_claim(text):
        return Reading()
    claims = read_claims(source)
    return Reading(
        said=tuple(_said(text, each) for each in claims.statements),
        counted=tuple(_counted(text, each) for each in claims.figures),
        unread=claims.unread,
    )


def _may_claim(text: str) -> bool:
    """Whether a text holds a word or mark that some claim needs; most headlines without one are told in a moment."""
    return _MARKS.search(text) is not None or not _needed().isdisjoint(_WORD.findall(text.lower()))


@lru_cache(maxsize=1)
def _needed() -> frozenset[str]:
    """Every form of every word that attributes or harms."""
    entries = [entry for row in (*table("cues"), *table("harms")) for entry in row[2].split()]
    singular = {form for entry in entries for form in verb_forms(entry.partition("_")[0])}
    return frozenset({*singular, *(f"{form}s" for form in singular), *_ELSE})


#: Words of claims that stand in no table: hearsay, and the nouns of harm with irregular plurals.
_ELSE = frozenset(
    """
    according reportedly allegedly purportedly supposedly said believed thought bodies deaths fatalities casualties
    casualty injuries lives toll
    """.split()
)


def _said(text: str, said: Statement) -> Said:
    return Said(
        statement=said,
        claimant=_words(text, said.claimant),
        named=_words(text, said.named),
        who=_who(text, said.named or said.claimant),
        cue=text[said.cue.start : said.cue.end],
        content=tuple(text[span.start : span.end] for span in said.content),
    )


def _who(text: str, claimant: Span | None) -> str | None:
    """The name in a claimant's phrase: of the person, else of whom the person speaks for."""
    if claimant is None:
        return None
    return _named(text[claimant.start : claimant.end])


@lru_cache(maxsize=20_000)
def _named(phrase: str) -> str | None:
    """The name in a phrase, which the same few phrases are asked for again and again."""
    found = [name for line in parsed(phrase) for name in names(line)]
    # "A U.S. official" does not speak for the country; "the United States" and "Moscow" do.
    whole = Span(len(phrase) - len(_ARTICLE.sub("", phrase)), len(phrase))
    spoken = [name for name in found if name.kind in _ORDER[:2] or name.span == whole]
    best = min(spoken, key=lambda name: _ORDER.index(name.kind), default=None)
    if best:
        return phrase[best.span.start : best.span.end]
    capitals = None if found else _CAPITALS.search(phrase)
    return capitals.group() if capitals else None


def _counted(text: str, figure: Figure) -> Counted:
    sentence = text[figure.sentence.start : figure.sentence.end].lower()
    return Counted(
        figure=figure,
        words=text[figure.span.start : figure.span.end],
        of=_words(text, figure.of),
        claimant=_words(text, figure.claimant),
        who=_who(text, figure.claimant),
        total=not words("total").isdisjoint(_WORD.findall(sentence)),
    )


def _words(text: str, span: Span | None) -> str | None:
    return text[span.start : span.end] if span else None
