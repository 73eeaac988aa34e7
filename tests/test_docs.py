"""The documents say what is so."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from conftest import EXAMPLES, ROOT

from backstory import Archive, Event
from backstory.forms import event_json
from backstory.forms_story import history_json

DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")), EXAMPLES / "README.md"]


def anchors(path: Path) -> set[str]:
    """The anchors of a document's headings, as code hosts make them."""
    heads = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        file = (path.parent / name).resolve() if name else path
        assert file.exists(), f"{path.name}: {target}"
        assert not anchor or anchor in anchors(file), f"{path.name}: {target}"


def test_the_command_line_describes_itself() -> None:
    page = runpy.run_path(str(ROOT / "scripts" / "write_cli_docs.py"))["page"]
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == page(), "run scripts/write_cli_docs.py"


def test_commands_in_the_documents_exist() -> None:
    from backstory.cli import cli

    for path in DOCUMENTS:
        for block in re.findall(r"```\w*\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL):
            for name in re.findall(r"^(?:\S+ && )?backstory ([a-z]+)", block, re.MULTILINE):
                assert name in cli.commands, f"{path.name}: backstory {name}"


def test_the_example_of_the_api(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The second block of docs/api.md runs, and prints a history."""
    monkeypatch.chdir(ROOT)
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(code, "docs/api.md", "exec"), {})
    assert "theatre" in capsys.readouterr().out


def test_every_field_of_json_is_documented(example_archive: Archive) -> None:
    text = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    (event, *_) = example_archive.events(topic="Syrian Civil War")
    assert isinstance(event, Event)
    story = history_json(example_archive.history(event.headline))
    for name in re.findall(r'"(\w+)":', event_json(event) + story):
        if name not in ("start", "end"):
            assert f"`{name}`" in text or f'"{name}"' in text, name
