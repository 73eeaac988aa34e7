"""Who says what: the parts of events' pages that tell of it, and the pages of those who are quoted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from backstory.model import Event, Span
from backstory.model_claims import Account, Entry, Ledger, Matter, Toll
from backstory.site.lines import credits_of
from backstory.site.pages import Page, event_path
from backstory.site.reader import Catalogue, Records
from backstory.site.views import ClaimantView
from backstory.site.views_claims import (
    AccountLine,
    MatterLines,
    QuoteSelector,
    SaidLine,
    Selector,
    StatedLine,
    TollLines,
)
from backstory.store.claim_tables import claimant_key

#: Statements on a claimant's page.
MOST_STATEMENTS = 100


class Claimants:
    """Gathers them.

    Args:
        records: the archive.
        catalogue: who is quoted, and has a page.
    """

    def __init__(self, records: Records, catalogue: Catalogue) -> None:
        self._records = records
        self._catalogue = catalogue

    def says(self, ledger: Ledger) -> tuple[MatterLines, ...]:
        """Who says what of an event."""
        return tuple(
            MatterLines(matter.contested, tuple(self.said(each) for each in matter.entries))
            for matter in ledger.matters
        )

    def said(self, entry: Entry) -> SaidLine:
        """A statement of a ledger."""
        said = entry.said
        return SaidLine(
            path=self._page(said.who),
            claimant=said.claimant or "",
            named=said.named,
            stance=said.statement.stance.value,
            cue=said.cue,
            content=said.content,
            quoted=said.statement.quoted,
            selectors=_selectors(zip(said.statement.content, said.content, strict=True)),
            sources=tuple(voice.source for voice in entry.voices),
            answers=None if entry.answers is None else entry.answers + 1,
            because=entry.because,
            superseded=entry.superseded_by is not None,
        )

    def harmed(self, ledger: Ledger) -> tuple[TollLines, ...]:
        """How many people were harmed, by whose account."""
        return tuple(self._toll(toll) for toll in ledger.tolls)

    def _toll(self, toll: Toll) -> TollLines:
        return TollLines(
            kind=toll.kind.value,
            low=toll.low,
            high=toll.high,
            open=toll.open,
            contested=toll.contested,
            lowest=tuple(toll.accounts.index(each) + 1 for each in toll.low_by),
            highest=tuple(toll.accounts.index(each) + 1 for each in toll.high_by),
            accounts=tuple(self._account(each) for each in toll.accounts),
        )

    def _account(self, account: Account) -> AccountLine:
        who = next((each.who for each in account.counted if each.who), None)
        day = account.voice.day
        return AccountLine(
            path=self._page(who),
            claimant=account.claimant,
            words=tuple(each.words for each in account.counted),
            low=account.low,
            high=account.high,
            approximate=any(each.figure.approximate for each in account.counted),
            source=account.voice.source,
            day=day.isoformat() if day else None,
            superseded=account.superseded,
            selectors=_selectors((each.figure.span, each.words) for each in account.counted),
        )

    def _page(self, who: str | None) -> str | None:
        key = claimant_key(who) if who else ""
        return Page("claimant", key).path if key in self._catalogue.shown_claimants else None

    def view(self, page: Page) -> ClaimantView:
        """The page of a claimant."""
        row = self._catalogue.claimants[page.key]
        ids = sorted(self._records.quoting(page.key), key=lambda each: (each[:10], each))
        self._records.read_ahead(ids[-MOST_STATEMENTS:])
        shown = list(self._latest(page.key, ids[::-1]))
        return ClaimantView(
            path=page.path,
            name=row.name,
            count=row.statements,
            events=row.events,
            first=ids[0][:10],
            last=ids[-1][:10],
            statements=tuple(line for _, lines in shown for line in lines)[:MOST_STATEMENTS],
            credits=credits_of([event for event, _ in shown]),
        )

    def _latest(self, key: str, ids: Sequence[str]) -> Iterator[tuple[Event, list[StatedLine]]]:
        """The events that quote a claimant with what they have the claimant say, as many as fit on a page."""
        count = 0
        for event_id in ids:
            event = self._records.event(event_id)
            if event is None or count >= MOST_STATEMENTS:
                return
            lines = [self.stated(event, each) for each in _of(self._records.ledger(event).matters, key)]
            count += len(lines)
            yield event, lines

    def stated(self, event: Event, entry: Entry) -> StatedLine:
        """A statement with its event."""
        path = event_path(event.id)
        return StatedLine(path=path, day=event.day.isoformat(), headline=event.headline, said=self.said(entry))


def _of(matters: Iterable[Matter], key: str) -> Iterator[Entry]:
    """The statements of a claimant, without what they answer: that stands on the event's page."""
    for matter in matters:
        yield from (each for each in matter.entries if each.said.who and claimant_key(each.said.who) == key)


def _selectors(placed: Iterable[tuple[Span, str]]) -> tuple[Selector, ...]:
    return tuple(
        Selector("TextPositionSelector", span.start, span.end, QuoteSelector("TextQuoteSelector", words))
        for span, words in placed
    )
