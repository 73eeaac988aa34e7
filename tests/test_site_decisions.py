"""What the site says of decisions: addresses that lead on, the public record, who tells an event."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

from conftest import EXAMPLES
from made_reports import FIRE, FIRE_ELSEWHERE, FIRE_LATER, VOTE
from test_corrections import three
from test_parts import DIGEST
from test_settle import FIRE_ID, add
from test_update import files

from backstory import Archive, Settings, open_archive

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


def test_decisions_are_told_by_headlines(three: tuple[Archive, list[str]], tmp_path: Path) -> None:
    archive, (first, second, third) = three
    built(archive, tmp_path, full=True)
    archive.correct(third, "summary", "Delegates meet.", because="more", by="Ana")
    archive.correct(third, "summary", "", because="less", by="Ana")
    archive.merge(second, first, by="Ana")
    site = built(archive, tmp_path)
    page = site["corrections.md"].decode()
    headline = archive.event(third).headline
    assert f'Summary of “{headline}” corrected: "Delegates meet." where nothing stood' in page
    assert f'Summary of “{headline}” corrected: "Delegates meet." was taken away' in page
    assert f"merged into “{archive.event(first).headline}”" in page
    archive.correct(first, "headline", "Something else", because="plainer", by="Ana")
    assert "merged into “Something else”" in built(archive, tmp_path)["corrections.md"].decode()


def test_the_order_of_adding_changes_no_byte_of_the_site(tmp_path: Path) -> None:
    sources: list[Path] = [*sorted((EXAMPLES / "days").glob("2022-*.wiki"))[-2:], *(EXAMPLES / "pages").glob("*.html")]
    sources += [report.write(tmp_path) for report in (FIRE, FIRE_ELSEWHERE, FIRE_LATER, VOTE, DIGEST)]
    sites: list[dict[str, bytes]] = []
    for number in range(3):
        random.Random(number).shuffle(sources)
        with open_archive(tmp_path / f"{number}.db", settings=Settings()) as archive:
            assert all(outcome.error is None for outcome in archive.add(*sources))
            archive.build(tmp_path / str(number), workers=1)
            own = archive.info().archive_id.encode()
        pages = files(tmp_path / str(number))
        del pages[".backstory.json"]
        # The archive's random name stands in feeds; when captures were kept is another instant in each of the three.
        sites.append({name: _INSTANT.sub(b"", data).replace(own, b"") for name, data in pages.items()})
    assert len(sites[0]) > 100
    assert [{name for name in site if site[name] != sites[0].get(name)} for site in sites] == [set()] * 3
    assert [site.keys() for site in sites] == [sites[0].keys()] * 3


_INSTANT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")
