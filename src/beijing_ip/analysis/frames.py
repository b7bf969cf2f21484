"""Published figures as ordinary data frames: the surface that a notebook or a script meets.

`series` gives years as rows and indicators or places as columns, `edition` the numbers of one release, `compare`
places side by side. A cell is a Datum or, where there is no number, a NoNumber with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import pandas as pd

from beijing_ip.data.editions import EditionRow, find_edition
from beijing_ip.data.observations import Observation, load_figures
from beijing_ip.data.schema import slug_of
from beijing_ip.numbers.writing import lower_first

from .comparison import compare_places
from .datum import Datum, MissingFigureError, NoNumber, apart, datum_of
from .history import Point, history_of
from .series import Gap, cut_series


def series(
    *indicators: str,
    place: str | Sequence[str] = "",
    years: Iterable[int] | None = None,
    period: str | None = None,
    **labelled: str,
) -> pd.DataFrame:
    """Return indicators over the years, each year from the first to the last a row, `year` the index.

    Columns are indicators, named by their id or by the keyword (`accepted="court-cases-accepted"`), or places, where
    `place` names several and there is one indicator; without a place it is that of the current edition. Only preferred
    figures of full years are taken, corrected where data/corrections.csv says so; `period` takes those of one date
    instead ("2020-11-01", the census).

    Raises KeyError, which names the nearest, for an unknown indicator or place, and where no figure of a column is
    there; ValueError where several places meet several indicators.
    """
    wanted = None if years is None else sorted(set(years))
    asked = _asked(indicators, labelled, place or find_edition().place)
    cells = {label: dict(_column(*which, wanted, period)) for label, which in asked.items()}
    for label, (name, where) in asked.items():
        if not cells[label]:
            when = period or (f"{wanted[0]} to {wanted[-1]}" if wanted else "a full year")
            raise KeyError(f"there is no figure of '{name}' for {where} and {when} in data/observations.csv")
    return _frame(asked, cells, wanted or _from_first_to_last(year for column in cells.values() for year in column))


def _asked(
    indicators: Sequence[str], labelled: Mapping[str, str], place: str | Sequence[str]
) -> dict[str, tuple[str, str]]:
    """The indicator and the place of each column."""
    columns = {**{name: name for name in indicators}, **labelled}
    places = [place] if isinstance(place, str) else list(place)
    if not columns or (len(places) > 1 and len(columns) > 1):
        raise ValueError("name one indicator and its places, or several indicators of one place")
    if not isinstance(place, str) and len(columns) == 1:
        return {each: (name, each) for name in columns.values() for each in places}
    return {label: (name, places[0]) for label, name in columns.items()}


def _from_first_to_last(years: Iterable[int]) -> list[int]:
    found = sorted(years)
    return list(range(found[0], found[-1] + 1))


def _frame(
    asked: Mapping[str, tuple[str, str]], cells: Mapping[str, Mapping[int, Datum]], years: Sequence[int]
) -> pd.DataFrame:
    called = {name: lower_first(history_of().indicator(name).name_en) for name, _ in asked.values()}
    filled = {
        label: [
            cells[label].get(year) or NoNumber(f"There is no figure of {called[name]} for {where} and {year}.")
            for year in years
        ]
        for label, (name, where) in asked.items()
    }
    return pd.DataFrame(filled, index=pd.Index(years, name="year"), dtype=object)


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
    """The numbers of one release, by indicator: `release["patents-granted"]`.

    What it is about: `place`, `year`, the year `before`, the `nation` that the place lies in, and `peers` to compare
    with. `row` is its row of data/editions.csv.
    """

    def __init__(self, row: EditionRow) -> None:
        self.row = row
        self.place, self.year, self.before = row.place, row.year, row.before
        self.nation, self.peers = row.nation, list(row.peers)
        self._rows: Mapping[str, Observation] = load_figures(row)

    def __getitem__(self, indicator: str) -> Datum:
        if indicator not in self._rows:
            meaning = lower_first(history_of().indicator(indicator).name_en)
            raise MissingFigureError(f"The release on {self.place}, {self.year}, has no figure of {meaning}.")
        return datum_of(history_of().point(self._rows[indicator]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def series(
        self,
        *indicators: str,
        place: str | Sequence[str] = "",
        years: Iterable[int] | None = None,
        period: str | None = None,
        **labelled: str,
    ) -> pd.DataFrame:
        """Return indicators over the years as `series` does, for a chapter that is written for any edition.

        The place is that of the edition if none is named, several give a column each, and all years from the first to
        the last have a row, that of the edition and the year before always. A cell without a figure is a NoNumber that
        says so. Raises KeyError for an unknown indicator or place.
        """
        wanted = None if years is None else sorted(set(years))
        asked = _asked(indicators, labelled, place or self.place)
        cells = {label: dict(_column(*which, wanted, period)) for label, which in asked.items()}
        found = [self.before, self.year, *(year for column in cells.values() for year in column)]
        return _frame(asked, cells, wanted or _from_first_to_last(found))

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


def edition(which: str | int = "") -> Edition:
    """Return the release of one edition of data/editions.csv: "beijing-2019", or the year alone for the current place.

    Without either it is the current edition. Raises KeyError, which lists those there are, for an unknown one.
    """
    name = f"{slug_of(find_edition().place)}-{which}" if isinstance(which, int) else which
    return Edition(find_edition(name))


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
