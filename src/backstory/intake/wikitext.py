"""A line of wikitext as a reader sees it: its words, the pages it links, and the reports it cites."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

import mwparserfromhell
from mwparserfromhell.nodes import Argument, ExternalLink, Heading, HTMLEntity, Node, Tag, Template, Text, Wikilink
from mwparserfromhell.wikicode import Wikicode

from backstory.intake.citations import Citation, divided, is_bracketed, mended, merged, overlooked, report, settled
from backstory.intake.marks import (
    GAP,
    LABEL_END,
    LINK_END,
    MOST,
    citation_mark,
    clean,
    closed,
    link_mark,
    unmarked,
    without_marks,
)
from backstory.intake.wikilinks import decoded, page
from backstory.intake.wikitemplates import report_of, shown
from backstory.model import Mention, Source, Span

#: Stands for a line's end that is no end of the wikitext's line: white space to a reader, one more line to a counter.
SOFT_END = "\v"

_COMMENT = re.compile(r"<!--.*?-->|(<nowiki>.*?</nowiki>)", re.DOTALL | re.IGNORECASE)
_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Prose:
    """What a reader sees of some wikitext."""

    #: The words, white space folded, without the citations.
    text: str
    #: The links to pages of the same wiki, in order.
    links: tuple[Mention, ...] = ()
    #: The reports that it cites, in order, each address once.
    sources: tuple[Source, ...] = ()

    def after(self, start: int) -> Prose:
        """The same from that character on, with all of its sources."""
        links = [
            Mention(Span(link.span.start - start, link.span.end - start), link.title)
            for link in self.links
            if link.span.start >= start
        ]
        return Prose(self.text[start:], tuple(links), self.sources)

    def words(self, link: Mention) -> str:
        """The words that a link of it stands on."""
        return self.text[link.span.start : link.span.end]


def without_comments(wikitext: str) -> str:
    """The text without its comments, but for a `SOFT_END` for each line's end in one; `<nowiki>` keeps all it has."""
    return _COMMENT.sub(lambda found: found[1] or SOFT_END * found[0].count("\n"), wikitext)


def read_prose(wikitext: str) -> Prose:
    """Read a line of wikitext.

    Templates, entities, quotation marks for italics and bold, tags and references are read as a reader sees them. An
    external link is a citation: it leaves the text together with its label, unless the label is words of the sentence.

    Args:
        wikitext: any text `without_comments`, well-formed or not.

    Returns:
        Its words, links and sources. Every address that stands in well-formed brackets outside of `<nowiki>` is among
        the sources. A text without a letter or digit is empty.
    """
    writer = _Writer()
    writer.write(mwparserfromhell.parse(mended(wikitext)).nodes)
    marked, sources = settled("".join(writer.parts), writer.citations)
    text, links = unmarked(closed(marked), writer.titles)
    cited = merged([*sources, *overlooked(wikitext)])
    return Prose(text, links, cited) if _WORD.search(text) else Prose("", (), cited)


#: What the parser leaves of markup that is not closed on its line.
_STRAY_MARKUP = re.compile(
    r"'{2,}|__[A-Z]+__|</?(?:abbr|b|big|blockquote|br|center|cite|code|del|div|em|font|h[1-6]|i|includeonly|ins|li"
    r"|noinclude|nowiki|ol|onlyinclude|p|ref|references|s|small|span|strong|sub|sup|table|tbody|td|th|tr|tt|u|ul)\b[^<>]*>",
    re.IGNORECASE,
)
_LINK_TRAIL = re.compile("[a-z]+")
_HIDDEN_TAGS = frozenset({
    "gallery", "graph", "imagemap", "includeonly", "references", "score", "script", "style", "templatestyles",
    "timeline",
})  # fmt: skip
_IN_ITALICS = re.compile(r"\s*''.*''\s*")
_BREAKS = frozenset({"br", "hr"})


class _Writer:
    """Writes nodes of wikitext as marked text, and collects what the marks stand for."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.titles: list[str] = []
        self.citations: list[Citation] = []

    def write(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            match node:
                case Text():
                    self._text(str(node.value))
                case Wikilink():
                    self._wikilink(node)
                case ExternalLink():
                    self._external_link(node)
                case Template():
                    self._template(node)
                case Tag():
                    self._tag(node)
                case HTMLEntity():
                    self._put(node.normalize())
                case Heading():
                    self.write(node.title.nodes)
                case Argument():
                    self.write(node.default.nodes if node.default else ())

    def _put(self, words: str) -> None:
        self.parts.append(clean(words))

    def _text(self, words: str) -> None:
        last = self.parts[-1] if self.parts else ""
        if last == LINK_END and (trail := _LINK_TRAIL.match(words)):
            self.parts[-1:] = [trail[0], LINK_END]
            words = words[trail.end() :]
        elif last[:1] >= citation_mark(0) or last == LABEL_END:
            words = words.removeprefix("]")
        self._put(_STRAY_MARKUP.sub("", words))

    def _wikilink(self, node: Wikilink) -> None:
        target = page(str(node.title))
        if target.hidden:
            self._leave_out(node.text)
            return
        words, citations = _words(node.text)
        words = words if words.strip() else decoded(str(node.title)).strip().removeprefix(":")
        if target.title is None or len(self.titles) >= MOST:
            self._put(words)
        else:
            self.parts.append(link_mark(len(self.titles)))
            self._put(words)
            self.parts.append(LINK_END)
            self.titles.append(target.title)
        self._cite(citations)

    def _external_link(self, node: ExternalLink) -> None:
        if self.parts and self.parts[-1].endswith("["):
            self.parts[-1] = self.parts[-1][:-1]
        label, citations = _words(node.title if node.brackets else None)
        url, label = divided(str(node.url), label)
        if not label or is_bracketed(label) or _IN_ITALICS.fullmatch(str(node.title)):
            self._cite([Citation(report(url, label)), *citations])
        else:
            self._cite([Citation(Source(url=url), label)])
            self._cite(citations)

    def _template(self, node: Template) -> None:
        if report := report_of(node):
            self._cite([Citation(report)])
            return
        pieces = shown(node)
        for piece in pieces:
            if isinstance(piece, Wikicode):
                self.write(piece.nodes)
            else:
                self._put(piece)
        if not pieces:
            self.parts.append(GAP)
        for parameter in node.params:
            if not any(parameter.value is piece for piece in pieces):
                self._cite(_words(parameter.value)[1])

    def _tag(self, node: Tag) -> None:
        name = str(node.tag).strip().lower()
        if name in _BREAKS:
            self._put(" ")
        elif name == "nowiki":
            self._put(html.unescape(str(node.contents)))
        elif name == "ref" or name in _HIDDEN_TAGS:
            self._leave_out(node.contents)
        elif node.contents is not None:
            # An empty part keeps letters behind the tag's opening from being taken for the end of a link's word.
            self.parts.append("")
            self.write(node.contents.nodes)
            self.parts.append("")

    def _leave_out(self, contents: Wikicode | None) -> None:
        self.parts.append(GAP)
        self._cite(_words(contents)[1])

    def _cite(self, citations: Iterable[Citation]) -> None:
        for citation in citations:
            if len(self.citations) < MOST:
                self.parts.append(citation_mark(len(self.citations)))
                self.citations.append(citation)
                self.parts.extend((citation.label, LABEL_END) if citation.label else ())


def _words(contents: Wikicode | None) -> tuple[str, list[Citation]]:
    """The words of a link's inside, without marks, and the reports cited in there."""
    if contents is None:
        return "", []
    writer = _Writer()
    writer.write(contents.nodes)
    return without_marks("".join(writer.parts)), [
        Citation(report(citation.source.url, citation.label) if citation.label else citation.source)
        for citation in writer.citations
    ]
