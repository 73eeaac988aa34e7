"""What editors decided, gathered for the pages that tell it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cached_property

from backstory.model import Event, Quote
from backstory.model_corrections import Correction, CorrectionKind, Redirect, in_force
from backstory.site.pages import Page
from backstory.site.reader import Catalogue, Records
from backstory.site.timelines import parts_of
from backstory.site.views_decisions import (
    AddedWords,
    CorrectionLine,
    CorrectionsView,
    CoverageLines,
    DerivedLine,
    MovedView,
    Target,
    TellingLine,
)
from backstory.site.words import period_words
from backstory.stories.belonging import standing
from backstory.urls import name_key

_YES_NO = {True: "yes", False: "no"}


class Decisions:
    """Gathers them.

    Args:
        records: the archive.
        catalogue: its days, topics and outlets.
    """

    def __init__(self, records: Records, catalogue: Catalogue) -> None:
        self._records = records
        self._catalogue = catalogue
        self._holding = {each.number for each in in_force(records.corrections)}

    def pages(self) -> list[Page]:
        """The page of the record, and one for each address that leads to another."""
        return [Page("corrections"), *(Page("moved", path) for path in self.moved())]

    def moved(self) -> list[str]:
        """The addresses that lead to others which are there."""
        return list(self._moved)

    def moved_view(self, page: Page) -> MovedView:
        """The page of an address that leads to another."""
        redirect, target = self._moved[page.key]
        return MovedView(
            path=page.path,
            kind=redirect.kind,
            old=redirect.old,
            new=redirect.new,
            because=redirect.because,
            to=target,
        )

    @cached_property
    def _moved(self) -> dict[str, tuple[Redirect, Target]]:
        """What stood at each address that leads to another, and what is there now."""
        found: dict[str, tuple[Redirect, Target]] = {}
        for path, redirect in self._records.redirects.items():
            if redirect.kind == "event":
                if event := self._records.event(redirect.new):
                    found[path] = redirect, Target(event.headline, Page("event", event.id).path)
                continue
            topic = self._catalogue.spellings.topic(redirect.new)
            for old, new in self._parts(redirect.old, topic):
                found[old.path] = replace(redirect, new=topic), new
        return found

    def _parts(self, name: str, topic: str) -> Iterator[tuple[Page, Target]]:
        """The pages that a name of a topic has had, or would have on its own, each with what takes its place."""
        named = self._catalogue.named.get(topic)
        if not named or not named.path:
            return
        there = parts_of(self._records.places(topic=topic))
        for label in parts_of(self._records.retired[name]):
            part = next(each for each in (label, label[:4], "") if each in there)
            words = f"{named.name}, {period_words(part)}" if part else named.name
            yield Page("topic", name, label), Target(words, Page("topic", topic, part).path)

    def record(self, page: Page) -> CorrectionsView:
        """The page of the record."""
        made = self._records.corrections
        lines = tuple(self._line(each) for each in reversed(made))
        return CorrectionsView(path=page.path, count=len(made), corrections=lines, feed="corrections.atom")

    def about(self, event_id: str) -> tuple[CorrectionLine, ...]:
        """The decisions that hold for an event."""
        made = self._records.corrections
        return tuple(
            self._line(each) for each in made if each.number in self._holding and event_id in (each.subject, each.into)
        )

    def _line(self, each: Correction) -> CorrectionLine:
        return CorrectionLine(
            number=each.number,
            kind=each.kind,
            day=each.made.date().isoformat(),
            by=each.by,
            because=each.because,
            subject=self._named(each, each.subject),
            into=self._named(each, each.into) if each.into else None,
            articles=each.articles,
            field=each.field,
            old=each.old,
            new=each.new,
            undoes=each.undoes,
            holds=None if each.kind is CorrectionKind.UNDO else _YES_NO[each.number in self._holding],
        )

    def _named(self, each: Correction, name: str) -> Target:
        if each.kind in (CorrectionKind.MERGE_TOPICS, CorrectionKind.SPLIT_TOPIC):
            named = self._catalogue.topic_named(name)
            return Target(name, named.path if named else None)
        path, event = Page("event", name).path, self._records.event(name)
        if event:
            return Target(event.headline, path)
        return Target(name, path if path in self.moved() else None)

    def beside(self, ids: Collection[str]) -> set[str]:
        """The events whose pages tell of a decision about one of some events too, and so show its headline."""
        pairs = [{each.subject, each.into} for each in self._records.corrections]
        return {name for pair in pairs if not pair.isdisjoint(ids) for name in pair if name}

    def derived(self, event: Event) -> tuple[DerivedLine, ...]:
        """What no source says of an event, and how it was derived."""
        return tuple(
            DerivedLine(about=each.about, name=each.name, because=each.because, words=_words(each.words))
            for each in standing(event, self._records.derived(event.id))
        )

    def coverage(self, event_id: str) -> CoverageLines | None:
        """Who tells an event; None where no article does."""
        found = self._records.coverage(event_id)
        if found is None:
            return None
        lines = tuple(
            TellingLine(
                outlet=each.outlet,
                title=each.title,
                within=each.within,
                url=each.url,
                published=each.published,
                kind=each.kind,
                because=each.because,
                origin=each.origin,
                first=None if each.is_first is None else _YES_NO[each.is_first],
                adds=tuple(filter(None, map(_words, each.adds))),
                new=each.new,
            )
            for each in found.tellings
        )
        outlets = {name_key(each.outlet) for each in found.tellings}
        origins = {each.origin for each in found.tellings}
        return CoverageLines(outlets=len(outlets), origins=len(origins), tellings=lines)


def _words(quote: Quote | None) -> AddedWords | None:
    return AddedWords(words=quote.text, start=quote.span.start, end=quote.span.end) if quote else None
