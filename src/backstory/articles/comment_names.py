"""What the class and the id of an element say of its part in readers' comments.

Content systems and their themes name these elements alike, in English or in their makers' language: `comment-list`,
`li-comment-3303`, `commentMessageContainer`, `kommentar-text`. A name is cut into words; the last known word after the
one for comments says what the element is.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache


class Part(Enum):
    """The part that an element plays in the comments, by its name."""

    #: All comments, or a thread of them.
    SECTION = "section"
    #: One comment with all that belongs to it.
    ITEM = "item"
    #: Something around one comment or around all.
    WRAP = "wrap"
    #: What was written.
    BODY = "body"
    #: Who wrote it.
    AUTHOR = "author"
    #: When it was written.
    TIME = "time"
    #: Author, time and the like.
    META = "meta"
    #: The form that asks for comments.
    FORM = "form"
    #: Buttons, counts, links.
    FURNITURE = "furniture"


_WORDS = {
    Part.SECTION: "list lists listing liste lista area areas section sections thread threads threaded tree group holder"
    " module region children replies panel stream feed tab tabs bereich embed app component root items entries rows"
    " posts",
    Part.ITEM: "item entry node row single post article element reply record eintrag beitrag",
    Part.WRAP: "wrap wrapper container box block card inner outer unit cell main",
    Part.BODY: "body text content contents message msg texte texto testo cuerpo corps corpo inhalt copy txt description"
    " desc html paragraph richtext words",
    Part.AUTHOR: "author authors name username user by cite poster commenter autor auteur autore benutzer nick nickname"
    " writer person fn vcard usr login displayname pseudo verfasser",
    Part.TIME: "date time datetime datum fecha data timestamp ago published posted zeit created heure uhrzeit",
    Part.META: "meta metadata header head info infos details footer foot byline avatar gravatar image img photo picture"
    " profile badge signature",
    Part.FORM: "form respond textarea field fields input submit write new add leave editor",
    Part.FURNITURE: "count counts counter num number nr total link links btn button buttons toggle icon icons show more"
    " load loading sort sorting policy rules notice closed title titel headline heading subscribe pagination pager nav"
    " navigation actions action tools tool toolbar vote votes voting like likes rating rate share sharing report flag"
    " controls options bar menu permalink edit bubble notes note status feedback score karma",
}
#: What a word says; the parts that come first win.
_PART_OF = {word: part for part, words in reversed(_WORDS.items()) for word in words.split()}
#: What stands for a part around all comments where the word for them is in the plural.
_CONTAINERS = frozenset({*_WORDS[Part.WRAP].split(), "content", "contents", "body", "text"})
#: Words before the one for comments that make a button, a count or a list of teasers of it.
_BEFORE = frozenset(
    "no has have with show add new leave write view go hide open toggle scroll to read load jump num count total number"
    " recent latest last most top popular allow enable disable closed without".split()
)
_NOUN = (
    r"comment(?:s|aires?|aries|ary|i|o)?|kommentar(?:e|er|en)?|comm?entarios?|comentaris?|komentarz[ey]?|"
    r"komentar(?:i|e|u)?|reacties?|yorum(?:lar)?|kommentit?|hozzaszolas(?:ok)?|talkbacks?|disqus|livefyre|fyre"
)
_PLURALS = frozenset(
    "comments commentaires commentaries commentary comentarios commentarios comentaris commenti kommentare kommentarer"
    " komentarze komentarzy komentari reacties yorumlar kommentit hozzaszolasok talkbacks disqus livefyre".split()
)
_SUFFIXES = "|".join(sorted(_PART_OF, key=len, reverse=True))
_COMPOUND = re.compile(rf"([a-z]*?)({_NOUN})({_SUFFIXES})?")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[a-z]+")
_QUICK = re.compile(r"[ck]om{1,2}ent|reactie|yorum|hozzaszolas|talkback|disqus|fyre|respond", re.IGNORECASE)
_NUMBERED = re.compile(
    rf"((?:[a-z]+[-_])*)({_NOUN})(?:[-_]?(?:item|id|node|entry|wrapper|body))?[-_]?(?=[a-f-]*\d)([\da-f-]+)",
    re.IGNORECASE,
)
#: Nouns of languages that put what a thing is before what it is of: `texto-comentario`.
_LAST = frozenset("commentaire commentaires comentario comentarios comentaris commento commenti".split())


@lru_cache(maxsize=50_000)
def parts(names: str) -> frozenset[Part]:
    """The parts in the comments that an element's class and id name; empty for most elements.

    Args:
        names: class and id, as they stand in the page.
    """
    if not _QUICK.search(names):
        return frozenset()
    return frozenset(part for part in map(_part, names.split()) if part)


@lru_cache(maxsize=50_000)
def inner_part(names: str) -> Part | None:
    """The part that an element inside a comment plays, where names need not say that it is about comments."""
    for name in names.split():
        words = _WORD.findall(_HUMP.sub("-", name).lower())
        if not words:
            continue
        part = Part.FURNITURE if "reply" in words else _PART_OF.get(words[-1])
        if part and part not in {Part.SECTION, Part.ITEM, Part.WRAP}:
            return part
    return None


def number(id: str | None) -> str | None:
    """The number of a comment in the id of its element: `3303` in `li-comment-3303`."""
    match = _NUMBERED.fullmatch(id) if id else None
    if match is None or match[2].lower() in _PLURALS or _BEFORE.intersection(_WORD.findall(match[1].lower())):
        return None
    return match[3].strip("-")


def _part(name: str) -> Part | None:
    if number(name):
        return Part.ITEM
    before: list[str] = []
    noun = ""
    after: list[str] = []
    for word in _WORD.findall(_HUMP.sub("-", name).lower()):
        match = _COMPOUND.fullmatch(word)
        if match:
            before, noun, after = [*before, *after, *filter(None, [match[1]])], match[2], [*filter(None, [match[3]])]
        elif noun:
            after.append(word)
        else:
            before.append(word)
    if not noun:
        return Part.FORM if name.lower() == "respond" else None
    if noun in _LAST and not after and before and before[-1] in _PART_OF:
        return _PART_OF[before[-1]]
    return _of_words(before, noun in _PLURALS, after)


def _of_words(before: list[str], plural: bool, after: list[str]) -> Part | None:
    """The part that words say.

    Args:
        before: those before the one for comments.
        plural: whether that one is in the plural.
        after: those after it.
    """
    if "form" in after or "respond" in after or "form" in before:
        return Part.FORM
    if _BEFORE.intersection(before):
        return Part.FURNITURE
    known = [word for word in after if word in _PART_OF]
    if not known:
        return None if after and not plural else Part.SECTION if plural else Part.ITEM
    last = known[-1]
    if plural and last in _CONTAINERS and not any(_PART_OF[word] is Part.ITEM for word in known):
        return Part.SECTION
    return _PART_OF[last]
