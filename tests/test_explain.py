"""Why an event belongs with a page, in words: what is rare and shared, and no verb that any event is told with."""

from __future__ import annotations

import pytest

from backstory.articles.read import article_of
from backstory.stories.explain import Page, relation
from backstory.testing import make_event

TEXT = "Norland keeps its troops in Port Anna. The court finds that 300 prisoners were held in the port."


def because(headline: str, *topics: str) -> str:
    words = dict.fromkeys(
        ["norland", "keeps", "troops", "port", "anna", "court", "finds", "300", "prisoners", "held"], 1.0
    )
    page = Page.of(article_of(TEXT, source="page"), words, {})
    return relation(page, make_event("2015-01-01", headline, topics=topics), 1.0).because


@pytest.mark.parametrize(
    ("headline", "quoted"),
    [
        ("A court finds that Sudland keeps prisoners", "both speak of “court” and “prisoners”"),
        ("The ministry keeps 300 troops", "both speak of “300 troops”"),
        (
            "Prisoners, troops, court, port: a report on Norland",
            "both speak of “Prisoners”, “troops”, “court” and “Norland”",
        ),
        ("A judge finds and a guard keeps", "both speak of “finds” and “keeps”"),
    ],
)
def test_what_both_speak_of(headline: str, quoted: str) -> None:
    assert because(headline) == quoted


def test_a_shared_topic_goes_first() -> None:
    shared = because("A fleet keeps away", "Port Anna")
    assert shared == "shares Port Anna"
