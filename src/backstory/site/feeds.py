"""Feeds of the site and of each topic, as Atom (RFC 4287) and JSON Feed 1.1.

Entries keep their ids when the site moves: they are tag URIs (RFC 4151) made of the archive's own name. Addresses are
whole where the site has a public address, and relative to the feed where it has none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

import msgspec

from backstory.model import Event
from backstory.site.controls import without_controls
from backstory.site.gather import Gatherer
from backstory.site.lines import credits_of
from backstory.site.pages import Page, event_path
from backstory.site.paths import Format, root
from backstory.site.reader import Catalogue
from backstory.site.views import SiteInfo
from backstory.site.views_decisions import CorrectionLine
from backstory.site.words import UNSOURCED, credit_source
from backstory.site.words_decisions import correction_reason, correction_sentence

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

#: The names of topics stand in many feeds.
_quoted = lru_cache(maxsize=10_000)(quoteattr)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """An entry of a feed, whatever it is of."""

    id: str
    title: str
    path: str
    published: str
    updated: str
    #: Keys and names of its topics.
    tags: tuple[tuple[str, str], ...] = ()
    #: What it says beside the title.
    told: str


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
        if page.part or page.kind not in ("home", "topic", "corrections"):
            return {}
        stem = "feed" if page.kind == "home" else page.path
        entries = self._entries(page)
        title = self._info.title
        if page.kind == "topic":
            title = f"{self._catalogue.topics[page.key].name} · {title}"
        elif page.kind == "corrections":
            title = f"Corrections · {title}"
        json_name = "feed.json" if page.kind == "home" else f"{stem}.feed.json"
        return {
            f"{stem}.atom": self._atom(page, f"{stem}.atom", title, entries),
            json_name: self._json(page, json_name, title, entries),
        }

    def _atom(self, page: Page, name: str, title: str, entries: Sequence[_Entry]) -> bytes:
        feed = _ATOM.format(
            language=quoteattr(self._info.language),
            id=self._tag(page.path),
            title=escape(title),
            updated=max([each.updated for each in entries], default=_NEVER),
            author=escape(self._info.title),
            self=quoteattr(self._address(name, name)),
            page=quoteattr(self._address(name, f"{page.path}.{self._extension}")),
            entries="".join([self._entry(name, each) for each in entries]),
        )
        return without_controls(feed).encode()

    def _entries(self, page: Page) -> list[_Entry]:
        if page.kind == "corrections":
            lines = self._gatherer.decisions.record(page).corrections[:ENTRIES]
            return [_of_correction(line, page.path) for line in lines]
        return [self._of_event(event) for event in self._gatherer.latest(page, ENTRIES)]

    def _of_event(self, event: Event) -> _Entry:
        return _Entry(
            id=event.id,
            title=event.headline,
            path=event_path(event.id),
            published=_published(event),
            updated=_updated(event),
            tags=tuple((key, self._catalogue.topics[key].name) for key in self._catalogue.topics_of(event)),
            told=_told(event),
        )

    def _entry(self, name: str, entry: _Entry) -> str:
        tags = "".join([f"<category term={_quoted(key)} label={_quoted(name)}/>\n" for key, name in entry.tags])
        return (
            f"<entry>\n<id>{self._tag(entry.id)}</id>\n<title>{escape(entry.title)}</title>\n"
            f"<published>{entry.published}</published>\n<updated>{entry.updated}</updated>\n"
            f'<link rel="alternate" href={quoteattr(self._address(name, f"{entry.path}.{self._extension}"))}/>\n'
            f"{tags}<summary>{escape(entry.told)}</summary>\n</entry>\n"
        )

    def _json(self, page: Page, name: str, title: str, entries: Sequence[_Entry]) -> bytes:
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": title,
            "home_page_url": self._address(name, f"{page.path}.{self._extension}"),
            "feed_url": self._address(name, name),
            "language": self._info.language,
            "authors": [{"name": self._info.title}],
            "items": [self._item(name, each) for each in entries],
        }
        return msgspec.json.format(msgspec.json.encode(feed), indent=1) + b"\n"

    def _item(self, name: str, entry: _Entry) -> dict[str, object]:
        return {
            "id": self._tag(entry.id),
            "url": self._address(name, f"{entry.path}.{self._extension}"),
            "title": entry.title,
            "content_text": f"{entry.title}\n\n{entry.told}",
            "date_published": entry.published,
            "date_modified": entry.updated,
            "tags": [label for _, label in entry.tags],
        }

    def _tag(self, name: str) -> str:
        # Nobody can own a name under `.invalid` (RFC 2606), so no other archive's tags can be the same.
        return f"tag:{self._archive_id}.invalid,2026:{name}"

    def _address(self, at: str, path: str) -> str:
        """The address of a file of the site, as the feed at `at` names it."""
        return f"{self._info.base_url}/{path}" if self._info.base_url else root(at) + path


def _of_correction(line: CorrectionLine, path: str) -> _Entry:
    day = f"{line.day}T00:00:00Z"
    return _Entry(
        id=f"correction-{line.number}",
        title=correction_sentence(line),
        path=path,
        published=day,
        updated=day,
        told=correction_reason(line),
    )


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
