"""Ids, slugs and addresses: made once from the words they stand for, and permanent."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

from anyascii import anyascii

from backstory.model import Topic
from backstory.times import MONTHS

#: Longest slug, in characters.
SLUG_LENGTH = 80

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_APOSTROPHE = re.compile(r"['`]")
_EVENT_ID = re.compile(r"\d{4}-\d{2}-\d{2}/[a-z0-9]+(?:-[a-z0-9]+)*")

#: Slugs that a site needs for pages of its own.
_RESERVED = frozenset({"index"})


@lru_cache(maxsize=10_000)
def ascii_words(text: str) -> str:
    """The text in lower-case ASCII letters and digits, one hyphen between words."""
    plain = text.replace("–", "-")
    # Dashes are what names of topics hold beside ASCII, and telling what other letters sound like takes its time.
    plain = plain if plain.isascii() else anyascii(plain)
    return _NOT_WORD.sub("-", _APOSTROPHE.sub("", plain.lower())).strip("-")


def slug(text: str) -> str:
    """A slug of at most `SLUG_LENGTH` characters that depends on the text alone.

    A text that fits gives its words. A longer one is cut at a word and ends in a number of four digits, taken from
    the SHA-256 of the whole text, so that two texts with the same beginning get two slugs whichever came first.
    """
    words = ascii_words(text)
    if words and len(words) <= SLUG_LENGTH and words not in _RESERVED:
        return words
    return f"{_cut(words, SLUG_LENGTH - 5) or 'event'}-{_number(text, 4)}"


def longer_slug(text: str) -> str:
    """The slug of a text whose `slug` is taken by another text: it ends in a number of ten digits."""
    return f"{_cut(ascii_words(text), SLUG_LENGTH - 11) or 'event'}-{_number(text, 10)}"


def event_id(day: dt.date, headline: str) -> str:
    """The permanent id of the event first told in `headline` under `day`: `2015-12-23/slug`."""
    return f"{day.isoformat()}/{slug(headline)}"


def is_event_id(text: str) -> bool:
    """Whether the text has the form of an event's id."""
    return _EVENT_ID.fullmatch(text) is not None


@lru_cache(maxsize=100_000)
def name_key(name: str) -> str:
    """What names that differ only in case, accents, dashes or punctuation have in common; also their slug.

    Names of topics and outlets are compared by it: "Israeli–Palestinian conflict" and "Israeli-Palestinian Conflict"
    are one topic.
    """
    return slug(name)


def topic_key(topic: Topic) -> str:
    """The key of a topic: that of the name under which it is shown."""
    return name_key(topic.name)


@lru_cache(maxsize=20_000)
def address_key(url: str) -> str:
    """What addresses of one page have in common, however they were copied.

    The scheme, a leading `www.`, the default port, a last slash, the fragment and the parameters that only say where a
    reader came from are left out (after RFC 3986, section 6.2, and `_TRACKING`); everything else counts.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return url.strip()
    host = host.removeprefix("www.") + (f":{port}" if port not in (None, 80, 443) else "")
    path = _ESCAPED.sub(_unescaped, parts.path).rstrip("/")
    kept = [each for each in parts.query.split("&") if each and not _TRACKING.match(each)]
    return host + path + (f"?{'&'.join(kept)}" if kept else "")


def wikipedia_url(title: str, site: str = "https://en.wikipedia.org") -> str:
    """The address of the page of that title on a MediaWiki site with the usual paths."""
    return f"{site}/wiki/{quote(title.replace(' ', '_'), safe=_WIKI_SAFE)}"


def portal_title(day: dt.date) -> str:
    """The title of the portal's page of a day: "Portal:Current events/2015 December 23"."""
    return f"Portal:Current events/{day.year} {MONTHS[day.month - 1]} {day.day}"


def portal_day(title: str) -> dt.date | None:
    """The day of a portal page's title, underscores allowed; None where the title is another page's.

    Raises:
        ValueError: the title is of that form and there is no such day ("2015 February 30").
    """
    found = _PORTAL_TITLE.fullmatch(title.replace("_", " ").strip())
    if not found:
        return None
    year, month, day = found.groups()
    return dt.date(int(year), MONTHS.index(month.capitalize()) + 1, int(day))


#: Parameters that campaigns, feeds and social networks add to an address.
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|cmpid|ocid|smid|wtmc|xtor)(?:=|$)", re.I
)
_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")


def _unescaped(escape: re.Match[str]) -> str:
    """An escaped character as it is where it needs no escaping (RFC 3986, section 2.3), else in capitals."""
    character = chr(int(escape[1], 16))
    return character if character.isascii() and (character.isalnum() or character in "-._~") else escape[0].upper()


#: What MediaWiki itself leaves as it is in an address.
_WIKI_SAFE = "/:,()'!*@;~$"
_PORTAL_TITLE = re.compile(rf"Portal:Current events/(\d{{4}}) ({'|'.join(MONTHS)}) (\d{{1,2}})", re.IGNORECASE)


def _cut(words: str, length: int) -> str:
    """The whole words that fit in `length` characters; part of the first one where not even that fits."""
    if len(words) <= length:
        return words
    return words[: length + 1].rpartition("-")[0] or words[:length]


def _number(text: str, digits: int) -> str:
    value = int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest()[:8], "big")
    return f"{value % 10**digits:0{digits}d}"
