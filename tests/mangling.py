"""Pages damaged as transport, storage and bad will damage them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

#: Entities that would unfold into a billion words.
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a0 "ha">%s]><html><body><p>&a30;</p>' % b"".join(
    b'<!ENTITY a%d "&a%d;&a%d;">' % (number, number - 1, number - 1) for number in range(1, 31)
)

#: Tags and parts of tags that open what they do not close.
SCRAPS = [
    b"<", b">", b"</", b"<!--", b"-->", b"<![CDATA[", b"<?xml", b"<script>", b"</script>", b"<style>", b"<textarea>",
    b"<title>", b"<svg>", b"<template>", b"<noscript>", b"<table><tr><td>", b"</body></html>", b"<frameset>", b"<p a='",
    b'<div class="comment', b"<li id=comment-1>", b"<form><textarea>", b"<h2>3 comments</h2>", b"&#x0;", b"&#xD800;",
    b"&#xFFFE;", b"&bogus;", b"&", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1b$B", b"<body>", b"<html lang=xx-\xff>",
]  # fmt: skip

CHARSETS = "utf-16 utf-16-le utf-16-be utf-32 utf-7 cp1251 cp1252 cp037 shift_jis gb18030 koi8-r iso2022_jp".split()

Damage = Callable[[bytes, Random], bytes]


def mangled(data: bytes, random: Random) -> bytes:
    """A page with one to four damages."""
    for damage in random.choices(DAMAGES, k=random.randint(1, 4)):
        data = damage(data, random)
    return data


def cut(data: bytes, random: Random) -> bytes:
    """Broken off somewhere."""
    return data[: random.randrange(len(data) + 1)]


def dropped(data: bytes, random: Random) -> bytes:
    """With a hole."""
    start = random.randrange(len(data) + 1)
    return data[:start] + data[start + random.randrange(1, 5_000) :]


def doubled(data: bytes, random: Random) -> bytes:
    """With a part of it again."""
    start = random.randrange(len(data) + 1)
    return data[: start + random.randrange(1, 20_000)] + data[start:]


def nested(data: bytes, random: Random) -> bytes:
    """With 5,000 elements in each other, closed or not."""
    at, tag = random.randrange(len(data) + 1), random.choice([b"div", b"b", b"li", b"blockquote", b"table", b"span"])
    inner = random.choice([b"", b"x ", b"<p>", b"<ul>"])
    closed = b"</%s>" % tag * random.choice([0, 2_500, 5_000])
    return data[:at] + (b"<%s>" % tag + inner) * 5_000 + closed + data[at:]


def recoded(data: bytes, random: Random) -> bytes:
    """In another charset than it says, or in the one that it is not."""
    charset = random.choice(CHARSETS)
    if random.random() < 0.5:
        return data.decode("utf-8", "replace").encode(charset, "replace")
    return data.decode(charset, "replace").encode("utf-8", "replace")


def flipped(data: bytes, random: Random) -> bytes:
    """With bytes that are others."""
    damaged = bytearray(data)
    for _ in range(min(len(damaged), random.randrange(1, 500))):
        damaged[random.randrange(len(damaged))] = random.randrange(256)
    return bytes(damaged)


def littered(data: bytes, random: Random) -> bytes:
    """With scraps of markup."""
    for _ in range(random.randrange(1, 40)):
        at = random.randrange(len(data) + 1)
        data = data[:at] + random.choice(SCRAPS) * random.choice([1, 1, 1, 500]) + data[at:]
    return data


def stripped(data: bytes, random: Random) -> bytes:
    """Without all of one sign or tag."""
    sign = random.choice(
        [b">", b'"', b"</div>", b"</p>", b"</li>", b"</script>", b"</style>", b"-->", b"=", b"\n", b"/"]
    )
    return data.replace(sign, b"")


def laughing(data: bytes, random: Random) -> bytes:
    """Behind entities that would unfold into a billion words."""
    return LAUGHS + data[: random.randrange(len(data) + 1)]


def attributed(data: bytes, random: Random) -> bytes:
    """With an element of very many attributes."""
    at = random.randrange(len(data) + 1)
    attributes = b" ".join(b"a%d=%d" % (number, number) for number in range(random.choice([600, 50_000])))
    return data[:at] + b"<p " + attributes + b">" + data[at:]


def swollen(data: bytes, random: Random) -> bytes:
    """With one very long word, or a line that never ends."""
    at = random.randrange(len(data) + 1)
    return data[:at] + random.choice([b"x", b"x ", b"1 ", b"(", b"\n", b"' ", b"comments "]) * 300_000 + data[at:]


DAMAGES: list[Damage] = [
    cut, dropped, doubled, nested, recoded, flipped, littered, stripped, laughing, attributed, swollen,
]  # fmt: skip
