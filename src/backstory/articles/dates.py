"""When a page was published and last modified: what it says, by every witness, and which of them is believed.

Structured data and the head come first, then what a reader sees near the headline, then the day in the address. The
day of capture, of a comment, of a teaser or of a copyright line is never taken for that of publication.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from urllib.parse import unquote

from backstory.articles.byline_words import BY_WITHIN
from backstory.articles.date_words import (
    ELSEWHERE,
    LABEL,
    MODIFIED,
    MODIFIED_METAS,
    OTHER,
    PUBLISHED,
    PUBLISHED_METAS,
)
from backstory.articles.instants import edtf_of
from backstory.articles.metadata import Metadata
from backstory.articles.tree import text_of
from backstory.articles.units import Container, Unit
from backstory.model import Dated, Method, Witness

_DIGIT = re.compile(r"\d")
#: A day within an address, with a mark between its parts or none.
_URL_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:"
    r"(?P<mark>[/_-])(?P<month>0?[1-9]|1[0-2]|[a-z]{3,9})[/_-](?P<day>0[1-9]|[12]\d|3[01]|[1-9])"
    r"|/?(?P<month2>0[1-9]|1[0-2])/?(?P<day2>0[1-9]|[12]\d|3[01]))(?!\d)",
    re.IGNORECASE,
)

#: A line of more characters, besides its date, is a sentence and not a line about the article.
_LONGEST = 90
#: How many lines above and below the headline belong to it.
_ABOVE, _BELOW = 6, 20

_Said = list[tuple[str, Dated]]


@dataclass(frozen=True, slots=True)
class Dates:
    """When a page was published and last modified."""

    #: None where nothing says so.
    published: Dated | None
    #: None where nothing says so.
    modified: Dated | None
    #: Everything that was said of either.
    witnesses: tuple[Witness, ...]


def dates_of(page: Metadata, lines: Sequence[Unit], *, headline: int, captured: dt.datetime | None) -> Dates:
    """When a page was published and last modified.

    Args:
        page: what the page says of itself.
        lines: its text, line by line.
        headline: number of the line that is its headline, near which a reader looks for the date.
        captured: when it was captured: nothing later can be true.
    """
    article = set(lines[headline].container.around()) if lines else set()
    near = [each for each in _near(page, lines, headline, article) if _possible(each[1], captured)]
    address = url_day(page.url or page.canonical)
    said = [each for each in _stated(page) if _possible(each[1], captured)] + near
    if address and _possible(address, captured):
        said.append(("published", address))
    if not any(about == "published" for about, _ in said):
        said += [each for each in _far(page, lines, headline, article) if _possible(each[1], captured)]
    published = [dated for about, dated in said if about == "published"]
    seen = next((dated for about, dated in near if about == "published"), None)
    return Dates(
        published=_judged(published, [each for each in (seen, address) if each in published]),
        modified=next((dated for about, dated in said if about == "modified"), None),
        witnesses=tuple(
            dict.fromkeys(Witness(about, dated.words or dated.edtf, dated.method, dated.edtf) for about, dated in said)
        ),
    )


def no_later_than(modified: Dated | None, captured: dt.datetime | None) -> Dated | None:
    """By when a page was published that does not say when; None where nothing bounds it.

    Args:
        modified: when it says that it was last changed: it was there by then.
        captured: when it was captured, aware; the day is that in UTC.
    """
    bounds = [(modified.day, modified.method, modified.words)] if modified and modified.day else []
    if captured:
        bounds.append((captured.astimezone(dt.UTC).date(), Method.CAPTURE, None))
    if not bounds:
        return None
    day, method, words = min(bounds, key=itemgetter(0))
    return Dated(f"../{day.isoformat()}", method, words=words)


def url_day(address: str | None) -> Dated | None:
    """The day that an address names: `/2022/03/29/`, `/20220329-`, `/2022/mar/29/`; None where it names none."""
    for match in _URL_DAY.finditer(unquote(address or "").partition("?")[0]):
        month, day = match["month"] or match["month2"], match["day"] or match["day2"]
        numbered = f"{match['year']}-{month:0>2}-{day:0>2}"
        edtf = edtf_of(numbered if month.isdecimal() else f"{day} {month} {match['year']}")
        if edtf:
            return Dated(edtf, Method.URL, words=match[0])
    return None


def _judged(published: Sequence[Dated], seen: Sequence[Dated | None]) -> Dated | None:
    """The witness that is believed: the first, unless what a reader sees or the address names an earlier day.

    Content systems state the day of a new edition, and the day in UTC, as that of publication; nobody dates a page too
    early by hand.
    """
    first = next((each for each in published if each.day), next(iter(published), None))
    for other in seen:
        if first and first.day and other and other.day and other.day < first.day:
            return other
    return first


def _possible(dated: Dated, captured: dt.datetime | None) -> bool:
    """Whether a date is not after the capture; a day is granted for zones."""
    return captured is None or dated.day is None or dated.day <= captured.date() + dt.timedelta(days=1)


def _stated(page: Metadata) -> Iterator[tuple[str, Dated]]:
    """What structured data and head say, the surest first."""
    said: list[tuple[str, str | None, Method]] = [
        ("published", page.say("datePublished"), Method.JSON_LD),
        *(("published", value, Method.META) for _, value in page.all_metas(*PUBLISHED_METAS)),
        *(("published", value, Method.META) for value in _single(page, "datepublished")),
        ("published", page.say("dateCreated", "uploadDate"), Method.JSON_LD),
        ("modified", page.say("dateModified"), Method.JSON_LD),
        *(("modified", value, Method.META) for _, value in page.all_metas(*MODIFIED_METAS)),
        *(("modified", value, Method.META) for value in _single(page, "datemodified")),
    ]
    for about, value, method in said:
        if value and len(value) <= _LONGEST and (edtf := edtf_of(value, language=page.language)):
            yield about, Dated(edtf, method, words=value)


def _single(page: Metadata, name: str) -> list[str]:
    """The value of a microdata property that the page has once; teasers have one each."""
    values = [each.get("content") or each.get("datetime") or text_of(each) for each in page.properties.get(name, ())]
    return values if len(set(values)) == 1 else []


def _near(page: Metadata, lines: Sequence[Unit], headline: int, article: set[Container]) -> _Said:
    """What the lines around the headline say, the likeliest first."""
    found: list[tuple[float, str, Dated]] = []
    for number in range(max(0, headline - _ABOVE), min(len(lines), headline + _BELOW + 1)):
        line = lines[number]
        if OTHER.search(line.text) or _is_elsewhere(line, article):
            continue
        for about, dated, rest in _read(line, lines[number - 1].text if number else "", page.language):
            labelled = bool(PUBLISHED.search(line.text[:_LONGEST]))
            score = 3 + 2 * labelled + bool(line.time) - abs(number - headline) / 10 - rest / 30
            if score > 1:
                found.append((score, about, dated))
    return [(about, dated) for _, about, dated in sorted(found, key=lambda each: -each[0])]


def _far(page: Metadata, lines: Sequence[Unit], headline: int, article: set[Container]) -> _Said:
    """What labelled lines elsewhere say, if they agree; several days are those of several pages."""
    found: _Said = []
    for number, line in enumerate(lines):
        if -_ABOVE <= number - headline <= _BELOW or len(line.text) > _LONGEST or not PUBLISHED.search(line.text):
            continue
        if not OTHER.search(line.text) and not _is_elsewhere(line, article):
            found += [(about, dated) for about, dated, _ in _read(line, "", page.language)]
    return found if len({dated.day for about, dated in found if about == "published"}) == 1 else []


def _is_elsewhere(line: Unit, article: set[Container]) -> bool:
    """Whether a line stands among comments, teasers or below the page; what holds the headline is the article's."""
    return any(each not in article and _is_foreign(each.style[-1]) for each in line.container.around())


@lru_cache(maxsize=10_000)
def _is_foreign(style: str) -> bool:
    return ELSEWHERE.search(style) is not None


def _read(line: Unit, before: str, language: str | None) -> Iterator[tuple[str, Dated, int]]:
    """The dates of a line about the article, each with what its label says, and how many letters stand with it."""
    if not line.time and not _DIGIT.search(line.text):
        return
    parts = [part for part in LABEL.split(line.text[: 3 * _LONGEST]) if part]
    for part in parts:
        edtf, value = edtf_of(part, language=language), part
        if edtf is None and len(parts) == 1 and line.time:
            edtf, value = edtf_of(line.time, language=language), line.time
        if edtf is None or len(part) > _LONGEST:
            continue
        # "Reviewed by A. Writer" above a date says who, and nothing of the date.
        is_alone = len(parts) > 1 or len(before) > _LONGEST / 3 or BY_WITHIN.search(before)
        label = part if is_alone else f"{before} {part}"
        about = "modified" if MODIFIED.search(label) else "published"
        yield about, Dated(edtf, Method.VISIBLE, words=value.strip()), len(re.sub(r"[\W\d]", "", part))
