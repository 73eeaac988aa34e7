"""Structured data that a page carries: the objects of its JSON-LD scripts, and the one that is about the page itself.

JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/) with the vocabulary of https://schema.org. Only what news pages use is
read: nested objects, `@graph`, references by `@id`. No context is fetched.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from backstory.articles.likeness import title_key

#: One object of structured data, as JSON has it.
Thing = Mapping[str, object]

#: What schema.org calls a page that reports, its subtypes among them; kinds of other vocabularies are not known.
ARTICLES = frozenset(
    """
    Article NewsArticle AnalysisNewsArticle AskPublicNewsArticle BackgroundNewsArticle OpinionNewsArticle
    ReportageNewsArticle ReviewNewsArticle AdvertiserContentArticle SatiricalArticle Report ScholarlyArticle
    MedicalScholarlyArticle TechArticle APIReference SocialMediaPosting BlogPosting LiveBlogPosting
    DiscussionForumPosting Review ClaimReview CriticReview
    """.split()
)

#: What holds a page's report where no object calls itself an article.
_PAGES = frozenset("WebPage ItemPage AboutPage MedicalWebPage Recipe HowTo VideoObject PodcastEpisode Course".split())

#: Properties whose objects are other pages, or parts of this one.
_ELSEWHERE = frozenset("hasPart isPartOf mentions citation itemListElement relatedLink isBasedOn about".split())

#: What scripts were once wrapped in, for browsers that did not know them and for XML.
_OPENING = re.compile(r"(?:<!--|(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?)\s*")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')

#: How deep objects are followed into each other, and how many of a page are.
_DEEPEST, _OBJECTS = 12, 20_000


@dataclass(frozen=True, slots=True)
class Structured:
    """The objects of a page's JSON-LD, each once, those around others first."""

    #: All objects.
    things: tuple[Thing, ...] = ()
    #: Those that stand for pages of their own or for parts of one, by identity.
    elsewhere: frozenset[int] = frozenset()
    #: Objects by their `@id`: the fullest one of each.
    by_id: Mapping[str, Thing] = field(default_factory=dict)

    def of_kind(self, *names: str) -> Iterator[Thing]:
        """The objects of one of these types, in order."""
        wanted = frozenset(names)
        return (thing for thing in self.things if kinds(thing) & wanted)

    def resolved(self, value: object) -> object:
        """The object that a bare reference points to; anything else as it is."""
        if isinstance(value, Mapping) and set(value) <= {"@id", "@type"}:
            return self.by_id.get(str(value.get("@id")), value)
        return value

    def values(self, thing: Thing | None, name: str) -> Iterator[object]:
        """All values of a property, references resolved, in order."""
        if thing is not None:
            for value in listed(thing.get(name)):
                yield self.resolved(value)

    def text(self, thing: Thing | None, *names: str) -> str | None:
        """The first of these properties that has words."""
        for name in names:
            for value in self.values(thing, name):
                if words := as_text(value):
                    return words
        return None


def structured(scripts: Iterable[str], *, without: Set[str] = frozenset()) -> Structured:
    """The objects of a page's JSON-LD scripts.

    Args:
        scripts: the contents of its `application/ld+json` scripts. What is no JSON, also after a modest repair (comment
            marks, trailing commas, stray backslashes), is left out.
        without: properties whose objects are not wanted: comments may be thousands.
    """
    things: list[Thing] = []
    elsewhere: set[int] = set()
    by_id: dict[str, Thing] = {}
    found = (each for script in scripts for each in _objects(_loaded(script), without))
    for thing, is_elsewhere in islice(found, _OBJECTS):
        things.append(thing)
        if is_elsewhere:
            elsewhere.add(id(thing))
        name = thing.get("@id")
        if isinstance(name, str) and len(thing) > len(by_id.get(name, ())):
            by_id[name] = thing
    return Structured(tuple(things), frozenset(elsewhere), by_id)


def own_article(data: Structured, *, urls: Iterable[str], titles: Iterable[str]) -> Thing | None:
    """The object that is about the page itself; None where that cannot be told.

    Several may call themselves articles: related ones, the next one. The one that names the page's address is its own,
    else the one with its headline; one alone that names no other address is too.

    Args:
        data: the page's objects.
        urls: addresses of the page: canonical, requested, `og:url`.
        titles: what the page shows as its title.
    """
    addresses = {address_key(url) for url in urls}
    headings = {title_key(title) for title in titles}
    best: tuple[int, Thing] | None = None
    for thing in data.things:
        kind = 2 if kinds(thing) & ARTICLES else 1 if kinds(thing) & _PAGES else 0
        is_part = id(thing) in data.elsewhere
        if not kind or (is_part and kind == 1):
            continue
        at = {address_key(url) for url in _addresses(thing)}
        named = title_key(data.text(thing, "headline", "name") or "")
        same = bool(at & addresses) * 4 + bool(named and named in headings) * 8
        if not same and (is_part or (at and addresses and kind == 1)):
            continue
        score = same + kind * 2 + ("datePublished" in thing)
        if best is None or score > best[0]:
            best = (score, thing)
    return best[1] if best else None


def kinds(thing: Thing) -> frozenset[str]:
    """The types of an object, without the vocabulary's address."""
    return frozenset(_bare(kind) for kind in listed(thing.get("@type")) if isinstance(kind, str))


@lru_cache(maxsize=1000)
def _bare(kind: str) -> str:
    return re.split(r"[/:#]", kind)[-1]


def listed(value: object) -> list[object]:
    """The values of a property: JSON-LD lets one stand without a list."""
    while isinstance(value, Mapping) and ("@list" in value or "@set" in value):
        value = value.get("@list", value.get("@set"))
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def as_text(value: object) -> str | None:
    """The words of a value: a string, or the name of an object; None where it has none."""
    if isinstance(value, Mapping):
        value = value.get("@value", value.get("name"))
    if isinstance(value, list):
        value = next(iter(value), None)
    if not isinstance(value, str):
        return None
    return " ".join(html.unescape(value).split()) or None


def address_key(url: str) -> str:
    """What addresses of one page have in common: host and path, without scheme, `www`, query, fragment, last slash."""
    bare = re.sub(r"^(?:https?:)?//(?:www\d?\.|m\.|amp\.)?", "", url.strip().casefold())
    return re.split(r"[?#]", bare)[0].rstrip("/")


def _loaded(script: str) -> object:
    text = script.strip("\ufeff \t\r\n")
    if opening := _OPENING.match(text):
        text = text[opening.end() :]
    for repaired in (str, _repaired, html.unescape):
        try:
            # Line breaks and tabs inside strings are not JSON, and are common; so is something after the object.
            return json.JSONDecoder(strict=False).raw_decode(repaired(text))[0]
        except (ValueError, RecursionError):
            continue
    return None


def _repaired(text: str) -> str:
    return _BAD_ESCAPE.sub(r"\\\\", _TRAILING_COMMA.sub("", text))


def _objects(
    value: object, without: Set[str], *, elsewhere: bool = False, depth: int = 0
) -> Iterator[tuple[Thing, bool]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for each in value:
            yield from _objects(each, without, elsewhere=elsewhere, depth=depth + 1)
    elif isinstance(value, dict):
        if value.keys() - {"@context", "@graph"}:
            yield value, elsewhere
        for name, inner in value.items():
            if isinstance(inner, dict | list) and name not in without:
                yield from _objects(inner, without, elsewhere=elsewhere or name in _ELSEWHERE, depth=depth + 1)


def _addresses(thing: Thing) -> Iterator[str]:
    for name in ("url", "mainEntityOfPage", "@id"):
        for value in listed(thing.get(name)):
            address = value.get("@id", value.get("url")) if isinstance(value, Mapping) else value
            if isinstance(address, str) and "/" in address:
                yield address
