"""What the site says of decisions: addresses that lead on, the public record, who tells an event."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made_reports import FIRE, FIRE_ELSEWHERE, FIRE_LATER, VOTE
from test_corrections import three
from test_settle import FIRE_ID, add
from test_update import files

from backstory import Archive

__all__ = ["three"]


def built(archive: Archive, folder: Path, *, full: bool = False) -> dict[str, bytes]:
    """The site brought up to date, once it is found to be as good as one built anew."""
    report = archive.build(folder / "site", workers=1)
    anew = folder / f"anew-{archive.sequence()}"
    archive.build(anew, workers=1)
    found = files(folder / "site")
    assert found == files(anew)
    assert report.full == full
    assert report.pages == json.loads(found[".backstory.json"])["pages"]
    return found


def test_old_addresses_lead_on(three: tuple[Archive, list[str]], tmp_path: Path) -> None:
    archive, (first, second, _) = three
    built(archive, tmp_path, full=True)
    archive.merge(second, first, by="Ana", because="one report")
    archive.merge_topics("Air strikes", "Syrian War")
    site = built(archive, tmp_path)
    old, new = (each.replace("-", "/", 2).replace("/", "/", 1) for each in (second, first))
    page = site[f"{old}.html"].decode()
    assert f'content="0; url=../../../{new}.html"' in page
    assert f"](../../../{new}.md)" in site[f"{old}.md"].decode()
    assert json.loads(site[f"{old}.json"])["new"] == first
    assert f"<new>{first}</new>" in site[f"{old}.xml"].decode()
    assert json.loads(site["topics/air-strikes.json"])["new"] == "syrian-war"
    assert "topics/air-strikes.atom" not in site
    told = json.loads(site[f"{new}.json"])
    assert [each["kind"] for each in told["corrections"]] == ["merge"]
    archive.undo(1)
    archive.undo(2)
    site = built(archive, tmp_path)
    assert json.loads(site[f"{old}.json"])["id"] == second
    assert json.loads(site["topics/air-strikes.json"])["name"] == "Air strikes"


def test_the_record_is_public(three: tuple[Archive, list[str]], tmp_path: Path) -> None:
    archive, (*_, third) = three
    site = built(archive, tmp_path, full=True)
    assert "Nothing was corrected so far." in site["corrections.html"].decode()
    assert 'href="corrections.html"' in site["index.html"].decode()
    archive.correct(third, "headline", "Talks begin", because="a typing error", by="Ana")
    archive.undo(1, by="Bea")
    site = built(archive, tmp_path)
    lines = json.loads(site["corrections.json"])["corrections"]
    assert [(each["number"], each["kind"], each["by"], each["holds"]) for each in lines] == [
        (2, "undo", "Bea", None),
        (1, "correct", "Ana", "no"),
    ]
    assert (lines[1]["old"], lines[1]["new"]) == ("Talks open in Geneva", "Talks begin")
    for name in ("corrections.html", "corrections.md", "corrections.xml", "corrections.atom", "corrections.feed.json"):
        assert "a typing error" in site[name].decode()


def test_who_tells_an_event(archive: Archive, tmp_path: Path) -> None:
    add(archive, tmp_path, FIRE, VOTE)
    built(archive, tmp_path, full=True)
    copy = FIRE._replace(name="copy", outlet="Evening Post", published="2031-03-05T09:00:00+00:00")
    add(archive, tmp_path, FIRE_LATER, FIRE_ELSEWHERE, copy)
    site = built(archive, tmp_path)
    path = FIRE_ID.replace("-", "/", 2)
    coverage = json.loads(site[f"{path}.json"])["coverage"]
    assert (coverage["outlets"], coverage["origins"]) == (4, 3)
    assert [each["outlet"] for each in coverage["tellings"]] == [
        "The Gazette",
        "Evening Post",
        "Daily Courier",
        "Radio North",
    ]
    gazette, post, *_, north = coverage["tellings"]
    assert (gazette["kind"], gazette["first"], post["first"]) == ("opened", "yes", "no")
    assert gazette["origin"] == post["origin"]
    assert post["adds"] == []
    assert any("Thursday" in each["words"] or "Seventeen" in each["words"] for each in north["adds"])
    assert "4 outlets, 3 origins." in site[f"{path}.html"].decode()
    assert "4 outlets, 3 origins." in site[f"{path}.md"].decode()


@pytest.mark.parametrize("order", [(FIRE, FIRE_LATER, VOTE), (VOTE, FIRE_LATER, FIRE)])
def test_the_order_of_adding_changes_no_page(tmp_path: Path, order: tuple[object, ...], archive: Archive) -> None:
    add(archive, tmp_path, *order)  # type: ignore[arg-type]
    site = built(archive, tmp_path, full=True)
    assert sorted(path for path in site if path.endswith(".json") and path.startswith("2031/03/0")) == [
        "2031/03/04/fire-at-furniture-market-in-tarvo-kills-12.json",
        "2031/03/04/index.json",
        "2031/03/05/index.json",
        "2031/03/05/lindmark-parliament-votes-to-close-its-last-coal-mine.json",
    ]
