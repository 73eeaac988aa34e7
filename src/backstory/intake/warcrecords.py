"""Records of WARC files (ISO 28500, all versions), one after another, as far as a file is whole.

Not warcio: of a file that is cut short it gives half a record as a whole one, it refuses a file that is packed in one
piece, and it writes to standard error.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from backstory.errors import RowError, SourceUnreadable
from backstory.intake.members import Members, Readable

#: Bytes of a record's head, at most.
HEAD_BYTES = 64_000

_VERSION = re.compile(rb"WARC/\d+\.\d+\s*")
_DIGESTS = frozenset({"md5", "sha1", "sha256", "sha512"})
_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Record:
    """One record."""

    #: Its fields, names in small letters; of one that is repeated, the first.
    fields: Mapping[str, str]
    #: What it holds.
    block: bytes
    #: The place in the file at which `records` finds it again; None in a file that is packed in one piece.
    place: int | None

    @property
    def is_whole(self) -> bool:
        """Whether what it holds is what its digest says, where that is stated in a way that can be checked."""
        name, _, stated = self.fields.get("warc-block-digest", "").partition(":")
        name = name.lower().replace("-", "")
        if name not in _DIGESTS:
            return True
        digest = hashlib.new(name, self.block, usedforsecurity=False)
        return stated.lower() == digest.hexdigest() or stated.upper() == base64.b32encode(digest.digest()).decode()


def records(name: str, file: Readable, most: int, *, start: int = 0) -> Iterator[Record | RowError]:
    """The records of a file, in order; never more than one of them in memory.

    Args:
        name: what to call the file.
        file: open for reading, seekable; packed by gzip or not.
        most: bytes that one may hold.
        start: a `Record.place`, to begin there.

    Yields:
        Each record; an error for each one that is damaged or too long, and for each place where no record can be told.

    Raises:
        SourceUnreadable: it is no WARC file, ends inside a record, or is damaged; the records before were yielded.
    """
    members = Members(name, file, start)
    content = _Content(name, io.BufferedReader(members, _PIECE))
    is_warc = False
    while (line := content.line()) is not None:
        if not line.strip():
            continue
        position = content.position - len(line)
        if not _VERSION.fullmatch(line):
            if not is_warc:
                break
            yield RowError(name, f"no record where one should begin, at byte {position:,} of the content")
            content.skip_to_version()
            continue
        is_warc = True
        place = members.place(position)
        fields = content.fields()
        length = _length(fields)
        if length is None:
            yield RowError(name, f"a record that does not say how long it is, at byte {position:,} of the content")
            content.skip_to_version()
        elif length > most:
            content.skip(length)
            yield RowError(name, f"a record longer than {most:,} bytes ({fields.get('warc-target-uri')})")
        else:
            record = Record(fields, content.take(length), place)
            yield record if record.is_whole else RowError(name, f"a damaged record ({fields.get('warc-target-uri')})")
    if not is_warc:
        raise SourceUnreadable(name, "not a WARC file")


def head_fields(lines: list[bytes], charset: str) -> Iterator[tuple[str, str]]:
    """Names and values of header fields, values that are folded over several lines put together."""
    name, value = "", ""
    for line in lines:
        text = line.decode(charset, "replace").rstrip("\r\n")
        if text.startswith((" ", "\t")):
            value += " " + text.strip()
            continue
        if name:
            yield name, value
        name, _, value = (part.strip() for part in text.partition(":"))
    if name:
        yield name, value


class _Content:
    """Reads lines and blocks, and knows how far it is."""

    def __init__(self, name: str, content: io.BufferedReader) -> None:
        self._name, self._content = name, content
        self._again: bytes | None = None
        self.position = 0

    def line(self) -> bytes | None:
        """The next line with its end, or as much of it as a head may have; None at the end."""
        line, self._again = self._again or self._content.readline(HEAD_BYTES), None
        if line and not line.endswith(b"\n") and len(line) < HEAD_BYTES and self.position:
            raise SourceUnreadable(self._name, "cut short: it ends inside a line")
        self.position += len(line)
        return line or None

    def fields(self) -> dict[str, str]:
        """The fields up to the next empty line."""
        lines: list[bytes] = []
        end = self.position + HEAD_BYTES
        while (line := self.line()) and line.strip() and self.position < end:
            lines.append(line)
        if line is None:
            raise SourceUnreadable(self._name, "cut short: it ends inside the head of a record")
        fields: dict[str, str] = {}
        for name, value in head_fields(lines, "utf-8"):
            fields.setdefault(name.lower(), value)
        return fields

    def take(self, length: int) -> bytes:
        """A block."""
        data = self._content.read(length)
        self.position += len(data)
        if len(data) < length:
            raise SourceUnreadable(self._name, "cut short: it ends inside a record")
        return data

    def skip(self, length: int) -> None:
        """Pass over a block."""
        while length:
            length -= len(self.take(min(length, _PIECE)))

    def skip_to_version(self) -> None:
        """Go on to the next line that can be the first of a record."""
        while (line := self.line()) is not None:
            if _VERSION.fullmatch(line):
                self._again = line
                self.position -= len(line)
                return


def _length(fields: Mapping[str, str]) -> int | None:
    stated = fields.get("content-length", "")
    return int(stated) if re.fullmatch(r"[0-9]{1,18}", stated) else None
