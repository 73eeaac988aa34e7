"""What an event is known by: the traits of the articles that tell it, kept up as they join."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import msgspec

from backstory.events.traits import Traits

#: Tellings of an event that are kept: its first, which say what happened, and its latest, which say how it goes on.
FIRST, LATEST = 4, 12


@dataclass(frozen=True, slots=True)
class Profile:
    """What an event is known by."""

    #: Id of the event.
    event: str
    #: What tells it, in the order it came: the first tellings, then the latest.
    tellings: tuple[Traits, ...]
    #: All that has told it, what is not kept included.
    told: int = 1

    @classmethod
    def opened(cls, event: str, first: Traits) -> Self:
        """The profile of an event that an article, or a line of the portal, has opened.

        Args:
            event: its id.
            first: what is known of what opened it.
        """
        return cls(event, (first,))

    def joined_by(self, article: Traits) -> Profile:
        """The profile once another telling has joined."""
        kept = (*self.tellings[:FIRST], *self.tellings[FIRST:][-LATEST + 1 :], article)
        return replace(self, tellings=kept, told=self.told + 1)

    def packed(self) -> bytes:
        """The profile as bytes, for a store to keep."""
        return msgspec.msgpack.encode(self)

    @classmethod
    def unpacked(cls, data: bytes) -> Profile:
        """The profile that `packed` made these bytes of: the same to the last digit.

        Args:
            data: the bytes.
        """
        return _UNPACK.decode(data)


_UNPACK = msgspec.msgpack.Decoder(Profile)
