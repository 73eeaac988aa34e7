"""However a build ends, what stands at the target is a whole site."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from backstory.errors import SiteError
from backstory.site.build import build_site
from backstory.site.publish import MARKER, Writer, workplace
from backstory.site.views import SiteInfo
from backstory.store.sqlite import SQLiteStore
from backstory.testing import make_event

#: Builds a site, and kills itself at a certain call of a certain function of `os`.
KILLED = """
import os, sys
from pathlib import Path
from backstory.site.build import build_site
from backstory.site.views import SiteInfo
from backstory.store.sqlite import SQLiteStore

name, left = sys.argv[3], int(sys.argv[4])
real = getattr(os, name)

def counted(*arguments, **named):
    global left
    if os.path.basename(os.path.dirname(sys.argv[2])) in str(arguments[0]):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), 9)
    return real(*arguments, **named)

setattr(os, name, counted)
build_site(SQLiteStore(sys.argv[1]), Path(sys.argv[2]), info=SiteInfo(title=sys.argv[5]), formats=["md"], workers=1)
"""

BEFORE = [make_event(f"2015-01-{day:02}", f"Day {day}", topics=["Strike"], sources=["Wire"]) for day in range(1, 5)]
AFTER = [make_event("2015-01-09", "Another day", topics=["Strike", "Talks"], sources=["Courier"])]


def filled(path: Path) -> SQLiteStore:
    store = SQLiteStore(str(path))
    with store.write():
        store.put(BEFORE)
    return store


def build(store: SQLiteStore, target: Path, title: str = "Backstory") -> None:
    build_site(store, target, info=SiteInfo(title=title), formats=["md"], workers=1)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("title", ["Backstory", "Another title"], ids=["update", "anew"])
@pytest.mark.parametrize(
    ("name", "calls"),
    [("replace", [0, 7]), ("rename", [0, 1]), ("open", [20]), ("unlink", [0])],
)
def test_killed_at_a_step(tmp_path: Path, name: str, calls: list[int], title: str) -> None:
    """The next build ends what was begun, or begins again; in between, the site is the old one or says otherwise."""
    store = filled(tmp_path / "archive.db")
    build(store, tmp_path / "old/site")
    with store.write():
        store.put(AFTER)
    build(store, tmp_path / "wanted/site", title)
    old, wanted = files(tmp_path / "old/site"), files(tmp_path / "wanted/site")
    for left in calls:
        folder = tmp_path / f"{left}-calls"
        shutil.copytree(tmp_path / "old", folder)
        command = [sys.executable, "-c", KILLED, str(tmp_path / "archive.db"), str(folder / "site")]
        ended = subprocess.run([*command, name, str(left), title], check=False)
        assert ended.returncode in (0, -signal.SIGKILL)
        standing = files(folder / "site") if (folder / "site").exists() else None
        if standing not in (old, wanted):
            assert (folder / ".site.changes").exists() or (standing is None and files(folder / ".site.old") == old)
        build(store, folder / "site", title)
        assert files(folder / "site") == wanted
        assert [path.name for path in folder.iterdir()] == ["site"]
    store.close()


def test_changes_of_another_site_are_dropped(tmp_path: Path) -> None:
    store = filled(tmp_path / "archive.db")
    target = tmp_path / "site"
    build(store, target)
    with workplace(target) as place:
        Writer(place.new).write("index.md", b"from a build of long ago")
        Writer(place.new).write(MARKER, b"{}")
        Writer(place.new).write(".journal.json", b'{"base":"another","removed":["2015/index.md"]}')
        place.new.rename(tmp_path / ".site.changes")
    standing = files(target)
    build(store, target)
    assert files(target) == standing
    assert not (tmp_path / ".site.changes").exists()
    store.close()


def test_another_build_is_running(tmp_path: Path) -> None:
    store = filled(tmp_path / "archive.db")
    with workplace(tmp_path / "site"), pytest.raises(SiteError, match="another build of it is running"):
        build(store, tmp_path / "site")
    build(store, tmp_path / "site")
    store.close()


def test_a_killed_build_leaves_no_process(tmp_path: Path) -> None:
    """What its processes hold of the site's place goes with it."""
    store = SQLiteStore(str(tmp_path / "archive.db"))
    with store.write():
        store.put([make_event("2015-01-01", f"Report {number}") for number in range(3_000)])
    script = (
        "import sys; from pathlib import Path; from backstory.site.build import build_site;"
        "from backstory.site.views import SiteInfo; from backstory.store.sqlite import SQLiteStore;"
        "build_site(SQLiteStore(sys.argv[1]), Path(sys.argv[2]), info=SiteInfo(), workers=2,"
        " progress=lambda done, total: print(done, flush=True))"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "archive.db"), str(tmp_path / "site")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as running:
        assert running.stdout
        running.stdout.readline()
        running.kill()
    time.sleep(1)
    build(store, tmp_path / "site")
    assert not (tmp_path / ".site.new").exists()
    store.close()


def _file(target: Path) -> None:
    target.write_text("a file")


def _others(target: Path) -> None:
    target.mkdir()
    (target / "novel.txt").write_text("not to be lost")


def _stand(target: Path) -> tuple[int, int, list[tuple[str, str]]]:
    """Which file or folder it is, when it was changed, and what it holds; not when it was read."""
    status = target.stat()
    files = [target] if target.is_file() else sorted(target.iterdir())
    return status.st_ino, status.st_mtime_ns, [(file.name, file.read_text()) for file in files]


@pytest.mark.parametrize(("make", "reason"), [(_file, "is a file"), (_others, "holds something else")])
def test_what_is_not_ours_is_left_alone(tmp_path: Path, make: Callable[[Path], None], reason: str) -> None:
    store = filled(tmp_path / "archive.db")
    make(tmp_path / "site")
    before = _stand(tmp_path / "site")
    with pytest.raises(SiteError, match=reason):
        build(store, tmp_path / "site")
    assert _stand(tmp_path / "site") == before
    store.close()


def test_an_empty_folder_and_a_link_to_one(tmp_path: Path) -> None:
    store = filled(tmp_path / "archive.db")
    (tmp_path / "there").mkdir()
    (tmp_path / "site").symlink_to("there")
    build(store, tmp_path / "site")
    assert (tmp_path / "site").is_symlink()
    assert (tmp_path / "there" / MARKER).is_file()
    store.close()


def test_a_marker_that_cannot_be_read_means_a_build_anew(tmp_path: Path) -> None:
    store = filled(tmp_path / "archive.db")
    build(store, tmp_path / "site")
    (tmp_path / "site" / MARKER).write_bytes(b'{"of": "a later version"}')
    assert build_site(store, tmp_path / "site", info=SiteInfo(), formats=["md"]).full
    store.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_no_right_to_write(tmp_path: Path) -> None:
    store = filled(tmp_path / "archive.db")
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(SiteError, match="cannot be written"):
        build(store, tmp_path / "closed/site")
    store.close()


def test_no_room_for_a_folder(tmp_path: Path) -> None:
    store = filled(tmp_path / "archive.db")
    _file(tmp_path / "file")
    with pytest.raises(SiteError, match="cannot be written"):
        build(store, tmp_path / "file/site")
    with pytest.raises(SiteError, match="a folder of its own"):
        build(store, Path("/"))
    store.close()
