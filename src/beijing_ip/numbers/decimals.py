"""Digits: a fraction read exactly, and written as a decimal with as many digits as are meant."""

from __future__ import annotations

import math
import operator
from fractions import Fraction
from typing import SupportsIndex, TypeAlias

Number: TypeAlias = SupportsIndex | str | Fraction
"""What may stand for a number: an int, a string of digits, or a fraction. A float may not."""

MINUS = "\N{MINUS SIGN}"


def read_fraction(number: Number) -> Fraction:
    """Read a number exactly; a float is refused, for its digits are not those that were printed."""
    if isinstance(number, float):
        raise TypeError(
            f"{number!r} is a float, and a float is not the number that was printed (0.1 is stored as "
            f"0.1000000000000000055...): give the digits as a string, '{number!r}', or a Fraction"
        )
    if isinstance(number, bool):
        raise TypeError(f"{number!r} is no number: give an int, a string of digits or a Fraction")
    if isinstance(number, Fraction):
        return number
    if isinstance(number, str):
        try:
            return Fraction(number)
        except (ValueError, ZeroDivisionError):
            raise ValueError(
                f"{number!r} is no number: write digits with a full stop as the decimal point and without "
                "separators or units, such as '163000' or '63.32'"
            ) from None
    try:
        return Fraction(operator.index(number))
    except TypeError:
        raise TypeError(
            f"{number!r} is of type {type(number).__name__}: give an int, a string of digits or a Fraction"
        ) from None


def unit_of(decimals: int) -> Fraction:
    """The unit of the last digit of a number with so many decimals; a negative number of them is tens, hundreds."""
    return Fraction(10) ** -decimals


def exponent(positive: Fraction) -> int:
    """The exponent of the largest power of ten that is at most this number."""
    guess = len(str(positive.numerator)) - len(str(positive.denominator))
    return guess if Fraction(10) ** guess <= positive else guess - 1


def terminating_decimals(number: Fraction) -> int | None:
    """How many decimals write the number exactly, or ``None`` when they never end."""
    twos = fives = 0
    rest = number.denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def decimals_of_exact(number: Fraction, most: int | None) -> int:
    """How many decimals write a number as it is, or where it has more than ``most``, or no end, how many are shown.

    Without ``most`` a number that has no end is shown to four significant digits.
    """
    needed = terminating_decimals(number)
    if needed is not None and (most is None or needed <= most):
        return needed
    return max(3 - exponent(abs(number)) if most is None else most, 0)


def format_decimal(number: Fraction, decimals: int | None = None) -> str:
    """Digits with thousands separators, rounded half up (away from zero) to the decimals given."""
    if decimals is None:
        decimals = decimals_of_exact(number, None)
    unit = unit_of(decimals)
    digits = math.floor(abs(number) / unit + Fraction(1, 2))
    if decimals <= 0:
        whole, tail = digits * 10**-decimals, ""
    else:
        whole, below = divmod(digits, 10**decimals)
        tail = f".{below:0{decimals}d}"
    sign = MINUS if number < 0 and digits else ""
    return f"{sign}{whole:,}{tail}"
