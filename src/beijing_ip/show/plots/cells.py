"""What a plot needs of a cell: its number, its range, its text, and what the title of its mark says."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping
from fractions import Fraction
from typing import TypeGuard

import pandas as pd

from beijing_ip.analysis.datum import Datum
from beijing_ip.analysis.history import Point
from beijing_ip.data.schema import RELEASE
from beijing_ip.numbers.decimals import format_decimal
from beijing_ip.numbers.quantity import Quantity

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


def text_of(cell: Datum | float, spec: Format = "") -> str:
    """Return a cell as a label says it: a published number as printed, a computed one in the format `spec`."""
    if isinstance(cell, Datum):
        return spec(cell) if callable(spec) else format(cell, "" if cell.is_published else spec)
    spec = "" if callable(spec) else spec
    return f"{cell:{spec or ',.6g'}}".replace("-", "−")


def is_percent(spec: Format) -> bool:
    """Whether a format writes a ratio in per cent."""
    return isinstance(spec, str) and spec.endswith("%")


def range_of(cell: object, spec: Format = "", language: str = "en") -> str:
    """Return what rounding leaves open, where a label says one number and the range has several; else empty."""
    if not isinstance(cell, Datum) or cell.is_exact or cell.is_bound or cell.lower is None:
        return ""
    if cell.is_published:
        same = cell.range == text_of(cell).removesuffix("%")
        return "" if same else cell.range.replace(" to ", WORDS[language]["to"])
    said = plain(cell, spec).text()
    if isinstance(spec, str) and spec.startswith("+"):
        said = " to ".join(f"+{end}" if end[0].isdigit() and end != "0" else end for end in said.split(" to "))
    said += "%" * is_percent(spec)
    return "" if said == text_of(cell, spec) else said.replace(" to ", WORDS[language]["to"])


def plain(cell: Quantity, spec: Format = "") -> Quantity:
    """Return the bare quantity of a cell, of a hundred where its format is in per cent."""
    bare = Quantity(cell.value, cell.lower, cell.upper, cell.lower_closed, cell.upper_closed)
    return bare * 100 if is_percent(spec) else bare


def title_of(label: Hashable, when: Hashable, cell: Datum | float, spec: Format = "", language: str = "en") -> str:
    """Return what a mark says: what it is, its value, its range, where it was read or how it was computed."""
    words = WORDS[language]
    name = words["when"].format(label=label, when=when) if when not in ("", None) else str(label)
    said = [words["titled"].format(label=name, text=text_of(cell, spec))]
    if isinstance(cell, Datum):
        if language == "en":
            said.append(_published_about(cell.points[0]) if cell.is_published else _computed_about(cell, spec))
        elif between := range_of(cell, spec, language):
            said.append(f"{between}{words['stop']}")
        said.append(sources_in_words(cell, language))
    return words["space"].join(filter(None, said))


def _published_about(point: Point) -> str:
    if point.correction:
        return f"Corrected: {point.correction.reason_en}"
    return f"{point.observation.rounding}."


def _computed_about(cell: Datum, spec: Format) -> str:
    between = range_of(cell, spec)
    return f"{between}. " * bool(between) + f"Computed: {cell.formula}."


def sources_in_words(cell: Datum, language: str = "en") -> str:
    """Name the sources of a cell with their grades, each once, and the place in the release."""
    words = WORDS[language]
    named: dict[str, None] = {}
    for point in cell.points:
        row = point.observation
        name = {"en": "Release", "zh": "新闻稿"}[language] if row.source.source_id == RELEASE else row.source.short
        said = words["in_grade"].format(source=name, grade=row.source.grade)
        where = f", {row.where}" if row.where and cell.is_published and language == "en" else ""
        named[f"{said}{where}"] = None
    return f"{words['semicolon'].join(named)}{words['stop']}" if named else ""


def short_tick(value: float, step: float, *, percent: bool = False, unit: str = "") -> str:
    """Return the name of a tick in short form: 70,000, 2 million, 15%."""
    if percent:
        value, step, unit = value * 100, step * 100, "per cent"
    sign = "%" if unit == "per cent" else ""
    if value and step >= 500_000:
        return f"{format_decimal(_fraction(value / 1_000_000))} million"
    return f"{format_decimal(_fraction(value))}{sign}"


def _fraction(value: float) -> Fraction:
    return Fraction(repr(round(float(value), 9)))


def unit_of(frame: pd.DataFrame) -> str:
    """Return the unit of the first number of a frame."""
    cells = (cell for _, column in frame.items() for cell in column)
    return next((cell.unit for cell in cells if isinstance(cell, Datum)), "")
