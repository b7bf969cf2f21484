"""What changed since the last version: it is declared with its reason, and recorded when a version comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from .checks.open_cells import OPEN
from .drafting.files import csv_text, write_together
from .loading import load_tables
from .rules.vintages import (
    NEXT,
    check_declared,
    checksum,
    figures_now,
    last_vintages,
    list_changes,
    only_corrected,
    spell_changes,
)
from .schema import DATA_FOLDER, DataError, Tables, load_schemas

Cells = Mapping[str, str]
_FIRST = {"version": "", "earlier_id": "", "reason_en": ""}
_RENAMED = "The indicator was renamed."


def declare_revisions(reason: str = "", folder: Path = DATA_FOLDER) -> list[str]:
    """Write a row of vintages.csv for each figure that differs from the last version; return the ids of all.

    Without a `reason` that cell is open. A figure that is as it was again loses the row that it had. Raises DataError
    where data/ is not as it should be, apart from what is to be declared.
    """
    tables = load_tables(folder)
    now = figures_now(tables["observations"], tables["corrections"])
    released = [row for row in tables["vintages"] if row["version"] != NEXT]
    declared = {row["observation_id"]: row for row in tables["vintages"] if row["version"] == NEXT}
    rows = []
    for name, last in last_vintages(released).items():
        figure, before = now.get(name, last), declared.get(name, _FIRST)
        changed = list_changes(last, figure)
        if before["earlier_id"] or (changed and not only_corrected(last, figure)):
            why = before["reason_en"] or reason or f"{OPEN} why {spell_changes(changed)}"
            rows.append({**before, "observation_id": name, "version": NEXT, **figure, "reason_en": why})
    _write(folder, [*released, *rows], with_next(tables["versions"], rows))
    return [row["observation_id"] for row in rows]


def record_version(version: str, released: str, folder: Path = DATA_FOLDER) -> tuple[int, int]:
    """Record all figures as a version has them that comes out; return how many are new and how many changed.

    Raises DataError where data/ is not as it should be or a change has no reason, ValueError where that version came
    out before and has other figures.
    """
    tables = load_tables(folder)
    if problems := list(check_declared(tables["vintages"], tables["observations"], tables["corrections"])):
        raise DataError(problems)
    if not find_unrecorded(version, tables):
        return 0, 0
    versions: list[Cells] = [row for row in tables["versions"] if row["version"] != NEXT]
    if version in {row["version"] for row in versions}:
        raise ValueError(
            f"figures changed since version {version} was recorded: give the next version its number and day in "
            "CHANGELOG.md first; if that one is not out yet, take versions.csv and vintages.csv back and record it anew"
        )
    last = last_vintages(tables["vintages"])
    kept = [row for row in tables["vintages"] if row["version"] != NEXT]
    rows: list[Cells] = []
    for name, figure in figures_now(tables["observations"], tables["corrections"]).items():
        before = last.get(name, _FIRST)
        if before["version"] in ("", NEXT) or list_changes(before, figure):
            said = before if before["version"] == NEXT else _FIRST
            rows.append({**said, "observation_id": name, "version": version, **figure})
    order = [*(row["version"] for row in versions), version]
    recorded = {"version": version, "released": released, "sha256": checksum(version, [*kept, *rows], order)}
    _write(folder, [*kept, *rows], [*versions, recorded])
    new = sum(row["observation_id"] not in last for row in rows)
    return new, len(rows) - new


def find_unrecorded(version: str, tables: Tables) -> str:
    """Say why data/ is not what a version has; empty where it is, so that it may be released under that number."""
    out = [row["version"] for row in tables["versions"] if row["released"]]
    last = last_vintages(tables["vintages"])
    now = figures_now(tables["observations"], tables["corrections"])
    other = [name for name, figure in now.items() if name not in last or list_changes(last[name], figure)]
    other += [name for name, row in last.items() if row["version"] == NEXT or name not in now]
    if other:
        return f"{len(other)} figures are not as version {out[-1]} has them, such as {other[0]}"
    return "" if out[-1] == version else f"data/versions.csv has no version {version}"


def with_new_ids(vintages: Sequence[Cells], ids: Cells) -> list[dict[str, str]]:
    """Return rows of vintages.csv in which some figures have new ids, with what they were called: `ids`, new to old."""
    rows = [dict(row) for row in vintages]
    for new, row in {row["observation_id"]: row for row in rows}.items():
        if new in ids and row["version"] != NEXT:
            rows.append({**row, "version": NEXT, "earlier_id": ids[new], "reason_en": _RENAMED})
        elif new in ids:
            row["earlier_id"] = row["earlier_id"] or ids[new]
    # What was renamed twice may be called as before.
    return [row for row in rows if row["earlier_id"] != row["observation_id"]]


def with_next(versions: Sequence[Cells], vintages: Sequence[Cells]) -> list[dict[str, str]]:
    """Return rows of versions.csv with the version to come where rows of vintages.csv name it."""
    is_named = any(row["version"] == NEXT for row in vintages)
    to_come = {"version": NEXT, "released": "", "sha256": ""}
    return [dict(row) for row in versions if row["version"] != NEXT] + [to_come] * is_named


def _write(folder: Path, vintages: Sequence[Cells], versions: Sequence[Cells]) -> None:
    schemas = load_schemas(folder)
    texts = {
        folder / schemas[name].path: csv_text(schemas[name].columns, rows)
        for name, rows in (("vintages", vintages), ("versions", versions))
    }
    write_together({path: text for path, text in texts.items() if path.read_text(encoding="utf-8") != text})
