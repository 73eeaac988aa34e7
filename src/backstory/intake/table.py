"""Event lists as JSON Lines: one event a line; the form in which archives are exchanged.

    {"date": "2015-12-23", "headline": "...", "id": "...", "category": "...", "summary": "...", "image": "https://...",
     "topics": ["Syrian Civil War", {"name": "...", "title": "..."}],
     "sources": ["AP via ABC News", {"outlet": "ABC News", "agency": "AP", "url": "https://..."}],
     "mentions": [{"start": 0, "end": 21, "title": "Amnesty International"}],
     "origin": {"name": "...", "url": "https://...", "licence": "CC BY-SA 4.0"}, "external_id": "...",
     "revisions": [{"recorded": "2022-04-03T12:00:00Z", "because": "...", "telling": {"date": "...", ...}}]}

Only date and headline are needed. An empty text and null are the same as nothing; fields of other names are passed
over. `id` is the permanent id where it has the form of one, else what the source itself calls the event.
"""

from __future__ import annotations

import bz2
import datetime as dt
import gzip
import io
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec

from backstory.errors import BackstoryError, RowError, SourceError, SourceUnreadable
from backstory.intake.batch import Batch
from backstory.intake.categories import fold_category
from backstory.intake.outlets import parse_outlet
from backstory.intake.streams import Stream
from backstory.model import Event, Listing, Mention, Origin, Revision, Source, Span, Telling, Topic
from backstory.urls import is_event_id

#: Longest line of a list, in bytes.
LINE_LENGTH = 1_000_000

#: A batch is closed at the first change of day after so many rows, and in any case at twice as many.
BATCH_ROWS = 1_000


class TopicCell(msgspec.Struct, omit_defaults=True):
    """A topic with the title of its Wikipedia page."""

    name: str
    title: str | None = None


class SourceCell(msgspec.Struct, omit_defaults=True):
    """A source with its address."""

    outlet: str | None = None
    agency: str | None = None
    url: str | None = None


class MentionCell(msgspec.Struct):
    """A linked name in the headline: its place in code points, and the title of the page it links to."""

    start: int
    end: int
    title: str


class OriginCell(msgspec.Struct, omit_defaults=True):
    """Where the words come from."""

    name: str
    url: str | None = None
    licence: str | None = None


class TellingCell(msgspec.Struct, omit_defaults=True, kw_only=True):
    """What an event and an earlier telling of it have in common."""

    date: str | None = None
    headline: str | None = None
    category: str | None = None
    topics: list[str | TopicCell] | None = None
    sources: list[str | SourceCell] | None = None
    mentions: list[MentionCell] | None = None
    summary: str | None = None
    image: str | None = None
    origin: OriginCell | None = None
    external_id: str | None = None


class RevisionCell(msgspec.Struct):
    """An earlier telling."""

    recorded: Annotated[dt.datetime, msgspec.Meta(tz=True)]
    because: str
    telling: TellingCell


class Row(TellingCell, omit_defaults=True, kw_only=True):
    """One line of a list."""

    id: str | None = None
    revisions: list[RevisionCell] | None = None


def read_json_lines(stream: Stream) -> Iterator[Batch | RowError]:
    """Read an event list.

    Args:
        stream: the open file.

    Yields:
        Batches of about `BATCH_ROWS` rows that end at the end of a day where that can be, and an error for each line
        that does not fit.

    Raises:
        SourceUnreadable: the file is damaged (what stands before the damage was yielded), or has no line with anything.
    """
    return read_rows(stream, _rows(stream))


def read_rows(stream: Stream, rows: Iterable[tuple[int, Row] | RowError]) -> Iterator[Batch | RowError]:
    """Turn the rows of a list, each with its line, into batches of listings; errors are passed on as they come.

    Raises:
        SourceUnreadable: `rows` raised it, after all that came before was yielded; or there was no row.
    """
    batch: list[Listing] = []
    strange: Counter[str] = Counter()
    empty = True
    try:
        for each in _listings(stream, rows, strange):
            empty = False
            if isinstance(each, RowError):
                yield each
                continue
            if len(batch) >= BATCH_ROWS and (each.day != batch[-1].day or len(batch) >= 2 * BATCH_ROWS):
                yield Batch(listings=tuple(batch), done=stream.done, total=stream.total)
                batch = []
            batch.append(each)
    except SourceError:
        if batch:
            yield Batch(listings=tuple(batch), done=stream.done, total=stream.total, remark=_left_out(strange))
        raise
    if empty:
        raise SourceUnreadable(stream.name, "no row in it")
    yield Batch(listings=tuple(batch), done=stream.total, total=stream.total, remark=_left_out(strange))


def row_error(stream: Stream, line: int, reason: str) -> RowError:
    """The error of a row of a list."""
    return RowError(f"{stream.name}, line {line}", reason, line)


def write_events(events: Iterable[Event], path: Path) -> int:
    """Write events as JSON Lines, packed where the name ends in .gz or .bz2; the same events give the same bytes.

    Reading the file gives listings equal to the events. It is written beside its place and then moved there, so that
    no half of it is ever found under its name.

    Args:
        events: what to write, in this order.
        path: where to.

    Returns:
        How many were written.

    Raises:
        BackstoryError: the file cannot be written; one that was there before is untouched.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    encoder = msgspec.json.Encoder()
    count = 0
    try:
        with part.open("wb") as file:
            with _packed(file, path.suffix) as out:
                for event in events:
                    out.write(encoder.encode(_row(event)) + b"\n")
                    count += 1
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise BackstoryError(str(path), f"cannot be written ({error.strerror})") from error
    finally:
        part.unlink(missing_ok=True)
    return count


def _listings(
    stream: Stream, rows: Iterable[tuple[int, Row] | RowError], strange: Counter[str]
) -> Iterator[Listing | RowError]:
    """What the rows list; the categories that are none of ours are counted in `strange`."""
    origin = Origin(stream.path.name)
    for each in rows:
        if isinstance(each, RowError):
            yield each
            continue
        line, row = each
        try:
            listed = _listing(row, origin, line)
        except _Misfit as error:
            yield row_error(stream, line, str(error))
            continue
        if listed.category is None and (name := _text(row.category)):
            strange[name] += 1
        yield listed


def _left_out(strange: Counter[str]) -> str | None:
    if not strange:
        return None
    names = ", ".join(f'"{name}"' for name, _ in strange.most_common(3))
    return f"rows whose category is none of the ten, and was left out: {strange.total():,} ({names})"


def _rows(stream: Stream) -> Iterator[tuple[int, Row] | RowError]:
    decoder = msgspec.json.Decoder(Row)
    for number, line in _lines(stream):
        if line is None:
            yield row_error(stream, number, f"longer than {LINE_LENGTH:,} bytes")
            continue
        try:
            yield number, decoder.decode(line)
        except msgspec.ValidationError as error:
            yield row_error(stream, number, _in_plain_words(str(error)))
        except msgspec.DecodeError as error:
            yield row_error(stream, number, f"not JSON ({error})")
        except UnicodeDecodeError:
            yield row_error(stream, number, "not UTF-8")
        except RecursionError:
            yield row_error(stream, number, "lists in lists too deep to be read")


def _lines(stream: Stream) -> Iterator[tuple[int, bytes | None]]:
    """The lines that are not blank, with their numbers from 1; None for one that is too long."""
    read = stream.content.readline
    number = 0
    while line := read(LINE_LENGTH + 1):
        number += 1
        if len(line) > LINE_LENGTH and not line.endswith(b"\n"):
            while (rest := read(LINE_LENGTH)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        elif not line.isspace():
            yield number, line


class _Misfit(Exception):
    """A row does not fit; the message says why."""


def _listing(row: Row, origin: Origin, line: int) -> Listing:
    own_id = _text(row.id)
    permanent = own_id if own_id and is_event_id(own_id) else None
    return _told(
        Listing,
        row,
        origin,
        external_id=_text(row.external_id) or (None if permanent else own_id),
        id=permanent,
        revisions=tuple(_revision(each, origin) for each in row.revisions or ()),
        line=line,
    )


_Told = TypeVar("_Told", bound=Telling)


def _told(make: Callable[..., _Told], cell: TellingCell, origin: Origin, **more: Any) -> _Told:
    """What a cell tells, as the record that `make` makes."""
    headline = " ".join((cell.headline or "").split())
    if not headline:
        raise _Misfit("no headline")
    return make(
        day=_day(cell.date),
        headline=headline,
        summary=_text(cell.summary),
        category=fold_category(_text(cell.category)),
        topics=tuple(dict.fromkeys(filter(None, map(_topic, cell.topics)))) if cell.topics else (),
        mentions=_mentions(cell) if cell.mentions else (),
        sources=tuple(dict.fromkeys(filter(None, map(_source, cell.sources)))) if cell.sources else (),
        image=_text(cell.image),
        origin=_origin(cell.origin.name, cell.origin.url, cell.origin.licence) if cell.origin else origin,
        **more,
    )


def _day(text: str | None) -> dt.date:
    if not text:
        raise _Misfit("no date")
    try:
        # fromisoformat also takes week dates and dates without hyphens, whose meaning a reader of the list would guess.
        if _DATE.fullmatch(text):
            return dt.date.fromisoformat(text)
    except ValueError:
        raise _Misfit(f"there is no day {text}") from None
    raise _Misfit(f"date should be YYYY-MM-DD, not {text[:40]!r}")


def _text(text: str | None) -> str | None:
    """The text, or None where there is nothing to be seen in it."""
    return text if text and not text.isspace() else None


def _topic(cell: str | TopicCell) -> Topic | None:
    if isinstance(cell, str):
        return _named(cell)
    name = " ".join(cell.name.split())
    return Topic(name, _text(cell.title)) if name else None


@lru_cache(maxsize=50_000)
def _named(name: str) -> Topic | None:
    return _topic(TopicCell(name))


def _source(cell: str | SourceCell) -> Source | None:
    if isinstance(cell, str):
        source = Source(url=cell.strip()) if cell.strip().startswith(("http://", "https://")) else parse_outlet(cell)
    else:
        source = Source(_text(cell.outlet), _text(cell.agency), _text(cell.url))
    return source if source.outlet or source.agency or source.url else None


@lru_cache(maxsize=1_000)
def _origin(name: str, url: str | None, licence: str | None) -> Origin:
    return Origin(name, _text(url), _text(licence))


def _mentions(cell: TellingCell) -> tuple[Mention, ...]:
    """The mentions, in order, none over another; their places count in the headline as it is written in the cell."""
    headline = cell.headline or ""
    if headline != " ".join(headline.split()):
        raise _Misfit("mentions need a headline without line breaks and without blanks at its ends or side by side")
    end = 0
    mentions = []
    for each in cell.mentions or ():
        if not end <= each.start < each.end <= len(headline):
            raise _Misfit(f"the mention at {each.start} to {each.end} is outside of the headline or over another")
        if not _text(each.title):
            raise _Misfit(f"the mention at {each.start} to {each.end} has no title")
        mentions.append(Mention(Span(each.start, each.end), each.title))
        end = each.end
    return tuple(mentions)


def _revision(cell: RevisionCell, origin: Origin) -> Revision:
    telling = _told(Telling, cell.telling, origin, external_id=_text(cell.telling.external_id))
    return Revision(recorded=cell.recorded.astimezone(dt.UTC), because=cell.because, telling=telling)


def _in_plain_words(error: str) -> str:
    """What msgspec says of a value of the wrong type, in words for people who do not write Python."""
    found = _WRONG_TYPE.fullmatch(error)
    if not found:
        return error.replace("`", "").replace(" - at $.", " in ")
    expected, got, place = found.groups()
    wanted = " or ".join(_TYPES.get(each, each) for each in expected.split(" | ") if each != "null")
    return f"{place or 'the line'} should be {wanted}, not {_TYPES.get(got, got)}"


def _packed(file: io.BufferedWriter, suffix: str) -> AbstractContextManager[io.BufferedIOBase]:
    if suffix == ".gz":
        return gzip.GzipFile("", "wb", fileobj=file, mtime=0)
    if suffix == ".bz2":
        return bz2.BZ2File(file, "wb")
    return nullcontext(file)


def _row(event: Event) -> Row:
    revisions = [_revision_cell(revision) for revision in event.revisions]
    return _cell(Row, event, id=event.id, revisions=revisions or None)


def _revision_cell(revision: Revision) -> RevisionCell:
    return RevisionCell(revision.recorded, revision.because, _cell(TellingCell, revision.telling))


_Cell = TypeVar("_Cell", bound=TellingCell)


def _cell(make: Callable[..., _Cell], telling: Telling, **more: Any) -> _Cell:
    """What a record tells, as the cell that `make` makes."""
    origin = telling.origin
    return make(
        date=telling.day.isoformat(),
        headline=telling.headline,
        category=telling.category,
        topics=[TopicCell(each.name, each.title) for each in telling.topics] or None,
        sources=[SourceCell(each.outlet, each.agency, each.url) for each in telling.sources] or None,
        mentions=[MentionCell(each.span.start, each.span.end, each.title) for each in telling.mentions] or None,
        summary=telling.summary,
        image=telling.image,
        origin=OriginCell(origin.name, origin.url, origin.licence) if origin else None,
        external_id=telling.external_id,
        **more,
    )


_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WRONG_TYPE = re.compile(r"Expected `([^`]+)`, got `([^`]+)`(?: - at `\$\.?([^`]*)`)?")
_TYPES = {
    "str": "text",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
    "null": "null",
    "object": "an object",
    "array": "a list",
    "datetime": "a time",
}
