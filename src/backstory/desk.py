"""Where editors' decisions are taken down."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence

from backstory.corrections import show, standing, told
from backstory.errors import CorrectionError, EventNotFound, SourceNotFound
from backstory.events.digest import part_of
from backstory.events.standing import field_text
from backstory.events.when import happened
from backstory.model import CATEGORIES, Event
from backstory.model_corrections import (
    FIELDS,
    TOPIC_SEPARATOR,
    Correction,
    CorrectionKind,
    Redirect,
    in_force,
)
from backstory.model_tellings import ArticleTelling, VerdictKind
from backstory.settle import Settler
from backstory.store.protocol import Store
from backstory.topics import Topics
from backstory.urls import address_key, event_id, longer_slug, name_key


class Desk:
    """Where decisions are taken down.

    Args:
        store: the archive.
        by: who decides.
        now: when, aware.
    """

    def __init__(self, store: Store, *, by: str, now: dt.datetime) -> None:
        self._store = store
        self._by = by
        self._now = now

    def merge(self, event_id: str, into: str, because: str | None) -> Correction:
        """Two events are one: see `Archive.merge`."""
        with self._store.write():
            old, new = self._event(event_id), self._event(into)
            if old.id == new.id:
                raise CorrectionError(event_id, f"is {new.id} already")
            made = self._taken(CorrectionKind.MERGE, old.id, because, into=new.id)
            self._hold([old.id, new.id])
        return made

    def correct(self, event_id: str, field: str, value: str, because: str) -> Correction:
        """A field of an event is to say something else: see `Archive.correct`."""
        with self._store.write():
            event = self._event(event_id)
            new = _value(field, value)
            old = field_text(event, field)
            if old == new:
                raise CorrectionError(event.id, f"its {field} says so already")
            made = self._taken(CorrectionKind.CORRECT, event.id, because, field=field, old=old, new=new)
            self._hold([event.id])
        return made

    def split(self, event_id: str, articles: Iterable[Sequence[ArticleTelling]], because: str | None) -> Correction:
        """Some articles of an event tell another: see `Archive.split`."""
        with self._store.write():
            event = self._event(event_id)
            decided = standing(self._store)
            names = [event.id, *decided.merged(event.id)]
            found = (each for name in names for each in self._store.tellings.of_event(name))
            members = sorted(found, key=lambda each: each.position)
            keys = {article[0].key for article in articles}
            off = [each for each in members if each.key in keys]
            for article in articles:
                if article[0].key not in {each.key for each in off}:
                    raise CorrectionError(article[0].url or article[0].key, f"is no article of {event.id}")
            left = [each for each in members if each.key not in keys and each.verdict.kind is not VerdictKind.CITED]
            if not left and event.id in self._store.tellings.opened([event.id]):
                raise CorrectionError(event.id, "has no other article")
            made = self._taken(
                CorrectionKind.SPLIT,
                event.id,
                because,
                into=self._split_id(event, off[0]),
                articles=_addresses(off),
                kept=_addresses(left),
            )
            self._hold([event.id])
            self._settle(made)
        return made

    def _split_id(self, event: Event, first: ArticleTelling) -> str:
        """An id for the event that an article is split off to."""
        page = self._store.readings.reading(first.capture, first.reading)
        article = part_of(page, first.blocks).article if page else None
        title = (article.title if article else None) or first.key
        day = happened(article, first.day)[0] if article and first.day else first.day or event.day
        longer = [f"{day.isoformat()}/{longer_slug(words)}" for words in (title, f"{title} {first.key}")]
        taken = self._store.corrections
        return next(
            each
            for each in (event_id(day, title), *longer)
            if told(self._store, each) is None and taken.leads_to("event", each) == each
        )

    def _settle(self, made: Correction) -> None:
        """Decide anew on the articles of a split."""
        settler = Settler(self._store)
        settler.again(map(address_key, (*made.articles, *made.kept)))
        settler.settle()

    def merge_topics(self, name: str, into: str, because: str | None) -> Correction:
        """Two topics are one: see `Archive.merge_topics`."""
        spelled = Topics(self._store).keys(name)
        with self._store.write():
            key, target = name_key(name), self._topic(into)
            # A spelling may also be merged into another of its own topic, which then is called by that one.
            keys = [key] if target in spelled else [key, *(each for each in spelled if each != key)]
            rows = {row.key: row for row in self._store.topics([*keys, target])}
            for wanted, said in ((key, name), (target, into)):
                if wanted not in rows:
                    raise EventNotFound(said, "no topic of that name")
            if key == target:
                raise CorrectionError(name, "is that topic already")
            made = self._taken(
                CorrectionKind.MERGE_TOPICS,
                rows[key].name,
                because,
                into=rows[target].name,
                spellings=tuple(rows[each].name for each in keys[1:] if each in rows),
            )
            self._hold([event_id for each in keys for _, event_id in self._store.places(topic=each)])
        return made

    def split_topic(self, name: str, because: str | None) -> Correction:
        """A name is a topic of its own: see `Archive.split_topic`."""
        with self._store.write():
            key = name_key(name)
            row = next(iter(self._store.topics([key])), None)
            if row is None:
                raise EventNotFound(name, "no topic of that name")
            if key in standing(self._store).apart:
                raise CorrectionError(name, "is a topic of its own already")
            made = self._taken(CorrectionKind.SPLIT_TOPIC, row.name, because)
            self._apart(key)
        return made

    def _apart(self, key: str) -> None:
        """Decide anew what a topic is a spelling of; the pages of its events tell it."""
        self._store.spellings.again([key])
        self._store.touch([event_id for _, event_id in self._store.places(topic=key)])

    def undo(self, number: int, because: str | None) -> Correction:
        """A decision no longer holds: see `Archive.undo`."""
        with self._store.write():
            record = self._store.corrections.corrections()
            undone = next((each for each in record if each.number == number), None)
            if undone is None:
                raise CorrectionError(str(number), "no correction of that number")
            if undone.kind is not CorrectionKind.UNDO and undone not in in_force(record):
                raise CorrectionError(str(number), "is undone already")
            made = self._taken(CorrectionKind.UNDO, undone.subject, because, undoes=number)
            if (first := _at_last(record, undone)).kind is CorrectionKind.SPLIT_TOPIC:
                self._apart(name_key(first.subject))
            else:
                self._hold(self._concerned(record, undone))
                self._settle(first)
        return made

    def _concerned(self, record: Sequence[Correction], undone: Correction) -> list[str]:
        """The events that a decision is about, or that which it undid in turn."""
        undone = _at_last(record, undone)
        if undone.kind is CorrectionKind.MERGE_TOPICS:
            names = map(name_key, (undone.subject, *undone.spellings))
            places = [place for each in names for place in self._store.places(topic=each)]
            return [event.id for event in self._store.corrections.all_told()] + [event_id for _, event_id in places]
        return [each for each in (undone.subject, undone.into) if each]

    def _event(self, event_id: str) -> Event:
        found = self._store.event(self._store.corrections.leads_to("event", event_id))
        if found is None:
            raise EventNotFound(event_id, "no event of that id")
        return found

    def _topic(self, name: str) -> str:
        return self._store.corrections.leads_to("topic", name_key(name))

    def _taken(
        self,
        kind: CorrectionKind,
        subject: str,
        because: str | None,
        *,
        into: str | None = None,
        field: str | None = None,
        old: str | None = None,
        new: str | None = None,
        undoes: int | None = None,
        spellings: tuple[str, ...] = (),
        articles: tuple[str, ...] = (),
        kept: tuple[str, ...] = (),
    ) -> Correction:
        made = Correction(
            number=len(self._store.corrections.corrections()) + 1,
            kind=kind,
            by=self._by,
            made=self._now,
            because=because,
            subject=subject,
            into=into,
            field=field,
            old=old,
            new=new,
            undoes=undoes,
            spellings=spellings,
            articles=articles,
            kept=kept,
        )
        self._store.corrections.append(made)
        return made

    def _hold(self, ids: Iterable[str]) -> None:
        """Let what was decided hold for some events, and let names lead where it says."""
        try:
            decided = standing(self._store)
            leads = decided.redirects()
            wanted = {each for event_id in ids for each in (event_id, decided.root(event_id))}
        except ValueError as loop:
            raise CorrectionError(str(loop), "would be merged into itself") from None
        for each in sorted(wanted | {other for root in wanted for other in decided.merged(root)}):
            own = told(self._store, each)
            if own:
                self._store.corrections.put_told(own)
        show(self._store, decided, wanted)
        # Their pages tell what was decided also where that changes no word.
        self._store.touch(sorted(wanted))
        self._lead(leads)

    def _lead(self, leads: dict[tuple[str, str], str]) -> None:
        index = self._store.corrections
        for each in index.redirects():
            if (each.kind, each.old) not in leads and (each.kind == "topic" or self._store.event(each.old)):
                index.drop_redirect(each.kind, each.old)
        for (kind, old), new in leads.items():
            index.put_redirect(Redirect("event" if kind == "event" else "topic", old, new))


def _at_last(record: Sequence[Correction], undone: Correction) -> Correction:
    """What an undoing is about at last: not another undoing."""
    while undone.undoes is not None:
        undone = record[undone.undoes - 1]
    return undone


def _value(field: str, value: str) -> str | None:
    """A value that a field can have, as it is kept.

    Raises:
        CorrectionError: it cannot.
    """
    text = " ".join(value.split())
    if field not in FIELDS:
        raise CorrectionError(field, f"is no field that can be corrected (these can: {', '.join(FIELDS)})")
    if field in ("headline", "day") and not text:
        raise CorrectionError(field, "cannot be empty")
    if field == "day":
        try:
            dt.date.fromisoformat(text)
        except ValueError:
            raise CorrectionError(value, "is not a day like 2015-12-23") from None
    if field == "category" and text and text not in CATEGORIES:
        raise CorrectionError(value, f"is no category (these are: {'; '.join(CATEGORIES)})")
    if field == "topics":
        text = TOPIC_SEPARATOR.join(name for each in text.split(";") if (name := each.strip()))
    return text or None


def _addresses(tellings: Iterable[ArticleTelling]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.url or each.key for each in tellings))


def tellings_named(store: Store, name: str, data: bytes | None) -> tuple[ArticleTelling, ...]:
    """The article of a name, or its parts: see `Archive.why`.

    Args:
        store: the archive.
        name: path, address, or number of a capture.
        data: the bytes of the file of that path, where there is one.

    Raises:
        SourceNotFound: there is none.
    """
    index = store.capture_index
    if data is not None:
        holder = index.holder(hashlib.sha256(data).hexdigest())
        captures = [holder] if holder else []
    elif name.isdecimal():
        captures = [found] if (found := index.capture(int(name))) else []
    else:
        captures = index.captures(name)
    named = store.tellings.of_keys([address_key(name)])
    read = (store.tellings.of_capture(capture.number) for capture in reversed(captures))
    tellings = named or next(filter(None, read), [])
    if not tellings:
        known = (
            "was captured, but no article was read from it" if captures else "no article of that name in the archive"
        )
        raise SourceNotFound(name, known)
    of_one = (each for each in tellings if each.key == tellings[0].key)
    return tuple(sorted(of_one, key=lambda each: each.blocks))
