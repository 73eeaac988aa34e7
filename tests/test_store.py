"""The store in SQLite: the conformance suite, and what only a file can go wrong in."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from backstory import errors
from backstory.store import schema
from backstory.store.protocol import Store
from backstory.store.sqlite import APPLICATION_ID, SQLiteStore
from backstory.testing import ALL, BOMB, FULL, TALKS, StoreConformance, make_event


class TestSQLiteFile(StoreConformance):
    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        opened = SQLiteStore(str(tmp_path / "archive.db"))
        yield opened
        opened.close()


class TestSQLiteInMemory(StoreConformance):
    @pytest.fixture
    def store(self) -> Iterator[Store]:
        opened = SQLiteStore(":memory:")
        yield opened
        opened.close()


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "archive.db")


def filled(path: str) -> SQLiteStore:
    store = SQLiteStore(path)
    with store.write():
        store.put(list(ALL))
    return store


def test_a_file_is_kept_and_marked(path: str) -> None:
    filled(path).close()
    again = SQLiteStore(path, create=False)
    assert list(again.events()) == list(ALL)
    again.close()
    again.close()
    with sqlite3.connect(path) as raw:
        assert raw.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    raw.close()


def test_there_is_none(path: str) -> None:
    with pytest.raises(errors.ArchiveNotFound, match="no archive here"):
        SQLiteStore(path, create=False)
    assert not Path(path).exists()
    with pytest.raises(errors.ArchiveNotFound, match="no such folder"):
        SQLiteStore(path + "/no/such/archive.db")


@pytest.mark.parametrize("content", [b"GIF89a" + b"\0" * 5000, b"just a text file, no database\n" * 200])
def test_another_file(path: str, content: bytes) -> None:
    Path(path).write_bytes(content)
    with pytest.raises(errors.ArchiveUnreadable, match="not an archive"):
        SQLiteStore(path)
    assert Path(path).read_bytes() == content


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(errors.ArchiveUnreadable, match="folder"):
        SQLiteStore(str(tmp_path))


@pytest.mark.parametrize("version", [0, 1])
def test_the_database_of_another_program(path: str, version: int) -> None:
    raw = sqlite3.connect(path)
    raw.execute("CREATE TABLE bookmarks (url TEXT)")
    raw.execute(f"PRAGMA user_version = {version}")
    raw.commit()
    raw.close()
    with pytest.raises(errors.ArchiveUnreadable, match="another program"):
        SQLiteStore(path)


def test_a_later_version(path: str) -> None:
    filled(path).close()
    raw = sqlite3.connect(path)
    raw.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    raw.close()
    with pytest.raises(errors.ArchiveTooNew, match=f"layout {len(schema.MIGRATIONS) + 1}"):
        SQLiteStore(path)


def test_damage(path: str) -> None:
    store = filled(path)
    store.close()
    data = bytearray(Path(path).read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    Path(path).write_bytes(data)
    with pytest.raises(errors.ArchiveError):
        list(SQLiteStore(path).events())


def test_migrations_run_once_and_whole(path: str) -> None:
    store = filled(path)
    ran: list[int] = []

    def add_a_table(connection: Connection) -> None:
        ran.append(1)
        connection.exec_driver_sql("CREATE TABLE extra (word TEXT)")

    def break_off(connection: Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE half (word TEXT)")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.migrate([*schema.MIGRATIONS, add_a_table, break_off])
    assert store.info().version == len(schema.MIGRATIONS)
    store.migrate([*schema.MIGRATIONS, add_a_table])
    store.migrate([*schema.MIGRATIONS, add_a_table])
    assert store.info().version == len(schema.MIGRATIONS) + 1
    assert ran == [1, 1]
    assert list(store.events()) == list(ALL)
    store.close()


def test_two_writers(path: str) -> None:
    one = filled(path)
    other = SQLiteStore(path, timeout=0.05)
    with one.write():
        one.put([make_event("2020-01-01", "From the first")])
        with pytest.raises(errors.ArchiveBusy, match="another process is writing"), other.write():
            pytest.fail("the second writer was let in")
        assert len(list(other.events())) == len(ALL)
    with other.write():
        other.put([make_event("2020-01-02", "From the second")])
    assert len(list(one.events())) == len(ALL) + 2
    one.close()
    other.close()


def test_a_reader_keeps_its_moment(path: str) -> None:
    reader, writer = filled(path), SQLiteStore(path)
    with reader.read():
        assert len(list(reader.events())) == len(ALL)
        with writer.write():
            writer.put([make_event("2020-01-01", "Meanwhile")])
        assert len(list(reader.events())) == len(ALL)
    assert len(list(reader.events())) == len(ALL) + 1
    # What full text keeps in memory follows what other processes write.
    assert [hit.event.headline for hit in reader.search({"meanwhile": 1.0})] == ["Meanwhile"]
    reader.close()
    writer.close()


def test_a_full_disk_loses_nothing(path: str) -> None:
    store = filled(path)
    pages = store._pragma("page_count")
    store._connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 20}")
    with pytest.raises(errors.ArchiveFull, match="disk is full"), store.write():
        store.put([make_event("2020-01-01", f"Event {n} " + "words " * 200) for n in range(500)])
    assert list(store.events()) == list(ALL)
    with store.write():
        store.put([make_event("2020-01-01", "A small one")])
    assert len(list(store.events())) == len(ALL) + 1
    store.close()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs to give up the right to write (root only)")
def test_read_only(path: str) -> None:
    filled(path).close()
    # Everyone may pass through the folders above, and nobody may write.
    for folder in Path(path).parents:
        if folder.stat().st_uid == 0 and not folder.stat().st_mode & 0o001:
            folder.chmod(0o755)
    Path(path).chmod(0o444)
    Path(path).parent.chmod(0o555)
    reader = multiprocessing.get_context("fork").Process(target=_read_as_nobody, args=(path,))
    reader.start()
    reader.join()
    assert reader.exitcode == 0


def _read_as_nobody(path: str) -> None:
    os.setgid(65534)
    os.setuid(65534)
    store = SQLiteStore(path)
    assert len(list(store.events())) == len(ALL)
    assert len(store.search({"bomb": 1.0})) == 1
    with pytest.raises(errors.ArchiveReadOnly, match="cannot be written"), store.write():
        pytest.fail("a writer was let in")


def test_kill_at_any_moment(path: str) -> None:
    """A writer that is killed leaves whole transactions: all of those it reported, perhaps one more, never a half."""
    code = (
        "import sys; from backstory.store.sqlite import SQLiteStore; from backstory.testing import make_event\n"
        "store = SQLiteStore(sys.argv[1])\n"
        "for batch in range(10_000):\n"
        "    with store.write():\n"
        "        store.put([make_event('2020-01-01', f'Event {batch} {n}', topics=['T'], sources=['S']) "
        "for n in range(20)])\n"
        "    print(batch, flush=True)\n"
    )
    for pause in (0.05, 0.2):
        Path(path).unlink(missing_ok=True)
        with subprocess.Popen([sys.executable, "-c", code, path], stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(pause)
            writer.send_signal(signal.SIGKILL)
            reported = len(writer.stdout.read().split()) + 1
        store = SQLiteStore(path)
        count = len(list(store.events()))
        assert count % 20 == 0
        assert count // 20 in (reported, reported + 1)
        assert len(store.search({"event": 1.0}, limit=10**6)) == len(store.places(topic="t")) == count
        store.close()


def test_bad_keys_are_let_through(path: str) -> None:
    """A mistake of ours is no expected failure, and keeps its traceback."""
    store = filled(path)
    with pytest.raises(AttributeError), store.write():
        store.put([None])  # type: ignore[list-item]
    assert list(store.events()) == [BOMB, TALKS, FULL, ALL[3]]
    store.close()
