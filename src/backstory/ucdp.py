"""The archive's deadly events as a table in the shape of the UCDP Georeferenced Event Dataset.

The names of the columns and the codes of precision are those of its codebook (Högbladh, UCDP GED Codebook version
24.1, Uppsala 2024). docs/claims.md says what the table is not.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from backstory.errors import ArchiveError
from backstory.model import Event, Kind
from backstory.model_claims import Ledger, Toll
from backstory.model_places import EventPlace, Precision

#: The columns, each with its tag of the Humanitarian Exchange Language (HXL 1.1).
COLUMNS = {
    "id": "#event+id",
    "year": "#date+year",
    "date_start": "#date+start",
    "date_end": "#date+end",
    "date_prec": "#date+precision",
    "best": "#affected+killed+best",
    "low": "#affected+killed+low",
    "high": "#affected+killed+high",
    "high_open": "#affected+killed+high+open",
    "contested": "#affected+killed+contested",
    "injured_low": "#affected+injured+low",
    "injured_high": "#affected+injured+high",
    "where_prec": "#geo+precision",
    "where_coordinates": "#loc+name",
    "adm_1": "#adm1+name",
    "country": "#country+name",
    "country_iso2": "#country+code",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "number_of_sources": "#meta+sources+num",
    "source_article": "#meta+source",
    "source_headline": "#event+description",
}

#: How closely a place is known: near a point, the first-level region, the country alone.
_WHERE = {Precision.CITY: 2, Precision.REGION: 4, Precision.COUNTRY: 6}

Row = dict[str, str | int | float | bool | None]


def rows(events: Iterable[tuple[Event, Ledger, EventPlace | None]]) -> Iterator[Row]:
    """A row for each event in which people are said to have been killed.

    Args:
        events: each with its ledger, and its place where it is known.
    """
    for event, ledger, place in events:
        tolls = {toll.kind: toll for toll in ledger.tolls}
        killed = tolls.get(Kind.KILLED)
        if killed is not None and killed.high > 0:
            yield _row(event, killed, tolls.get(Kind.INJURED), place)


def _row(event: Event, killed: Toll, injured: Toll | None, found: EventPlace | None) -> Row:
    place = found.place if found else None
    return {
        "id": event.id,
        "year": event.day.year,
        "date_start": event.day.isoformat(),
        "date_end": event.day.isoformat(),
        "date_prec": 1,
        "best": _best(killed),
        "low": killed.low,
        "high": killed.high,
        "high_open": killed.open,
        "contested": killed.contested,
        "injured_low": injured.low if injured else None,
        "injured_high": injured.high if injured else None,
        "where_prec": _WHERE[place.precision] if place else None,
        "where_coordinates": place.name if place else None,
        "adm_1": place.region if place else None,
        "country": place.country_name if place else None,
        "country_iso2": place.country if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "number_of_sources": len(event.sources),
        "source_article": "; ".join(f"{each.name} {each.url}" if each.url else each.name for each in event.sources),
        "source_headline": event.headline,
    }


def _best(toll: Toll) -> int:
    """The number that most accounts give, the larger of two that as many give."""
    told = Counter(
        each.high if each.high is not None else each.low or 0 for each in toll.accounts if not each.superseded
    )
    return max(told, key=lambda number: (told[number], number))


def write_table(found: Iterable[Row], path: Path, *, hxl: bool) -> int:
    """Write rows as CSV, or as Parquet where the name says so.

    Args:
        found: the rows.
        path: where to.
        hxl: whether a row of hashtags stands under the heads of a CSV.

    Returns:
        The number of rows.

    Raises:
        ArchiveError: the file cannot be written, or Parquet is asked for and pyarrow is not installed.
    """
    try:
        if path.suffix == ".parquet":
            return _write_parquet(list(found), path)
        with path.open("w", encoding="utf-8", newline="") as file:
            return _write_csv(found, csv.DictWriter(file, list(COLUMNS), lineterminator="\n"), hxl=hxl)
    except OSError as error:
        raise ArchiveError(str(path), f"cannot be written ({error.strerror})") from error


def _write_csv(found: Iterable[Row], table: csv.DictWriter[str], *, hxl: bool) -> int:
    table.writeheader()
    if hxl:
        table.writerow(COLUMNS)
    written = [table.writerow(row) for row in found]
    return len(written)


def _write_parquet(found: list[Row], path: Path) -> int:
    try:
        arrow: Any = import_module("pyarrow")
        parquet: Any = import_module("pyarrow.parquet")
    except ModuleNotFoundError:
        raise ArchiveError(str(path), "Parquet needs pyarrow: pip install 'backstory[parquet]'") from None
    # Types are given, not guessed: a table without a single place must have the same columns.
    kinds = {int: arrow.int64(), float: arrow.float64(), bool: arrow.bool_(), str: arrow.string()}
    schema = arrow.schema([(name, kinds[_KINDS.get(name, str)]) for name in COLUMNS])
    parquet.write_table(arrow.Table.from_pylist(found, schema=schema), path)
    return len(found)


_KINDS: dict[str, type] = {
    **dict.fromkeys(("year", "date_prec", "best", "low", "high", "injured_low", "injured_high"), int),
    **dict.fromkeys(("where_prec", "number_of_sources"), int),
    **dict.fromkeys(("latitude", "longitude"), float),
    **dict.fromkeys(("high_open", "contested"), bool),
}
