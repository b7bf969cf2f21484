"""Read the tables of data/ as datapackage.json describes them, and say precisely what does not agree with it.

Every cell stays text: a number becomes a number only where its rounding is known (`observations`).
"""

from __future__ import annotations

import csv
import difflib
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import pandas as pd
import pandera.pandas as pa

DATA_FOLDER = Path(__file__).resolve().parents[3] / "data"

Tables = Mapping[str, pd.DataFrame]

_FORMS = {
    "integer": (r"0|[1-9][0-9]*", "a whole number such as 5"),
    "number": (r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?", "a plain number such as 1005000 or 63.32"),
    "string": (r"(?s).*", ""),
}


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
        return f"{', '.join(place)}: {self.message}"


class DataError(ValueError):
    """The tables of data/ do not hold what they should; all problems are listed."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


@cache
def load_description(folder: Path = DATA_FOLDER) -> dict[str, Any]:
    """Return datapackage.json (Data Package v2): every table, field, type, unit, licence and source."""
    return cast(dict[str, Any], json.loads((folder / "datapackage.json").read_text(encoding="utf-8")))


def described_tables(folder: Path = DATA_FOLDER) -> dict[str, dict[str, Any]]:
    """Return the described tables by name."""
    return {resource["name"]: resource for resource in load_description(folder)["resources"]}


def read_tables(folder: Path = DATA_FOLDER) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """Read every table and hold it against its description.

    Returns the tables (all cells text, the index is the row as a spreadsheet numbers it) and all problems:
    form of the file, types, allowed values, unique and foreign keys.
    """
    problems: list[Problem] = []
    tables: dict[str, pd.DataFrame] = {}
    for name, resource in described_tables(folder).items():
        table, found = _read_table(folder / resource["path"], _fields(resource))
        problems += found
        if table is None:
            continue
        tables[name] = table
        problems += _against_schema(resource, table)
    if len(tables) == len(described_tables(folder)):
        for resource in described_tables(folder).values():
            problems += _foreign_keys(resource, tables)
    return tables, problems


def split_list(cell: str) -> list[str]:
    """Split a cell that holds several values, separated by semicolons."""
    return [item.strip() for item in cell.split(";") if item.strip()]


def records(table: pd.DataFrame) -> list[dict[str, str]]:
    """Return the rows of a table, each as a mapping of column to text."""
    return [dict(zip(table.columns, row, strict=True)) for row in table.itertuples(index=False, name=None)]


def _fields(resource: Mapping[str, Any]) -> list[dict[str, Any]]:
    return cast(list[dict[str, Any]], resource["schema"]["fields"])


def _read_table(path: Path, fields: list[dict[str, Any]]) -> tuple[pd.DataFrame | None, list[Problem]]:
    file = path.name
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None, [Problem(file, 0, "", "the file is missing; datapackage.json describes it")]
    except UnicodeDecodeError as error:
        row = path.read_bytes()[: error.start].count(b"\n") + 1
        return None, [Problem(file, row, "", "a byte is not UTF-8; save the file as UTF-8 text")]
    if text.startswith("\ufeff"):
        return None, [Problem(file, 1, "", "begins with a byte-order mark; save the file as UTF-8 without it")]
    names = [field["name"] for field in fields]
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        return None, [Problem(file, len(rows) + 1, "", f"cannot be read: {error}; check the quotes")]
    if not rows or rows[0] != names:
        return None, [Problem(file, 1, "", f"the header must be {','.join(names)}")]
    problems = [
        Problem(
            file,
            number,
            "",
            f"has {len(row)} cells where the header has {len(names)}; check the commas and quotes",
        )
        for number, row in enumerate(rows[1:], 2)
        if len(row) != len(names)
    ]
    problems = problems or [
        Problem(file, number, name, "holds a line break; write the cell on one line, and check that its quotes close")
        for number, row in enumerate(rows[1:], 2)
        for name, cell in zip(names, row, strict=True)
        if cell != "".join(cell.splitlines())
    ]
    if problems:
        return None, problems
    return pd.DataFrame(rows[1:], columns=names, index=range(2, len(rows) + 1), dtype=str), []


def _against_schema(resource: Mapping[str, Any], table: pd.DataFrame) -> list[Problem]:
    key = resource["schema"]["primaryKey"]
    schema = pa.DataFrameSchema({field["name"]: _column(field) for field in _fields(resource)})
    problems = []
    try:
        schema.validate(table, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        for column, message, value, row in zip(
            cases["column"], cases["check"], cases["failure_case"], cases["index"], strict=True
        ):
            said = (
                f"'{value}' stands in another row too; every row needs its own"
                if message == "field_uniqueness"
                else message
            )
            problems.append(Problem(resource["path"], int(row), column, said.replace("{value}", str(value))))
    for column in table.columns:
        spaced = table.index[table[column].str.strip() != table[column]]
        problems += [
            Problem(resource["path"], int(row), column, "begins or ends with a space; remove it") for row in spaced
        ]
    if len(key) > 1:
        for row in table.index[table.duplicated(key, keep=False)]:
            values = ", ".join(table.loc[row, key])
            problems.append(
                Problem(resource["path"], int(row), key[0], f"'{values}' stands in another row too; remove one")
            )
    return problems


def _column(field: Mapping[str, Any]) -> pa.Column:
    constraints = field.get("constraints", {})
    checks = []
    if constraints.get("required"):
        checks.append(pa.Check(lambda cells: cells != "", error=f"is empty; needed: {field['description']}"))

    def add(test: Any, error: str) -> None:
        checks.append(pa.Check(lambda cell: cell == "" or test(cell), element_wise=True, error=error))

    form, words = _FORMS[field["type"]]
    add(lambda cell: re.fullmatch(form, cell) is not None, f"is '{{value}}', which is not {words}")
    if "enum" in constraints:
        allowed = constraints["enum"]
        add(lambda cell: cell in allowed, f"is '{{value}}'; allowed: {', '.join(allowed)}")
    if "pattern" in constraints:
        pattern = re.compile(constraints["pattern"])
        add(
            lambda cell: pattern.fullmatch(cell) is not None,
            f"is '{{value}}'; write it like {field['example']}",
        )
    if "minimum" in constraints:
        least = constraints["minimum"]
        add(lambda cell: not cell.isdigit() or int(cell) >= least, f"is '{{value}}'; the least is {least}")
    return pa.Column(str, checks, unique=constraints.get("unique", False), report_duplicates="all")


def _foreign_keys(resource: Mapping[str, Any], tables: Tables) -> list[Problem]:
    links = [
        (link["fields"][0], link["reference"]["resource"], link["reference"]["fields"][0])
        for link in resource["schema"].get("foreignKeys", [])
    ]
    links += [(field["name"], *field["listOf"].split(".")) for field in _fields(resource) if "listOf" in field]
    problems = []
    for column, other, other_column in links:
        known = set(tables[other][other_column])
        for row, cell in tables[resource["name"]][column].items():
            for value in split_list(cell):
                if value not in known:
                    near = difflib.get_close_matches(value, known, 1)
                    cure = f"did you mean '{near[0]}'?" if near else f"add it to data/{other}.csv first"
                    problems.append(
                        Problem(
                            resource["path"],
                            int(str(row)),
                            column,
                            f"'{value}' is not in data/{other}.csv; {cure}",
                        )
                    )
    return problems
