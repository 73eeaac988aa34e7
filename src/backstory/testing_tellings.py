"""What every store must pass of which event each article tells; a part of `testing.StoreConformance`."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from backstory.model import Event, Quote, Span
from backstory.model_tellings import ArticleTelling, Aspect, Derived, Verdict, VerdictKind
from backstory.store.protocol import Store, Under

_DAY = dt.date(2031, 3, 5)
_OPENED = Verdict(kind=VerdictKind.OPENED, event="2031-03-05/fire", because="no event shares its words")
_JOINED = replace(_OPENED, kind=VerdictKind.JOINED, score=0.5)


def _telling(number: int, *, key: str = "", day: dt.date | None = _DAY, blocks: tuple[int, ...] = ()) -> ArticleTelling:
    key = key or f"news.example/{number}"
    position = f"{day or '~'}|{number:04}"
    return ArticleTelling(
        key=key, url=f"https://{key}", capture=number, reading=key, position=position, day=day, blocks=blocks
    )


class TellingConformance:
    """The tests; each gets an empty `store`."""

    def test_tellings_are_found(self, store: Store) -> None:
        """Tellings come out as they went in, by position, key, capture and event, in the order of positions."""
        index = store.tellings
        undated, second, first = _telling(3, day=None), _telling(2), _telling(1, blocks=(0, 4, 12))
        assert (index.all(), index.last()) == ([], None)
        with store.write():
            for each in (undated, second, first):
                index.put(each, b"traits", ["fire"])
        assert index.all() == [first, second, undated]
        assert index.last() == undated.position
        assert (index.at(first.position), index.at("2031-03-05|9")) == (first, None)
        assert index.of_keys([undated.key, first.key, "none.example"]) == [first, undated]
        assert index.of_capture(2) == [second]
        assert index.traits([second.position]) == {second.position: b"traits"}
        with store.write():
            index.drop(second.position)
        assert index.all() == [first, undated]

    def test_parts_of_a_page(self, store: Store) -> None:
        """Several tellings may be of one page."""
        parts = [_telling(number, key="news.example/brief", blocks=(number,)) for number in (1, 2)]
        with store.write():
            for each in parts:
                store.tellings.put(each, b"", [])
        assert store.tellings.of_keys(["news.example/brief"]) == parts

    def test_verdicts(self, store: Store) -> None:
        """What is decided of a telling takes the place of what was decided before."""
        index = store.tellings
        first, second = _telling(1), _telling(2)
        with store.write():
            for each in (first, second):
                index.put(each, b"", [])
                index.decide(each.position, _OPENED, {"other": 0.2})
            index.decide(second.position, _JOINED, {"other": 0.3, "third": 0.1})
        told = [replace(each, verdict=it, alone=it) for each, it in ((first, _OPENED), (second, _JOINED))]
        assert index.of_event("2031-03-05/fire") == told
        assert index.of_events(["2031-03-05/fire", "none"]) == {"2031-03-05/fire": told, "none": []}
        assert index.of_strands(["2031-03-05/fire", "none"]) == {"2031-03-05/fire": told, "none": []}
        assert (index.perhaps(first.position), index.perhaps("none")) == ({"other": 0.2}, {})
        doubts = [("2031-03-05/fire", "other", 0.3), ("2031-03-05/fire", "third", 0.1)]
        assert index.doubts(["2031-03-05/fire"]) == doubts
        assert index.doubts(["other"]) == doubts[:1]

    def test_strands(self, store: Store) -> None:
        """What came to one event by itself may tell another, and goes on being found where it came to."""
        index, telling = store.tellings, _telling(1)
        with store.write():
            index.put(telling, b"", [])
            index.decide(telling.position, _OPENED, {})
            index.tell("2031-03-05/fire", "other")
        (told,) = index.of_strands(["2031-03-05/fire"])["2031-03-05/fire"]
        assert (told.alone, told.verdict.event) == (_OPENED, "other")
        assert index.of_event("other") == [told]
        assert index.of_event("2031-03-05/fire") == []

    def test_words(self, store: Store) -> None:
        """Tellings of events are found under their words, the last before a position first; drops take words along."""
        index = store.tellings
        with store.write():
            for number in (1, 2, 3):
                telling = _telling(number)
                index.put(telling, b"", ["fire", f"word{number}"])
                if number < 3:
                    index.decide(telling.position, replace(_OPENED, event=f"event{number}"), {})
        at = [_telling(number).position for number in (1, 2, 3)]
        under = [Under("fire", "event2", _DAY), Under("fire", "event1", _DAY)]
        assert list(index.under(["fire", "none"], at[2], 9)) == under
        assert list(index.under(["fire"], at[2], 1)) == under[:1]
        assert list(index.under(["fire"], at[0], 9)) == []
        assert index.sharing(["fire", "word3"], at[0], f"{at[2]}~") == {at[1], at[2]}
        assert index.sharing(["word1"], at[0], at[2]) == set()
        with store.write():
            index.drop(at[1])
        assert index.sharing(["fire"], "", "~") == {at[0], at[2]}

    def test_openings_and_what_is_derived(self, store: Store) -> None:
        """Events are opened once, and closed with what was derived of them."""
        index = store.tellings
        words = Quote(text="on Tuesday", part="text", span=Span(3, 13))
        derived = (Derived(about=Aspect.DAY, name="2031-03-04", because="named", words=words, capture=1),)
        with store.write():
            for name in ("a", "b", "a"):
                index.open(name)
            index.put_derived("a", ())
            index.put_derived("a", derived)
            index.put_derived("b", derived)
            index.open("a")
            store.put([Event(id="b", day=_DAY, headline="A fire")])
        assert (index.opened(), index.opened(["b", "c"])) == ({"a", "b"}, {"b"})
        assert (index.opened(since=_DAY), index.opened(since=_DAY + dt.timedelta(days=1))) == ({"b"}, set())
        assert (index.derived("a"), index.derived("c")) == (derived, ())
        assert dict(index.all_derived()) == {"a": derived, "b": derived}
        with store.write():
            index.close("a")
        assert (index.opened(), index.derived("a")) == ({"b"}, ())

    def test_coverage_and_clearing(self, store: Store) -> None:
        """What the pages of an event say together is replaced, and goes with all tellings; openings stay."""
        index = store.tellings
        with store.write():
            index.put(_telling(1), b"", ["fire"])
            index.open("a")
            index.put_imprints({_telling(1).position: b"4"})
            index.put_imprints({})
            for document in (b"1", b"2"):
                index.put_coverage("a", document)
            index.put_coverage("b", b"3")
            index.put_coverage("b", None)
        assert (index.coverage("a"), index.coverage("b")) == (b"2", None)
        assert dict(index.all_coverage()) == {"a": b"2"}
        assert index.imprints([_telling(1).position, "none"]) == {_telling(1).position: b"4"}
        with store.write():
            index.clear()
        assert (index.all(), index.coverage("a"), index.sharing(["fire"], "", "~")) == ([], None, set())
        assert index.imprints([_telling(1).position]) == {}
        assert index.opened() == {"a"}
