"""Undoing content encodings piece by piece, never beyond a length: a few kilobytes can be packed gigabytes."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

#: What requests accept: the codings of RFC 9110 (8.4.1), RFC 7932 (br) and RFC 8878 (zstd).
ACCEPTED = "gzip, deflate, br, zstd"

#: The largest window of zstd, as a power of two: the 8 MB of RFC 9659.
_ZSTD_WINDOW = 23


class PackingError(Exception):
    """What was packed cannot be unpacked."""


class LengthError(Exception):
    """There are more bytes than may be."""


def unpacked(pieces: Iterable[bytes], encoding: str, most: int) -> bytes:
    """The bytes as they were before they were packed.

    Args:
        pieces: what was received, in order.
        encoding: a Content-Encoding header: names of codings in the order in which they were applied; may be empty.
        most: the most bytes that there may be, packed or unpacked.

    Raises:
        PackingError: a coding is unknown, or the bytes are damaged or end early.
        LengthError: there are more bytes than `most`; they were not made.
    """
    codings = [coding for coding in map(str.strip, encoding.lower().split(",")) if coding not in ("", "identity")]
    for coding in reversed(codings):
        if coding not in _UNPACKERS:
            raise PackingError
        pieces = _undone(pieces, _UNPACKERS[coding](), most)
    return b"".join(_counted(pieces, most))


class _Unpacker(Protocol):
    """Undoes one coding."""

    @property
    def eof(self) -> bool:
        """Whether the end of what was packed was reached."""

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """What the next bytes stand for, and no more of it than so many bytes or a few more."""


def _counted(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > most:
            raise LengthError
        yield piece


def _undone(pieces: Iterable[bytes], unpacker: _Unpacker, most: int) -> Iterator[bytes]:
    room, is_empty = most + 1, True
    for piece in _counted(pieces, most):
        is_empty = False
        if unpacker.eof:
            # What stands behind the end means nothing.
            continue
        try:
            data = unpacker.decompress(piece, room)
        except (zlib.error, brotli.error, zstd.ZstdError) as error:
            raise PackingError from error
        room -= len(data)
        if room <= 0:
            raise LengthError
        yield data
    if not is_empty and not unpacker.eof:
        raise PackingError


class _Deflate:
    """The coding `deflate`, by RFC 9110 in a zlib wrapper, which many servers leave out."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj()
        self._is_first = True

    @property
    def eof(self) -> bool:
        return self._inner.eof

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        if self._is_first and data:
            self._is_first = False
            # The low half of the first byte of a wrapper is 8 (RFC 1950, 2.2); no usual start of a bare stream is.
            if data[0] & 0x0F != 8:
                self._inner = zlib.decompressobj(-zlib.MAX_WBITS)
        return self._inner.decompress(data, max_length)


class _Brotli:
    """The coding `br`."""

    def __init__(self) -> None:
        self._inner = brotli.Decompressor()

    @property
    def eof(self) -> bool:
        return bool(self._inner.is_finished())

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        return bytes(self._inner.process(data, output_buffer_limit=max_length))


def _gzip() -> _Unpacker:
    return zlib.decompressobj(16 + zlib.MAX_WBITS)


def _zstd() -> _Unpacker:
    return zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW})


_UNPACKERS: Mapping[str, Callable[[], _Unpacker]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _Deflate,
    "br": _Brotli,
    "zstd": _zstd,
}


def head_of_gzip(data: bytes, most: int) -> bytes:
    """The first bytes of what was packed by gzip, as far as they can be had; nothing where it is damaged.

    Args:
        data: the first bytes of the file.
        most: the most bytes to be unpacked.
    """
    try:
        return _gzip().decompress(data, most)
    except zlib.error:
        return b""
