"""What can be measured of a page's units, mostly without reading the language they are in.

The measures are those of Kohlschütter et al., "Boilerplate Detection using Shallow Text Features" (WSDM 2010), lengths
and link densities of a text and of its neighbours, with where it stands among the page's elements, what these are
called, and how far other accounts of the article (another extractor's, the page's structured data) have it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backstory.articles.conventions import PURPOSES
from backstory.articles.units import Container, Unit

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of an article besides its elements."""

    #: Words that another extractor takes for the article's, its paragraphs on lines of their own.
    vote: str = ""
    #: The article as the page's structured data has it.
    body: str = ""
    #: What the page calls itself.
    title: str = ""
    #: The page's description of itself.
    description: str = ""


#: Elements that tell something of what stands in them.
_LANDMARKS = (
    "article main section aside nav header footer figure figcaption blockquote li table form button ul ol dl details"
).split()
#: Elements that a unit may stand in directly.
_KINDS = "p h1 h2 h3 h4 h5 h6 li td div figcaption blockquote dd pre section".split()
_HEADINGS = frozenset(_KINDS[1:7])
_PURPOSES = (*PURPOSES, "unseen")
#: How far an element is taken to be that is not there, and the most that is counted of any distance inward.
_FAR = 30

_PLACE = [*(f"to <{tag}>" for tag in _LANDMARKS), *(f"to {name}" for name in _PURPOSES)]
_KIND = [*(f"is {tag}" for tag in _KINDS), *(f"inline {name}" for name in _PURPOSES)]
_TEXT = (
    "chars,words,link density,bold density,word length,lower,digits,commas,capitals,marks,sentence end,colon end,quote "
    "start,day,furniture,copyright,bars,legal,title words,common words,in title,in description,repeated"
).split(",")
_WITNESS = "vote,vote nearby,vote around,body,has body".split(",")
_POSITION = (
    "depth,index,from end,chars before,since h1,since heading,furniture heading,since footer,h1s,article order,"
    "first prose,last prose,page units,page prose,page vote"
).split(",")
_CONTAINER = (
    "share 0,share 1,share 2,share 3,levels to half,levels to all,siblings,parent chars,parent links,style units,style "
    "chars,style links,style vote"
).split(",")
_NEIGHBOURS = [f"{what} {step:+d}" for step in (-2, -1, 1, 2) for what in ("chars", "links", "vote")]

#: What the columns of `measured` are.
NAMES: tuple[str, ...] = (*_PLACE, *_KIND, *_TEXT, *_WITNESS, *_POSITION, *_CONTAINER, *_NEIGHBOURS)

_WORD = re.compile(r"\w+")
_LOWER = re.compile(r"(?<!\S)[^\W\d_A-Z]")
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-ÞΑ-ΩА-Я]")
_DIGIT = re.compile(r"\d")
_SENTENCE_END = re.compile(r"[.!?…。！？:][\"'”’»“)\]]*$")
_DAY = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}[:.h]\d\d\b|\d{1,2}[./]\d{1,2}[./]")
_FURNITURE = re.compile(
    r"read (?:more|also|next)|more (?:on|from|about|stories)|see also|also read|related|recommended|follow us|share"
    r"|sign up|subscribe|log in|newsletter|advert|sponsor|click here|download|join|watch|listen|photo|image|source"
    r"|tags?|topics?|published|updated|posted|written|by |copyright|all rights|don.t miss|you (?:may|might)"
    r"|get the|editor|references?$|bibliograph|about the|leave a|comments|disclaimer"
    r"|lesen sie|lies auch|mehr zu|auch interessant|jetzt|anzeige|foto|bild|quelle|von |das könnte|zum thema|teilen"
    r"|literatur|einzelnachweise|über (?:den|die) autor"
    r"|lire|à lire|voir aussi|leer|lea|le puede|te puede|suscr|leggi|leia|lees|läs|les også|czytaj|читай|©|\(c\)"
)
_LEGAL = (
    "cookie privacy consent datenschutz browser javascript confidential privacidad e-mail password passwort newsletter"
    " advertis affiliate commission ©"
).split()


def measured(units: Sequence[Unit], hints: Hints) -> Matrix:
    """A row of figures for each unit, in the order of `NAMES`."""
    page = _Page(units, hints)
    columns = (page.places(), page.kinds(), page.texts(), page.witnesses(), page.positions(), page.containers())
    return np.hstack([np.array(each, dtype=np.float32).reshape(len(units), -1) for each in (*columns, page.around())])


class _Page:
    """The units with what is measured of each alone; its methods give the columns of one kind each."""

    def __init__(self, units: Sequence[Unit], hints: Hints) -> None:
        self._units = units
        self._hints = hints
        self._words = [_WORD.findall(unit.text.lower()) for unit in units]
        self._size = np.array([len(unit.text) for unit in units], dtype=np.float32)
        self._links = np.array([unit.linked for unit in units], dtype=np.float32) / self._size
        self._vote = np.array(coverage(self._words, hints.vote), dtype=np.float32)
        #: Characters of what reads as prose: long, and not made of links.
        self._prose = np.where((self._size >= 60) & (self._links < 0.4), self._size, 0)
        self._total = max(float(self._prose.sum()), 1.0)

    def places(self) -> list[list[int]]:
        """How many elements outward the nearest of each kind is."""
        near: dict[Container | None, list[int]] = {None: [_FAR] * len(_PLACE)}
        return [_distances(unit.container, near) for unit in self._units]

    def kinds(self) -> list[list[int]]:
        """What the element is that the unit stands in, and what its inline elements are for."""
        kinds = {tag: [int(tag == each) for each in _KINDS] for tag in {unit.container.tag for unit in self._units}}
        inline = {
            purpose: [purpose >> bit & 1 for bit in range(len(_PURPOSES))]
            for purpose in {unit.purpose for unit in self._units}
        }
        return [kinds[unit.container.tag] + inline[unit.purpose] for unit in self._units]

    def texts(self) -> list[list[float]]:
        """How the words look, and what they share with the title and with the rest of the prose."""
        hints = self._hints
        title, description = hints.title.lower(), hints.description.lower()
        named = set(_WORD.findall(f"{title} {description}"))
        long = [{word for word in words if len(word) >= 5} for words in self._words]
        common = Counter(word for words, prose in zip(long, self._prose, strict=True) if prose for word in words)
        times = Counter(unit.text for unit in self._units)
        rows = []
        for unit, words, rare, links in zip(self._units, self._words, long, self._links, strict=True):
            text = unit.text.lower()
            many = max(len(rare), 1)
            rows.append([
                *_look(unit, words, float(links)),
                any(word in text for word in _LEGAL),
                len(rare & named) / many,
                sum(common[word] > 1 for word in rare) / many,
                len(text) > 3 and bool(title) and (text in title or title in text),
                len(text) > 20 and (text[:-1] in description or (len(description) > 20 and description[:60] in text)),
                times[unit.text],
            ])  # fmt: skip
        return rows

    def witnesses(self) -> Matrix:
        """How much of a unit, and of those around it, other accounts of the article have."""
        near, wide = _mean(self._vote, 1), _mean(self._vote, 5)
        body = coverage(self._words, self._hints.body)
        has_body = np.full(len(self._units), bool(self._hints.body))
        return np.column_stack([self._vote, near, wide, body, has_body]).astype(np.float32)

    def positions(self) -> Matrix:
        """Where the unit stands in the page's order."""
        n = len(self._units)
        at = np.arange(n)
        tags = [unit.container.tag for unit in self._units]
        before = np.cumsum(self._size) - self._size
        prose = np.flatnonzero(self._prose)
        first, last = (prose[0], prose[-1]) if len(prose) else (0, n)
        whole = (tags.count("h1"), self._total, float(self._vote.mean()) if n else 0.0)
        columns = [
            [unit.container.depth for unit in self._units],
            at / max(n, 1),
            np.minimum(n - at, 200),
            before / max(float(self._size.sum()), 1.0),
            *self._headings(tags),
            np.minimum(_since([each is not None for each in self._nearest("footer")]), 200),
            np.full(n, whole[0]),
            self._articles(),
            at - first,
            last - at,
            np.full(n, n),
            np.full(n, whole[1]),
            np.full(n, whole[2]),
        ]
        return np.column_stack(columns).astype(np.float32)

    def containers(self) -> Matrix:
        """How much of the page's prose stands in the elements around, and what else stands there."""
        within = self._within()
        out = [self._shares(unit.container, within) for unit in self._units]
        parents = [unit.container.parent for unit in self._units]
        styles = [unit.container.style for unit in self._units]
        one, linked = np.ones_like(self._size), self._links * self._size
        beside, chars, links = _sums(parents, one, self._size, linked)
        alike, length, led, voted = _sums(styles, one, self._size, linked, self._vote)
        columns = (beside, chars, links / np.maximum(chars, 1), alike, length / alike, led / length, voted / alike)
        return np.column_stack((np.array(out, dtype=np.float32).reshape(-1, 6), *columns))

    def around(self) -> Matrix:
        """Length, links and vote of the units before and after."""
        columns = [
            _shifted(values, step, missing)
            for step in (-2, -1, 1, 2)
            for values, missing in ((self._size, 0), (self._links, 1), (self._vote, 0))
        ]
        return np.column_stack(columns)

    def _headings(self, tags: Sequence[str]) -> tuple[Matrix, Matrix, Matrix]:
        """Units since the page's headline and since the last heading, and whether that one opens furniture."""
        headings = [tag in _HEADINGS for tag in tags]
        opening = [
            heading and _FURNITURE.match(unit.text.lower()) is not None
            for heading, unit in zip(headings, self._units, strict=True)
        ]
        since = _since(headings)
        opened = (since >= 0) & (since == _since(opening))
        return np.minimum(_since([tag == "h1" for tag in tags]), 200), np.minimum(since, 50), opened.astype(np.float32)

    def _articles(self) -> list[int]:
        """Which of the page's `article` elements a unit stands in, from 0; -1 for none."""
        numbers: dict[Container | None, int] = {None: -1}
        return [numbers.setdefault(each, len(numbers) - 1) for each in self._nearest("article")]

    def _nearest(self, tag: str) -> list[Container | None]:
        """The innermost element of that name around each unit."""
        inner: dict[Container | None, Container | None] = {None: None}
        for unit in self._units:
            path = [each for each in unit.container.around() if each not in inner]
            for each in reversed(path):
                inner[each] = each if each.tag == tag else inner[each.parent]
        return [inner[unit.container] for unit in self._units]

    def _within(self) -> dict[Container, float]:
        """Share of the page's prose in each element that has any."""
        within: dict[Container, float] = {}
        for unit, prose in zip(self._units, self._prose, strict=True):
            if prose:
                share = float(prose) / self._total
                for each in unit.container.around():
                    within[each] = within.get(each, 0.0) + share
        return within

    @staticmethod
    def _shares(container: Container, within: dict[Container, float]) -> list[float]:
        near: list[float] = []
        half = full = _FAR
        for far, each in enumerate(container.around()):
            share = within.get(each, 0.0)
            if far < 4:
                near.append(share)
            if share >= 0.5 and half == _FAR:
                half = far
            if share >= 0.9:
                full = far
                break
        near += near[-1:] * (4 - len(near))
        return [*near, half, full]


def _distances(container: Container, near: dict[Container | None, list[int]]) -> list[int]:
    path = []
    each: Container | None = container
    while each is not None and each not in near:
        path.append(each)
        each = each.parent
    row = near[each]
    for inner in reversed(path):
        row = [far + 1 if far < _FAR else far for far in row]
        if inner.tag in _PLACE_OF:
            row[_PLACE_OF[inner.tag]] = 0
        purpose = inner.purpose
        while purpose:
            bit = purpose & -purpose
            row[len(_LANDMARKS) + bit.bit_length() - 1] = 0
            purpose ^= bit
        near[inner] = row
    return row


_PLACE_OF = {tag: at for at, tag in enumerate(_LANDMARKS)}


def _look(unit: Unit, words: Sequence[str], links: float) -> list[float]:
    text = unit.text
    size, count = len(text), max(len(words), 1)
    letters = sum(map(len, words))
    return [
        size,
        len(words),
        links,
        unit.bold / size,
        letters / count,
        len(_LOWER.findall(text)) / count,
        len(_DIGIT.findall(text)) / size,
        text.count(",") + text.count("，") + text.count("、"),
        len(_CAPITAL.findall(text)) / size,
        size - letters,
        _SENTENCE_END.search(text, max(size - 5, 0)) is not None,
        text.endswith(":"),
        text[0] in "\"'“„«»‘”-–—",
        _DAY.search(text) is not None,
        _FURNITURE.match(text.lower()) is not None,
        "©" in text or "copyright" in text.lower(),
        sum(map(text.count, "|•›»/→")),
    ]


def coverage(units: Sequence[Sequence[str]], text: str, *, run: int = 3) -> list[float]:
    """How much of each unit's words stand in a text; a unit shorter than a run stands there only as a line of its own.

    Args:
        units: the words of each, in lower case.
        text: the text, its paragraphs on lines of their own.
        run: how many words in a row are compared.
    """
    if not text:
        return [0.0] * len(units)
    text = text.lower()
    runs = set(_runs(_WORD.findall(text), run))
    lines = {tuple(_WORD.findall(line)) for line in text.splitlines() if len(line) < 60}
    found = []
    for unit in units:
        own = list(_runs(unit, run))
        found.append(
            sum(each in runs for each in own) / len(own) if own else float(bool(unit) and tuple(unit) in lines)
        )
    return found


def _runs(words: Sequence[str], run: int) -> Iterator[tuple[str, ...]]:
    return zip(*(words[at:] for at in range(run)), strict=False)


def _since(flags: Sequence[bool]) -> Matrix:
    """How many places each stands after the last that is flagged; -1 where none is before it."""
    at = np.arange(len(flags))
    last = np.maximum.accumulate(np.where(flags, at, -1))
    return np.where(last < 0, -1, at - last).astype(np.float32)


def _mean(values: Matrix, reach: int) -> Matrix:
    """The mean of each value and of those up to so many before and after it."""
    at = np.arange(len(values))
    low, high = np.maximum(at - reach, 0), np.minimum(at + reach + 1, len(values))
    summed = np.concatenate([[0.0], np.cumsum(values)])
    return np.asarray((summed[high] - summed[low]) / (high - low), dtype=np.float32)


def _shifted(values: Matrix, step: int, missing: float) -> Matrix:
    """The value so many places on, for each; the one for what is missing beyond the ends."""
    reach = abs(step)
    padded = np.pad(values, reach, constant_values=missing)
    return padded[reach + step : reach + step + len(values)]


def _sums(keys: Sequence[object], *columns: Matrix) -> list[Matrix]:
    """For each column and each unit, the sum over all units with its key."""
    numbers: dict[object, int] = {}
    group = np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.intp)
    return [np.bincount(group, weights=column).astype(np.float32)[group] for column in columns]
