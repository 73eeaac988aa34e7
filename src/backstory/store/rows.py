"""Records to rows and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from backstory.model import Event, Mention, Origin, Revision, Source, Telling, Topic
from backstory.urls import address_key, name_key


class Details(msgspec.Struct, omit_defaults=True, frozen=True):
    """What an event holds beside its columns."""

    topics: tuple[Topic, ...] = ()
    mentions: tuple[Mention, ...] = ()
    sources: tuple[Source, ...] = ()
    image: str | None = None
    origin: Origin | None = None


_details = msgspec.json.Decoder(Details)
_telling = msgspec.json.Decoder(Telling)
_encode = msgspec.json.Encoder().encode

Row = dict[str, Any]


def event_row(event: Event) -> Row:
    """The columns of `schema.events` that come from the record itself."""
    details = Details(event.topics, event.mentions, event.sources, event.image, event.origin)
    return {
        "id": event.id,
        "day": event.day,
        "headline": event.headline,
        "summary": event.summary,
        "category": event.category,
        "external_id": event.external_id,
        "context": " · ".join(topic.name for topic in event.topics),
        "details": _encode(details),
        "revised": len(event.revisions),
    }


def event_of(row: Any, revisions: tuple[Revision, ...]) -> Event:
    """The record of a row of `schema.events`."""
    details = _details.decode(row.details)
    return Event(
        id=row.id,
        day=row.day,
        headline=row.headline,
        summary=row.summary,
        category=row.category,
        topics=details.topics,
        mentions=details.mentions,
        sources=details.sources,
        image=details.image,
        origin=details.origin,
        external_id=row.external_id,
        revisions=revisions,
    )


def revision_row(key: int, position: int, revision: Revision, sequence: int) -> Row:
    """A row of `schema.revisions`."""
    return {
        "event_key": key,
        "position": position,
        "recorded": revision.recorded.astimezone(dt.UTC).replace(tzinfo=None),
        "because": revision.because,
        "telling": _encode(revision.telling),
        "sequence": sequence,
    }


def revision_of(row: Any) -> Revision:
    """The record of a row of `schema.revisions`."""
    return Revision(
        recorded=row.recorded.replace(tzinfo=dt.UTC),
        because=row.because,
        telling=_telling.decode(row.telling),
    )


def topic_rows(key: int, event: Telling) -> Iterator[Row]:
    """Rows of `schema.event_topics`: the headings, then the linked names that are no heading."""
    named = [(topic, 1) for topic in event.topics]
    named += [(Topic(mention.title, mention.title), 0) for mention in event.mentions]
    seen: set[str] = set()
    for topic, heading in named:
        topic_key = name_key(topic.name)
        if topic_key not in seen:
            seen.add(topic_key)
            yield {
                "topic_key": topic_key,
                "event_key": key,
                "heading": heading,
                "name": topic.name,
                "title": topic.title,
            }


def outlet_rows(key: int, event: Telling) -> Iterator[Row]:
    """Rows of `schema.event_outlets`."""
    seen: set[str] = set()
    for name in _outlet_names(event.sources):
        outlet_key = name_key(name)
        if outlet_key not in seen:
            seen.add(outlet_key)
            yield {"outlet_key": outlet_key, "event_key": key, "name": name}


def sources_of(details: bytes) -> tuple[Source, ...]:
    """The sources in `schema.events.details`."""
    return _details.decode(details).sources


def address_rows(key: int, sources: Iterable[Source]) -> Iterator[Row]:
    """Rows of `schema.event_addresses`."""
    seen: set[str] = set()
    for source in sources:
        if source.url and (address := address_key(source.url)) not in seen:
            seen.add(address)
            yield {"address_key": address, "event_key": key, "url": source.url}


def _outlet_names(sources: Iterable[Source]) -> Iterator[str]:
    for source in sources:
        if source.outlet:
            yield source.outlet
        if source.agency:
            yield source.agency
