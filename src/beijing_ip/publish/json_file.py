"""All that the book offers in one JSON file: what it is, what each column means, each table as an array of objects."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .citation import citation_line, load_citation
from .offered import describe_files
from .offered_tables import OfferedTable, read_number, read_tables


def write_json(files: Mapping[str, bytes], root: Path) -> bytes:
    """Return the JSON file of the files that are offered (`offered.list_files`); the same for the same files.

    Numbers are numbers with the digits that the CSV has, text is text, an empty cell is null. `tables` has the one for
    analysis first. Raises ValueError, which names table, row and column, for a number with more digits than JSON keeps.
    """
    about, package, tables = load_citation(root), describe_files(), list(read_tables(files))
    head = {
        "name": package["name"],
        "title": package["title"],
        "description": package["description"],
        "version": about["version"],
        "released": about["date-released"].isoformat(),
        "citation": citation_line(about),
        "licenses": package["licenses"],
        "sources": package["sources"],
        "fields": {table.name: table.fields for table in tables},
    }
    # A row a line, so that two versions can be compared by any program.
    parts = [f"{_write(name)}: {_write(held)}" for name, held in head.items()]
    rows = ",\n".join(f"{_write(table.name)}: [\n{_join(_rows(table))}\n]" for table in tables)
    return ("{\n" + ",\n".join([*parts, f'"tables": {{\n{rows}\n}}']) + "\n}\n").encode()


def _rows(table: OfferedTable) -> Iterator[dict[str, Any]]:
    for number, cells in enumerate(table.rows, start=2):
        yield {
            field["name"]: _value(cell, field["type"], f"{table.name}.csv, row {number}, column {field['name']}")
            for field, cell in zip(table.fields, cells, strict=True)
        }


def _value(cell: str, kind: str, place: str) -> str | int | float | None:
    if not cell:
        return None
    return read_number(cell, place) if kind in ("number", "integer") else cell


def _join(rows: Iterator[dict[str, Any]]) -> str:
    return ",\n".join(map(_write, rows))


def _write(held: object) -> str:
    return json.dumps(held, ensure_ascii=False)
