"""Published figures in long form and plain columns, for pandas, R, DuckDB and spreadsheets: a row a figure of a year.

`tidy` makes such a frame of the cells of a frame, `write_by_year` the file of all places and indicators that the book
offers beside the tables of record. `DESCRIPTION` says what the columns of both mean.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from beijing_ip.data.columns import ENDS_FIELDS, ONE_SOURCE_FIELDS, describe_field, source_cells
from beijing_ip.data.observations import load_observations
from beijing_ip.numbers.decimals import MINUS, format_decimal
from beijing_ip.numbers.quantity import QUALIFIERS

from .datum import Datum
from .history import Point
from .series import Segment, Series, cut_series

if TYPE_CHECKING:
    import pandas as pd

FILE = "observations-by-year.csv"
"""The name of the file of all figures of full years."""


DESCRIPTION: Mapping[str, Any] = MappingProxyType(
    {
        "name": "observations-by-year",
        "type": "table",
        "path": FILE,
        "title": "Observations by year",
        "description": (
            "For analysis, made of the tables of record when the book is built: one row for each figure of a full "
            "year, of every place, as it is to be used. It has no months, no second sources and no rounded copies, so "
            "that an indicator of a place has one row a year. Sorted by indicator, place and year."
        ),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n"},
        "schema": {
            "fields": [
                describe_field("observation_id", "string", "The figure."),
                describe_field("indicator_id", "string", "What was counted or measured."),
                describe_field("indicator", "string", "Its name in English."),
                describe_field("place", "string", "Whom the number is about."),
                describe_field("year", "integer", "The year; for a stock, the end of that year."),
                describe_field(
                    "value",
                    "number",
                    "The number to use: as printed, or as `corrections.csv` corrects what was printed.",
                ),
                *ENDS_FIELDS,
                describe_field("unit", "string", "Unit of value, lower and upper."),
                describe_field(
                    "segment",
                    "integer",
                    "1 for the first years of an indicator and place, and one more after each break of `breaks.csv`. "
                    "Within one segment a line may be drawn and growth be computed, across two never.",
                ),
                describe_field(
                    "qualifier",
                    "string",
                    "How the source hedges the number, as in `observations.csv`.",
                    one_of=QUALIFIERS,
                ),
                describe_field("source_id", "string", "Where it was read."),
                *ONE_SOURCE_FIELDS,
                describe_field(
                    "note",
                    "string",
                    "What was corrected, why a break stands before it, what else to know.",
                    required=False,
                ),
            ],
            "primaryKey": ["indicator_id", "place", "year"],
            "foreignKeys": [
                {"fields": [name], "reference": {"resource": table, "fields": [name]}}
                for name, table in (
                    ("observation_id", "observations"),
                    ("indicator_id", "indicators"),
                    ("place", "places"),
                    ("source_id", "sources"),
                )
            ],
        },
    }
)
"""What the file is and what its columns mean, as datapackage.json describes a table."""

COLUMNS: tuple[str, ...] = tuple(field["name"] for field in DESCRIPTION["schema"]["fields"])

_ORDER = ["indicator_id", "place", "year"]


def tidy(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the published figures of a frame in long form with plain columns, a row each, sorted.

    `value`, `lower` and `upper` are floats, an open end is missing; `segment` numbers the stretches between breaks, so
    that a line may join what has the same indicator, place and segment. Computed cells are left out.
    """
    cells = [cell for _, column in frame.items() for cell in column if isinstance(cell, Datum) and cell.is_published]
    rows = [_row(cell.points[0], cell.segment, "") for cell in cells]
    # The book is made without it, sooner than it is loaded.
    import pandas as pd

    made = pd.DataFrame([dict(zip(COLUMNS, row, strict=True)) for row in rows], columns=list(COLUMNS))
    numbers = {name: "float64" for name in ("value", "lower", "upper")}
    return made.astype(numbers).sort_values(_ORDER, ignore_index=True)


def write_by_year() -> str:
    """Return every preferred figure of a full year as CSV with line feeds, under the names of the columns.

    Numbers are plain decimals, exact; an open end is empty. Raises DataError when data/ is not as it should be.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in _every_year():
        writer.writerow([plain_digits(cell) for cell in row])
    return file.getvalue()


def _every_year() -> Iterator[tuple[object, ...]]:
    for indicator, place in sorted({(row.indicator.indicator_id, row.place) for row in load_observations()}):
        one = cut_series(indicator, place)
        for number, segment in enumerate(one.segments, start=1):
            for point in segment.points:
                yield _row(point, number, _parted(one, segment, point))


def _parted(one: Series, segment: Segment, point: Point) -> str:
    if point is not segment.points[0]:
        return ""
    return " ".join(f"Not to be joined to {gap.after}: {gap.reason}" for gap in one.gaps if gap.before == point.year)


def _row(point: Point, segment: int, parted: str) -> tuple[object, ...]:
    row, corrected = point.observation, point.correction
    quantity = row.whole(point.quantity)
    mended = f"Corrected; the source prints {row.value_text}. {corrected.reason_en}" if corrected else ""
    return (
        row.observation_id,
        row.indicator.indicator_id,
        row.indicator.name_en,
        row.place,
        point.year,
        quantity.value,
        *quantity.ends,
        row.unit,
        segment,
        row.qualifier,
        row.source.source_id,
        *source_cells([row.source]),
        " ".join(filter(None, [mended, parted, row.note_en])),
    )


def plain_digits(cell: object) -> str:
    """Return a cell as a file has it: a number in plain decimals, exact; nothing for None."""
    if isinstance(cell, Fraction):
        return format_decimal(cell).replace(",", "").replace(MINUS, "-")
    return "" if cell is None else str(cell)
