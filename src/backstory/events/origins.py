"""Where the tellings of an event come from: outlets that print one account are one origin, however many they are.

Two articles are copies when most runs of words of the shorter one stand in the longer one too (Broder, "On the
Resemblance and Containment of Documents", 1997). An article is remembered by its sketch, the least digests of its runs
(Cohen and Kaplan, "Summarizing Data using Bottom-k Sketches", 2007), so that no text has to be read again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from backstory.model import Article, Dated
from backstory.urls import name_key

#: Words in a run: so many in a row are seldom the same by chance.
RUN = 5
#: Digests that a sketch keeps; the share of common runs is then known to within about .05.
KEPT = 128
#: The share of its runs that a copy has in common with what it was copied from.
COPIED = 0.5

_WORD = re.compile(r"\w+")
#: The long names that agencies are credited by, with the short ones.
_SHORT = {
    name_key(long): name_key(short)
    for long, short in {
        "Agence France-Presse": "AFP",
        "Anadolu Agency": "AA",
        "Asian News International": "ANI",
        "Associated Press": "AP",
        "Australian Associated Press": "AAP",
        "Canadian Press": "CP",
        "Deutsche Presse-Agentur": "DPA",
        "Indo-Asian News Service": "IANS",
        "ITAR-TASS": "TASS",
        "PA Media": "PA",
        "Press Association": "PA",
        "Press Trust of India": "PTI",
        "Thomson Reuters": "Reuters",
        "United Press International": "UPI",
        "Xinhua News Agency": "Xinhua",
    }.items()
}


@dataclass(frozen=True, slots=True)
class Sketch:
    """What an article's text is remembered by, to find its copies."""

    #: How many different runs of words it has.
    runs: int
    #: The least of their digests.
    least: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """An article as one outlet printed it."""

    #: What it is called by: its address.
    key: str
    #: What its text is remembered by.
    sketch: Sketch
    #: The agency that it credits.
    agency: str | None = None
    #: When it was published, as far as that is known.
    published: Dated | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What one reporter or agency tells of an event, printed by one outlet or by several."""

    #: The keys of its printings, by day and instant as far as they are known, then by key.
    printings: tuple[str, ...]
    #: The one that came first; None where nothing tells.
    first: str | None
    #: The agency that it is from, as its printings credit it.
    agency: str | None = None
    #: Why the printings are taken for one account, in plain words.
    because: str


def sketch(article: Article) -> Sketch:
    """What the text of an article is remembered by.

    Args:
        article: the article; of a text shorter than a run, the whole is one run.
    """
    words = [word for paragraph in article.paragraphs for word in _WORD.findall(paragraph.casefold())]
    runs = {" ".join(words[at : at + RUN]) for at in range(max(len(words) - RUN, 0) + 1)} if words else set()
    digests = sorted(int.from_bytes(hashlib.blake2b(run.encode(), digest_size=6).digest(), "big") for run in runs)
    return Sketch(len(runs), frozenset(digests[:KEPT]))


def copied(one: Sketch, other: Sketch) -> float:
    """About which share of the shorter text's runs of words stands in the other, from 0 to 1."""
    both = one.least & other.least
    least = sorted(one.least | other.least)[:KEPT]
    return _held(one, other, len(both.intersection(least)), len(least))


def _held(one: Sketch, other: Sketch, both: int, least: int) -> float:
    """The same, given how many of the least digests of two texts are digests of both."""
    if not both:
        return 0.0
    resemblance = both / least
    common = resemblance * (one.runs + other.runs) / (1 + resemblance)
    return min(common / min(one.runs, other.runs), 1.0)


def accounts(printings: Sequence[Printing], known: Iterable[Sequence[str]] = ()) -> tuple[Account, ...]:
    """The accounts behind the printings of an event: copies of a text are one, and so is all that credits one agency.

    Args:
        printings: one of each article, in any order.
        known: the keys of those that were compared with each other before, in groups of one account. The others alone
            are compared, with each other and with these: what one more costs does not grow with the square of them.

    Returns:
        The accounts, the one with most printings first, then by when the first of them was published.
    """
    ordered = sorted(printings, key=_time)
    leader = {each.key: each.key for each in ordered}

    def root(key: str) -> str:
        while leader[key] != key:
            key = leader[key]
        return key

    def join(one: str, other: str) -> None:
        leader[root(other)] = root(one)

    compared = set[str]()
    for first, *others in known:
        compared.update((first, *others))
        for key in others:
            join(first, key)
    credited: dict[str, str] = {}
    for each in ordered:
        if each.agency:
            join(credited.setdefault(_agency(each.agency), each.key), each.key)
    beside = [each for each in ordered if each.key in compared]
    for one in ordered:
        if one.key not in compared:
            for other in beside:
                if root(other.key) != root(one.key) and _is_copy(one.sketch, other.sketch):
                    join(other.key, one.key)
            beside.append(one)
    groups: dict[str, list[Printing]] = defaultdict(list)
    for each in ordered:
        groups[root(each.key)].append(each)
    # The groups stand in the order of their first printings, which sorting by size keeps.
    return tuple(_account(group) for group in sorted(groups.values(), key=lambda group: -len(group)))


def _is_copy(one: Sketch, other: Sketch) -> bool:
    """Whether one of two texts is a copy of the other."""
    both = len(one.least & other.least)
    least = min(len(one.least) + len(other.least) - both, KEPT)
    # Most have too few digests in common, whichever of them are among the least.
    return both > 0 and _held(one, other, both, least) >= COPIED and copied(one, other) >= COPIED


def _agency(name: str) -> str:
    key = name_key(name).removeprefix("the-")
    return _SHORT.get(key, key)


def _day(printing: Printing) -> dt.date | None:
    return printing.published.day if printing.published else None


def _instant(printing: Printing) -> dt.datetime | None:
    """When it was published; None where the instant or its zone is not known."""
    if printing.published is None or printing.published.zone is None:
        return None
    return dt.datetime.fromisoformat(printing.published.edtf).astimezone(dt.UTC)


def _time(printing: Printing) -> tuple[dt.date, float, str]:
    instant = _instant(printing)
    return _day(printing) or dt.date.max, instant.timestamp() if instant else math.inf, printing.key


def _account(group: Sequence[Printing]) -> Account:
    agency = next((each.agency for each in group if each.agency), None)
    if len(group) == 1:
        because = "one printing"
    elif agency is None:
        because = "the same words"
    elif all(each.agency for each in group):
        because = f"credited to {agency}"
    else:
        because = f"credited to {agency}, or the same words"
    return Account(printings=tuple(each.key for each in group), first=_first(group), agency=agency, because=because)


def _first(group: Sequence[Printing]) -> str | None:
    """The printing that came first, by instant where all are known, else by day; None where that leaves it open."""
    for when in (_instant, _day):
        known = [(moment, each.key) for each in group if (moment := when(each)) is not None]
        if len(known) == len(group):
            (least, key), *others = sorted(known)
            return key if all(moment != least for moment, _ in others) else None
    return group[0].key if len(group) == 1 else None
