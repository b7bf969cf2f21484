"""Rename an indicator everywhere: in the tables, and in the pages, notebooks, code and tests that name it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path

from .checks.open_cells import NEW
from .drafting.files import csv_text
from .loading import check_data, load_tables
from .revising import with_new_ids, with_next
from .schema import TableSchema, load_schemas, split_list

NAMED_IN = ("README.md", "CONTRIBUTING.md", "_config.yml", "book", "notebooks", "src", "tests")
"""Where an indicator is named besides data/, from the root of the project."""
_TEXTS = {".md", ".ipynb", ".py", ".csv", ".yml", ".js", ".html"}
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_FOLLOW = ("-growth", "-rank")
_JOURNAL = ".rename"
"""What an interrupted run was about to put into place, in the root of the project."""


def rename_indicator(old: str, new: str, root: Path) -> list[Path]:
    """Give an indicator another id, and its printed growth and rank (`ID-growth`, `ID-rank`) too; return what changed.

    All is written or nothing; a run that was interrupted is finished when it is called again. Raises ValueError for
    an id that is not there, that is taken, or that has another form, and DataError where data/ is not as it should be,
    before or after.
    """
    data = root / "data"
    titles = f"{old} {new}"
    if (root / _JOURNAL).exists():
        interrupted, finished = _finish(root)
        if interrupted == titles:
            return finished
    known = {row["indicator_id"] for row in load_tables(data)["indicators"]}
    if old not in known:
        near = difflib.get_close_matches(old, known, 1)
        raise ValueError(
            f"'{old}' is no indicator; {f'did you mean {near[0]!r}?' if near else 'see data/indicators.csv'}"
        )
    if not _ID.fullmatch(new) or new == NEW:
        raise ValueError(f"'{new}' is no id; write words in small letters, with hyphens: court-cases-accepted")
    for end in _FOLLOW:
        if (base := old.removesuffix(end)) in known - {old}:
            raise ValueError(f"'{old}' goes with '{base}' by its name; rename that")
    names = {old: new} | {f"{old}{end}": f"{new}{end}" for end in _FOLLOW if f"{old}{end}" in known}
    if taken := known & {*names.values()}:
        raise ValueError(f"'{min(taken)}' is an indicator already; choose another id")
    changed = {**_changed_tables(data, names), **_changed_texts(root, names)}
    before = {path: path.read_bytes() for path in changed}
    _write(changed, root, titles)
    if problems := check_data(data):
        _write(before, root, titles)
        raise ValueError(f"nothing was renamed, for data/ would not be as it should be: {problems[0]}")
    return sorted(changed)


def _write(contents: dict[Path, bytes], root: Path, titles: str) -> None:
    for path, content in contents.items():
        _beside(path).write_bytes(content)
    names = [path.relative_to(root).as_posix() for path in contents]
    # From here on all that is needed to finish lies on the disk.
    _beside(root / _JOURNAL).write_text("\n".join([titles, *names]), encoding="utf-8")
    _beside(root / _JOURNAL).replace(root / _JOURNAL)
    _finish(root)


def _finish(root: Path) -> tuple[str, list[Path]]:
    """Put into place what lies ready; return of which run it is, and the files."""
    titles, *names = (root / _JOURNAL).read_text(encoding="utf-8").splitlines()
    paths = [root / name for name in names]
    for path in paths:
        if _beside(path).exists():
            _beside(path).replace(path)
    (root / _JOURNAL).unlink()
    return titles, sorted(paths)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.new")


def _changed_tables(data: Path, names: dict[str, str]) -> dict[Path, bytes]:
    schemas, tables = load_schemas(data), load_tables(data)
    renamed: dict[str, list[dict[str, str]]] = {}
    for name, schema in schemas.items():
        columns = [column for column, table, _ in schema.links if table == "indicators"]
        columns += ["indicator_id"] * (name == "indicators")
        renamed[name] = [_renamed(dict(row), columns, schema, names) for row in tables[name]]
    pairs = zip(renamed["vintages"], tables["vintages"], strict=True)
    ids = {new["observation_id"]: old["observation_id"] for new, old in pairs}
    renamed["vintages"] = with_new_ids(renamed["vintages"], {new: old for new, old in ids.items() if new != old})
    renamed["versions"] = with_next(renamed["versions"], renamed["vintages"])
    return {
        data / schemas[name].path: csv_text(schemas[name].columns, rows).encode()
        for name, rows in renamed.items()
        if rows != [dict(row) for row in tables[name]]
    }


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
