"""What every store must pass of what editors decide; a part of `testing.StoreConformance`."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from backstory.model import Event
from backstory.model_corrections import Correction, CorrectionKind, Redirect
from backstory.store.protocol import Store

_DAY = dt.date(2015, 1, 2)
_BOMB = Event(id="2015-01-02/bomb", day=_DAY, headline="A bomb", external_id="b")
_TALKS = Event(id="2015-01-03/talks", day=dt.date(2015, 1, 3), headline="Talks")


class CorrectionConformance:
    """The tests; each gets an empty `store`."""

    def test_decisions(self, store: Store) -> None:
        """Decisions come out as they went in, in order."""
        made = [
            Correction(
                number=number,
                kind=CorrectionKind.MERGE,
                by="Ana",
                made=dt.datetime(2022, 4, 3, 12, number, tzinfo=dt.UTC),
                because="one report",
                subject=_BOMB.id,
                into=_TALKS.id,
                articles=("https://news.example/1",),
            )
            for number in (1, 2)
        ]
        with store.write():
            for each in made:
                store.corrections.append(each)
        assert store.corrections.corrections() == made

    def test_told(self, store: Store) -> None:
        """What sources say of events that are shown otherwise is found by id, day and external id."""
        index = store.corrections
        with store.write():
            index.put_told(_TALKS)
            index.put_told(replace(_BOMB, headline="Two bombs"))
            index.put_told(_BOMB)
        assert index.told([_BOMB.id, "2015-01-01/none"]) == {_BOMB.id: _BOMB}
        assert list(index.all_told()) == [_BOMB, _TALKS]
        assert index.told_of([_DAY]) == index.told_of(ids=["b"]) == index.told_of(ids=[_BOMB.id]) == [_BOMB]
        with store.write():
            index.drop_told(_BOMB.id)
        assert list(index.all_told()) == [_TALKS]

    def test_redirects(self, store: Store) -> None:
        """Names lead on, over others, until they are dropped."""
        index = store.corrections
        with store.write():
            index.put_redirect(Redirect("event", "a", "x"))
            index.put_redirect(Redirect("event", "a", "b"))
            index.put_redirect(Redirect("event", "b", "c"))
            index.put_redirect(Redirect("topic", "b", "d"))
        assert [index.leads_to("event", name) for name in "abc"] == ["c", "c", "c"]
        assert index.redirects() == [
            Redirect("event", "a", "c"),
            Redirect("event", "b", "c"),
            Redirect("topic", "b", "d"),
        ]
        with store.write():
            index.drop_redirect("event", "b")
        assert index.leads_to("event", "a") == "b"

    def test_removing(self, store: Store) -> None:
        """What is taken out is gone, and told as a change to those who knew it."""
        with store.write():
            store.put([_BOMB, _TALKS])
        then = store.sequence()
        with store.write():
            store.remove([_BOMB.id, "2015-01-01/none"])
        assert list(store.events()) == [_TALKS]
        assert store.search({"bomb": 1.0}) == []
        (change,) = store.changes(then)
        assert (change.id, change.event, change.before) == (_BOMB.id, None, _BOMB.telling())
        assert [each.id for each in store.changes(0)] == [_TALKS.id]
        with store.write():
            store.put([_BOMB])
        (change,) = store.changes(then)
        assert (change.event, change.before) == (_BOMB, _BOMB.telling())

    def test_giving_way_without_a_revision(self, store: Store) -> None:
        """What an event said is known to those who knew it, also where no revision tells."""
        with store.write():
            store.put([_BOMB])
        then = store.sequence()
        for headline in ("Two bombs", "Three bombs"):
            with store.write():
                store.put([replace(_BOMB, headline=headline)])
        (change,) = store.changes(then)
        assert change.event
        assert (change.event.headline, change.before) == ("Three bombs", _BOMB.telling())
