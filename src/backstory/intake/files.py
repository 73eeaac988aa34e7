"""Files: what kind one is, told by its content first and its name second, and the reader for it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath

from backstory.errors import RowError, SourceUnreadable
from backstory.intake.batch import Batch
from backstory.intake.dump import read_dump
from backstory.intake.portal import is_day_page, read_day
from backstory.intake.streams import Stream, open_stream
from backstory.intake.table import read_json_lines
from backstory.intake.table_csv import header_separator, read_csv

#: Longest day page that is read, in bytes; MediaWiki's own limit is 2 MB.
PAGE_BYTES = 4_000_000

#: Largest share of bytes beyond ASCII in a text that is taken for Windows-1252. English with its names and quotation
#: marks stays far below it; a text in another script, which would turn into letters without sense, far above.
FOREIGN_SHARE = 0.05

_Reader = Callable[[Stream], Iterator[Batch | RowError]]


def read_file(path: Path) -> Iterator[Batch | RowError]:
    """Read a file of events: a day page in wikitext, an event list (JSON Lines, CSV), or a MediaWiki export.

    Any of them may be packed by gzip or bzip2.

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
    suffix = _suffix(stream.path)
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    unknown = "neither a day page, nor an event list, nor a MediaWiki export"
    raise SourceUnreadable(stream.name, _PAGE if suffix in (".html", ".htm") else unknown)


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


_PAGE = "an article page; `story` reads it, `add` does not yet"
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
        (False, rb"WARC/\d", "a web archive (WARC); `add` does not read these yet"),
        (False, rb".*\x00", "binary data"),
        (True, _PROLOGUE + rb"<(?:!doctype\s+html|html|head|body)\b", _PAGE),
        (True, _PROLOGUE + rb"<(?:rss|feed|rdf:RDF)\b", "a feed; `add` does not read these yet"),
        (True, rb"\s*(?:\[\s*[{\]]|\{\s*[\r\n])", "a JSON document; an event list has one object on each line"),
    )
)
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
