"""Pages and events for programs: JSON. docs/json.md promises what stays."""

from __future__ import annotations

from typing import Any

import msgspec

from backstory.model import Article, Block, Dated, Event, Source, Topic
from backstory.model_corrections import Correction
from backstory.model_tellings import ArticleTelling

_encode = msgspec.json.Encoder().encode


def article_json(article: Article) -> str:
    """An article as one JSON object on one line: its text, what it says of itself, and its blocks with their roles."""
    published, modified = article.published, article.modified
    document = {
        "source": article.source,
        "url": article.url,
        "title": article.title,
        "published": _date(published),
        "modified": _date(modified),
        "no_later_than": _date(article.no_later_than),
        "authors": article.authors,
        "outlet": article.outlet,
        "agency": article.agency,
        "language": article.language,
        "description": article.description,
        "cover": article.cover,
        "text": article.text,
        "blocks": [_block(block) for block in article.blocks],
        "dates": [_date(date) for date in article.dates],
        "witnesses": article.witnesses,
    }
    return _encode(document).decode()


def _block(block: Block) -> dict[str, Any]:
    aside = {"author": block.author, "time": _date(block.time), "entry": block.entry, "depth": block.depth or None}
    return {
        "role": block.role,
        "start": block.span.start,
        "end": block.span.end,
        **{name: value for name, value in aside.items() if value is not None},
    }


def _date(date: Dated | None) -> dict[str, Any] | None:
    if date is None:
        return None
    span = {"start": date.span.start, "end": date.span.end} if date.span else None
    found = {
        "edtf": date.edtf,
        "precision": date.precision,
        "zone": date.zone,
        "method": date.method,
        "words": date.words,
    }
    return found | ({"span": span} if span else {})


def correction_json(made: Correction) -> str:
    """A decision as one JSON object on one line."""
    return _encode(made).decode()


def telling_json(telling: ArticleTelling, event: Event | None, page: Article | None) -> str:
    """Which event an article, or a part of a page, tells and why, as one JSON object on one line."""
    spans = [page.blocks[number].span for number in telling.blocks] if page else []
    document = {
        "url": telling.url,
        "capture": telling.capture,
        "day": telling.day,
        "spans": spans,
        "kind": telling.verdict.kind,
        "score": telling.verdict.score,
        "because": telling.verdict.because,
        "event": event_record(event) if event else None,
    }
    return _encode(document).decode()


def event_json(event: Event) -> str:
    """An event as one JSON object on one line."""
    return _encode(event_record(event)).decode()


def event_record(event: Event) -> dict[str, Any]:
    """An event as the fields of its JSON."""
    return {
        "id": event.id,
        "date": event.day,
        "headline": event.headline,
        "summary": event.summary,
        "category": event.category,
        "topics": [topic_record(topic) for topic in event.topics],
        "sources": [_source(source) for source in event.sources],
        "origin": event.origin,
        "external_id": event.external_id,
    }


def topic_record(topic: Topic) -> dict[str, Any]:
    """A topic as the fields of its JSON."""
    return {"name": topic.name, "title": topic.title}


def _source(source: Source) -> dict[str, Any]:
    return {"name": source.name, "outlet": source.outlet, "agency": source.agency, "url": source.url}
