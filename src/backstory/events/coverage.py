"""Who tells an event: whose account each article is, and what it says that none before it said.

What an article adds is told in its own sentences, those of its body with a name or a number that no article before it
has, and in a list of these. A name is a word that is written with a capital within a sentence. Copies of a text add
nothing by that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, islice

from backstory.events.digest import Part, part_of
from backstory.events.origins import Printing, accounts, sketch
from backstory.language.numbers import number_at
from backstory.language.terms import terms
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
        adds = tuple(_adds(part, said)) if 0 < at < ARTICLES else ()
        new = tuple(islice(_new(article, said), NEW)) if 0 < at < ARTICLES else ()
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
    return {term.text for term in terms("\n".join((article.title or "", *article.paragraphs)))}


def _adds(part: Part, said: set[str]) -> Iterator[Quote]:
    """The first sentences with a name or a number that was not said before, each new one counted once."""
    article = part.article
    known, count = set(said), 0
    text = article.text
    for block in article.blocks:
        if block.role not in _READ:
            continue
        for sentence in sentences(text, block.span.start, block.span.end):
            new = {word for word in _named(sentence) if word not in known}
            start, end = sentence[0].start, sentence[-1].end
            if new and end - start <= LONGEST:
                known |= new
                yield Quote(text=text[start:end], part="text", span=part.span(Span(start, end)))
                count += 1
            if count == ADDS:
                return


def _new(article: Article, said: set[str]) -> Iterator[str]:
    """The names and numbers that no article before has, in the order of the text, those beside each other as one."""
    known = set(said)
    text = article.text
    for block in article.blocks:
        for sentence in sentences(text, block.span.start, block.span.end) if block.role in _READ else ():
            fresh = [(at, token) for at, token in _marks(sentence) if not known.issuperset(_terms(token))]
            known.update(_named(sentence))
            for _, run in groupby(enumerate(fresh), key=lambda each: each[1][0] - each[0]):
                tokens = [token for _, (_, token) in run]
                yield text[tokens[0].start : tokens[-1].end]


def _named(sentence: Sequence[Token]) -> Iterator[str]:
    """The names and numbers of a sentence, as `terms` has them."""
    return (word for _, token in _marks(sentence) for word in _terms(token))


def _marks(sentence: Sequence[Token]) -> Iterator[tuple[int, Token]]:
    """Those words of a sentence that are numbers or written as names, each after its place."""
    words = [token.lower for token in sentence]
    for at, token in enumerate(sentence):
        if number_at(words, at) or (at and token.text[0].isupper()):
            yield at, token


def _terms(token: Token) -> list[str]:
    return [term.text for term in terms(token.text)]
