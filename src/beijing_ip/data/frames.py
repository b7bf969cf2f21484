"""Tables of data/ as data frames, for pages and notebooks that filter, sort and group their rows with pandas."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pandas as pd

from .loading import find_rows
from .schema import Row


def table_frame(name: str, columns: Sequence[str] = (), **cells: str | Sequence[str]) -> pd.DataFrame:
    """Return rows of one table as a frame, all cells text; `columns` leaves out others.

    `cells` chooses rows: `theme="treaty"`, or `event_id=["ftz-unveiled", "bjic-opened"]`, those of each text in turn.
    What a page asks for is what it is executed again for. The index of a whole table is the row as a spreadsheet
    numbers it. Raises KeyError for an unknown table or column, and for a text that no row has.
    """
    rows: list[Row] = []
    for texts in product(*([each] if isinstance(each, str) else each for each in cells.values())):
        asked = dict(zip(cells, texts, strict=True))
        found = find_rows(name, **asked)
        if asked and not found:
            raise KeyError(f"data/{name}.csv has no row with {' and '.join(f'{key} {asked[key]!r}' for key in asked)}")
        rows += found
    numbers = None if cells else [row.number for row in rows]
    made = [{column: row[column] for column in columns or row} for row in rows]
    return pd.DataFrame(made, index=numbers, dtype=str)


def records(frame: pd.DataFrame) -> list[dict[str, str]]:
    """Return the rows of a frame, each as a mapping of column to text."""
    return [dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False, name=None)]
