"""What is said: the words that a cue attributes, after it and before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backstory.language.cues import Cue
from backstory.language.grammar import Sentence
from backstory.language.lexicon import words
from backstory.language.paragraphs import Line
from backstory.language.subjects import Place, subject_after

#: How many words of address and circumstance may stand between a verb and what is said.
_REACH = 20
#: How many may stand between "called" and what something is called.
_CALLED = 20
#: How many may stand between the words that attribute and the rest of what is said.
_RESUMES = 14
#: What joins a quotation to the next, any verb, a finite one, and what starts an adjunct, as letters.
_JOINT, _VERB, _FINITE, _ADJUNCT = (
    re.compile(",?c,?"),
    re.compile("[Vmbhdv]"),
    re.compile("[Vmbhd]"),
    re.compile("[UW]"),
)
#: The name of a place and of what it lies in.
_PLACED = re.compile("R,R+,")
_SELVES = frozenset({"itself", "himself", "herself", "themselves"})
#: How many words what is said has at least, before a ", who ..." of the narrator.
_GLOSSED = 4
_DASHES = frozenset({"-", "--", "–", "—"})
#: What the narrator goes on with behind a quotation.
_MEANWHILE = frozenset("as when while after before although though but yet".split())


@dataclass(frozen=True, slots=True)
class Said:
    """What follows a cue."""

    #: The frame of the cue that it fits: see cues.tsv.
    frame: str
    #: Where it stands in the sentence.
    place: Place


def said_after(line: Line, cue: Cue) -> Said | None:
    """What is said after a verb; None where nothing that its frames allow follows."""
    if "m" in cue.frames:
        return _called(line, cue)
    if "p" in cue.frames:
        return _told(line, cue)
    frame = "c" if "c" in cue.frames else "q" if "q" in cue.frames else None
    if frame:
        start = _clause(line, cue.end, bare=frame == "c")
        if start is not None:
            return Said(frame, (start, clause_end(line, cue, start)))
    negated = line.sentence.word(cue.end) == "not"
    if "t" in cue.frames and line.sentence.letter(cue.end + negated) == "t":
        return Said("t", (cue.end, clause_end(line, cue, cue.end)))
    return _thing(line, cue)


def _called(line: Line, cue: Cue) -> Said | None:
    """What somebody or something is called or accused of: "called the plan absurd"."""
    sentence, at = line.sentence, cue.end
    target = subject_after(sentence, at)
    if target is None and sentence.letter(at) not in {"q", "D", "J"}:
        return None
    if (cue.verb == "call" or sentence.word(at) in _SELVES) and not _two_parts(sentence, at, target):
        return None
    return Said("m", (at, min(clause_end(line, cue, at), _gloss(line, at))))


def _two_parts(sentence: Sentence, at: int, target: Place | None) -> bool:
    """Whether something is called something: "called the plan absurd", "what they call a plot"; not "called a vote"."""
    if "W" in sentence.letters[:at] or "q" in sentence.letters[at : at + _CALLED]:
        return True
    ends = {target[1], sentence.starting[at].end} if target else {at}
    return any(sentence.letter(end) in {"D", "J", "S", "R"} or sentence.word(end) == "as" for end in ends)


def _told(line: Line, cue: Cue) -> Said | None:
    """What is said to whom: "told reporters that ...", "urged Moscow to ..."."""
    sentence, at = line.sentence, cue.end
    target = subject_after(sentence, at)
    frame = "c" if "c" in cue.frames else "p"
    if target is None:
        start = _clause(line, at) if frame == "c" else None
        return Said("c", (start, clause_end(line, cue, start))) if start is not None else None
    if sentence.letter(target[1]) == "t":
        return Said("p", (at, clause_end(line, cue, at)))
    for end in dict.fromkeys((target[1], sentence.starting[at].end)):
        start = _clause(line, end)
        if start is not None:
            return Said(frame, (start, clause_end(line, cue, start)))
    if frame == "p":
        return _thing(line, cue)
    start = _clause(line, at)
    return Said("c", (start, clause_end(line, cue, start))) if start is not None else None


def _thing(line: Line, cue: Cue) -> Said | None:
    """A noun phrase that is said of or about; where "that" follows it, what follows that."""
    frame = next((each for each in "ok" if each in cue.frames), None)
    place = object_at(line, cue.end) if frame else None
    if frame is None or place is None or _is_time(line.sentence, place[0]):
        return None
    if line.sentence.word(place[1]) == "that" and line.sentence.letter(place[1]) == "U":
        place = (place[1] + 1, clause_end(line, cue, place[1] + 1))
    return Said(frame, place)


def _is_time(sentence: Sentence, at: int) -> bool:
    """Whether a phrase tells when: "reported | last week", "denied | Thursday"."""
    phrase = sentence.starting.get(at)
    if phrase is None or sentence.word(phrase.head) not in words("time"):
        return False
    return phrase.end - at == 1 or sentence.word(at) in {"last", "this", "next", "late", "early", "earlier"}


def _clause(line: Line, at: int, *, bare: bool = True) -> int | None:
    """Where the clause or the quotation starts that follows a verb; None where neither does."""
    sentence = line.sentence
    letter = sentence.letter(at)
    # "what it says are a lack of guarantees": the subject of what is said stands before the verb.
    gap = letter in {"V", "b", "m"} and "W" in sentence.letters[:at]
    if letter in {"W", "w"} or sentence.word(at) in {"whether", "if", "how"} or gap:
        return at + 1 if sentence.word(at) == "that" else at
    for near in range(at, min(at + _REACH, len(sentence.tokens))):
        start = _opening(line, near, at)
        if start is not None:
            return start
        letter = sentence.letters[near]
        if (aside := _aside_end(sentence, near)) and sentence.word(aside) == "that":
            return aside + 1
        placed = _PLACED.match(sentence.letters, max(near - 1, 0)) or _is_placed(sentence, near)
        comma = letter == "," and not (placed or line.opens(near + 1))
        if comma or letter in "qU" or (near > at and letter in "Vmbhvgt.W-"):
            break
    return _bare_clause(line, at) if bare else None


def _aside_end(sentence: Sentence, comma: int) -> int:
    """One past a clause between commas: "told reporters in Accra, where she spoke, | that"; 0 where none is."""
    if sentence.letter(comma) != "," or sentence.letter(comma + 1) not in {"w", "W"}:
        return 0
    return sentence.letters.find(",", comma + 1) + 1


def _is_placed(sentence: Sentence, comma: int) -> bool:
    """Whether a comma ends the name of a place with what it lies in: "in Accra, Ghana, that"."""
    before = sentence.letters.rfind(",", 0, comma)
    return before > 0 and _PLACED.fullmatch(sentence.letters, before - 1, comma + 1) is not None


def _opening(line: Line, near: int, at: int) -> int | None:
    """Where what is said starts, if a word, a colon or a quotation at a place opens it."""
    sentence = line.sentence
    before = sentence.letter(near - 1)
    # "Agree to a truce that is to last": a verb right behind it goes on with what stands before.
    relative = near > at and before in "NPR" and sentence.letter(near + 1) in {"V", "b", "h", "m"}
    if (
        sentence.word(near) == "that"
        and (sentence.letter(near) in "UWi" or (sentence.letter(near) == "D" and finite(sentence, near + 1)))
        and not relative
        and (near == at or before != "," or _is_placed(sentence, near - 1))
    ):
        return near + 1
    if line.opens(near) and (near == at or before in {",", ":"}):
        return near
    if sentence.word(near) == ":" and near + 1 < len(sentence.tokens):
        return near + 1
    return None


def _bare_clause(line: Line, at: int) -> int | None:
    """Where a clause without "that" starts: a noun phrase with a finite verb after it."""
    sentence = line.sentence
    while sentence.letter(at) == "a" or sentence.word(at) in words("time"):
        at += 1
    verb = finite(sentence, at)
    # "She told reporters, and had found none": the verb goes on with what stands before the one that attributes.
    if verb is None or _closes(line, at, verb) or sentence.letters[verb - 2 : verb] == ",c":
        return None
    if sentence.letter(at) != "i":
        return at if at in sentence.starting or sentence.letter(at) in "DSqUgPJCN" else None
    # "said in a statement he would": when and where it was said is no part of it.
    free = (each for each in range(at, verb) if each in sentence.starting and sentence.letter(each - 1) not in "ics")
    return next(free, None)


def _closes(line: Line, at: int, verb: int) -> bool:
    """Whether a verb attributes all before it, and ends the sentence: "Norland repeats its claim, the union | says"."""
    ends = any(each.at == verb and each.end == line.last for each in line.cues)
    return ends and "," in line.sentence.letters[at:verb]


def finite(sentence: Sentence, at: int) -> int | None:
    """Place of the first finite verb of the clause that starts at a place; None where it has none.

    Args:
        sentence: a sentence.
        at: the place; a verb there is none of a clause that starts there.
    """
    relative = False
    for near in range(at, len(sentence.tokens)):
        letter = sentence.letters[near]
        if letter == "W":
            relative = True
        elif letter == "," and near > at:
            relative = False
        elif letter in "Vmbhd" and not relative and sentence.word(near) not in {"being", "been", "having"}:
            return near if near > at else None
        elif letter in ":.," or (letter == "U" and near > at):
            return None
    return None


def object_at(line: Line, at: int) -> Place | None:
    """The noun phrase after a verb, with all that hangs on it; None where none follows.

    Args:
        line: a sentence.
        at: the place after the verb.
    """
    sentence = line.sentence
    while sentence.letter(at) == "a":
        at += 1
    if at not in sentence.starting and (sentence.letter(at) not in "DJgq" or not sentence.letter(at)):
        return None
    end, relative = at, False
    while end < line.last:
        letter, following = sentence.letters[end], sentence.letter(end + 1)
        relative = (relative or letter == "W") and letter != ","
        if (letter in ":(U" and sentence.word(end) != "as") or (letter in "Vmbh" and not relative):
            break
        if letter in ",c" and following and following in "gVvWicUra" and not _listed(sentence, end):
            break
        end += 1
    while end > at and sentence.letter(end - 1) in {",", "c"}:
        end -= 1
    return (at, end) if end > at else None


def _listed(sentence: Sentence, at: int) -> bool:
    """Whether a comma or "and" goes on with a list of noun phrases."""
    return at + 1 + (sentence.letter(at + 1) in {"c", ","}) in sentence.starting and sentence.letter(at + 1) != "r"


def _gloss(line: Line, at: int) -> int:
    """Where the narrator's own words go on after a place: ", killing 12", "and he left", "(although ...)"."""
    sentence = line.sentence
    for near in range(at, len(sentence.tokens)):
        if line.within[near] is not None:
            continue
        letter, pair = sentence.letters[near], sentence.letters[near : near + 2]
        if pair in {",g", ",W", "cV", "ch", "cb", "cm"} or (near > at and letter in "(:"):
            return near
        if letter == "c" and _starts_clause(line, near + 1):
            return near
        if letter == "," and near + 2 < len(sentence.tokens) and line.opens(near + 1):
            return near + 2
    return len(sentence.tokens)


def clause_end(line: Line, cue: Cue, start: int) -> int:
    """Where what is said ends: with the sentence, or before words that attribute or say something else.

    Args:
        line: a sentence.
        cue: the words in it that attribute.
        start: where what is said starts, behind them.
    """
    sentence = line.sentence
    if line.opens(start) and (end := _quoted_end(line, start)):
        return end
    subordinate = "U" in sentence.letters[:2] and line.within[0] is None and cue.at < _REACH
    for near in range(start + 1, line.last):
        if sentence.letters[near] == "q" and sentence.letters[near - 1] == "," and not line.opens(near):
            # A comma within the quotation that ends here stands for one behind it.
            main = _starts_clause(line, near + 1) and (subordinate or "U" not in sentence.letters[start:near])
            if main or _next_cue(line, cue, near + 1) or _narrated(line, near + 1):
                return near + 1
        elif line.within[near] is None and _ends_at(line, cue, near, subordinate=subordinate):
            return near
    return line.last


def _ends_at(line: Line, cue: Cue, at: int, *, subordinate: bool) -> bool:
    """Whether what is said ends before a mark or an "and", since the narrator or somebody else goes on."""
    sentence, letter = line.sentence, line.sentence.letters[at]
    if letter in "(:-":
        return _sets_off(line, at)
    if letter not in ",c":
        return False
    gloss = (
        sentence.letter(at + 1) == "W" and "," not in sentence.letters[at + 1 : line.last] and at - cue.end > _GLOSSED
    )
    if letter == "," and (gloss or (subordinate and _starts_clause(line, at + 1))):
        return True
    linked = sentence.letter(at + 1) == "c" or sentence.word(at + 1) in _MEANWHILE
    return sentence.words(at + 1, at + 3) == ("according", "to") or _next_cue(line, cue, at + 1 + linked)


def _quoted_end(line: Line, start: int) -> int:
    """One past the quotation that opens at a place, and those that "and" joins to it; 0 where its clause goes on."""
    sentence, end = line.sentence, line.quotation_end(start)
    joint = _JOINT.match(sentence.letters, end)
    if joint and sentence.word(joint.end()) == "that":
        return 0
    if joint and line.opens(joint.end()):
        return _quoted_end(line, joint.end()) or line.quotation_end(joint.end())
    if line.quoted_sentence(start):
        return end
    inside, rest = sentence.letters[start + 1 : end - 1], sentence.letters[end : line.last]
    whole = _VERB.search(inside) and inside[:1] not in {"b", "h", "m"} and rest[:1] in {"i", "U", ":", "N", "P", ""}
    return end if whole and "q" not in rest and not _FINITE.search(_ADJUNCT.split(rest)[0]) else 0


def _narrated(line: Line, at: int) -> bool:
    """Whether the narrator goes on behind a quotation: '"...," drawing laughter', '"...," while the other ...'."""
    sentence = line.sentence
    if sentence.word(at) in _MEANWHILE:
        return sentence.letter(at) == "U" or _starts_clause(line, at + 1)
    return sentence.letter(at) in {"g", "W"}


def _sets_off(line: Line, at: int) -> bool:
    """Whether a bracket opens a remark that ends the sentence, or a semicolon stands before words that attribute."""
    if line.sentence.letter(at) == "(":
        return ")" in line.sentence.letters[-4:]
    if line.sentence.word(at) in _DASHES:
        alone = sum(token.text in _DASHES for token in line.sentence.tokens) == 1
        return alone and bool(_FINITE.search(line.sentence.letters, at)) and "q" not in line.sentence.letters[at:]
    return line.sentence.word(at) == ";" and any(each.at > at for each in line.cues)


def _starts_clause(line: Line, at: int) -> bool:
    """Whether a noun phrase and its finite verb start at a place: the main clause after a subordinate one."""
    phrase = line.sentence.starting.get(at + (line.sentence.letter(at) == "q"))
    return phrase is not None and line.sentence.letter(phrase.end) in {"V", "b", "h", "m", "d"}


def _next_cue(line: Line, cue: Cue, at: int) -> bool:
    """Whether another verb that attributes starts at a place: ", and calls on ...", ", adding ...", ", but he said"."""
    sentence = line.sentence
    told = next((each for each in line.cues if each.at > at), None)
    alike = told is not None and (told.verb == cue.verb or sentence.letter(cue.at) == sentence.letter(told.at) == "g")
    joined = sentence.letter(at - 2) == "," or alike
    place = subject_after(sentence, at) if sentence.letter(at - 1) in {"c", "U"} and joined else None
    if place is not None:
        at = place[1]
        while sentence.letter(at) == "a":
            at += 1
        return sentence.letter(at) in {"V", "g"} and told is not None and told.at == at
    while sentence.letter(at) == "a":
        at += 1
    if all(each.at != at for each in line.cues):
        return False
    joined = sentence.letter(at - 1) in {"c", "a"} and sentence.letter(cue.at) in {"V", "g"}
    return sentence.letter(at) == "g" or (sentence.letter(at) == "V" and joined)


def said_before(line: Line, at: int) -> Place | None:
    """What is said before the words that attribute it: all of the sentence up to them.

    Args:
        line: a sentence.
        at: where the words that attribute start.
    """
    sentence, end = line.sentence, at
    while end > 0 and sentence.letter(end - 1) == ",":
        end -= 1
    if not end:
        return None
    if line.within[end - 1] is not None:
        return (_own_words(line, end), end)
    # "He had lost: "No more," he said": the narrator's words before a colon are not his.
    colon = next((near for near in range(1, end) if sentence.word(near - 1) == ":" and line.opens(near)), 0)
    return (colon, end)


def _own_words(line: Line, end: int) -> int:
    """Where what is said starts that ends in a quotation: with that, where what stands before it is another's."""
    sentence = line.sentence
    start = next(near for near in range(end - 1, -1, -1) if line.opens(near) or not near)
    before = [near for near in range(start) if line.within[near] is None]
    letters = "".join(sentence.letters[near] for near in before)
    told = any(cue.at in before for cue in line.cues if sentence.letter(cue.at) == "V" and "c" in cue.frames)
    apart = sentence.letter(start - 1) in {"(", ":"} or not _FINITE.search(letters)
    whole = sentence.tokens[min(start + 1, end - 1)].text[0].isupper() and _FINITE.search(sentence.letters, start, end)
    return start if whole and (apart or told) else 0


def resumed(line: Line, at: int, *, quoted: bool = False) -> list[Place]:
    """What is said after the words that attribute it, where they stand in its midst: "..., she said, ...".

    Args:
        line: a sentence.
        at: one past the words that attribute.
        quoted: whether what stands before them ends in a quotation: then it goes on in another, and in no clause.
    """
    sentence = line.sentence
    for near in range(at, min(at + _RESUMES, len(sentence.tokens) - 1)):
        letter = sentence.letters[near]
        if letter == "g" and near > at:
            break
        if letter in ",:-" and line.opens(near + 1):
            closed = line.quotation_end(near + 1)
            others = any(cue.at >= closed and "c" in cue.frames and sentence.letter(cue.at) == "V" for cue in line.cues)
            if others and sentence.letter(closed) in {"V", "R", "r", "D", "N"}:
                return []
            end = closed if others else line.last
            return [(near + 1, end)] if end > near + 1 else []
        if letter in ",:-" and near == at and not quoted and _reopens(sentence, near + 1):
            return [(near + 1, line.last)] if line.last > near + 1 else []
    return []


def _reopens(sentence: Sentence, at: int) -> bool:
    """Whether what is said goes on at a place: with a clause, or with the verb of the one before it."""
    if sentence.letter(at) in {"V", "b", "h", "m"} or sentence.word(at) == "that":
        return True
    return sentence.letter(at) not in {"g", "W", "i", "a", "c", "U"} and finite(sentence, at) is not None
