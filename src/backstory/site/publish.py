"""How a built site takes its place: whole or not at all, whenever the build is stopped.

Beside the folder `site` a build uses these, and the next build clears up what a killed one left of them:

    .site.lock      held while a build runs
    .site.new       where files are made; nothing of it is published yet
    .site.old       the old site, while a new one takes its place; put back if that did not happen
    .site.changes   changed files that are on their way into the site; the next build brings the rest in
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from backstory.errors import SiteError
from backstory.store.protocol import ClaimantRow, OutletRow, TopicRow

#: The file that says that a folder is a site of ours, and from what it was built.
MARKER = ".backstory.json"

_JOURNAL = ".journal.json"


class Marker(msgspec.Struct, frozen=True, kw_only=True):
    """What a site was built from."""

    #: The archive's own name.
    archive: str
    #: How far the archive had come.
    sequence: int
    #: What stands for the site's settings, its formats and the code that makes its pages.
    fingerprint: str
    #: Number of pages, whatever their formats.
    pages: int
    #: The archive's topics and outlets, in the order of their keys.
    topics: list[TopicRow]
    outlets: list[OutletRow]
    #: For each name of a topic that is another spelling, the topic.
    aliases: dict[str, str] = {}
    #: Everybody who is quoted, in the order of their keys.
    claimants: list[ClaimantRow] = []


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. A page counts once, whatever its formats."""

    #: Pages of the site.
    pages: int
    #: Pages that are new or say something else than before; all of them in a full build.
    written: int
    #: Pages that stay as they were.
    unchanged: int
    #: Pages that the site no longer has; not counted in a full build.
    removed: int
    #: Whether everything was made anew.
    full: bool


class _Journal(msgspec.Struct, frozen=True):
    """What is to be done to a site beside bringing files in."""

    #: SHA-256 of the marker of the site that the changes belong to.
    base: str
    #: Files to be removed.
    removed: list[str]


class Writer:
    """Writes files below a folder.

    Args:
        root: the folder; made where it is not there.
    """

    def __init__(self, root: Path) -> None:
        self._root = f"{root}/"
        self._made: set[str] = set()

    def write(self, path: str, content: bytes) -> None:
        """Write a new file; `path` is relative to the root."""
        folder = path[: path.rfind("/") + 1]
        if folder not in self._made:
            os.makedirs(self._root + folder, exist_ok=True)
            self._made.add(folder)
        # Half the time of `open` and `write`, which counts for a hundred thousand small files.
        file = os.open(self._root + path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            while content:
                content = content[os.write(file, content) :]
        finally:
            os.close(file)


class Workplace:
    """The folder of a site and those that a build needs beside it. Made by `workplace`."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.new = target.with_name(f".{target.name}.new")
        self._old = target.with_name(f".{target.name}.old")
        self._changes = target.with_name(f".{target.name}.changes")

    def marker(self) -> Marker | None:
        """From what the site there was built; None where there is none, or one of another version.

        Raises:
            SiteError: there is something else.
        """
        if not self.target.exists():
            return None
        if not self.target.is_dir():
            raise SiteError(str(self.target), "is a file; a site needs a folder of its own")
        try:
            return msgspec.json.decode((self.target / MARKER).read_bytes(), type=Marker)
        except FileNotFoundError:
            if any(self.target.iterdir()):
                raise SiteError(str(self.target), "holds something else than a site built by Backstory") from None
        except msgspec.DecodeError:
            pass
        return None

    def recover(self) -> None:
        """Undo or finish what a killed build left."""
        if self._old.exists() and not self.target.exists():
            self._old.rename(self.target)
        for left in (self._old, self.new):
            if left.exists():
                shutil.rmtree(left)
        if self._changes.exists():
            self._bring_in()

    def swap(self) -> None:
        """Publish what stands in `new` as the whole site."""
        if self.target.exists():
            self.target.rename(self._old)
        self.new.rename(self.target)
        if self._old.exists():
            shutil.rmtree(self._old)

    def change(self, removed: Iterable[str]) -> None:
        """Publish what stands in `new`, a marker among it, as changes of the site.

        Args:
            removed: files that the site no longer has.
        """
        journal = _Journal(_digest(self.target / MARKER), sorted(removed))
        Writer(self.new).write(_JOURNAL, msgspec.json.encode(journal))
        # From here on the change is made, if not by this build then by the next.
        self.new.rename(self._changes)
        self._bring_in()

    def _bring_in(self) -> None:
        marker, journal = self._changes / MARKER, self._changes / _JOURNAL
        # The marker is the last file to go, so without it all is done; and changes of another site are of no use.
        if marker.exists() and journal.exists():
            todo = msgspec.json.decode(journal.read_bytes(), type=_Journal)
            if (self.target / MARKER).exists() and _digest(self.target / MARKER) == todo.base:
                self._apply(todo.removed)
        shutil.rmtree(self._changes)

    def _apply(self, removed: Iterable[str]) -> None:
        for path in _files(self._changes):
            if path not in (MARKER, _JOURNAL):
                (self.target / path).parent.mkdir(parents=True, exist_ok=True)
                os.replace(self._changes / path, self.target / path)
        for path in removed:
            (self.target / path).unlink(missing_ok=True)
            _prune((self.target / path).parent, self.target)
        os.replace(self._changes / MARKER, self.target / MARKER)


@contextmanager
def workplace(target: Path) -> Iterator[Workplace]:
    """Hold the place of a site while it is built, with what a killed build left cleared up.

    Args:
        target: the site's folder, which need not be there.

    Raises:
        SiteError: another build of it is running.
    """
    target = target.resolve()
    if not target.name:
        raise SiteError(str(target), "a site needs a folder of its own")
    target.parent.mkdir(parents=True, exist_ok=True)
    lock = target.with_name(f".{target.name}.lock")
    file = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if not _locked(file):
            raise SiteError(str(target), "another build of it is running")
        place = Workplace(target)
        place.recover()
        try:
            yield place
        finally:
            shutil.rmtree(place.new, ignore_errors=True)
            lock.unlink(missing_ok=True)
    finally:
        os.close(file)


def _locked(file: int) -> bool:
    """Take a lock, unless another process has it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    # The build that held it may have removed the file since it was opened: then this lock keeps nobody out.
    return os.fstat(file).st_nlink > 0


def _files(folder: Path) -> Iterator[str]:
    """The files below a folder, relative to it, in order."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(folder))


def _prune(folder: Path, root: Path) -> None:
    """Remove a folder below `root` and those above it, as far as they are empty."""
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
