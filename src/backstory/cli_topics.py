"""Commands for topics: all of them, and one as people meet it."""

from __future__ import annotations

import click

from backstory.cli_options import archive_option, open_to_read


@click.command()
@click.argument("words", required=False, default="")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="Topics at most.")
@click.option("--json", "as_json", is_flag=True, help="As JSON Lines.")
@archive_option
def topics(words: str, limit: int, as_json: bool, location: str | None) -> None:
    """List topics, those with most events first; with WORDS, those whose names hold them, in any spelling."""
    from backstory.forms_story import topic_row_json
    from backstory.terminal_topics import show_topics

    with open_to_read(location) as archive:
        found = archive.topics(words)[:limit]
    if as_json:
        for row in found:
            click.echo(topic_row_json(row))
    else:
        show_topics(found)


@click.command()
@click.argument("name")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="Turning points at most.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@archive_option
def topic(name: str, limit: int, as_json: bool, location: str | None) -> None:
    """Show a topic, in any spelling: what it is, when it ran, its chapters, what it came from and led to."""
    from backstory.forms_story import topic_json
    from backstory.terminal_topics import show_topic_story

    with open_to_read(location) as archive:
        story = archive.topic_story(name, limit=limit)
    if as_json:
        click.echo(topic_json(story))
    else:
        show_topic_story(story)


#: What this module adds to the command line.
COMMANDS = (topics, topic)
