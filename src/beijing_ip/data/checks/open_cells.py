"""Cells that wait for an answer: they begin with `?`, and behind it stand the candidates, parted by `|`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from ..schema import Problem, Row, Table, Tables, TableSchema, slug_of

OPEN = "?"
IS_OPEN = "is open: "
NEW = "new"
NO_FIGURE = "no figure"
_SAID = {NEW: "a new indicator", NO_FIGURE: "no figure"}
_FIRST = ("sources", "editions", "indicators", "observations", "ledger")


def find_open(tables: Tables, schemas: Mapping[str, TableSchema]) -> Iterator[Problem]:
    """Yield the cells that are open in the order in which they are answered: the source, the figures, the rest."""
    names = [*(name for name in _FIRST if name in tables), *(name for name in tables if name not in _FIRST)]
    figures = {row.number for row, column in open_cells(tables["observations"]) if column in ("indicator_id", "period")}
    for name in names:
        for row, column in open_cells(tables[name]):
            follows = column == "observation_id" and (row.number in figures if name == "observations" else figures)
            if not follows:
                yield Problem(schemas[name].path, row.number, column, say_open(row, column))


@lru_cache(maxsize=64)
def open_cells(table: Table) -> tuple[tuple[Row, str], ...]:
    """Return the open cells of a table, row by row."""
    return tuple((row, column) for row in table for column, cell in row.items() if cell.startswith(OPEN))


def candidates_of(cell: str) -> list[str]:
    """Return the answers that an open cell offers, the likeliest first; none where it asks for words."""
    return [part.strip() for part in cell.removeprefix(OPEN).split("|")] if "|" in cell else []


def say_open(row: Row, column: str) -> str:
    """Return what an open cell asks, as the message of a problem."""
    cell = row[column]
    if offered := [_SAID.get(one, one) for one in candidates_of(cell)]:
        *others, last = offered
        return f"{IS_OPEN}is it {', '.join(others)} or {last}?"
    if column == "observation_id":
        parts = [slug_of(row["place"]), row["indicator_id"], row["period"], row["source_id"]] if "place" in row else []
        return f"{IS_OPEN}write {'.'.join(parts) or 'that of the row of observations.csv with the same phrase'}"
    return f"{IS_OPEN}{cell.removeprefix(OPEN).strip() or 'say what it is'}"
