"""What robots.txt asks, by the rules and examples of RFC 9309."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstory.intake.robots import ROBOTS_BYTES, Decision, product_token, read_robots

AGENT = "Backstory/0.2 (desk@example.org)"


def decided(text: str, path: str, agent: str = AGENT) -> Decision:
    """What the file says of a path."""
    return read_robots(text.encode(), agent).decision(f"https://x.example{path}")


@pytest.mark.parametrize(
    ("rule", "path", "allowed"),
    [
        ("Disallow: /fish", "/fish", False),
        ("Disallow: /fish", "/fish.html?x=1", False),
        ("Disallow: /fish", "/Fish", True),
        ("Disallow: /fish", "/a/fish", True),
        ("Disallow: /", "", False),
        ("Disallow:", "/a", True),
        ("Disallow: fish", "/fish", True),
        ("Disallow: /*.php", "/a/b.php?x", False),
        ("Disallow: /*.php$", "/a/b.php", False),
        ("Disallow: /*.php$", "/a/b.php?x", True),
        ("Disallow: /*.php$", "/a.php.php", False),
        ("Disallow: /a$", "/a", False),
        ("Disallow: /a$", "/ab", True),
        ("Disallow: /a*b*c", "/a-c-b", True),
        ("Disallow: /a*b*c", "/a-b-b-c-d", False),
        ("Disallow: /ab*ba$", "/aba", True),
        ("Disallow: *private", "/x/private", False),
        ("Disallow: /*?", "/x?y", False),
        ("Disallow: /*?", "/x", True),
        ("Disallow: /caf%C3%A9", "/café", False),
        ("Disallow: /café", "/caf%c3%a9", False),
        ("Disallow: /%7Ea", "/~a", False),
        ("Disallow: /a%2Fb", "/a/b", True),
        ("disallow : /a # why", "/a", False),
    ],
)
def test_patterns(rule: str, path: str, allowed: bool) -> None:
    assert decided(f"User-agent: *\n{rule}", path).allowed is allowed


@pytest.mark.parametrize(
    ("rules", "path", "because"),
    [
        ("Allow: /p\nDisallow: /", "/page", "robots.txt says Allow: /p"),
        ("Disallow: /page\nAllow: /", "/page", "robots.txt says Disallow: /page"),
        ("Disallow: /page\nAllow: /page", "/page", "robots.txt says Allow: /page"),
        ("Allow: /page\nDisallow: /*.htm", "/page.htm", "robots.txt says Disallow: /*.htm"),
        ("Disallow: /other", "/page", "robots.txt says nothing of it"),
    ],
)
def test_the_longest_pattern_decides_and_is_named(rules: str, path: str, because: str) -> None:
    assert decided(f"User-agent: *\n{rules}", path).because == because


GROUPS = """
Disallow: /before-any-group
Sitemap: https://x.example/map.xml
User-agent: other
User-Agent: BackStory/9
Disallow: /ours
Crawl-delay: 4

User-agent: *
Disallow: /everyone

User-agent: backstory
Sitemap: https://x.example/more.xml
Disallow: /more
Crawl-delay: soon
"""


def test_groups() -> None:
    for path, allowed in (("/ours", False), ("/more", False), ("/everyone", True), ("/before-any-group", True)):
        assert decided(GROUPS, path).allowed is allowed
    for path, allowed in (("/ours", True), ("/more", True), ("/everyone", False)):
        assert decided(GROUPS, path, "Unknown/1").allowed is allowed
    assert decided(GROUPS, "/ours", "Other").allowed is False
    robots = read_robots(GROUPS.encode(), AGENT)
    assert robots.delay == 4.0
    assert robots.sitemaps == ("https://x.example/map.xml", "https://x.example/more.xml")
    assert read_robots(GROUPS.encode(), "Unknown").delay == 0.0


def test_a_group_without_rules_allows_all() -> None:
    text = "User-agent: backstory\nDisallow:\n\nUser-agent: *\nDisallow: /"
    assert decided(text, "/a").allowed
    assert not decided(text, "/a", "Unknown").allowed


@pytest.mark.parametrize("delay", ["-1", "nan", "inf", "x", "", "0"])
def test_delays_that_make_no_sense(delay: str) -> None:
    assert read_robots(f"User-agent: *\nCrawl-delay: {delay}".encode(), AGENT).delay == 0.0


def test_only_the_start_of_a_long_file_is_read() -> None:
    text = "User-agent: *\nDisallow: /a\n" + "#" * ROBOTS_BYTES + "\nDisallow: /b"
    assert not decided(text, "/a").allowed
    assert decided(text, "/b").allowed


def test_bytes_and_line_ends_of_any_kind() -> None:
    for text in ("\ufeffUser-agent: *\r\nDisallow: /a", "User-agent: *\rDisallow: /a"):
        assert not decided(text, "/a").allowed
    assert read_robots(b"<html>\xff\xfe\0 not found</html>", AGENT).decision("https://x.example/").allowed


def test_agents() -> None:
    assert product_token(AGENT) == "backstory"
    assert product_token("") == product_token("*") == ""


@given(st.binary(max_size=200), st.text(max_size=20))
def test_any_file_decides(data: bytes, path: str) -> None:
    decision = read_robots(b"User-agent: *\nDisallow: " + data, AGENT).decision(f"https://x.example/{path}")
    assert decision.because


@given(st.text("ab*$", max_size=8), st.text("ab", max_size=8))
def test_patterns_match_as_the_regular_expression_they_stand_for(pattern: str, path: str) -> None:
    import re

    expression = "".join(".*" if char == "*" else re.escape(char) for char in pattern.removesuffix("$"))
    expression += r"\Z" if pattern.endswith("$") else ""
    forbidden = re.match(f"/{expression}", f"/{path}", re.DOTALL) is not None
    assert decided(f"User-agent: *\nDisallow: /{pattern}", f"/{path}").allowed is not forbidden
