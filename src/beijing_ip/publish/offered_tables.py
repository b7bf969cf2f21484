"""The tables that the book offers, cell by cell with their types, for files that know more types than CSV.

They are read from the very files of CSV, so that all formats say the same.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .offered import VERSION_COLUMNS, describe_files

MOST_DIGITS = 15
"""So many digits of a number come back from a spreadsheet, and from a program that computes with floats."""


@dataclass(frozen=True)
class OfferedTable:
    """One table as its file has it: what it is, its columns as datapackage.json describes them, and its rows as text.

    What says in each row which version of the book it is from is left out: a file of all tables says it once.
    """

    name: str
    title: str
    description: str
    fields: Sequence[Mapping[str, Any]]
    rows: Sequence[Sequence[str]]


def read_tables(files: Mapping[str, bytes]) -> Iterator[OfferedTable]:
    """Yield the tables of the files that are offered (`offered.list_files`), the one for analysis first."""
    for resource in describe_files()["resources"]:
        text = files[resource["path"]].decode("utf-8-sig")
        head, *rows = csv.reader(io.StringIO(text, newline=""))
        kept = [at for at, name in enumerate(head) if name not in VERSION_COLUMNS]
        described = {field["name"]: field for field in resource["schema"]["fields"]}
        yield OfferedTable(
            resource["name"],
            resource["title"],
            resource["description"],
            [described[head[at]] for at in kept],
            [[row[at] for at in kept] for row in rows],
        )


def read_number(text: str, place: str) -> int | float:
    """Return the number that a cell of a number or an integer has, with all its digits; `place` names the cell.

    Raises ValueError for digits that would be lost.
    """
    if len(text.lstrip("-").replace(".", "").strip("0")) > MOST_DIGITS:
        raise ValueError(
            f"{place}: {text} has more than {MOST_DIGITS} digits, which spreadsheets and JSON lose; shorten it to what "
            "its source prints"
        )
    return float(text) if "." in text else int(text)
