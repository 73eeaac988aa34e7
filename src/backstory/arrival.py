"""An article as what it tells: what it is called by, and where it stands among all."""

from __future__ import annotations

import datetime as dt
import hashlib

from backstory.events.digest import part_of, parts
from backstory.events.traits import Traits, traits
from backstory.model import Article, Capture
from backstory.model_tellings import ArticleTelling
from backstory.urls import address_key

#: Stands after every day: an article without one is decided on after all that have one.
_UNDATED = "~"


def tellings_of(article: Article, capture: Capture) -> list[tuple[ArticleTelling, Traits]]:
    """An article as a telling, or each of its parts where it tells several events, with what it is known by.

    Args:
        article: what was read.
        capture: from which capture.
    """
    url = next((each for each in (article.url, capture.url) if each and each.startswith(("http://", "https://"))), None)
    key = address_key(url or capture.url)
    made: dict[str, tuple[ArticleTelling, Traits]] = {}
    for part in parts(article) or (part_of(article, ()),):
        published = part.article.published
        day = published.day if published else None
        instant = _instant(published.edtf) if published and day else ""
        digest = hashlib.sha256(f"{key}\0{part.article.text}".encode()).hexdigest()[:20]
        telling = ArticleTelling(
            key=key,
            url=url,
            capture=capture.number,
            reading=address_key(capture.url),
            position=f"{day.isoformat() if day else _UNDATED}|{instant}|{digest}",
            day=day,
            blocks=part.blocks,
        )
        # The same words twice on a page tell nothing more.
        made.setdefault(telling.position, (telling, traits(part.article)))
    return list(made.values())


def _instant(edtf: str) -> str:
    """An instant in UTC, as text that sorts; nothing where only the day is known, or the zone is not."""
    try:
        when = dt.datetime.fromisoformat(edtf)
    except ValueError:
        return ""
    return when.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%S") if when.tzinfo else ""
