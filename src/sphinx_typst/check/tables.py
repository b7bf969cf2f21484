"""How many rows and columns a table has, and which of its cells are empty, on the web and in print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .words import split_words


def describe_shape(rows: Sequence[Iterable[tuple[tuple[int, int], str]]]) -> str:
    """Say how many rows and columns a table has, and where cells without words are.

    Each cell is given by how many columns and rows it reaches over, and by its words.
    """
    reaching: dict[int, int] = {}
    empty: list[tuple[int, int]] = []
    covered: list[set[int]] = []
    columns = 0
    for number, row in enumerate(rows, start=1):
        place = 0
        for (wide, high), text in row:
            while reaching.get(place, 0) > 0:
                place += 1
            if not any(key for key, _ in split_words(text)):
                empty.append((number, place + 1))
            reaching |= dict.fromkeys(range(place, place + wide), high)
            place += wide
        columns = max(columns, *(column + 1 for column, left in reaching.items() if left > 0))
        covered.append({column + 1 for column, left in reaching.items() if left > 0})
        reaching = {column: left - 1 for column, left in reaching.items()}
    # A row that ends early has no cells where print has empty ones.
    for number, those in enumerate(covered, start=1):
        empty += [(number, column) for column in range(1, columns + 1) if column not in those]
    # A title of rows may reach over all columns, or stand in the first of them.
    titles = {row for row in range(1, len(rows) + 1) if {(row, one) for one in range(2, columns + 1)} <= set(empty)}
    places = " ".join(f"{row}/{column}" for row, column in sorted(empty) if row not in titles or column == 1)
    return f"{len(rows)} rows, {columns} columns" + (f", empty {places}" if places else "")
