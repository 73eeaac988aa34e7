"""The name of the outlet that published a page."""

from __future__ import annotations

import re

from backstory.articles.likeness import title_key
from backstory.articles.metadata import Metadata
from backstory.model import Method, Witness

_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?[\w.-]+\.[a-z]{2,}/?", re.IGNORECASE)


def outlet_of(page: Metadata) -> tuple[str | None, tuple[Witness, ...]]:
    """The outlet's name as the page calls it, and everything that the page calls it."""
    said = [Witness("outlet", name, method) for name, method in _names(page)]
    named = [each.value for each in said if not _ADDRESS.fullmatch(each.value)]
    return next(iter(named), None), tuple(said)


def outlet_keys(page: Metadata) -> frozenset[str]:
    """The outlet's names in letters and digits alone, without spaces: what a title's last words are compared with."""
    names = {title_key(name).replace(" ", "") for name, _ in _names(page)}
    labels = page.host.split(".")
    hosts = {re.sub(r"\W", "", label) for label in labels[:-1] if len(label) > 1} | {re.sub(r"\W", "", page.host)}
    return frozenset((names | hosts) - {"", "co", "com", "org", "net", "news", "blog", "edition"})


def _names(page: Metadata) -> list[tuple[str, Method]]:
    found: list[tuple[str | None, Method]] = [
        (page.meta("og:site_name"), Method.META),
        (page.say("publisher", "sourceOrganization"), Method.JSON_LD),
        (page.meta("publisher", "article:publisher", "dc.publisher", "dcterms.publisher", "parsely-site"), Method.META),
        (page.meta("application-name", "apple-mobile-web-app-title", "al:ios:app_name"), Method.META),
        *(
            (page.data.text(thing, "name"), Method.JSON_LD)
            for thing in page.data.of_kind("WebSite", "NewsMediaOrganization")
        ),
    ]
    return [(name, method) for name, method in found if name and "/" not in name]
