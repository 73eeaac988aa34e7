"""Which saved pages are taken apart as telling several events.

    python benchmarks/parts.py FOLDER

FOLDER holds pages, one a file. Each page that is taken apart is named with what its parts are called; whether rightly
is for a reader to say. The last line counts them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from backstory import read
from backstory.errors import SourceError
from backstory.events.digest import parts


def main(folder: str) -> None:
    """Look at every page of a folder."""
    pages = apart = 0
    for path in sorted(Path(folder).rglob("*.html")):
        try:
            found = parts(read(str(path)))
        except SourceError:
            continue
        pages += 1
        apart += bool(found)
        if found:
            print(path.name, *(part.article.title for part in found), sep="\n    ")
    print(f"{apart} of {pages} pages are taken apart")


if __name__ == "__main__":
    main(sys.argv[1])
