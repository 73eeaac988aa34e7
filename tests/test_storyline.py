"""A story as it is told: the line, what the page compares with, what followed; on the examples and on a seed."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from conftest import EXAMPLES
from hypothesis import given, settings
from hypothesis import strategies as st

from backstory import Archive, Event, History
from backstory.articles.read import article_of
from backstory.site.story import story_html
from backstory.spelled import decide_spellings
from backstory.store.sqlite import SQLiteStore
from backstory.storyline import history
from backstory.testing import make_event

PAGE = EXAMPLES / "pages" / "2022-03-29-same-war-amnesty.html"
AS_OF = dt.date(2022, 3, 30)

# One process runs them, and so reads the event lists of twenty years once.
pytestmark = pytest.mark.xdist_group("twenty years")


def told(found: History) -> list[Event]:
    return [relation.event for chapter in found.line for relation in chapter.relations]


def test_the_line_of_a_seed(twenty_years: Archive, shared: Path) -> None:
    """Seed 004: the annexation and Donbass of 2014 stand on the line, and so does the build-up of 2021."""
    (seed,) = (shared / "seeds").glob("004_*.txt")
    found = twenty_years.history(seed, as_of=AS_OF)
    events = told(found)
    assert len(events) == 10
    assert any("nnexation" in event.headline and event.day.year == 2014 for event in events)
    chapters = [chapter.topic.name for chapter in found.line if chapter.topic]
    assert any("Donba" in name for name in chapters)
    assert any(event.day >= dt.date(2021, 3, 1) and "Russia" in event.headline for event in events)
    assert not any("Syria" in name for name in chapters)
    assert len({event.day for event in events}) == len(events)


def test_the_echoes_of_a_seed(twenty_years: Archive, shared: Path) -> None:
    """Seed 004 compares with Syria, Aleppo within it, and with Chechnya; not with Kyiv, where it was written."""
    (seed,) = (shared / "seeds").glob("004_*.txt")
    found = twenty_years.history(seed, as_of=AS_OF)
    assert [(echo.name, echo.also) for echo in found.echoes] == [("Syria", ("Aleppo",)), ("Chechnya", ())]
    text = found.article.text
    syria, chechnya = found.echoes
    assert "repetition of what we have seen in Syria" in [
        text[each.words.start : each.words.end] for each in syria.likenings
    ]
    assert "Syrian Civil War" in [topic.name for topic in syria.topics]
    assert "2015-12-23-01" in [relation.event.external_id for relation in syria.relations]
    assert all("Chechnya" in relation.event.headline for relation in chechnya.relations)
    comments = [block.span for block in found.article.comments]
    for echo in found.echoes:
        for likening in echo.likenings:
            assert text[likening.name.start : likening.name.end] in {echo.name, *echo.also}
            assert not any(span.start <= likening.words.start < span.end for span in comments)


def test_the_story_of_an_example(example_archive: Archive) -> None:
    found = example_archive.history(PAGE)
    assert found.line
    compared = {relation.event for echo in found.echoes for relation in echo.relations}
    assert compared.isdisjoint(told(found))
    assert "Aleppo" in [name for echo in found.echoes for name in (echo.name, *echo.also)]
    for chapter in (*found.line, *found.after):
        days = [relation.event.day for relation in chapter.relations]
        assert days == sorted(days)
    for relation in found.beside:
        assert relation.event not in told(found)
    assert all(shared.because for shared in found.topics)


def test_what_followed_is_never_mixed_in(example_archive: Archive) -> None:
    event = next(each for each in example_archive.events(topic="Syrian Civil War") if each.day.year == 2015)
    found = example_archive.history(event)
    assert all(each.day < event.day for each in (*found.events, *told(found)))
    after = [relation.event for chapter in found.after for relation in chapter.relations]
    assert after
    assert all(each.day >= event.day for each in after)
    assert event not in after


def test_a_year_is_what_happened_in_it(example_archive: Archive) -> None:
    article = article_of(
        "Crimea votes\n\nJust as in 2014, Russia denies that its soldiers are in Crimea.\n", source="page"
    )
    (echo,) = example_archive.history(article, as_of=AS_OF).echoes
    assert echo.name == "2014"
    assert {relation.event.day.year for relation in echo.relations} == {2014}


def test_names_that_are_no_topics_yet_are_offered(example_archive: Archive) -> None:
    article = article_of(
        "Harbour Watch counts the dead of Aleppo\n\nHarbour Watch said on Tuesday that it had a list of the dead of "
        "Aleppo. The list of Harbour Watch has 300 names.\n",
        source="page",
    )
    found = example_archive.history(article)
    assert [offer.name for offer in found.offers] == ["Harbour Watch"]
    (offer,) = found.offers
    assert article.text[offer.span.start : offer.span.end] == "Harbour Watch"


def test_a_page_of_which_nothing_is_known(example_archive: Archive) -> None:
    found = example_archive.history("Übermorgen entscheidet der Gemeinderat von Kleinkleckersdorf.")
    assert (found.line, found.after, found.echoes) == ((), (), ())


Row = tuple[int, list[str], str]
ROWS = st.lists(
    st.tuples(
        st.integers(0, 60),
        st.lists(st.sampled_from(["Aleppo", "Moscow", "Grozny", "talks", "siege", "truce"]), min_size=2, max_size=5),
        st.sampled_from(["War", "Talks"]),
    ),
    min_size=1,
    max_size=25,
)


def put(store: SQLiteStore, rows: list[Row], start: dt.date, number: int) -> None:
    with store.write():
        store.put(
            [
                make_event(str(start + dt.timedelta(days=days)), f"{' '.join(words)} {number + at}", topics=[topic])
                for at, (days, words, topic) in enumerate(rows)
            ]
        )


@settings(max_examples=25)
@given(ROWS, ROWS)
def test_the_future_changes_nothing(past: list[Row], future: list[Row]) -> None:
    """Whatever is added from a day on, the line and the echoes before that day are the same to the last digit."""
    day = dt.date(2020, 3, 1)
    store = SQLiteStore(":memory:")
    article = article_of(
        "Moscow talks of a truce\n\nThe siege is reminiscent of Aleppo and of Grozny.\n", source="page"
    )
    put(store, past, dt.date(2020, 1, 1), 0)
    before = history(store, article, as_of=day, limit=6)
    assert all(event.day < day for event in told(before))
    was = (before.line, before.echoes, before.offers)
    put(store, future, day, 1000)
    after = history(store, article, as_of=day, limit=6)
    assert (after.line, after.echoes, after.offers) == was


def test_a_page_of_html_that_needs_nothing_beside_it(example_archive: Archive) -> None:
    found = example_archive.history(PAGE)
    page = story_html(found, after=True)
    assert page.startswith("<!DOCTYPE html>")
    assert "<u>" in page
    assert "characters" in page
    assert not re.search(r"<(?:script|link|img)\b", page)
    for event in told(found):
        assert event.day.isoformat() in page
    for loose in ("<b>", "&", '"'):
        odd = article_of(f"Aleppo {loose} Syria", source=loose)
        assert "<b>" not in story_html(example_archive.history(odd)).partition("<main")[2]


def test_spellings_of_a_topic_are_one_chapter(archive: Archive) -> None:
    rows = [
        ("2015-01-05", "Shells hit Port Anna", "War in Norland"),
        ("2015-02-05", "Port Anna is besieged", "War in Norland (2015–present)"),
        ("2015-03-05", "Ships leave Port Anna", "War in Norland"),
        ("2015-04-05", "The siege of Port Anna goes on", "War in Norland (2015–present)"),
        ("2015-05-05", "Port Anna is shelled by ships", "War in Norland"),
    ]
    with archive._store.write():
        archive._store.put([make_event(day, headline, topics=[topic]) for day, headline, topic in rows])
    decide_spellings(archive._store)
    found = archive.history("Port Anna is besieged again")
    assert [shared.topic.name for shared in found.topics] == ["War in Norland"]
    (chapter,) = found.line
    assert chapter.topic is not None
    assert chapter.topic.name == "War in Norland"
    assert {topic.name for event in told(found) for topic in event.topics} == {rows[0][2], rows[1][2]}


def test_events_that_only_share_words_are_not_said_to_have_led_here(archive: Archive) -> None:
    rows = [("2015-01-05", "Fire at a mill in Port Anna", "Mills"), ("2016-01-05", "Port Anna votes", "Elections")]
    with archive._store.write():
        archive._store.put([make_event(day, headline, topics=[topic]) for day, headline, topic in rows])
    found = archive.history("Port Anna's mill has a new owner", as_of=AS_OF)
    assert found.events
    assert found.line_title == "Near in words before 30 March 2022, with no topic in common"
    assert found.line_title in story_html(found)
