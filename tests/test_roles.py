"""The part that each line of a page plays."""

from __future__ import annotations

import pytest
from made_pages import tree_of

from backstory.articles.roles import agency_in, roles
from backstory.articles.units import units
from backstory.model import Role

TITLE = "Ferry stopped by a crack"


def read(body: str, *, is_told: bool, title: str | None = TITLE, authors: tuple[str, ...] = ()) -> list[Role]:
    lines = units(tree_of(body))
    headline = next((at for at, line in enumerate(lines) if line.text == title), None)
    return roles(lines, [is_told] * len(lines), title=title, headline=headline, authors=authors)


@pytest.mark.parametrize(
    ("body", "role"),
    [
        ("<p>The ferry is late.</p>", Role.PARAGRAPH),
        ("<h1>Ferry stopped by a crack</h1>", Role.TITLE),
        ("<h2>What happens now</h2>", Role.HEADING),
        ("<p><b>What happens now</b></p>", Role.HEADING),
        ("<p><b>All of it is bold, and it is a sentence.</b></p>", Role.PARAGRAPH),
        ("<blockquote><p>We heard a bang.</p></blockquote>", Role.QUOTATION),
        ("<ul><li>Two ships</li></ul>", Role.LIST),
        ("<table><tr><td>Two ships</td></tr></table>", Role.LIST),
        ("<figure><figcaption>The ferry at its quay.</figcaption></figure>", Role.CAPTION),
        ("<figure><figcaption>Photo: Ada Example</figcaption></figure>", Role.CREDIT),
        ("<p>Correction: the ferry has two engines, not three.</p>", Role.CORRECTION),
        ("<p>With material from Example Press</p>", Role.CREDIT),
    ],
)
def test_in_the_article(body: str, role: Role) -> None:
    assert read(body, is_told=True) == [role]


@pytest.mark.parametrize(
    ("body", "role"),
    [
        ("<nav><ul><li><a href='/'>Harbour and shipping news</a></li></ul></nav>", Role.NAVIGATION),
        ("<div><a href='/x'>The bridge that nobody wanted to build</a></div>", Role.TEASER),
        ("<p>Read also: The bridge that nobody wanted</p>", Role.TEASER),
        ("<p>Do you have a news tip? Write to us.</p>", Role.TIP),
        ("<form><p>Get the morning in your mailbox.</p></form>", Role.TIP),
        ("<div class='newsletter'><p>The morning in your mailbox, every day at six.</p></div>", Role.TIP),
        ("<figure><figcaption>The quay.</figcaption></figure>", Role.CAPTION),
        ("<p>Foto: Ada Example</p>", Role.CREDIT),
        ("<p>This article was corrected on Tuesday.</p>", Role.CORRECTION),
        ("<p>Imprint</p>", Role.NAVIGATION),
        ("<aside><p>Ten soups for a spring that does not come.</p></aside>", Role.TEASER),
    ],
)
def test_beside_the_article(body: str, role: Role) -> None:
    assert read(body, is_told=False, title=None) == [role]


def test_what_stands_with_a_teaser_is_part_of_it() -> None:
    body = (
        "<div><h3><a href='/x'>The bridge that nobody wanted to build</a></h3><p>And who paid.</p></div><p>Imprint</p>"
    )
    assert read(body, is_told=False) == [Role.TEASER, Role.TEASER, Role.NAVIGATION]


def test_lines_at_the_headline_say_who_and_when() -> None:
    body = (
        f"<h1>{TITLE}</h1><p>By Ada Example</p><p class='meta'>29 March 2022</p><p><time>today</time></p>"
        "<p>Ada Example, Harbour Post</p>"
    )
    lines = units(tree_of(body))
    found = roles(lines, [True, *[False] * 4], title=TITLE, headline=0, authors=["Ada Example"])
    assert found[:3] == [Role.TITLE, Role.BYLINE, Role.DATELINE]
    assert found[4] is Role.BYLINE


def test_far_from_the_headline_a_name_is_no_byline() -> None:
    body = f"<h1>{TITLE}</h1>" + "<p>Words of the story, many of them.</p>" * 20 + "<div>By Ada Example</div>"
    lines = units(tree_of(body))
    assert roles(lines, [*[True] * 21, False], title=TITLE, headline=0, authors=["Ada Example"])[-1] is Role.NAVIGATION


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("With material from Example Press", "Example Press"),
        ("(Reuters)", "Reuters"),
        ("Source: AFP", "AFP"),
        ("© AP", "AP"),
        ("Source: a man at the quay", None),
        ("The ferry is late.", None),
    ],
)
def test_agencies(text: str, agency: str | None) -> None:
    assert agency_in(text) == agency
