"""Where things find their place: round numbers for an axis, and texts that keep off each other and the edges."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from beijing_ip.numbers.decimals import format_decimal, terminating_decimals
from beijing_ip.numbers.quantity import Quantity


def largest_value(quantity: Quantity) -> Fraction:
    """The highest number that must find a place: the upper end of its interval, or the number itself."""
    return quantity.value if quantity.upper is None else max(quantity.value, quantity.upper)


def is_lower_bound(quantity: Quantity) -> bool:
    """Whether the true number is higher, and nobody says by how much."""
    return quantity.is_bound and quantity.upper is None


def round_ticks(low: Fraction, high: Fraction, most: int) -> list[Fraction]:
    """Two or more round numbers, at most ``most`` steps apart, the first at or below the low end."""
    power = Fraction(10) ** (math.floor(math.log10(high - low)) - 1)
    steps = (digit * power for power in (power, 10 * power) for digit in (1, 2, 5))
    step = next(step for step in steps if high - low <= most * step)
    first = low // step * step
    return [first + number * step for number in range(int((high - first) // step) + 1)]


def format_tick(value: Fraction, step: Fraction) -> str:
    """The name of a tick, with as many decimals as the step between ticks needs."""
    return format_decimal(value, terminating_decimals(step)) if value else "0"


def centre_within(x: float, width: float, left: float, right: float) -> float:
    """Where to begin so that the middle lies at ``x``, or as near to it as two edges allow."""
    return min(max(x - width / 2, left), right - width)


def spread_apart(wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Places as near as can be to those wanted (least squares) where no two blocks overlap."""
    before = [sum(heights[:index]) for index in range(len(heights))]
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, before, strict=True):
        pools.append((want - offset, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (last, m), (previous, n) = pools.pop(), pools.pop()
            pools.append(((last * m + previous * n) / (m + n), m + n))
    most = bottom - sum(heights)
    level = [min(max(place, top), most) for place, count in pools for _ in range(count)]
    return [place + offset for place, offset in zip(level, before, strict=True)]
