"""The years in one table: indicators as rows, years as columns, with change and share where they may be formed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from beijing_ip.analysis.datum import Datum, NoNumber
from beijing_ip.analysis.frames import series
from beijing_ip.analysis.growth import GROWTH_SUFFIX
from beijing_ip.data.loading import load_tables
from beijing_ip.numbers.decimals import format_decimal

from .tables import markdown_table

_HEDGES = {"more-than": ">", "nearly": "<", "about": "~", "estimate": "~"}
_MILLION = 1_000_000
_FIXED = "\u00a0"
"""A space at which no line breaks, so that a number keeps its hedge and its marks in a narrow column."""


def figures_by_year(indicator: str, place: str = "Beijing") -> dict[int, Datum]:
    """Return the figures of full years of one indicator; none where no page gives any."""
    try:
        column = series(indicator, place=place)[indicator]
    except KeyError:
        return {}
    return {int(str(year)): cell for year, cell in column.items() if isinstance(cell, Datum)}


def yearly_indicators(chapter: str, year: int, place: str = "Beijing") -> list[str]:
    """Return the indicators of a chapter that have a figure of the year and of another one; rates left out."""
    rows = [row for row in load_tables()["indicators"] if row["chapter"] == chapter and row["unit"] != "per cent"]
    known = {row["indicator_id"]: figures_by_year(row["indicator_id"], place) for row in rows}
    return [name for name, figures in known.items() if year in figures and len(figures) > 1]


def change_on_year_before(indicator: str, year: int, place: str = "Beijing") -> Datum | NoNumber:
    """Return the growth rate of a year (0.1 is ten per cent more): computed, or else as printed for that year.

    A bound is no growth. Where there is neither, the reason.
    """
    figures = figures_by_year(indicator, place)
    for wanted in (year, year - 1):
        if wanted not in figures:
            computed: Datum | NoNumber = NoNumber(f"There is no figure of {indicator} for {wanted}.")
            break
    else:
        computed = figures[year] / figures[year - 1] - 1
    printed = figures_by_year(f"{indicator}{GROWTH_SUFFIX}", place).get(year)
    for rate in (computed, printed / 100 if printed else computed):
        if isinstance(rate, Datum) and not rate.is_bound:
            return rate
    return computed if isinstance(computed, NoNumber) else NoNumber("A bound gives no growth.")


def share_of_nation(indicator: str, year: int, place: str = "Beijing") -> Datum | NoNumber:
    """Return a place's share of China's number of a count, or the reason why none is formed."""
    part, whole = (figures_by_year(indicator, where).get(year) for where in (place, "China"))
    if part is None or whole is None:
        return NoNumber(f"There is no figure of {indicator} for {place if part is None else 'China'} and {year}.")
    if part.unit == "per cent" or " per " in part.unit:
        return NoNumber("A ratio has no share.")
    share = part / whole
    if isinstance(share, Datum) and (share.is_bound or share.lower == 0):
        return NoNumber("A bound gives no share.")
    return share


def years_table(groups: Mapping[str, Sequence[str]], years: Sequence[int], year: int, place: str = "Beijing") -> str:
    """Return groups of indicators over the years in Markdown, each under its name, with change and share of one year.

    Money is in millions of yuan.

    As statistical offices do, [b] marks a figure that a break parts from the one before, [u] one of low
    reliability, [p] a rate as printed.
    """
    headers = ["Indicator", f"Change {year}", "Percentage of China", *map(str, years)]
    rows = []
    for group, indicators in groups.items():
        rows += [[f"**{group}**", *[""] * len(headers[1:])], *_rows(indicators, years, year, place)]
    return markdown_table(rows, headers, right=headers[1:])


def _rows(indicators: Sequence[str], years: Sequence[int], year: int, place: str) -> list[list[str]]:
    meanings = {row["indicator_id"]: row for row in load_tables()["indicators"]}
    rows = []
    for name in indicators:
        figures, meaning = figures_by_year(name, place), meanings[name]
        unit = "million yuan" if meaning["unit"] == "yuan" else meaning["unit"]
        said = unit.split()[0] in meaning["name_en"].lower()
        rates = (change_on_year_before(name, year, place), "+.1%"), (share_of_nation(name, year, place), ".1%")
        rows.append(
            [
                meaning["name_en"] if said else f"{meaning['name_en']}, {unit}",
                *(_write_rate(rate, spec) for rate, spec in rates),
                *(_write(figures[each]) if each in figures else "" for each in years),
            ]
        )
    return rows


def _write_rate(rate: Datum | NoNumber, spec: str) -> str:
    if isinstance(rate, NoNumber):
        return ""
    # One figure behind it: it was printed and not computed.
    return f"{rate:{spec}}{' [p]' if len(rate.points) == 1 else ''}".replace(" ", _FIXED)


def _write(cell: Datum) -> str:
    number = format_decimal(cell.value / _MILLION if cell.unit == "yuan" else cell.value)
    hedge = _HEDGES.get(cell.observation.qualifier, "")
    return _FIXED.join(filter(None, [f"{hedge}{number}", "[b]" * cell.after_break, "[u]" * cell.doubtful]))
