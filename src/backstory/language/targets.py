"""The people that a word of harm is said of: before it and after it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from backstory.language.grammar import Sentence
from backstory.language.lexicon import plural, table, verb_forms, words
from backstory.language.parties import Party, parties
from backstory.language.subjects import Place, subject_before

#: How far behind a phrase "including" may stand.
_REACH = 14


@lru_cache(maxsize=1)
def harm_words() -> dict[str, dict[str, str]]:
    """For each part of harms.tsv its words, and the kind of harm that each is of."""
    parts: dict[str, dict[str, str]] = {}
    for kind, part, entries in table("harms"):
        for entry in entries.split():
            forms = [entry]
            if part in {"does", "befalls"}:
                forms = list(verb_forms(entry))
            elif part in {"noun", "act"}:
                forms = [entry, plural(entry)]
            parts.setdefault(part, {}).update(dict.fromkeys(forms, kind))
    return parts


@dataclass(frozen=True, slots=True)
class Targets:
    """The people of a sentence, found from the words around them."""

    #: The sentence.
    sentence: Sentence
    #: Its people, in order.
    people: tuple[Party, ...]
    #: The same by the place where they start.
    starting: dict[int, Party] = field(repr=False)
    #: The same by the place where they end.
    ending: dict[int, Party] = field(repr=False)

    @classmethod
    def of(cls, sentence: Sentence) -> Targets:
        """The people of a sentence."""
        people = tuple(parties(sentence))
        return cls(sentence, people, {each.first: each for each in people}, {each.end: each for each in people})

    def after(self, at: int) -> list[Party]:
        """The people that a verb is done to: the phrase after it, those joined to it, and parts of them.

        Args:
            at: the place after the verb.
        """
        while self.sentence.letter(at) in {"a", "q"}:
            at += 1
        # "shot and injured another guard": the verbs share what follows the last of them.
        if self.sentence.letter(at) == "c" and self.sentence.word(at + 1) in harm_words()["does"]:
            return self.after(at + 2)
        target = self.starting.get(at)
        return [target, *self.joined(target.end), *self.included(target.end)] if target else []

    def joined(self, at: int) -> list[Party]:
        """Those joined to a phrase that ends at a place: ", two soldiers and a child"."""
        found: list[Party] = []
        before = self.ending.get(at)
        while True:
            start = at
            while self.sentence.letter(at) in {",", "c"} or self.sentence.word(at) in words("joins"):
                if self.sentence.word(at) in {"but", "or"}:
                    return found
                at += 1
            target = self.starting.get(at)
            if target is None or self.sentence.words(start, at) in {(), ("with",)} or self._has_own(target.end):
                return found
            if before is not None and self._explains(target, before):
                return found
            found.append(target)
            before, at = target, target.end

    def _explains(self, party: Party, name: Party) -> bool:
        """Whether a phrase says who a name is, and nobody else follows: "kill Ann Lee, | a nurse from Dale"."""
        if self.sentence.letter(name.head) != "R" or name.counted or party.counted or party.first != name.end + 1:
            return False
        at = party.end + (self.sentence.letter(party.end) == ",")
        return self.sentence.letter(party.first) == "D" and self.sentence.letter(at) != "c" and at not in self.starting

    def _has_own(self, at: int) -> bool:
        """Whether a phrase that ends at a place has a predicate of its own."""
        letter = self.sentence.letter(at)
        if letter == "a":
            return self._has_own(at + 1)
        return (bool(letter) and letter in "VbhmndJv") or self.sentence.word(at) in harm_words()["state"]

    def included(self, at: int) -> list[Party]:
        """Those named as part of a phrase that ends at a place: "36 people, including 24 children"."""
        for near in range(at, min(at + _REACH, len(self.sentence.tokens))):
            if self.sentence.word(near) in {"including", "among"}:
                step = near + 1 + (self.sentence.word(near + 1) == "them")
                target = self.starting.get(step + (self.sentence.letter(step) in {":", ","}))
                return [target, *self.joined(target.end)] if target else []
            if self.sentence.letter(near) in {"V", "b", "h", "."}:
                break
        return []

    def before(self, at: int) -> list[Party]:
        """The people that a state or a passive is said of.

        Args:
            at: the place of the word.
        """
        end = self._group_start(at)
        if self.sentence.letter(end - 1) == "," and (place := subject_before(self.sentence, end)):
            first = self.starting.get(place[0]) or self._counted_first(place)
            if first is not None:
                return [first, *self.included(first.end)]
        last = self._at_end(end)
        if last is None:
            return []
        if whole := self._including(last):
            return [whole, *self.included(whole.end)]
        within = self.included(last.end) if last.end < at else []
        found = dict.fromkeys([*self._joined_before(last), last, *self.included(at + 1), *within])
        return list(found)

    def _counted_first(self, place: Place) -> Party | None:
        """The first people of a place that are counted: "On Monday, 29 miners, including two women, | were killed"."""
        return next((each for each in self.people if each.counted and place[0] < each.first < place[1]), None)

    def _including(self, part: Party) -> Party | None:
        """The phrase that a phrase is a part of: "ten villagers including | four children"."""
        at = part.first - 1
        while self.sentence.word(at) == "and" and at in self.ending:
            at = self.ending[at].first - 1
        return self.ending.get(at) if self.sentence.word(at) in {"including", "among"} else None

    def _at_end(self, end: int) -> Party | None:
        """The people whose phrase ends at a place, or the nearest before it that nothing else comes between."""
        last = self.ending.get(end)
        if last is not None:
            whole = self.ending.get(last.first - 1) if self.sentence.word(last.first - 1) == "of" else None
            return self._explained(whole if whole is not None and not last.counted else last)
        beside = self.sentence.ending.get(end)
        if beside is not None and beside.count is None and self.sentence.letter(beside.first - 1) != "i":
            # Something else is the subject: "the entire building evacuated".
            return None if self.sentence.letter(beside.head) in "NR" else self._nearest(end)
        return self._nearest(end)

    def _explained(self, party: Party) -> Party:
        """The phrase that a name or description in apposition explains: "a suspect, 27-year-old Jon Doe,"."""
        before = self.ending.get(party.first - 1) if self.sentence.letter(party.first - 1) == "," else None
        return before if before is not None and not before.counted and not party.counted else party

    def _joined_before(self, party: Party, *, listed: bool = False) -> list[Party]:
        """Those joined to a phrase from before: "two cooks, three soldiers and nine attackers | were killed"."""
        at = party.first - 1
        if self.sentence.word(at) != "and" and not (listed and self.sentence.word(at) == ","):
            return []
        other = self.ending.get(at - (self.sentence.letter(at - 1) == ","))
        if other is None or (self.sentence.word(at) == "," and not other.counted):
            return []
        return [*self._joined_before(other, listed=True), other]

    def _group_start(self, at: int) -> int:
        """Where the predicate begins that a word belongs to."""
        while at > 0:
            step = self._step_back(at)
            if step == at:
                return at
            at = step
        return at

    def _step_back(self, at: int) -> int:
        """The place before a place, if what stands there belongs to the same predicate."""
        sentence = self.sentence
        letter, word = sentence.letter(at - 1), sentence.word(at - 1)
        if letter in "abhmdtW" or (letter == "," and sentence.letter(at) == "W"):
            return at - 1
        if letter == "c":
            return at - 1 if at > 1 and sentence.letters[at - 2] in "nVJ" else at
        if letter in "nVJ" and (word in harm_words()["state"] or word in words("told")):
            return at - 1
        if letter == "V" and sentence.letter(at) in "aJnv" and word in words("become"):
            return at - 1
        return sentence.letters.rfind("(", 0, at) if letter == ")" and "(" in sentence.letters[:at] else at

    def _nearest(self, end: int) -> Party | None:
        """The nearest people before a place, in the same clause; counted ones rather than others."""
        at = end - (self.sentence.letter(end - 1) == ",")
        best: Party | None = None
        for party in reversed([each for each in self.people if each.end <= at]):
            if set("Vm:U").intersection(self.sentence.letters[party.end : at]):
                break
            if not self._is_governed(party):
                if party.counted:
                    return party
                best = best or party
        return best

    def _is_governed(self, party: Party) -> bool:
        """Whether a preposition or a verb leads to a phrase, so that it is no subject."""
        letter, word = self.sentence.letter(party.first - 1), self.sentence.word(party.first - 1)
        if letter == "i":
            return word not in {"with", "of", "that"}
        return letter in {"g", "v"} and word != "including"
