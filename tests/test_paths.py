"""How pages name one another."""

from __future__ import annotations

import pytest

from backstory.site.paths import host, root, stem


def test_the_way_to_the_root_and_the_name_of_the_page() -> None:
    assert root("index") == ""
    assert root("2015/12/23/a-slug") == "../../../"
    assert stem("index") == "index"
    assert stem("2015/12/23/a-slug") == "a-slug"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://www.bbc.com/news/world-middle-east-35162523", "www.bbc.com"),
        ("HTTPS://News.Example:8080?x", "news.example"),
        ("https://user:secret@news.example/", "news.example"),
        ("https://bank.example@evil.example/", "evil.example"),
        ("https://evil.example\\@bank.example/", "evil.example"),
        ("//news.example/", None),
        ("javascript:alert(1)//http://x", None),
        ("data:text/html,<script>", None),
        (" http://news.example", None),
        ("http://", None),
        ("", None),
        (None, None),
    ],
)
def test_only_web_addresses_have_a_host(url: str | None, expected: str | None) -> None:
    assert host(url) == expected
