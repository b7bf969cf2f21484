"""A published or derived number, and the interval that its rounding leaves open.

163,000 patents, printed in thousands, are somewhere from 162,500 up to, not including, 163,500. A
:class:`Quantity` carries that interval through every calculation in exact fractions, so that a derived number
never looks more exact than what it was derived from.

The operands of an operation are taken to be independent of each other. A formula that uses the same number
twice gives too wide an interval: ``q - q`` is not zero, ``a / (a + b)`` is wider than it need be. Write each
formula so that it uses each number once; :func:`share_of_sum` and :func:`growth` do so.
"""

from __future__ import annotations

import math
import operator
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, SupportsIndex, TypeAlias, cast

Rule: TypeAlias = Literal["half up", "truncation"]
Qualifier: TypeAlias = Literal["exact", "rounded", "more-than", "nearly", "about", "estimate"]
Number: TypeAlias = SupportsIndex | str | Fraction

RULES: tuple[Rule, ...] = ("half up", "truncation")
QUALIFIERS: tuple[Qualifier, ...] = ("exact", "rounded", "more-than", "nearly", "about", "estimate")

_MINUS = "\N{MINUS SIGN}"


def _fraction(number: Number) -> Fraction:
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


def _check_rule(rule: str) -> None:
    if rule not in RULES:
        raise ValueError(f"{rule!r} is no rounding rule: use one of {', '.join(map(repr, RULES))}")


@dataclass(frozen=True, slots=True)
class _End:
    """One end of an interval: a finite place that is attained or not, or an infinity (-1 or 1)."""

    at: Fraction
    closed: bool
    infinite: int = 0

    def key(self) -> tuple[int, Fraction]:
        return (self.infinite, self.at)

    @property
    def is_zero(self) -> bool:
        return not self.infinite and self.at == 0

    def plus(self, other: _End) -> _End:
        """Add two lower ends or two upper ends: their infinities never oppose each other."""
        infinite = self.infinite or other.infinite
        if infinite:
            return _End(Fraction(0), False, infinite)
        return _End(self.at + other.at, self.closed and other.closed)

    def negated(self) -> _End:
        return _End(-self.at, self.closed, -self.infinite)

    def times(self, other: _End) -> _End:
        """Multiply two ends; zero times infinity is zero, since infinity is never attained."""
        if self.is_zero or other.is_zero:
            attained = (self.is_zero and self.closed) or (other.is_zero and other.closed)
            return _End(Fraction(0), attained)
        if self.infinite or other.infinite:
            return _End(Fraction(0), False, self._sign() * other._sign())
        return _End(self.at * other.at, self.closed and other.closed)

    def _sign(self) -> int:
        return self.infinite or (1 if self.at > 0 else -1)


def _first_whole(low: _End) -> int:
    return math.ceil(low.at) if low.closed else math.floor(low.at) + 1


def _lowest(ends: list[_End]) -> _End:
    least = min(end.key() for end in ends)
    alike = [end for end in ends if end.key() == least]
    return next((end for end in alike if end.closed), alike[0])


def _highest(ends: list[_End]) -> _End:
    return _lowest([end.negated() for end in ends]).negated()


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
        number = _fraction(value)
        return cls(number, number, number, True, True)

    @classmethod
    def rounded(cls, value: Number, to: Number, rule: Rule = "half up") -> Quantity:
        """A number printed to the unit ``to``: all the numbers that the rule prints as this one.

        Half up: 163,000 to 1,000 is from 162,500 up to, not including, 163,500. Truncation: from 163,000 up
        to, not including, 164,000. Below zero both are mirrored (half away from zero; towards zero).

        Raises ``ValueError`` when ``to`` is not positive or the value is not a multiple of it.
        """
        _check_rule(rule)
        number, unit = _fraction(value), _fraction(to)
        if unit <= 0:
            raise ValueError(f"a number cannot be rounded to {unit}: give the unit of its last digit, above zero")
        if number % unit:
            raise ValueError(
                f"{_decimal(number)} is no multiple of {_decimal(unit)}, so it was not rounded to that unit: "
                "give the unit of its last significant digit"
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
    def more_than(cls, value: Number) -> Quantity:
        """A lower bound that is not itself attained: "more than 20", 20余."""
        number = _fraction(value)
        return cls(number, number, None, False, False)

    @classmethod
    def nearly(cls, value: Number) -> Quantity:
        """An upper bound that is not itself attained: "nearly 20", 近20."""
        number = _fraction(value)
        return cls(number, None, number, False, False)

    @classmethod
    def printed(cls, value: Number, rounded_to: Number, qualifier: Qualifier, rule: Rule = "half up") -> Quantity:
        """The quantity of one published number, from the fields of its row.

        "about" and "estimate" leave no bound on either side, for the source does not say how far off it
        may be.

        Raises ``ValueError`` for an unknown qualifier or rule, and for an exact number that is said to be
        rounded to more than one.
        """
        _check_rule(rule)
        number = _fraction(value)
        if qualifier == "exact":
            if _fraction(rounded_to) > 1:
                raise ValueError(
                    f"{_decimal(number)} is called exact and rounded to {_decimal(_fraction(rounded_to))}: "
                    "an exact count is rounded to 1; if it was rounded, its qualifier is 'rounded'"
                )
            return cls.exact(number)
        if qualifier == "rounded":
            return cls.rounded(number, rounded_to, rule)
        if qualifier == "more-than":
            return cls.more_than(number)
        if qualifier == "nearly":
            return cls.nearly(number)
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

    def contains(self, number: Number) -> bool:
        """Whether the quantity may be this number."""
        at = _fraction(number)
        above = self.lower is None or at > self.lower or (self.lower_closed and at == self.lower)
        below = self.upper is None or at < self.upper or (self.upper_closed and at == self.upper)
        return above and below

    def integers(self) -> tuple[int | None, int | None]:
        """The first and the last whole number inside, ``None`` where there is no bound.

        Raises ``ValueError`` when no whole number lies inside.
        """
        first = None if self.lower is None else _first_whole(self._low())
        last = None if self.upper is None else -_first_whole(self._high().negated())
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

    def _low(self) -> _End:
        return _End(Fraction(0), False, -1) if self.lower is None else _End(self.lower, self.lower_closed)

    def _high(self) -> _End:
        return _End(Fraction(0), False, 1) if self.upper is None else _End(self.upper, self.upper_closed)

    def __add__(self, other: Quantity | int | Fraction) -> Quantity:
        operand = _operand(other)
        if operand is None:
            return NotImplemented
        return _between(
            self.value + operand.value, self._low().plus(operand._low()), self._high().plus(operand._high())
        )

    __radd__ = __add__

    def __neg__(self) -> Quantity:
        return _between(-self.value, self._high().negated(), self._low().negated())

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
        lowest, highest = (_reciprocal(end, operand.value > 0) for end in (operand._high(), operand._low()))
        return _product(self, _between(1 / operand.value, lowest, highest), self.value / operand.value)

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

        Raises ``ValueError`` when there is no bound on either side: nothing that is true can be printed.
        """
        if self.lower is None and self.upper is None:
            raise ValueError(
                f"{_decimal(self.value)} has no bound on either side (a source said 'about', or the "
                "calculation lost both bounds), so no interval can be printed: quote the source's own words"
            )
        if self.lower is not None and self.lower == self.upper:
            return _decimal(self.lower, _decimals_of_exact(self.lower, decimals))
        if self.upper is None:
            unit = _unit(_decimals_of_exact(self._low().at, decimals))
            shown = self._low().at // unit * unit
            return f"{'at least' if self.contains(shown) else 'more than'} {_decimal(shown)}"
        if self.lower is None:
            unit = _unit(_decimals_of_exact(self.upper, decimals))
            shown = -(-self.upper // unit) * unit
            return f"{'at most' if self.contains(shown) else 'less than'} {_decimal(shown)}"
        if decimals is not None and (same := self._prints_as(decimals)) is not None:
            return _decimal(same, decimals)
        fewest = -_exponent((self.upper - self.lower) / 5)
        needed = _terminating_decimals(self.lower), _terminating_decimals(self.upper)
        if needed[0] is not None and needed[1] is not None:
            fewest = min(fewest, max(needed[0], needed[1]))
        decimals = fewest if decimals is None else decimals
        low, high = self._outward(decimals)
        while decimals < fewest and high - low > (self.upper - self.lower) * Fraction(7, 5):
            decimals += 1
            low, high = self._outward(decimals)
        return f"{_decimal(low, decimals)} to {_decimal(high, decimals)}"

    def _outward(self, decimals: int) -> tuple[Fraction, Fraction]:
        """The ends of a bounded interval with so many decimals, the lower rounded down and the upper up."""
        assert self.lower is not None and self.upper is not None
        unit = _unit(decimals)
        return self.lower // unit * unit, -(-self.upper // unit) * unit

    def _prints_as(self, decimals: int) -> Fraction | None:
        """The one number that all inside print as with so many decimals, half up; ``None`` where they are several."""
        assert self.lower is not None and self.upper is not None
        unit = _unit(decimals)
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
        :meth:`text`. Raises ``ValueError`` when there is no bound on either side.
        """
        if self.lower is None or self.upper is None or self.is_exact:
            return self.text()
        return _decimal(_shortest(self))

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
    if isinstance(other, (SupportsIndex, Fraction, float)):
        return Quantity.exact(_fraction(other))  # type: ignore[arg-type]
    return None


def _between(value: Fraction, low: _End, high: _End) -> Quantity:
    return Quantity(
        value,
        None if low.infinite else low.at,
        None if high.infinite else high.at,
        low.closed,
        high.closed,
    )


def _product(a: Quantity, b: Quantity, value: Fraction) -> Quantity:
    corners = [x.times(y) for x in (a._low(), a._high()) for y in (b._low(), b._high())]
    return _between(value, _lowest(corners), _highest(corners))


def _reciprocal(end: _End, positive: bool) -> _End:
    """One over the end of an interval that lies wholly on one side of zero."""
    if end.infinite:
        return _End(Fraction(0), False)
    if end.at == 0:
        return _End(Fraction(0), False, 1 if positive else -1)
    return _End(1 / end.at, end.closed)


# Measures of several quantities


def total(*quantities: Quantity) -> Quantity:
    """The sum of independent quantities, in their unit; the sum of none is an exact 0."""
    result = Quantity.exact(0)
    for quantity in quantities:
        result = result + quantity
    return result


def share(part: Quantity, whole: Quantity) -> Quantity:
    """``part / whole`` (1 is all) for a part that is inside the whole, each rounded on its own.

    That the part lies inside the whole is used: nothing is below 0 or above 1, and a whole that could not
    hold its part is ruled out. For numbers of which that is not known use :func:`ratio`.

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
    low = inside._low().times(_reciprocal(around._high(), True))
    high = inside._high().times(_reciprocal(around._low(), True))
    if high.key() > (0, Fraction(1)):
        high = _End(Fraction(1), True)
    return _between(value, low, high)


def _clip_below(quantity: Quantity, floor: Fraction, closed: bool) -> Quantity | None:
    """The part of the interval from ``floor`` upwards, or ``None`` when nothing is left."""
    low, high = quantity._low(), quantity._high()
    if low.infinite or low.at < floor or (low.at == floor and low.closed and not closed):
        low = _End(floor, closed)
    if not high.infinite and (low.at > high.at or (low.at == high.at and not (low.closed and high.closed))):
        return None
    return _between(quantity.value, low, high)


def share_of_sum(part: Quantity, *others: Quantity) -> Quantity:
    """``part / (part + others)`` (1 is all), written so that each number is used once. None may be negative.

    The share grows with the part and falls with the others, so its ends are found at their opposite ends.

    Raises ``ValueError`` without others or when one is negative, ``ZeroDivisionError`` when all may be zero.
    """
    if not others:
        raise ValueError("a share of a sum needs at least one other part: name the others too")
    clipped = [_clip_below(quantity, Fraction(0), True) for quantity in (part, *others)]
    if any(quantity.value < 0 for quantity in (part, *others)) or None in clipped:
        raise ValueError("a share of a sum needs parts that are not negative")
    one, *more = [quantity for quantity in clipped if quantity is not None]
    rest = total(*more)
    value_of_all = one.value + rest.value
    if value_of_all == 0 or (one.contains(0) and rest.contains(0)):
        raise ZeroDivisionError("all parts may be zero, so a share of their sum says nothing")
    low = _share_at(one._low(), rest._high())
    high = _share_at(one._high(), rest._low())
    return _between(one.value / value_of_all, low, high)


def _share_at(part: _End, rest: _End) -> _End:
    """The limit of part / (part + rest) at two ends, and whether it is attained."""
    if part.is_zero and (part.closed or not rest.is_zero):
        return _End(Fraction(0), part.closed)
    if rest.is_zero:
        return _End(Fraction(1), rest.closed)
    if rest.infinite:
        return _End(Fraction(0), False)
    if part.infinite:
        return _End(Fraction(1), False)
    return _End(part.at / (part.at + rest.at), part.closed and rest.closed)


def ratio(a: Quantity, b: Quantity) -> Quantity:
    """``a / b``, in the unit of ``a`` per unit of ``b``.

    Raises ``ZeroDivisionError`` when ``b`` may be zero.
    """
    return a / b


def growth_rate(new: Quantity, old: Quantity) -> Quantity:
    """``new / old - 1`` (0.1 is ten per cent more), each number used once.

    Raises ``ValueError`` when the old number may be negative, ``ZeroDivisionError`` when it may be zero.
    """
    if old.lower is None or old.lower < 0:
        raise ValueError(f"growth needs an old number that is known to be above zero; it is {old!r}")
    return new / old - 1


def rate_per(quantity: Quantity, base: Quantity, per: Number = 10000) -> Quantity:
    """``per * quantity / base``: how many there are to every ``per`` of the base, such as 10,000 residents.

    Raises ``ZeroDivisionError`` when the base may be zero.
    """
    return quantity / base * _fraction(per)


def fits_printed(quantity: Quantity, value: Number, rounded_to: Number, qualifier: str) -> bool:
    """Whether a number may stand in print so, rounded half up or with the digits after the last one cut off."""
    readings = [Quantity.printed(value, rounded_to, cast(Qualifier, qualifier), rule) for rule in RULES]
    return any((quantity - reading).contains(0) for reading in readings)


def percent(quantity: Quantity) -> Quantity:
    """``100 * quantity``: a share or a growth in per cent."""
    return 100 * quantity


# Counts behind a percentage


@dataclass(frozen=True, slots=True)
class ConsistentCounts:
    """The counts that a printed percentage of a known total allows, and whether that says anything."""

    percentage: str
    total: int
    rule: Rule
    counts: range
    tells: bool

    @property
    def sentence(self) -> str:
        """What may be concluded, as one sentence in plain words."""
        rule = "rounded half up" if self.rule == "half up" else "truncated"
        said = f"{self.percentage}% of {self.total:,} ({rule})"
        if not self.counts:
            return f"{said} fits no whole number: the percentage, the total or the rounding rule is wrong."
        said += f" fits {self.counts[0]:,}"
        said += " only" if len(self.counts) == 1 else f" and every count up to {self.counts[-1]:,}"
        if not self.tells:
            return (
                f"{said}; at this total every percentage with as many decimals fits some count, "
                "so the fit proves nothing."
            )
        possible = 100 * 10 ** _printed_decimals(self.percentage) + 1
        return (
            f"{said}; at this total {self.total + 1:,} of the {possible:,} percentages from 0 to 100 "
            "with as many decimals fit a count."
        )


def _printed_decimals(percentage: str) -> int:
    return len(percentage.partition(".")[2])


def consistent_counts(percentage: str, total: int, rule: Rule = "half up") -> ConsistentCounts:
    """All whole numbers that, divided by ``total``, print as exactly this percentage under the rule.

    ``percentage`` is as printed, without the sign: "63.32" has two decimals, "50.0" one. It may exceed 100.
    ``tells`` is False when at that total every percentage with as many decimals fits some count, which is so
    when one count more moves the percentage by no more than the unit of its last digit
    (100 / total <= 10 ** -decimals); then a fit proves nothing.

    Raises ``ValueError`` for a percentage that is not plain digits or a total below 1.
    """
    _check_rule(rule)
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", percentage, re.ASCII):
        raise ValueError(f"{percentage!r} is no printed percentage: write its digits alone, such as '63.32'")
    if isinstance(total, float):
        _fraction(total)
    if total < 1:
        raise ValueError(f"a total of {total} has no percentages: it must be at least 1")
    unit = Fraction(1, 10 ** _printed_decimals(percentage))
    allowed = Quantity.rounded(percentage, unit, rule) * Fraction(total, 100)
    # A printed percentage is bounded; the low end of a printed 0 is below zero, where there are no counts.
    first = max(_first_whole(allowed._low()), 0)
    last = -_first_whole(allowed._high().negated())
    return ConsistentCounts(percentage, total, rule, range(first, last + 1), Fraction(100, total) > unit)


# Decimals


def _unit(decimals: int) -> Fraction:
    return Fraction(10) ** -decimals


def _exponent(positive: Fraction) -> int:
    """The exponent of the largest power of ten that is at most this number."""
    guess = len(str(positive.numerator)) - len(str(positive.denominator))
    return guess if Fraction(10) ** guess <= positive else guess - 1


def _terminating_decimals(number: Fraction) -> int | None:
    """How many decimals write the number exactly, or ``None`` when they never end."""
    twos = fives = 0
    rest = number.denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def _decimals_of_exact(number: Fraction, most: int | None) -> int:
    needed = _terminating_decimals(number)
    if needed is not None and (most is None or needed <= most):
        return needed
    return max(3 - _exponent(abs(number)) if most is None else most, 0)


def _decimal(number: Fraction, decimals: int | None = None) -> str:
    """Digits with thousands separators, rounded half up (away from zero) to the decimals given."""
    if decimals is None:
        decimals = _decimals_of_exact(number, None)
    unit = _unit(decimals)
    digits = math.floor(abs(number) / unit + Fraction(1, 2))
    if decimals <= 0:
        whole, tail = digits * 10**-decimals, ""
    else:
        whole, below = divmod(digits, 10**decimals)
        tail = f".{below:0{decimals}d}"
    sign = _MINUS if number < 0 and digits else ""
    return f"{sign}{whole:,}{tail}"


def _shortest(quantity: Quantity) -> Fraction:
    """The decimal with the fewest significant digits in a bounded interval; see :meth:`Quantity.short`."""
    middle = (quantity._low().at + quantity._high().at) / 2
    if middle == 0:
        return middle
    sign, size = (1 if middle > 0 else -1), abs(middle)
    digits = 1
    while True:
        # No decimal of so many digits lies between these two, so if neither is inside, none is.
        unit = Fraction(10) ** (_exponent(size) - digits + 1)
        below = size // unit
        nearest = sorted((below, below + 1), key=lambda n: (abs(n * unit - size), n % 2))
        for candidate in nearest:
            if quantity.contains(sign * candidate * unit):
                return sign * candidate * unit
        digits += 1
