"""Listings and the events that they tell."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from backstory.events.place import Decision, Joined, Opened, place
from backstory.model import Event, Listing, Origin, Source, Topic

DAY = dt.date(2015, 12, 23)
NOW = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
PAGE = Origin("Portal:Current events/2015 December 23", "https://wiki.example/2015", "CC BY-SA 4.0")
LIST = Origin("2015.jsonl")
STRIKES = "Amnesty International says that air strikes have killed at least 200 civilians in Syria."


def listing(headline: str, *, origin: Origin = PAGE, urls: tuple[str, ...] = (), **more: object) -> Listing:
    sources = tuple(Source(outlet="BBC", url=url) for url in urls)
    return replace(Listing(day=DAY, headline=headline, origin=origin, sources=sources), **more)  # type: ignore[arg-type]


def placed(listings: list[Listing], known: list[Event]) -> list[Decision]:
    whole = all(each.origin == PAGE for each in listings)
    return place(listings, known, whole=whole, source="page.wiki", recorded=NOW)


def after(known: list[Event], *batches: list[Listing]) -> list[Event]:
    """The archive's events once the batches have been added, one after another."""
    events = {event.id: event for event in known}
    for batch in batches:
        events |= {decision.event.id: decision.event for decision in placed(batch, list(events.values()))}
    return [events[event_id] for event_id in sorted(events)]


def test_new() -> None:
    (decision,) = placed([listing(STRIKES)], [])
    assert isinstance(decision, Opened)
    assert decision.event.headline == STRIKES
    assert decision.event.id.startswith("2015-12-23/amnesty-international-says-that-air-strikes")
    assert decision.event.origin == PAGE
    assert not decision.event.revisions


def test_the_same_again_changes_nothing() -> None:
    batch = [listing(STRIKES, urls=("https://news.example/1",)), listing("A volcano wakes.")]
    known = after([], batch)
    for decision in placed(batch, known):
        assert isinstance(decision, Joined)
        assert not decision.changed
        assert decision.because == "same words on the same day"


def test_a_correction_keeps_the_id_and_the_old_words() -> None:
    known = after([], [listing(STRIKES)])
    (decision,) = placed([listing(STRIKES.replace("200", "220"))], known)
    assert isinstance(decision, Joined)
    assert decision.changed
    assert decision.event.id == known[0].id
    (revision,) = decision.event.revisions
    assert (revision.telling.headline, revision.recorded, revision.because) == (STRIKES, NOW, "page.wiki")


def test_a_rewritten_event_is_known_by_its_citation() -> None:
    known = after([], [listing("Bombs fall on the town of Idlib.", urls=("https://news.example/1",))])
    rewritten = listing("At least 60 die as bombs fall on a prison near Idlib.", urls=("https://news.example/1",))
    (decision,) = placed([rewritten], known)
    assert decision.event.id == known[0].id
    other = listing("At least 60 die as bombs fall on a prison near Idlib.", urls=("https://news.example/2",))
    (decision,) = placed([other], known)
    assert isinstance(decision, Opened)


def test_two_look_alikes_stay_two() -> None:
    quakes = [listing("A 6.1 earthquake shakes Peru."), listing("A 6.1 earthquake shakes Chile.")]
    known = after([], quakes)
    assert len(known) == 2
    corrected = [quakes[0], listing("A 6.2 earthquake shakes Chile.")]
    decisions = placed(corrected, known)
    assert [decision.event.headline for decision in decisions] == [each.headline for each in corrected]
    assert len({decision.event.id for decision in decisions}) == 2


def test_told_twice_on_one_page_is_one_event_with_both_topics() -> None:
    twice = [
        listing(STRIKES, topics=(Topic("Syrian Civil War"),), urls=("https://a.example/",)),
        listing(STRIKES, topics=(Topic("Russia"), Topic("Syrian civil war")), urls=("https://b.example/",)),
    ]
    (event,) = after([], twice)
    assert [topic.name for topic in event.topics] == ["Syrian Civil War", "Russia"]
    assert [source.url for source in event.sources] == ["https://a.example/", "https://b.example/"]
    assert after([event], twice) == [event]


def test_collisions_do_not_depend_on_order() -> None:
    beginning = "President-elect fills in more of his staff; the paper reports that he has chosen "
    one = listing(beginning + "a chief of staff.", origin=LIST)
    other = listing(beginning + "a press secretary for his staff.", origin=LIST)
    forward, backward = after([], [one], [other]), after([], [other], [one])
    assert {event.headline: event.id for event in forward} == {event.headline: event.id for event in backward}
    assert len({event.id for event in forward}) == 2


def test_the_first_words_may_be_told_again() -> None:
    """A new event in the words that another one had before its correction gets an id of its own."""
    known = after([], [listing("A bomb explodes in Kabul.", origin=LIST), listing("Talks open.", origin=LIST)])
    renamed = [replace(known[0], headline="Nine die in Kabul."), known[1]]
    opened = placed([listing("A bomb explodes in Kabul.", origin=LIST)], renamed)[0]
    assert isinstance(opened, Opened)
    assert opened.event.id not in {event.id for event in known}
    assert opened.event.id.startswith("2015-12-23/a-bomb-explodes-in-kabul-")


def test_page_and_list_meet_in_any_order() -> None:
    told = listing(STRIKES, urls=("https://news.example/1",), topics=(Topic("Syrian Civil War", "Syrian civil war"),))
    row = listing(STRIKES, origin=LIST, external_id="2015-12-23-01", category="Armed conflicts and attacks")
    for order in itertools.permutations([[told], [row]]):
        (event,) = known = after([], *order)
        assert (event.origin, event.external_id, event.sources) == (PAGE, "2015-12-23-01", told.sources)
        assert after(known, [row], [told], [row]) == known


def test_ids_of_two_lists_are_not_confused() -> None:
    known = after([], [listing("A volcano wakes.", origin=LIST, external_id="1")])
    other = listing("A strike ends.", origin=Origin("other.csv"), external_id="1")
    assert isinstance(placed([other], known)[0], Opened)
    corrected = listing("The volcano sleeps again after all.", origin=LIST, external_id="1")
    (decision,) = placed([corrected], known)
    assert (decision.event.id, decision.event.headline) == (known[0].id, corrected.headline)


def test_rows_that_differ_in_a_fact_are_two_events() -> None:
    text = "A magnitude {} earthquake strikes near the coast of {}, and at least three people are killed by it."
    rows = [text.format("6.1", "Peru"), text.format("6.1", "Chile"), text.format("6.2", "Chile")]
    assert len(after([], *([listing(row, origin=LIST)] for row in rows))) == 3
    known = after([], [listing(rows[0], origin=LIST)])
    page = listing(rows[0].removesuffix(", and at least three people are killed by it.") + ", killing three.")
    assert isinstance(placed([page], known)[0], Opened)
    (decision,) = placed([listing(rows[0])], after([], [listing(rows[0] + " (AP), (Reuters)", origin=LIST)]))
    assert isinstance(decision, Joined)


def test_an_export_brings_its_ids_and_revisions() -> None:
    (event,) = after([], [listing(STRIKES)], [listing(STRIKES.replace("200", "220"))])
    row = replace(listing(event.headline), id=event.id, revisions=event.revisions)
    assert after([], [row]) == [event]
    assert after([event], [row]) == [event]


WORDS = st.sampled_from("strike quake talks vote Syria Peru kills 200 220 civilians ends".split())
LISTINGS = st.lists(
    st.builds(
        lambda words, urls: listing(" ".join(words) + ".", urls=tuple(f"https://news.example/{url}" for url in urls)),
        st.lists(WORDS, min_size=3, max_size=8),
        st.sets(st.integers(0, 3), max_size=2),
    ),
    max_size=6,
)


@given(LISTINGS, st.randoms())
def test_order_does_not_matter(listings: list[Listing], random: st.DataObject) -> None:
    shuffled = list(listings)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    in_order = {event.headline: event.id for event in after([], listings)}
    assert {event.headline: event.id for event in after([], shuffled)} == in_order


@given(LISTINGS, LISTINGS)
def test_adding_again_changes_nothing(first: list[Listing], second: list[Listing]) -> None:
    known = after([], first, second)
    assert after(known, second) == known
    for decision in placed(second, known):
        assert isinstance(decision, Joined)
        assert not decision.changed


@given(LISTINGS, LISTINGS)
def test_nothing_is_lost(first: list[Listing], second: list[Listing]) -> None:
    """Every wording ever listed is that of an event, or of an earlier telling of one."""
    known = after([], first, second)
    kept = {event.headline for event in known}
    kept |= {revision.telling.headline for event in known for revision in event.revisions}
    folded = {headline.casefold() for headline in kept}
    assert {each.headline.casefold() for each in (*first, *second)} <= folded
