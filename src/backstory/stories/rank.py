"""What a page says, weighed: the words to look for, and how far words are trusted against topics and time.

The weights of words were chosen on events of 2016-2018, those for whole pages on one page: docs/benchmarks.md says
which and how.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from backstory.language.terms import stem, terms
from backstory.model import Article

#: Weightiest words of a page whose frequency is looked up, and the most telling of them that are searched for.
KNOWN_WORDS, QUERY_WORDS = 120, 60
#: A word in more than this share of the events tells nothing apart; up to the least count, none is too common.
COMMON_SHARE, COMMON_LEAST = 0.1, 20
#: A script is the page's own where it has this share of its words.
OWN_SCRIPT = 0.1
#: A page is in another language than the archive's when that knows less than this share of its words: of saved news
#: pages in English it knew .81 to .99, of others .67 at most (docs/benchmarks.md). Of few words, or from few events,
#: that cannot be told.
FOREIGN, FOREIGN_WORDS, FOREIGN_EVENTS = 0.75, 20, 10_000
#: An event must hold one of the words looked for, and one more for each so many of them, up to a limit.
LEAST_EVERY, LEAST_MATCH = 8, 3
#: How often a word of the title counts, against one of the text.
TITLE_COUNT = 2
#: A word counts by its frequency in the page to this power.
COUNT_POWER = 0.7
#: How much more a name counts than another word: names tell stories apart, verbs and common nouns kinds of story.
NAME_WEIGHT = 3.0

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
    #: Days in which the rest of it falls to 1/e.
    age_days: float
    #: How far topics are decided by the votes of what words found, and not by the model, which learned from sentences.
    votes: float


SENTENCE = Regime(words=0.05, age_floor=0.3, age_days=365.0, votes=0.0)
#: Where no event stands under a topic, time must say what else topics do.
SENTENCE_ALONE = Regime(words=1.0, age_floor=0.1, age_days=100.0, votes=0.0)
PAGE = Regime(words=2.0, age_floor=0.8, age_days=365.0, votes=0.7)


def regime(words: int, *, topics: bool = True) -> Regime:
    """The regime for a text.

    Args:
        words: how many distinct words it has.
        topics: whether the archive has topics that it may belong to.
    """
    sentence = SENTENCE if topics else SENTENCE_ALONE
    share = min(max((words - SENTENCE_WORDS) / (PAGE_WORDS - SENTENCE_WORDS), 0.0), 1.0)
    return Regime(
        words=sentence.words + share * (PAGE.words - sentence.words),
        age_floor=sentence.age_floor + share * (PAGE.age_floor - sentence.age_floor),
        age_days=sentence.age_days + share * (PAGE.age_days - sentence.age_days),
        votes=sentence.votes + share * (PAGE.votes - sentence.votes),
    )


def weigh_words(article: Article) -> dict[str, float]:
    """The words of a page, heaviest first, each with its weight: how often it occurs, and whether it is a name.

    Forms of one word count as that which stands first.
    """
    counts, names, forms = _counted(article)
    weights = {
        forms[root]: count**COUNT_POWER * (NAME_WEIGHT if root in names else 1.0) for root, count in counts.items()
    }
    return dict(sorted(weights.items(), key=lambda item: (-item[1], item[0])))


def names_among(words: Iterable[str], article: Article) -> frozenset[str]:
    """Those of some words of a page that are names: it writes them with a capital at least as often as not."""
    _, names, _ = _counted(article)
    return frozenset(word for word in words if stem(word) in names)


def _counted(article: Article) -> tuple[Counter[str], set[str], dict[str, str]]:
    """How often each word stands in a page, by its stem; which are names; and the form of each that stands first."""
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
    return counts, {root for root, count in counts.items() if 2 * capitals[root] >= count}, forms


def query(weights: Mapping[str, float], frequency: Mapping[str, int], total: int) -> dict[str, float]:
    """The words to look for, with their weights: heavy in the page, rare in the archive.

    Words in a script that hardly any of the page is in, and numbers alone, say nothing of it: a page whose language the
    archive does not have shares none but those.

    Args:
        weights: as `weigh_words` gives them.
        frequency: in how many events each occurs; words that occur in none are left out.
        total: number of events that were counted.
    """
    most = max(total * COMMON_SHARE, COMMON_LEAST)
    known = [word for word in weights if 0 < frequency.get(word, 0) <= most]
    counts = Counter(map(_script, weights))
    own = {script for script, count in counts.items() if script and count >= OWN_SCRIPT * counts.total()}
    if own.isdisjoint(map(_script, known)):
        return {}
    known = [word for word in known if _script(word) in {*own, ""}]
    known.sort(key=lambda word: (-weights[word] * math.log(1 + total / frequency[word]), word))
    return {word: weights[word] for word in known[:QUERY_WORDS]}


def is_foreign(frequency: Mapping[str, int], total: int) -> bool:
    """Whether a page is in another language than the archive's, so that only names can be what both speak of.

    Args:
        frequency: in how many events each of its words occurs.
        total: number of events that were counted.
    """
    known = sum(count > 0 for count in frequency.values())
    return total >= FOREIGN_EVENTS and len(frequency) >= FOREIGN_WORDS and known < FOREIGN * len(frequency)


def _script(word: str) -> str:
    """The script of a word's first letter, by the name that Unicode gives that; empty where it has none."""
    return next((unicodedata.name(each, each).partition(" ")[0] for each in word if each.isalpha()), "")


def least(words: int, *, foreign: bool = False) -> int:
    """How many of so many words looked for an event must hold: one word in common with a page is chance.

    Args:
        words: how many are looked for.
        foreign: whether the page is in another language than the archive's: then one is never enough.
    """
    return max(min(LEAST_MATCH, 1 + words // LEAST_EVERY), 2 if foreign else 1)
