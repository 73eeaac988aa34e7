"""The places that a text names, each with all that its name may stand for and the reason for the choice.

Names are looked up in the gazetteer, the longest first. Words around a name say whether it is a place at all (a
surname, a newspaper, a bank) and what it does in its sentence. The places beside it, in the text and of the outlet say
which of its namesakes is meant; where nothing says so, the one with most people is. No model is asked: a headline takes
less than half a millisecond.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from backstory.events.gazetteer import LONGEST, Entry, folded, gazetteer
from backstory.language.terms import COMMON
from backstory.language.tokens import Token, sentences
from backstory.model import Span
from backstory.model_places import Place, PlaceMention, Precision, Standing

#: What the reasons for one of several namesakes count, against the logarithm of their people.
BESIDE, SAME_TEXT, HOME, OWN_NAME = 6.0, 2.5, 1.0, 1.0
#: What a country or a region of a name counts more than a town of it.
_WIDER = {Precision.COUNTRY: 2.0, Precision.REGION: -0.4, Precision.CITY: 0.0}
#: A town with fewer people is only taken where words say that it is a place, or others name its country.
KNOWN = 1_000_000
#: A region whose name its town shares is left aside where the town has this share of its people.
CHIEF = 0.25
#: Words that are looked at before a name for what governs it.
_REACH = 6
#: Of a text with a larger share of capitals among its longer words, capitals say nothing.
_TITLE_CASE = 0.75


@cache
def _words(name: str) -> frozenset[str]:
    """A list of place_words.tsv."""
    text = files("backstory.events").joinpath("place_words.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for row in rows if row[0] == name for word in row[1].split())


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """A run of tokens that the gazetteer knows."""

    line: Sequence[Token]
    #: Places of its first token and one past its last.
    first: int
    end: int
    entries: tuple[Entry, ...]

    @property
    def span(self) -> Span:
        return Span(self.line[self.first].start, self.line[self.end - 1].end)

    @property
    def words(self) -> str:
        return " ".join([token.text for token in self.line[self.first : self.end]])

    @property
    def people(self) -> bool:
        return self.entries[0].people

    @property
    def wide(self) -> bool:
        """Whether it may be a country, a region or a seat of government, which act."""
        return any(each.capital or each.place.precision is not Precision.CITY for each in self.entries)

    @property
    def large(self) -> bool:
        return any(each.place.population >= KNOWN for each in self.entries)


def places_of(text: str, *, home: str | None = None) -> tuple[PlaceMention, ...]:
    """The places that a text names, in order.

    Args:
        text: any text; spans count in it.
        home: ISO 3166-1 code of the country that it was written in or for, where that is known.
    """
    title = _in_capitals(text)
    found: list[tuple[_Found, Standing]] = []
    others: set[str] = set()
    for line in sentences(text):
        for each in _names(text, line):
            standing = _standing(each, found[-1] if found else None, title)
            if standing is None:
                others.add(each.words)
            elif each.words not in others:
                found.append((each, standing))
    support = _support(found)
    made = (_mention(found, at, support, home) for at in range(len(found)))
    return tuple(each for each in made if _sure(each, support))


# -- what is a name of a place


def _names(text: str, line: Sequence[Token]) -> Iterator[_Found]:
    """The runs of a sentence's tokens that the gazetteer knows, the longest at each place, none within another."""
    at = 0
    while at < len(line):
        end, entries = _longest(text, line, at) if line[at].text[0].isupper() else (at + 1, ())
        if entries:
            yield _Found(line, at, end, entries)
        at = end


def _longest(text: str, line: Sequence[Token], at: int) -> tuple[int, tuple[Entry, ...]]:
    """One past the last token of the longest name that starts at a place, and what it may stand for."""
    known = gazetteer()
    best: tuple[int, tuple[Entry, ...]] = (at + 1, ())
    behind = at > 0 and line[at - 1].text == ","
    for end in range(at + 1, min(at + LONGEST, len(line)) + 1):
        words = text[line[at].start : line[end - 1].end]
        name = folded(words)
        if line[end - 1].lower == "'s" or not known.has_prefix(name):
            break
        entries = tuple([each for each in known.entries(name) if behind or not each.short])
        if entries and _is_name(words, name, line, at):
            best = end, entries
    return best


def _is_name(words: str, name: str, line: Sequence[Token], at: int) -> bool:
    """Whether words that are a name may be meant as one: "March" and "Us" at the start of a sentence are not."""
    if len(words) <= 2 and not words.isupper():
        return False
    if name.replace(" ", "_") in _words("never") or (name in COMMON and not words.isupper()):
        return False
    return not gazetteer().is_word(name) or (at > 0 and line[at - 1].lower in _words("in") and not words.isupper())


# -- what it does there


def _standing(found: _Found, before: tuple[_Found, Standing] | None, title: bool) -> Standing | None:
    """What a name does in its sentence; None where it is the name of something else."""
    line, first, end = found.line, found.first, found.end
    if found.people:
        return _of_people(found)
    if _is_dateline(found):
        return Standing.DATELINE
    if first > 1 and line[first - 1].lower == "of" and line[first - 2].text[0].isupper():
        return _of_a_name(found)
    if found.wide and end < len(line) and line[end].text[0].isupper() and line[end].lower in _words("office"):
        return Standing.ACTOR
    return None if not title and _is_part(found) else _by_words(found, before)


def _by_words(found: _Found, before: tuple[_Found, Standing] | None) -> Standing:
    """What the words before a name and behind it make it do."""
    governed = _governed(found, before)
    following = found.line[found.end].lower if found.end < len(found.line) else ""
    if governed is Standing.LOCATED or (following in _words("after") and found.large):
        return Standing.LOCATED
    return Standing.ACTOR if found.wide and not governed else Standing.NAMED


def _of_people(found: _Found) -> Standing | None:
    """What a people's name does: "the Kenyan town", "off the Syrian coast" say where; "Latin American" does not."""
    line, first, end = found.line, found.first, found.end
    if first and line[first - 1].lower in _words("never") | _words("direction"):
        return None
    return Standing.LOCATED if end < len(line) and line[end].lower in _words("ground") else Standing.PEOPLE


def _of_a_name(found: _Found) -> Standing | None:
    """What a name does behind "of" and a capital: "City of London", "Government of Brazil", "Gulf of Mexico"."""
    word = found.line[found.first - 2].lower
    if word in _words("named"):
        return Standing.LOCATED
    return Standing.ACTOR if found.wide and word not in _words("water") else None


def _is_part(found: _Found) -> bool:
    """Whether it is a part of a longer name: a person's, a newspaper's, an institution's that says nothing of where."""
    line, first, end = found.line, found.first, found.end
    after = line[end] if end < len(line) and line[end].start == line[end - 1].end + 1 else None
    if after and after.lower == "of" and end + 1 < len(line) and line[end + 1].text[0].isupper():
        return True
    if after and after.text[0].isupper():
        word = after.lower
        if word in _words("not") or (word not in _words("after") and not _is_wide(after)):
            return True
    if first == 0 or line[first].start != line[first - 1].end + 1:
        return False
    previous = line[first - 1]
    if previous.text == "." and first > 1:
        return len(line[first - 2].text) == 1
    if not previous.text[0].isupper() or previous.lower in _words("direction"):
        return False
    opens = first == 1 and previous.lower in COMMON
    return not (opens or _is_wide(previous) or previous.lower in _words("in") | _words("between"))


def _is_wide(token: Token) -> bool:
    """Whether a word is the name of a country, a region or a people."""
    return any(each.place.precision is not Precision.CITY for each in gazetteer().entries(folded(token.text)))


def _governed(found: _Found, before: tuple[_Found, Standing] | None) -> Standing | None:
    """Where the words before a name put it: "in", "near the coastal town of"; None where they say nothing."""
    line, at = found.line, found.first - 1
    if before and before[0].line is line and before[1] is Standing.LOCATED:
        between = [token.lower for token in line[before[0].end : found.first]]
        if between in ([","], ["and"], ["or"], [",", "and"], ["'s"]):
            return Standing.LOCATED
    kind = False
    for _ in range(_REACH):
        if at < 0:
            break
        word = line[at].lower
        if word in _words("in"):
            return Standing.LOCATED
        if word in _words("kind"):
            kind = True
        elif word == "of" and not kind and (at == 0 or line[at - 1].lower not in _words("kind")):
            return Standing.NAMED
        elif word in _words("way"):
            return Standing.LOCATED if kind else Standing.NAMED
        elif word not in _words("between") and not _is_people(line[at]) and word != "'s":
            return Standing.LOCATED if kind else None
        at -= 1
    return Standing.LOCATED if kind else None


def _is_people(token: Token) -> bool:
    return token.text[0].isupper() and any(each.people for each in gazetteer().entries(folded(token.text)))


def _is_dateline(found: _Found) -> bool:
    """Whether it opens a report: "PARIS (AFP) —", "ALEPPO, Syria —"."""
    line = found.line
    if found.first > 2 or not line[0].text.isupper():
        return False
    marks = [token.text for token in line[found.end : found.end + 8]]
    return any(each in {"—", "–", "--", "-"} for each in marks) or (marks[:1] == ["("] and ")" in marks)


def _in_capitals(text: str) -> bool:
    """Whether nearly every longer word of a text has a capital, so that capitals tell no names."""
    longer = [word for word in text.split()[:60] if len(word) > 3 and word[0].isalpha()]
    return len(longer) > 3 and sum(word[0].isupper() for word in longer) > _TITLE_CASE * len(longer)


def _sure(mention: PlaceMention, support: Counter[str]) -> bool:
    """Whether a name is taken for that of a place: of a small town, only where words or other places say so."""
    place = mention.place
    if mention.standing is not Standing.NAMED or place.precision is not Precision.CITY or place.population >= KNOWN:
        return True
    return support[place.country] > (len({each.country for each in mention.candidates}) == 1)


# -- which of its namesakes is meant


def _support(found: Sequence[tuple[_Found, Standing]]) -> Counter[str]:
    """How often a text names each country by a name that stands for nothing else, or its people."""
    support: Counter[str] = Counter()
    for each, _ in found:
        countries = {entry.place.country for entry in each.entries}
        if len(countries) == 1:
            support.update(countries)
    return support


def _mention(
    found: Sequence[tuple[_Found, Standing]], at: int, support: Counter[str], home: str | None
) -> PlaceMention:
    each, standing = found[at]
    beside = _beside(found, at)
    own = Counter(support)
    if len({entry.place.country for entry in each.entries}) == 1:
        own[each.entries[0].place.country] -= 1
    chief = {
        (one.place.country, one.place.region): one.place.population
        for one in each.entries
        if one.place.precision is Precision.CITY
    }
    scored = [
        (*_scored(entry, beside, own, home), entry.place)
        for entry in each.entries
        if entry.place.precision is not Precision.REGION
        or chief.get((entry.place.country, entry.place.name), 0) < CHIEF * entry.place.population
    ]
    ranked = sorted(scored, key=lambda one: (-one[0], one[2].country, one[2].name, one[2].latitude))
    _, because, best = ranked[0]
    different = _different([place for _, _, place in ranked])
    return PlaceMention(
        span=each.span,
        place=best,
        candidates=different,
        because=because if len(different) > 1 else "nothing else has this name",
        standing=standing,
    )


def _different(places: Sequence[Place]) -> tuple[Place, ...]:
    """Places without those that are the same again: a region after its chief town, a town after its region."""
    kept: list[Place] = []
    for place in places:
        if all(place.country != other.country or not _same(place, other) for other in kept):
            kept.append(place)
    return tuple(kept)


def _same(one: Place, other: Place) -> bool:
    return (other.name in {one.region, one.name} and one.precision is not other.precision) or one.name == other.region


def _scored(entry: Entry, beside: Place | None, support: Counter[str], home: str | None) -> tuple[float, str]:
    """How likely a namesake is, and the weightiest reason for it."""
    place = entry.place
    reasons = [(math.log10(place.population + 1) + _WIDER[place.precision], "the one with most people")]
    reasons += [(OWN_NAME, "")] * (not entry.alias) + [(OWN_NAME, "")] * entry.capital
    if beside and _within(place, beside):
        reasons.append((BESIDE, f"{beside.name} is named beside it"))
    if support[place.country]:
        reasons.append((SAME_TEXT, f"the text names {place.country} elsewhere"))
    if home == place.country:
        reasons.append((HOME, f"the outlet is in {place.country}"))
    told = [reason for reason in reasons[1:] if reason[1]]
    return sum(score for score, _ in reasons), max(told)[1] if told else reasons[0][1]


def _beside(found: Sequence[tuple[_Found, Standing]], at: int) -> Place | None:
    """The region or country that stands behind a name and a comma, or before it with "'s": "Syria's Idlib"."""
    each = found[at][0]
    for other, _ in found[at + 1 : at + 2]:
        joined = other.line is each.line and [token.text for token in each.line[each.end : other.first]] == [","]
        wide = [entry.place for entry in other.entries if entry.place.precision is not Precision.CITY]
        if joined and wide:
            fitting = [place for place in wide if any(_within(one.place, place) for one in each.entries)]
            return fitting[0] if fitting else wide[0]
    if at:
        other = found[at - 1][0]
        if other.line is each.line and [token.lower for token in each.line[other.end : each.first]] == ["'s"]:
            return other.entries[0].place
    return None


def _within(place: Place, wider: Place) -> bool:
    if place.country != wider.country:
        return False
    return wider.precision is Precision.COUNTRY or place.region == wider.name
