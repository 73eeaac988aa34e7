"""Pages of made-up outlets about made-up events, for tests of which event they tell."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Report(NamedTuple):
    """A page in a few words."""

    #: Its file, and the last part of its address.
    name: str
    #: The outlet; its address is made from it.
    outlet: str
    #: When it was published, or an empty text.
    published: str
    title: str
    paragraphs: tuple[str, ...]

    @property
    def url(self) -> str:
        """The address that the page gives itself."""
        return f"https://{self.outlet.lower().replace(' ', '')}.example/{self.name}"

    def write(self, folder: Path) -> Path:
        """Write the page to a file of the folder."""
        body = "".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs)
        dated = f'<meta property="article:published_time" content="{self.published}">' if self.published else ""
        path = folder / f"{self.name}.html"
        path.write_text(
            f'<!doctype html><html lang="en"><head><title>{self.title}</title>'
            f'<link rel="canonical" href="{self.url}"><meta property="og:title" content="{self.title}">'
            f'<meta property="og:site_name" content="{self.outlet}">{dated}</head>'
            f"<body><article><h1>{self.title}</h1>{body}</article></body></html>",
            encoding="utf-8",
        )
        return path


FIRE = Report(
    "fire",
    "The Gazette",
    "2031-03-05T06:00:00+00:00",
    "Fire at furniture market in Tarvo kills 12",
    (
        "A fire swept through a furniture market in the port of Tarvo on Tuesday night, killing at least 12 people, "
        "the city's fire chief Maro Bellin said.",
        "Bellin said the blaze started near a paint store at the Ostergate market and spread to two warehouses.",
    ),
)
FIRE_ELSEWHERE = Report(
    "market-fire",
    "Daily Courier",
    "2031-03-05T11:00:00+00:00",
    "Twelve dead in Tarvo furniture market fire",
    (
        "Twelve people died when a fire swept through the Ostergate furniture market in the port of Tarvo, fire chief "
        "Maro Bellin said on Wednesday.",
        "The blaze began near a paint store and spread to two warehouses on Tuesday night, Bellin said.",
    ),
)
FIRE_LATER = Report(
    "toll",
    "Radio North",
    "2031-03-06T09:00:00+00:00",
    "Death toll in Tarvo market fire rises to 17",
    (
        "Seventeen people are now known to have died in the fire at the Ostergate furniture market in Tarvo, officials "
        "said on Thursday, after five bodies were found in a warehouse.",
        "The fire broke out on Tuesday night near a paint store. Fire chief Maro Bellin said the search goes on.",
    ),
)
FACTORY = Report(
    "factory",
    "The Gazette",
    "2031-03-06T10:00:00+00:00",
    "Fire at toy factory in Quillan kills 12",
    (
        "A fire swept through a toy factory in the town of Quillan on Wednesday, killing at least 12 people, the "
        "regional governor Iven Cask said.",
        "Cask said the blaze started in a store room at the Pellworth plant and spread to a dormitory.",
    ),
)
VOTE = Report(
    "vote",
    "Daily Courier",
    "2031-03-05T20:00:00+00:00",
    "Lindmark parliament votes to close its last coal mine",
    (
        "The parliament of Lindmark voted on Wednesday to close the Harrow mine, the last one in the country where "
        "coal is dug, by the end of next year.",
        "Energy minister Sela Dorn said that the four hundred miners of Harrow would be offered work elsewhere.",
    ),
)
UNDATED = Report(
    "undated",
    "Nobody News",
    "",
    "Bridge over the Senna is closed for repairs",
    (
        "The old bridge over the river Senna is closed to lorries from now on, as cracks were found in two of its "
        "pillars, the office of roads said.",
    ),
)
REPORTS = (FIRE, FIRE_ELSEWHERE, FIRE_LATER, FACTORY, VOTE, UNDATED)

#: Four reports of one fire: the first two have hardly a word in common, and the third may tell either.
BRIDGED = (
    Report(
        "smoke",
        "The Gazette",
        "2021-03-02T20:00:00+00:00",
        "Fire in north London",
        (
            "Smoke could be seen over north London on Tuesday evening. Roads were closed, and people were told to keep "
            "their windows shut.",
        ),
    ),
    Report(
        "sent",
        "Daily Courier",
        "2021-03-02T23:00:00+00:00",
        "Dozens of firefighters sent to factory",
        (
            "Dozens of firefighters were working through the night to put out a fire at a furniture factory in London. "
            "Nobody was known to be hurt, a spokesman said.",
        ),
    ),
    Report(
        "dead",
        "Radio North",
        "2021-03-03T09:00:00+00:00",
        "Three dead in London factory fire",
        (
            "Three people died when fire destroyed a furniture factory in north London on Tuesday evening, police said "
            "on Wednesday. Roads stayed closed as firefighters searched what was left.",
        ),
    ),
    Report(
        "doors",
        "The Gazette",
        "2021-03-04T09:00:00+00:00",
        "Factory owner says doors were open",
        (
            "The owner of a furniture factory in which three workers died said on Thursday that all doors were open "
            "when the fire began.",
        ),
    ),
)
