"""A story as one page of HTML that needs nothing beside it: the same view as in the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from minijinja import Environment

from backstory.model import Relation
from backstory.model_story import Chapter, Echo, History
from backstory.site.controls import encoded
from backstory.site.paths import host
from backstory.times import long_day


def story_html(history: History, *, after: bool = False) -> str:
    """A history as a page of HTML.

    Args:
        history: the history.
        after: whether what followed is told too.
    """
    folder = files("backstory.site")
    environment = Environment(
        templates={"story.html": (folder / "templates" / "story.html").read_text("utf-8")},
        filters={"host": host},
        trim_blocks=True,
        lstrip_blocks=True,
    )
    before = f" before {long_day(history.as_of)}" if history.as_of else ""
    text = history.article.text
    page = environment.render_template(
        "story.html",
        style=(folder / "style.css").read_text("utf-8"),
        article=history.article,
        topics=history.topics,
        offers=history.offers,
        found=bool(history.relations),
        before=before,
        title=history.line_title,
        line=_chapters(history.line),
        echoes=[_echo(text, echo) for echo in history.echoes],
        beside=_events(history.beside),
        since=long_day(history.as_of) if after and history.as_of else None,
        after=_chapters(history.after) if after else [],
    )
    return encoded(page.replace("&#x2f;", "/")).decode()


def _chapters(chapters: Iterable[Chapter]) -> list[dict[str, Any]]:
    return [
        {"name": chapter.topic.name if chapter.topic else "Under no topic", "events": _events(chapter.relations)}
        for chapter in chapters
    ]


def _echo(text: str, echo: Echo) -> dict[str, Any]:
    words = [likening.words for likening in echo.likenings]
    return {
        "name": echo.title,
        "words": [{"text": text[span.start : span.end], "start": span.start, "end": span.end} for span in words],
        "events": _events(echo.relations),
    }


def _events(relations: Iterable[Relation]) -> list[dict[str, Any]]:
    return [
        {
            "day": relation.event.day.isoformat(),
            "date": long_day(relation.event.day),
            "runs": _runs(relation),
            "context": ", ".join(topic.name for topic in relation.topics),
            "because": relation.because,
            "sources": relation.event.sources,
            "id": relation.event.id,
        }
        for relation in relations
    ]


def _runs(relation: Relation) -> list[tuple[str, bool]]:
    """The headline in stretches, with whether each is of words that the page shares."""
    headline, told = relation.event.headline, 0
    runs: list[tuple[str, bool]] = []
    for span in relation.words:
        runs += [(headline[told : span.start], False), (headline[span.start : span.end], True)]
        told = span.end
    return [run for run in (*runs, (headline[told:], False)) if run[0]]
