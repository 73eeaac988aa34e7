"""The whole of a site, made anew by one process or several."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from backstory.errors import SiteError
from backstory.processes import context, helper, uncollected
from backstory.site.make import Maker, Settings
from backstory.site.pages import Page
from backstory.site.publish import Writer
from backstory.site.reader import Catalogue, Snapshot
from backstory.site.render import asset_files, schema_files

#: Told how many pages are done, of how many.
Progress = Callable[[int, int], None]

#: Pages that a process makes at a time.
_CHUNK = 100
#: A site with fewer pages is made sooner by one process.
_SMALL = 2_000
#: More processes than this would need more memory than a laptop should give.
_MOST_WORKERS = 2


@dataclass(frozen=True, slots=True)
class _Job:
    """What every process of a build is given."""

    snapshot: Snapshot
    catalogue: Catalogue
    settings: Settings
    #: Where files are written.
    root: Path
    #: The paths of all pages.
    paths: frozenset[str]


class _Worker:
    """Makes and writes pages of a job."""

    #: The one worker of a process of the pool.
    of_process: ClassVar[_Worker]

    def __init__(self, job: _Job) -> None:
        self._maker = Maker(job.snapshot, job.catalogue, job.settings)
        self._writer = Writer(job.root)
        self._paths = job.paths

    def make(self, pages: Sequence[Page]) -> int:
        """Make and write some pages; how many."""
        for page in pages:
            made = self._maker.make(page)
            check_links(page, made.links - self._paths)
            for path, content in made.all_files.items():
                self._writer.write(path, content)
        return len(pages)


def check_links(page: Page, dead: set[str]) -> None:
    """Refuse a page with dead links.

    Raises:
        SiteError: there are some.
    """
    if dead:
        raise SiteError(page.path, f"links to {min(dead)}, which is no page of this site; nothing was published")


def make_all(
    snapshot: Snapshot,
    catalogue: Catalogue,
    settings: Settings,
    root: Path,
    *,
    workers: int | None,
    progress: Progress,
) -> int:
    """Make every page of a site and the files that they share.

    Args:
        snapshot: the archive.
        catalogue: its days, topics and outlets.
        settings: what else the pages depend on.
        root: where files are written.
        workers: number of processes; None leaves it to the size of the site and the machine.
        progress: called after every hundred pages.

    Returns:
        Number of pages.

    Raises:
        SiteError: a page links to one that is not there, or a process was killed.
    """
    pages = list(Maker(snapshot, catalogue, settings).gatherer.pages())
    job = _Job(snapshot, catalogue, settings, root, frozenset(page.path for page in pages))
    done = 0
    # Also in the other process, which is forked from this one.
    with uncollected():
        for made in _made(job, pages, workers or _workers(len(pages))):
            done += made
            progress(done, len(pages))
    return done


def _workers(pages: int) -> int:
    return 1 if pages < _SMALL else min(os.cpu_count() or 1, _MOST_WORKERS)


def _made(job: _Job, pages: Sequence[Page], workers: int) -> Iterator[int]:
    """Make all pages; after each chunk, the number of its pages."""
    chunks = [pages[at : at + _CHUNK] for at in range(0, len(pages), _CHUNK)]
    if workers == 1:
        _share(job.root)
        yield from map(_Worker(job).make, chunks)
        return
    # A forked process shares the archive in memory as long as nothing writes to it, which the collector would.
    gc.freeze()
    pool = ProcessPoolExecutor(workers - 1, context(), initializer=_start, initargs=(job,))
    try:
        futures = [pool.submit(_work, chunk) for chunk in chunks]
        _share(job.root)
        yield from _helped(futures, chunks, _Worker(job))
    except BrokenProcessPool:
        raise SiteError(str(job.root), "a process that made pages was killed") from None
    finally:
        pool.shutdown(cancel_futures=True)
        gc.unfreeze()


def _share(root: Path) -> None:
    """Write the files that pages share."""
    writer = Writer(root)
    for path, content in (asset_files() | schema_files()).items():
        writer.write(path, content)


def _helped(futures: Sequence[Future[int]], chunks: Sequence[Sequence[Page]], worker: _Worker) -> Iterator[int]:
    """What a pool makes from the first chunk on, with this process making from the last one on until they meet.

    One more process that only waited would hold a copy of the archive for nothing.
    """
    for future, chunk in zip(reversed(futures), reversed(chunks), strict=True):
        if future.cancel():
            yield worker.make(chunk)
    yield from (future.result() for future in futures if not future.cancelled())


def _start(job: _Job) -> None:
    helper()
    _Worker.of_process = _Worker(job)


def _work(pages: Sequence[Page]) -> int:
    return _Worker.of_process.make(pages)
