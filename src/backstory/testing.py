"""What every store must pass: subclass `StoreConformance` in a test module and give it a fixture `store`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from backstory.columns import ordinal
from backstory.model import (
    Article,
    Capture,
    CaptureKind,
    Dated,
    Event,
    Figure,
    Finding,
    Image,
    Kind,
    Mention,
    Method,
    Origin,
    Quote,
    Report,
    Revision,
    Role,
    Source,
    Span,
    Topic,
    laid_out,
)
from backstory.model_claims import Counted, Reading
from backstory.model_feeds import FeedState
from backstory.model_places import EventPlace, Place, Precision
from backstory.model_story import Alias
from backstory.store.protocol import PlaceCount, Store
from backstory.testing_corrections import CorrectionConformance
from backstory.testing_tellings import TellingConformance
from backstory.urls import event_id


def make_event(
    day: str,
    headline: str,
    *,
    topics: Sequence[str] = (),
    sources: Sequence[str] = (),
    external_id: str | None = None,
    category: str | None = None,
) -> Event:
    """An event in a few words.

    Args:
        day: ISO 8601.
        headline: what happened; the id is made from it.
        topics: names, outermost first.
        sources: names of outlets.
        external_id: what its source calls it.
        category: its section.
    """
    date = dt.date.fromisoformat(day)
    return Event(
        id=event_id(date, headline),
        day=date,
        headline=headline,
        category=category,
        topics=tuple(Topic(name) for name in topics),
        sources=tuple(Source(outlet=name) for name in sources),
        external_id=external_id,
    )


def corrected(event: Event, headline: str) -> Event:
    """The event in other words, the old ones kept."""
    when = dt.datetime(2022, 4, 3, 12, tzinfo=dt.UTC)
    revision = Revision(recorded=when, because="a test", telling=event.telling())
    return replace(event, headline=headline, revisions=(*event.revisions, revision))


def make_capture(
    number: int, url: str, *, sha256: str = "ab", asked: str | None = None, is_copy: bool = False
) -> Capture:
    """A capture in a few words; its place in the files and its link are made up.

    Args:
        number: in the chain; captures of higher numbers were captured earlier.
        url: address.
        sha256: of its bytes.
        asked: address that was asked for.
        is_copy: whether another capture holds its bytes.
    """
    return Capture(
        number=number,
        url=url,
        captured=dt.datetime(2022, 4, 3, 12, 30, 0, 250_000, tzinfo=dt.UTC) - dt.timedelta(days=number),
        added=dt.datetime(2022, 4, 4, tzinfo=dt.UTC),
        sha256=sha256,
        size=1_000,
        kind=CaptureKind.REVISIT if is_copy else CaptureKind.RESPONSE,
        status=200,
        content_type="text/html",
        asked=asked,
        redirects=("https://news.example/between",) if asked else (),
        archived_by="an archive",
        file="00000.warc.gz",
        start=number * 100,
        offset=number * 100 + 10,
        length=90,
        run_sha256="cd",
        link=f"{number:064}",
    )


FULL = Event(
    id="2015-12-23/amnesty-reports",
    day=dt.date(2015, 12, 23),
    headline="Amnesty reports on Syria – “ünïcödé” & <markup>.",
    summary="It says more.",
    category="Armed conflicts and attacks",
    topics=(Topic("Syrian Civil War", "Syrian civil war"), Topic("Air strikes")),
    mentions=(Mention(Span(0, 7), "Amnesty International"), Mention(Span(19, 24), "Syria")),
    sources=(Source("ABC News", "AP", "https://news.example/1"), Source(url="https://news.example/2")),
    image="https://news.example/1.jpg",
    origin=Origin("a list", "https://news.example/list", "CC BY-SA 4.0"),
    external_id="2015-12-23-01",
)

BOMB = make_event("2015-01-02", "A bomb kills four in Aleppo", topics=["Syrian Civil War"], sources=["BBC"])
TALKS = make_event("2015-01-03", "Peace talks open in Geneva", topics=["Syrian civil war", "Talks"], sources=["AP"])
QUAKE = make_event("2016-04-16", "An earthquake shakes Ecuador", sources=["BBC", "El Universo"], external_id="q")
ALL = (BOMB, TALKS, FULL, QUAKE)


class StoreConformance(CorrectionConformance, TellingConformance):
    """The tests; each gets an empty `store` from the subclass's fixture of that name."""

    def test_empty(self, store: Store) -> None:
        """An empty store answers every question."""
        info = store.info()
        assert (info.events, info.topics, info.outlets, info.first, info.last) == (0, 0, 0, None, None)
        assert info.archive_id
        for found in (list(store.events()), store.days(), store.topics(), store.outlets(), store.changes(0)):
            assert found == []
        assert store.event("2015-01-01/none") is None
        assert store.search({"bomb": 1.0}) == []
        assert store.frequencies(["bomb"]) == ({}, 0)
        assert store.recall("nothing") is None

    def test_keeps_every_field(self, store: Store) -> None:
        """What goes in comes out, equal."""
        self.fill(store)
        assert store.event(FULL.id) == FULL

    def test_order_and_filters(self, store: Store) -> None:
        """Events come by day, then id; filters narrow, and `until` is exclusive."""
        self.fill(store)
        assert list(store.events()) == list(ALL)
        assert list(store.events(newest_first=True, limit=2)) == [QUAKE, FULL]
        assert list(store.events(since=TALKS.day, until=FULL.day)) == [TALKS]
        assert list(store.events(topics=["syrian-civil-war"])) == [BOMB, TALKS, FULL]
        assert list(store.events(topics=["syria", "talks"])) == [TALKS, FULL]
        assert list(store.events(outlet="bbc")) == [BOMB, QUAKE]
        assert list(store.events(topics=[])) == []

    def test_external(self, store: Store) -> None:
        """Events are found by what their sources call them."""
        self.fill(store)
        assert store.external(["q", "2015-12-23-01", "unknown"]) == [FULL, QUAKE]

    def test_places(self, store: Store) -> None:
        """Where the events of a topic or an outlet stand."""
        self.fill(store)
        assert store.places(topic="talks") == [(TALKS.day, TALKS.id)]
        assert store.places(topic="amnesty-international") == [(FULL.day, FULL.id)]
        assert store.places(outlet="bbc") == [(BOMB.day, BOMB.id), (QUAKE.day, QUAKE.id)]
        assert list(store.places(outlet="nobody")) == []

    def test_days(self, store: Store) -> None:
        """Every day with events is counted."""
        self.fill(store)
        assert store.days() == [(event.day, 1) for event in ALL]

    def test_tally(self, store: Store) -> None:
        """Topics are counted over the events of some days, headings and linked names alike."""
        self.fill(store)
        assert store.tally(TALKS.day, FULL.day) == {"syrian-civil-war": 1, "talks": 1}
        assert store.tally(BOMB.day, None)["syrian-civil-war"] == 3
        assert store.tally(FULL.day, None)["amnesty-international"] == 1
        assert store.tally(dt.date(1900, 1, 1), BOMB.day) == {}

    def test_topics(self, store: Store) -> None:
        """Spellings of a name are one topic; linked names are told from headings."""
        self.fill(store)
        rows = {row.key: row for row in store.topics()}
        war = rows["syrian-civil-war"]
        assert (war.name, war.aliases, war.title) == ("Syrian Civil War", ("Syrian civil war",), "Syrian civil war")
        assert (war.headed, war.mentioned) == (3, 0)
        assert (rows["syria"].headed, rows["syria"].mentioned) == (0, 1)
        assert [row.key for row in store.topics()] == sorted(rows)
        assert [row.key for row in store.topics(["talks", "nothing"])] == ["talks"]

    def test_outlets(self, store: Store) -> None:
        """Outlets and agencies are counted alike."""
        self.fill(store)
        counted = {row.name: row.events for row in store.outlets()}
        assert counted == {"ABC News": 1, "AP": 2, "BBC": 2, "El Universo": 1}
        assert [row.key for row in store.outlets(["bbc"])] == ["bbc"]

    def test_info(self, store: Store) -> None:
        """The archive counts itself."""
        self.fill(store)
        with store.write():
            store.put([make_event("2017-01-01", "Nobody is cited for this")])
        info = store.info()
        assert (info.events, info.unsourced, info.topics, info.outlets) == (5, 1, 3, 4)
        assert (info.first, info.last) == (BOMB.day, dt.date(2017, 1, 1))
        assert info.categories == (("Armed conflicts and attacks", 1),)

    def test_search(self, store: Store) -> None:
        """Words find headlines, summaries and topics; accents and endings do not matter; phrases stand together."""
        self.fill(store)
        found = [hit.event for hit in store.search({"syrian": 1.0})]
        assert {event.id for event in found} == {BOMB.id, TALKS.id, FULL.id}
        assert [hit.event for hit in store.search({"unicode": 1.0})] == [FULL]
        assert [hit.event for hit in store.search({"earthquakes": 1.0})] == [QUAKE]
        assert [hit.event for hit in store.search({"peace talks": 1.0})] == [TALKS]
        assert store.search({"talks peace": 1.0}) == []
        assert [hit.event for hit in store.search({"bomb": 1.0, "aleppo": 1.0}, least=2)] == [BOMB]
        assert store.search({"bomb": 1.0, "geneva": 1.0}, least=2) == []
        assert len(store.search({"bomb": 1.0, "geneva": 1.0})) == 2
        assert store.search({'"': 1.0, "NEAR(": 1.0, "a*b": 1.0}) == []
        assert store.search({}) == []

    def test_search_weights(self, store: Store) -> None:
        """A heavier word wins."""
        self.fill(store)
        assert store.search({"bomb": 3.0, "geneva": 1.0})[0].event == BOMB
        assert store.search({"bomb": 1.0, "geneva": 3.0})[0].event == TALKS

    def test_search_between_days(self, store: Store) -> None:
        """Days bound what is found."""
        self.fill(store)
        assert [hit.event for hit in store.search({"syrian": 1.0}, since=TALKS.day, until=FULL.day)] == [TALKS]

    def test_the_future_changes_no_answer(self, store: Store) -> None:
        """Scores and counts before a day are the same whatever is added after it."""
        self.fill(store)
        end = dt.date(2016, 1, 1)
        words = {"syrian": 1.0, "bomb": 2.0, "talks": 0.5}
        before = store.search(words, until=end), store.frequencies(list(words), until=end)
        with store.write():
            store.put([make_event("2016-01-01", f"Talks about a bomb, round {n}", topics=["Talks"]) for n in range(50)])
        assert (store.search(words, until=end), store.frequencies(list(words), until=end)) == before

    def test_frequencies(self, store: Store) -> None:
        """Each word with the number of events that hold it, and the number of events."""
        self.fill(store)
        assert store.frequencies(["syrian", "bomb", "absent"]) == ({"syrian": 3, "bomb": 1}, 4)
        assert store.frequencies(["syrian"], until=FULL.day) == ({"syrian": 2}, 2)

    def test_columns(self, store: Store) -> None:
        """A row for each event, found by its words and brought back; what is taken out is of no day."""
        self.fill(store)
        (bomb,) = (held.keys.tolist() for held in store.holding(["bomb"]))
        (key,) = bomb
        assert store.of_keys(bomb) == {key: BOMB}
        assert store.headlines([key]) == {key: BOMB.headline}
        assert store.headlines([]) == {}
        columns = store.columns()
        assert columns.topics[columns.innermost[key]] == "syrian-civil-war"
        assert [held.events for held in store.holding(["syrian", "absent"], until=FULL.day)] == [2, 0]
        with store.write():
            store.remove([BOMB.id])
            store.put([make_event("2016-01-01", "Talks begin", topics=["Talks"])])
        assert store.columns().before(ordinal(None))[0] == columns.before(ordinal(None))[0]
        assert [held.events for held in store.holding(["bomb"])] == [0]

    def test_headings(self, store: Store) -> None:
        """Whether listed events stand under a topic before a day; linked names do not count."""
        self.fill(store)
        keys = ["syrian-civil-war", "syria"]
        assert store.tellings.headed(keys, until=FULL.day) == {"syrian-civil-war"}
        assert store.tellings.headed(keys, until=BOMB.day) == set()
        assert set(store.tellings.latest(None, FULL.day, 1)) == {TALKS.id}
        assert set(store.tellings.latest(BOMB.day, FULL.day, 5)) == {TALKS.id, BOMB.id}
        with store.write():
            for event in store.events(until=FULL.day):
                store.tellings.open(event.id)
        assert store.tellings.latest(None, FULL.day, 5) == []
        assert store.tellings.headed(keys, until=FULL.day) == set()

    def test_replacing_keeps_revisions(self, store: Store) -> None:
        """An event put again is replaced everywhere: its words, topics, sources; its old telling is kept."""
        self.fill(store)
        now = replace(corrected(BOMB, "A bomb kills five in Homs"), topics=(Topic("Homs"),), sources=())
        with store.write():
            store.put([now])
        assert store.event(BOMB.id) == now
        assert store.info().revisions == 1
        assert store.search({"aleppo": 1.0}) == []
        assert [hit.event for hit in store.search({"homs": 1.0})] == [now]
        assert list(store.events(topics=["homs"])) == [now]
        assert BOMB.id not in {event.id for event in store.events(outlet="bbc")}
        again = corrected(now, "A bomb kills six in Homs")
        with store.write():
            store.put([again])
        kept = store.event(BOMB.id)
        assert kept is not None
        assert [revision.telling.headline for revision in kept.revisions] == [BOMB.headline, now.headline]

    def test_changes(self, store: Store) -> None:
        """What is new or changed since a point in time, with what it said then."""
        with store.write():
            store.put([BOMB, QUAKE])
        then = store.sequence()
        first = corrected(BOMB, "A bomb kills five")
        with store.write():
            store.put([first, TALKS])
        with store.write():
            store.put([corrected(first, "A bomb kills six")])
        changes = store.changes(then)
        assert [change.event and change.event.headline for change in changes] == ["A bomb kills six", TALKS.headline]
        assert [change.before and change.before.headline for change in changes] == [BOMB.headline, None]
        assert [change.is_new for change in changes] == [False, True]
        assert store.changes(store.sequence()) == []
        assert [change.before for change in store.changes(0)] == [None] * 3

    def test_all_or_nothing(self, store: Store) -> None:
        """A transaction that fails leaves nothing behind."""
        self.fill(store)
        before = store.sequence()
        try:
            with store.write():
                store.put([make_event("2020-01-01", "Never kept")])
                store.remember("key", "value")
                raise KeyboardInterrupt
        except KeyboardInterrupt:
            pass
        assert list(store.events()) == list(ALL)
        assert store.search({"kept": 1.0}) == []
        assert store.recall("key") is None
        assert store.sequence() == before

    def test_spellings(self, store: Store) -> None:
        """Topics are due when their events change; what was decided of them is kept until it is decided anew."""
        index = store.spellings
        assert (index.due(), index.aliases()) == (set(), {})
        with store.write():
            store.put([BOMB, TALKS])
        assert index.due() == {"syrian-civil-war", "talks"}
        alias = Alias("talks", "the same words")
        with store.write():
            index.decide({"talks": ("talk",), "the-talks": ("talk", "a"), "syrian-civil-war": ()}, {"the-talks": alias})
        assert (index.due(), index.aliases()) == (set(), {"the-talks": alias})
        assert index.aliases_of(["the-talks", "talks"]) == {"the-talks": alias}
        assert (index.aliases_of(["talks"]), index.aliases_of([])) == ({}, {})
        assert index.marks(["the-talks", "nothing"]) == {"talk", "a"}
        assert (index.marked(["talk"]), index.marked(["a", "b"])) == ({"talks", "the-talks"}, {"the-talks"})
        with store.write():
            store.remove([TALKS.id])
            index.again(["the-talks", "the-talks"])
        assert index.due() == {"syrian-civil-war", "talks", "the-talks"}
        with store.write():
            index.decide({"talks": (), "the-talks": ()}, {})
        assert (index.due(), index.aliases(), index.marked(["talk", "a"])) == ({"syrian-civil-war"}, {}, set())

    def test_notes(self, store: Store) -> None:
        """A note is replaced by the next one of its key."""
        with store.write():
            store.remember("key", "one")
            store.remember("key", "two")
        assert store.recall("key") == "two"

    def test_captures(self, store: Store) -> None:
        """Captures come out as they went in, in the order of the chain."""
        index = store.capture_index
        assert (index.last_capture(), index.capture(1), list(index.captures_after(0))) == (None, None, [])
        first = [make_capture(n, f"https://news.example/{n}") for n in range(1, 2_501)]
        last = make_capture(2_501, "https://news.example/new", asked="https://news.example/old")
        with store.write():
            index.put_captures(first)
            index.put_captures([last])
        assert list(index.captures_after(0)) == [*first, last]
        assert list(index.captures_after(2_499)) == [first[-1], last]
        assert (index.last_capture(), index.capture(7)) == (last, first[6])

    def test_captures_of_an_address(self, store: Store) -> None:
        """An address is found under its spellings, and under what was asked for; the earliest capture comes first."""
        index = store.capture_index
        one = make_capture(1, "https://www.news.example/a/")
        two = make_capture(2, "http://news.example/a?utm_source=feed")
        moved = make_capture(3, "https://news.example/b", asked="https://news.example/a")
        with store.write():
            index.put_captures([one, two, moved])
        assert index.captures("https://news.example/a") == [moved, two, one]
        assert index.captures("news.example/b") == index.captures("https://news.example/b") == [moved]
        assert index.captures("https://news.example/c") == []

    def test_the_holder_of_bytes(self, store: Store) -> None:
        """Of several captures of the same bytes, one has them."""
        index = store.capture_index
        one = make_capture(1, "https://news.example/a", sha256="ab")
        with store.write():
            index.put_captures([one, make_capture(2, "https://news.example/a", sha256="ab", is_copy=True)])
        assert index.holder("ab") == one
        assert index.holder("cd") is None

    def test_read_is_of_one_moment(self, store: Store) -> None:
        """A reading block reads, and can be left and entered again."""
        self.fill(store)
        for _ in range(2):
            with store.read():
                assert list(store.events()) == list(ALL)

    def test_large_batches(self, store: Store) -> None:
        """Thousands of events at once, and thousands of keys in one question."""
        many = [make_event("2018-01-01", f"Event number {n}", external_id=str(n)) for n in range(5_000)]
        with store.write():
            store.put(many)
        with store.write():
            store.put([corrected(event, event.headline + " again") for event in many])
        assert len(store.external([str(n) for n in range(5_000)])) == 5_000
        assert sum(len(event.revisions) for event in store.events()) == 5_000
        assert len(store.search({"number": 1.0}, limit=5_000)) == 5_000

    def fill(self, store: Store) -> None:
        """Put in the four events that most tests ask for, out of order."""
        with store.write():
            store.put([QUAKE, FULL, TALKS, BOMB])

    def test_cited_addresses(self, store: Store) -> None:
        """An event is found by the addresses that it cites, however they are copied, as long as it cites them."""
        self.fill(store)
        readings = store.readings
        assert readings.citing(["http://www.news.example/1/?utm_source=feed#top"]) == [FULL]
        assert readings.citing(["https://news.example/3"]) == []
        with store.write():
            store.put([replace(FULL, sources=(Source(url="https://news.example/3"),))])
        assert readings.citing(["https://news.example/1"]) == []
        assert [event.id for event in readings.citing(["https://news.example/3"])] == [FULL.id]

    def test_citations(self, store: Store) -> None:
        """Addresses go by the day of their first event; narrowed, settled, and only failures are asked for again."""
        self.fill(store)
        later = make_event("2017-01-01", "It is cited again", topics=["Talks"])
        with store.write():
            store.put(
                [replace(later, sources=(Source(url="https://news.example/2"), Source(url="https://a.example/")))]
            )
        readings = store.readings
        listed = readings.citations()
        assert [(each.url, each.day) for each in listed] == [
            ("https://news.example/1", FULL.day),
            ("https://news.example/2", FULL.day),
            ("https://a.example/", later.day),
        ]
        assert [each.url for each in readings.citations(since=later.day, limit=1)] == ["https://a.example/"]
        assert [each.url for each in readings.citations(topics=["talks"], until=FULL.day)] == []
        now = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
        found = replace(listed[0], finding=Finding.FOUND, asked=now, capture=1)
        failed = replace(listed[1], finding=Finding.FAILED, reason="answered 500", asked=now)
        with store.write():
            readings.put_citation(found)
            readings.put_citation(failed)
        assert readings.citations()[:2] == [found, failed]
        assert [each.url for each in readings.citations(open_before=now)] == ["https://a.example/"]
        assert len(readings.citations(open_before=now + dt.timedelta(seconds=1))) == 2
        assert readings.findings() == {Finding.FOUND: 1, Finding.FAILED: 1, None: 1}

    def test_articles_and_reports(self, store: Store) -> None:
        """What was read from a capture and what it brings to an event come out as they went in, the latest counts."""
        self.fill(store)
        readings = store.readings
        article = Article(
            source="page",
            title="Strikes",
            blocks=laid_out([(Role.TITLE, "Strikes"), (Role.PARAGRAPH, "Homs – “élan”.")]),
            published=Dated("2015-12-23T09:30:00+01:00", Method.META, words="23.12.2015"),
            dates=(Dated("2015-12-22", Method.RELATIVE, words="on Tuesday", span=Span(8, 12)),),
            cover=Image("https://news.example/1.jpg", credit="Ada"),
        )
        told = Report(
            url="https://news.example/1",
            capture=7,
            sha256="0" * 64,
            captured=dt.datetime(2022, 4, 3, 8, tzinfo=dt.UTC),
            title="Strikes",
            published=article.published,
            summary=Quote(text="Homs – “élan”.", part="text", span=Span(8, 22)),
            cover=article.cover,
        )
        with store.write():
            readings.put_article(7, "https://news.example/1", replace(article, title="First reading"))
            readings.put_article(7, "https://news.example/1", article)
            readings.put_reports(FULL.id, [replace(told, capture=6)])
            readings.put_reports(FULL.id, [told])
        assert readings.article(7) == article
        assert readings.article(8) is None
        assert list(readings.articles()) == [(7, article)]
        assert readings.has_article("http://www.news.example/1/")
        assert not readings.has_article("https://news.example/2")
        assert readings.reports(FULL.id) == [told]
        assert readings.reports(BOMB.id) == []
        assert list(readings.all_reports()) == list(readings.all_reports(["none", FULL.id])) == [(FULL.id, told)]
        assert list(readings.all_reports(["none"])) == list(readings.all_reports([])) == []

    def test_touched(self, store: Store) -> None:
        """An event that is touched counts as changed, and says the same."""
        self.fill(store)
        then = store.sequence()
        with store.write():
            store.touch([FULL.id])
        assert [change.event for change in store.changes(then)] == [FULL]
        assert store.info().revisions == 0

    def test_feeds(self, store: Store) -> None:
        """What is known of a feed is kept, replaced and dropped."""
        now = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
        feed = FeedState(address="https://b.example/feed", because="listed", due=now, rhythm=dt.timedelta(hours=2))
        other = FeedState(address="https://a.example/feed", because="added", due=now, seen=frozenset({"one", "two"}))
        with store.write():
            for state in (feed, other, replace(feed, failures=2)):
                store.readings.put_feed(state)
        assert store.readings.feeds() == [other, replace(feed, failures=2)]
        with store.write():
            store.readings.drop_feed(other.address)
        assert [state.address for state in store.readings.feeds()] == [feed.address]

    def test_where_events_happened(self, store: Store) -> None:
        """Where events happened is kept, looked up by country, region and name, and due again when they change."""
        self.fill(store)
        place = Place(
            name="Springfield", country="US", region="Ohio", precision=Precision.CITY, latitude=39.9, longitude=-83.8
        )
        found = EventPlace(place=place, words="Springfield", span=Span(0, 11), part="headline", because="it says so")
        assert {event.id for event in store.placed.unplaced(100)} == {event.id for event in ALL}
        assert len(store.placed.unplaced(1)) == 1
        with store.write():
            store.placed.put_places([(event.id, found if event is BOMB else None) for event in ALL])
        assert store.placed.unplaced(100) == []
        assert (store.placed.place(BOMB.id), store.placed.place(FULL.id)) == (found, None)
        assert list(store.placed.all_places()) == [(BOMB.id, found)]
        assert store.placed.counts() == [PlaceCount(place, BOMB.id[:4], 1, BOMB.id)]
        for name in ("US", "ohio", "springfield"):
            assert list(store.events(places=["nowhere", name])) == [BOMB]
        assert list(store.events(places=["nowhere"])) == []
        with store.write():
            store.touch([FULL.id])
        assert store.placed.unplaced(100) == [FULL]
        with store.write():
            store.placed.forget_places()
        assert len(store.placed.unplaced(100)) == len(ALL)
        assert store.placed.place(BOMB.id) is None

    # -- claims

    def test_what_was_read_is_kept_and_let_go(self, store: Store) -> None:
        span = Span(0, 4)
        figure = Figure(kind=Kind.KILLED, low=2, high=None, span=span, sentence=span)
        held = {"a": Reading(counted=(Counted(figure=figure, words="Two "),)), "b": Reading()}
        with store.write():
            store.claim_index.put_claims(held)
        assert dict(store.claim_index.claims()) == held
        assert dict(store.claim_index.claims(["a", "c"])) == {"a": held["a"]}
        with store.write():
            store.claim_index.forget_claims(["a"])
        assert store.claim_index.known() == store.claim_index.known(["a", "b"]) == {"b"}

    def test_an_article_that_is_read_anew_has_no_claims_yet(self, store: Store) -> None:
        article = Article(source="page", blocks=laid_out([(Role.PARAGRAPH, "Two people were killed.")]))
        with store.write():
            store.claim_index.put_claims({"capture 1": Reading(), "capture 2": Reading()})
            store.readings.put_article(1, "https://post.example/1", article)
        assert store.claim_index.known() == {"capture 2"}
