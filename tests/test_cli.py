"""The command line as a person uses it: real processes, their output, their exit codes."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from conftest import EXAMPLES, ROOT

from backstory import Archive, __version__

DAY = EXAMPLES / "days" / "2015-12-23.wiki"
PAGE = EXAMPLES / "pages" / "2022-03-29-same-war-amnesty.html"


Done = subprocess.CompletedProcess[str]


def run(*arguments: object, cwd: Path | None = None, code: int = 0, stdin: str = "") -> Done:
    """Run `backstory` and check how it ended; no traceback, whatever happens."""
    done = subprocess.run(
        [sys.executable, "-m", "backstory", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "BACKSTORY_ARCHIVE": "", "COLUMNS": "80"},
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == code, done.stderr
    return done


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The path of an archive of the examples, made by the command."""
    path = tmp_path_factory.mktemp("cli") / "archive.db"
    run("--archive", path, "add", *sorted((EXAMPLES / "days").glob("*.wiki")), EXAMPLES / "events.jsonl")
    return path


def test_add_tells_what_became_of_each_source(tmp_path: Path) -> None:
    first = run("add", DAY, EXAMPLES / "events.jsonl", cwd=tmp_path)
    lines = first.stdout.splitlines()
    assert re.fullmatch(rf"{re.escape(str(DAY))}: \d+ added", lines[0])
    assert re.fullmatch(r"2 sources: \d+ added, 0 changed, 0 unchanged, 0 failed", lines[-1])
    assert first.stderr == ""
    again = run("add", DAY, cwd=tmp_path)
    assert re.search(r"1 source: 0 added, 0 changed, \d+ unchanged, 0 failed", again.stdout)


def test_add_goes_on_past_what_fails(tmp_path: Path) -> None:
    (tmp_path / "empty.wiki").touch()
    done = run("add", "missing.wiki", "empty.wiki", tmp_path, DAY, cwd=tmp_path, code=1)
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["backstory"] * 3
    assert "missing.wiki: no such file" in done.stderr
    assert "added, 0 changed, 0 unchanged, 3 failed" in done.stdout


def test_many_bad_rows_are_summed_up(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"date": "2015-02-30", "headline": "No such day"}\n' * 50)
    done = run("add", rows, cwd=tmp_path, code=1)
    assert len(done.stderr.splitlines()) == 11
    assert "line 1:" in done.stderr
    assert "40 more rows do not fit" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add",), "name a source"),
        (("story",), "Missing argument"),
        (("story", PAGE, "--as-of", "2022-02-30"), "2022-02-30"),
        (("story", PAGE, "--limit", "0"), "--limit"),
        (("nothing",), "No such command"),
        (("search", "words", "--colour"), "--colour"),
    ],
)
def test_wrong_usage(tmp_path: Path, arguments: tuple[object, ...], words: str) -> None:
    done = run(*arguments, cwd=tmp_path, code=2)
    assert words in done.stderr
    assert done.stdout == ""


NEED_AN_ARCHIVE = [("story", PAGE), ("show", "2015-12-23"), ("search", "x"), ("info",), ("build", "s")]


@pytest.mark.parametrize("arguments", NEED_AN_ARCHIVE)
def test_no_archive(tmp_path: Path, arguments: tuple[object, ...]) -> None:
    done = run(*arguments, cwd=tmp_path, code=1)
    assert done.stderr == "backstory: backstory.db: no archive here; `backstory add` makes one\n"
    assert list(tmp_path.iterdir()) == []


def test_a_bad_setting(tmp_path: Path) -> None:
    (tmp_path / "backstory.toml").write_text("[site]\ncolour = 'red'\n")
    done = run("info", cwd=tmp_path, code=1)
    assert done.stderr.startswith("backstory: backstory.toml: unknown setting site.colour")


def test_story(made: Path) -> None:
    done = run("story", PAGE, "--archive", made)
    assert "before 29 March 2022" in done.stdout
    assert re.search(r"^2015-12-23  .*Amnesty International", done.stdout, re.MULTILINE)
    assert "Context: " in done.stdout
    assert "\x1b" not in done.stdout
    assert all(line == line.rstrip() for line in done.stdout.splitlines())


def test_story_as_of(made: Path) -> None:
    done = run("story", PAGE, "--as-of", "2011-03-11", "--archive", made)
    assert "No earlier event found before 11 March 2011." in done.stdout


def test_story_as_json(made: Path) -> None:
    story = json.loads(run("story", PAGE, "--json", "--limit", 3, "--archive", made).stdout)
    assert story["as_of"] == "2022-03-29"
    assert story["article"]["published"].startswith("2022-03-29T")
    assert len(story["events"]) == 3
    for event in story["events"]:
        assert event["date"] < "2022-03-29"
        assert event["because"]
        for word in event["words"]:
            assert event["headline"][word["start"] : word["end"]].strip()


def test_story_as_markdown(made: Path) -> None:
    text = run("story", PAGE, "--markdown", "--archive", made).stdout
    assert text.startswith("# ")
    assert "\n1. **20" in text
    assert "_Context: " in text


def test_story_from_standard_input(made: Path) -> None:
    done = run("story", "-", "--archive", made, stdin="Russia bombs Aleppo\n\nThe siege goes on.\n")
    assert "Aleppo" in done.stdout
    assert run("story", "-", "--archive", made, code=1).stderr == "backstory: standard input: empty\n"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("page.html", b"\x89PNG\r\n\x1a\n" + bytes(20), "not a page I can read (a PNG image)"),
        ("page.txt", b" \n ", "empty"),
        ("page.html", b"<html><body></body></html>", "no article found in this page"),
    ],
)
def test_story_of_no_page(made: Path, tmp_path: Path, name: str, data: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(data)
    done = run("story", tmp_path / name, "--archive", made, code=1)
    assert done.stderr == f"backstory: {tmp_path / name}: {words}\n"


def test_show(made: Path, example_archive: Archive) -> None:
    day = run("show", "2015-12-23", "--archive", made).stdout
    assert day.startswith("23 December 2015 · ")
    ids = re.findall(r"2015-12-23/[a-z0-9-]+", day)
    event = run("show", ids[0], "--archive", made).stdout
    assert ids[0] in event
    assert example_archive.event(ids[0]).headline in event
    topic = run("show", "syrian civil war", "--archive", made).stdout
    assert topic.startswith("Syrian Civil War · ")
    for missing in ("2015-12-23/nothing", "1999-01-01", "The Nothing War"):
        assert run("show", missing, "--archive", made, code=1).stderr.startswith(f"backstory: {missing}: no event")


def test_search(made: Path) -> None:
    found = run("search", "Amnesty Syria", "--archive", made).stdout
    assert re.search(r"^2015-12-23  ", found, re.MULTILINE)
    rows = run("search", "Aleppo", "--json", "--since", "2016-12-13", "--until", "2016-12-13", "--archive", made).stdout
    assert {json.loads(row)["date"] for row in rows.splitlines()} == {"2016-12-13"}
    assert run("search", "zeppelin", "--archive", made).stdout == "No event holds all of zeppelin.\n"
    close = run("search", "Aleppo zeppelin", "--archive", made).stdout
    assert close.startswith("No event holds all of Aleppo zeppelin; these hold most of them:\n\n20")


def test_the_last_day_that_a_date_can_be(tmp_path: Path) -> None:
    (tmp_path / "last.jsonl").write_text('{"date": "9999-12-31", "headline": "The last day of all in Syria."}\n')
    for _ in range(2):
        run("add", "last.jsonl", cwd=tmp_path)
    assert "1 event" in run("show", "9999-12-31", cwd=tmp_path).stdout
    assert "9999-12-31" in run("search", "Syria", "--until", "9999-12-31", cwd=tmp_path).stdout
    assert "9999-12-31" in run("story", "-", cwd=tmp_path, stdin="The last day of Syria").stdout
    run("build", "site", cwd=tmp_path)
    assert (tmp_path / "site" / "9999" / "12" / "31" / "index.html").exists()


def test_info(made: Path) -> None:
    text = run("info", "--archive", made).stdout
    assert "Events" in text
    assert "2011" in text


def test_build_and_preview(made: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    first = run("build", site, "--archive", made).stdout
    assert re.search(r": ([\d,]+) pages, \1 written$", first.strip())
    assert re.search(r" 0 written$", run("build", site, "--archive", made).stdout.strip())
    server = subprocess.Popen(
        [sys.executable, "-m", "backstory", "preview", str(site), "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    with server:
        assert server.stdout is not None
        address = re.search(r"http://127\.0\.0\.1:\d+/", server.stdout.readline())
        assert address
        with urllib.request.urlopen(address[0]) as answer:
            assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
            assert b"<h1" in answer.read()
        server.send_signal(signal.SIGINT)
        assert server.wait(10) in (0, 130)


def test_build_over_something_else(made: Path, tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("mine")
    done = run("build", tmp_path, "--archive", made, code=1)
    assert done.stderr.startswith(f"backstory: {tmp_path}: ")
    assert [each.name for each in tmp_path.iterdir()] == ["precious.txt"]


def test_export(made: Path, tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    run("export", path, "--archive", made)
    assert run("add", path, "--archive", made).stdout.count(" 0 changed")
    assert run("export", tmp_path / "no" / "such" / "events.jsonl", "--archive", made, code=1).stderr.count("\n") == 1
    assert "says no kind" in run("export", tmp_path / "events.parquet", "--archive", made, code=1).stderr
    assert not (tmp_path / "events.parquet").exists()


def test_ctrl_c(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text("".join(f'{{"date": "2015-01-01", "headline": "Event number {n}"}}\n' for n in range(60_000)))
    command = [sys.executable, "-m", "backstory", "--archive", str(tmp_path / "archive.db"), "add", str(rows)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        while process.poll() is None and not (tmp_path / "archive.db-wal").exists():
            time.sleep(0.01)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate()
    assert process.returncode == 130
    # The empty line ends the one on which a terminal shows ^C.
    assert errors == "\nbackstory: stopped; what was reported done is kept\n"


def test_a_reader_that_goes_away(made: Path) -> None:
    command = f"{sys.executable} -m backstory --archive {made} search the --limit 1000 | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_in_a_terminal(made: Path) -> None:
    """In a terminal, words are underlined and lines are wrapped to its width."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "backstory", "story", str(PAGE), "--archive", str(made)]
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "60"}
    with subprocess.Popen(command, stdout=follower, stderr=follower, env=environment) as process:
        os.close(follower)
        output = b""
        while chunk := _read(leader):
            output += chunk
    assert process.returncode == 0
    text = output.decode()
    assert "\x1b[4m" in text
    assert max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in text.split("\r\n")) <= 60


def _read(leader: int) -> bytes:
    try:
        return os.read(leader, 65536)
    except OSError:
        return b""


def test_help_names_every_command() -> None:
    text = run("--help").stdout
    for name in ("add", "build", "export", "info", "preview", "search", "show", "story"):
        assert re.search(rf"^  {name} ", text, re.MULTILINE)
        assert run(name, "--help").stdout.startswith("Usage: ")
    assert run("--version").stdout.strip().endswith(__version__)


def test_help_loads_no_engine() -> None:
    """What `--help` needs is little: no database engine, no HTTP, no numbers."""
    code = "import sys, backstory.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & {
        "sqlalchemy",
        "httpx",
        "numpy",
        "trafilatura",
        "mwparserfromhell",
        "lxml",
        "rich",
    }


def test_the_version_is_that_of_the_changelog() -> None:
    found = re.search(r"^## \[(\d[^\]]*)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    assert found[1] == __version__


def test_read_shows_blocks_with_their_roles() -> None:
    done = run("read", PAGE)
    assert re.search(r"^title +\S", done.stdout, re.MULTILINE)
    assert re.search(r"^paragraph +\S", done.stdout, re.MULTILINE)
    assert "Published: 2022-03-29" in done.stdout


def test_read_goes_on_past_what_fails(tmp_path: Path) -> None:
    (tmp_path / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n")
    done = run("read", "--json", tmp_path / "missing.html", PAGE, tmp_path / "picture.html", code=1)
    (line,) = done.stdout.splitlines()
    article = json.loads(line)
    assert article["published"]["edtf"].startswith("2022-03-29")
    for block in article["blocks"]:
        assert article["text"][block["start"] : block["end"]].strip()
    assert "missing.html: no such file" in done.stderr
    assert "not a page I can read (a PNG image)" in done.stderr


def test_read_takes_what_the_reader_knows(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("A dam breaks\n\nOn Tuesday the dam above Exampleton broke, and the lower town was flooded.\n")
    unknown = json.loads(run("read", "--json", page).stdout)
    assert unknown["published"] is None
    assert [date["edtf"] for date in unknown["dates"]] == ["XXXX-XX-XX"]
    url = "https://gazette.example/dam"
    known = json.loads(run("read", "--json", "--published", "2021-05-06", "--url", url, page).stdout)
    assert (known["published"]["edtf"], known["published"]["method"]) == ("2021-05-06", "given")
    assert known["url"] == url
    assert [date["edtf"] for date in known["dates"]] == ["2021-05-04"]
    assert "not a date" in run("read", "--published", "soon", page, code=1).stderr
    run("read", "--published", "2021", page, PAGE, code=2)


def test_pages_are_kept_and_checked(tmp_path: Path) -> None:
    kept = run("add", PAGE, cwd=tmp_path)
    assert "1 page kept" in kept.stdout
    seen = run("captures", PAGE, cwd=tmp_path)
    assert re.search(r"present on .* \(sha256 [0-9a-f]{64}\)", seen.stdout)
    assert re.search(
        r"1 capture: all as they were kept\nhead of the chain: [0-9a-f]{64}", run("verify", cwd=tmp_path).stdout
    )
    run("export", "captures.wacz", cwd=tmp_path)
    assert (tmp_path / "captures.wacz").stat().st_size
    stored = tmp_path / "backstory.captures" / "00000.warc.gz"
    stored.write_bytes(stored.read_bytes().replace(stored.read_bytes()[-9:-8], b"?", 1) + b"tail")
    broken = run("verify", cwd=tmp_path, code=1)
    assert "00000.warc.gz" in broken.stderr
    assert "no capture of that address" in run("captures", "https://nobody.example/", cwd=tmp_path, code=1).stderr


def test_nothing_to_follow_says_so(tmp_path: Path) -> None:
    run("add", DAY, cwd=tmp_path)
    assert "no feed or sitemap is followed" in run("watch", "--once", cwd=tmp_path, code=1).stderr
    sources = run("sources", cwd=tmp_path).stdout
    assert "No feed or sitemap is followed" in sources
    assert "not asked for yet" in sources


def test_a_private_address_is_not_asked(tmp_path: Path) -> None:
    done = run("add", "http://127.0.0.1/page", cwd=tmp_path, code=1)
    assert re.fullmatch(r"backstory: http://127\.0\.0\.1/page: .*private.*\n", done.stderr)


def test_decisions_are_taken_shown_and_undone(tmp_path: Path) -> None:
    run("add", DAY, cwd=tmp_path)
    with_ids = [line for line in run("show", "2015-12-23", cwd=tmp_path).stdout.splitlines() if "2015-12-23/" in line]
    one, other = (line.strip() for line in with_ids[:2])
    done = run("merge", one, other, "--by", "Ana", "--because", "one report", cwd=tmp_path)
    assert done.stdout.startswith(f"1. {one} merged into {other}")
    assert other in run("show", one, cwd=tmp_path).stdout
    run("correct", other, "headline", "What happened", "--because", "plainer", cwd=tmp_path)
    shown = run("show", other, cwd=tmp_path).stdout
    assert "What happened" in shown
    assert "by the archive's editor: headline of" in shown
    run("correct", other, "headline", "Nothing", cwd=tmp_path, code=2)
    assert "no field" in run("correct", other, "colour", "red", "--because", "a test", cwd=tmp_path, code=1).stderr
    run("undo", 1, cwd=tmp_path)
    assert one in run("show", one, cwd=tmp_path).stdout
    record = run("corrections", cwd=tmp_path).stdout
    assert f"1. {one} merged into {other} (undone)" in record
    assert "Ana: one report" in record
    kinds = [json.loads(line)["kind"] for line in run("corrections", "--json", cwd=tmp_path).stdout.splitlines()]
    assert kinds == ["merge", "correct", "undo"]
    assert run("undo", 1, cwd=tmp_path, code=1).stderr == "backstory: 1: is undone already\n"


def test_events_by_place(made: Path) -> None:
    found = [
        json.loads(line) for line in run("--archive", made, "events", "--place", "SY", "--json").stdout.splitlines()
    ]
    assert found
    assert {each["place"]["country"] for each in found} == {"SY"}
    shown = run("--archive", made, "show", found[0]["id"]).stdout
    assert f"Place: {found[0]['place']['name']}" in shown
    assert found[0]["headline"] in run("--archive", made, "events", "--place", "Syria").stdout
    assert run("--archive", made, "events", "--place", "Nowhere at all").stdout == "No such event.\n"


def test_read_says_when_dates_disagree_and_not_when_they_are_written_otherwise(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    body = "<h1>A dam breaks</h1><p class='date'>Published {}</p>"
    body += "<p>The dam above Exampleton broke on Friday night, and the lower town was flooded within the hour.</p>"
    body += "<p>Nobody was hurt, the mayor told reporters, but the school and the mill will stay closed for weeks.</p>"
    head = '<meta property="article:published_time" content="2022-03-05T08:00:00Z">'
    for seen, disagree in (("5 March 2022", False), ("03-05-2022", False), ("4 March 2022", True)):
        page.write_text(f"<html lang=en>{head}<article>{body.format(seen)}</article></html>")
        assert ("Witnesses disagree" in run("read", page).stdout) is disagree


def test_why_names_the_file_of_a_page_without_an_address(tmp_path: Path) -> None:
    page, archive = tmp_path / "bridge.txt", tmp_path / "archive.db"
    page.write_text("The bridge stays closed\n\n" + "The mayor of Norhaven says that the bridge stays closed. " * 5)
    run("--archive", archive, "add", page)
    shown = run("--archive", archive, "why", page).stdout
    assert "bridge.txt · capture 1" in shown
    assert "sha-256" not in shown
