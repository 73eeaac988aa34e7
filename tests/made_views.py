"""Views that Hypothesis makes: any text anywhere, and days, paths and numbers of the form that views promise."""

from __future__ import annotations

import datetime as dt
import types
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from msgspec.structs import fields

from backstory.site.paths import KINDS
from backstory.site.views import Link, View

NASTY = (
    "\x00\x01\x1b\ufffe\uffff",
    "</script><script>alert(1)</script>",
    "<b>&amp;</b> & &lt; &copy; &#39; &notanentity",
    "*a* _b_ __c__ `d` [e](f) ![g](h) <http://i> ~~j~~ | k \\",
    "# Heading #",
    "- item",
    "12. item",
    "> quoted",
    "]]> <!-- --> <![CDATA[ <?x?>",
    "ends in a hash #",
    "a\r\nb\tc\u2028d\u00a0",
    "Kurd­istan – “élan” Ünïcödé 漢字 עברית 🙂",
)

TEXT = st.one_of(st.text(max_size=30), st.sampled_from(NASTY))
PATHS = st.sampled_from(("index", "2015/index", "2015/12/23/a-slug", "topics/syrian-civil-war", "outlets/index/0-9"))
DAYS = st.dates().map(lambda day: day.isoformat())
YEARS = st.integers(1900, 2100).map(str)
MONTHS = st.dates().map(lambda day: day.isoformat()[:7])
COUNTS = st.integers(0, 10**6)
#: As the Extended Date/Time Format writes them.
DATES = st.one_of(
    st.datetimes().map(lambda when: when.isoformat(timespec="seconds") + "+02:00"),
    DAYS,
    MONTHS,
    YEARS,
    DAYS.map(lambda day: f"../{day}"),
    st.just("XXXX-XX-XX"),
)

#: What the fields of that name hold, whatever record they are in.
_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "path": PATHS,
    "day": DAYS,
    "until": DAYS,
    "first": DAYS,
    "last": DAYS,
    "month": MONTHS,
    "year": YEARS,
    "label": st.one_of(YEARS, MONTHS),
    "file": PATHS.map(lambda path: f"{path}.jpg"),
    "published": DATES,
    "captured": st.datetimes(timezones=st.just(dt.UTC)).map(lambda when: when.strftime("%Y-%m-%dT%H:%M:%SZ")),
    "sha256": st.binary(min_size=32, max_size=32).map(bytes.hex),
    "part": st.sampled_from(("text", "description")),
    "country": st.sampled_from(("SY", "MT", "XX")),
    "precision": st.sampled_from(("city", "region", "country")),
    "geojson": st.just("map.geojson"),
    "holds": st.sampled_from(("yes", "no", None)),
    "feed": st.just("corrections.atom"),
}
_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXT,
    int: COUNTS,
    bool: st.booleans(),
    float: st.integers(-900, 900).map(lambda tenths: tenths / 10),
}
_DAY_LINKS = st.builds(Link, PATHS, DAYS)


def _record(kind: type) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: _value(hints[field.name], field.name) for field in fields(kind)})


def _value(hint: Any, name: str) -> st.SearchStrategy[Any]:
    if name == "answers":
        # A number of a statement of the same matter: none is in reach of every matter that is made.
        return st.none()
    if get_origin(hint) in (Union, types.UnionType):
        return st.one_of([st.none() if each is types.NoneType else _value(each, name) for each in get_args(hint)])
    if get_origin(hint) is tuple:
        return st.lists(_value(get_args(hint)[0], name), max_size=3).map(tuple)
    if hint in _PLAIN:
        return _FIELDS.get(name, TEXT) if hint is str else _PLAIN[hint]
    return _DAY_LINKS if hint is Link and name == "day" else _record(hint)


#: Any page.
VIEWS: st.SearchStrategy[View] = st.one_of([_record(kind) for kind in KINDS])
