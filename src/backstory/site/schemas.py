"""What the JSON and the XML of pages look like, told to machines: made from the views and the comments in them."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from functools import cache
from typing import Any, get_origin, get_type_hints
from xml.etree import ElementTree

import msgspec
from msgspec.structs import fields

from backstory.site.paths import KINDS
from backstory.site.xml import WORDS, item_of, parts

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_RELAX_NG = "http://relaxng.org/ns/structure/1.0"
_XSD_TYPES = "http://www.w3.org/2001/XMLSchema-datatypes"
_NOTES = "http://relaxng.org/ns/compatibility/annotations/1.0"

_COMMENTED = re.compile(r"^((?: *#: .*\n)+) *(\w+):", re.MULTILINE)

_STRING = {"type": "string"}
_TEXT_OR_NULL = {"type": ["string", "null"]}

#: What stands before the fields of a view in every page of JSON (`json.JsonPages`).
_HEAD = {
    "$schema": {"description": "This schema, from the page.", **_STRING},
    "root": {"description": "The way up to the root: with a path and `.json` behind it, a page's address.", **_STRING},
    "formats": {
        "description": "The page in other formats: addresses from the page.",
        "type": "object",
        "additionalProperties": _STRING,
    },
    "site": {
        "description": "Name, language (BCP 47) and notice of the archive.",
        "type": "object",
        "properties": {"title": _STRING, "language": _STRING, "notice": _TEXT_OR_NULL},
        "required": ["title", "language", "notice"],
    },
}


def schema_files() -> dict[str, bytes]:
    """The schemas that the pages name, by path from the root: `schemas/event.schema.json`, `schemas/event.rng` ..."""
    made: dict[str, bytes] = {}
    for view, kind in KINDS.items():
        made[f"schemas/{kind}.schema.json"] = json_schema(view)
        made[f"schemas/{kind}.rng"] = relax_ng(view)
    return made


def json_schema(view: type) -> bytes:
    """The JSON Schema (2020-12) of a page."""
    schema = {"$schema": _DRAFT, "title": f"{KINDS[view].capitalize()} page", **msgspec.json.schema(view)}
    records = {record.__name__: record for record in _records(view)}
    for name, definition in schema["$defs"].items():
        for field, comment in _comments(records[name]).items():
            definition["properties"][field]["description"] = comment
    page = schema["$defs"][view.__name__]
    page["properties"] = _HEAD | page["properties"]
    page["required"] = [*_HEAD, *page["required"]]
    return msgspec.json.format(msgspec.json.encode(schema), indent=2) + b"\n"


def relax_ng(view: type) -> bytes:
    """The RELAX NG schema (XML syntax) of a page."""
    grammar = ElementTree.Element("grammar", {"xmlns": _RELAX_NG, "xmlns:a": _NOTES, "datatypeLibrary": _XSD_TYPES})
    page = _add(_add(grammar, "start"), "element", name=KINDS[view])
    for attribute in ("href", "root", "xml:lang"):
        _add(page, "attribute", name=attribute)
    site = _add(page, "element", name="site")
    _add(_add(site, "element", name="title"), "text")
    _add(_add(_add(site, "optional"), "element", name="notice"), "text")
    formats = _add(_add(_add(page, "element", name="formats"), "zeroOrMore"), "element", name="format")
    for attribute in ("type", "href"):
        _add(formats, "attribute", name=attribute)
    _fields(page, view)
    for record in _records(view)[1:]:
        _define(grammar, record)
    ElementTree.indent(grammar)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(grammar) + b"\n"


def _define(grammar: ElementTree.Element, record: type) -> None:
    content = _add(grammar, "define", name=record.__name__)
    _note(content, inspect.getdoc(record) or "")
    hints = get_type_hints(record)
    if "path" in hints:
        _, optional = parts(hints["path"])
        _add(_add(content, "optional") if optional else content, "attribute", name="href")
    if record in WORDS:
        _add(content, "text")
    else:
        _fields(content, record)


def _fields(content: ElementTree.Element, record: type) -> None:
    comments, hints = _comments(record), get_type_hints(record)
    for name in [field.name for field in fields(record) if field.name != "path"]:
        _element(content, hints[name], name, comments.get(name, ""))


def _element(content: ElementTree.Element, hint: Any, name: str, comment: str) -> None:
    """Adds the pattern of a value of that type, as an element of that name."""
    kind, optional = parts(hint)
    element = _add(_add(content, "optional") if optional else content, "element", name=name)
    _note(element, comment)
    if get_origin(kind) is tuple:
        _element(_add(element, "zeroOrMore"), *item_of(kind), "")
    elif kind is bool:
        _add(element, "data", type="boolean")
    elif kind is int:
        _add(element, "data", type="nonNegativeInteger")
    elif kind is float:
        _add(element, "data", type="double")
    elif kind is str:
        _add(element, "text")
    else:
        _add(element, "ref", name=kind.__name__)


def _note(pattern: ElementTree.Element, comment: str) -> None:
    if comment:
        _add(pattern, "a:documentation").text = comment


def _add(parent: ElementTree.Element, tag: str, **attributes: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, tag, attributes)


def _records(kind: Any) -> list[type]:
    """The record and all that it holds, each once, itself first."""
    found: dict[type, None] = {}

    def visit(kind: Any) -> None:
        plain, _ = parts(kind)
        if get_origin(plain) is tuple:
            visit(item_of(plain)[0])
        elif plain not in (str, int, float, bool) and plain not in found:
            found[plain] = None
            for hint in get_type_hints(plain).values():
                visit(hint)

    visit(kind)
    return list(found)


@cache
def _comments(record: type) -> dict[str, str]:
    """What the `#:` comments in the source say of a record's fields."""
    return {
        name: " ".join(line.strip().removeprefix("#:").strip() for line in lines.splitlines())
        for lines, name in _COMMENTED.findall(_sources(record.__module__)[record.__name__])
    }


@cache
def _sources(module: str) -> dict[str, str]:
    """The source of each class of a module."""
    source = inspect.getsource(sys.modules[module])
    lines = source.splitlines(keepends=True)
    classes = [each for each in ast.parse(source).body if isinstance(each, ast.ClassDef)]
    return {each.name: "".join(lines[each.lineno - 1 : each.end_lineno]) for each in classes}
