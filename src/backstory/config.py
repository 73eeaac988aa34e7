"""Settings: what the owner of an archive has chosen once, so that it need not be said with every command.

A setting is looked for in four places, and the first one that has it wins:

    1. an argument of the command (`--archive PATH`)
    2. the environment (`BACKSTORY_ARCHIVE`)
    3. the file `backstory.toml` in the current folder, in the shape of the classes below
    4. the default
"""

from __future__ import annotations

import dataclasses
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from backstory.errors import ConfigError

#: Name of the settings file, looked for in the current folder.
FILE_NAME = "backstory.toml"

#: The environment variables that name the archive, and who decides on corrections.
ARCHIVE_VARIABLE = "BACKSTORY_ARCHIVE"
EDITOR_VARIABLE = "BACKSTORY_EDITOR"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """How the built site presents itself: `[site]`."""

    #: The archive's name, on top of every page.
    title: str = "Backstory"
    #: One sentence under it.
    tagline: str = "The sourced history behind the news."
    #: Public address of the site, without a slash at its end; feeds and sitemaps need it for whole addresses.
    base_url: str | None = None
    #: The owner's notice for the archive's own text, at the foot of every page that has some.
    notice: str | None = None
    #: Language of the archive's text (BCP 47).
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaWikiConfig:
    """The wiki that `add --portal` fetches day pages from, and how: `[mediawiki]`."""

    #: Address of its API.
    api: str = "https://en.wikipedia.org/w/api.php"
    #: What requests give as `User-Agent`; a wiki's owner should be able to reach you by it.
    agent: str = "Backstory (set mediawiki.agent to say who you are)"
    #: Seconds to wait between two requests, at most an hour.
    pause: float = 1.0
    #: Seconds after which a request that has not been answered is given up, at most an hour.
    timeout: float = 30.0
    #: How often a request is made before a failure counts, at most 100 times.
    tries: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """How pages and feeds are asked for: `[web]`."""

    #: What requests give as `User-Agent`; its first word is the name that robots.txt files know them by.
    agent: str = "Backstory (set web.agent to say who you are)"
    #: Seconds to leave a server alone after a request, at most an hour; its robots.txt may ask for more.
    spacing: float = 1.0
    #: Seconds after which a request that has not been answered in full is given up, at most an hour.
    timeout: float = 30.0
    #: How often a request is made before a failure that may pass counts, at most 100 times.
    tries: int = 3
    #: The longest answer that is taken, in bytes, unpacked; at most 1 GB.
    largest: int = 50_000_000
    #: How many servers are asked at the same time, at most 100.
    hosts_at_once: int = 8
    #: Hosts that may be asked though their addresses are private: names or IP addresses.
    allow_hosts: tuple[str, ...] = ()
    #: Address of a Memento TimeGate (RFC 7089), which is asked for copies of pages that are gone.
    timegate: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings: the top of the file."""

    #: Path of the archive.
    archive: str = "backstory.db"
    #: Who decides on merges, splits and corrections, as the public record is to name them.
    editor: str = "the archive's editor"
    #: The table `[site]`.
    site: SiteSettings = field(default_factory=SiteSettings)
    #: The table `[mediawiki]`.
    mediawiki: MediaWikiConfig = field(default_factory=MediaWikiConfig)
    #: The table `[web]`.
    web: WebSettings = field(default_factory=WebSettings)


def load_settings(path: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of the environment, the file and the defaults; arguments are the caller's to put over them.

    Args:
        path: a settings file; without it, `backstory.toml` in the current folder, which need not exist.
        environ: the environment; an empty variable counts as none.

    Raises:
        ConfigError: the file cannot be read, is not TOML, or holds an unknown setting or a value that does not fit.
    """
    settings = _record(Settings, _read(path), file=str(path or FILE_NAME))
    archive = environ.get(ARCHIVE_VARIABLE) or settings.archive
    return dataclasses.replace(settings, archive=archive, editor=environ.get(EDITOR_VARIABLE) or settings.editor)


_Record = TypeVar("_Record", Settings, SiteSettings, MediaWikiConfig, WebSettings)

_Limit = tuple[Callable[[Any], bool], str]
_ADDRESS: _Limit = (lambda value: value.startswith(("http://", "https://")), "an http or https address")
_AGENT: _Limit = (lambda value: value.isascii() and value.isprintable(), "one line of plain ASCII")
_PAUSE: _Limit = (lambda value: 0 <= value <= 3600, "between 0 and 3600")
_TIMEOUT: _Limit = (lambda value: 0 < value <= 3600, "more than 0 and at most 3600")
_COUNT: _Limit = (lambda value: 1 <= value <= 100, "between 1 and 100")

#: What a value must be beyond its type: a test, and the words for it.
_LIMITS: Mapping[str, _Limit] = {
    "site.base_url": (
        lambda value: value.startswith(("http://", "https://")) and not value.endswith("/"),
        "an http or https address without a slash at its end",
    ),
    "site.language": (
        lambda value: re.fullmatch("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", value) is not None,
        "a language tag such as en or pt-BR",
    ),
    "mediawiki.api": _ADDRESS,
    "mediawiki.agent": _AGENT,
    "mediawiki.pause": _PAUSE,
    "mediawiki.timeout": _TIMEOUT,
    "mediawiki.tries": _COUNT,
    "web.agent": _AGENT,
    "web.spacing": _PAUSE,
    "web.timeout": _TIMEOUT,
    "web.tries": _COUNT,
    "web.largest": (lambda value: 1 <= value <= 1_000_000_000, "between 1 and 1000000000"),
    "web.hosts_at_once": _COUNT,
    "web.allow_hosts": (lambda value: all(each.strip() for each in value), "a list of names without an empty one"),
    "web.timegate": _ADDRESS,
}

#: The types that a field takes, and the words for it, by the field's annotation.
_KINDS: Mapping[object, tuple[tuple[type, ...], str]] = {
    str: ((str,), "text"),
    str | None: ((str,), "text"),
    int: ((int,), "a whole number"),
    float: ((int, float), "a number"),
    tuple[str, ...]: ((list,), "a list of texts"),
    SiteSettings: ((dict,), "a table"),
    MediaWikiConfig: ((dict,), "a table"),
    WebSettings: ((dict,), "a table"),
}


def _read(path: Path | None) -> dict[str, Any]:
    file = path or Path(FILE_NAME)
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        if path is None:
            return {}
        raise ConfigError(str(file), "there is no such file") from None
    except OSError as error:
        raise ConfigError(str(file), f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ConfigError(str(file), "not UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(file), f"not TOML: {error}") from error


def _record(kind: type[_Record], table: Mapping[str, Any], *, file: str, prefix: str = "") -> _Record:
    """The record with the values of a table of the file; what the table leaves out keeps its default."""
    hints = get_type_hints(kind)
    unknown = next((name for name in table if name not in hints), None)
    if unknown is not None:
        known = ", ".join(prefix + name for name in sorted(hints))
        raise ConfigError(file, f"unknown setting {prefix}{unknown} (known: {known})")
    return kind(**{name: _value(hints[name], value, file, prefix + name) for name, value in table.items()})


def _value(kind: Any, value: Any, file: str, setting: str) -> Any:
    """The value as the field of that type keeps it."""
    types, words = _KINDS[kind]
    # Not `isinstance`, for which `true` is a number.
    if type(value) not in types:
        raise ConfigError(file, f"{setting} must be {words}")
    if isinstance(value, dict):
        return _record(kind, value, file=file, prefix=f"{setting}.")
    if isinstance(value, list):
        if not all(isinstance(each, str) for each in value):
            raise ConfigError(file, f"{setting} must be {words}")
        value = tuple(value)
    if isinstance(value, str) and not value.strip():
        raise ConfigError(file, f"{setting} must not be empty")
    fits, words = _LIMITS.get(setting, (lambda _: True, ""))
    if not fits(value):
        raise ConfigError(file, f"{setting} must be {words}")
    return float(value) if kind is float else value
