"""How many rows and columns a table has, on the web and in print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def describe_shape(rows: Sequence[Iterable[tuple[int, int]]]) -> str:
    """Say how many rows and columns a table has, from how many columns and rows each of its cells reaches over."""
    reaching: dict[int, int] = {}
    columns = 0
    for row in rows:
        place = 0
        for wide, high in row:
            while reaching.get(place, 0) > 0:
                place += 1
            reaching |= dict.fromkeys(range(place, place + wide), high)
            place += wide
        columns = max(columns, *(column + 1 for column, left in reaching.items() if left > 0))
        reaching = {column: left - 1 for column, left in reaching.items()}
    return f"{len(rows)} rows, {columns} columns"
