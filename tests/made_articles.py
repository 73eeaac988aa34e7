"""Articles made for tests of which event they tell."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from backstory.articles.days import find_days
from backstory.model import Article, Dated, Event, Method, Role, laid_out


def article(title: str, *paragraphs: str, day: str | None = None, source: str = "page") -> Article:
    """An article of a title and paragraphs."""
    made = Article(
        source=source,
        title=title,
        blocks=laid_out([(Role.TITLE, title), *((Role.PARAGRAPH, words) for words in paragraphs)]),
        published=Dated(day, Method.GIVEN) if day else None,
    )
    return replace(made, dates=find_days(made.text, made.published))


def portal_event(headline: str, day: str) -> Event:
    """An event of a day page, which no article tells yet."""
    return Event(id=f"{day}/made", day=dt.date.fromisoformat(day), headline=headline)


FIRE = article(
    "Fire at furniture market in Tarvo kills 12",
    "TARVO, Lindmark — A fire swept through a furniture market in the port of Tarvo on Tuesday night, killing at least "
    "12 people, the city's fire chief Maro Bellin said.",
    "Bellin said the blaze started near a paint store at the Ostergate market and spread to two warehouses.",
    day="2031-03-05",
    source="fire",
)
FIRE_LATER = article(
    "Death toll in Tarvo market fire rises to 17",
    "Seventeen people are now known to have died in the fire at the Ostergate furniture market in Tarvo, Lindmark, "
    "officials said on Thursday, after five bodies were found in a warehouse.",
    "The fire broke out on Tuesday night near a paint store. Fire chief Maro Bellin said the search goes on.",
    day="2031-03-06",
    source="fire-later",
)
OTHER_FIRE = article(
    "Fire at toy factory in Quillan kills 12",
    "QUILLAN, Sarrovia — A fire swept through a toy factory in the town of Quillan on Wednesday, killing at least 12 "
    "people, the regional governor Iven Cask said.",
    "Cask said the blaze started in a store room at the Pellworth plant and spread to a dormitory.",
    day="2031-03-06",
    source="other-fire",
)
