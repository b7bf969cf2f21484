"""The cells of a frame: numbers that carry their rounding and their sources through ordinary pandas.

`courts["concluded"] / courts["accepted"]` divides cell by cell. Each result knows the interval that rounding leaves
open and the published figures that it rests on, and two figures that data/breaks.csv keeps apart give no number but
the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NoReturn, SupportsIndex

from beijing_ip.data.editions import nation_of
from beijing_ip.data.links import figures_link, view_of
from beijing_ip.data.loading import find_rows
from beijing_ip.data.observations import Observation
from beijing_ip.numbers.quantity import Quantity
from beijing_ip.numbers.writing import format_quantity, lower_first

from .breaks import Break
from .history import Point, history_of

_SPEC = re.compile(r"(?P<sign>\+?),?(?:\.(?P<decimals>\d+))?(?P<kind>[f%])")


class MissingFigureError(KeyError, ValueError):
    """A number that a sentence or a chart needs and that there is not; `reason` is a sentence that says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class NoNumber(float):
    """A missing number that says why it is missing.

    For pandas it is not-a-number: `isna`, `dropna` and `na_rep` see it, `astype(float)` makes it NaN, and what is
    computed with it is missing for the same reason. In a sentence it raises MissingFigureError, so that none says nan,
    and so it does where it is asked for its value.
    """

    reason: str

    def __new__(cls, reason: str) -> NoNumber:
        """Make one with its reason, a sentence."""
        made = super().__new__(cls, "nan")
        made.reason = reason
        return made

    def __reduce__(self) -> tuple[type[NoNumber], tuple[str]]:
        return NoNumber, (self.reason,)

    def __repr__(self) -> str:
        return f"NoNumber({self.reason!r})"

    def __str__(self) -> str:
        return "–"

    def __format__(self, spec: str) -> str:
        raise MissingFigureError(self.reason)

    def __getattr__(self, name: str) -> NoReturn:
        # What only a number has: a chapter asks it without looking first, and its block then stays out.
        if name in ("value", "lower", "upper", "is_bound", "text", "contains", "observation", "doubtful"):
            raise MissingFigureError(self.reason)
        raise AttributeError(name)

    def link(self, words: str, spec: str = "") -> str:
        """Raise MissingFigureError, as formatting does."""
        return format(self, spec)

    def _absorb(self, other: object) -> NoNumber:
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _absorb

    def __neg__(self) -> NoNumber:
        return self

    __abs__ = __neg__


@dataclass(frozen=True, slots=True)
class Datum(Quantity):
    """A number of a frame: published, or computed from published ones.

    `points` are the published figures that it rests on, `formula` says in words how it was computed (empty for a
    published one). `unit` is that of the indicator; empty for a ratio. `segment` numbers the stretches of a series
    between its breaks, from 1; `after_break` marks the first figure of a stretch.

    Order is that of the values. Formatting: `f"{x}"` is a published number in English digits with its hedge ("more
    than 200,000"), or a computed one as one number; `f"{x:.1%}"`, `f"{x:+.1%}"`, `f"{x:.2f}"` one number with at most
    so many decimals, as `format_quantity` writes it. In a sentence it is a link (see `link`): `f"{x:link .1%}"`, or
    `f"{x:link}"`, which writes a published one as an English source prints it ("1.005 million"), in English digits
    where the source is Chinese.
    """

    points: tuple[Point, ...] = ()
    formula: str = ""
    unit: str = ""
    segment: int = 1
    after_break: bool = False

    @property
    def is_published(self) -> bool:
        """Whether a source prints it; a corrected figure counts as published."""
        return not self.formula

    @property
    def observation(self) -> Observation:
        """The published figure itself. Raises ValueError for a computed number, which rests on several."""
        if not self.is_published:
            raise ValueError(f"no source prints this number; it was computed: {self.formula}")
        return self.points[0].observation

    @property
    def read_figure(self) -> Observation | None:
        """The published figure that it is, as printed or, of one in per cent, divided by 100; None for any other."""
        bare = _datum(self, self.points, "", self.unit)
        is_rate = len(self.points) == 1 and self.unit == "per cent" and self.formula == f"{bare.name} ÷ 100"
        return self.points[0].observation if self.is_published or is_rate else None

    @property
    def doubtful(self) -> bool:
        """Whether it rests on a figure read in a poor copy, or corrected."""
        return any(point.doubtful for point in self.points)

    @property
    def name(self) -> str:
        """What it is, in a formula: the indicator with place and year, or the formula of a computed one."""
        if not self.is_published:
            return self.formula
        row = self.points[0].observation
        return f"{lower_first(row.indicator.name_en)} ({row.place}, {row.period})"

    @property
    def range(self) -> str:
        """All that it may stand for, in words."""
        if self.lower is None and self.upper is None:
            return "not bounded"
        if not self.is_published:
            return self.text()
        row = self.points[0].observation
        return row.range_of(self) if self.points[0].correction else row.range

    @property
    def figures(self) -> tuple[str, ...]:
        """The ids of the published figures that it rests on."""
        return tuple(point.observation.observation_id for point in self.points)

    def link(self, words: str, spec: str = "", about: str = "") -> str:
        """Return any `words` as the Markdown link of this number, so that a reader finds what it rests on.

        A number that a source prints (`read_figure`) opens it at its place, and tells place and rounding. A computed
        one, and one of a page of grade B or C, opens the view of Explore that shows its figures; a computed one tells
        its interval, in per cent where `spec` is the format of a percentage, and its formula. `about` is what it tells,
        where that is not in English. Raises ValueError for a number that rests on no figure.
        """
        if not self.points:
            raise ValueError(f"{words!r} rests on no published figure, so there is nothing to link to: write it plain")
        if row := self.read_figure:
            corrected = self.points[0].correction
            return row.link(words, about or (f"Corrected: {corrected.reason_en}" if corrected else ""))
        between = "exact inputs" if self.is_exact else self.interval(spec)
        told = about or f"{between[0].upper()}{between[1:]}. Computed: {self.formula}."
        rows, show = self._view()
        return figures_link(words, view_of([row.subject for row in rows], show), told, computed=self.figures)

    def interval(self, spec: str = "") -> str:
        """What rounding leaves open, in per cent where `spec` is the format of a percentage: "23.5 to 23.7%"."""
        if self.lower is None and self.upper is None:
            return "not bounded"
        percent = spec.endswith("%")
        return f"{(_plain(self) * 100 if percent else self).text()}{'%' * percent}"

    def _view(self) -> tuple[tuple[Observation, ...], str]:
        """The figures of the view that shows it, and as what, where the formula is plainly one that Explore knows."""
        rows = tuple(point.observation for point in self.points)
        if len(rows) != 2 or "÷" not in self.formula:
            return rows, ""
        (one, other), bare = rows, self.formula.replace("(", "").replace(")", "")
        same_count = one.indicator == other.indicator
        if same_count and one.place == other.place and (bare.endswith("− 1") or bare.startswith("1 −")):
            return rows, "change"
        if same_count and one.period == other.period and other.place == nation_of(one.place):
            return (one,), "share"
        if other.indicator.concept == "residents" and bare.endswith("× 10,000"):
            return (one,), "head"
        return rows, ""

    def __float__(self) -> float:
        return float(self.value)

    def __lt__(self, other: Quantity | int | float | Fraction) -> bool:
        return self.value < (other.value if isinstance(other, Quantity) else Fraction(other))

    def __gt__(self, other: Quantity | int | float | Fraction) -> bool:
        return self.value > (other.value if isinstance(other, Quantity) else Fraction(other))

    def __add__(self, other: object) -> Datum | NoNumber:  # type: ignore[override]
        return _computed(self, other, "+", Quantity.__add__)

    def __radd__(self, other: object) -> Datum | NoNumber:  # type: ignore[override]
        return _computed(other, self, "+", Quantity.__add__)

    def __sub__(self, other: object) -> Datum | NoNumber:  # type: ignore[override]
        return _computed(self, other, "−", Quantity.__sub__)

    def __rsub__(self, other: object) -> Datum | NoNumber:  # type: ignore[override]
        return _computed(other, self, "−", Quantity.__sub__)

    def __mul__(self, other: object) -> Datum | NoNumber:  # type: ignore[override]
        return _computed(self, other, "×", Quantity.__mul__)

    def __rmul__(self, other: object) -> Datum | NoNumber:  # type: ignore[override]
        return _computed(other, self, "×", Quantity.__mul__)

    def __truediv__(self, other: object) -> Datum | NoNumber:  # type: ignore[override]
        return _computed(self, other, "÷", Quantity.__truediv__)

    def __rtruediv__(self, other: object) -> Datum | NoNumber:  # type: ignore[override]
        return _computed(other, self, "÷", Quantity.__truediv__)

    def __neg__(self) -> Datum:
        return _datum(Quantity.__neg__(self), self.points, f"−({self.name})", self.unit)

    def __abs__(self) -> Datum:
        return -self if self.value < 0 else self

    def __str__(self) -> str:
        """The number as a frame shows it: [b] marks one that a break parts from the one before, [u] a doubtful one."""
        if self.is_published:
            number = format(self, "")
        else:
            number = "not bounded" if self.lower is None and self.upper is None else self.text()
        return " ".join(filter(None, [number, "[b]" * self.after_break, "[u]" * self.doubtful]))

    def __repr__(self) -> str:
        return str(self)

    def __format__(self, spec: str) -> str:
        if self.is_published and spec == "":
            return f"{self.points[0].text}{'%' if self.unit == 'per cent' else ''}"
        if spec == "link" and self.is_published and self.observation.source.language == "en":
            corrected = self.points[0].correction
            return self.link(format(self, "") if corrected else self.observation.as_printed)
        if spec.split(" ")[0] == "link":
            written = spec.removeprefix("link").lstrip()
            return self.link(format(self, written), written)
        if spec == "":
            return format_quantity(self)
        if found := _SPEC.fullmatch(spec):
            percent = found["kind"] == "%"
            asked = int(found["decimals"]) if found["decimals"] else 6
            written = format_quantity(_plain(self) * 100 if percent else self, asked, sign=bool(found["sign"]))
            return f"{written}%" if percent else written
        return Quantity.__format__(self, spec)


def datum_of(point: Point, *, segment: int = 1, after_break: bool = False) -> Datum:
    """Return the cell of one published figure."""
    unit = point.observation.indicator.unit
    return _datum(point.quantity, (point,), "", unit, segment, after_break)


def apart(one: Iterable[Point], other: Iterable[Point]) -> list[Break]:
    """Return the rows of data/breaks.csv that forbid to compute with two sets of published figures together."""
    found = []
    history = history_of()
    for a in one:
        for b in other:
            sides = [(row.indicator.indicator_id, row.place) for row in (a.observation, b.observation)]
            if sides[0] == sides[1]:
                first, last = sorted((a.year, b.year))
                found += [each for each in history.breaks(sides[0][0]) if each.cuts(*sides[0], first, last)]
            elif a.year != b.year or sides[0][1] != sides[1][1] or not _is_part(sides[0][0], sides[1][0]):
                found += history.parting(sides[0], sides[1], a.year if a.year == b.year else None)
    return list(dict.fromkeys(found))


def _is_part(one: str, other: str) -> bool:
    """Whether data/identities.csv says that one of two indicators is a part of the other."""
    return any(
        row["relation"] in ("sum", "part") and row["holds"] != "no"
        for row in (*find_rows("identities", part=one, whole=other), *find_rows("identities", part=other, whole=one))
    )


def _computed(
    left: object, right: object, sign: str, operation: Callable[[Quantity, Quantity], Quantity]
) -> Datum | NoNumber:
    """One operation on two cells, or on a cell and a plain number."""
    for side in (left, right):
        # Pandas shifts None into a column of objects.
        if side is None or (isinstance(side, float) and side != side):
            return side if isinstance(side, NoNumber) else NoNumber("There is no figure to compute with.")
        if not isinstance(side, (Quantity, SupportsIndex, Fraction, float)):
            return NotImplemented  # type: ignore[no-any-return]
    points = tuple(side.points if isinstance(side, Datum) else () for side in (left, right))
    if parting := apart(*points):
        return NoNumber(" ".join(dict.fromkeys(each.reason_en for each in parting)))
    names = [_in_formula(side) for side in (left, right)]
    try:
        quantity = operation(*(_plain(side) for side in (left, right)))
    except ZeroDivisionError:
        above, below = _plain(left), _plain(right)
        if below.value == 0 or below.lower is not None or below.upper is not None:
            return NoNumber(f"{names[1]} leaves open whether it is zero, so nothing can be divided by it.")
        # "About 126 million" has no bounds, yet is no zero: the quotient has none either.
        quantity = Quantity(above.value / below.value, None, None, False, False)
    if quantity.lower is None and quantity.upper is None and any(_is_bound(side) for side in (left, right)):
        return NoNumber("It rests on figures that are printed as bounds, which leave open how large it is.")
    return _datum(
        quantity, tuple(dict.fromkeys(sum(points, ()))), f"{names[0]} {sign} {names[1]}", _unit(left, right, sign)
    )


def _is_bound(side: object) -> bool:
    return isinstance(side, Datum) and side.is_bound


def _plain(side: object) -> Quantity:
    if isinstance(side, Quantity):
        return Quantity(side.value, side.lower, side.upper, side.lower_closed, side.upper_closed)
    return Quantity.exact(side)  # type: ignore[arg-type]


def _in_formula(side: object) -> str:
    if not isinstance(side, Datum):
        return f"{side:,}" if isinstance(side, int) else str(side)
    return side.name if side.is_published else f"({side.name})"


def _unit(left: object, right: object, sign: str) -> str:
    units = [side.unit for side in (left, right) if isinstance(side, Datum)]
    if len(units) == 1:
        return units[0] if isinstance(left, Datum) or sign in "×+−" else ""
    return units[0] if sign in "+−" and units[0] == units[1] else ""


def _datum(
    quantity: Quantity, points: tuple[Point, ...], formula: str, unit: str, segment: int = 1, after_break: bool = False
) -> Datum:
    return Datum(
        quantity.value,
        quantity.lower,
        quantity.upper,
        quantity.lower_closed,
        quantity.upper_closed,
        points,
        formula,
        unit,
        segment,
        after_break,
    )
