"""What data/breaks.csv keeps apart: figures of two years, two places or two indicators that must not be joined."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from beijing_ip.data.loading import load_tables
from beijing_ip.data.noting import RowObject, note_question, noting
from beijing_ip.data.schema import Tables


@dataclass(frozen=True, eq=False)
class Break(RowObject, table="breaks", key="break_id"):
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


def load_breaks(tables: Tables | None = None) -> tuple[Break, ...]:
    """Return every row of data/breaks.csv. `tables` are tables as `load_tables` returns them (the default)."""
    if tables is not None:
        return tuple(Break(**row) for row in tables["breaks"])
    note_question("breaks")
    return _breaks()


@cache
def _breaks() -> tuple[Break, ...]:
    with noting(None):
        return load_breaks(load_tables())
