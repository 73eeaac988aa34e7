"""Day pages of the portal as a wiki hands them out: in a dump, or by its API."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from backstory.errors import SourceUnreadable
from backstory.intake.batch import Batch
from backstory.intake.portal import read_day
from backstory.model import Origin
from backstory.urls import portal_day

_PLAIN_WIKIPEDIA = re.compile(r"http:(?=//[^/]*\.wikipedia\.org(?:/|$))")


def day_of_title(title: str) -> dt.date | None:
    """The day of a day page's title; None for any other page.

    Raises:
        SourceUnreadable: the title is a day page's, and there is no such day.
    """
    try:
        return portal_day(title)
    except ValueError:
        raise SourceUnreadable(title, "there is no such day") from None


def secure(address: str) -> str:
    """The address; on Wikipedia, where http only leads to https, with https."""
    return _PLAIN_WIKIPEDIA.sub("https:", address, count=1)


def read_page(text: str, *, title: str, day: dt.date, url: str | None = None, licence: str | None = None) -> Batch:
    """The events of a day page.

    Args:
        text: its wikitext.
        title: its title.
        day: the day that the title names. A header that names another is believed, and the batch remarks it.
        url: the page's address on the wiki it was taken from; without it, that on Wikipedia.
        licence: the licence that this wiki states; without it, Wikipedia's.

    Raises:
        SourceUnreadable: it is in no layout that can be read.
    """
    page = read_day(text, source=title, day=day)
    listings = tuple(replace(each, origin=_origin(each.origin, url, licence)) for each in page.listings)
    remark = None if page.day == day else f"{title} has the header of {page.day}, and was read as that day"
    return Batch(listings=listings, whole=True, remark=remark)


def _origin(origin: Origin | None, url: str | None, licence: str | None) -> Origin | None:
    return origin and replace(origin, url=url or origin.url, licence=licence or origin.licence)
