"""The reports that a line of wikitext cites, and which words of its links are an outlet's name."""

from __future__ import annotations

import pytest

from backstory.intake.citations import divided, is_bracketed, merged
from backstory.intake.wikitext import read_prose
from backstory.model import Source

X, Y, Z = "http://x.org/1", "http://y.org/2", "http://z.org/3"


def bbc(url: str | None = X) -> Source:
    return Source("BBC", None, url)


@pytest.mark.parametrize(
    "wikitext",
    [
        f"Ten die. [{X} (BBC)]",
        f"Ten die.[{X} (BBC)].",
        f"Ten die. [{X} BBC]",
        f"Ten die. [{X} ''(BBC)'']",
        f"Ten die. [{X} (''BBC'')]",
        f"Ten die. ''[{X} (BBC)]''",
        f"Ten die. <small>[{X} (BBC)]</small>",
        f"Ten die. [{X} <small>(BBC)</small>]",
        f"Ten die. ([{X} BBC])",
        f"Ten die ([{X} BBC]).",
        f"Ten die. (''[{X} BBC]'')",
        f"Ten die. (BBC [{X}])",
        f"Ten die. (see [{X} BBC])",
        f"Ten die. Source: [{X} BBC]",
        f"Ten die. [{X}] (BBC)",
        f"Ten die. [{X}] ''(BBC)''.",
        f"Ten die. {X} (BBC)",
        f"Ten die. [{X} (BBC)] (subscription required)",
        f"Ten die. [{X} (BBC)]{{{{dead link|date=May 2010}}}}",
        f"Ten die.<ref>[{X} BBC]</ref>",
        f"Ten die.<ref name='a'>{{{{cite web|url={X}|work=BBC}}}}</ref>",
        # Slips.
        f"Ten die. [{X} (BBC]",
        f"Ten die. [{X} BBC)]",
        f"Ten die. [{X} (BBC}}]",
        f"Ten die. [{X}(BBC)]",
        f"Ten die. [{X}''(BBC)'']",
        f"Ten die. [{X}|(BBC)]",
        f"Ten die. [{X} | BBC]",
        f"Ten die. [ {X} (BBC)]",
        f"Ten die. [[{X} (BBC)]]",
        f"Ten die. [[{X}|BBC]]",
        f"Ten die. [{X} (BBC)]]",
        f"Ten die. [{X} (BBC)",
        f"Ten die. [{X} (BBC",
        f"Ten die. {X} (BBC)]",
    ],
)
def test_a_label_that_names_the_outlet_leaves_the_text(wikitext: str) -> None:
    prose = read_prose(wikitext)
    assert (prose.text.rstrip("."), prose.sources) == ("Ten die", (bbc(),))


@pytest.mark.parametrize(
    ("wikitext", "text"),
    [
        (f"The [{X} report] is out.", "The report is out."),
        (f"She spoke in [{X} Nature].", "She spoke in Nature."),
        (f"[{X} Amnesty International] says ten die.", "Amnesty International says ten die."),
        (f"Ten die. [{X} Amnesty International] says so.", "Ten die. Amnesty International says so."),
        (f"[{X} Ten people die in a fire in the old town]", "Ten people die in a fire in the old town"),
        (f"The [{X} 2003] plan, ''[{X} Roads]'', ends.", "The 2003 plan, Roads, ends."),
        (f"Five (of [{X} ten]) die.", "Five (of ten) die."),
    ],
)
def test_a_label_that_is_words_of_the_sentence_stays(wikitext: str, text: str) -> None:
    prose = read_prose(wikitext)
    assert (prose.text, prose.sources) == (text, (Source(url=X),))


@pytest.mark.parametrize("label", [" 1", "", " link", " (PDF)", " read more", " (1)", " video here"])
def test_a_label_may_name_nobody(label: str) -> None:
    prose = read_prose(f"Ten die. [{X}{label}]")
    assert (prose.text, prose.sources) == ("Ten die.", (Source(url=X),))


@pytest.mark.parametrize(
    ("wikitext", "text", "outlets"),
    [
        (f"A fire [{X} (BBC)] kills ten. [{Y} (CNN)]", "A fire kills ten.", ["BBC", "CNN"]),
        (f"A fire [{X} (BBC)], they say, kills ten.", "A fire, they say, kills ten.", ["BBC"]),
        (f"Ten die; [{X} (BBC)].", "Ten die.", ["BBC"]),
        (f"Ten die. [{X} (BBC)], [{Y} (CNN)] and [{Z} (ITV)].", "Ten die.", ["BBC", "CNN", "ITV"]),
        (f"Ten die. [{X} BBC] - [{Y} Sydney Morning Herald], [{Z} RTÉ]", "Ten die.",
         ["BBC", "Sydney Morning Herald", "RTÉ"]),
        (f"Ten die ([{X} BBC], [{Y} CNN]). Five live. [{Z} ITV]", "Ten die. Five live.", ["BBC", "CNN", "ITV"]),
        (f"Ten die. [{X} BBC News] Five live. [{Y} CNN]", "Ten die. Five live.", ["BBC News", "CNN"]),
        (f"Ten die. [{X} (BBC)](in Spanish). Five live.", "Ten die. Five live.", ["BBC"]),
        (f"Fire in the town [{X} BBC].", "Fire in the town.", ["BBC"]),
        (f'"It burns", he says. "Help." [{X} (BBC)]', '"It burns", he says. "Help."', ["BBC"]),
        ("Ten die. (BBC), (AP via CNN).", "Ten die.", ["BBC", "CNN"]),
        ("Ten die (in all). The mayor (Ann Ex) is safe.", "Ten die (in all). The mayor (Ann Ex) is safe.", []),
        ("Ten die. (Video)", "Ten die. (Video)", []),
        ("He heads the Party of Examples (PEX).", "He heads the Party of Examples (PEX).", []),
        (f"Ann Example, actress (BBC [{X}])", "Ann Example, actress", ["BBC"]),
        (f"Read it here: {X}.", "Read it here.", [None]),
        (f"[{X} (BBC)]", "", ["BBC"]),
        (f"[{X} BBC]", "", ["BBC"]),
    ],
)  # fmt: skip
def test_citations_leave_no_gap(wikitext: str, text: str, outlets: list[str | None]) -> None:
    prose = read_prose(wikitext)
    assert prose.text == text
    assert [source.outlet for source in prose.sources] == outlets


@pytest.mark.parametrize(
    ("wikitext", "url"),
    [
        ("[//x.org/1 (BBC)]", "https://x.org/1"),
        ("[www.x.org/1 (BBC)]", "http://www.x.org/1"),
        ("[http://x.org/?a=1&copy=2&amp;b=3 (BBC)]", "http://x.org/?a=1&copy=2&b=3"),
        ("[http://x.org/1?a|b (BBC)]", "http://x.org/1?a|b"),
        ("[http://x.org/Mercury_(planet) (BBC)]", "http://x.org/Mercury_(planet)"),
        ("[http://x.org/Mercury_(Planet)] (BBC)", "http://x.org/Mercury_(Planet)"),
        ("[https://web.archive.org/web/2013/http://x.org/1 (BBC)]", "https://web.archive.org/web/2013/http://x.org/1"),
    ],
)
def test_addresses(wikitext: str, url: str) -> None:
    assert read_prose(f"Ten die. {wikitext}").sources == (bbc(url),)


def test_an_agency_is_told_from_the_outlet() -> None:
    cited = read_prose(f"Ten die. [{X} (AP via ''ABC News'')] [{Y} AFP via Dawn]").sources
    assert cited == (Source("ABC News", "AP", X), Source("Dawn", "AFP", Y))


@pytest.mark.parametrize(
    "wikitext",
    [
        "A [[fire|[{} (BBC)]]] burns",
        "A {{{{broken [{} (BBC)] burns",
        "A {{{{box|longer words|a=[{} (BBC)]}}}} burns",
        "[[File:A.jpg|thumb|A fire. [{} (BBC)]]] burns",
        "<gallery>A.jpg|[{} (BBC)]</gallery> burns",
        "A <ref>fire [{} (BBC)] burns",
        "[[a [[b|c [{} (BBC)] burns",
    ],
)
def test_a_citation_inside_of_something_survives(wikitext: str) -> None:
    assert bbc() in read_prose(wikitext.format(X)).sources


def test_nowiki_cites_nobody() -> None:
    assert read_prose(f"Ten <nowiki>[{X} (BBC)]</nowiki>").sources == ()


def test_each_address_once_with_the_outlet_that_any_citation_names() -> None:
    assert read_prose(f"Ten die. [{X}] [{Y} (CNN)] [{X} (BBC)]").sources == (bbc(), Source("CNN", None, Y))
    assert merged([Source("BBC"), Source("CNN"), Source("BBC")]) == (Source("BBC"), Source("CNN"))


def test_address_and_label_are_divided_where_they_grew_together() -> None:
    assert divided("http://x.org/1(BBC", "News)") == (X, "(BBC News)")
    assert divided("http://x.org/a(b)", "") == ("http://x.org/a(b)", "")


@pytest.mark.parametrize(("label", "bracketed"), [("(BBC", True), ("BBC)", True), ("BBC (UK)", False), ("BBC", False)])
def test_brackets_around_a_label(label: str, bracketed: bool) -> None:
    assert is_bracketed(label) is bracketed
