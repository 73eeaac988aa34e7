"""Why the day of publication was not found: `days.py FOLDER READ.jsonl`.

FOLDER as `pages.py` reads it, with gold.jsonl; READ as `pages.py` writes it. For each page of which the day is not that
of the gold, prints the first that is true of the gold's day: the page says that it was changed on it; it is next to the
day that was found, so that the two may be one in two zones; it stands nowhere in the saved file, in any of the usual
forms; or none of these.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

_UPDATE = re.compile(r"(?i)(?:updat|modif|chang|revis)[^<>]{0,30}(?:<[^<>]*>\s*){0,4}$")


def main() -> None:
    """Read the arguments, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("read", type=Path)
    options = parser.parse_args()
    read = {row["file"]: row for row in map(json.loads, options.read.read_text("utf-8").splitlines())}
    count: Counter[tuple[str, str]] = Counter()
    lines = (options.folder / "gold.jsonl").read_text("utf-8").rstrip("\n").split("\n")
    for number, gold in enumerate(map(json.loads, lines)):
        when = gold.get("published") or gold.get("publish_date") or gold.get("date")
        if when:
            row, half = read[gold["file"]], ("even", "odd")[number % 2]
            text = (options.folder / gold["file"]).read_text("utf-8", "replace")
            cause = cause_of(str(when)[:10], row, text)
            count[cause, half] += 1
            if cause != "right":
                print(f"{cause}: {gold['file']}: {when}, read {row['published']}, modified {row['modified']}")
    for (cause, half), pages in sorted(count.items()):
        print(f"{cause}, {half} half: {pages}")


def cause_of(when: str, row: dict[str, Any], text: str) -> str:
    """Why that day was not found; "right" where it was."""
    found = (row["published"] or "")[:10]
    if found == when:
        return "right"
    places = [text[max(0, match.start() - 200) : match.start()] for match in forms_of(when).finditer(text)]
    if (row["modified"] or "")[:10] == when or any(_UPDATE.search(before) for before in places):
        return "the day of an update"
    if found and len(when) == 10 and abs(dt.date.fromisoformat(when) - dt.date.fromisoformat(found)).days == 1:
        return "a day apart"
    return "somewhere in the file" if places else "nowhere in the file"


def forms_of(when: str) -> re.Pattern[str]:
    """A day, or a month, in the forms in which English pages and programs write it."""
    day = dt.date.fromisoformat(when if len(when) == 10 else f"{when}-01")
    month, short, number = f"{day:%B}", f"{day:%b}", f"0?{day.day}"
    forms = [when, when.replace("-", "/"), when.replace("-", "")]
    if len(when) == 10:
        forms += [f"(?:{month}|{short}\\.?)\\s+{number}(?:st|nd|rd|th)?,?\\s+{day.year}"]
        forms += [f"{number}(?:st|nd|rd|th)?\\s+(?:{month}|{short}\\.?),?\\s+{day.year}"]
        forms += [f"0?{day.month}/{number}/(?:20)?{day:%y}", f"{number}[./]0?{day.month}[./](?:20)?{day:%y}"]
    else:
        forms += [f"(?:{month}|{short}\\.?),?\\s+{day.year}"]
    return re.compile("|".join(rf"(?<!\d){form}(?!\d)" for form in forms), re.IGNORECASE)


if __name__ == "__main__":
    main()
