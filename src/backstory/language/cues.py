"""The words that attribute what is said, and the stance that they give it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from backstory.language.grammar import Sentence
from backstory.language.lexicon import plural, table, verb_forms
from backstory.model import Stance


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb that attributes, where it stands in a sentence."""

    #: Place of the verb.
    at: int
    #: One past the place of its last token, its particle included.
    end: int
    #: The verb in its base form.
    verb: str
    #: Stance by frame.
    frames: dict[str, str]


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, dict[str, tuple[str, dict[str, str]]]]:
    """For each form of a verb and each particle ("" for none): the verb and its frames."""
    found: dict[str, dict[str, tuple[str, dict[str, str]]]] = {}
    for stance, frames, verbs in table("cues"):
        if frames == "n":
            continue
        for entry in verbs.split():
            verb, _, particle = entry.partition("_")
            for form in verb_forms(verb):
                held = found.setdefault(form, {}).setdefault(particle.replace("_", " "), (verb.partition("(")[0], {}))
                held[1].update(dict.fromkeys(frames, stance))
    return found


def noun_stance(noun: str) -> Stance | None:
    """The stance that a noun gives what is said, where a noun attributes; None where it does not."""
    return _nouns().get(noun)


@lru_cache(maxsize=1)
def _nouns() -> dict[str, Stance]:
    rows = [(Stance(stance), nouns.split()) for stance, frames, nouns in table("cues") if frames == "n"]
    return {form: stance for stance, nouns in rows for noun in nouns for form in (noun, plural(noun))}


def cues(sentence: Sentence) -> list[Cue]:
    """The verbs of a sentence that may attribute, in order.

    Args:
        sentence: a sentence.
    """
    found = []
    for at, token in enumerate(sentence.tokens):
        entry = _lexicon().get(token.lower)
        if entry is None or not _is_verb(sentence, at):
            continue
        for particle in sorted(entry, key=len, reverse=True):
            words = tuple(particle.split())
            if sentence.words(at + 1, at + 1 + len(words)) == words:
                verb, frames = entry[particle]
                if "x" not in frames:
                    found.append(Cue(at, at + 1 + len(words), verb, frames))
                break
    return found


def _is_verb(sentence: Sentence, at: int) -> bool:
    """Whether a token is a verb; a plural noun at its place that goes before a determiner or quotation is one too."""
    letter = sentence.letter(at)
    if letter in "Vvng":
        return True
    word = sentence.word(at)
    # The tagger takes "ISIL claims responsibility" for a noun phrase now and then.
    if letter == "P" and word.endswith("s"):
        # "It has reports that ..." says nothing of its own.
        if sentence.word(at + 1) in {"responsibility", "that"}:
            return sentence.letter(at - 1) != "h"
        return sentence.letter(at - 1) in {"R", "P", "N"} and sentence.letter(at + 1) in {"D", "S", "r"}
    return False
