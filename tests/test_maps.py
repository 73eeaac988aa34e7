"""Sitemaps, robots.txt and llms.txt."""

from __future__ import annotations

import pytest
from lxml import etree

from backstory.model import Event
from backstory.site import maps
from backstory.site.gather import Gatherer
from backstory.site.maps import Maps
from backstory.site.pages import Page
from backstory.site.paths import FORMATS
from backstory.site.reader import Catalogue, Snapshot
from backstory.site.views import SiteInfo
from backstory.store.sqlite import SQLiteStore
from backstory.testing import ALL

PUBLIC = SiteInfo(title="An archive", base_url="https://archive.example/a&b", notice="The owner's notice.")
PREFIX = "https://archive.example/a&b/"


def made(*events: Event, info: SiteInfo = PUBLIC) -> tuple[dict[str, bytes], list[str]]:
    """All files of an archive's pages, and the paths of the pages."""
    store = SQLiteStore(":memory:")
    with store.write():
        store.put(events)
    snapshot, catalogue = Snapshot(store), Catalogue.of(store)
    store.close()
    machine = Maps(snapshot, catalogue, info, FORMATS)
    files: dict[str, bytes] = {}
    pages = list(Gatherer(snapshot, catalogue).pages())
    for page in pages:
        files |= machine.files(page)
    assert set(machine.sitemaps()) == {name for name in files if name.startswith("sitemap-")}
    return files, [page.path for page in pages if page.kind not in ("topics", "outlets")]


def addresses(sitemap: bytes) -> list[str]:
    root = etree.fromstring(sitemap)
    assert etree.QName(root).namespace == "http://www.sitemaps.org/schemas/sitemap/0.9"
    return [element.text or "" for element in root.iter("{*}loc")]


def test_the_index_names_every_sitemap_and_these_every_page() -> None:
    files, paths = made(*ALL)
    named = [address.removeprefix(PREFIX) for address in addresses(files["sitemap.xml"])]
    assert sorted(named) == sorted(name for name in files if name.startswith("sitemap-"))
    listed = [address for name in named for address in addresses(files[name])]
    assert sorted(listed) == sorted(f"{PREFIX}{path}.html" for path in paths)


def test_no_sitemap_holds_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maps, "MOST_ADDRESSES", 2)
    files, paths = made(*ALL)
    sitemaps = {name: addresses(content) for name, content in files.items() if name.startswith("sitemap-")}
    assert all(1 <= len(each) <= 2 for each in sitemaps.values())
    assert sum(map(len, sitemaps.values())) == len(paths)
    assert {"sitemap-2015.xml", "sitemap-2015-2.xml", "sitemap-2015-3.xml", "sitemap-2016.xml"} <= sitemaps.keys()


def test_without_a_public_address_there_are_none() -> None:
    files, _ = made(*ALL, info=SiteInfo())
    assert set(files) == {"robots.txt", "llms.txt"}
    assert b"Sitemap" not in files["robots.txt"]


def test_robots() -> None:
    files, _ = made(*ALL)
    assert files["robots.txt"].decode() == (
        "User-agent: *\nAllow: /\n\nSitemap: https://archive.example/a&b/sitemap.xml\n"
    )


def test_llms() -> None:
    files, _ = made(*ALL)
    text = files["llms.txt"].decode()
    assert text.startswith("# An archive\n\n> The sourced history behind the news.\n")
    assert "It holds 4 events, from 2 January 2015 to 16 April 2016." in text
    assert "The owner's notice." in text
    assert "[Topics](topics/index.md)" in text
    assert "\n\n\n" not in text


def test_an_empty_archive() -> None:
    files, _ = made()
    assert set(files) == {"robots.txt", "llms.txt", "sitemap.xml", "sitemap-pages.xml"}
    assert "This archive is empty." in files["llms.txt"].decode()
    assert Page("home").path in addresses(files["sitemap-pages.xml"])[0]
