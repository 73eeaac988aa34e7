"""Who may import whom: the table of docs/design.md, and nothing else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "backstory"

BASE = {
    *("errors", "model", "model_claims", "model_corrections", "model_feeds", "model_places"),
    *("model_story", "model_tellings"),
    *("times", "urls", "config"),
}
STAGES = {"articles", "language", "events", "stories"}

#: For each module or package directly under backstory, what it may import of the others.
MAY_IMPORT = {
    "errors": set(),
    "model_claims": {"model"},
    "times": set(),
    "model": {"errors"},
    "model_places": {"model"},
    "model_corrections": set(),
    "model_feeds": set(),
    "model_story": {"model", "times"},
    "model_tellings": {"model"},
    "urls": {"model", "times"},
    "config": {"errors"},
    "columns": set(),
    "trees": set(),
    "processes": set(),
    "articles": BASE | {"language", "trees"},
    "language": BASE | {"columns", "trees"},
    "events": BASE | {"language", "articles", "trees"},
    "stories": BASE | {"language", "articles", "columns", "trees"},
    "intake": BASE,
    "store": BASE | {"columns"},
    "evidence": BASE | STAGES | {"intake", "store", "corrections", "processes", "settle", "ties"},
    "deriving": BASE | STAGES | {"store", "corrections", "listed"},
    "ties": BASE | STAGES | {"store"},
    "corrections": BASE | STAGES | {"store", "ties"},
    "listed": BASE | STAGES | {"store"},
    "regroup": BASE | STAGES | {"store"},
    "arrival": BASE | STAGES,
    "settle": BASE | STAGES | {"store", "arrival", "corrections", "listed", "regroup", "ties"},
    "rebuild": BASE | STAGES | {"intake", "store", "evidence", "settle", "deriving"},
    "desk": BASE | STAGES | {"store", "corrections", "settle", "topics"},
    "follow": BASE | STAGES | {"intake", "store", "evidence"},
    "ingest": BASE | STAGES | {"intake", "store", "corrections", "settle", "evidence", "follow", "spelled", "deriving"},
    "meaning": BASE | STAGES | {"store"},
    "recall": BASE | STAGES | {"columns", "meaning", "store"},
    "storyline": BASE | STAGES | {"store", "recall"},
    "spelled": BASE | STAGES | {"store", "corrections"},
    "topics": BASE | STAGES | {"store", "spelled"},
    "archive_decisions": BASE | STAGES | {"store", "desk", "rebuild"},
    "archive": BASE
    | STAGES
    | {
        "archive_decisions",
        "claimed",
        "deriving",
        "evidence",
        "follow",
        "ingest",
        "intake",
        "meaning",
        "placing",
        "site",
        "spelled",
        "store",
        "storyline",
        "topics",
        "ucdp",
    },
    "placing": BASE | STAGES | {"store", "forms_places"},
    "claims_pages": BASE | STAGES | {"intake", "processes"},
    "claimed": BASE | STAGES | {"processes", "store"},
    "site": BASE | {"events", "processes", "store", "stories"},
    "forms": BASE,
    "terminal": BASE | {"store", "site"},
    "terminal_pages": BASE | {"store", "follow", "terminal"},
    "forms_claims": BASE,
    "forms_ledger": BASE,
    "ucdp": BASE,
    "forms_story": BASE | {"forms", "store"},
    "terminal_claims": BASE | {"terminal"},
    "terminal_corrections": BASE | {"terminal"},
    "terminal_story": BASE | {"terminal"},
    "terminal_topics": BASE | {"terminal", "store"},
    "cli_topics": BASE | {"cli_options", "forms_story", "terminal_topics"},
    "cli_options": BASE | {"archive"},
    "cli_corrections": BASE | {"cli_options", "forms", "terminal_corrections"},
    "cli": BASE
    | {"", "archive", "cli_claims", "cli_corrections", "cli_options", "intake", "site"}
    | {"forms", "forms_claims", "forms_story"}
    | {"terminal", "terminal_claims", "terminal_corrections", "terminal_pages", "terminal_story"}
    | {"cli_places", "cli_topics", "cli_vectors", "terminal_places"},
    "cli_vectors": BASE | {"cli_options", "terminal"},
    "cli_places": BASE | {"cli_options", "forms_places", "terminal_places"},
    "forms_places": BASE | {"forms"},
    "terminal_places": BASE | {"terminal"},
    "testing": BASE | {"columns", "store", "testing_corrections", "testing_tellings"},
    "testing_corrections": BASE | {"store"},
    "testing_tellings": BASE | {"store"},
    "cli_claims": BASE
    | {"archive", "claims_pages", "cli_options", "intake", "forms_claims", "forms_ledger", "terminal_claims"},
    "__init__": {"archive", "config", "errors", "model", "model_story"},
    "__main__": {"cli"},
}

#: Modules that do no input or output: what they would need for it.
IMPURE = {"httpx", "os", "pathlib", "random", "socket", "sqlalchemy", "sqlite3", "subprocess", "time", "tempfile"}
PURE = STAGES | {"columns", "trees"} | BASE - {"config"}

MODULES = sorted(SOURCE.rglob("*.py"))


def part_of(path: Path) -> str:
    """The first name under backstory."""
    first = path.relative_to(SOURCE).parts[0]
    return first.removesuffix(".py")


def imported(path: Path) -> set[str]:
    """All modules that a file imports, in full, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
            if node.module == "backstory":
                found |= {f"backstory.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_one_way(path: Path) -> None:
    part = part_of(path)
    allowed = MAY_IMPORT[part] | {part}
    ours = {name.split(".")[1] if "." in name else "" for name in imported(path) if name.split(".")[0] == "backstory"}
    known = {part_of(each) for each in MODULES}
    used = {name for name in ours if name in known or not name} - {""} | ({""} & ours & allowed)
    assert used <= allowed, f"{part} may not import {sorted(used - allowed)}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_stages_are_pure(path: Path) -> None:
    if part_of(path) in PURE:
        assert not {name.split(".")[0] for name in imported(path)} & IMPURE


def test_the_table_is_whole() -> None:
    assert {part_of(path) for path in MODULES} == set(MAY_IMPORT)
