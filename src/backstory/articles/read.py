"""Pages to articles: every word of a page in its order, each line with its role, and what the page says of itself."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from backstory.articles.body import chosen, voted
from backstory.articles.charset import decoded
from backstory.articles.comments import Comment, take_comments
from backstory.articles.dates import no_later_than
from backstory.articles.days import find_days
from backstory.articles.describe import Description, describe
from backstory.articles.features import Hints
from backstory.articles.live import Entry, entries
from backstory.articles.metadata import Metadata, metadata
from backstory.articles.plain import read_plain
from backstory.articles.plain_words import DATELINE
from backstory.articles.roles import agency_in, roles
from backstory.articles.state import LEAST, reveal
from backstory.articles.tree import TEXT, folded, parse
from backstory.articles.units import Unit, units
from backstory.errors import SourceUnreadable
from backstory.model import BODY, Article, Block, Dated, Page, Role, Span

_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|p|div|h1)\b", re.IGNORECASE)
_BREAK = re.compile(r"</?(?:p|div|br|li|h\d|blockquote|tr)\b[^>]{0,300}>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]{1,300}>")

#: Most lines of a page that are read, of HTML and of plain text; the longest live blogs have a quarter of the first.
_LINES, _PLAIN_LINES = 20_000, 100_000
#: The structured data has the whole article, and the page only the start, if it is so many times as long.
_WHOLE = 1.5


def read_page(page: Page, *, published: Dated | None = None) -> Article:
    """The article of a page of HTML or plain text.

    Args:
        page: the bytes.
        published: when it was published, where the user or the feed says so; what the page says of it stays a witness.

    Raises:
        SourceUnreadable: there is no text of an article in it, or its characters cannot be told.
    """
    if is_html(page):
        article = read_html(page)
    else:
        article = article_of(decoded(page.data, source=page.source, content_type=page.content_type), source=page.source)
        article = replace(article, url=page.url)
    published = published or article.published
    return bounded(replace(article, published=published, dates=_dates(article, published)), page.captured)


def bounded(article: Article, captured: dt.datetime | None) -> Article:
    """The article with the day by which it was published, where nothing says when.

    Args:
        article: the article.
        captured: when its page was captured, aware; None where that is not known.
    """
    bound = None if article.published else no_later_than(article.modified, captured)
    return replace(article, no_later_than=bound)


def is_html(page: Page) -> bool:
    """Whether a page is HTML, by what it says first; plain text otherwise."""
    return _HTML.search(page.data[:4096]) is not None


def article_of(text: str, *, source: str) -> Article:
    """The article of a text that is in characters already.

    Raises:
        SourceUnreadable: there are no words in it, or far too many.
    """
    if len(text) > TEXT:
        raise SourceUnreadable(source, f"more than {TEXT:,} characters of text, and so no news page")
    if text.count("\n") > _PLAIN_LINES:
        raise SourceUnreadable(source, f"more than {_PLAIN_LINES:,} lines of text, and so no news page")
    return read_plain(text, source=source)


def read_html(page: Page) -> Article:
    """The article of an HTML page, without the days that its text names.

    Raises:
        SourceUnreadable: there is no text of an article in it.
    """
    tree = parse(page)
    comments = take_comments(tree, url=page.url)
    lines = units(tree)[:_LINES]
    if sum(len(line.text) for line in lines) < LEAST and reveal(tree):
        lines = units(tree)[:_LINES]
    data = metadata(tree, url=page.url)
    said = describe(tree, url=page.url, captured=page.captured, lines=lines, page=data)
    hints = hints_of(data, vote=voted(tree))
    taken = chosen(lines, hints)
    found = roles(lines, taken, title=said.title, headline=said.headline, authors=said.authors)
    places = entries(lines, taken, stated=_is_live(data), day=_only_day(said), language=said.language)
    told = _in_order(lines, map(_piece, lines, found, places), comments)
    pieces = _completed(list(_once(told)), hints.body)
    if said.title and not any(piece.role is Role.TITLE for piece in pieces):
        pieces.insert(0, Block(role=Role.TITLE, text=said.title, start=0))
    if not any(piece.role in BODY for piece in pieces) and not said.description:
        raise SourceUnreadable(page.source, "no article found in this page")
    pieces, agency = _datelined(pieces)
    agency = agency or next(
        (name for piece in pieces if piece.role is Role.CREDIT and (name := agency_in(piece.text))), None
    )
    return _article(page, said, placed(pieces), agency)


def hints_of(page: Metadata, *, vote: str) -> Hints:
    """What is known of a page's article besides its elements.

    Args:
        page: what it says of itself.
        vote: what another extractor takes for the article.
    """
    body = page.article.get("articleBody") if page.article else None
    return Hints(
        vote=vote,
        body=_told(body) if isinstance(body, str) else "",
        title=page.meta("og:title") or page.page_title or "",
        description=page.meta("og:description", "description") or "",
    )


def placed(pieces: Sequence[Block]) -> tuple[Block, ...]:
    """Blocks one under the other, each with its start in the text that they make."""
    start, blocks = 0, []
    for piece in pieces:
        blocks.append(replace(piece, start=start))
        start += len(piece.text) + 1
    return tuple(blocks)


def _told(body: str) -> str:
    """The words of an article in structured data: its paragraphs on lines of their own, without the markup of some."""
    body = _TAG.sub("", _BREAK.sub("\n", html.unescape(body)))
    return "\n".join(filter(None, map(folded, body.splitlines())))


def _in_order(lines: Iterable[Unit], pieces: Iterable[Block], comments: Sequence[Comment]) -> Iterator[Block]:
    """The blocks of a page's lines and its comments, as they follow each other in the page."""
    waiting = deque(comments)
    for line, piece in zip(lines, pieces, strict=True):
        while waiting and waiting[0].section < line.comments:
            yield _block(waiting.popleft())
        yield piece
    yield from map(_block, waiting)


def _once(pieces: Iterable[Block]) -> Iterator[Block]:
    """The blocks, each paragraph of the article once: what the page shows again leads to it, and is none of it."""
    seen: set[str] = set()
    for piece in pieces:
        is_told = piece.role in {Role.PARAGRAPH, Role.QUOTATION}
        yield replace(piece, role=Role.TEASER) if is_told and piece.text in seen else piece
        if is_told:
            seen.add(piece.text)


def _completed(pieces: list[Block], body: str) -> list[Block]:
    """The blocks, with the article as the structured data has it where the page itself has only its start, or none."""
    shown = sum(len(piece.text) for piece in pieces if piece.role in BODY)
    if len(body) < max(shown * _WHOLE, LEAST):
        return pieces
    lines = set(body.split("\n"))
    first = next((at for at, piece in enumerate(pieces) if piece.role in BODY), len(pieces))
    other = (piece for piece in pieces[first:] if piece.role not in BODY)
    rest = [piece for piece in other if piece.role is Role.COMMENT or piece.text not in lines]
    return [*pieces[:first], *(Block(role=Role.PARAGRAPH, text=line, start=0) for line in body.split("\n")), *rest]


def _datelined(pieces: list[Block]) -> tuple[list[Block], str | None]:
    """The blocks, the place and day before the first sentence on their own, and the agency that is named with them."""
    first = next((at for at, piece in enumerate(pieces) if piece.role is Role.PARAGRAPH), None)
    match = DATELINE.match(pieces[first].text) if first is not None else None
    if first is None or match is None:
        return pieces, None
    text = pieces[first].text
    parts = [(Role.DATELINE, text[: match.end()].rstrip()), (Role.PARAGRAPH, text[match.end() :])]
    blocks = [Block(role=role, text=words, start=0) for role, words in parts if words]
    return [*pieces[:first], *blocks, *pieces[first + 1 :]], match["agency"]


def _is_live(page: Metadata) -> bool:
    """Whether a page calls itself a live blog."""
    return next(page.data.of_kind("LiveBlogPosting"), None) is not None


def _only_day(said: Description) -> dt.date | None:
    """The day that a page is of; None where it was written on several, or nothing says when."""
    days = {date.day for date in (said.published, said.modified) if date}
    return days.pop() if len(days) == 1 else None


def _piece(line: Unit, role: Role, entry: Entry | None) -> Block:
    if entry is None:
        return Block(role=role, text=line.text, start=0)
    if entry.is_stamp:
        role = Role.DATELINE
    return Block(role=role, text=line.text, start=0, entry=entry.number, time=entry.time)


def _block(comment: Comment) -> Block:
    return Block(
        role=comment.role,
        text=comment.text,
        start=0,
        author=comment.author,
        time=comment.time,
        depth=comment.depth,
    )


def _article(page: Page, said: Description, blocks: tuple[Block, ...], agency: str | None) -> Article:
    return Article(
        source=page.source,
        title=said.title,
        blocks=blocks,
        published=said.published,
        modified=said.modified,
        authors=said.authors,
        outlet=said.outlet,
        agency=agency,
        description=said.description,
        cover=said.cover,
        language=said.language,
        url=said.canonical or page.url,
        witnesses=said.witnesses,
    )


def _dates(article: Article, published: Dated | None) -> tuple[Dated, ...]:
    """The days that the article's own words name, their spans in its text."""

    def found() -> Iterator[Dated]:
        for block in article.blocks:
            if block.role in BODY:
                for each in find_days(block.text, published, language=article.language):
                    if each.span:
                        span = Span(each.span.start + block.start, each.span.end + block.start)
                        yield replace(each, span=span)

    return tuple(found())
