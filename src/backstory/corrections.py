"""Editors' decisions put on top of what sources say, and kept there whatever is added later.

What sources say of an event that is shown otherwise is kept beside it (`CorrectionIndex.told`): new listings are heard
against that, and what is shown is made from it again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from backstory.events.standing import Standing
from backstory.model import Event
from backstory.model_corrections import CorrectionKind, in_force
from backstory.store.protocol import Store
from backstory.ties import Pages, tie


def standing(store: Store) -> Standing:
    """The decisions of an archive that hold, and the events whose articles have all gone to others."""
    record = store.corrections.corrections()
    merged = {each.subject for each in record if each.kind is CorrectionKind.MERGE}
    found = store.corrections.redirects()
    moved = {each.old: each.new for each in found if each.kind == "event" and each.old not in merged}
    return Standing(in_force(record), moved)


def put_told(store: Store, events: Sequence[Event], decided: Standing) -> None:
    """Store what sources say of events, and show what editors made of it. Within a transaction.

    Args:
        store: the archive.
        events: as their sources tell them.
        decided: what editors decided.
    """
    touched = [event for event in events if decided.touches(event)]
    ids = {event.id for event in touched}
    store.put([event for event in events if event.id not in ids])
    for event in touched:
        store.corrections.put_told(event)
    show(store, decided, ids)


def told(store: Store, event_id: str) -> Event | None:
    """What sources say of an event, whatever is shown."""
    return told_all(store, [event_id]).get(event_id)


def told_all(store: Store, ids: Collection[str]) -> dict[str, Event]:
    """The same of some events, by id; those left out that are not there."""
    return store.of_ids(ids) | store.corrections.told(ids)


def show(store: Store, decided: Standing, ids: Iterable[str]) -> None:
    """Bring what is shown of some events up to date with what sources say of them and what was decided."""
    wanted = set(ids)
    roots = sorted({decided.root(each) for each in wanted})
    hidden = sorted(each for each in wanted if decided.root(each) != each)
    shown: list[Event] = []
    for root in roots:
        own = told(store, root)
        if own is None:
            continue
        others = [found for each in decided.merged(root) if (found := told(store, each))]
        shown.append(decided.event(own, others))
        _keep_told(store, own, shown[-1])
        for other in others:
            store.corrections.put_told(other)
    store.remove([each for each in hidden if store.event(each)])
    store.put([event for event in shown if event != store.event(event.id)])
    tie(store, Pages(store), decided, [event.id for event in shown])


def _keep_told(store: Store, own: Event, shown: Event) -> None:
    if own == shown:
        store.corrections.drop_told(own.id)
    else:
        store.corrections.put_told(own)
