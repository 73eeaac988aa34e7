"""Hand-labelled texts with other months, years, numbers and countries: what is read must not hang on these."""

from __future__ import annotations

import json
import re
import runpy
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backstory import read_claims
from backstory.language.lexicon import table

Row = dict[str, Any]

_MONTHS = "January February March April June July August September October November December".split()
#: Countries, each of which takes the place of the next.
_COUNTRIES = (
    "Afghanistan Australia Belgium Brazil Cameroon Canada Chile China Colombia Egypt Ethiopia France Germany Ghana "
    "Greece India Indonesia Iran Iraq Israel Italy Japan Kenya Libya Mali Mexico Myanmar Nigeria Norway Pakistan Peru "
    "Poland Russia Somalia Spain Sudan Sweden Syria Thailand Turkey Ukraine Venezuela Yemen Zimbabwe"
).split()
_NUMBER = re.compile(
    r"(?<![\d.,$€£-])(?:\d{2,3}|\d{1,3},\d{3})(?![\d.,%-]|(?: |-)(?:year|percent|mile|km|million|billion))"
)
#: A word with a capital in the midst of a sentence.
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{4,}\b")
_SURNAMES = "Abernathy Castellan Drummond Fenwick Halvorsen Kowalczyk Lindqvist Mbeki Nakamura Okafor Petrov".split()
#: What names of peoples and of what is theirs end with.
_PEOPLES = ("an", "ese", "ish", "ian", "i", "ic", "ans", "al")
_KNOWN = frozenset(word.removesuffix("s") for row in table("lists") for word in row[1].split()) | frozenset(
    "monday tuesday wednesday thursday friday saturday sunday prime foreign united kingdom states court supreme".split()
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def _turned(words: list[str], by: int) -> Callable[[str], str]:
    """A change of each of some words into another of them."""
    taken = {word: words[(at + by) % len(words)] for at, word in enumerate(words)}
    pattern = re.compile(rf"\b(?:{'|'.join(words)})\b")
    return lambda text: pattern.sub(lambda found: taken[found.group()], text)


def _in_all(row: Row, change: Callable[[str], str]) -> Row:
    """A text and its labels, changed alike."""
    claims = [
        {**each, "claimant": change(each["claimant"] or ""), "content": change(each["content"])}
        for each in row["claims"]
    ]
    return {**row, "text": change(row["text"]), "claims": claims}


def _renumbered(row: Row, by: int) -> Row:
    """A text with every tenfold count of a figure made larger, in its words and in its bounds."""
    numbers = {int(word.replace(",", "")) for word in _NUMBER.findall(row["text"])} - set(range(24))
    bounds = {each[end] for each in row["figures"] for end in ("low", "high")}
    held = {number for number in numbers if bounds & {number - 1, number, number + 1}}

    def change(text: str) -> str:
        return _NUMBER.sub(lambda found: _number(found.group(), held, by), text)

    figures = [{**each, **{end: _moved(each[end], held, by) for end in ("low", "high")}} for each in row["figures"]]
    return {**_in_all(row, change), "figures": figures}


def _number(word: str, held: set[int], by: int) -> str:
    number = int(word.replace(",", ""))
    return f"{number + by:,}" if number in held else word


def _moved(bound: int | None, held: set[int], by: int) -> int | None:
    near = bound is not None and bool(held & {bound - 1, bound, bound + 1})
    return bound + by if bound is not None and near else bound


def _renamed(row: Row) -> Row:
    """A text with other surnames and names of towns: words with capitals that no list of the reader knows."""
    names = set(_NAME.findall(row["text"])) - set(_MONTHS) - set(_COUNTRIES)
    unknown = sorted(name for name in names if name.lower() not in _KNOWN and not name.endswith(_PEOPLES))
    taken = {name: _SURNAMES[at % len(_SURNAMES)] for at, name in enumerate(unknown)}
    return _in_all(row, lambda text: _NAME.sub(lambda found: taken.get(found.group(), found.group()), text))


def _redated(text: str) -> str:
    return _YEAR.sub(lambda found: str(int(found.group()) - 7), _turned(_MONTHS, 5)(text))


CHANGES: dict[str, Callable[[Row], Row]] = {
    "dates": lambda row: _in_all(row, _redated),
    "countries": lambda row: _in_all(row, _turned(_COUNTRIES, 11)),
    "numbers": lambda row: _renumbered(row, 7),
    "names": _renamed,
}


def _scores(rows: list[Row], match: Callable[[list[Row], list[Row]], list[Any]]) -> tuple[float, float]:
    """F1 of figures and of what statements say."""
    hits, sizes = [0, 0], [0, 0]
    for row in rows:
        claims = read_claims(row["text"])
        found = Counter((each.kind.value, each.low, each.high) for each in claims.figures)
        wanted = Counter((each["kind"], each["low"], each["high"]) for each in row["figures"])
        contents = [
            {"content": " ".join(row["text"][span.start : span.end] for span in each.content)}
            for each in claims.statements
            if each.claimant
        ]
        hits[0] += (found & wanted).total()
        hits[1] += len(match(contents, row["claims"]))
        sizes[0] += found.total() + wanted.total()
        sizes[1] += len(contents) + len(row["claims"])
    return 2 * hits[0] / sizes[0], 2 * hits[1] / sizes[1]


def test_other_dates_countries_numbers_and_names(shared: Path) -> None:
    rows = [json.loads(line) for line in (shared / "gold" / "claims.dev.jsonl").read_text().splitlines()][::2]
    match = runpy.run_path(str(shared / "tools" / "score_claims.py"))["match"]
    figures, statements = _scores(rows, match)
    for name, change in CHANGES.items():
        changed = [change(row) for row in rows]
        touched = sum(row["text"] != other["text"] for row, other in zip(rows, changed, strict=True))
        assert touched > 5, name
        scores = _scores(changed, match)
        assert scores[0] == pytest.approx(figures, abs=0.03), name
        assert scores[1] == pytest.approx(statements, abs=0.03), name
