"""Ledgers and figures over time for programs: JSON and CSV. docs/json.md promises what stays."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from backstory.model import Event, Span
from backstory.model_claims import Account, Counted, Elsewhere, Entry, Ledger, PeriodToll, Said, Toll, Voice

COLUMNS = (
    "event day what matter claimant named stance cue content quoted answers kind low high approximate of superseded"
    " source outlet start end"
).split()
PERIOD_COLUMNS = "period kind low high open events low_from total total_from".split()


def ledger_json(event: Event, ledger: Ledger) -> str:
    """The ledger of an event as one JSON object on one line."""
    document = {
        "event": event.id,
        "day": event.day.isoformat(),
        "headline": event.headline,
        "matters": [
            {"contested": matter.contested, "statements": [_entry(each) for each in matter.entries]}
            for matter in ledger.matters
        ],
        "figures": [_toll(each) for each in ledger.tolls],
    }
    return msgspec.json.encode(document).decode()


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        **said_json(entry.said),
        "texts": [voice_json(each) for each in entry.voices],
        "answers": entry.answers,
        "because": entry.because,
        "superseded_by": entry.superseded_by,
        "elsewhere": _elsewhere(entry.elsewhere) if entry.elsewhere else None,
    }


def _elsewhere(other: Elsewhere) -> dict[str, Any]:
    return {
        "event": other.event,
        "day": other.day,
        "headline": other.headline,
        **said_json(other.said),
        "because": other.because,
    }


def said_json(said: Said) -> dict[str, Any]:
    """A statement: every place is a text position and a text quote selector in one (W3C Web Annotation, 4.2)."""
    held = said.statement
    return {
        "claimant": _place(held.claimant, said.claimant),
        "named": _place(held.named, said.named),
        "cue": _place(held.cue, said.cue),
        "stance": held.stance,
        "content": [_place(span, words) for span, words in zip(held.content, said.content, strict=True)],
        "quoted": held.quoted,
    }


def _place(span: Span | None, words: str | None) -> dict[str, Any] | None:
    return {"start": span.start, "end": span.end, "exact": words} if span else None


def voice_json(voice: Voice) -> dict[str, Any]:
    """The text that words stand in."""
    return {"source": voice.source, "name": voice.name, "day": voice.day, "url": voice.url, "capture": voice.capture}


def _toll(toll: Toll) -> dict[str, Any]:
    return {
        "kind": toll.kind,
        "low": toll.low,
        "high": toll.high,
        "open": toll.open,
        "contested": toll.contested,
        "low_by": [toll.accounts.index(each) for each in toll.low_by],
        "high_by": [toll.accounts.index(each) for each in toll.high_by],
        "accounts": [_account(each) for each in toll.accounts],
    }


def _account(account: Account) -> dict[str, Any]:
    return {
        "low": account.low,
        "high": account.high,
        "superseded": account.superseded,
        "text": voice_json(account.voice),
        "figures": [_counted(each) for each in account.counted],
    }


def _counted(counted: Counted) -> dict[str, Any]:
    figure = counted.figure
    return {
        "low": figure.low,
        "high": figure.high,
        "approximate": figure.approximate,
        "words": _place(figure.span, counted.words),
        "of": _place(figure.of, counted.of),
        "claimant": _place(figure.claimant, counted.claimant),
    }


def ledger_csv(event: Event, ledger: Ledger, *, header: bool = True) -> str:
    """The ledger of an event as CSV: a row for each statement, then one for each account of how many were harmed."""
    rows = ({"event": event.id, "day": event.day.isoformat(), **row} for row in _rows(ledger))
    return _csv(COLUMNS, rows, header=header)


def _rows(ledger: Ledger) -> Iterator[dict[str, Any]]:
    for number, matter in enumerate(ledger.matters, 1):
        for entry in matter.entries:
            said = entry.said
            answered = matter.entries[entry.answers].said if entry.answers is not None else None
            answered = entry.elsewhere.said if entry.elsewhere else answered
            yield {
                "what": "statement",
                "matter": number,
                "claimant": said.claimant,
                "named": said.named,
                "stance": said.statement.stance,
                "cue": said.cue,
                "content": " … ".join(said.content),
                "quoted": said.statement.quoted,
                "answers": answered.claimant if answered else "",
                "superseded": entry.superseded_by is not None,
                "start": said.statement.content[0].start,
                "end": said.statement.content[-1].end,
                **_text(entry.voices[0]),
            }
    for toll in ledger.tolls:
        for account in toll.accounts:
            yield {
                "what": "figure",
                "kind": toll.kind,
                "claimant": account.claimant,
                "low": account.low,
                "high": account.high,
                "approximate": any(each.figure.approximate for each in account.counted),
                "of": "; ".join(each.of for each in account.counted if each.of),
                "content": "; ".join(each.words for each in account.counted),
                "superseded": account.superseded,
                "start": account.counted[0].figure.span.start,
                "end": account.counted[-1].figure.span.end,
                **_text(account.voice),
            }


def _text(voice: Voice) -> dict[str, Any]:
    return {"source": voice.source, "outlet": voice.name}


def figures_json(found: Sequence[PeriodToll]) -> str:
    """Figures by period as JSON Lines."""
    return "".join(msgspec.json.encode(_period(each) | {"ids": each.ids}).decode() + "\n" for each in found)


def figures_csv(found: Sequence[PeriodToll]) -> str:
    """Figures by period as CSV."""
    return _csv(PERIOD_COLUMNS, map(_period, found), header=True)


def _period(each: PeriodToll) -> dict[str, Any]:
    return {name: getattr(each, name) for name in PERIOD_COLUMNS}


def _csv(columns: Sequence[str], rows: Iterable[dict[str, Any]], *, header: bool) -> str:
    out = io.StringIO()
    table = csv.DictWriter(out, columns, lineterminator="\n")
    if header:
        table.writeheader()
    table.writerows(rows)
    return out.getvalue()
