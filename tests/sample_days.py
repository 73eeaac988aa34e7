"""Day pages in wikitext, and what a wiki puts around them."""

from __future__ import annotations

import datetime as dt
from xml.sax.saxutils import escape

from backstory.urls import portal_title


def day_page(day: dt.date, *headlines: str) -> str:
    """A day page that lists these events under one topic."""
    bullets = "".join(f"**{each} [https://news.example/{n} (The Example)]\n" for n, each in enumerate(headlines))
    return (
        f"{{{{Current events|year={day.year}|month={day.month:02}|day={day.day:02}|content=\n"
        f"<!-- All news items below this line -->\n;Disasters and accidents\n*[[Floods of {day.year}]]\n{bullets}"
        "<!-- All news items above this line -->|}}"
    )


def page_xml(title: str, *revisions: tuple[str, int, str], more: str = "") -> str:
    """A page of an export, with its revisions: when, number, text."""
    body = "".join(
        f"<revision><id>{number}</id><parentid>{number - 1}</parentid><timestamp>{time}</timestamp>"
        f"<contributor><username>Someone</username><id>7</id></contributor><model>wikitext</model>"
        f'<text bytes="{len(text)}" xml:space="preserve">{escape(text)}</text><sha1>x</sha1></revision>\n'
        for time, number, text in revisions
    )
    return f"<page><title>{escape(title)}</title><ns>100</ns><id>{len(title)}</id>{more}{body}</page>\n"


def day_xml(day: dt.date, *headlines: str) -> str:
    """The page of a day in an export."""
    return page_xml(portal_title(day), (f"{day}T12:00:00Z", 100, day_page(day, *headlines)))


def export_xml(*pages: str, version: str = "0.11", base: str = "https://en.wikipedia.org/wiki/Main_Page") -> str:
    """An export of these pages."""
    namespace = f"http://www.mediawiki.org/xml/export-{version}/"
    return (
        f'<mediawiki xmlns="{namespace}" version="{version}" xml:lang="en"><siteinfo><sitename>A wiki</sitename>'
        f"<base>{base}</base></siteinfo>\n{''.join(pages)}</mediawiki>\n"
    )
