"""The way in: from a source to events in the store, one Outcome at a time.

Together with `recall`, the only place that knows both the stages and the store.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence

from backstory.errors import RowError, SourceError
from backstory.events.place import Decision, Joined, place
from backstory.intake.batch import Batch
from backstory.model import Event, Listing, Outcome
from backstory.store.protocol import Store
from backstory.times import day_after

#: Told how far a source is: its name, what is done, of how much (None where that is not known).
Progress = Callable[[str, int, int | None], None]

#: Reads one source: yields what it lists, raises `SourceError` where it cannot go on.
Reader = Callable[[str], Iterator[Batch | RowError]]


def ingest(
    store: Store, sources: Iterable[str], read: Reader, *, now: Callable[[], dt.datetime], progress: Progress
) -> Iterator[Outcome]:
    """Add sources, one after another.

    Each batch of a source is one transaction: it is kept whole or not at all, and what an Outcome reports is kept.

    Args:
        store: where to.
        sources: paths, addresses, ranges of days.
        read: how a source is read.
        now: the time, aware, recorded with every change.
        progress: called after every batch.

    Yields:
        An Outcome with an error for each row that does not fit, and one for each source at its end.

    Raises:
        ArchiveError: the archive cannot be written; what was reported is kept.
    """
    for source in sources:
        tally = _Tally(source)
        try:
            for item in read(source):
                if isinstance(item, RowError):
                    yield Outcome(source=source, error=item, line=item.line)
                else:
                    tally.count(_keep(store, source, item, now()), item.remark)
                    progress(source, item.done, item.total)
        except SourceError as error:
            yield tally.outcome(error)
        else:
            yield tally.outcome(None)


class _Tally:
    """What came of a source so far."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.added = self.changed = self.unchanged = 0
        self.notes: list[str] = []

    def count(self, decisions: Sequence[Decision], remark: str | None) -> None:
        for decision in decisions:
            if not isinstance(decision, Joined):
                self.added += 1
            elif decision.changed:
                self.changed += 1
            else:
                self.unchanged += 1
        if remark:
            self.notes.append(remark)

    def outcome(self, error: SourceError | None) -> Outcome:
        return Outcome(
            source=self.source,
            added=self.added,
            changed=self.changed,
            unchanged=self.unchanged,
            error=error,
            note="; ".join(self.notes) or None,
        )


def _keep(store: Store, source: str, batch: Batch, recorded: dt.datetime) -> list[Decision]:
    """Place the listings of a batch among the events of their days, and store what is new, in one transaction."""
    with store.write():
        known = _known(store, batch.listings)
        decisions = place(batch.listings, known, whole=batch.whole, source=source, recorded=recorded)
        store.put([each.event for each in decisions if not isinstance(each, Joined) or each.changed])
        if batch.note:
            store.remember(*batch.note)
    return decisions


def _known(store: Store, listings: Sequence[Listing]) -> list[Event]:
    """The events that the listings may tell: those of their days, and those of their permanent and external ids."""
    known: dict[str, Event] = {}
    for first, last in _runs({listing.day for listing in listings}):
        known |= {event.id: event for event in store.events(since=first, until=day_after(last))}
    external = [listing.external_id for listing in listings if listing.external_id]
    known |= {event.id: event for event in store.external(external)}
    for listing in listings:
        if listing.id and listing.id not in known and (event := store.event(listing.id)):
            known[event.id] = event
    return list(known.values())


def _runs(days: Iterable[dt.date]) -> Iterator[tuple[dt.date, dt.date]]:
    """First and last of each run of days without a hole."""
    ordered = sorted(days)
    start = 0
    for at in range(1, len(ordered) + 1):
        if at == len(ordered) or ordered[at] - ordered[at - 1] > dt.timedelta(days=1):
            yield ordered[start], ordered[at - 1]
            start = at
