"""Views as JSON: the record as it is, behind what the page needs to be read on its own."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from backstory.site.paths import KINDS, Format, root, stem
from backstory.site.views import SiteInfo, View


class JsonPages:
    """Makes the JSON of pages.

    The members of a page are the fields of its view. Before them stand `$schema`, `root` (the way up to the root of
    the site: `root`, a `path` and `.json` make the address of another page), `formats` (the page in other formats)
    and `site` (the archive's name, language and notice).

    Args:
        info: what all pages share.
        formats: those that the site is built in.
    """

    def __init__(self, info: SiteInfo, formats: Sequence[Format]) -> None:
        self._site = {"title": info.title, "language": info.language, "notice": info.notice}
        self._others = [name for name in formats if name != "json"]
        self._encode = msgspec.json.Encoder().encode

    def render(self, view: View) -> bytes:
        """The page of `view`."""
        up, name = root(view.path), stem(view.path)
        head = {
            "$schema": f"{up}schemas/{KINDS[type(view)]}.schema.json",
            "root": up,
            "formats": {extension: f"{name}.{extension}" for extension in self._others},
            "site": self._site,
        }
        return self._encode(head)[:-1] + b"," + self._encode(view)[1:] + b"\n"
