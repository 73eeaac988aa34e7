#!/usr/bin/env python3
"""Write docs/images/story.svg: what `backstory story` prints in a terminal for a page of the examples."""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich.console import Console
from rich.text import Text

from backstory import Settings, open_archive, terminal_story

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "images" / "story.svg"
#: Columns and rows that the picture shows.
WIDTH, ROWS = 104, 96


def image() -> str:
    """The picture, with the fonts of the reader's own machine."""
    told = io.StringIO()
    terminal = Console(file=told, width=WIDTH, force_terminal=True, highlight=False, markup=False, emoji=False)
    terminal_story.console = lambda: terminal
    page = ROOT / "examples" / "pages" / "2022-03-29-same-war-amnesty.html"
    with open_archive(":memory:", settings=Settings()) as archive:
        list(archive.add(*sorted((ROOT / "examples" / "days").glob("*.wiki")), ROOT / "examples" / "events.jsonl"))
        terminal_story.show_history(archive.history(page))
    out = Console(record=True, file=io.StringIO(), width=WIDTH)
    out.print(Text.from_ansi("\n".join(told.getvalue().split("\n")[:ROWS])))
    drawn = out.export_svg(title="backstory story page.html", unique_id="story")
    return re.sub(r"Fira Code,?\s*", "", re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL))


if __name__ == "__main__":
    TARGET.write_text(image(), encoding="utf-8")
