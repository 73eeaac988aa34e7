"""Where the comments that were not found stand: `snippets.py FOLDER READ.jsonl`.

FOLDER as `pages.py` reads it, with gold.jsonl; READ as `pages.py` writes it. Each snippet of a reader's comment in the
gold is looked for in what was read; where it is not there, in the saved file itself, in every way in which its words
could stand in it: as text and as markup, as UTF-8, Windows-1252 and UTF-16, with entities and the escapes of JSON and
JavaScript undone (twice, as texts are packed into texts), letters and digits alone, so that no quotation mark, blank or
tag makes a difference. Prints every snippet that was not found and whether its letters stand in the file.
"""

from __future__ import annotations

import argparse
import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

_TAG = re.compile(r"<[^<>]*>")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_NOT_WORDS = re.compile(r"[\W_]+")


def main() -> None:
    """Read the arguments, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("read", type=Path)
    options = parser.parse_args()
    read = {row["file"]: row for row in map(json.loads, options.read.read_text("utf-8").splitlines())}
    count: Counter[str] = Counter()
    for line in (options.folder / "gold.jsonl").read_text("utf-8").rstrip("\n").split("\n"):
        gold = json.loads(line)
        wanted = gold.get("comments") or []
        comments = folded(" ".join(read[gold["file"]]["comments"]))
        lost = [each for each in wanted if folded(each) not in comments]
        count["found"] += len(wanted) - len(lost)
        letters = set(forms((options.folder / gold["file"]).read_bytes())) if lost else set()
        for snippet in lost:
            where = (
                "in the file" if any(bare(html.unescape(snippet)) in each for each in letters) else "not in the file"
            )
            count[where] += 1
            print(f"{where}: {gold['file']}: {snippet!r}")
    print(", ".join(f"{number} {where}" for where, number in count.items()), f"of {count.total()}")


def forms(data: bytes) -> Iterator[str]:
    """The letters and digits of a file, in every way in which its bytes may mean them."""
    for charset in ("utf-8", "cp1252", "utf-16-le", "utf-16-be"):
        text = data.decode(charset, "ignore")
        for _ in range(3):
            yield bare(text)
            yield bare(_TAG.sub("", text))
            text = html.unescape(_ESCAPE.sub(_undone, text))


def _undone(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else " " if escape[3] in "nrt" else escape[3]


def bare(text: str) -> str:
    """Letters and digits alone."""
    return _NOT_WORDS.sub("", text.casefold())


def folded(text: str) -> str:
    """White space folded and case, as the scorer does it."""
    return " ".join(text.split()).casefold()


if __name__ == "__main__":
    main()
