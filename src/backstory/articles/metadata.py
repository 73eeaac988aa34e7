"""What a page's head and structured data say of it, gathered once for all who ask.

Sources: the `meta` names of HTML (https://html.spec.whatwg.org/#standard-metadata-names), the Open Graph protocol
(https://ogp.me), Dublin Core, X's cards, Parse.ly's tags, and schema.org as JSON-LD or microdata.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast
from urllib.parse import urljoin, urlsplit

from backstory.articles.jsonld import Structured, Thing, own_article, structured
from backstory.articles.tree import folded, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Properties of structured data that may hold thousands of objects, none of them about the page.
_PARTS = frozenset({"comment", "liveBlogUpdate"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page says of itself outside its text."""

    #: Address that the page was asked for at.
    url: str | None
    #: Address that the page calls its own, absolute where the other one is known.
    canonical: str | None
    #: BCP 47 tag of its language, as stated.
    language: str | None
    #: Contents of its `meta` elements, in order, under their name, property or itemprop in lower case.
    metas: Mapping[str, tuple[str, ...]]
    #: The text of its `title` element.
    page_title: str | None
    #: Its `h1` elements, in order.
    headings: tuple[_Element, ...]
    #: All objects of its JSON-LD, without comments and entries of live blogs.
    data: Structured
    #: The one of them that is about the page itself.
    article: Thing | None
    #: Elements with a microdata property, in order, under its name in lower case.
    properties: Mapping[str, tuple[_Element, ...]] = field(default_factory=dict)

    def meta(self, *names: str) -> str | None:
        """The first of these `meta` elements that says something."""
        return next((content for _, content in self.all_metas(*names)), None)

    def all_metas(self, *names: str) -> Iterator[tuple[str, str]]:
        """Name and content of each of these `meta` elements, in the order of the names."""
        for name in names:
            for content in self.metas.get(name, ()):
                yield name, content

    def say(self, *names: str) -> str | None:
        """The first of these properties that the page's own JSON-LD object has words for."""
        return self.data.text(self.article, *names)

    @property
    def host(self) -> str:
        """The host of the page's address, without `www`; empty where it is not known."""
        try:
            return (urlsplit(self.url or self.canonical or "").hostname or "").removeprefix("www.")
        except ValueError:
            return ""


def metadata(tree: _Element, *, url: str | None) -> Metadata:
    """Everything that a page says of itself outside its text.

    Args:
        tree: the root of the parsed page.
        url: the address it came from; None where that is not known.
    """
    metas: dict[str, list[str]] = {}
    scripts: list[str] = []
    headings: list[_Element] = []
    title = canonical = None
    for element in tree.iter("meta", "script", "link", "title", "h1"):
        if element.tag == "meta":
            _note(element, metas)
        elif element.tag == "script":
            if "ld+json" in element.get("type", ""):
                scripts.append(element.text or "")
        elif element.tag == "h1":
            headings.append(element)
        elif element.tag == "link":
            if canonical is None and "canonical" in element.get("rel", "").split():
                canonical = absolute(element.get("href"), url)
        elif title is None:
            # A drawing within the page may have a title of its own; the page's comes first.
            title = folded(element.text or "") or None
    data = structured(scripts, without=_PARTS)
    contents = {name: tuple(values) for name, values in metas.items()}
    addresses = [address for address in (canonical, url, *contents.get("og:url", ())) if address]
    titles = [*(text_of(heading) for heading in headings), *contents.get("og:title", ()), title or ""]
    return Metadata(
        url=url,
        canonical=canonical,
        language=_language(tree, contents),
        metas=contents,
        page_title=title,
        headings=tuple(headings),
        data=data,
        article=own_article(data, urls=addresses, titles=titles),
        properties=_properties(tree),
    )


def elements_at(tree: _Element, path: str) -> list[_Element]:
    """The elements that an XPath leads to, in the order of the page; it must lead to nothing else."""
    return cast("list[_Element]", tree.xpath(path))


def absolute(address: str | None, base: str | None) -> str | None:
    """An address as the page at `base` means it; None where it is none."""
    try:
        url = urljoin(base or "", (address or "").strip())
        urlsplit(url)
    except ValueError:
        return None
    return url if address and address.strip() and not url.startswith("data:") else None


def _note(element: _Element, metas: dict[str, list[str]]) -> None:
    content = folded(html.unescape(element.get("content", "")))
    if content:
        for attribute in ("property", "name", "itemprop"):
            if name := element.get(attribute):
                metas.setdefault(name.strip().casefold(), []).append(content)


def _properties(tree: _Element) -> dict[str, tuple[_Element, ...]]:
    found: dict[str, list[_Element]] = {}
    for element in elements_at(tree, "descendant::*[@itemprop]"):
        if element.tag != "meta":
            for name in element.get("itemprop", "").casefold().split():
                found.setdefault(name, []).append(element)
    return {name: tuple(elements) for name, elements in found.items()}


def _language(tree: _Element, metas: Mapping[str, tuple[str, ...]]) -> str | None:
    stated = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang")
    if not stated:
        stated = next((metas[name][0] for name in ("og:locale", "content-language", "language") if name in metas), None)
    return stated.strip().replace("_", "-") or None if stated else None
