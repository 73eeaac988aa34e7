from __future__ import annotations

from importlib.resources import files

import pytest

from backstory.articles.daywords import day_words

TABLE = files("backstory.articles").joinpath("day_names.tsv").read_text(encoding="utf-8").splitlines()
LANGUAGES = sorted({line.split("\t")[0] for line in TABLE[1:]})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_names_all_months_and_weekdays(language: str) -> None:
    words = day_words(language)
    assert set(words.months.values()) == set(range(1, 13))
    assert set(words.weekdays.values()) == set(range(7))


def test_its_own_names_come_before_the_english_ones() -> None:
    assert day_words("hr").months["listopad"] == 10
    assert day_words("cs").months["listopad"] == 11
    assert day_words("cs").months["november"] == 11
    assert day_words("no-NO") is day_words("NO-no")


def test_the_order_of_day_and_month() -> None:
    orders = {tag: day_words(tag).month_first for tag in ("en", "en-US", "en-GB", "de", None)}
    assert orders == {"en": None, "en-US": True, "en-GB": False, "de": False, None: None}
