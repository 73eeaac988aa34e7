"""What every reader of sources yields: listings that belong together, and the rows that did not fit."""

from __future__ import annotations

from dataclasses import dataclass

from backstory.model import Listing


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
