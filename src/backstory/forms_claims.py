"""Claims for programs: JSON, and CSV with a row for each statement and figure. docs/json.md promises what stays."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import msgspec

from backstory.errors import BackstoryError
from backstory.model import Article, Claims, Figure, Span, Statement

COLUMNS = (
    "source what claimant named stance cue content quoted kind low high approximate of subset start end quote".split()
)


def claims_json(article: Article, claims: Claims) -> str:
    """The claims of an article as one JSON object on one line."""
    text = article.text
    document = {
        "source": article.source,
        "title": article.title,
        "statements": [_statement(text, each) for each in claims.statements],
        "figures": [_figure(text, each) for each in claims.figures],
        "unread": [_selector(text, each) for each in claims.unread],
    }
    return msgspec.json.encode(document).decode()


def unread_json(error: BackstoryError) -> str:
    """Why a page's claims cannot be read, as one JSON object on one line."""
    return msgspec.json.encode({"source": error.subject, "error": error.reason}).decode()


def _statement(text: str, said: Statement) -> dict[str, Any]:
    return {
        "claimant": _selector(text, said.claimant),
        "named": _selector(text, said.named),
        "cue": _selector(text, said.cue),
        "stance": said.stance,
        "content": [_selector(text, span) for span in said.content],
        "quoted": said.quoted,
    }


def _figure(text: str, figure: Figure) -> dict[str, Any]:
    return {
        "kind": figure.kind,
        "low": figure.low,
        "high": figure.high,
        "approximate": figure.approximate,
        "words": _selector(text, figure.span),
        "of": _selector(text, figure.of),
        "subset": figure.subset,
        "claimant": _selector(text, figure.claimant),
    }


def _selector(text: str, span: Span | None) -> dict[str, Any] | None:
    """Words and where they stand: a text position and a text quote selector in one (W3C Web Annotation, 4.2)."""
    return None if span is None else {"start": span.start, "end": span.end, "exact": text[span.start : span.end]}


def claims_csv(article: Article, claims: Claims, *, header: bool = True) -> str:
    """The claims of an article as CSV: a row for each statement, then one for each figure."""
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    if header:
        table.writeheader()
    table.writerows({"source": article.source, **row} for row in _rows(article.text, claims))
    return out.getvalue()


def _rows(text: str, claims: Claims) -> Iterator[dict[str, Any]]:
    def words(span: Span | None) -> str:
        return text[span.start : span.end] if span else ""

    for said in claims.statements:
        yield {
            "what": "statement",
            "claimant": words(said.claimant),
            "named": words(said.named),
            "stance": said.stance,
            "cue": words(said.cue),
            "content": " … ".join(map(words, said.content)),
            "quoted": said.quoted,
            "start": said.content[0].start,
            "end": said.content[-1].end,
        }
    for figure in claims.figures:
        yield {
            "what": "figure",
            "claimant": words(figure.claimant),
            "kind": figure.kind,
            "low": figure.low,
            "high": figure.high,
            "approximate": figure.approximate,
            "of": words(figure.of),
            "subset": figure.subset,
            "start": figure.span.start,
            "end": figure.span.end,
            "quote": words(figure.span),
        }
