"""Load the tables of data/, once all is true of them: files, description, rules of the rows, and the text at hand."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from .checks.cells import check_cells
from .checks.files import read_table
from .checks.keys import check_keys
from .checks.open_cells import IS_OPEN, find_open, open_cells
from .drafting.files import read_folder, with_draft
from .noting import EVERY, note_question, noting
from .rules import check_rows
from .rules.terms import check_terms
from .rules.text import check_against_text
from .rules.vintages import check_declared
from .schema import (
    DATA_FOLDER,
    DataError,
    Problem,
    Row,
    Table,
    Tables,
    TableSchema,
    few_of_each,
    load_schemas,
)

SOURCE_VARIABLE = "BEIJING_IP_SOURCE"


class LoadedTables(Mapping[str, Table]):
    """The tables by their names. Who takes one has asked for all its rows; to ask for less, see `find_rows`."""

    def __init__(self, tables: Tables) -> None:
        self._tables = dict(tables)

    def __getitem__(self, name: str) -> Table:
        note_question(name)
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


@cache
def load_tables(folder: Path = DATA_FOLDER) -> Tables:
    """Return every table of data/ by name: a tuple of rows, all cells text.

    Raises DataError, which lists every problem, when anything in the folder is not as it should be.
    """
    tables, problems = _read_checked(folder)
    if problems:
        raise DataError(problems)
    return LoadedTables(tables)


def find_rows(name: str, **cells: str) -> tuple[Row, ...]:
    """Return the rows of one table that have these cells, in their order; all rows without any.

    Raises KeyError for an unknown table or column.
    """
    note_question(name, *cells.items())
    return _rows_by(name, *cells).get(tuple(cells.values()), ())


def list_values(name: str, column: str) -> tuple[str, ...]:
    """Return what a column holds, each text once, sorted."""
    note_question(name, (EVERY, column))
    return tuple(sorted(value for (value,) in _rows_by(name, column)))


@cache
def _rows_by(name: str, *columns: str) -> Mapping[tuple[str, ...], tuple[Row, ...]]:
    found: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    with noting(None):
        for row in load_tables()[name]:
            found[tuple(row[column] for column in columns)].append(row)
    return {cells: tuple(rows) for cells, rows in found.items()}


def check_data(folder: Path = DATA_FOLDER, text: str | None = None, draft: Path | None = None) -> list[str]:
    """Return every problem in data/, one sentence each: open cells in order, the rest row by row; none is good.

    With `text` (default: the file that BEIJING_IP_SOURCE names, or the texts of that folder), every number of the
    source whose text it is is also held against it: paragraph, sentence, phrase and digits. The words of the glossary
    are held against the pages beside the folder, and the figures against those of the last version. A `draft` is a
    folder of rows that are checked as if they stood in data/.
    """
    tables, problems = _read_checked(folder, draft)
    unread: list[str] = []
    texts = [text] if text is not None else list(texts_at_hand(unread))
    if not problems:
        problems = [problem for each in texts for problem in check_against_text(tables, each)]
        problems += check_terms(tables, folder.parent)
        problems += check_declared(tables["vintages"], tables["observations"], tables["corrections"])
    waiting = [problem for problem in problems if problem.message.startswith(IS_OPEN)]
    found = [*waiting, *few_of_each(problem for problem in problems if not problem.message.startswith(IS_OPEN))]
    return [*(_spell(problem, folder, draft) for problem in found), *unread]


def _spell(problem: Problem, folder: Path, draft: Path | None) -> str:
    """Name a row of a draft by its own file."""
    columns = next((schema.columns for schema in load_schemas(folder).values() if schema.path == problem.file), [])
    if draft is None or not (draft / problem.file).exists():
        return str(problem)
    rows = read_table(folder / problem.file, columns)
    last = rows[-1].number if rows else 1
    if problem.row <= last:
        return str(problem)
    own = replace(problem, row=problem.row - last + 1)
    return str(own).replace(f"data/{problem.file}", str(draft / problem.file), 1)


def texts_at_hand(unread: list[str]) -> Iterator[str]:
    """Yield the texts that the environment names (`SOURCE_VARIABLE`); what cannot be read is added to `unread`."""
    named = os.environ.get(SOURCE_VARIABLE)
    if not named:
        return
    for path in sorted(Path(named).glob("*.txt")) if Path(named).is_dir() else [Path(named)]:
        try:
            yield path.read_text(encoding="utf-8")
        except OSError as error:
            unread.append(f"{SOURCE_VARIABLE} names {path}, which cannot be read: {error.strerror}")
        except UnicodeDecodeError:
            unread.append(f"{SOURCE_VARIABLE} names {path}, which is not UTF-8; save the text as UTF-8")


def _read_checked(folder: Path, draft: Path | None = None) -> tuple[Tables, list[Problem]]:
    tables: dict[str, Table] = {}
    problems: list[Problem] = []
    schemas = load_schemas(folder)
    for name, schema in schemas.items():
        try:
            tables[name] = read_table(folder / schema.path, schema.columns)
        except DataError as error:
            problems += error.problems
    if draft and not problems:
        tables = with_draft(tables, read_folder(draft, folder))
    return tables, [*problems, *find_problems(tables, schemas)]


def find_problems(tables: Tables, schemas: Mapping[str, TableSchema]) -> Iterator[Problem]:
    """Yield what is wrong in tables: against their description, then, if that is good, against each other.

    What was found out about a table stays known, so that after a change only what reads it is asked again.
    """
    good = complete = len(tables) == len(schemas)
    waiting = {(schemas[name].path, row.number) for name in tables for row, _ in open_cells(tables[name])}
    if waiting and complete:
        good = False
        yield from find_open(tables, schemas)
    for name, table in tables.items():
        for problem in check_cells(schemas[name], table):
            good = False
            if (problem.file, problem.row) not in waiting:
                yield problem
    if complete:
        for problem in check_keys(tables, schemas):
            good = False
            if (problem.file, problem.row) not in waiting:
                yield problem
    if good:
        yield from check_rows(tables)
