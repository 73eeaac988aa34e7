"""Load event lists into a new archive: `load.py EVENTS_FOLDER`. Prints events a second and memory at three sizes.

Each size is loaded by a process of its own, so that the peak of its memory is its own. The peer is the same rows put
into one plain SQLite table by the standard library alone: the floor of what loading costs.
"""

from __future__ import annotations

import gzip
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from backstory import open_archive

#: Events of the three sizes; the last takes all there are.
SIZES = (10_000, 30_000, 90_000)


def main(folder: Path) -> None:
    """Run each size in a process of its own, ours and the floor."""
    with tempfile.TemporaryDirectory() as work:
        for size in SIZES:
            source = Path(work) / f"{size}.jsonl.gz"
            count = cut(folder, source, size)
            for name in ("backstory", "floor"):
                done = subprocess.run(
                    [sys.executable, __file__, name, str(source)], check=True, capture_output=True, text=True
                )
                seconds, megabytes = map(float, done.stdout.split())
                print(f"{name:9} {count:6,} events  {count / seconds:8,.0f} a second  peak {megabytes:4.0f} MB")


def cut(folder: Path, target: Path, size: int) -> int:
    """The latest events of the lists, so many, as one list."""
    lines = [
        line for path in sorted(folder.glob("*.jsonl.gz")) for line in gzip.decompress(path.read_bytes()).splitlines()
    ]
    kept = [line + b"\n" for line in lines[-size:]]
    with gzip.open(target, "wb", compresslevel=1) as out:
        out.writelines(kept)
    return len(kept)


def load(source: Path) -> None:
    """What `backstory add` does."""
    with tempfile.TemporaryDirectory() as work, open_archive(Path(work) / "archive.db") as archive:
        for outcome in archive.add(source):
            assert outcome.error is None, outcome.error


def floor(source: Path) -> None:
    """The rows, parsed by json, in one table."""
    with tempfile.TemporaryDirectory() as work:
        connection = sqlite3.connect(Path(work) / "floor.db")
        connection.execute("CREATE TABLE events (id TEXT PRIMARY KEY, date TEXT, headline TEXT, rest TEXT)")
        with gzip.open(source, "rt", encoding="utf-8") as lines, connection:
            rows = map(json.loads, lines)
            connection.executemany(
                "INSERT INTO events VALUES (?, ?, ?, ?)",
                ((row["id"], row["date"], row["headline"], json.dumps(row)) for row in rows),
            )
        connection.close()


if __name__ == "__main__":
    if len(sys.argv) == 2:
        main(Path(sys.argv[1]))
    else:
        start = time.perf_counter()
        {"backstory": load, "floor": floor}[sys.argv[1]](Path(sys.argv[2]))
        elapsed = time.perf_counter() - start
        print(elapsed, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
