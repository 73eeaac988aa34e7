"""The content of a file, gzip undone, and where in the file its pieces begin.

A packed WARC file has each record in a gzip member of its own, so that a record can be gone back to when the place of
its member is known. Python's `gzip` does not tell.
"""

from __future__ import annotations

import io
import zlib
from collections import deque
from typing import Protocol

from backstory.errors import SourceUnreadable

#: How many times its size a file may be, unpacked, beyond `FREE_BYTES`: web pages come to ten times, runs of one byte
#: to a thousand.
MOST_TIMES = 200

#: What a file may come to whatever its size.
FREE_BYTES = 1_000_000_000

_BUFFER = 1 << 16


def check_size(name: str, unpacked: int, packed: int) -> None:
    """Let pass what comes to no more than it may.

    Args:
        name: what to call the file.
        unpacked: bytes that it comes to.
        packed: bytes that these are made from.

    Raises:
        SourceUnreadable: it comes to more.
    """
    if unpacked > FREE_BYTES + MOST_TIMES * packed:
        raise SourceUnreadable(name, f"comes to more than {MOST_TIMES} times its size, unpacked")


class Readable(Protocol):
    """What is asked of a file: to go to a place and read from there."""

    def seek(self, offset: int, /) -> int:
        """Go to a place."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, at most so many; none at the end."""


class Part:
    """Bytes of a file as a file of their own: `Readable`.

    Args:
        file: open for reading, seekable.
        start: where they begin.
        length: how many they are.
    """

    def __init__(self, file: Readable, start: int, length: int) -> None:
        self._file, self._start, self._length = file, start, length
        self._at = 0

    def seek(self, offset: int, /) -> int:
        """Go to a place."""
        self._at = offset
        return offset

    def read(self, size: int, /) -> bytes:
        """The next bytes, at most so many; none at the end."""
        self._file.seek(self._start + self._at)
        data = self._file.read(max(min(size, self._length - self._at), 0))
        self._at += len(data)
        return data


class Members(io.RawIOBase):
    """What stands in a file from a place on, member after member where it is packed by gzip.

    Reading raises SourceUnreadable where the packed data is damaged, ends too early or comes to too much; what stands
    before that place was delivered.

    Args:
        name: what to call the file.
        file: open for reading, seekable.
        start: where to begin: at the start of the file or of a member.
    """

    def __init__(self, name: str, file: Readable, start: int = 0) -> None:
        self._name, self._file, self._next = name, file, start
        self._packed = self._spare = b""
        self._more()
        self._is_gzip = self._packed.startswith(b"\x1f\x8b")
        self._inflate: zlib._Decompress | None = None
        self._position = 0
        self._starts: deque[tuple[int, int]] = deque() if self._is_gzip else deque([(0, start)])

    def readable(self) -> bool:
        """It is."""
        return True

    def place(self, position: int) -> int | None:
        """The place in the file from which this class delivers what stands at a position of the content.

        Positions must be asked for in order. None where none is: inside a member.
        """
        while len(self._starts) > 1 and self._starts[1][0] <= position:
            self._starts.popleft()
        if not self._starts:
            return None
        begins, place = self._starts[0]
        if not self._is_gzip:
            return place + position
        return place if begins == position else None

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer, as far as there is something at hand; 0 at the end."""
        data = self._unpacked(len(buffer)) if self._is_gzip else self._plain(len(buffer))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)

    def _plain(self, most: int) -> bytes:
        self._more()
        data, self._packed = self._packed[:most], self._packed[most:]
        return data

    def _unpacked(self, most: int) -> bytes:
        """Up to so many bytes of one member; the last ones of it only when its check sum was found right."""
        data, self._spare = self._spare, b""
        # One byte more than is asked for: it tells whether the member ends here.
        while len(data) <= most and (inflate := self._inflate if data else self._begun()):
            if not self._more():
                raise SourceUnreadable(self._name, "cut short: the gzip data ends too early")
            try:
                data += inflate.decompress(self._packed, most + 1 - len(data))
            except zlib.error as error:
                raise SourceUnreadable(self._name, f"damaged gzip data ({error})") from error
            self._packed = inflate.unused_data if inflate.eof else inflate.unconsumed_tail
            self._inflate = None if inflate.eof else inflate
        check_size(self._name, self._position, self._next)
        self._spare = data[most:]
        return data[:most]

    def _begun(self) -> zlib._Decompress | None:
        """The member to read from, the next one if need be; None at the end."""
        if self._inflate is None:
            # Zeros may stand behind a member, to fill a block (as in Python's own `gzip`).
            while self._more() and not (rest := self._packed.lstrip(b"\0")):
                self._packed = rest
            if self._packed:
                self._packed = rest
                self._starts.append((self._position, self._next - len(rest)))
                self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
        return self._inflate

    def _more(self) -> bool:
        """Whether there are packed bytes at hand, the next ones if need be."""
        if not self._packed:
            # Another reader may have gone elsewhere in the same file.
            self._file.seek(self._next)
            self._packed = self._file.read(_BUFFER)
            self._next += len(self._packed)
        return bool(self._packed)
