"""Pages of HTML as trees: whole, in the right characters, of bounded depth, whatever the bytes are."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.etree import _Element, iterwalk

from backstory.articles.charset import decoded
from backstory.articles.tree import ATTRIBUTES, DEPTH, TAGS, TEXT, folded, is_hidden, lines_of, parse, text_of
from backstory.errors import SourceUnreadable
from backstory.model import Page

RUSSIAN = "Министр обороны заявил утром во вторник, что в ходе операции никто не пострадал."
GERMAN = "Für die Opfer gäbe es größere Überraschungen, sagte der Präsident am Dienstag in Köln."
JAPANESE = "日本の首相は火曜日、記者団に対し、この問題について話し合う用意があると述べた。"
CHINESE = "中国外交部发言人星期二在记者会上表示，中方对此表示关切。"
KOREAN = "한국 정부는 화요일 이 문제에 대해 논의할 준비가 되어 있다고 밝혔다."


def tree(data: bytes | str, content_type: str | None = None) -> _Element:
    data = data.encode() if isinstance(data, str) else data
    return parse(Page(source="page.html", data=data, content_type=content_type))


def depth(element: _Element) -> int:
    deepest = now = 0
    for event, _ in iterwalk(element, events=("start", "end")):
        now += 1 if event == "start" else -1
        deepest = max(deepest, now)
    return deepest


@pytest.mark.parametrize(
    ("words", "charset", "label"),
    [
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "KOI8-R"),
        (GERMAN, "cp1252", "iso-8859-1"),
        ("“Zwölf” – €", "cp1252", "latin1"),
        (JAPANESE, "cp932", "x-sjis"),
        (JAPANESE, "euc_jp", "euc-jp"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        (CHINESE, "gb18030", "gb2312"),
        (KOREAN, "cp949", "ks_c_5601-1987"),
        ("Żołnierze zostali ranni", "iso8859-2", "iso-8859-2"),
        ("ภาษาไทย", "cp874", "tis-620"),
    ],
)
def test_a_stated_charset_is_used(words: str, charset: str, label: str) -> None:
    page = f"<p>{words}"
    assert text_of(tree(page.encode(charset), f"text/html; charset={label}")) == words
    for meta in (
        f'<meta charset="{label}">',
        f"<meta http-equiv=Content-Type content='text/html; charset={label}'>",
        f"<?xml version='1.0' encoding='{label}'?>",
    ):
        assert text_of(tree((meta + page).encode(charset))) == words


@pytest.mark.parametrize(
    ("words", "charset"),
    [(RUSSIAN, "cp1251"), (GERMAN, "cp1252"), (JAPANESE, "cp932"), (CHINESE, "gb18030"), (KOREAN, "cp949")],
)
def test_a_charset_that_is_not_stated_is_told_from_the_words(words: str, charset: str) -> None:
    assert text_of(tree(f"<p>{words}".encode(charset))) == words


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_told_by_its_mark_or_its_bytes(charset: str) -> None:
    assert text_of(tree(f"<p>{RUSSIAN}".encode(charset))) == RUSSIAN


@pytest.mark.parametrize(
    "label", ["iso-8859-1", "utf-16", "utf-7", "unicode_escape", "idna", "rot13", "zlib", "none", "utf8"]
)
def test_utf8_is_read_as_utf8_whatever_is_stated(label: str) -> None:
    page = f"<meta charset={label}><p>{RUSSIAN}"
    assert text_of(tree(page, f"text/html; charset={label}")) == RUSSIAN


def test_the_server_is_believed_before_the_page() -> None:
    page = f"<meta charset=windows-1252><p>{RUSSIAN}".encode("cp1251")
    assert text_of(tree(page, "text/html; charset=windows-1251")) == RUSSIAN


def test_a_few_damaged_characters_do_not_change_the_charset() -> None:
    assert text_of(tree(f"<p>{RUSSIAN}".encode()[:-2])) == RUSSIAN[:-2] + "�"


def test_bytes_of_no_charset_are_refused() -> None:
    with pytest.raises(SourceUnreadable, match=r"^page\.html: its charset cannot be told"):
        decoded(bytes(range(128, 256)) * 40 + b"\x81\x8d\xff" * 60, source="page.html")


@pytest.mark.parametrize("data", [b"", b" \n", b"<!-- nothing -->", b"\x00\x00"])
def test_nothing_is_refused(data: bytes) -> None:
    with pytest.raises(SourceUnreadable, match=r"^page\.html: nothing in this page$"):
        tree(data)


def test_too_many_tags_are_refused() -> None:
    with pytest.raises(SourceUnreadable, match="more than 100,000 tags"):
        tree(b"<a>" * (TAGS + 1))


@pytest.mark.parametrize("inner", ["x", "<p>x", "<b>x</b>"])
@pytest.mark.parametrize("tag", ["div", "b", "li", "blockquote"])
@pytest.mark.parametrize("closed", [True, False])
def test_deep_pages_are_flattened_with_their_words(tag: str, inner: str, closed: bool) -> None:
    end = f"</{tag}>" * 5_000 if closed else ""
    found = tree(f"<html><body><h1>First</h1>{f'<{tag}>{inner}' * 5_000}{end}<p>Last</p></body></html>")
    text = str(found.xpath("string()"))
    assert depth(found) <= DEPTH + 10
    assert (text.count("x"), text[:5], text[-4:]) == (5_000, "First", "Last")


def test_mistaken_end_tags_close_nothing_else() -> None:
    found = tree("<div>" * 300 + "</i>" * 20_000 + "<p>Last</p>")
    assert depth(found) <= DEPTH + 10
    assert text_of(found) == "Last"


def test_entities_are_not_expanded() -> None:
    found = tree('<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><p>&b; caf&eacute; &#233; &#1; &#xFFFE; &#31;</p>')
    assert "haha" not in text_of(found)
    assert text_of(found).endswith("café é � � �")


def test_control_characters_are_left_out() -> None:
    found = tree(b"<p>a\x00b\x01c\x1f <b>d</b>\ttab")
    assert text_of(found) == "abc d tab"
    for each in found.iter():
        each.text = each.text


def test_an_element_keeps_its_first_attributes() -> None:
    many = " ".join(f"a{number}='x > y'" if number % 2 else f"a{number}" for number in range(20_000))
    found = tree(f"<p class=first {many.replace('>', '')}>words</p>")
    paragraph = found.find(".//p")
    assert paragraph is not None
    assert paragraph.get("class") == "first"
    assert len(paragraph.attrib) <= ATTRIBUTES
    assert text_of(found) == "words"


@pytest.mark.parametrize("begun", ["<p x='a>b' ", '<p " ', "<p <b ", "<script>1</script><p ", "<script ", "<title "])
def test_attributes_are_few_whatever_stands_before_them(begun: str) -> None:
    many = " ".join(f"a{number}" for number in range(20_000))
    found = tree(f"<body>before {begun}{many}>1</script></title><p>words")
    assert max(len(each.attrib) for each in found.iter()) <= ATTRIBUTES + 2
    assert [text_of(each) for each in found.iter("p")][-1] == "words"


def test_long_texts_are_whole() -> None:
    found = tree(b"<script>" + b"x" * 11_000_000 + b"</script><p>" + b"x" * (TEXT - 10) + b"</p><p>end")
    assert [len(line) for line in lines_of(found)] == [TEXT - 10, 3]


def test_too_much_text_is_refused() -> None:
    with pytest.raises(SourceUnreadable, match="more than 1,000,000 characters of text"):
        tree(b"<p>" + b"x" * (TEXT + 1))


def test_names_too_long_to_name_anything_are_left_out() -> None:
    found = tree(f"<p class='{'comment ' * 1_000}' id='{'x' * 9_000}' title=kept>words</p><p class=short>")
    assert [dict(each.attrib) for each in found.iter("p")] == [{"title": "kept"}, {"class": "short"}]


def test_comments_and_instructions_are_left_out() -> None:
    assert text_of(tree("<?xml version='1.0'?><p>one <!-- two -->three<?php four ?></p>")) == "one three"


def test_lines_are_those_that_a_reader_sees() -> None:
    found = tree(
        "<head><title>no</title></head><p>One <b>bo</b>ld\n word<br>and a "
        "line</p><div>two<p>three</p>four</div><script>no"
        "</script><p hidden>no</p><p style='display: none'>no</p><template>no</template><table><tr><td>a</td><td>b</td>"
    )
    assert lines_of(found) == ("One bold word", "and a line", "two", "three", "four", "a", "b")
    division = found.find(".//div")
    assert division is not None
    assert lines_of(division, without={division[0]}) == ("two", "four")
    assert lines_of(found, unseen=True).count("no") == 2


def test_hidden() -> None:
    body = tree(
        "<p hidden>a<p style='visibility:hidden'>b<input type=hidden><p aria-hidden=true>c</p><script>d</script>"
    )[0]
    assert [is_hidden(each) for each in body] == [True, True, False, True]
    assert is_hidden(body[1][0])


def test_text_is_folded_in_composed_form() -> None:
    assert folded(" e\u0301\u00a0 \n x\t") == "\u00e9 x"


@given(st.binary(max_size=300))
def test_any_bytes_are_a_tree_or_one_error(data: bytes) -> None:
    with contextlib.suppress(SourceUnreadable):
        lines_of(tree(data))


PIECES = [
    "<",
    ">",
    "</",
    "<p",
    "<div>",
    "</div>",
    "<!--",
    "-->",
    "<script>",
    "'",
    '"',
    "=",
    "&#",
    "&amp",
    ";",
    " a",
    "\0",
    "é",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_scraps_of_markup_are_a_tree_or_one_error(text: str) -> None:
    try:
        found = tree(text)
    except SourceUnreadable:
        return
    assert all(line == folded(line) != "" for line in lines_of(found))


def test_attributes_without_end_do_not_go_on_in_the_next_scrap() -> None:
    names = " ".join(f"a{number}" for number in range(20_000))
    found = tree(f"<p {names} <11 {names}<p>words")
    assert max(len(each.attrib) for each in found.iter()) <= ATTRIBUTES + 1
    assert [text_of(each) for each in found.iter("p")][-1] == "words"


@pytest.mark.parametrize("body", ["<main>{}</main>", "<header>Post</header>{}", "<article>{}</article><p>more</p>"])
def test_a_head_without_an_end_tag_ends_where_the_page_begins(body: str) -> None:
    page = tree(f"<!doctype html><html lang=en><meta charset=utf-8><title>A</title>{body.format('<h1>B</h1>')}")
    assert [each.tag for each in page] == ["head", "body"]
    assert [each.tag for each in page[0]] == ["meta", "title"]
    assert "B" in lines_of(page[1])
