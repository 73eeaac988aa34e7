"""What a page is about: the names in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from backstory.language.terms import COMMON, phrases
from backstory.model import BODY, Article, Role, Span
from backstory.urls import ascii_words

_NAME = re.compile(r"[^\W\d_a-z][\w’'-]*(?: (?:of |the |de |al-)?[^\W\d_a-z][\w’'-]*)*")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b")
_ENDING = re.compile(r"['’]s?$")
_SMALL = re.compile(r"(?<![\w’'-])[a-z][\w’'-]*")


@dataclass(frozen=True, slots=True)
class Subject:
    """A name that a page speaks of."""

    #: As full text looks it up.
    name: str
    #: Where it stands first.
    span: Span
    #: How often the page names it; in the title, as often as there are paragraphs.
    count: int


def subjects(article: Article, without: Iterable[str] = ()) -> list[Subject]:
    """The names that a page is about, most named first.

    Words with capitals that stand together are one name. A page that also says the last or the first of them alone
    ("Amnesty" beside "Amnesty International") names both by that. Words that it also writes small are none.

    Args:
        article: the page.
        without: names that are left out, as the page writes them.
    """
    text = article.text
    bodies = [block.span for block in article.blocks if block.role in BODY]
    titles = [block.span for block in article.blocks if block.role is Role.TITLE]
    count: Counter[str] = Counter()
    first: dict[str, Span] = {}
    for span in bodies or titles:
        for name, place in _names(text, span):
            count[name] += 1
            first.setdefault(name, place)
    # Titles may have capitals throughout, so only names of the text count in them.
    count.update({name: len(bodies) for span in titles for name, _ in _names(text, span) if bodies and name in count})
    left_out = {word for name in without for word in phrases(name)}
    small = {word for span in bodies for word in _SMALL.findall(text, span.start, span.end)}
    kept = {name: times for name, times in count.items() if name not in small and left_out.isdisjoint(name.split())}
    _shorten(kept)
    return [Subject(name, first[name], kept[name]) for name in sorted(kept, key=lambda name: (-kept[name], name))]


@lru_cache(maxsize=10_000)
def plain_words(text: str) -> str:
    """The text as `urls.ascii_words` gives it, possessive endings left out: "moscow-troops" for "Moscow's troops"."""
    return ascii_words(_POSSESSIVE.sub("", text))


def _names(text: str, span: Span) -> Iterator[tuple[str, Span]]:
    for run in _NAME.finditer(text, span.start, span.end):
        # Scripts without capitals do not mark names.
        if not run.group()[0].isupper():
            continue
        words = phrases(run.group())
        while words and words[0] in COMMON:
            words.pop(0)
        if words and len(words[-1]) > 1:
            yield " ".join(words), Span(run.start(), run.start() + len(_ENDING.sub("", run.group())))


def _shorten(kept: dict[str, int]) -> None:
    """Count each long name as the short form of it that the page uses too."""
    for name in sorted(kept, key=lambda name: (-len(name), name)):
        words = name.split()
        short = next((word for word in (words[-1], words[0]) if word in kept and word != name), None)
        if short:
            kept[short] += kept.pop(name)
