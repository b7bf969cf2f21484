"""Rows of data/ as they stand, for what a page says beside its numbers.

The modules that check rows and compute with them are not imported here: that takes longer than printing all pages.
"""

from __future__ import annotations

import csv
from pathlib import Path


def read_rows(root: Path, table: str) -> list[dict[str, str]]:
    """Return the rows of a table of data/ in `root`, each cell as text by its column."""
    with (root / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
