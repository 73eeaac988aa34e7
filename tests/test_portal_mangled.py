"""Damaged day pages: nothing but `SourceUnreadable` is raised, no citation is lost, and spans stay true."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable, Iterator

import pytest
from conftest import SHARED
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backstory.errors import SourceUnreadable
from backstory.intake.portal import read_day

PAGES = [
    "<!-- All news items below this line -->{{Current events header|2005|01|08}}\n\n"
    "* The ''[[Ada (ship)|Ada]]'' sinks off [[Example Island]]. [http://x.org/ada.htm (AP via X Today)] "
    "[http://y.org (Y)]\n"
    "* [[Great storm]]:\n** Roofs fly in [[Example]]ian towns.  [http://x.org/storm?a=1&b=2 (CNN)],"
    "[http://y.org/s BBC].\n"
    "* [[Long strike]]: About 8,000 [http://z.org/report report] a loss. ([http://z.org/l Z News])\n* A river rises.\n"
    "<!-- All news items above this line -->{{Current events footer}}",
    "{{Current events|year=2013|month=02|day=15|content=\n\n<!-- All news items below this line -->\n"
    ";Armed conflicts and attacks\n*[[A war]], [[Battle of B|B]]\n**[[C]]\n***Ten die in [[D#E|D]]. "
    "[http://x.org/1 (BBC)]\n"
    "\n'''Sports''':\n**Anna wins {{US$|5 million}} in {{convert|50|m}}.<ref>{{cite web|url=http://y.org/2|work=Y}}</ref>\n"
    "*: [http://z.org/3 (Z)]\n*[[Cup]] [http://z.org/4] (Z)\n== Weather ==\n"
    "* Rain. <nowiki>[http://n.org (N)]</nowiki>\n"
    "* [http://v.org/5 (V)\n{| class='x'\n| Sun shines. [http://w.org/6 (W)]\n|}\n<!-- above -->}}",
]
PAGES += [path.read_text(encoding="utf-8") for path in sorted((SHARED / "data" / "portal-wikitext").glob("*.wiki"))]

SCRAPS = [
    "[[", "]]", "{{", "}}", "[", "]", "|", "'", "''", "'''", "(", ")", ":", ";", "*", "#", "=", "==", "<ref>", "</ref>",
    "<ref name=x/>", "<!--", "-->", "<nowiki>", "</nowiki>", "<b>", "</div>", "{|", "|}", "{{{", "}}}", "http://",
    "[http://x.org/9", "[[File:", "{{convert|", "{{cite web|url=", "{{US$|", "&#xE000;", "&#55296;", "&amp;", "\ue000",
    "\U000f0000", "\U00100000", "\u200b", "\x00", "{{Current events|", "|content=", "\n", "\r\n", "\v", " ", "\n*",
    "\n;", "\n\n",
]  # fmt: skip

HIDDEN = re.compile(r"<!--.*?-->|<nowiki>.*?</nowiki>", re.DOTALL | re.IGNORECASE)
CITATION = re.compile(r"\[(https?://[\w./?=&%#:~+,-]+)(?: [^\[\]\n]*)?\]", re.ASCII)
ENTITY = re.compile(r"&#?\w+;")


def citations(text: str) -> set[str]:
    """Addresses in well-formed brackets outside of comments and nowiki, found by nothing but their brackets."""
    text = HIDDEN.sub(lambda hidden: "\v" * hidden[0].count("\n"), text.replace("\r\n", "\n").replace("\r", "\n"))
    return {ENTITY.sub(lambda entity: html.unescape(entity[0]), url) for url in CITATION.findall(text)}


def check(text: str) -> None:
    try:
        page = read_day(text, source="page.wiki", day=dt.date(2000, 1, 1))
    except SourceUnreadable:
        return
    assert citations(text) <= {source.url for one in page.listings for source in one.sources}
    for one in page.listings:
        assert one.headline == " ".join(one.headline.split()) != ""
        one.headline.encode()
        end = 0
        for mention in one.mentions:
            start, stop = mention.span.start, mention.span.end
            assert end <= start < stop <= len(one.headline)
            assert one.headline[start:stop].strip() == one.headline[start:stop]
            assert mention.title
            end = stop


Damage = Callable[[str], str]


def damages() -> st.SearchStrategy[Damage]:
    """Ways to damage a page."""
    place = st.floats(0, 1)

    def cut(at: float) -> Damage:
        return lambda text: text[: int(at * len(text))]

    def drop(at: float, length: int) -> Damage:
        return lambda text: text[: int(at * len(text))] + text[int(at * len(text)) + length :]

    def insert(at: float, scrap: str) -> Damage:
        return lambda text: text[: int(at * len(text))] + scrap + text[int(at * len(text)) :]

    def double(at: float, length: int) -> Damage:
        return lambda text: text[: int(at * len(text)) + length] + text[int(at * len(text)) :]

    def without(sign: str, count: int) -> Damage:
        return lambda text: text.replace(sign, "", count)

    def shuffled(order: st.DataObject) -> Damage:
        return lambda text: "\n".join(order.draw(st.permutations(text.split("\n"))))

    return st.one_of(
        st.builds(cut, place),
        st.builds(drop, place, st.integers(1, 5)),
        st.builds(insert, place, st.one_of(st.sampled_from(SCRAPS), st.text(max_size=5))),
        st.builds(double, place, st.integers(1, 400)),
        st.builds(without, st.sampled_from("[]{}|'<>*\n"), st.integers(1, 20)),
        st.builds(shuffled, st.data()),
    )


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.sampled_from(PAGES), st.lists(damages(), min_size=1, max_size=12))
def test_damaged_pages(text: str, done: list[Damage]) -> None:
    for damage in done:
        text = damage(text)
    check(text)


def scraps() -> Iterator[str]:
    """Parts of the pages, small enough to be put together anew."""
    for page in PAGES[:2]:
        yield from re.findall(r"\[[^\[\]]*\]|\n[*;]*|\S+ ?", page)


@settings(max_examples=400)
@given(st.lists(st.one_of(st.sampled_from(sorted(set(scraps()))), st.sampled_from(SCRAPS)), max_size=60).map("".join))
def test_pages_put_together_from_scraps(text: str) -> None:
    check(text)


@pytest.mark.parametrize("page", PAGES)
def test_whole_pages(page: str) -> None:
    assert citations(page)
    check(page)


@pytest.mark.parametrize(
    "text",
    ["{{" * 2_000, "[[" * 2_000, "[[a|{{b|" * 300, "[http://x " * 500, "<ref>" * 1_000, "{{a|" * 500 + "}}" * 500,
     "(([http://x BBC" * 300, "<b>" * 1_000, " , " * 2_000 + "[http://x a]", "\n" * 50_000, "* [[a]]" * 2_000],
    ids=lambda text: text[:8],
)  # fmt: skip
def test_endless_repetition_is_read_in_time(text: str) -> None:
    check(f"* {text}")
