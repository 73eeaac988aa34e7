"""Pages without HTML: every line of a text gets its role from its words and its place.

What is said of the article stands before it, what leads away from it after it; a line that opens the comments ends it,
and what a reader wrote is one comment with all that the reader quotes.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from enum import Enum

from backstory.articles.authors import names_in
from backstory.articles.instants import edtf_of
from backstory.articles.plain_comments import Piece, Thread, sign
from backstory.articles.plain_lines import Line, lines_in
from backstory.articles.plain_words import (
    AGENCIES,
    BYLINE,
    COMMON_WORDS,
    CORRECTION,
    DATELINE,
    FIELD,
    FIELDS,
    GLUED,
    MAIL,
    NAVIGATION,
    PICTURE_CREDIT,
    RELATED,
    SOURCE_CREDIT,
    SOURCES,
    STAMP,
    TEASER,
    TIP,
)
from backstory.articles.reaction_words import ASKING, OPENING
from backstory.errors import SourceUnreadable
from backstory.model import Article, Block, Dated, Image, Method, Role

_DIGIT = re.compile(r"\d")
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
_SENTENCE_END = re.compile(r"[.!?…。！？][”\"’'»)\]]*$")
_QUOTED = re.compile(r"[“\"„«].*[”\"“»]")

_COVER = re.compile(r"cover(?: image)?|lead image|image", re.IGNORECASE)
_HASHTAG = re.compile(r"#(?=\w)")

#: Most characters of a title, of a heading, of a line about the article, and of one that only dates it.
_TITLE, _HEADING, _HEAD, _STAMP = 300, 90, 160, 80
#: Least characters of a line that can only be a paragraph.
_PARAGRAPH = 100
#: Most long words of a line that says when.
_FEW = 6
#: How many lines the language is told from.
_SAMPLE = 200


#: What a line is by its words alone, wherever it stands.
_ROLES = (
    (Role.CORRECTION, CORRECTION),
    (Role.TEASER, TEASER),
    (Role.TIP, TIP),
    (Role.NAVIGATION, NAVIGATION),
)


class _Part(Enum):
    """The part of the page that a line stands in."""

    HEAD = "head"
    BODY = "body"
    SOURCES = "sources"
    RELATED = "related"
    COMMENTS = "comments"
    FORM = "form"


def read_plain(text: str, *, source: str, url: str | None = None) -> Article:
    """The article of a plain text, with a role for each of its lines.

    Args:
        text: the characters of the page.
        source: path, address or name of it.
        url: its address, where it is known.

    Raises:
        SourceUnreadable: there are no words in it.
    """
    lines = lines_in(text)
    if not lines:
        raise SourceUnreadable(source, "empty")
    reader = _Reader(lines, _language(lines))
    reader.read()
    return reader.article(source, url)


@dataclass(slots=True)
class _Reader:
    """What was read of a text so far."""

    lines: tuple[Line, ...]
    language: str
    part: _Part = _Part.HEAD
    pieces: list[Piece] = field(default_factory=list)
    title: str | None = None
    authors: list[str] = field(default_factory=list)
    agency: str | None = None
    outlet: str | None = None
    cover: Image | None = None
    #: The pieces that date the page, each with its date: `published` and `modified`.
    stamps: dict[str, tuple[Piece, str]] = field(default_factory=dict)
    #: Whether a paragraph of the article stands among the pieces.
    reported: bool = False
    #: The comments that are being read; None before any.
    thread: Thread | None = None

    def read(self) -> None:
        """Give every line its role."""
        readers = {
            _Part.HEAD: self._head,
            _Part.BODY: self._body,
            _Part.SOURCES: self._source,
            _Part.RELATED: self._related,
            _Part.COMMENTS: self._comment,
            _Part.FORM: self._form,
        }
        for at, whole in enumerate(self.lines):
            after = self.lines[at + 1] if at + 1 < len(self.lines) else None
            line = self._unglued(whole)
            if not self._turns(line):
                readers[self.part](line, after)

    def _add(self, role: Role, text: str) -> Piece:
        piece = Piece(role, [text])
        self.pieces.append(piece)
        self.reported = self.reported or role is Role.PARAGRAPH
        return piece

    def _unglued(self, line: Line) -> Line:
        """A line, or the credit at its end where the line break before that was lost: what is before gets its role."""
        cut = GLUED.search(line.text) if self.part in {_Part.HEAD, _Part.BODY} and self.title else None
        if cut is None or not PICTURE_CREDIT.fullmatch(line.text[cut.end() :]):
            return line
        before = line.text[: cut.start()]
        self._add(Role.DATELINE if _is_place(before) else Role.CAPTION, before)
        return replace(line, text=line.text[cut.end() :])

    def _turns(self, line: Line) -> bool:
        """Whether a line opens another part of the page, and then its role is given."""
        if self.title is None or (self.thread and line.indent > self.thread.indent):
            return False
        reported = self.part is not _Part.HEAD
        if ASKING.fullmatch(line.text):
            self._add(Role.FORM, line.text)
            if reported:
                self.part, self.thread = _Part.FORM, None
            return True
        for opens, part in ((OPENING, _Part.COMMENTS), (SOURCES, _Part.SOURCES), (RELATED, _Part.RELATED)):
            if opens.fullmatch(line.text) and (part is _Part.COMMENTS or self.part is not _Part.COMMENTS):
                self._add(Role.NAVIGATION, line.text)
                if reported:
                    self.part = part
                    self.thread = Thread(self.language, self.pieces) if part is _Part.COMMENTS else None
                return True
        return False

    def _head(self, line: Line, after: Line | None) -> None:
        text = line.text
        if line.is_image:
            self._picture(line)
            return
        if self._is_field(text) or self._is_said(line):
            return
        if self.title is None and len(text) <= _TITLE:
            self.title = text
            self._add(Role.TITLE, text)
        elif _is_place(text):
            self._add(Role.DATELINE, text)
        elif self.title is not None and len(text) <= _HEADING and not _SENTENCE_END.search(text):
            names = names_in(text) if after is not None and self._stamp(after.text) else []
            self.authors += names
            self._add(Role.BYLINE if names else Role.HEADING, text)
        else:
            self.part = _Part.BODY
            self._body(line, after)

    def _body(self, line: Line, after: Line | None) -> None:
        text = line.text
        if self._is_said(line):
            return
        dateline = DATELINE.match(text)
        if dateline and (dateline["agency"] or not self.reported) and len(dateline["dateline"]) <= _STAMP:
            self.agency = self.agency or dateline["agency"]
            self._add(Role.DATELINE, dateline["dateline"].strip())
            text = text[dateline.end() :]
        if line.is_image:
            self._picture(line)
        elif line.is_quoted:
            self._add(Role.QUOTATION, text)
        elif line.number is not None:
            self._add(Role.LIST, text)
        elif line.is_heading or _is_heading(line, after):
            self._add(Role.HEADING, text)
        else:
            self._add(Role.PARAGRAPH, text)

    def _picture(self, line: Line) -> None:
        self._add(Role.CAPTION, line.text)
        self.cover = self.cover or (Image(line.links[0], caption=line.text) if line.links else None)

    def _source(self, line: Line, after: Line | None) -> None:
        if line.number is None and not line.links and len(line.text) > _PARAGRAPH:
            self.part = _Part.BODY
            self._body(line, after)
            return
        if line.links and self.cover is None and _COVER.fullmatch(line.text):
            self.cover = Image(line.links[0])
        self._add(Role.CREDIT, line.text)

    def _related(self, line: Line, after: Line | None) -> None:
        if line.number is not None or line.links or len(line.text) <= _PARAGRAPH or not _SENTENCE_END.search(line.text):
            if not self._is_said(line):
                self._add(Role.TEASER, line.text)
            return
        self.part = _Part.BODY
        self._body(line, after)

    def _comment(self, line: Line, after: Line | None) -> None:
        assert self.thread
        self.thread.add(line, after)

    def _form(self, line: Line, after: Line | None) -> None:
        is_form = len(line.text) <= _PARAGRAPH and not NAVIGATION.fullmatch(line.text)
        self._add(Role.FORM if is_form else Role.NAVIGATION, line.text)

    def _is_field(self, text: str) -> bool:
        """Whether a line is a field at the head of a mail or an export, and then its role is given."""
        match = FIELD.fullmatch(text)
        kind = FIELDS.get(match["name"].lower()) if match else None
        if match is None or (kind is None and match["name"].lower() not in MAIL):
            return False
        value = match["value"]
        edtf = edtf_of(value, language=self.language) if kind in {"published", "modified"} else None
        if kind == "title" and self.title is None:
            self.title = value
            self._add(Role.TITLE, value)
        elif kind == "author":
            names = names_in(value)
            self.authors += names
            self._add(Role.BYLINE if names else Role.NAVIGATION, text)
        elif kind and edtf:
            self.stamps.setdefault(kind, (self._add(Role.DATELINE, text), edtf))
        else:
            self.outlet = value if kind == "outlet" else self.outlet
            self._add(Role.NAVIGATION, text)
        return True

    def _is_said(self, line: Line) -> bool:
        """Whether a line says something of the article or to the reader, and then its role is given."""
        text = line.text
        role = self._credited(text) if len(text) <= _HEAD else None
        role = role or next((role for role, pattern in _ROLES if pattern.fullmatch(text)), None)
        piece = Piece(role or Role.DATELINE, [text])
        dated = self._dates(piece) if role in {None, Role.BYLINE} else False
        if role or dated:
            self.pieces.append(piece)
        return bool(role or dated)

    def _credited(self, text: str) -> Role | None:
        """The role of a line that says who wrote the page, or where its words or pictures are from."""
        if PICTURE_CREDIT.fullmatch(text):
            return Role.CREDIT
        source = SOURCE_CREDIT.fullmatch(text)
        if source:
            agency, outlet = _credit(next(filter(None, source.groups())))
            if source["who"] or source["from"] or (agency and AGENCIES.fullmatch(agency)):
                known = agency if source["who"] or (agency and AGENCIES.fullmatch(agency)) else None
                self.agency, self.outlet = self.agency or known, self.outlet or outlet
                return Role.CREDIT
        byline = BYLINE.fullmatch(text) if not _SENTENCE_END.search(text) else None
        names = names_in(text) if byline and not self.reported else []
        self.authors += names
        return Role.BYLINE if names else None

    def _dates(self, piece: Piece) -> bool:
        """Whether a short line says when the page was published or changed."""
        stamp = self._stamp(piece.text)
        if stamp:
            self.stamps.setdefault(stamp[0], (piece, stamp[1]))
        return stamp is not None

    def _stamp(self, text: str) -> tuple[str, str] | None:
        """What a line dates, and the date, where it says nothing else."""
        if len(text) > _STAMP or not _DIGIT.search(text) or _SENTENCE_END.search(text):
            return None
        match = STAMP.match(text)
        edtf = edtf_of(text[match.end() :] if match else text, language=self.language)
        if edtf is None or len(_LONG_WORD.findall(text)) > _FEW:
            return None
        return ("modified" if match and match["changed"] else "published"), edtf

    def article(self, source: str, url: str | None) -> Article:
        """The article that was read."""
        blocks: list[Block] = []
        places: dict[int, Block] = {}
        start = 0
        for piece in self.pieces:
            if piece.role is Role.COMMENT:
                sign(piece, self.language)
            block = Block(role=piece.role, text=piece.text, start=start, author=piece.author, time=piece.time)
            blocks.append(block)
            places[id(piece)] = block
            start += len(block.text) + 1
        dates = {
            kind: Dated(edtf, Method.VISIBLE, words=piece.text, span=places[id(piece)].span)
            for kind, (piece, edtf) in self.stamps.items()
        }
        return Article(
            source=source,
            title=self.title,
            blocks=tuple(blocks),
            published=dates.get("published"),
            modified=dates.get("modified"),
            authors=tuple(dict.fromkeys(self.authors)),
            outlet=self.outlet,
            agency=self.agency,
            cover=self.cover,
            url=url,
        )


def _is_place(text: str) -> bool:
    """Whether a line is a place: a few capitalised words, joined by commas and dashes."""
    words = re.findall(r"[^\W\d_][\w'’.]*", text)
    joined = re.search(r"\s[-–—/]\s|,\s", text) is not None
    return (
        0 < len(words) <= 6 and len(text) <= 60 and joined and all(word[0].isupper() for word in words if len(word) > 3)
    )


def _is_heading(line: Line, after: Line | None) -> bool:
    """Whether a short line without a sentence's end stands over a paragraph."""
    if len(line.text) > _HEADING or _SENTENCE_END.search(line.text) or line.text[-1] in ",;:–-" or after is None:
        return False
    if line.text.isupper() and len(line.text) > 3:
        return True
    return not line.text[0].islower() and len(after.text) > _PARAGRAPH and line.blanks > 0


def _credit(text: str) -> tuple[str | None, str | None]:
    """The agency and the outlet in a credit: "© NTB Scanpix / #Norway Today" names both."""
    parts = [part.strip(" ©.") for part in re.split(r"\s*[/|,]\s*", re.sub(r"\(c\)|©", "", text))]
    outlet = next((_HASHTAG.sub("", part) for part in parts if part.startswith("#")), None)
    agency = next((part for part in parts if part and not part.startswith("#")), None)
    return agency, outlet


def _language(lines: tuple[Line, ...]) -> str:
    """The language of which most common words stand in a text."""
    words = Counter(word for line in lines[:_SAMPLE] for word in re.findall(r"[^\W\d_]+", line.text.lower()))
    return max(COMMON_WORDS, key=lambda language: sum(words[word] for word in COMMON_WORDS[language].split()))
