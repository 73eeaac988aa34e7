"""What `add` was given, told apart: a range of portal days, an address, a path."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from backstory.config import MediaWikiConfig
from backstory.errors import RowError, SourceUnreadable
from backstory.intake.batch import Batch, Found

if TYPE_CHECKING:
    from backstory.intake.web import Web

#: Before a range of days, marks it as a source: `portal:2015-12-01..2015-12-31`.
PORTAL = "portal:"

#: The longest range of days that may be asked for at once: the portal's own age, and some.
MOST_DAYS = 12_000


@dataclass(frozen=True, slots=True)
class SourceReader:
    """Reads any source that `add` takes.

    Args:
        settings: the wiki that ranges of days are fetched from, and how any wiki is asked.
        known: the note that an earlier run left under a key (`Store.recall`).
        web: gives what addresses are asked by.
    """

    settings: MediaWikiConfig
    known: Callable[[str], str | None]
    web: Callable[[], Web]

    def __call__(self, source: str) -> Iterator[Found]:
        """What the source lists, lazily.

        Raises:
            SourceError: it cannot be read, or no further.
        """
        if source.startswith(PORTAL):
            days = portal_days(source.removeprefix(PORTAL))
            yield from self._fetch(days, self.settings)
        elif source.startswith(("http://", "https://")):
            yield from self._address(source)
        else:
            # Imported when needed: `add` of an address does without XML, CSV and wikitext.
            from backstory.intake.files import read_file

            yield from read_file(Path(source))

    def _address(self, address: str) -> Iterator[Found]:
        from backstory.intake.mediawiki import day_of_address

        found = day_of_address(address)
        if found is None:
            yield self.web().ask(address)
            return
        day, api = found
        for item in self._fetch((day,), replace(self.settings, api=api)):
            if isinstance(item, RowError):
                # Of one page asked for by its address, what is wrong with the page is wrong with the source.
                raise SourceUnreadable(address, item.reason)
            yield item

    def _fetch(self, days: tuple[dt.date, ...], settings: MediaWikiConfig) -> Iterator[Batch | RowError]:
        from backstory.intake.mediawiki import fetch_days

        yield from fetch_days(days, settings=settings, known=self.known)


def portal_days(text: str) -> tuple[dt.date, ...]:
    """The days of "2015-12-01..2015-12-31", or the one of "2015-12-01".

    Raises:
        SourceUnreadable: it is no range of days, or too long a one.
    """
    first, dots, last = text.partition("..")
    try:
        start = dt.date.fromisoformat(first.strip())
        end = dt.date.fromisoformat(last.strip()) if dots else start
    except ValueError:
        raise SourceUnreadable(text, "not a range of days like 2015-12-01..2015-12-31") from None
    count = (end - start).days + 1
    if count < 1:
        raise SourceUnreadable(text, "the range ends before it starts")
    if count > MOST_DAYS:
        raise SourceUnreadable(text, f"{count:,} days; at most {MOST_DAYS:,} can be fetched at once")
    return tuple(start + dt.timedelta(days=at) for at in range(count))
