"""Settings: where they come from, in which order, and what is refused."""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstory.config import (
    ARCHIVE_VARIABLE,
    MediaWikiConfig,
    Settings,
    SiteSettings,
    WebSettings,
    load_settings,
)
from backstory.errors import ConfigError

DOCS = Path(__file__).parents[1] / "docs" / "config.md"

ADDRESS = "an http or https address without a slash at its end"

EVERYTHING = """
archive = "syria.db"

[site]
title = "Syria, day by day"
tagline = "What led here."
base_url = "https://syria.example.org"
notice = "Our own text is free to use."
language = "pt-BR"

[mediawiki]
api = "https://wiki.example.org/w/api.php"
agent = "syria-archive/1 (desk@example.org)"
pause = 0
timeout = 2.5
tries = 1

[web]
agent = "syria-archive/1 (desk@example.org)"
spacing = 2
timeout = 10
tries = 2
largest = 1000
hosts_at_once = 3
allow_hosts = ["127.0.0.1", "wiki.example.lan"]
timegate = "https://archive.example.org/timegate/"
"""


def write(folder: Path, text: str) -> Path:
    """A settings file with that text."""
    path = folder / "backstory.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(path: Path) -> str:
    """The reason for which the file is refused."""
    with pytest.raises(ConfigError) as caught:
        load_settings(path, {})
    assert caught.value.subject == str(path)
    assert "\n" not in str(caught.value)
    return caught.value.reason


def defaults() -> dict[str, object]:
    """Every setting's full name with its default."""
    found: dict[str, object] = {"archive": Settings().archive, "editor": Settings().editor}
    for prefix, section in (("site", SiteSettings), ("mediawiki", MediaWikiConfig), ("web", WebSettings)):
        found.update({f"{prefix}.{one.name}": one.default for one in dataclasses.fields(section)})
    return found


def test_there_need_be_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings(environ={}) == Settings()
    assert Settings().archive == "backstory.db"


def test_the_file_of_the_current_folder_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, 'archive = "here.db"')
    monkeypatch.chdir(tmp_path)
    assert load_settings(environ={}) == Settings(archive="here.db")


def test_an_error_in_the_file_of_the_current_folder_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "[site]\ncolour = 'red'")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError) as caught:
        load_settings(environ={})
    assert str(caught.value) == (
        "backstory.toml: unknown setting site.colour "
        "(known: site.base_url, site.language, site.notice, site.tagline, site.title)"
    )


def test_every_setting_can_be_made(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, EVERYTHING), {})
    assert settings == Settings(
        archive="syria.db",
        site=SiteSettings(
            title="Syria, day by day",
            tagline="What led here.",
            base_url="https://syria.example.org",
            notice="Our own text is free to use.",
            language="pt-BR",
        ),
        mediawiki=MediaWikiConfig(
            api="https://wiki.example.org/w/api.php",
            agent="syria-archive/1 (desk@example.org)",
            pause=0.0,
            timeout=2.5,
            tries=1,
        ),
        web=WebSettings(
            agent="syria-archive/1 (desk@example.org)",
            spacing=2.0,
            timeout=10.0,
            tries=2,
            largest=1000,
            hosts_at_once=3,
            allow_hosts=("127.0.0.1", "wiki.example.lan"),
            timegate="https://archive.example.org/timegate/",
        ),
    )
    assert isinstance(settings.mediawiki.pause, float)


def test_a_table_may_be_given_in_part(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, "[site]\ntitle = 'Brexit'"), {})
    assert settings == Settings(site=SiteSettings(title="Brexit"))


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, 'archive = "file.db"')
    assert load_settings(path, {ARCHIVE_VARIABLE: "environment.db"}).archive == "environment.db"
    assert load_settings(path, {ARCHIVE_VARIABLE: ""}).archive == "file.db"


def test_the_real_environment_is_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKSTORY_ARCHIVE", "environment.db")
    assert load_settings(write(tmp_path, "")).archive == "environment.db"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("arkive = 'a.db'", "unknown setting arkive (known: archive, editor, mediawiki, site, web)"),
        ("[sites]", "unknown setting sites (known: archive, editor, mediawiki, site, web)"),
        (
            "[mediawiki]\nwait = 1",
            "unknown setting mediawiki.wait (known: mediawiki.agent, mediawiki.api, "
            "mediawiki.pause, mediawiki.timeout, mediawiki.tries)",
        ),
        ("archive = 3", "archive must be text"),
        ("archive = ' '", "archive must not be empty"),
        ("[archive]", "archive must be text"),
        ("site = 'x'", "site must be a table"),
        ("[[site]]", "site must be a table"),
        ("[site]\ntitle = true", "site.title must be text"),
        ("[site]\nnotice = 1", "site.notice must be text"),
        ("[site]\nlanguage = 'English'", "site.language must be a language tag such as en or pt-BR"),
        ("[site]\nbase_url = 'example.org'", f"site.base_url must be {ADDRESS}"),
        ("[site]\nbase_url = 'https://example.org/'", f"site.base_url must be {ADDRESS}"),
        ("[mediawiki]\napi = 'ftp://example.org'", "mediawiki.api must be an http or https address"),
        ('[mediawiki]\nagent = "a\\nb"', "mediawiki.agent must be one line of plain ASCII"),
        ("[mediawiki]\npause = '1'", "mediawiki.pause must be a number"),
        ("[mediawiki]\npause = true", "mediawiki.pause must be a number"),
        ("[mediawiki]\npause = -1", "mediawiki.pause must be between 0 and 3600"),
        ("[mediawiki]\npause = nan", "mediawiki.pause must be between 0 and 3600"),
        (f"[mediawiki]\npause = {10**400}", "mediawiki.pause must be between 0 and 3600"),
        ("[mediawiki]\ntimeout = 0", "mediawiki.timeout must be more than 0 and at most 3600"),
        ("[mediawiki]\ntimeout = inf", "mediawiki.timeout must be more than 0 and at most 3600"),
        ("[mediawiki]\ntries = 1.5", "mediawiki.tries must be a whole number"),
        ("[mediawiki]\ntries = 0", "mediawiki.tries must be between 1 and 100"),
        ("[web]\nallow_hosts = 'a'", "web.allow_hosts must be a list of texts"),
        ("[web]\nallow_hosts = [1]", "web.allow_hosts must be a list of texts"),
        ("[web]\nallow_hosts = ['a', ' ']", "web.allow_hosts must be a list of names without an empty one"),
        ("[web]\nlargest = 0", "web.largest must be between 1 and 1000000000"),
        ("[web]\ntimegate = 'archive'", "web.timegate must be an http or https address"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    assert refusal(write(tmp_path, text)) == reason


def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.toml") == "there is no such file"
    assert refusal(tmp_path).startswith("cannot be read (")
    assert refusal(write(tmp_path, "archive =")).startswith("not TOML: ")
    (tmp_path / "latin.toml").write_bytes("archive = 'é.db'".encode("latin-1"))
    assert refusal(tmp_path / "latin.toml") == "not UTF-8"


def test_a_byte_order_mark_is_not_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "bom.toml").write_bytes(b"\xef\xbb\xbfarchive = 'a.db'")
    assert load_settings(tmp_path / "bom.toml", {}).archive == "a.db"


lists = st.lists(st.integers() | st.text(), max_size=2)
values = st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), lists)


@given(st.sampled_from(sorted(defaults())), values)
def test_any_value_is_taken_or_refused(tmp_path_factory: pytest.TempPathFactory, name: str, value: object) -> None:
    section, _, key = name.rpartition(".")
    path = tmp_path_factory.mktemp("settings") / "backstory.toml"
    # JSON's texts, numbers and lists are TOML's too, but for the names of the special numbers.
    text = repr(value) if isinstance(value, float) else json.dumps(value, ensure_ascii=False)
    path.write_text(f"[{section}]\n{key} = {text}" if section else f"{key} = {text}", encoding="utf-8")
    try:
        settings = load_settings(path, {})
    except ConfigError as error:
        assert error.subject == str(path)  # noqa: PT017 - whether it is raised is what Hypothesis varies
    else:
        record = getattr(settings, section) if section else settings
        assert getattr(record, key) == (tuple(value) if isinstance(value, list) else value)


@pytest.mark.parametrize(("name", "default"), defaults().items())
def test_the_docs_name_every_setting_with_its_default(name: str, default: object) -> None:
    shown = "none" if default is None else f"`{json.dumps(default)}`"
    assert f"\n| `{name}` | {shown} | " in DOCS.read_text(encoding="utf-8")


def test_the_docs_name_no_other_setting() -> None:
    named = re.findall(r"^\| `([a-z_.]+)` \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(named) == sorted(defaults())


def test_the_docs_example_is_read(tmp_path: Path) -> None:
    example = DOCS.read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0]
    assert load_settings(write(tmp_path, example), {}).site.title == "Syria, day by day"


@pytest.mark.parametrize("record", [Settings, SiteSettings, MediaWikiConfig, WebSettings])
def test_every_setting_is_explained_where_it_stands(record: type) -> None:
    lines = inspect.getsource(record).splitlines()
    for one in dataclasses.fields(record):
        place = next(number for number, line in enumerate(lines) if line.startswith(f"    {one.name}: "))
        assert lines[place - 1].startswith("    #: ")
