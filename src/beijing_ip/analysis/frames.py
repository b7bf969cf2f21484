"""Published figures as ordinary data frames: the surface that a notebook or a script meets.

`series` gives years as rows and indicators or places as columns, `edition` the numbers of one release, `compare`
places side by side. A cell is a Datum or, where there is no number, a NoNumber with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import pandas as pd

from beijing_ip.data.observations import Observation, load_release
from beijing_ip.data.schema import RELEASE

from .comparison import compare_places
from .datum import Datum, NoNumber, apart, datum_of
from .history import Point, history_of
from .series import Gap, cut_series


def series(
    *indicators: str,
    place: str | Sequence[str] = "Beijing",
    years: Iterable[int] | None = None,
    period: str | None = None,
    **labelled: str,
) -> pd.DataFrame:
    """Return indicators over the years, each year from the first to the last a row, `year` the index.

    Columns are indicators, named by their id or by the keyword (`accepted="court-cases-accepted"`), or places, where
    `place` names several and there is one indicator. Only preferred figures of full years are taken, corrected where
    data/corrections.csv says so; `period` takes those of one date instead ("2020-11-01", the census).

    Raises KeyError, which names the nearest, for an unknown indicator or place, and where no figure of a column is
    there; ValueError where several places meet several indicators.
    """
    columns = {**{name: name for name in indicators}, **labelled}
    places = [place] if isinstance(place, str) else list(place)
    if not columns or (len(places) > 1 and len(columns) > 1):
        raise ValueError("name one indicator and its places, or several indicators of one place")
    if len(places) > 1:
        asked = {each: (name, each) for name in columns.values() for each in places}
    else:
        asked = {label: (name, places[0]) for label, name in columns.items()}
    wanted = None if years is None else sorted(set(years))
    cells = {label: dict(_column(*which, wanted, period)) for label, which in asked.items()}
    for label, (name, where) in asked.items():
        if not cells[label]:
            when = period or (f"{wanted[0]} to {wanted[-1]}" if wanted else "a full year")
            raise KeyError(f"there is no figure of '{name}' for {where} and {when} in data/observations.csv")
    found = [year for column in cells.values() for year in column]
    index = wanted or list(range(min(found), max(found) + 1))
    filled = {
        label: [
            cells[label].get(year) or NoNumber(f"There is no figure of {name} for {where} and {year}.")
            for year in index
        ]
        for label, (name, where) in asked.items()
    }
    return pd.DataFrame(filled, index=pd.Index(index, name="year"), dtype=object)


def _column(indicator: str, place: str, years: Sequence[int] | None, period: str | None) -> Iterator[tuple[int, Datum]]:
    if period is not None:
        history = history_of()
        for row in history.preferred(history.indicator(indicator).indicator_id, place):
            if row.period == period:
                yield int(period[:4]), datum_of(history.point(row))
        return
    cut = cut_series(indicator, place, years)
    for number, segment in enumerate(cut.segments, start=1):
        for point in segment.points:
            yield point.year, datum_of(point, segment=number, after_break=number > 1 and point is segment.points[0])


class Edition(Mapping[str, Datum]):
    """The numbers of one release, by indicator: `release["patents-granted"]`."""

    def __init__(self, year: int, rows: Mapping[str, Observation]) -> None:
        self.year = year
        self._rows = rows

    def __getitem__(self, indicator: str) -> Datum:
        if indicator not in self._rows:
            history_of().indicator(indicator)
            raise KeyError(f"the release on {self.year} has no number of '{indicator}'")
        return datum_of(history_of().point(self._rows[indicator]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def frame(self) -> pd.DataFrame:
        """Return the numbers as a frame, a row each in the order of the text, `indicator_id` the index."""
        rows = [
            {
                "indicator": cell.observation.indicator.name_en,
                "number": cell,
                "unit": cell.unit,
                "rounding": cell.observation.rounding,
                "chapter": cell.observation.indicator.chapter,
                "where": cell.observation.where,
            }
            for cell in self.values()
        ]
        return pd.DataFrame(rows, index=pd.Index(list(self._rows), name="indicator_id"), dtype=object)


def edition(year: int) -> Edition:
    """Return the release on one year. Raises KeyError for a year whose release is not in data/."""
    rows = load_release(RELEASE)
    known = int(Counter(row.period[:4] for row in rows.values()).most_common(1)[0][0])
    if year != known:
        raise KeyError(f"data/ has no release on {year!r}; it has that on {known}")
    return Edition(known, rows)


def compare(indicator: str, places: Sequence[str], year: int) -> pd.DataFrame:
    """Return the figures of several places for one year, held against that of the first, `place` the index.

    Columns: `figure`, whether it is `comparable` with the first, and the `reason`. A figure that data/breaks.csv keeps
    apart is shown and computes to nothing. Raises KeyError for an unknown indicator or place.
    """
    rows = [
        {
            "figure": datum_of(row.point) if row.point else NoNumber(row.sentence),
            "comparable": row.comparable,
            "reason": row.sentence,
        }
        for row in compare_places(indicator, places, year)
    ]
    return pd.DataFrame(rows, index=pd.Index(list(places), name="place"), dtype=object)


def breaks_between(column: pd.Series) -> list[Gap]:
    """Return the gaps over which no line may join the numbers of a column, in the order of its years.

    A column of computed numbers is cut where any published figure that it rests on is cut from its own like.
    """
    found = []
    numbers = [(year, cell) for year, cell in column.items() if isinstance(cell, Datum)]
    since: list[Point] = []
    for (before, old), (after, new) in pairwise(numbers):
        # A break may lie between years that have figures of others between them.
        since += old.points
        like = [(a, b) for a in since for b in new.points if _same_series(a, b)]
        breaks = list(dict.fromkeys(each for a, b in like for each in apart([a], [b])))
        if breaks:
            found.append(Gap(int(str(before)), int(str(after)), tuple(breaks)))
            since = []
    return found


def _same_series(one: Point, other: Point) -> bool:
    a, b = one.observation, other.observation
    return (a.indicator, a.place) == (b.indicator, b.place)


def published_in(frame: pd.DataFrame | pd.Series) -> list[Point]:
    """Return the published figures that the cells of a frame or a column rest on, each once, in their order."""
    columns = [frame] if isinstance(frame, pd.Series) else [column for _, column in frame.items()]
    points = [point for column in columns for cell in column if isinstance(cell, Datum) for point in cell.points]
    return list(dict.fromkeys(points))
