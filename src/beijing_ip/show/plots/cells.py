"""What a plot needs of a cell: its number, its range, its text, and what the title of its mark says."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping
from fractions import Fraction
from typing import TypeGuard

import pandas as pd

from beijing_ip.analysis.datum import Datum
from beijing_ip.analysis.history import Point
from beijing_ip.data.observations import Observation
from beijing_ip.numbers.decimals import format_decimal
from beijing_ip.numbers.quantity import Quantity

from .. import chinese
from ..citations import short_name
from .words import WORDS

Format = str | Callable[[Datum], str]
"""How cells are written: a format for the computed ones ("+.1%"), or a function that writes every cell."""
Formats = Format | Mapping[Hashable, Format] | None
"""One for all cells, or one for each column or row by its label."""


def is_number(cell: object) -> TypeGuard[Datum | float]:
    """Whether a cell holds a number; a NoNumber, NaN or text does not."""
    if isinstance(cell, Quantity):
        return True
    return isinstance(cell, (int, float)) and not isinstance(cell, bool) and not math.isnan(cell)


def ends_of(cell: Datum | float) -> tuple[float, float, float]:
    """Return value, lower and upper end; an open end is the value itself."""
    if not isinstance(cell, Quantity):
        return float(cell), float(cell), float(cell)
    low, high = (cell.value if end is None else end for end in (cell.lower, cell.upper))
    return float(cell.value), float(low), float(high)


def is_hollow(cell: object) -> bool:
    """Whether a cell must not be drawn as if it were solid: a bound, approximate, or doubtful."""
    return isinstance(cell, Datum) and (cell.doubtful or cell.lower is None or cell.upper is None)


def format_of(formats: Formats, *labels: Hashable) -> Format:
    """Return the format of computed cells under one of some labels; empty if there is none."""
    if isinstance(formats, Mapping):
        return next((formats[label] for label in labels if label in formats), "")
    return formats or ""


def text_of(cell: Datum | float, spec: Format = "", language: str = "en") -> str:
    """Return a cell as a label says it: a published number as printed, a computed one in the format `spec`."""
    published = isinstance(cell, Datum) and cell.is_published
    if callable(spec):
        if isinstance(cell, Datum):
            return spec(cell)
        spec = ""
    if language == "zh":
        return chinese.write(cell, "" if published else spec)
    if isinstance(cell, Datum):
        return format(cell, "" if published else spec)
    return f"{cell:{spec or ',.6g'}}".replace("-", "−")


def is_percent(spec: Format) -> bool:
    """Whether a format writes a ratio in per cent."""
    return isinstance(spec, str) and spec.endswith("%")


def range_of(cell: object, spec: Format = "", language: str = "en") -> str:
    """Return what rounding leaves open, where a label says one number and the range has several; else empty."""
    if language == "zh":
        return chinese.translate(range_of(cell, spec))
    if not isinstance(cell, Datum) or cell.is_exact or cell.is_bound or cell.lower is None:
        return ""
    if cell.is_published:
        return "" if cell.range == text_of(cell).removesuffix("%") else cell.range
    said = plain(cell, spec).text()
    if isinstance(spec, str) and spec.startswith("+"):
        said = " to ".join(f"+{end}" if end[0].isdigit() and end != "0" else end for end in said.split(" to "))
    said += "%" * is_percent(spec)
    return "" if said == text_of(cell, spec) else said


def plain(cell: Quantity, spec: Format = "") -> Quantity:
    """Return the bare quantity of a cell, of a hundred where its format is in per cent."""
    bare = Quantity(cell.value, cell.lower, cell.upper, cell.lower_closed, cell.upper_closed)
    return bare * 100 if is_percent(spec) else bare


def title_of(label: Hashable, when: Hashable, cell: Datum | float, spec: Format = "", language: str = "en") -> str:
    """Return what a mark says: what it is, its value, its range, where it was read or how it was computed."""
    words = WORDS[language]
    name = words["when"].format(label=label, when=when) if when not in ("", None) else str(label)
    said = [words["titled"].format(label=name, text=text_of(cell, spec, language))]
    if isinstance(cell, Datum) and cell.is_published:
        said += [_published_about(cell.points[0], language), sources_in_words(cell, language)]
    elif isinstance(cell, Datum):
        between = range_of(cell, spec, language)
        said += [between and f"{between}{words['stop']}", how_known(cell, spec, language)]
    return words["space"].join(filter(None, said))


def _published_about(point: Point, language: str) -> str:
    if language == "zh":
        return f"{chinese.exactness(point.observation)}。"
    if point.correction:
        return f"Corrected: {point.correction.reason_en}"
    return f"{point.observation.rounding}."


def printed_rate(cell: Datum, spec: Format) -> Observation | None:
    """Return the figure in per cent that a cell shows just as its source prints it; None for any other."""
    return cell.read_figure if is_percent(spec) and not cell.is_published else None


def how_known(cell: Datum, spec: Format = "", language: str = "en") -> str:
    """Return by which formula and from which sources a number was computed, or that a source prints it as it is."""
    words, sources = WORDS[language], sources_in_words(cell, language)
    if printed_rate(cell, spec):
        return words["printed"].format(sources=sources)
    formula = chinese.formula(cell) if language == "zh" else cell.formula
    return words["space"].join(filter(None, [words["computed"].format(formula=formula), sources]))


def sources_in_words(cell: Datum, language: str = "en") -> str:
    """Name the sources of a cell with their grades, each once, and the place in the release."""
    words = WORDS[language]
    named: dict[str, None] = {}
    for point in cell.points:
        row = point.observation
        said = chinese.short_name(row.source) if language == "zh" else short_name(row.source)
        where = f"{words['comma']}{chinese.place(row) if language == 'zh' else row.where}" if row.where else ""
        named[f"{said}{where if cell.is_published else ''}"] = None
    return f"{words['semicolon'].join(named)}{words['stop']}" if named else ""


def short_tick(value: float, step: float, *, percent: bool = False, unit: str = "", language: str = "en") -> str:
    """Return the name of a tick in short form: 70,000, 2 million, 15%; in Chinese 70000, 200万."""
    if percent:
        value, step, unit = value * 100, step * 100, "per cent"
    sign = "%" if unit == "per cent" else ""
    large = value and step >= 500_000
    if language == "zh":
        number = chinese.translate(format_decimal(_fraction(value / 10_000 if large else value)))
        return f"{number}{'万' if large else ''}{sign}"
    if large:
        return f"{format_decimal(_fraction(value / 1_000_000))} million"
    return f"{format_decimal(_fraction(value))}{sign}"


def _fraction(value: float) -> Fraction:
    return Fraction(repr(round(float(value), 9)))


def unit_of(frame: pd.DataFrame) -> str:
    """Return the unit of the first number of a frame."""
    cells = (cell for _, column in frame.items() for cell in column)
    return next((cell.unit for cell in cells if isinstance(cell, Datum)), "")
