"""Files as streams of bytes: unpacked while they are read, with what goes wrong said in one line."""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from backstory.errors import SourceNotFound, SourceUnreadable

#: Bytes of a file by which its kind is told.
HEAD = 4096

_BUFFER = 1 << 16


@dataclass(frozen=True, slots=True)
class Stream:
    """A file that is open for reading.

    Reading from `content` raises SourceUnreadable where the packed data is damaged or ends too early; what stands
    before that place was delivered.
    """

    #: The path, as it was given.
    path: Path
    #: What it holds: unpacked, without a byte order mark, UTF-16 that has one recoded as UTF-8.
    content: io.BufferedReader
    #: The file as it is on disk.
    file: BinaryIO
    #: Bytes of the file on disk.
    total: int

    @property
    def done(self) -> int:
        """Bytes of the file on disk that were read so far."""
        return self.file.tell()

    @property
    def head(self) -> bytes:
        """The first bytes of the content, about `HEAD` of them; to be asked for before anything is read."""
        return self.content.peek(HEAD)

    @property
    def name(self) -> str:
        """The path as a reader is told it."""
        return str(self.path)


@contextmanager
def open_stream(path: Path) -> Iterator[Stream]:
    """Open a file, packed by gzip or bzip2 or not, whatever its name says.

    Raises:
        SourceNotFound: there is no such file.
        SourceUnreadable: it is a folder or a device, may not be read, or holds nothing.
    """
    try:
        total = _size(path)
        file = path.open("rb")
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        # ValueError: the path has a character that no path can have.
        raise SourceNotFound(str(path), "no such file") from error
    except OSError as error:
        raise SourceUnreadable(str(path), f"cannot be opened ({error.strerror})") from error
    with file, _buffered(_Unpacked(path, file)) as unpacked:
        stream = Stream(path, _unmarked(path, unpacked), file, total)
        if not stream.head:
            raise SourceUnreadable(stream.name, "empty")
        yield stream


def _size(path: Path) -> int:
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise SourceUnreadable(str(path), "a folder, not a file")
    if not stat.S_ISREG(status.st_mode):
        raise SourceUnreadable(str(path), "not a regular file")
    return status.st_size


def _buffered(raw: io.RawIOBase) -> io.BufferedReader:
    return io.BufferedReader(raw, _BUFFER)


def _unmarked(path: Path, unpacked: io.BufferedReader) -> io.BufferedReader:
    """The content in UTF-8, where a byte order mark tells that it is text, and without the mark."""
    start = unpacked.peek(3)[:3]
    if start == codecs.BOM_UTF8:
        unpacked.read(3)
    elif start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return _buffered(_Recoded(path, unpacked))
    return unpacked


class _Unpacked(io.RawIOBase):
    """The content of a file, gzip and bzip2 undone; what these modules raise becomes SourceUnreadable."""

    def __init__(self, path: Path, file: io.BufferedReader) -> None:
        self._path = path
        self._packing = ""
        self._inner: io.BufferedReader | gzip.GzipFile | bz2.BZ2File = file
        magic = file.peek(3)
        if magic.startswith(b"\x1f\x8b"):
            self._packing, self._inner = "gzip", gzip.GzipFile(fileobj=file)
        elif magic.startswith(b"BZh"):
            self._packing, self._inner = "bzip2", bz2.BZ2File(file)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            # read1 hands out what is unpacked so far; read would keep it back and lose it at the place of damage.
            data = self._inner.read1(len(buffer))
        except EOFError as error:
            raise SourceUnreadable(str(self._path), f"cut short: the {self._packing} data ends too early") from error
        except (OSError, zlib.error) as error:
            what = f"damaged {self._packing} data" if self._packing else "cannot be read"
            raise SourceUnreadable(str(self._path), f"{what} ({error})") from error
        buffer[: len(data)] = data
        return len(data)


class _Recoded(io.RawIOBase):
    """UTF-16 with a byte order mark as UTF-8."""

    def __init__(self, path: Path, inner: io.BufferedReader) -> None:
        self._path, self._inner = path, inner
        self._decoder = codecs.getincrementaldecoder("utf-16")()
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._rest:
            data = self._inner.read1(_BUFFER)
            try:
                self._rest = self._decoder.decode(data, final=not data).encode("utf-8")
            except UnicodeDecodeError as error:
                raise SourceUnreadable(str(self._path), f"damaged UTF-16 text ({error.reason})") from error
            if not data:
                break
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size
