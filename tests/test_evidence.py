"""Pages from files: kept first, read, tied to the events that cite them, checked again."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from backstory import Archive, Settings, open_archive, read
from backstory.errors import SourceNotFound, SourceUnreadable
from backstory.forms import article_json
from backstory.model import Dated, Method
from backstory.store.captures import Captures

ADDRESS = "https://gazette.example/2021/05/03/dam"
PAGE = f"""<!doctype html><html lang="en"><head><title>Dam breaks | The Gazette</title>
<link rel="canonical" href="{ADDRESS}"><meta property="og:title" content="Dam breaks above Exampleton">
<meta property="article:published_time" content="2021-05-03T08:00:00+02:00"></head><body><article>
<h1>Dam breaks above Exampleton</h1>
<p>The water came at night, and by morning the lower streets of Exampleton stood under two metres of it.</p>
<p>It was the third flood in a year, and the river is expected to rise again, the water board said on Monday.</p>
</article></body></html>"""


def tell(archive: Archive, folder: Path) -> str:
    """An event that cites the page; its id."""
    row = {
        "date": "2021-05-03",
        "headline": "Villagers leave Exampleton after a dam breaks",
        "sources": [{"outlet": "The Gazette", "url": f"{ADDRESS}?utm_source=list"}],
    }
    (folder / "events.jsonl").write_text(json.dumps(row) + "\n")
    assert [outcome.error for outcome in archive.add(folder / "events.jsonl")] == [None]
    return next(archive.events()).id


def test_a_saved_page_is_kept_read_and_tied(archive: Archive, tmp_path: Path) -> None:
    event_id = tell(archive, tmp_path)
    page = tmp_path / "dam.html"
    page.write_text(PAGE)
    (outcome,) = archive.add(page)
    assert (outcome.error, outcome.pages, outcome.note) == (None, 1, f"cited by {event_id}")
    (again,) = archive.add(page)
    assert (again.error, again.pages, again.unchanged) == (None, 0, 1)
    info = archive.info()
    assert (info.captures, info.articles) == (1, 1)
    article = archive.article(1)
    assert article
    assert article.title == "Dam breaks above Exampleton"
    assert article.published
    assert article.published.day == dt.date(2021, 5, 3)
    assert [date.edtf for date in article.dates] == ["2021-05-03"]
    assert list(archive.verify()) == []


def test_an_undated_page_is_bounded_by_its_capture_and_never_dated_by_it(archive: Archive, tmp_path: Path) -> None:
    page = tmp_path / "dam.html"
    page.write_text(re.sub(r"<meta property=.article:published.*?>|<link.*?>", "", PAGE))
    (outcome,) = archive.add(page)
    (seen,) = archive.captures(str(page))
    day = seen.capture.captured.date().isoformat()
    assert (outcome.note or "").endswith(f"1 page undated, published no later than {day}")
    article = archive.article(1)
    assert article
    assert (article.published, article.no_later_than) == (None, Dated(f"../{day}", Method.CAPTURE))
    assert [date.edtf for date in article.dates] == ["XXXX-XX-XX"]
    assert list(archive.events()) == []
    assert archive.rebuild().changed == 0
    (read_alone,) = [json.loads(article_json(read(page)))]
    assert (read_alone["published"], read_alone["no_later_than"]) == (None, None)

    page.write_text(page.read_text().replace("<p>The water", "<p>Updated 4 May 2021</p><p>The water"))
    told = json.loads(article_json(read(page)))
    assert told["published"] is None
    assert told["modified"]["edtf"] == "2021-05-04"
    assert told["no_later_than"] == told["modified"] | {"edtf": "../2021-05-04", "precision": "bound"}


def test_what_holds_no_article_is_kept_all_the_same(archive: Archive, tmp_path: Path) -> None:
    page = tmp_path / "empty.html"
    page.write_text("<!doctype html><html><body><script>nothing()</script></body></html>")
    (outcome,) = archive.add(page)
    assert isinstance(outcome.error, SourceUnreadable)
    assert outcome.pages == 1
    assert (archive.info().captures, archive.info().articles) == (1, 0)


def test_out_and_in_again(archive: Archive, tmp_path: Path) -> None:
    for number in range(3):
        page = tmp_path / f"{number}.html"
        page.write_text(PAGE.replace("third", ("first", "second", "third")[number]))
        list(archive.add(page))
    assert archive.export(tmp_path / "captures.wacz") == 3
    with open_archive(tmp_path / "other.db", settings=Settings()) as other:
        (outcome,) = other.add(tmp_path / "captures.wacz")
        assert (outcome.error, outcome.pages) == (None, 3)
        (outcome,) = other.add(tmp_path / "captures.wacz")
        assert (outcome.error, outcome.pages, outcome.unchanged) == (None, 0, 3)
        assert [other.capture_text(number) for number in (1, 2, 3)] == [
            archive.capture_text(number) for number in (1, 2, 3)
        ]
        assert list(other.verify()) == []


def test_captures_of_nothing(archive: Archive) -> None:
    with pytest.raises(SourceNotFound, match="no capture of that address"):
        archive.captures("https://nobody.example/")


def test_what_changed_is_told(archive: Archive, tmp_path: Path) -> None:
    for number, word in enumerate(("third", "fourth")):
        page = tmp_path / f"{number}.html"
        page.write_text(PAGE.replace("third", word))
        list(archive.add(page))
    with open_archive(tmp_path / "archive.db", settings=Settings()):
        pass
    observations = [*archive.captures(str(tmp_path / "0.html")), *archive.captures(str(tmp_path / "1.html"))]
    none, changed = archive.changes_between(observations)
    assert none == []
    assert any(line.startswith("-") and "third" in line for line in changed)
    assert any(line.startswith("+") and "fourth" in line for line in changed)


def test_a_changed_byte_a_changed_article_and_a_changed_quote_are_found(archive: Archive, tmp_path: Path) -> None:
    event_id = tell(archive, tmp_path)
    (tmp_path / "dam.html").write_text(PAGE)
    list(archive.add(tmp_path / "dam.html"))
    store = archive._store
    (told,) = store.readings.reports(event_id)
    article = archive.article(1)
    assert article
    assert told.summary
    with store.write():
        store.readings.put_reports(event_id, [replace(told, summary=replace(told.summary, text="The dam held."))])
    assert [fault.what for fault in archive.verify()] == [
        f"what event {event_id} shows of it does not stand in it",
    ]
    with store.write():
        store.readings.put_reports(event_id, [told])
        blocks = tuple(replace(block, text=block.text.replace("third", "tenth")) for block in article.blocks)
        store.readings.put_article(1, ADDRESS, replace(article, blocks=blocks))
    assert any("do not stand in it" in fault.what for fault in archive.verify())

    captures = Captures(store, store.location)
    path = captures.folder / "00000.warc.gz"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert any(fault.number == 1 for fault in archive.verify())
    assert archive.head()
