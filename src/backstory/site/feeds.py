"""Feeds of the site and of each topic, as Atom (RFC 4287) and JSON Feed 1.1.

Entries keep their ids when the site moves: they are tag URIs (RFC 4151) made of the archive's own name. Addresses are
whole where the site has a public address, and relative to the feed where it has none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

import msgspec

from backstory.model import Event
from backstory.site.controls import without_controls
from backstory.site.gather import Gatherer
from backstory.site.lines import credits_of
from backstory.site.pages import Page, event_path
from backstory.site.paths import Format, root
from backstory.site.reader import Catalogue, topic_keys
from backstory.site.views import SiteInfo
from backstory.site.words import UNSOURCED, credit_source

#: Entries of a feed.
ENTRIES = 30

#: When an empty feed was last changed.
_NEVER = "1970-01-01T00:00:00Z"

_ATOM = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={language}>
<id>{id}</id>
<title>{title}</title>
<updated>{updated}</updated>
<author><name>{author}</name></author>
<link rel="self" type="application/atom+xml" href={self}/>
<link rel="alternate" href={page}/>
{entries}</feed>
"""

_ENTRY = """\
<entry>
<id>{id}</id>
<title>{title}</title>
<published>{published}</published>
<updated>{updated}</updated>
<link rel="alternate" href={page}/>
{categories}<summary>{summary}</summary>
</entry>
"""


class Feeds:
    """Makes the feeds of pages.

    Args:
        gatherer: gathers the events of a page.
        catalogue: names their topics.
        info: what all pages share.
        archive_id: the archive's own name.
        extension: that of the pages that entries link to.
    """

    def __init__(
        self, gatherer: Gatherer, catalogue: Catalogue, info: SiteInfo, archive_id: str, extension: Format
    ) -> None:
        self._gatherer = gatherer
        self._catalogue = catalogue
        self._info = info
        self._archive_id = archive_id
        self._extension = extension

    def files(self, page: Page) -> dict[str, bytes]:
        """The feeds of a page, by path from the root; none where it has none."""
        if page.part or page.kind not in ("home", "topic"):
            return {}
        stem = "feed" if page.kind == "home" else page.path
        events = self._gatherer.latest(page, ENTRIES)
        title = self._info.title
        if page.kind == "topic":
            title = f"{self._catalogue.topics[page.key].name} · {title}"
        json_name = "feed.json" if page.kind == "home" else f"{stem}.feed.json"
        return {
            f"{stem}.atom": self._atom(page, f"{stem}.atom", title, events),
            json_name: self._json(page, json_name, title, events),
        }

    def _atom(self, page: Page, name: str, title: str, events: Sequence[Event]) -> bytes:
        feed = _ATOM.format(
            language=quoteattr(self._info.language),
            id=self._tag(page.path),
            title=escape(title),
            updated=max(map(_updated, events), default=_NEVER),
            author=escape(self._info.title),
            self=quoteattr(self._address(name, name)),
            page=quoteattr(self._address(name, f"{page.path}.{self._extension}")),
            entries="".join([self._entry(name, event) for event in events]),
        )
        return without_controls(feed).encode()

    def _entry(self, name: str, event: Event) -> str:
        categories = [
            f"<category term={quoteattr(key)} label={quoteattr(self._catalogue.topics[key].name)}/>\n"
            for key in topic_keys(event)
        ]
        return _ENTRY.format(
            id=self._tag(event.id),
            title=escape(event.headline),
            published=_published(event),
            updated=_updated(event),
            page=quoteattr(self._address(name, f"{event_path(event.id)}.{self._extension}")),
            categories="".join(categories),
            summary=escape(_told(event)),
        )

    def _json(self, page: Page, name: str, title: str, events: Sequence[Event]) -> bytes:
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": title,
            "home_page_url": self._address(name, f"{page.path}.{self._extension}"),
            "feed_url": self._address(name, name),
            "language": self._info.language,
            "authors": [{"name": self._info.title}],
            "items": [self._item(name, event) for event in events],
        }
        return msgspec.json.format(msgspec.json.encode(feed), indent=1) + b"\n"

    def _item(self, name: str, event: Event) -> dict[str, object]:
        return {
            "id": self._tag(event.id),
            "url": self._address(name, f"{event_path(event.id)}.{self._extension}"),
            "title": event.headline,
            "content_text": f"{event.headline}\n\n{_told(event)}",
            "date_published": _published(event),
            "date_modified": _updated(event),
            "tags": [self._catalogue.topics[key].name for key in topic_keys(event)],
        }

    def _tag(self, name: str) -> str:
        # Nobody can own a name under `.invalid` (RFC 2606), so no other archive's tags can be the same.
        return f"tag:{self._archive_id}.invalid,2026:{name}"

    def _address(self, at: str, path: str) -> str:
        """The address of a file of the site, as the feed at `at` names it."""
        return f"{self._info.base_url}/{path}" if self._info.base_url else root(at) + path


def _told(event: Event) -> str:
    """What an entry says beside the headline: the summary, who reports it, whose words these are."""
    sources = dict.fromkeys(source.name for source in event.sources)
    parts = [event.summary, f"Reported by {', '.join(sources)}." if sources else UNSOURCED]
    for credit in credits_of([event]):
        parts.append(f"{credit_source(credit)}{credit.name}{f', under {credit.licence}' if credit.licence else ''}.")
    return "\n\n".join(part for part in parts if part)


def _published(event: Event) -> str:
    return f"{event.day.isoformat()}T00:00:00Z"


def _updated(event: Event) -> str:
    """When its words were last changed; its day, where they never were."""
    changed = [revision.recorded.astimezone(dt.UTC) for revision in event.revisions]
    return max([_published(event), *(f"{each:%Y-%m-%dT%H:%M:%SZ}" for each in changed)])
