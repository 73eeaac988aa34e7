"""Who says what a verb attributes."""

from __future__ import annotations

from backstory.language.contents import Said
from backstory.language.cues import Cue
from backstory.language.grammar import Sentence
from backstory.language.lexicon import words
from backstory.language.paragraphs import Line
from backstory.language.parties import is_person
from backstory.language.subjects import Place, group_start, subject_after, subject_before

#: Subjects that the narrator attributes nothing to.
_NOBODY = frozenset({("i",), ("you",), ("we",), ("nobody",), ("none",), ("there",)})
#: What makes a verb tell that something is not said.
_NEVER = frozenset({"not", "n't", "never", "neither", "nor"})
#: Among how many words after a verb a petition is looked for.
_ASKED = 6
#: Verbs that go on to another: "went on to say".
_GOES_ON = frozenset({"on", "continued", "continues", "continue"})


def speaker_of(line: Line, cue: Cue) -> Place | None:
    """The subject of a verb that attributes; None where it has none, or nobody in particular.

    Args:
        line: a sentence.
        cue: one of its cues.
    """
    place = _subject(line, cue)
    return None if place is None or _is_nobody(line.sentence, place) else place


def _is_nobody(sentence: Sentence, place: Place) -> bool:
    """Whether a subject is nobody in particular, or nobody at all: "no group"."""
    return sentence.words(*place) in _NOBODY or sentence.word(place[0]) == "no"


def _subject(line: Line, cue: Cue) -> Place | None:
    sentence = line.sentence
    start = group_start(sentence, cue.at)
    if sentence.letter(cue.at) == "g" and start and "b" not in sentence.letters[start : cue.at]:
        beside = sentence.ending.get(cue.at)
        if beside is None or not _may_speak(sentence.word(beside.head)):
            return _main_subject(line, cue.at)
    if sentence.letter(start - 1) == "t":
        start -= 3 if sentence.word(start - 2) == "on" else 2
    place = subject_before(sentence, start, line.floor(cue.at))
    # '..., praised "the crew," thanked ...': a comma within the quotation joins the verbs.
    joint = start - 1 - (sentence.letter(start - 1) == "q")
    if place is None and sentence.letter(joint) in {"c", ","}:
        return _main_subject(line, joint + 1)
    return place


def _may_speak(noun: str) -> bool:
    """Whether a noun is of people, who may speak, and not of what they write."""
    return any(is_person(form) for form in (noun, noun.removesuffix("s"), noun.removesuffix("men") + "man"))


def _main_subject(line: Line, at: int) -> Place | None:
    """The subject of the verb that a participle or a verb after "and" goes on from.

    That is the nearest verb before it that attributes, else the first finite verb of the sentence.
    """
    letters = line.sentence.letters
    before = [cue for cue in reversed(line.cues) if cue.at < at and letters[cue.at] == "V"]
    attributing = [cue.at for cue in before]
    turned = next((place for cue in before[:1] if (place := inverted(line, cue))), None)
    if turned is not None:
        return turned
    # "As the crowd sang, she got up and said": the first clause is not the main one.
    main = letters.find(",", 0, at) + 1 if "U" in letters[:2] else 0
    finite = [near for near in (*range(main, at), *range(main)) if letters[near] in "Vmbh"]
    for verb in [*attributing, *finite]:
        place = subject_before(line.sentence, verb, line.floor(verb)) if line.within[verb] is None else None
        if place is not None:
            return place
    return None


def inverted(line: Line, cue: Cue) -> Place | None:
    """The subject that follows its verb: "..., said | the mayor"; None where it does not.

    Args:
        line: a sentence.
        cue: one of its cues.
    """
    sentence = line.sentence
    if "c" not in cue.frames or cue.verb == "tell" or sentence.letter(cue.at) not in "VP":
        return None
    quoted = quoted_before(sentence, cue.at)
    if not follows_speech(sentence, cue.at) or not (quoted or set("Vmbh").intersection(sentence.letters[: cue.at])):
        return None
    place = subject_after(sentence, cue.end)
    if place is None or _is_nobody(sentence, place):
        return None
    after = sentence.letter(place[1])
    ends = not after or after in ",.iW:(q" or sentence.word(place[1]) in words("time")
    return place if quoted or ends else None


def follows_speech(sentence: Sentence, at: int) -> bool:
    """Whether what stands before a place may be what is said: it ends in a comma or a quotation mark."""
    return (at > 1 and sentence.letter(at - 1) in {",", "q", "-", ":"}) or sentence.word(at - 1) in {"!", "?"}


def quoted_before(sentence: Sentence, at: int) -> bool:
    """Whether a quotation ends before a place."""
    return "q" in sentence.letters[max(at - 2, 0) : at]


def is_unreal(sentence: Sentence, cue: Cue) -> bool:
    """Whether a verb tells what is not said: "to say", "would deny", "did not say"; "went on to say" tells what is."""
    start = group_start(sentence, cue.at)
    group = sentence.words(start - 1, cue.at)
    if _NEVER.intersection(group) and "only" not in group:
        return True
    wanted = sentence.letter(cue.at) in "vV" and sentence.letter(start - 1) == "t"
    if wanted and sentence.word(start - 2) not in _GOES_ON:
        return True
    return cue.verb != "say" and "m" in sentence.letters[start : cue.at]


def is_act(line: Line, cue: Cue, said: Said, speaker: Place) -> bool:
    """Whether a verb tells what somebody does: "the court denies the appeal", "the firm recalls 3,000 buses"."""
    sentence, (start, end) = line.sentence, said.place
    noun = sentence.word(speaker[1] - 1)
    if cue.verb == "threaten":
        # "The storm threatens the coast" and not "Norland threatens sanctions".
        return noun in words("thing") or (said.frame == "o" and sentence.letter(start) in {"D", "S", "R", "C"})
    if said.frame == "k" and "q" not in sentence.letters[start:end]:
        phrase = sentence.starting.get(start)
        return not _is_person(sentence, speaker) or (phrase is not None and phrase.count is not None)
    if said.frame != "o" or cue.frames["o"] not in {"denies", "confirms", "demands"}:
        return False
    thing = sentence.starting.get(cue.end)
    if thing is not None and cue.frames["o"] == "denies":
        head, quoted = sentence.word(thing.head), "q" in sentence.letters[start:end]
        # "Denies the union a licence" has two objects; "rejects the deal" turns down what nobody says.
        if cue.verb == "deny" and (thing.end in sentence.starting or head in words("petition") | {"right"}):
            return True
        if cue.verb in words("rejects") and not quoted and head not in words("saying"):
            return sentence.letter(thing.head) in {"N", "P", "R"}
    asked = words("petition").intersection(sentence.words(cue.end, end)[:_ASKED])
    return bool(asked or words("bench").intersection(sentence.words(*speaker)))


def _is_person(sentence: Sentence, speaker: Place) -> bool:
    """Whether a subject is a person, people, or a pronoun; a name that is not known for a place or a body is one."""
    head = speaker[1] - 1
    if sentence.letter(head) in {"r", "W"}:
        return sentence.word(head) not in {"it", "which"}
    if sentence.letter(head) == "R":
        return sentence.kinds[head].rpartition("-")[2] in {"O", "person"}
    return _may_speak(sentence.word(head))
