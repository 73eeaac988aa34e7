"""Bytes to characters: the charset that a page states, or the one that its bytes show.

After the WHATWG's Encoding Standard (labels, 4.2) and HTML Living Standard (13.2.3.2, determining the character
encoding), with one departure: bytes that are UTF-8 are read as UTF-8 whatever the page or its server says.
"""

from __future__ import annotations

import codecs
import re

from backstory.errors import SourceUnreadable

#: Labels that the standard reads otherwise than Python: the larger charset is meant by the smaller one's name.
_ALIASES = {
    "ascii": "cp1252",
    "big5": "big5hkscs",
    "cp949": "cp949",
    "dos-874": "cp874",
    "euc-kr": "cp949",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "ks_c_5601-1987": "cp949",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "latin5": "cp1254",
    "macintosh": "mac-roman",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "tis-620": "cp874",
    "us-ascii": "cp1252",
    "windows-31j": "cp932",
    "windows-874": "cp874",
    "windows-949": "cp949",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gb18030",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-roman": "mac-roman",
    "x-sjis": "cp932",
    "x-user-defined": "cp1252",
    "x-x-big5": "big5hkscs",
}
#: Python's names of the charsets that a page may be in: those of the standard. Others, `unicode_escape` and `utf-7`
#: among them, are none that a browser knows.
_CHARSETS = frozenset(
    "big5hkscs cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp866 cp874 cp932 cp949 euc_jp gb18030"
    " iso2022_jp iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14"
    " iso8859-15 iso8859-16 koi8-r koi8-u mac-cyrillic mac-roman utf-8 utf-16 utf-16-be utf-16-le".split()
)
#: The charsets of a byte or two to the character, the commonest first: UTF-8 and UTF-16 are told by rules.
_GUESSES = sorted(name for name in _CHARSETS if not name.startswith("utf"))
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:+-]{1,40})", re.IGNORECASE)
_STATED = re.compile(
    rb"<meta\b[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:+-]{1,40})|^\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:+-]{1,40})",
    re.IGNORECASE,
)
_TAGS = re.compile(rb"<(?:script|style)\b.*?</(?:script|style)|<[^<>]*>", re.IGNORECASE | re.DOTALL)

#: Where a statement of the charset is looked for: the standard's 1,024 bytes are too few for the heads of today.
_HEAD = 16_384
#: How much of a page its charset is guessed from.
_SAMPLE = 200_000
#: A charset is believed where at most one character in so many beyond ASCII is damaged.
_DAMAGE = 10


def decoded(data: bytes, *, source: str, content_type: str | None = None, html: bool = False) -> str:
    """The characters of a page.

    Args:
        data: its bytes.
        source: what it is called in messages.
        content_type: its media type as the server states it.
        html: whether it may state its charset itself, in a `meta` element or an XML declaration.

    Raises:
        SourceUnreadable: no charset fits.
    """
    for mark, charset in _MARKS.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(charset, "replace")
    text = _utf8(data)
    if text is not None:
        return text
    header = _HEADER.search(content_type or "")
    stated = _STATED.search(data[:_HEAD]) if html else None
    labels = [header[1] if header else "", (stated[1] or stated[2]).decode("ascii", "replace") if stated else ""]
    for charset in [*_wide(data), *filter(None, map(_known, labels)), "utf-8"]:
        text = data.decode(charset, "replace")
        if _sound(text):
            return text
    return _guessed(data, source)


def _known(label: str) -> str | None:
    """Python's name of the charset of that label; None where browsers know none of that name."""
    label = label.strip().lower()
    try:
        name = codecs.lookup(_ALIASES.get(label, label)).name
    except LookupError:
        return None
    # What says in ASCII that it is UTF-16 is not (HTML Living Standard, 13.2.3.2).
    return name if name in _CHARSETS and not name.startswith("utf-16") else None


def _utf8(data: bytes) -> str | None:
    """The text, where it is UTF-8 without a fault; None also where ASCII may be another charset's escapes."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\x1b" in text or "\x00" in text[:2] else text


def _wide(data: bytes) -> tuple[str, ...]:
    """UTF-16 without a mark: every other byte of its first characters is null."""
    if data[1:2] == b"\x00" == data[3:4]:
        return ("utf-16-le",)
    return ("utf-16-be",) if data[:1] == b"\x00" == data[2:3] else ()


def _sound(text: str) -> bool:
    """Whether a decoded text is what was meant, though a few characters of it may be damaged."""
    faults = text.count("\ufffd")
    return not faults or faults * _DAMAGE < sum(len(run) for run in re.findall(r"[^\x00-\x7f]+", text))


def _guessed(data: bytes, source: str) -> str:
    """The characters in the charset that the words of a page, without its tags, speak for.

    Raises:
        SourceUnreadable: none does.
    """
    from charset_normalizer import from_bytes

    sample = _TAGS.sub(b" ", data[:_SAMPLE])
    best = from_bytes(sample, cp_isolation=_GUESSES, preemptive_behaviour=False).best()
    if best is None:
        raise SourceUnreadable(source, "its charset cannot be told; save it as UTF-8")
    return data.decode(best.encoding, "replace")
