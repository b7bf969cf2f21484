"""The numbers behind a figure as CSV: a row for each, with its interval, unit, source and what to know of it.

``value_shown`` is the number as the figure tells it, with a minus that spreadsheets read, not ``value_text``, which in
data/observations.csv is the number as printed. The others are plain decimals, exact where their digits end, and
otherwise rounded, the ends of an interval outward, to as many decimals as print needs, two at least. An empty end of
an interval is open; an empty cell was not seen.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from beijing_ip.data.checks.formulas import formula_in
from beijing_ip.data.columns import ENDS_FIELDS, SOURCE_FIELDS, describe_field, source_cells
from beijing_ip.data.observations import Observation, Source
from beijing_ip.numbers.decimals import terminating_decimals
from beijing_ip.numbers.quantity import Quantity

DIGITS = (
    "Where the digits of what was computed do not end, it has as many decimals as print needs, two at least, and its "
    "ends are rounded outward to as many."
)
"""What the columns of computed numbers have, wherever they are offered: `interval_digits`."""

FIELDS = (
    describe_field("indicator_id", "string", "What was counted; empty for what was computed.", required=False),
    describe_field("indicator", "string", "Its name in English, or that of what was computed."),
    describe_field("indicator_zh", "string", "Its name in Chinese.", required=False),
    describe_field("place", "string", "Whom the number is about."),
    describe_field("period", "string", "Year, month, day, or two of them with a slash between them."),
    describe_field("value_shown", "string", "The number as the figure tells it, with its hedge."),
    describe_field("value", "number", f"The same as a plain number. {DIGITS}"),
    *ENDS_FIELDS,
    describe_field("unit", "string", "Unit of value, lower and upper; empty for a ratio.", required=False),
    describe_field(
        "source_id", "string", "Where it was read; several, with semicolons between them, of what was computed."
    ),
    *SOURCE_FIELDS,
    describe_field("note", "string", "Where it stands, its formula, what else to know.", required=False),
)
"""The columns of the CSV of a figure, and of Explore, as datapackage.json describes columns."""

COLUMNS: tuple[str, ...] = tuple(field["name"] for field in FIELDS)


def write_csv(rows: Iterable[Sequence[str]], columns: Sequence[str] = COLUMNS) -> str:
    """Return rows as CSV under a heading, with line feeds; raises ValueError for a row that does not fit it."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"a row has {len(row)} cells under {len(columns)} columns: {list(row)}")
        writer.writerow(row)
    return file.getvalue()


def computed_row(
    indicator: str,
    place: str,
    period: str,
    text: str,
    quantity: Quantity,
    unit: str,
    sources: Sequence[Source],
    note: str,
) -> list[str]:
    """One number that no source prints, with the sources of what it was computed from, and how in the note."""
    named = ["; ".join(source.source_id for source in sources), *source_cells(sources)]
    return ["", indicator, "", place, period, _plain(text), *interval_digits(quantity, text), unit, *named, note]


def observed_row(row: Observation, quantity: Quantity, text: str, note: str) -> list[str]:
    """One published number, as the figure tells it; the note says where it stands and what to know."""
    indicator = row.indicator
    return [
        indicator.indicator_id,
        indicator.name_en,
        indicator.name_zh,
        row.place,
        row.period,
        _plain(text),
        *interval_digits(row.whole(quantity), text),
        row.unit,
        row.source.source_id,
        *source_cells([row.source]),
        note,
    ]


def _plain(text: str) -> str:
    """The number as a spreadsheet reads it: to one U+2212 is text, and an interval with signs begins a formula."""
    plain = re.sub(r"−(?=\d)", "-", text)
    return f"from {plain}" if formula_in(plain) else plain


def interval_digits(quantity: Quantity, text: str) -> list[str]:
    """Return value, lower and upper end in digits, as DIGITS says; an open end is empty. ``text`` is it in print."""
    unbounded = quantity.lower is None and quantity.upper is None
    printed = re.findall(r"\d\.(\d+)", text if unbounded else f"{text} {quantity.text()}")
    lower, upper = quantity.ends
    ends = ((quantity.value, round), (lower, math.floor), (upper, math.ceil))
    own = [terminating_decimals(end) for end, _ in ends if end is not None]
    most = max([2, *map(len, printed)]) if None in own else max(filter(None, own), default=0)
    return ["" if end is None else _write_decimal(end, most, whole) for end, whole in ends]


def _write_decimal(number: Fraction, most: int, whole: Callable[[Fraction], int]) -> str:
    places = next((n for n in range(most) if (number * 10**n).denominator == 1), most)
    digits = f"{abs(whole(number * 10**places)):0{places + 1}d}"
    tail = f".{digits[-places:]}" if places else ""
    return f"{'-' if number < 0 else ''}{digits[: len(digits) - places]}{tail}"
