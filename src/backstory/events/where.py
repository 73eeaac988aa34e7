"""Where an event happened: of the places that its words name, its own, with the reason."""

from __future__ import annotations

from collections.abc import Sequence

from backstory.events.places import places_of
from backstory.model import BODY, Article, Role, Telling
from backstory.model_places import EventPlace, Place, PlaceMention, Precision, Standing

#: To be changed with whatever changes what is found, so that archives look again.
RULES = "5"

#: Blocks of an article that say where it happened: after them come background and reactions.
_LEAD = 6

_CLOSER = {Precision.CITY: 0, Precision.REGION: 1, Precision.COUNTRY: 2}
#: What the words before a place, or the want of others, say, surest first.
_BECAUSE = {
    Standing.LOCATED: "the words before it say that something is or happens there",
    Standing.NAMED: "the only place that is named closer than a country",
    Standing.DATELINE: "the report was written there, and names no other place",
}
_ONE_COUNTRY = "no other country is named"
_ACTS = "it is named first, and of others only people"


def place_of_event(telling: Telling, *, home: str | None = None) -> EventPlace | None:
    """Where an event happened: by its headline, or where that says nothing by its summary; None where neither does.

    Args:
        telling: the event.
        home: ISO 3166-1 code of the country of who tells it, where that is known.
    """
    for part, text in (("headline", telling.headline), ("summary", telling.summary)):
        if text and (found := place_in(text, part=part, home=home)):
            return found
    return None


def place_of_article(article: Article, *, home: str | None = None) -> EventPlace | None:
    """Where that happened which an article reports: by its title and first paragraphs; spans are of its text.

    Args:
        article: the article.
        home: ISO 3166-1 code of the country that it was written in or for, where that is known.
    """
    told = [block for block in article.blocks if block.role in BODY or block.role in {Role.TITLE, Role.DATELINE}]
    if not told:
        return None
    last = told[:_LEAD][-1].span.end
    # What stands between is kept apart by blanks, so that spans count in the article's text.
    lead = [" "] * last
    for block in told[:_LEAD]:
        lead[block.start : block.span.end] = block.text
        lead[block.start - 1 : block.start] = "\n" if block.start else ""
    return place_in("".join(lead), part="text", home=home)


def place_in(text: str, *, part: str, home: str | None = None) -> EventPlace | None:
    """Where that happened which a text tells; None where it does not say.

    What stands behind "in" and the like goes first, the closest place of the first country so named; then a town or
    region that is only named; then a country, if it is the only one that is named, by its name or by its people's.

    Args:
        text: a headline or a few sentences.
        part: what it is called in the answer: "headline", "summary".
        home: ISO 3166-1 code of the country that it was written in or for, where that is known.
    """
    mentions = places_of(text, home=home)
    chosen, because = _located(mentions) or _named(mentions) or _country(mentions) or (None, "")
    if chosen is None:
        return None
    if len(chosen.candidates) > 1:
        because = f"{because}; of its namesakes this one, because {chosen.because}"
    return EventPlace(
        place=chosen.place,
        words=text[chosen.span.start : chosen.span.end],
        span=chosen.span,
        part=part,
        because=because,
        others=chosen.candidates[1:],
    )


_Choice = tuple[PlaceMention, str]


def _located(mentions: Sequence[PlaceMention]) -> _Choice | None:
    located = [each for each in mentions if each.standing is Standing.LOCATED]
    dateline = next((each for each in mentions if each.standing is Standing.DATELINE), None)
    if dateline and dateline.supported:
        regions = {each.place.name for each in mentions if each.place.precision is Precision.REGION}
        located = [each for each in located if _fits(each, dateline.place, regions)]
    if not located:
        return None
    inside = [each for each in located if each.place.country == located[0].place.country]
    return min(inside, key=lambda each: _CLOSER[each.place.precision]), _BECAUSE[Standing.LOCATED]


def _fits(mention: PlaceMention, written: Place, regions: set[str]) -> bool:
    """Whether something happened at a place, by the place where it was written up.

    Of a town with namesakes in the same country and nothing said of which, the report means the one nearby, which the
    gazetteer need not have.
    """
    place = mention.place
    if place.country != written.country or len(mention.candidates) == 1:
        return mention.supported
    return place.precision is not Precision.CITY or place.region in {written.region, *regions}


def _named(mentions: Sequence[PlaceMention]) -> _Choice | None:
    for standing in (Standing.NAMED, Standing.DATELINE):
        closer = [
            each for each in mentions if each.standing is standing and each.place.precision is not Precision.COUNTRY
        ]
        if len({each.place for each in closer}) == 1:
            return closer[0], _BECAUSE[standing]
    return None


def _country(mentions: Sequence[PlaceMention]) -> _Choice | None:
    """The one country that is named, or that acts where others are only named by their people."""
    if len({each.place.country for each in mentions}) == 1:
        # Its own name says more than its people's, and so does a region of it.
        return min(mentions, key=lambda each: (each.standing is Standing.PEOPLE, each.span.start)), _ONE_COUNTRY
    named = [each for each in mentions if each.standing is not Standing.PEOPLE]
    if len({each.place.country for each in named}) == 1 and named[0] is mentions[0]:
        return named[0], _ACTS
    return None
