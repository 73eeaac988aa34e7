"""Pages to articles: the page's own words, with comments and furniture left out.

A first form. HTML goes through trafilatura, the best open extractor measured (docs/design.md); of plain text the first
line is the title, and what readers wrote under it is cut off.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from charset_normalizer import from_bytes

from backstory.errors import SourceUnreadable
from backstory.model import Article, Dated, Method, Page, Role, laid_out

#: Lines that open what is no longer the article: the readers' comments, or the form for them.
_REACTION = re.compile(
    r"(?:\d[\d,.]*|one|no|leave a|post a|add a)?\s*"
    r"(?:comments?|repl(?:y|ies)|responses?)(?:\s+(?:on|to)\b.*|\s*\(\d+\)|:)?",
    re.IGNORECASE,
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|p|div|h1)\b", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")


def read_page(page: Page) -> Article:
    """The article of a page of HTML or plain text.

    Raises:
        SourceUnreadable: there is no text of an article in it, or its characters cannot be told.
    """
    if is_html(page):
        return read_html(page)
    article = article_of(decoded(page.data, source=page.source), source=page.source)
    return replace(article, url=page.url)


def is_html(page: Page) -> bool:
    """Whether a page is HTML, by what it says first; plain text otherwise."""
    return _HTML.search(page.data[:4096]) is not None


def read_html(page: Page) -> Article:
    """The article of an HTML page.

    Raises:
        SourceUnreadable: there is no text of an article in it.
    """
    # Imported when needed: half a second that no other command should wait for.
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    found = bare_extraction(page.data, fast=True, include_comments=False, include_tables=False, with_metadata=True)
    if not isinstance(found, Document) or not found.text:
        raise SourceUnreadable(page.source, "no article found in this page")
    title = _folded(found.title or "")
    lines = [_folded(line) for line in found.text.splitlines()]
    paragraphs = [(Role.PARAGRAPH, line) for line in lines if line and line != title]
    return Article(
        source=page.source,
        title=title or None,
        blocks=laid_out([*([(Role.TITLE, title)] if title else []), *paragraphs]),
        published=Dated(found.date[:10], Method.META, words=found.date) if found.date else None,
        url=found.url or page.url,
    )


def article_of(text: str, *, source: str) -> Article:
    """The article of a text that is in characters already.

    Raises:
        SourceUnreadable: there are no words in it.
    """
    lines = [_folded(line) for line in text.splitlines()]
    lines = [line for line in lines if line]
    end = next((at for at, line in enumerate(lines) if at and _REACTION.fullmatch(line)), len(lines))
    if not lines:
        raise SourceUnreadable(source, "empty")
    blocks = [(Role.TITLE, lines[0]), *((Role.PARAGRAPH, line) for line in lines[1:end])]
    return Article(source=source, title=lines[0], blocks=laid_out(blocks))


def decoded(data: bytes, *, source: str) -> str:
    """The characters of a plain text.

    Raises:
        SourceUnreadable: they cannot be told.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(data).best()
    if best is None:
        raise SourceUnreadable(source, "its charset cannot be told; save it as UTF-8")
    return str(best)


def _folded(text: str) -> str:
    """A text in NFC, its white space folded."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()
