"""Who tells an event: whose account each article is, and what it says that none before it said.

What an article adds is told in its own sentences, those of its body with a name or a number that no article before it
has, and in a list of these. A name is a word that is written with a capital within a sentence. Copies of a text add
nothing by that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import NamedTuple

from backstory.events.digest import Part, part_of
from backstory.events.origins import Printing, accounts, sketch
from backstory.language.numbers import number_at
from backstory.language.terms import vocabulary, words
from backstory.language.tokens import Token, sentences
from backstory.model import Article, Quote, Role, Span
from backstory.model_tellings import ArticleTelling, Coverage, Covering

#: Articles of which it is told what they add: the first.
ARTICLES = 40
#: Sentences that an article is shown to add, and the longest of them, in characters.
ADDS, LONGEST = 3, 320
#: New names and numbers that are listed.
NEW = 12

_READ = frozenset({Role.PARAGRAPH, Role.QUOTATION, Role.LIST})


def coverage(found: Sequence[tuple[ArticleTelling, Article]]) -> Coverage:
    """Who tells an event.

    Args:
        found: its articles, in the order of their positions, each as the whole page that it may be a part of.
    """
    parts = [part_of(article, telling.blocks) for telling, article in found]
    printings = [
        Printing(
            key=_key(telling), sketch=sketch(each.article), agency=each.article.agency, published=each.article.published
        )
        for (telling, _), each in zip(found, parts, strict=True)
    ]
    origin: dict[str, tuple[int, bool | None]] = {}
    for number, account in enumerate(accounts(printings), 1):
        for key in account.printings:
            origin[key] = (number, None if account.first is None else key == account.first)
    said: set[str] = set()
    lines: list[Covering] = []
    for at, ((telling, page), part) in enumerate(zip(found, parts, strict=True)):
        article = part.article
        marked = _marked(article) if 0 < at < ARTICLES else ()
        adds = tuple(_adds(part, marked, said))
        new = tuple(islice(_new(article, marked, said), NEW))
        if at + 1 < min(len(found), ARTICLES):
            said.update(_words(article))
        number, is_first = origin[_key(telling)]
        lines.append(
            Covering(
                outlet=article.outlet or telling.key.partition("/")[0],
                title=article.title,
                within=page.title if telling.blocks else None,
                url=telling.url,
                published=article.published.edtf if article.published else None,
                kind=telling.verdict.kind,
                because=telling.verdict.because,
                origin=number,
                is_first=is_first,
                capture=telling.capture,
                adds=adds,
                new=new,
            )
        )
    return Coverage(tellings=tuple(lines))


def _key(telling: ArticleTelling) -> str:
    """What a telling is called by among those of an event: of two parts of a page each has its own."""
    return f"{telling.key}#{telling.blocks[0]}" if telling.blocks else telling.key


def _words(article: Article) -> set[str]:
    return vocabulary("\n".join((article.title or "", *article.paragraphs)))


class _Mark(NamedTuple):
    """A word of a sentence that is a number or written as a name."""

    #: Its place in the sentence.
    at: int
    token: Token
    #: What it says, as `terms` has it.
    said: tuple[str, ...]


class _Sentence(NamedTuple):
    """A sentence, and the names and numbers in it."""

    span: Span
    marks: Sequence[_Mark]


def _marked(article: Article) -> list[_Sentence]:
    """The sentences of an article that are read."""
    text = article.text
    read = (block.span for block in article.blocks if block.role in _READ)
    found = (sentence for span in read for sentence in sentences(text, span.start, span.end))
    return [_Sentence(Span(each[0].start, each[-1].end), list(_marks(each))) for each in found]


def _marks(sentence: Sequence[Token]) -> Iterator[_Mark]:
    lower = [token.lower for token in sentence]
    for at, token in enumerate(sentence):
        if (at and token.text[0].isupper()) or number_at(lower, at):
            yield _Mark(at, token, tuple(word for word, _, _ in words(token.text)))


def _adds(part: Part, marked: Iterable[_Sentence], said: set[str]) -> Iterator[Quote]:
    """The first sentences with a name or a number that was not said before, each new one counted once."""
    text, known, count = part.article.text, set(said), 0
    for sentence in marked:
        new = {word for mark in sentence.marks for word in mark.said if word not in known}
        start, end = sentence.span.start, sentence.span.end
        if new and end - start <= LONGEST:
            known |= new
            yield Quote(text=text[start:end], part="text", span=part.span(sentence.span))
            count += 1
        if count == ADDS:
            return


def _new(article: Article, marked: Iterable[_Sentence], said: set[str]) -> Iterator[str]:
    """The names and numbers that no article before has, in the order of the text, those beside each other as one."""
    text, known = article.text, set(said)
    for sentence in marked:
        fresh = [mark for mark in sentence.marks if not known.issuperset(mark.said)]
        known.update(word for mark in sentence.marks for word in mark.said)
        for _, run in groupby(enumerate(fresh), key=lambda each: each[1].at - each[0]):
            tokens = [mark.token for _, mark in run]
            yield text[tokens[0].start : tokens[-1].end]
