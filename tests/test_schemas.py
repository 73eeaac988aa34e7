"""Pages of JSON and XML, and the schemas that they name."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from lxml import etree
from made_views import VIEWS
from sample_views import EVENT, HOME, INFO, YEAR
from sample_views import VIEWS as SAMPLES

from backstory.site.controls import without_controls
from backstory.site.json import JsonPages
from backstory.site.paths import FORMATS, KINDS, root
from backstory.site.schemas import schema_files
from backstory.site.views import EventView, View
from backstory.site.xml import XmlPages

JSON = JsonPages(INFO, FORMATS)
XML = XmlPages(INFO, FORMATS)
SCHEMAS = schema_files()


@cache
def json_validator(name: str) -> Any:
    schema = json.loads(SCHEMAS[name])
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@cache
def relax_ng(name: str) -> etree.RelaxNG:
    return etree.RelaxNG(etree.fromstring(SCHEMAS[name]))


def check_json(view: View) -> dict[str, Any]:
    page: dict[str, Any] = json.loads(JSON.render(view))
    up = root(view.path)
    assert page["root"] == up
    json_validator(page["$schema"].removeprefix(up)).validate(page)
    return page


def tree_of(data: bytes) -> Any:
    return etree.fromstring(data)


def check_xml(view: View) -> Any:
    page = tree_of(XML.render(view))
    (named,) = page.xpath("preceding-sibling::processing-instruction('xml-model')")
    schema = relax_ng(named.get("href").removeprefix(root(view.path)))
    assert schema.validate(page), schema.error_log
    return page


def test_there_are_two_schemas_a_page() -> None:
    names = {f"schemas/{kind}.{end}" for kind in KINDS.values() for end in ("schema.json", "rng")}
    assert set(SCHEMAS) == names


@pytest.mark.parametrize("view", SAMPLES, ids=lambda view: view.path)
def test_sample_pages_are_valid(view: View) -> None:
    check_json(view)
    check_xml(view)


@settings(max_examples=150)
@given(VIEWS)
def test_any_page_is_valid(view: View) -> None:
    page, tree = check_json(view), check_xml(view)
    if isinstance(view, EventView):
        assert page["headline"] == view.headline
        assert tree.findtext("headline") == without_controls(view.headline)
        runs = tree.findall("runs/run")
        assert [run.text or "" for run in runs] == [without_controls(run.text) for run in view.runs]


def test_schemas_hold_to_what_they_say() -> None:
    page = json.loads(JSON.render(EVENT))
    for broken in ({**page, "headline": None}, {key: value for key, value in page.items() if key != "sources"}):
        assert not json_validator("schemas/event.schema.json").is_valid(broken)
    tree = tree_of(XML.render(EVENT))
    tree.remove(tree.find("headline"))
    assert not relax_ng("schemas/event.rng").validate(tree)


def test_every_field_is_explained() -> None:
    schema = json.loads(SCHEMAS["schemas/event.schema.json"])
    assert schema["$defs"]["EventLine"]["properties"]["headline"]["description"] == "Its headline, whole."
    assert schema["$defs"]["SourceLine"]["description"] == "One numbered source of an event."


def test_json_is_the_view() -> None:
    page = check_json(EVENT)
    assert page["formats"] == {name: f"{EVENT.path[11:]}.{name}" for name in ("html", "md", "xml")}
    assert page["site"] == {"title": INFO.title, "language": "en", "notice": INFO.notice}
    assert page["earlier"][0]["path"] == EVENT.earlier[0].path
    assert page["sources"][0] == {
        "number": 1,
        "name": "BBC",
        "outlet": {"name": "BBC", "path": "outlets/bbc"},
        "agency": None,
        "url": "http://www.bbc.com/news/world-middle-east-35162523",
        "title": "Strikes hit homes, report says",
        "authors": ["Ada Example", "Ben Sample"],
        "published": "2015-12-23T09:30:00+00:00",
        "captured": "2022-04-03T08:15:00Z",
        "sha256": "1f3a" * 16,
        "archived_by": "a web archive",
    }


def test_xml_links_to_xml() -> None:
    page = check_xml(EVENT)
    assert page.get("href") == f"{EVENT.path[11:]}.xml"
    assert page.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert page.find("day").get("href") == "../../../2015/12/23/index.xml"
    assert page.find("earlier/event").get("href") == f"../../../{EVENT.earlier[0].path}.xml"
    assert [each.get("href") for each in page.findall("formats/format")] == [
        f"{EVENT.path[11:]}.{name}" for name in ("html", "md", "json")
    ]
    assert page.find("topics")[-1].get("href") is None


def test_empty_lists_stay_and_what_is_none_goes() -> None:
    page = check_xml(HOME)
    assert page.find("outlets_index").text == "Outlets"
    assert page.findtext("feed") == "feed.atom"
    year = check_xml(YEAR)
    assert year.find("next") is None
    assert len(year.findall("months/calendar")) == 12


def test_formats_that_are_not_built_are_not_named() -> None:
    assert json.loads(JsonPages(INFO, ("json",)).render(EVENT))["formats"] == {}
    assert len(tree_of(XmlPages(INFO, ("xml", "html")).render(EVENT)).find("formats")) == 1
