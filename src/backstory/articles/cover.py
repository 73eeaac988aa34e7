"""The lead picture of an article: the one that a reader sees at its headline, with what is written under it.

The pictures that the head and the structured data name are witnesses: the picture in the page that is one of them
leads, in whatever size or cut it is shown. Where the page itself shows none, the one that is named stands in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from backstory.articles.jsonld import Thing, as_text
from backstory.articles.metadata import Metadata, absolute, elements_at
from backstory.articles.tree import text_of
from backstory.model import Image, Method, Witness

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Attributes with the addresses of a picture; scripts that load pictures late have names of their own for them.
_SOURCES = "data-srcset srcset data-lazy-srcset data-src data-original data-lazy-src data-lazy src".split()
_METAS = "og:image og:image:url og:image:secure_url twitter:image twitter:image:src parsely-image-url".split()

#: Names of files that are no pictures of what is reported.
_NO_PICTURE = re.compile(
    r"logo|avatar|icon|sprite|placeholder|blank|spacer|pixel|dummy|share[-_]image|gravatar|profile|author|favicon|emoji"
    r"|\bdefault[-_.]?(?:image|img|share|social|thumb|og|cover|jpe?g|png)|button|badge|1x1|\.svg\b|loading|fallback",
    re.IGNORECASE,
)
#: Names of elements that hold pictures of something else.
_ELSEWHERE = re.compile(
    r"^(?:aside|nav|footer)\b|comment|\brelated|recommend|teaser|popular|trending|sidebar|footer|\bnav|menu|logo|author"
    r"|byline|avatar|share|social|advert|banner|promo|newsletter|\bcard|sponsor|widget|most-read|outbrain|taboola",
    re.IGNORECASE,
)
_CREDITED = re.compile(
    r"credit|copyright|photographer|fotograf|source|byline|author|quelle|rights|agency", re.IGNORECASE
)
_CAPTIONS = "descendant-or-self::*[contains(@class,'aption')]"
#: The end of a caption that says who made the picture.
_CREDIT = re.compile(
    r"[\s(\[|–—-]*((?:©|\(c\)|(?:photo(?:graph)?(?: credit)?s?|photograf\w*|foto\w*|fot|bild(?:er)?|image|imagen"
    r"|picture|quelle|source|fuente|crédits?|credits?|illustration|valokuva|kuva|фото|zdjęcie)\s*(?:[:/©]|\bby\b)).{2,120}?)"
    r"[)\]\s]*$",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[a-z0-9]{5,}")
_SIZE = re.compile(r"[wh]?\d{1,5}\w?")
_PIXELS = re.compile(r"\s*(\d{1,5})(?:px)?\s*")
_WIDTH = re.compile(r"\s(\d{1,6})w$|\s(\d{1,3}(?:\.\d{1,3})?)x$")

#: A picture that is stated to be smaller in either direction is an ornament.
_SMALLEST = 120
#: A picture further down than this many others is none that leads.
_FURTHEST = 24
#: A picture that scores less leads nothing.
_LEAST = 2.0
#: How many of the sizes of a picture are compared.
_CUTS = 4


@dataclass(frozen=True, slots=True)
class _Picture:
    element: _Element
    address: str
    tokens: frozenset[str]
    after: bool  # whether it stands after the headline


def cover_of(page: Metadata, tree: _Element, headline: _Element | None) -> tuple[Image | None, tuple[Witness, ...]]:
    """The page's lead picture, and every picture that it names as its own.

    Args:
        page: what the page says of itself.
        tree: the page.
        headline: the element of its headline; None where there is none.
    """
    base = page.url or page.canonical
    stated = list(_stated(page, base))
    witnesses = tuple(dict.fromkeys(Witness("cover", url, method) for url, method, _ in stated))
    named = [each for each in stated if not _NO_PICTURE.search(_path(each[0]).rpartition("/")[2])]
    shown = _best(list(_pictures(tree, headline)), [url for url, _, _ in named], headline)
    if shown is not None and (url := absolute(shown.address, base)):
        return Image(url, *_caption(shown.element)), witnesses
    for url, _, thing in named:
        credit = page.data.text(thing, "creditText", "copyrightHolder")
        return Image(url, page.data.text(thing, "caption"), credit), witnesses
    return None, witnesses


def _stated(page: Metadata, base: str | None) -> Iterator[tuple[str, Method, Thing | None]]:
    """The address of each picture that the page names as its own, and what structured data says of it."""
    for value in (*page.data.values(page.article, "image"), *page.data.values(page.article, "thumbnailUrl")):
        thing = value if isinstance(value, Mapping) else None
        address = page.data.text(thing, "url", "contentUrl") if thing else as_text(value)
        if url := absolute(address, base):
            yield url, Method.JSON_LD, thing
    for _, address in page.all_metas(*_METAS):
        if url := absolute(address, base):
            yield url, Method.META, None


def _pictures(tree: _Element, headline: _Element | None) -> Iterator[_Picture]:
    """The pictures of a page, in order, without ornaments."""
    after, number = headline is None, 0
    seen: set[str] = set()
    for element in tree.iter("img", "h1", "h2"):
        if element is headline:
            after = True
        number += after
        if number > _FURTHEST:
            return
        if element.tag != "img" or _is_small(element):
            continue
        addresses = _addresses(element)
        if not addresses or addresses[0] in seen or _NO_PICTURE.search(_path(addresses[0]).rpartition("/")[2]):
            continue
        seen.add(addresses[0])
        yield _Picture(element, addresses[0], frozenset(t for each in addresses[:_CUTS] for t in _tokens(each)), after)


def _addresses(image: _Element) -> list[str]:
    """The addresses of a picture in the page, the largest first."""
    parent = image.getparent()
    sources = [image]
    if parent is not None and parent.tag == "picture":
        sources += parent.iter("source")
    found: list[tuple[float, str]] = []
    for source in sources:
        # A set says how wide each picture is; the address of an `img` alone stands before the smallest of them.
        usual = 1.5 if source is image else 0.5
        for name in _SOURCES:
            value = source.get(name)
            if value and not value.startswith(("data:", "about:", "{")):
                found.extend(_candidates(value.strip(), usual) if "srcset" in name else [(usual, value.strip())])
    return [address for _, address in sorted(found, key=lambda each: -each[0])]


def _candidates(srcset: str, usual: float) -> Iterator[tuple[float, str]]:
    """Size and address of each picture of a set (HTML Living Standard, 4.8.4.2.1)."""
    for candidate in re.split(r",\s+|(?<=\d[wx]),(?=\S)", srcset):
        width = _WIDTH.search(candidate)
        address = candidate[: width.start()] if width else candidate
        if address and not address.startswith("data:"):
            yield float(width[1] or width[2]) if width else usual, address.strip(" ,")


def _is_small(image: _Element) -> bool:
    sizes = (_PIXELS.fullmatch(image.get(name, "")) for name in ("width", "height"))
    return any(size and int(size[1]) < _SMALLEST for size in sizes)


def _best(pictures: Sequence[_Picture], stated: Sequence[str], headline: _Element | None) -> _Picture | None:
    """The picture that leads: one that the page names as its own, else the first in a figure at the headline."""
    article = set(headline.iterancestors()) if headline is not None else set()
    common = Counter(token for each in pictures for token in each.tokens)
    rare = {token for token, count in common.items() if count <= max(2, len(pictures) / 5)}
    wanted = {token for url in stated for token in _tokens(url)} & rare
    best, most, number = None, _LEAST, 0
    for picture in pictures:
        number += picture.after
        around = [each for each in picture.element.iterancestors() if each not in article]
        kin = (_is_elsewhere(each.tag, each.get("class"), each.get("id")) for each in (picture.element, *around))
        score = (
            4 * (not wanted.isdisjoint(picture.tokens))
            - 3 * any(kin)
            + 1.5 * any(each.tag in {"figure", "picture"} for each in around)
            + 1.5 * picture.after
            + (picture.element.get("itemprop") == "image")
            - min(number, _FURTHEST / 2) / 6
            - len(around) / 30
        )
        if score > most:
            best, most = picture, score
    return best


@lru_cache(maxsize=10_000)
def _is_elsewhere(*names: str | None) -> bool:
    """Whether an element is by its name, class or id one that holds pictures of something else."""
    return _ELSEWHERE.search(" ".join(filter(None, names))) is not None


def _tokens(url: str) -> set[str]:
    """What addresses of one picture have in common, in whatever size: its file's name, and the numbers in its path."""
    path = unquote(_path(url)).casefold()
    name = re.sub(r"\.\w{3,4}$", "", path.rpartition("/")[2])
    long = (token for token in _TOKEN.findall(path) if any(map(str.isdigit, token)))
    return {token for token in long if not _SIZE.fullmatch(token)} | ({name} if len(name) > 5 else set())


def _path(url: str) -> str:
    return re.split(r"[?#]", url, maxsplit=1)[0]


def _caption(image: _Element) -> tuple[str | None, str | None]:
    """What is written under a picture, and who made it."""
    note = _note(image)
    if note is None:
        return None, None
    whole = text_of(note)
    called = [(each, f"{each.get('class', '')} {each.get('itemprop', '')}") for each in note.iterdescendants()]
    credited = (text_of(each) for each, names in called if _CREDITED.search(names))
    credit = next((words for words in credited if words and whole.endswith(words)), None)
    if credit is None and (match := _CREDIT.search(whole)):
        credit = match[1].strip(" ()[]")
    caption = whole[: whole.rindex(credit)].rstrip(" ([|–—-") if credit else whole
    return caption or None, credit


def _note(image: _Element) -> _Element | None:
    """The element with what is written under a picture: of its figure, else one nearby that is called a caption."""
    figure = next(image.iterancestors("figure"), None)
    note = None if figure is None else next(figure.iter("figcaption"), None)
    around = image.getparent() if figure is None else figure
    for _ in range(3):
        if note is not None or around is None or around.tag in {"article", "main", "body"}:
            break
        note = next((each for each in elements_at(around, _CAPTIONS) if text_of(each)), None)
        around = around.getparent()
    return note
