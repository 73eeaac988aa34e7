"""Day pages from a MediaWiki site, by its API (https://www.mediawiki.org/wiki/API:Query).

First the current revisions are asked for, fifty pages at once; then the text of those that are new or changed. With
each page goes a note of its revision, so that a run that broke off goes on where it stopped, and one that is repeated
fetches nothing. The manners are those of https://www.mediawiki.org/wiki/API:Etiquette.
"""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import msgspec

from backstory.config import MediaWikiConfig, WebSettings
from backstory.errors import FetchError, RowError, SourceError, SourceNotFound, SourceUnreadable
from backstory.intake.batch import Batch
from backstory.intake.day_pages import read_page, secure
from backstory.intake.responses import Hop
from backstory.intake.waiting import BusyError
from backstory.intake.web import Web
from backstory.urls import portal_day, portal_title

#: Pages whose revisions are asked for at once: the most that the API allows to anyone.
REVISIONS_AT_ONCE = 50

#: Pages whose text is asked for at once.
TEXTS_AT_ONCE = 10


class _Slot(msgspec.Struct):
    content: str | None = None


class _Revision(msgspec.Struct):
    revid: int
    slots: dict[str, _Slot] = {}


class _Page(msgspec.Struct):
    title: str
    missing: bool = False
    invalid: bool = False
    canonicalurl: str | None = None
    revisions: list[_Revision] = []

    @property
    def answered(self) -> bool:
        """Whether this is all there is to know; a long answer leaves out the revisions of some pages."""
        return self.missing or self.invalid or bool(self.revisions)


class _Renamed(msgspec.Struct, rename={"asked": "from", "used": "to"}):
    asked: str
    used: str


class _Rights(msgspec.Struct):
    url: str = ""
    text: str = ""


class _Query(msgspec.Struct):
    pages: list[_Page] = []
    normalized: list[_Renamed] = []
    rightsinfo: _Rights | None = None


class _Error(msgspec.Struct):
    code: str
    info: str = ""


class _Answer(msgspec.Struct):
    query: _Query | None = None
    error: _Error | None = None


def day_of_address(url: str) -> tuple[dt.date, str] | None:
    """The day of the portal page at an address, and the address of its wiki's API.

    Both forms of address are known, `/wiki/TITLE` and `index.php?title=TITLE`, on any host. A mobile host
    (`en.m.wikipedia.org`) is taken for the one that it stands for.

    Args:
        url: an http or https address.

    Returns:
        The day and the API; None where the address is no day page's, or that of an old revision of one.

    Raises:
        SourceNotFound: it is a day page's address, and there is no such day.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    query = parse_qs(parts.query)
    if parts.scheme not in ("http", "https") or not parts.hostname or not {"oldid", "diff"}.isdisjoint(query):
        return None
    script = _SCRIPT.fullmatch(unquote(parts.path))
    if not script:
        return None
    title = script["title"] or query.get("title", [""])[0]
    try:
        day = portal_day(title)
    except ValueError:
        raise SourceNotFound(url, "there is no such day") from None
    host = _MOBILE.sub(r"\1.", parts.netloc.rpartition("@")[2].lower())
    api = secure(f"{parts.scheme}://{host}{script['folder'] or '/w/'}api.php")
    return (day, api) if day else None


def fetch_days(
    days: Sequence[dt.date],
    *,
    settings: MediaWikiConfig,
    known: Callable[[str], str | None],
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Batch | RowError]:
    """Fetch the day pages that are new or changed.

    Args:
        days: which ones.
        settings: the wiki, and how it is asked.
        known: the note of a key, if an earlier run left one (`Store.recall`).
        sleep: how to wait between requests.

    Yields:
        A batch for each page: with its events and the note to be kept, or empty where the page is as the note says; an
        error for each page that is not there or cannot be read.

    Raises:
        SourceNotFound: there is no API at that address.
        FetchError: the wiki cannot be reached, or does not answer as a MediaWiki API does; what was yielded before
            need not be fetched again.
    """
    titles = {portal_title(day): day for day in days}
    wiki = _Wiki(_web(settings, sleep), settings.api, titles)
    done = 0
    for asked in _runs(list(titles), REVISIONS_AT_ONCE):
        for item in wiki.read(asked, known):
            done += 1
            yield replace(item, done=done, total=len(titles)) if isinstance(item, Batch) else item
    if wiki.unchanged:
        remark = f"pages as they were when they were last fetched: {wiki.unchanged:,} of {done:,}"
        yield Batch(listings=(), done=done, total=done, remark=remark)


def _web(settings: MediaWikiConfig, sleep: Callable[[float], None]) -> Web:
    """The web as a wiki's API is asked: wherever its owner has put it, and by its own manners, not by robots.txt."""
    chosen = WebSettings(
        agent=settings.agent,
        spacing=settings.pause,
        timeout=settings.timeout,
        tries=settings.tries,
        allow_hosts=(urlsplit(settings.api).hostname or "",),
    )
    return Web(chosen, robots=False, sleep=sleep)


class _Wiki:
    """A wiki, known by its API, and the days of the titles of which it is asked."""

    def __init__(self, web: Web, api: str, days: Mapping[str, dt.date]) -> None:
        #: Number of pages that were not fetched because they are as they were.
        self.unchanged = 0
        self._web, self._api, self._days = web, api, days
        self._licence: str | None = None

    def read(self, titles: Sequence[str], known: Callable[[str], str | None]) -> Iterator[Batch | RowError]:
        """What became of each page, those that are fetched last."""
        changed = []
        current = self._pages(titles, _REVISIONS)
        for title in titles:
            revisions = current[title].revisions
            if not revisions:
                yield RowError(title, f"there is no such page at {self._api}")
            elif known(self._key(title)) == str(revisions[0].revid):
                self.unchanged += 1
                yield Batch(listings=())
            else:
                changed.append(title)
        for some in _runs(changed, TEXTS_AT_ONCE):
            texts = self._pages(some, _TEXT)
            for title in some:
                yield self._events(title, texts[title])

    def _key(self, title: str) -> str:
        """Under which key the revision of a page is noted."""
        return f"mediawiki:{self._api}:{title}"

    def _events(self, title: str, page: _Page) -> Batch | RowError:
        text = page.revisions[0].slots.get("main", _Slot()).content if page.revisions else None
        if text is None:
            return RowError(title, f"{self._api} does not give its text")
        try:
            batch = read_page(text, title=title, day=self._days[title], url=page.canonicalurl, licence=self._licence)
        except SourceUnreadable as error:
            return RowError(title, error.reason)
        return replace(batch, note=(self._key(title), str(page.revisions[0].revid)))

    def _pages(self, titles: Sequence[str], params: Mapping[str, str]) -> dict[str, _Page]:
        """What the wiki has under these titles. A long answer leaves out some; they are asked for again."""
        found: dict[str, _Page] = {}
        while missing := [title for title in titles if title not in found]:
            query = self._query({**params, "titles": "|".join(missing)})
            pages = {page.title: page for page in query.pages if page.answered}
            pages |= {each.asked: pages[each.used] for each in query.normalized if each.used in pages}
            if pages.keys().isdisjoint(missing):
                raise FetchError(self._api, "the answer leaves out the pages that were asked for")
            found |= pages
        return found

    def _query(self, params: Mapping[str, str]) -> _Query:
        address = f"{self._api}?{urlencode({**_ALWAYS, **params})}"
        try:
            query = self._decoded(self._web.get(address, check=self._check).body)
        except SourceError as error:
            raise type(error)(self._api, error.reason) from error
        if query.rightsinfo:
            self._licence = _licence(query.rightsinfo)
        return query

    def _check(self, hop: Hop) -> None:
        if hop.status == 200:
            self._decoded(hop.body)

    def _decoded(self, body: bytes) -> _Query:
        try:
            answer = _ANSWER.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise FetchError(self._api, _NO_API) from error
        if answer.error:
            reason = f"the wiki says: {' '.join((answer.error.info or answer.error.code).split()).rstrip('.')}"
            if answer.error.code in _BUSY:
                raise BusyError(reason)
            raise FetchError(self._api, reason)
        if not answer.query:
            raise FetchError(self._api, _NO_API)
        return answer.query


def _licence(rights: _Rights) -> str | None:
    """The short name of a licence of Creative Commons; the name that the wiki gives any other."""
    found = _CREATIVE_COMMONS.search(rights.url)
    return f"CC {found[1].upper()} {found[2]}" if found else rights.text or None


def _runs(titles: Sequence[str], length: int) -> Iterator[Sequence[str]]:
    return (titles[start : start + length] for start in range(0, len(titles), length))


_ANSWER = msgspec.json.Decoder(_Answer)
_NO_API = "the answer is not that of a MediaWiki API"
_BUSY = {"maxlag", "ratelimited"}
_CREATIVE_COMMONS = re.compile(r"creativecommons\.org/licenses/([a-z-]+)/([0-9.]+)")
_MOBILE = re.compile(r"^([^.]+)\.m\.")
_SCRIPT = re.compile(r"(?:(?P<folder>/|/.*/)index\.php|/wiki)(?:/(?P<title>.+))?")

_ALWAYS = {"action": "query", "format": "json", "formatversion": "2", "maxlag": "5"}
_REVISIONS = {"prop": "revisions", "rvprop": "ids", "meta": "siteinfo", "siprop": "rightsinfo"}
_TEXT = {"prop": "revisions|info", "rvprop": "ids|content", "rvslots": "main", "inprop": "url"}
