"""Years side by side, cut at every break, so that no line joins what the data forbids to join.

A series takes the one preferred figure of each full year. Its segments end where data/breaks.csv says so; a new row
there cuts every series that it concerns. A figure from a paraphrased or scrambled copy (grade C), or one that had to be
corrected, is doubtful and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from beijing_ip.data.editions import find_edition
from beijing_ip.data.observations import Indicator, Observation
from beijing_ip.data.schema import Tables

from .breaks import Break
from .history import Point, history_of

BROKEN, DOUBTFUL = (
    "a break parts this figure from the one before",
    "of low reliability: read in a poor copy, or corrected",
)
"""What the shorthand [b] and [u] means, as statistical offices use it."""


@dataclass(frozen=True)
class Segment:
    """Points of one definition that may be joined by a line, in the order of their years."""

    points: tuple[Point, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years that have a figure."""
        return tuple(point.year for point in self.points)


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

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Every point, in the order of the years."""
        return tuple(point for segment in self.segments for point in segment.points)

    @cached_property
    def _by_year(self) -> Mapping[int, Point]:
        return {point.year: point for point in self.points}

    def point(self, year: int) -> Point | None:
        """The figure of one year, if there is one."""
        return self._by_year.get(year)


def cut_series(
    indicator: str, place: str = "", years: Iterable[int] | None = None, *, tables: Tables | None = None
) -> Series:
    """Return one indicator of one place over the years, cut at every break.

    Without a place it is that of the current edition. Only preferred figures of full years become points; `years`
    leaves out others, and no break. `tables` are tables as `load_tables` returns them (the default). Raises KeyError
    for an unknown indicator or place.
    """
    history = history_of(tables)
    meaning = history.indicator(indicator)
    place = place or find_edition(tables=tables).place
    rows = history.preferred(indicator, place)
    wanted = None if years is None else set(years)
    by_year = {int(row.period): row for row in rows if re.fullmatch(r"\d{4}", row.period)}
    pieces: list[tuple[list[Break], list[int]]] = []
    for year in sorted(by_year):
        since = pieces[-1][1][0] if pieces else year
        cut = [each for each in history.breaks(indicator) if each.cuts(indicator, place, since, year)]
        if cut or not pieces:
            pieces.append((cut, []))
        pieces[-1][1].append(year)
    # Years are left out of what is already cut: on which side of a break a year lies depends on all of them.
    segments: list[Segment] = []
    gaps: list[Gap] = []
    passed: list[Break] = []
    for cut, its_years in pieces:
        passed += cut
        left = tuple(history.point(by_year[year]) for year in its_years if wanted is None or year in wanted)
        if left:
            if segments:
                gaps.append(Gap(segments[-1].points[-1].year, left[0].year, tuple(passed)))
            segments.append(Segment(left))
            passed = []
    kept_out = tuple(row for row in rows if not re.fullmatch(r"\d{4}", row.period))
    return Series(meaning, place, tuple(segments), tuple(gaps), kept_out)
