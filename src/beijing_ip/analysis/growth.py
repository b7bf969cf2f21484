"""Growth from year to year: a number only where no break lies between, and the reason elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from beijing_ip.data.observations import Indicator, Observation
from beijing_ip.data.schema import Tables
from beijing_ip.numbers.measures import growth_rate, percent
from beijing_ip.numbers.quantity import Quantity
from beijing_ip.numbers.writing import spell_period

from .history import history_of
from .series import Series, cut_series

GROWTH_SUFFIX = "-growth"
"""What the name of an indicator has at its end when it is the printed growth of another."""


NO_AMOUNTS = ("per cent", "rank")
"""Units of what is no count and no sum."""


@dataclass(frozen=True)
class Growth:
    """Growth between two years in per cent, or the reason why there is none."""

    indicator: Indicator
    place: str
    from_year: int
    to_year: int
    quantity: Quantity | None
    reason: str = ""


def growth(indicator: str, place: str, from_year: int, to_year: int, *, tables: Tables | None = None) -> Growth:
    """Growth from one year to a later one, in per cent: (later / earlier - 1) x 100, with its interval.

    It has a number only where both years lie in one segment, and a reason instead of it elsewhere. Raises ValueError
    when the years are not in their order, KeyError for an unknown indicator or place.
    """
    return growth_in(cut_series(indicator, place, tables=tables), from_year, to_year)


def growth_in(one: Series, from_year: int, to_year: int) -> Growth:
    """`growth` in a series that is cut already. Raises ValueError when the years are not in their order."""
    if from_year >= to_year:
        raise ValueError(f"growth runs from an earlier year to a later one, not from {from_year} to {to_year}")

    def without(reason: str) -> Growth:
        return Growth(one.indicator, one.place, from_year, to_year, None, reason)

    old, new = one.point(from_year), one.point(to_year)
    for year, point in ((from_year, old), (to_year, new)):
        if point is None:
            return without(f"The series has no figure for {year}.")
    assert old is not None and new is not None
    found = [gap for gap in one.gaps if from_year <= gap.after and gap.before <= to_year]
    if found:
        return without(" ".join(gap.reason for gap in found))
    try:
        quantity = percent(growth_rate(new.quantity, old.quantity))
    except (ValueError, ZeroDivisionError):
        return without(f"The figure of {from_year}, {old.text}, leaves open how small it may be.")
    if quantity.lower == -100 and not quantity.lower_closed:
        # The year before is a lower bound: that a count cannot shrink to nothing says nothing.
        quantity = Quantity(quantity.value, None, quantity.upper, False, quantity.upper_closed)
    if quantity.lower is None and quantity.upper is None:
        return without("The figures are bounds, which leave open both a rise and a fall.")
    return Growth(one.indicator, one.place, from_year, to_year, quantity)


def without_growth(one: Series, rows: Iterable[Observation], year: int) -> str:
    """Return why no change on the year before is formed: it is no amount, or which figure alone was seen of that year.

    `rows` are all published numbers of the indicator and place. Empty where the series has a figure of that year.
    """
    if one.indicator.unit in NO_AMOUNTS:
        return "It is no count and no sum, so no change in per cent is formed."
    if one.point(year - 1):
        return ""
    seen = [row for row in rows if str(year - 1) in re.findall(r"\d{4}", row.period)]
    if not seen:
        return "No figure of the year before was seen."
    kept = [f"{row.in_digits} for {spell_period(row.period)}" for row in seen]
    return f"Of the year before only what is no part of the series was seen: {'; '.join(kept)}."


def printed_growth(indicator: str, place: str, year: int, *, tables: Tables | None = None) -> Observation | None:
    """Return the growth on the year before that a source prints for a year, in per cent; None if none was seen."""
    point = history_of(tables).at(f"{indicator}{GROWTH_SUFFIX}", place, year)
    return point.observation if point else None


def growth_as_printed(printed: Observation) -> str:
    """Return growth as a source prints it, and the source: "+33.9% (Beijing Daily, grade B)"."""
    sign = "+" if printed.value > 0 else ""
    source = printed.source
    return f"{sign}{printed.in_digits} ({source.title or source.publisher}, grade {source.grade})"


def tells_more(printed: Quantity, computed: Quantity) -> bool:
    """Return whether a printed number is narrower than the computed one, or lies outside it."""
    ends = printed.lower, printed.upper, computed.lower, computed.upper
    if None in ends:
        return None not in ends[:2]
    lower, upper, least, most = (Fraction(end or 0) for end in ends)
    return upper - lower < most - least or upper < least or lower > most
