"""What readers yield: listings that belong together, pages, feeds to follow, and the rows that did not fit."""

from __future__ import annotations

from dataclasses import dataclass

from backstory.errors import RowError
from backstory.intake.items import FeedLink
from backstory.intake.responses import Response
from backstory.model import Listing, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Listings that are added in one transaction: the whole of a day page, or some rows of a list."""

    #: What they are, in order.
    listings: tuple[Listing, ...]
    #: Whether they are all that their source has of their days, so that a wording that is gone from it is corrected.
    whole: bool = False
    #: How much of the source is read, in the unit of `total`.
    done: int = 0
    #: How much there is: bytes of a file, pages of a fetch; None where it cannot be known.
    total: int | None = None
    #: A key and a value to be remembered with them, so that the next run can tell what it has.
    note: tuple[str, str] | None = None
    #: Something the user should know: what the source holds that could not be used.
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Feeds:
    """Feeds and sitemaps that are to be followed from now on."""

    #: Their addresses, and what they are called.
    links: tuple[FeedLink, ...]
    #: Why they are followed, in plain words.
    because: str


#: What a reader yields: listings, a page from a file, an answer of the web, feeds, or a row that did not fit.
Found = Batch | Page | Response | Feeds | RowError
