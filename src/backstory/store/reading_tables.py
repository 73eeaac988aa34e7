"""`protocol.ReadingIndex` in SQL: what was read from captures, what it brings to events, the addresses they cite."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Select, Table, bindparam, delete, func, insert, or_, select

from backstory.model import Article, Citation, Event, Finding, Report
from backstory.model_feeds import FeedState
from backstory.store import schema
from backstory.store.claim_tables import capture_key, claims
from backstory.store.tables import EventTables, among, packed
from backstory.urls import address_key

#: Rows fetched at a time.
_CHUNK = 500

_article = msgspec.json.Decoder(Article)
_feed = msgspec.json.Decoder(FeedState)
_report = msgspec.json.Decoder(Report)
_encode = msgspec.json.Encoder().encode

# Asked several times for every article.
_READING = select(schema.articles.c.document).where(
    schema.articles.c.capture == bindparam("capture"), schema.articles.c.address_key == bindparam("key")
)
_PUT_ARTICLE = insert(schema.articles).prefix_with("OR REPLACE")
_CITING = select(schema.event_addresses.c.event_key).where(among(schema.event_addresses.c.address_key, "addresses"))
_KEY = select(schema.events.c.key).where(schema.events.c.id == bindparam("id"))
_TIED = select(schema.events.c.id, schema.reports.c.document).join_from(schema.reports, schema.events)
_REPORTS = _TIED.where(schema.events.c.id == bindparam("id")).order_by(schema.reports.c.address_key)
_DROP_REPORTS = delete(schema.reports).where(schema.reports.c.event_key == _KEY.scalar_subquery())
_FORGET_CLAIMS = delete(claims).where(claims.c.key == bindparam("of"))
_PUT_REPORT = insert(schema.reports).prefix_with("OR REPLACE")


class ReadingTables(EventTables):
    """A `protocol.ReadingIndex` over the tables."""

    def citing(self, urls: Iterable[str]) -> list[Event]:
        """The events that cite one of some addresses: see `ReadingIndex.citing`."""
        return self._events(_CITING, addresses=packed({address_key(url): None for url in urls}))

    # -- articles

    def put_article(self, capture: int, url: str | None, article: Article) -> None:
        """Keep what was read from a capture: see `ReadingIndex.put_article`."""
        key = address_key(url or article.source)
        with self._errors():
            self._connection.execute(
                _PUT_ARTICLE, {"capture": capture, "address_key": key, "document": _encode(article)}
            )
            self._connection.execute(_FORGET_CLAIMS, {"of": capture_key(capture)})

    def article(self, capture: int) -> Article | None:
        """What was read from a capture: see `ReadingIndex.article`."""
        c = schema.articles.c
        with self._errors():
            found = self._connection.execute(select(c.document).where(c.capture == capture).limit(1)).scalar()
        return _article.decode(found) if found else None

    def reading(self, capture: int, key: str) -> Article | None:
        """What was read from a capture under a key: see `ReadingIndex.reading`."""
        with self._errors():
            found = self._connection.execute(_READING, {"capture": capture, "key": key}).scalar()
        return _article.decode(found) if found else None

    def read_from(self, url: str) -> tuple[int, Article] | None:
        """The latest reading of an address: see `ReadingIndex.read_from`."""
        c = schema.articles.c
        query = select(c.capture, c.document).where(c.address_key == address_key(url)).order_by(c.capture.desc())
        found = next(self._all(query.limit(1)), None)
        return (found.capture, _article.decode(found.document)) if found else None

    def has_article(self, url: str) -> bool:
        """Whether anything was read from an address: see `ReadingIndex.has_article`."""
        c = schema.articles.c
        with self._errors():
            found = self._connection.execute(select(c.capture).where(c.address_key == address_key(url)).limit(1))
            return found.scalar() is not None

    def articles(self) -> Iterator[tuple[int, Article]]:
        """Everything that was read: see `ReadingIndex.articles`."""
        c = schema.articles.c
        for row in self._all(select(c.capture, c.document).order_by(c.capture)):
            yield row.capture, _article.decode(row.document)

    # -- reports

    def put_reports(self, event_id: str, reports: Sequence[Report]) -> None:
        """Tie pages to an event: see `ReadingIndex.put_reports`."""
        with self._errors():
            key = self._connection.execute(_KEY, {"id": event_id}).scalar()
            tied = [(address_key(report.url), _encode(report)) for report in reports]
            rows = [{"event_key": key, "address_key": address, "document": document} for address, document in tied]
            if rows:
                self._connection.execute(_PUT_REPORT, rows)

    def reports(self, event_id: str) -> list[Report]:
        """The pages tied to an event: see `ReadingIndex.reports`."""
        return [_report.decode(row.document) for row in self._all(_REPORTS, id=event_id)]

    def drop_reports(self, event_id: str) -> None:
        """Tie no page to an event any longer."""
        with self._errors():
            self._connection.execute(_DROP_REPORTS, {"id": event_id})

    def all_reports(self, event_ids: Sequence[str] | None = None) -> Iterator[tuple[str, Report]]:
        """Every tie, or those of some events: see `ReadingIndex.all_reports`."""
        parts = (
            [event_ids[at : at + _CHUNK] for at in range(0, len(event_ids), _CHUNK)] if event_ids is not None else []
        )
        queries = [_TIED.where(schema.events.c.id.in_(part)) for part in parts]
        for query in [_TIED] if event_ids is None else queries:
            for row in self._all(query):
                yield row.id, _report.decode(row.document)

    # -- citations

    def put_citation(self, citation: Citation) -> None:
        """Keep what came of asking for an address: see `ReadingIndex.put_citation`."""
        assert citation.finding is not None
        assert citation.asked is not None
        row = {
            "finding": citation.finding,
            "reason": citation.reason,
            "asked": citation.asked.astimezone(dt.UTC).replace(tzinfo=None),
            "capture": citation.capture,
        }
        self._replace(schema.citations, {"address_key": address_key(citation.url)}, row)

    def citations(
        self,
        *,
        since: dt.date | None = None,
        until: dt.date | None = None,
        topics: Iterable[str] | None = None,
        open_before: dt.datetime | None = None,
        limit: int | None = None,
    ) -> list[Citation]:
        """The addresses that events cite: see `ReadingIndex.citations`."""
        cited, event, asked = schema.event_addresses, schema.events.c, schema.citations.c
        query = (
            select(func.min(cited.c.url).label("url"), func.min(event.day).label("day"), schema.citations)
            .join_from(cited, schema.events)
            .join(schema.citations, asked.address_key == cited.c.address_key, isouter=True)
            .group_by(cited.c.address_key)
            .order_by("day", cited.c.address_key)
            .limit(limit)
        )
        if since:
            query = query.where(event.day >= since)
        if until:
            query = query.where(event.day < until)
        if topics is not None:
            shared = schema.event_topics.c
            query = query.where(event.key.in_(select(shared.event_key).where(shared.topic_key.in_(list(topics)))))
        if open_before:
            before = open_before.astimezone(dt.UTC).replace(tzinfo=None)
            again = (asked.finding == Finding.FAILED) & (asked.asked < before)
            query = query.where(or_(asked.finding.is_(None), again))
        return [_citation(row) for row in self._all(query)]

    def findings(self) -> dict[Finding | None, int]:
        """How many addresses came to what: see `ReadingIndex.findings`."""
        cited, asked = schema.event_addresses.c, schema.citations.c
        keys = select(cited.address_key).distinct().subquery()
        query = (
            select(asked.finding, func.count())
            .join_from(keys, schema.citations, asked.address_key == keys.c.address_key, isouter=True)
            .group_by(asked.finding)
        )
        return {Finding(name) if name else None: count for name, count in self._all(query)}

    # -- feeds

    def put_feed(self, feed: FeedState) -> None:
        """Keep what is known of a feed: see `ReadingIndex.put_feed`."""
        self._replace(schema.feeds, {"address": feed.address}, {"document": _encode(feed)})

    def drop_feed(self, address: str) -> None:
        """Follow a feed no longer: see `ReadingIndex.drop_feed`."""
        with self._errors():
            self._connection.execute(delete(schema.feeds).where(schema.feeds.c.address == address))

    def feeds(self) -> list[FeedState]:
        """Every feed: see `ReadingIndex.feeds`."""
        c = schema.feeds.c
        return [_feed.decode(row.document) for row in self._all(select(c.document).order_by(c.address))]

    # -- common

    def _replace(self, table: Table, key: dict[str, Any], row: dict[str, Any]) -> None:
        named = [table.c[name] == value for name, value in key.items()]
        with self._errors():
            self._connection.execute(delete(table).where(*named))
            self._connection.execute(insert(table).values(**key, **row))

    def _all(self, query: Select[Any], **values: str) -> Iterator[Any]:
        with self._errors():
            result = self._connection.execute(query, values)
            while page := result.fetchmany(_CHUNK):
                yield from page


def _citation(row: Any) -> Citation:
    return Citation(
        url=row.url,
        day=row.day,
        finding=Finding(row.finding) if row.finding else None,
        reason=row.reason,
        asked=row.asked.replace(tzinfo=dt.UTC) if row.asked else None,
        capture=row.capture,
    )
