"""Rename an indicator everywhere: in the tables, and in the pages, notebooks, code and tests that name it."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterator
from pathlib import Path

from .loading import check_data, load_tables
from .schema import TableSchema, load_schemas, slug_of, split_list

NAMED_IN = ("README.md", "CONTRIBUTING.md", "_config.yml", "book", "notebooks", "src", "tests")
"""Where an indicator is named besides data/, from the root of the project."""
_TEXTS = {".md", ".ipynb", ".py", ".csv", ".yml", ".js", ".html"}
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def rename_indicator(old: str, new: str, root: Path) -> list[Path]:
    """Give an indicator another id, and its printed growth (`ID-growth`) too; return the files that changed.

    All is written or nothing. Raises ValueError for an id that is not there, that is taken, or that has another form,
    and DataError where data/ is not as it should be, before or after.
    """
    data = root / "data"
    known = {row["indicator_id"] for row in load_tables(data)["indicators"]}
    if old not in known:
        near = difflib.get_close_matches(old, known, 1)
        raise ValueError(
            f"'{old}' is no indicator; {f'did you mean {near[0]!r}?' if near else 'see data/indicators.csv'}"
        )
    if new in known:
        raise ValueError(f"'{new}' is an indicator already; choose another id")
    if not _ID.fullmatch(new):
        raise ValueError(f"'{new}' is no id; write it in small letters and digits, with hyphens: {slug_of(new)}")
    names = {old: new}
    if f"{old}-growth" in known:
        names[f"{old}-growth"] = f"{new}-growth"
    changed = {**_changed_tables(data, names), **_changed_texts(root, names)}
    before = {path: path.read_bytes() for path in changed}
    _write(changed)
    if problems := check_data(data):
        _write(before)
        raise ValueError(f"nothing was renamed, for data/ would not be as it should be: {problems[0]}")
    return sorted(changed)


def _write(contents: dict[Path, bytes]) -> None:
    for path, content in contents.items():
        beside = path.with_name(f"{path.name}.new")
        beside.write_bytes(content)
        beside.replace(path)


def _changed_tables(data: Path, names: dict[str, str]) -> dict[Path, bytes]:
    found = {}
    for name, schema in load_schemas(data).items():
        columns = [column for column, table, _ in schema.links if table == "indicators"]
        columns += ["indicator_id"] * (name == "indicators")
        rows = [_renamed(dict(row), columns, schema, names) for row in load_tables(data)[name]]
        if any(row != dict(before) for row, before in zip(rows, load_tables(data)[name], strict=True)):
            lines = io.StringIO()
            writer = csv.DictWriter(lines, schema.columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
            found[data / schema.path] = lines.getvalue().encode()
    return found


def _renamed(row: dict[str, str], columns: list[str], schema: TableSchema, names: dict[str, str]) -> dict[str, str]:
    for column in columns:
        if any(value in names for value in split_list(row[column])):
            row[column] = "; ".join(names.get(value, value) for value in split_list(row[column]))
    if row.get("observation_id"):
        place, indicator, rest = row["observation_id"].split(".", 2)
        row["observation_id"] = ".".join([place, names.get(indicator, indicator), rest])
    return row


def _changed_texts(root: Path, names: dict[str, str]) -> dict[Path, bytes]:
    whole = re.compile(rf"(?<![A-Za-z0-9_-])({'|'.join(map(re.escape, names))})(?![A-Za-z0-9_-])")
    found = {}
    for path in _texts(root):
        text = path.read_bytes().decode("utf-8")
        renamed = whole.sub(lambda match: names[match[1]], text)
        if renamed != text:
            found[path] = renamed.encode()
    return found


def _texts(root: Path) -> Iterator[Path]:
    for name in NAMED_IN:
        start = root / name
        for path in [start] if start.is_file() else sorted(start.rglob("*")):
            if path.suffix in _TEXTS and path.is_file():
                yield path
