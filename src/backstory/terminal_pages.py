"""How pages, captures and followed sources look at the terminal."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from backstory.model import BODY, Article, Block, Citation, Dated, Finding, Role
from backstory.model_feeds import FeedState
from backstory.terminal import console
from backstory.times import long_day

if TYPE_CHECKING:
    from backstory.follow import Look
    from backstory.store.observed import Observation
    from backstory.store.verify import Fault

#: Words of a block that are shown where it is not the article's own.
_ASIDE = 100
#: How much of an ISO instant names its day.
_DAY = 10


def show_article(article: Article) -> None:
    """Print what a page says: what it says of itself, then its blocks, each with its role."""
    out = console()
    out.print(Text(article.title or article.source, style="bold"))
    out.print(Text("\n".join(_said(article)), style="dim"))
    out.print()
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for block in article.blocks:
        table.add_row(block.role.value, _shown(block))
    out.print(table)


def _said(article: Article) -> Iterable[str]:
    bound = article.no_later_than
    yield f"Published: {_date(article.published)}" + (f", no later than {_bound(bound)}" if bound else "")
    if article.modified:
        yield f"Modified: {_date(article.modified)}"
    if article.authors:
        yield f"By: {', '.join(article.authors)}"
    outlet = [name for name in (article.outlet, article.agency and f"from {article.agency}") if name]
    if outlet:
        yield f"Outlet: {', '.join(outlet)}"
    if article.url:
        yield f"Address: {article.url}"
    if article.cover:
        credit = f" ({article.cover.credit})" if article.cover.credit else ""
        yield f"Cover: {article.cover.url}{credit}"
    for date in article.dates:
        yield f"“{date.words}” in the text: {date.edtf}"
    others = [each for each in article.witnesses if each.about == "published"]
    days = {each.edtf[:_DAY] for each in (*others, article.published) if each and each.edtf}
    # A date to the month or the year contradicts none within it.
    if any(not one.startswith(other) and not other.startswith(one) for one, other in combinations(days, 2)):
        yield f"Witnesses disagree: {'; '.join(f'{each.method} says {each.value}' for each in others)}"


def _date(date: Dated | None) -> str:
    """A date with how it was found: "2022-03-29, to the day, by json-ld"."""
    if date is None:
        return "undated"
    zone = "" if date.zone or date.precision not in ("minute", "second") else ", zone unknown"
    return f"{date.edtf} (to the {date.precision}{zone}, by {date.method})"


def _bound(bound: Dated) -> str:
    """By when an undated page was published, with what says so: "2022-03-30 (visible text: “Updated 30 March”)"."""
    by = f"{bound.method}: “{bound.words}”" if bound.words else f"the day of its {bound.method}"
    return f"{bound.edtf.removeprefix('../')} ({by})"


def _shown(block: Block) -> Text:
    if block.role in BODY or block.role is Role.TITLE:
        return Text(block.text)
    words = block.text if len(block.text) <= _ASIDE else f"{block.text[:_ASIDE].rsplit(' ', 1)[0]} …"
    by = " ".join(filter(None, (block.author, f"({block.time.edtf})" if block.time else None)))
    return Text(f"{'  ' * block.depth}{by + ': ' if by else ''}{' '.join(words.split())}", style="dim")


def show_sources(feeds: Sequence[FeedState], findings: Mapping[Finding | None, int]) -> None:
    """Print the feeds and sitemaps that are followed, each with its health; then what came of the cited addresses."""
    out = console()
    for feed in feeds:
        out.print(Text(feed.title or feed.address, style="bold"))
        out.print(Padding(Text("\n".join(_health(feed)), style="dim"), (0, 0, 1, 2)))
    if not feeds:
        out.print("No feed or sitemap is followed; `backstory add ADDRESS` follows one.")
    if findings:
        out.print(f"Addresses that events cite: {told_findings(findings)}.")


def _health(feed: FeedState) -> Iterable[str]:
    if feed.title:
        yield feed.address
    yield f"Followed because: {feed.because}"
    yield f"Last success: {_instant(feed.succeeded)}; next look: {_instant(feed.due)}"
    if feed.error:
        yield f"Failed {feed.failures:,} {'time' if feed.failures == 1 else 'times'} since: {feed.error}"
    if feed.silent_since:
        yield f"SILENT: nothing new since {_instant(feed.silent_since)}"
    if feed.robots:
        yield f"robots.txt: {feed.robots}"


def _instant(moment: dt.datetime | None) -> str:
    return f"{long_day(moment.date())}, {moment:%H:%M} UTC" if moment else "never"


def told_findings(findings: Mapping[Finding | None, int]) -> str:
    """How many addresses came to what: "12 found, 3 gone, 40 not asked for yet"."""
    order = [*Finding, None]
    ordered = sorted(findings.items(), key=lambda item: order.index(item[0]))
    return ", ".join(f"{count:,} {finding.value if finding else 'not asked for yet'}" for finding, count in ordered)


def show_captures(url: str, observations: Sequence[Observation], changes: Iterable[Sequence[str]]) -> None:
    """Print what the captures of an address show, and what changed from one to the next."""
    out = console()
    out.print(Text(url, style="bold"))
    for observation, lines in zip(observations, changes, strict=True):
        out.print(f"{observation.capture.number:>6}  {observation.sentence}")
        for line in lines:
            style = {"+": "green", "-": "red"}.get(line[:1], "dim")
            out.print(Padding(Text(line, style=style), (0, 0, 0, 8)))


class FollowReport:
    """Tells what came of each address that events cite, and sums up at the end."""

    def __init__(self) -> None:
        self._found: Counter[Finding | None] = Counter()
        self._out, self._err = console(), console(err=True)

    def told(self, citation: Citation) -> None:
        """Tell what came of an address."""
        self._found[citation.finding] += 1
        reason = f" ({citation.reason})" if citation.reason else ""
        self._out.print(Text(f"{citation.finding}: {citation.url}{reason}"))

    def done(self) -> None:
        """Sum up."""
        total = sum(self._found.values())
        if not total:
            self._out.print("Nothing to ask for: every cited address was asked for, or none is cited.")
            return
        noun = "address" if total == 1 else "addresses"
        self._out.print(Text(f"{total:,} {noun}: {told_findings(self._found)}", style="bold"))


class WatchReport:
    """Tells what each look at a feed brought."""

    def __init__(self) -> None:
        self.failed = 0
        self._out, self._err = console(), console(err=True)

    def told(self, look: Look) -> None:
        """Tell what a look brought."""
        address = look.state.address
        if look.error:
            self.failed += 1
            self._err.print(Text(f"backstory: {look.error}"))
        else:
            new = look.pages - look.changed
            told = [f"{new:,} new {'page' if new == 1 else 'pages'}"]
            told += [f"{look.changed:,} changed"] if look.changed else []
            told += [f"{look.partial:,} in the feed's words alone"] if look.partial else []
            told += [f"{len(look.failed):,} failed"] if look.failed else []
            self._out.print(Text(f"{address}: {', '.join(told)}"))
        for error in look.failed:
            self._err.print(Text(f"backstory: {error}"))
        if look.note:
            self._err.print(Text(f"backstory: {address}: {look.note}", style="bold"))


def show_faults(faults: Iterable[Fault]) -> int:
    """Print what `verify` found; how much that was."""
    out = console(err=True)
    count = 0
    for fault in faults:
        count += 1
        place = f"{fault.file}, byte {fault.offset:,}" if fault.file else "the archive"
        address = f", {fault.url}" if fault.url else ""
        out.print(Text(f"backstory: {place}{address}: {fault.what}"))
    return count
