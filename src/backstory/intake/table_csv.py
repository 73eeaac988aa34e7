"""Event lists as CSV with named columns, as spreadsheets write them.

    date,headline,category,topics,sources,urls,summary,image,id
    2015-12-23,"...",Law and crime,Syrian Civil War; Russia,AP via ABC News; BBC,https://...; https://...,,,

Date and headline are needed; columns may stand in any order, and those of other names are passed over. The separator is
a comma, a semicolon or a tab. A cell with several topics, sources or addresses has ";" between them, or "|". The first
address is that of the first source, and so on.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from backstory.errors import RowError, SourceUnreadable
from backstory.intake.batch import Batch
from backstory.intake.outlets import parse_outlet
from backstory.intake.streams import Stream
from backstory.intake.table import LINE_LENGTH, Row, SourceCell, read_rows, row_error

_SEPARATORS = ",;\t"
_NEEDED = {"date", "headline"}
_OTHER_NAMES = {"topic": "topics", "source": "sources", "url": "urls"}
# What errors="surrogateescape" makes of a byte that is not UTF-8.
_UNDECODED = re.compile("[\udc80-\udcff]")

# An address may itself hold the separator, so only one before the next address, another separator or the end counts.
_BETWEEN_ADDRESSES = re.compile(r"\s*[;|]\s*(?=https?://|[;|]|$)")


def header_separator(line: str) -> str | None:
    """The separator under which a line is the header of an event list, or None where it is none under any."""
    return next((each for each in _SEPARATORS if _NEEDED.issubset(_columns(line, each))), None)


def read_csv(stream: Stream) -> Iterator[Batch | RowError]:
    """Read an event list.

    Args:
        stream: the open file.

    Yields:
        Batches as `table.read_json_lines` does, and an error for each row that does not fit.

    Raises:
        SourceUnreadable: the file is damaged (what stands before the damage was yielded), its first line does not name
            the columns, or there is no other.
    """
    return read_rows(stream, _rows(stream))


def _rows(stream: Stream) -> Iterator[tuple[int, Row] | RowError]:
    lines = _Lines(stream)
    header = next(lines, "")
    separator = header_separator(header)
    if separator is None:
        raise SourceUnreadable(stream.name, "the first line does not name the columns date and headline")
    columns = _columns(header, separator)
    # strict: a quotation mark out of place would otherwise glue rows together without a word.
    rows = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        line = lines.number + 1
        lines.too_long = False
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield row_error(stream, line, f"not CSV ({error})")
            continue
        if any(cells):
            misfit = f"longer than {LINE_LENGTH:,} characters" if lines.too_long else _misfit(columns, cells)
            yield row_error(stream, line, misfit) if misfit else (line, _row(dict(zip(columns, cells, strict=False))))


class _Lines(Iterator[str]):
    """The lines of a file as text, counted; of one that is too long, its end only."""

    def __init__(self, stream: Stream) -> None:
        # surrogateescape: what is not UTF-8 is then found in the row where it stands, and the rest goes on.
        self._text = io.TextIOWrapper(stream.content, encoding="utf-8", errors="surrogateescape", newline="")
        #: Number of lines read.
        self.number = 0
        #: Whether there was one that is too long, since this was last set to False.
        self.too_long = False

    def __next__(self) -> str:
        line = self._text.readline(LINE_LENGTH)
        while len(line) == LINE_LENGTH and not line.endswith(("\n", "\r")):
            self.too_long = True
            line = self._text.readline(LINE_LENGTH)
        if not line:
            raise StopIteration
        self.number += 1
        return line


def _columns(header: str, separator: str) -> list[str]:
    names = next(csv.reader([header], delimiter=separator), [])
    folded = (name.strip().casefold() for name in names)
    return [_OTHER_NAMES.get(name, name) for name in folded]


def _misfit(columns: Sequence[str], cells: Sequence[str]) -> str | None:
    if any(cells[len(columns) :]):
        return f"{len(cells)} cells for {len(columns)} columns; a separator inside a text needs quotation marks"
    if any(map(_UNDECODED.search, cells)):
        return "not UTF-8"
    return None


def _row(cells: Mapping[str, str]) -> Row:
    return Row(
        id=cells.get("id", "").strip(),
        external_id=cells.get("external_id", "").strip(),
        date=cells.get("date", "").strip(),
        headline=cells.get("headline"),
        category=cells.get("category"),
        topics=list(_several(cells.get("topics", ""))),
        sources=list(_sources(_several(cells.get("sources", "")), cells.get("urls", "").strip())),
        summary=cells.get("summary"),
        image=cells.get("image", "").strip(),
    )


def _several(cell: str) -> list[str]:
    """The parts of a cell, empty ones among them; where there is a "|", a ";" belongs to the names."""
    return cell.split("|" if "|" in cell else ";")


def _sources(labels: list[str], addresses: str) -> Iterator[str | SourceCell]:
    for label, url in zip_longest(labels, _BETWEEN_ADDRESSES.split(addresses), fillvalue=""):
        named = parse_outlet(label)
        yield SourceCell(named.outlet, named.agency, url) if url else label
