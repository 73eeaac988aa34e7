"""Which names of topics are spellings of one: the store's table, brought up to the archive's events.

With `ingest`, `evidence`, `follow`, `recall` and `placing`, a place that knows both the stages and the store.
"""

from __future__ import annotations

from collections.abc import Iterable

from backstory.corrections import standing
from backstory.store.protocol import Store
from backstory.stories.aliases import RULES, Spelling, aliases, marks

_NOTE = "spelling_rules"


def decide_spellings(store: Store) -> None:
    """Decide anew what those topics are spellings of whose events have changed, and what that touches.

    What comes out is what would come out for all topics at once. Where the rules have changed, all are decided on.

    Args:
        store: the archive.

    Raises:
        ArchiveReadOnly: there is something to decide, and the archive cannot be written.
    """
    if store.recall(_NOTE) != RULES:
        with store.write():
            store.spellings.again(row.key for row in store.topics())
            store.remember(_NOTE, RULES)
    if not store.spellings.due():
        return
    with store.write():
        due = store.spellings.due()
        named = {each.key: each for each in _spellings(store, due)}
        touched = _touched(store, due, named.values())
        named |= {each.key: each for each in _spellings(store, touched - due)}
        decided = aliases(
            named.values(), together=lambda one, other: _together(store, one, other), apart=standing(store).apart
        )
        store.spellings.decide(
            {key: tuple(marks(named[key].name)) if key in named else () for key in sorted(touched)}, decided
        )


def _touched(store: Store, due: set[str], named: Iterable[Spelling]) -> set[str]:
    """Topics that are due, with all that share a mark with them, before or now, or with one that does."""
    touched, kept = set(due), store.spellings
    marked = kept.marks(due) | {mark for each in named for mark in marks(each.name)}
    while new := kept.marked(marked) - touched:
        touched |= new
        marked = kept.marks(new)
    return touched


def _spellings(store: Store, keys: Iterable[str]) -> list[Spelling]:
    """Those of some topics that are headings."""
    stretches = store.stretches(keys)
    return [Spelling(row.key, row.name, row.headed, *stretches[row.key]) for row in store.topics(stretches)]


def _together(store: Store, one: str, other: str) -> bool:
    """Whether an event stands under both."""
    return not set(store.places(topic=one)).isdisjoint(store.places(topic=other))
