"""Places and numbers held against each other, each with what it was divided by, and none that a break keeps apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from beijing_ip.data.observations import Indicator, Observation
from beijing_ip.data.schema import Tables
from beijing_ip.numbers.measures import percent, share
from beijing_ip.numbers.quantity import Quantity
from beijing_ip.numbers.writing import lower_first

from .breaks import JoinRefusedError
from .history import History, Point, history_of
from .series import series

PATENTS_IN_FORCE = "invention-patents-in-force"
PATENTS_PER_10000_RESIDENTS = "invention-patents-per-10000-residents"
"""The ratio as printed; what it was divided by is not said."""
CENSUS = "residents-census"
"""The population series on which figures for residents are recomputed unless another is asked for."""


@dataclass(frozen=True)
class Comparison:
    """One place of a comparison: its figure, by what it was divided, what it counts, and whether it may be compared."""

    place: str
    indicator: Indicator
    point: Point | None
    base: str
    scope: str
    comparable: bool
    sentence: str
    reasons: tuple[str, ...] = ()
    """Why the two figures may not be compared, each reason in the words of `sentence`."""


@dataclass(frozen=True)
class PerHead:
    """Invention patents in force per 10,000 residents, recomputed on one population series, and the printed ratio."""

    place: str
    year: int
    stock: Point
    residents: Observation
    quantity: Quantity
    printed: Point | None

    @property
    def base(self) -> str:
        """By whom it was divided, in words."""
        when = "" if self.residents.period == str(self.year) else f", {self.residents.period}"
        return f"{self.residents.indicator.name_en} ({self.place}{when})"

    @property
    def text(self) -> str:
        """The recomputed ratio to one decimal; about so much where the number of residents is only approximate."""
        if self.quantity.lower is None or self.quantity.upper is None:
            return f"about {float(self.quantity.value):.1f}"
        return f"{self.quantity:short}" if self.quantity.upper - self.quantity.lower > 1 else f"{self.quantity:1}"


@dataclass(frozen=True)
class ClearedYear:
    """Cases accepted and concluded in one year: their quotient in per cent, and the change in pending cases."""

    year: int
    accepted: Point
    concluded: Point
    rate: Quantity
    pending: Quantity


@dataclass(frozen=True)
class Share:
    """A place's part in the number of a larger place in one year, in per cent."""

    year: int
    part: Point
    whole: Point
    quantity: Quantity


def compare(indicator: str, places: Sequence[str], year: int, *, tables: Tables | None = None) -> list[Comparison]:
    """Hold the figures of several places for one year against that of the first, each with its base and scope.

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
        return Comparison(place, meaning, None, "", meaning.definition, False, sentence)
    base = _base(history, used, place, year)
    scope = f"{used.definition} {point.observation.note_en}"
    if held is None:
        sentence = f"{place} cannot be compared: {first} has no usable figure for {year}."
        return Comparison(place, used, point, base, scope, False, sentence)
    if place == first:
        return Comparison(place, used, point, base, scope, True, f"{place} is the base of comparison.")
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
        return Comparison(place, used, point, base, scope, False, sentence, tuple(why))
    same = f"both figures are of similar definition and of {year}: {lower_first(used.name_en)}"
    shaky = "; but it was read in a copy of grade C" if point.doubtful else ""
    return Comparison(place, used, point, base, scope, True, f"{place} is comparable because {same}{shaky}.")


def _look_alikes(history: History, own: tuple[str, str], place: str) -> list[str]:
    """The indicators that data/breaks.csv keeps apart from one, in the order of its rows."""
    names = [
        (name, each) for each in history.breaks for name in (each.from_indicator, each.to_indicator) if name != own[0]
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


def per_head(
    place: str, years: Iterable[int] | None = None, population: str = CENSUS, *, tables: Tables | None = None
) -> list[PerHead]:
    """Invention patents in force per 10,000 residents, recomputed on one population series: stock / residents x 10,000.

    `population` is an indicator of residents. The census counted once, so its count divides every year; another series
    divides each year by its own residents, and years without any are left out. The printed ratio comes beside it.

    Raises ValueError where a year is asked for by name and one of its two figures is lacking.
    """
    asked = None if years is None else list(years)
    history = history_of(tables)
    name = history.indicator(population).indicator_id
    residents = {row.period: row for row in history.preferred(name, place)}
    printed = series(PATENTS_PER_10000_RESIDENTS, place, tables=tables)
    stocks = series(PATENTS_IN_FORCE, place, asked, tables=tables)
    found = []
    for stock in stocks.points:
        below = next(iter(residents.values()), None) if name == CENSUS else residents.get(str(stock.year))
        if below is not None:
            found.append(PerHead(place, stock.year, stock, below, _per_10000(stock, below), printed.point(stock.year)))
    for year in asked or ():
        if all(each.year != year for each in found):
            lacking = name if stocks.point(year) else PATENTS_IN_FORCE
            raise ValueError(
                f"{place} has no figure of {lacking} for {year}, so it has no ratio to its residents: "
                "leave the place or the year out, or add the figure to data/observations.csv"
            )
    return found


def _per_10000(stock: Point, residents: Observation) -> Quantity:
    if residents.quantity.lower is None or residents.quantity.upper is None:
        return Quantity(stock.quantity.value / residents.value * 10_000, None, None, False, False)
    return 10_000 * stock.quantity / residents.quantity


def clearance_by_year(
    place: str = "Beijing",
    accepted: str = "court-cases-accepted",
    concluded: str = "court-cases-concluded",
    *,
    tables: Tables | None = None,
) -> list[ClearedYear]:
    """Clearance rate (concluded / accepted, in per cent) and change in pending cases (accepted - concluded) by year.

    Only years with both figures. Both are of one year, so no break between years touches them.
    """
    into, out = (series(name, place, tables=tables) for name in (accepted, concluded))
    found = []
    for a in into.points:
        c = out.point(a.year)
        if c is not None:
            rate = percent(c.quantity / a.quantity)
            found.append(ClearedYear(a.year, a, c, rate, a.quantity - c.quantity))
    return found


def shares_by_year(
    indicator: str,
    place: str = "Beijing",
    whole: str = "China",
    years: Iterable[int] | None = None,
    *,
    tables: Tables | None = None,
) -> list[Share]:
    """The part of a place in the same indicator of a larger place, in per cent, for every year that has both.

    Two bounds make no share, so such a year is left out.

    Raises JoinRefusedError where data/breaks.csv keeps the two apart, where the part does not fit into the whole, or
    where no year has both.
    """
    history = history_of(tables)
    parts = series(indicator, place, years, tables=tables)
    wholes = series(indicator, whole, years, tables=tables)
    found = []
    for part in parts.points:
        around = wholes.point(part.year)
        parting = history.parting((indicator, place), (indicator, whole), part.year)
        if around is not None and parting:
            why = " ".join(each.reason_en for each in parting)
            raise JoinRefusedError(f"{place} is no part of {whole} in {indicator}. {why}", parting)
        if around is not None and not (part.quantity.is_bound and around.quantity.is_bound):
            try:
                quantity = percent(share(part.quantity, around.quantity))
            except (ValueError, ZeroDivisionError):
                raise JoinRefusedError(
                    f"{indicator}, {part.year}: {place} has {part.text} and {whole} {around.text}, but a part lies "
                    "inside a whole that is more than zero; correct data/observations.csv, or keep the two apart in "
                    "data/breaks.csv"
                ) from None
            found.append(Share(part.year, part, around, quantity))
    if not found:
        names = _look_alikes(history, (indicator, place), whole)
        apart = [each for name in names for each in history.parting((indicator, place), (name, whole))]
        why = " ".join(dict.fromkeys(each.reason_en for each in apart))
        raise JoinRefusedError(f"No year has {indicator} of both {place} and {whole}. {why}".rstrip(), apart)
    return found
