"""The part of an archive's door that is about decisions: which event an article tells, and what editors say to that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from backstory.config import Settings
from backstory.model_corrections import Correction
from backstory.model_tellings import ArticleTelling, Derived
from backstory.store.protocol import Store

if TYPE_CHECKING:
    from backstory.desk import Desk
    from backstory.rebuild import Rebuilt
    from backstory.store.captures import Captures


class Deciding:
    """What an `Archive` can do about decisions."""

    settings: Settings
    _store: Store

    if TYPE_CHECKING:

        @property
        def _captures(self) -> Captures: ...

    def _desk(self, by: str | None) -> Desk:
        from backstory.desk import Desk

        return Desk(self._store, by=by or self.settings.editor, now=dt.datetime.now(dt.UTC))

    def merge(self, event_id: str, into: str, *, by: str | None = None, because: str | None = None) -> Correction:
        """Decide that an event is another: its sources and topics go to that one, and its id leads there for ever.

        Args:
            event_id: the event that is merged.
            into: the event that it is merged into, and whose words stand.
            by: who decides, here and below; by default the `editor` of the settings.
            because: why, here and below.

        Raises:
            EventNotFound: there is no such event.
            CorrectionError: the two are one already.
        """
        return self._desk(by).merge(event_id, into, because)

    def split(
        self, event_id: str, *articles: str | int, by: str | None = None, because: str | None = None
    ) -> Correction:
        """Decide that some articles of an event tell another one, which is opened for them.

        Args:
            event_id: the event.
            articles: each as for `why`; of a page that tells several events, the parts that tell this one are meant.
            by: who decides.
            because: why.

        Raises:
            EventNotFound: there is no such event.
            SourceNotFound: there is no such article.
            CorrectionError: it is none of that event's, or the event has no other.
        """
        return self._desk(by).split(event_id, [self.why(each) for each in articles], because)

    def why(self, article: str | int) -> tuple[ArticleTelling, ...]:
        """Which event an article was found to tell, and why; of a page that tells several, of each of its parts.

        Args:
            article: path of the file that it was added from, its address, or the number of its capture.

        Raises:
            SourceNotFound: the archive has no such article.
        """
        from backstory.desk import tellings_named

        return tellings_named(self._store, str(article), _file_of(str(article)))

    def derived(self, event_id: str) -> tuple[Derived, ...]:
        """The day, topic and category of an event that articles opened, as they were derived; nothing for any other.

        Args:
            event_id: its id.
        """
        from backstory.stories.belonging import standing

        event = self._store.event(self._store.corrections.leads_to("event", event_id))
        return standing(event, self._store.tellings.derived(event.id)) if event else ()

    def rebuild(self, *, progress: Callable[[int, int], None] | None = None) -> Rebuilt:
        """Read every captured page anew, and decide anew which event each tells. What editors decided stands.

        Args:
            progress: called after every capture, with its number and the number of the last.
        """
        from backstory.rebuild import rebuild

        return rebuild(self._store, self._captures, progress or (lambda done, total: None))

    def correct(self, event_id: str, field: str, value: str, *, because: str, by: str | None = None) -> Correction:
        """Decide that a field of an event says something else than its sources do, also when they are added again.

        Args:
            event_id: the event.
            field: one of `model_corrections.FIELDS`.
            value: what it is to say; empty for nothing. Topics are separated by semicolons.
            because: why.
            by: who decides.

        Raises:
            EventNotFound: there is no such event.
            CorrectionError: there is no such field, the value does not fit, or it says so already.
        """
        return self._desk(by).correct(event_id, field, value, because)

    def merge_topics(self, name: str, into: str, *, by: str | None = None, because: str | None = None) -> Correction:
        """Decide that a topic is another: every event of it is one of that topic, and its address leads there.

        Args:
            name: name of the topic that is merged, in any spelling.
            into: name of the topic that it is merged into.
            by: who decides.
            because: why.

        Raises:
            EventNotFound: there is no such topic.
            CorrectionError: the two are one already.
        """
        return self._desk(by).merge_topics(name, into, because)

    def split_topic(self, name: str, *, by: str | None = None, because: str | None = None) -> Correction:
        """Decide that a name is a topic of its own: the archive takes it for another spelling of none any longer.

        Args:
            name: the topic's name, in the spelling that is meant.
            by: who decides.
            because: why.

        Raises:
            EventNotFound: there is no such topic.
            CorrectionError: it is decided already.
        """
        return self._desk(by).split_topic(name, because)

    def undo(self, number: int, *, by: str | None = None, because: str | None = None) -> Correction:
        """Decide that a decision no longer holds. It stays in the record, and can be brought back by undoing this one.

        Args:
            number: its number in the record.
            by: who decides.
            because: why.

        Raises:
            CorrectionError: there is no such decision, or it is undone already.
        """
        return self._desk(by).undo(number, because)

    def corrections(self) -> list[Correction]:
        """The record of all decisions, in order."""
        return self._store.corrections.corrections()


def _file_of(name: str) -> bytes | None:
    """The bytes of the file of a name, where there is one."""
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError):
        return None
