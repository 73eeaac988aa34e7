"""How many were harmed by all accounts: the range over figures, and which of them set its ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, groupby

from backstory.model import Figure, Kind, Range

#: Figures of different people in one sentence, to be added up.
Account = tuple[Figure, ...]
#: A number, and the account that sets it.
Bound = tuple[int, Account]

#: Places of the kinds of harm.
_ORDER = {kind: place for place, kind in enumerate(Kind)}


def range_of(texts: Iterable[Sequence[Figure]], kinds: Sequence[Kind] | None = None) -> dict[Kind, Range]:
    """The range of each kind of harm over all that is said of one event.

    Figures of one sentence are of different people, unless one is a part of another, and are added up. A text opens
    with the toll that it stands by; its later sentences give parts of it and earlier tolls, so that they set a bound
    only where the first that counts sets none.

    Args:
        texts: for each text its figures, in its order.
        kinds: the kinds that are asked for; all by default.

    Returns:
        A range for each kind that the figures are of.
    """
    held = [list(figures) for figures in texts]
    found: dict[Kind, Range] = {}
    for kind in kinds_of(chain.from_iterable(held)) if kinds is None else kinds:
        told = [accounts for figures in held if (accounts := accounts_of(figures, kind))]
        if told:
            found[kind] = _range(kind, told)
    return found


def kinds_of(figures: Iterable[Figure]) -> list[Kind]:
    """The kinds of harm that figures are of, in the order of `Kind`."""
    return sorted({each.kind for each in figures}, key=_ORDER.__getitem__)


def _range(kind: Kind, told: list[list[Account]]) -> Range:
    """The least and the most over the texts' own bounds."""
    lows = [found for accounts in told if (found := _low(accounts))]
    low, low_from = min(lows, key=_number) if lows else (None, ())
    high, high_from = max((_high(accounts) for accounts in told), key=_number)
    unbounded = any(each.high is None for accounts in told for account in accounts for each in account)
    return Range(kind=kind, low=low, high=high, open=unbounded, low_from=low_from, high_from=high_from)


def _low(accounts: list[Account]) -> Bound | None:
    """The low of a text: that of its first account, or the least of the others where it has none."""
    bounds = [_bound([each.low for each in account], account) for account in accounts]
    return bounds[0] or min((each for each in bounds if each), key=_number, default=None)


def _high(accounts: list[Account]) -> Bound:
    """The high of a text: that of its first account, or the most that any speaks of where it has none."""
    first = _bound([each.high for each in accounts[0]], accounts[0])
    return first or max(((_spoken(account), account) for account in accounts), key=_number)


def _bound(bounds: Sequence[int | None], account: Account) -> Bound | None:
    known = [each for each in bounds if each is not None]
    return (sum(known), account) if len(known) == len(bounds) else None


def _spoken(account: Account) -> int:
    """The number that an account speaks of, whatever it says of it."""
    return sum(each.high if each.high is not None else each.low or 0 for each in account)


def _number(bound: Bound) -> int:
    return bound[0]


def accounts_of(figures: Sequence[Figure], kind: Kind) -> list[Account]:
    """What each sentence of a text says of one kind, parts left out: with numbers alone, if any sentence gives one.

    "No one else was hurt" counts nobody where others are counted; and who is only described as shot where people are
    said to have died is most often one of them.

    Args:
        figures: those of a text, in its order.
        kind: the kind of harm.
    """
    told = [tuple(group) for _, group in groupby(figures, key=lambda each: each.sentence)]
    kept = [tuple(each for each in account if each.kind is kind and not each.subset) for account in told]
    numbered = [account for account in kept if any(each.counted and each.high != 0 for each in account)]
    if numbered:
        return numbered
    if kind is Kind.INJURED and any(each.kind is Kind.KILLED for each in figures):
        beside = [any(each.kind is Kind.KILLED for each in account) for account in told]
        return [account for account, killed in zip(kept, beside, strict=True) if account and killed]
    some = [account for account in kept if any(each.high != 0 for each in account)]
    return some or [account for account in kept if account]


def settled(figures: Iterable[Figure]) -> dict[Kind, int]:
    """One number for each kind of harm: the one that most accounts give, the larger of two that as many give.

    Args:
        figures: in the order of the text, or of the texts.
    """
    found: dict[Kind, int] = {}
    listed = list(figures)
    for kind in Kind:
        accounts = accounts_of(listed, kind)
        totals = Counter(map(_spoken, accounts))
        if totals:
            found[kind] = max(totals, key=lambda total: (totals[total], total))
    return found
