"""Claims of whole texts: what is read, what is not, and what always holds."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_claims import harmed, said, spans, words

from backstory import Article, read, read_claims
from backstory.model import Role, laid_out

SEED = ROOT.parent / "shared" / "seeds" / "004_e0fbd1c39a8277d2.txt"
GOLD = ROOT.parent / "shared" / "gold" / "claims.dev.jsonl"

PIECES = [
    "Norland says that at least 36 people, including 24 children, were killed.",
    "“We left at dawn,” said Tom Reed, a farmer. “Nobody stopped us.”",
    "The army denies it.",
    "Die Regierung sagte, dass drei Menschen getötet wurden und der Täter nicht bekannt ist.",
    "قال المتحدث إن 36 شخصا قتلوا",
    "killed 12 dead (three) “ ” said , and and",
    "According to nobody in particular, it rained; 3-4 missing",
    "\n",
    " ",
]


def test_seed() -> None:
    """The page of seed 004: the article's statements, whole, and nothing of the reader's."""
    if not SEED.exists():
        pytest.skip("the seed documents are not here")
    article = read(SEED)
    claims = read_claims(article)
    text = article.text
    assert claims.figures == ()
    found = {
        (words(text, each.claimant), words(text, each.named), words(text, each.content[0]))
        for each in claims.statements
    }
    speakers = {(named or claimant, content) for claimant, named, content in found}
    secretary = "Amnesty International Secretary-General Agnès Callamard"
    assert (secretary, "“What is happening now in Ukraine is a repetition of what we have seen in Syria,”") in speakers
    attacks = "“It is no longer a question of arbitrary attacks; we are now witnessing targeted attacks on civilian "
    assert (secretary, attacks + "infrastructure,”") in speakers
    assert ("Struthers", "“We see more and more war crimes,”") in speakers
    everything = " ".join(words(text, span) or "" for span in spans(claims))
    for theirs in ("CBS", "Washington Post", "300,000", "600,000", "human shields"):
        assert theirs not in everything


def test_only_title_and_body_are_read() -> None:
    blocks = laid_out(
        [
            (Role.TITLE, "Two killed in Norland"),
            (Role.PARAGRAPH, "Police say two people were killed."),
            (Role.CAPTION, "The square where 40 people were killed in 1990"),
            (Role.COMMENT, "I say 500 people were killed."),
            (Role.TEASER, "Read more: 90 dead in storm"),
        ]
    )
    claims = read_claims(Article(source="page", title="Two killed in Norland", blocks=blocks))
    assert [figure.low for figure in claims.figures] == [2, 2]
    assert len(claims.statements) == 1


def test_another_language_is_said_to_be_unread() -> None:
    text = "\n".join([PIECES[0], PIECES[3], PIECES[4]])
    claims = read_claims(text)
    assert [words(text, span) for span in claims.unread] == [PIECES[3], PIECES[4]]
    assert len(claims.statements) == 1


@settings(max_examples=60)
@given(st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join) | st.text(max_size=200))
def test_what_always_holds(text: str) -> None:
    claims = read_claims(text)
    assert claims == read_claims(text)
    for span in spans(claims):
        assert 0 <= span.start < span.end <= len(text)
        assert words(text, span) == (words(text, span) or "").strip()
    for figure in claims.figures:
        assert figure.low is not None or figure.high is not None
        assert figure.low is None or figure.high is None or figure.low <= figure.high


@settings(max_examples=30)
@given(st.lists(st.sampled_from(PIECES[:3]), min_size=1, max_size=4), st.sampled_from(["  ", "\t", " \u00a0"]))
def test_white_space_changes_nothing(pieces: list[str], blank: str) -> None:
    text = " ".join(pieces)
    wide = text.replace(" ", blank)
    assert harmed(wide) == harmed(text)
    assert [tuple(re.sub(r"\s+", " ", part or "") for part in each) for each in said(wide)] == [
        tuple(part or "" for part in each) for each in said(text)
    ]


@pytest.mark.parametrize(
    "text", ["a" * 300_000, "killed 3 people, " * 3000, "“" * 20_000, '"a ' * 20_000, "\u202e 3 died"]
)
def test_odd_texts_come_to_an_end(text: str) -> None:
    claims = read_claims(text)
    assert all(span.end <= len(text) for span in spans(claims))


def test_texts_labelled_by_hand() -> None:
    """Figures and statements of the labelled events, well above chance and below what is measured."""
    if not GOLD.exists():
        pytest.skip("the labelled events are not here")
    rows = [json.loads(line) for line in Path(GOLD).read_text(encoding="utf-8").splitlines()]
    hits = found = total = right = statements = labels = 0
    for row in rows:
        have = Counter(harmed(row["text"]))
        want = Counter((each["kind"], each["low"], each["high"]) for each in row["figures"])
        hits, found, total = hits + (have & want).total(), found + have.total(), total + want.total()
        spoken = {(each[0], each[2]) for each in said(row["text"]) if each[0]}
        named = {(each["claimant"], each["stance"]) for each in row["claims"]}
        right, statements, labels = right + len(spoken & named), statements + len(spoken), labels + len(named)
    assert 2 * hits / (found + total) > 0.9
    assert 2 * right / (statements + labels) > 0.8
