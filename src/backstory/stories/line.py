"""The line of a story: which of its events carry it, when there is room for ten among four hundred.

Pure. `kinship` says which topics are of the story, `worthy` which events may stand on its line, `turning_points`
chooses among them, `chapters` groups what was chosen.

An event carries those that tell much of what it tells, at about its time and under its topic. Those are chosen that
together carry most of the story in the fewest words, one a day: what a chosen event carries already counts no more for
the next (facility location, Lin and Bilmes, "A Class of Submodular Functions for Document Summarization", 2011). So
busy months get more room than still ones, and no day is told five times.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from backstory.language.terms import COMMON, stem
from backstory.model import Event, Topic
from backstory.stories.subjects import plain_words
from backstory.urls import topic_key

if TYPE_CHECKING:
    from numpy import ndarray

    Array = ndarray[Any, Any]

#: A topic is of the story when so much speaks for it.
KIN = 0.2
#: With so much, other events under it than the nearest may stand on the line.
SURE = 0.5
#: The nearest events, which speak for the topics that they stand under.
SPEAKING = 100
#: How near an event must be, as a share of the nearest: under a topic of the story, and under none.
NEAR, STRAY_NEAR = 0.15, 0.4
#: What an event counts for under no topic of the story, against one of which all is sure.
STRAY = 0.1
#: How much of what an event carries is by its words; the rest is by its chapter.
WORDS = 0.7
#: What an event gains for bearing its chapter's name, for opening it, for many sources, for words that the story goes
#: on to speak of, and for those of acts after which something else holds.
NAMESAKE, OPENS, SOURCES, TURNS, ACTS = 1.0, 0.1, 0.2, 1.5, 1.0
#: Words below which a headline is none the better for being brief.
BRIEF = 8
#: Events that count less than this part of the most are not asked how long the story runs.
WORTHY = 0.3


@dataclass(frozen=True, slots=True)
class Candidate:
    """An event that may stand on the line."""

    #: The event.
    event: Event
    #: How near it is to the page, as a share of the nearest.
    near: float


def topics_of(event: Event) -> dict[str, Topic]:
    """The topics above an event by their keys, outermost first; of a heading that lists several, each of them too."""
    found: dict[str, Topic] = {}
    for topic in event.topics:
        parts = [part for part in topic.name.split(", ") if not part.isdigit()]
        for each in (topic, *(Topic(part) for part in parts if len(parts) > 1)):
            found.setdefault(topic_key(each), each)
    return found


def kinship(nearest: Sequence[Candidate], aliases: Mapping[str, str]) -> dict[str, float]:
    """How surely topics are of the story, surest first; those that hardly are are left out.

    A topic is when several of the events that are nearest to the page stand under it. The nearest of them does not
    count: any list has events under a heading that is not theirs, and one such event would bring all of that topic in.

    Args:
        nearest: the nearest events, best first.
        aliases: for each key that is another spelling of a topic, that of the topic; they speak as one.
    """
    spoken: dict[str, float] = defaultdict(float)
    best: dict[str, float] = {}
    for each in nearest[:SPEAKING]:
        for key in {aliases.get(key, key) for key in topics_of(each.event)}:
            spoken[key] += each.near**2
            best[key] = max(best.get(key, 0.0), each.near**2)
    sure = {key: 1 - 1 / (1 + spoken[key] - best[key]) for key in spoken}
    keys = {key: aliases.get(key, key) for each in nearest for key in topics_of(each.event)}
    kept = [key for key, topic in keys.items() if sure.get(topic, 0.0) >= KIN]
    return {key: sure[keys[key]] for key in sorted(kept, key=lambda key: (-sure[keys[key]], key))}


def worthy(nearest: Sequence[Candidate], kin: Mapping[str, float]) -> list[Candidate]:
    """The events that are near enough to stand on the line; under no topic of the story they must be nearer.

    Args:
        nearest: the nearest events.
        kin: the story's topics, as `kinship` gives them.
    """
    return [each for each in nearest if each.near >= (NEAR if chapter_of(each.event, kin) else STRAY_NEAR)]


def chapter_of(event: Event, kin: Mapping[str, float]) -> str:
    """The key of the topic under which an event is told: the surest of the story's; empty where it has none."""
    return max((key for key in topics_of(event) if key in kin), key=lambda key: kin[key], default="")


def typical(nearest: Sequence[Candidate], kin: Mapping[str, float]) -> dict[str, float]:
    """How near the events of each chapter are in the mean, by its key."""
    found: dict[str, list[float]] = defaultdict(list)
    for each in nearest:
        found[chapter_of(each.event, kin)].append(each.near)
    return {key: sum(near) / len(near) for key, near in found.items()}


def chapters(events: Iterable[Event], kin: Mapping[str, float]) -> list[tuple[Topic | None, list[Event]]]:
    """Events by the topic under which they are told, the chapters in the order in which they begin.

    Args:
        events: in order of time.
        kin: the story's topics, as `kinship` gives them.
    """
    grouped: dict[str, list[Event]] = defaultdict(list)
    known: dict[str, Topic] = {}
    for event in events:
        grouped[chapter_of(event, kin)].append(event)
        known |= topics_of(event)
    return [(known.get(key), group) for key, group in grouped.items()]


def turning_points(candidates: Sequence[Candidate], kin: Mapping[str, float], limit: int) -> list[Event]:
    """The events that carry the story best, at most so many and one a day, in order of time.

    Args:
        candidates: the story's events, each once.
        kin: its topics, as `kinship` gives them.
        limit: at most so many.
    """
    import numpy as np

    ordered = sorted(candidates, key=lambda each: (each.event.day, each.event.id))
    if not ordered:
        return []
    events = [each.event for each in ordered]
    told = [chapter_of(event, kin) for event in events]
    worth = np.array([each.near * (STRAY + kin.get(key, 0.0)) for each, key in zip(ordered, told, strict=True)])
    held = [frozenset(plain_words(event.headline).split("-")) - COMMON for event in events]
    days = np.array([event.day.toordinal() for event in events])
    carried = _carried(held, told, days, _reach(days, worth, limit))
    brief = np.sqrt([max(len(words), BRIEF) for words in held])
    gain = np.sqrt(worth) * (1 + _merits(events, told, held)) / brief
    covered, left = np.zeros(len(events)), np.ones(len(events), bool)
    chosen: list[Event] = []
    while len(chosen) < limit and left.any():
        gains = gain * (np.maximum(carried - covered, 0.0) @ worth)
        best = int(np.where(left, gains, -1.0).argmax())
        chosen.append(events[best])
        covered = np.maximum(covered, carried[best])
        left &= days != days[best]
    return sorted(chosen, key=lambda event: (event.day, event.id))


def _reach(days: Array, worth: Array, limit: int) -> float:
    """Days after which an event carries a third of what it would at once: the story's length among so many events."""
    of_story = days[worth >= WORTHY * worth.max()]
    return max(float(of_story.max() - of_story.min()) / limit, 1.0)


def _carried(held: Sequence[frozenset[str]], told: Sequence[str], days: Array, reach: float) -> Array:
    """How much of each event (column) is told with each (row), from 0 to 1."""
    import numpy as np

    count = Counter(word for words in held for word in words)
    number = {word: at for at, word in enumerate(word for word in sorted(count) if count[word] > 1)}
    words = np.zeros((len(held), len(number) + 1), np.float32)
    for row, each in enumerate(held):
        for word in each & number.keys():
            words[row, number[word]] = math.log(len(held) / count[word])
    words /= np.maximum(np.linalg.norm(words, axis=1, keepdims=True), 1e-6)
    order = {key: at for at, key in enumerate(dict.fromkeys(told))}
    chapter = np.array([order[key] for key in told])
    carried: Array = WORDS * (words @ words.T) + (1 - WORDS) * (chapter[:, None] == chapter)
    carried *= np.exp(-np.abs(days[:, None] - days) / reach)
    np.fill_diagonal(carried, 1.0)
    return carried


def _merits(events: Sequence[Event], told: Sequence[str], held: Sequence[frozenset[str]]) -> Array:
    """What each event, in order of time, has over another that carries as much."""
    import numpy as np

    count = Counter(word for words in held for word in words)
    before: Counter[str] = Counter()
    turns, opens, names = np.zeros(len(events)), np.zeros(len(events)), np.zeros(len(events))
    seen = {""}
    for at, words in enumerate(held):
        before.update(words)
        more = (math.log((count[word] - before[word] + 1) / before[word]) for word in words)
        turns[at] = sum(each for each in more if each > 0) / math.sqrt(len(words) or 1)
        opens[at] = told[at] not in seen
        seen.add(told[at])
        names[at] = _namesake(told[at], words)
    sources = np.log1p([len(event.sources) for event in events])
    acts = np.array([sum(stem(word) in _acts() for word in words) / math.sqrt(len(words) or 1) for words in held])
    merits: Array = OPENS * opens + NAMESAKE * names + SOURCES * sources
    return merits + TURNS * turns / (turns.max() or 1.0) + ACTS * acts / (acts.max() or 1.0)


@cache
def _acts() -> frozenset[str]:
    """Stems of the words of acts that turn a story: rule, law, war and office are other after them than before."""
    words = """
    abdicate abolish accession acquit acquittal annex annexation annul armistice assassinate assassination blockade
    breakaway capitulate ceasefire cede collapse conquer convict conviction coup declare declaration default defeat
    depose disband dissolve dissolution elect election erupt eruption expel found founding impeach impeachment
    inaugurate inauguration independence indict indictment invade invasion liberate liberation massacre mobilise
    mobilize mobilisation mobilization oust outbreak overthrow pact partition peace proclaim ratify ratification
    referendum resign resignation revolt revolution secede secession seize sentence siege sign storm surrender suspend
    takeover topple treaty truce uprising verdict veto victory withdraw withdrawal
    """
    return frozenset(map(stem, words.split()))


def _namesake(key: str, words: frozenset[str]) -> float:
    """The part of the words of its chapter's name that an event holds, in one form or another."""
    own = [word for word in key.split("-") if word not in COMMON and not word.isdigit()]
    held = sum(any(each.startswith(word[: max(4, len(word) - 1)]) for each in words) for word in own)
    return held / len(own) if own else 0.0
