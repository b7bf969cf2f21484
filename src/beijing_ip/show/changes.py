"""How numbers change, in words: growth with its verb, how many times as much, a series in one sentence."""

from __future__ import annotations

from beijing_ip.analysis.datum import Datum, NoNumber
from beijing_ip.analysis.growth import Growth, growth
from beijing_ip.analysis.series import Series, series
from beijing_ip.data.loading import load_tables
from beijing_ip.numbers.quantity import Quantity

from . import WHITE_PAPER_YEAR
from .marks import percent_sign


def rise_or_fall(change: Datum | NoNumber, decimals: int = 1) -> str:
    """Return a growth rate (0.1 is ten per cent more) as a verb and a number: "rose by 23.6%", "fell by 16.8%".

    "was unchanged" where it is exactly zero. Raises ValueError where there is none, or rounding leaves its sign open.
    """
    if isinstance(change, NoNumber):
        raise ValueError(f"there is no growth to write: {change.reason}")
    if change.is_exact and change.value == 0:
        return "was unchanged"
    if change.contains(0) or (change.lower is None and change.upper is None):
        raise ValueError(f"whether it rose or fell is not known, it is {change.text()}: {change.formula}")
    verb, size = ("rose", change) if change.value > 0 else ("fell", -change)
    return f"{verb} by {format(size, f'.{decimals}%')}"


def growth_in_words(one: Growth) -> str:
    """Return growth as a verb and a number, "fell by 23.5%"; raises ValueError where rounding leaves its sign open."""
    quantity = _quantity_of(one)
    if quantity.lower is None or quantity.upper is None or quantity.contains(0):
        raise ValueError(f"whether {one.indicator.indicator_id} rose or fell is not known: say its range instead")
    if quantity.value > 0:
        return f"rose by {_shorten_interval(quantity, 1)}%"
    return f"fell by {_shorten_interval(-quantity, 1)}%"


def format_growth(one: Growth) -> str:
    """Return growth in per cent with its sign, as one number where that hides nothing.

    Raises ValueError where there is none.
    """
    quantity = _quantity_of(one)
    if quantity.is_bound:
        return f"{quantity.text(0)}%"
    return f"{'+' if quantity.value > 0 else ''}{_shorten_interval(quantity, 1)}%"


def _quantity_of(one: Growth) -> Quantity:
    if one.quantity is None:
        raise ValueError(f"no growth of {one.indicator.indicator_id}: {one.reason}")
    return one.quantity


def format_ratio(one: Quantity, other: Quantity, decimals: int) -> str:
    """Return how many times as large one number is as another, as one number.

    It has so many decimals where all inside its interval prints so, and is the shortest number inside elsewhere.
    """
    return _shorten_interval(one / other, decimals)


def _shorten_interval(quantity: Quantity, decimals: int) -> str:
    """The number that all inside an interval prints as with so many decimals, else the shortest one inside.

    The interval itself where it is wider than a tenth of what it is about: one number would hide too much.
    """
    text = quantity.text(decimals)
    if " to " not in text or quantity.lower is None or quantity.upper is None:
        return text
    return quantity.text() if quantity.upper - quantity.lower > abs(quantity.value) / 10 else quantity.short()


def describe_series(one: Series) -> str:
    """Return one sentence on a series in the year of the white paper: growth on the last figure before, or why none."""
    now = one.point(WHITE_PAPER_YEAR)
    if now is None:
        return "No figure of the year may be used."
    before = [point.year for point in one.points if point.year < WHITE_PAPER_YEAR]
    if not before:
        return f"{now.text}{percent_sign(one)}; no earlier figure may be used."
    grown_by = growth(one.indicator.indicator_id, one.place, before[-1], WHITE_PAPER_YEAR)
    if grown_by.quantity is None:
        parted = any(before[-1] <= gap.after and gap.before <= WHITE_PAPER_YEAR for gap in one.gaps)
        why = "since a line would cross a break." if parted else f"because: {grown_by.reason}"
        return f"{now.text}{percent_sign(one)}; not held against {before[-1]} {why}"
    doubt = ", which was read in a poor copy" if grown_by.doubtful else ""
    return f"{now.text}{percent_sign(one)}: {format_growth(grown_by)} on {before[-1]}{doubt}."


def has_risen(one: Series) -> bool | None:
    """Return whether a series rose in the year of the white paper on the figure before; None where none may say."""
    before = [point.year for point in one.points if point.year < WHITE_PAPER_YEAR]
    if not before or one.point(WHITE_PAPER_YEAR) is None:
        return None
    quantity = growth(one.indicator.indicator_id, one.place, before[-1], WHITE_PAPER_YEAR).quantity
    if quantity is None or quantity.lower is None or quantity.upper is None or quantity.contains(0):
        return None
    return quantity.value > 0


def usable_series(chapter: str, place: str = "Beijing") -> list[Series]:
    """Return the series of a chapter that have the year of the white paper and another year; percentages left out."""
    names = [row["indicator_id"] for row in load_tables()["indicators"] if row["chapter"] == chapter]
    found = [series(name, place) for name in names]
    return [
        one for one in found if one.point(WHITE_PAPER_YEAR) and len(one.points) > 1 and one.indicator.unit != "per cent"
    ]
