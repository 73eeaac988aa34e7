"""Pages that tell several events: live blogs, entry by entry, and digests, section by section."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from statistics import median

from backstory.events.likeness import dot
from backstory.events.traits import traits
from backstory.model import BODY, Article, Block, Dated, Role, Span, laid_out

#: Fewer sections are parts of one report.
LEAST = 3
#: Words of a section that tells an event.
WORDS = 25
#: Sections that are this much alike (median cosine of their words) are parts of one report.
ALIKE = 0.1


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page that tells an event of its own."""

    #: Its words as an article, whose own spans count in its own text: its first block is its title.
    article: Article
    #: Where each block of that article stands in the page's text.
    spans: tuple[Span, ...]

    def span(self, span: Span) -> Span:
        """Where words of the part stand in the page's text.

        Args:
            span: where they stand in the part's own; within one block.
        """
        for block, place in zip(self.article.blocks, self.spans, strict=True):
            if block.start <= span.start and span.end <= block.span.end:
                return Span(place.start + span.start - block.start, place.start + span.end - block.start)
        raise ValueError(f"{span} is not within one block")


def parts(article: Article) -> tuple[Part, ...]:
    """The parts of a page that each tell an event of their own.

    A live blog's entries are such parts. The sections of any other page are, where there are at least three under
    headings and they have hardly a word in common, as those of one report would.

    Args:
        article: the page.

    Returns:
        The parts in the order of the page, those of fewer than `WORDS` words left out; none where the page tells one
        event.
    """
    found = [each for each in map(_told, _entries(article) or _sections(article)) if each]
    made = tuple(_part(article, each) for each in found)
    if any(block.entry is not None for block in article.blocks) or _is_digest(made):
        return made
    return ()


def _entries(article: Article) -> list[list[Block]]:
    entries: dict[int, list[Block]] = defaultdict(list)
    for block in article.blocks:
        if block.entry is not None and block.role in BODY:
            entries[block.entry].append(block)
    return [entries[number] for number in sorted(entries)]


def _sections(article: Article) -> list[list[Block]]:
    """The runs of blocks that begin with a heading; what stands before the first one belongs to the whole."""
    sections: list[list[Block]] = []
    for block in article.blocks:
        if block.role is Role.HEADING:
            sections.append([block])
        elif sections and block.role in BODY:
            sections[-1].append(block)
    return sections


def _told(blocks: Sequence[Block]) -> Sequence[Block] | None:
    return blocks if sum(len(block.text.split()) for block in blocks) >= WORDS else None


def _part(article: Article, blocks: Sequence[Block]) -> Part:
    first = blocks[0]
    headed = first.role is Role.HEADING
    own = laid_out((Role.TITLE if headed and block is first else block.role, block.text) for block in blocks)
    return Part(
        article=replace(
            article,
            title=first.text if headed else None,
            blocks=own,
            published=first.time or article.published,
            dates=tuple(_moved(article.dates, blocks, own)),
            description=None,
            cover=None,
        ),
        spans=tuple(block.span for block in blocks),
    )


def _moved(dates: Sequence[Dated], blocks: Sequence[Block], own: Sequence[Block]) -> Iterator[Dated]:
    """The days that the blocks name, at their places in the part's own text."""
    for block, now in zip(blocks, own, strict=True):
        for dated in dates:
            if dated.span and block.start <= dated.span.start and dated.span.end <= block.span.end:
                by = now.start - block.start
                yield replace(dated, span=Span(dated.span.start + by, dated.span.end + by))


def _is_digest(made: Sequence[Part]) -> bool:
    if len(made) < LEAST:
        return False
    known = [traits(part.article).words for part in made]
    return median(dot(one, other) for one, other in combinations(known, 2)) < ALIKE
