"""Lines of events, and what they owe."""

from __future__ import annotations

import datetime as dt

import pytest

from backstory.site.lines import licence_url, silence

DAY = dt.date(2015, 12, 23)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, None),
        (59, None),
        (60, "2 months"),
        (91, "3 months"),
        (425, "14 months"),
        (700, "23 months"),
        (731, "2 years"),
        (3653, "10 years"),
    ],
)
def test_silence(days: int, words: str | None) -> None:
    assert silence(DAY, DAY + dt.timedelta(days=days)) == words
    assert silence(DAY + dt.timedelta(days=days), DAY) == words


@pytest.mark.parametrize(
    ("licence", "address"),
    [
        ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
        ("CC BY 3.0", "https://creativecommons.org/licenses/by/3.0/"),
        ("CC BY-NC-ND 2.5", "https://creativecommons.org/licenses/by-nc-nd/2.5/"),
        ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("All rights reserved", None),
        (None, None),
    ],
)
def test_licences(licence: str | None, address: str | None) -> None:
    assert licence_url(licence) == address
