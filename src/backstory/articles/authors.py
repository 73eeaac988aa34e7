"""Who wrote a page: people or desks, by their names alone.

Structured data is asked first, then the head, then what a reader sees at the headline. The outlet itself is the author
only where nobody else is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from backstory.articles.byline_words import (
    AGENCIES,
    AUTHOR_LABEL,
    BETWEEN_NAMES,
    BETWEEN_PARTS,
    BY,
    BY_ANYWHERE,
    BY_WITHIN,
    CREDENTIAL,
    END,
    NO_NAME,
    PARTICLES,
    ROLE,
)
from backstory.articles.days import named_days
from backstory.articles.jsonld import kinds, listed
from backstory.articles.likeness import title_key
from backstory.articles.metadata import Metadata
from backstory.articles.outlet import outlet_keys
from backstory.articles.tree import folded, text_of
from backstory.articles.units import Unit
from backstory.model import Method, Witness

if TYPE_CHECKING:
    from lxml.etree import _Element

_METAS = (
    "author article:author og:article:author dc.creator dcterms.creator parsely-author sailthru.author"
    " cxenseparse:author articleauthor article:byline byl byline creator citation_author"
).split()
_ORGANIZATIONS = frozenset({"Organization", "NewsMediaOrganization", "Corporation"})

#: What the class of an element that holds an author is called.
_MARKED = re.compile(r"uthor|yline|[aA]utor")
#: Names of elements that hold other people: readers, and the authors of other pages.
_ELSEWHERE = re.compile(
    r"comment|\brelated|recommend|teaser|popular|trending|testimonial|quote|bookmark|\b(?:site|page|global)-?footer|\bcard",
    re.IGNORECASE,
)

#: Lines above and below the headline that a byline may stand in.
_ABOVE, _BELOW = 4, 12
#: Characters of the longest byline, and of the longest name at the start of a biography.
_BYLINE, _NAME = 120, 40
#: Elements that are looked into: no page names its author so late; and most authors of a page.
_ELEMENTS, _PEOPLE = 200, 500
#: Words of the longest name.
_WORDS = 6


def authors_of(
    page: Metadata, tree: _Element, lines: Sequence[Unit], *, headline: int
) -> tuple[tuple[str, ...], tuple[Witness, ...]]:
    """The names of those who wrote the page, and what its parts say of them.

    Args:
        page: what the page says of itself.
        tree: the page.
        lines: its text, line by line.
        headline: number of the line that is the headline.
    """
    outlets = outlet_keys(page)
    said: list[tuple[Method, list[str]]] = []
    for method, names in _said(page, tree, lines, headline):
        said.append((method, names))
        # What a reader sees is looked for only where the head names nobody: it is the costly part.
        if method is not Method.JSON_LD and any(not _is_outlet(name, outlets) for _, named in said for name in named):
            break
    people = [[name for name in names if not _is_outlet(name, outlets)] for _, names in said]
    chosen = next((names for names in [*people, *(names for _, names in said)] if names), [])
    witnesses = dict.fromkeys(Witness("author", name, method) for method, names in said for name in names)
    return tuple(dict.fromkeys(chosen)), tuple(witnesses)


def names_in(byline: str, *, strict: bool = True, language: str | None = None) -> list[str]:
    """The names in a byline: without "By", roles, places, dates and addresses.

    Args:
        byline: the words: "By A. Writer, B. Writer and C. Writer in Kyiv".
        strict: whether what does not look like a name is left out; a field that holds nothing but names needs no such
            care.
        language: BCP 47 tag of the page, for the dates in it.
    """
    text = BY.sub("", folded(byline))
    if strict:
        for date in reversed(named_days(text, language)):
            text = f"{text[: date.start]}|{text[date.end :]}"
        text = END.split(text, maxsplit=1)[0]
    elif NO_NAME.search(text):
        return []
    names: list[str] = []
    for piece in (BETWEEN_PARTS if strict else BETWEEN_NAMES).split(text):
        names += _without_commas(piece.strip(" ,.:*–-"), strict=strict)
    return [name for name in dict.fromkeys(names) if name and not NO_NAME.search(name)]


def _without_commas(piece: str, *, strict: bool) -> list[str]:
    """The names of "A. Writer, B. Writer": a degree stays with its name, a role or a place is left out."""
    names: list[str] = []
    for at, part in enumerate(part.strip() for part in piece.split(",")):
        if names and CREDENTIAL.fullmatch(part):
            names[-1] += f", {part.rstrip('*')}"
        elif part.casefold() in AGENCIES or _is_name(part, first=at == 0) or (not strict and at == 0 and part):
            names.append(part)
    return names


def _is_name(text: str, *, first: bool) -> bool:
    """Whether words look like somebody's name; one word does only where nothing stands before it."""
    words = text.split()
    if not 1 <= len(words) <= _WORDS or len(text) > _BYLINE / 2 or (len(words) == 1 and (not first or len(text) < 2)):
        return False
    if text[0].isascii() and ROLE.search(text):
        return False
    return all(
        word[0].isupper() or not word[0].isascii() or word.casefold().rstrip("'’") in PARTICLES for word in words
    )


def _is_outlet(name: str, outlets: frozenset[str]) -> bool:
    key = title_key(name).replace(" ", "")
    long = [known for known in outlets if len(known) > 4]
    return key in outlets or any(known in key or (len(key) > 4 and key in known) for known in long)


def _said(page: Metadata, tree: _Element, lines: Sequence[Unit], headline: int) -> Iterator[tuple[Method, list[str]]]:
    yield Method.JSON_LD, _structured(page)
    yield Method.META, _in_head(page)
    yield Method.VISIBLE, _marked(page, tree) or _in_lines(lines, headline, page.language)


def _structured(page: Metadata) -> list[str]:
    """The authors of the page's own object; people before organisations."""
    people: list[str] = []
    others: list[str] = []
    for value in islice(page.data.values(page.article, "author"), _PEOPLE):
        is_other = isinstance(value, Mapping) and not kinds(value).isdisjoint(_ORGANIZATIONS)
        for name in _stated_names(value):
            (others if is_other else people).extend(names_in(name, strict=False))
    return people or others


def _stated_names(value: object) -> Iterator[str]:
    names = [value]
    if isinstance(value, Mapping):
        parts = " ".join(str(value[part]) for part in ("givenName", "familyName") if value.get(part))
        names = listed(value.get("name")) or [parts]
    return (name for name in names if isinstance(name, str) and name.strip())


def _in_head(page: Metadata) -> list[str]:
    """The names in the first `meta` element that has any."""
    for meta in _METAS:
        values = page.metas.get(meta, ())
        if meta == "citation_author":
            values = tuple(" ".join(reversed(value.split(", ", 1))) for value in values)
        names = [name for value in values if "image" not in value.casefold() for name in names_in(value, strict=False)]
        # Parse.ly's tag holds names in some systems, and parts of addresses in others.
        if names and (meta != "parsely-author" or any(" " in name for name in names)):
            return names
    labels = zip(page.metas.get("twitter:label1", ()), page.metas.get("twitter:data1", ()), strict=False)
    return [name for label, value in labels if AUTHOR_LABEL.search(label) for name in names_in(value, strict=False)]


def _marked(page: Metadata, tree: _Element) -> list[str]:
    """The names in elements that are called author or byline: in the first of them, and in others of the same list."""
    article = {each for heading in page.headings for each in heading.iterancestors()}
    found: dict[_Element, list[str]] = {}
    marked = (each for each in tree.iter() if _is_marked(each) and not _is_elsewhere(each, article))
    for element in islice(marked, _ELEMENTS):
        if names := _names_of(element, page.language):
            found[element] = names
    leaves = [each for each in found if not any(inner in found for inner in each.iterdescendants())]
    if not leaves:
        return []
    first = leaves[0]
    row = set(islice(first.iterancestors(), 2))
    return [
        name
        for each in leaves
        if each is first or (each.get("class") == first.get("class") and not row.isdisjoint(each.iterancestors()))
        for name in found[each]
    ]


def _is_marked(element: _Element) -> bool:
    """Whether an element is called author or byline by its class, its id, its relation or its property."""
    get = element.get
    return (
        _MARKED.search(get("class", "")) is not None
        or "uthor" in get("id", "")
        or get("itemprop") == "author"
        or (element.tag == "a" and "author" in get("rel", ""))
    )


def _names_of(element: _Element, language: str | None) -> list[str]:
    """The names in one element; of an author's biography, the name at its beginning."""
    text = text_of(element)
    if len(text) > _BYLINE:
        text = next((folded(str(each)) for each in element.itertext() if each.strip()), "")
        return names_in(text, language=language) if len(text) < _NAME else []
    linked = [name for link in element.iter("a") for name in names_in(text_of(link), language=language)]
    return linked or names_in(text, language=language)


def _is_elsewhere(element: _Element, article: set[_Element]) -> bool:
    """Whether an element stands in a part of the page that is not the article's; what holds a headline is."""
    around = [each for each in (element, *element.iterancestors()) if each not in article]
    if any(each.tag == "footer" for each in around) and not any(each.tag in {"article", "main"} for each in around):
        return True
    return any(_ELSEWHERE.search(f"{each.get('class', '')} {each.get('id', '')}") for each in around)


def _in_lines(lines: Sequence[Unit], headline: int, language: str | None) -> list[str]:
    """The names in a line at the headline that begins with "By", or that holds a date, a name and nothing else."""
    around = [*lines[max(0, headline - _ABOVE) : headline], *lines[headline + 1 : headline + _BELOW]]
    near = [line.text for line in around if len(line.text) <= _BYLINE]
    for text in near:
        match = BY.match(text) or BY_WITHIN.search(text)
        if match and (names := names_in(text[match.start() :], language=language)):
            return names
    for text in near:
        if any(each.date for each in named_days(text, language)):
            names = names_in(text, language=language)
            if names and all(1 < len(name.split()) < _WORDS - 1 for name in names):
                return names
    far = (line.text for line in lines[headline + _BELOW :] if len(line.text) <= _BYLINE)
    named = (names_in(text, language=language) for text in far if BY_ANYWHERE.match(text))
    return next((names for names in named if names), [])
