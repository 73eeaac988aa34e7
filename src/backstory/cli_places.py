"""The command that lists events, by their days, topics, outlets and places."""

from __future__ import annotations

import datetime as dt

import click

from backstory.cli_options import Day, archive_option, open_to_read
from backstory.times import day_after


@click.command()
@click.option("--place", help="Code of a country (SY), or name of a country, region or town where they happened.")
@click.option("--topic", help="Only events of this topic.")
@click.option("--outlet", help="Only events that cite this outlet or agency.")
@click.option("--since", type=Day(), help="First day.")
@click.option("--until", type=Day(), help="Last day.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="Events at most, the latest.")
@click.option("--json", "as_json", is_flag=True, help="As JSON Lines, each with its place.")
@archive_option
def events(
    place: str | None,
    topic: str | None,
    outlet: str | None,
    since: dt.date | None,
    until: dt.date | None,
    limit: int,
    as_json: bool,
    location: str | None,
) -> None:
    """List the latest events, in order of time; all options must hold."""
    from backstory.forms_places import placed_event_json
    from backstory.terminal_places import show_events

    after = day_after(until) if until else None
    with open_to_read(location) as archive:
        asked = archive.events(
            place=place, topic=topic, outlet=outlet, since=since, until=after, newest_first=True, limit=limit
        )
        found = [(event, archive.place(event)) for event in asked][::-1]
    if as_json:
        for event, at in found:
            click.echo(placed_event_json(event, at))
    else:
        show_events(found)


#: What this module adds to the command line.
COMMANDS = (events,)
