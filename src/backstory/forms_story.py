"""Stories for programs and for other pages: JSON and Markdown. docs/json.md promises what stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from backstory.forms import event_record, topic_record
from backstory.model import Relation, Source, Span
from backstory.model_story import Chapter, Echo, History, Part, TopicStory
from backstory.store.protocol import TopicRow
from backstory.times import long_day


def history_json(history: History, *, after: bool = False) -> str:
    """A history as one JSON object, indented.

    Args:
        history: the history.
        after: whether what followed is told too.
    """
    article, text = history.article, history.article.text
    document = {
        "article": {
            "source": article.source,
            "title": article.title,
            "published": article.published.edtf if article.published else None,
            "url": article.url,
        },
        "as_of": history.as_of,
        "topics": [
            {**topic_record(shared.topic), "share": round(shared.weight, 4), "because": shared.because}
            for shared in history.topics
        ],
        "events": [_related(relation) for relation in history.relations],
        "line": [_chapter(chapter) for chapter in history.line],
        "echoes": [_echo(text, echo) for echo in history.echoes],
        "offers": [{"name": offer.name, **_place(text, offer.span), "count": offer.count} for offer in history.offers],
    }
    if after:
        document["after"] = [_chapter(chapter) for chapter in history.after]
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()


def _related(relation: Relation) -> dict[str, Any]:
    return {
        **event_record(relation.event),
        "context": [topic_record(topic) for topic in relation.topics],
        "because": relation.because,
        "words": [{"start": span.start, "end": span.end} for span in relation.words],
        "score": round(relation.score, 4),
    }


def _chapter(chapter: Chapter) -> dict[str, Any]:
    topic = topic_record(chapter.topic) if chapter.topic else None
    return {"topic": topic, "events": [_related(relation) for relation in chapter.relations]}


def _echo(text: str, echo: Echo) -> dict[str, Any]:
    return {
        "name": echo.name,
        "also": echo.also,
        "topics": [topic_record(topic) for topic in echo.topics],
        "words": [_place(text, likening.words) for likening in echo.likenings],
        "events": [_related(relation) for relation in echo.relations],
    }


def _place(text: str, span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "exact": text[span.start : span.end]}


def topic_row_json(row: TopicRow) -> str:
    """A topic as one JSON object on one line."""
    document = {"name": row.name, "aliases": row.aliases, "title": row.title, "events": row.headed + row.mentioned}
    return msgspec.json.encode(document).decode()


def topic_json(story: TopicStory) -> str:
    """What is told of a topic as one JSON object, indented."""
    document = {
        **topic_record(story.topic),
        "aliases": story.aliases,
        "taken": [{"name": each.name, "because": each.because} for each in story.taken],
        "first": story.first,
        "last": story.last,
        "events": story.events,
        "months": [{"month": month, "events": count} for month, count in story.months],
        "about": event_record(story.about),
        "chapters": [_part(part) for part in story.chapters],
        "before": [_part(part) for part in story.before],
        "after": [_part(part) for part in story.after],
        "names": [_part(part) for part in story.names],
        "line": [_chapter(chapter) for chapter in story.line],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()


def _part(part: Part) -> dict[str, Any]:
    return {**topic_record(part.topic), "first": part.first, "last": part.last, "events": part.events}


def history_markdown(history: History, *, after: bool = False) -> str:
    """A history as Markdown: the page's title, the line by chapters, the echoes, and the nearest events beside those.

    Args:
        history: the history.
        after: whether what followed is told too.
    """
    before = f" before {long_day(history.as_of)}" if history.as_of else ""
    lines = [f"# {_escaped(history.article.title or history.article.source)}", ""]
    if history.relations:
        lines += [*_chapters(history.line_title, history.line), *_echoes(history)]
        if history.beside:
            lines += ["## Also near", "", *_numbered(history.beside)]
    else:
        lines += [f"No earlier event found{before}.", ""]
    if after and history.as_of:
        lines += list(_chapters(f"What followed from {long_day(history.as_of)} on", history.after))
    return "\n".join(lines)


def _chapters(title: str, chapters: Iterable[Chapter]) -> Iterator[str]:
    yield from (f"## {title}", "")
    for chapter in chapters:
        yield from (f"### {_escaped(chapter.topic.name) if chapter.topic else 'Under no topic'}", "")
        yield from _numbered(chapter.relations)


def _echoes(history: History) -> Iterator[str]:
    text = history.article.text
    if history.echoes:
        yield from ("## What the page compares with", "")
    for echo in history.echoes:
        yield from (f"### {_escaped(echo.title)}", "")
        for likening in echo.likenings:
            span = likening.words
            yield f"> {_escaped(text[span.start : span.end])} (characters {span.start}–{span.end})"
            yield ""
        yield from _numbered(echo.relations)


def _numbered(relations: Iterable[Relation]) -> Iterator[str]:
    for number, relation in enumerate(relations, 1):
        event = relation.event
        yield f"{number}. **{event.day}** {_escaped(event.headline)}"
        if relation.topics:
            yield f"   _Context: {', '.join(_escaped(topic.name) for topic in relation.topics)}_"
        yield f"   Sources: {', '.join(map(_cited, event.sources)) or 'none cited'}"
        yield f"   Because: {_escaped(relation.because)}"
        yield f"   `{event.id}`"
    yield ""


def _cited(source: Source) -> str:
    name = _escaped(source.name)
    return f"[{name}](<{source.url.replace('<', '%3C').replace('>', '%3E')}>)" if source.url else name


def _escaped(text: str) -> str:
    """The text with what CommonMark reads as markup escaped (section 2.4, backslash escapes)."""
    return re.sub(r"([\\`*_\[\]<>#&~|])", r"\\\1", text)
