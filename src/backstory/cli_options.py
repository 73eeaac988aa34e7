"""What all commands share: the archive that they work on, and days as their arguments."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from backstory.archive import Archive

_Command = TypeVar("_Command", bound=Callable[..., Any])


class Day(click.ParamType[dt.date]):
    """A day in ISO 8601: 2015-12-23."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """The day, or a usage error that says what a day looks like."""
        try:
            return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day like 2015-12-23", param, ctx)


def archive_option(command: _Command) -> _Command:
    """The option `--archive`, which may stand before or after the command."""
    help_text = "The archive's file.  [default: backstory.toml's, or backstory.db]"
    return click.option("--archive", "location", metavar="PATH", envvar="BACKSTORY_ARCHIVE", help=help_text)(command)


def open_to_read(location: str | None, *, create: bool = False) -> Archive:
    """The archive that a command works on."""
    from backstory.archive import open_archive
    from backstory.config import load_settings

    settings = load_settings()
    location = location or click.get_current_context().obj
    if location:
        settings = dataclasses.replace(settings, archive=location)
    return open_archive(create=create, settings=settings)


def open_to_write(location: str | None, *, create: bool = False) -> Archive:
    """The archive, with what a process that was stopped left behind set aside."""
    archive = open_to_read(location, create=create)
    for left in archive.recover():
        place = left.moved or left.file
        click.echo(f"backstory: {place}: half written by a process that was stopped, set aside", err=True)
    return archive
