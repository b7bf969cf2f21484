"""Which cells of data/ were read, by units that can be looked up again in other tables.

A unit is one of

- cells of a row, `observations/ID#note_en,value`, by its primary key; without a column, whether there is such a row;
- a question, `observations?indicator_id=X&place=Y`: the keys of the rows that answer it, in their order;
  `observations?*` is the whole list of keys, `observations?*place` what the column holds.

So a note that is changed concerns who read that note, and a row that is added who asked a question that it answers.
Rows that are moved concern nobody who does not show their order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from urllib.parse import parse_qsl, urlencode

from . import noting
from .loading import load_tables
from .noting import EVERY, Notes
from .schema import DATA_FOLDER, DESCRIPTION, Row, Tables, TableSchema, load_schemas

GONE = "gone"
"""The digest of a row that is not there."""

_notes = Notes()


def start_recording() -> None:
    """Record what this process reads from now on, of the tables that `load_tables` returns.

    Until then recording costs nothing. Raises DataError when data/ is not as it should be.
    """
    global _notes
    _notes = noting.begin(_watch_rows)


def recorded() -> frozenset[str]:
    """Return the units that were read since `start_recording`."""
    rows: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for table, key, column in sorted(_notes.cells):
        rows[table, key] += [column] if column else []
    cells = (f"{table}/{key}#{','.join(columns)}" for (table, key), columns in rows.items())
    return frozenset([*cells, *(_write_question(table, asked) for table, asked in _notes.questions)])


def digests(units: Iterable[str], tables: Tables) -> dict[str, str]:
    """Return for each unit a digest of what it is in some tables, `GONE` for a row that is not in them."""
    with noting.noting(None):
        found = _Found(tables)
        return {unit: found.digest(unit) for unit in units}


def _watch_rows() -> None:
    schemas, plain = load_schemas(), Row.__getitem__
    names = {
        id(row): (name, _key(schemas[name], row)) for name, table in load_tables().items() for row in table
    }  # Those rows live as long as the process.

    def watched(row: Row, column: str) -> str:
        if name := names.get(id(row)):
            noting.note_cell(*name, column)
        return plain(row, column)

    Row.__getitem__ = watched  # type: ignore[method-assign]


def _key(schema: TableSchema, row: Row) -> str:
    return "|".join(row[column] for column in schema.key)


def _write_question(table: str, asked: Sequence[tuple[str, str]]) -> str:
    if not asked or asked[0][0] == EVERY:
        return f"{table}?{EVERY}{asked[0][1] if asked else ''}"
    return f"{table}?{urlencode(asked)}"


class _Found:
    """Rows of some tables by their keys, and keys by what the rows hold; each is put together once."""

    def __init__(self, tables: Tables) -> None:
        self.tables, self.schemas = tables, load_schemas()
        self._rows: dict[str, dict[str, Row]] = {}
        self._answers: dict[tuple[str, ...], defaultdict[tuple[str, ...], list[str]]] = {}

    def digest(self, unit: str) -> str:
        table, asked, question = unit.partition("?")
        if "/" not in table and asked:
            return _digest(self._answer(table, question))
        table, _, rest = unit.partition("/")
        key, _, columns = rest.rpartition("#")
        row = self._by_key(table).get(key)
        if row is None or not {*filter(None, columns.split(","))} <= row.keys():
            return GONE
        return _digest([row[column] for column in columns.split(",") if column])

    def _answer(self, table: str, question: str) -> list[str]:
        if table == DESCRIPTION:
            return [(DATA_FOLDER / DESCRIPTION).read_text(encoding="utf-8")]
        rows = self._by_key(table)
        if question.startswith(EVERY):
            column = question.removeprefix(EVERY)
            return sorted({row[column] for row in rows.values()}) if column else list(rows)
        columns, cells = zip(*parse_qsl(question, keep_blank_values=True), strict=True)
        if (table, *columns) not in self._answers:
            answers: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
            for key, row in rows.items():
                for each in _cells(row, columns):
                    answers[each].append(key)
            self._answers[table, *columns] = answers
        return self._answers[table, *columns].get(cells, [])

    def _by_key(self, table: str) -> dict[str, Row]:
        if table not in self._rows:
            schema = self.schemas.get(table)
            self._rows[table] = {_key(schema, row): row for row in self.tables.get(table, ())} if schema else {}
        return self._rows[table]


def _cells(row: Row, columns: Sequence[str]) -> list[tuple[str, ...]]:
    """What a row holds in some columns; once for each text where one of them names two ("a.b")."""
    held: list[tuple[str, ...]] = [()]
    for column in columns:
        texts = dict.fromkeys(row[each] for each in column.split("."))
        held = [(*before, text) for before in held for text in texts]
    return held


def _digest(parts: Iterable[str]) -> str:
    return blake2b("\x1f".join(parts).encode(), digest_size=12).hexdigest()
