"""What a reader sees where wikitext calls a template, for those that stand in the portal's sentences.

Templates are pages of the wiki and are not fetched: what is shown is told by the tables below, after each template's
documentation at https://en.wikipedia.org/wiki/Template:NAME. One that is in none of them shows its most wordy argument.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from mwparserfromhell.nodes import Template
from mwparserfromhell.wikicode import Wikicode

from backstory.intake.conversions import convert
from backstory.intake.outlets import parse_outlet
from backstory.model import Source
from backstory.times import MONTHS

#: What a template shows: words, and arguments that are wikitext themselves.
Shown = Sequence[str | Wikicode]

_SIGNS = {
    "!": "|", "'": "'", "'s": "'s", '"': '"', "' \"": "'\"", "'\"": "'\"", "\"'": "\"'", "=": "=", "&": "&", "·": " · ",
    "bull": " • ", "circa": "c. ", "dash": " – ", "em dash": "—", "emdash": "—", "en dash": "–", "endash": "–",
    "hamza": "ʾ", "ayin": "ʿ", "okina": "ʻ", "mdash": "—", "middot": " · ", "minus": "−", "nbsp": " ", "ndash": "–",
    "pipe": "|", "sic": "[sic]", "snd": " – ", "snds": " – ", "space": " ", "spaced en dash": " – ",
    "spaced mdash": " — ", "spaced ndash": " – ", "spaces": " ", "spnd": " – ", "thinsp": " ", "thin space": " ",
    "times": "×", "–": "–", "—": "—", "c.": "c. ", "co2": "CO2", "carbon dioxide": "CO2", "zwsp": "",
}  # fmt: skip

#: By the template's name; a currency's code is one, and also the second argument of {{currency}}.
_CURRENCIES = {
    "a$": "A$", "aud": "A$", "brl": "R$", "c$": "C$", "cad": "C$", "chf": "CHF ", "cny": "CN¥", "cn¥": "CN¥",
    "dkk": "kr.", "eur": "€", "euro": "€", "gbp": "£", "hk$": "HK$", "hkd": "HK$", "ils": "₪", "indian rupee": "₹",
    "inr": "₹", "inrconvert": "₹", "jpy": "¥", "jpy¥": "¥", "krw": "₩", "mxn": "Mex$", "ngn": "₦", "nis": "₪",
    "nt$": "NT$", "nzd": "NZ$", "nz$": "NZ$", "php": "₱", "philippine peso": "₱", "phpconvert": "₱", "pkr": "Rs. ",
    "pound sterling": "£", "r$": "R$", "rmb": "CN¥", "rub": "₽", "s$": "S$", "sgd": "S$", "thb": "฿", "try": "₺",
    "twd": "NT$", "uah": "₴", "us$": "US$", "usd": "US$", "us dollar": "US$", "vnd": "₫", "yen": "¥", "zar": "R",
    "£": "£", "€": "€", "₩": "₩", "₱": "₱", "₹": "₹",
}  # fmt: skip
_MAGNITUDES = {
    "k": " thousand", "l": " lakh", "m": " million", "c": " crore", "b": " billion", "t": " trillion",
    "lc": " lakh crore",
}  # fmt: skip

#: Templates that show one of their arguments, other than the most wordy one.
_SHOW_ARGUMENT = {
    **dict.fromkeys(
        (
            "abbr", "abbreviation", "abbrlink", "as written", "big", "citation needed span", "flag", "flag+link",
            "flagathlete", "flagcountry", "flagmedalist", "flagu", "fb", "format price", "formatnum", "ill",
            "interlanguage link", "interlanguage link multi", "lang-en", "large", "link-interwiki", "mono",
            "no break", "nobold", "nobr", "not a typo", "nowrap", "ntsh", "nts", "proper name", "quote", "smaller",
            "small", "smallcaps", "sup", "sub", "tooltip", "typo",
        ),
        "1",
    ),
    **dict.fromkeys(("color", "colour", "font color", "lang", "script", "transl", "transliteration"), "2"),
}  # fmt: skip

#: Templates that show nothing, or nothing that belongs to the sentence.
_SILENT = frozenset({
    "-", "anchor", "according to whom", "audio", "better source", "better source needed", "broken link", "by whom",
    "citation needed", "clarify", "clear", "closed access", "clr", "cn", "commons", "commons category", "coord",
    "dead link", "deadlink", "disputed inline", "dubious", "dubious-inline", "efn", "expand section", "fact",
    "failed verification", "flag icon", "flagdeco", "flagicon", "flagicon image", "for", "further",
    "full citation needed", "harvnb", "in lang", "in use", "inuse", "languageicon", "link language", "listen", "main",
    "main article", "main list", "needs update", "nonspecific", "notelist", "open access", "or", "page needed",
    "paywall", "portal", "portal bar", "primary source inline", "r", "ref", "refn", "reflist",
    "registration required", "respell", "rp", "see also", "sfn", "short description", "subscription",
    "subscription required", "unreliable source", "unreliable source?", "update after", "update inline",
    "use dmy dates", "use mdy dates", "vague", "verify credibility", "verify source", "when", "which", "who",
    "wikinews", "wikinews-inline",
})  # fmt: skip
_SILENT_FORMS = re.compile(r"#.*|current events.*|infobox.*|ipa.*|pp-.*|portal:.*|.* icon|.*-stub", re.DOTALL)

_LANGUAGES = {
    "ar": "Arabic", "de": "German", "el": "Greek", "es": "Spanish", "fa": "Persian", "fr": "French", "he": "Hebrew",
    "hi": "Hindi", "it": "Italian", "ja": "Japanese", "ko": "Korean", "pl": "Polish", "pt": "Portuguese",
    "ru": "Russian", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "zh": "Chinese",
}  # fmt: skip
_LANGUAGE_OF = re.compile(r"lang-([a-z-]+)")

#: Ships' prefixes; each is a template: {{USS|Enterprise|CVN-65}}.
_SHIP_PREFIXES = frozenset(
    {
        "ara", "bap", "cs", "ftv", "fv", "gts", "hdms", "hmas", "hmcs", "hmnzs", "hms", "hnlms", "hnoms", "hswms",
        "icgv", "ins", "irins", "jds", "js", "kri", "lng", "mf", "ms", "mt", "mts", "mv", "pns", "ps", "rfa", "rms",
        "roks", "ros", "rss", "rv", "ss", "sv", "tcg", "ts", "tss", "usat", "uscgc", "usns", "usrc", "uss",
    }
)  # fmt: skip

_DAY_FIRST = frozenset({"as of", "date"})
_DATES = frozenset({
    "as of", "birth date", "birth date and age", "birth-date", "date", "death date", "dts", "end date", "release date",
    "start date", "start date and age",
})  # fmt: skip
_SHORT_NUMBER = re.compile(r"\d{1,4}", re.ASCII)
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")

_REPORT_ADDRESS = (
    "url", "URL", "archive-url", "archiveurl", "chapter-url", "chapterurl", "article-url", "section-url",
    "contribution-url",
)  # fmt: skip
_REPORT_OUTLET = (
    "work", "newspaper", "website", "magazine", "journal", "periodical", "network", "publisher", "station", "via",
)  # fmt: skip
_WORDY = re.compile(r"[^\W\d_]")
_CODE = re.compile(r"[a-z]{1,3}(?:-[a-z]+)?")


def name_of(template: Template) -> str:
    """The template's name as the tables here have it: in lower case, with blanks."""
    return " ".join(str(template.name).replace("_", " ").split()).lower().removeprefix("template:").strip()


def report_of(template: Template) -> Source | None:
    """The report that a citation template ({{cite news}}, or any with an address) cites; None where it cites none."""
    address = _named(template, _REPORT_ADDRESS)
    is_citation = name_of(template).startswith(("cite", "citation/", "citation ")) or name_of(template) == "citation"
    if name_of(template) in _SILENT or not (address or is_citation):
        return None
    source = replace(parse_outlet(_named(template, _REPORT_OUTLET) or ""), url=address)
    if agency := _named(template, ("agency",)):
        source = replace(source, agency=parse_outlet(agency).outlet)
    return source if address or source.outlet or source.agency else None


def shown(template: Template) -> Shown:
    """What a reader sees in the template's place, in order; nothing for one that stands for no words."""
    name = name_of(template)
    if name in _SILENT or _SILENT_FORMS.fullmatch(name):
        return ()
    if special := _special(name):
        return special(template)
    arguments = _arguments(template)
    if name in _SIGNS and not arguments:
        return (_SIGNS[name],)
    if name in _SHOW_ARGUMENT:
        return _argument(template, "lt") or _argument(template, _SHOW_ARGUMENT[name])
    wordy = [value for value in arguments if _WORDY.search(str(value)) and not _CODE.fullmatch(str(value).strip())]
    return (max(wordy, key=lambda value: len(str(value))),) if wordy else ()


def _special(name: str) -> Callable[[Template], Shown] | None:
    """The function for a template that shows more than one of its arguments as it stands."""
    if name in _CURRENCIES:
        return lambda template: _money(_CURRENCIES[name], template)
    if name in _SHIP_PREFIXES:
        return lambda template: _ship([str(template.name).strip(), *_texts(template)])
    if name in _DATES:
        return lambda template: _date(name, template)
    if found := _LANGUAGE_OF.fullmatch(name):
        language = _LANGUAGES.get(found[1])
        return lambda template: (f"{language}: " if language else "", *_argument(template, "1"))
    if name.startswith("formatnum:"):
        return lambda template: (name.partition(":")[2],)
    return _SPECIAL.get(name)


def _money(symbol: str, template: Template) -> Shown:
    magnitude = _MAGNITUDES.get(_text(template, "2"), "")
    return (symbol, *_argument(template, "1"), magnitude)


def _currency(template: Template) -> Shown:
    code = _text(template, "2").lower()
    return (_CURRENCIES.get(code, f"{code.upper()} "), *_argument(template, "1"))


def _ship(words: Sequence[str]) -> Shown:
    """Prefix, name, hull number and, as the last argument, which of them to show."""
    prefix, name, hull, form = (*words, "", "", "", "")[:4]
    if form == "1" and hull:
        return (hull,)
    if form == "2":
        return (name,)
    return (f"{prefix} {name}".strip(), f" ({hull})" if hull and form != "6" else "")


def _date(name: str, template: Template) -> Shown:
    """A date in words: "December 23, 2015", or "23 December 2015" as the template or its options have it."""
    texts = _texts(template)
    found = _ISO_DATE.fullmatch(texts[0]) if texts else None
    numbers = [int(text) for text in (found.groups() if found else texts[:3]) if _SHORT_NUMBER.fullmatch(text)]
    day_first = name in _DAY_FIRST or _text(template, "df")[:1] == "y"
    date = _date_words(numbers, day_first) if numbers else "".join(texts[:1])
    if name == "as of":
        return _argument(template, "alt") or (f"{'as' if _text(template, 'lc') else 'As'} of ", date)
    return (date,)


def _date_words(numbers: Sequence[int], day_first: bool) -> str:
    """Year, month and day in words, as far as there are any."""
    year, month, day = (*numbers, 0, 0)[:3]
    if not 1 <= month <= 12:
        return str(year)
    month_name = MONTHS[month - 1]
    if not day:
        return f"{month_name} {year}"
    return f"{day} {month_name} {year}" if day_first else f"{month_name} {day}, {year}"


def _circa(template: Template) -> Shown:
    return (" – ".join(f"c. {text}" for text in _texts(template)) or "c.",)


def _convert(template: Template, preset: Mapping[str, str] | None = None) -> Shown:
    options = {str(parameter.name).strip(): str(parameter.value).strip() for parameter in template.params}
    return (convert(_texts(template), {**(preset or {}), **options}),)


def _sic(template: Template) -> Shown:
    words = "".join(_texts(template))
    return (words,) if words and _text(template, "hide") else (f"{words} [sic]".strip(),)


def _fraction(template: Template) -> Shown:
    texts = _texts(template)
    if len(texts) == 1:
        texts = ["1", *texts]
    whole = f"{texts[0]} " if len(texts) > 2 else ""
    return (whole + "⁄".join(texts[-2:]),)


def _value(template: Template) -> Shown:
    exponent = _text(template, "e")
    unit = _text(template, "u") or _text(template, "ul")
    times = f"×10^{exponent}" if exponent else ""
    return (*_argument(template, "1"), times, f" {unit}" if unit else "")


def _ship_class(template: Template) -> Shown:
    name, kind = (*_texts(template), "", "")[:2]
    return (f"{name}-class {kind}".strip(),)


def _joined(between: str) -> Callable[[Template], Shown]:
    return lambda template: (between.join(_texts(template)),)


def _japanese(template: Template) -> Shown:
    """English name, and in brackets Japanese script and transcription."""
    inside = ", ".join(filter(None, _texts(template)[1:3]))
    return (*_argument(template, "1"), f" ({inside})" if inside else "")


_SPECIAL: dict[str, Callable[[Template], Shown]] = {
    "c.": _circa,
    "chem": _joined(""),
    "chem2": _joined(""),
    "circa": _circa,
    "convert": _convert,
    "currency": _currency,
    "cvt": lambda template: _convert(template, {"abbr": "on"}),
    "frac": _fraction,
    "fraction": _fraction,
    "hlist": _joined(" · "),
    "nihongo": _japanese,
    "sclass": _ship_class,
    "sclass-": _ship_class,
    "section link": _joined(" § "),
    "sfrac": _fraction,
    "ship": lambda template: _ship(_texts(template)),
    "sic": _sic,
    "sortname": _joined(" "),
    "val": _value,
}


def _arguments(template: Template) -> list[Wikicode]:
    """The unnamed arguments, and those named by a number, in order."""
    return [parameter.value for parameter in template.params if str(parameter.name).strip().isdecimal()]


def _argument(template: Template, name: str) -> Shown:
    return (template.get(name).value,) if template.has(name, ignore_empty=True) else ()


def _texts(template: Template) -> list[str]:
    """The unnamed arguments without the markup inside them."""
    return [str(value.strip_code()).strip() for value in _arguments(template)]


def _text(template: Template, name: str) -> str:
    return "".join(str(value).strip() for value in _argument(template, name))


def _named(template: Template, names: Sequence[str]) -> str | None:
    """The text of the first of these arguments that is not empty."""
    for name in names:
        if template.has(name, ignore_empty=True) and (text := template.get(name).value.strip_code().strip()):
            return str(text)
    return None
