from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstory.articles.instants import edtf_of


@pytest.mark.parametrize(
    ("value", "edtf"),
    [
        ("2022-03-29T14:05:00+02:00", "2022-03-29T14:05:00+02:00"),
        ("2022-03-29T14:05:00-0700", "2022-03-29T14:05:00-07:00"),
        ("2022-03-29T14:05:00.000Z", "2022-03-29T14:05:00Z"),
        ("2022-03-29 14:05", "2022-03-29T14:05"),
        ("2022-03-29T00:00:00+01:00", "2022-03-29"),
        ("20220329T140500Z", "2022-03-29T14:05:00Z"),
        ("20220329", "2022-03-29"),
        ("2022/3/9", "2022-03-09"),
        ("2022-03", "2022-03"),
        ("March 2022", "2022-03"),
        ("1648562700", "2022-03-29T14:05:00Z"),
        ("1648562700000", "2022-03-29T14:05:00Z"),
        ("Tue, 29 Mar 2022 14:05:00 GMT", "2022-03-29T14:05:00Z"),
        ("Tue Mar 29 2022 14:05:00 GMT+0200 (CEST)", "2022-03-29T14:05:00+02:00"),
        ("on Tuesday March 29, 2022 @02:05PM", "2022-03-29T14:05"),
        ("Mar 29, 2022", "2022-03-29"),
        ("29.03.22 | 14:05 Uhr", "2022-03-29T14:05"),
    ],
)
def test_fields(value: str, edtf: str) -> None:
    assert edtf_of(value) == edtf


@pytest.mark.parametrize(
    "value", ["", "soon", "0000-00-00", "2022-13-45", "1022-03-29", "2022-03-29T99:05", "3/4/2022"]
)
def test_what_is_no_date(value: str) -> None:
    assert edtf_of(value) is None


def test_names_of_the_page_s_language() -> None:
    assert edtf_of("29. März 2022, 14:05 Uhr", language="de") == "2022-03-29T14:05"


@given(st.text())
def test_any_text(value: str) -> None:
    edtf = edtf_of(value)
    assert edtf is None or dt.date.fromisoformat(f"{edtf[:10]}-01"[:10])


@given(st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2199, 12, 31), timezones=st.just(dt.UTC)))
def test_any_instant(moment: dt.datetime) -> None:
    edtf = edtf_of(moment.isoformat())
    assert edtf is not None
    assert edtf.startswith(moment.date().isoformat())
