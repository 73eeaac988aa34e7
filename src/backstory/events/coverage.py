"""Who tells an event: whose account each article is, and what it says that none before it said.

What an article adds is told in its own sentences, those of its body with a name or a number that no article before it
has, and in a list of these. A name is a word that is written with a capital within a sentence. Copies of a text add
nothing by that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, repeat
from typing import NamedTuple

from backstory.events.digest import Part, part_of
from backstory.events.origins import Printing, Sketch, accounts, sketch
from backstory.language.numbers import number_at
from backstory.language.terms import vocabulary, words
from backstory.language.tokens import Token, sentences
from backstory.model import Article, Dated, Quote, Role, Span
from backstory.model_tellings import ArticleTelling, Coverage, Covering

#: Articles of which it is told what they add: the first.
ARTICLES = 40
#: Sentences that an article is shown to add, and the longest of them, in characters.
ADDS, LONGEST = 3, 320
#: New names and numbers that are listed.
NEW = 12

_READ = frozenset({Role.PARAGRAPH, Role.QUOTATION, Role.LIST})


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What is kept of an article that tells an event, so that it is not read again for each that joins it."""

    #: Its outlet, the agency that it credits, its headline, that of the page that it is a part of, its publication.
    outlet: str | None
    agency: str | None
    title: str | None
    within: str | None
    published: Dated | None
    #: What its text is remembered by.
    sketch: Sketch
    #: Every address that it is known by: its own, and those that led to it.
    addresses: tuple[str, ...]


def imprint(page: Article, blocks: Sequence[int], addresses: Iterable[str]) -> Imprint:
    """What is to be kept of an article.

    Args:
        page: the whole page.
        blocks: the numbers of its blocks that tell the event; none where all do.
        addresses: every address that it is known by.
    """
    article = part_of(page, blocks).article
    return Imprint(
        outlet=article.outlet,
        agency=article.agency,
        title=article.title,
        within=page.title if blocks else None,
        published=article.published,
        sketch=sketch(article),
        addresses=tuple(addresses),
    )


def coverage(
    found: Sequence[tuple[ArticleTelling, Imprint]],
    page: Callable[[ArticleTelling], Article],
    before: Coverage | None = None,
) -> Coverage:
    """Who tells an event.

    Args:
        found: its articles, in the order of their positions.
        page: gives the whole page of one. Only those are asked for that say what is not known from before.
        before: the same of those that told it before, as far as it is known.
    """
    known = _known(found, before)
    origin = _origins(found, known)
    adds = _added([telling for telling, _ in found], page, before.tellings if before else ())
    lines: list[Covering] = []
    for (telling, each), (said, new) in zip(found, adds, strict=True):
        number, is_first = origin[_key(telling)]
        lines.append(
            Covering(
                outlet=each.outlet or telling.key.partition("/")[0],
                title=each.title,
                within=each.within,
                url=telling.url,
                published=each.published.edtf if each.published else None,
                kind=telling.verdict.kind,
                because=telling.verdict.because,
                origin=number,
                is_first=is_first,
                capture=telling.capture,
                adds=said,
                new=new,
            )
        )
    return Coverage(tellings=tuple(lines))


def _known(found: Iterable[tuple[ArticleTelling, Imprint]], before: Coverage | None) -> Iterable[Sequence[str]]:
    """The keys of articles that were there before, those of one account together; none where any has gone since.

    Without one that has gone, two others may be one account no longer. Of the parts of a page nothing is known.
    """
    keys = {telling.capture: _key(telling) for telling, _ in found if not telling.blocks}
    groups: dict[int, list[str]] = defaultdict(list)
    for line in before.tellings if before else ():
        if line.capture not in keys:
            return ()
        groups[line.origin].append(keys.pop(line.capture))
    return groups.values()


def _origins(
    found: Iterable[tuple[ArticleTelling, Imprint]], known: Iterable[Sequence[str]]
) -> dict[str, tuple[int, bool | None]]:
    """The number of the account that each article gives, and whether it was the first to give it."""
    printings = [
        Printing(key=_key(telling), sketch=each.sketch, agency=each.agency, published=each.published)
        for telling, each in found
    ]
    return {
        key: (number, None if account.first is None else key == account.first)
        for number, account in enumerate(accounts(printings, known), 1)
        for key in account.printings
    }


def _added(
    tellings: Sequence[ArticleTelling], page: Callable[[ArticleTelling], Article], before: Sequence[Covering]
) -> Iterator[tuple[tuple[Quote, ...], tuple[str, ...]]]:
    """What each article adds, of the first of them: the sentences, and the names and numbers."""
    first = tellings[:ARTICLES]
    same = [
        not telling.blocks and telling.capture == line.capture for telling, line in zip(first, before, strict=False)
    ]
    stay = same.index(False) if False in same else len(same)
    yield from ((line.adds, line.new) for line in before[:stay])
    said: set[str] = set()
    for at, telling in enumerate(first if stay < len(first) else ()):
        part = part_of(page(telling), telling.blocks)
        if at >= stay:
            marked = _marked(part.article) if at else ()
            yield tuple(_adds(part, marked, said)), tuple(islice(_new(part.article, marked, said), NEW))
        said.update(_words(part.article))
    yield from repeat(((), ()), len(tellings) - len(first))


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
