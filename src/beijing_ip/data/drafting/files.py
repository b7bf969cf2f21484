"""Rows written to tables, all or none: appended to those of data/, or to files of their own in a folder of drafts."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ..checks.files import read_table
from ..schema import DATA_FOLDER, Row, Table, Tables, load_schemas

DraftRows = Mapping[str, Sequence[Mapping[str, str]]]


def write_folder(folder: Path, rows: DraftRows, description: Path = DATA_FOLDER) -> list[Path]:
    """Write the rows of each table to a file of its own, columns as described, and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    schemas = load_schemas(description)
    texts = {
        folder / schemas[name].path: csv_text(schemas[name].columns, table) for name, table in rows.items() if table
    }
    return write_together(texts)


def add_rows(rows: DraftRows, folder: Path = DATA_FOLDER) -> list[Path]:
    """Add rows to the tables of a folder; one whose key is there takes the place of that row. Return the files."""
    schemas = load_schemas(folder)
    texts = {}
    for name, new in rows.items():
        schema = schemas[name]
        path = folder / schema.path
        keys = {tuple(row[column] for column in schema.key): row for row in new}
        old = read_table(path, schema.columns)
        there = {tuple(row[column] for column in schema.key) for row in old}
        more = [row for row in new if tuple(row[column] for column in schema.key) not in there]
        if len(more) == len(new):
            # The lines that are there stay as they are, also where they have more quotes than they need.
            before = path.read_text(encoding="utf-8")
            texts[path] = before + "\n" * (not before.endswith("\n")) + csv_text(schema.columns, more, header=False)
        else:
            kept = [keys.get(tuple(row[column] for column in schema.key), row) for row in old]
            texts[path] = csv_text(schema.columns, [*kept, *more])
    return write_together(texts)


def read_folder(folder: Path, description: Path = DATA_FOLDER) -> dict[str, Table]:
    """Return the tables of a folder of drafts, those that it has. Raises DataError as reading data/ does."""
    return {
        name: read_table(folder / schema.path, schema.columns)
        for name, schema in load_schemas(description).items()
        if (folder / schema.path).exists()
    }


def with_draft(tables: Tables, draft: Tables) -> dict[str, Table]:
    """Return tables with the rows of a draft behind them, numbered on; one with a key that is there replaces it."""
    merged = dict(tables)
    schemas = load_schemas()
    for name, rows in draft.items():
        key = schemas[name].key
        new = {tuple(row[column] for column in key) for row in rows}
        old = [row for row in tables[name] if tuple(row[column] for column in key) not in new]
        last = tables[name][-1].number if tables[name] else 1
        merged[name] = Table([*old, *(Row(row, last + row.number - 1) for row in rows)])
    return merged


def write_together(texts: Mapping[Path, str]) -> list[Path]:
    """Write several files so that each is there whole: all are written beside their places before any takes its own."""
    beside = {path: path.with_name(f".{path.name}.{os.getpid()}") for path in texts}
    try:
        for path, text in texts.items():
            beside[path].write_text(text, encoding="utf-8", newline="")
        for path, written in beside.items():
            written.replace(path)
    finally:
        for written in beside.values():
            written.unlink(missing_ok=True)
    return list(texts)


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, str]], header: bool = True) -> str:
    """Return rows as a file of data/ has them; what they hold beyond the columns stays out."""
    lines = io.StringIO()
    writer = csv.DictWriter(lines, columns, lineterminator="\n")
    if header:
        writer.writeheader()
    writer.writerows({column: row[column] for column in columns} for row in rows)
    return lines.getvalue()
