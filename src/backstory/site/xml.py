"""Views as XML: each field an element of its name, in the order of the record.

- A record that is no more than words and a path is an element with the words in it.
- A path is the attribute `href`, relative to the page and with the extension `.xml`.
- A list is an element, also when it is empty, with an element for each item, named by the kind of item (`ITEMS`).
- What is None is left out.

`schemas` makes the RELAX NG of the pages from the same rules and the same types.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, Union, get_args, get_origin, get_type_hints
from xml.sax.saxutils import quoteattr

from msgspec.structs import fields

from backstory.site.controls import encoded
from backstory.site.paths import KINDS, MEDIA_TYPES, Format, root, stem
from backstory.site.views import (
    Bar,
    CategoryGroup,
    Chapter,
    Credit,
    DayCell,
    DayLines,
    EventLine,
    Link,
    MonthCalendar,
    Named,
    RevisionLine,
    Run,
    SiteInfo,
    SourceLine,
    TopicCount,
    TopicGroup,
    View,
)
from backstory.site.views_claims import (
    AccountLine,
    Exchange,
    HarmLines,
    MatterLines,
    PeriodLine,
    SaidLine,
    Selector,
    StatedLine,
    TollLines,
)
from backstory.site.views_decisions import AddedWords, CorrectionLine, DerivedLine, Target, TellingLine
from backstory.site.views_map import PlaceMark, YearCount

#: Records that are words and a path, with the field that holds the words.
WORDS: dict[type, str] = {Link: "text", Named: "name", Run: "text", Target: "text"}

#: The name of an element that is one item of a list.
ITEMS: dict[type, str] = {
    Bar: "bar",
    Chapter: "chapter",
    CategoryGroup: "section",
    Credit: "credit",
    DayCell: "cell",
    DayLines: "entry",
    EventLine: "event",
    Link: "link",
    MonthCalendar: "calendar",
    Named: "name",
    RevisionLine: "revision",
    Run: "run",
    SourceLine: "source",
    TopicCount: "tally",
    TopicGroup: "group",
    PlaceMark: "place",
    YearCount: "year",
    AccountLine: "account",
    Exchange: "exchange",
    HarmLines: "harm",
    MatterLines: "matter",
    PeriodLine: "entry",
    SaidLine: "statement",
    Selector: "selector",
    StatedLine: "entry",
    TollLines: "toll",
    int: "number",
    AddedWords: "words",
    CorrectionLine: "correction",
    TellingLine: "telling",
    DerivedLine: "derivation",
    str: "text",
    tuple: "week",
}

#: From a value and the way up to the root to the value's element.
_Write = Callable[[Any, str], str]


class XmlPages:
    """Makes the XML of pages.

    Args:
        info: what all pages share.
        formats: those that the site is built in.
    """

    def __init__(self, info: SiteInfo, formats: Sequence[Format]) -> None:
        self._language = quoteattr(info.language)
        self._site = f"<site>{_text('title')(info.title, '')}{_optional(_text('notice'))(info.notice, '')}</site>\n"
        self._others = [name for name in formats if name != "xml"]
        self._writers = {view: _content(view, "\n") for view in KINDS}

    def render(self, view: View) -> bytes:
        """The page of `view`."""
        kind, up, name = KINDS[type(view)], root(view.path), stem(view.path)
        others = "".join([f'<format type="{MEDIA_TYPES[each]}" href="{name}.{each}"/>' for each in self._others])
        page = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<?xml-model href="{up}schemas/{kind}.rng" type="application/xml"'
            ' schematypens="http://relaxng.org/ns/structure/1.0"?>\n'
            f'<{kind} href="{name}.xml" root="{up}" xml:lang={self._language}>\n'
            f"{self._site}<formats>{others}</formats>\n"
            f"{self._writers[type(view)](view, up)}</{kind}>\n"
        )
        # A bare carriage return would be read as a line feed.
        return encoded(page.replace("\r", "&#13;"))


def parts(hint: Any) -> tuple[Any, bool]:
    """A type without its None, and whether it had one."""
    if get_origin(hint) in (Union, types.UnionType):
        (kind,) = (each for each in get_args(hint) if each is not types.NoneType)
        return kind, True
    return hint, False


def item_of(kind: Any) -> tuple[Any, str]:
    """The type of a list's items, and the name of their elements."""
    item = get_args(kind)[0]
    plain, _ = parts(item)
    return item, ITEMS[get_origin(plain) or plain]


def _element(hint: Any, name: str) -> _Write:
    """The function that writes values of a type as elements of that name."""
    kind, optional = parts(hint)
    if get_origin(kind) is tuple:
        write = _list(name, _element(*item_of(kind)))
    elif kind in WORDS:
        write = _words(name, attrgetter("path", WORDS[kind]))
    elif kind in (str, int, float, bool):
        write = _text(name)
    else:
        write = _record(name, kind)
    return _optional(write) if optional else write


def _optional(write: _Write) -> _Write:
    return lambda value, up: "" if value is None else write(value, up)


def _text(name: str) -> _Write:
    start, end = f"<{name}>", f"</{name}>"
    return lambda value, up: (
        f"{start}{_escape(str(value).lower() if value is True or value is False else str(value))}{end}"
    )


def _list(name: str, item: _Write) -> _Write:
    start, end = f"<{name}>", f"</{name}>"
    return lambda value, up: f"{start}{''.join([item(each, up) for each in value])}{end}"


def _words(name: str, get: Callable[[Any], Any]) -> _Write:
    start, end = f"<{name}", f"</{name}>"

    def write(value: Any, up: str) -> str:
        path, words = get(value)
        return f"{start}{_href(path, up)}>{_escape(words)}{end}"

    return write


def _record(name: str, kind: type) -> _Write:
    content = _content(kind, "")
    if "path" not in {field.name for field in fields(kind)}:
        return lambda value, up: f"<{name}>{content(value, up)}</{name}>"
    return lambda value, up: f"<{name}{_href(value.path, up)}>{content(value, up)}</{name}>"


def _content(kind: type, after: str) -> _Write:
    """The function that writes the fields of a record, `after` behind each."""
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind) if field.name != "path"]
    writers = [_element(hints[name], name) for name in names]
    get = attrgetter(*names)
    return lambda record, up: "".join(
        [write(value, up) + after for write, value in zip(writers, get(record), strict=True)]
    )


def _href(path: str | None, up: str) -> str:
    return "" if path is None else f' href="{up}{path}.xml"'


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
