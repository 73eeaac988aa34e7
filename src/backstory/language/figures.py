"""How many people were harmed, as a sentence gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from backstory.language.grammar import SHOOTS, Sentence
from backstory.language.lexicon import words
from backstory.language.parties import Party
from backstory.language.targets import Targets, harm_words

#: How far behind "toll" its number may stand, and behind "since" the "when" that tells of an earlier event.
_TOLL, _SINCE = 30, 7
_YEAR, _FINITE = re.compile("(?:1[89]|20)[0-9]{2}"), re.compile("[Vmbhd]")

_TOLLS, _NUMBERS = frozenset({"toll", "tolls"}), frozenset({"number", "total", "tally", "count"})
_WOUNDS, _HOMES = frozenset({"injuries", "wounds", "injury"}), frozenset({"home", "homes"})
#: What people do harm to, who harm themselves.
_SELVES = frozenset({"himself", "herself", "themselves", "self"})


@dataclass(frozen=True, slots=True)
class Harm:
    """People harmed, found in one sentence."""

    #: What happened to them.
    kind: str
    #: Who they are.
    party: Party
    #: Place of the word that says what happened.
    trigger: int
    #: Whether they are counted already within another figure.
    subset: bool = False
    #: Whether it is the running total of what came before.
    total: bool = False


def harms(sentence: Sentence) -> list[Harm]:
    """The people harmed that a sentence counts, describes or names, in order.

    Args:
        sentence: a sentence.
    """
    places = [at for at, token in enumerate(sentence.tokens[: _present(sentence)]) if token.lower in triggers()]
    if not places:
        return []
    targets = Targets.of(sentence)
    found = [harm for at in places for harm in _at(targets, at)] if targets.people else []
    return _settled(sentence, found)


def _present(sentence: Sentence) -> int:
    """One past what a sentence tells of its own event: "the deadliest raid since 2014 | when the group killed 700"."""
    for at in range(1, len(sentence.tokens)):
        if sentence.word(at) == "since" and _FINITE.search(sentence.letters, 0, at):
            when = next((near for near in range(at, at + _SINCE) if sentence.word(near) == "when"), at)
            if any(_YEAR.fullmatch(word) for word in sentence.words(at, when)):
                return when
    return len(sentence.tokens)


@lru_cache(maxsize=1)
def triggers() -> frozenset[str]:
    """Every word that one of the rules starts from."""
    return _TOLLS.union(_NUMBERS, _WOUNDS, _HOMES, {"death", "custody", "positive"}, *harm_words().values())


def _at(targets: Targets, at: int) -> Iterator[Harm]:
    """What one word says of people: the first of the rules that it fits."""
    for rule in (_counted, _toll, _phrase, _done, _befallen, _stated, _acted):
        found = list(rule(targets, at))
        if found:
            yield from found
            return


def _counted(targets: Targets, at: int) -> Iterator[Harm]:
    """The number of a noun that is counted: "at least 25 deaths"."""
    sentence, word = targets.sentence, targets.sentence.word(at)
    kind = harm_words()["noun"].get(word)
    if kind is None or (word in words("state") and sentence.letter(at + 1) in {"N", "P", "R"}):
        return
    for party in targets.people:
        if party.head == at and party.counted:
            disease = words("medical").intersection(sentence.words(party.first, at)) or sentence.word(at + 1) == "of"
            if kind != "infected" or word.startswith("infection") or disease:
                yield Harm(kind, party, at)


def _toll(targets: Targets, at: int) -> Iterator[Harm]:
    """The number that a toll is given as: "the death toll from the flood rises to nine"."""
    sentence, word = targets.sentence, targets.sentence.word(at)
    if word in _TOLLS:
        kind = None if "m" in sentence.letters[max(at - 5, 0) : at] else "killed"
    else:
        kind = _numbered(sentence, at) if word in _NUMBERS else None
    for party in targets.people if kind else ():
        before = sentence.word(party.first - 1)
        if at < party.first < at + _TOLL and party.counted and before in words("reaches"):
            exact = before in words("above") and party.low is not None and party.low == party.high
            more = replace(party, low=(party.low or 0) + 1, high=None)
            yield Harm(str(kind), more if exact else party, at, total=True)
            return


def _numbered(sentence: Sentence, at: int) -> str | None:
    """What "the number of ..." or "the total" counts; a bare total counts what was counted before it."""
    lexicon = {**harm_words()["state"], **harm_words()["noun"]}
    for near in range(max(at - 3, 0), min(at + 7, len(sentence.tokens))):
        if near > at and sentence.letters[near] in "Vt,":
            break
        if sentence.word(near) in lexicon:
            return lexicon[sentence.word(near)]
    if sentence.letter(at + 1) in {"t", "V", "i"}:
        before = (near for near in range(at - 1, -1, -1) if sentence.letters[near] in "NP")
        return next(
            (lexicon[sentence.word(near)] for near in before if sentence.word(near) in harm_words()["noun"]), None
        )
    return None


def _phrase(targets: Targets, at: int) -> Iterator[Harm]:
    """Harm that several words tell: "stabbed to death", "suffered injuries", "in custody", "tested positive"."""
    word, before = targets.sentence.word(at), targets.sentence.word(at - 1)
    people: list[Party] = []
    kind = ""
    if word == "death" and before == "to":
        kind, people = "killed", _to_death(targets, at - 1)
    elif word in _WOUNDS:
        verbs = (near for near in range(at - 1, max(at - 6, -1), -1) if targets.sentence.word(near) in words("hurt"))
        verb = next(verbs, None)
        kind, people = "injured", [] if verb is None else targets.before(verb)
    elif word == "custody" and before in {"into", "in"}:
        kind, people = "detained", targets.before(at - 1)
    elif word == "positive" and before.startswith("test"):
        one = [each for each in targets.people if not each.counted][:1]
        kind, people = "infected", targets.before(at - 1) or one
    elif word in _HOMES:
        verbs = (
            near for near in range(at - 1, max(at - 12, -1), -1) if targets.sentence.word(near) in words("uproots")
        )
        kind, people = "displaced", _from_home(targets, next(verbs, None))
    yield from (Harm(kind, party, at) for party in people)


def _from_home(targets: Targets, verb: int | None) -> list[Party]:
    """Those who flee their homes, or whom something drives from there, as far as they are counted."""
    if verb is None or _is_unreal(targets.sentence, verb):
        return []
    return [each for each in targets.after(verb + 1) or targets.before(verb) if each.counted]


def _to_death(targets: Targets, at: int) -> list[Party]:
    """Those whom something is done to until they die: "beat a man to death", "a man was stabbed to death"."""
    verbs = (near for near in range(at - 1, max(at - 9, -1), -1) if targets.sentence.letters[near] in "Vng")
    verb = next(verbs, None)
    if verb is None:
        return []
    return (targets.after(verb + 1) if verb < at - 1 else []) or targets.before(verb)


def _done(targets: Targets, at: int) -> Iterator[Harm]:
    """What somebody does to people: "kill at least 12", and its passive."""
    sentence, word, letter = targets.sentence, targets.sentence.word(at), targets.sentence.letters[at]
    kind = harm_words()["does"].get(word)
    attributive = sentence.letter(at + 1) in {"N", "P", "R"} and sentence.letter(at - 1) in {"D", "g", "J", "i"}
    if kind is None or letter not in "VvgnP" or _is_unreal(sentence, at) or (letter == "n" and attributive):
        return
    dead = word in SHOOTS and sentence.word(at + 1) == "dead"
    kind = "killed" if dead or sentence.word(at - 1) == "fatally" else kind
    passive = letter == "n" and _is_passive(sentence, at)
    own = sentence.word(at + 1) in _SELVES
    people = targets.before(at) if own else [] if passive else targets.after(at + 1 + dead)
    if not people and (passive or (letter in "nV" and word in harm_words()["state"])):
        people = targets.before(at)
    yield from (Harm(kind, party, at) for party in people)


def _befallen(targets: Targets, at: int) -> Iterator[Harm]:
    """What happens to people: "two have died"."""
    kind = harm_words()["befalls"].get(targets.sentence.word(at))
    if kind and targets.sentence.letters[at] in "VvgnP" and not _is_unreal(targets.sentence, at):
        yield from (Harm(kind, party, at) for party in targets.before(at))


def _stated(targets: Targets, at: int) -> Iterator[Harm]:
    """What people are said to be: "nine dead and four missing"."""
    kind = harm_words()["state"].get(targets.sentence.word(at))
    if kind and targets.sentence.letters[at] in "JVagNR" and not _is_unreal(targets.sentence, at):
        found = targets.before(at)
        yield from (Harm(kind, party, at) for party in [*found, *(targets.joined(at + 1) if found else [])])
    elif kind and targets.sentence.letters[at] == "n" and not _is_unreal(targets.sentence, at):
        yield from (Harm(kind, party, at) for party in targets.before(at))


def _acted(targets: Targets, at: int) -> Iterator[Harm]:
    """A noun whose "of" leads to people: "the killing of two aid workers"."""
    kind = harm_words()["act"].get(targets.sentence.word(at))
    if kind and targets.sentence.letters[at] in "NP" and targets.sentence.word(at + 1) == "of":
        yield from (Harm(kind, party, at) for party in targets.after(at + 2))


def _is_passive(sentence: Sentence, at: int) -> bool:
    """Whether a participle follows a form of be."""
    at -= 1
    while sentence.letter(at) in {"a", "n", "c"}:
        at -= 1
    return sentence.letter(at) == "b"


def _is_unreal(sentence: Sentence, at: int) -> bool:
    """Whether it has not happened: "to kill", "could be killed", "did not die"; "to have killed" has."""
    at -= 1
    while sentence.letter(at) in {"a", "b", "h", "d"}:
        if sentence.word(at) in {"not", "n't", "never"}:
            return True
        if sentence.letter(at) == "h" and sentence.letter(at - 1) in {"t", "m"}:
            return False
        at -= 1
    if sentence.letter(at) == "t":
        came_about = words("allows").intersection(sentence.words(at - 8, at))
        return sentence.word(at - 1) not in {"continues", "continued"} and not came_about
    return sentence.letter(at) == "m"


def _settled(sentence: Sentence, found: list[Harm]) -> list[Harm]:
    """Each once; who is killed is not also counted as shot; parts of a whole are marked."""
    out: list[Harm] = []
    killed = {harm.party.first for harm in found if harm.kind == "killed"}
    hurt = {harm.party.first for harm in found if harm.kind == "injured"}
    for harm in sorted(found, key=lambda each: (each.party.first, each.trigger)):
        either = "or" in sentence.words(harm.trigger - 2, harm.trigger + 3)
        again = any(each.kind == harm.kind and each.party.first == harm.party.first for each in out)
        if harm.party.first in killed & hurt and either:
            # "Nine are killed or injured" fixes only the sum.
            kept = replace(harm, party=replace(harm.party, low=None))
        elif harm.kind == "injured" and harm.party.first in killed:
            continue
        else:
            kept = harm
        if not again:
            out.append(kept)
    return [replace(harm, subset=_is_part(sentence, harm, out)) for harm in out]


def _is_part(sentence: Sentence, harm: Harm, found: list[Harm]) -> bool:
    """Whether people are counted within others of the sentence: "including", "of them", new ones beside a total."""
    others = [each for each in found if each.kind == harm.kind and each is not harm]
    if any(each.total for each in others) and not harm.total:
        return True
    ends = [each.party.end for each in others if each.party.first < harm.party.first]
    if not ends:
        return False
    between = slice(min(ends), harm.party.first)
    listed = {"including", "among"}.intersection(token.lower for token in sentence.tokens[between])
    if listed and not {"V", "b"}.intersection(sentence.letters[between]):
        return True
    return sentence.words(harm.party.first + 1, harm.party.first + 3) in {("of", "them"), ("of", "whom")}
