"""Read saved pages: `pages.py FOLDER READ.jsonl [--peer PEER.jsonl] [--workers N] [--repeat N]`.

FOLDER holds pages.jsonl, rows of {"file", "url", "captured"}, and the pages under html/. READ gets a row for each page:
{"file", "title", "published", "authors", "image", "text", "comments"}, and of ours "modified". With --peer, trafilatura
reads the same pages in the same run, with its metadata and comments, by its default settings. Prints the pages a second
of both, in the time of one process, and, with --workers, of so many, by the clock and by the time that processors
worked: a busy machine falsifies the first. All pages are in memory before any is read. With --repeat, all are read so
many times in this process first, and the most memory that it had by the end of each time is printed: if it grows, it
leaks.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import multiprocessing
import resource
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from backstory import BackstoryError
from backstory.archive import read_bytes

#: Name, address, instant of the capture, bytes.
Asked = tuple[str, str | None, dt.datetime | None, bytes]
Row = dict[str, Any]
#: What was read, and the seconds of a processor that it took.
Timed = tuple[Row, float]


def main() -> None:
    """Read the arguments and the pages, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("read", type=Path)
    parser.add_argument("--peer", type=Path, metavar="PEER.jsonl")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=0)
    options = parser.parse_args()
    pages = load(options.folder)
    for count in range(1, options.repeat + 1):
        alone(partial(once, backstory), pages)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{count * len(pages):6,} pages read, most memory {peak:,.1f} MB", flush=True)
    run("backstory", backstory, pages, options.read, options.workers)
    if options.peer:
        run("trafilatura", trafilatura, pages, options.peer, options.workers)


def load(folder: Path) -> list[Asked]:
    """Every page of a folder."""
    lines = (folder / "pages.jsonl").read_text(encoding="utf-8").splitlines()
    rows = map(json.loads, lines)
    return [
        (row["file"], row.get("url"), instant(row.get("captured")), (folder / row["file"]).read_bytes()) for row in rows
    ]


def instant(text: str | None) -> dt.datetime | None:
    """An instant, in UTC where it names no zone."""
    moment = dt.datetime.fromisoformat(text) if text else None
    return moment.replace(tzinfo=moment.tzinfo or dt.UTC) if moment else None


def run(name: str, read: Callable[[Asked], Row], pages: Sequence[Asked], path: Path, workers: int) -> None:
    """Read all pages, write what was read, print how fast."""
    timed = partial(once, read)
    found, seconds = alone(timed, pages) if workers == 1 else together(timed, pages, workers)
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row, _ in found)
    busy = sum(spent for _, spent in found)
    rates = f"{len(pages) / seconds:.1f} a second, {len(pages) / busy:.1f} a second of a processor"
    print(f"{name}: {len(pages)} pages, {rates}, {workers} process(es)")


def once(read: Callable[[Asked], Row], page: Asked) -> tuple[Row, float]:
    """What is read of a page, and the seconds of a processor that it took."""
    start = time.process_time()
    return read(page), time.process_time() - start


def alone(read: Callable[[Asked], Timed], pages: Sequence[Asked]) -> tuple[list[Timed], float]:
    """What is read of all pages in this process, and in how many seconds, without those that importing takes."""
    read(pages[0])
    start = time.perf_counter()
    rows = [read(page) for page in pages]
    return rows, time.perf_counter() - start


def together(read: Callable[[Asked], Timed], pages: Sequence[Asked], workers: int) -> tuple[list[Timed], float]:
    """As `alone`, in so many processes."""
    with multiprocessing.Pool(workers) as pool:
        pool.map(read, [pages[0]] * workers, chunksize=1)
        start = time.perf_counter()
        rows = pool.map(read, pages, chunksize=4)
        return rows, time.perf_counter() - start


def backstory(page: Asked) -> Row:
    """What Backstory reads."""
    file, url, captured, data = page
    try:
        article = read_bytes(data, source=file, url=url, captured=captured)
    except BackstoryError:
        return row(file)
    return row(
        file,
        title=article.title,
        published=article.published.edtf if article.published else None,
        modified=article.modified.edtf if article.modified else None,
        authors=list(article.authors),
        image=article.cover.url if article.cover else None,
        text="\n".join(article.paragraphs),
        comments=[comment.text for comment in article.comments],
    )


def trafilatura(page: Asked) -> Row:
    """What trafilatura reads: its authors stand in one string, with semicolons between them."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    file, url, _, data = page
    found = bare_extraction(data, url=url, with_metadata=True, include_comments=True)
    if not isinstance(found, Document):
        return row(file)
    return row(
        file,
        title=found.title,
        published=found.date,
        authors=[name.strip() for name in (found.author or "").split(";") if name.strip()],
        image=found.image,
        text=found.text,
        comments=[found.comments] if found.comments else [],
    )


def row(file: str, **read: Any) -> Row:
    """One row of what was read, empty where nothing is known."""
    empty: Row = {"title": None, "published": None, "authors": [], "image": None, "text": "", "comments": []}
    return {"file": file, **empty, **read}


if __name__ == "__main__":
    main()
