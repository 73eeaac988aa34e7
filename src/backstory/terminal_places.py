"""How the command line shows where events happened."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from backstory.model import Event
from backstory.model_places import EventPlace
from backstory.terminal import brief, console, print_lines


def show_events(found: Sequence[tuple[Event, EventPlace | None]]) -> None:
    """Print events in order of time, each with its place."""
    out = console()
    if not found:
        out.print("No such event.")
    rows = []
    for event, at in found:
        body = brief(event)
        if at:
            body.append(f"\n{at.place.full_name}", style="dim")
        rows.append((event.day, body))
    print_lines(out, rows)


def show_place(found: EventPlace | None) -> None:
    """Print where an event happened, how closely that is known, and why; nothing where its words do not say."""
    if found is None:
        return
    place = found.place
    words = f"by “{found.words}” in the {found.part}: {found.because}"
    console().print(Text(f"\nPlace: {place.full_name} (to the {place.precision}; {words})"))
    if found.others:
        names = "; ".join(dict.fromkeys(other.full_name for other in found.others))
        console().print(Text(f"The name may also stand for {names}.", style="dim"))
