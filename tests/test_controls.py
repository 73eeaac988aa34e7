"""Characters that no page can hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backstory.site.controls import encoded, without_controls


def test_controls_are_shown_as_replaced() -> None:
    assert without_controls("a\x00b\x1fc\ufffe\uffff\n\t\r\x85") == "a\ufffdb\ufffdc\ufffd\ufffd\n\t\r\x85"


@given(st.text())
def test_the_short_way_gives_the_same_bytes(text: str) -> None:
    assert encoded(text) == without_controls(text).encode()
