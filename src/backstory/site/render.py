"""Views to bytes: the four formats of every page, and the files that they all share."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from backstory.site.html import HtmlPages
from backstory.site.json import JsonPages
from backstory.site.markdown import MarkdownPages
from backstory.site.paths import FORMATS, Format
from backstory.site.schemas import schema_files
from backstory.site.views import SiteInfo, View
from backstory.site.xml import XmlPages

__all__ = ["FORMATS", "Format", "Renderer", "asset_files", "schema_files"]


class Renderer:
    """Makes pages: pure, so the same view gives the same bytes.

    Args:
        info: what all pages share.
        formats: those that the site is built in; pages link to no other.
    """

    def __init__(self, info: SiteInfo, formats: Sequence[Format] = FORMATS) -> None:
        self._pages: dict[Format, HtmlPages | MarkdownPages | JsonPages | XmlPages] = {
            "html": HtmlPages(info, formats),
            "md": MarkdownPages(info, formats),
            "json": JsonPages(info, formats),
            "xml": XmlPages(info, formats),
        }

    def render(self, view: View, format: Format) -> bytes:
        """The page of `view` in one format, UTF-8."""
        return self._pages[format].render(view)


def asset_files() -> dict[str, bytes]:
    """The files that the pages need beside them, by path from the root: `style.css`, and `map.js` of the map."""
    return {name: (files("backstory.site") / name).read_bytes() for name in ("style.css", "map.js")}
