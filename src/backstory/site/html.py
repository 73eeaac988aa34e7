"""Views as HTML: one template a kind of page, all of them around `base.html`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import Any

import msgspec
from minijinja import Environment

from backstory.site import words, words_claims, words_decisions
from backstory.site.chart import chart, ink, most
from backstory.site.controls import encoded
from backstory.site.paths import FORMAT_NAMES, KINDS, MEDIA_TYPES, Format, host, root, stem
from backstory.site.views import Credit, EventView, SiteInfo, SourceLine, View
from backstory.site.views_claims import SaidLine
from backstory.site.world import world

_FILTERS: dict[str, Callable[..., Any]] = {
    "day": words.day_words,
    "day_and_month": words.day_and_month,
    "period": words.period_words,
    "number": words.number,
    "counted": words.counted,
    "credit_source": words.credit_source,
    "home_sentence": words.home_sentence,
    "timeline_sentence": words.timeline_sentence,
    "chart_sentence": words.chart_sentence,
    "chart_title": words.chart_title,
    "chapter_words": words.chapter_words,
    "events_title": words.events_title,
    "index_title": words.index_title,
    "host": host,
    "chart": chart,
    "ink": ink,
    "most": most,
    "world": world,
    "map_sentence": words.map_sentence,
    "place_sentence": words.place_sentence,
    "coverage_sentence": words_decisions.coverage_sentence,
    "correction_sentence": words_decisions.correction_sentence,
    "correction_reason": words_decisions.correction_reason,
    "change": words_decisions.change,
    "telling_words": words_decisions.telling_words,
    "new_words": words_decisions.new_words,
    "derived_sentence": words_decisions.derived_sentence,
    "joined_words": words_decisions.joined_words,
}


class HtmlPages:
    """Makes the HTML of pages.

    Args:
        info: what all pages share.
        formats: those that the site is built in.
    """

    def __init__(self, info: SiteInfo, formats: Sequence[Format]) -> None:
        self._info = info
        self._environment = Environment(
            templates=_templates(),
            filters=_FILTERS,
            globals={
                "info": info,
                "others": [(name, FORMAT_NAMES[name], MEDIA_TYPES[name]) for name in formats if name != "html"],
                "words": words,
                "claims": words_claims,
                "NOTHING": words_decisions.NOTHING,
                "RECORD": words_decisions.RECORD,
            },
            keep_trailing_newline=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def render(self, view: View) -> bytes:
        """The page of `view`."""
        kind = KINDS[type(view)]
        page = self._environment.render_template(
            f"{kind}.html",
            view=view,
            root=root(view.path),
            stem=stem(view.path),
            linked_data=linked_data(view, self._info) if isinstance(view, EventView) else None,
        )
        # Quotation marks and "<" are what can end an attribute or a text; "/" cannot, and every path is full of it.
        return encoded(page.replace("&#x2f;", "/"))


def linked_data(view: EventView, info: SiteInfo) -> str:
    """What machines are told about an event's page, as JSON-LD that is safe inside a `script` element.

    The page is a `WebPage` about named things, with citations. It is no `NewsArticle`, which would make the archive
    the reporter, and its subject no `Event`, which schema.org keeps for concerts and the like, with a place and hours
    that the archive would have to invent. The day is the page's `temporalCoverage`; it is not `datePublished`, which
    nobody knows.

    Args:
        view: the event.
        info: what all pages share.
    """
    address = f"{info.base_url}/{view.path}.html" if info.base_url else None
    page = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "url": address,
        "name": view.headline,
        "abstract": view.summary,
        "inLanguage": info.language,
        "temporalCoverage": view.day.text,
        "isPartOf": {"@type": "WebSite", "name": info.title},
        "about": [{"@type": "Thing", "name": topic.name} for topic in view.topics],
        "citation": [_citation(source) for source in view.sources],
        "isBasedOn": [_basis(credit) for credit in view.credits],
        "hasPart": [_claim(line, view) for matter in view.says for line in matter.statements],
    }
    text = msgspec.json.encode({key: value for key, value in page.items() if value}).decode()
    # A script element ends at the first "</script", wherever it stands; JSON can say "<" in another way.
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _claim(line: SaidLine, view: EventView) -> dict[str, object]:
    """A statement as a schema.org `Claim`: whose, in which words, where it appears. Nobody says whether it is true."""
    urls = {source.number: source.url for source in view.sources if host(source.url)}
    appearance = [{"@type": "CreativeWork", "url": urls[each]} for each in line.sources if each in urls]
    return {
        "@type": "Claim",
        "text": words_claims.content(line),
        "author": {"@type": "Thing", "name": line.named or line.claimant},
        "appearance": appearance or [{"@type": "WebPage", "name": view.headline}],
    }


def _citation(source: SourceLine) -> dict[str, object]:
    work: dict[str, object] = {"@type": "CreativeWork", "publisher": {"@type": "Organization", "name": source.name}}
    return work | {"url": source.url} if host(source.url) else work


def _basis(credit: Credit) -> dict[str, str]:
    work = {"@type": "CreativeWork", "name": credit.name, "url": credit.url, "license": credit.licence_url}
    return {key: value for key, value in work.items() if value}


def _templates() -> dict[str, str]:
    folder = files("backstory.site") / "templates"
    return {entry.name: entry.read_text("utf-8") for entry in folder.iterdir() if entry.name.endswith(".html")}
