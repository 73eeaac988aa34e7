from __future__ import annotations

from made_articles import FIRE, FIRE_LATER, OTHER_FIRE, article

from backstory.events.wording import LONG, wording
from backstory.model import Article


def test_a_headline_says_who_did_what_where_and_by_whose_account() -> None:
    found = wording([FIRE, FIRE_LATER])
    assert found is not None
    assert "Tarvo" in found.headline[1].text
    assert "Bellin said" in found.headline[1].text or "officials said" in found.headline[1].text


def test_words_are_verbatim_at_their_span() -> None:
    articles = [FIRE, FIRE_LATER, OTHER_FIRE]
    found = wording(articles)
    assert found is not None
    assert found.summary is not None
    for at, quote in (found.headline, found.summary):
        assert articles[at].text[quote.span.start : quote.span.end] == quote.text
    assert found.headline != found.summary


def test_a_claim_comes_with_whoever_makes_it() -> None:
    bare = article(
        "Dam in Norvale breaks",
        "The dam in Norvale reportedly broke after the engineers of the plant opened the wrong gate.",
        "The engineers of the plant opened the wrong gate of the dam in Norvale, the regulator Ola Prim said.",
    )
    found = wording([bare])
    assert found is not None
    assert found.headline[1].text.endswith("the regulator Ola Prim said.")


def test_what_cannot_stand_alone_is_no_headline() -> None:
    leaning: list[Article] = [
        article("Title", "He said that it was the worst day that he had seen in all of his years there."),
        article("Title", "Who would have thought that the bridge over the Orva in Tallen could ever fall?"),
        article("Title", "I never thought that the bridge over the Orva in Tallen could fall, said nobody."),
        article("Title", "The bridge fell."),
        article("Title", " ".join(["The bridge over the Orva in Tallen fell"] * LONG)),
    ]
    for each in leaning[1:]:
        found = wording([each])
        assert found is not None
        assert found.headline[1].text == "Title"
    found = wording(
        [leaning[0], article("Bridge", "The bridge over the Orva in Tallen fell on Monday night, police said.")]
    )
    assert found is not None
    assert found.headline[0] == 1


def test_without_a_title_and_a_sentence_there_are_no_words() -> None:
    assert wording([article("")]) is None
    assert wording([]) is None


def test_another_language_keeps_its_title() -> None:
    found = wording(
        [article("Feuer auf dem Markt", "Bei einem Feuer auf dem Markt sind am Dienstag zwölf Menschen gestorben.")]
    )
    assert found is not None
    assert found.headline[1].text == "Feuer auf dem Markt"
    assert found.summary is None
