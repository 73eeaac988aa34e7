"""The story behind a page, as it is told: the nearest events, the line with its chapters, echoes, what is new.

It joins the steps of `stories` through the store, as `recall` does for the ranking that all of it starts from.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property

from backstory import recall
from backstory.language.vectors import alike
from backstory.model import Article, Event, Relation, Shared, Topic
from backstory.model_story import Alias, Chapter, Echo, History, Offer
from backstory.store.protocol import Store
from backstory.stories import echoes as likened
from backstory.stories import explain
from backstory.stories import line as lines
from backstory.stories.near import CHANCE, says
from backstory.stories.subjects import subjects
from backstory.urls import ascii_words, name_key, topic_key

#: Nearest events among which the line of a story is found, and those that say which events of a comparison are meant.
POOL, MEANT = 300, 60
#: Events that are looked at for a name that the page compares with.
COMPARED = 200
#: Names that the page is most about, which tell nothing of what it compares with.
OWN = 3
#: New topics that are offered, and how often the page must name one.
OFFERS, OFFERED = 5, 2

#: Names of peoples, which stand for their countries.
_PEOPLE = re.compile(r"^[^ ]{2,}(?:ian|ean|ish|ese)s?$")


def history(store: Store, article: Article, *, as_of: dt.date | None, limit: int) -> History:
    """The story behind a page.

    Args:
        store: where to look.
        article: the page.
        as_of: only events before this day are looked at, in every step; None for all.
        limit: at most so many events, among the nearest and on the line alike.

    Raises:
        ArchiveError: the archive cannot be read.
    """
    ranked = recall.history(store, article, as_of=as_of, limit=limit)
    spelled = _spelled(store, [each.topic for each in ranked.topics], *(event.topics for event in ranked.events))
    topics = tuple(_explained(shared, ranked, spelled) for shared in _together(ranked.topics, spelled))
    return replace(ranked, topics=topics, told=Storyline(store, article, as_of, limit))


def _spelled(store: Store, *topics: Iterable[Topic]) -> dict[str, Alias]:
    """What those of some topics are other spellings of that are any."""
    return store.spellings.aliases_of({topic_key(each) for some in topics for each in some})


def _main(topic: Topic, spelled: Mapping[str, Alias]) -> str:
    """The key of a topic's most used spelling."""
    key = topic_key(topic)
    return spelled[key].topic if key in spelled else key


def _together(topics: Iterable[Shared], spelled: Mapping[str, Alias]) -> list[Shared]:
    """Topics, surest first, each once under its surest spelling."""
    found: dict[str, Shared] = {}
    for each in topics:
        first = found.setdefault(_main(each.topic, spelled), each)
        if first is not each:
            found[_main(each.topic, spelled)] = replace(first, weight=first.weight + each.weight)
    return sorted(found.values(), key=lambda each: -each.weight)


def _explained(shared: Shared, ranked: History, spelled: Mapping[str, Alias]) -> Shared:
    """A topic of the page, with what speaks for it."""
    key = _main(shared.topic, spelled)
    under = sum(key in {_main(topic, spelled) for topic in event.topics} for event in ranked.events)
    reasons = [f"{under} of the {len(ranked.events)} nearest events stand under it"] if under else []
    if f"-{ascii_words(shared.topic.name)}-" in f"-{ascii_words(ranked.article.text)}-":
        reasons.append("the page names it")
    return replace(shared, because="; ".join(reasons) or "events like the page stand under it")


class Storyline:
    """Tells a story step by step, each when it is first asked for: see `model_story.Told`.

    Args:
        store: where to look.
        article: the page.
        as_of: only events before this day led there; None where there is no such day.
        limit: events of the line at most.
    """

    def __init__(self, store: Store, article: Article, as_of: dt.date | None, limit: int) -> None:
        self._store = store
        self._article = article
        self._as_of = as_of
        self._limit = limit

    @cached_property
    def line(self) -> tuple[Chapter, ...]:
        """The turning points of the story, in chapters."""
        return self._told(None, self._as_of)

    @cached_property
    def after(self) -> tuple[Chapter, ...]:
        """What followed."""
        return self._told(self._as_of, None) if self._as_of else ()

    @cached_property
    def echoes(self) -> tuple[Echo, ...]:
        """The other stories that the page compares with, tied to their events."""
        compared = likened.compared(self._article)
        phrases = list(dict.fromkeys(reading.phrase for each in compared for reading in each.readings))
        frequency, _ = self._store.frequencies(phrases, until=self._as_of) if phrases else ({}, 0)
        known = likened.known(compared, frequency)
        distinct = {reading.phrase: reading for _, reading in known}
        found = {phrase: self._speaking(reading) for phrase, reading in distinct.items()}
        return tuple(
            Echo(
                name=story.names[0],
                also=story.names[1:],
                likenings=story.likenings,
                topics=story.topics,
                relations=self._relations(
                    [(each.event, each.score) for each in story.events[: likened.SHOWN]],
                    {topic_key(topic): 1.0 for topic in story.topics},
                ),
            )
            for story in likened.stories(self._article.text, known, frequency, found)
        )

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """Names that might become topics."""
        text = self._article.text
        fresh = [
            (each, text[each.span.start : each.span.end])
            for each in subjects(self._article)
            if each.count >= OFFERED and not _PEOPLE.search(each.name) and not self._is_topic(each.name)
        ]
        offered = [(each, words) for each, words in fresh if not self._is_topic(words)]
        return tuple(Offer(name=words, span=each.span, count=each.count) for each, words in offered[:OFFERS])

    def _is_topic(self, name: str) -> bool:
        return name_key(name) in self._sizes([name_key(name)], self._as_of)

    @cached_property
    def _ranked(self) -> recall.Ranked:
        """The events that are nearest to the page before its day."""
        return self._nearest(self._as_of)

    def _nearest(self, until: dt.date | None) -> recall.Ranked:
        return recall.ranked(self._store, self._article, as_of=until, limit=POOL)

    @cached_property
    def _others(self) -> dict[str, float]:
        """The telling words without the names that the page is most about: those tell its own story."""
        own = {word for each in subjects(self._article)[:OWN] for word in each.name.split()}
        return {word: heavy for word, heavy in self._ranked.words.items() if word not in own}

    @cached_property
    def _page(self) -> explain.Page:
        return explain.Page.of(self._article, self._ranked.words, {})

    def _speaking(self, reading: likened.Reading) -> list[likened.Found]:
        """The events that speak of what the page compares with, nearest first."""
        words = self._ranked.words
        if reading.is_year:
            year = int(reading.phrase)
            since, until = dt.date(year, 1, 1), min(dt.date(year + 1, 1, 1), self._as_of or dt.date.max)
            words = words if since < until else {}
        else:
            since, until = dt.date.min, self._as_of or dt.date.max
            words = self._others | {reading.phrase: likened.NAME_WEIGHT * max(self._others.values(), default=1.0)}
        hits = self._store.search(words, least=2, since=since, until=until, limit=COMPARED) if words else []
        name = self._article.text[reading.span.start : reading.span.end]
        found = [likened.Found(hit.event, hit.score) for hit in hits if likened.speaks(hit.event, reading, name)]
        return likened.nearest(found, [event.id for event, _, _ in self._ranked.events[:MEANT]])

    def _told(self, since: dt.date | None, until: dt.date | None) -> tuple[Chapter, ...]:
        """The turning points between two days, in chapters, without those of the stories that are only compared."""
        others = {topic_key(topic) for echo in self.echoes for topic in echo.topics}
        elsewhere = {self._article.source, *(each.event.id for echo in self.echoes for each in echo.relations)}
        ranked = self._ranked if until == self._as_of else self._nearest(until)
        weights = {
            event: weight
            for event, weight, _ in ranked.events
            if (since is None or event.day >= since)
            and event.id not in elsewhere
            and others.isdisjoint(lines.topics_of(event))
        }
        most = max(weights.values(), default=0.0)
        nearest = [lines.Candidate(event, weight / most) for event, weight in weights.items()]
        spelled = _spelled(self._store, *(event.topics for event in weights))
        kin = lines.kinship(nearest, {key: alias.topic for key, alias in spelled.items()})
        typical = lines.typical(nearest, kin)
        known = elsewhere.union(each.event.id for each in nearest)
        nearest += [
            lines.Candidate(event, typical.get(lines.chapter_of(event, kin), lines.NEAR))
            for event in self._under(kin, since, until)
            if event.id not in known and others.isdisjoint(lines.topics_of(event))
        ]
        near = {each.event.id: each.near for each in nearest}
        chosen = lines.turning_points(lines.worthy(nearest, kin), kin, self._limit)
        return tuple(
            Chapter(topic=topic, relations=self._relations([(event, near[event.id]) for event in group], kin))
            for topic, group in self._chapters(lines.chapters(chosen, kin))
        )

    def _under(self, kin: Mapping[str, float], since: dt.date | None, until: dt.date | None) -> list[Event]:
        """The events under the surest topics of the story that mean what the page does.

        A turning point may share no word with the page; one that means something else stands under a heading that is
        not its own.
        """
        first, end = (since or dt.date.min, ""), (until or dt.date.max, "")
        ids: set[str] = set()
        for key in (key for key in kin if kin[key] >= lines.SURE):
            places = self._store.places(topic=key)
            own = places[bisect_left(places, first) : bisect_left(places, end)]
            if len(own) + len(ids) <= POOL:
                ids.update(event_id for _, event_id in own)
        events = list(self._store.of_ids(ids).values())
        like = alike(says(self._article), [event.headline for event in events])
        return [event for event, cosine in zip(events, like, strict=True) if cosine > CHANCE]

    def _chapters(self, told: Iterable[tuple[Topic | None, list[Event]]]) -> list[tuple[Topic | None, list[Event]]]:
        """Chapters, those of one topic in several spellings as one, in the order in which they begin."""
        begun = list(told)
        spelled = _spelled(self._store, [topic for topic, _ in begun if topic])
        found: dict[str, tuple[Topic | None, list[Event]]] = {}
        for topic, group in begun:
            found.setdefault(_main(topic, spelled) if topic else "", (topic, []))[1].extend(group)
        return [(topic, sorted(group, key=lambda event: (event.day, event.id))) for topic, group in found.values()]

    def _relations(self, events: Iterable[tuple[Event, float]], topics: Mapping[str, float]) -> tuple[Relation, ...]:
        """Events with their reasons: the topics of the story that they share are their context."""
        page = replace(self._page, shares=topics)
        return tuple(explain.relation(page, event, score) for event, score in events)

    def _sizes(self, keys: Iterable[str], until: dt.date | None) -> dict[str, int]:
        """How many events each topic has before a day; those without any are left out."""
        end = (until or dt.date.max, "")
        sizes = {key: bisect_left(self._store.places(topic=key), end) for key in keys}
        return {key: size for key, size in sizes.items() if size}
