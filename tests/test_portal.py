"""Day pages of the portal, in every layout that they have had."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import re
from pathlib import Path

import pytest

from backstory.errors import SourceUnreadable
from backstory.intake.portal import DayPage, is_day_page, read_day
from backstory.model import Listing, Mention, Origin, Source, Span, Topic

DAY = dt.date(2011, 5, 6)


def read(body: str) -> tuple[Listing, ...]:
    """The events of a page with a header and that body, which starts on line 2."""
    return read_day(f"{{{{Current events header|2011|05|6}}}}\n{body}", source="page.wiki").listings


def told(body: str) -> list[tuple[list[str], str, list[str | None]]]:
    """Topics, headline and outlets of each event of a body."""
    return [
        ([topic.name for topic in one.topics], one.headline, [source.outlet for source in one.sources])
        for one in read(body)
    ]


# -- the whole of an event -------------------------------------------------------------------------------------------


def test_an_event_has_all_that_the_page_says() -> None:
    page = read_day(
        "{{Current events|year=2011|month=05|day=6|content=\n\n<!-- All news items below this line -->\n"
        ";Law & crime\n*[[Case of the Example (2011)|The Example case]]\n"
        "**A court in [[Example_City]]'s [[harbour]]s acquits [[Ann Example]]. "
        "[http://x.org/1 (AP via ''ABC News'')] [http://y.org/2 (BBC)]\n"
        "<!-- All news items above this line -->}}\n",
        source="page.wiki",
    )
    headline = "A court in Example_City's harbours acquits Ann Example."
    assert page == DayPage(
        DAY,
        (
            Listing(
                day=DAY,
                headline=headline,
                category="Law and crime",
                topics=(Topic("The Example case", "Case of the Example (2011)"),),
                mentions=(
                    Mention(Span(11, 23), "Example City"),
                    Mention(Span(26, 34), "Harbour"),
                    Mention(Span(43, 54), "Ann Example"),
                ),
                sources=(Source("ABC News", "AP", "http://x.org/1"), Source("BBC", None, "http://y.org/2")),
                origin=Origin(
                    "Portal:Current events/2011 May 6",
                    "https://en.wikipedia.org/wiki/Portal:Current_events/2011_May_6",
                    "CC BY-SA 4.0",
                ),
                line=6,
            ),
        ),
    )


# -- headers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        "{{Current events header|2011|05|6}}",
        "{{current_events_header|2011|5|06|}}",
        "{{ Current events header | year=2011 | month=05 | day=6 }}",
        "{{Current events header|2011|May|6}}",
        "{{Current events|year=2011|month=05|day=6|content=",
        "{{Current Events\n|year = 2011\n|month = 05\n|day = 6\n|content =\n",
        "{{Current events|day=6|month=may|year=2011|top=yes}}",
        "<!-- All news items below this line -->{{Current events header|2011|05|6}}",
        "<noinclude>{{Portal:Current events header|2011|05|6}}</noinclude>",
        "{{Current events}}{{Current events|2011|05|6}}",
    ],
)
def test_headers_of_all_kinds_give_the_day(header: str) -> None:
    page = read_day(f"{header}\n* Rain falls.", source="page.wiki", day=dt.date(1999, 1, 1))
    assert is_day_page(header)
    assert page.day == DAY
    assert [one.headline for one in page.listings] == ["Rain falls."]


@pytest.mark.parametrize(
    "end",
    ["}}", "\n}}", "\n<!-- above -->}}", "\n|}", "\n<!-- above -->|}}", "\n\n{{Current events footer}}",
     "\n{{Current events|year=2011|month=05|day=6|bottom=yes}}", "\n{{Current_events|2011|05|6|bottom=yes}}\n\n"],
)  # fmt: skip
def test_what_closes_a_page_is_no_part_of_its_last_event(end: str) -> None:
    assert told(f"* Rain falls. [http://x.org/1 (BBC)]{end}") == [([], "Rain falls.", ["BBC"])]


@pytest.mark.parametrize("header", ["", "{{Current events header}}", "{{Current events|year={{{year}}}|content="])
def test_a_page_without_a_date_takes_the_one_given(header: str) -> None:
    assert read_day(f"{header}\n* Rain falls.", source="page.wiki", day=DAY).day == DAY
    with pytest.raises(SourceUnreadable, match=r"page\.wiki: says no day"):
        read_day(f"{header}\n* Rain falls.", source="page.wiki")


@pytest.mark.parametrize("date", ["2015|02|30", "2015|13|1", "0|1|1", "year=2015|month=February|day=29"])
def test_a_date_that_does_not_exist_is_refused(date: str) -> None:
    with pytest.raises(SourceUnreadable, match=r"^page\.wiki: its date does not exist: \d+-\w+-\d+$"):
        read_day(f"{{{{Current events|{date}}}}}\n* Rain falls.", source="page.wiki", day=DAY)


@pytest.mark.parametrize("text", ["", "Just some words about rain.", "# A title\n\n- a point", "<html><p>*</p></html>"])
def test_an_unknown_layout_is_refused(text: str) -> None:
    assert not is_day_page(text)
    with pytest.raises(SourceUnreadable, match="in an unknown layout"):
        read_day(text, source="page.wiki", day=DAY)


def test_a_redirect_is_refused() -> None:
    with pytest.raises(SourceUnreadable, match="only redirects"):
        read_day("#REDIRECT [[Portal:Current events/2011 May 7]]", source="page.wiki", day=DAY)


@pytest.mark.parametrize("body", ["", "* \n*", "\n;Sports\n", "* [[A topic without events]]\n\n'''Sports''':"])
def test_a_page_may_have_no_events_yet(body: str) -> None:
    assert read(body) == ()


def test_another_template_is_no_header() -> None:
    assert not is_day_page("{{Current events sidebar}} {{Current}}")


# -- sections --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [";Sport", "; Sports:", ";'''Sports'''", "'''Sports'''", "'''Sports''':", "'''Sports:''' ", "== Sports ==",
     "===Sports:===", "<div style='x'>Sports</div>", "<big>'''Sports'''</big>", "'''''Sports'''''", "'''Sports'''<br>",
     ";[[Sport]]s", " ;Sports"],
)  # fmt: skip
def test_heads_of_all_kinds_give_the_category(head: str) -> None:
    (event,) = read(f";Law and crime\n* [[Old topic]]\n{head}\n** Anna wins. [http://x.org/1 (BBC)]")
    assert (event.category, event.topics, event.headline) == ("Sports", (), "Anna wins.")


def test_the_head_of_another_section_is_the_outermost_topic() -> None:
    first, second, third = read(
        ";Science\n;[[Space week|The week]] of Examples\n* [[Probe]]\n** It lands.\n;[[Space week]]\n* It starts.\n"
        "== Sport ==\n=== [[Example Cup]] ===\n* Anna wins."
    )
    assert (first.category, first.topics) == (None, (Topic("The week of Examples"), Topic("Probe", "Probe")))
    assert (second.category, second.topics) == (None, (Topic("Space week", "Space week"),))
    assert (third.category, third.topics) == ("Sports", (Topic("Example Cup", "Example Cup"),))


def test_a_head_keeps_its_citation_and_a_sentence_in_its_place_is_an_event() -> None:
    for head in (";Sports", "Sports", "== Sports", "'''Sports'''"):
        end = " ==" if head.startswith("=") else ""
        assert told(f"{head} [http://x.org/1 (BBC)]{end}\n* Anna wins.") == [([], "Anna wins.", ["BBC"])]
    assert told(";Anna wins in [[Example]]. [http://x.org/1 (BBC)]\n* She is glad.") == [
        ([], "Anna wins in Example.", ["BBC"]),
        ([], "She is glad.", []),
    ]


# -- topics ----------------------------------------------------------------------------------------------------------


def test_bullets_nest_to_any_depth() -> None:
    body = (
        "*[[A]]\n**[[B]]\n***[[C]]\n****[[D]]\n*****One thing happens.\n***Another happens.\n"
        "**A third happens.\n*A fourth happens."
    )
    assert [(names, headline) for names, headline, _ in told(body)] == [
        (["A", "B", "C", "D"], "One thing happens."),
        (["A", "B"], "Another happens."),
        (["A"], "A third happens."),
        ([], "A fourth happens."),
    ]


@pytest.mark.parametrize("prefix", ["**", "*:", ":*", "::", "##", "***", " ** ", "*#"])
def test_bullets_of_all_kinds(prefix: str) -> None:
    assert told(f"*[[A]]\n\n{prefix}Rain falls.\n\n{prefix}Sun shines.") == [
        (["A"], "Rain falls.", []),
        (["A"], "Sun shines.", []),
    ]


def test_bullets_without_a_parent_stand_under_no_topic() -> None:
    assert told("'''Sports'''\n**Anna wins.\n***Ben loses.\n*[[Cup]]\n**Cem draws.") == [
        ([], "Anna wins.", []),
        ([], "Ben loses.", []),
        (["Cup"], "Cem draws.", []),
    ]


@pytest.mark.parametrize(
    "line",
    ["[[A]], [[B (place)|B]]", "[[A]] and [[B (place)|B]]:", "'''[[A]]''' / ''[[B (place)|B]]''",
     "[[A]] – [[B (place)|B]]", "[[A]]: [[B (place)|B]]:", "{{flagicon|X}} [[A]], {{nowrap|[[B (place)|B]]}}",
     "[[A]] ([[B (place)|B]])"],
)  # fmt: skip
def test_several_topics_on_one_line(line: str) -> None:
    (event,) = read(f"* {line}\n** Rain falls.")
    assert event.topics == (Topic("A", "A"), Topic("B", "B (place)"))


def test_a_topic_that_is_not_linked_whole_has_a_name_and_no_title() -> None:
    first, second = read("* Elections in [[Example]]:\n** Ann wins.\n* The long strike -\n** It ends.")
    assert first.topics == (Topic("Elections in Example"),)
    assert second.topics == (Topic("The long strike"),)


@pytest.mark.parametrize(
    ("line", "names", "headline"),
    [
        ("[[A]]: Rain falls.", ["A"], "Rain falls."),
        ("'''[[A]]''':Rain falls.", ["A"], "Rain falls."),
        ("[[A]], [[B]]: Rain falls.", ["A", "B"], "Rain falls."),
        ("[[A]]: [[B]]: Rain falls.", ["A", "B"], "Rain falls."),
        ("[[A]]: [[B]] sees rain.", ["A"], "B sees rain."),
        ("[[A]] [[B]]: Rain falls.", [], "A B: Rain falls."),
        ("[[A]] says: Rain falls.", [], "A says: Rain falls."),
        ("Weather: Rain falls.", [], "Weather: Rain falls."),
        ("At 10:30 it rains in [[A]]: all get wet.", [], "At 10:30 it rains in A: all get wet."),
    ],
)
def test_linked_words_before_a_colon_are_topics(line: str, names: list[str], headline: str) -> None:
    assert told(f"* {line}") == [(names, headline, [])]


def test_mentions_stand_in_the_headline_that_a_topic_was_taken_off() -> None:
    (event,) = read("* [[A]]: In [[B]], it rains.")
    assert event.mentions == (Mention(Span(3, 4), "B"),)


def test_a_topic_stands_once() -> None:
    assert told("* [[A]]\n** [[A]]: Rain falls.") == [(["A"], "Rain falls.", [])]


def test_a_topic_without_events_is_dropped() -> None:
    body = "* [[A]]\n* [[B]], [[C]]\n** [[D]]\n* Leaks go on:\n* [[E]]:\n''See also: [[F]]''\n: See also: [[G]]"
    assert read(body) == ()


# -- events ----------------------------------------------------------------------------------------------------------


def test_a_sentence_with_events_below_it_is_an_event_too() -> None:
    body = (
        "* [[A]]\n** [[B]]: Rain falls on the hills. [http://x.org/1 (BBC)]\n*** A river rises.\n"
        "** Storm goes on [http://y.org/2 (CNN)]\n*** Trees fall."
    )
    assert told(body) == [
        (["A", "B"], "Rain falls on the hills.", ["BBC"]),
        (["A", "B"], "A river rises.", []),
        (["A"], "Storm goes on", ["CNN"]),
        (["A"], "Trees fall.", []),
    ]


def test_an_uncited_sentence_with_events_below_it_is_no_topic() -> None:
    assert told("* Rain falls.\n** A river rises.") == [
        ([], "Rain falls.", []),
        ([], "A river rises.", []),
    ]


def test_plain_words_with_an_empty_bullet_below_them_are_an_event() -> None:
    assert told("* Rain in [[Example]]\n**\n** [[A]]") == [([], "Rain in Example", [])]


def test_an_event_without_a_citation_is_unsourced() -> None:
    (event,) = read("* Rain falls.")
    assert event.unsourced


def test_lines_without_a_bullet() -> None:
    body = (
        "Rain falls on all of the hills.\n\n* A fire starts in [[Example]],\nand ten houses burn. "
        "[http://x.org/1 (BBC)]\n[http://y.org/2 (CNN)]\n\nSome note\n----\n{{clear}}\n__NOTOC__\n"
        "[[File:A.jpg|thumb|Rain falls.]]"
    )
    assert told(body) == [
        ([], "Rain falls on all of the hills.", []),
        ([], "A fire starts in Example, and ten houses burn.", ["BBC", "CNN"]),
    ]


def test_a_table_s_frame_is_no_event_and_its_cells_may_be() -> None:
    body = '{| class="wikitable"\n|-\n! Day\n| Rain falls on the hills. [http://x.org/1 (BBC)]\n|}\n* Sun shines.'
    assert told(body) == [([], "Rain falls on the hills.", ["BBC"]), ([], "Sun shines.", [])]


def test_templates_references_and_comments_may_go_on_over_lines() -> None:
    body = (
        "<!-- hidden\n* [http://x.org/9 (BBC)]\n-->\n* Rain falls.{{cite news\n|url=http://x.org/1\n|work=BBC\n}}"
        "<ref>\n[http://y.org/2 (CNN)]\n</ref> <!-- a\nb -->It is wet.\n* Sun shines in [[Example|the\ntown]]."
    )
    first, second = read(body)
    assert (first.headline, [source.outlet for source in first.sources]) == ("Rain falls. It is wet.", ["BBC", "CNN"])
    assert (first.line, second.line) == (5, 12)
    assert second.headline == "Sun shines in the town."


def test_an_unclosed_template_ends_with_its_line() -> None:
    assert told("* Rain {{falls.\n* Sun }} shines.") == [([], "Rain {{falls.", []), ([], "Sun }} shines.", [])]


def test_carriage_returns_and_a_byte_order_mark() -> None:
    page = read_day("\ufeff{{Current events header|2011|05|6}}\r\n;Sport\r\n* Anna wins.\r* Ben too.", source="p")
    assert [(one.headline, one.line) for one in page.listings] == [("Anna wins.", 3), ("Ben too.", 4)]


# -- citations without an event of their own -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "outlets"),
    [
        ("* Rain falls.\n* [http://x.org/1 (BBC)]\n* Sun shines.", [["BBC"], []]),
        ("* Rain falls.\n** [http://x.org/1 (BBC)]\n* Sun shines.", [["BBC"], []]),
        ("* Rain falls.\n*: ([http://x.org/1 BBC])\n* Sun shines.", [["BBC"], []]),
        ("* [http://x.org/1 (BBC)]\n* Rain falls.\n* Sun shines.", [["BBC"], []]),
        ("* [[A]] [http://x.org/1 (BBC)]\n** Rain falls. [http://y.org/2 (CNN)]\n** Sun shines.", [["BBC", "CNN"], []]),
        ("* [[A]]: [http://x.org/1 (BBC)]\n** [[B]]\n*** Rain falls.\n* Sun shines.", [["BBC"], []]),
        ("* [[A]]\n** [http://x.org/1 (BBC)]\n* Rain falls.\n* Sun shines.", [["BBC"], [], []]),
        ("* Rain falls.\n* [[A]]\n** [http://x.org/1 (BBC)]\n** Sun shines.", [[], ["BBC"]]),
        ("* Rain falls.\n;Sports\n* [http://x.org/1 (BBC)]\n* Sun shines.", [[], ["BBC"]]),
        ("* Rain falls.\n;Sports\n* [http://x.org/1 (BBC)]", [["BBC"]]),
        ("{| [http://x.org/1 (BBC)]\n|}\n* Rain falls.", [["BBC"]]),
    ],
)
def test_a_citation_goes_to_the_event_next_to_it(body: str, outlets: list[list[str]]) -> None:
    assert [cited for _, _, cited in told(body)] == outlets


def test_a_topic_with_a_citation_and_no_events_is_an_event() -> None:
    assert told("* [[A]]\n** [[B]] [http://x.org/1 (BBC)]\n* [[C]]: [http://y.org/2 (CNN)]") == [
        (["A"], "B", ["BBC"]),
        ([], "C:", ["CNN"]),
    ]


def test_citations_on_a_page_without_any_event_are_one() -> None:
    assert told("* [http://x.org/1 (BBC)]\n;Sports\n* [http://y.org/2]") == [([], "BBC", ["BBC", None])]


# -- real pages ------------------------------------------------------------------------------------------------------

#: Counted by eye: bullets that tell an event, and those of them without a citation.
REAL = {
    "2005-01-08": (7, 1),
    "2013-02-15": (11, 0),
    "2016-12-30": (14, 0),
    "2018-07-04": (9, 0),
    "2019-11-06": (17, 0),
    "2020-06-08": (7, 0),
    "2021-11-27": (10, 0),
}


def real_page(shared: Path, day: str) -> tuple[str, DayPage]:
    text = (shared / "data" / "portal-wikitext" / f"{day}.wiki").read_text(encoding="utf-8")
    return text, read_day(text, source=f"{day}.wiki")


@pytest.mark.parametrize("day", REAL)
def test_real_pages_are_read_whole(shared: Path, day: str) -> None:
    text, page = real_page(shared, day)
    events, unsourced = REAL[day]
    assert page.day.isoformat() == day
    assert len(page.listings) == events
    assert sum(one.unsourced for one in page.listings) == unsourced
    assert [source.url for one in page.listings for source in one.sources] == re.findall(r"\[(https?://\S+)", text)
    assert all(source.outlet for one in page.listings for source in one.sources)
    assert not re.search(r"[\[\]{}|]|\s\s|\s[.,]", " ".join(one.headline for one in page.listings))
    assert all((one.category is None) == (day < "2010") for one in page.listings)
    for one in page.listings:
        assert one.headline.replace("''", "") in plain(text.split("\n")[(one.line or 0) - 1])
        assert all(re.fullmatch(r"\S(.*\S)?", words(one, mention)) for mention in one.mentions)


def plain(line: str) -> str:
    """A line of one of the real pages without markup, by means of its own."""
    line = re.sub(r"\[https?:[^\]]*\]|<[^<>]*>|''", "", line).replace("{{convert|50|m|sp=us}}", "50 meters (160 ft)")
    return " ".join(re.sub(r"\[\[(?:[^|\]]*\|)?([^\]]*)\]\]", r"\1", line).split())


def words(listing: Listing, mention: Mention) -> str:
    return listing.headline[mention.span.start : mention.span.end]


@pytest.mark.parametrize(
    ("day", "line", "topics", "names"),
    [
        ("2005-01-08", 3, [], ["AP via USA Today", "BBC"]),
        ("2005-01-08", 10, ["September 11, 2001, attacks"], ["CNN"]),
        ("2013-02-15", 8, ["Chelyabinsk meteor"], ["BBC", "Reuters", "RT"]),
        ("2016-12-30", 11, [], ["USA Today"]),
        ("2019-11-06", 30, ["Nuclear program of Iran"], ["Al Jazeera"]),
        ("2020-06-08", 7,
         ["Second Libyan Civil War", "2019–20 Western Libya campaign",
          "Turkish military intervention in the Second Libyan Civil War"], ["Anadolu Agency"]),
        ("2021-11-27", 20, ["COVID-19 pandemic", "COVID-19 pandemic in Europe", "COVID-19 pandemic in Czech Republic"],
         ["Deutsche Welle"]),
    ],
)  # fmt: skip
def test_events_of_real_pages(shared: Path, day: str, line: int, topics: list[str], names: list[str]) -> None:
    _, page = real_page(shared, day)
    (event,) = [one for one in page.listings if one.line == line]
    assert [topic.name for topic in event.topics] == topics
    assert [source.name for source in event.sources] == names


@pytest.mark.parametrize("day", REAL)
def test_real_pages_agree_with_the_event_list(shared: Path, day: str) -> None:
    """The list keeps a leading topic in the headline, drops what templates show, and lacks some events."""
    _, page = real_page(shared, day)
    with gzip.open(shared / "data" / "current-events" / f"{day[:4]}.jsonl.gz", "rt", encoding="utf-8") as lines:
        listed = {row["headline"]: row for row in map(json.loads, lines) if row["date"] == day}
    whole = {": ".join([*[topic.name for topic in one.topics], one.headline]): one for one in page.listings}
    ours = whole | {one.headline: one for one in page.listings}
    converted = {headline for headline in listed if "diameter of about comes" in headline}
    assert set(listed) - set(ours) == converted
    for headline in set(listed) - converted:
        assert len(ours[headline].sources) == len(listed[headline]["sources"])
        assert listed[headline]["category"] in (None, ours[headline].category)


@pytest.mark.parametrize(
    ("comment", "origin"),
    [
        ("<!-- origin: Chronicle of Ny -->", Origin("Chronicle of Ny")),
        ("<!--origin: A | https://a.example/x | CC BY 4.0-->", Origin("A", "https://a.example/x", "CC BY 4.0")),
        ("<!-- Origin:  A list |  Apache-2.0 -->", Origin("A list", None, "Apache-2.0")),
        ("<!-- origin: A | https://a.example/ -->", Origin("A", "https://a.example/")),
    ],
)
def test_a_page_says_whose_words_it_holds(comment: str, origin: Origin) -> None:
    text = comment + "\n{{Current events|year=2015|month=12|day=23|content=\n*A volcano wakes.\n}}"
    (listing,) = read_day(text, source="page").listings
    assert listing.origin == origin
