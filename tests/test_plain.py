"""Pages without HTML: a role for every line, and what the lines say of the article."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import EXAMPLES, SHARED
from hypothesis import given
from hypothesis import strategies as st

from backstory.articles.plain import read_plain
from backstory.articles.plain_lines import lines_in
from backstory.articles.plain_words import DATELINE
from backstory.articles.tree import folded
from backstory.errors import SourceUnreadable
from backstory.model import BODY, Article, Role

LONG = (
    "The ministers of two countries agreed on Tuesday to build a bridge over the river Example, officials said there."
)
MORE = "The bridge is to cost 40 million euros, and its first stone is to be laid before the winter of the next year."


def read(text: str) -> Article:
    article = read_plain(text, source="page.txt")
    whole = article.text
    for block in article.blocks:
        assert whole[block.span.start : block.span.end] == block.text
        assert all(line == folded(line) != "" for line in block.text.split("\n"))
    return article


def told(text: str) -> list[tuple[str, str]]:
    """Role and words of each block."""
    return [(block.role.value, block.text) for block in read(text).blocks]


def seed(name: str) -> str:
    found = sorted((SHARED / "seeds").glob(f"{name}_*.txt"))
    if not found:
        pytest.skip("no ../shared/seeds here")
    return found[0].read_text(encoding="utf-8")


def roles(article: Article) -> list[str]:
    """The roles in order, each run of one role once, with how many."""
    found: list[str] = []
    counts: list[int] = []
    for block in article.blocks:
        if found and found[-1] == block.role.value:
            counts[-1] += 1
        else:
            found.append(block.role.value)
            counts.append(1)
    return [f"{role} {count}" for role, count in zip(found, counts, strict=True)]


def test_seed_004() -> None:
    article = read(seed("004"))
    assert roles(article) == [
        "title 1", "dateline 1", "credit 1", "paragraph 9", "credit 1", "tip 1", "navigation 1", "comment 1", "form 2",
    ]  # fmt: skip
    assert article.title == "Amnesty: Russia is committing war crimes in Ukraine"
    assert [article.blocks[at].text for at in (1, 2)] == ["Kyiv - Ukraine", "Photo: AP Photo / Rodrigo Abd"]
    assert (article.agency, article.outlet, article.authors) == ("NTB Scanpix", "Norway Today", ())
    assert (article.published, article.modified) == (None, None)
    comment = article.comments[0]
    assert comment.text.startswith("Our (Western) 2003 Iraq war")
    assert comment.text.endswith("our successfully war-ending atom bombs.")
    assert (
        "“Russia has killed civilians in Ukraine. Kyiv’s defense tactics add to the danger.”\nBy Sudarsan"
        in comment.text
    )
    assert not [one for one in article.paragraphs if "Abu Ghraib" in one or "WaPo" in one]
    assert article.paragraphs[-1].startswith("Callamard sharply criticizes “a paralyzed international system”")


def test_seed_000() -> None:
    article = read(seed("000"))
    assert roles(article) == [
        "dateline 1", "title 1", "paragraph 1", "navigation 1", "credit 2", "navigation 1", "teaser 5",
    ]  # fmt: skip
    assert article.published is not None
    assert (article.published.edtf, article.published.span) == ("2015-12-23", article.blocks[0].span)
    assert article.title is not None
    assert article.title.endswith("Moscow denies causing civilian deaths.")
    assert article.cover is not None
    assert article.cover.url.startswith("https://ichef-1.bbci.co.uk/")
    assert article.blocks[4].text == "BBC"
    assert article.blocks[-1].text.endswith("was due to poor weather. Context: Russia, Russian military "
                                            "intervention in the "
                                            "Syrian Civil War, Syrian Civil War")  # fmt: skip


def test_the_example_page() -> None:
    article = read((EXAMPLES / "pages" / "2022-03-18-mariupol-theatre.txt").read_text(encoding="utf-8"))
    assert roles(article) == [
        "title 1", "dateline 1", "credit 1", "paragraph 8", "credit 1", "tip 1", "navigation 1", "comment 1", "form 2",
    ]  # fmt: skip
    assert (article.agency, article.outlet) == ("ENA Example", "Example Today")
    assert article.comments[0].text.count("\n") == 4


PAGE = f"""Skip to content
Home | World | Europe

Ministers agree on a bridge over the Example

By Jane Sample and John Q. Penman | March 29, 2022

Share this article

EXAMPLETOWN, March 29 (Reuters) - {LONG}

"We have waited forty years for it," said Ada Lovett, who lives on the northern bank and has been flooded twice.

A ferry crosses the Example at dawn. Photo: Ira Sample / Example Pictures

WHAT IT COSTS

{MORE}

- Two lanes for cars
- One for bicycles

Read more: The ferry that never came

Additional reporting by Bob Third

Correction (30 March): An earlier version of this article gave the wrong length of the bridge.

Related articles:
Ferry to stop in June
A town between two banks

3 comments

Jane says:
March 30, 2022 at 9:14 am
The ferry was fine.

Reply

old_tram
2 hours ago
Who pays? "By Jane Doe", the last one cost twice as much.

Nobody asked us.

Reply

Bob wrote:
I would walk.

Leave a Reply
Your email address will not be published. Required fields are marked *
Name *
© 2022 The Example Courier. All rights reserved.
"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_whole_page(end: str) -> None:
    article = read(PAGE.replace("\n", end))
    assert [(block.role.value, block.text[:26]) for block in article.blocks] == [
        ("navigation", "Skip to content"),
        ("navigation", "Home | World | Europe"),
        ("title", "Ministers agree on a bridg"),
        ("byline", "By Jane Sample and John Q."),
        ("navigation", "Share this article"),
        ("dateline", "EXAMPLETOWN, March 29 (Reu"),
        ("paragraph", "The ministers of two count"),
        ("paragraph", '"We have waited forty year'),
        ("caption", "A ferry crosses the Exampl"),
        ("credit", "Photo: Ira Sample / Exampl"),
        ("heading", "WHAT IT COSTS"),
        ("paragraph", "The bridge is to cost 40 m"),
        ("list", "Two lanes for cars"),
        ("list", "One for bicycles"),
        ("teaser", "Read more: The ferry that "),
        ("credit", "Additional reporting by Bo"),
        ("correction", "Correction (30 March): An "),
        ("navigation", "Related articles:"),
        ("teaser", "Ferry to stop in June"),
        ("teaser", "A town between two banks"),
        ("navigation", "3 comments"),
        ("comment", "The ferry was fine."),
        ("navigation", "Reply"),
        ("comment", 'Who pays? "By Jane Doe", t'),
        ("navigation", "Reply"),
        ("comment", "I would walk."),
        ("form", "Leave a Reply"),
        ("form", "Your email address will no"),
        ("form", "Name *"),
        ("navigation", "© 2022 The Example Courier"),
    ]
    assert (article.authors, article.agency) == (("Jane Sample", "John Q. Penman"), "Reuters")
    assert article.published is not None
    assert article.published.edtf == "2022-03-29"
    assert [(one.author, one.time.edtf if one.time else None) for one in article.comments] == [
        ("Jane", "2022-03-30T09:14"),
        ("old_tram", "XXXX-XX-XX"),
        ("Bob", None),
    ]
    assert article.comments[1].text.endswith("\nNobody asked us.")


def test_a_mail_that_is_wrapped() -> None:
    article = read(
        "From: Jane Sample\nTo: list@example.com\nSubject: Storm takes three roofs\nDate: Tue, 29 Mar 2022 "
        "14:05:00 +0200\n\n"
        "A storm has taken the roofs of three houses in Sampletown. Nobody was\nhurt, the fire brigade said, "
        "though a dog is "
        "missing since\nthe morning.\n\nThe wind reached 120 kilometres an hour on the coast. Trains "
        "between\nSampletown and the "
        "capital stood still for four hours, and the ferry\ndid not leave at all.\n\n> We have never seen the "
        "like.\n\n(dpa)\n"
    )
    assert roles(article) == [
        "byline 1", "navigation 1", "title 1", "dateline 1", "paragraph 2", "quotation 1", "credit 1",
    ]  # fmt: skip
    assert article.paragraphs[0].endswith(
        "Nobody was hurt, the fire brigade said, though a dog is missing since the morning."
    )
    assert (article.title, article.authors, article.agency) == ("Storm takes three roofs", ("Jane Sample",), "dpa")
    assert article.published is not None
    assert article.published.edtf == "2022-03-29T14:05:00+02:00"


def test_wrapped_lines_without_blank_ones() -> None:
    text = (
        "The storm came in the night and took the roofs of three houses with\nit, and nobody was hurt.\nThe dog of the "
        "mayor has been missing since the morning of the storm,\nand the mayor has not slept.\n"
    )
    assert [line.text for line in lines_in(text)] == [
        "The storm came in the night and took the roofs of three houses with it, and nobody was hurt.",
        "The dog of the mayor has been missing since the morning of the storm, and the mayor has not slept.",
    ]


def test_german_without_blank_lines() -> None:
    article = read(
        "Sturm deckt drei Häuser ab\nVon Petra Muster\nVeröffentlicht: 29. März 2022, 14:05 Uhr\nEin Sturm hat "
        "in Musterstadt "
        "die Dächer von drei Häusern abgedeckt. Verletzt wurde niemand, wie die Feuerwehr am Dienstag "
        "mitteilte.\nLesen Sie "
        "auch: Warum die Fähre nicht fuhr\nQuelle: dpa\n2 Kommentare\nKarl schrieb am 29. März 2022 um "
        "16:00:\nDer Hund ist bei mir.\n"
        "Uschi schrieb am 29. März 2022 um 17:00:\nDanke!\nGut gemacht.\nKommentar schreiben\n"
    )
    assert roles(article) == [
        "title 1", "byline 1", "dateline 1", "paragraph 1", "teaser 1", "credit 1", "navigation 1",
        "comment 2", "form 1",
    ]  # fmt: skip
    assert article.published is not None
    assert (article.published.edtf, article.agency) == ("2022-03-29T14:05", "dpa")
    assert [(one.author, one.text) for one in article.comments] == [
        ("Karl", "Der Hund ist bei mir."),
        ("Uschi", "Danke!\nGut gemacht."),
    ]


def test_markdown() -> None:
    article = read(
        f"# The well is dry\n\n*Published: 2021-08-04*\n\n![The well](https://x.example/well.jpg)\n\n{LONG} See "
        f"the [old well]"
        "(https://x.example/old_(1)).\n\n## What comes\n\n1. Trucks come.\n2. A well is "
        "**dug**.\n\nSources:\n\n1. [Gazette](https://x.example/1)\n"
    )
    assert roles(article) == [
        "title 1", "dateline 1", "caption 1", "paragraph 1", "heading 1", "list 2", "navigation 1", "credit 1",
    ]  # fmt: skip
    assert article.paragraphs[0].endswith("See the old well.")
    assert article.paragraphs[-1] == "A well is dug."
    assert article.cover is not None
    assert (article.cover.url, article.cover.caption) == ("https://x.example/well.jpg", "The well")


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Photo: AP Photo / Ira Sample", Role.CREDIT),
        ("(AP Photo/Ira Sample)", Role.CREDIT),
        ("Foto: Ira Sample / dpa", Role.CREDIT),
        ("Source: © NTB / #Example Today", Role.CREDIT),
        ("Quelle: Reuters", Role.CREDIT),
        ("© AFP", Role.CREDIT),
        ("Copyright 2022 Example Courier", Role.NAVIGATION),
        ("Do you have a news tip? Write to us", Role.TIP),
        ("Subscribe to our newsletter", Role.TIP),
        ("Read also: The ferry that never came", Role.TEASER),
        ("À lire aussi : Le bac qui ne vint jamais", Role.TEASER),
        ("Editor's note: this story was changed on Monday.", Role.CORRECTION),
        ("Correction officers went on strike in three prisons on Monday, their union said.", Role.PARAGRAPH),
        ("Share", Role.NAVIGATION),
        ("Tags: bridge, river", Role.NAVIGATION),
        ("Last updated: 30 March 2022", Role.DATELINE),
        ("Reuters could not confirm the report.", Role.PARAGRAPH),
        ("By Tuesday the water had gone.", Role.PARAGRAPH),
        ("Photo: he never took one, he said, and did not mean to take one now, whatever the newspapers had written of "
         "him in those years, and they had written much.", Role.PARAGRAPH),
    ],
)  # fmt: skip
def test_lines_by_their_words(line: str, role: Role) -> None:
    blocks = read(f"The bridge\n\n{LONG}\n\n{line}\n\n{MORE}").blocks
    assert [block.text for block in blocks if block.role is role and block.text == line] == [line]


def test_comments_named_at_the_head_do_not_end_the_article() -> None:
    assert read(f"The bridge\n3 Comments\nLeave a comment\n\n{LONG}\n\n{MORE}").paragraphs == (LONG, MORE)


def test_a_numbered_list_in_a_comment_is_its_own() -> None:
    article = read(
        f"The bridge\n\n{LONG}\n\n2 Comments on The bridge\n\n  1. I see two ways:\n\n    1. The ferry.\n    2. "
        f"The bridge.\n\n"
        "    By 2 comments we are.\n\n  2. Neither.\n\nLeave a comment\n"
    )
    assert [one.text for one in article.comments] == [
        "I see two ways:\nThe ferry.\nThe bridge.\nBy 2 comments we are.",
        "Neither.",
    ]


def test_comments_that_nothing_parts_are_one() -> None:
    article = read(
        f"The bridge\n\n{LONG}\n\n1 Comment on The bridge\n\nFirst thought.\n\nSecond thought, on Tuesday.\n"
    )
    assert [one.text for one in article.comments] == ["First thought.\nSecond thought, on Tuesday."]


@pytest.mark.parametrize("text", ["", " \n\t\n", "---\n***\n"])
def test_nothing_is_refused(text: str) -> None:
    with pytest.raises(SourceUnreadable, match=r"^page\.txt: empty$"):
        read(text)


SCRAPS = [
    "\n", "\n\n", "\r\n", "Title", "By Ada", "Photo: AP", "UkrainePhoto: AP", "1 Comment on x", "  1. ", "2. ", "- ",
    "> ", "# ", "#", "[a](http://b)", "![](", "*", "_", "Leave a comment", "Related:", "Source:", "Source: ©",
    "29 March 2022", "x" * 120 + ".", "says:", "Ada", "KYIV, March 29 (AP) - ", "---", "Date: 2022-03-29", "\u2028",
    "\x00", "\x0b", "é", "e\u0301", " ", "2 hours ago", "Reply",
]  # fmt: skip


@given(st.lists(st.sampled_from(SCRAPS) | st.text(max_size=10), max_size=40).map("".join))
def test_any_text_is_an_article_or_one_error(text: str) -> None:
    try:
        article = read(text)
    except SourceUnreadable:
        return
    assert article.blocks
    words = folded(re.sub(r"[\x00-\x08\x0e-\x1f]", "", text))
    for block in article.blocks:
        if block.role in BODY and "[" not in text and "*" not in text and "_" not in text:
            assert all(word in words for word in block.text.split())


@pytest.mark.parametrize(
    "scrap",
    ["(", "[", "[a](", "*a", "1. ", "> ", "#", "a\n", "Photo: ", "a Photo: ", "KYIV ", "By A ", "A, ", "a-", "\u3000x"],
)
def test_endless_repetition_is_read_in_time(scrap: str) -> None:
    read("Title\n\n" + scrap * 20_000)
    read("Title\n\n" + LONG + "\n\n3 comments\n\n" + scrap * 20_000)


def test_the_folder_of_examples_has_only_pages_that_can_be_read() -> None:
    for path in sorted(Path(EXAMPLES / "pages").glob("*.txt")):
        assert read(path.read_text(encoding="utf-8")).paragraphs


@pytest.mark.parametrize("letters", ["A", "Ab", "Ab-", "A'", "Ab ", "9Ka"])
def test_a_long_word_is_no_dateline_and_takes_no_time_to_tell(letters: str) -> None:
    """A pattern that tries every way of cutting a word into words does not end for these."""
    assert DATELINE.match(letters * 2_000) is None


@pytest.mark.parametrize("dateline", ["KYIV, March 29 (Reuters) - ", "New York City (AP) — ", "OSLO/BERGEN - "])
def test_a_dateline_names_places_of_several_words(dateline: str) -> None:
    match = DATELINE.match(f"{dateline}The ferry has stopped.")
    assert match is not None
    assert match[0] == dateline
