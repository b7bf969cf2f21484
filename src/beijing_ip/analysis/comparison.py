"""Figures of places held against each other, each with what it was divided by, none that a break keeps apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from beijing_ip.data.observations import Indicator
from beijing_ip.data.schema import Tables
from beijing_ip.numbers.writing import lower_first

from .history import History, Point, history_of

PATENTS_IN_FORCE = "invention-patents-in-force"
PATENTS_PER_10000_RESIDENTS = "invention-patents-per-10000-residents"
"""The ratio as printed; what it was divided by is not said."""
CENSUS = "residents-census"
"""The population on which a printed ratio is checked."""


@dataclass(frozen=True)
class Comparison:
    """One place of a comparison: its figure, by what it was divided, and whether it may be compared."""

    place: str
    indicator: Indicator
    point: Point | None
    base: str
    comparable: bool
    sentence: str
    reasons: tuple[str, ...] = ()
    """Why the two figures may not be compared, each reason in the words of `sentence`."""


def compare_places(
    indicator: str, places: Sequence[str], year: int, *, tables: Tables | None = None
) -> list[Comparison]:
    """Hold the figures of several places for one year against that of the first, each with its base.

    Where a place has no figure of the indicator but a look-alike that data/breaks.csv keeps apart from it, that figure
    comes with the reason. Every row says in a sentence whether it is comparable with the first and why. Two places are
    comparable in either order or in none: what one of them lacks, a figure or a known base, parts them both ways.
    """
    history = history_of(tables)
    meaning = history.indicator(indicator)
    first = places[0]
    return [_compared(history, meaning, first, place, year) for place in places]


def _compared(history: History, meaning: Indicator, first: str, place: str, year: int) -> Comparison:
    own = (meaning.indicator_id, first)
    held, point = (history.at(meaning.indicator_id, name, year) for name in (first, place))
    used = meaning
    if point is None and place != first:
        for name in _look_alikes(history, own, place):
            if point is None and (point := history.at(name, place, year)):
                used = history.indicator(name)
    if point is None:
        sentence = f"{place} has no usable figure for {year}."
        return Comparison(place, meaning, None, "", False, sentence)
    base = _base(history, used, place, year)
    if held is None:
        sentence = f"{place} cannot be compared: {first} has no usable figure for {year}."
        return Comparison(place, used, point, base, False, sentence)
    if place == first:
        return Comparison(place, used, point, base, True, f"{place} is the base of comparison.")
    found_breaks = history.parting(own, (used.indicator_id, place), year)
    why = list(dict.fromkeys(each.reason_en for each in found_breaks))
    if not why and "residents" in used.unit:
        bases = {first: _base(history, used, first, year), place: base}
        why = [
            f"What the ratio of {name} was divided by is not known: no stock, or no census count, was seen."
            for name, known in bases.items()
            if "census counted" not in known
        ]
    if why:
        sentence = f"{place} is not comparable because: {' '.join(why)}"
        return Comparison(place, used, point, base, False, sentence, tuple(why))
    same = f"both figures are of similar definition and of {year}: {lower_first(used.name_en)}"
    shaky = "; but it was read in a copy of grade C" if point.doubtful else ""
    return Comparison(place, used, point, base, True, f"{place} is comparable because {same}{shaky}.")


def _look_alikes(history: History, own: tuple[str, str], place: str) -> list[str]:
    """The indicators that data/breaks.csv keeps apart from one, in the order of its rows."""
    names = [
        (name, each)
        for each in history.breaks(own[0])
        for name in (each.from_indicator, each.to_indicator)
        if name != own[0]
    ]
    return list(dict.fromkeys(name for name, each in names if each.parts(own, (name, place))))


def _base(history: History, indicator: Indicator, place: str, year: int) -> str:
    """By whom a printed ratio was divided, as far as its stock tells."""
    if indicator.indicator_id != PATENTS_PER_10000_RESIDENTS:
        return ""
    stock, printed = history.at(PATENTS_IN_FORCE, place, year), history.at(PATENTS_PER_10000_RESIDENTS, place, year)
    if stock is None or printed is None:
        return ""
    implied = 10_000 * stock.quantity / printed.quantity
    census = history.preferred(CENSUS, place)
    counted = f"; the census counted {_round(census[0].quantity.value)}" if census else ""
    assert implied.lower is not None and implied.upper is not None
    return f"the printed ratio implies {_round(implied.lower)} to {_round(implied.upper)} residents{counted}"


def _round(number: Fraction) -> str:
    return f"{float(number / 1_000_000):,.2f} million"
