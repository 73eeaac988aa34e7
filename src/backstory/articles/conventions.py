"""What web pages by convention call their parts: words in class, id and role that tell what an element is for.

The words are those of HTML's landmarks, schema.org's properties, the themes of the common content systems and the
habits of style sheets in English, German and the Romance languages. None is of a single site.
"""

from __future__ import annotations

import re
from functools import lru_cache

#: What an element may be for, in the order of the bits, and the words of its names that say so. A space stands for the
#: end of a word; words without one may be parts of longer ones. Of two words, both are whole and follow each other.
PURPOSES: dict[str, str] = {
    "body": (
        "article body|articlebody|article content|article text|articletext|article copy|article main|"
        "story body|storybody|story content|story text|entry content|entry body|entrycontent|post content|"
        "post body|post text|postbody|news content|news body|news text|page content|page body|main content|"
        "maincontent|content body|contentbody|content text|content main|content article|body content|"
        "body text|bodytext|body copy|bodycopy|body article|text body|textbody|text content| prose |"
        "rich text|richtext|wysiwyg|paragraph|cuerpo|corps| corpo |brodtext"
    ),
    "content": "article|content|story| post|entry|text|artikel|articulo|beitrag|main",
    "lead": (
        " lead |lead text|leadtext|lead in|lede|intro|standfirst|stand first|summary| dek | deck |sub title|"
        "subtitle|sub head|subhead|sub line|subline|excerpt|abstract|vorspann|chapo|chapeau|perex|ingress|"
        "entradilla|bajada|sommario|description|preamble|manchet"
    ),
    "related": (
        "relat|recommend|read more|readmore|read also|read next| more |also|similar|trend|popular|most |"
        "outbrain|taboola|teaser|promo|card|suggest|recirc| next|prev|latest|featured| mehr|aehnlich|weitere|"
        "link list|linklist|explore|discover|carousel|slider|swiper|widget|ticker|archive|onward|inline link|"
        "inlinelink| tile|headlines"
    ),
    "furniture": (
        " nav|nav |navigation|menu|foot|breadcrumb|masthead|sidebar|side bar|toolbar|banner| skip|search|"
        "header|drawer|sticky|topbar| tool"
    ),
    "dialog": (
        "cookie|consent|gdpr|onetrust|didomi|usercentrics|privacy|modal|dialog|popup|overlay|toast|alert|"
        "notice|notification"
    ),
    "social": (
        "share|sharing|social|follow|facebook|twitter|whatsapp|instagram|linkedin|addthis|teilen|bookmark| like|embed"
    ),
    "offer": (
        "newsletter|subscri|paywall|sign up|signup|sign in|signin|login|log in|regist|premium|offer|donat|"
        "support|member| abo|piano| cta |call to|form|download|coupon| deal|product|price|shop| buy|"
        "affiliate|commerce| app "
    ),
    "meta": (
        "byline|author|autor| bio |biograph|date|time |meta| tag | tags |categor|kicker|publish|topic|label|"
        "rubri|overline|eyebrow|badge|keyword|info|credits|writer|avatar|profile|person|roofline|reading"
    ),
    "media": (
        "caption|image|photo|foto|figure|video|gallery|galerie|media|legend|copyright|credit|slide|picture|"
        "bild| img|img |player|audio|lightbox|thumb|podcast|infographic"
    ),
    "comment": (
        "comment|kommentar|disqus| reply| replies|reaction|discussion|forum|feedback|rating|review| vote| poll|quiz"
    ),
    "advert": (
        " ad | ads | adv |advert|sponsor|anzeige| dfp| gpt|promoted|werbung|publicid|native|partner|adslot|ad slot"
    ),
    "aside": (
        " toc |tableofcontents|contents| faq|factbox|fact box|infobox|info box| box|box |aside|accordion|"
        "sidenote|footnote|referenc|citation|further|glossar|collaps|expand| tab |highlight|key point|"
        "keypoint|takeaway|tldr"
    ),
    "quote": "quote|zitat|pull| cita ",
    "hidden": (
        "hidden|sr only|visually|screen reader|screenreader|no print|noprint|print only|d none|invisible|offscreen"
    ),
    "title": "title|headline|heading|titre|titulo|titel|titolo",
    "live": "live|ticker|update|timeline",
}
#: The bit of what style or attributes hide.
HIDDEN = 1 << len(PURPOSES)

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


@lru_cache(maxsize=20_000)
def bits(*names: str | None) -> int:
    """What an element of that class, id, property and role is for: a bit for each of `PURPOSES`."""
    found = 0
    for name in names:
        if name:
            before = ""
            for word in map(str.lower, _WORD.findall(name)):
                found |= _meant(word) | _PAIRS.get((before, word), 0)
                before = word
    return found


@lru_cache(maxsize=20_000)
def _meant(word: str) -> int:
    """What an element is for that has this word in its name."""
    padded = f" {word} "
    return sum(bit for bit, parts in _PARTS if any(part in padded for part in parts))


def _bit_of(purpose: str) -> int:
    return 1 << list(PURPOSES).index(purpose)


def _is_pair(part: str) -> bool:
    return " " in part.strip()


#: The words that say alone what an element is for, and the pairs that do so together, with their bits.
_PARTS = [
    (_bit_of(purpose), [part for part in parts.split("|") if not _is_pair(part)]) for purpose, parts in PURPOSES.items()
]
_PAIRS: dict[tuple[str, str], int] = {}
for _purpose, _parts in PURPOSES.items():
    for _part in filter(_is_pair, _parts.split("|")):
        _first, _second = _part.split()
        _PAIRS[_first, _second] = _PAIRS.get((_first, _second), 0) | _bit_of(_purpose)
