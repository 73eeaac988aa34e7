"""Following citations and feeds, over a small web of our own."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from local_server import Answer, Request
from PIL import Image
from small_web import HTML, Shown, Site, moved, site, versioned
from warcio.archiveiterator import ArchiveIterator

from backstory import Archive, Settings, open_archive
from backstory.config import WebSettings
from backstory.errors import SourceNotFound
from backstory.model import Finding
from backstory.store.observed import Seen

DAM = "Villagers leave Exampleton after a dam breaks above the town"
FILLER = (
    "The water came at night, and by morning the lower streets of Exampleton stood under two metres of it. "
    "Rescuers carried people from their roofs, and the mayor asked those who could to take in their neighbours."
)


def article(title: str, body: str = FILLER, *, head: str = "", picture: str = "") -> Answer:
    """A news page."""
    image = f'<meta property="og:image" content="{picture}">' if picture else ""
    page = f"""<!doctype html><html lang="en"><head><title>{title}</title>{image}{head}
        <meta property="article:published_time" content="2021-05-03T08:00:00+02:00"></head>
        <body><article><h1>{title}</h1><p>{body}</p><p>{FILLER[::-1].swapcase()[:10]} It was the third flood in a year,
        and the river is expected to rise again before the end of the week, the water board said on Monday.</p>
        </article></body></html>"""
    return Answer(page.encode(), 200, {"Content-Type": HTML})


def picture(colour: str = "navy") -> Answer:
    out = io.BytesIO()
    Image.new("RGB", (1600, 900), colour).save(out, "PNG")
    return Answer(out.getvalue(), 200, {"Content-Type": "image/png"})


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as made:
        yield made


@pytest.fixture
def town(tmp_path: Path, web: Site) -> Iterator[Archive]:
    """An archive of events that cite pages of the small web."""
    settings = Settings(web=WebSettings(agent="Tests", spacing=0.0, timeout=5.0, tries=1, allow_hosts=("127.0.0.1",)))
    with open_archive(tmp_path / "archive.db", settings=settings) as opened:
        yield opened


def tell(archive: Archive, tmp_path: Path, day: str, headline: str, *urls: str) -> str:
    """Add an event that cites these addresses; its id."""
    row = {
        "id": headline,
        "date": day,
        "headline": headline,
        "sources": [{"outlet": "Gazette", "url": u} for u in urls],
    }
    path = tmp_path / "told.jsonl"
    path.write_text(json.dumps(row) + "\n")
    (outcome,) = archive.add(path)
    assert outcome.error is None
    return next(event.id for event in archive.events() if event.headline == headline)


def test_a_cited_page_joins_the_event_that_cites_it(town: Archive, web: Site, tmp_path: Path) -> None:
    web.pages["/dam"] = article("Dam breaks above Exampleton", picture=f"{web.address}/dam.png")
    web.pages["/dam.png"] = picture()
    event_id = tell(town, tmp_path, "2021-05-03", DAM, f"{web.address}/dam?utm_source=feed")
    (citation,) = town.follow()
    assert (citation.finding, citation.reason) == (Finding.FOUND, None)
    assert web.asked() == ["/dam", "/dam.png"]
    assert list(town.follow()) == [], "what was asked for is not asked for again"

    report = town.build(tmp_path / "site")
    assert report.written == report.pages
    page = json.loads((tmp_path / f"site/{event_id.replace('-', '/', 2)}.json").read_text())
    (source,) = page["sources"]
    assert source["title"] == "Dam breaks above Exampleton"
    assert source["published"] == "2021-05-03T08:00:00+02:00"
    (capture,) = [each.capture for each in town.captures(f"{web.address}/dam?utm_source=feed")]
    assert source["sha256"] == capture.sha256
    assert page["summary"] == FILLER
    where = page["summary_from"]
    read = town.article(capture.number)
    assert read
    assert read.text[where["start"] : where["end"]] == FILLER
    assert page["cover"]["file"] == f"{page['path']}.jpg"
    with Image.open(tmp_path / "site" / page["cover"]["file"]) as shown:
        assert shown.size == (page["cover"]["width"], page["cover"]["height"]) == (1200, 675)
    assert list(town.verify()) == []


def test_every_redirect_on_the_way_is_kept(town: Archive, web: Site, tmp_path: Path) -> None:
    statuses = (301, 302, 303, 307, 308)
    ways = list(zip(statuses, (*statuses[1:], "dam"), strict=True))
    web.pages |= {f"/{status}": moved(f"/{after}", status) for status, after in ways}
    web.pages["/dam"] = article("Dam breaks above Exampleton")
    (outcome,) = town.add(f"{web.address}/301")
    assert (outcome.error, outcome.pages) == (None, 1)
    for status, after in ways:
        hop = town.captures(f"{web.address}/{status}")[0]
        assert hop.sentence.startswith(f"moved to {web.address}/{after} ({status}) on ")
    assert [each.capture.number for each in town.captures(f"{web.address}/301")] == [1, 6]
    assert [each.capture.url for each in town.captures(f"{web.address}/dam")] == [f"{web.address}/dam"]
    assert list(town.verify()) == []
    assert town.rebuild().articles == 1

    assert town.export(tmp_path / "captures.wacz") == 6
    with ZipFile(tmp_path / "captures.wacz") as packed:
        index = gzip.decompress(packed.read("indexes/index.cdx.gz")).decode().splitlines()
        records = list(ArchiveIterator(io.BytesIO(packed.read("archive/00000.warc.gz")), check_digests="raise"))
    assert sorted(json.loads(line[line.index("{") :])["status"] for line in index) == [200, *statuses]
    assert [record.rec_type for record in records] == [
        "warcinfo",
        *["request", "response"],
        *["request", "revisit"] * 4,
        *["request", "response"],
    ]
    assert [record.http_headers.get_statuscode() for record in records[2::2]] == [*map(str, statuses), "200"]
    with open_archive(tmp_path / "copy.db") as copy:
        (outcome,) = copy.add(tmp_path / "captures.wacz")
        assert outcome.pages == 1

    file = tmp_path / "archive.captures" / "00000.warc.gz"
    first = town.captures(f"{web.address}/301")[0].capture
    content = bytearray(file.read_bytes())
    content[first.offset + first.length // 2] ^= 0xFF
    file.write_bytes(content)
    assert [fault.url for fault in town.verify()] == [f"{web.address}/301"]


def test_what_came_of_each_address(town: Archive, web: Site, tmp_path: Path) -> None:
    web.pages |= {
        "/here": article("A page that is here"),
        "/old": moved("/new"),
        "/new": article("A page that moved"),
        "/front": moved("/"),
        "/": article("The front page"),
        "/forbidden": Answer(b"no", 403),
        "/gone": Answer(b"gone", 410),
        "/broken": Answer(b"oops", 500),
        "/picture": picture(),
        "/private": article("Not for robots"),
        "/robots.txt": Answer(b"User-agent: *\nDisallow: /private\n", 200, {"Content-Type": "text/plain"}),
    }
    paths = ["here", "old", "front", "forbidden", "gone", "broken", "picture", "private", "nothing"]
    tell(town, tmp_path, "2021-05-03", DAM, *(f"{web.address}/{path}" for path in paths))
    found = {citation.url.rpartition("/")[2]: citation for citation in town.follow()}
    assert {path: citation.finding for path, citation in found.items()} == {
        "here": Finding.FOUND,
        "old": Finding.MOVED,
        "front": Finding.GONE,
        "forbidden": Finding.REFUSED,
        "gone": Finding.GONE,
        "broken": Finding.FAILED,
        "picture": Finding.FAILED,
        "private": Finding.REFUSED,
        "nothing": Finding.GONE,
    }
    assert found["old"].reason == f"to {web.address}/new"
    assert found["forbidden"].reason == "answered 403 Forbidden"
    assert "robots.txt" in (found["private"].reason or "")
    assert town.citations()[Finding.GONE] == 3
    assert {each for each, citation in found.items() if citation.capture} == {"here", "old"}


def test_following_narrows_and_goes_on(town: Archive, web: Site, tmp_path: Path) -> None:
    for number in range(5):
        web.pages[f"/{number}"] = article(f"Page number {number}")
        tell(town, tmp_path, f"2021-05-0{number + 1}", f"Event number {number} happens", f"{web.address}/{number}")
    first = list(town.follow(limit=2))
    assert [citation.url[-1] for citation in first] == ["0", "1"]
    late = list(town.follow(since=dt.date(2021, 5, 5)))
    assert [citation.url[-1] for citation in late] == ["4"]
    assert [citation.url[-1] for citation in town.follow()] == ["2", "3"]
    assert town.citations() == {Finding.FOUND: 5}
    assert [event.headline for event in town.events()] == [f"Event number {number} happens" for number in range(5)]


def test_a_dead_address_is_asked_for_at_a_web_archive(tmp_path: Path, web: Site) -> None:
    web.pages["/dead"] = Answer(b"gone", 404)

    def timegate(request: Request) -> Answer:
        assert request.headers["Accept-Datetime"] == "Mon, 03 May 2021 12:00:00 GMT"
        return Answer(b"", 302, {"Location": f"{web.address}/copy", "Vary": "accept-datetime"})

    copy = article("Dam breaks, as it was archived")
    link = f'<{web.address}/dead>; rel="original"'
    web.pages |= {
        f"/gate/{web.address}/dead": timegate,
        "/copy": Answer(
            copy.body, 200, {"Content-Type": HTML, "Memento-Datetime": "Tue, 04 May 2021 10:00:00 GMT", "Link": link}
        ),
    }
    chosen = WebSettings(
        agent="Tests", spacing=0.0, tries=1, allow_hosts=("127.0.0.1",), timegate=f"{web.address}/gate/"
    )
    with open_archive(tmp_path / "archive.db", settings=Settings(web=chosen)) as archive:
        event_id = tell(archive, tmp_path, "2021-05-03", DAM, f"{web.address}/dead")
        (citation,) = archive.follow()
        assert citation.finding is Finding.ARCHIVED
        (seen,) = archive.captures(f"{web.address}/dead")
        assert seen.capture.captured == dt.datetime(2021, 5, 4, 10, tzinfo=dt.UTC)
        assert seen.capture.archived_by == "127.0.0.1"
        archive.build(tmp_path / "site", formats=["json"])
        page = json.loads((tmp_path / f"site/{event_id.replace('-', '/', 2)}.json").read_text())
        assert page["sources"][0]["archived_by"] == "127.0.0.1"


def feed(web: Site, *paths: str) -> Answer:
    items = "".join(
        f"<item><title>About {path}</title><link>{web.address}/{path}</link><description>The feed says that {path}"
        f" happened.</description><pubDate>Mon, 03 May 2021 0{n}:00:00 GMT</pubDate></item>"
        for n, path in enumerate(paths)
    )
    body = f'<rss version="2.0"><channel><title>The Gazette</title>{items}</channel></rss>'
    return Answer(body.encode(), 200, {"Content-Type": "application/rss+xml"})


def test_a_feed_is_followed_once_it_is_added(town: Archive, web: Site) -> None:
    web.pages |= {
        "/feed": feed(web, "one", "two"),
        "/one": article("About one"),
        "/two": Answer(b"subscribers only", 403),
    }
    (outcome,) = town.add(f"{web.address}/feed")
    assert (outcome.error, outcome.pages) == (None, 1)
    assert "1 page in the feed's words alone" in (outcome.note or "")
    (state,) = town.sources()
    assert (state.title, state.because) == ("The Gazette", "added by its address")

    web.pages["/feed"] = feed(web, "one", "two", "three")
    web.pages["/three"] = article("About three")
    before = len(web.asked())
    (look,) = town.watch(due=False)
    assert (look.pages, look.partial, look.error) == (1, 0, None)
    assert web.asked()[before:] == ["/feed", "/three"]
    assert list(town.watch()) == [], "a feed is left alone until it is due"
    assert list(town.verify()) == []


def test_an_item_that_changed_in_place_is_noticed(town: Archive, web: Site, tmp_path: Path) -> None:
    def told(words: str) -> Answer:
        answer = feed(web, "one", "two", "three")
        assert isinstance(answer.body, bytes)
        return replace(answer, body=answer.body.replace(b"happened", words.encode()))

    def tagged(words: str) -> Shown:
        made = article("About one", words)
        assert isinstance(made.body, bytes)
        return versioned(made.body.decode(), etag=f'"{len(words)}"')

    web.pages |= {
        "/feed": told("happened"),
        "/one": tagged(FILLER),
        "/two": Answer(b"subscribers only", 403),
        "/three": tagged(FILLER),
    }
    list(town.add(f"{web.address}/feed"))
    with open_archive(tmp_path / "archive.db", settings=town.settings) as later:
        web.pages |= {"/feed": told("happened at night"), "/one": tagged(f"Nine are missing. {FILLER}")}
        before = len(web.asked())
        (look,) = later.watch(due=False)
        assert (look.pages, look.changed, look.partial, look.failed, look.error) == (1, 1, 1, (), None)
        assert sorted(web.asked()[before:]) == ["/feed", "/one", "/three", "/two"]
        assert web.requests[-1].headers["If-None-Match"]
        one = later.captures(f"{web.address}/one")
        assert [each.seen for each in one] == [Seen.PRESENT, Seen.CHANGED]
        assert any("+Nine are missing." in line for lines in later.changes_between(one) for line in lines)
        assert len(later.captures(f"{web.address}/three")) == 1
        readings = later._store.readings
        words = [article.paragraphs for _, article in readings.articles() if article.source.endswith("/two")]
        assert words == [("The feed says that two happened.",), ("The feed says that two happened at night.",)]
        found = readings.read_from(f"{web.address}/two")
        assert found
        assert found[1].paragraphs == words[1]

        web.pages |= {"/feed": told("happened on Monday"), "/one": Answer(b"gone", 410)}
        (look,) = later.watch(due=False)
        assert (look.pages, look.partial, [str(each) for each in look.failed]) == (
            0,
            1,
            [f"{web.address}/one: answered 410 Gone"],
        )
        *_, gone = later.captures(f"{web.address}/one")
        assert gone.sentence.startswith("not found (410) on ")
        found = readings.read_from(f"{web.address}/one")
        assert found
        assert found[1].paragraphs[0].startswith("Nine are missing."), "the words of a feed take no page's place"
        assert [each.failed for each in later.watch(due=False)] == [()]
        assert list(later.verify()) == []


def test_the_words_of_a_news_sitemap_are_kept_where_a_page_is_refused(town: Archive, web: Site) -> None:
    news = (
        f"<url><loc>{web.address}/one</loc><news:news xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>"
        "<news:publication_date>2021-05-03</news:publication_date><news:title>The river rises</news:title>"
        "</news:news></url>"
    )
    web.pages |= {
        "/index.xml": Answer(
            f"<sitemapindex><sitemap><loc>{web.address}/news.xml</loc></sitemap></sitemapindex>".encode()
        ),
        "/news.xml": Answer(f"<urlset>{news}</urlset>".encode()),
        "/one": Answer(b"subscribers only", 403),
    }
    (outcome,) = town.add(f"{web.address}/index.xml")
    assert (outcome.error, outcome.note) == (None, "1 page in the feed's words alone; followed from now on")
    assert list(town.verify()) == []


def test_a_feed_that_fails_says_so_and_stays(town: Archive, web: Site) -> None:
    web.pages["/feed"] = feed(web, "one")
    web.pages["/one"] = article("About one")
    list(town.add(f"{web.address}/feed"))
    web.pages["/feed"] = Answer(b"", 500)
    (look,) = town.watch(due=False)
    assert look.error
    assert town.sources()[0].failures == 1


def test_a_feed_that_moved_is_followed_where_it_is(town: Archive, web: Site) -> None:
    web.pages |= {"/feed": feed(web, "one"), "/one": article("About one")}
    list(town.add(f"{web.address}/feed"))
    web.pages |= {"/feed": moved("/feed2"), "/feed2": feed(web, "one")}
    (look,) = town.watch(due=False)
    assert "moved for good" in (look.note or "")
    assert [state.address for state in town.sources()] == [f"{web.address}/feed2"]


def test_a_page_by_its_address(town: Archive, web: Site, tmp_path: Path) -> None:
    web.pages["/dam"] = article("Dam breaks", head='<link rel="alternate" type="application/rss+xml" href="/rss">')
    event_id = tell(town, tmp_path, "2021-05-03", DAM, f"{web.address}/dam/")
    (outcome,) = town.add(f"{web.address}/dam")
    assert (outcome.error, outcome.pages) == (None, 1)
    assert outcome.note == f"it names a feed, {web.address}/rss, which can be added too; cited by {event_id}"
    web.pages["/dam"] = article("Dam breaks, ten are missing")
    list(town.add(f"{web.address}/dam"))
    _, second = town.captures(f"{web.address}/dam")
    assert second.sentence.startswith("changed by ")
    web.pages["/dam"] = Answer(b"", 404)
    (missing,) = town.add(f"{web.address}/dam")
    assert str(missing.error) == f"{web.address}/dam: answered 404 Not Found"
    assert [each.seen for each in town.captures(f"{web.address}/dam")] == [Seen.PRESENT, Seen.CHANGED, Seen.MISSING]
    list(town.add(f"{web.address}/never"))
    with pytest.raises(SourceNotFound):
        town.captures(f"{web.address}/never")
    assert town.rebuild().changed == 0
    assert list(town.verify()) == []


def test_the_web_is_asked_for_nothing_private(tmp_path: Path, web: Site) -> None:
    web.pages["/dam"] = article("Dam breaks")
    with open_archive(tmp_path / "archive.db", settings=Settings()) as archive:
        (outcome,) = archive.add(f"{web.address}/dam")
    assert outcome.error
    assert "private" in outcome.error.reason
    assert web.asked(robots=True) == []
