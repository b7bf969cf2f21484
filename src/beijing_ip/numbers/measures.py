"""Measures of several quantities: totals, shares and growth, each number used once. A ratio is `a / b`."""

from __future__ import annotations

from fractions import Fraction
from typing import cast

from .decimals import Number
from .ends import End, reciprocal
from .quantity import ROUNDING_RULES, Qualifier, Quantity, quantity_between


def total(*quantities: Quantity) -> Quantity:
    """The sum of independent quantities, in their unit; the sum of none is an exact 0."""
    result = Quantity.exact(0)
    for quantity in quantities:
        result = result + quantity
    return result


def share(part: Quantity, whole: Quantity) -> Quantity:
    """``part / whole`` (1 is all) for a part that is inside the whole, each rounded on its own.

    That the part lies inside the whole is used: nothing is below 0 or above 1, and a whole that could not
    hold its part is ruled out. Where that is not known, divide: ``a / b``.

    Raises ``ValueError`` when no part fits inside the whole, ``ZeroDivisionError`` when the whole may be
    zero.
    """
    inside = _clip_below(part, Fraction(0), True)
    around = None
    if inside is not None and inside.lower is not None:
        around = _clip_below(whole, inside.lower, inside.lower_closed)
    if inside is None or around is None:
        raise ValueError(f"the part {part!r} cannot lie inside the whole {whole!r}: one of the two is wrong")
    if around.contains(0) or whole.value == 0:
        raise ZeroDivisionError(f"the whole may be zero (it is {whole!r}), so a share of it says nothing")
    value = min(max(part.value / whole.value, Fraction(0)), Fraction(1))
    low = inside.low_end().times(reciprocal(around.high_end(), True))
    high = inside.high_end().times(reciprocal(around.low_end(), True))
    if high.key() > (0, Fraction(1)):
        high = End(Fraction(1), True)
    return quantity_between(value, low, high)


def _clip_below(quantity: Quantity, floor: Fraction, closed: bool) -> Quantity | None:
    """The part of the interval from ``floor`` upwards, or ``None`` when nothing is left."""
    low, high = quantity.low_end(), quantity.high_end()
    if low.infinite or low.at < floor or (low.at == floor and low.closed and not closed):
        low = End(floor, closed)
    if not high.infinite and (low.at > high.at or (low.at == high.at and not (low.closed and high.closed))):
        return None
    return quantity_between(quantity.value, low, high)


def growth_rate(new: Quantity, old: Quantity) -> Quantity:
    """``new / old - 1`` (0.1 is ten per cent more), each number used once.

    Raises ``ValueError`` when the old number may be negative, ``ZeroDivisionError`` when it may be zero.
    """
    if old.lower is None or old.lower < 0:
        raise ValueError(f"growth needs an old number that is known to be above zero; it is {old!r}")
    return new / old - 1


def fits_printed(quantity: Quantity, value: Number, rounded_to: Number, qualifier: str) -> bool:
    """Whether a number may stand in print so, rounded half up or with the digits after the last one cut off."""
    readings = [Quantity.printed(value, rounded_to, cast(Qualifier, qualifier), rule) for rule in ROUNDING_RULES]
    return any((quantity - reading).contains(0) for reading in readings)


def percent(quantity: Quantity) -> Quantity:
    """``100 * quantity``: a share or a growth in per cent."""
    return 100 * quantity
