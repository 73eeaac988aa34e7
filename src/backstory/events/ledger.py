"""What is said of an event, by whom, and who answers whom: the statements of all its texts by what they are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from backstory.events.accounts import tolls
from backstory.language.lexicon import plural, table, verb_forms, words
from backstory.language.terms import stem, vocabulary
from backstory.model import Stance
from backstory.model_claims import Entry, Ledger, Matter, Said, Told, Voice

#: Statements are about one thing when they share so much of their words (Jaccard), or one holds so much of the other.
_ALIKE, _WITHIN = 0.5, 0.8
#: A statement of fewer words is never taken for a part of another.
_FEW = 3
#: A denial answers what holds this share of its words, and no less.
ANSWERS = 0.4
#: What counts for a denial beside shared words: that the denier is named there, and that it stands right before.
_NAMED, _BEFORE = 0.3, 0.15
#: What is not answered by a denial: other denials, and what nobody could have done.
UNANSWERED = frozenset({Stance.DENIES, Stance.PROMISES, Stance.DEMANDS})
#: A name and the word made of it share so many first letters: "Russia", "Russian".
_ROOT = 4


@dataclass(frozen=True, eq=False)
class Saying:
    """A statement, with what it is compared by; most stand alone and are compared with none."""

    said: Said
    #: The texts that hold it.
    voices: tuple[Voice, ...]

    @cached_property
    def signs(self) -> frozenset[str]:
        """Its words without endings, with words of harm as the kind of harm."""
        return signs_of(" ".join(self.said.content))

    @cached_property
    def whose(self) -> frozenset[str]:
        """The words of its claimant without endings."""
        return signs_of(self.said.named or self.said.claimant or "")


def ledger(texts: Sequence[Told]) -> Ledger:
    """The ledger of an event.

    Args:
        texts: all texts that tell of it, its own words first, in order of time.
    """
    sayings = list(_sayings(texts))
    answers = {at: found for at in range(len(sayings)) if (found := _answered(sayings, at))}
    return Ledger(
        matters=tuple(_matter(sayings, group, answers) for group in _groups(sayings, answers)),
        tolls=tolls(texts),
        voices=tuple(told.voice for told in texts),
    )


def _sayings(texts: Sequence[Told]) -> Iterator[Saying]:
    """The statements with somebody who makes them, those that stand word for word in several texts once."""
    found: dict[tuple[str, Stance, tuple[str, ...]], Saying] = {}
    for told in texts:
        for said in told.reading.said:
            if said.claimant is None:
                continue
            who = (said.who or said.claimant).lower()
            key = (who, said.statement.stance, tuple(part.lower() for part in said.content))
            held = found.get(key)
            if held is None:
                found[key] = Saying(said, (told.voice,))
            elif told.voice not in held.voices:
                found[key] = replace(held, voices=(*held.voices, told.voice))
    yield from found.values()


def signs_of(text: str) -> frozenset[str]:
    """The words of a text without endings, with words of harm as the kind of harm, after "#"."""
    return frozenset(map(_sign, vocabulary(text)))


@lru_cache(maxsize=50_000)
def _sign(word: str) -> str:
    return _harms().get(word) or stem(word)


@lru_cache(maxsize=1)
def _harms() -> dict[str, str]:
    """For each form of a word of harm, the kind of harm."""
    found: dict[str, str] = {}
    for kind, part, held in table("harms"):
        for entry in held.split():
            base = entry.partition("(")[0]
            forms = verb_forms(entry) if part in {"does", "befalls"} else (base, plural(base))
            found.update(dict.fromkeys(forms, f"#{kind}"))
    return found


def _answered(sayings: Sequence[Saying], at: int) -> tuple[int, str] | None:
    """Which statement a denial answers, and why; None where it is no denial or answers none of these."""
    denial = sayings[at]
    if denial.said.statement.stance is not Stance.DENIES:
        return None
    open_to = [other for other, saying in enumerate(sayings) if _may_answer(denial, saying)]
    signs = denial.signs - words("denied")
    if not signs:
        # "Denies any wrongdoing" says nothing of what it answers: that is what stands before it.
        return (at - 1, "it denies what stands right before it") if at - 1 in open_to else None
    best = max(open_to, key=lambda other: (_answer(denial, signs, sayings[other], at - other), other), default=None)
    if best is None or _answer(denial, signs, sayings[best], at - best) < ANSWERS:
        return None
    shared = sorted(sign.removeprefix("#") for sign in signs & sayings[best].signs)
    return best, f"both speak of: {', '.join(shared)}" if shared else "it names who denies"


def _may_answer(denial: Saying, saying: Saying) -> bool:
    """Whether a statement is one that somebody else may deny, and no part of the other, nor the other of it."""
    if saying.said.statement.stance in UNANSWERED or saying.whose & denial.whose:
        return False
    one, other = denial.said.statement, saying.said.statement
    if not set(denial.voices) & set(saying.voices):
        return True
    return not any(a.start < b.end and b.start < a.end for a in one.content for b in other.content)


def _answer(denial: Saying, signs: frozenset[str], saying: Saying, distance: int) -> float:
    """How well a denial fits what it may answer."""
    shared = len(signs & saying.signs) / len(signs)
    named = any(same_root(one, other) for one in denial.whose for other in saying.signs)
    near = distance == 1 and bool(set(denial.voices) & set(saying.voices))
    return shared + _NAMED * named + _BEFORE * near if shared or named else 0.0


def same_root(one: str, other: str) -> bool:
    """Whether two signs are a name and a word made of it: "russia", "russian"."""
    return min(len(one), len(other)) >= _ROOT and one[:_ROOT] == other[:_ROOT] and (one in other or other in one)


def _groups(sayings: Sequence[Saying], answers: dict[int, tuple[int, str]]) -> list[list[int]]:
    """The places of the statements that are about one thing, in the order of the first of each group."""
    if len(sayings) < 2:
        return [[at] for at in range(len(sayings))]
    group = list(range(len(sayings)))
    pairs = [(at, found[0]) for at, found in answers.items()]
    pairs += [(at, other) for at in range(len(sayings)) for other in range(at) if _alike(sayings[at], sayings[other])]
    for one, other in pairs:
        low, high = sorted((group[one], group[other]))
        group = [low if each == high else each for each in group]
    return [[at for at, each in enumerate(group) if each == number] for number in sorted(set(group))]


def _alike(one: Saying, other: Saying) -> bool:
    shared, least = len(one.signs & other.signs), min(len(one.signs), len(other.signs))
    if least < _FEW:
        return False
    return shared / len(one.signs | other.signs) >= _ALIKE or shared / least >= _WITHIN


def _matter(sayings: Sequence[Saying], group: Sequence[int], answers: dict[int, tuple[int, str]]) -> Matter:
    places = {at: place for place, at in enumerate(group)}
    entries = []
    for at in group:
        answered = answers.get(at)
        entries.append(
            Entry(
                said=sayings[at].said,
                voices=sayings[at].voices,
                answers=places[answered[0]] if answered else None,
                because=answered[1] if answered else None,
                superseded_by=next((places[later] for later in group if _takes_back(sayings, at, later)), None),
            )
        )
    return Matter(tuple(entries))


def _takes_back(sayings: Sequence[Saying], at: int, later: int) -> bool:
    """Whether a later text has the same claimant deny what was said, or say what was denied."""
    one, other = sayings[at], sayings[later]
    days = one.voices[0].day, other.voices[0].day
    if days[0] is None or days[1] is None or days[0] >= days[1]:
        return False
    denied = [each.said.statement.stance is Stance.DENIES for each in (one, other)]
    return denied[0] != denied[1] and not one.whose.isdisjoint(other.whose)
