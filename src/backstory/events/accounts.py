"""How many people were harmed, by whose account: for one event, and for a topic by period."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from backstory.language.ranges import accounts_of, kinds_of, range_of
from backstory.model import Figure, Kind, Range
from backstory.model_claims import Account, Counted, PeriodToll, Told, Toll, Voice

#: How much of an ISO day names a period.
PERIODS = {"day": 10, "month": 7, "year": 4}


def tolls(texts: Sequence[Told]) -> tuple[Toll, ...]:
    """The tolls of an event, a kind of harm each.

    Figures of one sentence are of different people and are added up, but for parts of them; texts are accounts of the
    same people, so that they make a range. Where one claimant gives a new number on a later day, it takes the place of
    the old one, which stays in the list.

    Args:
        texts: all texts that tell of it, its own words first, in order of time.
    """
    # By the figures themselves: to compare all that they hold takes longer than all else here.
    words = {id(counted.figure): counted for each in texts for counted in each.reading.counted}
    found: list[Toll] = []
    for kind in kinds_of(counted.figure for counted in words.values()):
        listed = [
            _account(told.voice, account, words)
            for told in texts
            for figures in _by_claimant(told.reading.counted)
            for account in accounts_of(figures, kind)
        ]
        if listed:
            found.append(_toll(kind, _superseded(listed), texts))
    return tuple(found)


def _account(voice: Voice, figures: Iterable[Figure], words: Mapping[int, Counted]) -> Account:
    held = list(figures)
    return Account(
        voice=voice,
        counted=tuple(words[id(each)] for each in held),
        low=_sum([each.low for each in held]),
        high=_sum([each.high for each in held]),
    )


def _sum(bounds: Sequence[int | None]) -> int | None:
    known = [each for each in bounds if each is not None]
    return sum(known) if len(known) == len(bounds) else None


def _superseded(listed: Sequence[Account]) -> list[Account]:
    """The accounts, those marked in whose place the same claimant gives another number on a later day."""
    out = []
    for account in listed:
        later = [each for each in listed if _after(each, account) and _whose(each) == _whose(account)]
        other = any((each.low, each.high) != (account.low, account.high) for each in later)
        out.append(replace(account, superseded=True) if other else account)
    return out


def _whose(account: Account) -> tuple[str, str]:
    """Whose account it is: of a name, the same in every text; of "officials", only within one outlet."""
    who = next((each.who for each in account.counted if each.who), None)
    return (who.lower(), "") if who else ((account.claimant or "").lower(), account.voice.name.lower())


def _after(one: Account, other: Account) -> bool:
    days = one.voice.day, other.voice.day
    return days[0] is not None and days[1] is not None and days[0] > days[1]


def _toll(kind: Kind, listed: Sequence[Account], texts: Sequence[Told]) -> Toll:
    gone = {id(counted.figure) for each in listed if each.superseded for counted in each.counted}
    kept = [
        figures
        for told in texts
        for figures in _by_claimant(each for each in told.reading.counted if id(each.figure) not in gone)
    ]
    found = range_of(kept, [kind])[kind]
    standing = [each for each in listed if not each.superseded]
    return Toll(
        kind=kind,
        low=found.low,
        high=found.high,
        open=found.open,
        low_by=_setting(standing, found.low_from),
        high_by=_setting(standing, found.high_from),
        accounts=tuple(listed),
        contested=any(_exclude(one, other) for one, other in combinations(standing, 2)),
    )


def _by_claimant(counted: Iterable[Counted]) -> Iterable[list[Figure]]:
    """The figures of a text by whose they are: what different people say are different accounts."""
    found: dict[str | None, list[Figure]] = defaultdict(list)
    for each in counted:
        found[each.claimant].append(each.figure)
    return found.values()


def _setting(listed: Sequence[Account], figures: Sequence[Figure]) -> tuple[Account, ...]:
    """The accounts that a bound comes from: all that consist of such figures."""
    values = sorted((each.low or 0, each.high or 0) for each in figures)
    same = [each for each in listed if sorted((c.figure.low or 0, c.figure.high or 0) for c in each.counted) == values]
    return tuple(same) if figures else ()


def _exclude(one: Account, other: Account) -> bool:
    """Whether two accounts of different texts or claimants cannot both be true."""
    if one.voice == other.voice and one.claimant == other.claimant:
        return False
    return _below(one, other) or _below(other, one)


def _below(one: Account, other: Account) -> bool:
    """Whether an account is below another, and did not just rise to it."""
    if one.high is None or other.low is None or one.high >= other.low:
        return False
    days = [day.isoformat() if day else None for day in (one.voice.day, other.voice.day)]
    return not rose((one.claimant, other.claimant), days)


def rose(names: Sequence[str | None], days: Sequence[str | None]) -> bool:
    """Whether a number that is larger is the same toll on a later day, and no other account.

    Args:
        names: who gives the smaller and who the larger number; what two different people say are two accounts.
        days: the days of both, as ISO 8601; None where one is not known.
    """
    same = None in names or str(names[0]).casefold() == str(names[1]).casefold()
    return same and None not in days and str(days[0]) < str(days[1])


def by_period(events: Iterable[tuple[str, dt.date, Sequence[Told]]], period: str) -> list[PeriodToll]:
    """How many were harmed over several events, a period and a kind of harm each, in order.

    Args:
        events: of each its id, its day, and the texts that tell of it.
        period: `day`, `month` or `year`.
    """
    cut = PERIODS[period]
    found: dict[tuple[str, Kind], list[tuple[str, Range]]] = defaultdict(list)
    totals: dict[tuple[str, Kind], list[tuple[int, str]]] = defaultdict(list)
    for event_id, day, texts in events:
        if not any(told.reading.counted for told in texts):
            continue
        label = day.isoformat()[:cut]
        single = [
            lists for told in texts for lists in _by_claimant(each for each in told.reading.counted if not each.total)
        ]
        for kind, held in range_of(single).items():
            found[label, kind].append((event_id, held))
        for each in (counted for told in texts for counted in told.reading.counted if counted.total):
            most = each.figure.high if each.figure.high is not None else each.figure.low
            if most is not None and not each.figure.subset:
                totals[label, each.figure.kind].append((most, event_id))
    order = list(Kind)
    keys = sorted(found.keys() | totals.keys(), key=lambda key: (key[0], order.index(key[1])))
    return [_period(key, found[key], totals[key]) for key in keys]


def _period(key: tuple[str, Kind], found: Sequence[tuple[str, Range]], totals: Sequence[tuple[int, str]]) -> PeriodToll:
    lows = [(held.low, event_id) for event_id, held in found if held.low is not None]
    low, low_from = max(lows, default=(None, None))
    total, total_from = max(totals, default=(None, None))
    ids = dict.fromkeys([*(event_id for event_id, _ in found), *(event_id for _, event_id in totals)])
    return PeriodToll(
        period=key[0],
        kind=key[1],
        low=low,
        high=sum(held.high for _, held in found) if found else None,
        open=any(held.open for _, held in found),
        events=len(ids),
        low_from=low_from,
        total=total,
        total_from=total_from,
        ids=tuple(ids),
    )
