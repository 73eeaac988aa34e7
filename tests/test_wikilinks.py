"""Where wikilinks lead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstory.intake.wikilinks import Page, decoded, page


@pytest.mark.parametrize(
    ("target", "title"),
    [
        ("Aleppo", "Aleppo"),
        ("aleppo", "Aleppo"),
        (" river_Orontes ", "River Orontes"),
        ("Battle of Aleppo#Aftermath", "Battle of Aleppo"),
        ("Java (software platform)#Security", "Java (software platform)"),
        ("Caf%C3%A9", "Café"),
        ("Caf%E9", "Caf%E9"),
        ("AT&amp;T", "AT&T"),
        ("Rock &amp roll", "Rock &amp roll"),
        (":Aleppo", "Aleppo"),
        ("élysée Palace", "Élysée Palace"),
        ("CSI: Miami", "CSI: Miami"),
        ("re: Union", "Re: Union"),
        ("2001: A Space Odyssey", "2001: A Space Odyssey"),
        ("Portal:Syria", "Portal:Syria"),
    ],
)
def test_titles_are_as_the_wiki_has_them(target: str, title: str) -> None:
    assert page(target) == Page(title)


@pytest.mark.parametrize("target", ["n:A story", "wikt:word", ":Category:Rivers", ":de:Aleppo", "Media:A.ogg", "w:Foo"])
def test_a_link_elsewhere_shows_its_words_and_has_no_title(target: str) -> None:
    assert page(target) == Page(None)


@pytest.mark.parametrize("target", ["File:A.jpg", "image:A.jpg", "Category:Rivers", "de:Aleppo", "zh-min-nan:Aleppo"])
def test_pictures_categories_and_languages_show_nothing(target: str) -> None:
    assert page(target) == Page(None, hidden=True)


@pytest.mark.parametrize("target", ["", "#Aftermath", "a{{b}}", "a[b", "<b>", ":"])
def test_what_cannot_be_a_title_has_none(target: str) -> None:
    assert page(target).title is None


@given(st.text())
def test_any_target_leads_somewhere_or_nowhere(target: str) -> None:
    title = page(target).title
    assert title is None or (title and title == " ".join(title.split()) and "#" not in title)
    assert isinstance(decoded(target), str)
