"""What came of reading a source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from backstory.errors import BackstoryError, RowError, SourceError
from backstory.intake.batch import Batch, Found
from backstory.intake.streams import Stream, open_stream
from backstory.model import Listing


@dataclass(frozen=True)
class Read:
    """All that a reader yielded, and how it ended."""

    items: tuple[Found, ...]
    #: What it raised.
    failure: SourceError | None

    @property
    def batches(self) -> list[Batch]:
        return [item for item in self.items if isinstance(item, Batch)]

    @property
    def listings(self) -> list[Listing]:
        return [listing for batch in self.batches for listing in batch.listings]

    @property
    def headlines(self) -> list[str]:
        return [listing.headline for listing in self.listings]

    @property
    def errors(self) -> list[RowError]:
        return [item for item in self.items if isinstance(item, RowError)]

    @property
    def remarks(self) -> list[str]:
        return [batch.remark for batch in self.batches if batch.remark]


def read_stream(path: Path, reader: Callable[[Stream], Iterator[Found]]) -> Iterator[Found]:
    """Open a file and read it, lazily, as `files.read_file` does with the reader that it has chosen."""
    with open_stream(path) as stream:
        yield from reader(stream)


def drain(reader: Iterable[Found]) -> Read:
    """Read a source to its end, be it a good or a bad one; every error must be one plain line."""
    items: list[Found] = []
    failure = None
    try:
        for item in reader:
            items.append(item)
    except SourceError as error:
        failure = error
    read = Read(tuple(items), failure)
    failures: list[BackstoryError] = [*read.errors, *([failure] if failure else [])]
    assert all(len(str(error).splitlines()) == 1 for error in failures)
    return read
