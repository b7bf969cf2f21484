"""The figures of some tables as series, growth and comparisons look them up: preferred, and corrected where wrong."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NoReturn

from beijing_ip.data.loading import load_tables
from beijing_ip.data.noting import EVERY, RowObject, note_cell, note_question, noting
from beijing_ip.data.observations import Indicator, Observation, load_indicators, load_observations
from beijing_ip.data.rules.observations import corrected_quantity
from beijing_ip.data.schema import Table, Tables
from beijing_ip.numbers.quantity import Quantity
from beijing_ip.numbers.writing import format_number

from .breaks import Break, load_breaks


@dataclass(frozen=True, eq=False)
class Correction(RowObject, table="corrections", key="observation_id", quantity=("corrected_value", "rounded_to")):
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

    def __init__(self, tables: Tables | None = None) -> None:
        self.indicators = load_indicators(tables)
        self._places: set[str] = set()
        self._breaks: dict[str, list[Break]] = {}
        self._preferred: dict[tuple[str, str], list[Observation]] = {}
        with noting(None):
            self._corrections = dict(_read_corrections((tables or load_tables())["corrections"]))
            for each in load_breaks(tables):
                for name in dict.fromkeys((each.from_indicator, each.to_indicator)):
                    self._breaks.setdefault(name, []).append(each)
            for row in load_observations(tables):
                self._places.add(row.place)
                if row.series == "preferred":
                    self._preferred.setdefault((row.indicator.indicator_id, row.place), []).append(row)

    def indicator(self, name: str) -> Indicator:
        """Return the meaning of an indicator. Raises KeyError, which names the nearest, for an unknown one."""
        if name not in self.indicators:
            _refuse(name, self.indicators, "indicator", "indicators.csv")
        return self.indicators[name]

    def preferred(self, indicator: str, place: str) -> list[Observation]:
        """Return the preferred figures of one indicator and place. Raises KeyError for an unknown place."""
        found = self.preferred_if_any(indicator, place)
        if not found:
            note_question("observations", (EVERY, "place"))
            if place not in self._places:
                _refuse(place, self._places, "place", "observations.csv")
        return found

    def preferred_if_any(self, indicator: str, place: str) -> list[Observation]:
        """Return the preferred figures of one indicator and place; none of one that the tables do not have."""
        note_question("observations", ("indicator_id", indicator), ("place", place), ("series", "preferred"))
        return self._preferred.get((indicator, place), [])

    def breaks(self, indicator: str) -> list[Break]:
        """Return the breaks that have an indicator on one side or on both, in the order of the file."""
        note_question("breaks", ("from_indicator.to_indicator", indicator))
        return self._breaks.get(indicator, [])

    def point(self, row: Observation) -> Point:
        """Return the figure of a year as it is used."""
        note_cell("corrections", row.observation_id)
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
        return [each for each in self.breaks(one[0]) if each.parts(one, other, year)]


def history_of(tables: Tables | None = None) -> History:
    """Return the history of some tables, as `load_tables` returns them (the default)."""
    return _history_of_data() if tables is None else _history(tuple((name, tables[name]) for name in _READ))


@cache
def _history_of_data() -> History:
    return History()


_READ = ("observations", "indicators", "sources", "breaks", "corrections")


@lru_cache(maxsize=16)
def _history(tables: tuple[tuple[str, Table], ...]) -> History:
    return History(dict(tables))


def _read_corrections(corrections: Table) -> Iterator[tuple[str, Correction]]:
    for row in corrections:
        name = row["observation_id"]
        yield name, Correction(name, corrected_quantity(row), row["reason_en"], row["source_id"])


def _refuse(name: str, known: Iterable[str], what: str, file: str) -> NoReturn:
    near = difflib.get_close_matches(name, known, 1)
    cure = f"did you mean '{near[0]}'?" if near else f"the known ones are in data/{file}"
    raise KeyError(f"'{name}' is no {what}; {cure}")
