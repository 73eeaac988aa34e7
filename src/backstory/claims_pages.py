"""Claims of pages that are in no archive: many files at a time, each with its own outcome."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from backstory.articles.read import read_page
from backstory.errors import BackstoryError, SourceUnreadable
from backstory.intake.kinds import PAGE_SUFFIXES
from backstory.intake.pages import load_page
from backstory.language.claims import read_claims
from backstory.model import Article, Claims
from backstory.processes import context, helper

#: Fewer pages than this are read sooner by one process; so many are given to a process at once.
_SMALL, _SHARE = 40, 10
#: More processes than this would need more memory than a laptop should give.
_MOST_WORKERS = 2


def pages_in(path: Path) -> list[Path]:
    """The pages of a folder and of the folders in it, by name; of anything else, itself.

    Raises:
        SourceUnreadable: the folder holds no page.
    """
    if not path.is_dir():
        return [path]
    found = sorted(each for each in path.rglob("*") if each.name.lower().endswith(PAGE_SUFFIXES) and each.is_file())
    if not found:
        raise SourceUnreadable(str(path), "no page is in this folder")
    return found


def claims_of_pages(
    paths: Sequence[Path], *, workers: int | None = None
) -> Iterator[tuple[Article, Claims] | BackstoryError]:
    """Read pages and what they claim.

    Args:
        paths: HTML or text files.
        workers: processes that read; by default two where there are two processors and pages enough.

    Yields:
        In their order, for each page its article and claims, or why it cannot be read.
    """
    count = workers or (1 if len(paths) < _SMALL else min(os.cpu_count() or 1, _MOST_WORKERS))
    if count == 1:
        yield from map(_read, paths)
        return
    with ProcessPoolExecutor(count, context(), initializer=helper) as pool:
        yield from pool.map(_read, paths, chunksize=_SHARE)


def _read(path: Path) -> tuple[Article, Claims] | BackstoryError:
    try:
        article = read_page(load_page(path))
    except BackstoryError as error:
        return error
    return article, read_claims(article)
