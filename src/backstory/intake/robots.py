"""What a server's robots.txt asks of us, and the line that asks it (RFC 9309, the Robots Exclusion Protocol)."""

from __future__ import annotations

import math
import re
import string
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

#: How much of a robots.txt is read, in bytes: the least that RFC 9309 (2.5) allows to stop at.
ROBOTS_BYTES = 512_000


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether an address may be asked for, and why."""

    #: Whether it may.
    allowed: bool
    #: The line of robots.txt that decided, or why there is none, in plain words.
    because: str
    #: Seconds that the server asks to leave between two requests (`Crawl-delay`, which no standard has); 0 for none.
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class _Rule:
    """A line `Allow` or `Disallow` of a group."""

    allows: bool
    pattern: str
    line: str

    def matches(self, path: str) -> bool:
        """Whether the pattern, with its `*` and last `$`, fits the start of a path (2.2.3)."""
        first, *others = self.pattern.removesuffix("$").split("*")
        if not path.startswith(first):
            return False
        at = len(first)
        is_anchored = self.pattern.endswith("$")
        last = others.pop() if is_anchored and others else None
        for part in others:
            at = path.find(part, at) + len(part)
            if at < len(part):
                return False
        if last is not None:
            return path.endswith(last) and len(path) - len(last) >= at
        return not is_anchored or at == len(path)


@dataclass(frozen=True, slots=True)
class Robots:
    """The part of a robots.txt that is meant for us."""

    #: What it allows and what not.
    rules: tuple[_Rule, ...] = ()
    #: As in `Decision`.
    delay: float = 0.0
    #: Addresses of sitemaps that it names for everyone.
    sitemaps: tuple[str, ...] = ()
    #: Why an address may be asked for of which no rule speaks.
    otherwise: str = "robots.txt says nothing of it"

    def decision(self, url: str) -> Decision:
        """Whether an address of this server may be asked for: the longest pattern that fits decides (2.2.2)."""
        parts = urlsplit(url)
        path = _octets((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        fitting = [rule for rule in self.rules if rule.matches(path)]
        best = max(fitting, key=lambda rule: (len(rule.pattern), rule.allows), default=None)
        if best is None:
            return Decision(True, self.otherwise, self.delay)
        return Decision(best.allows, f"robots.txt says {best.line}", self.delay)


def read_robots(data: bytes, agent: str) -> Robots:
    """Read a robots.txt.

    Args:
        data: its bytes; more than `ROBOTS_BYTES` are not looked at.
        agent: our `User-Agent`; its first word, without a version, is the name that groups are looked up by.
    """
    groups: list[_Group] = []
    sitemaps = []
    for line in data[:ROBOTS_BYTES].decode("utf-8-sig", "replace").splitlines():
        words = " ".join(line.partition("#")[0].split())
        key, _, value = (part.strip() for part in words.partition(":"))
        match key.lower():
            case "sitemap":
                sitemaps.append(value)
            case "user-agent":
                # Agents on lines that follow each other share a group (2.2.1).
                if not groups or groups[-1].lines:
                    groups.append(_Group())
                groups[-1].agents.append(value)
            case "allow" | "disallow" | "crawl-delay" as known if groups:
                groups[-1].lines.append((known, value, words))
    lines = _lines_for(groups, product_token(agent))
    rules = [line for line in lines if _is_rule(*line[:2])]
    return Robots(
        rules=tuple(_Rule(key == "allow", _octets(value), words) for key, value, words in rules),
        delay=max((_seconds(value) for key, value, _ in lines if key == "crawl-delay"), default=0.0),
        sitemaps=tuple(sitemaps),
    )


def product_token(agent: str) -> str:
    """The name in a `User-Agent`, in lower case: "backstory" of "Backstory/0.2 (desk@example.org)" (2.2.1)."""
    found = re.match(r"[A-Za-z_-]+", agent)
    return found[0].lower() if found else ""


@dataclass(frozen=True, slots=True)
class _Group:
    """Agents, and what is said to them: key, value and the whole line."""

    agents: list[str] = field(default_factory=list)
    lines: list[tuple[str, str, str]] = field(default_factory=list)


def _lines_for(groups: list[_Group], token: str) -> list[tuple[str, str, str]]:
    """The lines of all groups that name us; of those for everyone where none does."""
    ours = [group for group in groups if token in map(product_token, group.agents)]
    meant = ours or [group for group in groups if "*" in group.agents]
    return [line for group in meant for line in group.lines]


def _is_rule(key: str, value: str) -> bool:
    """Whether it is one; an empty `Disallow` forbids nothing."""
    return key != "crawl-delay" and value.startswith(("/", "*", "$"))


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        return 0.0
    return seconds if 0 < seconds < math.inf else 0.0


def _octets(text: str) -> str:
    """A path with everything percent-encoded that can be, but for characters that mean themselves (2.2.2)."""
    encoded = quote(text, safe=_ASCII)
    return _ENCODED.sub(lambda found: _UNRESERVED.get(found[0].upper(), found[0].upper()), encoded)


_ASCII = "".join(map(chr, range(0x21, 0x7F)))
_ENCODED = re.compile("%[0-9A-Fa-f]{2}")
_UNRESERVED = {f"%{ord(char):02X}": char for char in string.ascii_letters + string.digits + "-._~"}
