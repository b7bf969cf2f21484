"""What a chart draws for a number, a series or a ratio: labels, the quantity with its text, and what its title says."""

from __future__ import annotations

from beijing_ip.analysis.comparison import PerHead
from beijing_ip.analysis.derived import Derived
from beijing_ip.analysis.history import Point
from beijing_ip.analysis.series import Series
from beijing_ip.data.observations import Observation

from . import charts
from .citations import short_name
from .figure_data import recomputed_note
from .tables import TableNumber


def chart_mark(row: TableNumber, label: str = "", group: str = "", text: str = "") -> charts.Mark:
    """Return what a chart draws for one number: its label in English and Chinese, and its value with the unit."""
    if isinstance(row, Derived):
        label, text, period = label or row.name, text or f"{row} {row.unit}", row.inputs[0].period
        return charts.Mark(label, row.quantity, text, group=group, period=period, about=describe_number(row))
    unit = "" if row.unit in ("yuan", "per cent") else f" {row.unit}"
    name, text = row.indicator, text or f"{row}{unit}"
    return charts.Mark(label or name.name_en, row.quantity, text, name.name_zh, group, row.period, describe_number(row))


def describe_number(row: TableNumber) -> str:
    """Say how exact a number is and where it stands, or how it was computed, for the title of its mark."""
    if isinstance(row, Derived):
        return f"{'From exact counts' if row.quantity.is_exact else row}. Computed: {row.formula}."
    return f"{row.rounding}. {describe_place(row)}"


def describe_place(row: Observation) -> str:
    """Say where a number stands: the source, its grade and the place in it."""
    return f"{', '.join(filter(None, [short_name(row.source), row.where]))}."


def chart_line(one: Series, label: str = "") -> charts.Line:
    """Return what a chart draws for a series: its segments, and the reason of every gap between them."""
    segments = [
        [
            charts.LinePoint(point.year, point.quantity, point.text, point.doubtful, _describe_point(point))
            for point in segment.points
        ]
        for segment in one.segments
    ]
    gaps = [charts.LineGap(gap.after, gap.before, gap.reason) for gap in one.gaps]
    unit = percent_sign(one) or one.indicator.unit
    return charts.Line(label or one.indicator.name_en, one.indicator.name_zh, segments, gaps, unit)


def chart_panel(one: Series, reading: str, label: str = "") -> charts.Panel:
    """Return a small chart of one series with the sentence that says how to read it."""
    name = label or one.indicator.name_en
    return charts.Panel(name, one.indicator.name_zh, one.indicator.unit, [chart_line(one, one.place)], reading)


def chart_pair(row: PerHead) -> charts.Pair:
    """Return what a chart draws for one place, the printed ratio and the recomputed one, or raise ValueError."""
    if row.printed is None:
        raise ValueError(f"no printed ratio of {row.place} in {row.year}: show it in a table")
    return charts.Pair(
        f"{row.place}, {row.year}",
        "",
        row.printed.quantity,
        row.printed.text,
        row.quantity,
        row.text,
        _describe_point(row.printed),
        recomputed_note(row),
        row.printed.observation.indicator.unit,
    )


def _describe_point(point: Point) -> str:
    """How exact the figure of a year is, and where it stands."""
    if point.correction is None:
        return describe_number(point.observation)
    return f"Corrected: {point.correction.reason_en} {describe_place(point.observation)}"


def percent_sign(one: Series) -> str:
    """What stands right after a figure of a series: "%" or nothing."""
    return "%" if one.indicator.unit == "per cent" else ""
