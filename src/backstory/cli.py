"""The command line: each command a few lines over `Archive`."""

from __future__ import annotations

import datetime as dt
import os
import sys
from functools import partial
from pathlib import Path

import click

from backstory import __version__, cli_claims, cli_corrections, cli_places, cli_topics, cli_vectors
from backstory.cli_options import Day, archive_option, open_to_read, open_to_write
from backstory.errors import BackstoryError, EventNotFound, SourceError, SourceNotFound
from backstory.times import day_after
from backstory.urls import is_event_id


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="backstory")
@archive_option
@click.pass_context
def cli(ctx: click.Context, location: str | None) -> None:
    """Give it a news page, and it gives back the sourced history behind it."""
    ctx.obj = location


@cli.command()
@click.argument("sources", nargs=-1)
@click.option(
    "--portal",
    "ranges",
    multiple=True,
    metavar="DAY..DAY",
    help="Fetch these days from the wiki of the settings (by default the English Wikipedia).",
)
@archive_option
def add(sources: tuple[str, ...], ranges: tuple[str, ...], location: str | None) -> None:
    """Add events and pages to the archive, making it where there is none.

    A source is a wikitext day page of Portal:Current events, an event list (JSON Lines or CSV, also packed by gzip or
    bzip2), a MediaWiki export or dump; a news page, a web archive (WARC, WACZ), a feed, a sitemap or a list of feeds
    (OPML); or the address of any page, feed, sitemap or day page. Adding something twice changes nothing.
    """
    from backstory.intake.sources import PORTAL
    from backstory.terminal import AddReport

    wanted = (*sources, *(PORTAL + each for each in ranges))
    if not wanted:
        raise click.UsageError("name a source to add, or a range of days with --portal")
    with open_to_write(location, create=True) as archive, AddReport() as report:
        for outcome in archive.add(*wanted, progress=report.progress):
            report.outcome(outcome)
    if report.failed:
        sys.exit(1)


@cli.command()
@click.argument("page")
@click.option("--as-of", type=Day(), help="Look only at events before this day.  [default: the page's own date]")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Events at most.")
@click.option("--after", is_flag=True, help="Also what followed.")
@click.option("--json", "form", flag_value="json", help="As JSON.")
@click.option("--markdown", "form", flag_value="markdown", help="As Markdown.")
@click.option("--html", "form", flag_value="html", help="As a page of HTML that needs nothing beside it.")
@archive_option
def story(page: str, as_of: dt.date | None, limit: int, after: bool, form: str | None, location: str | None) -> None:
    """Print the story behind a news page: an HTML or text file, or - for standard input.

    What led here, in chapters; what the page compares it with; the nearest events beside those; each with its reason.
    """
    from backstory.archive import read, read_bytes
    from backstory.forms_story import history_json, history_markdown
    from backstory.terminal_story import show_history

    with open_to_read(location) as archive:
        article = read_bytes(sys.stdin.buffer.read(), source="standard input") if page == "-" else read(page)
        history = archive.history(article, as_of=as_of, limit=limit)
        if form == "json":
            click.echo(history_json(history, after=after))
        elif form == "markdown":
            click.echo(history_markdown(history, after=after), nl=False)
        elif form == "html":
            from backstory.site.story import story_html

            click.echo(story_html(history, after=after), nl=False)
        else:
            show_history(history, after=after)


@cli.command()
@click.argument("what", metavar="EVENT-ID|DAY|TOPIC")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="Events of a topic at most.")
@archive_option
def show(what: str, limit: int, location: str | None) -> None:
    """Show an event, a day or a topic."""
    from backstory import terminal
    from backstory.model_corrections import about
    from backstory.terminal_corrections import show_decided, show_derived
    from backstory.terminal_places import show_place

    with open_to_read(location) as archive:
        if is_event_id(what):
            event = archive.event(what)
            terminal.show_event(event)
            show_place(archive.place(event))
            show_derived(archive.derived(event.id))
            show_decided(about(event.id, archive.corrections()))
        elif (day := _as_day(what)) is not None:
            events = list(archive.events(day=day))
            if not events:
                raise EventNotFound(what, "no event on that day")
            terminal.show_day(day, events)
        else:
            row = archive.topic(what)
            latest = list(archive.events(topic=row.key, newest_first=True, limit=limit))
            terminal.show_topic(row, latest)


def _as_day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


@cli.command()
@click.argument("words")
@click.option("--since", type=Day(), help="First day.")
@click.option("--until", type=Day(), help="Last day.")
@click.option("--as-of", type=Day(), help="As if this were today: what happened from then on does not count.")
@click.option("--topic", help="Only events of this topic.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="Events at most.")
@click.option("--json", "as_json", is_flag=True, help="As JSON Lines.")
@archive_option
def search(
    words: str,
    since: dt.date | None,
    until: dt.date | None,
    as_of: dt.date | None,
    topic: str | None,
    limit: int,
    as_json: bool,
    location: str | None,
) -> None:
    """Find events that hold all of the WORDS, or else most of them; words in double quotes stand together."""
    from backstory.forms import event_json
    from backstory.terminal import show_hits

    after = day_after(until) if until else None
    with open_to_read(location) as archive:
        ask = partial(archive.search, words, since=since, until=after, as_of=as_of, topic=topic, limit=limit)
        hits = ask()
        close = [] if hits else ask(every=False)
    if as_json:
        for hit in hits or close:
            click.echo(event_json(hit.event))
    else:
        show_hits(words, hits, close)


@cli.command()
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
@click.option("--url", help="Address that the page is from.")
@click.option("--published", metavar="DATE", help="When it was published: 2022-03-29, 2022-03, 2022-03-29T14:05:00Z.")
@click.option("--json", "as_json", is_flag=True, help="As JSON Lines.")
def read(pages: tuple[str, ...], url: str | None, published: str | None, as_json: bool) -> None:
    """Read news pages without an archive: HTML or text files, or - for standard input.

    Shows each block of a page with the part that it plays, and what the page says of itself.
    """
    from backstory.archive import read as read_file
    from backstory.archive import read_bytes
    from backstory.forms import article_json
    from backstory.terminal_pages import show_article

    if (url or published) and len(pages) > 1:
        raise click.UsageError("--url and --published are for one page")
    failed = False
    for page in pages:
        try:
            if page == "-":
                data = sys.stdin.buffer.read()
                article = read_bytes(data, source="standard input", url=url, published=published)
            else:
                article = read_file(page, url=url, published=published)
        except SourceError as error:
            click.echo(f"backstory: {error}", err=True)
            failed = True
            continue
        if as_json:
            click.echo(article_json(article))
        else:
            show_article(article)
    if failed:
        sys.exit(1)


@cli.command()
@click.option("--since", type=Day(), help="Only what events from this day on cite.")
@click.option("--until", type=Day(), help="Only what events up to this day cite.")
@click.option("--topic", help="Only what events of this topic cite.")
@click.option("--limit", type=click.IntRange(1), help="Addresses at most.")
@archive_option
def follow(
    since: dt.date | None, until: dt.date | None, topic: str | None, limit: int | None, location: str | None
) -> None:
    """Fetch the pages that events cite, and tie each to the events that cite it.

    Goes on where an earlier run stopped. Pages that are gone are asked for at the web archive of the settings.
    """
    from backstory.terminal_pages import FollowReport

    after = day_after(until) if until else None
    report = FollowReport()
    with open_to_write(location) as archive:
        for citation in archive.follow(since=since, until=after, topic=topic, limit=limit):
            report.told(citation)
    report.done()


@cli.command()
@click.option("--once", is_flag=True, help="Look at every feed now, and end.")
@archive_option
def watch(once: bool, location: str | None) -> None:
    """Follow the archive's feeds and sitemaps: each about as often as it publishes, until Ctrl-C."""
    from backstory.terminal_pages import WatchReport

    report = WatchReport()
    with open_to_write(location) as archive:
        if not archive.sources():
            raise SourceNotFound("watch", "no feed or sitemap is followed; `backstory add ADDRESS` follows one")
        for look in archive.watch(due=False) if once else archive.watch_on():
            report.told(look)
    if report.failed:
        sys.exit(1)


@cli.command()
@archive_option
def sources(location: str | None) -> None:
    """Show what is followed: why, its last success, its failures and silences, what its robots.txt says."""
    from backstory.terminal_pages import show_sources

    with open_to_read(location) as archive:
        show_sources(archive.sources(), archive.citations())


@cli.command()
@click.argument("url")
@archive_option
def captures(url: str, location: str | None) -> None:
    """Show every capture of an address, and what changed between them."""
    from backstory.terminal_pages import show_captures

    with open_to_read(location) as archive:
        observations = archive.captures(url)
        show_captures(url, observations, archive.changes_between(observations))


@cli.command()
@archive_option
def verify(location: str | None) -> None:
    """Check every captured byte, the chain of captures, and that all words shown stand where they are said to."""
    from backstory.terminal_pages import show_faults

    with open_to_read(location) as archive:
        count = show_faults(archive.verify())
        kept, head = archive.info().captures, archive.head()
    if count:
        click.echo(f"backstory: {count:,} {'fault' if count == 1 else 'faults'}", err=True)
        sys.exit(1)
    click.echo(f"{kept:,} {'capture' if kept == 1 else 'captures'}: all as they were kept")
    if head:
        click.echo(f"head of the chain: {head}")


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(["html", "md", "json", "xml"]), help="Only these."
)
@archive_option
def build(folder: Path, formats: tuple[str, ...], location: str | None) -> None:
    """Build the archive's site in FOLDER, or bring it up to date."""
    from backstory.site.paths import FORMATS
    from backstory.terminal import BuildReporter

    with open_to_read(location) as archive, BuildReporter(folder) as reporter:
        chosen = [each for each in FORMATS if each in formats]
        report = archive.build(folder, formats=chosen or None, progress=reporter.progress, reading=reporter.reading)
        reporter.done(report)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free one.")
def preview(folder: Path, port: int) -> None:
    """Serve a built site on this machine alone, until Ctrl-C."""
    from backstory.site.preview import serve

    serve(folder, port=port, ready=lambda address: click.echo(f"{folder} is at {address} (Ctrl-C ends it)"))


@cli.command()
@click.argument("target", nargs=-1, required=True, metavar="[ucdp] PATH")
@click.option("--hxl", is_flag=True, help="With ucdp: a row of HXL hashtags under the heads of the table.")
@archive_option
def export(target: tuple[str, ...], hxl: bool, location: str | None) -> None:
    """Write what is in the archive to PATH, of the kind that its name says.

    All events as JSON Lines (.jsonl or .jsonl.gz), from which `add` makes the same archive; all captures as a web
    archive (.wacz); the feeds that are followed (.opml); the events whose words say where they happened (.geojson).

    With ucdp, the events in which people are said to have been killed, as a table in the shape of UCDP's: CSV, or
    Parquet (.parquet).
    """
    if target[:-1] not in {(), ("ucdp",)}:
        raise click.UsageError("name one file to write to, with ucdp before it for a table of deadly events")
    path, table = Path(target[-1]), len(target) > 1
    if hxl and (not table or path.suffix == ".parquet"):
        raise click.UsageError("--hxl goes with ucdp, and with CSV")
    with open_to_read(location) as archive:
        count = archive.export_ucdp(path, hxl=hxl) if table else archive.export(path)
    noun = {".wacz": "captures", ".opml": "feeds"}.get(path.suffix, "events")
    click.echo(f"{path}: {count:,} {noun}")


@cli.command()
@archive_option
def info(location: str | None) -> None:
    """Tell what is in the archive."""
    from backstory.terminal import show_info

    with open_to_read(location) as archive:
        show_info(archive.info())


for module in (cli_claims, cli_corrections, cli_places, cli_topics, cli_vectors):
    for each in module.COMMANDS:
        cli.add_command(each)


def main() -> None:
    """The `backstory` command: exit code 1 for what failed, 2 for wrong usage, 130 for Ctrl-C."""
    try:
        sys.exit(cli.main(standalone_mode=False))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BackstoryError as error:
        click.echo(f"backstory: {error}", err=True)
        sys.exit(1)
    except (KeyboardInterrupt, click.Abort):
        click.echo("backstory: stopped; what was reported done is kept", err=True)
        # CPython marks an interrupt within `exec`, by which dataclasses are made, and `python -m` then ends by the
        # signal although it was caught; the next `exec` takes the mark away.
        exec("")  # noqa: S102
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has gone (`backstory search ... | head`); what is still buffered has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


if __name__ == "__main__":
    main()
