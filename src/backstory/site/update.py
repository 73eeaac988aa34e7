"""A site brought up to date: what may have changed is made again, and what did change is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from backstory.site.affected import Affected, Standing
from backstory.site.full import Progress, check_links
from backstory.site.make import Maker, Settings
from backstory.site.pages import Page
from backstory.site.publish import BuildReport, Writer
from backstory.site.reader import Catalogue, Memo
from backstory.store.protocol import Change

#: With more changes than this, and more than this share of the archive, everything is made anew.
_MANY, _MANY_SHARE = 1_000, 0.05


def worth_it(changes: Sequence[Change], catalogue: Catalogue) -> bool:
    """Whether so few events have changed that looking for the pages they stand on costs less than making all."""
    return len(changes) <= max(_MANY, _MANY_SHARE * sum(catalogue.days.values()))


class Update:
    """Makes what has changed since a site was built.

    Args:
        records: the archive.
        before: its topics and outlets when the site was built.
        catalogue: its days, topics and outlets now.
        settings: what else the pages depend on; the same as when the site was built.
        pages: number of the site's pages.
        site: its folder.
    """

    def __init__(
        self, records: Memo, before: Catalogue, catalogue: Catalogue, settings: Settings, pages: int, site: Path
    ) -> None:
        self._records = records
        self._maker = Maker(records, catalogue, settings)
        self._standing = Standing(site, settings.formats[0])
        self._affected = Affected(records, catalogue, self._maker.gatherer, before, self._standing)
        self._formats = settings.formats
        self._pages = pages
        self._site = site
        self._pictureless: set[str] = set()
        #: Files that the site no longer has, once `make` has run.
        self.removed: set[str] = set()

    def make(self, changes: Sequence[Change], root: Path, progress: Progress) -> BuildReport:
        """Make the changed pages.

        Args:
            changes: the events that were added or changed since the site was built.
            root: where changed files are written.
            progress: called after every page.

        Raises:
            SiteError: a page links to one that is not there.
        """
        kept, lost = self._affected.pages(changes)
        paths = {page.path for page in kept}
        gone = {page.path for page in lost} - paths
        self._records.read_ahead(page.key for page in kept if page.kind == "event")
        writer = Writer(root)
        written = added = 0
        for done, page in enumerate(sorted(kept), 1):
            made = self._maker.make(page, self._content)
            check_links(page, {path for path in made.links - paths if path in gone or not self._standing.has(path)})
            added += not self._standing.has(page.path)
            written += self._write(writer, made.files)
            self._write(writer, made.beside)
            if page.kind == "event" and f"{page.path}.jpg" not in made.beside:
                self._pictureless.add(f"{page.path}.jpg")
            progress(done, len(kept))
        # Where one page takes the place of another, only what the other had beside it goes.
        self.removed = self._lost(lost) - {f"{path}.{extension}" for path in paths for extension in self._formats}
        removed = sum(page.path not in paths for page in lost)
        pages = self._pages + added - removed
        return BuildReport(pages, written, pages - written, removed, full=False)

    def _write(self, writer: Writer, files: dict[str, bytes]) -> bool:
        """Write those files that the site has not, or has otherwise; whether there were any."""
        changed = [path for path, content in files.items() if self._content(path) != content]
        for path in changed:
            writer.write(path, files[path])
        return bool(changed)

    def _lost(self, pages: Iterable[Page]) -> set[str]:
        """The files of pages that are no more, and sitemaps that are not needed any longer."""
        paths = [page.path for page in pages]
        extensions = [*self._formats, "atom", "feed.json", "jpg"]
        files = {f"{path}.{extension}" for path in paths for extension in extensions} | self._pictureless
        sitemaps = {path.name for path in self._site.glob("sitemap-*.xml")} - set(self._maker.maps.sitemaps())
        return {path for path in files if (self._site / path).exists()} | sitemaps

    def _content(self, path: str) -> bytes | None:
        try:
            return (self._site / path).read_bytes()
        except FileNotFoundError:
            return None
