"""The copy of an archive in memory answers as the archive does."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st
from made_archives import BATCHES, DAYS, NAMES, OUTLETS, grown

from backstory.model import Telling
from backstory.site.reader import Catalogue, Memo, Records, Snapshot
from backstory.store.sqlite import SQLiteStore
from backstory.urls import name_key

DAY = st.none() | st.sampled_from(DAYS)


@settings(max_examples=50)
@given(BATCHES, DAY, DAY)
def test_the_same_answers(
    batches: list[list[tuple[int | None, Telling]]], since: dt.date | None, until: dt.date | None
) -> None:
    store = SQLiteStore(":memory:")
    catalogue = Catalogue.of(store)
    for batch in batches:
        sequence = store.sequence()
        with store.write():
            store.put(grown(list(store.events()), batch))
        catalogue = catalogue.after(store.changes(sequence), store)
        assert vars(catalogue) == vars(Catalogue.of(store))
    copies: tuple[Records, ...] = (Snapshot(store), Memo(store))
    ids = [event.id for event in store.events()]
    for copy in copies:
        assert list(copy.events(since=since, until=until)) == list(store.events(since=since, until=until))
        for key in {*map(name_key, NAMES), "no-such-topic"}:
            assert list(copy.places(topic=key)) == list(store.places(topic=key))
            named = {"since": since, "until": until, "topics": [key, "zebra"]}
            assert list(copy.events(**named)) == list(store.events(**named))  # type: ignore[arg-type]
        for key in {*map(name_key, OUTLETS), "no-such-outlet"}:
            assert list(copy.places(outlet=key)) == list(store.places(outlet=key))
            assert list(copy.events(outlet=key, until=until)) == list(store.events(outlet=key, until=until))
        assert [copy.event(each) for each in ids] == [copy.event(each) for each in ids] == list(store.events())
        assert copy.event("2015-01-01/none") is None
        first = since or dt.date.min
        assert copy.tally(first, until) == store.tally(first, until)
    assert {key: catalogue.size(key) for key in catalogue.topics} == {
        key: len(store.places(topic=key)) for key in catalogue.topics
    }
    store.close()
