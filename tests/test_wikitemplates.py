"""What templates show."""

from __future__ import annotations

import pytest

from backstory.intake.wikitext import read_prose
from backstory.model import Mention, Source, Span


@pytest.mark.parametrize(
    ("wikitext", "text"),
    [
        ("about {{convert|50|m|sp=us}} wide", "about 50 meters (160 ft) wide"),
        ("about {{Cvt|50|m}} wide", "about 50 m (160 ft) wide"),
        ("{{US$|5.2 million}}", "US$5.2 million"),
        ("{{INR|20|c}}", "₹20 crore"),
        ("{{INRConvert|3|lc}}", "₹3 lakh crore"),
        ("{{Euro|1.5 billion}} or {{€|2}}", "€1.5 billion or €2"),
        ("{{GBP|[[Pound (money)|10]]}}", "£10"),
        ("{{currency|40|usd}}, {{currency|40|XAF}}", "US$40, XAF 40"),
        ("1990{{ndash}}91", "1990–91"),
        ("Tokyo{{snd}}Osaka", "Tokyo – Osaka"),
        ("10{{nbsp}}km", "10 km"),
        ("it{{'}}s", "it's"),
        ("they {{sic|was}} and {{sic|was|hide=y}} {{sic}}", "they was [sic] and was [sic]"),
        ("{{circa|1900}}, {{c.|1910|1920}}", "c. 1900, c. 1910 – c. 1920"),
        ("{{as of|2015|12|23|lc=y}}, {{As of|2015|12}}, {{as of|2015|alt=by 2015}}",
         "as of 23 December 2015, As of December 2015, by 2015"),
        ("{{date|2015-12-23}}, {{start date|2015|12|23}}, {{start date|2015|12|23|df=yes}}",
         "23 December 2015, December 23, 2015, 23 December 2015"),
        ("{{date|last Tuesday}}, {{dts|2015}}", "last Tuesday, 2015"),
        ("{{nowrap|25 000}} {{small|x}} {{abbr|UN|United Nations}}", "25 000 x UN"),
        ("{{lang|fr|Le Monde}}'s page", "Le Monde's page"),
        ("{{lang-ru|Мир}}, {{lang-xx|word}}", "Russian: Мир, word"),
        ("{{transl|ar|Halab}}, {{color|red|alarm}}", "Halab, alarm"),
        ("{{ill|Anna Example|de|Anna Beispiel}}, {{ill|A|de|B|lt=Ms A}}", "Anna Example, Ms A"),
        ("{{flag|Peru}} beats {{flagicon|Chile}} Chile", "Peru beats Chile"),
        ("{{USS|Cole|DDG-67}}, {{USS|Cole|DDG-67|6}}, {{HMS|Hood||2}}, {{MS|Nord}}, {{ship|tanker|Ada|T1}}",
         "USS Cole (DDG-67), USS Cole, Hood, MS Nord, tanker Ada (T1)"),
        ("{{sclass|Nimitz|carrier}}", "Nimitz-class carrier"),
        ("{{CO2}}, {{chem|H|2|O}}", "CO2, H2O"),
        ("{{frac|1|2}} {{frac|3|1|2}} {{frac|4}}", "1⁄2 3 1⁄2 1⁄4"),
        ("{{val|5.1|u=km}} {{val|3|e=6}}", "5.1 km 3×10^6"),
        ("{{formatnum:12,000}} {{nihongo|Tower|塔|tō}}", "12,000 Tower (塔, tō)"),
        ("{{sortname|Ada|Example}} {{section link|Peru|Coast}}", "Ada Example Peru § Coast"),
        ("ten{{dead link|date=May 2010}}, five {{cn}}.", "ten, five."),
        ("{{es icon}} word {{coord|1|N|2|E}}{{main|Other page}}", "word"),
        ("{{unknown thing|xx|the wordy one|12}} stays", "the wordy one stays"),
        ("{{unknown thing|12|en}} goes", "goes"),
        ("{{Unknown_thing}} goes {{#if:x|y}}", "goes"),
        ("{{ Template:nowrap | a b }}", "a b"),
    ],
)  # fmt: skip
def test_templates_are_read_as_a_reader_sees_them(wikitext: str, text: str) -> None:
    assert read_prose(wikitext).text == text


def test_links_inside_of_a_template_are_links() -> None:
    prose = read_prose("the {{nowrap|[[Ada Example|Ms Example]]s}} win")
    assert prose.text == "the Ms Examples win"
    assert prose.links == (Mention(Span(4, 15), "Ada Example"),)


@pytest.mark.parametrize(
    ("wikitext", "source"),
    [
        ("{{cite web|url=http://x.org/1|title=T|website=[[BBC News]]}}", Source("BBC News", None, "http://x.org/1")),
        ("{{Cite news |url = http://x.org/1 |work=''Dawn'' |agency=AFP }}", Source("Dawn", "AFP", "http://x.org/1")),
        ("{{citation|URL=http://x.org/1|publisher=UN}}", Source("UN", None, "http://x.org/1")),
        ("{{cite news|agency=Reuters|archive-url=http://x.org/1}}", Source(None, "Reuters", "http://x.org/1")),
        ("{{cite journal|journal=Nature}}", Source("Nature")),
        ("{{webarchive|url=http://x.org/1|date=2010}}", Source(None, None, "http://x.org/1")),
        ("{{official website|http://x.org/1}}", Source(None, None, "http://x.org/1")),
        ("{{some box|text=[http://x.org/1 (BBC)]}}", Source("BBC", None, "http://x.org/1")),
    ],
)
def test_citation_templates_are_sources(wikitext: str, source: Source) -> None:
    prose = read_prose(f"Ten die. {wikitext}")
    assert (prose.text, prose.sources) == ("Ten die.", (source,))


def test_a_citation_template_without_anything_cites_nobody() -> None:
    assert read_prose("Ten die. {{cite web|title=T}}").sources == ()
