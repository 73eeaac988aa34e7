"""How fast a site is built, beside Hugo on the same pages.

    python benchmarks/site.py ARCHIVE_OR_EVENTS_FOLDER [--sizes 10000 30000 90000] [--work FOLDER]

For each size the first so many events of the archive are taken. What their texts say is read first, which is done once
and kept; then they are built as HTML and in all four formats, and Hugo, if it is installed, renders the Markdown pages
of the same site to HTML with a theme of one file. Then one day is added to the largest, its last and one from its
middle, and the site is brought up to date. Prints a table of seconds by the clock and of processor time and, with it,
the peak memory of all processes of each build (Linux only). Ratios are of one run, and on a busy machine those of
processor time say more.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from backstory import open_archive
from backstory.claimed import Claimed
from backstory.site.paths import Format

SIZES = (10_000, 30_000, 90_000)
ALL = "html,md,json,xml"

HUGO_CONFIG = """\
baseURL = "https://archive.example/"
title = "Archive"
uglyURLs = true
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404"]
[markup.goldmark.renderer]
unsafe = true
"""

HUGO_THEME = """\
<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ .Title }}</title><link rel="stylesheet" href="/style.css"></head>
<body><main>{{ .Content }}</main></body>
</html>
"""


@dataclass(frozen=True)
class Run:
    """What a command took, and what it printed."""

    seconds: float
    #: Of the processor, over all its processes.
    work: float
    #: Peak of all its processes' memory, each shared page counted once.
    megabytes: float
    printed: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("archive", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--work", type=Path, help="where to put archives and sites; a temporary folder by default")
    parser.add_argument("--update", action="store_true", help="only the added days, not the comparison with Hugo")
    parser.add_argument("--build", nargs=2, metavar=("TARGET", "FORMATS"), help=argparse.SUPPRESS)
    parser.add_argument("--read", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.read:
        print(json.dumps(read_texts(arguments.archive)))
        return
    if arguments.build:
        target, formats = arguments.build
        chosen: Sequence[Format] = formats.split(",")
        print(json.dumps(build(arguments.archive, Path(target), chosen)))
        return
    with tempfile.TemporaryDirectory(dir=arguments.work) as work:
        lines = listed(arguments.archive, Path(work))
        if not arguments.update:
            compare(lines, sorted(arguments.sizes), Path(work))
        days = [line["date"] for line in map(json.loads, lines[: max(arguments.sizes)])]
        for day in (days[-1], days[len(days) // 2]):
            added_day(lines[: max(arguments.sizes)], day, Path(work))


def build(archive: Path, target: Path, formats: Sequence[Format]) -> dict[str, object]:
    """One build, in a process of its own."""
    report = open_archive(archive, create=False).build(target, formats=formats)
    return {"pages": report.pages, "written": report.written, "removed": report.removed, "full": report.full}


def read_texts(archive: Path) -> dict[str, object]:
    """Reading what the texts of an archive say, in a process of its own."""
    done = [0]
    Claimed(open_archive(archive, create=False)._store).bring_up_to_date(lambda texts, total: done.append(texts))
    return {"texts": done[-1]}


def compare(lines: Sequence[str], sizes: Sequence[int], work: Path) -> None:
    """Every size."""
    print("seconds by the clock / of the processor; MB: HTML, all formats, Hugo")
    print("events   pages   HTML (ratios to Hugo)   all formats (ratios)   Hugo   MB")
    for size in sizes:
        archive = loaded(lines[:size], work / f"{size}.db")
        texts = run([sys.executable, __file__, str(archive), "--read"])
        count = json.loads(texts.printed)["texts"]
        speed = f"{count / texts.seconds:.0f} / {count / texts.work:.0f} a second"
        print(f"        {count} texts read in {shown(texts)}: {speed}", flush=True)
        timed(archive, work / "first", "json")
        shutil.rmtree(work / "first")
        html = timed(archive, work / "html", "html")
        hugo = with_hugo(archive, work) if shutil.which("hugo") else None
        every = timed(archive, work / "all", ALL)
        pages = json.loads(html.printed)["pages"]
        print(
            f"{min(size, len(lines)):6}  {pages:6}   {shown(html)} ({ratio(html, hugo)})   "
            f"{shown(every)} ({ratio(every, hugo)})   {shown(hugo) if hugo else 'no Hugo'}   "
            f"{html.megabytes:.0f}, {every.megabytes:.0f}, {hugo.megabytes if hugo else 0:.0f}",
            flush=True,
        )
        for name in ("html", "all"):
            shutil.rmtree(work / name)


def added_day(lines: Sequence[str], day: str, work: Path) -> None:
    """All but one day, then that day too."""
    of_day = [line for line in lines if json.loads(line)["date"] == day]
    archive = loaded([line for line in lines if json.loads(line)["date"] != day], work / "day.db")
    for formats in ("html", ALL):
        full = timed(archive, work / formats, formats)
    loaded(of_day, archive)
    for formats in ("html", ALL):
        update = timed(archive, work / formats, formats)
        full = timed(archive, work / f"{formats}-full", formats)
        report = json.loads(update.printed)
        print(
            f"{day} added ({len(of_day)} events), {formats}: {report['written']} of {report['pages']} pages written "
            f"({report['written'] / report['pages']:.2%}), {shown(update)} of {shown(full)} "
            f"({update.seconds / full.seconds:.1%} / {update.work / full.work:.1%}), {update.megabytes:.0f} MB",
            flush=True,
        )
        for name in (formats, f"{formats}-full"):
            shutil.rmtree(work / name)
    archive.unlink()


def listed(source: Path, work: Path) -> list[str]:
    """The events of an archive, or of a folder of lists, as lines of an event list, in order of time."""
    archive = open_archive(source if source.is_file() else work / "all.db")
    if source.is_dir():
        for outcome in archive.add(*map(str, sorted(source.glob("*.jsonl.gz")))):
            if outcome.error:
                sys.exit(str(outcome.error))
    archive.export(work / "events.jsonl")
    return (work / "events.jsonl").read_text("utf-8").splitlines(keepends=True)


def loaded(lines: Sequence[str], archive: Path) -> Path:
    """Add events to an archive."""
    listing = archive.with_suffix(".jsonl")
    listing.write_text("".join(lines), "utf-8")
    for outcome in open_archive(archive).add(str(listing)):
        if outcome.error:
            sys.exit(str(outcome.error))
    return archive


def timed(archive: Path, target: Path, formats: str) -> Run:
    """A build of ours."""
    return run([sys.executable, __file__, str(archive), "--build", str(target), formats])


def with_hugo(archive: Path, work: Path) -> Run:
    """Hugo's build of the same Markdown pages."""
    site, pages = work / "hugo", work / "pages"
    timed(archive, pages, "md")
    for path in pages.rglob("*.md"):
        text = path.read_text("utf-8")
        title = re.search(r"^# (.*)$", text, re.MULTILINE)
        # Hugo takes `index.md` for a page that owns all others in its folder.
        name = "_index.md" if path.name == "index.md" else path.name
        copy = site / "content" / path.relative_to(pages).with_name(name)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(f"---\ntitle: {json.dumps(title[1] if title else path.stem)}\n---\n{text}", "utf-8")
    layouts = site / "layouts" / "_default"
    layouts.mkdir(parents=True)
    for name in ("single.html", "list.html"):
        (layouts / name).write_text(HUGO_THEME)
    (site / "config.toml").write_text(HUGO_CONFIG)
    shutil.rmtree(pages)
    done = run(["hugo", "--source", str(site)])
    made = sum(1 for _ in (site / "public").rglob("*.html"))
    print(f"        Hugo made {made} pages", flush=True)
    shutil.rmtree(site)
    return done


def run(command: Sequence[str]) -> Run:
    """Run a command to its end, and watch its memory."""
    start, before = time.perf_counter(), work_of_children()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, sum(map(memory, family(process.pid))))
        time.sleep(0.1)
    seconds = time.perf_counter() - start
    printed = process.stdout.read() if process.stdout else ""
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed\n{printed}")
    return Run(seconds, work_of_children() - before, peak, printed)


def work_of_children() -> float:
    """Seconds of the processor that programs took which this one started, as far as they have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def family(pid: int) -> Iterator[int]:
    """A process and those that it started."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in read(children).split():
            yield from family(int(child))


def memory(pid: int) -> float:
    """Megabytes of a process, what it shares counted in part (Pss)."""
    found = re.search(r"^Pss:\s+(\d+) kB", read(Path(f"/proc/{pid}/smaps_rollup")), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def read(path: Path) -> str:
    """A file of the system, empty once its process is gone."""
    try:
        return path.read_text()
    except OSError:
        return ""


def ratio(ours: Run, theirs: Run | None) -> str:
    """Our time over theirs."""
    return f"{ours.seconds / theirs.seconds:.2f} / {ours.work / theirs.work:.2f}" if theirs else "no Hugo"


def shown(run: Run) -> str:
    """Its seconds."""
    return f"{run.seconds:.1f} / {run.work:.1f} s"


if __name__ == "__main__":
    main()
