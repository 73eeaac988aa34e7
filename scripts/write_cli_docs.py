#!/usr/bin/env python3
"""Write docs/cli.md from the commands' own help, so that the two cannot disagree; a test holds them together."""

from __future__ import annotations

from pathlib import Path

import click

from backstory.cli import cli

TARGET = Path(__file__).parent.parent / "docs" / "cli.md"

HEAD = """# The command line

Every command as it describes itself (`scripts/write_cli_docs.py` writes this page). `--archive` may stand before or
after the command; without it the archive is that of `BACKSTORY_ARCHIVE`, of `backstory.toml`, or `backstory.db`: see
[config](config.md).

Exit codes: 0 when all went well, 1 when something failed (each failure is one line on standard error that begins with
`backstory: ` and names what it is about), 2 for wrong usage, 130 after Ctrl-C. What was reported done is kept in every
case. Progress is shown on standard error, and only in a terminal; colour and underlining follow `NO_COLOR`.
"""


def page() -> str:
    """The whole of docs/cli.md."""
    parts = [HEAD]
    for name in ["", *sorted(cli.commands)]:
        command = cli.commands[name] if name else cli
        title = f"backstory {name}".strip()
        context = click.Context(command, info_name=title, terminal_width=100, **cli.context_settings)
        parts.append(f"\n## {title}\n\n```\n{command.get_help(context)}\n```\n")
    return "".join(parts)


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
