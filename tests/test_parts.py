"""Pages that tell several events: each part joins or opens an event of its own, and brings its own words alone."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from made_reports import FIRE, FIRE_LATER, VOTE, Report
from test_cli import run
from test_settle import FIRE_ID, lists, state

from backstory import Archive, Settings, open_archive
from backstory.model_tellings import VerdictKind

STORM = (
    "A storm took the roofs off forty houses on the island of Perrin on Wednesday, and three fishermen of Colm are "
    "missing, the coast guard of Ivernia said."
)
GOLD = (
    "Oda Fenn won the marathon of Brackwater on Sunday, a minute ahead of Tirsa Holm, and said it was her last race "
    "after eleven years on the roads."
)


class Page(NamedTuple):
    """A page in headed sections."""

    name: str
    published: str
    title: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def url(self) -> str:
        return f"https://morning.example/{self.name}"

    def write(self, folder: Path) -> Path:
        made = Report(self.name, "Morning", self.published, self.title, ("All that you need for the day.",))
        path = made.write(folder)
        sections = "".join(
            f"<h2>{heading}</h2>" + "".join(f"<p>{words}</p>" for words in paragraphs)
            for heading, paragraphs in self.sections
        )
        path.write_text(path.read_text().replace("</article>", f"{sections}</article>"))
        return path


DIGEST = Page(
    "brief",
    "2031-03-06T18:00:00+00:00",
    "The day in brief",
    (
        ("Fire in Tarvo", FIRE.paragraphs),
        ("Storm over Perrin", (STORM,)),
        ("Fenn wins at Brackwater", (GOLD,)),
    ),
)
STORM_ID = "2031-03-05/storm-over-perrin"


class Entries(NamedTuple):
    """A live blog."""

    name: str
    entries: tuple[tuple[str, str], ...]

    def write(self, folder: Path) -> Path:
        made = Report(self.name, "Morning", "2031-03-06T08:00:00+00:00", "Tarvo market fire: what we know", ("Live.",))
        path = made.write(folder)
        body = "".join(
            f'<div class="live-entry"><time datetime="{time}">{time[11:16]}</time><p>{words}</p></div>'
            for time, words in self.entries
        )
        path.write_text(path.read_text().replace("<p>Live.</p>", f'<div class="live-blog">{body}</div>'))
        return path


LIVE = Entries(
    "live",
    (
        ("2031-03-06T12:10:00Z", FIRE_LATER.paragraphs[0]),
        ("2031-03-06T11:00:00Z", STORM),
        ("2031-03-06T09:30:00Z", f"{FIRE.paragraphs[1]} {FIRE_LATER.paragraphs[1]}"),
        ("2031-03-06T08:15:00Z", FIRE.paragraphs[0]),
    ),
)


def test_each_part_of_a_digest_tells_its_own_event(archive: Archive, tmp_path: Path) -> None:
    list(archive.add(FIRE.write(tmp_path), VOTE.write(tmp_path)))
    (outcome,) = archive.add(DIGEST.write(tmp_path))
    assert (outcome.added, outcome.note) == (2, "1 joined events, 2 opened one")
    kinds = [(each.verdict.kind, each.verdict.event) for each in archive.why(DIGEST.url)]
    assert kinds[0] == (VerdictKind.JOINED, FIRE_ID)
    assert kinds[1] == (VerdictKind.OPENED, STORM_ID)
    assert kinds[2] == (VerdictKind.OPENED, "2031-03-02/fenn-wins-at-brackwater")
    assert archive.event(STORM_ID).headline == "Storm over Perrin"
    assert list(archive.verify()) == []


def test_an_event_shows_the_words_of_its_part_alone(archive: Archive, tmp_path: Path) -> None:
    list(archive.add(FIRE.write(tmp_path), DIGEST.write(tmp_path)))
    (report,) = archive._store.readings.reports(STORM_ID)
    page = archive.article(report.capture)
    assert page is not None
    assert [page.text[span.start : span.end] for span in report.within] == ["Storm over Perrin", STORM]
    assert (report.title, report.summary and report.summary.text) == ("Storm over Perrin", STORM)
    said = [each.said.content for matter in archive.ledger(STORM_ID).matters for each in matter.entries]
    assert said
    assert all("".join(parts) in STORM for parts in said)
    kinds = {toll.kind for toll in archive.ledger(STORM_ID).tolls}
    assert kinds == {"missing"}
    archive.build(tmp_path / "site", formats=("html", "json", "md", "xml"), workers=1)
    for path in (tmp_path / "site" / "2031" / "03" / "05").glob("storm-over-perrin.*"):
        shown = path.read_text()
        assert "The day in brief" in shown
        assert "Bellin" not in shown
    with archive._store.write():
        longer = replace(report.within[0], end=report.within[0].end + 1)
        archive._store.readings.put_reports(STORM_ID, [replace(report, within=(longer, *report.within[1:]))])
    assert [fault.what for fault in archive.verify()] == [f"what event {STORM_ID} shows of it does not stand in it"]


def test_a_live_blog_has_its_own_story_and_others_beside_it(archive: Archive, tmp_path: Path) -> None:
    list(archive.add(FIRE.write(tmp_path), LIVE.write(tmp_path)))
    own, other = archive.why("https://morning.example/live")
    assert own.verdict.event == FIRE_ID
    assert archive.event(other.verdict.event or "").headline == STORM
    assert list(archive.verify()) == []


def test_any_order_gives_the_same_and_so_does_a_rebuild(tmp_path: Path) -> None:
    pages: tuple[Report | Page | Entries, ...] = (FIRE, DIGEST, LIVE, FIRE_LATER)
    states = []
    for number, order in enumerate(list(itertools.permutations(pages))[::9]):
        folder = tmp_path / str(number)
        folder.mkdir()
        with open_archive(folder / "a.db", settings=Settings()) as archive:
            list(archive.add(*(page.write(folder) for page in order)))
            states.append(state(archive))
            if number == 0:
                archive.rebuild()
                states.append(state(archive))
    assert all(each == states[0] for each in states)


def test_an_event_that_cites_the_page_has_the_part_that_is_most_like_it(archive: Archive, tmp_path: Path) -> None:
    row = {
        "date": "2031-03-05",
        "headline": "A storm over the island of Perrin leaves three fishermen missing",
        "sources": [{"outlet": "Morning", "url": DIGEST.url}],
    }
    list(archive.add(DIGEST.write(tmp_path)))
    lists(archive, tmp_path, row)
    verdicts = [each.verdict for each in archive.why(DIGEST.url)]
    assert [each.kind for each in verdicts] == [VerdictKind.OPENED, VerdictKind.CITED, VerdictKind.OPENED]
    (report,) = archive._store.readings.reports(verdicts[1].event or "")
    assert report.title == "Storm over Perrin"
    assert archive.event(STORM_ID).headline == row["headline"]


def test_an_editor_splits_off_the_part_that_tells_the_event(archive: Archive, tmp_path: Path) -> None:
    list(archive.add(FIRE.write(tmp_path), DIGEST.write(tmp_path)))
    before = [each.verdict for each in archive.why(DIGEST.url)]
    made = archive.split(FIRE_ID, DIGEST.url, by="Ana")
    assert archive.event(made.into or "").headline == "Fire in Tarvo"
    after = [each.verdict for each in archive.why(DIGEST.url)]
    assert (after[0].kind, after[0].event) == (VerdictKind.SPLIT, made.into)
    assert after[1:] == before[1:]
    archive.rebuild()
    assert [each.verdict for each in archive.why(DIGEST.url)] == after


def test_a_page_that_says_otherwise_later_leaves_nothing_behind(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "later"
    folder.mkdir()
    list(archive.add(DIGEST.write(tmp_path)))
    list(archive.add(DIGEST._replace(sections=DIGEST.sections[:1]).write(folder)))
    assert [event.headline for event in archive.events()] == ["The day in brief"]
    assert archive._store.tellings.opened() == {event.id for event in archive.events()}
    assert list(archive.verify()) == []


def test_the_command_tells_of_each_part(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with open_archive(path, settings=Settings()) as archive:
        list(archive.add(DIGEST.write(tmp_path)))
    shown = run("--archive", path, "why", DIGEST.url).stdout
    assert shown.count("Opened 2031-03-0") == 3
    assert "of its blocks, characters" in shown
