"""A published or derived number, and the interval that its rounding leaves open.

163,000 patents, printed in thousands, are somewhere from 162,500 up to, not including, 163,500. A
:class:`Quantity` carries that interval through every calculation in exact fractions, so that a derived number
never looks more exact than what it was derived from.

The operands of an operation are taken to be independent of each other. A formula that uses the same number
twice gives too wide an interval: ``q - q`` is not zero, ``a / (a + b)`` is wider than it need be. Write each
formula so that it uses each number once: ``1 / (1 + b / a)``.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, SupportsIndex, TypeAlias, get_args

from .decimals import Number, decimals_of_exact, exponent, format_decimal, read_fraction, terminating_decimals, unit_of
from .ends import End, first_whole, highest, lowest, reciprocal

RoundingRule: TypeAlias = Literal["half up", "truncation"]
Qualifier: TypeAlias = Literal["exact", "rounded", "more-than", "at-least", "nearly", "at-most", "about", "estimate"]

ROUNDING_RULES: tuple[RoundingRule, ...] = ("half up", "truncation")
QUALIFIERS: tuple[Qualifier, ...] = get_args(Qualifier)


def check_rule(rule: str) -> None:
    """Raise ``ValueError`` for a rule that is none of :data:`RULES`."""
    if rule not in ROUNDING_RULES:
        raise ValueError(f"{rule!r} is no rounding rule: use one of {', '.join(map(repr, ROUNDING_RULES))}")


class UnboundedError(ValueError):
    """A number without a bound on either side is to be printed: nothing that is true can be."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with all the values that it may stand for.

    ``value`` is the number as printed, or as computed from printed numbers. The truth lies between ``lower``
    and ``upper``; ``None`` is no bound. An end that is closed may itself be the truth. For a bound the value
    is the bound: "more than 20" has the value 20 and means 21 or more.
    """

    value: Fraction
    lower: Fraction | None
    upper: Fraction | None
    lower_closed: bool
    upper_closed: bool

    def __post_init__(self) -> None:
        for name in ("value", "lower", "upper"):
            number = getattr(self, name)
            if not (isinstance(number, Fraction) or (number is None and name != "value")):
                raise TypeError(
                    f"{name} must be a Fraction, not {number!r}: use Quantity.exact, Quantity.rounded or "
                    "Quantity.printed to make a quantity"
                )
        if (self.lower is None and self.lower_closed) or (self.upper is None and self.upper_closed):
            raise ValueError("an end without a bound cannot be closed")
        if self.lower is not None and self.upper is not None:
            if self.lower > self.upper:
                raise ValueError(f"the lower end {self.lower} lies above the upper end {self.upper}")
            if self.lower == self.upper and not (self.lower_closed and self.upper_closed):
                raise ValueError(f"an interval of the one number {self.lower} must be closed at both ends")

    # Making one

    @classmethod
    def exact(cls, value: Number) -> Quantity:
        """The number itself: 360 cases are 360 cases."""
        number = read_fraction(value)
        return cls(number, number, number, True, True)

    @classmethod
    def rounded(cls, value: Number, to: Number, rule: RoundingRule = "half up") -> Quantity:
        """A number printed to the unit ``to``: all the numbers that the rule prints as this one.

        Half up: 163,000 to 1,000 is from 162,500 up to, not including, 163,500. Truncation: from 163,000 up
        to, not including, 164,000. Below zero both are mirrored (half away from zero; towards zero).

        Raises ``ValueError`` when ``to`` is not positive or the value is not a multiple of it.
        """
        check_rule(rule)
        number, unit = read_fraction(value), read_fraction(to)
        if unit <= 0:
            raise ValueError(f"a number cannot be rounded to {unit}: give the unit of its last digit, above zero")
        if number % unit:
            raise ValueError(
                f"{format_decimal(number)} is no multiple of {format_decimal(unit)}, so it was not rounded to that "
                "unit: give the unit of its last significant digit"
            )
        if rule == "half up":
            inward = outward = unit / 2
        else:
            inward, outward = Fraction(0), unit
        if number == 0:
            return cls(number, -outward, outward, False, False)
        if number > 0:
            return cls(number, number - inward, number + outward, True, False)
        return cls(number, number - outward, number + inward, False, True)

    @classmethod
    def more_than(cls, value: Number, *, itself: bool = False) -> Quantity:
        """A lower bound: "more than 20", 20余; with `itself` one that may be the truth: "at least 20", 20以上."""
        number = read_fraction(value)
        return cls(number, number, None, itself, False)

    @classmethod
    def nearly(cls, value: Number, *, itself: bool = False) -> Quantity:
        """An upper bound: "nearly 20", 近20; with `itself` one that may be the truth: "at most 20", 不超过20."""
        number = read_fraction(value)
        return cls(number, None, number, False, itself)

    @classmethod
    def printed(
        cls, value: Number, rounded_to: Number, qualifier: Qualifier, rule: RoundingRule = "half up"
    ) -> Quantity:
        """The quantity of one published number, from the fields of its row.

        "about" and "estimate" leave no bound on either side, for the source does not say how far off it
        may be. A bound of a number below zero is one of its size: a fall by "more than 5%" is below −5.

        Raises ``ValueError`` for an unknown qualifier or rule, and for an exact number that is said to be
        rounded to more than one.
        """
        check_rule(rule)
        number = read_fraction(value)
        if qualifier == "exact":
            if read_fraction(rounded_to) > 1:
                unit = format_decimal(read_fraction(rounded_to))
                raise ValueError(
                    f"{format_decimal(number)} is called exact and rounded to {unit}: "
                    "an exact count is rounded to 1; if it was rounded, its qualifier is 'rounded'"
                )
            return cls.exact(number)
        if qualifier == "rounded":
            return cls.rounded(number, rounded_to, rule)
        if qualifier in ("more-than", "at-least", "nearly", "at-most"):
            bound = cls.more_than if qualifier in ("more-than", "at-least") else cls.nearly
            size = bound(abs(number), itself=qualifier.startswith("at-"))
            return -size if number < 0 else size
        if qualifier in ("about", "estimate"):
            return cls(number, None, None, False, False)
        raise ValueError(f"{qualifier!r} is no qualifier: use one of {', '.join(QUALIFIERS)}")

    # Asking it

    @property
    def is_exact(self) -> bool:
        """Whether only one number is possible."""
        return self.lower is not None and self.lower == self.upper

    @property
    def is_bound(self) -> bool:
        """Whether it is bounded on one side only."""
        return (self.lower is None) != (self.upper is None)

    @property
    def ends(self) -> tuple[Fraction | None, Fraction | None]:
        """The ends as files have them, where the value lies inside: of "more than 200,000" cases 200,000."""
        lower = self.lower if self.lower is None else min(self.lower, self.value)
        return lower, self.upper if self.upper is None else max(self.upper, self.value)

    def contains(self, number: Number) -> bool:
        """Whether the quantity may be this number."""
        at = read_fraction(number)
        above = self.lower is None or at > self.lower or (self.lower_closed and at == self.lower)
        below = self.upper is None or at < self.upper or (self.upper_closed and at == self.upper)
        return above and below

    def integers(self) -> tuple[int | None, int | None]:
        """The first and the last whole number inside, ``None`` where there is no bound.

        Raises ``ValueError`` when no whole number lies inside.
        """
        first = None if self.lower is None else first_whole(self.low_end())
        last = None if self.upper is None else -first_whole(self.high_end().negated())
        if first is not None and last is not None and first > last:
            raise ValueError(f"no whole number lies in {self!r}: it cannot be a count")
        return first, last

    def count(self) -> Quantity:
        """The same number, known to be whole: the interval narrowed to the whole numbers at its ends.

        Raises ``ValueError`` when no whole number lies inside.
        """
        first, last = self.integers()
        return Quantity(
            self.value,
            None if first is None else Fraction(first),
            None if last is None else Fraction(last),
            first is not None,
            last is not None,
        )

    # Calculating

    def low_end(self) -> End:
        """The lower end, an infinity where there is no bound."""
        return End(Fraction(0), False, -1) if self.lower is None else End(self.lower, self.lower_closed)

    def high_end(self) -> End:
        """The upper end, an infinity where there is no bound."""
        return End(Fraction(0), False, 1) if self.upper is None else End(self.upper, self.upper_closed)

    def __add__(self, other: Quantity | int | Fraction) -> Quantity:
        operand = _operand(other)
        if operand is None:
            return NotImplemented
        return quantity_between(
            self.value + operand.value, self.low_end().plus(operand.low_end()), self.high_end().plus(operand.high_end())
        )

    __radd__ = __add__

    def __neg__(self) -> Quantity:
        return quantity_between(-self.value, self.high_end().negated(), self.low_end().negated())

    def __sub__(self, other: Quantity | int | Fraction) -> Quantity:
        operand = _operand(other)
        return NotImplemented if operand is None else self + -operand

    def __rsub__(self, other: int | Fraction) -> Quantity:
        operand = _operand(other)
        return NotImplemented if operand is None else operand + -self

    def __mul__(self, other: Quantity | int | Fraction) -> Quantity:
        operand = _operand(other)
        if operand is None:
            return NotImplemented
        return _product(self, operand, self.value * operand.value)

    __rmul__ = __mul__

    def __truediv__(self, other: Quantity | int | Fraction) -> Quantity:
        operand = _operand(other)
        if operand is None:
            return NotImplemented
        if operand.contains(0) or operand.value == 0:
            raise ZeroDivisionError(
                f"the divisor may be zero (it is {operand!r}), so the quotient says nothing: "
                "divide only by a quantity whose interval and value stay clear of zero"
            )
        lowest, highest = (reciprocal(end, operand.value > 0) for end in (operand.high_end(), operand.low_end()))
        return _product(self, quantity_between(1 / operand.value, lowest, highest), self.value / operand.value)

    def __rtruediv__(self, other: int | Fraction) -> Quantity:
        operand = _operand(other)
        return NotImplemented if operand is None else operand / self

    # Printing

    def text(self, decimals: int | None = None) -> str:
        """The interval in words and digits, so that it never claims more than is known.

        ``decimals`` is the number of decimals asked for, negative for tens (-1), hundreds (-2) and so on. Where all
        that lies inside prints as one number with so many decimals, half up, that number stands alone: 4.403 to 4.411
        is "4.4" with one, for each of its digits is certain, and "4.4 to 4.5" would be more than ten times as wide as
        what is known. Elsewhere both ends are rounded outward, with more decimals than were asked for where those
        would widen the interval by over two fifths: 15.645 to 15.655 stays so with one.

        Left out, it is the fewest whose unit is at most a fifth of the interval's width, "38.2 to 39.1", or with which
        both ends print as they are, "6,376 to 6,377". An exact number keeps its whole digits; it prints as it is when
        it needs no more than ``decimals`` and is rounded half up when it needs more (left out: as it is, or to four
        significant digits where its decimals never end). A bound prints as a bound, "more than 200,000"; "at least"
        and "at most" are bounds that may themselves be the truth. A negative number is printed with the minus sign
        (U+2212).

        Raises ``UnboundedError`` when there is no bound on either side: nothing that is true can be printed.
        """
        if self.lower is None and self.upper is None:
            raise UnboundedError(
                f"{format_decimal(self.value)} has no bound on either side (a source said 'about', or the "
                "calculation lost both bounds), so no interval can be printed: quote the source's own words"
            )
        if self.lower is not None and self.lower == self.upper:
            return format_decimal(self.lower, decimals_of_exact(self.lower, decimals))
        if self.upper is None:
            unit = unit_of(decimals_of_exact(self.low_end().at, decimals))
            shown = self.low_end().at // unit * unit
            return f"{'at least' if self.contains(shown) else 'more than'} {format_decimal(shown)}"
        if self.lower is None:
            unit = unit_of(decimals_of_exact(self.upper, decimals))
            shown = -(-self.upper // unit) * unit
            return f"{'at most' if self.contains(shown) else 'less than'} {format_decimal(shown)}"
        if decimals is not None and (same := self.prints_as(decimals)) is not None:
            return format_decimal(same, decimals)
        fewest = -exponent((self.upper - self.lower) / 5)
        needed = terminating_decimals(self.lower), terminating_decimals(self.upper)
        if needed[0] is not None and needed[1] is not None:
            fewest = min(fewest, max(needed[0], needed[1]))
        decimals = fewest if decimals is None else decimals
        low, high = self._outward(decimals)
        while decimals < fewest and high - low > (self.upper - self.lower) * Fraction(7, 5):
            decimals += 1
            low, high = self._outward(decimals)
        return f"{format_decimal(low, decimals)} to {format_decimal(high, decimals)}"

    def _outward(self, decimals: int) -> tuple[Fraction, Fraction]:
        """The ends of a bounded interval with so many decimals, the lower rounded down and the upper up."""
        assert self.lower is not None and self.upper is not None
        unit = unit_of(decimals)
        return self.lower // unit * unit, -(-self.upper // unit) * unit

    def prints_as(self, decimals: int) -> Fraction | None:
        """The one number that all inside print as with so many decimals, half up; ``None`` where they are several."""
        assert self.lower is not None and self.upper is not None
        unit = unit_of(decimals)
        middle = (self.lower + self.upper) / 2
        number = math.floor(abs(middle) / unit + Fraction(1, 2)) * unit * (1 if middle > 0 else -1)
        around = Quantity.rounded(number, unit)
        assert around.lower is not None and around.upper is not None
        low = self.lower > around.lower or (self.lower == around.lower and around.lower_closed >= self.lower_closed)
        high = self.upper < around.upper or (self.upper == around.upper and around.upper_closed >= self.upper_closed)
        return number if low and high else None

    def short(self) -> str:
        """One number, for where an interval is too long: the shortest decimal inside the interval.

        It has the fewest significant digits that any number inside has; among those it is the nearest to the
        middle, and of two equally near the one whose last digit is even. Exact numbers and bounds print as in
        :meth:`text`. Raises ``UnboundedError`` when there is no bound on either side.
        """
        if self.lower is None or self.upper is None or self.is_exact:
            return self.text()
        return format_decimal(_shortest(self))

    def __str__(self) -> str:
        return self.text()

    def __format__(self, spec: str) -> str:
        """Print with "" as :meth:`text`, with "short" as :meth:`short`, with a number as ``text(number)``."""
        if spec == "":
            return self.text()
        if spec == "short":
            return self.short()
        if re.fullmatch(r"-?[0-9]+", spec):
            return self.text(int(spec))
        raise ValueError(f"{spec!r} is no way to print a quantity: use nothing, 'short' or a number of decimals")


def _operand(other: object) -> Quantity | None:
    """The other operand as a quantity, or ``None`` when it is of a type that cannot be calculated with."""
    if isinstance(other, Quantity):
        return other
    if isinstance(other, str):
        return None
    # A whole number first: whether a type has an index takes long to find out.
    if isinstance(other, (int, Fraction, float, SupportsIndex)):
        return Quantity.exact(read_fraction(other))  # type: ignore[arg-type]
    return None


def quantity_between(value: Fraction, low: End, high: End) -> Quantity:
    """The quantity of a value between two ends."""
    return Quantity(
        value,
        None if low.infinite else low.at,
        None if high.infinite else high.at,
        low.closed,
        high.closed,
    )


def _product(a: Quantity, b: Quantity, value: Fraction) -> Quantity:
    if b.lower is not None and b.lower > 0 and (b.lower == b.upper or (a.lower is not None and a.lower > 0)):
        # The ends keep their order.
        return quantity_between(value, a.low_end().times(b.low_end()), a.high_end().times(b.high_end()))
    corners = [x.times(y) for x in (a.low_end(), a.high_end()) for y in (b.low_end(), b.high_end())]
    return quantity_between(value, lowest(corners), highest(corners))


def _shortest(quantity: Quantity) -> Fraction:
    """The decimal with the fewest significant digits in a bounded interval; see :meth:`Quantity.short`."""
    middle = (quantity.low_end().at + quantity.high_end().at) / 2
    if middle == 0:
        return middle
    sign, size = (1 if middle > 0 else -1), abs(middle)
    digits = 1
    while True:
        # No decimal of so many digits lies between these two, so if neither is inside, none is.
        unit = Fraction(10) ** (exponent(size) - digits + 1)
        below = size // unit
        nearest = sorted((below, below + 1), key=lambda n: (abs(n * unit - size), n % 2))
        for candidate in nearest:
            if quantity.contains(sign * candidate * unit):
                return sign * candidate * unit
        digits += 1
