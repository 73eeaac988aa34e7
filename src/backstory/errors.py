"""Everything that may go wrong and is expected to.

    BackstoryError
    ├── SourceError             something given to `add`, `read` or `story` cannot be used
    │   ├── SourceNotFound      no such file, or the address answers 404 or 410
    │   ├── SourceUnreadable    empty, binary, truncated, in an unknown layout
    │   └── FetchError          the network, or the server at the other end, did not deliver
    │       └── FetchRefused    it is not given: by the server, by its robots.txt, or by us, as the address is private
    ├── RowError                one row of an event list does not fit
    ├── ArchiveError            the archive itself
    │   ├── ArchiveNotFound     there is none at this path
    │   ├── ArchiveUnreadable   the file is not an archive, or is damaged
    │   ├── ArchiveTooNew       written by a later version than this one
    │   ├── ArchiveReadOnly     it may be read but not written
    │   ├── ArchiveBusy         another process is writing to it
    │   └── ArchiveFull         the disk has no room left
    ├── EventNotFound           no event, day or topic of that name
    ├── CorrectionError         a decision that cannot be taken: nothing would change, or the value does not fit
    ├── ConfigError             a setting is unknown or has a value that does not fit
    └── SiteError               the site cannot be built; the old one is still in place

Each says what it is about (`subject`) and what is wrong (`reason`), in one line of plain words.
"""

from __future__ import annotations


class BackstoryError(Exception):
    """Base of all expected errors.

    Args:
        subject: what the error is about: a path, an address, an event id, a setting.
        reason: what is wrong with it, one plain line without a final stop.
    """

    def __init__(self, subject: str, reason: str) -> None:
        super().__init__(subject, reason)
        self.subject = subject
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.subject}: {self.reason}"


class SourceError(BackstoryError):
    """A source cannot be used."""


class SourceNotFound(SourceError):
    """There is nothing at that path or address."""


class SourceUnreadable(SourceError):
    """The source is there, but holds nothing that can be read."""


class FetchError(SourceError):
    """The network, or the server at the other end, did not deliver."""


class FetchRefused(FetchError):
    """What was asked for is there or may be, and is not given to us; to ask again at once would be no use."""


class RowError(BackstoryError):
    """One row of an event list, or one page of a dump, does not fit; those around it are not touched by that.

    Args:
        subject: the source and the place in it: "events.jsonl, line 12".
        reason: what is wrong with it, one plain line without a final stop.
        line: the line alone, from 1; None where lines mean nothing.
    """

    def __init__(self, subject: str, reason: str, line: int | None = None) -> None:
        super().__init__(subject, reason)
        self.line = line


class ArchiveError(BackstoryError):
    """The archive cannot be opened, read or written."""


class ArchiveNotFound(ArchiveError):
    """There is no archive at that path."""


class ArchiveUnreadable(ArchiveError):
    """The file is not an archive of Backstory, or is damaged."""


class ArchiveTooNew(ArchiveError):
    """The archive was written by a later version of Backstory."""


class ArchiveReadOnly(ArchiveError):
    """The archive may be read but not written."""


class ArchiveBusy(ArchiveError):
    """Another process is writing to the archive."""


class ArchiveFull(ArchiveError):
    """The disk has no room for what should be written."""


class EventNotFound(BackstoryError):
    """The archive has no event, day or topic of that name."""


class CorrectionError(BackstoryError):
    """A decision that cannot be taken."""


class ConfigError(BackstoryError):
    """A setting is unknown, or its value does not fit."""


class SiteError(BackstoryError):
    """The site cannot be built; what was published before is untouched."""
