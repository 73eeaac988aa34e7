"""What Wikipedia's {{convert}} shows: a measurement in its own unit, and in brackets in another.

The rounding is that of https://en.wikipedia.org/wiki/Module:Convert (`default_precision`): the second figure is about
as precise as the first, and has at least two digits that count.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit: how it is written, how much of its kind's base it is, and what it is converted to if nothing is said."""

    symbol: str
    name: str
    plural: str
    scale: float
    targets: str
    #: The base's zero in this unit; another than 0 only for temperatures.
    zero: float = 0.0


#: By the code that {{convert}} knows them by. Base units: m, m2, L, kg, m/s, Pa, K.
_UNITS = {
    "mm": _Unit("mm", "millimetre", "millimetres", 1e-3, "in"),
    "cm": _Unit("cm", "centimetre", "centimetres", 1e-2, "in"),
    "m": _Unit("m", "metre", "metres", 1, "ft"),
    "km": _Unit("km", "kilometre", "kilometres", 1e3, "mi"),
    "in": _Unit("in", "inch", "inches", 0.0254, "mm"),
    "ft": _Unit("ft", "foot", "feet", 0.3048, "m"),
    "yd": _Unit("yd", "yard", "yards", 0.9144, "m"),
    "mi": _Unit("mi", "mile", "miles", 1609.344, "km"),
    "nmi": _Unit("nmi", "nautical mile", "nautical miles", 1852, "km mi"),
    "m2": _Unit("m²", "square metre", "square metres", 1, "sqft"),
    "km2": _Unit("km²", "square kilometre", "square kilometres", 1e6, "sqmi"),
    "ha": _Unit("ha", "hectare", "hectares", 1e4, "acre"),
    "sqft": _Unit("sq ft", "square foot", "square feet", 0.3048**2, "m2"),
    "sqmi": _Unit("sq mi", "square mile", "square miles", 1609.344**2, "km2"),
    "acre": _Unit("acres", "acre", "acres", 4046.8564224, "ha"),
    "L": _Unit("L", "litre", "litres", 1, "impgal USgal"),
    "m3": _Unit("m³", "cubic metre", "cubic metres", 1e3, "cuft"),
    "cuft": _Unit("cu ft", "cubic foot", "cubic feet", 28.316846592, "m3"),
    "USgal": _Unit("US gal", "US gallon", "US gallons", 3.785411784, "L impgal"),
    "impgal": _Unit("imp gal", "imperial gallon", "imperial gallons", 4.54609, "L"),
    "oilbbl": _Unit("bbl", "barrel", "barrels", 158.987294928, "m3"),
    "g": _Unit("g", "gram", "grams", 1e-3, "oz"),
    "kg": _Unit("kg", "kilogram", "kilograms", 1, "lb"),
    "t": _Unit("t", "tonne", "tonnes", 1e3, "LT ST"),
    "oz": _Unit("oz", "ounce", "ounces", 0.028349523125, "g"),
    "lb": _Unit("lb", "pound", "pounds", 0.45359237, "kg"),
    "ST": _Unit("short tons", "short ton", "short tons", 907.18474, "LT t"),
    "LT": _Unit("long tons", "long ton", "long tons", 1016.0469088, "ST t"),
    "km/h": _Unit("km/h", "kilometre per hour", "kilometres per hour", 1 / 3.6, "mph"),
    "mph": _Unit("mph", "mile per hour", "miles per hour", 0.44704, "km/h"),
    "kn": _Unit("kn", "knot", "knots", 1852 / 3600, "km/h mph"),
    "m/s": _Unit("m/s", "metre per second", "metres per second", 1, "ft/s"),
    "ft/s": _Unit("ft/s", "foot per second", "feet per second", 0.3048, "m/s"),
    "hPa": _Unit("hPa", "hectopascal", "hectopascals", 100, "inHg"),
    "mbar": _Unit("mbar", "millibar", "millibars", 100, "inHg"),
    "inHg": _Unit("inHg", "inch of mercury", "inches of mercury", 3386.388640341, "kPa"),
    "kPa": _Unit("kPa", "kilopascal", "kilopascals", 1e3, "psi"),
    "psi": _Unit("psi", "pound per square inch", "pounds per square inch", 6894.757293168, "kPa"),
    "C": _Unit("°C", "degree Celsius", "degrees Celsius", 1, "F", -273.15),
    "F": _Unit("°F", "degree Fahrenheit", "degrees Fahrenheit", 5 / 9, "C", -459.67),
}  # fmt: skip
_ALIASES = {
    "metre": "m", "meter": "m", "metres": "m", "meters": "m", "kilometre": "km", "kilometer": "km", "kilometres": "km",
    "kilometers": "km", "foot": "ft", "feet": "ft", "mile": "mi", "miles": "mi", "yards": "yd", "inch": "in",
    "inches": "in", "acres": "acre", "hectares": "ha", "NM": "nmi", "kmh": "km/h", "km2": "km2", "sqkm": "km2",
    "sqm": "m2", "l": "L", "litre": "L", "litres": "L", "U.S.gal": "USgal", "gal": "USgal", "bbl": "oilbbl",
    "MT": "t", "tonne": "t", "tonnes": "t", "lbs": "lb", "pounds": "lb", "knot": "kn", "knots": "kn", "kph": "km/h",
    "°C": "C", "°F": "F", "degC": "C", "degF": "F",
}  # fmt: skip
_BETWEEN = {
    "-": "–", "–": "–", "to": " to ", "to(-)": " to ", "and": " and ", "or": " or ", "by": " by ", "x": " × ",
    "×": " × ", "and(-)": " and ", "+/-": " ± ",
}  # fmt: skip
_NUMBER = re.compile(r"[-+−]?[\d,]{0,15}\.?\d{1,9}", re.ASCII)

_DIGITS = frozenset("123456789")

#: Keeps a logarithm of a whole power of ten from falling just below it; the module of Wikipedia does the same.
_FUDGE = 1e-14


@dataclass(frozen=True, slots=True)
class _Request:
    """What a {{convert}} asks for."""

    figures: tuple[str, ...]
    between: str
    unit: _Unit
    targets: tuple[_Unit, ...]
    places: int | None


def convert(arguments: Sequence[str], options: Mapping[str, str]) -> str:
    """What {{convert}} shows for these arguments: "50 metres (160 ft)".

    Args:
        arguments: the unnamed ones: a figure or a range of them, a unit, perhaps what to convert to, and the places.
        options: the named ones; `abbr`, `adj`, `disp`, `order`, `sigfig` and `sp` are heeded.

    Returns:
        The words; where the arguments are not understood, the figure and unit as they were given.
    """
    arguments = [argument.strip() for argument in arguments]
    request = _understood(arguments)
    if request is None:
        return _as_given(arguments)
    flip = "flip" in (options.get("order"), options.get("disp"))
    own = _written([_grouped(figure) for figure in request.figures], request.between, request.unit, options, flip)
    other = "; ".join(
        _written(
            [_rounded(figure, request, target, options) for figure in request.figures],
            request.between,
            target,
            options,
            not flip,
        )
        for target in request.targets
    )
    if options.get("disp") in ("out", "output only"):
        return other
    return f"{other} ({own})" if flip else f"{own} ({other})"


def _as_given(arguments: Sequence[str]) -> str:
    """The figures and units that the arguments begin with: "6 ft 2 in"."""
    given: list[str] = []
    for argument in arguments:
        if not _NUMBER.fullmatch(argument) and not (given and _NUMBER.fullmatch(given[-1])):
            break
        given.append(argument)
    return " ".join(given)


def _grouped(figure: str) -> str:
    """The figure with commas between its thousands."""
    whole, dot, decimals = figure.replace(",", "").replace("-", "−").partition(".")
    sign = "−" if whole.startswith("−") else ""
    digits = whole.lstrip("+−")
    return sign + (f"{int(digits):,}" if digits else "") + dot + decimals


def _understood(arguments: Sequence[str]) -> _Request | None:
    """What the unnamed arguments ask for, or None where they are not of a form known here."""
    figures: list[str] = []
    between, index = "", 0
    while index < len(arguments) and _NUMBER.fullmatch(arguments[index]):
        figures.append(arguments[index])
        index += 1
        if arguments[index : index + 1] and arguments[index] in _BETWEEN:
            between = _BETWEEN[arguments[index]]
            index += 1
    unit = _unit(arguments[index]) if figures and index < len(arguments) else None
    if unit is None or len(figures) > (2 if between else 1):
        return None
    rest = arguments[index + 1 :]
    if rest and _NUMBER.fullmatch(rest[0]) and any(_unit(argument) for argument in rest[1:]):
        return None
    targets = [_unit(code) for code in (rest[0] if rest else "").split()]
    if not targets or None in targets:
        targets = [_unit(code) for code in unit.targets.split()]
    places = next((int(argument) for argument in rest if re.fullmatch(r"-?[0-9]", argument)), None)
    return _Request(tuple(figures), between, unit, tuple(filter(None, targets)), places)


def _unit(code: str) -> _Unit | None:
    return _UNITS.get(_ALIASES.get(code, code))


def _rounded(figure: str, request: _Request, target: _Unit, options: Mapping[str, str]) -> str:
    """The figure in the target unit, rounded, as it is written."""
    value = _value(figure)
    base = (value - request.unit.zero) * request.unit.scale
    result = base / target.scale + target.zero
    places = request.places
    if places is None and options.get("sigfig", "") in _DIGITS:
        places = int(options["sigfig"]) - 1 - math.floor(math.log10(abs(result) or 1) + _FUDGE)
    if places is None:
        places = _places(figure, value, result, base if target.zero else None)
    return f"{round(result, places):,.{max(places, 0)}f}".replace("-", "−")


def _places(figure: str, value: float, result: float, kelvin: float | None) -> int:
    """After how many decimals to round: `default_precision` of Module:Convert."""
    whole, dot, decimals = figure.replace(",", "").partition(".")
    precision = len(decimals) if dot else len(whole.rstrip("0")) - len(whole)
    if kelvin is not None:
        return max(precision, 2 - math.floor(math.log10(abs(kelvin) or 1) + _FUDGE))
    if not value or not result:
        return 0
    adjust = math.log10(abs(value / result)) + math.log10(2)
    return max(math.floor(precision + adjust), 1 - math.floor(math.log10(abs(result)) + _FUDGE))


def _value(figure: str) -> float:
    return float(figure.replace(",", "").replace("−", "-"))


def _written(figures: Sequence[str], between: str, unit: _Unit, options: Mapping[str, str], second: bool) -> str:
    """Figures and unit: in words where it stands first, by the symbol where it stands second, or as `abbr` says."""
    amount = between.join(figures)
    short = {"on": True, "off": False, "none": False, "in": not second}.get(options.get("abbr", ""), second)
    if short or unit.zero:
        return f"{amount} {unit.symbol}"
    if options.get("adj") == "on" and not second:
        name = f"-{unit.name.replace(' ', '-')}"
    else:
        name = f" {unit.name if _value(figures[-1]) == 1 else unit.plural}"
    if options.get("sp") == "us":
        name = name.replace("metre", "meter").replace("litre", "liter")
    return amount + name
