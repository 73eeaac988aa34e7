"""The part that each unit of a page plays: of the article, how it is told; of the rest, what it is there for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backstory.articles.conventions import PURPOSES
from backstory.articles.likeness import title_key
from backstory.articles.plain_words import (
    AGENCIES,
    BYLINE,
    CORRECTION,
    NAVIGATION,
    PICTURE_CREDIT,
    SOURCE_CREDIT,
    TEASER,
    TIP,
)
from backstory.articles.units import Unit
from backstory.model import Role

_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_ENTRIES = frozenset("li dd dt td th".split())
#: Elements that hold what stands around an article on every page of a site.
_PLACES = frozenset("nav header footer menu dialog".split())
_BIT = {name: 1 << at for at, name in enumerate(PURPOSES)}
#: What a line beside the article is by its words alone.
_SAID = (
    (Role.CREDIT, PICTURE_CREDIT),
    (Role.CREDIT, SOURCE_CREDIT),
    (Role.CORRECTION, CORRECTION),
    (Role.TIP, TIP),
    (Role.TEASER, TEASER),
    (Role.NAVIGATION, NAVIGATION),
)
_SENTENCE_END = re.compile(r"[.!?…。！？][”\"’'»)\]]*$")
_DIGIT = re.compile(r"\d")

#: How far from the headline a line about the article may stand, in lines.
_NEAR_HEADLINE = 12
#: Most characters of a line about the article, of a bold line that is a heading, and of a label.
_LINE, _HEADING, _LABEL = 160, 90, 25
#: How many elements outward one still says what a line is.
_NEAR = 3


def roles(
    lines: Sequence[Unit], chosen: Sequence[bool], *, title: str | None, headline: int | None, authors: Sequence[str]
) -> list[Role]:
    """The role of each line of a page.

    Args:
        lines: the text of the page.
        chosen: for each line whether it is part of the article.
        title: the article's title.
        headline: number of the line that it stands in.
        authors: who wrote it.
    """
    key = title_key(title or "")
    names = [title_key(author) for author in authors]
    top = headline or 0
    found = []
    for at, (line, is_body) in enumerate(zip(lines, chosen, strict=True)):
        near = abs(at - top) <= _NEAR_HEADLINE and len(line.text) <= _LINE
        if key and title_key(line.text) == key and (is_body or at == headline):
            found.append(Role.TITLE)
        elif is_body:
            found.append(_in_article(line))
        else:
            found.append((near and _about_article(line, names)) or _beside_article(line))
    return _with_their_teasers(lines, found)


def _with_their_teasers(lines: Sequence[Unit], found: Sequence[Role]) -> list[Role]:
    """The roles; what stands with a teaser in one element, its summary or its label, is part of it."""
    led = {line.container.parent for line, role in zip(lines, found, strict=True) if role is Role.TEASER}
    return [
        Role.TEASER if role is Role.NAVIGATION and line.container.parent in led else role
        for line, role in zip(lines, found, strict=True)
    ]


def _in_article(line: Unit) -> Role:
    """The role of a line of the article."""
    if _is_picture(line):
        return Role.CREDIT if PICTURE_CREDIT.fullmatch(line.text) else Role.CAPTION
    if CORRECTION.fullmatch(line.text):
        return Role.CORRECTION
    if agency_in(line.text):
        return Role.CREDIT
    tags = [each.tag for _, each in zip(range(_NEAR), line.container.around(), strict=False)]
    if tags[0] in _HEADINGS or _is_bold_heading(line):
        return Role.HEADING
    if "blockquote" in tags:
        return Role.QUOTATION
    return Role.LIST if _ENTRIES.intersection(tags) else Role.PARAGRAPH


def _about_article(line: Unit, names: Sequence[str]) -> Role | None:
    """The role of a line near the headline that says who wrote the article or when; None where it says neither."""
    key = title_key(line.text)
    if BYLINE.fullmatch(line.text) or any(name and name in key for name in names):
        return Role.BYLINE
    if line.time is not None or (_DIGIT.search(line.text) and _purpose(line) & _BIT["meta"]):
        return Role.DATELINE
    return None


def _beside_article(line: Unit) -> Role:
    """The role of a line that is no part of the article."""
    said = next((role for role, pattern in _SAID if pattern.fullmatch(line.text)), None)
    if said is not None:
        return said
    tags = {each.tag for each in line.container.around()}
    purpose = _purpose(line)
    if _is_link(line):
        return Role.NAVIGATION if tags & _PLACES or len(line.text) <= _LABEL else Role.TEASER
    if _is_picture(line):
        return Role.CAPTION
    if "form" in tags or (purpose & _BIT["offer"] and len(line.text) > _LABEL):
        return Role.TIP
    is_told = purpose & _BIT["related"] or tags & {"article", "aside"}
    return Role.TEASER if is_told and not tags & _PLACES and len(line.text) > _LABEL else Role.NAVIGATION


def agency_in(text: str) -> str | None:
    """The agency or outlet that a line names as where its words are from; None where the line says anything else."""
    match = SOURCE_CREDIT.fullmatch(text) if len(text) <= _LINE else None
    name = match and (match["from"] or match["de"] or match["mark"] or match["holder"] or match["who"])
    if not match or not name or not (match["from"] or match["de"] or AGENCIES.fullmatch(name.strip(" ©."))):
        return None
    return name.strip(" ©.")


def _purpose(line: Unit) -> int:
    """What the elements near a line are for."""
    purpose = line.purpose
    for _, each in zip(range(_NEAR), line.container.around(), strict=False):
        purpose |= each.purpose
    return purpose


def _is_picture(line: Unit) -> bool:
    """Whether a line stands under a picture."""
    container = line.container
    return any(each.tag in {"figcaption", "figure"} for _, each in zip(range(_NEAR), container.around(), strict=False))


def _is_link(line: Unit) -> bool:
    return line.linked * 2 > len(line.text)


def _is_bold_heading(line: Unit) -> bool:
    return (
        line.bold >= len(line.text) - 1
        and len(line.text) <= _HEADING
        and line.container.tag not in _ENTRIES
        and _SENTENCE_END.search(line.text) is None
    )
