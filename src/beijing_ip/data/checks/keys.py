"""The cells that name rows of other tables: each row is there; where it is not, what was likely meant."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from ..schema import Problem, Table, Tables, TableSchema, look_up, split_list
from .characters import odd_characters, shorten

_OTHER_NAMES = ("name_zh", "name_en", "short_en", "title", "address")
_WRONG_SEPARATOR = re.compile("[；，、,|/;]")
_RENAMED = 2
"""So many rows that name what is gone were hardly mistyped one by one; up to so many rows named by none stand out."""


class Unknown(NamedTuple):
    """A cell that names no row: where it stands, what it names, and the table and its key where that should be."""

    schema: TableSchema
    row: int
    column: str
    value: str
    table: str
    key: str


def check_keys(tables: Tables, schemas: Mapping[str, TableSchema]) -> Iterator[Problem]:
    """Hold the columns that name rows of other tables against those tables."""
    unknown = [
        each
        for name, schema in schemas.items()
        for each in find_unknown(schema, tables[name], *(tables[other] for _, other, _ in schema.links))
    ]
    times = Counter((each.value, each.table) for each in unknown)
    for each in unknown:
        unused = _unused(each, tables, schemas) if times[each.value, each.table] >= _RENAMED else []
        message = f"'{shorten(each.value)}' is not in data/{schemas[each.table].path}; {_cure(each, tables, unused)}"
        yield Problem(each.schema.path, each.row, each.column, message)


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
                        unknown.append(Unknown(schema, row.number, column, value, name, key))
    return tuple(unknown)


def _cure(unknown: Unknown, tables: Tables, unused: list[str]) -> str:
    value, table = unknown.value, tables[unknown.table]
    known = look_up(table, unknown.key, unknown.key)
    parts = [part.strip() for part in _WRONG_SEPARATOR.split(value)]
    if len(parts) > 1 and any(part in known for part in parts):
        several = unknown.column in unknown.schema.lists
        return "write '; ' between several of them" if several else "write one of them, since the cell names one row"
    near = _near(value, unknown.key, table)
    renamed = difflib.get_close_matches(value, unused, 1, 0.3) if len(unused) <= _RENAMED else []
    cure = [f"if it was renamed to '{each}', which no row names, write that" for each in renamed]
    cure += [f"did you mean '{near}'?"] if near and near not in renamed else []
    return "; ".join([*cure, f"a new one is added to data/{unknown.table}.csv first"]).replace("?; a", "? A")


def _near(value: str, key: str, table: Table) -> str:
    """Return the row that has another name like this one, or the one with a similar name."""
    for column in _OTHER_NAMES:
        if table and column in table[0] and value in (other := look_up(table, column, key)):
            return other[value]
    folded = {row[key].lower(): row[key] for row in table}
    near = difflib.get_close_matches(value.lower(), folded, 1)
    return folded[near[0]] if near else ""


def _unused(unknown: Unknown, tables: Tables, schemas: Mapping[str, TableSchema]) -> list[str]:
    """Return the rows of a table that no other table names."""
    key = unknown.key
    used = {
        value
        for other, schema in schemas.items()
        for column, linked, _ in schema.links
        if linked == unknown.table
        for row in tables[other]
        for value in split_list(row[column])
    }
    return [row[key] for row in tables[unknown.table] if row[key] not in used]
