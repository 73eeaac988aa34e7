"""Places in texts: which names are places, which of its namesakes one is, and where an event happened."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstory.articles.read import article_of
from backstory.events.gazetteer import country_named, folded, gazetteer
from backstory.events.places import places_of
from backstory.events.where import place_in, place_of_article, place_of_event
from backstory.model import Telling
from backstory.model_places import Precision, Standing

#: Sentences of our own, and the town, region or country that each happens in; None where it does not say.
HAPPENS = [
    ("A bridge collapses in Genoa, killing at least 30 people.", "IT"),
    ("Four miners are rescued near the town of Zonguldak in northern Turkey.", "TR"),
    ("A ferry sinks off the Kenyan coast.", "KE"),
    ("Norwegian police arrest two men after a fire at a church.", "NO"),
    ("Israeli aircraft strike a warehouse in Damascus, Syria.", "SY"),
    ("A tornado destroys a school in Moore, Oklahoma.", "US"),
    ("Voters in Quebec, Canada, elect a new assembly.", "CA"),
    ("Peru's Congress passes a budget.", "PE"),
    ("The President of Chile opens a museum.", "CL"),
    ("Three soldiers die in an ambush in Mali's Mopti Region.", "ML"),
    ("Kenya and Uganda sign a treaty.", None),
    ("A comet passes the Sun.", None),
    ("Michael Jordan wins a golf match.", None),
    ("Paris Hilton publishes a memoir.", None),
    ("The Toronto Star wins a prize.", None),
    ("The Islamic State of Iraq and the Levant claims an attack in Berlin, Germany.", "DE"),
    ("In March the price of wheat fell again.", None),
]


@pytest.mark.parametrize(("text", "country"), HAPPENS)
def test_the_country_of_an_event(text: str, country: str | None) -> None:
    found = place_in(text, part="headline")
    assert (found.place.country if found else None) == country


def test_the_closest_place_is_taken_and_the_reason_is_told() -> None:
    found = place_in(
        "At least 12 people die in a blast at a depot in the Indian town of Nashik, Maharashtra.", part="x"
    )
    assert found is not None
    assert (found.place.country, found.place.precision, found.words) == ("IN", Precision.CITY, "Nashik")
    assert "the words before it" in found.because


@pytest.mark.parametrize(
    ("text", "country", "because"),
    [
        ("Fighting goes on in Tripoli.", "LY", "most people"),
        ("Fighting goes on in Tripoli, Lebanon.", "LB", "Lebanon is named beside it"),
        ("Lebanese troops enter the north. A curfew is declared in Tripoli.", "LB", "Lebanon elsewhere"),
        ("A fire breaks out in London, Ontario.", "CA", "Ontario is named beside it"),
        ("A fire breaks out in London.", "GB", "most people"),
    ],
)
def test_namesakes_are_told_apart_and_kept(text: str, country: str, because: str) -> None:
    mention = next(each for each in places_of(text) if each.standing is Standing.LOCATED)
    assert mention.place.country == country
    assert because in mention.because
    assert len(mention.candidates) > 1


def test_the_country_of_the_outlet_weighs_between_equals() -> None:
    (mention,) = places_of("A shop burns down in Georgia.", home="US")
    assert mention.place.country in {"US", "GE"}
    assert {each.country for each in mention.candidates} == {"US", "GE"}


def test_a_dateline_is_where_it_was_written() -> None:
    first, *_ = places_of("PARIS (AFP) — Rebels take the airport in Bamako, Mali.")
    assert first.standing is Standing.DATELINE
    found = place_in("PARIS (AFP) — Rebels take the airport in Bamako, Mali.", part="x")
    assert found is not None
    assert found.place.country == "ML"


def test_who_acts_is_not_where_it_happens() -> None:
    standings = {
        each.place.country: each.standing for each in places_of("Moscow denies an attack on a hotel in Kharkiv.")
    }
    assert standings == {"RU": Standing.ACTOR, "UA": Standing.LOCATED}


@pytest.mark.parametrize(
    "text", ["The Bank of America posts a loss.", "A storm forms in the Gulf of Mexico.", "Chad Smith joins the band."]
)
def test_names_of_other_things_say_not_where(text: str) -> None:
    assert not any(each.standing is Standing.LOCATED for each in places_of(text))


def test_a_surname_stays_one() -> None:
    assert not places_of("Hillary Houston speaks. Later Houston leaves.")


def test_short_forms_of_states_count_behind_a_town() -> None:
    (town, state) = places_of("A school closes in Raleigh, N.C., after a flood.")
    assert (town.place.region, state.place.name) == ("North Carolina", "North Carolina")
    assert not places_of("He is OK, and so is she. OK.")


@pytest.mark.parametrize(
    ("text", "words", "region"),
    [
        ("A fire breaks out in Killarney, Calgary, Canada.", "Calgary", "Alberta"),
        ("A shop burns in Brighton, Melbourne, Australia.", "Brighton", "Victoria"),
        ("A man is held in Killarney, Ireland.", "Killarney", None),
        ("Talks go on in Lyon, Paris, France.", "Lyon", "Auvergne-Rhône-Alpes"),
    ],
)
def test_a_town_behind_a_name_says_which_place_that_is(text: str, words: str, region: str | None) -> None:
    found = place_in(text, part="headline")
    assert found is not None
    assert (found.words, found.place.region) == (words, region)


def test_the_summary_is_asked_when_the_headline_says_nothing() -> None:
    told = Telling(
        day=dt.date(2015, 1, 1),
        headline="A bus falls into a river",
        summary="The bus was on its way through hills near Kathmandu, Nepal.",
    )
    found = place_of_event(told)
    assert found is not None
    assert (found.part, found.place.country) == ("summary", "NP")


def test_countries_by_name_and_code() -> None:
    assert (country_named("SY"), country_named("Syria"), country_named("Britain")) == ("SY", "SY", "GB")
    assert country_named("Nowhere") is None


def test_the_gazetteer_is_sorted_and_whole() -> None:
    names = gazetteer().names
    assert names == sorted(names)
    for line in names[::997]:
        assert gazetteer().entries(line.partition("\t")[0])


_PIECES = ("In", "Paris", ",", "Syria", "'s", "of", "the", "U.S.", "Us", ".", "(", "—")


@given(st.text(max_size=200) | st.lists(st.sampled_from(_PIECES)).map(" ".join))
def test_any_text_gives_spans_of_itself(text: str) -> None:
    for each in places_of(text):
        words = text[each.span.start : each.span.end]
        assert words
        assert gazetteer().entries(folded(words))
        assert each.candidates[0] == each.place


def test_every_place_is_in_a_country_with_a_name() -> None:
    known = gazetteer()
    assert {row.split("\t")[2] for row in known.rows} == set(known.countries)
    assert all(known.countries.values())


def test_an_article_is_placed_by_its_first_paragraphs_and_its_dateline() -> None:
    told = "Two die at a mill\n\nLINCOLN, Neb. — Two workers died at a mill in Franklin, officers said.\n\nMore."
    article = article_of(told, source="told")
    found = place_of_article(article)
    assert found is not None
    assert found.place.region == "Nebraska"
    assert article.text[found.span.start : found.span.end] == found.words


def test_one_name_means_one_place_in_a_text() -> None:
    mentions = places_of("A club burns down in Springfield. Springfield, Ohio, has no other.")
    assert {each.place.region for each in mentions if each.place.name == "Springfield"} == {"Ohio"}
