"""Lines over the years as data: points in segments that may be joined, and the gaps between with their reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from beijing_ip.numbers.quantity import Quantity

from .scales import largest_value
from .style import COLOURS, INK


@dataclass(frozen=True)
class LinePoint:
    """The figure of one year, with its text as shown, unit left out; a doubtful one is drawn hollow."""

    year: int
    quantity: Quantity
    text: str
    doubtful: bool = False
    about: str = ""


@dataclass(frozen=True)
class LineGap:
    """A break in a line, after one year and before another, with its reason in words."""

    after: int
    before: int
    reason: str


@dataclass(frozen=True)
class Line:
    """One thing over the years, in segments that may be joined inside but never to each other.

    ``unit`` stands after a value where it is told in full, "patents" or "%".

    Raises ``ValueError`` when the years do not run upwards, when two segments have no gap between them to say
    why they are apart, or when a gap lies anywhere else.
    """

    label: str
    label_zh: str
    segments: Sequence[Sequence[LinePoint]]
    gaps: Sequence[LineGap] = ()
    unit: str = ""

    def __post_init__(self) -> None:
        if not self.segments or not all(self.segments):
            raise ValueError(f"the line {self.label!r} has no segment, or an empty one: leave it out")
        years = [point.year for point in self.points]
        if any(after >= before for after, before in pairwise(years)):
            raise ValueError(f"the years of {self.label!r} do not run upwards, each once: {years}")
        breaks = [(one[-1].year, other[0].year) for one, other in pairwise(self.segments)]
        for gap in self.gaps:
            if not gap.reason.strip():
                raise ValueError(f"the gap of {self.label!r} after {gap.after} has no reason: say it in words")
            if not any(last <= gap.after < gap.before <= first for last, first in breaks):
                raise ValueError(
                    f"the gap {gap.after} to {gap.before} of {self.label!r} does not lie between two of its segments"
                )
        for last, first in breaks:
            if not any(last <= gap.after and gap.before <= first for gap in self.gaps):
                raise ValueError(
                    f"the segments of {self.label!r} that end in {last} and begin in {first} have no gap between "
                    "them: give one with its reason, or join them"
                )

    @property
    def points(self) -> list[LinePoint]:
        """All its points, in the order of the years."""
        return [point for segment in self.segments for point in segment]

    def point(self, year: int | None) -> LinePoint | None:
        """The point of a year, where there is one."""
        return next((point for point in self.points if point.year == year), None)


def is_uncertain(point: LinePoint) -> bool:
    """Whether the point is doubtful, or its source said "about", which leaves no bound on either side."""
    return point.doubtful or (point.quantity.lower is None and point.quantity.upper is None)


def years_of(lines: Iterable[Line]) -> range:
    """All years from the first of any line to the last."""
    years = [point.year for line in lines for point in line.points]
    return range(min(years), max(years) + 1)


def value_range(lines: Iterable[Line], zero: bool) -> tuple[Fraction, Fraction]:
    """The lowest and the highest value that must find a place, rounding included."""
    quantities = [(line.label, point.quantity) for line in lines for point in line.points]
    low = min(quantity.value if quantity.lower is None else quantity.lower for _, quantity in quantities)
    high = max(largest_value(quantity) for _, quantity in quantities)
    if zero:
        for label, quantity in quantities:
            if quantity.value < 0:
                raise ValueError(f"{label!r} is negative, and this axis starts at zero: draw it alone with zero=False")
        low = Fraction(0)
    return (low, high) if high > low else (low, low + 1)


def first_and_last_years(lines: Sequence[Line]) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """The first years of lines and the last, each with the number of its line."""
    firsts = {(line.points[0].year, number) for number, line in enumerate(lines)}
    return firsts, {(line.points[-1].year, number) for number, line in enumerate(lines)}


def line_colours(lines: Sequence[Line]) -> tuple[str, ...]:
    """The colours of the lines, in the order in which they are given: the first is that of the subject."""
    return (COLOURS[0], COLOURS[-1]) if len(lines) == 2 else COLOURS


def value_colours(lines: Sequence[Line]) -> list[str]:
    """The colours in which values are written: that of the first of several, since the others are too pale to read."""
    return [COLOURS[0] if number == 0 and len(lines) > 1 else INK for number in range(len(lines))]
