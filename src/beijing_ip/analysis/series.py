"""Years and places side by side, cut at every break, so that no line joins what the data forbids to join.

A series takes the one preferred figure of each full year. Its segments end where data/breaks.csv says so; a new row
there cuts every series that it concerns. Growth is a number only inside a segment, and a reason elsewhere. A figure
from a paraphrased or scrambled copy (grade C), or one that had to be corrected, is doubtful and says so.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from beijing_ip.data.loading import load_tables
from beijing_ip.data.observations import Indicator, Observation, Source, load_observations
from beijing_ip.data.schema import Tables
from beijing_ip.numbers.measures import fits_printed, growth_rate, percent, rate_per, ratio, share
from beijing_ip.numbers.quantity import Quantity
from beijing_ip.numbers.writing import format_exact, format_number, lower_first

CENSUS = "residents-census"
"""The population series on which figures for residents are recomputed unless another is asked for."""
STOCK, PRINTED_RATIO = "invention-patents-in-force", "invention-patents-per-10000-residents"

BROKEN, DOUBTFUL = (
    "a break parts this figure from the one before",
    "of low reliability: read in a poor copy, or corrected",
)
"""What the shorthand [b] and [u] means, as statistical offices use it."""


class JoinRefusedError(ValueError):
    """Figures were to be joined that must not be; `breaks` are the rows of data/breaks.csv that forbid it, if any."""

    def __init__(self, message: str, breaks: Iterable[Break] = ()) -> None:
        self.breaks = tuple(breaks)
        super().__init__(message)


@dataclass(frozen=True)
class Break:
    """One row of data/breaks.csv: two sides that must not be joined, and why. An empty place or year means every."""

    break_id: str
    kind: str
    from_indicator: str
    from_place: str
    from_year: str
    to_indicator: str
    to_place: str
    to_year: str
    reason_en: str
    source_id: str

    def cuts(self, indicator: str, place: str, first: int, last: int) -> bool:
        """Whether it stands inside this indicator and place, between these two years."""
        inside = self.from_indicator == self.to_indicator == indicator
        here = self.from_place in ("", place) and self.to_place in ("", place)
        if not (inside and here and self.from_year and self.to_year):
            return False
        return first <= int(self.from_year) and last >= int(self.to_year)

    def parts(self, one: tuple[str, str], other: tuple[str, str], year: int | None = None) -> bool:
        """Whether it forbids to hold (indicator, place) against another one, in a year or in any."""
        first = (self.from_indicator, self.from_place)
        last = (self.to_indicator, self.to_place or self.from_place)
        if first == last:
            return False
        # Two definitions differ in every year, two places only where their figures do.
        limited = self.from_indicator == self.to_indicator and self.from_year and self.to_year
        if year is not None and limited and not int(self.from_year) <= year <= int(self.to_year):
            return False
        return any(_holds(first, a) and _holds(last, b) for a, b in ((one, other), (other, one)))


def _holds(side: tuple[str, str], figure: tuple[str, str]) -> bool:
    return side[0] == figure[0] and side[1] in ("", figure[1])


@dataclass(frozen=True)
class Correction:
    """One row of data/corrections.csv: what is used in place of a value that the source printed wrongly."""

    observation_id: str
    quantity: Quantity
    reason_en: str
    source_id: str


@dataclass(frozen=True)
class Point:
    """The figure of one year: its observation, and what it stands for once its rounding or a correction is known."""

    year: int
    quantity: Quantity
    observation: Observation
    correction: Correction | None = None

    @property
    def doubtful(self) -> bool:
        """Whether it must never be drawn as if it were solid: read in a copy of grade C, or corrected."""
        return self.observation.source.grade == "C" or self.correction is not None

    @property
    def text(self) -> str:
        """The number in English digits, with its hedge; of a corrected one the value used, and that it is corrected."""
        row = self.observation
        if self.correction:
            return f"{format_exact(self.quantity.value)} (corrected; printed {row.value_text})"
        return format_number(row.value, row.qualifier, printed=row.value_text)


@dataclass(frozen=True)
class Segment:
    """Points of one definition that may be joined by a line, in the order of their years."""

    points: tuple[Point, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years that have a figure."""
        return tuple(point.year for point in self.points)

    @property
    def doubtful(self) -> tuple[int, ...]:
        """The years whose figure is doubtful; a line that touches them is dashed."""
        return tuple(point.year for point in self.points if point.doubtful)


@dataclass(frozen=True)
class Gap:
    """What parts two segments: the years on both sides, and the breaks between them."""

    after: int
    before: int
    breaks: tuple[Break, ...]

    @property
    def reason(self) -> str:
        """Why no line crosses it, in words."""
        return " ".join(dict.fromkeys(each.reason_en for each in self.breaks))


@dataclass(frozen=True)
class Series:
    """One indicator of one place over the years, in segments; `kept_out` are its figures not of a full year."""

    indicator: Indicator
    place: str
    segments: tuple[Segment, ...]
    gaps: tuple[Gap, ...]
    kept_out: tuple[Observation, ...] = field(default=(), repr=False)

    @property
    def points(self) -> tuple[Point, ...]:
        """Every point, in the order of the years."""
        return tuple(point for segment in self.segments for point in segment.points)

    def point(self, year: int) -> Point | None:
        """The figure of one year, if there is one."""
        return next((point for point in self.points if point.year == year), None)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where its figures were read, each source once."""
        return tuple({point.observation.source.source_id: point.observation.source for point in self.points}.values())


@dataclass(frozen=True)
class Growth:
    """Growth between two years in per cent, or the reason why there is none.

    `printed` is the growth that a source prints for the same two years, if one does.
    """

    indicator: Indicator
    place: str
    from_year: int
    to_year: int
    quantity: Quantity | None
    reason: str = ""
    points: tuple[Point, ...] = ()
    printed: Observation | None = None

    @property
    def doubtful(self) -> bool:
        """Whether it rests on a doubtful figure."""
        return any(point.doubtful for point in self.points)

    @property
    def agrees(self) -> bool | None:
        """Whether the printed growth, rounded half up or cut off, fits the figures; None where one is missing."""
        if self.quantity is None or self.printed is None:
            return None
        return fits_printed(self.quantity, self.printed.value, self.printed.rounded_to, self.printed.qualifier)

    def __str__(self) -> str:
        return self.reason if self.quantity is None else f"{self.quantity.text()}%"


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


class _History:
    """What the functions of this module look up: figures, definitions, breaks and corrections of one set of tables."""

    def __init__(self, tables: Tables) -> None:
        self.rows = load_observations(tables)
        self.indicators = {row["indicator_id"]: Indicator(**row) for row in tables["indicators"]}
        self.places = {row.place for row in self.rows}
        self.breaks = tuple(Break(**row) for row in tables["breaks"])
        self.corrections = dict(self._corrected(tables["corrections"]))

    def _corrected(self, rows: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, Correction]]:
        for row in rows:
            value, unit = Fraction(row["corrected_value"]), Fraction(row["rounded_to"])
            quantity = Quantity.exact(value) if unit == 1 else Quantity.rounded(value, unit)
            name = row["observation_id"]
            yield name, Correction(name, quantity, row["reason_en"], row["source_id"])

    def indicator(self, name: str) -> Indicator:
        return self.indicators[_known(name, self.indicators, "indicator", "indicators.csv")]

    def point(self, row: Observation) -> Point:
        correction = self.corrections.get(row.observation_id)
        return Point(int(row.period), correction.quantity if correction else row.quantity, row, correction)

    def of(self, indicator: str, place: str) -> list[Observation]:
        _known(place, self.places, "place", "observations.csv")
        return [
            row
            for row in self.rows
            if (row.indicator.indicator_id, row.place, row.series) == (indicator, place, "preferred")
        ]

    def parting(self, one: tuple[str, str], other: tuple[str, str], year: int | None = None) -> list[Break]:
        return [each for each in self.breaks if each.parts(one, other, year)]


@cache
def _history() -> _History:
    return _History(load_tables())


def _of(tables: Tables | None) -> _History:
    return _history() if tables is None else _History(tables)


def _known(name: str, among: Iterable[str], what: str, file: str) -> str:
    known = set(among)
    if name not in known:
        near = difflib.get_close_matches(name, known, 1)
        cure = f"did you mean '{near[0]}'?" if near else f"the known ones are in data/{file}"
        raise KeyError(f"'{name}' is no {what}; {cure}")
    return name


def load_breaks(tables: Tables | None = None) -> tuple[Break, ...]:
    """Return every row of data/breaks.csv."""
    return _of(tables).breaks


def series(
    indicator: str, place: str = "Beijing", years: Iterable[int] | None = None, *, tables: Tables | None = None
) -> Series:
    """Return one indicator of one place over the years, cut at every break.

    Only preferred figures of full years become points; `years` leaves out others, and no break. `tables` are
    tables as `observations.tables` returns them (the default). Raises KeyError for an unknown indicator or place.
    """
    history = _of(tables)
    meaning = history.indicator(indicator)
    rows = history.of(indicator, place)
    wanted = None if years is None else set(years)
    points = [history.point(row) for row in rows if re.fullmatch(r"\d{4}", row.period)]
    pieces: list[tuple[list[Break], list[Point]]] = []
    for point in sorted(points, key=lambda point: point.year):
        since = pieces[-1][1][0].year if pieces else point.year
        cut = [each for each in history.breaks if each.cuts(indicator, place, since, point.year)]
        if cut or not pieces:
            pieces.append((cut, []))
        pieces[-1][1].append(point)
    # Years are left out of what is already cut: on which side of a break a year lies depends on all of them.
    segments: list[Segment] = []
    gaps: list[Gap] = []
    passed: list[Break] = []
    for cut, its_points in pieces:
        passed += cut
        left = tuple(point for point in its_points if wanted is None or point.year in wanted)
        if left:
            if segments:
                gaps.append(Gap(segments[-1].points[-1].year, left[0].year, tuple(passed)))
            segments.append(Segment(left))
            passed = []
    kept_out = tuple(row for row in rows if not re.fullmatch(r"\d{4}", row.period))
    return Series(meaning, place, tuple(segments), tuple(gaps), kept_out)


def growth(indicator: str, place: str, from_year: int, to_year: int, *, tables: Tables | None = None) -> Growth:
    """Growth from one year to a later one, in per cent: (later / earlier - 1) x 100, with its interval.

    It has a number only where both years lie in one segment, and a reason instead of it elsewhere. Raises ValueError
    when the years are not in their order, KeyError for an unknown indicator or place.
    """
    if from_year >= to_year:
        raise ValueError(f"growth runs from an earlier year to a later one, not from {from_year} to {to_year}")
    one = series(indicator, place, tables=tables)
    printed = None
    if to_year - from_year == 1:
        rows = _of(tables).of(f"{indicator}-growth", place)
        printed = next((row for row in rows if row.period == str(to_year)), None)

    def without(reason: str) -> Growth:
        return Growth(one.indicator, place, from_year, to_year, None, reason, printed=printed)

    old, new = one.point(from_year), one.point(to_year)
    for year, point in ((from_year, old), (to_year, new)):
        if point is None:
            return without(f"No figure for {year} may be used in a series.")
    assert old is not None and new is not None
    if not any(old in segment.points and new in segment.points for segment in one.segments):
        found = [gap for gap in one.gaps if from_year <= gap.after and gap.before <= to_year]
        return without(" ".join(gap.reason for gap in found))
    try:
        quantity = percent(growth_rate(new.quantity, old.quantity))
    except (ValueError, ZeroDivisionError):
        return without(f"The figure of {from_year}, {old.text}, leaves open how small it may be.")
    if quantity.lower == -100 and not quantity.lower_closed:
        # The year before is a lower bound: that a count cannot shrink to nothing says nothing.
        quantity = Quantity(quantity.value, None, quantity.upper, False, quantity.upper_closed)
    if quantity.lower is None and quantity.upper is None:
        return without("The figures are bounds, which leave open both a rise and a fall.")
    return Growth(one.indicator, place, from_year, to_year, quantity, "", (old, new), printed)


def compare(indicator: str, places: Sequence[str], year: int, *, tables: Tables | None = None) -> list[Comparison]:
    """Hold the figures of several places for one year against that of the first, each with its base and scope.

    Where a place has no figure of the indicator but a look-alike that data/breaks.csv keeps apart from it, that figure
    comes with the reason. Every row says in a sentence whether it is comparable with the first and why. Two places are
    comparable in either order or in none: what one of them lacks, a figure or a known base, parts them both ways.
    """
    history = _of(tables)
    meaning = history.indicator(indicator)
    first = places[0]
    return [_compared(history, meaning, first, place, year) for place in places]


def _compared(history: _History, meaning: Indicator, first: str, place: str, year: int) -> Comparison:
    own = (meaning.indicator_id, first)
    held, point = (_at(history, meaning.indicator_id, name, year) for name in (first, place))
    used = meaning
    if point is None and place != first:
        for name in _look_alikes(history, own, place):
            if point is None and (point := _at(history, name, place, year)):
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


def _look_alikes(history: _History, own: tuple[str, str], place: str) -> list[str]:
    """The indicators that data/breaks.csv keeps apart from one, in the order of its rows."""
    names = [
        (name, each) for each in history.breaks for name in (each.from_indicator, each.to_indicator) if name != own[0]
    ]
    return list(dict.fromkeys(name for name, each in names if each.parts(own, (name, place))))


def _at(history: _History, indicator: str, place: str, year: int) -> Point | None:
    rows = [row for row in history.of(indicator, place) if row.period == str(year)]
    return history.point(rows[0]) if rows else None


def _base(history: _History, indicator: Indicator, place: str, year: int) -> str:
    """By whom a printed ratio was divided, as far as its stock tells."""
    if indicator.indicator_id != PRINTED_RATIO:
        return ""
    stock, printed = _at(history, STOCK, place, year), _at(history, PRINTED_RATIO, place, year)
    if stock is None or printed is None:
        return ""
    implied = rate_per(stock.quantity, printed.quantity)
    census = history.of(CENSUS, place)
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
    history = _of(tables)
    name = history.indicator(population).indicator_id
    residents = {row.period: row for row in history.of(name, place)}
    printed = series(PRINTED_RATIO, place, tables=tables)
    stocks = series(STOCK, place, asked, tables=tables)
    found = []
    for stock in stocks.points:
        below = next(iter(residents.values()), None) if name == CENSUS else residents.get(str(stock.year))
        if below is not None:
            found.append(PerHead(place, stock.year, stock, below, _per_10000(stock, below), printed.point(stock.year)))
    for year in asked or ():
        if all(each.year != year for each in found):
            lacking = name if stocks.point(year) else STOCK
            raise ValueError(
                f"{place} has no figure of {lacking} for {year}, so it has no ratio to its residents: "
                "leave the place or the year out, or add the figure to data/observations.csv"
            )
    return found


def _per_10000(stock: Point, residents: Observation) -> Quantity:
    if residents.quantity.lower is None or residents.quantity.upper is None:
        return Quantity(stock.quantity.value / residents.value * 10_000, None, None, False, False)
    return rate_per(stock.quantity, residents.quantity)


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
            rate = percent(ratio(c.quantity, a.quantity))
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
    history = _of(tables)
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
