"""On which day an event happened, of the days that an article names: not the day of the page, and not a guess.

Each day that the article names is weighed by what stands around it: whether its sentence tells that something happened,
or that somebody spoke, or what followed; and by how early it stands. The weights were chosen on half of a set of local
news; see docs/benchmarks.md.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from backstory.events.traits import NEAR
from backstory.model import BODY, Article, Block, Dated, Method, Role

#: What speaks for a day and against it.
HAPPENS, NAMED, TELLS, LATER = 3.0, 3.0, -6.0, -3.0
#: What each block further down speaks against it.
BLOCK = -0.3
#: Words on each side of a day that are looked at.
_NEAR = 12
#: Words right before it that say what it is the day of.
_BEFORE = 3
#: Days in the title and in so many blocks of the article are looked at.
_BLOCKS = 30
#: A day further back is not that of the news.
_OLDEST = 400

_AS_PUBLISHED = "its day is that of publication"
_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"[.!?]\s+(?=[A-Z“\"])|\n")


@dataclass(frozen=True, slots=True)
class EventDay:
    """When an event happened, as far as an article says."""

    #: The day, with the words that name it; a bound (`../2022-03-29`) where only the day of publication is known.
    date: Dated
    #: Why this day of those that are named.
    because: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    date: Dated
    score: float
    because: str


def day_of_event(article: Article) -> EventDay | None:
    """When that happened which an article reports.

    Args:
        article: with the days that it names, resolved against the day of publication.

    Returns:
        The day; where none is named that fits, a bound, because what is reported had happened when it was published;
        None where that is not known either.
    """
    published = article.published.day if article.published else None
    named = list(_candidates(article, published))
    if named:
        best = max(named, key=lambda each: each.score)
        return EventDay(best.date, best.because)
    if published is None:
        return None
    bound = Dated(f"../{published.isoformat()}", Method.RELATIVE)
    return EventDay(bound, "no day is named, and it had happened when it was published")


def happened(article: Article, published: dt.date) -> tuple[dt.date, str]:
    """The one day that an event stands under, and how it is known.

    Args:
        article: what reports it.
        published: the day of publication.

    Returns:
        The day that the article names for it, no further back than `traits.NEAR`: what is older is the past of the
        news. Else the day of publication. Then the way it is known, in plain words.
    """
    named = day_of_event(article)
    day = named.date.day if named else None
    if named is None or day is None or published - day > NEAR:
        return published, _AS_PUBLISHED
    return day, f"its day is from the words “{named.date.words}”: {named.because}"


def names_day(article: Article) -> bool:
    """Whether an article says on which day that happened which it reports, and reports it as news: see `happened`."""
    published = article.published.day if article.published else None
    return published is not None and happened(article, published)[1] != _AS_PUBLISHED


def _candidates(article: Article, published: dt.date | None) -> Iterator[_Candidate]:
    """The days that may be that of the event, with what speaks for each."""
    text = article.text
    body = [block for block in article.blocks if block.role in BODY or block.role is Role.TITLE][:_BLOCKS]
    for date in article.dates:
        day, span = date.day, date.span
        if day is None or span is None or (published and not 0 <= (published - day).days <= _OLDEST):
            continue
        number = next((at for at, block in enumerate(body) if block.start <= span.start < block.span.end), None)
        if number is not None:
            score, because = _weighed(text, body[number], date, number)
            yield _Candidate(date, score, because)


def _weighed(text: str, block: Block, date: Dated, number: int) -> tuple[float, str]:
    """What speaks for a day: the place of its block, and the words of its sentence."""
    assert date.span is not None
    before, after = _around(text, block, date.span.start, date.span.end)
    close, around = before[-_BEFORE:], {*before[-_NEAR:], *after[:_NEAR]}
    score, because = BLOCK * number, "the first day that is named"
    if around & _words("happens"):
        score, because = score + HAPPENS, "its sentence tells what happened"
    if set(after[:1]) & _words("named"):
        score, because = score + NAMED, "the words behind it name what happened"
    if set(close) & _words("tells") or set(after[:2]) & _words("tells"):
        score += TELLS
    if around & _words("later"):
        score += LATER
    return score, because


def _around(text: str, block: Block, start: int, end: int) -> tuple[list[str], list[str]]:
    """The words before and after a place in its sentence, in lower case."""
    cuts = [found.end() for found in _SENTENCE.finditer(text, block.start, block.span.end)]
    first = max([cut for cut in cuts if cut <= start], default=block.start)
    last = min([cut for cut in cuts if cut >= end], default=block.span.end)
    return _WORD.findall(text[first:start].lower()), _WORD.findall(text[end:last].lower())


@cache
def _words(name: str) -> frozenset[str]:
    """A list of day_words.tsv."""
    text = files("backstory.events").joinpath("day_words.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for row in rows if row[0] == name for word in row[1].split())
