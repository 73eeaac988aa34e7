"""Copies of pages in web archives, found by the day that they should show (Memento, RFC 7089)."""

from __future__ import annotations

import datetime as dt
import email.utils
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple
from urllib.parse import urlsplit

from backstory.errors import FetchError, SourceNotFound
from backstory.intake.responses import Response
from backstory.intake.web import Web
from backstory.model import Page

#: In the path of a TimeGate's address, asks for copies as they were archived, without what the archive adds to them.
#: Archives that run the software of the Wayback Machine have them; no standard does.
RAW = "id_"


class Link(NamedTuple):
    """One link of a `Link` header (RFC 8288)."""

    #: Its address, as it is written.
    url: str
    #: What it leads to, in lower case: "original", "timemap", "first", "memento".
    relations: frozenset[str]
    #: The instant that the copy at it is of; None where it is no copy.
    moment: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Memento:
    """A copy of a page in a web archive."""

    #: Address of the page that it is a copy of.
    original: str
    #: When the archive made it.
    moment: dt.datetime
    #: Host of the archive.
    archive: str
    #: How it came.
    response: Response

    @property
    def page(self) -> Page:
        """The copy as a page: at the address of the original, captured by the archive when it did so."""
        page = self.response.page
        return replace(page, url=self.original, captured=self.moment, archived_by=self.archive, source=self.original)


def find_memento(web: Web, timegate: str, address: str, when: dt.datetime) -> Memento:
    """The copy of a page that is nearest to an instant.

    Args:
        web: how it is asked.
        timegate: address of a TimeGate, to which that of the page is added; with `id_/` at its end for copies as they
            were archived ("https://web.archive.org/web/id_/"), where its archive runs the software of the Wayback
            Machine. Other archives may put a banner of their own into the copy, and it is left there.
        address: address of the page.
        when: the instant, aware.

    Raises:
        SourceNotFound: the archive has no copy.
        FetchError: it cannot be reached, refuses, or does not answer as RFC 7089 says.
    """
    start, wants_raw, _ = timegate.rpartition(f"/{RAW}")
    gate = f"{start}/" if wants_raw else timegate
    asked = {"Accept-Datetime": email.utils.format_datetime(when.astimezone(dt.UTC), usegmt=True)}
    archive = urlsplit(timegate).hostname or timegate
    try:
        response = web.get(gate + address, headers=asked)
        nearer = _nearer(response, when)
        if nearer:
            response = web.get(nearer)
        if wants_raw:
            response = web.get(_raw(response.url))
    except SourceNotFound as error:
        raise SourceNotFound(address, f"{archive} has no copy of it") from error
    except FetchError as error:
        raise type(error)(address, f"{archive}: {error.reason}") from error
    moment = _moment(response.last.header("Memento-Datetime"))
    if moment is None:
        raise FetchError(address, f"{archive} does not say when its copy is from, and so is no TimeGate")
    return Memento(
        original=address, moment=moment, archive=urlsplit(response.url).hostname or archive, response=response
    )


def parse_links(header: str) -> Iterator[Link]:
    """The links of a `Link` header, in order.

    Args:
        header: its value; several headers joined by commas.

    Yields:
        Each link that is well formed.
    """
    for found in _LINK.finditer(header):
        fields = {name.lower(): quoted or token for name, quoted, token in _FIELD.findall(found[2])}
        yield Link(found[1].strip(), frozenset(fields.get("rel", "").lower().split()), _moment(fields.get("datetime")))


def _nearer(response: Response, when: dt.datetime) -> str | None:
    """A copy that the answer knows of and that is nearer than the one that it gives."""
    given = _moment(response.last.header("Memento-Datetime"))
    links = parse_links(response.last.header("Link") or "")
    known = [(abs(link.moment - when), link.url) for link in links if "memento" in link.relations and link.moment]
    distance, url = min(known, default=(dt.timedelta.max, ""))
    return url if given and distance < abs(given - when) and url != response.url else None


def _raw(url: str) -> str:
    """The address of a copy as it was archived: `/web/20220329120000id_/...`."""
    return _STAMP.sub(rf"\g<0>{RAW}", url, count=1)


def _moment(date: str | None) -> dt.datetime | None:
    try:
        moment = email.utils.parsedate_to_datetime(date or "")
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or dt.UTC).astimezone(dt.UTC)


_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w*!#$&+.^`|~-]+(?:\s*=\s*(?:\"(?:[^\"\\]|\\.)*\"|[^\s\",;<>]*))?)*)")
_FIELD = re.compile(r";\s*([\w*!#$&+.^`|~-]+)\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^\s\",;<>]*))")
_STAMP = re.compile(r"/\d{14}(?=/)", re.ASCII)
