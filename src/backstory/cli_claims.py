"""The commands for claims: who says what, and how many people were harmed by whose account."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from backstory.cli_options import archive_option, open_to_read
from backstory.urls import is_event_id

#: What a page's name ends with; whatever else is no event's id is the name of a topic.
_PAGES = (".html", ".htm", ".xhtml", ".txt", ".md")


@click.command()
@click.argument("things", nargs=-1, required=True, metavar="PAGE|EVENT-ID|TOPIC...")
@click.option("--json", "form", flag_value="json", help="As JSON Lines.")
@click.option("--csv", "form", flag_value="csv", help="As CSV: a row for each statement and each figure.")
@archive_option
def claims(things: tuple[str, ...], form: str | None, location: str | None) -> None:
    """Print who says what, who denies it, and how many people are said to be harmed, by whose account.

    Of a page (an HTML or text file, or - for standard input) only title and body are read: no comments, no captions. Of
    an event, and of each event of a topic, its own words are read and the captured pages of its sources.
    """
    header = True
    for thing in things:
        if _is_page(thing):
            _page(thing, form, header=header)
        else:
            _events(thing, form, location, header=header)
        header = False


def _is_page(thing: str) -> bool:
    return thing == "-" or thing.lower().endswith(_PAGES) or Path(thing).is_file()


def _page(page: str, form: str | None, *, header: bool) -> None:
    from backstory.archive import read, read_bytes, read_claims
    from backstory.forms_claims import claims_csv, claims_json
    from backstory.terminal_claims import show_claims

    article = read_bytes(sys.stdin.buffer.read(), source="standard input") if page == "-" else read(page)
    found = read_claims(article)
    if form == "json":
        click.echo(claims_json(article, found))
    elif form == "csv":
        click.echo(claims_csv(article, found, header=header), nl=False)
    else:
        show_claims(article, found)


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
