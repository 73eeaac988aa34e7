"""The words that an event is told in: sentences of its articles, chosen and never written.

A headline is the sentence that says most of what the articles agree on, with somebody who does something somewhere;
where it is a claim, with whoever makes it. A summary is the sentence that adds most to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from backstory.events.rarity import rarity, root
from backstory.language.direct import all_statements
from backstory.language.grammar import Sentence
from backstory.language.paragraphs import paragraph
from backstory.language.terms import terms
from backstory.language.ties import tied
from backstory.language.tongues import is_english
from backstory.model import Article, Quote, Role, Span, Statement

#: Articles that are looked at, the first ones, and sentences of each: what happened stands at the top.
ARTICLES, SENTENCES = 24, 5
#: Characters of an article that are read for them.
_READ = 3_000
#: Words of a sentence that is neither a scrap nor two sentences in one.
SHORT, LONG = 8, 50
#: Words that an event is about, when that is measured: those of most weight.
_CORE = 20
#: The share of what is left to say that a summary must say.
_ADDS = 0.15

#: What a sentence counts for that lacks something: a doer, a place, a verb, a claimant of what it claims.
_NOBODY, _NOWHERE, _NOTHING, _NO_CLAIMANT = 0.6, 0.8, 0.3, 0.5
#: The same of one that only its neighbours make plain, and of each sentence that it stands after.
_LEANING, _LATER = 0.3, 0.85

_LEANS = frozenset(
    "he she it they this that these those his her its their there here but and or so also however then".split()
)
_SPEAKERS = frozenset("i we you me us my our your".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Words for an event, each from one of its articles."""

    #: Place of the article that the headline is from among those given, and its words.
    headline: tuple[int, Quote]
    #: The same of the summary; None where nothing adds to the headline.
    summary: tuple[int, Quote] | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    article: int
    text: str
    span: Span
    roots: frozenset[str]
    #: What it counts for, whatever it says, 0 to 1.
    form: float


def wording(articles: Sequence[Article]) -> Wording | None:
    """Choose the headline and the summary of an event.

    Args:
        articles: what tells the event, the first one first.

    Returns:
        The words, verbatim; a title where no sentence is fit for a headline. None where there is not even that.
    """
    found = [each for at, article in enumerate(articles[:ARTICLES]) for each in _candidates(at, article)]
    core = _core(articles[:ARTICLES])
    headline = _best(found, core)
    if headline is None:
        return next(
            (
                Wording(headline=(at, Quote(text=block.text, part="text", span=block.span)))
                for at, article in enumerate(articles)
                for block in article.blocks
                if block.role is Role.TITLE and block.text
            ),
            None,
        )
    left = {word: weight for word, weight in core.items() if word not in headline.roots}
    adding = [each for each in found if each.span != headline.span or each.article != headline.article]
    summary = _best(adding, left, least=_ADDS * sum(core.values()))
    return Wording(headline=_quoted(headline), summary=_quoted(summary) if summary else None)


def _quoted(candidate: _Candidate) -> tuple[int, Quote]:
    return candidate.article, Quote(text=candidate.text, part="text", span=candidate.span)


def _best(found: Sequence[_Candidate], core: Mapping[str, float], *, least: float = 0.0) -> _Candidate | None:
    """The candidate that says most, for its length; None where none says more than the least."""

    def said(each: _Candidate) -> float:
        return sum(core.get(word, 0.0) for word in each.roots)

    def rank(each: _Candidate) -> tuple[float, int, int]:
        return -said(each) * each.form, each.article, each.span.start

    return min((each for each in found if said(each) > least), key=rank, default=None)


def _core(articles: Sequence[Article]) -> dict[str, float]:
    """What the articles are about: words of their tops, titles twice, weighed by rarity and by how many have them."""
    held: Counter[str] = Counter()
    for article in articles:
        held.update({root(term.text) for term in terms("\n".join(_top(article)))})
        held.update({root(term.text) for term in terms(article.title or "")})
    weights = {word: rarity(word) * count for word, count in held.items()}
    heaviest = sorted(weights, key=lambda word: (-weights[word], word))[:_CORE]
    return {word: weights[word] for word in heaviest}


def _top(article: Article) -> Iterator[str]:
    room = _READ
    for words in article.paragraphs:
        yield words[:room]
        room -= len(words)
        if room <= 0:
            return


def _candidates(at: int, article: Article) -> Iterator[_Candidate]:
    """The sentences at the top of an article that may stand alone."""
    text, read = article.text, 0
    for block in article.blocks:
        if read >= SENTENCES:
            return
        if block.role is not Role.PARAGRAPH or not is_english(block.text[:_READ]):
            continue
        passage = paragraph(text, Span(block.start, block.start + min(len(block.text), _READ)))
        said = tied([passage], all_statements([passage]))
        for line in passage.lines[: SENTENCES - read]:
            read += 1
            span = line.sentence.span(0, len(line.sentence.tokens))
            form = _form(line.sentence, said) * _LATER ** (read - 1)
            if form:
                words = text[span.start : span.end]
                yield _Candidate(at, words, span, frozenset(root(term.text) for term in terms(words)), form)


def _form(sentence: Sentence, said: Collection[Statement]) -> float:
    """What a sentence counts for as the words of an event, whatever it says: 0 where it cannot stand alone."""
    words = sentence.words(0, len(sentence.tokens))
    length = sum(word[0].isalnum() for word in words)
    opens = sentence.tokens[0].text
    if not SHORT <= length <= LONG or words[-1] == "?" or opens[0] in "\"“«'‘([" or _SPEAKERS.intersection(words):
        return 0.0
    kinds = {kind.partition("-")[2] for kind in sentence.kinds}
    form = 1.0 if kinds & {"person", "organisation", "group"} or "P" in sentence.letters else _NOBODY
    form *= 1.0 if "place" in kinds else _NOWHERE
    form *= 1.0 if "V" in sentence.letters or "b" in sentence.letters else _NOTHING
    form *= _LEANING if words[0] in _LEANS else 1.0
    return form * (_NO_CLAIMANT if _unclaimed(sentence, said) else 1.0)


def _unclaimed(sentence: Sentence, said: Collection[Statement]) -> bool:
    """Whether a sentence says what somebody claims, and not who does."""
    span = sentence.span(0, len(sentence.tokens))
    held = [each for each in said if any(part.start < span.end and span.start < part.end for part in each.content)]
    return any(
        each.claimant is None or not span.start <= (each.named or each.claimant).start < span.end for each in held
    )
