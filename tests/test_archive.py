"""The public door: what it offers is pinned here, and changes only on purpose."""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest
from conftest import EXAMPLES

import backstory
from backstory import Archive, Settings, open_archive, read
from backstory.config import SiteSettings
from backstory.errors import ArchiveNotFound, EventNotFound, SourceNotFound, SourceUnreadable
from backstory.site.views import SiteInfo

PUBLIC = [
    "Archive",
    "ArchiveInfo",
    "Article",
    "BackstoryError",
    "Chapter",
    "Claims",
    "Echo",
    "Event",
    "Figure",
    "History",
    "Mention",
    "Offer",
    "Origin",
    "Outcome",
    "Relation",
    "Revision",
    "Settings",
    "Shared",
    "Source",
    "Span",
    "Statement",
    "Telling",
    "Topic",
    "load_settings",
    "open_archive",
    "read",
    "read_claims",
]

METHODS = {
    "add": "(*sources, progress)",
    "add_portal": "(since, until, progress)",
    "article": "(capture)",
    "build": "(target, formats, workers, progress, reading)",
    "capture_text": "(number)",
    "captures": "(url)",
    "changes": "(since)",
    "changes_between": "(observations)",
    "citations": "()",
    "close": "()",
    "correct": "(event_id, field, value, because, by)",
    "corrections": "()",
    "days": "()",
    "event": "(event_id)",
    "events": "(day, since, until, topic, outlet, place, newest_first, limit)",
    "export": "(path)",
    "export_ucdp": "(path, hxl)",
    "figures": "(topic, by)",
    "follow": "(since, until, topic, limit)",
    "head": "()",
    "history": "(page, as_of, limit)",
    "info": "()",
    "make_vectors": "(progress)",
    "merge": "(event_id, into, by, because)",
    "merge_topics": "(name, into, by, because)",
    "split_topic": "(name, by, because)",
    "ledger": "(event_id)",
    "ledgers": "(topic, since, until)",
    "outlets": "()",
    "place": "(event)",
    "rebuild": "(progress)",
    "recover": "()",
    "search": "(words, since, until, as_of, topic, every, limit)",
    "sequence": "()",
    "sources": "()",
    "split": "(event_id, *articles, by, because)",
    "topic": "(name)",
    "topic_story": "(name, limit)",
    "topics": "(words)",
    "undo": "(number, by, because)",
    "verify": "(progress)",
    "watch": "(due)",
    "watch_on": "(sleep)",
    "why": "(article)",
    "derived": "(event_id)",
}


def test_names() -> None:
    assert sorted(backstory.__all__) == PUBLIC
    for name in PUBLIC:
        assert getattr(backstory, name).__doc__
    with pytest.raises(AttributeError):
        backstory.nothing_of_that_name  # noqa: B018


def test_methods() -> None:
    found = {}
    for name, method in inspect.getmembers(Archive, inspect.isfunction):
        if not name.startswith("_"):
            _, *parameters = inspect.signature(method).parameters.values()
            stars = ["*" * (each.kind is each.VAR_POSITIONAL) + each.name for each in parameters]
            found[name] = f"({', '.join(stars)})"
    assert found == METHODS


def test_whatever_is_public_says_what_it_is() -> None:
    for found in pkgutil.walk_packages(backstory.__path__, "backstory."):
        if found.name.endswith("__main__"):
            continue
        module = importlib.import_module(found.name)
        for name, thing in vars(module).items():
            ours = getattr(thing, "__module__", "") == module.__name__
            if not name.startswith("_") and ours and (inspect.isclass(thing) or inspect.isfunction(thing)):
                assert thing.__doc__, f"{module.__name__}.{name}"


def test_the_site_has_the_settings_it_shows() -> None:
    ours = {(each.name, each.default) for each in dataclasses.fields(SiteSettings)}
    assert ours == {(each.name, each.default) for each in dataclasses.fields(SiteInfo)}


def test_finding_events(example_archive: Archive) -> None:
    day = dt.date(2015, 12, 23)
    on_day = list(example_archive.events(day=day))
    assert on_day
    assert {event.day for event in on_day} == {day}
    for event in on_day:
        assert example_archive.event(event.id) == event
    by_topic = list(example_archive.events(topic="SYRIAN civil war"))
    assert by_topic
    assert example_archive.topic("syrian civil war").headed == len(by_topic)
    latest = list(example_archive.events(topic="Syrian Civil War", newest_first=True, limit=2))
    assert latest == by_topic[:-3:-1]
    assert list(example_archive.events(outlet="bbc"))
    assert sum(count for _, count in example_archive.days()) == example_archive.info().events


def test_what_is_not_there(example_archive: Archive) -> None:
    with pytest.raises(EventNotFound, match="no event of that id"):
        example_archive.event("2015-12-23/nothing")
    with pytest.raises(EventNotFound, match="no event, day or topic"):
        example_archive.topic("The Nothing War")
    assert list(example_archive.events(day=dt.date(1999, 1, 1))) == []


def test_searching(example_archive: Archive) -> None:
    hits = example_archive.search("Amnesty Syria")
    assert hits
    for hit in hits:
        text = " ".join([hit.event.headline, *(topic.name for topic in hit.event.topics)]).lower()
        assert "amnesty" in text
        assert "syria" in text
    assert len(example_archive.search("Aleppo", limit=1)) == 1
    assert example_archive.search("Aleppo", as_of=dt.date(2014, 1, 1)) == []
    assert example_archive.search('"Aleppo Amnesty"') == []
    narrowed = example_archive.search("Russia", topic="Syrian Civil War")
    assert narrowed
    for hit in narrowed:
        assert "Syrian Civil War" in [topic.name for topic in hit.event.topics]
    assert example_archive.search("") == example_archive.search("", every=False) == []
    assert example_archive.search("Amnesty Syria zeppelin") == []
    close = example_archive.search("Amnesty Syria zeppelin", every=False)
    assert {hit.event.id for hit in close} == {hit.event.id for hit in hits}


def test_history_takes_what_there_is(example_archive: Archive) -> None:
    page = EXAMPLES / "pages" / "2022-03-18-mariupol-theatre.txt"
    as_of = dt.date(2022, 3, 18)
    article = read(page)
    by_path = example_archive.history(page, as_of=as_of)
    assert by_path.events
    assert example_archive.history(str(page), as_of=as_of) == by_path
    assert example_archive.history(article, as_of=as_of) == by_path
    words = example_archive.history("The theatre of Mariupol is bombed", as_of=as_of, limit=3)
    assert len(words.events) == 3
    assert words.article.title == "The theatre of Mariupol is bombed"
    assert words.article.source == "words"


@pytest.mark.parametrize("page", ["missing.html", "a page.txt", Path("nothing"), ""])
def test_history_of_nothing(example_archive: Archive, page: str | Path) -> None:
    with pytest.raises(SourceNotFound):
        example_archive.history(page)


def test_history_of_no_page(example_archive: Archive, tmp_path: Path) -> None:
    for name, data in {"empty.html": b"", "picture.html": b"\x89PNG\r\n\x1a\n", "bare.html": b"<html></html>"}.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(SourceUnreadable):
            example_archive.history(tmp_path / name)


def test_opening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BACKSTORY_ARCHIVE", raising=False)
    with pytest.raises(ArchiveNotFound):
        open_archive(create=False)
    open_archive().close()
    assert (tmp_path / "backstory.db").exists()
    (tmp_path / "backstory.toml").write_text('archive = "named.db"\n')
    open_archive().close()
    assert (tmp_path / "named.db").exists()
    monkeypatch.setenv("BACKSTORY_ARCHIVE", str(tmp_path / "environment.db"))
    open_archive().close()
    assert (tmp_path / "environment.db").exists()
    with open_archive(tmp_path / "argument.db", settings=Settings()) as archive:
        assert archive.info().events == 0
