#!/usr/bin/env python3
"""Grow the trees that say whether an article tells an event of which a list gives one sentence.

Writes `events/listed_event.json`.

    train_listed_event.py LABELLED.jsonl... --days DAYS.jsonl.gz... [--undated LABELLED.jsonl...] [--half even|odd]

LABELLED.jsonl is as for train_same_event.py. Of each event that articles tell, the headline or the first sentence of
the first article is taken for what a list says, and articles are compared with that, beside events that articles tell.
As lists are of days, undated sets are read twice, once as if each event had been on a day, with its reports on that day
and those after it and the event most like it not far: the second time they count double.

DAYS.jsonl.gz are days of a list (`id`, `date`, `headline`, `topics`). Some of their events are taken for reports, which
tell none of the other events of those weeks, however much they are of one war or one person. Half of the groups and of
these events (by CRC-32 of the name) can be left out, to be measured on. Needs lightgbm; the same rows give the same
trees.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from train_same_event import EVENTS, Labelled, Row, compared, grow, is_learned, known_by, load, weighed

from backstory.events.index import MemoryIndex, candidates
from backstory.events.likeness import Likeness
from backstory.events.profile import Profile
from backstory.events.traits import Traits, told, traits
from backstory.model import Article, Dated, Method, Role, Telling, Topic, laid_out

TABLE = EVENTS / "listed_event.json"
#: What sets count, dated, and undated; what events of a list count that are taken for reports.
DATED, UNDATED, REPORTS = 1.0, 0.5, 0.15
#: Words of a sentence that a list might give.
SENTENCE = range(8, 46)
#: Days of a list that are read together, and the share of their events that are taken for reports.
STRETCH, ASKED = 21, 0.06
#: Days from a listed event to a report of it: at least, at most.
REACH = range(-2, 15)
#: When reports come: up to which share of them, so many days after the event.
LAGS = ((0.5, 0), (0.8, 1), (0.9, 2), (0.96, 5), (1.0, 12))
#: The share of reports that name the day of the event.
NAMED = 0.6
#: The day of the first of undated events, and the days from those of one group to those of the next.
FIRST, NEXT = dt.date(2010, 1, 1), dt.timedelta(days=40)


def main() -> None:
    """Read, compare, grow, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path, nargs="+")
    parser.add_argument("--undated", type=Path, nargs="+", default=[])
    parser.add_argument("--days", type=Path, nargs="+", required=True)
    parser.add_argument("--half", choices=["even", "odd"])
    options = parser.parse_args()
    rows: list[Row] = []
    for path in (*options.labelled, *options.undated):
        learned = [each for each in load(path) if is_learned(each.group, options.half)]
        if path in options.undated:
            rows += weighed(list(comparisons(learned)), UNDATED)
            learned = dated(learned)
        rows += weighed(list(comparisons(learned)), DATED)
    rows += weighed([row for path in options.days for row in of_days(path, options.half)], REPORTS)
    grow(rows, Likeness._fields, TABLE)


def comparisons(labelled: list[Labelled]) -> Iterator[Row]:
    """How every article compares with the events before it that a list tells, its own being one of them, and not."""
    index, profiles, lines = MemoryIndex(), dict[str, Profile](), dict[str, Traits]()
    for each in labelled:
        own = known_by(each.article)
        found = [
            Profile.opened(profile.event, lines[profile.event])
            if profile.event == each.event or draw(f"listed {profile.event} {each.article.source}") < 0.5
            else profile
            for profile in candidates(own, index)
        ]
        others = [profile for profile in found if profile.event != each.event]
        if len(others) < len(found):
            yield from of_lists(compared(own, found, each.event, 1.0))
        yield from of_lists(compared(own, others, each.event, 1.0))
        lines.setdefault(each.event, line(each.article))
        old = profiles.get(each.event)
        profiles[each.event] = old.joined_by(own) if old else Profile.opened(each.event, own)
        index.keep(profiles[each.event])


def of_lists(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows of events that are known by what a list tells."""
    return (row for row in rows if Likeness._make(row[0]).listed)


def draw(text: str) -> float:
    """A number from 0 to 1 that a text stands for."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4]) / 2**32


def line(article: Article) -> Traits:
    """What a list might say of the event that an article tells: its headline, or as often its first sentence."""
    paragraphs = [each for each in article.paragraphs if each != article.title]
    sentence = re.split(r"(?<=[.!?])\s", paragraphs[0])[0] if paragraphs else ""
    fits = len(sentence.split()) in SENTENCE and draw(f"line {article.source}") < 0.5
    day = article.published.day if article.published else None
    known = told(Telling(day=day or FIRST, headline=sentence if fits or not article.title else article.title))
    return known if day else replace(known, day=None, days=frozenset())


def dated(labelled: list[Labelled]) -> list[Labelled]:
    """Undated articles as if they were news: each group's events near each other, their reports on the days after."""
    groups: dict[str, set[str]] = defaultdict(set)
    for each in labelled:
        groups[each.group].add(each.event)
    days = {}
    for number, group in enumerate(sorted(groups)):
        for place, event in enumerate(sorted(groups[group], key=draw)):
            days[event] = FIRST + number * NEXT + dt.timedelta(days=place * _apart(group))
    made = [replace(each, article=_on(each.article, days[each.event])) for each in labelled]
    return sorted(
        made, key=lambda each: (each.article.published.edtf if each.article.published else "", each.article.source)
    )


def _apart(group: str) -> int:
    """Days between two events of a group: some on one day, most within two weeks, some within two years."""
    at = draw(f"apart {group}")
    return 0 if at < 0.1 else 1 + int((at - 0.1) / 0.7 * 14) if at < 0.8 else 30 + int((at - 0.8) / 0.2 * 600)


def _on(article: Article, day: dt.date) -> Article:
    """An article as a report of an event of a day."""
    at = draw(f"lag {article.source}")
    published = day + dt.timedelta(days=next(days for share, days in LAGS if at < share))
    names_it = draw(f"named {article.source}") < NAMED
    return replace(
        article,
        published=Dated(published.isoformat(), Method.GIVEN),
        dates=(Dated(day.isoformat(), Method.GIVEN),) if names_it else (),
    )


def of_days(path: Path, half: str | None) -> Iterator[Row]:
    """How events of a list, taken for reports, compare with the other events of the same weeks."""
    stretches: dict[int, list[dict[str, Any]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for each in map(json.loads, lines):
            stretches[dt.date.fromisoformat(each["date"]).toordinal() // STRETCH].append(each)
    for stretch in stretches.values():
        asked = [each for each in stretch if draw(f"asked {each['id']}") < ASKED and is_learned(each["id"], half)]
        index, days = MemoryIndex(), dict[str, dt.date]()
        for each in stretch:
            if each not in asked:
                days[each["id"]] = dt.date.fromisoformat(each["date"])
                topics = tuple(Topic(name=name) for name in each["topics"])
                known = told(Telling(day=days[each["id"]], headline=each["headline"], topics=topics))
                index.keep(Profile.opened(each["id"], known))
        for each in asked:
            day = dt.date.fromisoformat(each["date"])
            own = traits(report(each["headline"], day))
            found = [profile for profile in candidates(own, index) if (day - days[profile.event]).days in REACH]
            yield from compared(own, found, each["id"], 1.0)


def report(headline: str, day: dt.date) -> Article:
    """A report that has no more than a headline."""
    published = Dated(day.isoformat(), Method.GIVEN)
    return Article(source="day", title=headline, blocks=laid_out([(Role.TITLE, headline)]), published=published)


if __name__ == "__main__":
    main()
