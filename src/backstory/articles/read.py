"""Pages to articles: the page's own words, with comments and furniture left out.

A first form. HTML goes through trafilatura, the best open extractor measured (docs/design.md); of plain text the first
line is the title, and what readers wrote under it is cut off.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from charset_normalizer import from_bytes

from backstory.errors import SourceUnreadable
from backstory.model import Article

#: Lines that open what is no longer the article: the readers' comments, or the form for them.
_REACTION = re.compile(
    r"(?:\d[\d,.]*|one|no|leave a|post a|add a)?\s*"
    r"(?:comments?|repl(?:y|ies)|responses?)(?:\s+(?:on|to)\b.*|\s*\(\d+\)|:)?",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"\s+")


def read_html(data: bytes, *, source: str) -> Article:
    """The article of an HTML page.

    Args:
        data: the page's bytes; their charset is found.
        source: what the page is called in errors and in the record.

    Raises:
        SourceUnreadable: there is no text of an article in it.
    """
    # Imported when needed: half a second that no other command should wait for.
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    found = bare_extraction(data, fast=True, include_comments=False, include_tables=False, with_metadata=True)
    if not isinstance(found, Document) or not found.text:
        raise SourceUnreadable(source, "no article found in this page")
    title = _folded(found.title or "") or None
    paragraphs = [_folded(line) for line in found.text.splitlines()]
    return Article(
        source=source,
        title=title,
        paragraphs=tuple(line for line in paragraphs if line and line != title),
        published=_day(found.date),
        url=found.url or None,
    )


def read_text(data: bytes, *, source: str) -> Article:
    """The article of a plain text: its first line is the title; comments under it are left out.

    Args:
        data: the text's bytes: UTF-8, UTF-16 with a mark, or a charset that can be told from them.
        source: what the text is called in errors and in the record.

    Raises:
        SourceUnreadable: its characters cannot be told, or there are none.
    """
    return article_of(decoded(data, source=source), source=source)


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
    return Article(source=source, title=lines[0], paragraphs=tuple(lines[1:end]))


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


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
