"""Measures of several quantities: totals and growth, each number used once. A ratio or a share is `a / b`."""

from __future__ import annotations

from typing import cast

from .decimals import Number
from .quantity import ROUNDING_RULES, Qualifier, Quantity


def total(*quantities: Quantity) -> Quantity:
    """The sum of independent quantities, in their unit; the sum of none is an exact 0."""
    result = Quantity.exact(0)
    for quantity in quantities:
        result = result + quantity
    return result


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
