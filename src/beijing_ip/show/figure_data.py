"""The numbers behind a figure as CSV: a row for each, with its interval, unit, source and what to know of it.

``value_shown`` is the number as the figure tells it, not ``value_text``, which in data/observations.csv is the number
as printed. The others are plain decimals, exact where their digits end, and otherwise rounded, the ends of an interval
outward, to as many decimals as the table beside them shows. An empty end of an interval is open; an empty cell was not
seen.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from beijing_ip.analysis.comparison import PATENTS_IN_FORCE, PATENTS_PER_10000_RESIDENTS, PerHead
from beijing_ip.analysis.derived import Derived
from beijing_ip.analysis.history import Point
from beijing_ip.analysis.series import Series, series
from beijing_ip.data.observations import Observation
from beijing_ip.numbers.quantity import Quantity
from beijing_ip.numbers.writing import lower_first

COLUMNS = (
    "indicator_id", "indicator", "indicator_zh", "place", "period", "value_shown", "value", "lower", "upper", "unit",
    "source_id", "grade", "note",
)  # fmt: skip


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


def numbers_csv(rows: Iterable[Observation | Derived]) -> str:
    """Published and computed numbers as CSV."""
    return write_csv(derived_row(row) if isinstance(row, Derived) else observation_row(row) for row in rows)


def observation_row(row: Observation, text: str = "") -> list[str]:
    """One published number, in print unless told in another way; the note says where it stands and what to know."""
    return observed_row(
        row, row.quantity, text or str(row), " ".join(filter(None, [_as_sentence(row.where), row.note_en]))
    )


def derived_row(row: Derived) -> list[str]:
    """One computed number; the note gives its formula and what it assumes, and no source holds it."""
    place, period = row.inputs[0].place, row.inputs[0].period
    note = " ".join(filter(None, [f"{row.formula}.", row.assumption]))
    return computed_row(row.name, place, period, f"{row:short}", row.quantity, row.unit, note)


def computed_row(
    indicator: str, place: str, period: str, text: str, quantity: Quantity, unit: str, note: str
) -> list[str]:
    """One number that no source prints, with what it was computed from in the note."""
    unbounded = quantity.lower is None and quantity.upper is None
    shown = text if unbounded else f"{text} {quantity}"
    return ["", indicator, "", place, period, text, *_interval_digits(quantity, shown), unit, "", "", note]


def point_row(one: Series, at: Point) -> list[str]:
    """The figure of one year of a series; the note says what parts it from the one before, and what was corrected."""
    row = at.observation
    notes = [
        _as_sentence(row.where),
        row.note_en,
        f"Corrected: {at.correction.reason_en}" if at.correction else "",
        *(f"Not to be joined to {gap.after}: {gap.reason}" for gap in one.gaps if gap.before == at.year),
    ]
    return observed_row(row, at.quantity, at.text, " ".join(filter(None, notes)))


def per_head_rows(row: PerHead) -> list[list[str]]:
    """A ratio to residents as printed and as recomputed, and the two numbers from which it was."""
    ratio_of = series(PATENTS_PER_10000_RESIDENTS, row.place)
    unit, year = ratio_of.indicator.unit, str(row.year)
    name = f"{ratio_of.indicator.name_en}, recomputed"
    return [
        *([point_row(ratio_of, row.printed)] if row.printed else []),
        computed_row(name, row.place, year, row.text, row.quantity, unit, recomputed_note(row)),
        point_row(series(PATENTS_IN_FORCE, row.place), row.stock),
        observation_row(row.residents, f"{int(row.residents.value):,}"),
    ]


def recomputed_note(row: PerHead) -> str:
    """The interval of a recomputed ratio, and from what it was computed."""
    between = "" if row.quantity.lower is None and row.quantity.upper is None else f"{row.quantity}. "
    stock, residents = row.stock.observation.indicator, row.residents.indicator
    return f"{between}Computed: {lower_first(stock.name_en)} ÷ {lower_first(residents.name_en)} × 10,000."


def observed_row(row: Observation, quantity: Quantity, text: str, note: str) -> list[str]:
    indicator = row.indicator
    if row.kind == "count" and not quantity.is_exact:
        quantity = quantity.count()
    return [
        indicator.indicator_id,
        indicator.name_en,
        indicator.name_zh,
        row.place,
        row.period,
        text,
        *_interval_digits(quantity, text),
        row.unit,
        row.source.source_id,
        row.source.grade,
        note,
    ]


def _as_sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}." if words else ""


def _interval_digits(quantity: Quantity, shown: str) -> list[str]:
    """Value, lower and upper end in digits; ``shown`` is the number in print, which says how many decimals it has."""
    decimals = max((len(tail) for tail in re.findall(r"\d\.(\d+)", shown)), default=0)
    ends = ((quantity.value, round), (quantity.lower, math.floor), (quantity.upper, math.ceil))
    return ["" if end is None else _write_decimal(end, decimals, whole) for end, whole in ends]


def _write_decimal(number: Fraction, decimals: int, whole: Callable[[Fraction], int]) -> str:
    places = next((n for n in range(30) if (number * 10**n).denominator == 1), decimals)
    digits = f"{abs(whole(number * 10**places)):0{places + 1}d}"
    tail = f".{digits[-places:]}" if places else ""
    return f"{'-' if number < 0 else ''}{digits[: len(digits) - places]}{tail}"
