"""What a page compares its story with: which of its names stand for other stories, and which events tell those best.

Pure. The words that compare are those of `language.comparisons`; the store is asked between the steps: `compared` (what
the page compares with), `known` (which of its readings the archive speaks of), `stories` (which of them are one story).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from backstory.language.comparisons import Named, comparisons
from backstory.language.lexicon import words
from backstory.language.terms import COMMON, phrases, stem, terms
from backstory.model import BODY, Article, Event, Role, Span, Topic
from backstory.model_story import Likening
from backstory.urls import ascii_words, topic_key

#: Events that must hold a name before it stands for a story.
LEAST = 3
#: Events shown of a story.
SHOWN = 3
#: Topics shown of a story, and the least share of its events' weight that one must have.
TOPICS, TOPIC_SHARE = 2, 0.25
#: Events of a story that say which topics it runs under.
VOTERS = 20
#: A name stands for a story where so many events speak of it and of what else the page speaks of, or where a topic has
#: `TOPIC_SHARE` of their weight and so many of them.
TOLD, RUNNING = 20, 3
#: How much more a topic counts that bears the name itself.
NAMESAKE = 3.0
#: How much the name compared with counts in a search, against the heaviest word of the page.
NAME_WEIGHT = 2.0

_YEAR = re.compile(r"\d{4}")
#: A name without the last letters of a place or of its people ("Syria", "Syrian"), but not shorter than this.
_ENDING, _ROOT = 2, 4
_SPOKEN = BODY | {Role.TITLE}


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read what is named."""

    #: Where it stands.
    span: Span
    #: Its words, as full text looks them up.
    phrase: str
    #: The word that follows the name and is left out of it: "war" in "the Chechnya war"; empty where there is none.
    tail: str = ""
    #: Whether the page says that it happened: "the war in Chechnya", and not "similar to Chechnya".
    happened: bool = True

    @property
    def is_year(self) -> bool:
        """Whether it is a year and nothing else."""
        return _YEAR.fullmatch(self.phrase) is not None


@dataclass(frozen=True, slots=True)
class Compared:
    """A place at which the page compares with something."""

    #: What it may be, the longest reading first.
    readings: tuple[Reading, ...]
    #: Where the words that compare begin.
    start: int
    #: Whether it stands within what is named before it: "Syria" in "Aleppo in Syria".
    within: bool


@dataclass(frozen=True, slots=True)
class Found:
    """An event that speaks of what the page compares with."""

    #: The event.
    event: Event
    #: How close it is to the page, more is closer.
    score: float


def compared(article: Article) -> list[Compared]:
    """All that the page compares with, in order, but for what it is about itself."""
    text = article.text
    found = [
        (comparison.cue.start, comparison.kind, named, before)
        for block in article.blocks
        if block.role in _SPOKEN
        for comparison in comparisons(text, block.start, block.span.end)
        for named, before in zip(comparison.named, (None, *comparison.named), strict=False)
    ]
    own = _Own(article, [named.name for _, _, named, _ in found])
    return [
        Compared(
            readings=tuple(_readings(text, named, _happened(text, start, named.name.start, kind))),
            start=start,
            within=before is not None and text[before.name.end : named.name.start].strip() in {"in", ","},
        )
        for start, kind, named, before in found
        if not own.holds(named.name) and _phrase(text, named.name) not in COMMON
    ]


class _Own:
    """Tells the names that a page is about itself.

    They stand in its title or dateline, or it speaks of them, before it compares with them, more often than it does
    so; the people called after a place count as the place, "Russian" as "Russia".

    Args:
        article: the page.
        named: everything that it compares with, which is no speaking of it.
    """

    def __init__(self, article: Article, named: Sequence[Span]) -> None:
        self._text = article.text
        self._named = named
        parts, at = [], 0
        for span in sorted(named, key=lambda span: span.start):
            parts += [self._text[at : span.start], " " * (span.end - max(at, span.start))]
            at = max(at, span.end)
        other = "".join([*parts, self._text[at:]])
        heads = {Role.TITLE, Role.DATELINE}
        self._heads = "\n".join(other[each.start : each.span.end] for each in article.blocks if each.role in heads)
        self._bodies = [(each.start, other[each.start : each.span.end]) for each in article.blocks if each.role in BODY]

    def holds(self, name: Span) -> bool:
        """Whether the page is about what is named."""
        words = self._text[name.start : name.end]
        if _YEAR.fullmatch(words):
            return False
        root = re.compile(rf"\b{re.escape(words[: max(_ROOT, len(words) - _ENDING)])}")
        if root.search(self._heads):
            return True
        before = sum(len(root.findall(text[: max(name.start - start, 0)])) for start, text in self._bodies)
        return before > sum(root.match(self._text, span.start) is not None for span in self._named)


def known(found: Iterable[Compared], frequency: Mapping[str, int]) -> list[tuple[Compared, Reading]]:
    """For each comparison the longest reading that events hold; those without one are left out.

    Args:
        found: what the page compares with.
        frequency: in how many events each phrase occurs.
    """
    kept = []
    for each in found:
        reading = next((one for one in each.readings if one.is_year or frequency.get(one.phrase, 0) >= LEAST), None)
        if reading:
            kept.append((each, reading))
    return kept


@dataclass(frozen=True, slots=True)
class Story:
    """Another story, tied to its events."""

    #: What the page calls it: the widest name, or the one that most events hold, then the others.
    names: tuple[str, ...]
    #: The words that compare, in order.
    likenings: tuple[Likening, ...]
    #: The topics that its events stand under, surest first.
    topics: tuple[Topic, ...]
    #: Its events, best first.
    events: tuple[Found, ...]


def is_story(reading: Reading, found: Sequence[Found]) -> bool:
    """Whether events that speak of a name tell a story, and not only of what bears it.

    Sports are none: what a record or a final is compared with is no history behind a page.

    Args:
        reading: the name.
        found: its events, best first.
    """
    if reading.is_year:
        return bool(found) and reading.happened
    if len(found) < LEAST or 2 * sum(each.event.category == "Sports" for each in found[:VOTERS]) > len(found[:VOTERS]):
        return False
    if reading.tail and sum(stem(reading.tail) in _stems(each.event) for each in found) < LEAST:
        return False
    return (len(found) >= TOLD and reading.happened) or _runs(found[:VOTERS])


def _runs(found: Sequence[Found]) -> bool:
    """Whether a topic has a good part of some events."""
    weight, count = defaultdict[str, float](float), Counter[str]()
    for each in found:
        for key in {topic_key(topic) for topic in each.event.topics}:
            weight[key] += each.score**2
            count[key] += 1
    total = sum(each.score**2 for each in found)
    return any(weight[key] >= TOPIC_SHARE * total and count[key] >= RUNNING for key in weight)


def _stems(event: Event) -> set[str]:
    return {stem(term.text) for term in terms(event.headline)}


def stories(
    text: str,
    named: Sequence[tuple[Compared, Reading]],
    frequency: Mapping[str, int],
    found: Mapping[str, Sequence[Found]],
) -> list[Story]:
    """The stories that a page compares with, in the order in which it does, each once.

    Two names are of one story where one stands within the other ("Aleppo in Syria"), or where their events stand under
    the same topic.

    Args:
        text: the page's.
        named: as `known` gives them.
        frequency: in how many events each phrase occurs.
        found: for each phrase its events, best first.
    """
    groups: list[list[tuple[Compared, Reading]]] = []
    tied: dict[str, int] = {}
    for place, (each, reading) in enumerate(named):
        if not is_story(reading, found[reading.phrase]):
            continue
        above = {topic_key(topic) for topic in topics_of([reading.phrase], found[reading.phrase])[:1]}
        marks = {f"name {reading.phrase}", *(f"topic {key}" for key in above if not reading.is_year)}
        if each.within and place:
            marks.add(f"name {named[place - 1][1].phrase}")
        number = min((tied[mark] for mark in marks if mark in tied), default=len(groups))
        if number == len(groups):
            groups.append([])
        groups[number].append((each, reading))
        tied |= dict.fromkeys(marks - tied.keys(), number)
    return [_story(text, group, frequency, found) for group in groups]


def _story(
    text: str,
    group: Sequence[tuple[Compared, Reading]],
    frequency: Mapping[str, int],
    found: Mapping[str, Sequence[Found]],
) -> Story:
    names = {reading.phrase: text[reading.span.start : reading.span.end] for _, reading in reversed(group)}
    order = list(dict.fromkeys(reading.phrase for _, reading in group))
    wider = {reading.phrase for each, reading in group if each.within}
    order.sort(key=lambda phrase: (phrase not in wider, -frequency.get(phrase, 0)))
    score: dict[str, float] = defaultdict(float)
    events: dict[str, Event] = {}
    for phrase in order:
        for each in found[phrase]:
            events[each.event.id] = each.event
            score[each.event.id] = max(score[each.event.id], each.score)
    best = sorted(events, key=lambda event_id: (-score[event_id], event_id))
    ranked = tuple(Found(events[event_id], score[event_id]) for event_id in best)
    return Story(
        names=tuple(names[phrase] for phrase in order),
        likenings=tuple(Likening(Span(min(each.start, one.span.start), one.span.end), one.span) for each, one in group),
        topics=topics_of(names.values(), ranked),
        events=ranked,
    )


def nearest(found: Sequence[Found], ranked: Sequence[str]) -> list[Found]:
    """The events of a story, those first that are near the page by their words and by how they rank among all events.

    Args:
        found: what words found.
        ranked: the ids of the events that are nearest to the page, best first.
    """
    most = max((each.score for each in found), default=1.0)
    near = {event_id: 1 / (1 + place / VOTERS) for place, event_id in enumerate(ranked)}
    scored = [Found(each.event, each.score / most + near.get(each.event.id, 0.0)) for each in found]
    return sorted(scored, key=lambda each: (-each.score, each.event.id))


def topics_of(names: Iterable[str], found: Iterable[Found]) -> tuple[Topic, ...]:
    """The topics under which a good part of the best of some events stand, those first that bear one of the names."""
    total = 0.0
    weight: dict[str, float] = defaultdict(float)
    named: dict[str, Topic] = {}
    roots = [f"-{ascii_words(name)}"[: -_ENDING or None] for name in names]
    for each in list(found)[:VOTERS]:
        total += each.score**2
        for topic in each.event.topics:
            key = topic_key(topic)
            named.setdefault(key, topic)
            bears = any(root in f"-{key}" for root in roots)
            weight[key] += each.score**2 * (NAMESAKE if bears else 1.0)
    best = sorted(weight, key=lambda key: (-weight[key], key))[:TOPICS]
    return tuple(named[key] for key in best if weight[key] >= TOPIC_SHARE * total)


def _happened(text: str, start: int, end: int, kind: str) -> bool:
    """Whether the words from a comparison to a name say that something happened there."""
    return kind == "time" or not words("happening").isdisjoint(phrases(text[start:end]))


def _readings(text: str, named: Named, happened: bool) -> Iterator[Reading]:
    """What is named, the longest reading first."""
    longest = named.readings[0].end
    for span in named.readings:
        tail = next(iter(text[span.end : longest].split()), "")
        yield Reading(span, _phrase(text, span), tail, happened)


def _phrase(text: str, span: Span) -> str:
    return " ".join(phrases(text[span.start : span.end]))


def speaks(event: Event, reading: Reading, words: str) -> bool:
    """Whether an event holds a name, in its own words or in those of its topics; of a year, every event of it does.

    Args:
        event: the event.
        reading: the name.
        words: the name as the page writes it: "Step" is none where events have a step.
    """
    if reading.is_year:
        return str(event.day.year) == reading.phrase
    name = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    return any(name.search(part) for part in (event.headline, event.summary or "", *(t.name for t in event.topics)))
