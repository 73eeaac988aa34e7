"""The reports that a line of wikitext cites: addresses, labels, and which labels name an outlet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from backstory.intake.marks import (
    CITATION,
    CUT,
    LABEL_END,
    LINK,
    LINK_END,
    POINTER,
    SEPARATORS,
    citation_number,
    without_marks,
)
from backstory.intake.outlets import parse_outlet
from backstory.intake.wikilinks import decoded_entities
from backstory.model import Source


class Citation(NamedTuple):
    """A report that is cited, as far as its own markup tells."""

    source: Source
    #: Words of its link that are in no brackets: the outlet's name, or words of the sentence.
    label: str = ""


def merged(sources: Iterable[Source]) -> tuple[Source, ...]:
    """The sources in order, each address once, with the outlet that any of the citations of it names."""
    kept: dict[str | Source, Source] = {}
    for source in sources:
        key = source.url or source
        if key not in kept or (kept[key].outlet is None and source.outlet):
            kept[key] = source
    return tuple(kept.values())


def report(url: str | None, label: str) -> Source:
    """The report at that address, of the outlet that the label names, if it names one."""
    return Source(url=url) if _NO_OUTLET.fullmatch(label) else replace(parse_outlet(label), url=url)


def divided(url: str, label: str) -> tuple[str, str]:
    """Address and label of a link; part of the label may have been written into the address."""
    url = decoded_entities(url)
    if url.startswith("//"):
        url = f"https:{url}"
    if found := _LABEL_IN_ADDRESS.search(url):
        url, label = url[: found.start()], f"{url[found.start() :]} {label}"
    return url, label.strip(" |'")


def is_bracketed(label: str) -> bool:
    """Whether the label stands in brackets, also in one that lacks its partner."""
    return label.startswith(("(", "[", "{")) or any(
        label.endswith(right) and label.count(left) < label.count(right) for left, right in ("()", "[]", "{}")
    )


def mended(wikitext: str) -> str:
    """The text with common slips in the brackets of external links put right."""
    if "http" in wikitext or "www." in wikitext:
        for slip, right in _MENDS:
            wikitext = slip.sub(right, wikitext)
    return wikitext


def overlooked(wikitext: str) -> list[Source]:
    """Every citation in well-formed brackets, found by its brackets alone.

    In broken wikitext an unclosed template or link may hide a citation from the parser.
    """
    found = [divided(url, label) for url, label in _BRACKETED.findall(_LITERAL.sub("", wikitext))]
    return [report(url, label) if is_bracketed(label) else Source(url=url) for url, label in found]


#: Labels that say no more than that there is a link.
_NO_OUTLET = re.compile(
    r"(?:[\W\d_]|\b(?:article|audio|details|full|here|in|link|map|more|news|pdf|photos?|pictures?|read|report|see|source"
    r"|story|text|the|this|transcript|video)\b)*",
    re.IGNORECASE,
)
#: Where a label starts that was written into the address: `http://x.org/a.html(BBC)`, `http://x.org/a|BBC`.
_LABEL_IN_ADDRESS = re.compile(r"''|\|(?=$|[A-Z('][^/=&%?#|]*$)|(?<![_/=])\((?=[A-Z][^()_/]*\)?$)")
_ADDRESS = r"https?://[^\s\[\]<>\"]+"
_MENDS = (
    (re.compile(r"\[\s*(?=www\.)"), "[http://"),
    (re.compile(r"\[\s+(?=https?://)"), "["),
    # Two brackets for one: [[http://x.org (BBC)]]
    (re.compile(rf"\[\[\s*({_ADDRESS})[\s|]*([^\[\]]*)\]\]"), r"[\1 \2]"),
    # The closing bracket is missing: [http://x.org (BBC)
    (re.compile(rf"\[({_ADDRESS}\s+\([^()\[\]]{{1,60}}\)?)(?=\s*(?:\[|$))"), r"[\1]"),
    # The opening one is: http://x.org (BBC)]
    (re.compile(rf"(?<!\[)(?<!\S)({_ADDRESS}\s+\([^()\[\]]{{1,60}}\)\])"), r"[\1"),
)
_LITERAL = re.compile(r"<nowiki>.*?</nowiki>", re.DOTALL | re.IGNORECASE)
_BRACKETED = re.compile(r"\[((?:(?:https?|ftp):)?//[^\s\[\]<>]+)([^\[\]\n]*)\]", re.IGNORECASE)


# -- which labels name an outlet -------------------------------------------------------------------------------------

_NUMBERED = CITATION[1:-1]
_LABELLED = re.compile(f"({CITATION})(?:([^{LABEL_END}{_NUMBERED}]+){LABEL_END})?")
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_ONLY_CITATIONS = re.compile(rf"\s*(?:{POINTER}\b)?{SEPARATORS}", re.IGNORECASE)
#: Words in brackets right after a citation: its outlet, or a remark on it.
_NOTE = re.compile(rf"({CITATION})\s*\(([^(){_NUMBERED}]{{1,60}})\)(?=[\s.,;]*(?:{CUT}|$|\s[A-Z]))")
#: Outlets in brackets behind the last sentence, without an address: "... on Monday. (BBC), (CNN)".
_UNLINKED = re.compile(rf"(?<=[.!?\"”])(?:[\s,;]*\([^()]{{2,40}}\))+[\s.,;]*({CUT}|$)")
_BRACKET = re.compile(r"\(([^()]+)\)")
_AFTER_SENTENCE = re.compile(rf"(?:^|[.!?:;)\]\"”’»–—-]|{CUT}|{LABEL_END})[{LINK_END}\s]*$")
_AT_END = re.compile(rf"(?:[\s.,;:)/&|•·–—-]|\band\b|{_LABELLED.pattern})*")
_BEFORE_SENTENCE = re.compile(rf"\s*(?:{CITATION}|{LINK}?[A-Z\d\"“(])")
_LAST_WORD = re.compile(rf"(\w+)[\s{LINK_END}]*$")
#: Words that no sentence ends with, so that what follows is part of it.
_JOINING = frozenset({
    "a", "according", "an", "and", "as", "at", "be", "by", "for", "from", "her", "his", "in", "into", "is", "its",
    "of", "on", "or", "our", "per", "reports", "said", "says", "see", "that", "the", "their", "this", "to", "was",
    "were", "with",
})  # fmt: skip
#: An outlet's name has at most so many words; a remark that is no sentence has fewer than so many.
_LONGEST_NAME, _SENTENCE = 8, 4


def settled(marked: str, citations: Sequence[Citation]) -> tuple[str, list[Source]]:
    """Tell labels that name an outlet from words of the sentence.

    A label that stands in brackets, or behind a sentence and looks like a name, is the outlet's, and so are words in
    brackets behind a link that has none of its own. Other labels are words.

    Args:
        marked: a text with the marks of the citations, each followed by its label where that is undecided.
        citations: the citations, by number.

    Returns:
        The marked text without the outlets' names, and the sources with them.
    """
    settling = _Settling([citation.source for citation in citations])
    for pattern, settle in (
        (_IN_BRACKETS, settling.brackets),
        (_LABELLED, settling.label),
        (_NOTE, settling.note),
        (_UNLINKED, settling.unlinked),
    ):
        marked = pattern.sub(settle, marked)
    return marked, settling.sources


class _Settling:
    """Sources that learn their outlets; each method gives what is to stand for what was found."""

    def __init__(self, sources: list[Source]) -> None:
        self.sources = sources

    def brackets(self, found: re.Match[str]) -> str:
        """Brackets around citations and little else: "([http://x.org BBC], [http://y.org CNN])"."""
        cited = _LABELLED.findall(found[1])
        others = _LABELLED.sub("", found[1]).strip(" :,–-")
        if cited and _ONLY_CITATIONS.fullmatch(others):
            return "".join(self._named(mark, label) for mark, label in cited)
        before, after = _around(found)
        is_apart = _AFTER_SENTENCE.search(before) or _AT_END.fullmatch(after)
        if len(cited) == 1 and is_apart and _is_name(others.split()):
            return self._named(cited[0][0], others)
        return found[0]

    def label(self, found: re.Match[str]) -> str:
        """A citation whose label is undecided."""
        if not found[2]:
            return found[0]
        if _is_outlet(found):
            return self._named(found[1], found[2])
        return found[1] if _is_remark(found) else found[2]

    def note(self, found: re.Match[str]) -> str:
        """A citation and words in brackets behind it."""
        before, after = _around(found)
        is_apart = _AFTER_SENTENCE.search(before) or not after.strip(" .,;")
        if is_apart or self.sources[citation_number(found[1])].outlet is None:
            return self._named(found[1], found[2])
        return found[0]

    def unlinked(self, found: re.Match[str]) -> str:
        """Words in brackets behind the last sentence."""
        names = _BRACKET.findall(without_marks(found[0]))
        if not all(
            words[0].isupper() and _is_name(words.split()) and not _NO_OUTLET.fullmatch(words) for words in names
        ):
            return found[0]
        self.sources.extend(map(parse_outlet, names))
        return found[1]

    def _named(self, mark: str, label: str) -> str:
        number = citation_number(mark)
        if self.sources[number].outlet is None:
            self.sources[number] = report(self.sources[number].url, without_marks(label))
        return mark


def _around(found: re.Match[str]) -> tuple[str, str]:
    return found.string[: found.start()], found.string[found.end() :]


def _is_outlet(found: re.Match[str]) -> bool:
    """Whether the label of a link names the outlet, and is not words of the sentence around it."""
    before, after = _around(found)
    if not _is_name(found[2].split()):
        return False
    is_last = _AT_END.fullmatch(after) is not None
    if _AFTER_SENTENCE.search(before):
        return is_last or _BEFORE_SENTENCE.match(after) is not None
    word = _LAST_WORD.search(before)
    return is_last and not (word and word[1].lower() in _JOINING)


def _is_remark(found: re.Match[str]) -> bool:
    """Whether the label of a link stands behind the last sentence, and is too short to be one."""
    before, after = _around(found)
    is_behind = before and _AFTER_SENTENCE.search(before) and _AT_END.fullmatch(after)
    return bool(is_behind) and len(found[2].split()) < _SENTENCE


def _is_name(words: Sequence[str]) -> bool:
    """Whether they can be an outlet's name: few, and every long one with a capital, a digit or a dot in it."""
    return (
        len(words) <= _LONGEST_NAME
        and all(len(word) <= 3 or not word.isalpha() or word != word.lower() for word in words)
        and any(not word.islower() or "." in word for word in words)
    )
