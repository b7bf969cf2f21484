"""Read a file of data/ as people and spreadsheets save it, and say in a line what cannot be read."""

from __future__ import annotations

import csv
import difflib
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..schema import DataError, Problem, Row, Table

_SEPARATORS = {
    ";": "semicolons",
    "\t": "tabs",
    "|": "vertical bars",
    "，": "Chinese commas",
    "；": "Chinese semicolons",
}


def read_table(path: Path, columns: list[str]) -> Table:
    """Return the rows of one file; its columns may stand in any order, and a byte-order mark and CR LF do no harm.

    Raises DataError when it is not UTF-8 text, not CSV or has other columns.
    """
    file = path.name
    lines = _read_lines(path)
    header = lines[0] if lines else []
    if wrong := list(_wrong_header(header, columns)):
        raise DataError(Problem(file, 1, column, message) for column, message in wrong)
    problems = list(_wrong_rows(file, lines, len(header)))
    problems = problems or [
        Problem(file, number, column, "holds a line break; write the cell on one line, and check that its quotes close")
        for number, cells in enumerate(lines[1:], 2)
        for column, cell in zip(header, cells, strict=True)
        if cell != "".join(cell.splitlines())
    ]
    if problems:
        raise DataError(problems)
    order = [header.index(column) for column in columns]
    return Table(
        Row({column: cells[at] for column, at in zip(columns, order, strict=True)}, number)
        for number, cells in enumerate(lines[1:], 2)
    )


def _read_lines(path: Path) -> list[list[str]]:
    file = path.name
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except FileNotFoundError:
        near = difflib.get_close_matches(file, (each.name for each in path.parent.glob("*")), 1, 0.8)
        there = f"; there is a file {near[0]}: give it this name" if near else "; datapackage.json describes it"
        raise DataError([Problem(file, 0, "", f"the file is missing{there}")]) from None
    except UnicodeDecodeError as error:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise DataError([Problem(file, 0, "", "is UTF-16; save it as CSV UTF-8")]) from None
        row = content[: error.start].count(b"\n") + 1
        raise DataError([Problem(file, row, "", "a byte is not UTF-8; save the file as UTF-8 text")]) from None
    lines: list[list[str]] = []
    try:
        lines.extend(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        message = f"cannot be read: {error}; check the quotes"
        raise DataError([Problem(file, len(lines) + 1, "", message)]) from None
    return lines


def _wrong_header(header: Sequence[str], columns: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with the columns, each with its cure; what stands in another order is not."""
    if sorted(header) == sorted(columns):
        return
    if not any(header):
        yield "", f"is empty; the first row names the columns: {','.join(columns)}"
        return
    whole = ",".join(header)
    for separator, words in _SEPARATORS.items():
        named = {name.strip(' "') for name in whole.split(separator)}
        if len(named & {*columns}) > max(1, len({*header} & {*columns})) or whole.strip() == f"sep={separator}":
            yield "", f"the cells are separated by {words}; save the file as CSV with commas"
            return
    if not {*header} & {*columns}:
        yield "", f"names no column of this table; the first row must be {','.join(columns)}"
        return
    for name, times in Counter(filter(None, header)).items():
        if times > 1:
            yield name, f"stands in the header {times} times; remove one of them, with its cells"
    missing = [name for name in columns if name not in header]
    for at, name in enumerate(header, 1):
        if name and name not in columns:
            near = difflib.get_close_matches(name.strip().lower(), missing, 1)
            if near:
                missing.remove(near[0])
                yield name, f"is no column of this table; did you mean '{near[0]}', which is missing?"
            else:
                yield name, f"is no column of this table, but column {at} is called so; remove it, with its cells"
    for name in missing:
        before = columns[columns.index(name) - 1] if name != columns[0] else ""
        yield name, f"is missing in the header; add the column{before and f', best behind {before}'}"
    if "" in header:
        names = [str(at) for at, name in enumerate(header, 1) if not name]
        which = f"column {names[0]} has" if len(names) == 1 else f"columns {names[0]} to {names[-1]} have"
        yield "", f"{which} no name; remove what is empty, and the commas with it"


def _wrong_rows(file: str, lines: Sequence[Sequence[str]], width: int) -> Iterator[Problem]:
    """Rows that are empty, one line for those that follow each other, and rows with too few or too many cells."""
    first = last = 0
    ragged: dict[int, list[int]] = {}
    for number, cells in enumerate(lines[1:], 2):
        if not any(map(str.strip, cells)):
            first, last = (first if last == number - 1 else number), number
            if number == len(lines) or any(map(str.strip, lines[number])):
                rows = f"this and the rows up to {last} are empty" if last > first else "an empty row"
                yield Problem(file, first, "", f"{rows}; remove {'them' if last > first else 'it'}")
        elif len(cells) != width:
            ragged.setdefault(len(cells), []).append(number)
    for many, numbers in ragged.items():
        cure = "check the commas and quotes" if many < width else "put quotes around a cell that holds a comma"
        message = f"has {many} cells where the header has {width}; {cure}"
        yield from (Problem(file, number, "", message) for number in numbers)
