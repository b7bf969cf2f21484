"""The two ends of an interval: a place that is attained or not, or an infinity."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class End:
    """One end of an interval: a finite place that is attained or not, or an infinity (-1 or 1)."""

    at: Fraction
    closed: bool
    infinite: int = 0

    def key(self) -> tuple[int, Fraction]:
        """Where it lies, for comparing two ends."""
        return (self.infinite, self.at)

    @property
    def is_zero(self) -> bool:
        """Whether it lies at zero, attained or not."""
        return not self.infinite and self.at == 0

    def plus(self, other: End) -> End:
        """Add two lower ends or two upper ends: their infinities never oppose each other."""
        infinite = self.infinite or other.infinite
        if infinite:
            return End(Fraction(0), False, infinite)
        return End(self.at + other.at, self.closed and other.closed)

    def negated(self) -> End:
        """The end on the other side of zero."""
        return End(-self.at, self.closed, -self.infinite)

    def times(self, other: End) -> End:
        """Multiply two ends; zero times infinity is zero, since infinity is never attained."""
        if self.is_zero or other.is_zero:
            attained = (self.is_zero and self.closed) or (other.is_zero and other.closed)
            return End(Fraction(0), attained)
        if self.infinite or other.infinite:
            return End(Fraction(0), False, self._sign() * other._sign())
        return End(self.at * other.at, self.closed and other.closed)

    def _sign(self) -> int:
        return self.infinite or (1 if self.at > 0 else -1)


def first_whole(low: End) -> int:
    """The first whole number above a finite lower end, or at it where it is closed."""
    return math.ceil(low.at) if low.closed else math.floor(low.at) + 1


def lowest(ends: list[End]) -> End:
    """The lowest of some ends; of several at one place one that is closed, if any is."""
    least = min(end.key() for end in ends)
    alike = [end for end in ends if end.key() == least]
    return next((end for end in alike if end.closed), alike[0])


def highest(ends: list[End]) -> End:
    """The highest of some ends; of several at one place one that is closed, if any is."""
    return lowest([end.negated() for end in ends]).negated()


def reciprocal(end: End, positive: bool) -> End:
    """One over the end of an interval that lies wholly on one side of zero."""
    if end.infinite:
        return End(Fraction(0), False)
    if end.at == 0:
        return End(Fraction(0), False, 1 if positive else -1)
    return End(1 / end.at, end.closed)
