"""Tables of data/ as data frames, for pages and notebooks that filter, sort and group their rows with pandas."""

from __future__ import annotations

import pandas as pd

from .loading import load_tables


def table_frame(name: str) -> pd.DataFrame:
    """Return one table as a frame, all cells text; the index is the row as a spreadsheet numbers it.

    Raises KeyError for an unknown name, DataError when data/ is not as it should be.
    """
    rows = load_tables()[name]
    return pd.DataFrame([dict(row) for row in rows], index=[row.number for row in rows], dtype=str)


def records(frame: pd.DataFrame) -> list[dict[str, str]]:
    """Return the rows of a frame, each as a mapping of column to text."""
    return [dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False, name=None)]
