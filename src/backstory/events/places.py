"""The places that a text names, each with all that its name may stand for and the reason for the choice.

Names are looked up in the gazetteer, the longest first. Words around a name say whether it is a place at all (a
surname, a newspaper, a bank) and what it does in its sentence. The places beside it, in the text and of the outlet say
which of its namesakes is meant; where nothing says so, the one with most people is. No model is asked: a headline takes
less than half a millisecond.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from backstory.events.gazetteer import LONGEST, Entry, folded, gazetteer
from backstory.events.namesakes import KNOWN, Found, chosen
from backstory.language.terms import COMMON
from backstory.language.tokens import Token, sentences
from backstory.model_places import PlaceMention, Precision, Standing

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


def places_of(text: str, *, home: str | None = None) -> tuple[PlaceMention, ...]:
    """The places that a text names, in order.

    Args:
        text: any text; spans count in it.
        home: ISO 3166-1 code of the country that it was written in or for, where that is known.
    """
    title = _in_capitals(text)
    found: list[tuple[Found, Standing]] = []
    others: set[str] = set()
    for line in sentences(text):
        for each in _names(text, line):
            standing = _standing(each, found[-1] if found else None, title)
            if standing is None:
                others.add(each.words)
            elif each.words not in others:
                found.append((each, standing))
    return tuple(each for each in chosen(found, home) if _sure(each))


# -- what is a name of a place


def _names(text: str, line: Sequence[Token]) -> Iterator[Found]:
    """The runs of a sentence's tokens that the gazetteer knows, the longest at each place, none within another."""
    at = 0
    while at < len(line):
        end, entries = _longest(text, line, at) if line[at].text[0].isupper() else (at + 1, ())
        if entries:
            yield Found(line, at, end, entries)
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
    capitals = words.isupper()
    if (len(words) <= 2 and not capitals) or (capitals and len(words) > 2 and not _in_place(name, line, at)):
        return False
    if name.replace(" ", "_") in _words("never") or (name in COMMON and not words.isupper()):
        return False
    return not gazetteer().is_word(name) or (at > 0 and line[at - 1].lower in _words("in") and not words.isupper())


def _in_place(name: str, line: Sequence[Token], at: int) -> bool:
    """Whether a name in capitals is no abbreviation: of a country that is written so, in a dateline, or all are."""
    return name in _words("capitals") or "." in name or (at <= 2 and line[0].text.isupper())


# -- what it does there


def _standing(found: Found, before: tuple[Found, Standing] | None, title: bool) -> Standing | None:
    """What a name does in its sentence; None where it is the name of something else."""
    line, first, end = found.line, found.first, found.end
    following = line[end].lower if end < len(line) else ""
    if found.people:
        return _of_people(found)
    if _is_dateline(found):
        return Standing.DATELINE
    if first > 1 and line[first - 1].lower == "of" and line[first - 2].text[0].isupper():
        return _of_a_name(found)
    if found.wide and following in _words("office") and line[end].text[0].isupper():
        return Standing.ACTOR
    if following in _words("county") and not found.wide:
        return None
    return None if not title and _is_part(found) else _by_words(found, before)


def _by_words(found: Found, before: tuple[Found, Standing] | None) -> Standing:
    """What the words before a name and behind it make it do."""
    governed = _governed(found, before)
    following = found.line[found.end].lower if found.end < len(found.line) else ""
    if governed is Standing.LOCATED or (following in _words("after") and found.large):
        return Standing.LOCATED
    return Standing.ACTOR if found.acts and not governed else Standing.NAMED


def _of_people(found: Found) -> Standing | None:
    """What a people's name does: "the Kenyan town", "off the Syrian coast" say where; "Latin American" does not."""
    line, first, end = found.line, found.first, found.end
    if first and line[first - 1].lower in _words("never") | _words("direction"):
        return None
    if _follows_name(line, first):
        return None
    return Standing.LOCATED if end < len(line) and line[end].lower in _words("ground") else Standing.PEOPLE


def _of_a_name(found: Found) -> Standing | None:
    """What a name does behind "of" and a capital: "City of London", "Government of Brazil", "Gulf of Mexico"."""
    word = found.line[found.first - 2].lower
    if word in _words("named"):
        return Standing.LOCATED
    return Standing.ACTOR if found.wide and word not in _words("water") else None


def _is_part(found: Found) -> bool:
    """Whether it is a part of a longer name: a person's, a newspaper's, an institution's that says nothing of where."""
    line, first, end = found.line, found.first, found.end
    after = line[end] if end < len(line) and line[end].start == line[end - 1].end + 1 else None
    if after and after.lower == "of" and end + 1 < len(line) and line[end + 1].text[0].isupper():
        return True
    if after and after.text[0].isupper():
        word = after.lower
        if word in _words("not") or (word not in _words("after") and not _is_wide(after)):
            return True
    return _follows_name(line, first)


def _follows_name(line: Sequence[Token], first: int) -> bool:
    """Whether a word with a capital touches a name from before, and is neither a place nor a direction."""
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
    """Whether a word is the name of a country, a people or a region of some size."""
    entries = gazetteer().entries(folded(token.text))
    return any(each.place.precision is not Precision.CITY and each.place.population >= KNOWN for each in entries)


def _governed(found: Found, before: tuple[Found, Standing] | None) -> Standing | None:
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


def _is_dateline(found: Found) -> bool:
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


def _sure(mention: PlaceMention) -> bool:
    """Whether a name is taken for that of a place: of a small town, only where words or other places say so."""
    return mention.standing is not Standing.NAMED or mention.supported
