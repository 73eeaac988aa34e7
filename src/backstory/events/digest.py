"""Pages that tell several events: live blogs, entry by entry, and digests, section by section.

Taking one report for several misleads more than taking several for one, so a page is taken apart only where its parts
plainly tell different things: they name nobody and nothing in common, and of a digest most say when theirs happened.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from statistics import median

from backstory.events.gazetteer import folded, gazetteer
from backstory.events.likeness import dot
from backstory.events.rarity import root
from backstory.events.traits import traits
from backstory.events.when import names_day
from backstory.language.terms import terms
from backstory.language.tokens import sentences
from backstory.model import BODY, Article, Block, Dated, Role, Span, laid_out
from backstory.model_places import Precision

#: Fewer sections are parts of one report.
LEAST = 3
#: Words of a section that tells an event.
WORDS = 25
#: Sections that are this much alike (median cosine of their words) are parts of one report.
ALIKE = 0.1
#: What is named in this share of the sections of a page, or more, is what one report is about.
ABOUT = 1 / 3
#: The share of the sections of a digest that say when theirs happened, at least.
DATED = 1 / 2
#: Names that an entry of a live blog has to itself, at least, when it tells another event than the rest.
OWN = 2
#: The longest first sentence, in characters, that an entry without a heading is called by.
LONGEST = 240

_HEADS = frozenset({Role.TITLE, Role.HEADING})


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page that tells an event of its own, or the whole of a page that tells one."""

    #: Its words as an article, whose own spans count in its own text.
    article: Article
    #: The numbers, from 0, of its blocks among those of the page; none for the whole.
    blocks: tuple[int, ...]
    #: Where each of them stands in the page's text.
    spans: tuple[Span, ...]

    def span(self, span: Span) -> Span:
        """Where words of the part stand in the page's text.

        Args:
            span: where they stand in the part's own; within one block.
        """
        if not self.blocks:
            return span
        for block, place in zip(self.article.blocks, self.spans, strict=True):
            if block.start <= span.start and span.end <= block.span.end:
                return Span(place.start + span.start - block.start, place.start + span.end - block.start)
        raise ValueError(f"{span} is not within one block")


def parts(article: Article) -> tuple[Part, ...]:
    """The parts of a page that each tell an event of their own.

    An entry of a live blog is such a part where it names what no other part of the page does; the other entries
    are together one. The sections of any other page are, where there are at least three under headings, most say when
    theirs happened, and they have hardly a word and no name in common, as those of one report would.

    Args:
        article: the page.

    Returns:
        The parts in the order of the page, those of fewer than `WORDS` words or without any name left out; none where
        the page tells one event.
    """
    lead, sections = _sections(article)
    is_live = any(block.entry is not None for block in article.blocks)
    # Seen before what each section is about, which takes far longer.
    if not is_live and sum(names_day(part_of(article, numbers).article) for numbers in sections) < LEAST * DATED:
        return ()
    told = [found for numbers in sections if (found := _Section.of(article, numbers))]
    if is_live:
        return _live(article, lead, sections, told)
    if not _is_digest(told):
        return ()
    first = _Section.of(article, lead)
    if first and first.words >= median(each.words for each in told):
        # What stands before the first heading is a report of its own, and no greeting.
        told = [first, *told]
    return tuple(each.part for each in told)


def part_of(article: Article, blocks: Iterable[int]) -> Part:
    """Some blocks of a page as an article of their own.

    It is called by its title or heading where it begins with one, else by its first sentence.

    Args:
        article: the page.
        blocks: their numbers, from 0; none for the whole page.
    """
    numbers = tuple(sorted(blocks))
    if not numbers:
        return Part(article, (), ())
    chosen = [article.blocks[number] for number in numbers]
    first = chosen[0]
    headed = first.role in _HEADS
    own = laid_out((Role.TITLE if headed and block is first else block.role, block.text) for block in chosen)
    return Part(
        article=replace(
            article,
            title=first.text if headed else _first_sentence(first.text),
            blocks=own,
            published=first.time or article.published,
            dates=tuple(_moved(article.dates, chosen, own)),
            description=None,
            cover=None,
        ),
        blocks=numbers,
        spans=tuple(block.span for block in chosen),
    )


@dataclass(frozen=True, slots=True)
class _Section:
    """A part of a page, and what it is known by."""

    part: Part
    words: int
    weights: Mapping[str, float]
    #: Whom and what it names; without countries, which unlike events have in common.
    names: frozenset[str]

    @classmethod
    def of(cls, article: Article, numbers: Sequence[int]) -> _Section | None:
        """What some blocks tell; None where that is too little."""
        words = sum(len(article.blocks[number].text.split()) for number in numbers)
        if words < WORDS:
            return None
        part = part_of(article, numbers)
        known = traits(part.article)
        names = frozenset(name for name, word in known.names.items() if not _is_country(word))
        return cls(part, words, known.words, names) if names else None

    def speaks_of(self, names: Iterable[str]) -> bool:
        return not self.weights.keys().isdisjoint(names)


def _sections(article: Article) -> tuple[list[int], list[list[int]]]:
    """The numbers of the blocks of what stands before all parts, and those of each part that a page may have."""
    lead: list[int] = []
    entries: dict[int, list[int]] = defaultdict(list)
    headed: list[list[int]] = []
    is_live = any(block.entry is not None for block in article.blocks)
    for number, block in enumerate(article.blocks):
        if block.entry is not None:
            if block.role in BODY:
                entries[block.entry].append(number)
        elif block.role is Role.HEADING and not is_live:
            headed.append([number])
        elif headed and block.role in BODY:
            headed[-1].append(number)
        elif block.role in BODY or block.role is Role.TITLE:
            lead.append(number)
    return lead, [entries[each] for each in sorted(entries)] or headed


def _live(
    article: Article, lead: Sequence[int], sections: Sequence[Sequence[int]], told: Sequence[_Section]
) -> tuple[Part, ...]:
    """The parts of a live blog: its own story, and each entry that tells another."""
    counted = Counter(name for each in told for name in each.names)
    title = {root(term.text) for term in terms(article.title or "")}
    least = max(2, len(told) * ABOUT)
    story = {name for name, count in counted.items() if name in title or count >= least}
    if not any(each.speaks_of(story) for each in told):
        return tuple(each.part for each in told)
    others = [each for each in told if not each.speaks_of(story) and len(each.names) >= OWN]
    if not others:
        return ()
    taken = {number for each in others for number in each.part.blocks}
    rest = [number for numbers in (lead, *sections) for number in numbers if number not in taken]
    return (part_of(article, rest), *(each.part for each in others))


def _is_country(name: str) -> bool:
    """Whether a name is one of a country or of its people."""
    return any(each.place.precision is Precision.COUNTRY for each in gazetteer().entries(folded(name)))


def _is_digest(told: Sequence[_Section]) -> bool:
    """Whether the sections of a page tell events that have nothing to do with each other."""
    if len(told) < LEAST or sum(names_day(each.part.article) for each in told) < len(told) * DATED:
        return False
    counted = Counter(name for each in told for name in each.names)
    if max(counted.values()) >= max(2, len(told) * ABOUT):
        return False
    return median(dot(one.weights, other.weights) for one, other in combinations(told, 2)) < ALIKE


def _first_sentence(text: str) -> str | None:
    first = next(sentences(text), None)
    words = text[first[0].start : first[-1].end] if first else ""
    return words if 0 < len(words) <= LONGEST else None


def _moved(dates: Sequence[Dated], blocks: Sequence[Block], own: Sequence[Block]) -> Iterator[Dated]:
    """The days that the blocks name, at their places in the part's own text."""
    for block, now in zip(blocks, own, strict=True):
        for dated in dates:
            if dated.span and block.start <= dated.span.start and dated.span.end <= block.span.end:
                by = now.start - block.start
                yield replace(dated, span=Span(dated.span.start + by, dated.span.end + by))
