"""What machines look for at the root of a site: sitemaps, `robots.txt`, `llms.txt`.

Sitemaps (sitemaps.org) must name whole addresses, so they are made only where the site has a public address: an index,
then a sitemap for the days and events of each year, one for topics, one for outlets, and one for the first page, the
years and the months. Other pages are found through these.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from xml.sax.saxutils import escape

from backstory.site.pages import Page, day_link, event_path, month_link, year_link
from backstory.site.paths import FORMAT_NAMES, Format
from backstory.site.reader import Catalogue, Records
from backstory.site.views import SiteInfo
from backstory.site.words import counted, from_to
from backstory.times import day_after

#: Addresses that one sitemap may hold, by the protocol.
MOST_ADDRESSES = 50_000

_XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9"

_LLMS = """\
# {title}

> {tagline}

{holds} Each event is told in the words of its source and says who reported it.
{formats}
An event stands at `YYYY/MM/DD/slug`, its day at `YYYY/MM/DD/index`; these addresses are permanent.
{notice}
## Pages

- [First page](index.{extension}): the latest days and every year
- [Map](map.{extension}): where events happened; the same as GeoJSON at [map.geojson](map.geojson)
- [Corrections](corrections.{extension}): what editors decided, when and why
{lists}
## Feeds

- [Atom](feed.atom): the latest events; each topic has its own, at `topics/NAME.atom`
- [JSON Feed](feed.json): the same; for a topic at `topics/NAME.feed.json`
"""


class Maps:
    """Makes them.

    Args:
        records: the archive.
        catalogue: its days, topics and outlets.
        info: what all pages share.
        formats: those that the site is built in.
    """

    def __init__(self, records: Records, catalogue: Catalogue, info: SiteInfo, formats: Sequence[Format]) -> None:
        self._records = records
        self._catalogue = catalogue
        self._info = info
        self._formats = formats

    def files(self, page: Page) -> dict[str, bytes]:
        """The files that go with a page, by path from the root: most with the first, a year's sitemap with its page."""
        if page.kind == "year":
            return self._sitemaps(page.key, self._year(int(page.key))) if self._info.base_url else {}
        if page.kind != "home":
            return {}
        made = {"robots.txt": self._robots(), "llms.txt": self._llms()}
        for name, paths in self._lists().items():
            made |= self._sitemaps(name, paths)
        return made | self._index()

    def _lists(self) -> dict[str, list[str]]:
        """The pages that stand in no year, by the name of their sitemap."""
        catalogue = self._catalogue
        months = [link.path for link in map(month_link, catalogue.months)]
        years = [link.path for link in map(year_link, catalogue.years)]
        return {
            "pages": [Page("home").path, Page("map").path, Page("corrections").path, *years, *months],
            "topics": [named.path for named in catalogue.named.values() if named.path],
            "outlets": [Page("outlet", key).path for key in catalogue.outlets],
            "claimants": [Page("claimant", key).path for key in catalogue.shown_claimants],
        }

    def _year(self, year: int) -> list[str]:
        """The days and events of a year."""
        first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
        days = [day_link(day).path for day in self._catalogue.days if first <= day <= last]
        events = self._records.events(since=first, until=day_after(last))
        return days + [event_path(event.id) for event in events]

    def _sitemaps(self, name: str, paths: Sequence[str]) -> dict[str, bytes]:
        if not self._info.base_url:
            return {}
        names = _names(name, len(paths))
        return {
            each: _urls("urlset", "url", [self._address(path) for path in paths[at : at + MOST_ADDRESSES]])
            for each, at in zip(names, range(0, len(paths), MOST_ADDRESSES), strict=True)
        }

    def sitemaps(self) -> list[str]:
        """The names of all sitemaps but the index."""
        if not self._info.base_url:
            return []
        catalogue = self._catalogue
        days = dict.fromkeys(catalogue.years, 0)
        for day in catalogue.days:
            days[day.isoformat()[:4]] += 1
        sizes = {name: len(paths) for name, paths in self._lists().items()}
        sizes |= {year: count + days[year] for year, count in catalogue.years.items()}
        return [each for name, size in sizes.items() for each in _names(name, size)]

    def _index(self) -> dict[str, bytes]:
        names = self.sitemaps()
        addresses = [f"{self._info.base_url}/{each}" for each in names]
        return {"sitemap.xml": _urls("sitemapindex", "sitemap", addresses)} if names else {}

    def _address(self, path: str) -> str:
        return f"{self._info.base_url}/{path}.{self._formats[0]}"

    def _robots(self) -> bytes:
        lines = ["User-agent: *", "Allow: /"]
        if self._info.base_url:
            lines += ["", f"Sitemap: {self._info.base_url}/sitemap.xml"]
        return ("\n".join(lines) + "\n").encode()

    def _llms(self) -> bytes:
        """As llmstxt.org proposes it."""
        catalogue, info = self._catalogue, self._info
        extension: Format = "md" if "md" in self._formats else self._formats[0]
        names = [f"{FORMAT_NAMES[each]} (`.{each}`)" for each in self._formats]
        lists = {
            "Topics": catalogue.topic_letters,
            "Outlets": catalogue.outlet_letters,
            "Claimants": catalogue.claimant_letters,
        }
        text = _LLMS.format(
            title=info.title,
            tagline=info.tagline,
            holds=self._holds(),
            formats=f"Every page is there as {', '.join(names)}: the extension of its address says which.",
            notice=f"\n{info.notice}\n" if info.notice else "",
            extension=extension,
            lists="".join(
                f"- [{name}]({name.lower()}/index.{extension}): by name and by number\n"
                for name, letters in lists.items()
                if letters
            ),
        )
        return text.encode()

    def _holds(self) -> str:
        days = list(self._catalogue.days)
        if not days:
            return "This archive is empty."
        events = counted(sum(self._catalogue.days.values()), "event")
        return f"It holds {events}, {from_to(days[0].isoformat(), days[-1].isoformat())}."


def _names(name: str, size: int) -> list[str]:
    """The sitemaps that hold so many addresses: `sitemap-2015.xml`, `sitemap-2015-2.xml`."""
    count = -(-size // MOST_ADDRESSES)
    return [f"sitemap-{name}.xml" if number == 1 else f"sitemap-{name}-{number}.xml" for number in range(1, count + 1)]


def _urls(root: str, item: str, addresses: Sequence[str]) -> bytes:
    listed = "".join([f"<{item}><loc>{escape(address)}</loc></{item}>\n" for address in addresses])
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{root} xmlns="{_XMLNS}">\n{listed}</{root}>\n'.encode()
