"""Articles join the event they tell or open one; the order in which they come changes nothing."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from made_reports import BRIDGED, FACTORY, FIRE, FIRE_ELSEWHERE, FIRE_LATER, REPORTS, UNDATED, VOTE, Report

from backstory import Archive, Settings, open_archive, settle
from backstory.errors import CorrectionError, SourceNotFound
from backstory.model import Outcome
from backstory.model_tellings import ONE_EVENT, VerdictKind

LISTED = {
    "date": "2031-03-05",
    "headline": "A fire at a furniture market in the port of Tarvo kills at least 12 people, its fire chief says",
    "sources": [{"outlet": "Wire", "url": "https://wire.example/fire"}],
}


def add(archive: Archive, folder: Path, *reports: Report) -> list[Outcome]:
    return list(archive.add(*(report.write(folder) for report in reports)))


def lists(archive: Archive, folder: Path, *rows: dict[str, Any]) -> Outcome:
    path = folder / "events.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    (outcome,) = archive.add(path)
    return outcome


def told(archive: Archive) -> dict[str, set[str]]:
    """Which articles, by name, tell each event."""
    found: dict[str, set[str]] = {}
    for each in archive._store.tellings.all():
        if each.verdict.event:
            event = archive.event(each.verdict.event)
            found.setdefault(event.id, set()).add((each.url or "").rpartition("/")[2])
    return found


FIRE_ID = "2031-03-04/fire-at-furniture-market-in-tarvo-kills-12"


def test_articles_join_or_open(archive: Archive, tmp_path: Path) -> None:
    outcomes = add(archive, tmp_path, *REPORTS)
    assert [outcome.error for outcome in outcomes] == [None] * len(REPORTS)
    assert outcomes[0].note == f"opens {FIRE_ID}"
    assert outcomes[1].note == f"tells {FIRE_ID}"
    assert [outcome.added for outcome in outcomes] == [1, 0, 0, 1, 1, 0]
    assert "opens no event" in (outcomes[-1].note or "")
    groups = told(archive)
    assert sorted(map(sorted, groups.values())) == [["factory"], ["fire", "market-fire", "toll"], ["vote"]]
    event = archive.event(FIRE_ID)
    assert event.headline == FIRE.title
    assert [source.outlet for source in event.sources] == ["The Gazette", "Daily Courier", "Radio North"]
    assert list(archive.verify()) == []


def state(archive: Archive) -> tuple[Any, ...]:
    reports = {event.id: archive._store.readings.reports(event.id) for event in archive.events()}
    shown = {
        name: [(each.url, each.title, each.summary, each.sha256) for each in found] for name, found in reports.items()
    }
    verdicts = [(each.position, each.verdict) for each in archive._store.tellings.all()]
    return list(archive.events()), shown, verdicts


def test_what_is_not_kept_in_memory_is_read_again(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(archive, tmp_path, *REPORTS)
    expected = state(archive)
    monkeypatch.setattr(settle, "KNOWN", 0)
    archive.rebuild()
    assert state(archive) == expected


@pytest.mark.parametrize("seed", range(4))
def test_any_order_gives_the_same(tmp_path: Path, seed: int) -> None:
    expected: tuple[Any, ...] | None = None
    order = list(REPORTS)
    for number in range(3):
        folder = tmp_path / str(number)
        folder.mkdir()
        with open_archive(folder / "a.db", settings=Settings()) as archive:
            if number == 1:
                lists(archive, folder, LISTED)
            add(archive, folder, *order)
            if number != 1:
                lists(archive, folder, LISTED)
            found = state(archive)
            assert dict(archive._store.tellings.all_coverage()).keys() == told(archive).keys()
            assert list(archive.verify()) == []
        expected = expected or found
        assert found == expected
        random.Random(seed * 10 + number).shuffle(order)


@pytest.mark.parametrize("reports", [REPORTS, REPORTS[::-1], BRIDGED[::-1]])
def test_who_tells_an_event_is_the_same_once_all_is_read_again(
    archive: Archive, tmp_path: Path, reports: Sequence[Report]
) -> None:
    for each in reports:
        add(archive, tmp_path, each)
    expected = dict(archive._store.tellings.all_coverage()), state(archive)
    archive.rebuild()
    assert (dict(archive._store.tellings.all_coverage()), state(archive)) == expected


def test_what_a_listed_event_says_anew_is_heard_by_what_tells_it(archive: Archive, tmp_path: Path) -> None:
    lists(archive, tmp_path, LISTED | {"id": "2031-03-05/fire"})
    add(archive, tmp_path, FIRE, FIRE_LATER)
    lists(archive, tmp_path, LISTED | {"id": "2031-03-05/fire", "headline": "Something else burns in Bellin"})
    assert archive.event("2031-03-05/fire").headline == "Something else burns in Bellin"
    expected = state(archive)
    archive.rebuild()
    assert state(archive) == expected


def test_events_that_a_later_report_bridges_are_one(tmp_path: Path) -> None:
    expected: tuple[Any, ...] | None = None
    for number, order in enumerate([BRIDGED, BRIDGED[::-1], *(BRIDGED[at:] + BRIDGED[:at] for at in (1, 2, 3))]):
        folder = tmp_path / str(number)
        folder.mkdir()
        with open_archive(folder / "a.db", settings=Settings()) as archive:
            for each in order:
                add(archive, folder, each)
            assert list(told(archive).values()) == [{"smoke", "sent", "dead", "doors"}]
            assert len({each.alone.event for each in archive._store.tellings.all()}) == 2
            assert sum(ONE_EVENT in each.verdict.because for each in archive._store.tellings.all()) >= 1
            assert list(archive.verify()) == []
            expected = expected or state(archive)
            assert state(archive) == expected


def test_the_id_of_an_event_that_is_one_with_another_leads_there(archive: Archive, tmp_path: Path) -> None:
    first, second, bridge, _ = BRIDGED
    add(archive, tmp_path, first, second)
    ids = list(told(archive))
    assert len(ids) == 2
    add(archive, tmp_path, bridge)
    assert {archive.event(each).headline for each in ids} == {first.title}
    ((name, found),) = told(archive).items()
    assert found == {"smoke", "sent", "dead"}
    archive.split(name, second.url, bridge.url, because="another fire")
    assert sorted(map(sorted, told(archive).values())) == [["dead", "sent"], ["smoke"]]
    archive.undo(1)
    assert list(told(archive).values()) == [{"smoke", "sent", "dead"}]


def test_a_listed_event_takes_articles_along(archive: Archive, tmp_path: Path) -> None:
    add(archive, tmp_path, FIRE, FIRE_LATER)
    assert FIRE_ID in {event.id for event in archive.events()}
    lists(archive, tmp_path, LISTED | {"sources": [{"outlet": "The Gazette", "url": FIRE.url}]})
    (event,) = archive.events()
    assert event.headline == LISTED["headline"]
    assert archive.event(FIRE_ID) == event
    assert told(archive) == {event.id: {"fire", "toll"}}
    kinds = {each.verdict.kind for each in archive._store.tellings.all()}
    assert kinds == {VerdictKind.CITED, VerdictKind.JOINED}
    add(archive, tmp_path, FIRE_ELSEWHERE)
    assert told(archive) == {event.id: {"fire", "toll", "market-fire"}}


def test_a_listed_event_in_other_words_is_found(archive: Archive, tmp_path: Path) -> None:
    lists(archive, tmp_path, LISTED)
    (outcome,) = add(archive, tmp_path, FIRE)
    (event,) = archive.events()
    assert outcome.note == f"tells {event.id}"
    assert event.headline == LISTED["headline"]
    assert {report.url for report in archive._store.readings.reports(event.id)} == {FIRE.url}


def test_decisions_hold_for_what_articles_opened(archive: Archive, tmp_path: Path) -> None:
    add(archive, tmp_path, FIRE, VOTE)
    vote = next(event.id for event in archive.events() if event.id != FIRE_ID)
    archive.correct(FIRE_ID, "headline", "A market burns in Tarvo", because="plainer")
    archive.merge(vote, FIRE_ID)
    add(archive, tmp_path, FIRE_ELSEWHERE)
    event = archive.event(vote)
    assert event.id == FIRE_ID
    assert event.headline == "A market burns in Tarvo"
    assert [source.outlet for source in event.sources] == ["The Gazette", "Daily Courier", "Daily Courier"]
    assert told(archive) == {FIRE_ID: {"fire", "market-fire", "vote"}}
    archive.undo(2)
    archive.undo(1)
    assert archive.event(vote).headline == VOTE.title
    assert archive.event(FIRE_ID).headline == FIRE.title


def test_a_page_that_is_no_report_opens_nothing(archive: Archive, tmp_path: Path) -> None:
    words = "There is more in the paper on Saturday, as ever, and on Sunday there is none."
    few = Report("few", "The Gazette", "2031-03-05", "The weekend", (words,))
    (outcome,) = add(archive, tmp_path, few)
    assert list(archive.events()) == []
    assert outcome.note == "tells no event: it has 16 words of its own, and is taken for no report"


def test_readers_comments_make_no_event(archive: Archive, tmp_path: Path) -> None:
    path = VOTE.write(tmp_path)
    comment = " ".join((*FIRE.paragraphs, *FIRE_LATER.paragraphs))
    section = f'<section id="comments" class="comments"><h2>Comments</h2><div class="comment"><p>{comment}</p></div>'
    path.write_text(path.read_text().replace("</article>", f"</article>{section}</section>"))
    add(archive, tmp_path, FIRE)
    list(archive.add(path))
    assert sorted(map(sorted, told(archive).values())) == [["fire"], ["vote"]]


def test_the_same_title_twice_gives_two_ids(archive: Archive, tmp_path: Path) -> None:
    other = VOTE._replace(name="other", outlet="Elsewhere", title=FIRE.title)
    add(archive, tmp_path, FIRE, other)
    assert len({event.id for event in archive.events()}) == len(told(archive))
    assert FIRE_ID in told(archive)


def test_an_earlier_article_opens_what_a_later_one_had(archive: Archive, tmp_path: Path) -> None:
    add(archive, tmp_path, FIRE_ELSEWHERE)
    (before,) = archive.events()
    add(archive, tmp_path, FIRE)
    assert [event.id for event in archive.events()] == [FIRE_ID]
    assert archive.event(before.id).id == FIRE_ID


def test_every_pair_in_both_orders(tmp_path: Path) -> None:
    for number, pair in enumerate(itertools.combinations((FIRE, FIRE_LATER, FACTORY, UNDATED), 2)):
        states = []
        for order in (pair, pair[::-1]):
            folder = tmp_path / f"{number}-{order[0].name}"
            folder.mkdir()
            with open_archive(":memory:", settings=Settings()) as archive:
                add(archive, folder, *order)
                states.append(state(archive))
        assert states[0] == states[1]


def test_articles_are_split_off_and_come_back(archive: Archive, tmp_path: Path) -> None:
    add(archive, tmp_path, FIRE, FIRE_ELSEWHERE, FIRE_LATER, VOTE)
    before = state(archive)
    made = archive.split(FIRE_ID, FIRE.url, by="Ana", because="another fire")
    assert made.into
    assert sorted(map(sorted, told(archive).values())) == [["fire"], ["market-fire", "toll"], ["vote"]]
    assert archive.event(made.into).headline == FIRE.title
    assert archive.event(FIRE_ID).headline == FIRE_ELSEWHERE.title
    assert archive.why(FIRE.url)[0].verdict.because == "Ana split it off"
    with pytest.raises(CorrectionError, match="is no article of"):
        archive.split(FIRE_ID, FIRE.url)
    with pytest.raises(CorrectionError, match="has no other article"):
        archive.split(made.into, FIRE.url)
    with pytest.raises(SourceNotFound, match="no article of that name"):
        archive.split(FIRE_ID, "https://nobody.example/")
    archive.rebuild()
    assert sorted(map(sorted, told(archive).values())) == [["fire"], ["market-fire", "toll"], ["vote"]]
    archive.undo(1)
    assert state(archive) == before
    assert archive.event(made.into).id == FIRE_ID


def test_a_cited_article_is_split_off(archive: Archive, tmp_path: Path) -> None:
    lists(archive, tmp_path, LISTED | {"sources": [{"outlet": "The Gazette", "url": FIRE.url}, {"outlet": "Wire"}]})
    (listed,) = (event.id for event in archive.events())
    add(archive, tmp_path, FIRE, FIRE_LATER)
    archive.split(listed, FIRE.url)
    assert [source.outlet for source in archive.event(listed).sources] == ["Wire"]
    assert told(archive)[listed] == {"toll"}
    archive.undo(1)
    assert told(archive) == {listed: {"fire", "toll"}}
    assert len(archive.event(listed).sources) == 2


def test_why(archive: Archive, tmp_path: Path) -> None:
    add(archive, tmp_path, FIRE, FIRE_LATER, UNDATED)
    assert archive.why(1) == archive.why(FIRE.url) == archive.why(str(tmp_path / "fire.html"))
    assert archive.why(1)[0].verdict.kind is VerdictKind.OPENED
    joined = archive.why(2)[0].verdict
    assert (joined.kind, joined.event) == (VerdictKind.JOINED, FIRE_ID)
    assert joined.score
    assert "Bellin" in joined.because
    assert archive.why(UNDATED.url)[0].verdict.event is None


def test_an_event_stands_under_the_day_that_its_article_names(archive: Archive, tmp_path: Path) -> None:
    add(archive, tmp_path, FIRE, VOTE)
    assert archive.event(FIRE_ID).day == dt.date(2031, 3, 4)
    assert "its day is from the words “on Tuesday”" in archive.why(FIRE.url)[0].verdict.because
    undated = VOTE._replace(name="undated", title="The mine closes", paragraphs=("The last mine closes. " * 20,))
    add(archive, tmp_path, undated)
    verdict = archive.why(undated.url)[0].verdict
    assert verdict.because.endswith("its day is that of publication")
    assert archive.event(verdict.event or "").day == dt.date(2031, 3, 5)


def test_a_headline_that_no_article_has_is_found(archive: Archive, tmp_path: Path) -> None:
    add(archive, tmp_path, FIRE)
    archive.correct(FIRE_ID, "headline", "A market burns in Tarvo", because="plainer")
    assert list(archive.verify()) == []
    archive.undo(1)
    with archive._store.write():
        archive._store.put([replace(archive.event(FIRE_ID), headline="Fire kills 120")])
    (fault,) = archive.verify()
    assert fault.what == f"the headline of event {FIRE_ID} is not its title"


def test_rebuilding_changes_nothing(archive: Archive, tmp_path: Path) -> None:
    lists(archive, tmp_path, LISTED)
    add(archive, tmp_path, *REPORTS)
    vote = archive.why(VOTE.url)[0].verdict.event
    assert vote
    archive.correct(vote, "headline", "A mine is to close", because="plainer")
    before = state(archive)
    rebuilt = archive.rebuild()
    assert (rebuilt.articles, rebuilt.changed) == (len(REPORTS), 0)
    assert state(archive) == before
    assert list(archive.verify()) == []


def test_an_undated_page_of_another_day_of_the_same_war_tells_no_event(archive: Archive) -> None:
    pages = Path(__file__).parent.parent / "examples" / "pages"
    dated, undated = pages / "2022-03-29-same-war-amnesty.html", pages / "2022-03-18-mariupol-theatre.txt"
    assert all(outcome.error is None for outcome in archive.add(dated, undated))
    assert archive.why(str(dated))[0].verdict.kind is VerdictKind.OPENED
    verdict = archive.why(str(undated))[0].verdict
    assert verdict.kind is VerdictKind.NONE
    assert verdict.because.startswith("nothing dates it")


def later(report: Report, folder: Path) -> Path:
    """The page of a report that says something else since."""
    inner = folder / "later"
    inner.mkdir(exist_ok=True)
    return VOTE._replace(name=report.name, outlet=report.outlet).write(inner)


def test_an_event_that_comes_back_leads_nowhere(archive: Archive, tmp_path: Path) -> None:
    add(archive, tmp_path, FIRE_ELSEWHERE)
    (alone,) = archive.events()
    add(archive, tmp_path, FIRE)
    assert archive.event(alone.id).id == FIRE_ID
    list(archive.add(later(FIRE, tmp_path)))
    assert archive.event(alone.id) == alone
    assert alone.id in {event.id for event in archive.events()}
    assert [each.old for each in archive._store.corrections.redirects()] == [FIRE_ID]


def test_what_others_may_have_seen_stays_as_a_revision(archive: Archive, tmp_path: Path) -> None:
    add(archive, tmp_path, FIRE_ELSEWHERE)
    archive.build(tmp_path / "site", formats=("json",), workers=1)
    add(archive, tmp_path, FIRE)
    (revision,) = archive.event(FIRE_ID).revisions
    assert (revision.telling.headline, revision.because) == (FIRE_ELSEWHERE.title, FIRE.url)
    archive.split(FIRE_ID, FIRE.url)
    event = archive.event(FIRE_ID)
    assert [event.headline, *(each.telling.headline for each in event.revisions)] == [
        FIRE_ELSEWHERE.title,
        FIRE_ELSEWHERE.title,
        FIRE.title,
    ]
    archive.rebuild()
    assert archive.event(FIRE_ID).revisions == event.revisions
    archive.build(tmp_path / "site", formats=("json",), workers=1)
    shown = json.loads((tmp_path / "site" / f"{FIRE_ID.replace('-', '/', 2)}.json").read_text())
    assert [each["headline"] for each in shown["revisions"]] == [FIRE_ELSEWHERE.title, FIRE.title]
