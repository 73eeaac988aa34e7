"""Which earlier events belong to a page's story: words, topics and time, weighed together.

Pure: candidates are given, decisions with reasons come back. The store has to be asked between the steps, so each is a
function: `weigh_words` (what the page says), `query` (what to look for), `vote` (which topics the found events agree
on), `rank`. Most weights were chosen on events of 2016-2018, those for whole pages on one page: docs/benchmarks.md
says which and how, and what they score on other years.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from backstory.language.terms import stem, terms
from backstory.model import Article, Event
from backstory.urls import topic_key

#: Weightiest words of a page whose frequency is looked up, and the most telling of them that are searched for.
KNOWN_WORDS, QUERY_WORDS = 120, 60
#: A word in more than this share of the events tells nothing apart; up to the least count, none is too common.
COMMON_SHARE, COMMON_LEAST = 0.1, 20
#: An event must hold one of the words looked for, and one more for each so many of them, up to a limit.
LEAST_EVERY, LEAST_MATCH = 8, 3
#: How often a word of the title counts, against one of the text.
TITLE_COUNT = 2
#: A word counts by its frequency in the page to this power.
COUNT_POWER = 0.7
#: How much more a name counts than another word: names tell stories apart, verbs and common nouns kinds of story.
NAME_WEIGHT = 3.0

#: Found events that vote for topics, by how much their weight to this power.
VOTERS, VOTE_POWER = 20, 3.0
#: A match in words counts as its share of the best one, to this power.
MATCH_POWER = 2.0
#: Days in which what age takes from an event's weight falls to 1/e.
AGE_DAYS = 365.0
#: A topic that fell silent keeps this share of its votes; days of silence in which the rest falls to 1/e.
SILENCE_FLOOR, SILENCE_DAYS = 0.1, 30.0
#: Topics that bring their events in, and how many of their latest each.
TOPICS, TOPIC_EVENTS = 3, 20
#: What the votes for an outer heading count for an event, against those for its innermost.
OUTER_SHARE = 0.25
#: Under its topic, an event keeps this share of its weight whatever its age.
TOPIC_FLOOR = 0.6
#: What an event that words did not find counts as in words, against the one they found best.
UNFOUND = 0.2

#: Distinct words up to which a text is a sentence, and from which it is a page; between them the two regimes mix.
SENTENCE_WORDS, PAGE_WORDS = 30, 100


@dataclass(frozen=True, slots=True)
class Regime:
    """How far words are trusted, against topics that run and the nearness of time.

    One sentence says little, so what has been running lately is the better guess; a page says what it is about, and
    what it compares that with, years back.
    """

    #: Weight of the match in words beside that of the topic.
    words: float
    #: Share of its weight that an event keeps whatever its age.
    age_floor: float


SENTENCE = Regime(words=0.2, age_floor=0.3)
PAGE = Regime(words=2.0, age_floor=0.8)


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate that words found."""

    #: The event.
    event: Event
    #: Its score by words, more is better.
    score: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its weight."""

    #: The event.
    event: Event
    #: More is closer; comparable only within one list.
    score: float


def regime(words: int) -> Regime:
    """The regime for a text of so many distinct words."""
    share = min(max((words - SENTENCE_WORDS) / (PAGE_WORDS - SENTENCE_WORDS), 0.0), 1.0)
    return Regime(
        words=SENTENCE.words + share * (PAGE.words - SENTENCE.words),
        age_floor=SENTENCE.age_floor + share * (PAGE.age_floor - SENTENCE.age_floor),
    )


def weigh_words(article: Article) -> dict[str, float]:
    """The words of a page, heaviest first, each with its weight: how often it occurs, and whether it is a name.

    Forms of one word count as that which stands first.
    """
    counts: Counter[str] = Counter()
    capitals: Counter[str] = Counter()
    forms: dict[str, str] = {}
    parts = [(article.title or "", TITLE_COUNT), *((paragraph, 1) for paragraph in article.paragraphs)]
    for part, count in parts:
        for term in terms(part):
            root = stem(term.text)
            forms.setdefault(root, term.text)
            counts[root] += count
            capitals[root] += count * part[term.span.start].isupper()
    weights = {
        forms[root]: count**COUNT_POWER * (NAME_WEIGHT if 2 * capitals[root] >= count else 1.0)
        for root, count in counts.items()
    }
    return dict(sorted(weights.items(), key=lambda item: (-item[1], item[0])))


def query(weights: Mapping[str, float], frequency: Mapping[str, int], total: int) -> dict[str, float]:
    """The words to look for, with their weights: heavy in the page, rare in the archive.

    Args:
        weights: as `weigh_words` gives them.
        frequency: in how many events each occurs; words that occur in none are left out.
        total: number of events that were counted.
    """
    most = max(total * COMMON_SHARE, COMMON_LEAST)
    known = [word for word in weights if 0 < frequency.get(word, 0) <= most]
    known.sort(key=lambda word: (-weights[word] * math.log(1 + total / frequency[word]), word))
    return {word: weights[word] for word in known[:QUERY_WORDS]}


def least(words: int) -> int:
    """How many of so many words looked for an event must hold: one word in common with a page is chance."""
    return min(LEAST_MATCH, 1 + words // LEAST_EVERY)


def vote(found: Sequence[Found], rule: Regime, today: dt.date) -> dict[str, float]:
    """How the events that words found vote for the topics they stand under.

    Args:
        found: candidates, best first.
        rule: how far words are trusted.
        today: the day from which age is counted.

    Returns:
        Votes by topic key (`urls.topic_key`).
    """
    matches = _matches(found, rule, today)
    votes: dict[str, float] = defaultdict(float)
    for _, event in sorted(((-matches[each.event.id], each.event.id), each.event) for each in found)[:VOTERS]:
        for key in {topic_key(topic) for topic in event.topics}:
            votes[key] += matches[event.id] ** VOTE_POWER
    return dict(votes)


def quieten(votes: Mapping[str, float], last: Mapping[str, dt.date], today: dt.date) -> dict[str, float]:
    """The share of the votes that each topic keeps, given the last day of each: what ran last week runs today."""
    kept = {
        key: votes[key] * _fading((today - day).days, SILENCE_FLOOR, SILENCE_DAYS)
        for key, day in last.items()
        if key in votes
    }
    total = sum(kept.values())
    return {key: kept[key] / total for key in sorted(kept, key=lambda key: (-kept[key], key))} if total else {}


def rank(
    found: Sequence[Found],
    lines: Mapping[str, Sequence[Event]],
    shares: Mapping[str, float],
    rule: Regime,
    today: dt.date,
) -> list[Ranked]:
    """The candidates, best first.

    Args:
        found: what words found, best first.
        lines: the latest events of the topics that won the vote, by topic key.
        shares: every topic's share of the votes.
        rule: how far words are trusted.
        today: the day from which age is counted.
    """
    matches = _matches(found, rule, today)
    candidates = {each.event.id: each.event for each in found}
    candidates |= {event.id: event for line in lines.values() for event in line}
    ranked = []
    for event in candidates.values():
        age = (today - event.day).days
        words = matches.get(event.id, UNFOUND * _fading(age, rule.age_floor, AGE_DAYS))
        topic = _topic_share(event, shares) * _fading(age, TOPIC_FLOOR, AGE_DAYS)
        ranked.append(Ranked(event, rule.words * words + topic))
    return sorted(ranked, key=lambda each: (-each.score, -each.event.day.toordinal(), each.event.id))


def _matches(found: Iterable[Found], rule: Regime, today: dt.date) -> dict[str, float]:
    """How well each event matches in words, its age counted in: 1 for the best one, were it of today."""
    best = max((each.score for each in found), default=1.0)
    return {
        each.event.id: (each.score / best) ** MATCH_POWER
        * _fading((today - each.event.day).days, rule.age_floor, AGE_DAYS)
        for each in found
    }


def _topic_share(event: Event, shares: Mapping[str, float]) -> float:
    keys = [topic_key(topic) for topic in event.topics]
    outer = max((shares.get(key, 0.0) for key in keys[:-1]), default=0.0)
    return max(shares.get(keys[-1], 0.0), OUTER_SHARE * outer) if keys else 0.0


def _fading(days: float, floor: float, scale: float) -> float:
    return floor + (1 - floor) * math.exp(-max(days, 0) / scale)
