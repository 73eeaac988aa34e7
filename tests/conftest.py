"""What the tests share: the folder of public data where it is there, and archives in a file."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from backstory import Archive, Settings, open_archive

# A busy machine is no fault of the code: no test may fail for the time that it takes.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
SHARED = ROOT.parent / "shared"


def pytest_configure() -> None:
    """Let Ctrl-C be heard by the programs that tests start, also where this process was started deaf to it.

    What runs in the background of a shell ignores it, and so do the processes among which tests are shared out; what
    they start would inherit that.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Call data that is no text "data": what is packed holds the time of its packing, and a test keeps its name."""
    return "data" if isinstance(val, bytes) and not val.isascii() else None


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with public data; tests that need it skip where it is not."""
    if not (SHARED / "data").is_dir():
        pytest.skip("no ../shared/data here")
    return SHARED


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive in a file."""
    with open_archive(tmp_path / "archive.db", settings=Settings()) as opened:
        yield opened


@pytest.fixture(scope="session")
def example_archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive of all examples, not to be changed."""
    path = tmp_path_factory.mktemp("examples") / "archive.db"
    with open_archive(path, settings=Settings()) as opened:
        sources = [*sorted((EXAMPLES / "days").glob("*.wiki")), EXAMPLES / "events.jsonl"]
        assert all(outcome.error is None for outcome in opened.add(*sources))
        yield opened


@pytest.fixture(scope="session")
def twenty_years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive of the event lists of 2002-2021, not to be changed."""
    folder = SHARED / "data" / "current-events"
    if not folder.is_dir():
        pytest.skip("no ../shared/data here")
    with open_archive(tmp_path_factory.mktemp("archive") / "archive.db", settings=Settings()) as archive:
        for outcome in archive.add(*sorted(folder.glob("*.jsonl.gz"))):
            assert outcome.error is None
        yield archive
