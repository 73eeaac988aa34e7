"""The commands for claims: who says what, and how many people were harmed by whose account."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click

from backstory.cli_options import archive_option, open_to_read
from backstory.errors import BackstoryError
from backstory.intake.kinds import PAGE_SUFFIXES
from backstory.model import Article, Claims
from backstory.urls import is_event_id


@click.command()
@click.argument("things", nargs=-1, required=True, metavar="PAGE|FOLDER|EVENT-ID|TOPIC...")
@click.option("--json", "form", flag_value="json", help="As JSON Lines.")
@click.option("--csv", "form", flag_value="csv", help="As CSV: a row for each statement and each figure.")
@archive_option
def claims(things: tuple[str, ...], form: str | None, location: str | None) -> None:
    """Print who says what, who denies it, and how many people are said to be harmed, by whose account.

    Of a page (an HTML or text file, or - for standard input) only title and body are read: no comments, no captions. Of
    a folder, every page in it is read. A page that cannot be read is said so, and the others are read on. Of
    an event, and of each event of a topic, its own words are read and the captured pages of its sources.
    """
    header, failed = True, False
    for pages, group in groupby(things, key=_is_page):
        if pages:
            failed |= not _pages(list(group), form, header=header)
        else:
            for at, thing in enumerate(group):
                _events(thing, form, location, header=header and not at)
        header = False
    if failed:
        sys.exit(1)


def _is_page(thing: str) -> bool:
    return thing == "-" or thing.lower().endswith(PAGE_SUFFIXES) or Path(thing).exists()


def _pages(things: Sequence[str], form: str | None, *, header: bool) -> bool:
    """Print the claims of pages; whether all of them could be read."""
    from backstory.forms_claims import claims_csv, claims_json, unread_json
    from backstory.terminal_claims import show_claims

    whole = True
    for found in _found(things):
        if isinstance(found, BackstoryError):
            click.echo(f"backstory: {found}", err=True)
            whole = False
            if form == "json":
                click.echo(unread_json(found))
        elif form == "json":
            click.echo(claims_json(*found))
        elif form == "csv":
            click.echo(claims_csv(*found, header=header), nl=False)
            header = False
        else:
            show_claims(*found)
    return whole


def _found(things: Sequence[str]) -> Iterator[tuple[Article, Claims] | BackstoryError]:
    """What pages, the pages of folders, and standard input claim, in their order."""
    from backstory.archive import read_bytes, read_claims
    from backstory.claims_pages import claims_of_pages, pages_in

    for given, group in groupby(things, key=lambda thing: thing == "-"):
        if given:
            article = read_bytes(sys.stdin.buffer.read(), source="standard input")
            yield article, read_claims(article)
        else:
            yield from claims_of_pages([page for thing in group for page in pages_in(Path(thing))])


def _events(thing: str, form: str | None, location: str | None, *, header: bool) -> None:
    from backstory.forms_ledger import ledger_csv, ledger_json
    from backstory.terminal_claims import show_ledger

    with open_to_read(location) as archive:
        if is_event_id(thing):
            found = iter([(archive.event(thing), archive.ledger(thing))])
        else:
            found = archive.ledgers(topic=archive.topic(thing).key)
        for event, ledger in found:
            if form == "json":
                click.echo(ledger_json(event, ledger))
            elif form == "csv":
                click.echo(ledger_csv(event, ledger, header=header), nl=False)
                header = False
            elif ledger.matters or ledger.tolls or is_event_id(thing):
                show_ledger(event, ledger)


@click.command()
@click.argument("topic")
@click.option("--by", type=click.Choice(["day", "month", "year"]), default="month", show_default=True)
@click.option("--json", "form", flag_value="json", help="As JSON Lines.")
@click.option("--csv", "form", flag_value="csv", help="As CSV.")
@archive_option
def figures(topic: str, by: str, form: str | None, location: str | None) -> None:
    """Print how many people were harmed over the events of a topic, by period, as ranges.

    Events may tell of the same people, so they are not added up: the low is what one event alone commits to.
    """
    from backstory.forms_ledger import figures_csv, figures_json
    from backstory.terminal_claims import show_figures

    with open_to_read(location) as archive:
        name, found = archive.topic(topic).name, archive.figures(topic, by=by)
    if form == "json":
        click.echo(figures_json(found), nl=False)
    elif form == "csv":
        click.echo(figures_csv(found), nl=False)
    else:
        show_figures(name, found)


#: What `cli` takes in.
COMMANDS = (claims, figures)
