"""The command that makes the vectors of an archive."""

from __future__ import annotations

import click

from backstory.cli_options import archive_option, open_to_write


@click.command()
@archive_option
def vectors(location: str | None) -> None:
    """Make the vectors that events want, so that stories are found by what is meant too, not by words alone.

    `add` makes those of what it adds; an archive from before there were any wants this once.
    """
    from backstory.terminal import Bar, counted

    with open_to_write(location) as archive, Bar("reading") as bar:
        made = archive.make_vectors(progress=bar.progress)
        info = archive.info()
    click.echo(f"{info.location}: {counted(made, 'new vector')}, {info.vectors:,} in all, by {info.vector_model}")


#: What this module adds to the command line.
COMMANDS = (vectors,)
