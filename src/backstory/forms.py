"""Histories and events for programs and for other pages: JSON and Markdown. docs/json.md promises what stays."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from backstory.model import Article, Block, Dated, Event, History, Relation, Source, Topic
from backstory.model_corrections import Correction
from backstory.times import long_day

_encode = msgspec.json.Encoder().encode


def history_json(history: History) -> str:
    """A history as one JSON object, indented."""
    article = history.article
    document = {
        "article": {
            "source": article.source,
            "title": article.title,
            "published": article.published.edtf if article.published else None,
            "url": article.url,
        },
        "as_of": history.as_of,
        "topics": [{**_topic(shared.topic), "share": round(shared.weight, 4)} for shared in history.topics],
        "events": [_related(relation) for relation in history.relations],
    }
    return msgspec.json.format(_encode(document), indent=2).decode()


def article_json(article: Article) -> str:
    """An article as one JSON object on one line: its text, what it says of itself, and its blocks with their roles."""
    published, modified = article.published, article.modified
    document = {
        "source": article.source,
        "url": article.url,
        "title": article.title,
        "published": _date(published),
        "modified": _date(modified),
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


def event_json(event: Event) -> str:
    """An event as one JSON object on one line."""
    return _encode(_event(event)).decode()


def _related(relation: Relation) -> dict[str, Any]:
    return {
        **_event(relation.event),
        "context": [_topic(topic) for topic in relation.topics],
        "because": relation.because,
        "words": [{"start": span.start, "end": span.end} for span in relation.words],
        "score": round(relation.score, 4),
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "date": event.day,
        "headline": event.headline,
        "summary": event.summary,
        "category": event.category,
        "topics": [_topic(topic) for topic in event.topics],
        "sources": [_source(source) for source in event.sources],
        "origin": event.origin,
        "external_id": event.external_id,
    }


def _topic(topic: Topic) -> dict[str, Any]:
    return {"name": topic.name, "title": topic.title}


def _source(source: Source) -> dict[str, Any]:
    return {"name": source.name, "outlet": source.outlet, "agency": source.agency, "url": source.url}


def history_markdown(history: History) -> str:
    """A history as Markdown, in the form of an event's page: the page's title, then each event with its context."""
    before = f" before {long_day(history.as_of)}" if history.as_of else ""
    lines = [f"# {_escaped(history.article.title or history.article.source)}", ""]
    if not history.relations:
        return "\n".join([*lines, f"No earlier event found{before}.", ""])
    lines += [f"## Earlier events{before}", ""]
    for number, relation in enumerate(history.relations, 1):
        event = relation.event
        lines.append(f"{number}. **{event.day}** {_escaped(event.headline)}")
        if relation.topics:
            lines.append(f"   _Context: {', '.join(_escaped(topic.name) for topic in relation.topics)}_")
        lines.append(f"   Sources: {', '.join(map(_cited, event.sources)) or 'none cited'}")
        lines.append(f"   Because: {_escaped(relation.because)}")
        lines.append(f"   `{event.id}`")
    return "\n".join([*lines, ""])


def _cited(source: Source) -> str:
    name = _escaped(source.name)
    return f"[{name}](<{source.url.replace('<', '%3C').replace('>', '%3E')}>)" if source.url else name


def _escaped(text: str) -> str:
    """The text with what CommonMark reads as markup escaped (section 2.4, backslash escapes)."""
    return re.sub(r"([\\`*_\[\]<>#&~|])", r"\\\1", text)
