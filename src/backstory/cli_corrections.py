"""Commands about which event an article tells, and for those who decide: merge, split, correct, undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from backstory.cli_options import archive_option, open_to_read, open_to_write

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _reasons(command: _Command) -> _Command:
    """The options that every decision takes."""
    by = click.option("--by", metavar="NAME", help="Who decides.  [default: the settings' editor]")
    because = click.option("--because", metavar="TEXT", help="Why; it stands in the public record.")
    return by(because(archive_option(command)))


@click.command()
@click.argument("event", metavar="EVENT-ID")
@click.argument("into", metavar="INTO-ID")
@_reasons
def merge(event: str, into: str, by: str | None, because: str | None, location: str | None) -> None:
    """Merge an event into another: the two are one.

    The other event's words stand; sources, topics and pages of both are shown under it, and the address of the first
    leads there for ever.
    """
    from backstory.terminal_corrections import show_correction

    with open_to_write(location) as archive:
        show_correction(archive.merge(event, into, by=by, because=because))


@click.command()
@click.argument("event", metavar="EVENT-ID")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@_reasons
def split(event: str, articles: tuple[str, ...], by: str | None, because: str | None, location: str | None) -> None:
    """Split articles off from an event: they tell another one, which is opened for them.

    An ARTICLE is the path of the file that it was added from, its address, or the number of its capture.
    """
    from backstory.terminal_corrections import show_correction

    with open_to_write(location) as archive:
        show_correction(archive.split(event, *articles, by=by, because=because))


@click.command()
@click.argument("article")
@click.option("--json", "as_json", is_flag=True, help="As JSON Lines.")
@archive_option
def why(article: str, as_json: bool, location: str | None) -> None:
    """Tell which event an article was found to tell, and why; of a page that tells several, each of its parts.

    ARTICLE is the path of the file that it was added from, its address, or the number of its capture.
    """
    from backstory.forms import telling_json
    from backstory.terminal_corrections import show_telling

    with open_to_read(location) as archive:
        for telling in archive.why(article):
            event = archive.event(telling.verdict.event) if telling.verdict.event else None
            page = archive.article(telling.capture)
            if as_json:
                click.echo(telling_json(telling, event, page))
            else:
                show_telling(telling, event, page)


@click.command()
@archive_option
def rebuild(location: str | None) -> None:
    """Read every captured page anew, and decide anew which event each tells; what you decided stands.

    Worth it after an update of Backstory: the same captures and the same version give the same archive.
    """
    with open_to_write(location) as archive:
        rebuilt = archive.rebuild()
    articles = "1 article" if rebuilt.articles == 1 else f"{rebuilt.articles:,} articles"
    click.echo(f"{articles} read, {rebuilt.changed:,} of them otherwise than before")


@click.command("merge-topics")
@click.argument("topic")
@click.argument("into")
@_reasons
def merge_topics(topic: str, into: str, by: str | None, because: str | None, location: str | None) -> None:
    """Merge a topic into another: every event of the first is one of the other."""
    from backstory.terminal_corrections import show_correction

    with open_to_write(location) as archive:
        show_correction(archive.merge_topics(topic, into, by=by, because=because))


@click.command("split-topic")
@click.argument("topic")
@_reasons
def split_topic(topic: str, by: str | None, because: str | None, location: str | None) -> None:
    """Split a topic off from what the archive takes it for another spelling of: it is a topic of its own."""
    from backstory.terminal_corrections import show_correction

    with open_to_write(location) as archive:
        show_correction(archive.split_topic(topic, by=by, because=because))


@click.command()
@click.argument("event", metavar="EVENT-ID")
@click.argument("field")
@click.argument("value")
@click.option("--because", metavar="TEXT", required=True, help="Why; it stands in the public record.")
@click.option("--by", metavar="NAME", help="Who decides.  [default: the settings' editor]")
@archive_option
def correct(event: str, field: str, value: str, because: str, by: str | None, location: str | None) -> None:
    """Correct what an event says, whatever its sources say now or later.

    FIELD is headline, summary, day, category, topics or image. An empty VALUE takes away what stands there; several
    topics are separated by semicolons.
    """
    from backstory.terminal_corrections import show_correction

    with open_to_write(location) as archive:
        show_correction(archive.correct(event, field, value, by=by, because=because))


@click.command()
@click.argument("number", type=click.IntRange(1))
@_reasons
def undo(number: int, by: str | None, because: str | None, location: str | None) -> None:
    """Undo a decision by its NUMBER in `backstory corrections`. It stays in the record; undoing this brings it back."""
    from backstory.terminal_corrections import show_correction

    with open_to_write(location) as archive:
        show_correction(archive.undo(number, by=by, because=because))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON Lines.")
@archive_option
def corrections(as_json: bool, location: str | None) -> None:
    """Show every decision: what was decided, by whom, when and why, and whether it still holds."""
    from backstory.forms import correction_json
    from backstory.terminal_corrections import show_corrections

    with open_to_read(location) as archive:
        record = archive.corrections()
    if as_json:
        for each in record:
            click.echo(correction_json(each))
    else:
        show_corrections(record)


#: The commands of this module.
COMMANDS = (merge, split, merge_topics, split_topic, correct, undo, corrections, why, rebuild)
