"""Which files a page of the site is, and how it names the others."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from backstory.site.views import (
    ClaimantView,
    DayView,
    EventView,
    HomeView,
    IndexView,
    MonthView,
    TimelineView,
    View,
    YearView,
)
from backstory.site.views_decisions import CorrectionsView, MovedView
from backstory.site.views_map import MapView

#: The formats of a page; each is also the extension of its file.
Format = Literal["html", "md", "json", "xml"]

#: All formats, in the order in which a page names them.
FORMATS: tuple[Format, ...] = ("html", "md", "json", "xml")

#: What readers call the formats.
FORMAT_NAMES: dict[Format, str] = {"html": "HTML", "md": "Markdown", "json": "JSON", "xml": "XML"}

#: Media types of the formats.
MEDIA_TYPES: dict[Format, str] = {
    "html": "text/html",
    "md": "text/markdown",
    "json": "application/json",
    "xml": "application/xml",
}

#: What each kind of page is called: its template, its schemas, the root of its XML.
KINDS: dict[type[View], str] = {
    HomeView: "home",
    YearView: "year",
    MonthView: "month",
    DayView: "day",
    EventView: "event",
    TimelineView: "timeline",
    ClaimantView: "claimant",
    IndexView: "index",
    MapView: "map",
    MovedView: "moved",
    CorrectionsView: "corrections",
}

_WEB = re.compile(r"https?://(?:[^/?#@\\]*@)?([^/?#:@\\\s]+)", re.IGNORECASE)


def root(path: str) -> str:
    """The way from the page at `path` up to the root of the site: `../../../`, empty for a page at the root."""
    return "../" * path.count("/")


def stem(path: str) -> str:
    """The last part of a path: with an extension, the address of another format of the page from the page itself."""
    return path[path.rfind("/") + 1 :]


@lru_cache(maxsize=10_000)
def host(url: str | None) -> str | None:
    """The host that a web address names; None for anything else, which is never made a link.

    Addresses come from pages that anybody may write, and `javascript:` is an address too.
    """
    found = _WEB.match(url) if url else None
    return found[1].lower() if found else None
