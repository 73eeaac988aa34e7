"""A line of wikitext as a reader sees it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstory.intake.wikitext import SOFT_END, read_prose, without_comments
from backstory.model import Mention, Span


@pytest.mark.parametrize(
    ("wikitext", "text"),
    [
        ("  Rain \t falls. ", "Rain falls."),
        ("''Rain'' '''falls''' '''''hard'''''.", "Rain falls hard."),
        ("Rain''' falls", "Rain falls"),
        ("[[River Example]]s rise", "River Examples rise"),
        ("[[Example]]ian [[town|towns]]' mayors", "Exampleian towns' mayors"),
        ("[[Example]]''s'' [[Example]]X", "Examples ExampleX"),
        ("[[river_Example]] and [[Caf%C3%A9]]", "river_Example and Café"),
        ("[[Example#Delta|the delta]] floods", "the delta floods"),
        ("[[ town | the town ]]is dry", "the town is dry"),
        ("[[:Category:Rivers|rivers]] [[n:Story|told]]", "rivers told"),
        ("[[Category:Rivers]]Rain [[de:Regen]][[File:A.jpg|thumb|a [[b]] c]] falls", "Rain falls"),
        ("<nowiki>[[Not]] a ''link''</nowiki>.", "[[Not]] a ''link''."),
        ("A&nbsp;&amp;&#160;B &ndash; C", "A & B – C"),
        ("one<br>two<br/>three<br />", "one two three"),
        ("H<sub>2</sub>O, <small>small</small> <s>gone</s> <span style='x'>in</span>", "H2O, small gone in"),
        ("Rain<ref name=a>a note</ref> falls<ref name=a/>.", "Rain falls."),
        ("</div>Rain falls</center> __NOTOC__", "Rain falls"),
        ("Rain\u200b \u200cfalls\u00ad.", "Rain falls."),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\ue000b\U000f0001c\U00100000d&#xE000;", "abcd"),
        ("&#55296;x", "x"),
        ("{{{1|default}}} words", "default words"),
        ("Rain [[falls", "Rain [[falls"),
        (f"Rain{SOFT_END}falls", "Rain falls"),
        ("...", ""),
        ("", ""),
    ],
)
def test_words(wikitext: str, text: str) -> None:
    assert read_prose(wikitext).text == text


def test_links_stand_on_their_displayed_words() -> None:
    prose = read_prose("The  [[example people|Example]]ians near [[ Delta ]], [[n:Story|told]], [[#here|here]], win.")
    assert prose.text == "The Exampleians near Delta, told, here, win."
    assert [(prose.words(link), link.title) for link in prose.links] == [
        ("Exampleians", "Example people"),
        ("Delta", "Delta"),
    ]


def test_the_rest_of_a_text_keeps_its_links_in_place() -> None:
    prose = read_prose("[[A]]: [[B]] wins [http://x.org/1 (BBC)]").after(3)
    assert (prose.text, prose.links) == ("B wins", (Mention(Span(0, 1), "B"),))
    assert [source.url for source in prose.sources] == ["http://x.org/1"]


@pytest.mark.parametrize(
    ("wikitext", "left"),
    [
        ("a<!-- b -->c", "ac"),
        ("a<!-- b\n* c\n-->d", f"a{SOFT_END * 2}d"),
        ("a<!-- b", "a<!-- b"),
        ("<nowiki><!-- a --></nowiki><!-- b -->", "<nowiki><!-- a --></nowiki>"),
    ],
)
def test_comments_are_left_out(wikitext: str, left: str) -> None:
    assert without_comments(wikitext) == left


@given(
    st.lists(
        st.sampled_from(
            ["[[A]]", "[[b|c d]]", " ", "  ", "x", "Y.", ", ", "(", ")", "[http://x.org/1 (BBC)]", "[http://y.org Two]",
             "{{dead link}}", "<ref>z</ref>", "''", "{{nowrap|[[E]]s}}", "\u200b", "[[", "]]", "&nbsp;", "and", "see "]
        )
    ).map("".join)
)  # fmt: skip
def test_text_is_folded_and_links_are_in_it(wikitext: str) -> None:
    prose = read_prose(wikitext)
    assert prose.text == " ".join(prose.text.split())
    end = 0
    for link in prose.links:
        assert end <= link.span.start < link.span.end <= len(prose.text)
        assert prose.words(link).strip() == prose.words(link)
        assert link.title[0] == link.title[0].upper()
        end = link.span.end


@given(st.text())
def test_any_text_is_read(wikitext: str) -> None:
    prose = read_prose(wikitext)
    prose.text.encode()
    assert prose.text == " ".join(prose.text.split())
