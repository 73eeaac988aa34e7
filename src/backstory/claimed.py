"""The way to a ledger: the texts of events, read once, what was read out of them kept, and tied together.

Together with `ingest`, `evidence`, `follow` and `recall`, a place that knows both the stages and the store.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib.resources import files
from itertools import chain, islice

from backstory.errors import ArchiveReadOnly
from backstory.events.accounts import by_period
from backstory.events.across import tied
from backstory.events.ledger import ledger
from backstory.model import Article, Event, Report, Span
from backstory.model_claims import Ledger, PeriodToll, Reading, Said, Told
from backstory.processes import context, helper
from backstory.store.claim_tables import capture_key, claimant_key, own_words, told_of, words_key
from backstory.store.protocol import Store
from backstory.store.verify import Fault

#: A text with its key.
_Source = tuple[str, str | Article]
#: Told how many texts are read, of how many.
Progress = Callable[[int, int], None]

#: The note under which the archive keeps by which reader its texts were read.
NOTE = "claims_reader"
#: The note under which it keeps by which reader, and up to which sequence, it is noted who is quoted where.
QUOTED = "claims_quoted"

#: Texts that are read, and kept, at a time; and how many a process is given at once.
_CHUNK, _SHARE = 2_000, 100
#: Fewer texts than this are read sooner by one process.
_SMALL = 1_000
#: More processes than this would need more memory than a laptop should give.
_MOST_WORKERS = 2


def reader_mark() -> str:
    """What changes whenever the same text may be read otherwise: the reader's code, word lists and weights."""
    digest = hashlib.sha256()
    folder = files("backstory.language")
    for path in sorted(folder.iterdir(), key=lambda each: each.name):
        if path.name.endswith((".py", ".tsv", ".npz", ".json")):
            digest.update(f"\0{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


class Claimed:
    """What the texts of an archive's events say, read once.

    Args:
        store: the archive.
        workers: processes that read; by default two where there are two processors and texts enough.
    """

    def __init__(self, store: Store, *, workers: int | None = None) -> None:
        self._store = store
        self._workers = workers
        self._mark = reader_mark()

    def texts(self, events: Sequence[Event]) -> Iterator[tuple[Event, tuple[Told, ...]]]:
        """The texts of some events, with what was read out of each: its own words, then the reports of its sources.

        Texts that were not read yet are read, and what was read is kept where the archive may be written.
        """
        reports = {event.id: self._store.readings.reports(event.id) for event in events}
        found = self._found({key for event in events for key in _keys(event, reports[event.id])}, events)
        for event in events:
            yield event, told_of(event, reports[event.id], found)

    def ledger(self, event: Event) -> Ledger:
        """The ledger of an event."""
        ((_, found),) = self.ledgers([event])
        return found

    def ledgers(self, events: Iterable[Event]) -> Iterator[tuple[Event, Ledger]]:
        """The ledgers of some events, in their order."""
        for event, texts in self._all_texts(events):
            yield event, ledger(texts)

    def topic_ledgers(self, events: Iterable[Event], topic: str) -> Iterator[tuple[Event, Ledger]]:
        """The ledgers of a topic's events, in order of day, with what answers another event of it: see `across.tied`.

        Args:
            events: in order of day.
            topic: the topic's name.
        """
        yield from tied(self.ledgers(events), topic)

    def figures(self, events: Iterable[Event], by: str) -> list[PeriodToll]:
        """How many were harmed over some events, by `day`, `month` or `year`."""
        return by_period(((event.id, event.day, texts) for event, texts in self._all_texts(events)), by)

    def _all_texts(self, events: Iterable[Event]) -> Iterator[tuple[Event, tuple[Told, ...]]]:
        left = iter(events)
        while chunk := list(islice(left, _CHUNK)):
            yield from self.texts(chunk)

    def read_all(self, progress: Progress) -> None:
        """Read every text of the archive that was not read yet, and keep it; nothing where nothing can be kept.

        Args:
            progress: told before the first chunk and after every one.
        """
        self._read_of(self._store.events(), progress)

    def _read_of(self, events: Iterable[Event], progress: Progress) -> None:
        """Read the own words of some events and the articles of all, as far as they were not read yet."""
        wanted = {words_key(event): own_words(event) for event in events}
        captures = {report.capture for _, report in self._store.readings.all_reports()}
        known = self._known([*wanted, *map(capture_key, captures)])
        left: list[_Source] = [(key, words) for key, words in wanted.items() if key not in known]
        numbers = sorted(number for number in captures if capture_key(number) not in known)
        done, total = 0, len(left) + len(numbers)
        if total:
            progress(0, total)
        # All headlines of an archive fit in memory; all of its articles may not.
        articles: Iterator[Sequence[_Source]] = (list(self._articles(part)) for part in _cut(numbers, _CHUNK))
        for part in chain([left] if left else [], articles):
            read = self._read(part)
            while chunk := dict(islice(read, _CHUNK)):
                if not self._keep(chunk):
                    return
                done += len(chunk)
                progress(done, total)

    def bring_up_to_date(self, progress: Progress) -> None:
        """Read what was not read yet, and note who is quoted where; nothing in an archive that cannot be written.

        Args:
            progress: told before the first chunk and after every one.
        """
        mark, _, sequence = (self._store.recall(QUOTED) or "").partition(" ")
        since = int(sequence) if mark == self._mark else 0
        now = self._store.sequence()
        changes = self._store.changes(since) if since else []
        changed = [each.event for each in changes if each.event]
        # What events said that have not changed since was read before it was noted who is quoted there.
        self._read_of(changed if since else self._store.events(), progress)
        if since == now:
            return
        left = iter(changed if since else self._store.events())
        try:
            with self._store.write():
                self._store.claim_index.put_claimants([each.id for each in changes if each.event is None], [])
                while chunk := list(islice(left, _CHUNK)):
                    rows = [row for event, texts in self.texts(chunk) for row in _quoted(event, texts)]
                    self._store.claim_index.put_claimants([event.id for event in chunk], rows)
                self._store.remember(QUOTED, f"{self._mark} {now}")
        except ArchiveReadOnly:
            return

    def verify(self) -> Iterator[Fault]:
        """Check that all that was read out of texts still stands where it was read.

        Yields:
            Texts in which a statement, a quotation or a figure does not stand at its place.
        """
        events = {words_key(event): event for event in self._store.events()}
        for key, read in self._store.claim_index.claims():
            if key in events:
                event = events[key]
                lost = _lost(own_words(event), read)
                if lost is not None:
                    yield Fault(
                        "", 0, f"event {event.id} does not say what was read out of it: {lost[:60]!r}", event.id
                    )
            elif key.startswith("capture ") and (article := self._store.readings.article(int(key.split()[1]))):
                lost = _lost(article.text, read)
                if lost is not None:
                    what = f"its article does not say what was read out of it: {lost[:60]!r}"
                    yield Fault("", 0, what, article.url or article.source, int(key.split()[1]))

    def _articles(self, numbers: Iterable[int]) -> Iterator[_Source]:
        for number in numbers:
            article = self._store.readings.article(number)
            if article is not None:
                yield capture_key(number), article

    def _known(self, keys: Sequence[str]) -> set[str]:
        return self._store.claim_index.known(keys) if self._store.recall(NOTE) == self._mark else set()

    def _found(self, keys: set[str], events: Iterable[Event]) -> dict[str, Reading]:
        """What the texts of some keys say: kept from before, else read now."""
        same = self._store.recall(NOTE) == self._mark
        found = dict(self._store.claim_index.claims(sorted(keys))) if same else {}
        own = {words_key(event): own_words(event) for event in events}
        left: list[_Source] = [(key, own[key]) for key in sorted(own.keys() - found.keys())]
        numbers = sorted(int(key.split()[1]) for key in keys - own.keys() - found.keys())
        left += self._articles(numbers)
        if left:
            now = dict(self._read(left))
            self._keep(now)
            found |= now
        return found

    def _read(self, sources: Sequence[_Source]) -> Iterator[tuple[str, Reading]]:
        from backstory.language.reading import reading

        workers = self._workers or (1 if len(sources) < _SMALL else min(os.cpu_count() or 1, _MOST_WORKERS))
        keys, texts = [key for key, _ in sources], [source for _, source in sources]
        if workers == 1:
            yield from zip(keys, map(reading, texts), strict=True)
            return
        with ProcessPoolExecutor(workers, context(), initializer=helper) as pool:
            yield from zip(keys, pool.map(reading, texts, chunksize=_SHARE), strict=True)

    def _keep(self, read: dict[str, Reading]) -> bool:
        """Keep what was read; whether the archive could be written."""
        try:
            with self._store.write():
                if self._store.recall(NOTE) != self._mark:
                    self._store.claim_index.forget_claims()
                    self._store.remember(QUOTED, "")
                    self._store.remember(NOTE, self._mark)
                self._store.claim_index.put_claims(read)
        except ArchiveReadOnly:
            return False
        return True


def _quoted(event: Event, texts: Iterable[Told]) -> Iterator[dict[str, str | int]]:
    """Who is quoted in the texts of an event: rows of `claim_tables.event_claimants`."""
    found: dict[str, list[Said]] = {}
    for told in texts:
        for said in told.reading.said:
            if said.who and (key := claimant_key(said.who)):
                found.setdefault(key, []).append(said)
    for key, held in found.items():
        digest = hashlib.sha256(repr((event.id, event.headline, held)).encode()).digest()
        yield {
            "claimant_key": key,
            "event_id": event.id,
            "name": Counter(said.who for said in held if said.who).most_common(1)[0][0],
            "statements": len(held),
            "mark": int.from_bytes(digest[:6], "big"),
        }


def _lost(text: str, read: Reading) -> str | None:
    """The first words that were read out of a text and do not stand at their place in it; None where all do."""
    return next((words for span, words in _placed(read) if text[span.start : span.end] != words), None)


def _placed(read: Reading) -> Iterator[tuple[Span, str]]:
    """All words that were read, with their places."""
    for said in read.said:
        held = said.statement
        yield held.cue, said.cue
        yield from zip(held.content, said.content, strict=True)
        yield from _with(held.claimant, said.claimant)
        yield from _with(held.named, said.named)
    for counted in read.counted:
        figure = counted.figure
        yield figure.span, counted.words
        yield from _with(figure.of, counted.of)
        yield from _with(figure.claimant, counted.claimant)


def _with(span: Span | None, words: str | None) -> Iterator[tuple[Span, str]]:
    if span or words:
        yield span or Span(0, 0), words or ""


def _cut(numbers: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (numbers[at : at + size] for at in range(0, len(numbers), size))


def _keys(event: Event, reports: Iterable[Report]) -> list[str]:
    return [words_key(event), *(capture_key(report.capture) for report in reports)]
