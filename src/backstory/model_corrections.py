"""What editors decide about an archive: merges, splits, corrections, and that one of them no longer holds.

A correction is never changed and never taken away; a later one may undo it. What sources say is kept beside what is
shown, so that corrections hold however often sources are added again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class CorrectionKind(StrEnum):
    """What was decided."""

    #: Two events are one.
    MERGE = "merge"
    #: Some articles of an event tell another.
    SPLIT = "split"
    #: A field of an event is to say something else than its sources.
    CORRECT = "correct"
    #: Two topics are one.
    MERGE_TOPICS = "merge-topics"
    #: A name is a topic of its own, and no other spelling of one.
    SPLIT_TOPIC = "split-topic"
    #: An earlier decision no longer holds.
    UNDO = "undo"


#: The fields of an event that can be corrected, in the order in which they are told.
FIELDS = ("headline", "summary", "day", "category", "topics", "image")

#: What stands between the names of several topics in one text.
TOPIC_SEPARATOR = "; "


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One decision of an editor: who decided what, when and why."""

    #: Its place in the record, from 1.
    number: int
    #: What was decided.
    kind: CorrectionKind
    #: Who decided it.
    by: str
    #: When, aware.
    made: dt.datetime
    #: Why, in the editor's words; None where no reason was given.
    because: str | None = None
    #: What it is about: the event's id, the topic's name; of an undoing, what the undone decision is about.
    subject: str
    #: The event or topic that the subject is merged into; the event that articles are split off to.
    into: str | None = None
    #: The other spellings of a topic, which go where it goes.
    spellings: tuple[str, ...] = ()
    #: Addresses of the articles that are split off, and of those that are left.
    articles: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    #: The field that is corrected: one of `FIELDS`.
    field: str | None = None
    #: What it said when it was corrected, and what it says since; None where it said or says nothing.
    old: str | None = None
    new: str | None = None
    #: Number of the decision that no longer holds.
    undoes: int | None = None


#: What an address of the site can have stood for.
Named = Literal["event", "topic"]


@dataclass(frozen=True, slots=True)
class Redirect:
    """A name that leads to another for ever, or until its owner comes back."""

    #: What it names.
    kind: Named
    #: The event's id, or the topic's key.
    old: str
    #: What it leads to.
    new: str
    #: Whether it was in use where others could see it: decided on by an editor, or there when a site was built.
    public: bool = True
    #: Why, where no editor decided it.
    because: str | None = None


def in_force(corrections: Sequence[Correction]) -> list[Correction]:
    """The decisions that hold: not undone, or undone by one that was undone itself. Undoings are left out.

    Args:
        corrections: the record, in order.
    """
    undone: set[int] = set()
    for each in reversed(corrections):
        if each.number not in undone and each.undoes is not None:
            undone.add(each.undoes)
    return [each for each in corrections if each.number not in undone and each.kind is not CorrectionKind.UNDO]


def about(event_id: str, corrections: Sequence[Correction]) -> list[Correction]:
    """The decisions that hold for an event: what was corrected in it, and what was merged into it or split off from it.

    Args:
        event_id: the event.
        corrections: the record, in order.
    """
    return [each for each in in_force(corrections) if event_id in (each.subject, each.into)]
