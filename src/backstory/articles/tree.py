"""A page of HTML as a tree that is safe to walk: whole, in the right characters, of bounded depth.

Browsers read any bytes as HTML, and so does this: broken markup is mended, damaged characters are marked, and markup
that is nested deeper than any page's, by mistake or to harm, is flattened with its words kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator
from itertools import islice
from typing import TYPE_CHECKING, cast

from backstory.articles.charset import decoded
from backstory.errors import SourceUnreadable
from backstory.model import Page

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Deepest element that is kept as one. Pages of the web are half as deep; libxml2 stops at 256, browsers at 512.
DEPTH = 100

#: Most tags of a page, and most characters of its text: ten times those of the longest of the web.
TAGS, TEXT = 100_000, 1_000_000

#: Most attributes of an element; libxml2 compares each with all before it.
ATTRIBUTES = 500

#: The element that stands where comments were taken out, with their number in `n`. None of a page's own is called so:
#: names of HTML are read in small letters.
MARK = "COMMENTS"

_BLANKS = re.compile(r"\s+")
#: Whether an element is deeper than that.
_DEEPER = f"boolean({'/*' * (DEPTH + 10)})"
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\f\r")
_REFERENCES = re.compile(
    rb"&#(?:0*(?:[0-8]|1[1-9]|2\d|3[01])|[xX]0*(?:[0-8bB]|[eE]|1[0-9a-fA-F]|[fF]{3}[eEfF]));?(?!\w)"
)
#: An attribute (HTML Living Standard, 13.2.5.32 to 13.2.5.40), and all of a tag between its name and its end.
_ATTRIBUTE = rb"""[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>]*+))?"""
_REST = rb"(?:[\s/]++|" + _ATTRIBUTE + rb")*+"
_ATTRIBUTES = re.compile(_ATTRIBUTE)
#: A comment, a script or style sheet with what is in it, or a tag. It always ends, so that no text is read twice.
_TOKEN = re.compile(
    rb"<!--(?:[^-]++|-(?!->))*+|"
    rb"<(?P<raw>script|style|textarea|title)(?=[\s/>])(?P<more>"
    + _REST
    + rb")(?:[^<]++|<(?!/(?P=raw)\b))*+(?:</(?P=raw))?|"
    rb"<(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?P<rest>" + _REST + rb")>?",
    re.IGNORECASE,
)
#: Length of a tag that may have more attributes than `ATTRIBUTES`.
_LONG = 8_000

#: Longest class or id that is read; those that programs write have some hundreds of characters.
_NAME = 4_000
_LONG_NAMES = " | ".join(f"descendant::*/@{name}[string-length() > {_NAME}]/.." for name in ("class", "id"))

#: Elements without content (HTML Living Standard, 13.1.2).
_VOID = frozenset(b"area base br col embed hr img input link meta param source track wbr".split())
#: Elements that end where another of the same name begins (13.1.2.4).
_UNNESTED = frozenset(b"dd dt li option p td th tr".split())
#: How many elements a mistaken end tag may close.
_NEAR = 64
#: Elements whose words no reader sees.
_SILENT = frozenset("head math noembed noframes object script select style svg template textarea title".split())
#: Elements that libxml2 does not know, and with which a body may begin.
_SECTIONS = frozenset("article aside details dialog figure footer header hgroup main nav search section".split())
#: Elements that stand in a line of text and do not break it.
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q rp rt ruby s samp"
    " small span strike strong sub sup time tt u var wbr".split()
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def parse(page: Page) -> _Element:
    """The `html` element of a page, without comments and processing instructions.

    Entities that a document type declares are not expanded, nothing is fetched, and no recursion over the tree runs
    deeper than `DEPTH` elements and a few.

    Raises:
        SourceUnreadable: there is no element in it, far too many or too much text, or its charset cannot be told.
    """
    text = decoded(page.data, source=page.source, content_type=page.content_type, html=True)
    data = text.encode("utf-8", "replace").translate(None, _CONTROLS)
    if data.count(b"<") > TAGS:
        raise SourceUnreadable(page.source, f"more than {TAGS:,} tags, and so no news page")
    if b"&#" in data:
        data = _REFERENCES.sub("\ufffd".encode(), data)
    data = _TOKEN.sub(_few_attributes, data)
    tree, whole = _parsed(data, huge=False)
    if not whole or (tree is not None and tree.xpath(_DEEPER)):
        tree, _ = _parsed(_flattened(data), huge=True)
    if tree is None:
        raise SourceUnreadable(page.source, "nothing in this page")
    if len(data) > TEXT and _length(tree) > TEXT:
        raise SourceUnreadable(page.source, f"more than {TEXT:,} characters of text, and so no news page")
    _end_head(tree)
    for element in cast("list[_Element]", tree.xpath(_LONG_NAMES)):
        for name in ("class", "id"):
            if len(element.get(name, "")) > _NAME:
                # It names nothing, and would stay in memory with those that do.
                del element.attrib[name]
    return tree


def _end_head(tree: _Element) -> None:
    """End a head without an end tag where a browser does; libxml2 takes sections for a part of it (13.2.6.4.4)."""
    head = tree.find("head")
    first = next((each for each in head if each.tag in _SECTIONS), None) if head is not None else None
    if first is None:
        return
    body = tree.find("body")
    if body is None:
        body = tree.makeelement("body")
        tree.append(body)
    body[:0] = [first, *first.itersiblings()]


def _length(tree: _Element) -> int:
    """How many characters of text a page has, scripts and styles not counted."""
    unread = sum(len(each.text or "") for each in tree.iter("script", "style", "template", "textarea"))
    return sum(map(len, tree.itertext())) - unread


def _parsed(data: bytes, *, huge: bool) -> tuple[_Element | None, bool]:
    """The tree, and whether libxml2 read all of the page for it.

    Args:
        data: the page in UTF-8.
        huge: whether texts of more than ten million bytes and deep trees are read.
    """
    from lxml import html
    from lxml.etree import ElementDefaultClassLookup, ErrorTypes, ParserError

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=huge)
    # All elements alike: choosing a class for each, which only forms and links need, is most of the time of a walk.
    parser.set_element_class_lookup(ElementDefaultClassLookup(element=html.HtmlElement))
    try:
        tree = html.document_fromstring(data, parser=parser)
    except ParserError:
        tree = None
    limits = {ErrorTypes.ERR_RESOURCE_LIMIT, ErrorTypes.ERR_NO_MEMORY}
    return tree, not any(entry.type in limits for entry in parser.error_log)


def _few_attributes(token: re.Match[bytes]) -> bytes:
    """A token; of a tag with more than `ATTRIBUTES` attributes, its first."""
    whole, group = token[0], "more" if token["raw"] else "rest"
    if len(token[group] or b"") > _LONG:
        further = next(islice(_ATTRIBUTES.finditer(token[group]), ATTRIBUTES, None), None)
        if further:
            start = token.start(group) - token.start()
            return whole[: start + further.start()] + whole[start + len(token[group]) :]
    return whole


def _flattened(data: bytes) -> bytes:
    """The page without the tags of elements deeper than `DEPTH`; where one broke the line, the line is broken."""
    pieces: list[bytes] = []
    opened: list[bytes] = []
    end = 0
    for token in _TOKEN.finditer(data):
        name = (token["name"] or b"").lower()
        if not name or name in _VOID:
            continue
        deep = len(opened) > DEPTH
        if token["close"]:
            deep = not _closed(opened, name) or len(opened) >= DEPTH
        else:
            if opened and opened[-1] == name in _UNNESTED:
                opened.pop()
            opened.append(name)
            deep = len(opened) > DEPTH
        if deep:
            pieces += data[end : token.start()], b"" if name.decode("ascii", "replace") in _INLINE else b"<br>"
            end = token.end()
    return b"".join([*pieces, data[end:]])


def _closed(opened: list[bytes], name: bytes) -> bool:
    """Close the innermost of the opened elements that has this name, and all in it; False where none is near."""
    for back in range(1, min(len(opened), _NEAR) + 1):
        if opened[-back] == name:
            del opened[-back:]
            return True
    return False


def is_hidden(element: _Element) -> bool:
    """Whether an element says by its name, its attributes or its own style that a reader does not see it.

    Style sheets are not read. What `aria-hidden` says is for screen readers and does not count.
    """
    if element.tag in _SILENT or element.get("hidden") is not None:
        return True
    if element.tag == "input" and element.get("type") == "hidden":
        return True
    style = element.get("style")
    return style is not None and _UNSEEN.search(style) is not None


def folded(text: str) -> str:
    """A text in NFC, its white space folded."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()


def lines_of(element: _Element, *, without: Container[_Element] = (), unseen: bool = False) -> tuple[str, ...]:
    """The words of an element as a reader sees them, a line for each paragraph and each line break, folded.

    Args:
        element: the element.
        without: elements in it whose words are left out.
        unseen: whether words count that attributes and styles hide.
    """
    pieces = pieces_of(element, without=without, unseen=unseen)
    lines = map(folded, "".join(piece if isinstance(piece, str) else "\0" for piece in pieces).split("\0"))
    return tuple(line for line in lines if line)


def text_of(element: _Element) -> str:
    """The words of an element as a reader sees them, in one line, folded."""
    return " ".join(lines_of(element))


def pieces_of(
    element: _Element, *, without: Container[_Element] = (), unseen: bool = False
) -> Iterator[str | _Element]:
    """The texts of an element in order, a null character where a line breaks, and the elements that are left out."""
    from lxml.etree import iterwalk

    if element.tag in _SILENT if unseen else is_hidden(element):
        return
    walker = iterwalk(element, events=("start", "end"))
    for event, each in walker:
        if each is not element:
            if each.tag not in _INLINE:
                yield "\0"
            if event == "end":
                yield each.tail or ""
        if event == "start":
            if each in without:
                yield each
                walker.skip_subtree()
            elif each.tag in _SILENT if unseen else is_hidden(each):
                walker.skip_subtree()
            else:
                yield each.text or ""
