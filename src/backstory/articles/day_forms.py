"""The forms in which a language writes dates, as patterns.

Each pattern is tried only where a number or one of its first words stands, which is ten times as fast as looking for it
everywhere. In scripts that put no spaces between words, a word may start at any letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from backstory.articles.daywords import BEFORE, LAST, NEXT, DayWords, day_words

#: Numbers that people write as words before "days ago".
COUNTS = {"a": 1} | {
    name: number
    for number, name in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}

#: Places where a date may start. Thai and the scripts of East Asia put no spaces between words.
STARTS = re.compile(r"\d+|[^\W\d\u0e00-\u0e7f\u2e80-\U0003ffff]+|[\u0e00-\u0e7f\u2e80-\U0003ffff]")
#: The end of a word, in scripts that have one.
_END = r"(?![^\W\u0e00-\u0e7f\u2e80-\U0003ffff])"

_ORDINAL = r"(?:st|nd|rd|th|er|ère|º|ª|o|\.|\s?-?(?:го|е|ე|р\.))?"
_ARTICLE = r"(?:(?:the|den|dem|le|el|o|il|de)\s+)?"
_OF = r"(?:(?:of|de|del|d['’]|di|da)\s*)?"
_ERA = "令和|平成|民國|民国"
_AFTER = "prochain|prochaine|dernier|dernière|pasado|passado|passada|scorso|scorsa|passé|prossimo|próximo|próxima"


@dataclass(frozen=True, slots=True)
class DayForms:
    """The forms of dates in one language."""

    #: The names that they use.
    words: DayWords
    #: Words that a date may start with, in lower case; any number may too.
    starts: frozenset[str]
    #: Forms of dates that are named by number, month or year: groups `day`, `until`, `month`, `year`, `era`, `first`
    #: and `second` (of 3/4/2022) with `sep`, and `lead` for words before the date.
    named: tuple[re.Pattern[str], ...]
    #: A weekday: groups `name`, `turn` before it and `after` it.
    weekday: re.Pattern[str]
    #: A day, week, month or year near today: group `name`.
    near: re.Pattern[str]
    #: "Three days ago": groups `count` and `unit`.
    ago: re.Pattern[str]


def day_forms(language: str | None) -> DayForms:
    """The forms in which a page of this language writes dates.

    Args:
        language: its BCP 47 tag; None where it is not known, and English is supposed.
    """
    return _day_forms((language or "en").casefold())


@lru_cache(maxsize=64)
def _day_forms(tag: str) -> DayForms:
    words = day_words(tag)
    first = {
        *words.months,
        *words.weekdays,
        *words.near,
        *NEXT,
        *LAST,
        *COUNTS,
        *BEFORE,
        *_ERA.split("|"),
        "on",
        "this",
    }
    weekday = _any_of(words.weekdays)
    turn = _any_of({*NEXT, *LAST, "this"})
    return DayForms(
        words=words,
        starts=frozenset(match[0] for name in first if (match := STARTS.match(name))),
        named=tuple(_compiled(form) for form in _named(words)),
        weekday=_compiled(rf"(?:on\s+)?(?:(?P<turn>{turn})\s+)?(?P<name>{weekday}){_END}(?:\s+(?P<after>{_AFTER})\b)?"),
        near=_compiled(rf"(?P<name>{_any_of(words.near)})(?![’']){_END}"),
        ago=_compiled(rf"(?P<count>\d{{1,3}}|{_any_of(COUNTS)})\s+(?P<unit>day|week|month|year)s?\s+ago\b"),
    )


def _named(words: DayWords) -> tuple[str, ...]:
    year = r"(?:1[5-9]|20)\d\d" + (r"|2[45]\d\d" if words.ahead else "")
    year = f"(?P<year>{year})"
    month = f"(?P<month>{_any_of(words.months)})"
    whole = _any_of(name for name in words.months if len(name) > 3 or name == "may")
    before = rf"(?P<lead>{_any_of(BEFORE)}\s+(?:jahre?\s+)?)"
    weekday = rf"(?:{_any_of(words.weekdays)}\s*[,.]?\s*{_ARTICLE})?"
    day = r"(?P<day>\d{1,2})"
    until = r"(?:\s*[-–]\s*(?P<until>\d{1,2})"
    return (
        # 17 March 2022, 17th of March, 17.-19. März 2022, 17-Mar-2022
        rf"{weekday}(?<![\w.,:/-]){day}{_ORDINAL}{until}{_ORDINAL})?(?:\s+|[-/.]|(?<=\.)){_OF}{month}(?!\w)\.?"
        rf"(?:(?:\s*,\s*|\s+|[-/])(?:(?:de|del|of)\s+)?{year}(?!\d))?",
        # March 17, 2022, Mar. 17-19
        rf"{weekday}{month}\.?\s+{day}(?:st|nd|rd|th)?{until})?(?:\s*,?\s+{year}(?!\d)|(?![\w:]|[.,]\d))",
        # 2022. március 17., 2022 m. kovo 17 d.
        rf"{year}\.?\s+(?:m\.\s+|gada\s+)?{month}\s+{day}(?!\w)",
        # March 2022, marzo de 2022
        rf"{month}\.?,?\s+(?:de\s+|of\s+|del\s+)?{year}(?![\w]|[.,]\d)",
        # 2022-03-17, 2022/3/17, 2022. 3. 17
        rf"(?<![.,/-]){year}(?P<sep>[-/]|\.\s?)(?P<month>\d{{1,2}})(?P=sep){day}(?!\d|[-/.]\d)",
        # 17.03.2022, 17/3/2022, 17-03-2022
        rf"(?<![.,/-])(?P<first>\d{{1,2}})(?P<sep>[-/]|\.\s?)(?P<second>\d{{1,2}})(?P=sep){year}(?!\d|[-/.]\d)",
        # 2022年3月17日, 2022년 3월 17일, 令和4年3月17日, 3月17日
        rf"(?:(?P<era>{_ERA})?(?P<year>\d{{1,4}}|元)\s*[年년]\s*)?(?P<month>\d{{1,2}})\s*[月월]\s*{day}\s*[日일号號]",
        rf"{year}\s*[年년](?:\s*(?P<month>\d{{1,2}})\s*[月월])?(?!\s*\d)",
        # in 2003, im Jahr 2003; in March
        rf"{before}{year}(?![\w%-]|[.,]\d)",
        rf"{before}(?P<month>{whole})(?!\s*\d|\w)",
    )


def _any_of(names: Iterable[str]) -> str:
    """A pattern for any of these names, the longest first, in which a space is any white space."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    patterns = (r"\s+".join(map(re.escape, name.split())) for name in ordered)
    return f"(?:{'|'.join(patterns)})"


def _compiled(form: str) -> re.Pattern[str]:
    return re.compile(form, re.IGNORECASE)
