"""The figures of some tables as series, growth and comparisons look them up: preferred, and corrected where wrong."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from beijing_ip.data.loading import load_tables
from beijing_ip.data.observations import Indicator, Observation, load_observations
from beijing_ip.data.schema import Table, Tables
from beijing_ip.numbers.quantity import Quantity
from beijing_ip.numbers.writing import format_number

from .breaks import Break, load_breaks


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
            return f"{format_number(self.quantity.value)} (corrected; printed {row.value_text})"
        return format_number(row.value, row.qualifier, printed=row.value_text)


class History:
    """Figures, definitions, breaks and corrections of one set of tables."""

    def __init__(self, tables: Tables) -> None:
        self.indicators = {row["indicator_id"]: Indicator(**row) for row in tables["indicators"]}
        self.breaks = load_breaks(tables)
        self.places: set[str] = set()
        self._corrections = dict(_read_corrections(tables["corrections"]))
        self._preferred: dict[tuple[str, str], list[Observation]] = {}
        for row in load_observations(tables):
            self.places.add(row.place)
            if row.series == "preferred":
                self._preferred.setdefault((row.indicator.indicator_id, row.place), []).append(row)

    def indicator(self, name: str) -> Indicator:
        """Return the meaning of an indicator. Raises KeyError, which names the nearest, for an unknown one."""
        return self.indicators[_known(name, self.indicators, "indicator", "indicators.csv")]

    def preferred(self, indicator: str, place: str) -> list[Observation]:
        """Return the preferred figures of one indicator and place. Raises KeyError for an unknown place."""
        return self._preferred.get((indicator, _known(place, self.places, "place", "observations.csv")), [])

    def point(self, row: Observation) -> Point:
        """Return the figure of a year as it is used."""
        correction = self._corrections.get(row.observation_id)
        return Point(int(row.period[:4]), correction.quantity if correction else row.quantity, row, correction)

    def at(self, indicator: str, place: str, year: int) -> Point | None:
        """Return the figure of one year, whatever it may be joined with; None if there is none."""
        return next(
            (self.point(row) for row in self.preferred(indicator, place) if row.period == str(year)),
            None,
        )

    def parting(self, one: tuple[str, str], other: tuple[str, str], year: int | None = None) -> list[Break]:
        """Return the breaks that forbid to hold (indicator, place) against another one, in a year or in any."""
        return [each for each in self.breaks if each.parts(one, other, year)]


def history_of(tables: Tables | None = None) -> History:
    """Return the history of some tables, as `load_tables` returns them (the default)."""
    tables = tables or load_tables()
    return _history(tuple((name, tables[name]) for name in _READ))


_READ = ("observations", "indicators", "sources", "breaks", "corrections")


@lru_cache(maxsize=16)
def _history(tables: tuple[tuple[str, Table], ...]) -> History:
    return History(dict(tables))


def _read_corrections(corrections: Table) -> Iterator[tuple[str, Correction]]:
    for row in corrections:
        value, unit = Fraction(row["corrected_value"]), Fraction(row["rounded_to"])
        quantity = Quantity.exact(value) if unit == 1 else Quantity.rounded(value, unit)
        name = row["observation_id"]
        yield name, Correction(name, quantity, row["reason_en"], row["source_id"])


def _known(name: str, known: Iterable[str], what: str, file: str) -> str:
    if name not in known:
        near = difflib.get_close_matches(name, known, 1)
        cure = f"did you mean '{near[0]}'?" if near else f"the known ones are in data/{file}"
        raise KeyError(f"'{name}' is no {what}; {cure}")
    return name
