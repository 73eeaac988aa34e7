"""MediaWiki's XML exports and dumps: the portal's day pages among all the pages of a wiki.

The format is that of https://www.mediawiki.org/wiki/Help:Export, any version. It is read by expat, which keeps no tree:
one page is held at a time, however long the dump. A document type declaration, which no export has, ends the reading,
and with it go all tricks with entities.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NoReturn
from xml.parsers import expat

from backstory.errors import RowError, SourceUnreadable
from backstory.intake.batch import Batch
from backstory.intake.day_pages import day_of_title, read_page, secure
from backstory.intake.streams import Stream
from backstory.urls import wikipedia_url

#: Longest page that is read, in characters; MediaWiki's own limit is 2 MB.
PAGE_LENGTH = 4_000_000

#: After so many bytes of the file without a day page, an empty batch tells how far the reading is.
PROGRESS_BYTES = 16_000_000

_CHUNK = 1 << 16
_KEPT = {
    ("siteinfo", "base"),
    ("page", "title"),
    ("revision", "id"),
    ("revision", "timestamp"),
    ("revision", "text"),
}


def read_dump(stream: Stream) -> Iterator[Batch | RowError]:
    """Read the day pages of an export or dump, each in its latest revision.

    Args:
        stream: the open file.

    Yields:
        A batch for each day page, an error for each that cannot be read, and at the end an empty batch whose remark
        counts the other pages.

    Raises:
        SourceUnreadable: the file is damaged or no export (what stands before the damage was yielded), or has no day
            page.
    """
    pages = _Pages(stream.name)
    days = told = 0
    for each in _parsed(stream, pages):
        if each:
            days += 1
            yield each if isinstance(each, RowError) else _events(stream, each, pages.site)
        elif stream.done - told >= PROGRESS_BYTES:
            told = stream.done
            yield Batch(listings=(), done=told, total=stream.total)
    if not days:
        raise SourceUnreadable(stream.name, f"no day page of Portal:Current events in it; pages: {pages.others:,}")
    remark = f"other pages, passed over: {pages.others:,}" if pages.others else None
    yield Batch(listings=(), done=stream.total, total=stream.total, remark=remark)


@dataclass(slots=True)
class _Page:
    """A day page, as far as it was read."""

    title: str
    day: dt.date
    #: When the latest revision so far was made, and its number.
    latest: tuple[str, int] = ("", 0)
    #: Its text; a little longer than `PAGE_LENGTH` where it is too long.
    text: str = ""


def _events(stream: Stream, page: _Page, site: str | None) -> Batch | RowError:
    place = f"{stream.name}, {page.title}"
    if len(page.text) > PAGE_LENGTH:
        return RowError(place, f"longer than {PAGE_LENGTH:,} characters")
    url = site + wikipedia_url(page.title, site="").removeprefix("/wiki") if site else None
    try:
        batch = read_page(page.text, title=page.title, day=page.day, url=url)
    except SourceUnreadable as error:
        return RowError(place, error.reason)
    return replace(batch, done=stream.done, total=stream.total)


def _parsed(stream: Stream, pages: _Pages) -> Iterator[_Page | RowError | None]:
    """The day pages as they come, and None after each piece of the file."""
    more = True
    while more:
        try:
            more = pages.feed(stream.content.read1(_CHUNK))
        except SourceUnreadable:
            yield from pages.take()
            raise
        yield from pages.take()
        yield None


class _Pages:
    """Takes an export in pieces, and gives its day pages."""

    def __init__(self, source: str) -> None:
        #: Address under which the wiki's pages stand; None as long as the export does not tell.
        self.site: str | None = None
        #: Number of pages that are no day page.
        self.others = 0
        self._source = source
        self._read: list[_Page | RowError] = []
        self._page: _Page | None = None
        self._open: list[str] = []
        self._revision: dict[str, str] = {}
        self._words: list[str] = []
        self._length = 0
        # The encoding is said here, as the content is UTF-8 also where the file was in UTF-16 and says so in its head.
        self._parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, data: bytes) -> bool:
        """Take the next piece; an empty one is the end. Returns whether there is more to come.

        Raises:
            SourceUnreadable: it is no export, no XML, or ends too early.
        """
        try:
            self._parser.Parse(data, not data)
        except expat.ExpatError as error:
            reason = f"not XML from line {error.lineno} on ({expat.ErrorString(error.code)})"
            raise SourceUnreadable(self._source, reason if data else "cut short: the XML ends too early") from error
        return bool(data)

    def take(self) -> list[_Page | RowError]:
        """The day pages that were completed since the last call."""
        taken, self._read = self._read, []
        return taken

    def _doctype(self, *_: object) -> NoReturn:
        raise SourceUnreadable(self._source, "XML with a document type declaration, which no MediaWiki export has")

    def _start(self, name: str, _: object) -> None:
        name = name.rpartition(" ")[2]
        if not self._open and name != "mediawiki":
            raise SourceUnreadable(self._source, f"XML, but no MediaWiki export (it starts with <{name}>)")
        parent = self._open[-1] if self._open else ""
        self._open.append(name)
        if (parent, name) == ("page", "redirect"):
            self._pass_over()
        elif (parent, name) in _KEPT and (parent != "revision" or self._page):
            self._words, self._length = [], 0
            self._parser.CharacterDataHandler = self._data

    def _data(self, text: str) -> None:
        if self._length <= PAGE_LENGTH:
            self._words.append(text)
            self._length += len(text)

    def _end(self, name: str) -> None:
        name = self._open.pop()
        parent = self._open[-1] if self._open else ""
        if name == "page":
            self._complete()
        elif name == "revision":
            self._compare()
        elif self._parser.CharacterDataHandler and (parent, name) in _KEPT:
            self._parser.CharacterDataHandler = None
            self._keep(parent, name, "".join(self._words))

    def _keep(self, parent: str, name: str, text: str) -> None:
        if parent == "revision":
            self._revision[name] = text
        elif name == "title":
            self._begin(text)
        else:
            self.site = secure(text.strip()).rpartition("/")[0] or None

    def _begin(self, title: str) -> None:
        try:
            day = day_of_title(title)
        except SourceUnreadable as error:
            self._read.append(RowError(f"{self._source}, {title}", error.reason))
            return
        if day:
            self._page = _Page(title, day)
        else:
            self.others += 1

    def _pass_over(self) -> None:
        if self._page:
            self._page = None
            self.others += 1

    def _compare(self) -> None:
        """Let a revision that has ended take the place of the one before it, if it is later."""
        revision, self._revision = self._revision, {}
        if not self._page:
            return
        number = revision.get("id", "")
        made = (revision.get("timestamp", ""), int(number) if number.isdecimal() else 0)
        if made >= self._page.latest:
            self._page.latest = made
            self._page.text = revision.get("text", "")

    def _complete(self) -> None:
        if self._page:
            self._read.append(self._page)
        self._page = None
