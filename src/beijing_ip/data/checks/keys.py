"""The cells that name rows of other tables: each row is there; where it is not, what was likely meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from ..schema import Problem, Table, Tables, TableSchema, look_up, split_list
from .characters import odd_characters, visible
from .files import name_few

_OTHER_NAMES = ("name_zh", "name_en", "short_en", "title")
_WRONG_SEPARATOR = re.compile("[；，、,|/;]")
_RENAMED = 2
"""So many rows that name what is gone were hardly mistyped one by one; up to so many rows named by none stand out."""


class Unknown(NamedTuple):
    """A cell that names no row: its row, its column, what it names, and the table and column where that should be."""

    row: int
    column: str
    value: str
    table: str
    key: str


def check_keys(tables: Tables, schemas: Mapping[str, TableSchema]) -> Iterator[Problem]:
    """Hold the columns that name rows of other tables against those tables."""
    for name, schema in schemas.items():
        unknown = find_unknown(schema, tables[name], *(tables[other] for _, other, _ in schema.links))
        if unknown:
            yield from _explain(schema, unknown, tables, schemas)


@lru_cache(maxsize=64)
def find_unknown(schema: TableSchema, table: Table, *others: Table) -> tuple[Unknown, ...]:
    """Return what a table names that is in none of the others, which come in the order of its links."""
    unknown = []
    for (column, name, key), other in zip(schema.links, others, strict=True):
        known = look_up(other, key, key)
        for row in table:
            if (cell := row[column]) and cell not in known:
                for value in split_list(cell) if column in schema.lists else [cell]:
                    if value not in known and not odd_characters(value):
                        unknown.append(Unknown(row.number, column, value, name, key))
    return tuple(unknown)


def _explain(
    schema: TableSchema, unknown: tuple[Unknown, ...], tables: Tables, schemas: Mapping[str, TableSchema]
) -> Iterator[Problem]:
    rows: dict[tuple[str, str, str, str], list[int]] = {}
    for row, *what in unknown:
        rows.setdefault(tuple(what), []).append(row)  # type: ignore[arg-type]
    for (column, value, name, key), numbers in rows.items():
        unused = _unused(name, key, tables, schemas) if len(numbers) >= _RENAMED else []
        cure = _cure(value, column in schema.lists, name, key, tables[name], unused)
        yield from name_few(
            schema.path, column, f"'{visible(value)}' is not in data/{schemas[name].path}; {cure}", numbers
        )


def _cure(value: str, several: bool, name: str, key: str, table: Table, unused: list[str]) -> str:
    known = look_up(table, key, key)
    parts = [part.strip() for part in _WRONG_SEPARATOR.split(value)]
    if len(parts) > 1 and any(part in known for part in parts):
        return "write '; ' between several of them" if several else "write one of them, since the cell names one row"
    cure = [f"did you mean '{near}'?"] if (near := _near(value, key, table)) else []
    if len(unused) <= _RENAMED and (renamed := difflib.get_close_matches(value, unused, 1, 0.3)):
        cure = [f"if it was renamed to '{renamed[0]}', which no row names, write that", *cure]
    return "; ".join([*cure, f"a new one is added to data/{name}.csv first"]).replace("?; a", "? A")


def _near(value: str, key: str, table: Table) -> str:
    """Return the row that has another name like this one, or the one with a similar name."""
    for column in _OTHER_NAMES:
        if table and column in table[0] and value in (other := look_up(table, column, key)):
            return other[value]
    folded = {row[key].lower(): row[key] for row in table}
    near = difflib.get_close_matches(value.lower(), folded, 1)
    return folded[near[0]] if near else ""


def _unused(name: str, key: str, tables: Tables, schemas: Mapping[str, TableSchema]) -> list[str]:
    """Return the rows of a table that no other table names."""
    used = {
        value
        for other, schema in schemas.items()
        for column, linked, _ in schema.links
        if linked == name
        for row in tables[other]
        for value in split_list(row[column])
    }
    return [row[key] for row in tables[name] if row[key] not in used]
