"""What a captured page brings to an event that cites it: who told it, when, and a summary in the page's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from backstory.events.digest import part_of
from backstory.language.terms import stem, terms
from backstory.model import Article, Block, Capture, Quote, Report, Role, Span, Telling

#: A summary of fewer characters tells nothing that the headline does not.
SHORT = 60
#: A summary is at most so long, in characters: four lines of a page.
LONG = 420

#: A description is about the event when it holds this share of the words of its headline.
ABOUT = 0.25
#: How a description ends that was cut off or asks to be read on: a teaser.
_CUT = ("...", "…", ">", "»", ":", ",", "[…]", "[...]")
#: How a sentence ends, in any script, and what may close it after that.
_STOP = ".!?。！？।؟"
_STOPS = (".", "!", "?", "。", "！", "？", "।", "؟", '."', ".”", "!”", "?”", ".»", ".’")


def report(
    telling: Telling,
    article: Article,
    capture: Capture,
    *,
    url: str,
    picture: int | None = None,
    blocks: Sequence[int] = (),
) -> Report:
    """What the page of a capture brings to an event.

    Args:
        telling: the event.
        article: what was read from the capture.
        capture: the capture.
        url: the address that the event cites.
        picture: number of the capture of the article's lead picture, where there is one.
        blocks: numbers of the article's blocks that tell the event; none where all do.
    """
    part = part_of(article, blocks)
    told = part.article
    said = summary(telling, told)
    return Report(
        url=url,
        capture=capture.number,
        sha256=capture.sha256,
        captured=capture.captured,
        archived_by=capture.archived_by,
        within=part.spans,
        title=told.title,
        outlet=told.outlet,
        authors=told.authors,
        published=told.published,
        modified=told.modified,
        summary=replace(said, span=part.span(said.span)) if said else None,
        cover=told.cover,
        picture=picture,
    )


def summary(telling: Telling, article: Article) -> Quote | None:
    """Words of an article that sum it up.

    The page's own description, where it is a whole sentence about the event and no teaser; else the article's first
    sentences, as many as fit in `LONG` characters. None where the article has no such words, or none about the event.
    """
    described = article.description
    if described and _whole(described) and _shared(telling.headline, described) >= ABOUT:
        return Quote(text=described, part="description", span=Span(0, len(described)))
    first = _lead(article.blocks)
    if first and _shared(telling.headline, f"{article.title or ''} {first.text}") > 0:
        end = _sentences_end(first.text)
        if end >= SHORT:
            return Quote(text=first.text[:end], part="text", span=Span(first.start, first.start + end))
    return None


def _whole(text: str) -> bool:
    return SHORT <= len(text) <= LONG and text.endswith(_STOPS) and not text.endswith(_CUT)


def _shared(headline: str, text: str) -> float:
    """The share of a headline's words that a text holds."""
    wanted = {stem(term.text) for term in terms(headline)}
    return len(wanted & {stem(term.text) for term in terms(text)}) / len(wanted) if wanted else 0.0


def _lead(blocks: Sequence[Block]) -> Block | None:
    """The first paragraph that is more than a line."""
    return next((block for block in blocks if block.role is Role.PARAGRAPH and len(block.text) >= SHORT), None)


def _sentences_end(text: str) -> int:
    """Where the last whole sentence ends that fits in `LONG` characters; 0 where none does."""
    if len(text) <= LONG:
        return len(text)
    ends = (at + 1 for at in range(LONG - 1, SHORT, -1) if text[at] in _STOP and text[at + 1] in " ”")
    return next(ends, 0)
