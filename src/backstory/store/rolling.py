"""Numbered files that are only ever appended to, each up to a size; what a killed writer left is set aside."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from backstory.errors import ArchiveBusy, ArchiveError, ArchiveFull, ArchiveReadOnly, ArchiveUnreadable

_NUMBERED = re.compile(r"(\d{5,})\.warc\.gz")
_POLL = 0.02


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Bytes in the files that no capture stands for: a writer was stopped before they counted."""

    #: Name of the file.
    file: str
    #: Where they begin.
    start: int
    #: How many they are.
    length: int
    #: The file that they were moved to; None where they were not.
    moved: Path | None = None


class RollingFiles:
    """The files of a folder: `00000.warc.gz`, `00001.warc.gz` and so on.

    Args:
        folder: made when something is written.
        owner: whose files they are; stands in the lock file.
        limit: a file that has so many bytes is followed by the next.
    """

    def __init__(self, folder: Path, owner: str, limit: int) -> None:
        self.folder = folder
        self._owner, self._limit = owner, limit
        self._number = self._end = 0
        self._file: FileIO | None = None
        self._begun: tuple[int, int] = (0, 0)

    @contextmanager
    def held(self, timeout: float) -> Iterator[None]:
        """Keep other processes from writing.

        Raises:
            ArchiveBusy: one is writing, and did not finish in that many seconds.
            ArchiveReadOnly: the folder cannot be written.
            ArchiveUnreadable: the files are somebody else's: to this owner, all of them would be left over.
        """
        with _named(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = os.open(self.folder / ".lock", os.O_RDWR | os.O_CREAT, 0o666)
        try:
            if not _locked(lock, timeout):
                raise ArchiveBusy(str(self.folder), "another process is writing to it; try again when it is done")
            owner = os.pread(lock, 1_000, 0).decode("utf-8", "replace") or self._owner
            if owner != self._owner:
                raise ArchiveUnreadable(str(self.folder), "holds the captures of another archive")
            os.pwrite(lock, self._owner.encode(), 0)
            yield
        finally:
            os.close(lock)

    def left_over(self, file: str | None, end: int) -> Iterator[LeftOver]:
        """What stands after the last byte that counts.

        Args:
            file: the last file that holds something that counts; None where none does.
            end: where that ends in it.

        Raises:
            ArchiveUnreadable: that file is missing, or shorter.
        """
        last = _number(file) if file else -1
        if file:
            size = self._size(file)
            if size < end:
                reason = f"{end - size:,} bytes that were kept in it are missing; `backstory verify` says which"
                raise ArchiveUnreadable(str(self.folder / file), reason)
            if size > end:
                yield LeftOver(file, end, size - end)
        for number in self._numbers():
            if number > last:
                yield LeftOver(_name(number), 0, self._size(_name(number)))

    def begin(self, file: str | None, end: int) -> tuple[LeftOver, ...]:
        """Go to the end of what counts, and set aside what stands after it. The folder must be held.

        Args:
            file: as for `left_over`.
            end: as for `left_over`.

        Returns:
            What was set aside.

        Raises:
            ArchiveUnreadable: as for `left_over`.
        """
        with _named(self.folder):
            moved = tuple([self._set_aside(each) for each in self.left_over(file, end)])
        self._number, self._end = (_number(file) if file else 0), end
        self._begun = self._number, self._end
        return moved

    def place(self) -> tuple[str, int]:
        """The file that the next bytes go to, and where they will stand in it."""
        if self._end >= self._limit:
            self._roll()
        return _name(self._number), self._end

    def append(self, data: bytes) -> None:
        """Write bytes at `place`; they are safe after `sync`."""
        with _named(self.folder):
            if self._file is None:
                # Unbuffered, so that nothing waits to be written when the disk has refused it and the file is closed.
                self._file = (self.folder / _name(self._number)).open("ab", buffering=0)
            rest = memoryview(data)
            while rest:
                rest = rest[self._file.write(rest) :]
        self._end += len(data)

    def sync(self) -> None:
        """Make sure that what was written survives a power cut."""
        with _named(self.folder):
            if self._file:
                os.fsync(self._file.fileno())
                _sync_folder(self.folder)

    def undo(self) -> None:
        """Take back all that was written since `begin`."""
        number, end = self._begun
        self.close()
        for later in range(number + 1, self._number + 1):
            (self.folder / _name(later)).unlink(missing_ok=True)
        if (self.folder / _name(number)).exists():
            os.truncate(self.folder / _name(number), end)

    def close(self) -> None:
        """Let go of the file that is written to; closing twice is allowed."""
        if self._file:
            self._file.close()
            self._file = None

    def _roll(self) -> None:
        self.sync()
        self.close()
        self._number, self._end = self._number + 1, 0

    def _numbers(self) -> list[int]:
        found = (_NUMBERED.fullmatch(path.name) for path in self.folder.glob("*.warc.gz"))
        return sorted(int(match[1]) for match in found if match)

    def _size(self, file: str) -> int:
        try:
            return (self.folder / file).stat().st_size
        except FileNotFoundError:
            return 0

    def _set_aside(self, what: LeftOver) -> LeftOver:
        path = self.folder / what.file
        names = (f"{what.file}.{what.start}.{again}.damaged" for again in range(1, 10_000))
        side = next(self.folder / name for name in names if not (self.folder / name).exists())
        with path.open("rb") as file, side.open("xb") as copy:
            file.seek(what.start)
            shutil.copyfileobj(file, copy)
            copy.flush()
            os.fsync(copy.fileno())
        if what.start:
            os.truncate(path, what.start)
        else:
            path.unlink()
        _sync_folder(self.folder)
        return LeftOver(what.file, what.start, what.length, side)


def _name(number: int) -> str:
    return f"{number:05}.warc.gz"


def _number(file: str) -> int:
    return int(file.partition(".")[0])


def _locked(lock: int, timeout: float) -> bool:
    """Take a lock, waiting for another process to give it up."""
    until = time.monotonic() + timeout
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
        time.sleep(_POLL)


def _sync_folder(folder: Path) -> None:
    """A new name in a folder is safe when the folder itself is (fsync(2), Notes)."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _named(folder: Path) -> Iterator[None]:
    """Give what the disk refuses its name."""
    try:
        yield
    except OSError as error:
        kind, reason = _MEANING.get(error.errno or 0, (ArchiveError, f"cannot be used ({error.strerror})"))
        raise kind(str(folder), reason) from error


_MEANING: dict[int, tuple[type[ArchiveError], str]] = {
    errno.ENOSPC: (ArchiveFull, "the disk is full; what was reported added is safe"),
    errno.EDQUOT: (ArchiveFull, "the disk quota is used up; what was reported added is safe"),
    errno.EACCES: (ArchiveReadOnly, "cannot be written (no right to)"),
    errno.EPERM: (ArchiveReadOnly, "cannot be written (no right to)"),
    errno.EROFS: (ArchiveReadOnly, "cannot be written (the disk is read-only)"),
}
