"""What an article is known by when it is asked which event it tells: its words, names, numbers and days.

The vector-space model of text (Salton, Wong and Yang 1975) with logarithmic counts, over words that are told apart by
the part they play: in the headline, in the lead, as names, as numbers. News says what matters first, so what stands in
headline and lead counts again.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from backstory.events.rarity import UNKNOWN, rarities, rarity, root
from backstory.events.tolls import injured, killed
from backstory.language.terms import words
from backstory.model import Article, Dated, Telling

#: The words of an article that are kept: its heaviest.
WORDS = 128
#: Words that say something up to which the lead runs.
LEAD = 40
#: Days named in a text that are no further from publication tell when the event was; others are its past.
NEAR = dt.timedelta(days=45)

_BEFORE_SENTENCE = frozenset('.!?:;\n“”"')
_AGE = re.compile(
    r"\b(?P<before>\d{1,2}|[a-z]+(?:-[a-z]+)?)[- ]years?[- ]old\b"
    r"|\baged? (?P<after>\d{1,2})\b|(?<=[a-z]), (?P<between>\d{1,2})(?=,)",
    re.IGNORECASE,
)
_AGES = {
    name: age
    for age, name in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty".split(),
        1,
    )
}


@dataclass(frozen=True, slots=True)
class Traits:
    """What an article is known by. Words are roots (`events.rarity`)."""

    #: The day of publication; None where it is not known.
    day: dt.date | None
    #: Its heaviest words, by weight; together of length 1.
    words: Mapping[str, float]
    #: The words of its headline.
    title: frozenset[str]
    #: Those of its headline and its first sentences.
    lead: frozenset[str]
    #: Those that are written as names, each as it is first written.
    names: Mapping[str, str]
    #: Pairs of names that stand together: "agnes callamard", "baker street".
    pairs: frozenset[str]
    #: Ages of people in it.
    ages: frozenset[int]
    #: Days near its publication that it names.
    days: frozenset[dt.date]
    #: How many it says were killed, and how many injured.
    killed: tuple[int, ...]
    injured: tuple[int, ...]
    #: The lengths of its parts, that cosines of parts alone are divided by.
    lengths: Lengths
    #: Whether it is no article, but what a list tells of an event, mostly in one sentence.
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long the parts of an article are, as vectors; all but `title` and `lead` are parts of `words`."""

    names: float
    numbers: float
    others: float
    title: float
    lead: float


def traits(article: Article) -> Traits:
    """What an article is known by."""
    title = article.title or ""
    paragraphs = [paragraph for paragraph in article.paragraphs if paragraph != title]
    published = article.published.day if article.published else None
    return _traits(title, paragraphs, published, _near(article.dates, published))


def told(telling: Telling) -> Traits:
    """What an event is known by as a day page or a list tells it: its headline, summary, topics and day."""
    paragraphs = (*filter(None, [telling.summary]), *(topic.name for topic in telling.topics))
    return _listed(telling.headline, paragraphs, telling.day)


@lru_cache(maxsize=4_000)
def _listed(headline: str, paragraphs: tuple[str, ...], day: dt.date) -> Traits:
    """The same by its words: the events of the days in question are asked for by one article after another."""
    return replace(_traits(headline, paragraphs, day, [day]), listed=True)


def _traits(title: str, paragraphs: Sequence[str], day: dt.date | None, days: Iterable[dt.date]) -> Traits:
    read = _Reader()
    read.title(title)
    for paragraph in paragraphs:
        read.paragraph(paragraph)
    text = "\n".join((title, *paragraphs))
    words = _weighed(read.counts)
    names = {word: spelled for word, spelled in read.spelled.items() if 2 * read.capitals[word] > read.cased[word]}
    lead = frozenset(read.headline | read.opening)
    return Traits(
        day=day,
        words=words,
        title=frozenset(read.headline),
        lead=lead,
        names=names,
        pairs=frozenset(read.pairs),
        ages=frozenset(_ages(text)),
        days=frozenset(days),
        killed=killed(text),
        injured=injured(text),
        lengths=_lengths(words, names, read.headline, lead),
    )


def part(word: str, names: Container[str]) -> str:
    """The part of an article that a word of it belongs to: `numbers`, `names` or `others`."""
    return "numbers" if word[0].isdecimal() else "names" if word in names else "others"


def _lengths(words: Mapping[str, float], names: Container[str], title: Iterable[str], lead: Iterable[str]) -> Lengths:
    squares = {"names": 0.0, "numbers": 0.0, "others": 0.0}
    for word, weight in words.items():
        squares[part(word, names)] += weight**2
    return Lengths(
        names=math.sqrt(squares["names"]),
        numbers=math.sqrt(squares["numbers"]),
        others=math.sqrt(squares["others"]),
        title=math.sqrt(sum(rarity(word) ** 2 for word in title)),
        lead=math.sqrt(sum(rarity(word) ** 2 for word in lead)),
    )


class _Word(NamedTuple):
    """A word as it stands in a text."""

    root: str
    spelled: str
    #: Whether it opens a sentence, and so has a capital whatever it is.
    opens: bool
    #: Whether it follows the word before it directly.
    joined: bool

    @property
    def capital(self) -> bool:
        return self.spelled[0].isupper()


class _Reader:
    """Counts what the parts of an article hold."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        #: How often a word has a capital, and how often the case of it tells anything.
        self.capitals: Counter[str] = Counter()
        self.cased: Counter[str] = Counter()
        #: How a word is first written with a capital that tells.
        self.spelled: dict[str, str] = {}
        self.headline: set[str] = set()
        self.opening: set[str] = set()
        self.pairs: set[str] = set()
        self._room = LEAD

    def title(self, text: str) -> None:
        """Count the words of a headline; where every word has a capital, capitals tell no names."""
        found = list(_words(text))
        for word in found:
            self.counts[word.root] += 2
            self.headline.add(word.root)
        if any(not word.capital and not word.opens for word in found):
            self._case(found)

    def paragraph(self, text: str) -> None:
        """Count the words of a paragraph."""
        found = list(_words(text))
        for word in found:
            self.counts[word.root] += 1
            if self._room:
                self._room -= 1
                self.opening.add(word.root)
                self.counts[word.root] += 1
        self._case(found)

    def _case(self, found: Sequence[_Word]) -> None:
        for word in found:
            if not word.opens:
                self.cased[word.root] += 1
                if word.capital:
                    self.capitals[word.root] += 1
                    self.spelled.setdefault(word.root, word.spelled)
        for first, second in pairwise(found):
            if second.joined and first.capital and second.capital:
                self.pairs.add(f"{first.root} {second.root}")


def _words(text: str) -> Iterator[_Word]:
    last = -1
    for word, start, end in words(text):
        before = text[max(start - 3, 0) : start].rstrip(" '‘(")[-1:]
        opens = not before or before in _BEFORE_SENTENCE
        yield _Word(root(word), text[start:end], opens, start == last + 1 and not opens)
        last = end


def _weighed(counts: Counter[str]) -> dict[str, float]:
    table = rarities()
    weights = {word: (1 + math.log(count)) * table.get(word, UNKNOWN) for word, count in counts.items()}
    kept = sorted(weights, key=lambda word: (-weights[word], word))[:WORDS]
    length = math.sqrt(sum(weights[word] ** 2 for word in kept)) or 1.0
    return {word: weights[word] / length for word in kept}


def _ages(text: str) -> Iterator[int]:
    for match in _AGE.finditer(text):
        words = match["before"] or match["after"] or match["between"]
        age = int(words) if words.isdigit() else _AGES.get(words.lower(), 0)
        if age:
            yield age


def _near(dates: Iterable[Dated], published: dt.date | None) -> Iterator[dt.date]:
    if published:
        yield published
    for dated in dates:
        day = dated.day if dated.precision == "day" else None
        if day and (published is None or abs(day - published) <= NEAR):
            yield day
