"""Files: what kind one is, told by its content first and its name second, and the reader for it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath

from backstory.errors import RowError, SourceUnreadable
from backstory.intake.batch import Batch, Feeds, Found
from backstory.intake.dump import read_dump
from backstory.intake.feeds import read_feed
from backstory.intake.items import FeedLink
from backstory.intake.kinds import Kind, kind_of
from backstory.intake.pages import PAGE_BYTES as PAGE_MOST
from backstory.intake.pages import raw_page
from backstory.intake.portal import has_bullets, is_day_page, read_day
from backstory.intake.streams import Stream, open_stream
from backstory.intake.table import read_json_lines
from backstory.intake.table_csv import header_separator, read_csv
from backstory.model import Page

#: Longest day page that is read, in bytes; MediaWiki's own limit is 2 MB.
PAGE_BYTES = 4_000_000

#: Largest share of bytes beyond ASCII in a text that is taken for Windows-1252. English with its names and quotation
#: marks stays far below it; a text in another script, which would turn into letters without sense, far above.
FOREIGN_SHARE = 0.05

_Reader = Callable[[Stream], Iterator[Found]]


def read_file(path: Path) -> Iterator[Found]:
    """Read a file.

    It may be a day page in wikitext, an event list (JSON Lines, CSV), a MediaWiki export; a news page, a web archive
    (WARC, WACZ), a feed, a sitemap or a list of feeds (OPML). Any but a WACZ may be packed by gzip or bzip2.

    Args:
        path: the file. A date in the name of a day page (`2015-12-23.wiki`) is its day where its text gives none.

    Yields:
        What the reader of its kind yields.

    Raises:
        SourceNotFound: there is no such file.
        SourceUnreadable: it cannot be opened, is empty or damaged, or is of a kind that cannot be read. Of a list or an
            export, what stands before the damage was yielded; of a day page nothing.
    """
    with open_stream(path) as stream:
        yield from _reader(stream)(stream)


def read_saved(stream: Stream) -> Iterator[Page]:
    """Read a news page.

    Raises:
        SourceUnreadable: it is damaged, empty, too long, or holds neither HTML nor text.
    """
    yield raw_page(stream.name, stream.content.read(PAGE_MOST + 1))


def read_archive(stream: Stream) -> Iterator[Page | RowError]:
    """Read a web archive.

    Raises:
        SourceUnreadable: it is damaged; the pages before that place were yielded.
    """
    # Imported when needed: no other file needs them.
    from backstory.intake.warc import read_wacz, read_warc

    yield from (read_wacz if stream.head.startswith(b"PK") else read_warc)(stream.path)


def read_named(stream: Stream) -> Iterator[Feeds]:
    """Read what names feeds or is one: a list of feeds, a feed, a sitemap.

    Raises:
        SourceUnreadable: it is damaged, or a feed or sitemap that does not say its own address.
    """
    from backstory.intake.opml import read_opml

    data = stream.content.read(PAGE_MOST)
    if kind_of(data) is Kind.OPML:
        links = read_opml(data, source=stream.name)
        if not links:
            raise SourceUnreadable(stream.name, "names no feed")
        yield Feeds(links, f"listed in {stream.name}")
        return
    address = read_feed(data, source=stream.name).url if kind_of(data) is Kind.FEED else None
    if not address:
        raise SourceUnreadable(stream.name, "a feed or sitemap that does not say its address; add that instead")
    yield Feeds((FeedLink(url=address),), f"saved in {stream.name}")


def read_wikitext(stream: Stream) -> Iterator[Batch]:
    """Read a day page.

    Raises:
        SourceUnreadable: it is damaged, in no layout that can be read, or says no day.
    """
    data = stream.content.read(PAGE_BYTES + 1)
    if len(data) > PAGE_BYTES:
        raise SourceUnreadable(stream.name, f"longer than {PAGE_BYTES:,} bytes, and so no day page")
    text, remark = _decoded(stream, data)
    page = read_day(text, source=stream.name, day=_day_of_name(stream.path))
    yield Batch(listings=page.listings, whole=True, done=stream.total, total=stream.total, remark=remark)


def _reader(stream: Stream) -> _Reader:
    """The reader of the kind of file that it is.

    Raises:
        SourceUnreadable: it is of no kind that can be read.
    """
    head = stream.head
    if reader := _reader_of_the_web(stream):
        return reader
    strange = next((kind for magic, kind in _STRANGE if magic.match(head)), None)
    if strange:
        raise SourceUnreadable(stream.name, strange)
    if _EXPORT.match(head):
        return read_dump
    if _JSON_LINE.match(head):
        return read_json_lines
    text = head.decode("utf-8", "replace")
    if is_day_page(text):
        return read_wikitext
    if header_separator(text.splitlines()[0]):
        return read_csv
    reader = _reader_of_the_name(stream.path, text)
    if reader is None:
        raise SourceUnreadable(
            stream.name, "neither a page, nor a feed, nor a day page, event list or MediaWiki export"
        )
    return reader


def _reader_of_the_name(path: Path, text: str) -> _Reader | None:
    suffix = _suffix(path)
    if suffix in _PAGES and not (_DATE.search(path.name) and has_bullets(text)):
        return read_saved
    return _BY_SUFFIX.get(suffix)


def _reader_of_the_web(stream: Stream) -> _Reader | None:
    """The reader of a file that came from the web, told by its content."""
    head = stream.head
    if head.startswith(b"WARC/") or (head.startswith(b"PK\x03\x04") and _suffix(stream.path) == ".wacz"):
        return read_archive
    if kind_of(head) is not Kind.PAGE:
        return read_named
    return read_saved if _HTML.match(head) else None


def _suffix(path: Path) -> str:
    """The last suffix of the name, without that of the packing."""
    return PurePath(path.name.lower().removesuffix(".gz").removesuffix(".bz2")).suffix


def _day_of_name(path: Path) -> dt.date | None:
    found = _DATE.search(path.name)
    try:
        return dt.date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def _decoded(stream: Stream, data: bytes) -> tuple[str, str | None]:
    """The text, and what there is to remark about its characters."""
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        pass
    if len(data) - len(data.decode("ascii", "ignore")) <= FOREIGN_SHARE * len(data):
        try:
            return data.decode("cp1252"), f"{stream.name} is not UTF-8, and was read as Windows-1252"
        except UnicodeDecodeError:
            pass
    raise SourceUnreadable(stream.name, "neither UTF-8 nor Windows-1252; save it as UTF-8")


#: Suffixes of pages; text that is named after a day is one where it has no bullets.
_PAGES = (".html", ".htm", ".xhtml", ".txt", ".text", ".md")
# Atomic: a comment or an instruction ends at its first mark, which the search must not try to move.
_PROLOGUE = rb"\s*(?>(?:<\?.*?\?>\s*|<!--.*?-->\s*)*)"

#: How files start that cannot be read, and what they are.
_STRANGE = tuple(
    (re.compile(magic, re.DOTALL | re.IGNORECASE if text else re.DOTALL), kind)
    for text, magic, kind in (
        (False, rb"\x89PNG\r\n", "a PNG image"),
        (False, rb"\xff\xd8\xff", "a JPEG image"),
        (False, rb"GIF8[79]a", "a GIF image"),
        (False, rb"RIFF....WEBP", "a WebP image"),
        (False, rb"....ftyp", "a film or sound"),
        (False, rb"ID3|OggS|fLaC", "a sound"),
        (False, rb"%PDF-", "a PDF document"),
        (False, rb"PK\x03\x04", "a ZIP archive or an office document"),
        (False, rb"\xd0\xcf\x11\xe0", "an old office document"),
        (False, rb"7z\xbc\xaf|Rar!\x1a|.{257}ustar", "an archive of files; unpack it first"),
        (False, rb"\xfd7zXZ\x00|\x28\xb5\x2f\xfd|\x04\x22\x4d\x18", "packed by xz, zstd or lz4; unpack it first"),
        (False, rb"\x1f\x8b|BZh[1-9]", "packed twice; unpack it first"),
        (False, rb"SQLite format 3\x00", "an SQLite database"),
        (False, rb"PAR1", "a Parquet file"),
        (False, rb"\x7fELF|MZ.\x00", "a program"),
        (False, rb".*\x00", "binary data"),
        (True, rb"\s*(?:\[\s*[{\]]|\{\s*[\r\n])", "a JSON document; an event list has one object on each line"),
    )
)
_HTML = re.compile(_PROLOGUE + rb"<(?:!doctype\s+html|html|head|body)\b", re.DOTALL | re.IGNORECASE)
_EXPORT = re.compile(_PROLOGUE + rb"<(?:\w+:)?mediawiki\b", re.DOTALL)
_JSON_LINE = re.compile(rb"\s*\{\s*[\"}]")
_DATE = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)", re.ASCII)

_BY_SUFFIX: dict[str, _Reader] = {
    ".wiki": read_wikitext,
    ".wikitext": read_wikitext,
    ".mediawiki": read_wikitext,
    ".txt": read_wikitext,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".json": read_json_lines,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".xml": read_dump,
}
