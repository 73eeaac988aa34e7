"""Write src/backstory/articles/day_names.tsv: what months, weekdays and days near today are called in many languages.

Taken from dateparser's tables (BSD-3-Clause), which rest on Unicode CLDR (Unicode License v3). Run it again after an
update of dateparser, and look at the difference:

    python scripts/write_day_names.py
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

TABLE = Path(__file__).parent.parent / "src" / "backstory" / "articles" / "day_names.tsv"

LANGUAGES = (
    "af ar be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl he hi hr hu hy id is it ja ka kk ko lt lv mk "
    "ms mt nb nl nn pl pt ro ru sk sl sq sr sv sw ta te th tr uk ur uz vi zh zu"
).split()
MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
NEAR = {
    "day -2": "2 day ago",
    "day -1": "1 day ago",
    "day 0": "0 day ago",
    "day 1": "in 1 day",
    "week -1": "1 week ago",
    "week 0": "0 week ago",
    "week 1": "in 1 week",
    "month -1": "1 month ago",
    "month 0": "0 month ago",
    "month 1": "in 1 month",
    "year -1": "1 year ago",
    "year 0": "0 year ago",
    "year 1": "in 1 year",
}

SHORTEST_WEEKDAY = 3
ODD = {"", "till date"}


def main() -> None:
    """Write the table."""
    rows = [f"{language}\t{key}\t{value}" for language in LANGUAGES for key, value in rows_of(language)]
    TABLE.write_text("\n".join(["language\tkey\tnames", *rows]) + "\n", encoding="utf-8")


def rows_of(language: str) -> Iterator[tuple[str, str]]:
    """The rows of one language: key and names."""
    table = import_module(f"dateparser.data.date_translation_data.{language}").info
    yield "order", table.get("date_order", "DMY")
    for number, name in enumerate(MONTHS, 1):
        yield f"m {number}", names(table[name])
    for number, name in enumerate(WEEKDAYS):
        # What is shorter is a word of its own in too many languages ("sun", "mar").
        yield f"w {number}", names([each for each in table[name] if len(each) > SHORTEST_WEEKDAY or not each.isascii()])
    for key, name in NEAR.items():
        if found := table["relative-type"].get(name):
            yield key, names(found)


def names(found: list[str]) -> str:
    """Names in lower case, the longest first, each once, without final stops."""
    plain = {re.sub(r"\s+", " ", name.casefold()).strip(" .॰()") for name in found}
    return "|".join(
        sorted((name for name in plain if name not in ODD and "/" not in name), key=lambda name: (-len(name), name))
    )


if __name__ == "__main__":
    main()
