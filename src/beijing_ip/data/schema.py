"""Tables, rows and their description, datapackage.json; and what is wrong in them, as it is told.

A table is a tuple of rows. Every cell stays text: a number becomes a number only where its rounding is known
(`observations`).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeAlias, cast

from .noting import note_question

DESCRIPTION = "datapackage.json"
DATA_FOLDER = Path(__file__).resolve().parents[3] / "data"


class Row(Mapping[str, str]):
    """One row of a table, column to text; `number` is the row as a spreadsheet counts it.

    A row cannot be changed, so that what was once found out about it stays true.
    """

    __slots__ = ("_cells", "_hash", "number")

    def __init__(self, cells: Mapping[str, str], number: int) -> None:
        self._cells = dict(cells)
        self.number = number
        self._hash = hash((number, *self._cells.values()))

    def __getitem__(self, column: str) -> str:
        return self._cells[column]

    def __iter__(self) -> Iterator[str]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row) and (self.number, self._cells) == (other.number, other._cells)

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return f"Row({self._cells}, {self.number})"

    def __reduce__(self) -> tuple[type[Row], tuple[Mapping[str, str], int]]:
        # Another process hashes texts in another way.
        return Row, (self._cells, self.number)

    def but(self, **cells: str) -> Row:
        """Return the row with other text in some cells."""
        return Row({**self._cells, **cells}, self.number)


class Table(tuple[Row, ...]):
    """The rows of one table in their order."""

    _hash: int | None = None

    def __reduce__(self) -> tuple[type[Table], tuple[tuple[Row, ...]]]:
        return Table, (tuple(self),)

    def __hash__(self) -> int:
        # Kept, since what is known about a table is looked up by it.
        if self._hash is None:
            self._hash = super().__hash__()
        return self._hash


Tables: TypeAlias = Mapping[str, Table]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in data/: the file, the row as a spreadsheet numbers it, the column, and the cure."""

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = [f"data/{self.file}"]
        if self.row:
            place.append(f"row {self.row}")
        if self.column:
            place.append(f"column {self.column}")
        line = f"{', '.join(place)}: {self.message}"
        # What a cell holds must not act on the terminal or on the line that shows it.
        return line if line.isprintable() else "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in line)


MOST_ALIKE = 3
"""So many rows are named for one cause; the others are counted."""


def few_of_each(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems in their order; of those that say the same of a column, the first rows and how many more."""
    alike: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in sorted(problems):
        alike.setdefault((problem.file, problem.column, problem.message), []).append(problem)
    few = []
    for same in alike.values():
        few += same[:MOST_ALIKE]
        if (more := len(same) - MOST_ALIKE) > 0:
            few[-1] = replace(few[-1], message=f"{few[-1].message} ({more} more rows too)")
    return sorted(few)


class DataError(ValueError):
    """The tables of data/ do not hold what they should; all problems are listed."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = few_of_each(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, eq=False)
class TableSchema:
    """How datapackage.json describes one table: its file, fields and key, and the columns that name other rows."""

    path: str
    fields: tuple[Mapping[str, Any], ...]
    key: tuple[str, ...]
    links: tuple[tuple[str, str, str], ...]
    """Column, the other table, and the column of it that has the same names."""
    lists: frozenset[str]
    """The columns that hold several values, separated by semicolons."""

    @property
    def columns(self) -> list[str]:
        """The columns in their order."""
        return [field["name"] for field in self.fields]


def load_description(folder: Path = DATA_FOLDER) -> dict[str, Any]:
    """Return datapackage.json (Data Package v2): every table, field, type, unit, licence and source."""
    note_question(DESCRIPTION)
    return _parse(_read_description(folder))


@cache
def _read_description(folder: Path) -> str:
    return (folder / DESCRIPTION).read_text(encoding="utf-8")


@cache
def _parse(description: str) -> dict[str, Any]:
    return cast(dict[str, Any], json.loads(description))


def described_tables(folder: Path = DATA_FOLDER) -> dict[str, dict[str, Any]]:
    """Return the described tables by name."""
    return {resource["name"]: resource for resource in load_description(folder)["resources"]}


@cache
def load_schemas(folder: Path = DATA_FOLDER) -> Mapping[str, TableSchema]:
    """Return how each table is described, by its name; the same description gives the same schemas."""
    return _schemas(_read_description(folder))


@cache
def _schemas(description: str) -> dict[str, TableSchema]:
    return {resource["name"]: _schema(resource) for resource in _parse(description)["resources"]}


def _schema(resource: Mapping[str, Any]) -> TableSchema:
    schema = resource["schema"]
    links = [
        (link["fields"][0], link["reference"]["resource"], link["reference"]["fields"][0])
        for link in schema.get("foreignKeys", [])
    ]
    lists = {field["name"]: field["listOf"].split(".") for field in schema["fields"] if "listOf" in field}
    links += [(column, name, key) for column, (name, key) in lists.items()]
    # A primary key has no empty cell, a unique one may.
    key = tuple(schema.get("primaryKey") or schema["uniqueKeys"][0])
    return TableSchema(resource["path"], tuple(schema["fields"]), key, tuple(links), frozenset(lists))


def split_list(cell: str) -> list[str]:
    """Split a cell that holds several values, separated by semicolons."""
    return [item.strip() for item in cell.split(";") if item.strip()]


def slug_of(place: str) -> str:
    """Return the name of a place as ids and files have it: united-states."""
    return re.sub(r"[^a-z0-9]+", "-", place.lower()).strip("-")


@lru_cache(maxsize=64)
def look_up(table: Table, key: str, column: str) -> Mapping[str, str]:
    """Return one column of a table by another."""
    return {row[key]: row[column] for row in table}


def group_by(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    """Return the rows by what they have in one column, in the order in which it first comes."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[column], []).append(row)
    return groups


def repeated(rows: Iterable[Row], *columns: str) -> list[Row]:
    """Return the rows whose cells in these columns another row has too."""
    cells = [(row, tuple(row[column] for column in columns)) for row in rows]
    times = Counter(key for _, key in cells)
    return [row for row, key in cells if times[key] > 1]
