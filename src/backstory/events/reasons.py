"""Why an article and an event are taken for one, in plain words, and which facts keep them apart."""

from __future__ import annotations

from collections.abc import Iterable

from backstory.events.likeness import Likeness
from backstory.events.profile import Profile
from backstory.events.rarity import rarity
from backstory.events.traits import Traits

#: Names that a reason gives.
SHOWN = 3
#: Two reports whose words have a lower cosine have hardly a word in common, and are not compared any further.
APART = 0.12
#: Two reports have hardly a name in common that share less than this of their names' rarity, and no two names together.
STRANGE = 0.2
#: Of an event known by a headline alone, a report that tells it has this much of the words, the heaviest that both
#: share left out; by rarity.
REST = 0.15


def veto(measures: Likeness) -> str | None:
    """The facts for which an article does not tell an event, however like it is; None where none speaks against it.

    Args:
        measures: how it compares with the event.
    """
    return others(measures.pairs_differ, measures.name_share, measures.ages_differ, measures.killed)


def others(pairs_differ: float, name_share: float, ages_differ: float, killed: float) -> str | None:
    """What says that two articles are about other people; None where nothing does. The measures are of `Likeness`."""
    if not pairs_differ:
        return None
    if name_share < STRANGE:
        return "hardly a name in common"
    if ages_differ:
        return "other people of other ages"
    return "other people, and another number of dead" if killed == 0 else None


def one_word(article: Traits, profile: Profile) -> str | None:
    """That an article has hardly more than one word of an event known by a headline; None where it has more.

    A person or a country is in the news for several things in one week, and one name is all that two of them share.

    Args:
        article: the article.
        profile: what the event is known by. Most words of what a list tells are its headline, and few of a report's.
    """
    if any(2 * len(telling.title) < len(telling.words) for telling in profile.tellings):
        return None
    words = set[str]().union(*(telling.words.keys() for telling in profile.tellings))
    shared = sorted(words & article.words.keys(), key=lambda word: (-rarity(word), word))
    if not shared or sum(map(rarity, shared[1:])) >= REST * sum(map(rarity, words - {shared[0]})):
        return None
    return f"hardly more in common than {article.names.get(shared[0], shared[0])}"


def because_of(article: Traits, profile: Profile, measures: Likeness) -> str:
    """Why an article is taken to tell an event: names that both give, in the article's spelling, days and numbers.

    Args:
        article: the article.
        profile: what the event is known by.
        measures: how the two compare.
    """
    theirs = set[str]().union(*(telling.names.keys() for telling in profile.tellings))
    shared = sorted(article.names.keys() & theirs, key=lambda word: (-rarity(word), word))
    parts = [f"both name {_listed(article.names[word] for word in shared[:SHOWN])}"] if shared else []
    if measures.days_apart <= 1:
        parts.append("told on the same day" if measures.days_apart == 0 else "told a day apart")
    if measures.killed == 1:
        parts.append("the same number of dead")
    if measures.ages:
        parts.append("the same ages")
    return "; ".join(parts) or "the same words"


def _listed(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
