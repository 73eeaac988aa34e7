"""Backstory: give it a news page, and it gives back the sourced history behind it.

>>> from backstory import open_archive
>>> archive = open_archive(":memory:")
>>> archive.info().events
0
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backstory.archive import Archive, open_archive, read, read_claims
    from backstory.config import Settings, load_settings
    from backstory.errors import BackstoryError
    from backstory.model import (
        ArchiveInfo,
        Article,
        Claims,
        Event,
        Figure,
        Mention,
        Origin,
        Outcome,
        Relation,
        Revision,
        Shared,
        Source,
        Span,
        Statement,
        Telling,
        Topic,
    )
    from backstory.model_story import Chapter, Echo, History, Offer

__version__ = "0.1.0"

_HOMES = {
    "backstory.archive": ("Archive", "open_archive", "read", "read_claims"),
    "backstory.config": ("Settings", "load_settings"),
    "backstory.errors": ("BackstoryError",),
    "backstory.model_story": ("Chapter", "Echo", "History", "Offer"),
    "backstory.model": (
        "ArchiveInfo",
        "Article",
        "Claims",
        "Event",
        "Figure",
        "Mention",
        "Origin",
        "Outcome",
        "Relation",
        "Revision",
        "Shared",
        "Source",
        "Span",
        "Statement",
        "Telling",
        "Topic",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Archive",
    "ArchiveInfo",
    "Article",
    "BackstoryError",
    "Chapter",
    "Claims",
    "Echo",
    "Event",
    "Figure",
    "History",
    "Mention",
    "Offer",
    "Origin",
    "Outcome",
    "Relation",
    "Revision",
    "Settings",
    "Shared",
    "Source",
    "Span",
    "Statement",
    "Telling",
    "Topic",
    "load_settings",
    "open_archive",
    "read",
    "read_claims",
]


def __getattr__(name: str) -> Any:
    # Names are looked up when they are first used, so that `backstory --help` does not load a database engine.
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value
