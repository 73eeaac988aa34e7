"""From a page to its files: gathered, rendered, and its links noted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import msgspec

from backstory.site.feeds import Feeds
from backstory.site.gather import Gatherer
from backstory.site.links import links
from backstory.site.maps import Maps
from backstory.site.pages import Page
from backstory.site.paths import Format
from backstory.site.reader import Catalogue, Records
from backstory.site.render import Renderer
from backstory.site.views import EventView, SiteInfo, View
from backstory.site.views_map import MapView
from backstory.site.world import geojson


@dataclass(frozen=True, slots=True)
class Settings:
    """What the pages of a site depend on beside the archive's events."""

    #: What all pages share.
    info: SiteInfo
    #: The formats of a page, in the order of `paths.FORMATS`.
    formats: tuple[Format, ...]
    #: The archive's own name.
    archive_id: str

    @property
    def fingerprint(self) -> str:
        """What changes whenever the same events would give other pages: settings, templates and code."""
        digest = hashlib.sha256(msgspec.json.encode([asdict(self.info), self.formats]))
        package = Path(__file__).parent
        stories = [package.parent / name for name in ("stories/topics.py", "stories/subjects.py")]
        beside = [package.parent / "urls.py", *stories, *sorted((package.parent / "events").glob("*.*"))]
        beside += sorted((package.parent / "language").glob("*.*"))
        for path in [*sorted(package.rglob("*.*")), *beside]:
            if path.suffix != ".pyc":
                digest.update(f"\0{path.name}\0".encode() + path.read_bytes())
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Made:
    """A page that is ready to be written."""

    #: The paths that it links to.
    links: set[str]
    #: The page in each format, by path from the root; none where it stands already.
    files: dict[str, bytes]
    #: Feeds, sitemaps, a picture and the like that go with it.
    beside: dict[str, bytes]

    @property
    def all_files(self) -> dict[str, bytes]:
        """All of them, by path from the root."""
        return self.files | self.beside


def _nothing(path: str) -> None:
    """There is no site yet."""


class Maker:
    """Makes pages.

    Args:
        records: the archive.
        catalogue: its days, topics and outlets.
        settings: what else the pages depend on.
    """

    def __init__(self, records: Records, catalogue: Catalogue, settings: Settings) -> None:
        formats = settings.formats
        self.gatherer = Gatherer(records, catalogue)
        self.maps = Maps(records, catalogue, settings.info, formats)
        self._feeds = Feeds(self.gatherer, catalogue, settings.info, settings.archive_id, formats[0])
        self._renderer = Renderer(settings.info, formats)
        # JSON first: it holds the whole of a view, and is the quickest to write.
        self._formats = sorted(formats, key=lambda each: each != "json")

    def make(self, page: Page, standing: Callable[[str], bytes | None] = _nothing) -> Made:
        """Gather and render a page.

        Args:
            page: which one.
            standing: gives the file that a site made with the same settings has at a path. A page whose JSON stands
                there already is the same in every format, and comes without files.
        """
        view = self.gatherer.view(page)
        return Made(
            links=links(view),
            files=self._files(view, standing),
            beside=self._beside(page, view),
        )

    def _beside(self, page: Page, view: View) -> dict[str, bytes]:
        files = self._feeds.files(page) | self.maps.files(page)
        if isinstance(view, MapView):
            files[view.geojson] = geojson(view)
        picture = self.gatherer.picture(page) if isinstance(view, EventView) and view.cover else None
        return files | {f"{page.path}.jpg": picture} if picture else files

    def _files(self, view: View, standing: Callable[[str], bytes | None]) -> dict[str, bytes]:
        files: dict[str, bytes] = {}
        for format in self._formats:
            path = f"{view.path}.{format}"
            files[path] = self._renderer.render(view, format)
            if format == "json" and files[path] == standing(path):
                return {}
        return files
