"""From an archive to a site: the whole of it, or what has changed since it was built."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from backstory.errors import SiteError
from backstory.processes import uncollected
from backstory.site.full import Progress, make_all
from backstory.site.make import Settings
from backstory.site.paths import FORMATS, Format
from backstory.site.publish import MARKER, BuildReport, Marker, Workplace, Writer, workplace
from backstory.site.reader import (
    Catalogue,
    Ledgers,
    Memo,
    Pictures,
    Reader,
    Snapshot,
    no_ledgers,
    no_pictures,
    spellings_of,
)
from backstory.site.spellings import Spellings
from backstory.site.update import Update, worth_it
from backstory.site.views import SiteInfo

__all__ = ["BuildReport", "Progress", "build_site"]


def build_site(
    reader: Reader,
    target: Path,
    *,
    info: SiteInfo,
    formats: Sequence[Format] = FORMATS,
    workers: int | None = None,
    progress: Progress | None = None,
    pictures: Pictures = no_pictures,
    ledgers: Ledgers = no_ledgers,
) -> BuildReport:
    """Build the site of an archive, or bring it up to date.

    What stands at `target` stays as it is until every page is made and every link of every page is found to lead to
    another. The same archive and settings give the same bytes, whether in one build or in many.

    Args:
        reader: the archive.
        target: the site's folder: not there yet, empty, or a site built before.
        info: what all pages share.
        formats: what each page is written as.
        workers: processes of a full build; by default two where there are two processors and pages enough.
        progress: told how many pages are done, of how many.
        pictures: the archive's captured pictures.
        ledgers: ties together what the texts of an event say.

    Raises:
        SiteError: `target` holds something else or cannot be written, another build of it is running, or a page links
            to one that is not there.
        ArchiveError: the archive cannot be read.
    """
    chosen = tuple(format for format in FORMATS if format in formats)
    if not chosen:
        raise SiteError(str(target), "no format was asked for")
    try:
        with workplace(target) as place:
            build = _Build(place, Settings(info, chosen, reader.archive_id()), progress or _silent, pictures, ledgers)
            return build.run(reader, workers)
    except OSError as error:
        raise SiteError(str(target), f"cannot be written ({error.strerror})") from error


class _Build:
    """One build of a site."""

    def __init__(
        self, place: Workplace, settings: Settings, progress: Progress, pictures: Pictures, ledgers: Ledgers
    ) -> None:
        self._ledgers = ledgers
        self._pictures = pictures
        self._place = place
        self._settings = settings
        self._progress = progress
        self._fingerprint = settings.fingerprint

    def run(self, reader: Reader, workers: int | None) -> BuildReport:
        """Bring the site up to date where that is possible, else make it anew."""
        marker = self._place.marker()
        with reader.read():
            sequence = reader.sequence()
            if marker and self._fits(marker, sequence):
                if marker.sequence == sequence and marker.aliases == spellings_of(reader).aliases:
                    return BuildReport(marker.pages, 0, marker.pages, 0, full=False)
                if report := self._update(reader, marker, sequence):
                    return report
            with uncollected():
                snapshot, catalogue = Snapshot(reader, self._pictures, self._ledgers), Catalogue.of(reader)
        return self._anew(snapshot, catalogue, sequence, workers)

    def _fits(self, marker: Marker, sequence: int) -> bool:
        """Whether the site there differs from the wanted one only by what came into the archive since."""
        same = marker.archive == self._settings.archive_id and marker.fingerprint == self._fingerprint
        return same and marker.sequence <= sequence

    def _update(self, reader: Reader, marker: Marker, sequence: int) -> BuildReport | None:
        """Make what has changed; None where too much has."""
        changes = reader.changes(marker.sequence)
        before = Catalogue((), marker.topics, marker.outlets, marker.claimants, Spellings(marker.aliases))
        catalogue = before.after(changes, reader)
        if not worth_it(changes, catalogue):
            return None
        update = Update(
            Memo(reader, self._pictures, self._ledgers),
            before,
            catalogue,
            self._settings,
            marker.pages,
            self._place.target,
        )
        report = update.make(changes, self._place.new, self._progress)
        self._mark(catalogue, sequence, report.pages)
        self._place.change(update.removed)
        return report

    def _anew(self, snapshot: Snapshot, catalogue: Catalogue, sequence: int, workers: int | None) -> BuildReport:
        root = self._place.new
        pages = make_all(snapshot, catalogue, self._settings, root, workers=workers, progress=self._progress)
        self._mark(catalogue, sequence, pages)
        self._place.swap()
        return BuildReport(pages, pages, 0, 0, full=True)

    def _mark(self, catalogue: Catalogue, sequence: int, pages: int) -> None:
        marker = Marker(
            archive=self._settings.archive_id,
            sequence=sequence,
            fingerprint=self._fingerprint,
            pages=pages,
            topics=list(catalogue.names.values()),
            aliases=dict(catalogue.spellings.aliases),
            outlets=list(catalogue.outlets.values()),
            claimants=list(catalogue.claimants.values()),
        )
        Writer(self._place.new).write(MARKER, msgspec.json.encode(marker))


def _silent(done: int, total: int) -> None:
    """Nobody asked."""
