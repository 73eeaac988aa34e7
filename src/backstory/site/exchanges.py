"""Who says what over the events of a topic, who denies it, and how many people were harmed, by period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from backstory.events.accounts import by_period
from backstory.events.across import tied
from backstory.model import Event, Kind
from backstory.model_claims import Entry, PeriodToll
from backstory.site.claimants import Claimants
from backstory.site.pages import event_path
from backstory.site.reader import Records
from backstory.site.views_claims import Exchange, HarmLines, PeriodLine, StatedLine

#: Statements on a topic's page, without those that answer them.
MOST_SHOWN = 8
#: Events of a longer time are summed up by year.
_MONTHLY = dt.timedelta(days=2 * 365)

#: A statement, with its event.
_Stated = tuple[Event, Entry]


class Exchanges:
    """Gathers them.

    Args:
        records: the archive.
        claimants: makes lines of statements.
    """

    def __init__(self, records: Records, claimants: Claimants) -> None:
        self._records = records
        self._claimants = claimants

    def says(self, topic: str, events: Sequence[Event]) -> tuple[Exchange, ...]:
        """The latest statements of some events, each with the denials that answer it.

        Args:
            topic: the topic's name.
            events: its events, in order of time.
        """
        ledgers = tied(((event, self._records.ledger(event)) for event in events), topic)
        held: dict[tuple[str, object], list[_Stated]] = {}
        replies: list[tuple[tuple[str, object], _Stated]] = []
        for event, ledger in ledgers:
            for matter in ledger.matters:
                for entry in matter.entries:
                    if entry.elsewhere:
                        replies.append(((entry.elsewhere.event, entry.elsewhere.said), (event, entry)))
                    elif entry.answers is not None:
                        replies.append(((event.id, matter.entries[entry.answers].said), (event, entry)))
                    else:
                        held[event.id, entry.said] = [(event, entry)]
        for answered, reply in replies:
            held[answered].append(reply)
        latest = sorted(held.values(), key=lambda group: group[-1][0].day)[-MOST_SHOWN:]
        return tuple(Exchange(len(group) > 1, tuple(self._lines(group))) for group in reversed(latest))

    def _lines(self, group: Sequence[_Stated]) -> Iterator[StatedLine]:
        yield self._claimants.stated(*group[0])
        for event, entry in group[1:]:
            line = self._claimants.stated(event, entry)
            because = entry.elsewhere.because if entry.elsewhere else entry.because
            yield replace(line, said=replace(line.said, answers=1, because=because))

    def harmed(self, events: Sequence[Event]) -> tuple[HarmLines, ...]:
        """How many people were harmed in some events, by month, or by year where they span a long time.

        Args:
            events: in order of time.
        """
        by = "month" if events[-1].day - events[0].day < _MONTHLY else "year"
        found = by_period(((event.id, event.day, self._records.told(event)) for event in events), by)
        lines = {kind: tuple(_period(each) for each in found if each.kind is kind) for kind in Kind}
        return tuple(HarmLines(kind.value, periods) for kind, periods in lines.items() if periods)


def _period(toll: PeriodToll) -> PeriodLine:
    return PeriodLine(
        path=event_path(toll.low_from) if toll.low_from else None,
        label=toll.period,
        low=toll.low,
        high=toll.high,
        open=toll.open,
        events=toll.events,
        total=toll.total,
    )
