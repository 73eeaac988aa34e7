"""What months, weekdays and days near today are called, language by language.

The table is day_names.tsv, written by scripts/write_day_names.py from CLDR's names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

#: Countries that put the month first in 3/29/2022; a page in plain "en" may be from any country.
_MONTH_FIRST = frozenset({"en-us", "en-ph", "es-us"})
#: Tags that pages use for languages that the table has under another.
_SAME = {"no": "nb", "iw": "he", "in": "id", "tl": "fil"}

#: Words that turn a weekday to the next one, and to the last one, in any language.
NEXT = frozenset(
    "next coming nächsten nächster kommenden kommender prochain prochaine próximo próxima prossimo prossima volgende"
    " komende nästa kommande neste kommende næste przyszły najbliższy následující следующий ближайший наступний 다음"
    " gelecek".split()
)
LAST = frozenset(
    "last past previous letzten letzter vergangenen vergangener dernier dernière passé passée pasado pasada passado"
    " passada scorso scorsa vorige afgelopen förra forrige sidste ubiegły zeszły minulý прошлый прошедший минулий 지난"
    " geçen".split()
)
#: Words before a number of four digits, or the name of a month, that make it a date.
BEFORE = frozenset(
    "in im since during until before after by from around early late last seit en em depuis desde nel dal sinds sedan"
    " siden в с".split()
)


@dataclass(frozen=True, slots=True)
class DayWords:
    """The names of one language, and of English, which pages of every language mix in."""

    #: Number of the month, 1 to 12, by each of its names in lower case.
    months: Mapping[str, int]
    #: Number of the weekday, Monday 0, by each of its names in lower case.
    weekdays: Mapping[str, int]
    #: Unit and how many of it from today, by the words in lower case: "last week" is ("week", -1).
    near: Mapping[str, tuple[str, int]]
    #: Whether 3/4/2022 is March 4 (True) or 3 April (False); None where the language does not tell.
    month_first: bool | None
    #: How many years its calendar is ahead: 543 in Thai.
    ahead: int = 0


def day_words(language: str | None) -> DayWords:
    """The names that a page in this language uses.

    Args:
        language: its BCP 47 tag; None where it is not known, and English is supposed.
    """
    return _day_words((language or "en").casefold())


@lru_cache(maxsize=64)
def _day_words(tag: str) -> DayWords:
    months: dict[str, int] = {}
    weekdays: dict[str, int] = {}
    near: dict[str, tuple[str, int]] = {}
    primary = tag.partition("-")[0]
    for language in (_SAME.get(primary, primary), "en"):
        for key, names in _table().get(language, {}).items():
            kind, _, number = key.partition(" ")
            for name in names.split("|"):
                if kind == "m":
                    months.setdefault(name, int(number))
                elif kind == "w":
                    weekdays.setdefault(name, int(number))
                elif kind != "order":
                    near.setdefault(name, (kind, int(number)))
    month_first = None if tag == "en" else tag in _MONTH_FIRST
    return DayWords(months, weekdays, near, month_first, ahead=543 if primary == "th" else 0)


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, str]]:
    """The names in the table by language and key."""
    table: dict[str, dict[str, str]] = {}
    lines = files("backstory.articles").joinpath("day_names.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines[1:]:
        language, key, names = line.split("\t")
        if names:
            table.setdefault(language, {})[key] = names
    return table
