"""The rows of versions.csv and vintages.csv: what each version had, and why a later one has it otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from typing import TypeVar

from ..schema import Problem, Table, group_by

NEXT = "next"
"""The version to come, whose number is not known yet."""
PRINTED = ("value_text", "value", "unit", "rounded_to", "qualifier", "series")
CORRECTED = {"corrected_value": "corrected_value", "corrected_rounded_to": "rounded_to"}
"""Columns of vintages.csv by those of corrections.csv that they have from there."""
NUMBER = (*PRINTED, *CORRECTED)

Figure = Mapping[str, str]
"""What makes up a number: the columns of NUMBER, among others."""
_Cells = TypeVar("_Cells", bound=Figure)


def check_versions(versions: Table, vintages: Table) -> Iterator[Problem]:
    """Each version came out after the one before it, with the numbers that it still has; one to come stands last."""
    order = [row["version"] for row in versions]
    for row in versions:
        if (row["version"] == NEXT) == bool(row["released"]):
            cure = "leave it empty" if row["released"] else "write the day on which it came out"
            yield Problem("versions.csv", row.number, "released", f"is '{row['released']}'; {cure}")
        elif row["version"] != NEXT and row["sha256"] != checksum(row["version"], vintages, order):
            cure = "take back what was changed there, and say by `python -m beijing_ip revisions` what is otherwise now"
            message = f"is not that of the numbers of version {row['version']} in vintages.csv; {cure}"
            yield Problem("versions.csv", row.number, "sha256", message)
    for before, row in pairwise(versions):
        if before["version"] == NEXT or (row["released"] and row["released"] < before["released"]):
            message = f"is {row['released']}, before {before['version']}; the first version stands first"
            yield Problem("versions.csv", row.number, "released", message)


def checksum(version: str, vintages: Iterable[Figure], order: Sequence[str]) -> str:
    """Return the checksum of all figures as a version has them, under the ids that they had; `order` is of versions."""
    until, rows = order[: order.index(version) + 1], list(vintages)
    held = last_vintages(row for row in rows if row["version"] in until)
    # Of several later ids the first one says which it was.
    renamed = [row for row in reversed(rows) if row["earlier_id"] and row["version"] not in until]
    then = {row["observation_id"]: row["earlier_id"] for row in renamed}
    numbers = ("\t".join([then.get(name, name), *(row[column] for column in NUMBER)]) for name, row in held.items())
    return sha256("\n".join(sorted(numbers)).encode()).hexdigest()


def check_vintages(vintages: Table, versions: Table) -> Iterator[Problem]:
    """A figure has a row more where a later version has it otherwise, with the reason."""
    order = {row["version"]: at for at, row in enumerate(versions)}
    for rows in group_by(vintages, "observation_id").values():
        if rows[0]["reason_en"]:
            message = "is a reason for a change, but the figure stands first here; leave it empty"
            yield Problem("vintages.csv", rows[0].number, "reason_en", message)
        for before, row in pairwise(rows):
            version = before["version"]
            changed = list_changes(before, row)
            if order[row["version"]] < order[version]:
                message = f"is {row['version']}, behind the row of {version}; a figure's versions stand in their order"
                yield Problem("vintages.csv", row.number, "version", message)
            elif not changed and not row["earlier_id"]:
                message = f"repeats the figure as version {version} has it; remove the row"
                yield Problem("vintages.csv", row.number, "value", message)
            elif not row["reason_en"] and (row["earlier_id"] or not only_corrected(before, row)):
                message = f"is empty; say why {spell_changes(changed) or 'its id changed'}"
                yield Problem("vintages.csv", row.number, "reason_en", message)


def check_declared(vintages: Table, observations: Table, corrections: Table) -> Iterator[Problem]:
    """No figure is gone, and none differs from the last version that has it, but with a reason in vintages.csv.

    This is asked of data/ and of a release, not of each build: who works on a number sees the page at once.
    """
    numbers = {row["observation_id"]: row.number for row in observations}
    now = figures_now(observations, corrections)
    for name, last in last_vintages(vintages).items():
        if name not in now:
            cure = "put the row back, as 'alternative' if it is not used"
            message = f"{name} is gone, which version {last['version']} has; {cure}"
            yield Problem("observations.csv", 0, "observation_id", message)
        elif (changed := list_changes(last, now[name])) and not only_corrected(last, now[name]):
            was = ", ".join(f"{column} {before or 'empty'}" for column, (before, _) in changed.items())
            message = f"was released otherwise: {was}; run `python -m beijing_ip revisions` and say why it changed"
            yield Problem("observations.csv", numbers[name], "", message)


def figures_now(observations: Table, corrections: Table) -> dict[str, Figure]:
    """Return what makes up each number of observations.csv now, by its id."""
    corrected = {row["observation_id"]: row for row in corrections}
    return {
        name: {column: row[column] for column in PRINTED}
        | {column: corrected[name][own] if name in corrected else "" for column, own in CORRECTED.items()}
        for row in observations
        for name in (row["observation_id"],)
    }


def last_vintages(vintages: Iterable[_Cells]) -> dict[str, _Cells]:
    """Return the last row of each figure, by its id."""
    return {row["observation_id"]: row for row in vintages}


def list_changes(before: Figure, after: Figure) -> dict[str, tuple[str, str]]:
    """Return the columns that differ, each with its cell before and after."""
    return {column: (before[column], after[column]) for column in NUMBER if before[column] != after[column]}


def only_corrected(before: Figure, after: Figure) -> bool:
    """Whether nothing but a correction came, whose reason stands in corrections.csv."""
    return not before["corrected_value"] and list_changes(before, after).keys() <= set(CORRECTED)


def spell_changes(changed: Mapping[str, tuple[str, str]]) -> str:
    """Return changes in words: "value is 1374, not 1347"."""
    return ", ".join(
        f"{column} is {after or 'empty'}, not {before or 'empty'}" for column, (before, after) in changed.items()
    )
