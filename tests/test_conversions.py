"""Measurements as {{convert}} shows them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstory.intake.conversions import convert


@pytest.mark.parametrize(
    ("wikitext", "shown"),
    [
        ("50|m", "50 metres (160 ft)"),
        ("50|m|sp=us", "50 meters (160 ft)"),
        ("50|m|adj=on", "50-metre (160 ft)"),
        ("50|m|abbr=on", "50 m (160 ft)"),
        ("50|m|abbr=off", "50 metres (160 feet)"),
        ("50|m|abbr=in", "50 m (160 feet)"),
        ("1|mi", "1 mile (1.6 km)"),
        ("17200|mi|km", "17,200 miles (27,700 km)"),
        ("1,500|km2", "1,500 square kilometres (580 sq mi)"),
        ("7.5|km", "7.5 kilometres (4.7 mi)"),
        ("100|mi|km nmi", "100 miles (160 km; 87 nmi)"),
        ("120|km/h|mph|0|abbr=on", "120 km/h (75 mph)"),
        ("120|kph|mph|abbr=on", "120 km/h (75 mph)"),
        ("10|km|mi|1", "10 kilometres (6.2 mi)"),
        ("10|km|mi|sigfig=3", "10 kilometres (6.21 mi)"),
        ("5|-|10|km", "5–10 kilometres (3.1–6.2 mi)"),
        ("5|to|10|km|abbr=on", "5 to 10 km (3.1 to 6.2 mi)"),
        ("30|C", "30 °C (86 °F)"),
        ("-5|C|F", "−5 °C (23 °F)"),
        ("0|°F", "0 °F (−18 °C)"),
        ("0|m", "0 metres (0 ft)"),
        ("10|km|mi|order=flip", "6.2 miles (10 km)"),
        ("10|km|mi|disp=out", "6.2 mi"),
        ("20|ft|no such unit", "20 feet (6.1 m)"),
    ],
)
def test_figure_and_other_figure(wikitext: str, shown: str) -> None:
    assert convert(*_arguments(wikitext)) == shown


@pytest.mark.parametrize(
    ("wikitext", "shown"),
    [
        ("", ""),
        ("m", ""),
        ("7", "7"),
        ("7|furlong", "7 furlong"),
        ("6|ft|2|in", "6 ft 2 in"),
        ("6|ft|2|in|m", "6 ft 2 in"),
        ("1|2|3|m", "1 2 3 m"),
    ],
)
def test_what_is_not_understood_stays_as_it_was_given(wikitext: str, shown: str) -> None:
    assert convert(*_arguments(wikitext)) == shown


@given(
    st.lists(st.sampled_from(["5", "0", "-3", "1e9", "9" * 14, ".5", "to", "-", "m", "ft", "C", "kn", "x", ""])),
    st.dictionaries(st.sampled_from(["abbr", "adj", "disp", "sigfig", "order"]), st.sampled_from(["on", "9", "out"])),
)
def test_it_never_fails(arguments: list[str], options: dict[str, str]) -> None:
    assert isinstance(convert(arguments, options), str)


@given(st.integers(1, 10_000_000), st.sampled_from(["m", "km", "mi", "kg", "ha"]))
def test_the_source_s_own_figure_stands_in_it(figure: int, unit: str) -> None:
    assert re.match(rf"{figure:,} ", convert([str(figure), unit], {}))


def _arguments(wikitext: str) -> tuple[list[str], dict[str, str]]:
    parts = wikitext.split("|")
    options = dict(part.split("=", 1) for part in parts if "=" in part)
    return [part for part in parts if "=" not in part], options
