"""Feeds of all kinds and states, lists of them, sitemaps, and telling them apart."""

from __future__ import annotations

import gzip
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstory.errors import SourceUnreadable
from backstory.intake.feeds import FEED_BYTES, find_feeds, read_feed
from backstory.intake.items import FeedLink, plain
from backstory.intake.kinds import Kind, kind_of
from backstory.intake.moments import dated
from backstory.intake.opml import read_opml, write_opml
from backstory.intake.sitemaps import SITEMAP_BYTES, read_sitemap
from backstory.model import Dated, Method

RSS = """<?xml version="1.0" encoding="{charset}"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Café &amp; Küche</title><link>https://news.example/</link>
<item><title>Bread &lt;b&gt;rises&lt;/b&gt;</title><link>/bread</link><guid isPermaLink="false">n1</guid>
<description>&lt;p&gt;Two loaves.&lt;/p&gt;&lt;p&gt;One &amp;amp; more&lt;/p&gt;
&lt;script&gt;x()&lt;/script&gt;</description>
<pubDate>Tue, 29 Mar 2022 14:05:00 +0200</pubDate><dc:creator>Ada Stone</dc:creator></item>
<item><title>Ünder</title><link>https://news.example/salt</link></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour</title>
<link rel="alternate" href="https://harbour.example/"/><link rel="self" href="https://harbour.example/feed"/>
<entry><title type="html">Ships &amp;amp; cranes</title><id>tag:harbour.example,2022:1</id><link href="ships"/>
<published>2022-03-29T14:05:00Z</published><updated>2022-03-30T08:00:00Z</updated><author><name>Bo Quay</name></author>
<summary>A crane fell.</summary></entry>
<entry><title>Only changed</title><id>2</id><updated>2022-03-28</updated></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://old.example/"><title>Old</title>
<link>https://old.example/</link></channel><item rdf:about="https://old.example/1"><title>One</title>
<link>https://old.example/1</link><dc:date>2022-03</dc:date></item></rdf:RDF>"""

JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Mill",
    "home_page_url": "https://mill.example/",
    "items": [
        {
            "id": 7,
            "url": "/flour",
            "title": "Flour",
            "content_html": "<p>White &amp; fine</p>",
            "date_published": "2022-03-29T14:05:00+02:00",
            "date_modified": "2022-03-30",
            "authors": [{"name": "Cy Mill"}, {"name": "Cy Mill"}, {}],
        },
        {"id": "8", "author": {"name": "Old Form"}, "summary": 3},
        "no item",
    ],
}

ITEM = '<rss version="2.0"><channel><title>x</title><item><title>y</title>{field}</item></channel></rss>'


def encoded(document: object) -> bytes:
    return msgspec.json.encode(document)


# -- feeds


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "utf-16"])
def test_rss(charset: str) -> None:
    feed = read_feed(RSS.format(charset=charset).encode(charset), source="f", url="https://news.example/feed")
    assert (feed.title, feed.home) == ("Café & Küche", "https://news.example/")
    first, second = feed.items
    assert (first.url, first.title, first.id) == ("https://news.example/bread", "Bread rises", "n1")
    assert first.summary == "Two loaves. One & more"
    assert first.published == Dated("2022-03-29T14:05:00+02:00", Method.FEED, words="Tue, 29 Mar 2022 14:05:00 +0200")
    assert first.authors == ("Ada Stone",)
    assert (second.title, second.published, second.updated, second.authors) == ("Ünder", None, None, ())
    assert second.id == second.url == "https://news.example/salt"


def test_atom_keeps_published_and_updated_apart() -> None:
    feed = read_feed(ATOM.encode(), source="f", url="https://harbour.example/feed")
    first, second = feed.items
    assert (first.url, first.title) == ("https://harbour.example/ships", "Ships & cranes")
    assert first.published
    assert first.updated
    assert (first.published.edtf, first.updated.edtf) == ("2022-03-29T14:05:00Z", "2022-03-30T08:00:00Z")
    assert second.published is None
    assert second.updated
    assert (second.updated.edtf, second.updated.precision) == ("2022-03-28", "day")
    assert (second.url, second.key) == (None, "2")


def test_rss_one_has_one_date() -> None:
    (item,) = read_feed(RDF.encode(), source="f").items
    assert item.published
    assert item.published.edtf == "2022-03"
    assert item.updated is None


def test_json_feed() -> None:
    feed = read_feed(encoded(JSON), source="f", url="https://mill.example/feed.json")
    first, second = feed.items
    assert (feed.title, feed.home) == ("Mill", "https://mill.example/")
    assert (first.id, first.url, first.summary) == ("7", "https://mill.example/flour", "White & fine")
    assert first.authors == ("Cy Mill",)
    assert (second.id, second.authors, second.summary) == ("8", ("Old Form",), None)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not a feed"),
        (b"<html><p>Moved</p></html>", "not a feed"),
        (b"plain words", "not a feed"),
        (b'{"version": "2"}', "not a feed"),
        (b"{" * 5000, "not a feed"),
        (b'{"a": ' * 100_000, "not a feed"),
        (b"x" * (FEED_BYTES + 1), "longer than 20,000,000 bytes, and so no feed"),
    ],
)
def test_what_is_no_feed(data: bytes, reason: str) -> None:
    with pytest.raises(SourceUnreadable) as caught:
        read_feed(data, source="f")
    assert str(caught.value) == f"f: {reason}"


@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "lollollollol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">',
        f'<!ENTITY a "{"x" * 10_000}">',
        '<!ENTITY % a "x"><!ENTITY % b "%a;%a;"> %b;',
        '<!ENTITY a SYSTEM "file:///etc/hostname">',
    ],
)
def test_no_entity_is_unpacked(declared: str, charset: str) -> None:
    text = f'<?xml version="1.0"?><!DOCTYPE rss [{declared}]>{ITEM.format(field="<description>&b;&a;</description>")}'
    (item,) = read_feed(text.encode(charset), source="f").items
    assert item.summary == "&b;&a;"


def test_ampersands_that_stand_for_themselves_and_entities_of_html() -> None:
    field = "<description>R&D caf&eacute;&nbsp;&lt;b&gt;x&lt;/b&gt; &#8364;</description><link>https://x.example/?a=1&b=2</link>"
    (item,) = read_feed(ITEM.format(field=field).encode(), source="f").items
    assert item.summary == "R&D café x €"
    assert item.url == "https://x.example/?a=1&b=2"
    field = "<link><![CDATA[https://x.example/?a=1&copy=2]]></link><guid>https://x.example/3</guid>"
    (item,) = read_feed(ITEM.format(field=field).encode(), source="f").items
    assert (item.url, item.id) == ("https://x.example/?a=1&copy=2", "https://x.example/3")


@pytest.mark.parametrize(
    ("field", "url"),
    [
        ('<guid isPermaLink="false">https://x.example/1</guid>', None),
        ("<guid>https://x.example/1</guid>", "https://x.example/1"),
        ("<guid>n1</guid>", None),
        ('<link/><atom:link href="https://x.example/2"/>', "https://x.example/2"),
        ("<link>javascript:x()</link>", None),
        ("<link>http://[::1</link>", None),
    ],
)
def test_the_address_of_an_item(field: str, url: str | None) -> None:
    (item,) = read_feed(ITEM.format(field=field).encode(), source="f").items
    assert item.url == url


@pytest.mark.parametrize(
    ("name", "authors"),
    [
        ("<author>desk@paper.example (Ada Stone)</author>", ("Ada Stone",)),
        ("<author>desk@paper.example</author>", ()),
        ("<author>Ada Stone</author><author>Ada Stone</author>", ("Ada Stone",)),
    ],
)
def test_authors_are_names(name: str, authors: tuple[str, ...]) -> None:
    (item,) = read_feed(ITEM.format(field=name).encode(), source="f").items
    assert item.authors == authors


@pytest.mark.parametrize(
    ("declared", "stated", "charset"),
    [
        ("utf-8", None, "cp1252"),
        ("iso-8859-1", None, "cp1252"),
        ("utf-16", None, "utf-8"),
        ("utf-7", None, "utf-8"),
        ("no-such", "text/xml; charset=koi8-r", "utf-8"),
        ("utf-8", "text/xml; charset=utf-16", "utf-8"),
        ("us-ascii", "text/xml", "cp1252"),
    ],
)
def test_wrong_charsets(declared: str, stated: str | None, charset: str) -> None:
    data = RSS.format(charset=declared).encode(charset)
    assert read_feed(data, source="f", content_type=stated).title == "Café & Küche"


def test_a_feed_says_its_own_address() -> None:
    assert read_feed(ATOM.encode(), source="f").url == "https://harbour.example/feed"
    assert read_feed(ATOM.encode(), source="f", url="https://x.example/").url == "https://x.example/"
    assert read_feed(RDF.encode(), source="f").url is None


def test_a_feed_that_is_cut_off_gives_what_it_has() -> None:
    whole = RSS.format(charset="utf-8").encode()
    assert len(read_feed(whole[:-60], source="f").items) == 2


def test_the_shared_feeds_are_read(shared: Path) -> None:
    read, items = 0, 0
    for path in sorted((shared / "data" / "feeds").iterdir()):
        try:
            feed = read_feed(path.read_bytes(), source=path.name)
        except SourceUnreadable:
            # A licence, and a page that says that the feed has moved.
            assert path.name in {"rss-parser-LICENSE", "unrecognized.rss"}
            continue
        read += 1
        items += len(feed.items)
        dates = [date for item in feed.items for date in (item.published, item.updated) if date]
        assert all(date.day and 2000 < date.day.year < 2030 for date in dates)
        assert all("<" not in (item.title or "") for item in feed.items)
    assert (read, items) == (30, 1_371)


@given(st.integers(0, 2_000), st.binary(max_size=8), st.sampled_from([RSS.format(charset="utf-8"), ATOM, RDF]))
def test_mangled_feeds_are_read_or_refused(place: int, bytes_: bytes, text: str) -> None:
    data = text.encode()
    place %= len(data)
    with suppress(SourceUnreadable):
        read_feed(data[:place] + bytes_ + data[place + len(bytes_) :], source="f", url="https://x.example/")


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=3)))
def test_json_fields_of_any_kind(value: object) -> None:
    names = ("id", "url", "title", "summary", "content_html", "date_published", "authors", "author")
    feed = {**JSON, "title": value, "home_page_url": value, "items": [dict.fromkeys(names, value), value]}
    assert len(read_feed(encoded(feed), source="f").items) == 1


@pytest.mark.parametrize("opening", ["<!--", "<script ", "<![CDATA[", "&", "<p", "<!DOCTYPE [", "<item>", "<a:b "])
def test_openings_without_end_take_no_longer_for_being_many(opening: str) -> None:
    many = opening * 200_000
    plain(many)
    for field in (many, f"<description>{many.replace('<', '&lt;')}</description>"):
        read_feed(ITEM.format(field=field).encode(), source="f")
    assert kind_of(many.encode()) is Kind.PAGE


# -- dates


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("2022-03-29T14:05:00+02:00", "2022-03-29T14:05:00+02:00"),
        ("2022-03-29T14:05:00.123Z", "2022-03-29T14:05:00Z"),
        ("2022-03-29T14:05+0200", "2022-03-29T14:05+02:00"),
        ("2022-03-29 14:05:00", "2022-03-29T14:05:00"),
        ("2022-03-29", "2022-03-29"),
        ("2022-03", "2022-03"),
        ("2022", "2022"),
        ("Tue, 29 Mar 2022 14:05:00 +0530", "2022-03-29T14:05:00+05:30"),
        ("Tue, 29 Mar 2022 14:05 -0000", "2022-03-29T14:05Z"),
        ("29 Mar 22 14:05:00 EST", "2022-03-29T14:05:00-05:00"),
        ("Tue, 29 Mar 2022 14:05:00 CET", "2022-03-29T14:05:00"),
        ("Tue, 29 Mar 2022", "2022-03-29"),
        ("Ter, 29 Março 2022 14:05:00 -0300", "2022-03-29T14:05:00-03:00"),
        ("Di, 29 März 2022 14:05", "2022-03-29T14:05"),
        ("Mon, 01 Jan 0001 00:00:00 +0000", None),
        ("0001-01-01T00:00:00", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("2022-02-30", None),
        ("Wed, 31 Feb 2022 10:00:00 GMT", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_dates(words: str | None, edtf: str | None) -> None:
    date = dated(words)
    assert (date.edtf if date else None) == edtf


@given(st.text(max_size=40) | st.datetimes().map(str))
def test_any_words_are_a_date_or_not(words: str) -> None:
    date = dated(words)
    assert date is None or date.precision in {"second", "minute", "day", "month", "year"}


# -- what a page names


def test_feeds_that_a_page_names() -> None:
    page = b"""<!doctype html><html><head><base href="/news/">
    <link rel="stylesheet" href="a.css">
    <link REL="alternate home" type="application/rss+xml" href="feed" title="A &amp; B">
    <link rel=alternate type="application/atom+xml; charset=utf-8" href="https://x.example/atom">
    <link rel=alternate type="application/json" href="/wp-json/1"><link rel=alternate hreflang=de href="/de">
    <link rel=alternate type="application/feed+json" href="feed"></head><body><p>Words"""
    assert find_feeds(page, url="https://site.example/a/b") == (
        FeedLink(url="https://site.example/news/feed", title="A & B"),
        FeedLink(url="https://x.example/atom"),
    )
    assert find_feeds(b"") == find_feeds(b"\0\xff") == find_feeds(b"<!-- -->") == ()


@given(st.binary(max_size=200))
def test_any_page_names_feeds_or_none(data: bytes) -> None:
    find_feeds(b"<html><head>" + data, url="https://x.example/")


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("a < b and c > d", "a < b and c > d"),
        ("<p>One</p><p>Two<br>Three</p>", "One Two Three"),
        ("R&amp;D &#x24;5", "R&D $5"),
        ("<style>p{}</style> <!-- no --> yes", "yes"),
        ("  \n ", None),
        (7, None),
    ],
)
def test_text_without_markup(words: object, text: str | None) -> None:
    assert plain(words) == text


# -- lists of feeds


NAMES = (
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=12)
    .map(str.strip)
    .filter(lambda name: plain(name) == name)
)


@given(
    st.lists(
        st.builds(
            FeedLink,
            url=st.integers(0, 99).map("https://x.example/?a=1&b={}".format),
            title=st.none() | NAMES,
            home=st.none() | st.just("https://x.example/"),
            folders=st.lists(NAMES, max_size=3).map(tuple),
        ),
        max_size=8,
    )
)
def test_lists_go_out_and_come_back(feeds: list[FeedLink]) -> None:
    written = write_opml(feeds, title="Ours\0")
    assert list(read_opml(written, source="o")) == feeds
    assert kind_of(written) is Kind.OPML


def test_lists_of_others() -> None:
    text = b"""<?xml version="1.0"?><opml version="1.1"><body><outline title="Papers"><outline text="One"
    XMLURL="https://one.example/rss" htmlUrl="javascript:x"/><outline text="no address"/></outline></body></opml>"""
    assert read_opml(text, source="o") == (FeedLink(url="https://one.example/rss", title="One", folders=("Papers",)),)
    assert len(read_opml(text.replace(b"</body>", b""), source="o")) == 1
    for wrong in (b"", b"<rss/>", b"x", b"x" * 10_000_001):
        with pytest.raises(SourceUnreadable):
            read_opml(wrong, source="o")


# -- sitemaps

MAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://s.example/1 </loc><lastmod>2022-03-30</lastmod><image:image><image:loc>https://s.example/i.png</image:loc>
<image:title>Not this</image:title></image:image><news:news><news:publication><news:name>The Shed</news:name>
<news:language>en</news:language></news:publication><news:publication_date>2022-03-29T10:00Z</news:publication_date>
<news:title>Rakes &amp; hoes</news:title></news:news></url><url><loc>https://s.example/2</loc></url><url/></urlset>"""


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_sitemaps(pack: type[bytes]) -> None:
    assert kind_of(pack(MAP)) is Kind.SITEMAP
    first, second = read_sitemap(pack(MAP), source="m").items
    assert (first.url, first.title, first.outlet) == ("https://s.example/1", "Rakes & hoes", "The Shed")
    assert first.published
    assert first.updated
    assert (first.published.edtf, first.published.method) == ("2022-03-29T10:00Z", Method.FEED)
    assert first.updated.edtf == "2022-03-30"
    assert (second.url, second.title, second.published) == ("https://s.example/2", None, None)


def test_sitemap_indexes() -> None:
    text = b"<sitemapindex><sitemap><loc>a.xml.gz</loc><lastmod>2022-03-30</lastmod></sitemap></sitemapindex>"
    read = read_sitemap(text, source="m", url="https://s.example/map.xml")
    assert [part.url for part in read.sitemaps] == ["https://s.example/a.xml.gz"]
    assert read.items == ()


def test_a_sitemap_takes_what_the_protocol_allows() -> None:
    many = (
        b"<urlset>" + b"".join(b"<url><loc>https://s.example/%d</loc></url>" % n for n in range(50_010)) + b"</urlset>"
    )
    assert len(read_sitemap(many, source="m").items) == 50_000
    cut = read_sitemap(many[:400], source="m")
    assert len(cut.items) > 2
    for wrong, reason in (
        (gzip.compress(bytes(SITEMAP_BYTES + 1)), "longer than 52,428,800 bytes, which no sitemap may be"),
        (gzip.compress(many)[:-900], "damaged, or cut off"),
        (b"<html/>", "not a sitemap"),
        (b"", "not a sitemap"),
    ):
        with pytest.raises(SourceUnreadable, match=reason):
            read_sitemap(wrong, source="m")


def test_entities_of_a_sitemap_are_not_unpacked() -> None:
    bomb = b'<!DOCTYPE u [<!ENTITY a "xxxxxxxx"><!ENTITY b "&a;&a;&a;">]><urlset><url><loc>https://s/&b;</loc></url></urlset>'
    assert all("xx" not in (item.url or "") for item in read_sitemap(bomb, source="m").items)


# -- kinds


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (RSS.format(charset="utf-8").encode(), Kind.FEED),
        (RSS.format(charset="utf-16").encode("utf-16"), Kind.FEED),
        (b"\xef\xbb\xbf <!-- <html> --> " + ATOM.encode(), Kind.FEED),
        (RDF.encode(), Kind.FEED),
        (b'<!DOCTYPE rdf:RDF [<!ENTITY % a "b">]>\n' + RDF.encode(), Kind.FEED),
        (encoded(JSON), Kind.FEED),
        (b"<!doctype html><html><head>", Kind.PAGE),
        (b"<p>rss feed", Kind.PAGE),
        (b'{"a": 1}', Kind.PAGE),
        (b"words", Kind.PAGE),
        (b"", Kind.PAGE),
        (b"\x1f\x8bbroken", Kind.PAGE),
        (b"<!--" * 5000, Kind.PAGE),
    ],
)
def test_kinds(data: bytes, kind: Kind) -> None:
    assert kind_of(data) is kind
