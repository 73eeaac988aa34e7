"""What all parts of the store that keep tables are given."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, Select

from backstory.model import Event


class Tables:
    """A part of the store, over tables of its own.

    Args:
        connection: to the archive.
        errors: gives what the driver reports its name.
    """

    def __init__(self, connection: Connection, errors: Callable[[], AbstractContextManager[None]]) -> None:
        self._connection = connection
        self._errors = errors


class EventTables(Tables):
    """One that also gives events back.

    Args:
        connection: to the archive.
        errors: gives what the driver reports its name.
        events: the events of a query over their keys.
    """

    def __init__(
        self,
        connection: Connection,
        errors: Callable[[], AbstractContextManager[None]],
        events: Callable[[Select[Any]], list[Event]],
    ) -> None:
        super().__init__(connection, errors)
        self._events = events
