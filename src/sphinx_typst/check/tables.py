"""How many rows and columns a table has, and which of its cells have words, on the web and in print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .words import split_words

MAYBE = "\0?"
"""Stands for the words of a cell of which it is not known whether it is one; no page has it."""


def describe_shape(rows: Sequence[Iterable[tuple[tuple[int, int], str]]]) -> tuple[str, str]:
    """Say how many rows and columns a table has, and in which of them cells with words begin: "1/1 1/2 2/1".

    Each cell is given by how many columns and rows it reaches over, and by its words; `MAYBE` stands for those of one
    that may be part of the cell before it.
    """
    reaching: dict[int, int] = {}
    filled: list[str] = []
    columns = 0
    for number, row in enumerate(rows, start=1):
        place = 0
        for (wide, high), text in row:
            while reaching.get(place, 0) > 0:
                place += 1
            if any(key for key, _ in split_words(text)):
                filled.append(f"{number}/{place + 1}" + MAYBE * (text == MAYBE))
            reaching |= dict.fromkeys(range(place, place + wide), high)
            place += wide
        columns = max(columns, *(column + 1 for column, left in reaching.items() if left > 0))
        reaching = {column: left - 1 for column, left in reaching.items()}
    return f"{len(rows)} rows, {columns} columns", " ".join(filled)


def differing_cells(web: str, printed: str) -> tuple[str, str]:
    """Say where cells have words on the web alone, and where in print alone."""
    one, other = set(web.split()), {cell for cell in printed.split() if not cell.endswith(MAYBE)}
    known = {cell.removesuffix(MAYBE) for cell in printed.split()}
    return " ".join(sorted(one - known)), " ".join(sorted(other - one))
