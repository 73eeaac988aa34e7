"""What all parts of the store that keep tables are given."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, bindparam, func, select

from backstory.model import Event

_encode = msgspec.json.Encoder().encode


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """That a column holds one of some values, which the statement is given as one (`packed`), however many they are.

    So the statement is the same each time: putting a list of values together costs more than asking for them.

    Args:
        column: the column.
        name: what the statement calls the values.
    """
    return column.in_(select(func.json_each(bindparam(name)).table_valued("value").c.value))


def packed(values: Iterable[str | int]) -> str:
    """Some values as one, for a statement that asks for what is `among` them."""
    return _encode(list(values)).decode()


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
        events: the events of a query over their keys, and of the values that it is given.
    """

    def __init__(
        self,
        connection: Connection,
        errors: Callable[[], AbstractContextManager[None]],
        events: Callable[..., list[Event]],
    ) -> None:
        super().__init__(connection, errors)
        self._events = events
