"""What a page says of itself, gathered and judged: its title, who wrote it, when it was published, its lead picture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backstory.articles.authors import authors_of
from backstory.articles.cover import cover_of
from backstory.articles.dates import dates_of
from backstory.articles.headline import headline_of
from backstory.articles.metadata import Metadata, metadata
from backstory.articles.outlet import outlet_of
from backstory.articles.titles import title_of
from backstory.articles.units import Unit, units
from backstory.model import Dated, Image, Method, Witness

if TYPE_CHECKING:
    from lxml.html import HtmlElement


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a page says of itself."""

    #: The headline, without the outlet's name.
    title: str | None = None
    #: People or desks that wrote it.
    authors: tuple[str, ...] = ()
    #: Who published it, as the page calls itself.
    outlet: str | None = None
    #: Its lead picture.
    cover: Image | None = None
    #: When it was first published; None where nothing says so.
    published: Dated | None = None
    #: When it was last changed, where the page says so.
    modified: Dated | None = None
    #: Its own description of itself, verbatim from its head.
    description: str | None = None
    #: BCP 47 tag of its language, as it states it.
    language: str | None = None
    #: The address that it calls its own; None where it states none.
    canonical: str | None = None
    #: Everything that its parts say, also where they disagree.
    witnesses: tuple[Witness, ...] = ()
    #: Number of the line that is its headline, in the lines that it was described by.
    headline: int | None = None


def describe(
    tree: HtmlElement,
    *,
    url: str | None = None,
    captured: dt.datetime | None = None,
    lines: Sequence[Unit] | None = None,
    page: Metadata | None = None,
) -> Description:
    """What a page says of itself.

    Args:
        tree: the root of the parsed page; it is not changed.
        url: the address it came from; None where that is not known.
        captured: when it was captured: no date after it is believed.
        lines: the text of the page, where that is at hand already (`units.units`).
        page: what its head says, where that is at hand already (`metadata.metadata`).
    """
    lines = units(tree) if lines is None else lines
    page = metadata(tree, url=url) if page is None else page
    title, titles = title_of(page)
    outlet, outlets = outlet_of(page)
    headline = headline_of(page, lines, title)
    authors, writers = authors_of(page, tree, lines, headline=headline.line)
    cover, covers = cover_of(page, tree, headline.element)
    dates = dates_of(page, lines, headline=headline.line, captured=captured)
    description, descriptions = _description(page)
    return Description(
        title=title,
        authors=authors,
        outlet=outlet,
        cover=cover,
        published=dates.published,
        modified=dates.modified,
        description=description,
        language=page.language,
        canonical=page.canonical,
        witnesses=(*titles, *writers, *outlets, *covers, *dates.witnesses, *descriptions),
        headline=headline.line,
    )


def _description(page: Metadata) -> tuple[str | None, tuple[Witness, ...]]:
    """The page's description of itself, the first of those in its head, and all of them."""
    said = [
        *((value, Method.META) for _, value in page.all_metas("og:description", "description", "twitter:description")),
        *((value, Method.JSON_LD) for value in [page.say("description")] if value),
    ]
    return next((value for value, _ in said), None), tuple(
        dict.fromkeys(Witness("description", *each) for each in said)
    )
