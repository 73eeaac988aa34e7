"""Pages of HTML, as a browser without scripts would take them."""

from __future__ import annotations

import json
from itertools import pairwise
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given, settings
from lxml import html
from made_views import VIEWS
from msgspec.structs import replace
from sample_views import DAY, EVENT, HOME, INFO, MONTH, TOPIC, TOPIC_YEAR, UNSOURCED, YEAR
from sample_views import VIEWS as SAMPLES

from backstory.site.controls import without_controls
from backstory.site.html import HtmlPages, linked_data
from backstory.site.paths import FORMATS, root
from backstory.site.views import EventView, SiteInfo, SourceLine, View
from backstory.site.views_map import MapView

PAGES = HtmlPages(INFO, FORMATS)


def page_of(view: View, pages: HtmlPages = PAGES) -> html.HtmlElement:
    return html.document_fromstring(pages.render(view).decode())


def words_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def one(page: html.HtmlElement, selector: str) -> html.HtmlElement:
    (found,) = page.xpath(selector)
    return found


@pytest.mark.parametrize("view", SAMPLES, ids=lambda view: view.path)
def test_every_page_has_what_readers_without_eyes_or_mouse_need(view: View) -> None:
    page = page_of(view)
    assert page.get("lang") == "en"
    assert len(page.xpath("//h1")) == 1
    assert one(page, "//title").text
    assert one(page, "//body/*[1]").get("href") == "#main"
    assert one(page, "//main").get("id") == "main"
    assert len(page.xpath("//body/header")) == len(page.xpath("//body/footer")) == 1
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for labelled in page.xpath("//@aria-labelledby"):
        assert labelled in ids
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1|//h2|//h3")]
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("view", SAMPLES, ids=lambda view: view.path)
def test_pages_load_nothing_but_the_stylesheet_and_the_map_its_script(view: View) -> None:
    page = page_of(view)
    loaded = [f"{root(view.path)}{view.cover.file}"] if isinstance(view, EventView) and view.cover else []
    loaded += ["map.js"] if isinstance(view, MapView) else []
    assert page.xpath("//@src|//@srcset|//@style|//iframe|//object") == loaded
    assert [script.get("type") for script in page.xpath("//script[not(@src)]")] in ([], ["application/ld+json"])
    loaded = one(page, "//link[@rel='stylesheet']").get("href")
    assert urljoin(f"/{view.path}.html", loaded) == "/style.css"


@pytest.mark.parametrize("view", SAMPLES, ids=lambda view: view.path)
def test_links_stay_relative_and_in_their_format(view: View) -> None:
    for address in page_of(view).xpath("//body//a/@href"):
        parts = urlsplit(address)
        if parts.scheme:
            assert parts.scheme in {"http", "https"}
            continue
        assert not address.startswith("/")
        target = urljoin(f"/{view.path}.html", parts.path or f"{view.path.rpartition('/')[2]}.html")
        assert ".." not in target
        assert target.endswith((".html", ".atom")) or target.startswith(f"/{view.path}.")


def test_the_other_formats_are_linked_twice() -> None:
    page = page_of(EVENT)
    others = [f"{EVENT.path[11:]}.{name}" for name in ("md", "json", "xml")]
    assert page.xpath("//head/link[@rel='alternate']/@href") == others
    assert page.xpath("//footer/nav/a/@href") == others
    assert one(page, "//link[@rel='canonical']").get("href") == f"https://archive.example/{EVENT.path}.html"


def test_a_site_of_html_alone_links_to_no_other_format() -> None:
    page = page_of(EVENT, HtmlPages(SiteInfo(), ("html",)))
    assert page.xpath("//link[@rel='alternate']|//link[@rel='canonical']|//footer/nav") == []


def test_an_event() -> None:
    page = page_of(EVENT)
    assert words_of(one(page, "//h1")) == EVENT.headline
    assert one(page, "//*[@class='rail']/a/time").get("datetime") == "2015-12-23"
    assert words_of(one(page, "//*[@class='rail']")) == "23 December 2015 Armed conflicts and attacks"
    assert [item.get("value") for item in page.xpath("//ol[@class='sources']/li")] == ["1", "2", "3"]
    first = page.xpath("//ol[@class='sources']/li")[0]
    assert words_of(first) == (
        "BBC Strikes hit homes, report says By Ada Example, Ben Sample. Published 23 December 2015."
        " Captured 3 April 2022 as a copy in a web archive, sha256 1f3a1f3a1f3a… www.bbc.com all from BBC"
    )
    assert first.xpath("a/@href") == ["http://www.bbc.com/news/world-middle-east-35162523"]
    assert one(page, "//figure[@class='cover']/img").get("alt") == "A street in Homs & what is left of it"
    caption = "A street in Homs & what is left of it Photo: Cara <Example>. From source 1."
    assert words_of(one(page, "//figure[@class='cover']/figcaption")) == caption
    assert words_of(one(page, "//*[@class='from']")) == "Source 1, characters 120–285"
    elsewhere = page_of(replace(EVENT, cover=None))
    assert one(elsewhere, "//p[@class='cover']").text_content() == "Cover image at pictures.example"
    moved = one(page, "//figure[@class='moved']")
    assert len(moved.xpath(".//rect")) == words_of(moved).count(";") + 1
    assert words_of(one(page, "//*[@class='revision']")).startswith("Until 3 April 2022 it read: Amnesty")


def test_before_and_after_are_one_line_of_time() -> None:
    page = page_of(EVENT)
    days = page.xpath("//*[@class='time']//time/@datetime")
    assert days == sorted(days)
    assert days[5] == "2015-12-23"
    years = [words_of(turn) for turn in page.xpath("//*[@class='year']")]
    assert years == ["2014", "2015", "2016", "2018", "2022"]
    before = one(page, "//section[@aria-labelledby='before']/ol")
    assert [words_of(item) for item in before][1] == "14 months"
    after = one(page, "//section[@aria-labelledby='after']/ol")
    assert [words_of(item) for item in after.xpath("li[@class='gap']")] == ["2 years", "3 years 11 months"]


def test_an_event_that_nobody_reported_and_nothing_is_tied_to() -> None:
    page = page_of(UNSOURCED)
    assert words_of(one(page, "//section[@aria-labelledby='sources']")) == "Sources No source is cited for this."
    text = words_of(one(page, "//main"))
    assert "No related event found before 30 March 2022." in text
    assert "No related event found on that day or after it." in text


def test_whose_words_they_are() -> None:
    page = page_of(EVENT)
    footer = words_of(one(page, "//footer"))
    assert "Text from Wikipedia, Portal:Current events/2015 December 23, under CC BY-SA 4.0." in footer
    assert str(INFO.notice) in footer
    assert one(page, "//a[@rel='license']").get("href") == "https://creativecommons.org/licenses/by-sa/4.0/"


def test_a_day() -> None:
    page = page_of(DAY)
    assert [words_of(heading) for heading in page.xpath("//h2")] == [
        "2022 Russian invasion of Ukraine",
        "Armed conflicts and attacks",
        "Disasters and accidents",
        "Other events",
    ]
    assert words_of(page.xpath("//h3")[0]) == (
        "Syrian Civil War › Russian military intervention in the Syrian Civil War"
    )
    assert "Rebels say that they have retaken a village in the north of Latakia. No source is cited." in (
        words_of(one(page, "//main"))
    )
    assert words_of(one(page, "//a[@rel='next']")) == "Later: 25 December 2015 →"


def test_calendars_say_what_they_show() -> None:
    page = page_of(MONTH)
    first = page.xpath("//table[@class='calendar']//a")[0]
    assert words_of(first) == "1 14 events"
    assert first.getparent().get("class") == "ink4"
    assert len(page_of(YEAR).xpath("//table[@class='calendar']")) == 12


def test_a_chart_has_its_twin_in_words() -> None:
    page = page_of(TOPIC)
    assert words_of(one(page, "//figcaption")) == "Events a year. Most in 2013, with 251."
    rows = {words_of(row[0]): words_of(row[1]) for row in page.xpath("//figure//tbody/tr")}
    assert rows == {bar.label: str(bar.count) for bar in TOPIC.bars}
    assert len(page.xpath("//figure//rect")) == len(TOPIC.bars)


def test_a_part_of_a_topic_says_which() -> None:
    page = page_of(replace(TOPIC_YEAR, year="2015-03"))
    assert words_of(one(page, "//h1")) == "Syrian Civil War, March 2015"
    assert words_of(one(page, "//*[@class='rail']")) == "Syrian Civil War"


def test_the_feed_of_a_page_is_linked() -> None:
    assert "feed.atom" in page_of(HOME).xpath("//head/link/@href")
    assert "../topics/syrian-civil-war.atom" in page_of(TOPIC).xpath("//head/link/@href")


def test_addresses_that_are_not_of_the_web_are_never_links() -> None:
    source = SourceLine(number=1, name="Evil", url="javascript:alert(1)")
    view = replace(EVENT, sources=(source,), image="data:text/html,x")
    page = page_of(view)
    assert not [href for href in page.xpath("//@href") if href.startswith(("javascript", "data"))]
    assert words_of(one(page, "//ol[@class='sources']")) == "Evil"


def test_linked_data_is_safe_and_says_the_same() -> None:
    nasty = replace(EVENT, headline="</script><!-- & é")
    text = linked_data(nasty, INFO)
    assert not set("<>&") & set(text)
    data = json.loads(text)
    assert data["name"] == nasty.headline
    assert data["temporalCoverage"] == "2015-12-23"
    assert [work["publisher"]["name"] for work in data["citation"]] == [source.name for source in EVENT.sources]
    assert data["isBasedOn"][0]["license"] == EVENT.credits[0].licence_url
    assert "datePublished" not in data
    assert json.loads(one(page_of(nasty), "//script").text) == data


@settings(max_examples=150)
@given(VIEWS)
def test_any_text_stays_text(view: View) -> None:
    page = page_of(view)
    assert len(page.xpath("//h1")) == 1
    assert len(page.xpath("//script")) == isinstance(view, EventView | MapView)
    assert page.xpath("//b|//*[@onclick]") == []
    if isinstance(view, EventView):
        headline = without_controls("".join(run.text for run in view.runs))
        assert words_of(one(page, "//h1")) == " ".join(headline.split())
