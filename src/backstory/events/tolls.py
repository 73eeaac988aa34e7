"""How many an article says were killed, and how many injured: the numbers that tell two attacks or two quakes apart."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBERS = {
    name: number
    for number, name in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty".split(),
        1,
    )
}
#: How a number begins: looked at first, since nearly every place of a text is none.
_BEGIN = rf"(?=\d|{'|'.join(sorted({name[:2] for name in _NUMBERS}))})"
_NUMBER = rf"{_BEGIN}(?<![\d.,$£€-])(?P<number>\d{{1,3}}(?:,\d{{3}})*|{'|'.join(_NUMBERS)})(?![\d%-]|[.,]\d)"
_PEOPLE = (
    r"(?:(?:other|more|young|teenage|police|elderly|unarmed|innocent|local|foreign)\s+)*"
    r"(?:people|persons?|men|man|women|woman|children|child|boys?|girls?|teens?|teenagers?|civilians?|soldiers?|"
    r"officers?|policemen|workers?|victims?|passengers?|students?|others|residents?|migrants?|miners?|militants?)"
)
_BE = r"(?:(?:have|has|had|were|was|are|is|being|been|be|also|reportedly|left|feared|confirmed|now|who|and)\s+)*"
_KILLED = r"(?:killed|dead|died|dies|die|slain|murdered|perished|fatalities|deaths)"
_INJURED = r"(?:injured|wounded|hurt|injuries|hospitali[sz]ed)"
_MORE = r"(?:(?:at least|about|some|around|nearly|more than|up to)\s+)?"
_KILLED_FORMS = (
    re.compile(rf"{_NUMBER}\s+(?:{_PEOPLE}\s+)?{_BE}{_KILLED}\b"),
    re.compile(rf"\b(?:kill(?:ed|ing|s)?|death toll(?:\s+\w+){{0,4}}?\s+to)\s+{_MORE}{_NUMBER}\b"),
)
_INJURED_FORMS = (
    re.compile(rf"{_NUMBER}\s+(?:{_PEOPLE}\s+)?{_BE}{_INJURED}\b"),
    re.compile(rf"\b(?:injur(?:ed|ing|es)|wound(?:ed|ing|s)|hurt(?:ing|s)?)\s+{_MORE}{_NUMBER}\b"),
)


def killed(text: str) -> tuple[int, ...]:
    """The numbers of people that an English text says were killed, each once, in the order of the text.

    Digits, and words from "one" to "twenty".
    """
    return _numbers(text, _KILLED_FORMS)


def injured(text: str) -> tuple[int, ...]:
    """The numbers of people that an English text says were injured: see `killed`."""
    return _numbers(text, _INJURED_FORMS)


def _numbers(text: str, forms: Iterable[re.Pattern[str]]) -> tuple[int, ...]:
    lower = text.lower()
    found = sorted((match.start(), match["number"]) for form in forms for match in form.finditer(lower))
    return tuple(dict.fromkeys(_NUMBERS.get(words) or int(words.replace(",", "")) for _, words in found))
